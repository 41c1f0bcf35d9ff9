"""Fixtures that several test modules share."""

from collections.abc import Iterator

import pytest

from feeds.snapshot import Snapshot
from feeds.watch import OpenList
from tests.lists import ROOT, SITE, TODAY
from tests.servers import Server, serving


@pytest.fixture(scope="session")
def chicago() -> Snapshot:
    """The snapshot of the list in this repository."""
    return OpenList(ROOT / "events.toml", SITE, today=lambda zone: TODAY).snapshot


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A real server of the list in this repository, as the README starts it but for the day."""
    with serving("--today", TODAY.isoformat(), "--url", "http://127.0.0.1:8000") as running:
        yield running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep on one core what shares servers: the tests of a file, and all that look through the browser."""
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(folder if folder == "browser" else item.path.stem))

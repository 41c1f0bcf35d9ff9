"""Debian's Chromium, and what it visits: a server, an exported folder, a page of another origin."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.odd import odd_areas, odd_list
from tests.browser.site import MOST, Answer, crawl, kinds
from tests.lists import ROOT, SITE
from tests.servers import Server, run, serving

TODAY = "2021-03-19"  # the day before the rally at Federal Plaza
PACKAGES = Path(__file__).parent / "node_modules"
CHROMIUM = shutil.which("chromium")
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A browser that reaches nothing but this machine."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[NO_NETWORK])
        yield browser
        browser.close()


@contextmanager
def site(folder: Path = ROOT, today: str = TODAY) -> Iterator[Server]:
    """Serve a list under its own public address on a fixed day."""
    with serving("--today", today, "--url", "http://127.0.0.1:{port}", folder=folder) as server:
        yield server


@pytest.fixture(scope="session")
def chicago_site() -> Iterator[Server]:
    """A server of the list in this repository."""
    with site() as server:
        yield server


@pytest.fixture(scope="session", params=["chicago", "odd"])
def listed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a list: this repository's, and one that strains every page."""
    if request.param == "chicago":
        return ROOT
    folder = tmp_path_factory.mktemp("odd")
    (folder / "events.toml").write_text(odd_list())
    (folder / "areas.geojson").write_bytes(odd_areas())
    return folder


@pytest.fixture(scope="session")
def crawled(listed: Path) -> Iterator[dict[str, Answer]]:
    """Every answer of a server of that list, which runs on, by path; of the odd one some of each kind."""
    with site(listed) as server:
        yield crawl(partial(answer, server), MOST if listed == ROOT else 5)


@pytest.fixture(scope="session")
def pages(crawled: dict[str, Answer]) -> list[Answer]:
    """Of each kind of page the one with the most to show, and that with the least."""
    return kinds(crawled)


def answer(server: Server, path: str) -> Answer:
    """Ask a server that is its own public address."""
    return Answer(server.address, path, *server.ask(path))


def from_npm(path: str) -> Path:
    """Return a file of the packages in package.json; skip where they are not installed."""
    file = PACKAGES / path
    if not file.exists():
        pytest.skip(
            "axe-core and the Nu checker are not installed: npm ci --ignore-scripts in tests/browser"
        )
    return file


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list in this repository as files, for a public address that nobody can reach from here."""
    folder = tmp_path_factory.mktemp("export")
    done = run("build", str(folder), "--today", TODAY, "--url", SITE)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def static_site(folder: Path) -> Iterator[str]:
    """The address of a server that knows nothing but these files."""
    with static(folder) as address:
        yield address


@contextmanager
def static(folder: Path) -> Iterator[str]:
    """Serve the files of a folder; yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

"""What a visit to the home page takes over the wire, gzip and everything it loads counted."""

import pytest

from bench.made_up import events_toml
from tests.browser.conftest import site
from tests.browser.visits import visiting


def octets(browser, server, path: str) -> int:
    """Return the octets of the bodies and headers of all answers to a first visit."""
    with visiting(browser, server.address) as page:
        asked = []
        page.on("request", lambda request: asked.append(request))
        page.goto(server.address + path)
        sizes = [request.sizes() for request in asked]
    assert sizes
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


@pytest.mark.parametrize("path", ["/", "/es/"])
def test_home_is_light(browser, chicago_site, path):
    assert octets(browser, chicago_site, path) < 60_000


def test_home_is_light_with_10_000_events(browser, tmp_path):
    (tmp_path / "events.toml").write_text(events_toml(10_000))
    with site(tmp_path) as server:
        sizes = {path: octets(browser, server, path) for path in ("/", "/es/")}
    assert {path: size for path, size in sizes.items() if size >= 150_000} == {}

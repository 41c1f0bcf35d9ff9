"""What comes out of a printer: one page with everything that people go by, and nothing that only a screen can do."""

import re

import pytest

from tests.browser.visits import visiting

EVENT = "/events/bamazon-workers-2021/"
PAGES = [
    EVENT,
    "/feeds/topic/labor/",
    "/feeds/all/",
    "/feeds/venue/federal-plaza/",
    "/print/topic/labor/",
    "/",
]


def printed(page) -> str:
    """Return what a page says on paper."""
    page.emulate_media(media="print")
    return page.locator("body").inner_text()


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("path", [*PAGES, f"/es{EVENT}"])
def test_a_list_or_an_event_is_one_page(browser, chicago_site, path, size):
    with visiting(browser, chicago_site.address) as page:
        page.goto(chicago_site.address + path)
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size))) == 1


@pytest.mark.parametrize("path", PAGES)
def test_paper_has_the_title_the_days_the_places_and_the_address(browser, chicago_site, path):
    with visiting(browser, chicago_site.address) as page:
        page.goto(chicago_site.address + path)
        heading = page.locator("h1").inner_text()
        words = printed(page)
        assert heading in words
        for part in ("Saturday", "March 20", "1:00 – 3:00 PM", "Federal Plaza", "Solidarity Rally"):
            assert part in words
        assert (
            chicago_site.address.partition("://")[2] + path.replace("/print/", "/feeds/") in words
        )
        assert page.locator("svg.qr:visible").count() == 1
        assert page.locator(":is(button, input, select, iframe, summary):visible").count() == 0


def test_an_event_on_paper_says_what_has_become_of_it_who_hosts_it_and_what_it_is(
    browser, chicago_site
):
    with visiting(browser, chicago_site.address) as page:
        page.goto(chicago_site.address + EVENT)
        words = printed(page)
        for part in ("50 W Adams St", "Warehouse Workers For Justice", "Labor", "Bessemer"):
            assert part in words
        assert "Add to" not in words

"""Every kind of page, as the server's own links find them, in Chromium."""

import re
from itertools import product

import pytest
from playwright.sync_api import expect

from tests.browser.site import Answer, kind
from tests.browser.visits import DESK, PHONE, visiting

KINDS = {
    "/",
    "/feeds/all/",
    "/feeds/changes/",
    "/events/*/",
    *(
        f"/feeds/{noun}/*/"
        for noun in ("collection", "host", "neighborhood", "organization", "topic", "venue")
    ),
}


def test_a_kind_of_page_is_its_address_without_names():
    assert [
        kind(path)
        for path in (
            "/",
            "/es/",
            "/feeds/all/",
            "/es/feeds/topic/housing,labor/",
            "/feeds/all/not-topic/elections/",
            "/feeds/organization/koco/topic/labor/",
            "/events/bamazon-workers-2021/",
            "/es/month/2021-03/",
            "/find/?topic=labor",
        )
    ] == [
        "/",
        "/es/",
        "/feeds/all/",
        "/es/feeds/topic/*/",
        "/feeds/all/not-topic/*/",
        "/feeds/organization/*/topic/*/",
        "/events/*/",
        "/es/month/*/",
        "/find/?",
    ]


def test_every_kind_of_page_is_found(pages):
    assert {kind(page.path) for page in pages} >= KINDS | {f"/es{found}" for found in KINDS}


def test_nothing_that_a_page_names_is_missing(crawled):
    """Redirects count as missing: what a page names is the address that stays."""
    assert {path: found.status for path, found in crawled.items() if found.status != 200} == {}


def test_nothing_sets_a_cookie(crawled):
    assert [path for path, found in crawled.items() if "set-cookie" in found.headers] == []


def test_a_fragment_is_there(crawled):
    dead = []
    for page in crawled.values():
        for link in page.links() if page.is_page else ():
            path, _, fragment = link.partition("#")
            if fragment and path in crawled and fragment not in crawled[path].ids:
                dead.append((page.path, link))
    assert dead == []


def test_every_page_says_what_it_is(crawled):
    """Its language, one title, one heading, no id twice, and itself in each language (canonical and hreflang)."""
    wrong = {
        page.path: faults
        for page in crawled.values()
        if page.is_page and (faults := list(_faults(page)))
    }
    assert wrong == {}


def _faults(page: Answer):
    tags = page.tags
    language = "es" if page.path.startswith("/es/") else "en"
    if [attributes.get("lang") for tag, attributes in tags if tag == "html"] != [language]:
        yield "language"
    if sum(tag == "h1" for tag, _ in tags) != 1:
        yield "heading"
    if not re.search("<title>[^<]*[^<\\s][^<]*</title>", page.text):
        yield "title"
    yield from (f"id {name} {number} times" for name, number in page.ids.items() if number > 1)
    links = [attributes for tag, attributes in tags if tag == "link"]
    bare = page.path.removeprefix("/es")
    shown = page.site + page.path
    # a handbill is another form of a feed's page
    printed = re.sub("/print/", "/feeds/", shown, count=1)
    if [link["href"] for link in links if link["rel"] == "canonical"] != [printed]:
        yield "canonical"
    if printed != shown:
        return
    versions = {
        link["hreflang"]: link["href"]
        for link in links
        if "hreflang" in link and link["rel"] == "alternate"
    }
    if {code: versions.get(code) for code in ("en", "es")} != {
        "en": page.site + bare,
        "es": f"{page.site}/es{bare}",
    }:
        yield "hreflang"


@pytest.mark.parametrize(
    ("theme", "javascript"),
    [("light", True), ("dark", False)],
    ids=["light", "dark without script"],
)
def test_every_kind_of_page_is_calm(browser, pages, theme, javascript):
    """Nothing else is asked, kept or blocked, and nothing sticks out at the side."""
    wide = []
    with visiting(
        browser, pages[0].site, color_scheme=theme, java_script_enabled=javascript
    ) as page:
        for found, size in product(pages, (PHONE, DESK)):
            page.set_viewport_size(size)
            if page.url != found.site + found.path:
                page.goto(found.site + found.path)
            if javascript:  # who leaves before the script has its answer, cuts it off
                for count in page.locator("[data-count]").all():
                    expect(count).not_to_be_empty()
            if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
                wide.append((found.path, size["width"]))
    assert wide == []

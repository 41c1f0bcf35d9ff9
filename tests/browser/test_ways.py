"""The ways that people take through the pages, by touch and by keyboard."""

import pytest

from tests.browser.conftest import static
from tests.browser.devices import IPHONE
from tests.browser.visits import PHONE, visiting


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(("prefix", "name"), [("", "Labor"), ("/es", "Trabajo")])
def test_two_taps_lead_from_home_to_a_subscription(browser, chicago_site, prefix, name, javascript):
    phone = {
        "viewport": PHONE,
        "is_mobile": True,
        "has_touch": True,
        "java_script_enabled": javascript,
    }
    phone["user_agent"] = IPHONE
    with visiting(browser, chicago_site.address, **phone) as page:
        page.goto(f"{chicago_site.address}{prefix}/")
        page.get_by_role("main").locator("a[href$='feeds/topic/labor/']:visible").first.tap()
        page.wait_for_url(f"{chicago_site.address}{prefix}/feeds/topic/labor/")
        assert name in page.get_by_role("heading", level=1).inner_text()
        address = page.locator("a[href^='webcal:']:visible").first.get_attribute("href")
    assert address == f"webcal://127.0.0.1:{chicago_site.port}{prefix}/feeds/topic/labor.ics"
    status, headers, body = chicago_site.ask(f"{prefix}/feeds/topic/labor.ics")
    assert (status, headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert b"UID:bamazon-workers-2021@" in body


@pytest.mark.parametrize(("prefix", "language", "other"), [("", "en", "es"), ("/es", "es", "en")])
def test_every_page_leads_to_itself_in_the_other_language(
    browser, chicago_site, prefix, language, other
):
    path, other_prefix = f"{prefix}/events/bamazon-workers-2021/", "/es" if other == "es" else ""
    with visiting(browser, chicago_site.address) as page:
        page.goto(chicago_site.address + path)
        assert page.locator("html").get_attribute("lang") == language
        page.locator(f"a[hreflang={other}]:visible").first.click()
        page.wait_for_url(f"{chicago_site.address}{other_prefix}/events/bamazon-workers-2021/")
        assert page.locator("html").get_attribute("lang") == other


NAMED = "way => way.getAttribute('href') ?? way.textContent"


def test_the_keyboard_reaches_every_link_in_sight(browser, chicago_site):
    """In the order of the page, each with an outline around it."""
    outlined = "getComputedStyle(document.activeElement).outlineStyle !== 'none'"
    with visiting(browser, chicago_site.address) as page:
        page.goto(f"{chicago_site.address}/feeds/topic/labor/")
        ways = page.locator("a:visible, summary:visible, button:visible")
        expected = [way.evaluate(NAMED) for way in ways.all()]
        reached = []
        for _ in expected:
            page.keyboard.press("Tab")
            reached.append(page.evaluate(f"{outlined} && ({NAMED})(document.activeElement)"))
    assert reached == expected


def test_only_embeds_show_in_a_page_of_another_origin(browser, pages, tmp_path):
    frames = "".join(f"<iframe src='{found.site}{found.path}'></iframe>" for found in pages)
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Elsewhere</title>{frames}")
    with static(tmp_path) as elsewhere, browser.new_page() as page:
        page.goto(elsewhere)
        shown = {frame.url.removeprefix(pages[0].site) for frame in page.main_frame.child_frames}
    refused = {"chrome-error://chromewebdata/"}
    assert shown - refused == {
        found.path for found in pages if found.path.removeprefix("/es").startswith("/embed/")
    }

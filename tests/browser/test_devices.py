"""What a page offers first on the device at hand, and how many taps lead there."""

import pytest

from tests.browser.devices import ANDROID, IPHONE, MAC, WINDOWS
from tests.browser.visits import visiting

FEED, EVENT = "feeds/topic/labor/", "events/bamazon-workers-2021/"
DEVICES = {  # the ways that are open, in their order, and those that never work there
    "iphone": (IPHONE, ["apple", "send", "link"], ["google", "icsx"]),
    "android": (ANDROID, ["send", "icsx", "link"], ["google", "apple"]),
    "mac": (MAC, ["apple", "google", "outlook"], ["icsx"]),
    "windows": (WINDOWS, ["google", "outlook", "link"], ["icsx"]),
}
WAYS = "[...document.querySelectorAll('[data-way]')].map(way => way.dataset.way)"
OPEN = "[...document.querySelectorAll('[data-first] > [data-way]')].map(way => way.dataset.way)"
ALL = {"apple", "google", "outlook", "send", "icsx", "link", "qr", "download"}
SHARED = "navigator.share = data => { window.shared = data; return Promise.resolve(); }"


def options(agent: str) -> dict[str, object]:
    """Return how a browser is made that calls itself so."""
    phone = "Mobile" in agent
    size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}
    return {"user_agent": agent, "viewport": size, "has_touch": phone}


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("device", DEVICES)
def test_three_ways_that_work_on_the_device_are_open(browser, chicago_site, device, prefix):
    agent, first, never = DEVICES[device]
    with visiting(browser, chicago_site.address, **options(agent)) as page:
        page.goto(f"{chicago_site.address}{prefix}/{FEED}")
        assert page.evaluate(OPEN) == first
        assert set(page.evaluate(WAYS)) == ALL - set(never)
        if device == "android":  # it ends in "Calendar no longer exists"
            assert page.locator("a[href*='calendar.google.com/calendar/r?cid=']").count() == 0
            assert page.locator("a[href^='mailto:']").is_visible()


def test_without_a_script_every_way_is_there(browser, chicago_site):
    with visiting(browser, chicago_site.address, java_script_enabled=False) as page:
        page.goto(f"{chicago_site.address}/{FEED}")
        found = [way.get_attribute("data-way") for way in page.locator("[data-way]").all()]
        assert (found[:3], set(found)) == (["apple", "google", "outlook"], ALL)


TAPS = [  # to a subscription of everything, and to one added event, from the top of the home page
    (IPHONE, 1, 2),
    (ANDROID, 2, 2),
    (MAC, 1, 2),
    (WINDOWS, 2, 2),
]
SUBSCRIBES = "a[href^='webcal:'], a[href^='mailto:'], a[href*='calendar/r?cid=']"
ADDS = "[data-add] a:first-child"


@pytest.mark.parametrize(
    ("agent", "subscription", "event"), TAPS, ids=["iphone", "android", "mac", "windows"]
)
def test_taps_from_home(browser, chicago_site, agent, subscription, event):
    with visiting(browser, chicago_site.address, **options(agent)) as page:
        page.goto(f"{chicago_site.address}/")
        taps = 1
        if not page.locator(SUBSCRIBES).first.is_visible():
            page.locator(".sheet > summary").click()
            taps += 1
        assert page.locator(f":is({SUBSCRIBES}):visible").first.get_attribute("href")
        assert taps == subscription
        page.locator(f"a[href$='{EVENT}']").first.click()
        page.wait_for_url(f"{chicago_site.address}/{EVENT}")
        address = page.locator(ADDS).first.get_attribute("href")
        assert address.endswith(".ics") == (agent in (IPHONE, MAC))
        assert event == 2


@pytest.mark.parametrize("agent", [IPHONE, ANDROID, WINDOWS], ids=["iphone", "android", "windows"])
def test_the_event_is_on_the_first_two_screens(browser, chicago_site, agent):
    with visiting(browser, chicago_site.address, **options(agent)) as page:
        page.goto(f"{chicago_site.address}/{EVENT}")
        height = page.evaluate("innerHeight")
        for part in ("h1", ".facts", ".text", "[data-add]"):
            box = page.locator(part).first.bounding_box()
            assert box["y"] + box["height"] < 2 * height, part


def test_an_event_is_shared_by_the_devices_own_sheet_else_copied(browser, chicago_site):
    clipboard = ["clipboard-read", "clipboard-write"]
    address = f"{chicago_site.address}/{EVENT}"
    with visiting(browser, chicago_site.address, permissions=clipboard) as page:
        page.add_init_script("delete Navigator.prototype.share")
        page.goto(address)
        page.locator("[data-share]").first.click()
        page.wait_for_function("navigator.clipboard.readText().then(text => text !== '')")
        assert page.evaluate("navigator.clipboard.readText()") == address
    with visiting(browser, chicago_site.address) as page:
        page.add_init_script(SHARED)
        page.goto(address)
        page.locator("[data-share]").first.click()
        shared = page.evaluate("shared")
    assert shared == {"title": "Solidarity Rally: Stand With #Bamazon Workers!", "url": address}

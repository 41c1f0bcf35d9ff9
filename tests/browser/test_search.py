"""The search box on a built folder, served by nginx with the configuration of deploy/: words, chips, bad input."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from feeds.colors import topic_color
from tests.browser.conftest import TODAY
from tests.browser.visits import visiting
from tests.lists import HEAD, event
from tests.servers import run
from tests.test_deploy import NGINX, nginx

ODD = """Rent < wages & "bold" demands 'now' {{ 7 * 7 }}"""
LIST = (
    HEAD
    + '[venues.unity-park]\nname = "Unity Park"\naddress = "2636 N Kimball Ave, Chicago, IL"\n'
    + "coordinates = [41.9296, -87.7115]\n"
    + event("rally", title='"Rally"', venue='"Federal Plaza"', topics='["Labor"]')
    + event(
        "fair", title='{ en = "Fair", es = "Feria" }', when='"Sun, March 21, 2021"', cost='"Free"'
    )
    + event(
        "talk",
        title='"Talk"',
        when='"Mon, March 22, 2021, 7 PM"',
        online="true",
        topics='["Housing"]',
    )
    + event("picnic", title='"Pícnic"', when='"Fri, March 19, 2021, 5 PM"', venue='"Unity Park"')
    + event("off", title='"March"', when='"Tue, March 23, 2021, 5 PM"', status='"cancelled"')
    + event("later", title='"Vigil"', when='"Wed, March 24, 2021, 5 PM"', status='"postponed"')
    + event("before", title='"Rally of 2020"', when='"Thu, March 19, 2020, 1 PM"')
    + event("markup", title=json.dumps(ODD), when='"Thu, March 25, 2021, 1 PM"')
)
NOW = f"{TODAY}T12:00:00-05:00"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a built folder behind nginx."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    folder, built = tmp_path_factory.mktemp("nginx"), tmp_path_factory.mktemp("built")
    listed = tmp_path_factory.mktemp("list")
    (listed / "events.toml").write_text(LIST)
    done = run(
        "build",
        str(built),
        "--today",
        TODAY,
        "--url",
        "https://calendar.chicago.org",
        folder=listed,
    )
    assert done.returncode == 0, done.stderr
    with nginx("nginx-static.conf", folder, **{"/var/www/handbill": str(built)}) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def home(browser, address) -> Iterator[Page]:
    """Home on the day, as anybody sees it first."""
    with visiting(browser, address) as page:
        page.clock.install(time=NOW)
        page.goto(f"{address}/")
        yield page


def titles(page: Page) -> list[str]:
    """Return the titles of the events that were found."""
    return page.locator("[data-found] .event h3").all_text_contents()


def lists(page: Page) -> list[str]:
    """Return the lists that were found, each with its number of events to come."""
    return page.locator("[data-found] .choices a").all_text_contents()


@pytest.mark.parametrize(
    ("words", "found", "named"),
    [
        ("rally", ["Rally", "Rally of 2020"], []),
        ("RALLY plaza", ["Rally"], []),
        ("picnic", ["Pícnic"], []),
        ("unity", ["Pícnic"], ["Unity Park 1"]),
        ("work", ["Rally"], ["Labor 1"]),  # another name of the topic
        ("feria", [], []),  # that is Spanish, and this is the English page
        ("zzz", [], []),
    ],
)
def test_words_find_events_and_lists(
    home: Page, words: str, found: list[str], named: list[str]
) -> None:
    home.get_by_role("searchbox").fill(words)
    output = home.locator(".finder output")
    expect(output).to_have_text("" if found or named else "No matches.")
    if found:
        expect(home.locator("[data-found] .event").nth(len(found) - 1)).to_be_visible()
    assert (titles(home), lists(home)) == (found, named)
    for link in home.locator("[data-found] a").all():
        path = urlsplit(link.evaluate("link => link.href")).path
        assert home.request.get(home.url.rstrip("/") + path).ok


@pytest.mark.parametrize(
    ("chips", "found"),
    [
        (["Today"], ["Pícnic"]),
        (["This weekend"], ["Rally", "Fair"]),
        (["Today", "This weekend"], ["Rally", "Fair"]),  # of days, the last one counts
        (["Free"], ["Fair"]),
        (["Online"], ["Talk"]),
        (["Free", "Online"], []),
        (["This weekend", "Free"], ["Fair"]),
    ],
)
def test_chips_narrow_it_down(home: Page, chips: list[str], found: list[str]) -> None:
    for chip in chips:
        home.get_by_role("button", name=chip, exact=True).click()
    pressed = home.locator(".chip[aria-pressed=true]")
    expect(pressed.last).to_have_text(chips[-1])
    if found:
        expect(home.locator("[data-found] .event h3").first).to_have_text(found[0])
    else:
        expect(home.locator(".finder output")).to_have_text("No matches.")
    assert titles(home) == found


def test_near_a_place_is_what_takes_place_there(home: Page) -> None:
    home.get_by_role("searchbox").focus()
    near = home.locator("[data-near]")
    expect(near.locator("option")).to_have_text(["anywhere", "Loop", "Federal Plaza", "Unity Park"])
    near.select_option("Federal Plaza")
    expect(home.locator("[data-found] .event h3")).to_have_text(["Rally"])


def test_the_data_is_fetched_when_somebody_goes_there_and_no_word_leaves_the_page(
    browser, address
) -> None:
    with visiting(browser, address) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/")
        assert not [url for url in asked if "search.json" in url]
        page.get_by_role("searchbox").fill("rally")
        expect(page.locator("[data-found] .event").first).to_be_visible()
        assert [url for url in asked if "search.json" in url] == [f"{address}/search.json"]
        assert not [url for url in asked if "rally" in url]


def test_what_became_of_an_event_stands_before_its_day(home: Page) -> None:
    home.get_by_role("searchbox").fill("march")
    row = home.locator("[data-found] .event").first
    expect(row.locator("h3 s")).to_have_text("March")
    expect(row.locator("p")).to_have_text("Cancelled Tue, Mar 23 · 5:00 PM")
    home.get_by_role("searchbox").fill("vigil")
    expect(row.locator("p s")).to_have_text("Wed, Mar 24")
    expect(row.locator("p")).to_have_text("Postponed Wed, Mar 24")


def test_a_topic_has_the_color_that_pages_give_it(home: Page) -> None:
    home.get_by_role("searchbox").fill("housing")
    expect(home.locator("[data-found] .choices bdi")).to_have_class(
        f"topic c{topic_color('housing')}"
    )


@pytest.mark.parametrize(
    "words", ["x" * 10_000, "rally " * 2_000, "\\((.*+?)[", "</script>", "<b", "‮abc", "%00"]
)
def test_any_query_is_answered(home: Page, words: str) -> None:
    """A query longer than the box takes comes from a script or an extension: its first hundred letters count."""
    box = home.get_by_role("searchbox")
    box.focus()
    box.evaluate(
        "(box, words) => { box.value = words; box.dispatchEvent(new Event('input')); }", words
    )
    found = home.locator(".finder output:text('No matches.'), [data-found] .event")
    expect(found.first).to_be_attached()
    assert home.title() == "Test calendar"


def test_markup_in_a_title_is_text(home: Page) -> None:
    home.get_by_role("searchbox").fill("bold")
    expect(home.locator("[data-found] .event h3")).to_have_text([ODD])
    assert home.locator("[data-found] h3 > :not(a), [data-found] h3 a > *").count() == 0


def test_a_page_that_is_not_there_names_what_is_near(browser, address) -> None:
    with browser.new_page() as page:  # it answers 404, which a visit complains of
        page.goto(f"{address}/events/ralley/")
        expect(page.locator("[data-found] li a")).to_have_text(["Rally"])


def test_spanish_finds_spanish(browser, address) -> None:
    with visiting(browser, address, locale="es") as page:
        page.clock.install(time=NOW)
        page.goto(f"{address}/es/")
        page.get_by_role("searchbox").fill("feria")
        expect(page.locator("[data-found] .event p")).to_have_text("dom, 21 mar · Todo el día")


def test_without_a_script_there_is_no_box_that_does_nothing(browser, address) -> None:
    with visiting(browser, address, java_script_enabled=False) as page:
        page.goto(f"{address}/")
        assert not page.locator(".finder").is_visible()
        assert page.locator("#choose").is_visible()

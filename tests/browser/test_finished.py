"""What the finished pages let people do: page through months, copy, choose, embed; also without script."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import site, static
from tests.browser.site import Answer
from tests.browser.visits import PHONE, visiting

COPY = re.compile("^Cop(y|i)")  # also when it says that it did
CODE = "code, pre, textarea, input[readonly]"  # what copy buttons copy stands in one of these
UNFOLD = "document.querySelectorAll('details').forEach(folded => { folded.open = true })"
FEED = "feeds/topic/labor/"
# What stays of a link that a WordPress author without `unfiltered_html` pastes:
# wp-includes/kses.php, wp_kses_allowed_html("post"), _wp_add_global_attributes, safecss_filter_attr
# (5.3; newer ones allow more), wp_allowed_protocols.
LINK_ATTRIBUTES = {
    "href",
    "rel",
    "rev",
    "name",
    "target",
    "download",
    "class",
    "id",
    "style",
    "title",
    "role",
}
STYLES = re.compile(
    r"(background|border|margin|padding|font|text|line|letter|min|max|vertical)(-[a-z-]+)?|color|width|height|float|clear"
)
PROTOCOLS = {"http", "https", "webcal"}


def shown(page) -> list[str]:
    """Return each text that the page offers to copy."""
    return [
        (
            part.input_value() if part.evaluate("part => 'value' in part") else part.text_content()
        ).strip()
        for part in page.locator(CODE).all()
    ]


# home and months


def test_home_shows_what_comes_next(browser, chicago_site):
    with visiting(browser, chicago_site.address, viewport=PHONE) as page:
        page.goto(f"{chicago_site.address}/")
        expect(
            page.get_by_role("main")
            .locator("a[href$='events/bamazon-workers-2021/']:visible")
            .first
        ).to_be_visible()


def test_with_nothing_upcoming_home_still_shows_the_newest(browser):
    with site(today="2026-01-01") as server, visiting(browser, server.address) as page:
        page.goto(f"{server.address}/")
        newest = page.get_by_role("main").locator("a[href*='events/'][href$='-2021/']:visible")
        expect(newest.first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_months_turn_by_keyboard(browser, chicago_site, prefix, javascript):
    """Forth and back, and each month is a table with seven named columns."""
    with visiting(browser, chicago_site.address, java_script_enabled=javascript) as page:
        page.goto(f"{chicago_site.address}{prefix}/month/2021-03/")
        for direction, month in (("next", "2021-04"), ("prev", "2021-03")):
            assert page.get_by_role("table").get_by_role("columnheader").count() == 7
            page.locator(f"a[rel~={direction}]:visible").first.focus()
            page.keyboard.press("Enter")
            page.wait_for_url(f"{chicago_site.address}{prefix}/month/{month}/")


# copy


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_every_copy_button_copies_what_stands_beside_it(browser, chicago_site, prefix):
    clipboard = ["clipboard-read", "clipboard-write"]
    with visiting(browser, chicago_site.address, permissions=clipboard) as page:
        page.goto(f"{chicago_site.address}{prefix}/{FEED}")
        page.evaluate(UNFOLD)
        buttons, beside = (
            page.locator("[data-copy]"),
            page.locator(":has(+ [data-copy])").all_text_contents(),
        )
        assert buttons.count() > 0
        copied = []
        for button in buttons.all():
            page.evaluate("navigator.clipboard.writeText('')")
            button.click()
            page.wait_for_function("navigator.clipboard.readText().then(text => text !== '')")
            copied.append(page.evaluate("navigator.clipboard.readText()").strip())
    assert copied == [text.strip() for text in beside]
    assert f"{chicago_site.address}{prefix}/feeds/topic/labor.ics" in copied


def test_a_button_pressed_twice_says_copy_again(browser, chicago_site):
    with visiting(
        browser, chicago_site.address, permissions=["clipboard-read", "clipboard-write"]
    ) as page:
        page.clock.install()
        page.goto(f"{chicago_site.address}/{FEED}")
        page.evaluate(UNFOLD)
        button = page.locator("[data-copy]").first
        for _ in range(2):
            page.evaluate("navigator.clipboard.writeText('')")
            button.click()
            page.wait_for_function("navigator.clipboard.readText().then(text => text !== '')")
            expect(button).to_have_text("Copied")
        page.clock.fast_forward(10_000)
        expect(button).to_have_text("Copy")


def test_without_script_no_button_promises_to_copy(browser, chicago_site):
    with visiting(browser, chicago_site.address, java_script_enabled=False) as page:
        page.goto(f"{chicago_site.address}/{FEED}")
        assert [
            button for button in page.get_by_role("button", name=COPY).all() if button.is_visible()
        ] == []
        assert f"{chicago_site.address}/feeds/topic/labor.ics" in shown(page)


# the filter builder


def builder(crawled: dict[str, Answer], prefix: str) -> str:
    """Return the path of the page that has a form which names topics."""
    return next(
        path
        for path, found in crawled.items()
        if found.is_page
        and path.startswith(f"{prefix}/")
        and path.startswith("/es/") == bool(prefix)
        and any(
            attributes.get("name") == "topic"
            for tag, attributes in found.tags
            if tag in ("input", "select")
        )
    )


@pytest.mark.parametrize("listed", ["chicago"], indirect=True)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_filter_builder_ends_at_the_canonical_path(browser, crawled, prefix, javascript):
    address = crawled["/"].site
    with visiting(browser, address, java_script_enabled=javascript) as page:
        page.goto(address + builder(crawled, prefix))
        page.evaluate(UNFOLD)
        for name, slug in (("topic", "labor"), ("topic", "housing"), ("not-topic", "elections")):
            choose(page, name, slug)
        page.locator("form:has([name=topic])").get_by_role("button").first.click()
        page.wait_for_url(f"{address}{prefix}/feeds/topic/housing,labor/not-topic/elections/")
        assert page.get_by_role("heading", level=1).count() == 1


def choose(page, name: str, slug: str) -> None:
    """Choose a noun, in a box or in a list."""
    box = page.locator(f"input[name='{name}'][value='{slug}']")
    if box.count():
        box.check()
    else:
        chosen = page.locator(f"select[name='{name}']").first
        held = chosen.evaluate(
            "list => [...list.selectedOptions].map(option => option.value).filter(Boolean)"
        )
        chosen.select_option([*held, slug])


@pytest.mark.parametrize(
    ("number", "said"),
    [(20, re.compile("^\\d+ upcoming events?$")), (21, "At most 20 names of one kind.")],
)
def test_the_form_says_how_much_is_marked_or_that_it_is_too_much(
    browser, chicago_site, number, said
):
    with browser.new_page() as page:
        page.goto(f"{chicago_site.address}/filter/")
        page.evaluate(
            """number => {
                const boxes = [...document.querySelectorAll("[name=organization]")].slice(0, number);
                boxes.forEach(box => { box.checked = true });
                boxes[0].dispatchEvent(new Event("change", { bubbles: true }));
            }""",
            number,
        )
        expect(page.locator("[data-number]").first).to_have_text(said)


# embeds


@pytest.fixture(scope="package")
def offered(browser, chicago_site) -> dict[str, str]:
    """What an organization may paste into its site, as its feed's page and those it leads to offer it, by tag."""
    texts: list[str] = []
    with visiting(browser, chicago_site.address) as page:
        page.goto(f"{chicago_site.address}/{FEED}")
        for address in [
            page.url,
            *page.evaluate("[...document.links].map(link => link.href.split('#')[0])"),
        ]:
            if address == page.url or "embed" in urlsplit(address).path:
                page.goto(address)
                texts += shown(page)
    return {
        tag: next(text for text in texts if text.startswith(f"<{tag} ")) for tag in ("a", "iframe")
    }


def test_the_link_survives_wordpress(offered):
    """It is one line with what kses keeps, so that nothing of it is lost in silence."""
    reader = Answer("", "", 200, {}, offered["a"].encode())
    assert "\n" not in offered["a"].strip()
    assert [tag for tag, _ in reader.tags] == ["a"]
    attributes = dict(reader.tags[0][1])
    assert attributes.keys() <= LINK_ATTRIBUTES
    assert urlsplit(attributes["href"]).scheme in PROTOCOLS
    styles = [style.strip() for style in attributes.get("style", "").split(";") if style.strip()]
    assert [
        style for style in styles if not STYLES.fullmatch(style.partition(":")[0].strip())
    ] == []
    assert [style for style in styles if re.search(r"[\\(&}=]|/\*", style)] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("script", ["script", "no script"])
def test_an_embed_is_at_home_in_a_page_of_another_origin(
    browser, chicago_site, offered, tmp_path, theme, script
):
    """Shown, nothing sticking out, and its links lead out of the frame."""
    code = offered["iframe"]
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Elsewhere</title>{code}")
    options = {"viewport": PHONE, "color_scheme": theme, "java_script_enabled": script == "script"}
    with (
        static(tmp_path) as elsewhere,
        visiting(browser, chicago_site.address, elsewhere, **options) as page,
    ):
        page.goto(elsewhere)
        # it may load lazily
        expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
        (frame,) = page.main_frame.child_frames
        assert frame.url.startswith(f"{chicago_site.address}/embed/topic/labor/")
        assert frame.locator("a[href*='events/bamazon-workers-2021/']").first.is_visible()
        assert frame.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
        base = "document.querySelector('base')?.target"
        targets = frame.evaluate(f"[...document.links].map(link => link.target || {base})")
        assert {target in ("_blank", "_top", "_parent") for target in targets} == {True}


LUMINANCE = """color => color.match(/\\d+/g).slice(0, 3).map(part => part / 255)
    .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [.2126, .7152, .0722][index], 0)"""  # WCAG 2.2, relative luminance


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("accent", ["9c1c34", "ffee00", "000080", "808080", "ffffff"])
def test_words_on_the_accent_of_an_embed_can_be_read(browser, chicago_site, theme, accent):
    with visiting(browser, chicago_site.address, color_scheme="light") as page:
        page.goto(f"{chicago_site.address}/embed/topic/labor/?theme={theme}&accent={accent}")
        style = {
            name: page.locator(".button").evaluate(
                f"button => ({LUMINANCE})(getComputedStyle(button).{name})"
            )
            for name in ("color", "backgroundColor")
        }
    dark, light = sorted(style.values())
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    "query",
    ["?theme=dark%22%3E%3Cb%3E&accent=red", "?accent=9c1c34;--paper:red", "?theme=LIGHT&accent="],
)
def test_an_embed_wears_nothing_but_what_it_is_meant_to(browser, chicago_site, query):
    with visiting(browser, chicago_site.address, color_scheme="light") as page:
        page.goto(f"{chicago_site.address}/embed/topic/labor/{query}")
        assert page.locator("html").evaluate(
            "page => [page.getAttribute('style'), page.dataset.theme]"
        ) == [None, None]


def test_paper_is_white(browser, chicago_site):
    """Also when an embed was asked to be dark."""
    with visiting(browser, chicago_site.address, color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        for path in ("/events/bamazon-workers-2021/", "/embed/topic/labor/?theme=dark"):
            page.goto(chicago_site.address + path)
            assert (
                page.evaluate("getComputedStyle(document.body).backgroundColor")
                == "rgb(255, 255, 255)"
            )

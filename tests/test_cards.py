"""Share cards: which pages have one, its words, and equal bytes for equal words."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from feeds.cards import HEIGHT, LINE_WIDTH, TITLE_SIZES, WIDTH, Card, draw, drawable
from feeds.cards import _font as font_of
from feeds.cards import _title as title_of
from feeds.documents import Document
from feeds.export import export
from feeds.record import Edition, Record, edition
from feeds.snapshot import Snapshot
from tests.lists import EVENT, HEAD, SITE, TODAY, body, catalog, event

COLOR = 'accent = "#1d5c3a"\n'
LONG = "Meeting of the tenants " * 11


def made(text: str, day: date = TODAY) -> Snapshot:
    return Snapshot(Edition(catalog(text)), SITE, day)


def card_of(snapshot: Snapshot, path: str) -> str:
    """Return the path of the card that a page names."""
    [address] = re.findall(
        r'<meta property="og:image" content="([^"]*)">', body(snapshot, path).decode()
    )
    assert address.startswith(SITE)
    return address.removeprefix(SITE)


PAST = event("past", when='"Sat, March 6, 2021, 1 PM"')
HEBREW = event("hebrew", title='"שלום לכולם"')
SERIES = event("weekly", when='"Wed, March 17, 2021, 7 PM"', rrule='"FREQ=WEEKLY;COUNT=3"')


@pytest.mark.parametrize(
    ("path", "card"),
    [
        ("/", "/feeds/all.png"),
        ("/es/", "/es/feeds/all.png"),
        ("/feeds/all/", "/feeds/all.png"),
        ("/feeds/topic/labor/", "/feeds/topic/labor.png"),
        ("/es/feeds/topic/labor/", "/es/feeds/topic/labor.png"),
        ("/feeds/neighborhood/loop/topic/labor/", "/feeds/all.png"),
        ("/events/rally/", "/events/rally.png"),
        ("/events/past/", "/feeds/all.png"),
        ("/events/hebrew/", "/feeds/all.png"),
        ("/events/weekly/", "/events/weekly-20210324.png"),
        ("/month/2021-03/", "/feeds/all.png"),
    ],
)
def test_the_card_of_each_page_exists(path: str, card: str) -> None:
    snapshot = made(HEAD + EVENT + PAST + HEBREW + SERIES)
    assert card_of(snapshot, path) == card
    document = snapshot.find(card)
    assert isinstance(document, Document)
    assert document.type == "image/png"
    with Image.open(BytesIO(document.body)) as image:
        assert image.size == (WIDTH, HEIGHT) == (1200, 630)
    assert card in dict(snapshot.paths())


def test_only_the_next_two_hundred_events_have_cards() -> None:
    many = "".join(
        event(f"e{number:03}", when=f'"2021-04-01 10:{number % 60:02}"') for number in range(60)
    )
    days = "".join(
        event(f"d{number:03}", when=f'"{date(2021, 5, 1) + timedelta(days=number)}"')
        for number in range(141)
    )
    snapshot = made(HEAD + many + days)
    assert card_of(snapshot, "/events/d139/") == "/events/d139.png"
    assert card_of(snapshot, "/events/d140/") == "/feeds/all.png"
    assert not isinstance(snapshot.find("/events/d140.png"), Document)


def test_equal_words_make_equal_bytes_and_others_do_not() -> None:
    text = HEAD + EVENT
    first = body(made(text), "/events/rally.png")
    assert body(made(text), "/events/rally.png") == first
    changes = [
        ('title = "Rally"', 'title = "March"'),
        ("1 PM – 3 PM", "2 PM – 3 PM"),
        ("Federal Plaza", "State Plaza"),
        ("[calendar]\n", f"[calendar]\n{COLOR}"),
        ("[[events]]\n", '[[events]]\nstatus = "cancelled"\n'),
    ]
    others = [body(made(text.replace(*change)), "/events/rally.png") for change in changes]
    others.append(body(made(text), "/es/events/rally.png"))
    assert len({first, *others}) == 7


def test_a_withdrawn_event_has_no_card(tmp_path) -> None:
    withdrawn = EVENT + 'status = "withdrawn"\n'
    export(made(HEAD + EVENT), tmp_path)
    assert (tmp_path / "events" / "rally.png").exists()
    after = Snapshot(edition(catalog(HEAD + withdrawn), Record()), SITE, TODAY)
    assert not isinstance(after.find("/events/rally.png"), Document)
    export(after, tmp_path)
    assert not (tmp_path / "events" / "rally.png").exists()


def test_a_withdrawn_group_has_no_card() -> None:
    head = HEAD.replace('koco = "KOCO"', "koco = { withdrawn = true }")
    snapshot = Snapshot(edition(catalog(head), Record()), SITE, TODAY)
    assert not isinstance(snapshot.find("/feeds/organization/koco.png"), Document)
    assert "/feeds/organization/koco.png" not in dict(snapshot.paths())


@pytest.mark.parametrize(
    ("words", "can"),
    [
        ("Rally at 5, “now”", True),
        ("¿Qué? Straße, Œuvre, São Paulo", True),
        ("Собрание жильцов, Αθήνα, Đặng", True),
        ("Cafe\N{COMBINING ACUTE ACCENT} 🎉\N{VARIATION SELECTOR-16}", True),
        ("a\N{RIGHT-TO-LEFT OVERRIDE}b", True),
        ("שלום", False),
        ("مرحبا", False),
        ("Rally 中", False),
        ("🎉", False),
        ("", False),
    ],
)
def test_words_are_drawable_if_the_font_has_their_letters(words: str, can: bool) -> None:
    assert drawable(words) == can


@pytest.mark.parametrize(
    "title", [LONG, "W" * 255, "i" * 255, "Ж" * 255, "a " * 127, "Short", "one-word" * 5]
)
def test_a_title_of_any_length_stays_on_the_card(title: str) -> None:
    lines, size = title_of(title, 300)
    assert lines
    assert size in TITLE_SIZES
    assert len(lines) * size * 1.12 <= 300
    assert all(font_of("bold", size).getlength(line) <= LINE_WIDTH for line in lines)
    cut = lines[-1].endswith("…")
    assert cut or "".join("".join(lines).split()) == "".join(title.split())
    with Image.open(BytesIO(draw(Card(title, (title, title), title)))) as image:
        rgb = image.convert("RGB")
    sides = [rgb.getpixel((x, y)) for x in (20, WIDTH - 20) for y in range(0, 500, 5)]
    assert set(sides) == {(251, 250, 247)}


def test_a_calendar_whose_title_is_not_drawable_gets_its_address() -> None:
    text = HEAD.replace(
        'title = { en = "Test calendar", es = "Calendario de prueba" }', 'title = "תקווה"'
    )
    snapshot = made(text + EVENT)
    assert card_of(snapshot, "/events/rally/") == "/events/rally.png"
    assert body(snapshot, "/feeds/all.png") == draw(Card("calendar.chicago.org", (), ""))

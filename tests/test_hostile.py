"""Hostile text in every text of the list becomes correctly escaped text, or one clear problem; never a broken feed.

Here too `tests.wire` judges; vobject, ical and icalendar must read the very same.
"""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalog import ListError
from feeds.presentation import make_entry
from tests.lists import EVENT, HEAD, body, event, loaded, snapshot
from tests.readers import READERS
from tests.wire import read, unfold

# What the list says; where that is not what is shown, what it becomes on one line, and what in a
# longer text.
HOSTILE = {
    "an event inside": (
        "Rally\r\nEND:VEVENT\r\nBEGIN:VEVENT",
        "Rally END:VEVENT BEGIN:VEVENT",
        "Rally\nEND:VEVENT\nBEGIN:VEVENT",
    ),
    "a folded line": ("Rally\r\n folded\r\n\ttoo", "Rally folded too", "Rally\n folded\n too"),
    "lone line ends": ("a\rb\nc\n\nd", "a b c d", "a\nb\nc\n\nd"),
    "old line ends": ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a b c d e f", "a\nb\nc\nd\ne\nf"),
    "NUL": ("a\x00b", "a b", "a b"),
    "BEL and DEL": ("a\x07b\x7fc", "a b c", "a b c"),
    "separators": ("a\x1cb\x1dc\x1ed\x1fe", "a b c d e", "a b c d e"),
    "C1": ("a\x80b\x9fc", "a b c", "a b c"),
    "escape sequences": ("a\x1b[31mb\x1b]0;c\x07d", "a [31mb ]0;c d", "a [31mb ]0;c d"),
    "tab": ("a\tb", "a b", "a b"),
    "literal newlines": (r"\N and \n and C:\New\now \\n \\\N",),
    "literal escapes": (r"\; \, \\ \" \: \t \x \'",),
    "a backslash at the end": ("a\\",),
    "signs": ("\"a\";b,c:d=e ^n ^^ ^' 'f'",),
    "parameters": ('x";X-EVIL="y":z',),
    "a property": ("DTSTART:20990101T000000Z",),
    "markup": (
        "<script>alert(1)</script><b>Night</b> &amp; <i lang=en>day</i>",
        "Night & day",
        "Night & day",
    ),
    "hidden markup": ("&lt;img src=x&gt;&amp;lt;b&amp;gt;Night&#60;/b&#62;", "Night", "Night"),
    "angle brackets": ("a < b > c & d <your name> <3 AT&T; &amp",),
    "percent": ("%0D%0A %s %(name)s {0} {name}",),
    "emoji": ("👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇺🇸",),
    "combining marks": ("e\u0301n\u0303o\u0308 Z\u0351\u036b\u0343",),
    "right to left": ("\u202e\u0627\u0644\u062d\u0631\u064a\u0629\u202c \u2067a\u2069 \u05e9",),
    "invisible": ("a\u200bb\u00adc\u2060d\U000e0041e",),
    "wide blanks": ("a\u00a0b\u3000c", "a b c", "a\u00a0b\u3000c"),
    "private and unassigned": ("\ue000 \U0010ffff \uffff",),
    "245 times four octets": ("😀" * 245,),
    "blanks": ("a   b", "a b", "a   b"),
}


def toml(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007F")


def hostile_list(raw: str) -> str:
    """Return a list with one event that has `raw` for every text."""
    text = toml(raw)
    head = HEAD[: HEAD.index("[organizations]")]
    head = re.sub("title = .*", lambda _: f"title = {text}\nfooter = {text}", head)
    return (
        head
        + f"[organizations]\nhost = {text}\nsupporter = {toml(raw + ' too')}\n"
        + f"[neighborhoods]\nhere = {text}\n[topics]\nthis = {text}\nthat = {toml(raw + ' too')}\n"
        + f"[venues.there]\nname = {text}\naddress = {text}\ncoordinates = [41.9, -87.7]\n"
        + f'[collections.some]\ntitle = {text}\ntopics = ["this"]\n'
        + event(
            "rally",
            title=text,
            venue='"there"',
            hosts='["host"]',
            supporters='["supporter"]',
            topics='["this", "that"]',
            description=text,
            notice=toml(f"Notice: {raw}"),
            ends_at=text,
            contact=toml(f"Ask: {raw}"),
            notes=text,
            source=text,
        )
        + event("nowhere", neighborhoods='["here"]')
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_text_everywhere(name):
    raw, *clean = HOSTILE[name]
    line, text = clean or (raw, raw)
    made = snapshot(hostile_list(raw))
    for path, canonical in made.paths():
        if path == canonical and path.endswith(".ics"):
            content = body(made, path)
            assert len(read(content).events) == content.count(b"\r\nBEGIN:VEVENT\r\n")
            assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", "".join(unfold(content))), path
    calendar = read(body(made, "/feeds/all.ics"))
    assert calendar.text("NAME") == (line if len(line) <= 100 else line[:99] + "…")
    nowhere, rally = sorted(calendar.events, key=lambda event: event.text("UID"))
    assert [event.text("UID").partition("@")[0] for event in (nowhere, rally)] == [
        "nowhere",
        "rally",
    ]
    plain = line.replace('"', "'")
    assert nowhere.text("LOCATION") == plain
    assert rally.text("SUMMARY") == line
    assert rally.text("LOCATION") == f"{plain}\n{plain}"
    assert rally.one("X-APPLE-STRUCTURED-LOCATION").parameters == {
        "VALUE": "URI",
        "X-ADDRESS": plain,
        "X-APPLE-RADIUS": "100",
        "X-TITLE": plain,
    }
    assert rally.text("CONTACT") == f"Ask: {line}"
    assert rally.one("CATEGORIES").texts == [line, f"{line} too"]
    assert rally.text("DESCRIPTION") == "\n\n".join(
        (
            f"Notice: {text}",
            text,
            f"Hosted by {line}",
            f"Supported by {line} too",
            f"Ends at {line}",
            "Map: https://www.openstreetmap.org/?mlat=41.9&mlon=-87.7#map=17/41.9/-87.7",
            text,
        )
    )


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
@pytest.mark.parametrize("name", HOSTILE)
def test_the_readers_read_just_that(name, reader):
    content = body(snapshot(hostile_list(HOSTILE[name][0])), "/feeds/all.ics")
    expected = {
        event.text("UID"): (
            event.text("SUMMARY"),
            event.text("LOCATION"),
            event.text("DESCRIPTION"),
        )
        for event in read(content).events
    }
    assert {
        shown.uid: (shown.title, shown.location, shown.description) for shown in reader(content)
    } == expected


def test_a_description_of_100_kb_is_cut():
    words = "Sí, 😀; " * 12_500
    (component,) = read(
        body(snapshot(HEAD + event(description=toml(words))), "/feeds/all.ics")
    ).events
    shown = component.text("DESCRIPTION")
    assert 2400 < len(shown) <= 2500
    assert words.startswith(shown.removesuffix("\n\nEnd time not announced.").removesuffix("…"))


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("title", "ab. " * 25_000, "99999 characters, at most 255 are shown everywhere"),
        ("title", "\x00\u2028\x85", "the text is empty"),
        ("notice", "ab. " * 25_000, "99999 characters, at most 500 are shown everywhere"),
        ("url", "https://chicago.gov/a b", "has characters that are not allowed in an address"),
        (
            "url",
            "https://chicago.gov/\r\nBEGIN:VEVENT",
            "has characters that are not allowed in an address",
        ),
        (
            "url",
            'https://chicago.gov/"onclick="',
            "has characters that are not allowed in an address",
        ),
        ("url", "https://chicago.gov/ñ😀", "has characters that are not allowed in an address"),
        ("signup", "javascript:alert(1)", "is not a web address"),
        ("signup", "https://[::1", "is not a web address"),
        ("uid", "a\r\nb", "is not a UID that every calendar accepts"),
        ("uid", "ñ", "is not a UID that every calendar accepts"),
        ("id", "a\r\nBEGIN:VEVENT", "cannot be part of an address"),
        ("id", "../../etc/passwd", "cannot be part of an address"),
    ],
)
def test_what_cannot_be_text_is_one_problem(key, value, found):
    with pytest.raises(ListError) as error:
        loaded(
            HEAD + event(**{key: toml(value)})
            if key != "id"
            else HEAD + EVENT.replace('"rally"', toml(value))
        )
    (problem,) = [problem for problem in error.value.problems if problem.severity == "error"]
    assert found in problem.found
    assert problem.key == ("[[events]].id" if key == "id" else f"other.{key}")


def test_a_byte_order_mark_within_the_list_is_a_blank():
    calendar = read(body(snapshot(hostile_list("\ufeffa\ufeffb")), "/feeds/all.ics"))
    rally = next(event for event in calendar.events if event.text("UID").startswith("rally@"))
    assert rally.text("SUMMARY") == "a b"
    assert rally.text("LOCATION") == "a b\na b"
    assert rally.one("X-APPLE-STRUCTURED-LOCATION").parameters["X-TITLE"] == "a b"


anything = st.text(st.characters(codec="utf-8"), max_size=200)


@settings(deadline=None)
@given(anything, anything, anything, anything, anything)
def test_any_text_comes_out_as_the_entry_has_it(title, description, name, address, topic):
    text = HEAD.replace("[neighborhoods]", f"some = {toml(name)}\n\n[neighborhoods]").replace(
        "[venues.", f"some = {toml(topic)}\n\n[venues."
    ) + event(
        title=toml(title),
        description=toml(description),
        venue=f"{{ name = {toml(name)}, address = {toml(address)}, coordinates = [41.9, -87.7] }}",
        hosts='["some"]',
        topics='["some"]',
    )
    try:
        made = snapshot(text)
    except ListError as error:
        found = [problem.found for problem in error.problems if problem.severity == "error"]
        refused = re.compile("is empty|without a name or an address|is already a name of")
        assert all(map(refused.search, found)), found
        return
    component = make_entry(made.catalog.events[0], made.catalog.calendar, "en")
    content = body(made, "/feeds/all.ics")
    (found,) = read(content).events
    assert found.text("SUMMARY") == component.summary
    assert found.text("DESCRIPTION") == component.text
    assert found.text("LOCATION") == component.location
    assert found.text("CONTACT") == component.contact
    assert found.one("CATEGORIES").texts == list(component.topics)
    for reader in READERS:
        (shown,) = reader(content)
        assert (shown.title, shown.location, shown.description) == (
            component.summary,
            component.location,
            component.text,
        ), reader

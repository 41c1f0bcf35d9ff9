"""Linked data: Google's rules for events, checked on every event; no text breaks out of it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from feeds.catalog import zone
from feeds.entries import Entry, Move, Place
from feeds.heads import FeedHead
from feeds.pages import linked
from feeds.presentation import make_entry
from tests.lists import HEAD, SITE, catalog, event
from tests.test_hostile import HOSTILE, hostile_list

PAGE = f"{SITE}/events/rally/"
CHICAGO = zone("America/Chicago")
MOMENT = r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?"
STATUSES = "Cancelled|Postponed|Rescheduled|Scheduled"
# https://developers.google.com/search/docs/appearance/structured-data/event: each property, whether
# it is required, and its value; `location` is required too, if anything is known about it.
RULES = [
    ("@type", True, "Event"),
    ("identifier", True, r"[!-~]+"),
    ("name", True, r".*\S.*"),
    ("startDate", True, MOMENT),
    ("endDate", False, MOMENT),
    ("previousStartDate", False, MOMENT),
    ("eventStatus", True, rf"https://schema\.org/Event({STATUSES})"),
    (
        "eventAttendanceMode",
        False,
        r"https://schema\.org/(Offline|Online|Mixed)EventAttendanceMode",
    ),
    ("description", False, r"(?s).*\S.*"),
    ("url", True, r"https?://[!-~]+"),
    ("inLanguage", True, r"[a-z]{2,3}(-\w+)?"),
]
BREAKING = [
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>",
    "&amp; &lt; R&D",
    "\"double\" 'single' \\ \\u003c",
    "a😀b",
    "javascript:alert(1)",
    "x <y> & " * 625,
]


def an_entry(
    language: str = "en", head: str = HEAD, move: Move | None = None, **lines: str
) -> Entry:
    """Return the entry of an event with these lines of TOML."""
    read = catalog(head + event("rally", **lines))
    return make_entry(read.events[0], read.calendar, language, move)


def check(data: dict[str, Any]) -> None:
    """Check what Google asks of an event."""
    for name, required, form in RULES:
        assert name in data or not required, name
        assert name not in data or re.fullmatch(form, data[name]), (name, data[name])
    assert data.keys() <= {name for name, *_ in RULES} | {
        "location",
        "organizer",
        "keywords",
        "isAccessibleForFree",
    }
    assert all(values(data)), data
    assert (data["eventStatus"].endswith("/EventRescheduled")) == ("previousStartDate" in data)
    assert data.get("endDate", data["startDate"])[:10] >= data["startDate"][:10]
    assert len(data.get("endDate", data["startDate"])) == len(data["startDate"])
    places = data.get("location", [])
    for place in places if isinstance(places, list) else [places]:
        if isinstance(place, str):
            continue
        if place["@type"] == "VirtualLocation":
            assert place.keys() == {"@type", "url"}
            continue
        assert place["@type"] == "Place"
        assert place["address"].strip()
        assert place["name"].strip()
        assert place.keys() <= {"@type", "name", "address", "geo"}
        if geo := place.get("geo"):
            assert geo.keys() == {"@type", "latitude", "longitude"}
            assert geo["@type"] == "GeoCoordinates"
            assert -90 <= geo["latitude"] <= 90
            assert -180 <= geo["longitude"] <= 180
    for host in data.get("organizer", []):
        assert host.keys() <= {"@type", "name", "url", "description"}
        assert host["@type"] == "Organization"


def values(data: Any) -> Iterator[Any]:
    """Yield every value in it, numbers as text: 0 is a value, "" and [] are not."""
    yield str(data) if isinstance(data, int | float) else data
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from values(value)


# One event and one list, whole

FULL = {
    "title": '{ en = "Rally & march", es = "Concentración" }',
    "venue": '"Federal Plaza"',
    "hosts": '["KOCO", "Chicago DSA"]',
    "supporters": '["KOCO"]',
    "topics": '["labor", "housing"]',
    "notice": '"Masks <required>."',
    "description": '{ en = "A rally.\\nIt is short.", es = "Una concentración." }',
    "url": '"https://chicago.gov/rally"',
    "signup": '"https://chicago.gov/signup"',
}
EVENT = (
    '{"@type": "Event", "identifier": "rally@calendar.chicago.org", "name": "Rally & march", '
    '"startDate": "2021-03-20T13:00:00-05:00", "endDate": "2021-03-20T15:00:00-05:00", '
    '"eventStatus": "https://schema.org/EventScheduled", '
    '"eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode", '
    '"location": {"@type": "Place", "name": "Federal Plaza", "address": "50 W Adams St, Chicago, IL 60604", '
    '"geo": {"@type": "GeoCoordinates", "latitude": 41.87879, "longitude": -87.6297}}, '
    '"organizer": [{"@type": "Organization", "name": "KOCO"}, '
    '{"@type": "Organization", "name": "Chicago Democratic Socialists of America"}], '
    '"description": "Masks <required>.\\n\\nA rally.\\nIt is short.\\n\\nUna concentración.", '
    '"url": "https://calendar.chicago.org/events/rally/", "inLanguage": "en", "keywords": ["Labor", "Housing"]}'
)
LIST = (
    '{"@context": "https://schema.org", "@type": "ItemList", "name": "Vivienda", "description": "Eventos: Vivienda.", '
    '"url": "https://calendar.chicago.org/es/topic/housing/", "inLanguage": "es", "numberOfItems": NUMBER, '
    '"itemListElement": [ITEMS]}\n'
)


def test_one_event_byte_for_byte():
    data = linked.event(an_entry(**FULL), PAGE)
    check(data)
    assert linked.as_bytes(data).decode() == EVENT


@pytest.mark.parametrize(
    ("events", "items"),
    [([], ""), ([EVENT], f"\n{EVENT}\n"), ([EVENT, "{}", EVENT], f"\n{EVENT},\n{{}},\n{EVENT}\n")],
)
def test_one_list_byte_for_byte(events, items):
    page = f"{SITE}/es/topic/housing/"
    content = linked.item_list(
        head("Vivienda", "Eventos: Vivienda.", page, "es"), (event.encode() for event in events)
    )
    assert content.decode() == LIST.replace("NUMBER", str(len(events))).replace("ITEMS", items)
    assert json.loads(content)["itemListElement"] == [json.loads(event) for event in events]


def head(name: str, description: str, page: str, language: str = "en") -> FeedHead:
    """Return the head of a feed whose address does not matter here."""
    return FeedHead(
        path="/feeds/all.json",
        domain="calendar.chicago.org",
        language=language,
        calendar="Test calendar",
        name=name,
        description=description,
        source=f"{SITE}/feeds/all.json",
        page=page,
    )


def test_a_list_without_a_description():
    assert "description" not in json.loads(linked.item_list(head("All", "", SITE), []))


# When


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        (
            "Sat, March 20, 2021, 1 PM – 3 PM",
            "2021-03-20T13:00:00-05:00",
            "2021-03-20T15:00:00-05:00",
        ),
        ("Sat, Jan 2, 2021, 1 PM – 3 PM", "2021-01-02T13:00:00-06:00", "2021-01-02T15:00:00-06:00"),
        ("Sat, March 20, 2021, 1 PM", "2021-03-20T13:00:00-05:00", None),
        (
            "Sat, March 13, 2021, 11 PM – 4 AM",
            "2021-03-13T23:00:00-06:00",
            "2021-03-14T04:00:00-05:00",
        ),
        ("Sat, Feb 2, 2019", "2019-02-02", None),
        ("June 4 – 6, 2021", "2021-06-04", "2021-06-06"),
    ],
)
def test_an_end_is_given_only_if_announced(when, start, end):
    data = linked.event(an_entry(when=f'"{when}"'), PAGE)
    check(data)
    assert (data["startDate"], data.get("endDate")) == (start, end)


HOUR, DAY = datetime(2021, 3, 13, 13, tzinfo=CHICAGO), date(2021, 3, 13)


@pytest.mark.parametrize(
    ("status", "move", "expected", "previous"),
    [
        ("confirmed", None, "Scheduled", None),
        ("tentative", None, "Scheduled", None),
        ("confirmed", Move(), "Scheduled", None),
        ("confirmed", Move(start=HOUR), "Rescheduled", "2021-03-13T13:00:00-06:00"),
        ("tentative", Move(start=DAY), "Rescheduled", "2021-03-13"),
        ("cancelled", None, "Cancelled", None),
        ("cancelled", Move(start=HOUR), "Cancelled", None),
        ("postponed", None, "Postponed", None),
        ("postponed", Move(start=HOUR), "Postponed", None),
    ],
)
def test_the_status_of_an_event(status, move, expected, previous):
    shown = an_entry(move=move, status=f'"{status}"')
    data = linked.event(shown, PAGE)
    check(data)
    assert data["eventStatus"] == f"https://schema.org/Event{expected}"
    assert data.get("previousStartDate") == previous
    assert data["name"] == "Other"
    assert data.get("description", "") == shown.change


# Where

NORTH = HEAD.replace('loop = "Loop"', 'loop = "Loop"\nnorth = "North & Side"')


@pytest.mark.parametrize(
    ("lines", "name", "address", "geo"),
    [
        ({}, None, None, None),
        ({"venue": '{ name = "Zoom" }'}, "Zoom", None, None),
        ({"neighborhoods": '["Loop"]'}, "Loop", "Loop", None),
        ({"neighborhoods": '["north", "loop"]'}, "North & Side, Loop", "North & Side, Loop", None),
        ({"venue": '{ name = "Park" }', "neighborhoods": '["Loop"]'}, "Park", "Park, Loop", None),
        ({"venue": '{ name = "Park", address = "1 W Lake St" }'}, "Park", "1 W Lake St", None),
        ({"venue": '{ address = "1 W Lake St, Chicago, IL" }'}, "1 W Lake St", "Chicago, IL", None),
        ({"venue": '{ address = "1 W Lake St" }'}, "1 W Lake St", "1 W Lake St", None),
        (
            {"venue": '{ name = "Park", coordinates = [41.5, -87.5] }'},
            "Park",
            "Park",
            (41.5, -87.5),
        ),
    ],
)
def test_where(lines, name, address, geo):
    data = linked.event(an_entry(head=NORTH, **lines), PAGE)
    check(data)
    place = data.get("location", {})
    if isinstance(place, str):
        place = {"name": place}  # text, which may be the name of a room online
    assert (place.get("name"), place.get("address")) == (name, address)
    point = place.get("geo", {})
    assert (point.get("latitude"), point.get("longitude")) == (geo or (None, None))


@pytest.mark.parametrize(
    ("lines", "somewhere"),
    [
        ({}, False),
        ({"venue": '{ name = "Zoom" }'}, False),
        ({"venue": '{ name = "Address sent after sign-up" }', "neighborhoods": '["Loop"]'}, False),
        ({"neighborhoods": '["Loop"]'}, False),
        ({"venue": '{ name = "Park", address = "1 W Lake St" }'}, True),
        ({"venue": '{ name = "Park", coordinates = [41.5, -87.5] }'}, True),
        ({"venue": '{ address = "1 W Lake St" }'}, True),
        ({"venue": '"Federal Plaza"'}, True),
    ],
)
def test_attendance_is_stated_only_of_an_address_or_a_pin(lines, somewhere):
    mode = linked.event(an_entry(**lines), PAGE).get("eventAttendanceMode")
    assert mode == ("https://schema.org/OfflineEventAttendanceMode" if somewhere else None)


def test_what_is_empty_is_absent():
    data = linked.event(an_entry(supporters='["KOCO"]'), PAGE)
    check(data)
    assert not data.keys() & {
        "location",
        "organizer",
        "description",
        "keywords",
        "previousStartDate",
    }


# Texts that would break out


class Script(HTMLParser):
    """A page, read as a browser reads it: what stands in its scripts."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def in_a_page(event: dict[str, Any]) -> Any:
    """Return what a reader of the page takes from its script."""
    content = linked.script(event)
    assert not re.search("[<>&\u2028\u2029]", content)
    page = Script(f'<script type="application/ld+json">{content}</script>')
    assert page.tags == ["script"]
    return json.loads("".join(page.texts))


@pytest.mark.parametrize("raw", BREAKING, ids=range(len(BREAKING)))
def test_markup_in_texts_is_text(raw):
    title, place = (
        raw[:200].strip(),
        Place(title=raw[:200].strip(), address=raw[:200].strip(), point=None),
    )
    shown = replace(
        an_entry(), title=title, descriptions=(raw.strip(),), notices=(f"1. {title}",), place=place
    )
    data = linked.event(shown, PAGE)
    check(data)
    assert data["name"] == title
    assert data["description"] == f"1. {title}\n\n{raw.strip()}"
    assert json.loads(linked.as_bytes(data)) == data
    assert b"\n" not in linked.as_bytes(data)
    assert in_a_page(data) == {"@context": "https://schema.org", **data}
    content = linked.item_list(head(raw, raw, PAGE), [linked.as_bytes(data)] * 2)
    assert json.loads(content)["itemListElement"] == [data, data]
    assert json.loads(content)["name"] == raw


def test_line_ends_of_javascript_are_escaped():
    data = linked.event(replace(an_entry(), title="a\u2028b\u2029c"), PAGE)
    assert '"a\\u2028b\\u2029c"' in linked.script(data)
    assert in_a_page(data)["name"] == "a\u2028b\u2029c"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_lists_make_valid_events(name):
    read = catalog(hostile_list(HOSTILE[name][0]))
    for language in ("en", "es"):
        entries = [make_entry(one, read.calendar, language) for one in read.events]
        data = [linked.event(one, PAGE) for one in entries]
        for one in data:
            check(one)
            assert in_a_page(one) == {"@context": "https://schema.org", **one}
        assert [one["name"] for one in data] == [one.title for one in entries]
        assert json.loads(b"[" + b",".join(map(linked.as_bytes, data)) + b"]") == data


# The list in this repository


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_event_of_the_list(chicago, language):
    entries = [chicago.edition.entry(event, language) for event in chicago.catalog.events]
    shown = [entry for entry in entries if entry.status != "withdrawn"]
    assert len(shown) > 20
    data = [linked.event(entry, f"{SITE}/events/{entry.id}/") for entry in shown]
    for its, one in zip(shown, data):
        check(one)
        assert ("location" in one) == bool(its.location)
        assert ("endDate" in one) == (its.last is not None)
        assert [host["name"] for host in one.get("organizer", [])] == list(its.hosts)
        assert one.get("keywords", []) == list(its.topics)
    content = linked.item_list(
        head("All", "All events.", SITE, language), map(linked.as_bytes, data)
    )
    read = json.loads(content)
    assert content.count(b"\n") == len(data) + 2
    assert (read["numberOfItems"], read["itemListElement"]) == (len(data), data)

"""What stands at every address of one list."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import date, timedelta
from threading import Barrier

import icalendar
import pytest
import vobject

from feeds.catalog import Catalog, Event, Problem, Text, Venue, When
from feeds.documents import Document
from feeds.entries import Entry
from feeds.feed_problems import feed_problems
from feeds.limits import most_octets
from feeds.prerendering import prerender, render_changed
from feeds.record import Edition, Revision
from feeds.snapshot import Malformed, Redirect, Snapshot, Unknown
from tests.lists import EVENT, HEAD, SITE, body, catalog, snapshot
from tests.lists import event as entered

LIST = (
    HEAD
    + """
[collections.work-week]
title = { en = "Workers' week", es = "Semana de trabajo" }
aliases = ["Week", "劳动周"]
topics = ["labor", "housing"]
"""
    + EVENT
    + entered(
        "march", title='{ en = "March", es = "Marcha" }', topics='["housing"]', hosts='["CDSA"]'
    )
)
FEEDS = {
    "feeds/all": ["march", "rally"],
    "feeds/organization/koco": ["rally"],
    "feeds/organization/chicago-dsa": ["march"],
    "feeds/host/koco": ["rally"],
    "feeds/host/chicago-dsa": ["march"],
    "feeds/neighborhood/loop": ["rally"],
    "feeds/topic/labor": ["rally"],
    "feeds/topic/housing": ["march"],
    "feeds/venue/federal-plaza": ["rally"],
    "feeds/attendance/online": [],
    "feeds/attendance/in-person": ["march", "rally"],
    "feeds/collection/work-week": ["march", "rally"],
    "events/rally": ["rally"],
    "events/march": ["march"],
}


@pytest.fixture(scope="module")
def small() -> Snapshot:
    """The list above."""
    return snapshot(LIST)


def read(content: bytes) -> icalendar.Calendar:
    """Return the calendar as a client reads it."""
    calendar = icalendar.Calendar.from_ical(content)
    assert isinstance(calendar, icalendar.Calendar)
    return calendar


def ids(content: bytes) -> list[str]:
    """Return the ids of the events of a calendar, in its order."""
    return [str(event["UID"]).partition("@")[0] for event in read(content).events]


# every address


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("subject", FEEDS)
def test_every_feed_and_event_answers_in_each_language(
    small: Snapshot, subject: str, prefix: str
) -> None:
    found = small.find(f"{prefix}/{subject}.ics")
    assert isinstance(found, Document)
    assert found.type == "text/calendar; charset=utf-8"
    assert ids(found.body) == FEEDS[subject]
    head = read(found.body)
    assert head["SOURCE"] == f"{SITE}{prefix}/{subject}.ics"
    assert head["URL"] == f"{SITE}{prefix}/{subject}/"
    assert (
        head["UID"] == f"{prefix.lstrip('/') + '/' if prefix else ''}{subject}@calendar.chicago.org"
    )
    titles = {"rally": "Rally", "march": "Marcha" if prefix else "March"}
    assert [str(event["SUMMARY"]) for event in head.events] == [titles[id] for id in FEEDS[subject]]


@pytest.mark.parametrize("prefix", ["", "/es"])
@pytest.mark.parametrize("subject", ["", *(f"{subject}/" for subject in FEEDS)])
def test_every_feed_and_event_has_a_page_in_each_language(
    small: Snapshot, subject: str, prefix: str
) -> None:
    found = small.find(f"{prefix}/{subject}")
    assert isinstance(found, Document)
    assert (found.type, found.disposition) == ("text/html; charset=utf-8", "")
    assert found.body.startswith(
        f'<!doctype html>\n<html lang="{prefix.lstrip("/") or "en"}" dir="ltr">'.encode()
    )


def test_the_same_path_is_the_same_document_again(small: Snapshot) -> None:
    assert small.find("/feeds/all.ics") is small.find("/feeds/all.ics")
    assert small.find("/feeds/all.ics") is small.find("/feeds/all.ics", "mark")
    assert small.find("/robots.txt") is small.find("/robots.txt", "hide")


def test_the_first_language_has_the_bare_addresses() -> None:
    spanish = snapshot(LIST.replace('["en", "es"]', '["es", "en"]'))
    assert read(body(spanish, "/feeds/topic/labor.ics"))["NAME"] == "Trabajo · Calendario de prueba"
    assert read(body(spanish, "/en/feeds/topic/labor.ics"))["NAME"] == "Labor · Test calendar"
    assert spanish.find("/es/feeds/topic/labor.ics") == Redirect("/feeds/topic/labor.ics")
    assert spanish.find("/x") == Unknown(
        "No hay nada en esta dirección.\nTodos los calendarios:\n/\n"
    )
    assert spanish.find("/en/x") == Unknown("There is nothing at this address.\nAll feeds:\n/en/\n")


def test_a_language_that_the_list_does_not_have_is_unknown(small: Snapshot) -> None:
    for path in ("/fr/", "/fr/feeds/all.ics", "/en-Latin/", "/eng/", "/e/feeds/all.ics"):
        assert isinstance(small.find(path), Unknown)


@pytest.mark.parametrize(
    ("languages", "moved"),
    [
        (
            '["en-GB", "es-AR"]',
            {"/en/feeds/all.ics": "/feeds/all.ics", "/es/feeds/all.ics": "/es-AR/feeds/all.ics"},
        ),
        (
            '["en", "es"]',
            {"/en-GB/feeds/all.ics": "/feeds/all.ics", "/es-AR/events/rally/": "/es/events/rally/"},
        ),
        ('["es", "en-GB", "en-US"]', {"/en/": "/en-GB/", "/en-gb/": "/en-GB/", "/es-AR/": "/"}),
    ],
)
def test_a_language_that_was_narrowed_or_widened_keeps_its_addresses(
    languages: str, moved: dict[str, str]
) -> None:
    made = snapshot(LIST.replace('["en", "es"]', languages))
    for former, now in moved.items():
        assert made.find(former) == Redirect(now)
        assert body(made, now)


def test_a_folder_has_the_files_of_a_language_from_before_it_was_narrowed() -> None:
    paths = dict(snapshot(LIST.replace('["en", "es"]', '["en-GB", "es-AR"]')).paths())
    assert (
        paths["/es/feeds/topic/labor.ics"]
        == paths["/es-AR/feeds/topic/labor.ics"]
        == "/es-AR/feeds/topic/labor.ics"
    )
    assert paths["/es/"] == "/es-AR/"
    assert "/en/" not in paths
    both = dict(snapshot(LIST.replace('["en", "es"]', '["en", "es", "es-AR"]')).paths())
    assert both["/es/"] == "/es/"


MOVED = {
    "/en/": "/",
    "/en/feeds/all.ics": "/feeds/all.ics",
    "/en/feeds/index.json": "/feeds/index.json",
    "/en/events/rally/": "/events/rally/",
    "/en/feeds/topic/work.ics": "/feeds/topic/labor.ics",
    "/feeds/organization/cdsa.ics": "/feeds/organization/chicago-dsa.ics",
    "/feeds/host/CDSA/": "/feeds/host/chicago-dsa/",
    "/es/feeds/topic/Trabajo.ics": "/es/feeds/topic/labor.ics",
    "/feeds/collection/week.ics": "/feeds/collection/work-week.ics",
    "/feeds/collection/劳动周.ics": "/feeds/collection/work-week.ics",
    "/feeds/collection/Semana de Trabajo.ics": "/feeds/collection/work-week.ics",
}


@pytest.mark.parametrize("path", MOVED)
def test_aliases_names_and_the_default_prefix_move_once(small: Snapshot, path: str) -> None:
    assert small.find(path) == Redirect(MOVED[path])
    assert isinstance(small.find(MOVED[path]), Document)
    assert small.find(path) == Redirect(MOVED[path])  # asked for again


UNKNOWN = {
    "/feeds/topic/labour.ics": "There is nothing at this address.\nDid you mean:\n/feeds/topic/labor.ics\n",
    "/es/feeds/topic/labour.ics": "No hay nada en esta dirección.\n¿Quiso decir?\n/es/feeds/topic/labor.ics\n",
    "/es/feeds/topic/trabaj/": "No hay nada en esta dirección.\n¿Quiso decir?\n/es/feeds/topic/labor/\n",
    "/events/raly/": "There is nothing at this address.\nDid you mean:\n/events/rally/\n",
    "/feeds/topic/labr.json": "There is nothing at this address.\nDid you mean:\n/feeds/topic/labor.json\n",
    "/events/rally.json": "There is nothing at this address.\nDid you mean:\n/events/rally.ics\n",
    "/feeds/near/federal-plasa,3km.ics": "There is nothing at this address.\nDid you mean:\n"
    "/feeds/near/federal-plaza,3km.ics\n",
    "/feeds/topic/housing,labr/": "There is nothing at this address.\nDid you mean:\n/feeds/topic/housing,labor/\n",
    "/feeds/all/not-topic/labr.ics": "There is nothing at this address.\nDid you mean:\n"
    "/feeds/all/not-topic/labor.ics\n",
    "/nothing": "There is nothing at this address.\nAll feeds:\n/\n",
    "/es/nothing": "No hay nada en esta dirección.\nTodos los calendarios:\n/es/\n",
}


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_not_there_is_said_in_its_language_with_the_nearest(
    small: Snapshot, path: str
) -> None:
    assert small.find(path) == Unknown(UNKNOWN[path])


FORMATS = (".ics", ".json", ".atom", ".txt")


def test_paths_names_every_address_and_each_answers() -> None:
    made = snapshot(LIST)
    paths = dict(made.paths())
    aliases = {
        f"{prefix}/feeds/{alias}{ending}": f"{prefix}/feeds/{subject}{ending}"
        for prefix in ("", "/es")
        for ending in (*FORMATS, "/")
        for alias, subject in (
            ("organization/cdsa", "organization/chicago-dsa"),
            ("host/cdsa", "host/chicago-dsa"),
            ("topic/work", "topic/labor"),
            ("collection/week", "collection/work-week"),
            ("collection/劳动周", "collection/work-week"),
        )
    }
    aliases |= {
        path.replace("/feeds/", place): canonical.replace("/feeds/", place)
        for place in ("/embed/", "/print/")
        for path, canonical in aliases.items()
        if path.endswith("/")
    }
    aliases |= {
        f"{path}oembed.json": f"{canonical}oembed.json"
        for path, canonical in aliases.items()
        if path.startswith(("/embed/", "/es/embed/"))
    }
    own = {
        *(
            f"{prefix}/{subject}{ending}"
            for prefix in ("", "/es")
            for subject in (*FEEDS, "feeds/changes")
            for ending in (
                (".ics", "/", ".png")
                if subject.startswith("events/")
                else (*FORMATS, "/", *([".png"] if "/host/" not in subject else []))
            )
        ),
        *(
            f"{prefix}/{subject.replace('feeds/', 'print/', 1)}/"
            for prefix in ("", "/es")
            for subject in (*FEEDS, "feeds/changes")
            if subject.startswith("feeds/")
        ),
        *(
            f"{prefix}/embed/{subject.removeprefix('feeds/').replace('events/', 'event/')}/{file}"
            for prefix in ("", "/es")
            for subject in (*FEEDS, "feeds/changes")
            for file in ("", "oembed.json")
        ),
        *("/month/2021-03/", "/es/month/2021-03/"),
        *("/", "/es/", "/filter/", "/es/filter/", "/feeds/index.json", "/es/feeds/index.json"),
        *("/robots.txt", "/sitemap.xml", "/style.css", "/icon.svg"),
        *("/script.js", "/search.js", "/builder.js"),
        *("/404.html", "/es/404.html", "/search.json", "/es/search.json"),
    }
    assert paths == aliases | {path: path for path in own}
    for path, canonical in paths.items():
        assert isinstance(made.find(canonical), Document)
        assert path == canonical or made.find(path) == Redirect(canonical)


# /feeds/index.json


def listing(
    kind: str, slug: str | None, name: str, aliases: list[str], events: int, prefix: str
) -> dict[str, object]:
    """Return one feed as the index lists it."""
    subject = f"feeds/{kind}/{slug}" if slug else f"feeds/{kind}"
    return {
        "kind": kind,
        "slug": slug,
        "name": name,
        "aliases": aliases,
        "events": events,
        "ics": f"{SITE}{prefix}/{subject}.ics",
        "json": f"{SITE}{prefix}/{subject}.json",
        "atom": f"{SITE}{prefix}/{subject}.atom",
        "txt": f"{SITE}{prefix}/{subject}.txt",
        "page": f"{SITE}{prefix}/{subject}/",
    }


@pytest.mark.parametrize("prefix", ["", "/es"])
def test_the_index_lists_every_feed(small: Snapshot, prefix: str) -> None:
    def localized(english: str, spanish: str) -> str:
        return spanish if prefix else english

    dsa = "Chicago Democratic Socialists of America"
    title = localized("Test calendar", "Calendario de prueba")
    rows = [
        ("all", None, title, [], 2),
        ("changes", None, localized("Changes", "Cambios"), [], 0),
        ("organization", "koco", "KOCO", [], 1),
        ("organization", "chicago-dsa", dsa, ["Chicago DSA", "CDSA"], 1),
        ("host", "koco", "KOCO", [], 1),
        ("host", "chicago-dsa", dsa, ["Chicago DSA", "CDSA"], 1),
        ("neighborhood", "loop", "Loop", [], 1),
        ("topic", "labor", localized("Labor", "Trabajo"), ["work"], 1),
        ("topic", "housing", localized("Housing", "Vivienda"), [], 1),
        ("venue", "federal-plaza", "Federal Plaza", [], 1),
        ("attendance", "online", localized("Online", "En línea"), [], 0),
        ("attendance", "in-person", localized("In person", "Presencial"), [], 2),
        (
            "collection",
            "work-week",
            localized("Workers' week", "Semana de trabajo"),
            ["Week", "劳动周"],
            2,
        ),
    ]
    feeds_listed = [listing(*row, prefix) for row in rows]
    expected = {"title": title, "languages": ["en", "es"], "feeds": feeds_listed}
    content = body(small, f"{prefix}/feeds/index.json")
    assert json.loads(content) == expected
    assert [list(feed) for feed in json.loads(content)["feeds"]] == [
        list(feed) for feed in feeds_listed
    ]
    assert content == json.dumps(expected, ensure_ascii=False, indent=1).encode() + b"\n"


# how large an event may be


LONG = '"""' + "Ñandú, 🐦; \\\\ \n" * 60 + '"""'


@pytest.mark.parametrize("footer", ["", "🐦,;" * 160])
def test_no_event_is_larger_than_what_it_is_taken_for(footer: str) -> None:
    heading = HEAD.replace("area = ", f'footer = "{footer}"\narea = ')
    bodies = {
        "bare": {},
        "long": {
            "description": f"{{ en = {LONG}, es = {LONG} }}",
            "notice": '"' + "🐦" * 500 + '"',
        },
        "full": {
            "hosts": '["KOCO"]',
            "supporters": '["CDSA"]',
            "venue": '"Federal Plaza"',
            "topics": '["labor"]',
        },
        "moved": {"moved": '"' + "ñ;" * 250 + '"', "url": '"https://koco.org/' + "a" * 900 + '"'},
        "once": {"venue": f'{{ name = "{"⛪," * 120}", address = "{"1 W ⛪, " * 30}" }}'},
    }
    made = snapshot(heading + "".join(entered(name, **lines) for name, lines in bodies.items()))
    for one in made.catalog.events:
        for prefix in ("", "/es"):
            assert len(vevent(made, one, prefix)) <= most_octets(one, made.catalog.calendar), one.id


def vevent(made: Snapshot, one: Event, prefix: str = "") -> bytes:
    """Return the VEVENT of an event."""
    calendar = body(made, f"{prefix}/events/{one.id}.ics")
    end = calendar.index(b"END:VEVENT\r\n") + len(b"END:VEVENT\r\n")
    return calendar[calendar.index(b"BEGIN:VEVENT") : end]


@pytest.mark.parametrize("record", [Event, Venue])
def test_every_text_of_an_event_counts_as_often_as_it_is_shown(record: type[Event | Venue]) -> None:
    [plain] = (made := snapshot()).catalog.events
    calendar = replace(made.catalog.calendar, languages=("en",))
    for field in fields(record):
        if field.type not in (str, Text) or field.name in ("id", "uid", "series", "slug"):
            continue
        long = ("one, two; " * 250).strip("; ")
        value = Text((("en", long),)) if field.type is Text else long
        changed_venue = (
            replace(plain.venue, **{field.name: value}) if record is Venue else plain.venue
        )
        one = replace(
            plain, venue=changed_venue, **({field.name: value} if record is Event else {})
        )
        shown = Snapshot(Edition(replace(made.catalog, calendar=calendar, events=(one,))), SITE)
        grown = len(vevent(shown, one).replace(b"\r\n ", b"")) - len(
            vevent(made, plain).replace(b"\r\n ", b"")
        )
        assert most_octets(one, calendar) - most_octets(plain, calendar) >= grown, field.name


# feeds without events


@pytest.mark.parametrize("subject", sorted(FEEDS.keys() - {"events/rally", "events/march"}))
def test_a_feed_without_events_is_a_legal_calendar(subject: str) -> None:
    empty = body(snapshot(LIST[: LIST.index("\n[[events]]")]), f"/{subject}.ics")
    assert [component.name for component in read(empty).walk()] == [
        "VCALENDAR",
        "VTIMEZONE",
        "DAYLIGHT",
        "STANDARD",
    ]
    assert [component.name for component in vobject.readOne(empty.decode()).components()] == [
        "VTIMEZONE"
    ]
    assert read(empty)["NAME"] == read(body(snapshot(LIST), f"/{subject}.ics"))["NAME"]


# cancelled events

STATUSES = ("confirmed", "tentative", "postponed", "cancelled")
BY_STATUS = LIST + "".join(
    entered(status, status=f'"{status}"', when=f'"2021-03-{number} 13:00"')
    for number, status in enumerate(STATUSES, start=22)
)
CANCELLED = {
    "mark": {"cancelled": ("CANCELLED: Other", "CONFIRMED")},
    "status": {"cancelled": ("CANCELLED: Other", "CANCELLED")},
    "hide": {},
}
OTHERS = {
    "rally": ("Rally", "CONFIRMED"),
    "march": ("March", "CONFIRMED"),
    "confirmed": ("Other", "CONFIRMED"),
    "tentative": ("Other", "TENTATIVE"),
    "postponed": ("POSTPONED: Other", "TENTATIVE"),
}


def shown(content: bytes) -> dict[str, tuple[str, str]]:
    """Return SUMMARY and STATUS of each event."""
    events = read(content).events
    return {str(e["UID"]).partition("@")[0]: (str(e["SUMMARY"]), str(e["STATUS"])) for e in events}


@pytest.mark.parametrize("by_list", [None, "mark", "status", "hide"])
def test_cancelled_events_show_as_asked_for_else_as_the_list_says(by_list: str | None) -> None:
    line = f'cancelled = "{by_list}"\n' if by_list else ""
    made = snapshot(BY_STATUS.replace("[organizations]", f"{line}[organizations]"))
    for asked in (None, "mark", "status", "hide", "status", "mark", None):
        expected = CANCELLED[asked or by_list or "mark"]
        assert shown(body(made, "/feeds/all.ics", asked)) == {**OTHERS, **expected}
        assert shown(body(made, "/events/cancelled.ics", asked)) == expected
        assert shown(body(made, "/events/postponed.ics", asked)) == {
            "postponed": OTHERS["postponed"]
        }


def test_the_index_and_the_pages_count_what_the_list_shows() -> None:
    for line, events in (("", 6), ('cancelled = "hide"\n', 5)):
        made = snapshot(BY_STATUS.replace("[organizations]", f"{line}[organizations]"))
        assert json.loads(body(made, "/feeds/index.json", "hide"))["feeds"][0]["events"] == events
        assert f">{events} upcoming events<".encode() in body(made, "/feeds/all/", "mark")
        assert b"CANCELLED: Other" in body(made, "/events/cancelled/")


@pytest.mark.parametrize(
    "value", ["", "Hide", "hide ", "mark,hide", "withdrawn", "\0", "x" * 10_000]
)
@pytest.mark.parametrize(
    "path", ["/feeds/all.ics", "/feeds/topic/work.ics", "/events/rally/", "/nothing"]
)
def test_another_value_of_cancelled_is_malformed(small: Snapshot, path: str, value: str) -> None:
    assert small.find(path, value) == Malformed("cancelled= takes one of these: mark, status, hide")
    spanish = "cancelled= admite uno de estos valores: mark, status, hide"
    assert small.find(f"/es{path}", value) == Malformed(spanish)


@pytest.mark.parametrize("cancelled", ["mark", "status", "hide"])
def test_an_address_moves_however_it_is_dressed(small: Snapshot, cancelled: str) -> None:
    assert small.find("/feeds/topic/work.ics", cancelled) == Redirect("/feeds/topic/labor.ics")


# at most 999 events and 899,999 octets


def many(number: int, **values: object) -> Catalog:
    """Return the list with this many events, one a day, numbered from the earliest."""
    made = catalog()
    first = made.events[0]
    return replace(
        made,
        events=tuple(
            replace(
                first,
                id=f"e{index}",
                uid=f"e{index}@calendar.chicago.org",
                when=When(date(2021, 1, 1) + timedelta(days=index), None),
                **values,  # type: ignore[arg-type]
            )
            for index in reversed(range(number))
        ),
    )


@pytest.mark.parametrize("number", [999, 1000])
def test_a_feed_holds_the_latest_999_events(number: int) -> None:
    made = Snapshot(Edition(many(number)), SITE)
    left = [f"e{index}" for index in range(number - 999, number)]
    assert ids(body(made, "/feeds/all.ics")) == left
    assert json.loads(body(made, "/feeds/index.json"))["feeds"][0]["events"] == 999
    assert b">999 upcoming events<" in body(made, "/feeds/all/")
    cut = [
        "all",
        "organization/koco",
        "host/koco",
        "neighborhood/loop",
        "topic/labor",
        "venue/federal-plaza",
    ]
    cut.append("attendance/in-person")
    assert list(feed_problems(made.contents, "events.toml")) == [
        Problem(
            "events.toml",
            0,
            "",
            f"/feeds/{feed}.ics holds at most 999 of {number} events: Google accepts no more",
            "leave out old events, or make a narrower collection",
            "warning",
        )
        for feed in (cut if number > 999 else ())
    ]


def test_a_feed_is_as_large_as_clients_take_and_no_larger() -> None:
    text = Text((("en", "A sentence with a comma, and é. " * 70),))
    made = Snapshot(Edition(many(600, description=text)), SITE)
    content = body(made, "/feeds/all.ics")
    left = ids(content)
    assert left == [f"e{index}" for index in range(600 - len(left), 600)]
    next_event = body(made, f"/events/e{599 - len(left)}.ics")
    size = (
        next_event.index(b"END:VEVENT") + len(b"END:VEVENT\r\n") - next_event.index(b"BEGIN:VEVENT")
    )
    assert len(content) <= 899_999 < len(content) + size
    assert (
        f"/feeds/all.ics holds at most {len(left)} of 600 events"
        in next(feed_problems(made.contents, "events.toml")).found
    )


MIXED = HEAD + "".join(
    (
        entered("day", when='"2021-03-20"'),  # ends at midnight in Chicago
        entered("b-evening", when='"2021-03-20 20:00–21:00"'),
        entered("a-evening", when='"2021-03-20 19:00–21:00"'),
        entered("night", when='"2021-03-20 23:00–00:30"'),
        entered("long", when='"2021-03-18 – 2021-03-21"'),
        entered("open", when='"2021-03-20 19:30"'),  # two hours are assumed
    )
)
IN_ORDER = ["a-evening", "b-evening", "open", "day", "night", "long"]


def test_events_stand_by_end_as_an_instant_then_uid() -> None:
    assert ids(body(snapshot(MIXED), "/feeds/all.ics")) == IN_ORDER


@pytest.mark.parametrize("number", range(1, 7))
def test_the_earliest_leave_first(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr("feeds.contents.MOST_IN_FEED", number)
    assert ids(body(snapshot(MIXED), "/feeds/all.ics")) == IN_ORDER[-number:]


@pytest.mark.parametrize("number", range(1, 7))
def test_the_limit_in_octets_is_exact(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    with monkeypatch.context() as fewer:
        fewer.setattr("feeds.contents.MOST_IN_FEED", number)
        content = body(snapshot(MIXED), "/feeds/all.ics")
    monkeypatch.setattr("feeds.contents.MOST_OCTETS", len(content))
    assert body(snapshot(MIXED), "/feeds/all.ics") == content
    monkeypatch.setattr("feeds.contents.MOST_OCTETS", len(content) - 1)
    assert ids(body(snapshot(MIXED), "/feeds/all.ics")) == IN_ORDER[-number:][1:]


def test_the_limit_is_exact_where_an_old_event_takes_its_time_zone_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fitting = body(snapshot(MIXED), "/feeds/all.ics")
    monkeypatch.setattr("feeds.contents.MOST_OCTETS", len(fitting))
    # before the zone's present rules: a longer VTIMEZONE
    old = entered("old", when='"2006-03-20 13:00"')
    assert body(snapshot(MIXED + old), "/feeds/all.ics") == fitting


def test_an_old_first_event_is_noted_for_outlook() -> None:
    made = snapshot(
        HEAD + entered(when='"2006-03-20 13:00"') + entered("later", when='"2021-03-20 13:00"')
    )
    assert list(feed_problems(made.contents, "events.toml")) == [
        Problem(
            "events.toml",
            0,
            "",
            "America/Chicago changed its rules since the first event",
            "Outlook may show events around those changes an hour off",
            "note",
        )
    ]
    assert list(feed_problems(snapshot().contents, "events.toml")) == []
    assert (
        list(
            feed_problems(
                snapshot(HEAD + entered(when='"2006-03-20 13:00"')).contents, "events.toml"
            )
        )
        == []
    )


# names


@pytest.mark.parametrize(
    ("name", "shown_name"),
    [
        ("x" * 84, "x" * 84 + " · Test calendar"),
        ("x" * 85, "x" * 85 + " · Test calend…"),
        ("x" * 99, "x" * 99 + "…"),
        ("x" * 200, "x" * 99 + "…"),
        ("x" * 98 + " y" * 9, "x" * 98 + "…"),
        ("é漢🌹" * 40, "é漢🌹" * 33 + "…"),
    ],
)
def test_a_calendar_is_named_in_at_most_100_characters(name: str, shown_name: str) -> None:
    made = snapshot(HEAD.replace('koco = "KOCO"', f'koco = "{name}"') + EVENT)
    calendar = read(body(made, "/feeds/organization/koco.ics"))
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == shown_name
    assert len(shown_name) <= 100


def test_the_calendar_of_a_single_event_is_named_by_its_title() -> None:
    assert read(body(snapshot(), "/events/rally.ics"))["NAME"] == "Rally"
    long = snapshot(HEAD + entered(title='"' + "y" * 255 + '"'))
    assert read(body(long, "/events/other.ics"))["NAME"] == "y" * 99 + "…"


# many askers, strange askers


def test_many_threads_get_one_document() -> None:
    made, calm = snapshot(LIST), snapshot(LIST)
    paths = [canonical for path, canonical in calm.paths()]
    threads = 8
    start = Barrier(threads)

    def ask_for_all(_: int) -> list[Document]:
        start.wait()
        found = [made.find(path) for path in paths]
        return [document for document in found if isinstance(document, Document)]

    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(ask_for_all, range(threads)))
    assert [document.body for document in results[0]] == [body(calm, path) for path in paths]
    assert all(
        one is other
        for result in results[1:]
        for one, other in zip(results[0], result, strict=True)
    )


def test_unknown_addresses_leave_nothing_behind() -> None:
    made = snapshot(LIST)
    for path, _ in list(made.paths()):
        for cancelled in (None, "mark", "status", "hide"):
            made.find(path, cancelled)
    made.find("/x/")  # the names to offer are sorted once
    before = cached_sizes(made)
    for number in range(200):
        for path in (
            f"/feeds/topic/x{number}.ics",
            f"/{number}/",
            f"/EN/feeds//all.ics/{'/' * number}",
            "/feeds/all",
        ):
            made.find(path)
            made.find(path, f"x{number}")
            made.find(path, "hide")
    assert cached_sizes(made) == before


def cached_sizes(made: Snapshot) -> dict[str, int]:
    """Return how much the snapshot and its directory hold in each of their tables."""
    holders = {**vars(made), **vars(made.directory)}
    return {name: len(value) for name, value in holders.items() if isinstance(value, dict)}


def test_two_snapshots_of_one_list_have_the_same_tags() -> None:
    one, other = snapshot(LIST), snapshot(LIST)
    for path, canonical in one.paths():
        first, second = one.find(canonical), other.find(canonical)
        assert isinstance(first, Document)
        assert isinstance(second, Document)
        assert (first.etag, first.gzipped) == (second.etag, second.gzipped), path


def test_the_public_address_stands_in_documents_and_changes_their_tags() -> None:
    elsewhere = snapshot(LIST, "https://chicago.gov/calendar")
    calendar = read(body(elsewhere, "/es/feeds/topic/labor.ics"))
    assert calendar["SOURCE"] == "https://chicago.gov/calendar/es/feeds/topic/labor.ics"
    assert calendar["URL"] == "https://chicago.gov/calendar/es/feeds/topic/labor/"
    assert calendar["UID"] == read(body(snapshot(LIST), "/es/feeds/topic/labor.ics"))["UID"]
    assert [str(event["URL"]) for event in calendar.events] == [
        "https://chicago.gov/calendar/es/events/rally/"
    ]


def test_where_everything_changed_the_last_events_alone_are_rendered_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    days = (11, 13, 12)
    made = snapshot(
        HEAD + "".join(entered(f"e{day}", when=f'"March {day}, 2021, 6 PM"') for day in days)
    )
    rendered = []

    def record(entry: Entry, revision: Revision, page: str, *, cancelled: bool = False) -> bytes:
        rendered.append((entry.id, entry.language))
        return b"BEGIN:VEVENT\r\nEND:VEVENT\r\n"

    monkeypatch.setattr("feeds.prerendering.MOST_AHEAD", 2)
    monkeypatch.setattr("feeds.contents.vevent", record)
    render_changed(made)
    assert rendered == [("e12", "en"), ("e13", "en"), ("e12", "es"), ("e13", "es")]


def test_what_takes_long_is_made_before_anybody_asks_home_pages_first_and_the_last_events(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = snapshot(
        HEAD
        + "".join(entered(f"e{day}", when=f'"March {day}, 2021, 6 PM"') for day in (11, 13, 12))
    )
    monkeypatch.setattr("feeds.prerendering.MOST_WARM", 2)
    monkeypatch.setattr("feeds.prerendering.WARM_STEP", 1)
    steps = prerender(made)
    next(steps)
    next(steps)
    assert {path for path, _ in made.cache.documents} == {"/", "/es/"}
    rendered = []
    monkeypatch.setattr(
        made.contents,
        "vevents",
        lambda events, language, _: rendered.append((events[0].id, language)),
    )
    for _ in range(4):
        next(steps)
    assert rendered == [("e13", "en"), ("e12", "en"), ("e13", "es"), ("e12", "es")]
    monkeypatch.undo()
    assert len(list(steps)) == 4
    data = {f"{prefix}/{name}.json" for prefix in ("", "/es") for name in ("search", "feeds/index")}
    assert {path for path, _ in made.cache.documents} == {"/", "/es/", *data}

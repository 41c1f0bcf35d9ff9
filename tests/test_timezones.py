"""Hours on the wall through our VTIMEZONE, as readers that really use the block understand them.

ical and icalendar ignore the block of a zone they know; vobject and dateutil follow it. The judge is zoneinfo
with pytz's file. bench/timezones.py sweeps every hour of all these years.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from io import StringIO
from itertools import pairwise

import pytest
import vobject
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.calendar import covered
from feeds.calendar.timezones import vtimezone
from feeds.catalog import zone
from tests.lists import HEAD, body, event, snapshot
from tests.wire import CHICAGO_NOW, Component, read

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST, LAST = datetime(2007, 1, 1), datetime(2041, 1, 1)
ZONES = ("America/Chicago", "Europe/Madrid", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo")
HARDER = {  # why
    "Europe/Dublin": "its winter time is the saving in the zone files",
    "Africa/Casablanca": "goes back for Ramadan",
    "America/Nuuk": "changes on the Saturday before the last Sunday, and changed its offset in 2023",
    "Asia/Gaza": "lists irregular changes to the end of the century",
    "America/Santiago": "changes on the first Sunday after a date",
    "UTC": "never changes",
    "Asia/Tehran": "stopped changing in 2022",
}


def by_dateutil(block: bytes) -> tzinfo:
    """Return the zone that dateutil reads in a VTIMEZONE."""
    return tzical(StringIO(block.decode())).get()


def by_vobject(block: bytes) -> tzinfo:
    """Return the zone that vobject reads in a calendar with this VTIMEZONE."""
    calendar = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + block + b"END:VCALENDAR\r\n"
    return vobject.readOne(calendar.decode()).vtimezone.tzinfo


READERS = {"dateutil": by_dateutil, "vobject": by_vobject}


def every_hour(first: datetime, last: datetime, step: timedelta = HOUR) -> Iterator[datetime]:
    while first < last:
        yield first
        first += step


def existing(truth: tzinfo, hours: Iterable[datetime]) -> Iterator[datetime]:
    """Yield those of the hours on the wall that a day has: in spring one is left out."""
    for hour in hours:
        if hour.replace(tzinfo=truth).astimezone(UTC).astimezone(truth).replace(tzinfo=None) == hour:
            yield hour


@cache
def telling_hours(truth: tzinfo, first: datetime = FIRST, last: datetime = LAST) -> tuple[datetime, ...]:
    """Return every half hour within a day of a change of offset, and noon of the other days."""
    found: list[datetime] = []
    for noon in every_hour(first.replace(hour=12), last, DAY):
        around = {(noon + days * DAY).replace(tzinfo=truth).utcoffset() for days in (-2, -1, 0, 1, 2)}
        found += [noon] if len(around) == 1 else every_hour(noon - 12 * HOUR, noon + 12 * HOUR, HOUR / 2)
    return tuple(existing(truth, found))


def wrong_hours(truth: tzinfo, reader: tzinfo, hours: Iterable[datetime]) -> list[datetime]:
    """Return the hours that the reader takes for another instant; of one that comes twice the first is meant."""
    return [h for h in hours if h.replace(tzinfo=reader).utcoffset() != h.replace(tzinfo=truth).utcoffset()]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ZONES)
def test_no_hour_is_wrong_from_2007_to_2040(name, reader):
    truth = zone(name)
    block = vtimezone(truth, FIRST.replace(tzinfo=truth).astimezone(UTC))
    hours = telling_hours(truth)
    assert len(hours) > 12_000
    assert wrong_hours(truth, READERS[reader](block), hours) == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", HARDER)
def test_no_hour_is_wrong_in_harder_zones(name, reader):
    truth, first = zone(name), datetime(2019, 1, 1)
    block = vtimezone(truth, first.replace(tzinfo=truth).astimezone(UTC))
    assert wrong_hours(truth, READERS[reader](block), telling_hours(truth, first, datetime(2030, 1, 1))) == []


@pytest.mark.parametrize("name", [*ZONES, *HARDER])
def test_no_hour_is_wrong_in_a_calendar_that_begins_later(name):
    truth = zone(name)
    for year in (2010, 2018, 2023, 2026, 2037):
        first = datetime(year, 7, 4, 12)
        block = vtimezone(truth, first.replace(tzinfo=truth).astimezone(UTC))
        assert wrong_hours(truth, by_dateutil(block), telling_hours(truth, first, first + 900 * DAY)) == [], year


@pytest.mark.parametrize("reader", READERS)
def test_a_block_that_is_an_hour_off_is_found(reader):
    truth = zone("America/Chicago")
    block = vtimezone(truth, None).replace(b"DTSTART:20071104T020000", b"DTSTART:20071104T030000")
    hours = telling_hours(truth, datetime(2021, 1, 1), datetime(2022, 1, 1))
    wrong = wrong_hours(truth, READERS[reader](block), hours)
    assert wrong == [datetime(2021, 11, 7, 2), datetime(2021, 11, 7, 2, 30)]


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(["America/New_York", "Asia/Jerusalem", "Africa/Cairo", *ZONES, *HARDER]), st.data())
def test_any_hour_of_a_calendar_that_begins_any_time(name, data):
    truth = zone(name)
    begins = data.draw(st.datetimes(datetime(1971, 1, 1), datetime(2039, 12, 31)))
    hours = existing(truth, [data.draw(st.datetimes(begins, LAST).map(lambda hour: hour.replace(microsecond=0)))])
    assert wrong_hours(truth, by_dateutil(vtimezone(truth, begins.replace(tzinfo=truth).astimezone(UTC))), hours) == []


# What the blocks look like

AUTUMN_2006 = """\
BEGIN:STANDARD
DTSTART:20061029T020000
TZNAME:CST
TZOFFSETFROM:-0500
TZOFFSETTO:-0600
END:STANDARD
"""
SPRING_2006 = """\
BEGIN:DAYLIGHT
DTSTART:20060402T020000
TZNAME:CDT
TZOFFSETFROM:-0600
TZOFFSETTO:-0500
END:DAYLIGHT
"""


@pytest.mark.parametrize(
    ("when", "blocks"),
    [
        ("March 20, 2021, 1 PM", CHICAGO_NOW),
        ("Feb 2, 2001", CHICAGO_NOW),  # days need no zone
        ("March 11, 2007, 3 AM", CHICAGO_NOW),  # the very minute from which the present rule holds
        ("March 11, 2007, 1:59 AM", AUTUMN_2006 + CHICAGO_NOW),
        ("Oct 29, 2006, 2 AM", AUTUMN_2006 + CHICAGO_NOW),
        ("Oct 29, 2006, 12:59 AM", SPRING_2006 + AUTUMN_2006 + CHICAGO_NOW),
        ("April 2, 2006, 3 AM", SPRING_2006 + AUTUMN_2006 + CHICAGO_NOW),  # the very minute of a change
    ],
)
def test_rule_26_the_blocks_of_a_calendar_and_the_note_of_check(when, blocks):
    there = snapshot(HEAD + event(when=f'"{when}"') + event("later", when='"June 1, 2022, 1 PM"'))
    expected = f"BEGIN:VTIMEZONE\nTZID:America/Chicago\n{blocks}END:VTIMEZONE\n".replace("\n", "\r\n").encode()
    assert re.findall(rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", body(there, "/feeds/all.ics"), re.DOTALL) == [expected]
    found = [problem.severity for problem in there.problems("events.toml")]
    assert found == ([] if blocks == CHICAGO_NOW else ["note"])


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Asia/Kolkata", ["STANDARD 19700101T053000 +0530 +0530 IST"]),
        ("UTC", ["STANDARD 19700101T000000 +0000 +0000 UTC"]),
        ("America/Sao_Paulo", ["STANDARD 20190217T000000 -0200 -0300 -03"]),
        ("Asia/Tehran", ["STANDARD 20220922T000000 +0430 +0330 +0330"]),
        (
            "Europe/Madrid",
            [
                "DAYLIGHT 19960331T020000 +0100 +0200 CEST FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
                "STANDARD 19961027T030000 +0200 +0100 CET FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            ],
        ),
        (
            "Australia/Lord_Howe",
            [
                "DAYLIGHT 20081005T020000 +1030 +1100 +11 FREQ=YEARLY;BYMONTH=10;BYDAY=1SU",
                "STANDARD 20080406T020000 +1100 +1030 +1030 FREQ=YEARLY;BYMONTH=4;BYDAY=1SU",
            ],
        ),
        (
            "America/Nuuk",
            [
                "DAYLIGHT 20240330T230000 -0200 -0100 -01 FREQ=YEARLY;BYMONTH=3;"
                "BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA",
                "STANDARD 20241027T000000 -0100 -0200 -02 FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
            ],
        ),
    ],
)
def test_rule_26_a_zones_present_rule_is_a_pair_or_one_standard(name, lines):
    block = vtimezone(zone(name), datetime(2030, 1, 1, tzinfo=UTC))
    names = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE")
    found = [(part.name, *(line.value for name in names for line in part.all(name))) for part in onsets(block)]
    assert [" ".join(values) for values in found] == lines


def onsets(block: bytes) -> list[Component]:
    """Return the STANDARD and DAYLIGHT parts of a VTIMEZONE."""
    calendar = read(b"BEGIN:VCALENDAR\r\n" + block + b"END:VCALENDAR\r\n")
    (found,) = calendar.parts
    assert [line.name for line in found.lines] == ["TZID"]
    return found.parts


@pytest.mark.parametrize("year", [1995, 2007, 2021, 2030])
@pytest.mark.parametrize("name", [*ZONES, *HARDER])
def test_rule_26_and_27_every_block_is_legal(name, year):
    parts = onsets(vtimezone(zone(name), datetime(year, 6, 1, tzinfo=UTC)))
    assert "STANDARD" in {part.name for part in parts}
    for part in parts:
        assert part.name in ("STANDARD", "DAYLIGHT")
        assert part.parts == []
        assert {line.name for line in part.lines} - {"RRULE"} == {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
        assert len(part.lines) == 4 + len(part.all("RRULE"))
        assert all(line.parameters == {} for line in part.lines)
        before, after = (part.one(f"TZOFFSET{way}").value for way in ("FROM", "TO"))
        assert re.fullmatch(r"[+-][01]\d[0-5]\d", before)
        assert re.fullmatch(r"[+-][01]\d[0-5]\d", after)
        start = datetime.strptime(part.one("DTSTART").value, "%Y%m%dT%H%M%S")
        for rule in part.all("RRULE"):
            dates = rrulestr(rule.value, dtstart=start).xafter(start, count=28, inc=True)
            assert [date.year for date in dates] == list(range(start.year, start.year + 28))
            assert rrulestr(rule.value, dtstart=start)[0] == start
    once = [part for part in parts if not part.all("RRULE")]
    assert parts[: len(once)] == once
    assert [part.name for part in parts[len(once) :]] in ([], ["DAYLIGHT", "STANDARD"])
    for earlier, later in pairwise(once):
        assert earlier.one("DTSTART").value < later.one("DTSTART").value
        assert earlier.one("TZOFFSETTO").value == later.one("TZOFFSETFROM").value


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("America/Chicago", datetime(2007, 3, 11, 8, tzinfo=UTC)),
        ("Europe/Madrid", datetime(1996, 3, 31, 1, tzinfo=UTC)),
        ("America/Sao_Paulo", datetime(2019, 2, 17, 2, tzinfo=UTC)),
        ("America/Nuuk", datetime(2024, 3, 31, 1, tzinfo=UTC)),
    ],
)
def test_covered_at_the_edge(name, begin):
    assert covered(zone(name), None)
    assert covered(zone(name), begin)
    assert not covered(zone(name), begin - timedelta(seconds=1))

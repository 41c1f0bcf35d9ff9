"""Local hours by our VTIMEZONE, in readers that use the block.

ical and icalendar ignore the block of a zone that they know; vobject and dateutil follow it, and
icalendar if asked to. The reference is zoneinfo with pytz's file. bench/timezones.py checks every
hour of all these years.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from io import StringIO
from itertools import pairwise

import pytest
import pytz
import vobject
from dateutil.rrule import rrulestr
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Timezone

from feeds.calendar import Interval, outlook_risk
from feeds.calendar.timezones import vtimezone
from feeds.catalog import zone
from feeds.feed_problems import feed_problems
from tests.lists import HEAD, body, event, snapshot
from tests.wire import CHICAGO_NOW, Component, read

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST, LAST = datetime(2007, 1, 1), datetime(2041, 1, 1)
ZONES = (
    "America/Chicago",
    "Europe/Madrid",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
)
HARDER = {  # why
    "Europe/Dublin": "its winter time is the saving in the zone files",
    "Africa/Casablanca": "goes back for Ramadan",
    "America/Nuuk": "changes on the Saturday before the last Sunday, and changed its offset in 2023",
    "Asia/Gaza": "lists irregular changes to the end of the century",
    "America/Santiago": "changes on the first Sunday after a date",
    "UTC": "never changes",
    "Asia/Tehran": "stopped changing in 2022",
    "Africa/Cairo": "goes back on the day after the last Thursday of October, which no rule can say",
    "Europe/Istanbul": "has stayed on its summer time since 2016",
}


def by_dateutil(block: bytes) -> tzinfo:
    """Return the zone that dateutil reads in a VTIMEZONE."""
    return tzical(StringIO(block.decode())).get()


def by_vobject(block: bytes) -> tzinfo:
    """Return the zone that vobject reads in a calendar with this VTIMEZONE."""
    calendar = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + block + b"END:VCALENDAR\r\n"
    return vobject.readOne(calendar.decode()).vtimezone.tzinfo


def by_icalendar(block: bytes) -> tzinfo:
    """Return the zone that icalendar makes of a VTIMEZONE whose name it knows."""
    found = Timezone.from_ical(block)
    assert isinstance(found, Timezone)
    return found.to_tz(lookup_tzid=False)


READERS = {"dateutil": by_dateutil, "vobject": by_vobject, "icalendar": by_icalendar}


def every_hour(first: datetime, last: datetime, step: timedelta = HOUR) -> Iterator[datetime]:
    while first < last:
        yield first
        first += step


def existing(truth: tzinfo, hours: Iterable[datetime]) -> Iterator[datetime]:
    """Yield the local hours that exist on a day: in spring one is skipped."""
    for hour in hours:
        if (
            hour.replace(tzinfo=truth).astimezone(UTC).astimezone(truth).replace(tzinfo=None)
            == hour
        ):
            yield hour


@cache
def telling_hours(
    truth: tzinfo, first: datetime = FIRST, last: datetime = LAST
) -> tuple[datetime, ...]:
    """Return every half hour within a day of a change of offset, and noon of the other days."""
    found: list[datetime] = []
    for noon in every_hour(first.replace(hour=12), last, DAY):
        around = {
            (noon + days * DAY).replace(tzinfo=truth).utcoffset() for days in (-2, -1, 0, 1, 2)
        }
        found += (
            [noon] if len(around) == 1 else every_hour(noon - 12 * HOUR, noon + 12 * HOUR, HOUR / 2)
        )
    return tuple(existing(truth, found))


def wrong_hours(truth: tzinfo, reader: tzinfo, hours: Iterable[datetime]) -> list[datetime]:
    """Return the hours that the reader maps to another instant; of a repeated hour, the first."""
    return [
        h
        for h in hours
        if h.replace(tzinfo=reader).utcoffset() != h.replace(tzinfo=truth).utcoffset()
    ]


def interval(truth: tzinfo, first: datetime, last: datetime) -> Interval:
    """Return the interval of a calendar with events at these local hours."""
    return first.replace(tzinfo=truth).astimezone(UTC), last.replace(tzinfo=truth).astimezone(UTC)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ZONES)
def test_no_hour_is_wrong_from_2007_to_2040(name, reader):
    truth = zone(name)
    block = vtimezone(truth, interval(truth, FIRST, LAST))
    hours = telling_hours(truth)
    assert len(hours) > 12_000
    assert wrong_hours(truth, READERS[reader](block), hours) == []


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", HARDER)
def test_no_hour_is_wrong_in_harder_zones(name, reader):
    truth, first, last = zone(name), datetime(2019, 1, 1), datetime(2030, 1, 1)
    block = vtimezone(truth, interval(truth, first, last))
    assert wrong_hours(truth, READERS[reader](block), telling_hours(truth, first, last)) == []


@pytest.mark.parametrize("name", [*ZONES, *HARDER])
def test_no_hour_is_wrong_in_a_calendar_that_begins_later(name):
    truth = zone(name)
    for year in (2010, 2018, 2023, 2026, 2037):
        first, last = datetime(year, 7, 4, 12), datetime(year, 7, 4, 12) + 900 * DAY
        block = vtimezone(truth, interval(truth, first, last))
        assert wrong_hours(truth, by_dateutil(block), telling_hours(truth, first, last)) == [], year


@pytest.mark.parametrize("reader", READERS)
def test_a_block_that_is_an_hour_off_is_found(reader):
    truth = zone("America/Chicago")
    block = vtimezone(truth, None).replace(b"DTSTART:20071104T020000", b"DTSTART:20071104T030000")
    hours = telling_hours(truth, datetime(2021, 1, 1), datetime(2022, 1, 1))
    wrong = wrong_hours(truth, READERS[reader](block), hours)
    assert wrong == [datetime(2021, 11, 7, 2), datetime(2021, 11, 7, 2, 30)]


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(["America/New_York", "Asia/Jerusalem", "Africa/Cairo", *ZONES, *HARDER]),
    st.data(),
)
def test_any_hour_of_a_calendar_that_begins_any_time(name, data):
    truth = zone(name)
    begins = data.draw(st.datetimes(datetime(1971, 1, 1), datetime(2039, 12, 31)))
    ends = data.draw(st.datetimes(begins, LAST))
    hour = data.draw(st.datetimes(begins, ends).map(lambda hour: hour.replace(microsecond=0)))
    block = vtimezone(truth, interval(truth, begins, ends))
    assert wrong_hours(truth, by_dateutil(block), existing(truth, [hour])) == []


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
        # the very minute of a change
        ("April 2, 2006, 3 AM", SPRING_2006 + AUTUMN_2006 + CHICAGO_NOW),
    ],
)
def test_rule_26_the_blocks_of_a_calendar_and_the_note_of_check(when, blocks):
    made_snapshot = snapshot(
        HEAD + event(when=f'"{when}"') + event("later", when='"June 1, 2022, 1 PM"')
    )
    expected = f"BEGIN:VTIMEZONE\nTZID:America/Chicago\n{blocks}END:VTIMEZONE\n".replace(
        "\n", "\r\n"
    ).encode()
    assert re.findall(
        rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", body(made_snapshot, "/feeds/all.ics"), re.DOTALL
    ) == [expected]
    found = [problem.severity for problem in feed_problems(made_snapshot.contents, "events.toml")]
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
    block = vtimezone(zone(name), day(2030, 1, 1))
    names = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE")
    found = [
        (part.name, *(line.value for name in names for line in part.all(name)))
        for part in onsets(block)
    ]
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
    parts = onsets(vtimezone(zone(name), (day(year, 6, 1)[0], day(2027, 6, 1)[1])))
    assert "STANDARD" in {part.name for part in parts}
    for part in parts:
        assert part.name in ("STANDARD", "DAYLIGHT")
        assert part.parts == []
        assert {line.name for line in part.lines} - {"RRULE"} == {
            "DTSTART",
            "TZOFFSETFROM",
            "TZOFFSETTO",
            "TZNAME",
        }
        assert len(part.lines) == 4 + len(part.all("RRULE"))
        assert all(line.parameters == {} for line in part.lines)
        before, after = (part.one(f"TZOFFSET{way}").value for way in ("FROM", "TO"))
        assert re.fullmatch(r"[+-][01]\d[0-5]\d", before)
        assert re.fullmatch(r"[+-][01]\d[0-5]\d", after)
        start = wall(part)
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


def day(year: int, month: int, number: int) -> Interval:
    """Return the interval of a calendar whose events take one day (UTC)."""
    start = datetime(year, month, number, tzinfo=UTC)
    return start, start + DAY


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("America/Chicago", datetime(2007, 3, 11, 8, tzinfo=UTC)),
        ("Europe/Madrid", datetime(1996, 3, 31, 1, tzinfo=UTC)),
        ("America/Sao_Paulo", datetime(2019, 2, 17, 2, tzinfo=UTC)),
        ("America/Nuuk", datetime(2024, 3, 31, 1, tzinfo=UTC)),
        ("Europe/Istanbul", datetime(2016, 3, 27, 1, tzinfo=UTC)),
    ],
)
def test_rule_26_changed_rules_are_noted_from_the_second_before(name, begin):
    last = day(2027, 6, 1)[1]
    changed = f"{name} changed its rules since the first event"
    assert outlook_risk(zone(name), None) == ""
    assert outlook_risk(zone(name), (begin, last)) == ""
    assert outlook_risk(zone(name), day(1990, 8, 1)) == ""
    assert outlook_risk(zone(name), (day(1990, 8, 1)[0], last)) == changed
    assert outlook_risk(zone(name), (begin - timedelta(seconds=1), last)) == changed


# Zones whose rules calendar files cannot repeat

CAIRO = "Africa/Cairo changes its clocks by no rule that calendar files can repeat each year"
WINTER = "STANDARD 20261030T000000", "STANDARD 20271029T000000"
SUMMER = "DAYLIGHT 20270430T000000", "DAYLIGHT 20280428T000000"


@pytest.mark.parametrize(
    ("first", "last", "blocks", "note"),
    [
        (day(2027, 1, 5), day(2027, 1, 5), [WINTER[0]], ""),
        (day(2027, 6, 1), day(2027, 6, 1), [SUMMER[0], WINTER[1]], ""),
        (day(2027, 1, 5), day(2027, 6, 1), [WINTER[0], SUMMER[0]], ""),
        (day(2027, 1, 5), day(2027, 12, 1), [WINTER[0], SUMMER[0], WINTER[1]], CAIRO),
        (day(2027, 1, 5), day(2028, 6, 1), [WINTER[0], SUMMER[0], WINTER[1], SUMMER[1]], CAIRO),
    ],
)
def test_rule_26_blocks_end_with_the_last_event_where_no_rule_repeats(first, last, blocks, note):
    cairo, taken = zone("Africa/Cairo"), (first[0], last[1])
    found = [f"{part.name} {part.one('DTSTART').value}" for part in onsets(vtimezone(cairo, taken))]
    assert found == blocks
    assert outlook_risk(cairo, taken) == note


def test_rule_26_an_end_at_a_change_of_offset_has_the_later_offset():
    cairo, change = zone("Africa/Cairo"), datetime(2027, 4, 29, 22, tzinfo=UTC)
    assert len(onsets(vtimezone(cairo, (change - HOUR, change - timedelta(seconds=1))))) == 1
    assert len(onsets(vtimezone(cairo, (change - HOUR, change)))) == 2


def test_each_feed_has_the_blocks_of_its_own_events():
    winter = event("rain", when='"Jan 5, 2027, 9 PM – 11 PM"', topics='["Labor"]')
    summer = event("heat", when='"June 1, 2027, 9 PM – 11 PM"', topics='["Housing"]')
    made = snapshot(HEAD.replace("America/Chicago", "Africa/Cairo") + winter + summer)
    found = {}
    for path in (
        "/feeds/topic/labor.ics",
        "/feeds/topic/housing.ics",
        "/feeds/all.ics",
        "/events/rain.ics",
    ):
        content = body(made, path)
        found[path] = content.count(b"BEGIN:STANDARD"), content.count(b"BEGIN:DAYLIGHT")
    assert found == {
        "/feeds/topic/labor.ics": (1, 0),
        "/feeds/topic/housing.ics": (1, 1),
        "/feeds/all.ics": (1, 1),
        "/events/rain.ics": (1, 0),
    }


# Every zone of the world

with pytz.open_resource("zone1970.tab") as table:
    WORLD = [
        line.split("\t")[2].strip()
        for line in table.read().decode().splitlines()
        if line[:1] != "#"
    ]
SPANS = {
    "one event in January": (datetime(2027, 1, 15, 19), datetime(2027, 1, 15, 21)),
    "one event in July": (datetime(2027, 7, 15, 19), datetime(2027, 7, 15, 21)),
    "three years": (datetime(2026, 2, 1, 19), datetime(2029, 2, 1, 21)),
    "since 2014": (datetime(2014, 6, 1, 19), datetime(2027, 11, 15, 21)),
}


@pytest.mark.parametrize("taken", SPANS)
@pytest.mark.parametrize("name", WORLD)
def test_rule_26_in_every_zone_of_the_world(name, taken):
    truth, (first, last) = zone(name), SPANS[taken]
    block = vtimezone(truth, interval(truth, first, last))
    parts = onsets(block)
    kinds = [part.name for part in parts]
    assert "STANDARD" in kinds
    changes = changes_of_offset(truth, first, last)
    yearly = [wall(part) for part in parts if part.all("RRULE")]
    if yearly and first >= min(yearly):
        assert len(parts) == 2
    elif yearly:
        assert last >= min(yearly)
        assert len(parts) == 1 + sum(change < min(yearly) for change in changes) + 2
    else:
        lone_daylight = kinds == ["DAYLIGHT", "STANDARD"] and not changes
        assert len(parts) == 1 + len(changes) + lone_daylight
    around = [
        moment + halves * HOUR / 2 for moment in (first, *changes, last) for halves in range(-6, 7)
    ]
    hours = list(existing(truth, (hour for hour in around if first <= hour <= last)))
    for reader in (by_dateutil, by_icalendar):
        assert wrong_hours(truth, reader(block), hours) == []


def wall(part: Component) -> datetime:
    """Return the local time at which a block begins."""
    return datetime.strptime(part.one("DTSTART").value, "%Y%m%dT%H%M%S")


def changes_of_offset(truth: tzinfo, first: datetime, last: datetime) -> list[datetime]:
    """Return the local half hours at which the offset has changed."""

    def differ(one: datetime, other: datetime) -> bool:
        return one.replace(tzinfo=truth).utcoffset() != other.replace(tzinfo=truth).utcoffset()

    found = []
    for one, other in pairwise([*every_hour(first, last, 5 * DAY), last]):
        if differ(one, other):
            halves = pairwise([*every_hour(one, other, HOUR / 2), other])
            found += [later for earlier, later in halves if differ(earlier, later)]
    return found

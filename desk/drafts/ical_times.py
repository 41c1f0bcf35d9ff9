"""Moments, durations and time zones of an .ics file (RFC 5545 §3.3, §3.6.5)."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from icalendar.prop import vDDDTypes
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from desk.content_lines import Component, ContentLine
from feeds.catalog import WhenError
from feeds.catalog import zone as zone_called
from feeds.catalog.series import follow
from feeds.catalog.when import YEARS

REMEDY = "look it up in the announcement"
OFFSET = re.compile(r"(?:GMT|UTC|Etc/GMT)?([+-])(0?\d|1[0-4])(?::?([0-5]\d))?(?::?00)?")
OBSERVED = {"DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"}
VALUE = re.compile(r"[+-]?[0-9A-Z]+(?:/[+-]?[0-9A-Z]+)?")
WALL = "%Y%m%dT%H%M%S"
FURTHEST = timedelta(days=3660)  # of an end from its start
MOST_ZONES, MOST_OBSERVANCES = 5, 20  # of those that a file brings
ZONE_YEARS = 33  # before and after today


def unreadable(line: ContentLine) -> WhenError:
    """Return the error of a property that cannot be read."""
    return WhenError(f'{line.name} "{line.value[:100]}" cannot be read', REMEDY)


def duration(line: ContentLine) -> timedelta:
    """Return what DURATION says; raise WhenError."""
    found = _value(line, line.value)
    if not isinstance(found, timedelta) or not timedelta(0) <= found <= FURTHEST:
        raise unreadable(line)
    return found


def after(start: date, lasts: timedelta) -> date:
    """Return the end: days are those of the calendar, hours those that pass (RFC 5545 §3.3.6)."""
    days = timedelta(days=lasts.days)
    if not isinstance(start, datetime):
        return start + days
    end = start + days
    return (end.astimezone(UTC) + (lasts - days)).astimezone(start.tzinfo)


def until(line: ContentLine, zone: tzinfo | None) -> datetime | None:
    """Return the last wall-clock moment of a rule with UNTIL, None for one without; raise WhenError."""
    text = re.search(r"(?:^|;)UNTIL=([^;]*)", line.value.upper())
    found = _value(line, text[1]) if text else None
    if found is None or (isinstance(found, date) and found.year > YEARS[1]):
        return None
    if not isinstance(found, date) or found.year < YEARS[0]:
        raise unreadable(line)
    return wall(found, zone) if isinstance(found, datetime) else datetime.combine(found, time.max)


def wall(moment: date, zone: tzinfo | None) -> datetime:
    """Return a moment on the clocks of `zone`; a day as its midnight."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(0))
    there = moment if moment.tzinfo is None or zone is None else moment.astimezone(zone)
    return there.replace(tzinfo=None)


def _value(line: ContentLine, text: str) -> Any:
    try:
        if not VALUE.fullmatch(text.strip()):  # the package takes blanks and signs between figures
            raise ValueError(text)
        return vDDDTypes.from_ical(text.strip())  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, OverflowError):
        raise unreadable(line) from None


class Zones:
    """The time zones of one VCALENDAR: known by name, by offset, or as the file itself describes them."""

    def __init__(self, calendar: Component, ours: ZoneInfo, year: int) -> None:
        self.brought = {one.text("TZID").strip(): one for one in calendar.named("VTIMEZONE")}
        self.found: dict[str, tzinfo | WhenError] = {}
        self.floating = calendar.text("X-WR-TIMEZONE").strip()
        self.ours, self.year = ours, year

    def moment(self, line: ContentLine) -> date:
        """Return the day, or the moment in its own zone, of a property; raise WhenError."""
        found = self.moments(line)
        if len(found) != 1 or not isinstance(found[0], date):
            raise unreadable(line)
        return found[0]

    def moments(self, line: ContentLine) -> list[Any]:
        """Return the moments of a property, and of a PERIOD start and end; raise WhenError."""
        tzid, text = line.parameter("TZID"), line.value
        if ":" in text:  # TZID=(UTC-05:00) …, without quotation marks
            rest, _, text = text.rpartition(":")
            tzid = f"{tzid}:{rest}"
        if any(name not in ("TZID", "VALUE", "RANGE") and name[:2] != "X-" for name in line.parameters):
            raise unreadable(line)
        found = list[Any]()
        for part in text.split(","):
            value = _value(line, part)
            if isinstance(value, tuple):
                start = self.placed(line, value[0], tzid)
                long = isinstance(value[1], timedelta)
                found.append((start, after(start, value[1]) if long else self.placed(line, value[1], tzid)))
            else:
                found.append(self.placed(line, value, tzid))
        return found

    def placed(self, line: ContentLine, value: Any, tzid: str) -> date:
        """Return a value in its zone: Z, its TZID by whatever name, else the calendar's."""
        if not isinstance(value, date) or not YEARS[0] <= value.year <= YEARS[1]:
            raise unreadable(line)
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is not None or tzid.upper() in ("UTC", "Z"):
            return value.replace(tzinfo=UTC)
        return value.replace(tzinfo=self.called(tzid or self.floating))

    def called(self, name: str) -> tzinfo:
        """Return the zone of a name; raise WhenError."""
        if not name:
            return self.ours
        if name not in self.found:
            try:
                self.found[name] = self.known(name)
            except WhenError as error:
                self.found[name] = error
        found = self.found[name]
        if isinstance(found, WhenError):
            raise found
        return found

    def known(self, name: str) -> tzinfo:
        path = name.strip('"/').split("/")
        for known in ("/".join(path), WINDOWS_TO_OLSON.get(name, ""), "/".join(path[-2:]), "/".join(path[-3:])):
            try:
                return zone_called(known)
            except KeyError:
                continue
        if (offset := _offset(name)) is not None:
            return timezone(offset)
        if name in self.brought and len(self.found) < MOST_ZONES:
            return DescribedZone(self.brought[name], name, self.year)
        raise WhenError(f'no time zone is called "{name[:100]}"', "look the hour up in the announcement")


class DescribedZone(tzinfo):
    """A time zone as a VTIMEZONE describes it, for some years around `year`; raise WhenError where it cannot."""

    def __init__(self, zone: Component, name: str, year: int) -> None:
        self.name, self.years = name[:100], range(year - ZONE_YEARS, year + ZONE_YEARS)
        self.offsets = dict[datetime, timedelta]()
        before = dict[datetime, timedelta]()
        if zone.properties.keys() & OBSERVED or any(part.components for part in zone.components):
            raise self.error()
        for part in zone.components[:MOST_OBSERVANCES]:
            earlier, offset = (_offset(part.text(key)) for key in ("TZOFFSETFROM", "TZOFFSETTO"))
            if earlier is None or offset is None:
                raise self.error()
            for onset in self.onsets(part, earlier):
                if self.offsets.setdefault(onset, offset) != offset:
                    raise self.error()
                before[onset] = earlier
        self.times = sorted(self.offsets)
        if len(zone.components) > 1 and self.times[-1].year not in self.years:
            raise self.error()
        for one, following in pairwise(self.times):
            if one.year in self.years and self.offsets[one] != before[following]:
                raise self.error()

    def error(self) -> WhenError:
        return WhenError(f'the file does not say what the time zone "{self.name}" is', REMEDY)

    def onsets(self, part: Component, earlier: timedelta) -> Iterator[datetime]:
        """Yield the wall-clock moments from which an observance holds; raise WhenError."""
        try:
            first = datetime.strptime(part.text("DTSTART"), WALL)
            for dates in part.every("RDATE"):
                yield from (datetime.strptime(text, WALL) for text in dates.value.split(","))
            yield first
            if rule := part.text("RRULE").upper():
                until = re.search(r";UNTIL=(\d{8}T\d{6})(Z?)", rule)
                last = datetime(self.years[-1], 12, 31)
                if until:
                    last = min(last, datetime.strptime(until[1], WALL) + (earlier if until[2] else timedelta(0)))
                begin = first.replace(year=max(first.year, self.years[0]))
                if "FREQ=YEARLY" not in rule:
                    raise self.error()
                yield from follow(re.sub(r";(?:UNTIL|COUNT)=[^;]*", "", rule), begin, last)
        except (ValueError, TypeError, IndexError, OverflowError):
            raise self.error() from None

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Return the offset on a moment of its wall clock."""
        if moment is None or moment.year not in self.years:
            raise self.error()
        onset = bisect_right(self.times, moment.replace(tzinfo=None)) - 1
        if onset < 0:
            raise self.error()
        return self.offsets[self.times[onset]]

    def dst(self, moment: datetime | None) -> timedelta:
        """Return nothing: only the whole offset counts here."""
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> str:
        """Return what the file calls it."""
        return self.name


def _offset(text: str) -> timedelta | None:
    """Return the offset from UTC that a text such as UTC-05:00 names, None where it names none."""
    match = OFFSET.fullmatch(text.strip())
    if match is None:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset

"""Moments, durations and time zones of an .ics file (RFC 5545 §3.3, §3.6.5)."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.tz import tzical
from icalendar.prop import vDDDTypes
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from desk.content_lines import Component, ContentLine
from desk.drafts.spans import REMEDY
from feeds.catalog import WhenError
from feeds.catalog import zone as zone_called
from feeds.catalog.when import YEARS

OFFSET = re.compile(r"(?:GMT|UTC|Etc/GMT)?([+-])(0?\d|1[0-4])(?::?([0-5]\d))?(?::?00)?")
VALUE = re.compile(r"[+-]?[0-9A-Z]+(?:/[+-]?[0-9A-Z]+)?")
FURTHEST = timedelta(days=3660)  # of an end from its start
MOST_ZONES = 5  # of those that a file describes
ONSET = {
    "DTSTART": re.compile(r"\d{8}T\d{6}"),
    "RRULE": re.compile(r"(?:(?:FREQ=YEARLY|BYMONTH=\d\d?|BYDAY=-?\d[A-Z]{2})(?:;|$)){3}"),
    "TZOFFSETFROM": re.compile(r"[+-]\d{4}"),
    "TZOFFSETTO": re.compile(r"[+-]\d{4}"),
}


def unreadable(line: ContentLine) -> WhenError:
    """Return the error of a property that cannot be read."""
    return WhenError(f'{line.name} "{line.value[:100]}" cannot be read', REMEDY)


def end_after(start: date, line: ContentLine) -> date:
    """Return the end that DURATION says; raise WhenError.

    Days are those of the calendar, hours those that pass (RFC 5545 §3.3.6).
    """
    lasts = _value(line, line.value)
    if not isinstance(lasts, timedelta) or not timedelta(0) <= lasts <= FURTHEST:
        raise unreadable(line)
    days = timedelta(days=lasts.days)
    end = start + days
    if not isinstance(end, datetime):
        return end
    moment = end.astimezone(UTC) + (lasts - days)
    return moment.astimezone(end.tzinfo)


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

    def __init__(self, calendar: Component, ours: ZoneInfo) -> None:
        described = calendar.named("VTIMEZONE")[:MOST_ZONES]
        self.described = {one.text("TZID").strip(): one for one in described}
        self.found: dict[str, tzinfo | None] = {}
        self.floating = calendar.text("X-WR-TIMEZONE").strip()
        self.ours = ours

    def moments(self, line: ContentLine) -> list[date]:
        """Return the days, or the moments in their own zone, of a property; raise WhenError."""
        tzid, text = line.parameter("TZID"), line.value
        if ":" in text:  # TZID=(UTC-05:00) …, without quotation marks
            rest, _, text = text.rpartition(":")
            tzid = f"{tzid}:{rest}"
        if any(name not in ("TZID", "VALUE", "RANGE") and name[:2] != "X-" for name in line.parameters):
            raise unreadable(line)
        return [self._placed(line, _value(line, part), tzid) for part in text.split(",")]

    def _placed(self, line: ContentLine, value: Any, tzid: str) -> date:
        """Return a value in its zone: Z, its TZID by whatever name, else the calendar's."""
        if not isinstance(value, date) or not YEARS[0] <= value.year <= YEARS[1]:
            raise unreadable(line)
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is not None or tzid.upper() in ("UTC", "Z"):
            return value.replace(tzinfo=UTC)
        name = tzid or self.floating
        return value.replace(tzinfo=self._called(name) if name else self.ours)

    def _called(self, name: str) -> tzinfo:
        """Return the zone of a name; raise WhenError."""
        if name not in self.found:
            described = self.described.get(name)
            self.found[name] = _known(name) or (_described(described) if described else None)
        zone = self.found[name]
        if zone is None:
            raise WhenError(f'no time zone is called "{name[:100]}"', "look the hour up in the announcement")
        return zone


def _known(name: str) -> tzinfo | None:
    path = name.strip('"/').split("/")
    for known in ("/".join(path), WINDOWS_TO_OLSON.get(name, ""), "/".join(path[-2:]), "/".join(path[-3:])):
        try:
            return zone_called(known)
        except KeyError:
            continue
    if offset := OFFSET.fullmatch(name.strip()):
        east = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-east if offset[1] == "-" else east)
    return None


def _described(zone: Component) -> tzinfo | None:
    """Return the zone of a VTIMEZONE as Outlook writes it: one offset, or two that change by yearly rules.

    None for any other: dateutil takes what is missing or broken for a zone that never changes.
    """
    halves = zone.components
    lines = ["BEGIN:VTIMEZONE", "TZID:zone"]
    for half in halves:
        lines.append(f"BEGIN:{half.name}")
        for key, form in ONSET.items():
            if key == "RRULE" and len(halves) == 1:
                form = re.compile("")
            if len(half.every(key)) > 1 or not form.fullmatch(half.text(key)):
                return None
            lines += [f"{key}:{half.text(key)}"] if half.text(key) else []
        lines.append(f"END:{half.name}")
    offsets = [(half.text("TZOFFSETFROM"), half.text("TZOFFSETTO")) for half in halves]
    change = len(offsets) == 2 and offsets[0] == offsets[1][::-1]
    nested = any(half.components for half in halves)
    if nested or zone.properties.keys() & ONSET.keys() or not (change or len(offsets) == 1):
        return None
    lines.append("END:VTIMEZONE")
    try:
        found = tzical(StringIO("\n".join(lines))).get("zone")
    except (ValueError, IndexError):
        return None
    return found if isinstance(found, tzinfo) else None

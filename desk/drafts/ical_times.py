"""Moments, durations and time zones of an .ics file (RFC 5545 §3.3, §3.6.5)."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
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

VALUE = re.compile(r"[+-]?[0-9A-Z]+(?:/[+-]?[0-9A-Z]+)?")
MOST_ZONES = 20  # of those that a file describes: 15 ms each
FURTHEST = timedelta(days=3660)  # of an end from its start
ONSET = ("DTSTART", "RRULE", "TZOFFSETFROM", "TZOFFSETTO")
ONSET_FORM = re.compile(
    r"DTSTART:\d{8}T\d{6}\n"
    r"(?P<rule>RRULE:(?:(?:FREQ=YEARLY|INTERVAL=1|BYMONTH=\d\d?|BYDAY=-?\d[A-Z]{2})[;\n]){3,4})?"
    r"TZOFFSETFROM:([+-]\d{4})\nTZOFFSETTO:([+-]\d{4})\n"
)


def unreadable(line: ContentLine) -> WhenError:
    """Return the error of a property that cannot be read."""
    return WhenError(f'{line.name} "{line.value[:100]}" cannot be read', REMEDY)


def end_after(start: date, lasts: Any) -> date | None:
    """Return the end of what begins at `start` and lasts a duration; None for what is no such duration.

    Days are those of the calendar, hours those that pass (RFC 5545 §3.3.6).
    """
    if not isinstance(lasts, timedelta) or not timedelta(0) <= lasts <= FURTHEST:
        return None
    days = timedelta(days=lasts.days)
    end = start + days
    if not isinstance(end, datetime):
        return end if lasts == days else None
    moment = end.astimezone(UTC) + (lasts - days)
    return moment.astimezone(end.tzinfo)


def day_of(moment: date) -> date:
    """Return the day of a moment, a day as it is."""
    return moment.date() if isinstance(moment, datetime) else moment


def value_of(text: str) -> Any:
    """Return a day, moment, duration or period as icalendar reads it, None for what is none."""
    if not VALUE.fullmatch(text):  # icalendar takes blanks and signs between figures
        return None
    try:
        return vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, OverflowError):
        return None


class Zones:
    """The time zones of one VCALENDAR: known by name, by offset, or as the file itself describes them."""

    def __init__(self, calendar: Component, ours: ZoneInfo) -> None:
        described = calendar.named("VTIMEZONE")[:MOST_ZONES]
        self.described = {one.text("TZID").strip(): one for one in described}
        self.found: dict[str, tzinfo | None] = {}
        self.floating = calendar.text("X-WR-TIMEZONE").strip()
        self.ours = ours

    def periods(self, line: ContentLine) -> list[tuple[date, date | None]]:
        """Return the days, or moments in their own zone, of a property, each with its end if it has one.

        Raise WhenError.
        """
        tzid, text = line.parameter("TZID"), line.value.strip()
        if ":" in text:  # TZID=(UTC-05:00) …, without quotation marks
            rest, _, text = text.rpartition(":")
            tzid = f"{tzid}:{rest}"
        if any(
            name not in ("TZID", "VALUE", "RANGE") and name[:2] != "X-" for name in line.parameters
        ):
            raise unreadable(line)
        found = list[tuple[date, date | None]]()
        for part in text.split(",") if text else ():
            value = value_of(part.strip())
            begin, end = value if isinstance(value, tuple) else (value, None)
            start = self._placed(line, begin, tzid)
            if isinstance(end, datetime):
                end = self._placed(line, end, tzid)
            elif end is not None:
                end = end_after(start, end)
            found.append((start, end))
        return found

    def _placed(self, line: ContentLine, value: Any, tzid: str) -> date:
        """Return a value in its zone: Z, its TZID by whatever name, else the calendar's."""
        kind = line.parameter("VALUE").upper()
        is_moment = isinstance(value, datetime)
        if not isinstance(value, date) or not YEARS[0] <= value.year <= YEARS[1]:
            raise unreadable(line)
        if kind and (kind == "DATE") == is_moment:
            raise WhenError(
                f'{line.name} "{line.value[:100]}" is no {kind[:20]}, as it says', REMEDY
            )
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
            raise WhenError(
                f'no time zone is called "{name[:100]}"', "look the hour up in the announcement"
            )
        return zone


def _known(name: str) -> tzinfo | None:
    plain = name.strip("\"'/ ")
    path = plain.split("/")
    others = (
        plain.title(),
        WINDOWS_TO_OLSON.get(plain, ""),
        "/".join(path[-2:]),
        "/".join(path[-3:]),
    )
    for known in (plain, *others):
        try:
            return zone_called(known)
        except KeyError:
            continue
    for form in ("UTC%z", "GMT%z", "%z"):
        try:
            return datetime.strptime(plain, form).tzinfo
        except ValueError:
            continue
    return None


def _described(zone: Component) -> tzinfo | None:
    """Return the zone of a VTIMEZONE: one offset, or two that change by yearly rules, which may have had others.

    None for any other: dateutil takes what is missing or broken for a zone that never changes.
    """
    text, found = "", list[re.Match[str]]()
    for part in zone.components:
        if "UNTIL=" in part.text("RRULE"):
            continue
        onset = "".join(f"{key}:{line.value}\n" for key in ONSET for line in part.every(key))
        match = ONSET_FORM.fullmatch(onset)
        if not match or part.components:
            return None
        found.append(match)
        text += f"BEGIN:{part.name}\n{onset}END:{part.name}\n"
    changes = (
        len(found) == 2
        and all(one["rule"] for one in found)
        and found[0].group(2, 3) == found[1].group(3, 2)
    )
    if not (changes or len(found) == 1) or zone.properties.keys() & set(ONSET):
        return None
    try:
        described = tzical(StringIO(f"BEGIN:VTIMEZONE\nTZID:zone\n{text}END:VTIMEZONE")).get("zone")
    except (ValueError, IndexError):
        return None
    return described if isinstance(described, tzinfo) else None

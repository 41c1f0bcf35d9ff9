"""Moments, durations and time zones of an .ics file (RFC 5545 §3.3, §3.6.5)."""

import re
import tomllib
from datetime import UTC, date, datetime, timedelta, tzinfo
from io import StringIO
from pathlib import Path
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

MOST_ZONES = 20  # of those that a file describes: 15 ms each
FURTHEST = timedelta(days=3660)  # of an end from its start
TABLE = tomllib.loads(Path(__file__).with_name("icalendar.toml").read_text("utf-8"))
FORMS = {name: re.compile(form) for name, form in TABLE["forms"].items()}


def unreadable(line: ContentLine) -> WhenError:
    """Return the error of a property that cannot be read."""
    return WhenError(f'{line.name} "{line.value[:100]}" cannot be read', REMEDY)


def end_after(start: date, lasts: Any) -> date | None:
    """Return the end of what begins at `start` and lasts a duration, None for any other value.

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
    """Return a day, moment, duration or period as icalendar reads it, None for any other text."""
    if not FORMS["value"].fullmatch(text):
        return None
    try:
        return vDDDTypes.from_ical(text)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, OverflowError):
        return None


class Zones:
    """The time zones of one VCALENDAR: known by name, or as the file describes them."""

    def __init__(self, calendar: Component, default: ZoneInfo) -> None:
        described = calendar.named("VTIMEZONE")[:MOST_ZONES]
        self.described = {one.text("TZID").strip(): one for one in described}
        self.found = dict[str, tzinfo | None]()
        self.floating = calendar.text("X-WR-TIMEZONE").strip()
        self.default = default

    def periods(self, line: ContentLine) -> list[tuple[date, date | None]]:
        """Return the days, or moments in their own zone, of a property, each with its end if any.

        Raise WhenError.
        """
        tzid, text = line.parameter("TZID"), line.value.strip()
        # TZID=(UTC-05:00) Eastern Time, without quotation marks
        if ":" in text:
            rest, _, text = text.rpartition(":")
            tzid = f"{tzid}:{rest}"
        known = ("TZID", "VALUE", "RANGE")
        if any(name not in known and name[:2] != "X-" for name in line.parameters):
            raise unreadable(line)
        found = list[tuple[date, date | None]]()
        for part in text.split(",") if text else ():
            value = value_of(part.strip())
            begin, end = value if isinstance(value, tuple) else (value, None)
            start = self._in_its_zone(line, begin, tzid)
            if isinstance(end, datetime):
                end = self._in_its_zone(line, end, tzid)
            elif end is not None:
                end = end_after(start, end)
            found.append((start, end))
        return found

    def _in_its_zone(self, line: ContentLine, value: Any, tzid: str) -> date:
        """Return a moment in UTC, in the zone of its TZID, or else in the calendar's."""
        kind = line.parameter("VALUE").upper()
        if not isinstance(value, date) or not YEARS[0] <= value.year <= YEARS[1]:
            raise unreadable(line)
        if kind and (kind == "DATE") == isinstance(value, datetime):
            raise WhenError(f'{line.name} "{line.value[:100]}" is not a {kind[:20]}', REMEDY)
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is not None or tzid.upper() in ("UTC", "Z"):
            return value.replace(tzinfo=UTC)
        name = tzid or self.floating
        return value.replace(tzinfo=self._zone(name) if name else self.default)

    def _zone(self, name: str) -> tzinfo:
        if name not in self.found:
            described = self.described.get(name)
            self.found[name] = _known(name) or (_described(described) if described else None)
        zone = self.found[name]
        if zone is None:
            remedy = "look the hour up in the announcement"
            raise WhenError(f'no time zone is called "{name[:100]}"', remedy)
        return zone


def _known(name: str) -> tzinfo | None:
    """Return the zone of a name, in any case, of Windows, or after a path, as Mozilla's."""
    plain = name.strip("\"'/ ")
    olson = WINDOWS_TO_OLSON.get(plain, "")
    parts = plain.split("/")
    # America/Argentina/Buenos_Aires has three parts.
    endings = ("/".join(parts[-3:]), "/".join(parts[-2:]))
    for known in (plain, plain.title(), olson, *endings):
        try:
            return zone_called(known)
        except KeyError:
            continue
    return None


def _described(zone: Component) -> tzinfo | None:
    """Return the zone of a VTIMEZONE without its former rules, None for one of another form.

    dateutil would take one in which something is missing for a zone that never changes.
    """
    text = ""
    for part in zone.components:
        if part.components:
            return None
        if "UNTIL=" not in part.text("RRULE"):
            onset = "".join(
                f"{key}:{line.value}\n" for key in TABLE["onset"] for line in part.every(key)
            )
            text += f"BEGIN:{part.name}\n{onset}END:{part.name}\n"
    if not FORMS["vtimezone"].fullmatch(text) or zone.properties.keys() & set(TABLE["onset"]):
        return None
    try:
        described = tzical(StringIO(f"BEGIN:VTIMEZONE\nTZID:zone\n{text}END:VTIMEZONE")).get("zone")
    except (ValueError, IndexError):
        return None
    return described if isinstance(described, tzinfo) else None

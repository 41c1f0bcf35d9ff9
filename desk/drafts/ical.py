"""Calendars in .ics files (RFC 5545), as Google, Outlook, Apple, Meetup and others write them."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from quopri import decodestring
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from desk.content_lines import Component, ContentLine, parse_components
from desk.drafts.draft import Doubt, Draft, doubt, unfinished
from desk.drafts.ical_times import TABLE, Zones, day_of, end_after, unreadable, value_of
from desk.drafts.json_ld import Node
from desk.drafts.repeating import Recurrence, Repeating
from desk.drafts.schema_event import SchemaEvent, doubt_of
from desk.drafts.spans import DAY, REMEDY, spanned
from feeds.catalog import When, WhenError

MOST_READ = 1500


class IcalEvent:
    """A VEVENT with its dates, and what a curator must check.

    `start` is None if it cannot be read, `series` for a single event. `cancelled` says that its
    VCALENDAR has METHOD:CANCEL.
    """

    def __init__(self, lines: Component, zones: Zones, *, cancelled: bool) -> None:
        self.lines, self.zones, self.cancelled = lines, zones, cancelled
        self.uid = lines.text("UID").strip()
        self.doubts = list[Doubt]()
        self.series: Recurrence | None = None
        self.start, self.length = None, None
        changed = lines.first("RECURRENCE-ID")
        self.is_change = changed is not None
        self.range = changed.parameter("RANGE").upper() if changed else ""
        try:
            start = self.moment("DTSTART")
            if start is None:
                raise WhenError("no time is given", REMEDY)
            self.length = self._length(start)
            self.start = start
        except WhenError as error:
            self.doubts.append(doubt_of(error))

    def text(self, key: str) -> str:
        """Return the first property `key` as text."""
        return next(iter(self.texts(key)), "")

    def texts(self, key: str) -> list[str]:
        """Return the properties `key` as texts, without empty ones."""
        return list(filter(None, map(_decoded, self.lines.every(key))))

    @property
    def version(self) -> tuple[int, bool, str]:
        """The order of versions of one event: the newest is the greatest."""
        sequence = self.text("SEQUENCE")
        number = int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0
        return number, self.cancelled, self.text("LAST-MODIFIED") or self.text("DTSTAMP")

    def moment(self, key: str) -> date | None:
        """Return the day or moment of a property, None without one; raise WhenError."""
        lines = self.lines.every(key)
        if not lines:
            return None
        if len(lines) > 1:
            raise WhenError(f"{key} is there more than once", REMEDY)
        found = self.zones.periods(lines[0])
        if len(found) != 1 or found[0][1]:
            raise unreadable(lines[0])
        return found[0][0]

    def _length(self, start: date) -> timedelta | None:
        """Return how long it lasts on its clock, None without an end; raise WhenError."""
        end, line = self.moment("DTEND"), self.lines.first("DURATION")
        if line:
            lasts = end_after(start, value_of(line.value.strip()))
            if lasts is None:
                raise unreadable(line)
            # Thunderbird adds PT0S.
            if end not in (None, lasts) and lasts != start:
                raise WhenError("DTEND and DURATION differ", REMEDY)
            end = end or lasts
        if end is None:
            return None
        if isinstance(start, datetime) and isinstance(end, datetime):
            return end.astimezone(start.tzinfo) - start
        if isinstance(start, datetime) or isinstance(end, datetime):
            raise WhenError("of DTSTART and DTEND, one is a day and the other an hour", REMEDY)
        return end - start

    def whens(self, zone: ZoneInfo) -> list[When]:
        """Return when it takes place; nothing, and a doubt, if that cannot be read."""
        series = self.series or Recurrence([self.start] if self.start else [])
        found = list[When]()
        for begin in series.begins:
            end = series.ends.get(begin, None if self.length is None else begin + self.length)
            if end and not isinstance(begin, datetime) and end > begin:
                end -= DAY
            try:
                when, doubts = spanned(begin, end, zone)
            except WhenError as error:
                self.doubts.append(doubt_of(error))
                return []
            found.append(when)
            self.doubts += (Doubt("when", text) for text in doubts)
        return found


def drafts(text: str, source: str, zone: ZoneInfo, today: date) -> tuple[list[Draft], list[str]]:
    """Return the events of a calendar, a series as one with its dates, and what was left out."""
    roots, faults = parse_components(text.replace("\r\r\n", "\r\n").encode("utf-8", "replace"))
    repeating, left_out = Repeating(today), Counter[str]()
    by_uid: defaultdict[str, list[IcalEvent]] = defaultdict(list)
    for number, event in enumerate(_events(roots, zone, left_out)):
        if number >= MOST_READ:
            left_out[f"an event after the first {MOST_READ:,}"] += 1
        elif event.text("CLASS").upper() in TABLE["private"]:
            left_out["an event that its calendar marks as private"] += 1
        else:
            by_uid[event.uid or f"#{number}"].append(event)
    found = list[Draft]()
    for versions in by_uid.values():
        for event in _dated(versions, repeating):
            if event.series and not event.series.begins:
                left_out[f'a series of which no date is left: "{event.text("SUMMARY")[:100]}"'] += 1
            else:
                found += _drafts(event, source, zone)
    for kind, number in faults:
        if kind in TABLE["faults"]:
            left_out[f"line {number}, {TABLE['faults'][kind]}"] += 1
    several = {text: f" ({count} times)" if count > 1 else "" for text, count in left_out.items()}
    return found, [text + count for text, count in several.items()]


def _events(roots: list[Component], zone: ZoneInfo, left_out: Counter[str]) -> Iterator[IcalEvent]:
    """Yield each event, however deep, with the zones and the METHOD of its VCALENDAR."""
    waiting = [(root, False, Zones(root, zone)) for root in reversed(roots)]
    while waiting:
        component, cancelled, zones = waiting.pop()
        if component.name == "VCALENDAR":
            cancelled = component.text("METHOD").strip().upper() == "CANCEL"
            zones = Zones(component, zone)
        elif component.name == "VEVENT":
            yield IcalEvent(component, zones, cancelled=cancelled)
        elif component.name not in TABLE["parts"]:
            left_out[f"{component.name[:40]}, which is not an event"] += 1
        waiting += [(inner, cancelled, zones) for inner in reversed(component.components)]


def _dated(versions: list[IcalEvent], repeating: Repeating) -> list[IcalEvent]:
    """Return the events of one UID, with their dates: the series, then each changed date."""
    by_version = sorted(versions, key=lambda event: event.version, reverse=True)
    master = next((event for event in by_version if not event.is_change), None)
    newest = dict[object, IcalEvent]()
    for event in by_version:
        day = _changed_date(event, master)
        newer = newest.setdefault(day, event)
        if newer is event:
            continue
        if day is None and newer.version == event.version and newer.start != event.start:
            event.uid = ""
            event.doubts.append(doubt("", "same-uid"))
            newest[event] = event
            continue
        older = event.text("SUMMARY")[:100], event.version[0]
        newer.doubts.append(doubt("", "older-version", *older))
    changes = {day: event for day, event in newest.items() if isinstance(day, date)}
    others = [event for event in newest.values() if event not in changes.values()]
    for event in others:
        if event.start and not event.is_change:
            event.series = repeating.series(event.lines, event.zones, event.start, event.doubts)
    if master and changes:
        _change(master, changes)
    for day, event in changes.items():
        event.uid = event.uid and f"{event.uid}-{day:%Y%m%d}"
    found = [*others, *(changes[day] for day in sorted(changes, key=str))]
    for event in found:
        if event.series:
            repeating.limit_dates(event.series, event.doubts)
    return found


def _changed_date(event: IcalEvent, master: IcalEvent | None) -> object:
    """Return which date of the series an event changes, on the series' clock.

    Return None for the series itself, the event if its RECURRENCE-ID cannot be read.
    """
    try:
        moment = event.moment("RECURRENCE-ID")
    except WhenError as error:
        for one in filter(None, (event, master)):
            one.doubts.append(unfinished("unreadable-change", error.found, error.remedy))
        return event
    start = master.start if master else None
    if start and isinstance(moment, datetime):
        return moment.astimezone(start.tzinfo) if isinstance(start, datetime) else moment.date()
    return moment


def _change(master: IcalEvent, changes: dict[date, IcalEvent]) -> None:
    """Remove from a series the dates that other VEVENTs change.

    Those after a THISANDFUTURE become its dates, moved as it is. A change of what is not a date of
    the series is left to the curator.
    """
    series = master.series or Recurrence()
    # Single dates first, then the last THISANDFUTURE, so that each finds its date in the series.
    single = [day for day, change in changes.items() if not change.range]
    ranges = sorted((day for day in changes if day not in single), key=str, reverse=True)
    dates = {day_of(begin): begin for begin in reversed(series.begins)}
    dates |= {begin: begin for begin in series.begins}
    for day in (*single, *ranges):
        change, found = changes[day], dates.get(day)
        index = bisect_left(series.begins, found) if found else 0
        is_date = found in series.begins[index : index + 1]
        shift = _shift(change, found) if found else None
        if is_date and not change.range:
            del series.begins[index]
        elif is_date and shift is not None:
            later = [begin + shift for begin in series.begins[index:]]
            change.series = replace(series, begins=later)
            del series.begins[index:]
        else:
            reason = unfinished("change", change.text("RECURRENCE-ID")[:100])
            change.doubts.append(reason)
            master.doubts += [reason] if change.range else []


def _shift(change: IcalEvent, begin: date) -> timedelta | None:
    """Return by how much an event moves a date and those after it, None if it changes more."""
    start = change.start
    if change.range != "THISANDFUTURE" or change.lines.first("RRULE"):
        return None
    if isinstance(start, datetime) and isinstance(begin, datetime):
        return start.astimezone(begin.tzinfo) - begin
    if start is None or isinstance(start, datetime) or isinstance(begin, datetime):
        return None
    return start - begin


def _drafts(event: IcalEvent, source: str, zone: ZoneInfo) -> Iterator[Draft]:
    """Yield the draft of an event, and another one for dates that share a day with its own."""
    reading = SchemaEvent(_node(event))
    whens = event.whens(zone)
    if invited := len(event.lines.every("ATTENDEE")):
        event.doubts.append(doubt("hosts", "guests", invited))
    for key in TABLE["notes"]:
        reading.notes += (f"{key.title()}: {value}" for value in event.texts(key))
    for key in TABLE["files"]:
        for value in event.texts(key):
            text = value if value.startswith("http") else "a file, left out"
            reading.notes.append(f"{key.title()}: {text}")
            event.doubts.append(doubt("", "attached"))
    reading.doubts += event.doubts
    time = ", ".join(line.value for key in ("DTSTART", "DTEND") for line in event.lines.every(key))
    first, *others = _one_a_day(whens)
    draft = replace(reading.draft(tuple(first), time, source), uid=event.uid)
    yield draft
    for number, row in enumerate(others, 2):
        uid = event.uid and f"{event.uid}-{number}"
        doubts = (*draft.doubts, doubt("when", "shared-day"))
        yield replace(draft, when=tuple(row), uid=uid, doubts=doubts)


def _one_a_day(whens: Iterable[When]) -> list[list[When]]:
    """Return times in their order as rows without two on one day."""
    rows: list[list[When]] = [[]]
    for when in whens:
        row = next((row for row in rows if not row or row[-1].start_day != when.start_day), None)
        if row is None:
            rows.append([when])
        else:
            row.append(when)
    return rows


def _node(event: IcalEvent) -> Node:
    """Return the properties of an event except its times as a node of schema.org."""
    apple = event.text("X-APPLE-STRUCTURED-LOCATION").removeprefix("geo:").replace(",", ";")
    latitude, _, longitude = (event.text("GEO") or apple).partition(";")
    point = {"latitude": [latitude], "longitude": [longitude]}
    links = [
        value for key in TABLE["meetings"] for value in event.texts(key) if value.startswith("http")
    ]
    locations: list[Any] = [{"type": ["VirtualLocation"], "url": [link]} for link in links[:1]]
    locations += ({"name": [text], **point} for text in event.texts("LOCATION"))
    names = (unquote(line.parameter("CN")).strip() for line in event.lines.every("ORGANIZER"))
    return {
        "name": event.texts("SUMMARY"),
        "description": event.texts("DESCRIPTION") or event.texts("X-ALT-DESC"),
        "location": locations,
        "organizer": [{"name": [name]} for name in names],
        "keywords": event.texts("CATEGORIES"),
        "url": event.texts("URL"),
        "contact": event.texts("CONTACT"),
        "eventStatus": ["CANCELLED"] if event.cancelled else event.texts("STATUS"),
    }


def _decoded(line: ContentLine) -> str:
    """Return a property as text; vCalendar 1.0 has it in quoted-printable."""
    if line.parameter("ENCODING").upper() == "QUOTED-PRINTABLE":
        line = replace(line, value=decodestring(line.value.encode()).decode("utf-8", "replace"))
    return line.text.strip()

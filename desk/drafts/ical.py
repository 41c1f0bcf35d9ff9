"""Calendars in .ics files (RFC 5545), as Google, Outlook, Apple, Meetup and others write them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from datetime import date, datetime, timedelta
from quopri import decodestring
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from desk.content_lines import Component, ContentLine, parse_components
from desk.drafts.draft import Doubt, Draft
from desk.drafts.ical_times import Zones, day_of, end_after, unreadable, value_of
from desk.drafts.json_ld import Node
from desk.drafts.repeating import Repeating, Series
from desk.drafts.schema_event import SchemaEvent, doubt_of
from desk.drafts.spans import DAY, REMEDY, spanned
from feeds.catalog import When, WhenError
from feeds.catalog.when import say_day

MOST_EVENTS = 1500
PRIVATE = ("PRIVATE", "CONFIDENTIAL")
PARTS = ("VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM")
ALL_DAY = "X-MICROSOFT-CDO-ALLDAYEVENT"
JOINED = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
NOTED = ("COMMENT", "RESOURCES", "ATTACH", "IMAGE")
FAULTS = {"nesting": "which belongs to nothing that is open", "no-property": "which is no property"}
RANGE = "it changes that date of the series and others: enter them by hand"
MORE = "the series has more dates: only the next are here, of a year and at most 100"


class IcalEvent:
    """A VEVENT, what its VCALENDAR says of it, and what a curator must look at or decide.

    `start` is None where it cannot be read, `series` where it has no dates but its own.
    """

    def __init__(self, lines: Component, zones: Zones, *, cancelled: bool) -> None:
        self.lines, self.zones, self.cancelled = lines, zones, cancelled
        self.uid = lines.text("UID").strip()
        self.doubts, self.unfinished = list[Doubt](), list[str]()
        self.series: Series | None = None
        self.start, self.length = None, None
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
        """What tells versions of one event apart: the newest is the greatest."""
        sequence = self.text("SEQUENCE")
        number = int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0
        return number, self.cancelled, self.text("LAST-MODIFIED") or self.text("DTSTAMP")

    @property
    def range(self) -> str:
        """What else a change of one date changes: THISANDFUTURE, or nothing."""
        line = self.lines.first("RECURRENCE-ID")
        return line.parameter("RANGE").upper() if line else ""

    def moment(self, key: str) -> date | None:
        """Return the day or moment of a property, None without one; raise WhenError."""
        lines = self.lines.every(key)
        if not lines:
            return None
        if len(lines) > 1:
            raise WhenError(f"{key} stands there more than once", REMEDY)
        line = lines[0]
        if "T000000" in line.value and self.text(ALL_DAY).upper() == "TRUE":
            line = replace(line, value=line.value.partition("T")[0], parameters={})
        found = self.zones.periods(line)
        if len(found) != 1 or found[0][1]:
            raise unreadable(line)
        return found[0][0]

    def _length(self, start: date) -> timedelta | None:
        """Return how long it lasts on its clock, None without an end; raise WhenError."""
        end, line = self.moment("DTEND"), self.lines.first("DURATION")
        if line:
            lasts = end_after(start, value_of(line.value.strip()))
            if lasts is None:
                raise unreadable(line)
            if end not in (None, lasts) and lasts != start:  # Thunderbird adds PT0S
                raise WhenError("DTEND and DURATION differ", REMEDY)
            end = end or lasts
        if end is None:
            return None
        if isinstance(start, datetime) and isinstance(end, datetime):
            return end.astimezone(start.tzinfo) - start
        if isinstance(start, datetime) or isinstance(end, datetime):
            raise WhenError("of DTSTART and DTEND, one is a day and the other an hour", REMEDY)
        return end - start

    def whens(self, zone: ZoneInfo) -> tuple[When, ...]:
        """Return when it takes place; nothing, and a doubt, where that cannot be read."""
        series = self.series or Series([self.start] if self.start else [])
        found = list[When]()
        for begin in series.begins:
            end = series.ends.get(begin, None if self.length is None else begin + self.length)
            if end and not isinstance(begin, datetime) and end > begin:
                end -= DAY
            try:
                when, doubts = spanned(begin, end, zone)
            except WhenError as error:
                self.doubts.append(doubt_of(error))
                return ()
            found.append(when)
            self.doubts += (Doubt("when", doubt) for doubt in doubts)
        return tuple(found)


def drafts(text: str, source: str, zone: ZoneInfo, today: date) -> tuple[list[Draft], list[str]]:
    """Return the events of a calendar, a series as one with its dates, and what was left out."""
    roots, faults = parse_components(text.replace("\r\r\n", "\r\n").encode("utf-8", "replace"))
    repeating, left_out = Repeating(today), Counter[str]()
    by_uid: defaultdict[str, list[IcalEvent]] = defaultdict(list)
    for number, event in enumerate(_events(roots, zone, left_out)):
        if number >= MOST_EVENTS:
            left_out["an event behind the first 1,500"] += 1
        elif event.text("CLASS").upper() in PRIVATE:
            left_out["an event that its calendar marks as private"] += 1
        else:
            by_uid[event.uid or f"#{number}"].append(event)
    found = list[Draft]()
    for versions in by_uid.values():
        for event in _dated(versions, repeating):
            if event.series and not event.series.begins:
                left_out[f'a series of which no date is left: "{event.text("SUMMARY")[:100]}"'] += 1
            else:
                found.append(_draft(event, source, zone))
    left_out.update(f"line {number}, {FAULTS[kind]}" for kind, number in faults if kind in FAULTS)
    return found, [
        f"{what}{f' ({count} times)' if count > 1 else ''}" for what, count in left_out.items()
    ]


def _events(roots: list[Component], zone: ZoneInfo, left_out: Counter[str]) -> Iterator[IcalEvent]:
    """Yield each event, however deep, with what the VCALENDAR says that it is in."""
    waiting = [(root, False, Zones(root, zone)) for root in reversed(roots)]
    while waiting:
        component, cancelled, zones = waiting.pop()
        if component.name == "VCALENDAR":
            cancelled = component.text("METHOD").strip().upper() == "CANCEL"
            zones = Zones(component, zone)
        elif component.name == "VEVENT":
            yield IcalEvent(component, zones, cancelled=cancelled)
        elif component.name not in PARTS:
            left_out[f"{component.name[:40]}, which is no event"] += 1
        waiting += [(inner, cancelled, zones) for inner in reversed(component.components)]


def _dated(versions: list[IcalEvent], repeating: Repeating) -> Iterator[IcalEvent]:
    """Yield what the components of one UID make: the event or series, then each date that differs from it."""
    by_version = sorted(versions, key=lambda event: event.version, reverse=True)
    master = next((event for event in by_version if not event.lines.first("RECURRENCE-ID")), None)
    newest = dict[object, IcalEvent]()
    for event in by_version:
        day = _changed_date(event, master)
        newer = newest.setdefault(day, event)
        if newer is event:
            continue
        if day is None and newer.version == event.version and newer.start != event.start:
            event.uid = ""
            event.doubts.append(Doubt("", "another event of the file has the same UID"))
            newest[event] = event
            continue
        older = f'"{event.text("SUMMARY")[:100]}" (SEQUENCE {event.version[0]})'
        newer.doubts.append(Doubt("", f"another version was left out: {older}"))
    changes = {day: event for day, event in newest.items() if isinstance(day, date)}
    for event in newest.values():
        if event.start and not event.lines.first("RECURRENCE-ID"):
            event.series = repeating.series(event.lines, event.zones, event.start)
    if master:
        _change(master, changes)
    for day, event in newest.items():
        if not isinstance(day, date):
            yield from _one_a_day(event, repeating)
    for day, event in sorted(changes.items(), key=lambda change: str(change[0])):
        event.uid = event.uid and f"{event.uid}-{day:%Y%m%d}"
        yield from _one_a_day(event, repeating)


def _changed_date(event: IcalEvent, master: IcalEvent | None) -> object:
    """Return which date of the series an event changes, on the series' clock; None for the series itself."""
    try:
        moment = event.moment("RECURRENCE-ID")
    except WhenError as error:
        for one in filter(None, (event, master)):
            one.unfinished.append(f"{error.found}: it changes a date of the series; {error.remedy}")
        return event
    start = master.start if master else None
    if start and isinstance(moment, datetime):
        return moment.astimezone(start.tzinfo) if isinstance(start, datetime) else moment.date()
    return moment


def _change(master: IcalEvent, changes: dict[date, IcalEvent]) -> None:
    """Take out of a series the dates that others change; give those after a THISANDFUTURE to it, moved as it is.

    A change of what is no date of it, older than the series, was meant for what it was before.
    """
    series = master.series or Series()
    unmet = dict(changes)
    current, moved, begins = master, timedelta(0), list[date]()
    for begin in series.begins:
        day = begin if begin in changes else day_of(begin)
        if day not in changes:
            begins.append(begin + moved)
            continue
        change = changes[day]
        shift = _shift(change, begin) if change.range == "THISANDFUTURE" else None
        if shift is not None:
            current.series = replace(series, begins=begins)
            current, moved, begins = change, shift, [begin + shift]
        if shift is not None or not change.range:
            del unmet[day]
    if master.series:
        current.series = replace(series, begins=begins)
    for day, event in unmet.items():
        if event.range:
            left_open = f"RECURRENCE-ID {event.text('RECURRENCE-ID')[:100]}: {RANGE}"
            event.unfinished.append(left_open)
            master.unfinished.append(left_open)
        elif event.version[0] < master.version[0]:
            del changes[day]
            master.doubts.append(
                Doubt(
                    "", f"an older change of {say_day(day)}, which is no date of it, was left out"
                )
            )


def _shift(change: IcalEvent, begin: date) -> timedelta | None:
    """Return by how much an event moves a date and those after it, None where it does more than that."""
    start = change.start
    if (
        start is None
        or change.lines.first("RRULE")
        or isinstance(start, datetime) != isinstance(begin, datetime)
    ):
        return None
    if isinstance(start, datetime) and isinstance(begin, datetime):
        return start.astimezone(begin.tzinfo) - begin
    return start - begin


def _one_a_day(event: IcalEvent, repeating: Repeating) -> Iterator[IcalEvent]:
    """Yield an event with the dates to come; of those, a second one on a day is in a series of its own."""
    if event.series is None:
        yield event
        return
    series = repeating.chosen(event.series)
    event.unfinished += series.faults
    event.doubts += [Doubt("when", MORE)] if series.has_more else []
    numbers = Counter[date]()
    by_number: defaultdict[int, list[date]] = defaultdict(list)
    for begin in series.begins:
        by_number[numbers[day_of(begin)]].append(begin)
        numbers[day_of(begin)] += 1
    for number, begins in by_number.items() or [(0, [])]:
        one = copy(event)
        one.series = replace(series, begins=begins)
        if number:
            one.uid = event.uid and f"{event.uid}-{number + 1}"
            one.doubts = [
                *event.doubts,
                Doubt("when", "another date of the series is on the same day"),
            ]
        yield one


def _draft(event: IcalEvent, source: str, zone: ZoneInfo) -> Draft:
    """Return what one component says."""
    reading = SchemaEvent(_node(event))
    whens = event.whens(zone)
    if invited := len(event.lines.every("ATTENDEE")):
        event.doubts.append(
            Doubt("hosts", f"who is invited ({invited}) was left out: the file is public")
        )
    for key in NOTED:
        for value in event.texts(key):
            is_file = key in ("ATTACH", "IMAGE")
            text = "a file, left out" if is_file and not value.startswith("http") else value
            reading.notes.append(f"{key.title()}: {text}")
            if is_file:
                event.doubts.append(Doubt("", "a picture or a file is attached: look at the notes"))
    reading.doubts += event.doubts
    reading.unfinished += event.unfinished
    time = ", ".join(line.value for key in ("DTSTART", "DTEND") for line in event.lines.every(key))
    return replace(reading.draft(whens, time, source), uid=event.uid)


def _node(event: IcalEvent) -> Node:
    """Return what a component says of an event, but its times, in the words of schema.org."""
    apple = event.text("X-APPLE-STRUCTURED-LOCATION").removeprefix("geo:").replace(",", ";")
    latitude, _, longitude = (event.text("GEO") or apple).partition(";")
    point = {"latitude": [latitude], "longitude": [longitude]}
    links = [value for key in JOINED for value in event.texts(key) if value.startswith("http")]
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

"""Calendars in .ics files (RFC 5545), as Google, Outlook, Apple, Meetup and others write them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from desk.content_lines import Component, parse_components
from desk.drafts.draft import MOST_TEXTS, Doubt, Draft
from desk.drafts.ical_times import Zones, end_after, unreadable, wall
from desk.drafts.places import MEETING_LINK, where
from desk.drafts.repeating import Repeating
from desk.drafts.spans import REMEDY, point, spanned
from feeds.catalog import Status, When, WhenError, plain_text

MOST_EVENTS = 1500
LONGEST_VALUE, LONGEST_NOTE = 50_000, 500  # characters
STATUS: dict[str, Status] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled"}
PRIVATE = ("PRIVATE", "CONFIDENTIAL")
PARTS = ("VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM")
ONCE = ("SUMMARY", "DESCRIPTION", "LOCATION")
ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY")
JOINED = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
NOTED = ("COMMENT", "RESOURCES", "ATTACH", "IMAGE")
CALL = re.compile(r"^-::~:~::?[^\n]*$.*?^-::~:~::?[^\n]*$", re.MULTILINE | re.DOTALL)  # Google's lines about a call
FAULTS = {"nesting": "which ends what is not open", "no-property": "which is no property"}
RANGE = "it changes that date of the series and those after it: enter them by hand"


@dataclass(eq=False)
class IcalEvent:
    """A VEVENT, what its VCALENDAR says of it, and what a curator must look at or decide."""

    lines: Component
    cancelled: bool
    zones: Zones
    doubts: list[Doubt] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    def text(self, key: str) -> str:
        """Return the first property `key` as plain text."""
        return plain_text(self.lines.text(key)[:LONGEST_VALUE]).strip()

    def texts(self, key: str) -> list[str]:
        """Return the properties `key` as texts, without empty ones."""
        return [line.text.strip() for line in self.lines.every(key) if line.text.strip()]

    @property
    def version(self) -> tuple[int, bool, str]:
        """What tells versions of one event apart: the newest is the greatest."""
        sequence = self.lines.text("SEQUENCE").strip()
        number = int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0
        stamp = self.lines.text("LAST-MODIFIED") or self.lines.text("DTSTAMP")
        return number, self.cancelled, stamp.strip()

    def moment(self, key: str) -> date | None:
        """Return the day or moment of a property, None without one; raise WhenError."""
        line = self.lines.first(key)
        if line is None:
            return None
        if len(self.lines.every(key)) > 1:
            raise WhenError(f"{key} stands there more than once", REMEDY)
        if "T000000" in line.value and any(self.text(name).upper() == "TRUE" for name in ALL_DAY):
            line = replace(line, value=line.value.partition("T")[0], parameters={})
        found = self.zones.moments(line)
        if len(found) != 1:
            raise unreadable(line)
        return found[0]

    def start(self) -> date:
        """Return the day or moment of DTSTART; raise WhenError."""
        start = self.moment("DTSTART")
        if start is None:
            raise WhenError("no time is given", REMEDY)
        return start

    def clock(self) -> tzinfo | None:
        """Return the zone of DTSTART, None for days, or where it cannot be read."""
        try:
            start = self.start()
        except WhenError:
            return None
        return start.tzinfo if isinstance(start, datetime) else None

    def length(self, start: date) -> timedelta | None:
        """Return how long it lasts on its clock, of days up to the last one; None without an end; raise WhenError."""
        end, duration = self.moment("DTEND"), self.lines.first("DURATION")
        if end is None and duration:
            end = end_after(start, duration)
        if end is None:
            return None
        if isinstance(start, datetime) != isinstance(end, datetime):
            raise WhenError("of DTSTART and DTEND, one is a day and the other an hour", REMEDY)
        if isinstance(start, datetime):
            return wall(end, start.tzinfo) - wall(start, None)
        return end - start - timedelta(days=end > start)

    def whens(self, moments: Sequence[datetime] | None, zone: ZoneInfo) -> tuple[When, ...]:
        """Return when it takes place at each of its wall-clock moments, None for its own only; raise WhenError."""
        start = self.start()
        length = self.length(start)
        found = list[When]()
        for moment in [wall(start, None)] if moments is None else moments:
            begin, end = moment, None if length is None else moment + length
            if isinstance(start, datetime):
                begin, end = begin.replace(tzinfo=start.tzinfo), end and end.replace(tzinfo=start.tzinfo)
                when, doubts = spanned(begin, end, zone)
            else:
                when, doubts = spanned(begin.date(), end and end.date(), zone)
            found.append(when)
            self.doubts += (Doubt("when", doubt) for doubt in doubts)
        return tuple(found)


def drafts(text: str, source: str, zone: ZoneInfo, today: date) -> tuple[list[Draft], list[str]]:
    """Return the events of a calendar, a series as one with its dates, and what was left out."""
    roots, faults = parse_components(text.encode("utf-8", "replace"))
    repeating, left_out = Repeating(today), Counter[str]()
    by_uid: defaultdict[str, list[IcalEvent]] = defaultdict(list)
    for number, event in enumerate(_events(roots, zone, left_out)):
        if number >= MOST_EVENTS:
            left_out["an event behind the first 1,500"] += 1
        elif event.text("CLASS").upper() in PRIVATE:
            left_out["an event that its calendar marks as private"] += 1
        else:
            by_uid[event.lines.text("UID").strip() or f"#{number}"].append(event)
    found = list[Draft]()
    for uid, versions in by_uid.items():
        for event, moments, suffix in _dated(versions, repeating):
            if moments == []:
                left_out[f'a series without a date to come: "{event.text("SUMMARY")[:100]}"'] += 1
                continue
            try:
                whens = event.whens(moments, zone)
            except WhenError as error:
                event.doubts.append(Doubt("when", f"{error.found}; {error.remedy}"))
                whens = ()
            found.append(_draft(event, whens, "" if uid.startswith("#") else uid + suffix, source))
    left_out.update(f"line {number}, {FAULTS[kind]}" for kind, number in faults if kind in FAULTS)
    return found, [f"{what}{f' ({count} times)' if count > 1 else ''}" for what, count in left_out.items()]


def _events(roots: list[Component], zone: ZoneInfo, left_out: Counter[str]) -> Iterator[IcalEvent]:
    """Yield each event, however deep, with what the VCALENDAR says that it is in."""
    waiting = [(root, False, Zones(root, zone)) for root in reversed(roots)]
    while waiting:
        component, cancelled, zones = waiting.pop()
        if component.name == "VCALENDAR":
            cancelled = component.text("METHOD").strip().upper() == "CANCEL"
            zones = Zones(component, zone)
        elif component.name == "VEVENT":
            yield IcalEvent(component, cancelled, zones)
        elif component.name not in PARTS:
            left_out[f"{component.name[:40]}, which is no event"] += 1
        waiting += [(inner, cancelled, zones) for inner in reversed(component.components)]


def _dated(versions: list[IcalEvent], repeating: Repeating) -> Iterator[tuple[IcalEvent, list[datetime] | None, str]]:
    """Yield what the components of one UID make: the event or series, then each date that differs from it.

    With each are its moments, None where it has only its own, and what its UID ends in.
    """
    by_version = sorted(versions, key=lambda event: event.version, reverse=True)
    master = next((event for event in by_version if not event.lines.first("RECURRENCE-ID")), None)
    newest = dict[object, IcalEvent]()
    for event in by_version:
        newer = newest.setdefault(_changed_day(event, master), event)
        if newer is not event:
            newer.doubts.append(Doubt("", f"another version (SEQUENCE {event.version[0]}) was left out"))
    for day, event in sorted(newest.items(), key=lambda item: str(item[0] or "")):
        moments = _moments(event, repeating) if event is master else None
        if moments is not None:
            changed = newest.keys()
            moments = [one for one in moments if changed.isdisjoint((one, datetime.combine(one, time(0))))]
        yield event, moments, f"-{day:%Y%m%d}" if isinstance(day, datetime) else ""


def _changed_day(event: IcalEvent, master: IcalEvent | None) -> object:
    """Return which date of the series an event changes, on the series' clock; None for the series itself."""
    line, concerned = event.lines.first("RECURRENCE-ID"), [event, *([master] if master else [])]
    try:
        moment = event.moment("RECURRENCE-ID")
    except WhenError as error:
        for one in concerned:
            one.unfinished.append(f"{error.found}: it changes a date of the series; {error.remedy}")
        return event
    if line and line.parameter("RANGE"):
        for one in concerned:
            one.unfinished.append(f"RECURRENCE-ID {line.value[:100]}: {RANGE}")
    return None if moment is None else wall(moment, master.clock() if master else None)


def _moments(event: IcalEvent, repeating: Repeating) -> list[datetime] | None:
    """Return the wall-clock beginnings of a series, None for a single event."""
    if not (event.lines.first("RRULE") or event.lines.first("RDATE")):
        return None
    try:
        start = event.start()
    except WhenError:
        return None
    moments, faults, more = repeating.dates(event.lines, event.zones, start)
    event.unfinished += faults
    if more:
        only = "the series has more dates: only those of a year from today, at most 100, are here"
        event.doubts.append(Doubt("when", only))
    return moments


def _draft(event: IcalEvent, whens: tuple[When, ...], uid: str, source: str) -> Draft:
    """Return what one component says."""
    doubts, lines = list(event.doubts), event.lines
    notes = list(_attached(event, doubts))
    for key in ONCE:
        if (times := len(lines.every(key))) > 1:
            doubts.append(Doubt("", f"{key} stands there {times} times, and the first counts"))
    text = lines.text("DESCRIPTION") or lines.text("X-ALT-DESC")
    if CALL.search(text):
        doubts.append(Doubt("description", "Google's lines about an online meeting were left out"))
    place = where(event.text("LOCATION"))
    url = lines.text("URL").strip()
    notes += [f"Place: {link}" for link in place.links]
    notes += [f"URL: {url}"] if url and not url.startswith("http") else []
    apple = event.text("X-APPLE-STRUCTURED-LOCATION").removeprefix("geo:").replace(",", ";")
    latitude, _, longitude = (event.text("GEO") or apple).partition(";")
    return Draft(
        title=" ".join(event.text("SUMMARY").split()),
        when=whens,
        said=", ".join(line.value for key in ("DTSTART", "DTEND") for line in lines.every(key)),
        place=place.place,
        online=_online(event, text, doubts) or place.online,
        point=point(latitude, longitude),
        unsure_hosts=tuple(_organizers(event, doubts)),
        topics=tuple(_topics(event)),
        description=plain_text(CALL.sub("", text[:LONGEST_VALUE])).strip(),
        url=url if url.startswith("http") else "",
        contact=event.text("CONTACT"),
        status="cancelled" if event.cancelled else STATUS.get(event.text("STATUS").upper(), "confirmed"),
        uid=uid,
        notes=tuple(notes),
        source=source,
        unfinished=tuple(dict.fromkeys(event.unfinished)),
        doubts=tuple(doubts),
    )


def _attached(event: IcalEvent, doubts: list[Doubt]) -> Iterator[str]:
    """Yield as notes what has no key of its own: remarks, pictures, files."""
    for key in NOTED:
        for value in event.texts(key):
            yield f"{key.title()}: {value if len(value) <= LONGEST_NOTE else 'a file, left out'}"
            if key in ("ATTACH", "IMAGE"):
                doubts.append(Doubt("", "a picture or a file is attached: look at the notes"))


def _organizers(event: IcalEvent, doubts: list[Doubt]) -> Iterator[str]:
    """Yield the name of an ORGANIZER, who may be a person; say how many are invited."""
    if invited := len(event.lines.every("ATTENDEE")):
        doubts.append(Doubt("hosts", f"who is invited ({invited}) was left out: the file is public"))
    for line in event.lines.every("ORGANIZER"):
        if name := unquote(line.parameter("CN")).strip():
            yield name
        else:
            doubts.append(Doubt("hosts", "an organizer is named, who may be a person, and was left out"))


def _online(event: IcalEvent, text: str, doubts: list[Doubt]) -> str:
    """Return the link to join: of a property for it, else one in the text."""
    for key in JOINED:
        for value in event.texts(key):
            if value.startswith("http"):
                return value
    if found := MEETING_LINK.search(event.lines.text("LOCATION")):
        return found[0]
    if found := MEETING_LINK.search(text):
        doubts.append(Doubt("online", "the link comes from the text, a guess"))
        return found[0]
    return ""


def _topics(event: IcalEvent) -> Iterator[str]:
    for line in event.lines.every("CATEGORIES"):
        for value in re.split(r"(?<!\\),", line.value)[:MOST_TEXTS]:
            yield plain_text(replace(line, value=value).text).strip()

"""Calendars in .ics files (RFC 5545), as Google, Outlook, Apple, Meetup and others write them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset

from desk.content_lines import Component, parse_components
from desk.drafts.draft import MOST_TEXTS, Doubt, Draft
from desk.drafts.ical_event import LONGEST_VALUE, IcalEvent
from desk.drafts.ical_times import Zones, until, wall
from desk.drafts.places import MEETING_LINK, where
from desk.drafts.repeating import Rules, apart
from desk.drafts.spans import point, spanned
from feeds.catalog import Point, Status, When, WhenError, plain_text
from feeds.catalog.when import say_day

MOST_EVENTS = 1500
LONGEST_NOTE = 500  # characters
STATUS: dict[str, Status] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled"}
PARTS = ("VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM")
ONCE = ("SUMMARY", "DESCRIPTION", "LOCATION")
JOINED = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
NOTED = ("COMMENT", "RESOURCES", "ATTACH", "IMAGE")
CALL = re.compile(r"^-::~:~::?[^\n]*$.*?^-::~:~::?[^\n]*$", re.MULTILINE | re.DOTALL)  # Google's lines about a call
FAULTS = {"nesting": "which ends what is not open", "no-property": "which is no property"}


def drafts(text: str, source: str, zone: ZoneInfo, today: date) -> tuple[list[Draft], list[str]]:
    """Return the events of a calendar, a series as one with its dates, and what was left out."""
    roots, faults = parse_components(text.encode("utf-8", "replace"))
    reader = _Reader(source, zone, today)
    found = list(reader.read(roots))
    reader.left_out.update(f"line {number}, {FAULTS[kind]}" for kind, number in faults if kind in FAULTS)
    return found, [f"{what}{f' ({count} times)' if count > 1 else ''}" for what, count in reader.left_out.items()]


def _components(roots: list[Component]) -> Iterator[tuple[Component, Component]]:
    """Yield each component, however deep, with the VCALENDAR that it is in."""
    waiting = [(root, root) for root in reversed(roots)]
    while waiting:
        component, calendar = waiting.pop()
        if component.name == "VCALENDAR":
            calendar = component
        yield component, calendar
        waiting += [(inner, calendar) for inner in reversed(component.components)]


class _Reader:
    """What the events of one file share."""

    def __init__(self, source: str, zone: ZoneInfo, today: date) -> None:
        self.source, self.zone, self.today = source, zone, today
        self.rules, self.left_out = Rules(today), Counter[str]()
        self.zones = dict[int, Zones]()  # by the line of their VCALENDAR

    def read(self, roots: list[Component]) -> Iterator[Draft]:
        """Yield the drafts of all events, those of one UID together."""
        by_uid: defaultdict[str, list[IcalEvent]] = defaultdict(list)
        for number, event in enumerate(self.events(roots)):
            if number >= MOST_EVENTS:
                self.left_out["an event behind the first 1,500"] += 1
            elif event.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
                self.left_out["an event that its calendar marks as private"] += 1
            else:
                by_uid[event.lines.text("UID").strip() or f"#{number}"].append(event)
        for uid, versions in by_uid.items():
            for draft in self.drafts(versions):
                yield replace(draft, uid="" if uid.startswith("#") else uid + draft.uid)

    def events(self, roots: list[Component]) -> Iterator[IcalEvent]:
        for component, calendar in _components(roots):
            if component.name not in PARTS:
                self.left_out[f"{component.name[:40]}, which is no event"] += 1
            if component.name == "VEVENT":
                cancelled = calendar.text("METHOD").strip().upper() == "CANCEL"
                if calendar.number not in self.zones:
                    self.zones[calendar.number] = Zones(calendar, self.zone, self.today.year)
                yield IcalEvent(component, cancelled, self.zones[calendar.number])

    def drafts(self, versions: list[IcalEvent]) -> Iterator[Draft]:
        """Yield what the components of one UID make: the event or series, then each date that differs from it."""
        by_version = sorted(versions, key=lambda event: event.version, reverse=True)
        master = next((event for event in by_version if not event.is_change), None)
        newest = dict[object, IcalEvent]()
        for event in by_version:
            newer = newest.setdefault(self.changed_day(event, master), event)
            if newer is not event:
                newer.doubts.append(("", f"another version (SEQUENCE {event.version[0]}) was left out"))
        changes = {day: newest[day] for day in newest if isinstance(day, datetime)}
        moments = defaultdict[IcalEvent, list[datetime]](list)
        dates = self.moments(master) if master else None
        if master and dates:
            for moment in dates:
                moments[_responsible(moment, changes) or master].append(moment)
        for day, event in sorted(newest.items(), key=lambda item: str(item[0] or "")):
            suffix = f"-{day:%Y%m%d}" if isinstance(day, datetime) else ""
            own = None
            if event is master and dates is not None:
                own = moments[event]
            elif isinstance(day, datetime) and event.goes_on:
                own = self.own_moments(event, day, moments[event])
            yield from self.dated(event, own, suffix)

    def changed_day(self, event: IcalEvent, master: IcalEvent | None) -> object:
        """Return which date of the series an event changes, on the series' clock; None for the series itself."""
        try:
            moment = event.moment("RECURRENCE-ID")
        except WhenError as error:
            for one in (event, master):
                if one:
                    one.unfinished.append(f"{error.found}: it changes a date of the series; {error.remedy}")
            return event
        return None if moment is None else wall(moment, master.clock() if master else None)

    def moments(self, event: IcalEvent) -> list[datetime] | None:
        """Return the wall-clock beginnings of a series that nothing takes out, None for a single event."""
        lines = event.lines
        try:
            start = event.start()
        except WhenError:
            return None
        clock, begin = event.clock(), wall(start, None)
        if not (lines.first("RRULE") or lines.first("RDATE")):
            return None
        dates, endless = rruleset(), False
        dates.rdate(begin)
        for line in lines.every("RRULE"):
            try:
                found, goes_on = self.rules.moments(line.value.strip(), begin, until(line, clock))
            except ValueError:
                rule = line.value[:100]
                event.unfinished.append(f'the rule "{rule}" is not followed: enter its other dates by hand')
                continue
            endless |= goes_on
            for moment in found:
                dates.rdate(moment)
        for value in self.listed(event, "RDATE"):
            first, last = value if isinstance(value, tuple) else (value, None)
            moment = wall(first, clock)
            dates.rdate(moment)
            if last:
                event.ends[moment] = last
            if isinstance(first, datetime) != isinstance(start, datetime):
                event.unfinished.append("of its dates, some are days and others have an hour")
        kept = list(self.remaining(event, list(dates), clock))
        chosen, cut = self.rules.chosen(kept, endless)
        if cut:
            more = "the series has more dates: only those of a year from today, at most 100, are here"
            event.doubts.append(("when", more))
        if not chosen:
            self.left_out[f'a series without a date to come: "{event.text("SUMMARY")[:100]}"'] += 1
        return chosen

    def remaining(self, event: IcalEvent, moments: list[datetime], clock: tzinfo | None) -> Iterator[datetime]:
        """Yield the moments that no EXDATE takes out: of a moment, or of a whole day."""
        days, hours = set[date](), set[datetime]()
        for value in self.listed(event, "EXDATE"):
            if isinstance(value, datetime) and clock:
                hours.add(wall(value, clock))
            elif isinstance(value, date):
                days.add(value.date() if isinstance(value, datetime) else value)
        others = {moment.date() for moment in hours - set(moments)}
        for moment in moments:
            if moment.date() in others:
                event.unfinished.append(f"an exception is on {say_day(moment)}, but at another hour")
            if moment not in hours and moment.date() not in days:
                yield moment

    def listed(self, event: IcalEvent, key: str) -> Iterator[Any]:
        """Yield the days, moments and periods that RDATE or EXDATE lists."""
        for line in event.lines.every(key):
            try:
                yield from event.zones.moments(line) if line.value.strip() else ()
            except WhenError as error:
                event.unfinished.append(error.found)

    def own_moments(self, event: IcalEvent, day: datetime, replaced: list[datetime]) -> list[datetime] | None:
        """Return the beginnings of a change that goes on: those of the series, as much later as the first is."""
        same = [moment for moment in replaced if day in (moment, datetime.combine(moment, time(0)))]
        try:
            later = wall(event.start(), None) - (same[0] if same else day)
        except WhenError:
            return None
        return [moment + later for moment in replaced] or None

    def dated(self, event: IcalEvent, moments: list[datetime] | None, suffix: str) -> Iterator[Draft]:
        """Yield the event at its moments: a draft, and another for a second moment of one day."""
        try:
            groups = [[wall(event.start(), None)]] if moments is None else list(apart(moments))
            dated = [self.whens(event, group) for group in groups]
        except WhenError as error:
            event.doubts.append(("when", f"{error.found}; {error.remedy}"))
            dated = [()]
        for number, whens in enumerate(dated, 1):
            draft = self.draft(event, whens)
            if number > 1:
                draft = draft.doubting(Doubt("when", "it shares the day with another date of its series"))
            yield replace(draft, uid=f"{suffix}-{number}" if number > 1 else suffix)

    def whens(self, event: IcalEvent, moments: list[datetime]) -> tuple[When, ...]:
        found = list[When]()
        for start, end in event.times(moments):
            when, doubts = spanned(start, end, self.zone)
            found.append(when)
            event.doubts += [("when", doubt) for doubt in doubts]
        return tuple(found)

    def draft(self, event: IcalEvent, whens: tuple[When, ...]) -> Draft:
        """Return what one component says."""
        doubts, lines = list(event.doubts), event.lines
        notes = list(self.attached(event, doubts))
        for key in ONCE:
            if (times := len(lines.every(key))) > 1:
                doubts.append(("", f"{key} stands there {times} times, and the first counts"))
        text = lines.text("DESCRIPTION") or lines.text("X-ALT-DESC")
        description = plain_text(CALL.sub("", text[:LONGEST_VALUE])).strip()
        if CALL.search(text):
            doubts.append(("description", "Google's lines about an online meeting were left out"))
        place = where(re.sub(r"\n{2,}", "\n", event.text("LOCATION")))
        notes += [f"Place: {link}" for link in place.links]
        url = lines.text("URL").strip()
        if not url.startswith("http"):
            notes += [f"URL: {url}"] if url else []
            url = ""
        return Draft(
            title=" ".join(event.text("SUMMARY").split()),
            when=whens,
            said=", ".join(line.value for key in ("DTSTART", "DTEND") for line in lines.every(key)),
            place=place.place,
            online=_online(event, text, doubts) or place.online,
            point=_point(event),
            unsure_hosts=tuple(self.organizers(event, doubts)),
            topics=tuple(_topics(event)),
            description=description,
            url=url,
            contact=event.text("CONTACT"),
            status="cancelled" if event.cancelled else STATUS.get(event.text("STATUS").upper(), "confirmed"),
            notes=tuple(notes),
            source=self.source,
            unfinished=tuple(dict.fromkeys(event.unfinished)),
            doubts=tuple(Doubt(*doubt) for doubt in doubts),
        )

    def attached(self, event: IcalEvent, doubts: list[tuple[str, str]]) -> Iterator[str]:
        """Yield as notes what has no key of its own: remarks, pictures, files."""
        for key in NOTED:
            for value in event.texts(key):
                yield f"{key.title()}: {value if len(value) <= LONGEST_NOTE else 'a file, left out'}"
                if key in ("ATTACH", "IMAGE"):
                    doubts.append(("", "a picture or a file is attached: look at the notes"))

    def organizers(self, event: IcalEvent, doubts: list[tuple[str, str]]) -> Iterator[str]:
        """Yield the name of an ORGANIZER, who may be a person; say how many are invited."""
        if invited := len(event.lines.every("ATTENDEE")):
            doubts.append(("hosts", f"who is invited ({invited}) was left out: the file is public"))
        for line in event.lines.every("ORGANIZER"):
            if name := unquote(line.parameter("CN")).strip():
                yield name
            else:
                doubts.append(("hosts", "an organizer is named, who may be a person, and was left out"))


def _responsible(moment: datetime, changes: Mapping[datetime, IcalEvent]) -> IcalEvent | None:
    """Return the change of a date of a series, else the last that goes on until then."""
    change = changes.get(moment) or changes.get(datetime.combine(moment, time(0)))
    before = [day for day, event in changes.items() if event.goes_on and day <= moment]
    return change or (changes[max(before)] if before else None)


def _online(event: IcalEvent, text: str, doubts: list[tuple[str, str]]) -> str:
    """Return the link to join: of a property for it, else one in the text."""
    links = [value for key in JOINED for value in event.texts(key) if value.startswith("http")]
    if not links:
        links = MEETING_LINK.findall(event.lines.text("LOCATION"))
    if not links and (found := MEETING_LINK.search(text)):
        links = [found[0]]
        doubts.append(("online", "the link comes from the text, a guess"))
    return links[0] if links else ""


def _topics(event: IcalEvent) -> Iterator[str]:
    for line in event.lines.every("CATEGORIES"):
        for value in re.split(r"(?<!\\),", line.value)[:MOST_TEXTS]:
            yield plain_text(replace(line, value=value).text).strip()


def _point(event: IcalEvent) -> Point | None:
    """Return where GEO says that it is, else where Apple's property does."""
    latitude, _, longitude = event.text("GEO").partition(";")
    apple = re.match(r"geo:(-?[\d.]{1,20}),(-?[\d.]{1,20})", event.text("X-APPLE-STRUCTURED-LOCATION"))
    return point(apple[1], apple[2]) if apple and not longitude else point(latitude, longitude)

"""Calendars in .ics files (RFC 5545), as Google, Outlook, Apple, Meetup and others write them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, cast
from zoneinfo import ZoneInfo

from icalendar import Event
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from desk.drafts.components import File, every, first, offset_of, parted, raw, texts
from desk.drafts.draft import Doubt, Draft
from desk.drafts.own import PRODID
from desk.drafts.repeating import chosen, repeated
from desk.drafts.times import spanned
from desk.drafts.web_page import point
from feeds.catalog import Status, When, WhenError, plain_text
from feeds.catalog import zone as zone_called

MOST_EVENTS, MOST_SERIES = 3000, 100
STATUS: dict[str, Status] = {"TENTATIVE": "tentative", "CANCELLED": "cancelled"}
ONCE = ("SUMMARY", "DESCRIPTION", "LOCATION", "DTSTART", "DTEND")
NOTED = ("COMMENT", "ATTACH", "RESOURCES", "RELATED-TO", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
MEETING = re.compile(r"^-::~:~:[^\n]*$.*?^-::~:~:[^\n]*$", re.MULTILINE | re.DOTALL)  # Google's lines about a call


def drafts(text: str, source: str, zone: ZoneInfo, today: date) -> tuple[list[Draft], list[str]]:
    """Return the events of a calendar, a series as one with its dates, and what was left out."""
    file = parted(text)
    calendar = _Calendar(file, source, zone, today)
    kept: defaultdict[str, list[Event]] = defaultdict(list)
    for number, lines in enumerate(file.events[:MOST_EVENTS]):
        try:
            event = cast(Event, Event.from_ical(lines))
        except Exception as error:  # whatever a broken component makes the package stumble over
            calendar.left_out["an event that cannot be read: " + str(error)[:100]] += 1
            continue
        kept[first(event, "UID") or f"#{number}"].append(event)
    calendar.left_out["an event behind the first 3,000"] += max(0, len(file.events) - MOST_EVENTS)
    calendar.left_out.update({f"{name}, which is no event": count for name, count in file.others.items()})
    found = [draft for uid, events in kept.items() for draft in calendar.drafts(uid, events)]
    return found, [
        f"{what}{f' ({count} times)' if count > 1 else ''}" for what, count in calendar.left_out.items() if count
    ]


class _Calendar:
    """What the events of one file share."""

    def __init__(self, file: File, source: str, zone: ZoneInfo, today: date) -> None:
        self.file, self.source, self.zone, self.day = file, source, zone, today
        self.floating = self.named(file.head.get("X-WR-TIMEZONE", "")) or zone
        self.series, self.left_out = 0, Counter[str]()

    def drafts(self, uid: str, events: Sequence[Event]) -> Iterator[Draft]:
        """Yield what the components of one UID make: the event or series, then each date that differs from it."""
        changed = {str(wall) for event in events if (wall := self.wall(event, "RECURRENCE-ID"))}
        seen = set()
        for event in events:
            if first(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
                self.left_out["an event that its calendar marks as private"] += 1
                continue
            day = str(self.wall(event, "RECURRENCE-ID") or "")
            if day in seen:
                self.left_out["an event that stands there twice"] += 1
                continue
            seen.add(day)
            draft = self.draft(event, changed if not day else set())
            suffix = f"-{re.sub(r'[^0-9]', '', day)[:8]}" if day else ""
            yield replace(draft, uid="" if uid.startswith("#") else uid + suffix)

    def draft(self, event: Event, changed: set[str]) -> Draft:
        """Return what one component says."""
        notes, doubts = list[str](), list[Doubt]()
        whens = self.whens(event, changed, doubts)
        description = plain_text(MEETING.sub("", first(event, "DESCRIPTION") or first(event, "X-ALT-DESC"))).strip()
        if MEETING.search(first(event, "DESCRIPTION")):
            doubts.append(Doubt("description", "Google's lines about an online meeting were left out"))
        for key in ONCE:
            if (times := len(every(event, key))) > 1:
                doubts.append(Doubt("", f"{key} stands there {times} times, and the first counts"))
        for key in NOTED:
            notes += [f"{key.title()}: {said}" for said in texts(event, key)]
        url = first(event, "URL")
        draft = Draft(
            title=first(event, "SUMMARY"),
            when=tuple(whens),
            said=", ".join(filter(None, (raw(event, "DTSTART"), raw(event, "DTEND")))),
            place=re.sub(r"\n{2,}", "\n", first(event, "LOCATION")),
            point=_point(event),
            hosts=self.hosts(event, doubts),
            topics=tuple(str(one) for found in every(event, "CATEGORIES") for one in getattr(found, "cats", [])),
            description=description,
            url=url if url.startswith("http") else "",
            contact=first(event, "CONTACT"),
            status="cancelled"
            if self.file.head.get("METHOD") == "CANCEL"
            else STATUS.get(first(event, "STATUS"), "confirmed"),
            notes=tuple(notes if url.startswith("http") or not url else (*notes, f"URL: {url}")),
            source=self.source,
            own=self.file.head.get("PRODID", "").startswith(PRODID),
        )
        doubts += [Doubt(str(key or "").lower(), f"cannot be read: {error}"[:200]) for key, error in event.errors]
        return draft.doubting(*doubts)

    def hosts(self, event: Event, doubts: list[Doubt]) -> tuple[str, ...]:
        """Return nobody: an ORGANIZER may be a person. Say that there is one, and how many are invited."""
        if "ORGANIZER" in event:
            doubts.append(Doubt("hosts", "an organizer is named, who may be a person, and was left out"))
        if invited := len(every(event, "ATTENDEE")):
            doubts.append(Doubt("hosts", f"who is invited ({invited}) was left out: the file is public"))
        return ()

    def whens(self, event: Event, changed: set[str], doubts: list[Doubt]) -> list[When]:
        """Return when it takes place, each date of a series by itself."""
        try:
            start, there = self.wall(event, "DTSTART"), self.zone_of(event, "DTSTART")
            if start is None:
                raise WhenError("no time is given", "look it up in the announcement")
            end = self.end(event, start)
            moments = self.moments(event, start, there, changed, doubts)
            found = []
            for moment in moments:
                first: date = moment if isinstance(start, datetime) else moment.date()
                last = first + (end - start) if end is not None else None
                if isinstance(first, datetime):
                    first = first.replace(tzinfo=there)
                    last = (
                        last.replace(tzinfo=self.zone_of(event, "DTEND") or there)
                        if isinstance(last, datetime)
                        else last
                    )
                when, doubtful = spanned(first, last, self.zone)
                doubts += [Doubt("when", text) for text in doubtful]
                found.append(when)
        except WhenError as error:
            doubts.append(Doubt("when", f"{error.found}; {error.remedy}"))
            return []
        return found

    def moments(self, event: Event, start: date, there: Any, changed: set[str], doubts: list[Doubt]) -> list[datetime]:
        """Return the wall-clock beginnings of an event: one, or those of a series that nothing takes out."""
        begin = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)
        if "RECURRENCE-ID" in event or not {"RRULE", "RDATE"} & event.keys():
            return [begin]
        self.series += 1
        moments, endless = {begin, *self.dates(event, "RDATE", there)}, False
        for rule in every(event, "RRULE"):
            text = rule.to_ical().decode()
            try:
                if self.series > MOST_SERIES:
                    raise ValueError(text)
                until = self.moved(next(iter(rule.get("UNTIL", [])), None), there)
                more, goes_on = repeated(begin, text, until, datetime(self.day.year, self.day.month, self.day.day))
                moments.update(more)
                endless |= goes_on
            except (ValueError, AttributeError, TypeError):
                doubts.append(Doubt("when", f'the rule "{text}" is not followed: enter its other dates by hand'))
        out = {str(moment) for moment in self.dates(event, "EXDATE", there)} | changed
        kept = [moment for moment in moments if not {str(moment), str(moment.date())} & out]
        dates, cut = chosen(kept, endless, self.day)
        if cut or endless:
            doubts.append(
                Doubt("when", "the series has more dates: only those of a year from today, at most 100, are here")
            )
        if not dates:
            raise WhenError("none of the dates of this series is to come", "leave it out")
        return dates

    def end(self, event: Event, start: date) -> date | None:
        """Return the wall-clock end; of days the last one."""
        if (end := self.wall(event, "DTEND")) is not None:
            return end if isinstance(end, datetime) else end - timedelta(days=1)
        lasts = getattr(event.get("DURATION"), "dt", None)
        if not isinstance(lasts, timedelta) or abs(lasts) > timedelta(days=3660):
            return None
        return start + lasts if isinstance(start, datetime) else start + lasts - timedelta(days=1)

    def wall(self, event: Event, key: str) -> date | None:
        """Return the day or wall-clock moment of a property."""
        found = getattr(next(iter(every(event, key)), None), "dt", None)
        if isinstance(found, datetime):
            return found.replace(tzinfo=None)
        return found if isinstance(found, date) else None

    def zone_of(self, event: Event, key: str) -> Any:
        """Return the zone of a property: Z, its TZID by whatever name, else the calendar's; raise WhenError."""
        prop = next(iter(every(event, key)), None)
        if prop is None or not isinstance(getattr(prop, "dt", None), datetime):
            return None
        name = str(prop.params.get("TZID", ""))
        if prop.dt.tzinfo is not None and (not name or name.upper() in ("UTC", "Z")):
            return UTC
        if not name:
            return self.floating
        there = self.named(name)
        if there is None:
            raise WhenError(f'no time zone is called "{name}"', "look the hour up in the announcement")
        return there

    def named(self, name: str) -> Any:
        """Return the zone of a name, or of the offsets that the file gives it where they are the calendar's own."""
        path = name.strip('"').split("/")
        for known in ("/".join(path), WINDOWS_TO_OLSON.get(name, ""), "/".join(path[-2:]), "/".join(path[-3:])):
            try:
                return zone_called(known)
            except KeyError:
                continue
        if offset := offset_of(name):
            return timezone(offset)
        ours = {self.zone.utcoffset(datetime(self.day.year, month, 1)) for month in (1, 7)}
        return self.zone if self.file.zones.get(name) == ours else None

    def dates(self, event: Event, key: str, there: Any) -> Iterator[datetime]:
        """Yield the moments that RDATE or EXDATE lists, as wall-clock time of the event."""
        for listed in every(event, key):
            for one in getattr(listed, "dts", []):
                moment = one.dt[0] if isinstance(one.dt, tuple) else one.dt
                if (found := self.moved(moment, there)) is not None:
                    yield found

    def moved(self, moment: Any, there: Any) -> datetime | None:
        """Return a moment as wall-clock time of the zone `there`; a day as its midnight."""
        if isinstance(moment, datetime):
            utc = moment.tzinfo is not None and str(moment.tzinfo) == "UTC" and there is not None
            return (moment.astimezone(there) if utc else moment).replace(tzinfo=None)
        return datetime(moment.year, moment.month, moment.day) if isinstance(moment, date) else None


def _point(event: Event) -> Any:
    """Return where GEO says that it is, else where Apple's property does."""
    if geo := next(iter(every(event, "GEO")), None):
        return point(geo.latitude, geo.longitude)
    apple = re.match(r"geo:(-?[\d.]{1,20}),(-?[\d.]{1,20})", first(event, "X-APPLE-STRUCTURED-LOCATION"))
    return point(apple[1], apple[2]) if apple else None

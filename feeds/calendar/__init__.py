"""Write entries as iCalendar bytes (RFC 5545); in `feeds/`, only this room uses icalendar.

It avoids the package's traps: `_Text` escapes texts, stamps and UIDs come from the caller,
VTIMEZONE is our own. Each component is rendered alone, so that feeds can share its bytes.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vCategory, vDuration, vText, vUri

from feeds.calendar.timezones import Interval, outlook_risk, vtimezone
from feeds.entries import Entry, Place
from feeds.heads import FeedHead
from feeds.record import Revision

PRODID = "-//Handbill//Handbill//EN"
REFRESH = timedelta(hours=6)
LONGEST_LINE = 74  # octets, beside the space that begins a continuation line
LONGEST_NAME = 100  # characters (rule 5)
COLOR, COLOR_CODE = "crimson", "#DC143C"
END = b"END:VCALENDAR\r\n"
ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})


class _Text(vText):
    r"""TEXT, escaped per RFC 5545 §3.3.11; icalendar 7.3.0 turns a literal `\N` into a newline."""

    def to_ical(self) -> bytes:
        return str(self).translate(ESCAPES).encode()


def vevent(entry: Entry, revision: Revision, page: str, *, cancelled: bool = False) -> bytes:
    """Return one VEVENT.

    `page` is the absolute address of the event's page, used as URL if the entry has none. A
    withdrawn event has only its time and stamps. For a cancelled one, `cancelled` sets
    STATUS:CANCELLED, which makes Google hide it (rule 22); without it, only the title shows it.
    """
    event = icalendar.Event()
    event.add("uid", _Text(entry.uid))
    event.add("dtstamp", revision.modified)
    event.add("last-modified", revision.modified)
    event.add("sequence", revision.sequence)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("summary", _Text(entry.summary))
    event.add("status", _status(entry, cancelled))
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", _Text("FREE"))
    if entry.status == "withdrawn":
        return _octets(event)
    event.add("url", vUri(entry.announcement or page))
    event.add("class", "PUBLIC")
    texts = {"description": entry.text, "contact": entry.contact, "location": entry.location}
    for name, text in texts.items():
        if text:
            event.add(name, _Text(text))
    if entry.join:
        event.add("conference", vUri(entry.join), parameters={"VALUE": "URI"})
    if entry.topics:
        categories = vCategory([])
        categories.cats = [_Text(topic) for topic in entry.topics]
        event.add("categories", categories)
    if entry.place and entry.place.point:
        event.add("geo", entry.place.point)
        event.add("x-apple-structured-location", _structured_location(entry.place))
    return _octets(event)


def _octets(component: icalendar.Component) -> bytes:
    """Return the component's folded lines, six times as fast as icalendar does."""
    return b"".join(folded(line) for line in component.content_lines() if line)


def folded(line: str) -> bytes:
    """Return a content line, folded between characters and escape sequences (RFC 5545 §3.1)."""
    octets = line.encode()
    lines, start = [], 0
    while len(octets) - start > LONGEST_LINE:
        end = start + LONGEST_LINE
        while octets[end] & 0xC0 == 0x80:  # inside a UTF-8 character
            end -= 1
        if octets[end - 1] in b"\\^":
            end -= 1
        lines.append(octets[start:end])
        start = end
    lines.append(octets[start:])
    return b"\r\n ".join(lines) + b"\r\n"


def _status(entry: Entry, cancelled: bool) -> str:
    if entry.status == "withdrawn":
        return "CANCELLED"
    if entry.status == "cancelled":
        return "CANCELLED" if cancelled else "CONFIRMED"
    return "CONFIRMED" if entry.status == "confirmed" else "TENTATIVE"


def _structured_location(place: Place) -> vUri:
    """Return Apple's map property: bare comma, quoted parameters (rules 30, 31)."""
    assert place.point is not None
    parameters = {"VALUE": "URI", "X-APPLE-RADIUS": "100", "X-TITLE": place.title}
    if place.address:
        parameters["X-ADDRESS"] = place.address
    return vUri(f"geo:{place.point.latitude},{place.point.longitude}", params=parameters)


def vcalendar(
    head: FeedHead, zone: ZoneInfo, interval: Interval | None, events: Iterable[bytes]
) -> bytes:
    """Return a VCALENDAR of the rendered `events`; `interval` spans the timed ones."""
    return b"".join((_opening(head), vtimezone(zone, interval), *events, END))


@lru_cache(maxsize=16)  # also made to measure calendars that are too long
def _opening(head: FeedHead) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _Text(PRODID))
    calendar.add("calscale", "GREGORIAN")
    path = head.path.removeprefix("/").removesuffix(".ics")
    calendar.add("uid", _Text(f"{path}@{head.domain}"))
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _Text(shorten_name(head.name)))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, _Text(head.description))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add("source", vUri(head.source), parameters={"VALUE": "URI"})
    calendar.add("url", vUri(head.page))
    calendar.add("color", COLOR)
    calendar.add("x-apple-calendar-color", _Text(COLOR_CODE))
    return _octets(calendar).removesuffix(END)


def shorten_name(name: str) -> str:
    """Return a calendar's name in at most 100 characters."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"

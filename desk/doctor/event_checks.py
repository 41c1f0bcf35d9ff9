"""Check an event for faults that involve several of its lines."""

import re
from collections.abc import Iterator, Set

from desk.content_lines import Component, ContentLine, Occurrence

DATE_OR_TIME = re.compile(r"\d{8}(?:T\d{6}Z?)?")


def check_event(event: Component, zones: Set[str]) -> Iterator[Occurrence]:
    """Yield the faults of an event; `zones` are the TZIDs of VTIMEZONEs."""
    yield from _check_end(event)
    for line in event.every("DTSTART") + event.every("DTEND"):
        if "TZID" in line.parameters and line.parameter("TZID") not in zones:
            yield "no-timezone", line.number
    yield from _check_map(event)
    yield from _check_alarms(event)
    for lines in event.properties.values():
        for line in lines:
            if not line.value:
                yield "empty", line.number
    # Outlook's own property overrides TRANSP (MS-OXCICAL); without either, an event is opaque
    # (RFC 5545 §3.8.2.7).
    status = event.text("X-MICROSOFT-CDO-BUSYSTATUS") or event.text("TRANSP")
    if status.upper() not in ("FREE", "TRANSPARENT"):
        yield "busy", event.number


def _check_end(event: Component) -> Iterator[Occurrence]:
    start, end = event.first("DTSTART"), event.first("DTEND")
    duration = event.first("DURATION")
    # Legal (RFC 5545 §3.6.1), but Microsoft 365 does not import it.
    if start and not end and not duration:
        yield "no-end", event.number
    if end and duration:
        yield "two-ends", duration.number
    if start and end:
        yield from _check_order(start, end)


def _check_order(start: ContentLine, end: ContentLine) -> Iterator[Occurrence]:
    if not all(DATE_OR_TIME.fullmatch(line.value) for line in (start, end)):
        return
    if ("T" in start.value) != ("T" in end.value):
        yield "ends-otherwise", end.number
    elif _zone(start) == _zone(end) and end.value <= start.value:
        # Within one zone, digits sort as times do.
        yield "ends-before", end.number


def _zone(line: ContentLine) -> str:
    return "UTC" if line.value.endswith("Z") else line.parameter("TZID")


def _check_map(event: Component) -> Iterator[Occurrence]:
    location = event.text("LOCATION")
    point = event.first("X-APPLE-STRUCTURED-LOCATION")
    if point is None:
        # An event whose LOCATION is a link is online and has no map.
        if location and "://" not in location:
            yield "no-map", event.number
        return
    # Apple draws the map only if LOCATION is exactly the title, a newline and the address
    # (sebbo2002/ical-generator#170).
    title = point.parameter("X-TITLE").replace("\\n", "\n")
    address = point.parameter("X-ADDRESS").replace("\\n", "\n")
    if location not in (title, f"{title}\n{address}"):
        yield "other-map", point.number


def _check_alarms(event: Component) -> Iterator[Occurrence]:
    # One such alarm makes Home Assistant refuse the whole feed (home-assistant/core#163830).
    for alarm in event.named("VALARM"):
        displays = alarm.text("ACTION").upper() == "DISPLAY"
        if displays and not alarm.every("DESCRIPTION"):
            yield "alarm-without-words", alarm.number

"""What is wrong with an event that takes more than one line to see."""

import re
from collections.abc import Iterator

from desk.doctor.lines import Component, Line, Place

DURATION = re.compile(r"\+?P(?=\d|T\d)(?:\d+W|(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)")
MOMENT = re.compile(r"\d{8}(?:T\d{6}Z?)?")
PARTS = ("VLOCATION", "PARTICIPANT", "STRUCTURED-DATA")


def in_event(event: Component, zones: set[str]) -> Iterator[Place]:
    """Yield what is wrong with an event of a calendar that has VTIMEZONEs for `zones`."""
    yield from _of_end(event)
    for line in event.all("DTSTART") + event.all("DTEND"):
        yield from _of_moment(line, zones)
    yield from _of_map(event)
    yield from (("empty", line.number) for same in event.lines.values() for line in same if not line.value)
    yield from (("parts", part.number) for part in event.parts if part.name in PARTS)
    busy = event.plain("X-MICROSOFT-CDO-BUSYSTATUS") or event.plain("TRANSP")  # in this order, as Outlook has it
    if busy.upper() not in ("FREE", "TRANSPARENT"):
        yield "busy", event.number
    for alarm in event.named("VALARM"):
        if alarm.plain("ACTION").upper() == "DISPLAY" and not alarm.all("DESCRIPTION"):
            yield "alarm-without-words", alarm.number


def _of_end(event: Component) -> Iterator[Place]:
    start, end, duration = event.first("DTSTART"), event.first("DTEND"), event.first("DURATION")
    if start and not end and not duration:
        yield "no-end", event.number
    if end and duration:
        yield "two-ends", duration.number
    if duration and not DURATION.fullmatch(duration.value):
        yield "bad-duration", duration.number
    elif duration and not re.search("[1-9]", duration.value):
        yield "ends-before", duration.number
    if start and end and MOMENT.fullmatch(start.value) and MOMENT.fullmatch(end.value):
        if ("T" in start.value) != ("T" in end.value):
            yield "ends-otherwise", end.number
        elif _zone(start) == _zone(end) and end.value <= start.value:  # their order in time is that of their digits
            yield "ends-before", end.number


def _zone(line: Line) -> str:
    return "UTC" if line.value.endswith("Z") else line.parameter("TZID")


def _of_moment(line: Line, zones: set[str]) -> Iterator[Place]:
    zoned = "TZID" in line.parameters
    if not MOMENT.fullmatch(line.value):
        return
    if "T" in line.value:
        if not zoned and not line.value.endswith("Z"):
            yield "floating", line.number
    elif zoned:
        yield "day-with-zone", line.number
    elif line.parameter("VALUE").upper() != "DATE":
        yield "day-without-value", line.number
    if zoned and line.parameter("TZID") not in zones:
        yield "no-timezone", line.number
    if zoned and line.parameters["TZID"].startswith('"'):
        yield "quoted-tzid", line.number


def _of_map(event: Component) -> Iterator[Place]:
    location, point = event.plain("LOCATION"), event.first("X-APPLE-STRUCTURED-LOCATION")
    if location and not point and "://" not in location:
        yield "no-map", event.number
    if point:
        title, address = (point.parameter(name).replace("\\n", "\n") for name in ("X-TITLE", "X-ADDRESS"))
        if not title or location not in (title, f"{title}\n{address}"):
            yield "other-map", point.number

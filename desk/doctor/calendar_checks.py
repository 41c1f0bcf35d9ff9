"""Check the body of a feed: its calendar, time zones and events."""

from collections.abc import Iterator, Sequence

from icalendar import Calendar

from desk.content_lines import Component, Occurrence
from desk.doctor.event_checks import check_event
from desk.doctor.faults import FAULTS, Diagnostic, summarize

# Rule 41 of docs/clients.md. Google loses events past about 1,100, or past 1 MB
# (roed314/seminars#777).
TOO_MANY_EVENTS = 1000
TOO_MANY_OCTETS = 900_000
MOST_NAME_CHARACTERS = 100  # rule 5
MOST_REFUSAL_CHARACTERS = 100


def check_content(
    body: bytes,
    calendar: Component | None,
    line_faults: Sequence[Occurrence],
    content_type: str,
) -> list[Diagnostic]:
    """Return the faults of the content of a feed, as `parse_calendar` returned it."""
    found = list(summarize(line_faults))
    if calendar:
        found += summarize(_check_calendar(calendar, content_type), calendar.components)
        events = len(calendar.named("VEVENT"))
        if events >= TOO_MANY_EVENTS:
            found.append(Diagnostic("many", f"{events:,}"))
    if len(body) >= TOO_MANY_OCTETS:
        found.append(Diagnostic("large", f"{len(body):,} octets"))
    if not any(diagnostic.fault.fails for diagnostic in found):
        found += _second_opinion(body)
    return found


def _check_calendar(calendar: Component, content_type: str) -> Iterator[Occurrence]:
    yield from _check_properties(calendar, content_type)
    yield from _check_zones(calendar)
    yield from _check_uids(calendar)
    zones = {zone.text("TZID") for zone in calendar.named("VTIMEZONE")}
    # A stack, not recursion: a stranger's feed may nest deeper than Python recurses.
    stack = [calendar]
    while stack:
        component = stack.pop()
        stack += reversed(component.components)
        for key, fault in FAULTS.items():
            if component.name in fault.components:
                for number in fault.lines_in(component):
                    yield key, number
        if component.name == "VEVENT":
            yield from check_event(component, zones)


def _check_properties(calendar: Component, content_type: str) -> Iterator[Occurrence]:
    if not calendar.components:
        yield "nothing-in-it", calendar.number
    method = calendar.first("METHOD")
    if method and "method=" not in content_type.lower():
        yield "method", method.number
    name, common = calendar.first("NAME"), calendar.first("X-WR-CALNAME")
    if common:
        differ = name and name.text != common.text
        if differ or len(common.text) > MOST_NAME_CHARACTERS:
            yield "names-differ", common.number
    interval, published = calendar.first("REFRESH-INTERVAL"), calendar.first("X-PUBLISHED-TTL")
    if interval and published and published.value != interval.value:
        yield "refresh-differs", published.number
    zone = calendar.first("X-WR-TIMEZONE")
    starts = [start for event in calendar.named("VEVENT") for start in event.every("DTSTART")]
    # Clients disagree on whether it applies to times in UTC.
    if zone and any(start.value.endswith("Z") for start in starts):
        yield "x-wr-timezone", zone.number


def _check_zones(calendar: Component) -> Iterator[Occurrence]:
    earlier = set()
    for zone in calendar.named("VTIMEZONE"):
        name = zone.text("TZID")
        if name in earlier:
            yield "same-timezone", zone.number
        earlier.add(name)
        # Of several STANDARD or DAYLIGHT blocks Outlook may use one.
        blocks = [block.name for block in zone.components]
        if len(blocks) > len(set(blocks)):
            yield "many-blocks", zone.number


def _check_uids(calendar: Component) -> Iterator[Occurrence]:
    """Yield each event whose UID an earlier event has.

    The dates of one series share theirs (RFC 5545 §3.8.4.4).
    """
    earlier = set()
    for event in calendar.named("VEVENT"):
        key = event.text("UID"), event.text("RECURRENCE-ID")
        if event.text("UID") and key in earlier:
            yield "same-uid", event.number
        earlier.add(key)


def _second_opinion(body: bytes) -> list[Diagnostic]:
    """Return why the package icalendar cannot read `body`, if so."""
    try:
        Calendar.from_ical(body)
    except Exception as error:
        # Any type: untrusted bytes also hit bugs of the package.
        reason = str(error).partition("\n")[0]
        return [Diagnostic("second-opinion", reason[:MOST_REFUSAL_CHARACTERS])]
    return []

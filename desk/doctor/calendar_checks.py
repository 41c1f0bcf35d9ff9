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
    zones, events = calendar.named("VTIMEZONE"), calendar.named("VEVENT")
    for zone in _repeated(zones, "TZID"):
        yield "same-timezone", zone.number
    for zone in zones:
        # Of several STANDARD or DAYLIGHT blocks Outlook may use one.
        blocks = [block.name for block in zone.components]
        if len(blocks) > len(set(blocks)):
            yield "many-blocks", zone.number
    # The dates of one series share their UID (RFC 5545 §3.8.4.4).
    for event in _repeated(events, "UID", "RECURRENCE-ID"):
        yield "same-uid", event.number
    known = {zone.text("TZID") for zone in zones}
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
            yield from check_event(component, known)


def _check_properties(calendar: Component, content_type: str) -> Iterator[Occurrence]:
    if not calendar.components:
        yield "nothing-in-it", calendar.number
    method = calendar.first("METHOD")
    if method and "method=" not in content_type.lower():
        yield "method", method.number
    zone = calendar.first("X-WR-TIMEZONE")
    starts = [start for event in calendar.named("VEVENT") for start in event.every("DTSTART")]
    # Clients disagree on whether it applies to times in UTC.
    if zone and any(start.value.endswith("Z") for start in starts):
        yield "x-wr-timezone", zone.number


def _repeated(components: Sequence[Component], *names: str) -> Iterator[Component]:
    """Yield each component with the texts of an earlier one; not those without the first text."""
    earlier = set()
    for component in components:
        texts = [component.text(name) for name in names]
        if texts[0] and tuple(texts) in earlier:
            yield component
        earlier.add(tuple(texts))


def _second_opinion(body: bytes) -> list[Diagnostic]:
    """Return why the package icalendar cannot read `body`, if so."""
    try:
        Calendar.from_ical(body)
    except Exception as error:
        # Any type: untrusted bytes also hit bugs of the package.
        reason = str(error).partition("\n")[0]
        return [Diagnostic("second-opinion", reason[:MOST_REFUSAL_CHARACTERS])]
    return []

"""Check the body of a feed: its lines, calendar, zones and events."""

from collections import Counter
from collections.abc import Iterator

from icalendar import Calendar

from desk.content_lines import Component, Occurrence
from desk.doctor.event_checks import check_event
from desk.doctor.faults import FAULTS, Diagnostic, summarize

# Rule 41 of docs/clients.md. Google loses events past about 1,100, or
# past 1 MB (roed314/seminars#777).
TOO_MANY_EVENTS = 1000
TOO_MANY_OCTETS = 900_000
MOST_NAME_CHARACTERS = 100  # rule 5
MOST_TITLE_CHARACTERS = 40  # of an event, in the report
MOST_REFUSAL_CHARACTERS = 100


def check_content(
    body: bytes,
    calendar: Component | None,
    line_faults: list[Occurrence],
    content_type: str,
) -> list[Diagnostic]:
    """Return what is wrong with a feed, as parsed, sent as `content_type`."""
    found = list(summarize(_in_words(line_faults)))
    if calendar:
        found += summarize(_check_calendar(calendar, content_type))
        events = len(calendar.named("VEVENT"))
        if events >= TOO_MANY_EVENTS:
            found.append(Diagnostic("many", f"{events:,}"))
    if len(body) >= TOO_MANY_OCTETS:
        found.append(Diagnostic("large", f"{len(body):,} octets"))
    if not any(diagnostic.fault.fails for diagnostic in found):
        refusal = _second_opinion(body)
        if refusal:
            found.append(Diagnostic("second-opinion", refusal))
    return found


def _in_words(occurrences: list[Occurrence], title: str = "") -> Iterator[tuple[str, str]]:
    """Yield (fault, place in words), the place within the event `title`."""
    for key, number in occurrences:
        yield key, f"{title}line {number}"


def _check_calendar(calendar: Component, content_type: str) -> Iterator[tuple[str, str]]:
    """Yield each fault and its place, in words."""
    faults = [
        *_check_properties(calendar, content_type),
        *_check_zones(calendar),
        *_check_uids(calendar),
    ]
    yield from _in_words(faults)
    zones = {zone.text("TZID") for zone in calendar.named("VTIMEZONE")}
    for component, event in _walk(calendar):
        faults = []
        for key, fault in FAULTS.items():
            if component.name in fault.components:
                faults += [(key, number) for number in fault.lines_in(component)]
        if component is event:
            faults += check_event(event, zones)
        yield from _in_words(faults, _quoted_title(event))


def _quoted_title(event: Component | None) -> str:
    """Return how places within `event` begin: `"Its title…", ` or ""."""
    title = " ".join(event.text("SUMMARY").split()) if event else ""
    if len(title) > MOST_TITLE_CHARACTERS:
        title = title[:MOST_TITLE_CHARACTERS] + "…"
    return f'"{title}", ' if title else ""


def _walk(
    calendar: Component,
) -> Iterator[tuple[Component, Component | None]]:
    """Yield all components, each with the event that it belongs to.

    By a stack: a stranger's feed may nest deeper than Python recurses.
    """
    stack: list[tuple[Component, Component | None]] = [(calendar, None)]
    while stack:
        component, event = stack.pop()
        if component.name == "VEVENT":
            event = component
        yield component, event
        for inner in reversed(component.components):
            stack.append((inner, event))


def _check_properties(calendar: Component, content_type: str) -> Iterator[Occurrence]:
    if not calendar.components:
        yield "nothing-in-it", calendar.number
    method = calendar.first("METHOD")
    if method and "method=" not in content_type.lower():
        yield "method", method.number
    standard, common = calendar.first("NAME"), calendar.first("X-WR-CALNAME")
    if common:
        differ = standard and standard.text != common.text
        if differ or len(common.text) > MOST_NAME_CHARACTERS:
            yield "names-differ", common.number
    interval, published = calendar.first("REFRESH-INTERVAL"), calendar.first("X-PUBLISHED-TTL")
    if interval and published and published.value != interval.value:
        yield "refresh-differs", published.number
    zone = calendar.first("X-WR-TIMEZONE")
    # Clients disagree on whether it applies to times in UTC.
    if zone and any(_starts_in_utc(event) for event in calendar.named("VEVENT")):
        yield "x-wr-timezone", zone.number


def _starts_in_utc(event: Component) -> bool:
    return any(start.value.endswith("Z") for start in event.every("DTSTART"))


def _check_zones(calendar: Component) -> Iterator[Occurrence]:
    earlier = set()
    for zone in calendar.named("VTIMEZONE"):
        name = zone.text("TZID")
        if name in earlier:
            yield "same-timezone", zone.number
        earlier.add(name)
        # Of several STANDARD or DAYLIGHT blocks Outlook may use one.
        blocks = Counter(block.name for block in zone.components)
        if any(count > 1 for count in blocks.values()):
            yield "many-blocks", zone.number


def _check_uids(calendar: Component) -> Iterator[Occurrence]:
    """Yield each event whose UID an earlier event has.

    The dates of one series share theirs (RFC 5545 §3.8.4.4).
    """
    earlier = set()
    for event in calendar.named("VEVENT"):
        uid = event.text("UID")
        key = uid, event.text("RECURRENCE-ID")
        if uid and key in earlier:
            yield "same-uid", event.number
        earlier.add(key)


def _second_opinion(body: bytes) -> str:
    """Return why the package icalendar refuses `body`, "" if it reads it."""
    try:
        Calendar.from_ical(body)
    except Exception as error:
        # Of any type: untrusted bytes also hit bugs of the package.
        first_line = str(error).partition("\n")[0]
        return first_line[:MOST_REFUSAL_CHARACTERS]
    return ""

"""What is wrong with what a feed says: its lines by the rows of faults.toml, its calendar, zones and events."""

from collections import Counter
from collections.abc import Iterator

from icalendar import Calendar

from desk.doctor.events import in_event
from desk.doctor.faults import FAULTS, Finding, gathered
from desk.doctor.lines import Component, Place, read

MOST_OCTETS, MOST_EVENTS = 900_000, 1000  # rule 41
LONGEST_NAME = 100


def in_content(body: bytes, content_type: str) -> list[Finding]:
    """Return what is wrong with the bytes of a feed, sent as `content_type`."""
    calendar, faults = read(body)
    found = list(gathered((key, f"line {number}") for key, number in faults))
    if calendar:
        found += gathered(_places(calendar, content_type))
        if (number := len(calendar.named("VEVENT"))) >= MOST_EVENTS:
            found.append(Finding("many", f"{number:,}"))
    if len(body) >= MOST_OCTETS:
        found.append(Finding("large", f"{len(body):,} octets"))
    if not any(finding.fault.must for finding in found) and (refusal := _second_opinion(body)):
        found.append(Finding("second-opinion", refusal))
    return found


def _places(calendar: Component, content_type: str) -> Iterator[tuple[str, str]]:
    """Yield each fault and where it stands, in words."""
    for key, number in (*_of_calendar(calendar, content_type), *_of_zones(calendar), *_of_uids(calendar)):
        yield key, f"line {number}"
    zones = {zone.plain("TZID") for zone in calendar.named("VTIMEZONE")}
    for component, event in _within(calendar, None):
        title = " ".join(event.plain("SUMMARY").split()) if event else ""
        quoted = f'"{title[:40]}{"…" * (len(title) > 40)}", ' if title else ""
        for key, fault in FAULTS.items():
            if component.name in fault.component:
                yield from ((key, f"{quoted}line {number}") for number in fault.places(component))
        if component is event:
            yield from ((key, f"{quoted}line {number}") for key, number in in_event(event, zones))


def _within(component: Component, event: Component | None) -> Iterator[tuple[Component, Component | None]]:
    """Yield a component and those within, each with the event it belongs to."""
    left = [(component, event)]
    while left:  # a stranger's feed may nest deeper than a function may call itself
        component, event = left.pop()
        event = component if component.name == "VEVENT" else event
        yield component, event
        left += ((part, event) for part in reversed(component.parts))


def _of_calendar(calendar: Component, content_type: str) -> Iterator[Place]:
    if not calendar.parts:
        yield "nothing-in-it", calendar.number
    first = calendar.first
    if (method := first("METHOD")) and "method=" not in content_type.lower():
        yield "method", method.number
    name, same = first("NAME"), first("X-WR-CALNAME")
    if same and (len(same.text) > LONGEST_NAME or (name and name.text != same.text)):
        yield "names-differ", same.number
    interval, published = first("REFRESH-INTERVAL"), first("X-PUBLISHED-TTL")
    if interval and interval.parameter("VALUE").upper() != "DURATION":
        yield "refresh-value", interval.number
    if interval and published and published.value != interval.value:
        yield "refresh-differs", published.number
    starts = [line.value for event in calendar.named("VEVENT") for line in event.all("DTSTART")]
    if (zone := first("X-WR-TIMEZONE")) and any(start.endswith("Z") for start in starts):
        yield "x-wr-timezone", zone.number


def _of_zones(calendar: Component) -> Iterator[Place]:
    seen = set()
    for zone in calendar.named("VTIMEZONE"):
        if (name := zone.plain("TZID")) in seen:
            yield "same-timezone", zone.number
        seen.add(name)
        if max(Counter(part.name for part in zone.parts).values(), default=0) > 1:
            yield "many-blocks", zone.number


def _of_uids(calendar: Component) -> Iterator[Place]:
    """Yield each event whose UID stood before; dates of one series share theirs (RFC 5545 §3.8.4.4)."""
    seen = set()
    for event in calendar.named("VEVENT"):
        key = event.plain("UID"), event.plain("RECURRENCE-ID")
        if key[0] and key in seen:
            yield "same-uid", event.number
        seen.add(key)


def _second_opinion(body: bytes) -> str:
    """Return why the package icalendar refuses these bytes, "" where it reads them."""
    try:
        Calendar.from_ical(body)
    except Exception as error:  # of whatever kind: strangers' bytes, and the package's own faults
        return str(error).partition("\n")[0][:100]
    return ""

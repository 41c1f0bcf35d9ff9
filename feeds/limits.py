"""How much of a feed every client takes (rule 41)."""

from collections.abc import Sequence
from typing import TypeVar

from feeds.catalog import Calendar, Event

MOST_EVENTS = 999  # Google loses events past about 1,100, or 1 MB
MOST_OCTETS = 899_999
MOST_CHANGES = 100
LONGEST_HEAD = 50_000  # octets around the events; the longest VTIMEZONE takes 22,000
Part = TypeVar("Part")


def most_octets(event: Event, calendar: Calendar) -> int:
    """Return what an event's VEVENT stays below in any language, without an entry made of it.

    What stands in it twice (a place, the first host, a link) counts twice, and folding adds a twentieth.
    """
    once = (event.title, event.description, event.notice, event.moved, event.ends_at, calendar.footer)
    names = (noun.name for noun in (*event.supporters, *event.topics, *event.feed_neighborhoods))
    twice = [noun.name for noun in (*event.hosts, *event.feed_venues)]
    parts = [version for text in (*once, *names, *twice, *twice) for _, version in text.by_language]
    parts += [place.address for place in event.feed_venues] * 2
    joined = "".join((*parts, event.url, event.url, event.signup, event.contact))
    escaped = sum(map(joined.count, ",;\\\n"))
    return 2500 + (len(joined.encode()) + escaped) * 21 // 20


def within(parts: Sequence[tuple[Part, int]]) -> list[Part]:
    """Return the parts (each with its octets) without as many of the first as leave a document too long."""
    room = MOST_OCTETS - LONGEST_HEAD
    fitting = []
    for part, octets in reversed(parts):
        room -= octets
        if room < 0:
            break
        fitting.append(part)
    return fitting[::-1]

"""How much of a feed every client accepts (rule 41)."""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import TypeVar

from feeds.catalog import Calendar, Event, Text, Venue

MOST_EVENTS = 999  # Google loses events past about 1,100, or 1 MB
MOST_OCTETS = 899_999
MOST_CHANGES = 100
LONGEST_HEAD = 50_000  # octets around the events; the longest VTIMEZONE takes 22,000
TEXTS = {  # getters of all fields that hold text
    record: attrgetter(*(field.name for field in fields(record) if field.type in (str, Text)))
    for record in (Event, Venue)
}
Part = TypeVar("Part")


def most_octets(event: Event, calendar: Calendar) -> int:
    """Return an upper bound of the size of an event's VEVENT in any language, without making its entry.

    Text that appears twice (a place, the first host, a link) counts twice, and folding adds a twentieth.
    """
    words = _words(event)
    nouns = (
        *event.hosts,
        *event.hosts,
        *event.supporters,
        *event.topics,
        *event.feed_neighborhoods,
    )
    for name in (calendar.footer, *(noun.name for noun in nouns)):
        words += [version for _, version in name.by_language]
    for place in event.feed_venues:
        words += _words(place) * 2
    text = "".join(words)
    return 2500 + (len(text.encode()) + sum(map(text.count, ",;\\\n"))) * 21 // 20


def _words(record: Event | Venue) -> list[str]:
    """Return all text of a record; text that is the same in every language (a link) twice."""
    words = []
    for value in TEXTS[type(record)](record):
        if isinstance(value, Text):
            words += [text for _, text in value.by_language]
        else:
            words += [value, value]
    return words


def within(parts: Sequence[tuple[Part, int]]) -> list[Part]:
    """Return the last parts that fit into a document; each comes with its size in octets."""
    budget = MOST_OCTETS - LONGEST_HEAD
    fitting = []
    for part, octets in reversed(parts):
        budget -= octets
        if budget < 0:
            break
        fitting.append(part)
    return fitting[::-1]

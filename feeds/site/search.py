"""The data of the search box: every feed and event, in columns, because these compress well.

There is one file a language. The browser fetches it when somebody opens the box, and searches it
itself, so that nobody learns what people search for.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from feeds.catalog import KIND_BY_SLUG, KINDS, Calendar, Event, Point, Venue, is_free
from feeds.pages.month import span
from feeds.selection import Feed

MOST_SEARCHED = 10_000  # in 400 KB under gzip
FREE, ONLINE = 1, 2
COLUMNS = ("id", "title", "start", "days", "status", "flags", "place", "lists")
STATUSES = ("confirmed", "cancelled", "postponed", "tentative")
KINDS_SHOWN = tuple(kind for kind in KINDS if kind.heading)


def index(
    feeds: Sequence[Feed], events: Iterable[Event], calendar: Calendar, language: str
) -> bytes:
    """Return the search data of a language, with the first MOST_SEARCHED of `events`, as JSON.

    `lists` has the feeds as [kind, subject, name, other names], `places` has [name, latitude,
    longitude]; `events` has a column for each property, with the numbers of feeds and places.
    """
    named = [feed for feed in feeds if feed.slug and KIND_BY_SLUG[feed.kind].heading]
    numbers = {feed.subject: number for number, feed in enumerate(named)}
    places: dict[tuple[str, Point | None], int] = {}
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for event in list(events)[:MOST_SEARCHED]:
        first, last = span(event.when.start, event.when.end)
        row = (
            event.id,
            event.title.in_language(language),
            _moment(event.when.start),
            (last - first).days,
            STATUSES.index(event.status),
            flags(event, calendar, language),
            _place(event.venue, language, places),
            _lists(event, numbers),
        )
        for column, value in zip(columns.values(), row):
            column.append(value)
    data = {
        "timezone": calendar.timezone,
        "clock": calendar.translator(language).clock,
        "lists": [_list(feed, language) for feed in named],
        "places": [[name, *(point or ())] for name, point in places],
        "events": columns,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def flags(event: Event, calendar: Calendar, language: str) -> int:
    """Return the bits FREE and ONLINE of an event."""
    free = is_free(event.cost.in_language(language), calendar.languages)
    return FREE * free + ONLINE * event.online


def _moment(start: date) -> str:
    return f"{start:%Y-%m-%dT%H:%M}" if isinstance(start, datetime) else start.isoformat()


def _place(venue: Venue | None, language: str, places: dict[tuple[str, Point | None], int]) -> int:
    """Return the number of an event's place, or -1 if it is unknown."""
    if venue is None or venue.withdrawn:
        return -1
    name = venue.name.in_language(language) or venue.address
    return places.setdefault((name, venue.coordinates), len(places))


def _lists(event: Event, numbers: dict[str, int]) -> list[int]:
    """Return the numbers of the feeds that an event belongs to."""
    subjects = [
        f"feeds/{kind.slug}/{noun.slug}" for kind in KINDS_SHOWN for noun in kind.of_event(event)
    ]
    return sorted({numbers[subject] for subject in subjects if subject in numbers})


def _list(feed: Feed, language: str) -> list[str]:
    name = feed.name.in_language(language)
    others = [other for _, other in feed.name.by_language if other != name]
    return [feed.kind, feed.subject, name, " ".join((*others, *feed.aliases))]

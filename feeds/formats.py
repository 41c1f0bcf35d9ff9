"""The formats of a feed: one row per format, read by routing, documents, the list of feeds and the export."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from feeds.catalog import Cancelled, Event
from feeds.contents import Contents
from feeds.limits import LONGEST_HEAD, MOST_OCTETS
from feeds.pages import atom, linked, text
from feeds.pages.month import span
from feeds.selection import Feed


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the extension of its addresses, its media type, and what makes a feed's document in it.

    `make` takes contents, feed, language, how cancelled events are shown, and today's date. A `saved` document
    may be downloaded under the feed's name.
    """

    extension: str
    media_type: str
    make: Callable[[Contents, Feed, str, Cancelled, date], bytes]
    saved: bool = False


def _calendar(
    contents: Contents, feed: Feed, language: str, cancelled: Cancelled, today: date
) -> bytes:
    return contents.feed_calendar(feed, language, cancelled)


def _json(
    contents: Contents, feed: Feed, language: str, cancelled: Cancelled, today: date
) -> bytes:
    over = {event.uid for event in contents.index.over(today)}

    def line(event: Event) -> bytes:
        entry, page = contents.entry(event, language), contents.event_page(event, language)
        return linked.as_bytes(linked.event(entry, page, over=event.uid in over))

    news = contents.news(feed, language, cancelled)
    lines = contents.pieces(("json", language), news, line)
    last = lines[len(lines) - _fitting(lines[::-1]) :]
    return linked.item_list(contents.head(feed, language, "json"), last)


def _atom(
    contents: Contents, feed: Feed, language: str, cancelled: Cancelled, today: date
) -> bytes:
    """Return what is not over, the next first; for changes, the newest first."""
    domain = contents.calendar.domain

    def element(event: Event) -> bytes:
        page = contents.event_page(event, language)
        return atom.element(
            contents.entry(event, language), contents.revision(event), page, domain, today
        )

    news = contents.index.upcoming(contents.news(feed, language, cancelled), today)
    if feed.kind != "changes":
        news.sort(key=lambda event: event.when.start.isoformat())
    elements = contents.pieces(("atom", language), news, element)
    revisions = map(contents.revision, news[: _fitting(elements)])
    return atom.feed(contents.head(feed, language, "atom"), zip(revisions, elements))


def _week(
    contents: Contents, feed: Feed, language: str, cancelled: Cancelled, today: date
) -> bytes:
    """Return what takes place in the seven days that begin with `today`."""
    last = text.last_day(today)
    coming = contents.index.upcoming(contents.news(feed, language, cancelled), today)
    events = [event for event in coming if span(event.when.start, event.when.end)[0] <= last]
    entries = [
        (contents.entry(event, language), contents.event_page(event, language)) for event in events
    ]
    translator = contents.calendar.translator(language)
    return text.week(contents.head(feed, language, "txt"), entries, today, translator)


def _fitting(bodies: Sequence[bytes]) -> int:
    """Return how many of the bodies, from the first, fit into a document."""
    octets = list(accumulate(map(len, bodies)))
    return bisect_right(octets, MOST_OCTETS - LONGEST_HEAD)


FORMATS = (
    Format("ics", "text/calendar; charset=utf-8", _calendar, saved=True),
    Format("json", "application/ld+json; charset=utf-8", _json),
    Format("atom", "application/atom+xml; charset=utf-8", _atom),
    Format("txt", "text/plain; charset=utf-8", _week),
)
FORMAT_BY_EXTENSION = {format.extension: format for format in FORMATS}

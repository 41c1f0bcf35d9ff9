"""The formats of a feed: a row each, read by routing, documents, the feed index and the export."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from feeds.catalog import Cancelled, Event
from feeds.contents import Contents
from feeds.entries import Entry
from feeds.heads import FeedHead
from feeds.limits import LONGEST_HEAD, MOST_OCTETS
from feeds.pages import atom, linked, text
from feeds.pages.month import span
from feeds.selection import Feed


@dataclass(frozen=True, slots=True)
class FeedRequest:
    """A feed in a language on a day, and how it shows cancelled events."""

    contents: Contents
    feed: Feed
    language: str
    cancelled: Cancelled
    day: date

    def news(self) -> list[Event]:
        """Return the events for formats other than calendars."""
        return self.contents.without_withdrawn(self.feed, self.language, self.cancelled)

    def head(self, extension: str) -> FeedHead:
        """Return the head of the document."""
        return self.contents.head(self.feed, self.language, extension)

    def entry(self, event: Event) -> tuple[Entry, str]:
        """Return an event's entry, and the address of its page."""
        entry = self.contents.entry(event, self.language)
        return entry, self.contents.event_page(event, self.language)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the extension of its addresses, its media type, and what renders a feed in it.

    A `downloadable` document may be downloaded under the feed's name.
    """

    extension: str
    media_type: str
    render: Callable[[FeedRequest], bytes]
    downloadable: bool = False


def _calendar(request: FeedRequest) -> bytes:
    contents, language, cancelled = request.contents, request.language, request.cancelled
    events = contents.within_limits(request.feed, language, cancelled)
    return contents.calendar_of(request.head("ics"), events, language, cancelled)


def _json(request: FeedRequest) -> bytes:
    contents = request.contents
    over = {event.uid for event in contents.index.over(request.day)}

    def line(event: Event) -> bytes:
        return linked.as_bytes(linked.event(*request.entry(event), over=event.uid in over))

    lines = contents.render_each(("json", request.language), request.news(), line)
    last = lines[len(lines) - _fitting(lines[::-1]) :]
    return linked.item_list(request.head("json"), last)


def _atom(request: FeedRequest) -> bytes:
    """Return upcoming events, the next first; in a feed of changes, the newest first."""
    contents, domain = request.contents, request.contents.calendar.domain

    def element(event: Event) -> bytes:
        entry, page = request.entry(event)
        return atom.element(entry, contents.revision(event), page, domain, request.day)

    news = contents.index.upcoming(request.news(), request.day)
    if request.feed.kind != "changes":
        news.sort(key=lambda event: event.when.start.isoformat())
    elements = contents.render_each(("atom", request.language), news, element)
    revisions = map(contents.revision, news[: _fitting(elements)])
    return atom.feed(request.head("atom"), zip(revisions, elements))


def _week(request: FeedRequest) -> bytes:
    """Return the events of the seven days that begin today."""
    last = text.last_day(request.day)
    entries = []
    for event in request.contents.index.upcoming(request.news(), request.day):
        first, _ = span(event.when.start, event.when.end)
        if first <= last:
            entries.append(request.entry(event))
    translator = request.contents.calendar.translator(request.language)
    return text.week(request.head("txt"), entries, request.day, translator)


def _fitting(bodies: Sequence[bytes]) -> int:
    """Return how many of the bodies, from the first, fit into a document."""
    octets = list(accumulate(map(len, bodies)))
    return bisect_right(octets, MOST_OCTETS - LONGEST_HEAD)


FORMATS = (
    Format("ics", "text/calendar; charset=utf-8", _calendar, downloadable=True),
    Format("json", "application/ld+json; charset=utf-8", _json),
    Format("atom", "application/atom+xml; charset=utf-8", _atom),
    Format("txt", "text/plain; charset=utf-8", _week),
)
FORMAT_BY_EXTENSION = {format.extension: format for format in FORMATS}

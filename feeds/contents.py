"""The events of each feed, as many as every client accepts, and their bytes, rendered once."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from feeds.calendar import vcalendar, vevent
from feeds.catalog import Cancelled, Event, zone
from feeds.entries import Entry
from feeds.fragments import Fragments
from feeds.heads import FeedHead
from feeds.limits import LONGEST_HEAD, MOST_CHANGES, MOST_IN_FEED, MOST_OCTETS, most_octets
from feeds.record import Edition, Revision
from feeds.routing import Address, Routes
from feeds.selection import Feed, Index

Piece = TypeVar("Piece")


class Contents:
    """The contents of the feeds of an edition.

    `base_url` is the public address, without a slash at its end. A server keeps the events as
    calendars have them, and makes entries and other formats on request; with `keep_all` it keeps
    those too, which is for making every document once.
    """

    def __init__(
        self,
        edition: Edition,
        index: Index,
        routes: Routes,
        base_url: str,
        fragments: Fragments,
        *,
        keep_all: bool = False,
    ) -> None:
        self.edition, self.index, self.routes = edition, index, routes
        self.base_url, self.fragments, self.keep_all = base_url, fragments, keep_all
        self.calendar = edition.catalog.calendar
        self.zone = zone(self.calendar.timezone)

    def title(self, language: str) -> str:
        """Return the title of the calendar."""
        return self.calendar.title.in_language(language)

    def event_page(self, event: Event, language: str) -> str:
        """Return the absolute address of an event's page."""
        return self.base_url + self.routes.path(Address(language, f"events/{event.id}", "/"))

    def head(self, feed: Feed, language: str, extension: str) -> FeedHead:
        """Return the head of a feed's document."""
        translator, title = self.calendar.translator(language), self.title(language)
        name = feed.title(translator, title)
        description = feed.description(translator, title)
        return self.head_at(Address(language, feed.subject, extension), name, description)

    def head_at(self, address: Address, name: str, description: str) -> FeedHead:
        """Return the head of the document at an address."""
        path = self.routes.path(address)
        page = Address(address.language, address.subject, "/")
        return FeedHead(
            path=path,
            domain=self.calendar.domain,
            language=address.language,
            calendar=self.title(address.language),
            name=name,
            description=description,
            source=self.base_url + path,
            page=self.base_url + self.routes.path(page),
        )

    def entry(self, event: Event, language: str) -> Entry:
        """Return what subscribers see of an event in a language."""
        [entry] = self.render_each(
            ("entry", language), [event], lambda event: self.edition.entry(event, language)
        )
        return entry

    def revision(self, event: Event) -> Revision:
        """Return an event's revision."""
        [revision] = self.fragments.get_or_make(("revision",), [event], self.edition.revision)
        return revision

    def render_each(
        self, purpose: tuple[str, ...], events: Iterable[Event], make: Callable[[Event], Piece]
    ) -> list[Piece]:
        """Return what `make` returns for each event, kept only if everything is."""
        if self.keep_all:
            return self.fragments.get_or_make(purpose, events, make)
        return [make(event) for event in events]

    def vevents(self, events: Iterable[Event], language: str, cancelled: Cancelled) -> list[bytes]:
        """Return the VEVENT of each event."""
        as_status = cancelled == "status"

        def render(event: Event) -> bytes:
            entry, page = self.entry(event, language), self.event_page(event, language)
            return vevent(entry, self.revision(event), page, cancelled=as_status)

        return self.fragments.get_or_make(("ics", language, as_status), events, render)

    def calendar_of(
        self, head: FeedHead, events: Sequence[Event], language: str, cancelled: Cancelled
    ) -> bytes:
        """Return the calendar that holds these events, in their order."""
        vevents = self.vevents(events, language, cancelled)
        return vcalendar(head, self.zone, self.index.interval(events), vevents)

    def selected(self, feed: Feed, cancelled: Cancelled) -> list[Event]:
        """Return the events that a feed selects, by end; of changes the newest, by publication."""
        changes = feed.kind == "changes"
        events = self.edition.changes(self.revision) if changes else self.index.pick(feed.selection)
        if cancelled == "hide":
            events = [event for event in events if visible(event, cancelled)]
        return events[-MOST_CHANGES:] if changes else events

    def within_limits(
        self, feed: Feed, language: str, cancelled: Cancelled | None = None
    ) -> list[Event]:
        """Return a feed's events, without the oldest beyond the limits of a calendar (rule 41)."""
        cancelled = cancelled or self.calendar.cancelled
        events = self.selected(feed, cancelled)[-MOST_IN_FEED:]
        # Pages count the events of every feed: most are seen to fit before any of them is rendered.
        bounds = self.fragments.get_or_make(
            ("octets",), events, lambda event: most_octets(event, self.calendar)
        )
        if sum(bounds) > MOST_OCTETS - LONGEST_HEAD:
            head = self.head(feed, language, "ics")

            def fits(dropped: int) -> bool:
                calendar = self.calendar_of(head, events[dropped:], language, cancelled)
                return len(calendar) <= MOST_OCTETS

            if not fits(0):
                events = events[bisect_left(range(len(events)), True, key=fits) :]
        return events[::-1] if feed.kind == "changes" else events

    def without_withdrawn(self, feed: Feed, language: str, cancelled: Cancelled) -> list[Event]:
        """Return the feed's events for formats other than calendars: without withdrawn ones."""
        return [
            event
            for event in self.within_limits(feed, language, cancelled)
            if event.status != "withdrawn"
        ]


def visible(event: Event, cancelled: Cancelled) -> bool:
    """Return whether a feed that shows cancelled events like this shows the event."""
    return cancelled != "hide" or event.status not in ("cancelled", "withdrawn")

"""What each feed holds: its events, as many as every client takes, and the bytes of each, rendered once."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from feeds.calendar import vcalendar, vevent
from feeds.catalog import Cancelled, Event, zone
from feeds.entries import Entry
from feeds.fragments import Fragments
from feeds.heads import FeedHead
from feeds.limits import LONGEST_HEAD, MOST_CHANGES, MOST_EVENTS, MOST_OCTETS, most_octets
from feeds.record import Edition, Revision
from feeds.routing import Address, Routes
from feeds.selection import Feed, Index

Piece = TypeVar("Piece")


class Contents:
    """What the feeds of an edition hold.

    `base_url` is the public address, without a slash at its end. A server keeps the events' calendar bytes, and
    makes what other formats say of them when it is asked for; with `keep_all` everything is kept, for whoever makes
    every document and then nothing more.
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
        """Return what the whole calendar is called."""
        return self.calendar.title.in_language(language)

    def event_page(self, event: Event, language: str) -> str:
        """Return the absolute address of an event's page."""
        return self.base_url + self.routes.path(Address(language, f"events/{event.id}", "/"))

    def head(self, feed: Feed, language: str, extension: str) -> FeedHead:
        """Return what a feed's document says of the feed."""
        translator, title = self.calendar.translator(language), self.title(language)
        name = feed.title(translator, language, title)
        description = feed.description(translator, language, title)
        return self.head_at(Address(language, feed.subject, extension), name, description)

    def head_at(self, address: Address, name: str, description: str) -> FeedHead:
        """Return what the document at an address says of itself."""
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
        [entry] = self.pieces(
            ("entry", language), [event], lambda event: self.edition.entry(event, language)
        )
        return entry

    def revision(self, event: Event) -> Revision:
        """Return an event's revision."""
        revisions = self.fragments.table("revision")
        if event.uid not in revisions:
            revisions[event.uid] = self.edition.revision(event)
        revision: Revision = revisions[event.uid]
        return revision

    def pieces(
        self, purpose: tuple[str, ...], events: Iterable[Event], make: Callable[[Event], Piece]
    ) -> list[Piece]:
        """Return what `make` makes of each event, made once where everything is kept."""
        if not self.keep_all:
            return [make(event) for event in events]
        table: dict[str, Piece] = self.fragments.table(*purpose)
        pieces = []
        for event in events:
            if event.uid not in table:
                table[event.uid] = make(event)
            pieces.append(table[event.uid])
        return pieces

    def calendar_of(
        self, head: FeedHead, events: Sequence[Event], language: str, cancelled: Cancelled
    ) -> bytes:
        """Return the calendar that holds these events, in their order."""
        return vcalendar(
            head, self.zone, self.index.interval(events), self.vevents(events, language, cancelled)
        )

    def feed_calendar(self, feed: Feed, language: str, cancelled: Cancelled) -> bytes:
        """Return the calendar of a feed."""
        head = self.head(feed, language, "ics")
        return self.calendar_of(head, self.shown(feed, language, cancelled), language, cancelled)

    def vevents(self, events: Iterable[Event], language: str, cancelled: Cancelled) -> list[bytes]:
        """Return the VEVENT of each event."""
        table = self._vevent_table(language, cancelled)
        return [
            table.get(event.uid) or self._render(event, language, cancelled) for event in events
        ]

    def _vevent_table(self, language: str, cancelled: Cancelled) -> dict[str, bytes]:
        return self.fragments.table("ics", language, cancelled == "status")

    def _render(self, event: Event, language: str, cancelled: Cancelled) -> bytes:
        page = self.event_page(event, language)
        entry, revision = self.entry(event, language), self.revision(event)
        body = vevent(entry, revision, page, cancelled=cancelled == "status")
        self._vevent_table(language, cancelled)[event.uid] = body
        return body

    def picked(self, feed: Feed, cancelled: Cancelled) -> list[Event]:
        """Return what the feed asks for, the first to end first; of changes the latest hundred, the newest last."""
        changes = feed.kind == "changes"
        events = self.edition.changes(self.revision) if changes else self.index.pick(feed.selection)
        if cancelled == "hide":
            events = [event for event in events if visible(event, cancelled)]
        return events[-MOST_CHANGES:] if changes else events

    def shown(self, feed: Feed, language: str, cancelled: Cancelled | None = None) -> list[Event]:
        """Return the feed's events, oldest dropped until its calendar is within the limits (rule 41)."""
        cancelled = cancelled or self.calendar.cancelled
        events = self.picked(feed, cancelled)[-MOST_EVENTS:]
        # Pages count the events of every feed: most are seen to fit before any of them is rendered.
        if self._at_most(events, language, cancelled) + LONGEST_HEAD > MOST_OCTETS:
            events = events[self._excess(events, feed, language, cancelled) :]
        return events[::-1] if feed.kind == "changes" else events

    def news(self, feed: Feed, language: str, cancelled: Cancelled) -> list[Event]:
        """Return what of a feed other formats than calendars show: nothing that was withdrawn."""
        return [
            event for event in self.shown(feed, language, cancelled) if event.status != "withdrawn"
        ]

    def _excess(
        self, events: Sequence[Event], feed: Feed, language: str, cancelled: Cancelled
    ) -> int:
        """Return how many of the first events must be dropped, so that the calendar is not too long."""
        head = self.head(feed, language, "ics")
        sizes = [len(body) for body in self.vevents(events, language, cancelled)]
        octets, dropped = sum(sizes), 0

        def budget(dropped: int) -> int:
            interval = self.index.interval(events[dropped:])
            return MOST_OCTETS - len(vcalendar(head, self.zone, interval, ()))

        most = budget(0)
        while octets > most:
            octets -= sizes[dropped]
            dropped += 1
        # Fewer events may need a shorter VTIMEZONE, which leaves room for some of those dropped.
        while dropped and octets + sizes[dropped - 1] <= budget(dropped - 1):
            dropped -= 1
            octets += sizes[dropped]
        return dropped

    def _at_most(self, events: Iterable[Event], language: str, cancelled: Cancelled) -> int:
        """Return the octets that the events' VEVENTs have where they are rendered, and else stay below."""
        rendered = self._vevent_table(language, cancelled)
        bounds = self.fragments.table("octets")
        octets = 0
        for event in events:
            if body := rendered.get(event.uid):
                octets += len(body)
                continue
            if event.uid not in bounds:
                bounds[event.uid] = most_octets(event, self.calendar)
            octets += bounds[event.uid]
        return octets


def visible(event: Event, cancelled: Cancelled) -> bool:
    """Say whether a feed shows the event, by how it shows cancelled ones."""
    return cancelled != "hide" or event.status not in ("cancelled", "withdrawn")

"""What a feed holds: which events every client takes, each rendered once, and the calendar around them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from feeds.calendar import Head, vcalendar, vevent
from feeds.catalog import Cancelled, Event, zone
from feeds.entries import Entry
from feeds.limits import LONGEST_HEAD, MOST_CHANGES, MOST_EVENTS, MOST_OCTETS, most_octets
from feeds.record import Edition
from feeds.selection import Address, Directory, Feed
from feeds.words import words

LONGEST_NAME = 100  # of a calendar (rule 5)


@dataclass(frozen=True)
class Contents:
    """What the feeds of an edition hold. `site` is the public address, without a slash at its end.

    `rendered` are VEVENTs by language and whether they say STATUS:CANCELLED, in the order of the index, None where none
    was asked for yet; `roughly` are the octets that those stay below, by UID.
    """

    edition: Edition
    directory: Directory
    site: str
    rendered: dict[tuple[str, bool], list[bytes | None]] = field(default_factory=dict, repr=False, compare=False)
    roughly: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The calendar's time zone."""
        return zone(self.edition.catalog.calendar.timezone)

    def event_page(self, seen: Entry) -> str:
        """Return the public address of an event's page."""
        return self.site + self.directory.path(Address(seen.language, f"events/{seen.id}", "/"))

    def feed_head(self, feed: Feed, language: str) -> Head:
        """Return what a feed's calendar says of itself."""
        said, title = words(language), self.edition.catalog.calendar.title.in_language(language)
        name, description = feed.title(said, language, title), feed.description(said, language, title)
        return self.head(Address(language, feed.subject, "ics"), name, description)

    def head(self, address: Address, name: str, description: str) -> Head:
        """Return what the calendar at an address says of itself."""
        page = Address(address.language, address.subject, "/")
        path = self.directory.path(address)
        return Head(
            uid=f"{path.removeprefix('/').removesuffix('.ics')}@{self.edition.catalog.calendar.domain}",
            name=shorten_name(name),
            description=description,
            source=self.site + path,
            page=self.site + self.directory.path(page),
        )

    def feed(self, feed: Feed, language: str, how: Cancelled) -> bytes:
        """Return the calendar of a feed."""
        head, numbers = self.feed_head(feed, language), self.picked(feed, how)[-MOST_EVENTS:]
        vevents = self.vevents(numbers, language, how)
        gone = self._too_many(numbers, vevents, head)
        order = -1 if feed.kind == "changes" else 1
        return self._calendar(head, numbers[gone:], vevents[gone:][::order])

    def calendar(self, head: Head, events: Iterable[Event], language: str, how: Cancelled) -> bytes:
        """Return the calendar of these events, in their order."""
        numbers = list(map(self.directory.index.number, events))
        return self._calendar(head, numbers, self.vevents(numbers, language, how))

    def _calendar(self, head: Head, numbers: Iterable[int], vevents: Iterable[bytes]) -> bytes:
        return vcalendar(head, self.zone, self.directory.index.first_start(numbers), vevents)

    def vevents(self, numbers: Iterable[int], language: str, how: Cancelled) -> list[bytes]:
        """Return the VEVENT of each of the events that have these numbers in the index."""
        known = self._known(language, how)
        return [known[number] or self._render(number, language, how) for number in numbers]

    def take_over(self, before: "Contents", changed: Collection[str]) -> None:
        """Take what was made of the events of an earlier edition but those whose UIDs `changed`."""
        index, old = self.directory.index, before.directory.index
        for key, known in before.rendered.copy().items():
            self.rendered[key] = index.realigned(old, known, changed, lambda event: None)
        self.roughly.update(before.roughly)
        for uid in changed:
            self.roughly.pop(uid, None)

    def _known(self, language: str, how: Cancelled) -> list[bytes | None]:
        key = language, how == "status"
        if key not in self.rendered:
            self.rendered.setdefault(key, [None] * len(self.directory.index.events))
        return self.rendered[key]

    def _render(self, number: int, language: str, how: Cancelled) -> bytes:
        event = self.directory.index.events[number]
        seen, revision = self.edition.entry(event, language), self.edition.revision(event)
        body = vevent(seen, revision, self.event_page(seen), cancelled=how == "status")
        self._known(language, how)[number] = body
        return body

    def picked(self, feed: Feed, how: Cancelled) -> list[int]:
        """Return the numbers of what the feed asks for, by end as an instant, then UID; of changes the latest hundred.

        Those come by when they were published.
        """
        index = self.directory.index
        if feed.withdrawn:
            return []
        if feed.kind == "changes":
            changes = [event for event in self.edition.changes() if visible(event, how)]
            return list(map(index.number, changes[-MOST_CHANGES:]))
        picked = sorted(index.numbers(feed.selection))
        return picked if how != "hide" else [number for number in picked if visible(index.events[number], how)]

    def shown(self, feed: Feed, language: str, how: Cancelled | None = None) -> list[Event]:
        """Return what of it every client takes: the earliest leave until both limits hold (rule 41)."""
        how = how or self.edition.catalog.calendar.cancelled
        numbers = self.picked(feed, how)[-MOST_EVENTS:]
        if self._at_most(numbers, language, how) + LONGEST_HEAD > MOST_OCTETS:
            vevents = self.vevents(numbers, language, how)
            numbers = numbers[self._too_many(numbers, vevents, self.feed_head(feed, language)) :]
        events = list(map(self.directory.index.events.__getitem__, numbers))
        return events[::-1] if feed.kind == "changes" else events

    def _too_many(self, numbers: Sequence[int], vevents: Sequence[bytes], head: Head) -> int:
        """Return how many of the first must leave, so that the calendar is not too long."""
        sizes = list(map(len, vevents))
        octets, gone = sum(sizes), 0

        def room(gone: int) -> int:
            return MOST_OCTETS - len(self._calendar(head, numbers[gone:], ()))

        most = room(0)  # fewer events need no longer VTIMEZONE
        while octets > most:
            octets -= sizes[gone]
            gone += 1
        while gone and octets + sizes[gone - 1] <= room(gone - 1):
            gone -= 1
            octets += sizes[gone]
        return gone

    def _at_most(self, numbers: Iterable[int], language: str, how: Cancelled) -> int:
        """Return the octets of the events' VEVENTs: of those that are rendered, and what the others stay below."""
        known = self._known(language, how)
        return sum(len(body) if (body := known[number]) else self._rough(number) for number in numbers)

    def _rough(self, number: int) -> int:
        event = self.directory.index.events[number]
        if event.uid not in self.roughly:
            self.roughly[event.uid] = most_octets(event, self.edition.catalog.calendar)
        return self.roughly[event.uid]


def visible(event: Event, how: Cancelled) -> bool:
    return how != "hide" or event.status not in ("cancelled", "withdrawn")


def shorten_name(name: str) -> str:
    """Return a calendar's name in at most 100 characters."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"

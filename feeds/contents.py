"""What a feed holds: which events every client takes, each rendered once, and the calendar around them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
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

    `rendered` are VEVENTs by language and whether they say STATUS:CANCELLED, then by UID; `roughly` are the octets
    that others stay below.
    """

    edition: Edition
    directory: Directory
    site: str
    rendered: dict[tuple[str, bool], dict[str, bytes]] = field(default_factory=dict, repr=False, compare=False)
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
        head, picked = self.feed_head(feed, language), self._picked(feed, how)
        vevents, starts = self.vevents(picked, language, how), _starts(picked)
        gone = self._too_many(vevents, starts, head)
        order = -1 if feed.kind == "changes" else 1
        return vcalendar(head, self.zone, starts[gone:], vevents[gone:][::order])

    def calendar(self, head: Head, events: Sequence[Event], language: str, how: Cancelled) -> bytes:
        """Return the calendar of these events, in their order."""
        return vcalendar(head, self.zone, _starts(events), self.vevents(events, language, how))

    def vevents(self, events: Iterable[Event], language: str, how: Cancelled) -> list[bytes]:
        """Return the VEVENT of each event."""
        known = self._known(language, how)
        return [known.get(event.uid) or self._render(event, language, how) for event in events]

    def take_over(self, before: "Contents", changed: Iterable[str]) -> None:
        """Take what was made of the events of an earlier edition but those whose UIDs `changed`."""
        self.rendered.update((key, known.copy()) for key, known in before.rendered.copy().items())
        self.roughly.update(before.roughly)
        for uid in changed:
            self.roughly.pop(uid, None)
            for known in self.rendered.values():
                known.pop(uid, None)

    def _known(self, language: str, how: Cancelled) -> dict[str, bytes]:
        return self.rendered.setdefault((language, how == "status"), {})

    def _render(self, event: Event, language: str, how: Cancelled) -> bytes:
        seen, revision = self.edition.entry(event, language), self.edition.revision(event)
        body = vevent(seen, revision, self.event_page(seen), cancelled=how == "status")
        self._known(language, how)[event.uid] = body
        return body

    def picked(self, feed: Feed, how: Cancelled) -> Iterator[Event]:
        """Yield what the feed asks for, the last by end as an instant, then UID, first; of changes the latest."""
        if feed.withdrawn:
            return iter(())
        if feed.kind == "changes":
            changes = reversed(self.edition.changes())
            return islice((event for event in changes if visible(event, how)), MOST_CHANGES)
        picked = self.directory.index.latest(feed.selection)
        return picked if how != "hide" else (event for event in picked if visible(event, how))

    def shown(self, feed: Feed, language: str, how: Cancelled | None = None) -> list[Event]:
        """Return what of it every client takes: the earliest leave until both limits hold (rule 41)."""
        how = how or self.edition.catalog.calendar.cancelled
        picked = self._picked(feed, how)
        if self._at_most(picked, language, how) + LONGEST_HEAD > MOST_OCTETS:
            vevents = self.vevents(picked, language, how)
            picked = picked[self._too_many(vevents, _starts(picked), self.feed_head(feed, language)) :]
        return picked[::-1] if feed.kind == "changes" else picked

    def _picked(self, feed: Feed, how: Cancelled) -> list[Event]:
        """Return the last events of a feed, as many as every client takes, by end."""
        return [*islice(self.picked(feed, how), MOST_EVENTS)][::-1]

    def _too_many(self, vevents: Sequence[bytes], starts: Sequence[date], head: Head) -> int:
        """Return how many of the first must leave, so that the calendar is not too long."""
        sizes = list(map(len, vevents))
        octets, gone = sum(sizes), 0

        def room(gone: int) -> int:
            return MOST_OCTETS - len(vcalendar(head, self.zone, starts[gone:], ()))

        most = room(0)  # fewer events need no longer VTIMEZONE
        while octets > most:
            octets -= sizes[gone]
            gone += 1
        while gone and octets + sizes[gone - 1] <= room(gone - 1):
            gone -= 1
            octets += sizes[gone]
        return gone

    def _at_most(self, events: Sequence[Event], language: str, how: Cancelled) -> int:
        """Return the octets of the events' VEVENTs: of those that are rendered, and what the others stay below."""
        rendered = map(self._known(language, how).get, [event.uid for event in events])
        return sum(len(body) if body else self._rough(event) for event, body in zip(events, rendered))

    def _rough(self, event: Event) -> int:
        if event.uid not in self.roughly:
            self.roughly[event.uid] = most_octets(event, self.edition.catalog.calendar)
        return self.roughly[event.uid]


def _starts(events: Sequence[Event]) -> list[date]:
    return [event.when.start for event in events]


def visible(event: Event, how: Cancelled) -> bool:
    return how != "hide" or event.status not in ("cancelled", "withdrawn")


def shorten_name(name: str) -> str:
    """Return a calendar's name in at most 100 characters."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"

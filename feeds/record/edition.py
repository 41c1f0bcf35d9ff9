"""Editions: a catalog with its moves, with deleted events that are not over, and revisions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from feeds.catalog import Catalog, Event, Status, Venue, instant, zone
from feeds.entries import Entry, Move
from feeds.presentation import end_of, make_entry, public_former_place
from feeds.record.digest import differing, digest
from feeds.record.ids import with_published_uids
from feeds.record.moves import moves_of
from feeds.record.places import ListedPlaces, listed_now
from feeds.record.published import EventState, Record
from feeds.record.rebuilt import rebuild, unlisted
from feeds.record.redaction import redact
from feeds.record.revisions import UNPUBLISHED, Revision, first_revision

Revise = Callable[[Event], Revision]


@dataclass(frozen=True, slots=True)
class Edition:
    """The catalog with deleted and withdrawn events that are not over, and the record.

    By UID: `moves` of events that moved, `deleted` events that left the list, and events that stay
    `as_recorded` whatever the list says. A draft has no `published_at`: it takes no stamps from a
    clock.
    """

    catalog: Catalog
    record: Record = field(default_factory=Record)
    moves: Mapping[str, Move] = field(default_factory=lambda: MappingProxyType({}))
    deleted: frozenset[str] = frozenset()
    as_recorded: frozenset[str] = frozenset()
    published_at: datetime | None = None

    def entry(self, event: Event, language: str) -> Entry:
        """Return the event as subscribers see it in a language."""
        return make_entry(event, self.catalog.calendar, language, self.moves.get(event.uid))

    def digest(self, event: Event) -> dict[str, str]:
        """Return the digest of the event's entries in all languages."""
        if event.uid in self.as_recorded:
            return dict(self.record.events[event.uid].digest)
        calendar = self.catalog.calendar
        found = digest(self.entry(event, language) for language in calendar.languages)
        if event.status == "cancelled" and calendar.cancelled != "mark":
            found["shown"] = calendar.cancelled  # its STATUS differs, or it is left out
        return found

    def revision(self, event: Event) -> Revision:
        """Return the event's revision, which is new if subscribers see a change (rule 12)."""
        before, now = self.record.events.get(event.uid), self.published_at
        if before is None:
            return first_revision(now) if now else UNPUBLISHED
        if not differing(before.digest, self.digest(event)):
            return before.revision
        return before.revision.next(now) if now else before.revision.draft()

    def state(self, event: Event) -> EventState:
        """Return whether the list has the event, no longer has it, or withdraws it."""
        if event.status == "withdrawn":
            return "withdrawn"
        return "deleted" if event.uid in self.deleted else "listed"

    def unlisted(self) -> frozenset[str]:
        """Return the UIDs of the events that the list no longer has."""
        events = self.catalog.events
        return frozenset(event.uid for event in events if self.state(event) != "listed")

    def unlisted_former_place(self, event: Event) -> Venue | None:
        """Return the former place that subscribers read if the list no longer has it, or None."""
        move = self.moves.get(event.uid)
        former = public_former_place(event, move) if move else None
        places = ListedPlaces(self.catalog, self.catalog.events)
        return None if former is None or former in places else former

    def changes(self, revision: Revise | None = None) -> list[Event]:
        """Return the moved, postponed and cancelled events, by when that was published.

        `revision` may be a cached one.
        """
        stamps = revision or self.revision
        changed = [
            event
            for event in self.catalog.events
            if event.status in ("postponed", "cancelled") or event.uid in self.moves
        ]
        return sorted(changed, key=lambda event: (stamps(event).modified, event.uid))

    def pending(self, revision: Revise | None = None) -> Iterator[tuple[str, str]]:
        """Yield each unpublished change: the event's id, or the noun's kind/slug, and the change.

        `revision` may be a cached one.
        """
        stamps = revision or self.revision
        for event in self.catalog.events:
            before, state = self.record.events.get(event.uid), self.state(event)
            if before is None or before.state == "gone":
                yield event.id, "new"
            elif before.state != state:
                yield event.id, state if state != "listed" else "listed again"
            elif before.revision != stamps(event):
                yield event.id, "changed"
        shown = {event.uid for event in self.catalog.events}
        for uid, line in self.record.events.items():
            if uid not in shown and line.state == "listed":
                yield line.id, "deleted"
        for kind, nouns in self.catalog.nouns.items():
            for noun in nouns:
                if f"{kind}/{noun.slug}" not in self.record.slugs:
                    yield f"{kind}/{noun.slug}", "new"


def edition(
    catalog: Catalog,
    record: Record,
    now: datetime | None = None,
    as_recorded: frozenset[str] = frozenset(),
) -> Edition:
    """Return the edition of a catalog after what was published, as it would be published `now`.

    A draft has no `now`: its present is the last publication, and what was published as deleted or
    withdrawn stays so until the next one.
    """
    timezone, present = zone(catalog.calendar.timezone), now or record.newest()

    def over(event: Event) -> bool:
        return instant(end_of(event, catalog.calendar), timezone) <= present

    catalog = replace(catalog, events=with_published_uids(catalog.events, record))
    cancelled = []  # or withdrawn
    for event in rebuild(unlisted(catalog, record), catalog):
        was_listed = record.events[event.uid].state == "listed"
        if not over(event) or not (now or was_listed):
            cancelled.append(event)
    places = ListedPlaces(catalog, (*cancelled, *catalog.events))
    moves = moves_of(catalog, record, over, places)
    deleted = frozenset(event.uid for event in cancelled if event.status != "withdrawn")
    shown = redact(replace(catalog, events=(*cancelled, *_with_former_places(catalog, moves))))
    return Edition(shown, record, MappingProxyType(moves), deleted, as_recorded, now)


def _with_former_places(catalog: Catalog, moves: Mapping[str, Move]) -> Iterator[Event]:
    """Yield the events, those that moved with their former place: its subscribers see the move."""
    for event in catalog.events:
        move = moves.get(event.uid)
        if move and move.former_place:
            yield replace(event, former_place=listed_now(move.former_place, catalog))
        else:
            yield event


def as_published(catalog: Catalog, record: Record) -> Edition:
    """Return what subscribers have, as far as the record shows, with the nouns of `catalog`."""
    status: dict[EventState, Status] = {"deleted": "cancelled", "withdrawn": "withdrawn"}
    lines = [line for line in record.events.values() if line.state != "gone"]
    events = rebuild([(line, status.get(line.state, line.status)) for line in lines], catalog)
    shown = redact(replace(catalog, events=tuple(events)))
    moves = {line.uid: Move() for line in lines if line.moved}
    deleted = frozenset(line.uid for line in lines if line.state == "deleted")
    return Edition(shown, record, MappingProxyType(moves), deleted, frozenset(record.events))

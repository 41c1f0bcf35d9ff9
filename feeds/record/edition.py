"""A catalog as subscribers get it: the revision of each event, what moved, what left the list before it was over."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from feeds.catalog import KIND, Catalog, Event, Noun, Point, Status, Venue, instant, zone
from feeds.entries import Entry, Move, end_of, former_place, make_entry
from feeds.record.digest import differing, digest
from feeds.record.moves import (
    first_told,
    is_listed,
    listed_now,
    listed_places,
    move_of,
    told,
    withdrawn_venues,
    without_unlisted,
)
from feeds.record.published import (
    UNPUBLISHED,
    First,
    Published,
    Record,
    Revision,
    Slug,
    State,
    first_revision,
)

RECORDED = tuple(KIND[slug] for slug in ("topic", "neighborhood", "venue"))  # in the order of a line's tags

Revise = Callable[[Event], Revision]


@dataclass(frozen=True)
class Edition:
    """The catalog with the events that were deleted or withdrawn and are not over, and what is recorded of each.

    `moves` has those that moved, `deleted` are those that the list no longer has, and `held` those that stand
    as published whatever the list says, by UID. `at` is when it is published, None for a
    draft, whose stamps come from no clock.
    """

    catalog: Catalog
    record: Record = field(default_factory=Record)
    moves: Mapping[str, Move] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    at: datetime | None = None

    def entry(self, event: Event, language: str) -> Entry:
        """Return what subscribers see of the event in a language."""
        return make_entry(event, self.catalog.calendar, language, self.moves.get(event.uid))

    def digest(self, event: Event) -> dict[str, str]:
        """Return the digest of the event's entries in all languages."""
        if event.uid in self.held:
            return dict(self.record.events[event.uid].digest)
        calendar = self.catalog.calendar
        found = digest(self.entry(event, language) for language in calendar.languages)
        if event.status == "cancelled" and calendar.cancelled != "mark":
            found["shown"] = calendar.cancelled  # STATUS is another, or it is not there at all
        return found

    def revision(self, event: Event) -> Revision:
        """Return the event's revision: the recorded one while nobody sees a difference (rule 12)."""
        before = self.record.events.get(event.uid)
        if before is None:
            return UNPUBLISHED if self.at is None else first_revision(self.at)
        if not differing(before.digest, self.digest(event)):
            return before.revision
        return before.revision.draft() if self.at is None else before.revision.next(self.at)

    def unlisted_former(self, event: Event) -> Venue | None:
        """Return the place that the event is said to have moved from, where the list does not have it any more."""
        move = self.moves.get(event.uid)
        former = former_place(event, move) if move else None
        return None if former is None or is_listed(former, self.places) else former

    def changes(self, revision: Revise | None = None) -> list[Event]:
        """Return what moved, is postponed or cancelled, by when that was published.

        `revision` gives the revision of an event where it is kept.
        """
        revision = revision or self.revision
        changed = ("postponed", "cancelled")
        events = [event for event in self.catalog.events if event.status in changed or event.uid in self.moves]
        return sorted(events, key=lambda event: (revision(event).modified, event.uid))

    @property
    def kept(self) -> frozenset[str]:
        """The UIDs of the events that are not in the list any more, deleted or withdrawn."""
        return self.deleted | {event.uid for event in self.catalog.events if event.status == "withdrawn"}

    @cached_property
    def places(self) -> frozenset[str | Point]:
        """The addresses, pins and names of all places that the list and the events shown have."""
        return listed_places(self.catalog, self.catalog.events)

    @cached_property
    def former(self) -> dict[str, str]:
        """Every former id of an event or series that is shown, and the id it has now."""
        found: dict[str, str] = {}
        for event in self.catalog.events:
            line = self.record.events.get(event.uid)
            if not event.aliases and (line is None or (line.id == event.id and not line.former)):
                continue
            of_day = event.id.removeprefix(event.series) if event.series else ""
            for id in (*_former(event, line), line.id if line else event.id):
                found[id] = event.id if id.endswith(of_day) else event.series
        return {former: id for former, id in found.items() if former != id}

    @cached_property
    def gone(self) -> frozenset[str]:
        """Every id that was published and is neither shown nor a former id of what is."""
        shown = {event.id for event in self.catalog.events} | {event.series for event in self.catalog.events}
        withdrawn = {withdrawal.id for withdrawal in self.catalog.withdrawals}
        return (self.record.ids | withdrawn) - shown - self.former.keys()

    def pending(self, revision: Revise | None = None) -> Iterator[tuple[str, str]]:
        """Yield what is not published yet: the id of each event, or kind and slug of a noun, and what became of it.

        `revision` gives the revision of an event where it is kept.
        """
        revision = revision or self.revision
        for event in self.catalog.events:
            before, state = self.record.events.get(event.uid), self._state(event)
            if before is None or before.state == "gone":
                yield event.id, "new"
            elif before.state != state:
                yield event.id, state if state != "listed" else "listed again"
            elif before.revision != revision(event):
                yield event.id, "changed"
        shown = {event.uid for event in self.catalog.events}
        for uid, line in self.record.events.items():
            if uid not in shown and line.state == "listed":
                yield line.id, "deleted"
        yield from ((subject, "new") for subject in self._slugs() if subject not in self.record.slugs)

    def published(self) -> Record:
        """Return the record after this edition was published, at its time."""
        assert self.at is not None
        now = self.at.replace(microsecond=0)
        shown = {event.uid: self._published(event, now) for event in self.catalog.events}
        gone = {uid: line.scrubbed("gone") for uid, line in self.record.events.items() if uid not in shown}
        slugs = {
            subject: Slug(name, self.record.slugs[subject].created if subject in self.record.slugs else now)
            for subject, name in self._slugs().items()
        }
        untold = {
            f"{kind}/{slug}"
            for kind, nouns in self.catalog.nouns.items()
            for noun in nouns
            if noun.withdrawn
            for slug in noun.slugs
        }
        known = {
            key: replace(slug, name="") if key in untold or key.startswith("venue/") else slug  # it may be a street
            for key, slug in self.record.slugs.items()
        }
        return Record({**gone, **shown}, {**known, **slugs}, self.record.damaged, written=True)

    def _state(self, event: Event) -> State:
        if event.status == "withdrawn":
            return "withdrawn"
        return "deleted" if event.uid in self.deleted else "listed"

    def _slugs(self) -> dict[str, str]:
        """Return the name of each noun of the catalog by kind and slug; of withdrawn ones none."""
        language = self.catalog.calendar.languages[0]
        return {
            f"{kind}/{noun.slug}": "" if noun.withdrawn else noun.title(language)
            for kind, nouns in self.catalog.nouns.items()
            for noun in nouns
        }

    def _published(self, event: Event, now: datetime) -> Published:
        before, state = self.record.events.get(event.uid), self._state(event)
        line = Published(
            uid=event.uid,
            id=event.id,
            former=_former(event, before),
            series=event.series,
            state=state,
            revision=self.revision(event),
            created=before.created if before else now,
            digest=self.digest(event),
            status=event.status,
            moved=event.uid in self.moves,
            title=event.title,
            when=event.when,
            venue=told(event.venue),
            first=self._first(event, before),
            tags=_tags(event),
        )
        return line.scrubbed("withdrawn") if state == "withdrawn" else line

    def _first(self, event: Event, before: Published | None) -> First:
        """Return when and where the event was first published, without a place that is needed no more."""
        first, move = first_told(event, before, withdrawn_venues(self.catalog)), self.moves.get(event.uid)
        present = told(event.venue)
        if first.venue is None or first.venue == present or (move and former_place(event, move)):
            return first
        kept = without_unlisted(first.venue, self.places)
        if kept == first.venue:
            return first
        if move is None or move.venue is None:  # nobody is told that it was elsewhere
            return First(first.start, present)
        return First(first.start, kept, forgotten=not kept.name)


def edition(
    catalog: Catalog, record: Record, now: datetime | None = None, held: frozenset[str] = frozenset()
) -> Edition:
    """Return the catalog as it stands with what was published, as it would be published `now`.

    A draft has no `now`: whether an event is over is judged by when something was last published.
    """
    there = zone(catalog.calendar.timezone)

    def over(event: Event) -> bool:
        return instant(end_of(event, catalog.calendar), there) <= (now or record.newest)

    events = tuple(_as_published(event, record) for event in catalog.events) if record.events else catalog.events
    untold = withdrawn_venues(catalog)
    moves = {
        event.uid: move for event in events if (move := move_of(event, record.events.get(event.uid), over, untold))
    }
    kept = tuple(_kept(events, catalog, record, over, now))
    moves |= _forgetting(catalog, (*kept, *events), moves)
    left = {uid: listed_now(move.venue, catalog) for uid, move in moves.items() if move.venue}
    events = tuple(replace(event, moved_from=left[event.uid]) if event.uid in left else event for event in events)
    deleted = frozenset(event.uid for event in kept if event.status != "withdrawn")
    return Edition(replace(catalog, events=(*kept, *events)), record, moves, deleted, held, now)


def _forgetting(catalog: Catalog, events: tuple[Event, ...], moves: Mapping[str, Move]) -> dict[str, Move]:
    """Return the moves from places that are not named, without those of them that the list no longer has."""
    moved = [(event, moves[event.uid]) for event in events if event.uid in moves]
    unnamed = {event.uid: move for event, move in moved if move.venue and not former_place(event, move)}
    places = listed_places(catalog, events) if unnamed else frozenset()
    return {
        uid: replace(move, venue=without_unlisted(move.venue, places)) for uid, move in unnamed.items() if move.venue
    }


def as_published(catalog: Catalog, record: Record) -> Edition:
    """Return what subscribers hold, as far as the record tells, with the nouns of `catalog`."""
    lines = [line for line in record.events.values() if line.state != "gone"]
    status: dict[State, Status] = {"deleted": "cancelled", "withdrawn": "withdrawn"}
    rebuilt = rebuilding(catalog)
    events = tuple(rebuilt(line, status.get(line.state, line.status)) for line in lines)
    deleted = frozenset(line.uid for line in lines if line.state == "deleted")
    moves = {line.uid: Move() for line in lines if line.moved}
    return Edition(replace(catalog, events=events), record, moves, deleted, frozenset(record.events))


def shared_uids(catalog: Catalog, record: Record) -> dict[str, list[str]]:
    """Return the ids of the events that subscribers would take for one, by the UID."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if all(_as_published(event, record) is event for event in catalog.events):
        return {}
    for event in catalog.events:
        found[_as_published(event, record).uid].append(event.id)
    return {uid: ids for uid, ids in found.items() if len(ids) > 1}


def missing(catalog: Catalog, record: Record) -> frozenset[str]:
    """Return the UIDs of the events that were published and are neither in the list nor withdrawn."""
    listed = {_as_published(event, record).uid for event in catalog.events}
    withdrawn = _withdrawn(catalog, record)
    lines = record.events.values()
    return frozenset(line.uid for line in lines if line.state == "listed" and line.uid not in listed | withdrawn)


def _as_published(event: Event, record: Record) -> Event:
    """Return the event under the UID that its subscribers hold, whatever the list makes of it today."""
    if event.uid in record.events or not record.events:
        return event
    lines = (record.by_id.get(id) for id in (*event.aliases, event.id))
    held = next((line for line in lines if line and line.state != "gone"), None)
    return replace(event, uid=held.uid) if held else event


def _kept(
    events: tuple[Event, ...], catalog: Catalog, record: Record, over: Callable[[Event], bool], now: datetime | None
) -> Iterator[Event]:
    """Yield the events that the list no longer has, cancelled or withdrawn, until they are over.

    What was published so stays so in a draft: only publishing ends it.
    """
    listed = {event.uid for event in events}
    withdrawn, rebuilt = _withdrawn(catalog, record), rebuilding(catalog)
    for line in record.events.values():
        if line.uid in listed or line.state == "gone":
            continue
        event = rebuilt(line, "withdrawn" if line.uid in withdrawn else "cancelled")
        if (now is None and line.state != "listed") or not over(event):
            yield event


def _withdrawn(catalog: Catalog, record: Record) -> set[str]:
    """Return the UIDs of what the list withdraws, by any of its names, and of what was withdrawn before."""
    names = {name for one in catalog.withdrawals for name in (one.id, one.uid, *one.aliases)}
    return {
        line.uid
        for line in record.events.values()
        if line.state == "withdrawn" or (names and not names.isdisjoint((line.uid, *line.ids, *line.series_ids)))
    }


def rebuilding(catalog: Catalog) -> Callable[[Published, Status], Event]:
    """Return what makes an event again of what the record tells of it, with the nouns of `catalog`."""
    found = {(kind, slug): noun for kind, nouns in catalog.nouns.items() for noun in nouns for slug in noun.slugs}

    def named(line: Published, role: str, kind: str) -> tuple[Any, ...]:
        known = (found.get((kind, slug)) for slug in line.tags.get(role, ()))
        return tuple(noun for noun in known if noun)

    def rebuilt(line: Published, status: Status) -> Event:
        sought = named(line, "venue", "venue")
        listed = next((noun for noun in sought if line.venue is None or line.venue.slug in noun.slugs), None)
        venue = replace(line.venue, neighborhood=None) if line.venue else listed
        return Event(
            id=line.id,
            uid=line.uid,
            series=line.series,
            title=line.title,
            when=line.when,
            venue=replace(venue, withdrawn=True) if venue and listed and listed.withdrawn else venue,
            hosts=named(line, "host", "organization"),
            supporters=named(line, "supporter", "organization"),
            topics=named(line, "topic", "topic"),
            neighborhoods=named(line, "neighborhood", "neighborhood"),
            moved_from=next((noun for noun in sought if noun is not listed), None),
            status=status,
        )

    return rebuilt


def _tags(event: Event) -> dict[str, tuple[str, ...]]:
    nouns: dict[str, tuple[Noun, ...]] = {"host": event.hosts, "supporter": event.supporters}
    nouns |= {kind.slug: tuple(kind.of_event(event)) for kind in RECORDED}
    tags = {role: tuple(noun.slug for noun in named if noun.slug) for role, named in nouns.items()}
    return {role: slugs for role, slugs in tags.items() if slugs}


def _former(event: Event, before: Published | None) -> tuple[str, ...]:
    """Return every id that the event, or its series, ever had or is said to have had."""
    ids = (*before.former, before.id, before.series) if before else ()
    of_day = event.id.removeprefix(event.series) if event.series else ""
    series = (alias.removesuffix(of_day) for alias in event.aliases) if event.series else ()
    return tuple(dict.fromkeys(id for id in (*ids, *event.aliases, *series) if id not in ("", event.id, event.series)))

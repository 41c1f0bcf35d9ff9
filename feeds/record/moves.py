"""Where and when an event was first published, and whether it has moved from there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from feeds.catalog import Catalog, Event, Text, Venue, When, slug_form
from feeds.entries import Move, former_place
from feeds.record.places import forms, listed_places, names, recorded, without_unlisted
from feeds.record.published import First, Published, Record
from feeds.record.redaction import withdrawn_slugs


def moves_of(
    events: tuple[Event, ...], catalog: Catalog, record: Record, over: Callable[[Event], bool]
) -> dict[str, Move]:
    """Return from when and where each event moved, by UID."""
    withdrawn = withdrawn_slugs(catalog.venues)
    moves: dict[str, Move] = {}
    for event in events:
        if move := _move(event, record.events.get(event.uid), over, withdrawn):
            moves[event.uid] = move
    return moves


def without_unlisted_places(moves: Mapping[str, Move], events: tuple[Event, ...], catalog: Catalog) -> dict[str, Move]:
    """Return the moves without those places that nobody is told of and that the list no longer has."""
    found = dict(moves)
    unnamed = []
    for event in events:
        move = moves.get(event.uid)
        if move and move.venue and not former_place(event, move):
            unnamed.append((event.uid, move, move.venue))
    places = listed_places(catalog, events) if unnamed else frozenset()
    for uid, move, venue in unnamed:
        found[uid] = replace(move, venue=without_unlisted(venue, places))
    return found


def firsts_of(catalog: Catalog, record: Record, moves: Mapping[str, Move]) -> dict[str, First]:
    """Return when and where each event was first published, without the places that are needed no more."""
    withdrawn = withdrawn_slugs(catalog.venues)
    firsts: dict[str, First] = {}
    elsewhere = []
    for event in catalog.events:
        first, move = _first(event, record.events.get(event.uid), withdrawn), moves.get(event.uid)
        firsts[event.uid] = first
        is_told = move and former_place(event, move)
        if first.venue and first.venue != recorded(event.place) and not is_told:
            elsewhere.append((event, first, first.venue, move))
    places = listed_places(catalog, catalog.events) if elsewhere else frozenset()
    for event, first, venue, move in elsewhere:
        left = without_unlisted(venue, places)
        if left == venue:
            continue
        if move and move.venue:
            firsts[event.uid] = First(first.start, left, forgotten=not left.name)
        else:  # nobody is told that it was elsewhere
            firsts[event.uid] = First(first.start, recorded(event.place))
    return firsts


def _first(event: Event, before: Published | None, withdrawn: frozenset[str]) -> First:
    """Return when and where the event was first published; of `withdrawn` venues the slug alone.

    A day that gets its hour, and a place that becomes known or gets its address or room, is refined; so is what was
    online and also gets a place. After a place that was forgotten, the next that has an address counts as the first.
    """
    if event.correction or before is None or before.first is None:
        return First(event.when.start, recorded(event.place))
    start, venue, now = before.first.start, before.first.venue, event.place
    if not isinstance(start, datetime) and _same_start(start, event.when.start):
        start = event.when.start
    if before.first.forgotten:
        if now is None or not now.address or now.withdrawn:
            return First(start, venue, forgotten=True)
        venue = now
    if venue is None or _is_refined(venue, event):
        venue = now
    if venue and venue.slug in withdrawn:
        return First(start, Venue(slug=venue.slug, name=Text()))
    return First(start, recorded(venue))


def _is_refined(venue: Venue, event: Event) -> bool:
    """Say whether more is known now of the place where an event was first published."""
    if venue.online:
        return event.online
    if event.venue is None or not same_place(venue, event.venue):
        return False
    return not venue.address or bool(event.venue.room and not venue.room)


def _move(
    event: Event, before: Published | None, over: Callable[[Event], bool], withdrawn: frozenset[str]
) -> Move | None:
    """Return from when and where the event moved, None when it did not.

    It moves when its start or place changes before it is over; what was published as moved stays so.
    """
    if before is None or before.first is None:
        return Move() if event.moved else None
    never_moved = before.first.start is before.when.start and before.first.venue is before.venue
    unchanged = _same_start(before.when.start, event.when.start) and same_place(before.venue, event.place)
    if never_moved and unchanged and not before.first.forgotten and not event.moved:  # as most are
        return None
    first = _first(event, before, withdrawn)
    start = None if _same_start(first.start, event.when.start) else first.start
    elsewhere = first.forgotten or not same_place(first.venue, event.place)
    venue = first.venue if elsewhere else None
    moved = event.moved or ((start or elsewhere) and (before.moved or not (unchanged or over(event))))
    return Move(start, venue) if moved else None


def _same_start(one: date, other: date) -> bool:
    """Say whether both are the same moment, or the same day where one of them is no more than a day."""
    if one == other:
        return True
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.replace(tzinfo=None) == other.replace(tzinfo=None)
    return When(one).start_day == When(other).start_day


def same_place(one: Venue | None, other: Venue | None) -> bool:
    """Say whether both have one address, or where one has none, one name, and no two rooms.

    A place or room that is not known is no other.
    """
    if one is None or other is None:
        return True
    if one.online or other.online:
        return one.online and other.online
    if one.room and other.room and forms(one.room).isdisjoint(forms(other.room)):
        return False
    if one.address and other.address:
        return slug_form(one.address) == slug_form(other.address)
    names_of_one, names_of_other = names(one), names(other)
    if names_of_one and names_of_other:
        return not names_of_one.isdisjoint(names_of_other)
    return one.slug == other.slug

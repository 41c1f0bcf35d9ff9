"""Where and when an event was first published, and whether it has moved from there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from feeds.catalog import Catalog, Event, Text, Venue, When, slug_form
from feeds.entries import Move
from feeds.presentation import public_former_place
from feeds.record.places import ListedPlaces, forms, names, recorded
from feeds.record.published import First, Published, Record
from feeds.record.redaction import withdrawn_slugs


def moves_of(
    catalog: Catalog, record: Record, over: Callable[[Event], bool], places: ListedPlaces
) -> dict[str, Move]:
    """Return the move of each event of the catalog that moved, by UID.

    A former place that is not public is left out, unless it is one of the listed `places`.
    """
    withdrawn = withdrawn_slugs(catalog.venues)
    moves: dict[str, Move] = {}
    for event in catalog.events:
        move = _move(event, record.events.get(event.uid), over, withdrawn)
        if move and move.former_place and not public_former_place(event, move):
            move = replace(move, former_place=places.known_of(move.former_place))
        if move:
            moves[event.uid] = move
    return moves


def firsts_of(catalog: Catalog, record: Record, moves: Mapping[str, Move]) -> dict[str, First]:
    """Return when and where each event was first published, without places that are no longer needed."""
    withdrawn, places = withdrawn_slugs(catalog.venues), ListedPlaces(catalog, catalog.events)
    firsts: dict[str, First] = {}
    for event in catalog.events:
        move, present = moves.get(event.uid), recorded(event.place)
        first = _first(event, record.events.get(event.uid), withdrawn)
        if (
            first.venue
            and first.venue != present
            and not (move and public_former_place(event, move))
        ):
            venue = places.known_of(first.venue)
            if venue != first.venue and move and move.former_place:
                first = First(first.start, venue, forgotten=not venue.name)
            elif venue != first.venue:  # no subscriber sees that it was elsewhere
                first = First(first.start, present)
        firsts[event.uid] = first
    return firsts


def _first(event: Event, before: Published | None, withdrawn: frozenset[str]) -> First:
    """Return when and where the event was first published; for a `withdrawn` venue only its slug.

    Details that come later refine the first announcement: an hour for a day; a place, its address or its room; a place
    for an online event. After a forgotten place, the next one with an address counts as the first.
    """
    now, start = event.place, event.when.start
    if event.correction or before is None or before.first is None:
        return First(start, recorded(now))
    first = before.first
    if isinstance(first.start, datetime) or not _same_start(first.start, start):
        start = first.start
    venue = first.venue
    if first.forgotten:
        if now is None or not now.address or now.withdrawn:
            return First(start, venue, forgotten=True)
        venue = now
    if venue is None or _is_refined(venue, event):
        venue = now
    if venue and venue.slug in withdrawn:
        return First(start, Venue(slug=venue.slug, name=Text()))
    return First(start, recorded(venue))


def _is_refined(venue: Venue, event: Event) -> bool:
    """Say whether the event's venue only adds details to the place where it was first published."""
    if venue.online:
        return event.online
    if event.venue is None or not same_place(venue, event.venue):
        return False
    return not venue.address or bool(event.venue.room and not venue.room)


def _move(
    event: Event, before: Published | None, over: Callable[[Event], bool], withdrawn: frozenset[str]
) -> Move | None:
    """Return the event's move, None if it did not move.

    An event moves when its start or place changes before it is over; one that was published as moved stays so.
    """
    if before is None or before.first is None:
        return Move() if event.moved else None
    unchanged = _same_start(before.start, event.when.start) and same_place(
        before.venue, event.place
    )
    never_moved = before.first.start == before.start and before.first.venue == before.venue
    # the common case
    if unchanged and never_moved and not before.first.forgotten and not event.moved:
        return None
    first = _first(event, before, withdrawn)
    start = None if _same_start(first.start, event.when.start) else first.start
    elsewhere = first.forgotten or not same_place(first.venue, event.place)
    moved = event.moved or (
        (start or elsewhere) and (before.moved or not (unchanged or over(event)))
    )
    return Move(start, first.venue if elsewhere else None) if moved else None


def _same_start(one: date, other: date) -> bool:
    """Say whether both are the same moment, or the same day if one of them has no hour."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other
    return When(one).start_day == When(other).start_day


def same_place(one: Venue | None, other: Venue | None) -> bool:
    """Say whether both have the same address (or, if one has none, the same name) and no different rooms.

    An unknown place or room counts as the same.
    """
    if one is None or other is None:
        return True
    if one.online or other.online:
        return one.online and other.online
    if one.room and other.room and forms(one.room).isdisjoint(forms(other.room)):
        return False
    if one.address and other.address:
        return one.address == other.address or slug_form(one.address) == slug_form(other.address)
    names_of_one, names_of_other = names(one), names(other)
    if names_of_one and names_of_other:
        return not names_of_one.isdisjoint(names_of_other)
    return one.slug == other.slug

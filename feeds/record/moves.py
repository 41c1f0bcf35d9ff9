"""When and where an event was first published, and whether it has moved since."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from feeds.catalog import Catalog, Event, Text, Venue, When, cached_slug_form
from feeds.entries import Move
from feeds.presentation import public_former_place
from feeds.record.places import ListedPlaces, forms, names, recorded
from feeds.record.published import FirstAnnouncement, PublishedEvent, Record
from feeds.record.redaction import withdrawn_slugs


def moves_of(
    catalog: Catalog, record: Record, over: Callable[[Event], bool], places: ListedPlaces
) -> dict[str, Move]:
    """Return the move of each event that moved, by UID.

    A former place that is not public is left out, unless it is one of the listed `places`.
    """
    withdrawn = withdrawn_slugs(catalog.venues)
    moves: dict[str, Move] = {}
    for event in catalog.events:
        move = _move(event, record.events.get(event.uid), over, withdrawn)
        if move and move.former_place and not public_former_place(event, move):
            move = replace(move, former_place=places.public_part(move.former_place))
        if move:
            moves[event.uid] = move
    return moves


def firsts_of(
    catalog: Catalog, record: Record, moves: Mapping[str, Move]
) -> dict[str, FirstAnnouncement]:
    """Return when and where each event was first published, by UID, without unneeded places."""
    withdrawn, places = withdrawn_slugs(catalog.venues), ListedPlaces(catalog, catalog.events)
    firsts: dict[str, FirstAnnouncement] = {}
    for event in catalog.events:
        first = _first(event, record.events.get(event.uid), withdrawn)
        firsts[event.uid] = _still_needed(first, event, moves.get(event.uid), places)
    return firsts


def _still_needed(
    first: FirstAnnouncement, event: Event, move: Move | None, places: ListedPlaces
) -> FirstAnnouncement:
    """Return a first publication without a place that is neither public nor listed."""
    present, venue = recorded(event.place), first.venue
    if venue is None or venue == present or (move and public_former_place(event, move)):
        return first
    public = places.public_part(venue)
    if public == venue:
        return first
    if move and move.former_place:
        return FirstAnnouncement(first.start, public, forgotten=not public.name)
    return FirstAnnouncement(first.start, present)  # no subscriber sees that it was elsewhere


def _first(
    event: Event, before: PublishedEvent | None, withdrawn: frozenset[str]
) -> FirstAnnouncement:
    """Return when and where the event was first published; for a `withdrawn` venue only its slug.

    Later details refine the first announcement: the hour of a day; a place, its address or room;
    the place of an online event. After a forgotten place, the next with an address counts as first.
    """
    now, start = event.place, event.when.start
    if event.correction or before is None or before.first is None:
        return FirstAnnouncement(start, recorded(now))
    first = before.first
    if isinstance(first.start, datetime) or not _same_start(first.start, start):
        start = first.start
    venue = first.venue
    if first.forgotten:
        if now is None or not now.address or now.withdrawn:
            return FirstAnnouncement(start, venue, forgotten=True)
        venue = now
    if venue is None or _is_refined(venue, event):
        venue = now
    if venue and venue.slug in withdrawn:
        return FirstAnnouncement(start, Venue(slug=venue.slug, name=Text()))
    return FirstAnnouncement(start, recorded(venue))


def _is_refined(venue: Venue, event: Event) -> bool:
    """Say whether the event's venue only adds details to the one first published."""
    if venue.online:
        return event.online
    if event.venue is None or not same_place(venue, event.venue):
        return False
    return not venue.address or bool(event.venue.room and not venue.room)


def _move(
    event: Event,
    before: PublishedEvent | None,
    over: Callable[[Event], bool],
    withdrawn: frozenset[str],
) -> Move | None:
    """Return the event's move, or None.

    An event moves if its start or place changes before it is over; published as moved, it stays so.
    """
    if before is None or before.first is None:
        return Move() if event.moved else None
    same_start = _same_start(before.start, event.when.start)
    unchanged = same_start and same_place(before.venue, event.place)
    never_moved = before.first == FirstAnnouncement(before.start, before.venue)
    if unchanged and never_moved and not event.moved:  # the common case
        return None
    first = _first(event, before, withdrawn)
    start = None if _same_start(first.start, event.when.start) else first.start
    elsewhere = first.forgotten or not same_place(first.venue, event.place)
    differs = start is not None or elsewhere
    if event.moved or (differs and (before.moved or not (unchanged or over(event)))):
        return Move(start, first.venue if elsewhere else None)
    return None


def _same_start(one: date, other: date) -> bool:
    """Say whether both are the same moment, or the same day if one has no hour."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other
    return When(one).start_day == When(other).start_day


def same_place(one: Venue | None, other: Venue | None) -> bool:
    """Say whether both have one address (or one name if an address is missing) and room.

    An unknown place or room counts as the same.
    """
    if one is None or other is None:
        return True
    if one.online or other.online:
        return one.online and other.online
    if one.room and other.room and forms(one.room).isdisjoint(forms(other.room)):
        return False
    if one.address and other.address:
        return cached_slug_form(one.address) == cached_slug_form(other.address)
    if names(one) and names(other):
        return not names(one).isdisjoint(names(other))
    return one.slug == other.slug

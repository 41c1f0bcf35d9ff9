"""Where and when an event was first published, and whether it has moved from there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from feeds.catalog import Catalog, Event, Neighborhood, Text, Venue, When, slug_form
from feeds.entries import Move
from feeds.record.published import First, Published


def withdrawn_venues(catalog: Catalog) -> frozenset[str]:
    """Return every slug, former ones too, of the venues that asked to be told nowhere."""
    return frozenset(slug for venue in catalog.venues if venue.withdrawn for slug in venue.slugs)


def listed_now(venue: Venue, catalog: Catalog) -> Venue:
    """Return a recorded venue as the list has it now, under whatever slug, in the neighborhood it was in then."""
    listed = next((known for known in catalog.venues if venue.slug and venue.slug in known.slugs), None)
    there = venue.neighborhood
    area = next((area for area in catalog.neighborhoods if there and there.slug in area.slugs), None)
    if listed is None:
        return replace(venue, slug="", neighborhood=area)
    return replace(listed, neighborhood=area) if area else listed


def told(venue: Venue | None) -> Venue | None:
    """Return what the record keeps of a venue: of a withdrawn one its slug."""
    if venue is None or venue.withdrawn:
        return venue and Venue(slug=venue.slug, name=Text())
    there = venue.neighborhood and Neighborhood(slug=venue.neighborhood.slug, name=Text())
    return replace(venue, aliases=(), neighborhood=there)


def first_told(event: Event, before: Published | None, untold: frozenset[str]) -> First:
    """Return when and where the event was first published; venues whose slugs are `untold` by their slug alone.

    A day that gets its hour, and a place that becomes known or gets its address, is refined.
    """
    if event.correction or before is None or before.first is None:
        return First(event.when.start, told(event.venue))
    start, venue = before.first.start, before.first.venue
    if not isinstance(start, datetime) and _same_start(start, event.when.start):
        start = event.when.start
    if venue is None or (event.venue and not venue.address and _same_place(venue, event.venue)):
        venue = event.venue
    return First(start, Venue(slug=venue.slug, name=Text()) if venue and venue.slug in untold else told(venue))


def move_of(
    event: Event, before: Published | None, over: Callable[[Event], bool], untold: frozenset[str]
) -> Move | None:
    """Return from when and where the event moved, None when it did not.

    It moves when its start or place changes before it is over; what was published as moved stays so.
    """
    if before is None or before.first is None:
        return Move() if event.moved else None
    never_moved = before.first.start is before.when.start and before.first.venue is before.venue
    if never_moved and not event.moved and _stands(event, before):  # as most are
        return None
    first = first_told(event, before, untold)
    start = None if _same_start(first.start, event.when.start) else first.start
    venue = None if _same_place(first.venue, event.venue) else first.venue
    moved = event.moved or ((start or venue) and (before.moved or not (_stands(event, before) or over(event))))
    return Move(start, venue) if moved else None


def _stands(event: Event, before: Published) -> bool:
    """Say whether the event is when and where it was last published."""
    return _same_start(before.when.start, event.when.start) and _same_place(before.venue, event.venue)


def _same_start(one: date, other: date) -> bool:
    """Say whether both are the same moment, or the same day where one of them is no more than a day."""
    if one == other:
        return True
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one.replace(tzinfo=None) == other.replace(tzinfo=None)
    return When(one).start_day == When(other).start_day


def _same_place(one: Venue | None, other: Venue | None) -> bool:
    """Say whether both have one address, or where one has none, one name; a place that is not told is no other."""
    if one is None or other is None:
        return True
    if one.address and other.address:
        return slug_form(one.address) == slug_form(other.address)
    names = _names(one), _names(other)
    return not names[0].isdisjoint(names[1]) if all(names) else one.slug == other.slug


def _names(venue: Venue) -> set[str]:
    said = {words for _, words in venue.name.words} or {venue.address}
    return {slug_form(words) for words in said if words}

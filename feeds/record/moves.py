"""Where and when an event was first published, and whether it has moved from there."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from feeds.catalog import Catalog, Event, Neighborhood, Point, Text, Venue, When, slug_form
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


def listed_places(catalog: Catalog, events: Iterable[Event]) -> frozenset[str | Point]:
    """Return the addresses and names, in slug form, and the pins of all places of a list and of `events`.

    What a withdrawn venue has is not among them.
    """
    used = {event.venue for event in events if event.venue}  # most events share few venues
    listed = (venue for venue in (*catalog.venues, *used) if not venue.withdrawn)
    keys: set[str | Point] = set()
    for venue in listed:
        keys |= _addresses(venue) | _pins(venue) | _names(venue)
    return frozenset(keys)


def is_listed(venue: Venue, listed: frozenset[str | Point]) -> bool:
    """Say whether the place is among the `listed`: by its address, without one by its pin or a name.

    So is a place of which nothing is told.
    """
    keys = _addresses(venue) or _pins(venue) | _names(venue)
    return not keys or not keys.isdisjoint(listed)


def without_unlisted(venue: Venue, listed: frozenset[str | Point]) -> Venue:
    """Return what is kept of a former place: an address or pin that is not among the `listed` any more is not.

    Its slug and neighborhood always are: the event is shown to their subscribers as moved.
    """
    if not (venue.address or venue.coordinates):
        return venue
    if not is_listed(venue, listed):
        return Venue(slug=venue.slug, name=Text(), neighborhood=venue.neighborhood)
    return venue if venue.address or _pins(venue) <= listed else replace(venue, coordinates=None)


def first_told(event: Event, before: Published | None, untold: frozenset[str]) -> First:
    """Return when and where the event was first published; venues whose slugs are `untold` by their slug alone.

    A day that gets its hour, and a place that becomes known or gets its address, is refined. After a place that was
    forgotten, the next that has an address counts as the first.
    """
    if event.correction or before is None or before.first is None:
        return First(event.when.start, told(event.venue))
    start, venue = before.first.start, before.first.venue
    if not isinstance(start, datetime) and _same_start(start, event.when.start):
        start = event.when.start
    if before.first.forgotten:
        if event.venue is None or not event.venue.address or event.venue.withdrawn:
            return First(start, venue, forgotten=True)
        venue = event.venue
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
    if never_moved and not before.first.forgotten and not event.moved and _stands(event, before):  # as most are
        return None
    first = first_told(event, before, untold)
    start = None if _same_start(first.start, event.when.start) else first.start
    elsewhere = first.forgotten or not _same_place(first.venue, event.venue)
    venue = first.venue if elsewhere else None
    moved = event.moved or ((start or elsewhere) and (before.moved or not (_stands(event, before) or over(event))))
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


def _addresses(venue: Venue) -> set[str]:
    return {slug_form(venue.address)} if venue.address else set()


def _pins(venue: Venue) -> set[Point]:
    return {venue.coordinates} if venue.coordinates else set()


def _names(venue: Venue) -> set[str]:
    said = {words for _, words in venue.name.by_language} or {venue.address}
    return {slug_form(words) for words in said if words}

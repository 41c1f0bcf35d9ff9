"""Places as the record keeps them, and which of them the list still has: whoever takes an address back is not named."""

from collections.abc import Iterable
from dataclasses import replace

from feeds.catalog import Catalog, Event, Neighborhood, Point, Text, Venue, slug_form

Keys = frozenset[str | Point]  # the addresses and names, in slug form, and the pins of places


def recorded(venue: Venue | None) -> Venue | None:
    """Return what the record keeps of a venue: of a withdrawn one its slug.

    It is equal to what is read back, or each publication would take the place for another than the first.
    """
    if venue is None:
        return None
    if venue.withdrawn:
        return Venue(slug=venue.slug, name=Text())
    area = venue.neighborhood
    neighborhood = Neighborhood(slug=area.slug, name=Text()) if area else None
    return Venue(
        slug=venue.slug,
        name=venue.name,
        address=venue.address,
        coordinates=venue.coordinates,
        neighborhood=neighborhood,
        room=venue.room,
        online=venue.online,
    )


def listed_now(venue: Venue, catalog: Catalog) -> Venue:
    """Return a recorded venue as the list has it now, under whatever slug, in the neighborhood it was in then."""
    listed = next((known for known in catalog.venues if venue.slug and venue.slug in known.slugs), None)
    then = venue.neighborhood.slug if venue.neighborhood else None
    area = next((area for area in catalog.neighborhoods if then in area.slugs), None)
    if listed is None:
        return replace(venue, slug="", neighborhood=area)
    return replace(listed, neighborhood=area) if area else listed


def listed_places(catalog: Catalog, events: Iterable[Event]) -> Keys:
    """Return the keys of all places of a list and of `events`; what a withdrawn one of either has is not among them."""
    used = {event.venue for event in events if event.venue and event.status != "withdrawn"}  # few, of most lists
    keys: set[str | Point] = set()
    for venue in (*catalog.venues, *used):
        if not venue.withdrawn:
            keys |= _address(venue) | _pin(venue) | names(venue)
    return frozenset(keys)


def is_listed(venue: Venue, listed: Keys) -> bool:
    """Say whether the place is among the `listed`: by its address, without one by its pin or a name.

    So is a place of which nothing is known.
    """
    keys = _address(venue) or _pin(venue) | names(venue)
    return not keys or not keys.isdisjoint(listed)


def without_unlisted(venue: Venue, listed: Keys) -> Venue:
    """Return what is kept of a former place: an address or pin that is not among the `listed` any more is not.

    Its slug and neighborhood always are: the event is shown to their subscribers as moved.
    """
    if not (venue.address or venue.coordinates):
        return venue
    if not is_listed(venue, listed):
        return Venue(slug=venue.slug, name=Text(), neighborhood=venue.neighborhood)
    return venue if venue.address or _pin(venue) <= listed else replace(venue, coordinates=None)


def names(venue: Venue) -> set[str]:
    """Return the names of a venue in slug form; without one its address is its name."""
    return forms(venue.name) or _address(venue)


def forms(text: Text) -> set[str]:
    """Return a text in each of its languages, in slug form."""
    return {slug_form(version) for _, version in text.by_language if version}


def _address(venue: Venue) -> set[str]:
    return {slug_form(venue.address)} if venue.address else set()


def _pin(venue: Venue) -> set[Point]:
    return {venue.coordinates} if venue.coordinates else set()

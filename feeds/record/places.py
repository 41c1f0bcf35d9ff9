"""Places as the record keeps them, and which of them the list still has: whoever takes an address back is not named."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from feeds.catalog import Catalog, Event, Neighborhood, Point, Text, Venue, slug_form


def recorded(venue: Venue | None) -> Venue | None:
    """Return what the record keeps of a venue: of a withdrawn one its slug.

    It is equal to what is read back, or each publication would take the place for another than the first.
    """
    if venue is None:
        return None
    if venue.withdrawn:
        return Venue(slug=venue.slug, name=Text())
    area = venue.neighborhood and Neighborhood(slug=venue.neighborhood.slug, name=Text())
    return replace(venue, neighborhood=area, aliases=(), precision="", accessibility=Text())


def listed_now(venue: Venue, catalog: Catalog) -> Venue:
    """Return a recorded venue as the list has it now, under whatever slug, in the neighborhood it was in then."""
    listed = next((known for known in catalog.venues if venue.slug and venue.slug in known.slugs), None)
    then = venue.neighborhood.slug if venue.neighborhood else None
    area = next((area for area in catalog.neighborhoods if then in area.slugs), None)
    if listed is None:
        return replace(venue, slug="", neighborhood=area)
    return replace(listed, neighborhood=area) if area else listed


class ListedPlaces:
    """The places of a list and of `events`, but what a withdrawn one of either has."""

    def __init__(self, catalog: Catalog, events: Iterable[Event]) -> None:
        self.catalog, self.events = catalog, events

    @cached_property
    def keys(self) -> frozenset[str | Point]:
        """Their addresses and names, in slug form, and their pins; few editions ask for them."""
        used = {event.venue for event in self.events if event.venue and event.status != "withdrawn"}
        keys: set[str | Point] = set()
        for venue in (*self.catalog.venues, *used):
            if not venue.withdrawn:
                keys |= _address(venue) | _pin(venue) | names(venue)
        return frozenset(keys)

    def have(self, venue: Venue) -> bool:
        """Say whether the place is among them: by its address, without one by its pin or a name.

        So is a place of which nothing is known.
        """
        keys = _address(venue) or _pin(venue) | names(venue)
        return not keys or not keys.isdisjoint(self.keys)

    def known_of(self, venue: Venue) -> Venue:
        """Return what is kept of a former place: no address or pin that is not among them any more.

        Its slug and neighborhood always are: the event is shown to their subscribers as moved.
        """
        if not (venue.address or venue.coordinates):
            return venue
        if not self.have(venue):
            return Venue(slug=venue.slug, name=Text(), neighborhood=venue.neighborhood)
        return venue if venue.address or _pin(venue) <= self.keys else replace(venue, coordinates=None)


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

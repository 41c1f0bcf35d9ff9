"""Places of the record, and those the list still has: an address that was taken back is private."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from feeds.catalog import Catalog, Event, Neighborhood, Point, Text, Venue, cached_slug_form


def recorded(venue: Venue | None) -> Venue | None:
    """Return what the record keeps of a venue: for a withdrawn one only its slug.

    It must equal what is read back, or each publication would see another place, and a move.
    """
    if venue is None:
        return None
    if venue.withdrawn:
        return Venue(slug=venue.slug, name=Text())
    area = venue.neighborhood and Neighborhood(slug=venue.neighborhood.slug, name=Text())
    return replace(venue, neighborhood=area, aliases=(), precision="", accessibility=Text())


def listed_now(venue: Venue, catalog: Catalog) -> Venue:
    """Return a recorded venue as the list has it now, in its neighborhood of that time."""
    then = venue.neighborhood.slug if venue.neighborhood else None
    area = next((area for area in catalog.neighborhoods if then in area.slugs), None)
    for listed in catalog.venues:
        if venue.slug in listed.slugs:
            return replace(listed, neighborhood=area) if area else listed
    return replace(venue, slug="", neighborhood=area)


class ListedPlaces:
    """The places of a list and of `events`, except those of withdrawn venues and events."""

    def __init__(self, catalog: Catalog, events: Iterable[Event]) -> None:
        self.catalog, self.events = catalog, events

    @cached_property
    def keys(self) -> frozenset[str | Point]:
        """Their addresses and names, in slug form, and their pins; few editions need them."""
        used = {event.venue for event in self.events if event.status != "withdrawn"}
        keys: set[str | Point] = set()
        for venue in used.union(self.catalog.venues):
            if venue and not venue.withdrawn:
                keys |= _address(venue) | _pin(venue) | names(venue)
        return frozenset(keys)

    def __contains__(self, venue: Venue) -> bool:
        """Whether the place is listed: by its address or, without one, by its pin or a name.

        A place without any of these counts as listed.
        """
        keys = _address(venue) or _pin(venue) | names(venue)
        return not keys or not keys.isdisjoint(self.keys)

    def public_part(self, venue: Venue) -> Venue:
        """Return a former place without an address or pin that the list no longer has.

        Slug and neighborhood always stay: their subscribers see the event as moved.
        """
        if not (venue.address or venue.coordinates):
            return venue
        if venue not in self:
            return Venue(slug=venue.slug, name=Text(), neighborhood=venue.neighborhood)
        if venue.address or venue.coordinates in self.keys:
            return venue
        return replace(venue, coordinates=None)


def names(venue: Venue) -> set[str]:
    """Return the names of a venue in slug form; its address if it has none."""
    return forms(venue.name) or _address(venue)


def forms(text: Text) -> set[str]:
    """Return a text in each of its languages, in slug form."""
    return {cached_slug_form(version) for _, version in text.by_language if version}


def _address(venue: Venue) -> set[str]:
    return {cached_slug_form(venue.address)} if venue.address else set()


def _pin(venue: Venue) -> set[Point]:
    return {venue.coordinates} if venue.coordinates else set()

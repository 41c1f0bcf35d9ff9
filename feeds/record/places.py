"""Places as the record keeps them, and which the list still has: an address that was taken back is not shown."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from feeds.catalog import Catalog, Event, Neighborhood, Point, Text, Venue, slug_form


def recorded(venue: Venue | None) -> Venue | None:
    """Return what the record keeps of a venue: for a withdrawn one only its slug.

    It must equal what is read back: otherwise each publication would see a different place, and a move.
    """
    if venue is None:
        return None
    if venue.withdrawn:
        return Venue(slug=venue.slug, name=Text())
    area = venue.neighborhood and Neighborhood(slug=venue.neighborhood.slug, name=Text())
    return replace(venue, neighborhood=area, aliases=(), precision="", accessibility=Text())


def listed_now(venue: Venue, catalog: Catalog) -> Venue:
    """Return a recorded venue as the list has it now, under any of its slugs, in its neighborhood of that time."""
    listed = next(
        (known for known in catalog.venues if venue.slug and venue.slug in known.slugs), None
    )
    then = venue.neighborhood.slug if venue.neighborhood else None
    area = next((area for area in catalog.neighborhoods if then in area.slugs), None)
    if listed is None:
        return replace(venue, slug="", neighborhood=area)
    return replace(listed, neighborhood=area) if area else listed


class ListedPlaces:
    """The places of a list and of `events`, except those of withdrawn venues and events."""

    def __init__(self, catalog: Catalog, events: Iterable[Event]) -> None:
        self.catalog, self.events = catalog, events

    @cached_property
    def keys(self) -> frozenset[str | Point]:
        """Their addresses and names, in slug form, and their pins; computed on demand, as few editions need them."""
        used = {event.venue for event in self.events if event.venue and event.status != "withdrawn"}
        keys: set[str | Point] = set()
        for venue in (*self.catalog.venues, *used):
            if not venue.withdrawn:
                keys |= _address(venue) | _pin(venue) | names(venue)
        return frozenset(keys)

    def have(self, venue: Venue) -> bool:
        """Say whether the place is among them: by its address or, without one, by its pin or a name.

        A place without any of these counts as listed.
        """
        keys = _address(venue) or _pin(venue) | names(venue)
        return not keys or not keys.isdisjoint(self.keys)

    def known_of(self, venue: Venue) -> Venue:
        """Return a former place without an address or pin that is no longer listed.

        Slug and neighborhood always stay: their subscribers see the event as moved.
        """
        if not (venue.address or venue.coordinates):
            return venue
        if not self.have(venue):
            return Venue(slug=venue.slug, name=Text(), neighborhood=venue.neighborhood)
        return (
            venue if venue.address or _pin(venue) <= self.keys else replace(venue, coordinates=None)
        )


def names(venue: Venue) -> set[str]:
    """Return the names of a venue in slug form; its address if it has none."""
    return forms(venue.name) or _address(venue)


def forms(text: Text) -> set[str]:
    """Return a text in each of its languages, in slug form."""
    return {slug_form(version) for _, version in text.by_language if version}


def _address(venue: Venue) -> set[str]:
    return {slug_form(venue.address)} if venue.address else set()


def _pin(venue: Venue) -> set[Point]:
    return {venue.coordinates} if venue.coordinates else set()

"""Withdrawal of organizations and venues: an edition keeps their slugs and nothing else.

This is the last step of an edition: feeds, pages and files, which are made from it, have no name,
address or pin to show by mistake. Slugs stay, because addresses must still answer (with nothing),
and so does the flag: the feed must say that it was taken down.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from feeds.catalog import Catalog, Event, Noun, Organization, Text, Venue

N = TypeVar("N", Organization, Venue)


def redact(catalog: Catalog) -> Catalog:
    """Return the catalog with its withdrawn nouns, and its events', reduced to their slugs."""
    # inline venues are in no other list
    venues = [event.venue for event in catalog.events if event.venue]
    if not any(noun.withdrawn for noun in (*catalog.organizations, *catalog.venues, *venues)):
        return catalog
    return replace(
        catalog,
        organizations=tuple(map(_redacted, catalog.organizations)),
        venues=tuple(map(_redacted, catalog.venues)),
        events=tuple(map(_event, catalog.events)),
    )


def withdrawn_slugs(nouns: Iterable[Noun]) -> frozenset[str]:
    """Return every slug of the withdrawn nouns, former slugs included."""
    return frozenset(slug for noun in nouns if noun.withdrawn for slug in noun.slugs)


def mentions_withdrawn(event: Event) -> bool:
    """Say whether an event names anything withdrawn."""
    nouns = (*event.hosts, *event.supporters, event.venue, event.former_place)
    return any(noun.withdrawn for noun in nouns if noun)


def _event(event: Event) -> Event:
    """Return the event with its withdrawn nouns redacted; the same object if it names none."""
    if not mentions_withdrawn(event):
        return event
    return replace(
        event,
        hosts=tuple(map(_redacted, event.hosts)),
        supporters=tuple(map(_redacted, event.supporters)),
        venue=event.venue and _redacted(event.venue),
        former_place=event.former_place and _redacted(event.former_place),
    )


def _redacted(noun: N) -> N:
    """Return a noun; of a withdrawn one its slugs, and the neighborhood that its events show."""
    if not noun.withdrawn:
        return noun
    former = tuple(sorted(noun.slugs - {noun.slug}))
    redacted = type(noun)(slug=noun.slug, name=Text(), aliases=former, withdrawn=True)
    if isinstance(noun, Venue):
        return replace(redacted, neighborhood=noun.neighborhood)
    return redacted

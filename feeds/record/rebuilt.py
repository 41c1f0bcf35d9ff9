"""Events that the list no longer has, made again of what the record keeps of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from feeds.catalog import Catalog, Event, Noun, Status
from feeds.record.former import under_known_uids
from feeds.record.published import Published, Record

Nouns = Mapping[tuple[str, str], Noun]  # by kind and slug


def nouns_by_slug(catalog: Catalog) -> Nouns:
    """Return each noun of the catalog by its kind and each slug that it answers for."""
    return {(kind, slug): noun for kind, nouns in catalog.nouns.items() for noun in nouns for slug in noun.slugs}


def rebuild(line: Published, status: Status, nouns: Nouns) -> Event:
    """Return the event of a line, with the nouns of today's catalog."""

    def tagged(role: str, kind: str) -> tuple[Any, ...]:
        found = (nouns.get((kind, slug)) for slug in line.tags.get(role, ()))
        return tuple(noun for noun in found if noun)

    venues = tagged("venue", "venue")
    listed = next((noun for noun in venues if line.venue is None or line.venue.slug in noun.slugs), None)
    place = line.venue if line.venue and not line.venue.online else None
    venue = replace(place, neighborhood=None) if place else listed
    if venue and listed and listed.withdrawn:
        venue = replace(venue, withdrawn=True)
    return Event(
        id=line.id,
        uid=line.uid,
        series=line.series,
        title=line.title,
        when=line.when,
        venue=venue,
        online="online" in line.tags.get("attendance", ()),
        hosts=tagged("host", "organization"),
        supporters=tagged("supporter", "organization"),
        topics=tagged("topic", "topic"),
        neighborhoods=tagged("neighborhood", "neighborhood"),
        moved_from=next((noun for noun in venues if noun is not listed), None),
        status=status,
    )


def missing(catalog: Catalog, record: Record) -> frozenset[str]:
    """Return the UIDs of the events that were published and are neither in the list nor withdrawn."""
    listed = {event.uid for event in under_known_uids(catalog.events, record)}
    accounted = listed | _withdrawn(catalog, record)
    return frozenset(uid for uid, line in record.events.items() if line.state == "listed" and uid not in accounted)


def unlisted_events(
    events: tuple[Event, ...], catalog: Catalog, record: Record, over: Callable[[Event], bool], *, draft: bool
) -> Iterator[Event]:
    """Yield what was published and is not among the `events` any more, cancelled or withdrawn, until it is `over`.

    What was published so stays so in a draft: only publishing ends it.
    """
    listed = {event.uid for event in events}
    lines = [line for uid, line in record.events.items() if uid not in listed and line.state != "gone"]
    if not lines:
        return
    withdrawn, nouns = _withdrawn(catalog, record), nouns_by_slug(catalog)
    for line in lines:
        event = rebuild(line, "withdrawn" if line.uid in withdrawn else "cancelled", nouns)
        if (draft and line.state != "listed") or not over(event):
            yield event


def _withdrawn(catalog: Catalog, record: Record) -> set[str]:
    """Return the UIDs of what the list withdraws, by any of its names, and of what was withdrawn before."""
    names = {name for one in catalog.withdrawals for name in (one.id, one.uid, *one.aliases)}
    found = set()
    for uid, line in record.events.items():
        if line.state == "withdrawn" or (names and not names.isdisjoint((uid, *line.ids, *line.series_ids))):
            found.add(uid)
    return found

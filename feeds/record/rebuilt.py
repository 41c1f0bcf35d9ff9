"""Events that the list no longer has, rebuilt from the record."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from feeds.catalog import Catalog, Event, Status, When
from feeds.record.ids import with_published_uids
from feeds.record.published import PublishedEvent, Record

# a line of the record, and its event's present status
PublishedWithStatus = tuple[PublishedEvent, Status]


def unlisted(catalog: Catalog, record: Record) -> Iterator[PublishedWithStatus]:
    """Yield the lines of events that the catalog no longer has or withdraws, unless gone.

    The events of the catalog must have their published UIDs.
    """
    listed = {event.uid for event in catalog.events}
    withdrawn = {name for one in catalog.withdrawals for name in (one.id, one.uid, *one.aliases)}
    for uid, line in record.events.items():
        if uid in listed or line.state == "gone":
            continue
        names = (uid, line.id, line.series, *line.former)
        is_withdrawn = line.state == "withdrawn" or not withdrawn.isdisjoint(names)
        yield line, "withdrawn" if is_withdrawn else "cancelled"


def missing(catalog: Catalog, record: Record) -> list[PublishedEvent]:
    """Return the lines published as listed that are now neither in the list nor withdrawn."""
    present = replace(catalog, events=with_published_uids(catalog.events, record))
    lines = unlisted(present, record)
    return [line for line, status in lines if line.state == "listed" and status != "withdrawn"]


def rebuild(lines: Iterable[PublishedWithStatus], catalog: Catalog) -> Iterator[Event]:
    """Yield the event of each line, with the nouns of the catalog."""
    nouns: dict[tuple[str, str], Any] = {}
    for kind, listed in catalog.nouns.items():
        nouns |= {(kind, slug): noun for noun in listed for slug in noun.slugs}

    def tagged(line: PublishedEvent, tag: str, kind: str) -> tuple[Any, ...]:
        slugs = line.tags.get(tag, ())
        return tuple(nouns[kind, slug] for slug in slugs if (kind, slug) in nouns)

    for line, status in lines:
        venue, former = None, None
        for noun in tagged(line, "venue", "venue"):
            if venue is None and (line.venue is None or line.venue.slug in noun.slugs):
                venue = noun
            elif former is None:
                former = noun
        if line.venue and not line.venue.online:
            withdrawn = bool(venue and venue.withdrawn)
            venue = replace(line.venue, neighborhood=None, withdrawn=withdrawn)
        yield Event(
            id=line.id,
            uid=line.uid,
            series=line.series,
            title=line.title,
            when=When(line.start, line.end),
            venue=venue,
            online="online" in line.tags.get("attendance", ()),
            hosts=tagged(line, "host", "organization"),
            supporters=tagged(line, "supporter", "organization"),
            topics=tagged(line, "topic", "topic"),
            neighborhoods=tagged(line, "neighborhood", "neighborhood"),
            former_place=former,
            status=status,
        )

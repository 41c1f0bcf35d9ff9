"""Events that the list no longer has, rebuilt from the record."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from feeds.catalog import Catalog, Event, Status, When
from feeds.record.ids import with_published_uids
from feeds.record.published import Published, Record

# a line of the record, and its event's present status
PublishedWithStatus = tuple[Published, Status]


def unlisted(
    events: Iterable[Event], catalog: Catalog, record: Record
) -> Iterator[PublishedWithStatus]:
    """Yield the lines that are not gone and not among the `events`: deleted from the list, or withdrawn by it."""
    listed = {event.uid for event in events}
    withdrawn = {name for one in catalog.withdrawals for name in (one.id, one.uid, *one.aliases)}
    for uid, line in record.events.items():
        if uid in listed or line.state == "gone":
            continue
        names = (uid, *line.ids, *line.series_ids)
        if line.state == "withdrawn" or not withdrawn.isdisjoint(names):
            yield line, "withdrawn"
        else:
            yield line, "cancelled"


def missing(catalog: Catalog, record: Record) -> list[Published]:
    """Return the lines that are published as listed, and now neither in the list nor withdrawn."""
    lines = unlisted(with_published_uids(catalog.events, record), catalog, record)
    return [line for line, status in lines if line.state == "listed" and status != "withdrawn"]


def rebuild(lines: Iterable[PublishedWithStatus], catalog: Catalog) -> Iterator[Event]:
    """Yield the event of each line, with the nouns of today's catalog."""
    nouns: dict[tuple[str, str], Any] = {}
    for kind, listed in catalog.nouns.items():
        nouns |= {(kind, slug): noun for noun in listed for slug in noun.slugs}

    def tagged(line: Published, tag: str, kind: str) -> tuple[Any, ...]:
        slugs = line.tags.get(tag, ())
        return tuple(nouns[kind, slug] for slug in slugs if (kind, slug) in nouns)

    for line, status in lines:
        venues = tagged(line, "venue", "venue")
        present = next(
            (noun for noun in venues if line.venue is None or line.venue.slug in noun.slugs), None
        )
        venue = present
        if line.venue and not line.venue.online:
            venue = replace(
                line.venue, neighborhood=None, withdrawn=bool(present and present.withdrawn)
            )
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
            former_place=next((noun for noun in venues if noun is not present), None),
            status=status,
        )

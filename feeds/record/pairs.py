"""Pairs of topic and neighborhood with feeds of their own on static hosts, which cannot combine.

Every pair that an event ever had, up to MOST_PAIRS; a published pair stays, as it may have
subscribers. Most follow from the tags in the record; only the others have lines of their own.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from feeds.catalog import Catalog
from feeds.record.published import PublishedEvent, PublishedNoun, Record

MOST_PAIRS = 1000  # a pair is sixteen files in two languages
PREFIX = "feeds/neighborhood/"  # of the lines in the record, and of a pair's address


def pairs(catalog: Catalog, record: Record) -> tuple[list[str], int]:
    """Return the subjects of the pairs to write, sorted, and how many more do not fit."""
    published = _published_pairs(record)
    found = set()
    for event in catalog.events:
        areas = [area.slug for area in event.feed_neighborhoods]
        found |= _pairs(areas, [topic.slug for topic in event.topics])
    new = sorted(found - published)
    free = max(0, MOST_PAIRS - len(published))
    return sorted(published.union(new[:free])), len(new[free:])


def pair_slugs(
    catalog: Catalog, before: Record, lines: Mapping[str, PublishedEvent], now: datetime
) -> dict[str, PublishedNoun]:
    """Return the pairs that need lines of their own in the record, published `now` or before.

    These do not follow from the tags of its `lines`; once not every pair fits, all need one.
    """
    published, _ = pairs(catalog, before)
    tagged = _tagged(lines)
    full = len(tagged | set(published)) > MOST_PAIRS
    needed = [subject for subject in published if full or subject not in tagged]
    return {subject: before.slugs.get(subject, PublishedNoun("", now)) for subject in needed}


def _published_pairs(record: Record) -> set[str]:
    """Return the published pairs: those with lines of their own, then those of tags that fit."""
    named = {subject for subject in record.slugs if subject.startswith(PREFIX)}
    others = sorted(_tagged(record.events) - named)
    return named.union(others[: max(0, MOST_PAIRS - len(named))])


def _tagged(lines: Mapping[str, PublishedEvent]) -> set[str]:
    """Return the pairs that follow from the tags of events."""
    found = set()
    for line in lines.values():
        found |= _pairs(line.tags.get("neighborhood", ()), line.tags.get("topic", ()))
    return found


def _pairs(areas: Iterable[str], topics: Iterable[str]) -> set[str]:
    return {f"{PREFIX}{area}/topic/{topic}" for area in areas for topic in topics}

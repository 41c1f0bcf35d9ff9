"""Which pairs of topic and neighborhood have feeds of their own on hosts that answer no forms.

Every pair that an event ever had, as far as there is room; what was written once is written again, for it may have
subscribers. Most follow from the tags in the record: only those that no longer do have lines of their own.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from feeds.catalog import Catalog
from feeds.record.published import Published, PublishedNoun, Record

MOST_PAIRS = 1000  # a pair is sixteen files in two languages
PREFIX = "feeds/neighborhood/"  # of the lines in the record, and of a pair's address


def pairs(catalog: Catalog, record: Record) -> tuple[list[str], int]:
    """Return the subjects of the pairs to write, sorted, and how many more there are without room."""
    published = _published_pairs(record)
    found = set()
    for event in catalog.events:
        areas = [area.slug for area in event.feed_neighborhoods]
        found |= _pairs(areas, [topic.slug for topic in event.topics])
    new = sorted(found - published)
    room = max(0, MOST_PAIRS - len(published))
    return sorted(published | set(new[:room])), len(new[room:])


def pair_slugs(
    catalog: Catalog, before: Record, lines: Mapping[str, Published], now: datetime
) -> dict[str, PublishedNoun]:
    """Return the pairs that the record must name, published `now` or before.

    Those are the ones that its `lines` do not tell any more, and all of them where there is no room for more.
    """
    published, _ = pairs(catalog, before)
    tagged = _tagged(lines)
    full = len(tagged | set(published)) > MOST_PAIRS
    needed = [subject for subject in published if full or subject not in tagged]
    return {subject: before.slugs.get(subject, PublishedNoun("", now)) for subject in needed}


def _published_pairs(record: Record) -> set[str]:
    """Return the pairs that were published: where lines tell more than there is room for, those that are named."""
    named = {subject for subject in record.slugs if subject.startswith(PREFIX)}
    others = sorted(_tagged(record.events) - named)
    return named | set(others[: max(0, MOST_PAIRS - len(named))])


def _tagged(lines: Mapping[str, Published]) -> set[str]:
    """Return the pairs that follow from the tags of events."""
    found = set()
    for line in lines.values():
        found |= _pairs(line.tags.get("neighborhood", ()), line.tags.get("topic", ()))
    return found


def _pairs(areas: Iterable[str], topics: Iterable[str]) -> set[str]:
    return {f"{PREFIX}{area}/topic/{topic}" for area in areas for topic in topics}

"""The record as it is after an edition is published."""

from datetime import datetime
from types import MappingProxyType

from feeds.catalog import BUILT_IN, Event, Noun
from feeds.record.edition import Edition
from feeds.record.ids import former_ids
from feeds.record.moves import firsts_of
from feeds.record.pairs import pair_slugs
from feeds.record.places import recorded
from feeds.record.published import FirstAnnouncement, PublishedEvent, PublishedNoun, Record


def record_after(edition: Edition) -> Record:
    """Return the record after publishing the edition at its `published_at`."""
    assert edition.published_at is not None  # a draft is not published
    now = edition.published_at.replace(microsecond=0)
    before, catalog = edition.record, edition.catalog
    firsts = firsts_of(catalog, before, edition.moves)
    lines = [_line(edition, event, firsts[event.uid], now) for event in catalog.events]
    events = {uid: line.redacted("gone") for uid, line in before.events.items()}
    events |= {line.uid: line for line in lines}
    slugs = _slugs(edition, now) | pair_slugs(catalog, before, events, now)
    return Record(MappingProxyType(events), MappingProxyType(slugs), before.damaged, exists=True)


def _slugs(edition: Edition, now: datetime) -> dict[str, PublishedNoun]:
    """Return every slug ever published; withdrawn nouns, and unlisted venues, without a name."""
    language, before = edition.catalog.calendar.languages[0], edition.record.slugs
    # the name of a venue may be a street
    names = {subject: "" for subject in before if subject.startswith("venue/")}
    for kind, nouns in edition.catalog.nouns.items():
        for noun in nouns:
            if noun.withdrawn:
                subjects = {f"{kind}/{slug}" for slug in noun.slugs}
                names |= dict.fromkeys(subjects & before.keys(), "")
            names[f"{kind}/{noun.slug}"] = noun.title(language)
    slugs = dict(before)
    for subject, name in names.items():
        created = before[subject].created if subject in before else now
        slugs[subject] = PublishedNoun(name, created)
    return slugs


def _line(
    edition: Edition, event: Event, first: FirstAnnouncement, now: datetime
) -> PublishedEvent:
    before, revision = edition.record.events.get(event.uid), edition.revision(event)
    line = PublishedEvent(
        uid=event.uid,
        id=event.id,
        former=former_ids(event, before),
        series=event.series,
        state=edition.state(event),
        sequence=revision.sequence,
        modified=revision.modified,
        created=before.created if before else now,
        digest=MappingProxyType(edition.digest(event)),
        status=event.status,
        moved=event.uid in edition.moves,
        title=event.title,
        start=event.when.start,
        end=event.when.end,
        venue=recorded(event.place),
        first=first,
        tags=MappingProxyType(_tags(event)),
    )
    return line.redacted("withdrawn") if line.state == "withdrawn" else line


def _tags(event: Event) -> dict[str, tuple[str, ...]]:
    """Return the slugs of the nouns that select the event, by kind, in the order of a line."""
    nouns: dict[str, tuple[Noun, ...]] = {
        "host": event.hosts,
        "supporter": event.supporters,
        "topic": event.topics,
        "neighborhood": event.feed_neighborhoods,
        "venue": event.feed_venues,
    }
    tags = {kind: tuple(noun.slug for noun in named if noun.slug) for kind, named in nouns.items()}
    for kind in BUILT_IN:
        slugs = getattr(event, kind.field)
        if slugs != (kind.default,):
            tags[kind.slug] = slugs
    return {kind: slugs for kind, slugs in tags.items() if slugs}

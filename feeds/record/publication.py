"""The record after an edition was published."""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from feeds.catalog import KIND, Event, Noun
from feeds.record.edition import Edition
from feeds.record.former import former_ids
from feeds.record.moves import firsts_of
from feeds.record.pairs import pair_slugs
from feeds.record.places import recorded
from feeds.record.published import First, Published, Record, Slug

TAGS = tuple(KIND[slug] for slug in ("topic", "neighborhood", "venue"))  # in the order of a line's tags


def record_after(edition: Edition) -> Record:
    """Return the record after the edition was published, at its time."""
    assert edition.at is not None  # a draft is not published
    now = edition.at.replace(microsecond=0)
    before, catalog = edition.record, edition.catalog
    firsts = firsts_of(catalog, before, edition.moves)
    lines = [_line(edition, event, firsts[event.uid], now) for event in catalog.events]
    shown = {line.uid: line for line in lines}
    gone = {uid: line.scrubbed("gone") for uid, line in before.events.items() if uid not in shown}
    events = MappingProxyType({**gone, **shown})
    slugs = MappingProxyType(_slugs(edition, now) | pair_slugs(catalog, before, events, now))
    return Record(events, slugs, before.damaged, written=True)


def _slugs(edition: Edition, now: datetime) -> dict[str, Slug]:
    """Return every slug ever published; a noun that is withdrawn, and a venue that is gone, has no name."""
    slugs = dict(edition.record.slugs)
    for subject, slug in edition.record.slugs.items():
        if subject.startswith("venue/"):  # its name may be a street
            slugs[subject] = replace(slug, name="")
    language = edition.catalog.calendar.languages[0]
    for kind, nouns in edition.catalog.nouns.items():
        for noun in nouns:
            former = [f"{kind}/{slug}" for slug in noun.slugs if noun.withdrawn]
            slugs |= {subject: replace(slugs[subject], name="") for subject in former if subject in slugs}
            known = slugs.get(f"{kind}/{noun.slug}")
            slugs[f"{kind}/{noun.slug}"] = Slug(noun.title(language), known.created if known else now)
    return slugs


def _line(edition: Edition, event: Event, first: First, now: datetime) -> Published:
    before = edition.record.events.get(event.uid)
    line = Published(
        uid=event.uid,
        id=event.id,
        former=former_ids(event, before),
        series=event.series,
        state=edition.state(event),
        revision=edition.revision(event),
        created=before.created if before else now,
        digest=MappingProxyType(edition.digest(event)),
        status=event.status,
        moved=event.uid in edition.moves,
        title=event.title,
        when=event.when,
        venue=recorded(event.place),
        first=first,
        tags=MappingProxyType(_tags(event)),
    )
    return line.scrubbed("withdrawn") if line.state == "withdrawn" else line


def _tags(event: Event) -> dict[str, tuple[str, ...]]:
    """Return the slugs of the nouns that select the event, by kind."""
    nouns: dict[str, tuple[Noun, ...]] = {"host": event.hosts, "supporter": event.supporters}
    nouns |= {kind.slug: tuple(kind.of_event(event)) for kind in TAGS}
    tags = {kind: tuple(noun.slug for noun in named if noun.slug) for kind, named in nouns.items()}
    if "online" in event.feed_attendance:
        tags["attendance"] = event.feed_attendance
    return {kind: slugs for kind, slugs in tags.items() if slugs}

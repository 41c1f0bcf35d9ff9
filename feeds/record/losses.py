"""Losses: published slugs and ids, the addresses of subscribers, that would answer no more."""

from collections.abc import Iterator

from feeds.catalog import Catalog, Loaded, Locator, Problem
from feeds.record.ids import renamed_ids, with_published_uids
from feeds.record.published import Record


def losses(loaded: Loaded, catalog: Catalog, record: Record) -> Iterator[Problem]:
    """Yield an error for each published noun that is missing, and each id that another event had.

    `catalog` is that of `loaded`, with the neighborhoods that boundaries add.
    """
    locator = loaded.locator()
    for subject in lost_slugs(catalog, record):
        kind, _, slug = subject.partition("/")
        slugs = [noun.slug for noun in catalog.nouns[kind]]
        new = [slug for slug in slugs if f"{kind}/{slug}" not in record.slugs]
        successor = f'"{new[0]}"' if len(new) == 1 else f"the {kind} that takes its place"
        entry = f'{slug} = "{record.slugs[subject].name}"'
        if kind in ("venue", "collection"):
            entry = f"[{kind}s.{slug}]"
        found = f'the {kind} "{slug}" was published, and its subscribers would lose it'
        remedy = f'add aliases = ["{slug}"] to {successor}, or put it back: {entry}'
        yield locator.problem((f"{kind}s",), found, remedy, "error")
    yield from _reused(loaded.catalog, record, locator)


def lost_slugs(catalog: Catalog, record: Record) -> Iterator[str]:
    """Yield kind/slug of each published noun that is no slug or alias of the catalog any more."""
    for kind, nouns in catalog.nouns.items():
        answering = frozenset().union(*(noun.slugs for noun in nouns))
        for subject in record.slugs:
            published, _, slug = subject.partition("/")
            if published == kind and slug not in answering:
                yield subject


def _reused(catalog: Catalog, record: Record, locator: Locator) -> Iterator[Problem]:
    """Yield an error for each event with the former id, or the UID, of another that is listed."""
    events = with_published_uids(catalog.events, record)
    renamed, reported = renamed_ids(events, record), set()
    # As at nearly every edit: nothing was renamed, and this walk takes 20 ms at 10,000 events.
    if not renamed and events is catalog.events:
        return
    ids_by_uid: dict[str, str] = {}
    for event in events:
        for id in (event.id, event.series):
            present = renamed.get(id, event.id)
            if id not in reported and present not in (event.id, event.series):
                reported.add(id)
                found = (
                    f'"{id}" was the id of "{present}", whose subscribers still have that address'
                )
                remedy = f'give this event another id, or add aliases = ["{id}"] to "{present}"'
                yield locator.about_event(event.id, found, remedy, "error")
        other = ids_by_uid.setdefault(event.uid, event.id)
        if other != event.id and event.uid not in reported:
            reported.add(event.uid)
            both = f'both would have the UID "{event.uid}"'
            found = f'subscribers would take it for "{other}": {both}'
            remedy = "give it an id, and aliases, that nothing had before"
            yield locator.about_event(event.id, found, remedy, "error")

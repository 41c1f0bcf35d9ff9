"""Addresses that subscribers would lose: a published slug or id that nothing answers to any more."""

from collections.abc import Iterator

from feeds.catalog import Catalog, Loaded, Locator, Problem
from feeds.record.edition import shared_uids
from feeds.record.published import Record


def losses(loaded: Loaded, catalog: Catalog, record: Record) -> Iterator[Problem]:
    """Yield an error for each noun that vanished, and each event that has the former id of another.

    `catalog` is that of `loaded` with the neighborhoods that boundaries add.
    """
    locator = loaded.locator()
    for subject in lost_slugs(catalog, record):
        kind, _, gone = subject.partition("/")
        new = [noun.slug for noun in catalog.nouns[kind] if f"{kind}/{noun.slug}" not in record.slugs]
        found = f'the {kind} "{gone}" was published, and its subscribers would lose it'
        yield locator.problem((f"{kind}s",), found, _remedy(kind, gone, record.slugs[subject].name, new), "error")
    yield from _taken(loaded, record, locator)


def lost_slugs(catalog: Catalog, record: Record) -> Iterator[str]:
    """Yield the kind and slug of each noun that was published and that no noun of the catalog answers for."""
    for kind, nouns in catalog.nouns.items():
        answering = frozenset().union(*(noun.slugs for noun in nouns))
        for subject in record.slugs:
            published, _, slug = subject.partition("/")
            if published == kind and slug not in answering:
                yield subject


def _remedy(kind: str, gone: str, name: str, new: list[str]) -> str:
    successor = f'"{new[0]}"' if len(new) == 1 else f"the {kind} that takes its place"
    back = f"[{kind}s.{gone}]" if kind in ("venue", "collection") else f'{gone} = "{name}"'
    return f'add aliases = ["{gone}"] to {successor}, or put it back: {back}'


def _taken(loaded: Loaded, record: Record, locator: Locator) -> Iterator[Problem]:
    """Yield an error for each event under the id, or in the place, of another that is still listed."""
    events = loaded.catalog.events if record.renamed else ()
    listed = {name for event in events for name in (event.id, event.series) if name}
    former = {
        name: now
        for line in record.renamed
        for now, *names in filter(None, (line.ids, line.series_ids))
        for name in names
        if now in listed
    }
    told = set()
    for event in events:
        for name in (event.id, event.series):
            if name in former and name not in told and former[name] not in (event.id, event.series):
                told.add(name)
                found = f'"{name}" was the id of "{former[name]}", whose subscribers still have that address'
                remedy = f'give this event another id, or add aliases = ["{name}"] to "{former[name]}"'
                yield locator.about_event(event.id, found, remedy, "error")
    for uid, ids in shared_uids(loaded.catalog, record).items():
        found = f'subscribers would take it for "{ids[0]}": both would have the UID "{uid}"'
        yield locator.about_event(ids[1], found, "give it an id, and aliases, that nothing had before", "error")

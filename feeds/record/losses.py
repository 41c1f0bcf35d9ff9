"""Addresses that subscribers would lose: a published slug or id that nothing answers to any more."""

from collections.abc import Iterator

from feeds.catalog import Catalog, Loaded, Locator, Problem
from feeds.record.former import shared_uids
from feeds.record.published import Record


def losses(loaded: Loaded, catalog: Catalog, record: Record) -> Iterator[Problem]:
    """Yield an error for each noun that vanished, and each event that has the former id of another.

    `catalog` is that of `loaded` with the neighborhoods that boundaries add.
    """
    locator = loaded.locator()
    for subject in lost_slugs(catalog, record):
        kind, _, slug = subject.partition("/")
        new = [noun.slug for noun in catalog.nouns[kind] if f"{kind}/{noun.slug}" not in record.slugs]
        found = f'the {kind} "{slug}" was published, and its subscribers would lose it'
        yield locator.problem((f"{kind}s",), found, _remedy(kind, slug, record.slugs[subject].name, new), "error")
    yield from _taken(loaded, record, locator)


def lost_slugs(catalog: Catalog, record: Record) -> Iterator[str]:
    """Yield the kind and slug of each noun that was published and that no noun of the catalog answers for."""
    for kind, nouns in catalog.nouns.items():
        answering = frozenset().union(*(noun.slugs for noun in nouns))
        for subject in record.slugs:
            published, _, slug = subject.partition("/")
            if published == kind and slug not in answering:
                yield subject


def _remedy(kind: str, slug: str, name: str, new: list[str]) -> str:
    successor = f'"{new[0]}"' if len(new) == 1 else f"the {kind} that takes its place"
    back = f"[{kind}s.{slug}]" if kind in ("venue", "collection") else f'{slug} = "{name}"'
    return f'add aliases = ["{slug}"] to {successor}, or put it back: {back}'


def _taken(loaded: Loaded, record: Record, locator: Locator) -> Iterator[Problem]:
    """Yield an error for each event under the id, or in the place, of another that is still listed."""
    events = loaded.catalog.events
    former = _former_names(loaded.catalog, record)
    reported = set()
    for event in events if former else ():
        for name in (event.id, event.series):
            present = former.get(name)
            if present and name not in reported and present not in (event.id, event.series):
                reported.add(name)
                found = f'"{name}" was the id of "{present}", whose subscribers still have that address'
                remedy = f'give this event another id, or add aliases = ["{name}"] to "{present}"'
                yield locator.about_event(event.id, found, remedy, "error")
    for uid, ids in shared_uids(events, record).items():
        found = f'subscribers would take it for "{ids[0]}": both would have the UID "{uid}"'
        yield locator.about_event(ids[1], found, "give it an id, and aliases, that nothing had before", "error")


def _former_names(catalog: Catalog, record: Record) -> dict[str, str]:
    """Return the former ids of the events and series that are still listed under the present one."""
    renamed = [line for line in record.events.values() if line.former]
    if not renamed:
        return {}
    listed = {name for event in catalog.events for name in (event.id, event.series)}
    former: dict[str, str] = {}
    for line in renamed:
        for present, *names in filter(None, (line.ids, line.series_ids)):
            if present in listed:
                former |= dict.fromkeys(names, present)
    return former

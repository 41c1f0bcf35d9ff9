"""Addresses that subscribers would lose: a published slug or id that nothing answers to any more."""

from collections.abc import Iterator

from feeds.catalog import Catalog, Loaded, Problem, slug_form
from feeds.record.published import Record


def losses(loaded: Loaded, catalog: Catalog, record: Record) -> Iterator[Problem]:
    """Yield an error for each noun that vanished, and each event that has the former id of another.

    `catalog` is that of `loaded` with the neighborhoods that boundaries add.
    """
    for subject in lost_slugs(catalog, record):
        kind, _, gone = subject.partition("/")
        new = [noun.slug for noun in catalog.nouns[kind] if f"{kind}/{noun.slug}" not in record.slugs]
        found = f'the {kind} "{gone}" was published, and its subscribers would lose it'
        yield loaded.problem((f"{kind}s",), found, _remedy(kind, gone, record.slugs[subject].name, new), "error")
    yield from _taken(loaded, record)


def lost_slugs(catalog: Catalog, record: Record) -> Iterator[str]:
    """Yield the kind and slug of each noun that was published and that no noun of the catalog answers for."""
    for kind, nouns in catalog.nouns.items():
        names = (name for noun in nouns for name in (*noun.aliases, *(said for _, said in noun.name.words)))
        answering = {noun.slug for noun in nouns} | set(map(slug_form, names))
        for subject in record.slugs:
            published, _, slug = subject.partition("/")
            if published == kind and slug not in answering:
                yield subject


def _remedy(kind: str, gone: str, name: str, new: list[str]) -> str:
    successor = f'"{new[0]}"' if len(new) == 1 else f"the {kind} that takes its place"
    back = f"[{kind}s.{gone}]" if kind in ("venue", "collection") else f'{gone} = "{name}"'
    return f'add aliases = ["{gone}"] to {successor}, or put it back: {back}'


def _taken(loaded: Loaded, record: Record) -> Iterator[Problem]:
    ids = {event.id for event in loaded.catalog.events}
    for event in loaded.catalog.events:
        line = record.by_id.get(event.id)
        if line and event.id in line.former and line.id in ids:
            found = f'"{event.id}" was the id of "{line.id}", whose subscribers still have that address'
            remedy = f'give this event another id, or add aliases = ["{event.id}"] to "{line.id}"'
            yield loaded.about_event(event.id, found, remedy, "error")

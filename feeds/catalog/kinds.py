"""The kinds of selection: what an address, a filter form or a collection may ask of events.

One row a kind in kinds.toml, for the keys of collections, the grammar of addresses, the index, feeds and pages.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from feeds.catalog.nouns import Catalog, Event, Noun, Text, Venue


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of selection.

    `slug` is its name in addresses (topic/labor), `noun` the kind of noun whose slugs follow it, `of_event` gives
    those nouns of one event. What is `negatable` can also be left out (not-topic/labor). `sentence` says what its
    feeds hold, by %(name)s, and `title` what they are called, by %(names)s. `phrase` follows the topics in the name of
    a combination: Housing or Labor in Loop. Under `heading` pages list its feeds, in the
    `position` among the kinds; without a heading they do not.

    The `nouns` of an own kind are Handbill's, the same for every list, and in its words: those of an event are the
    ones whose slugs its `field` holds. The `usual` one is what an event is that says nothing else: pages list the
    kind where some event is another, and the record has only those.
    """

    slug: str
    noun: str
    of_event: Callable[[Event], Iterable[Noun]]
    sentence: str
    title: str = "%(names)s"
    phrase: str = "%(names)s"
    heading: str = ""
    position: int = 0
    negatable: bool = True
    nouns: tuple[Noun, ...] = ()
    field: str = ""
    usual: str = ""

    @property
    def own(self) -> bool:
        """Whether its nouns are Handbill's."""
        return bool(self.nouns)

    @property
    def plural(self) -> str:
        """The key that asks for it in a collection: topics."""
        return self.slug if self.own else f"{self.slug}s"


NOUNS: dict[str, Callable[[Event], Iterable[Noun]]] = {
    "organization": lambda event: (*event.hosts, *event.supporters),
    "host": attrgetter("hosts"),
    "neighborhood": attrgetter("feed_neighborhoods"),
    "topic": attrgetter("topics"),
    "venue": attrgetter("feed_venues"),
    "collection": lambda event: (),  # it is a selection itself
}
ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _kind(slug: str, row: Mapping[str, Any]) -> Kind:
    """Return the kind of a row."""
    if "nouns" not in row:
        return Kind(slug, of_event=NOUNS[slug], **row)
    nouns = tuple(Noun(slug=own, name=Text((("en", name),))) for own, name in row["nouns"].items())
    slugs_of = attrgetter(row["field"])

    def of_event(event: Event) -> list[Noun]:
        slugs = slugs_of(event)
        return [noun for noun in nouns if noun.slug in slugs]

    return Kind(slug, of_event=of_event, **{**row, "nouns": nouns})


KINDS = tuple(_kind(slug, row) for slug, row in ROWS.items())
OWN = tuple(kind for kind in KINDS if kind.own)
NEGATABLE = tuple(kind for kind in KINDS if kind.negatable)
KIND_BY_SLUG = {kind.slug: kind for kind in KINDS}
NEAR: dict[str, Callable[[Venue], Noun | None]] = {  # the kinds that `near` takes, the first that has a name counts
    "venue": lambda venue: venue,
    "neighborhood": attrgetter("neighborhood"),
}


def selectable(catalog: Catalog) -> dict[str, tuple[Noun, ...]]:
    """Return whatever a selection can name, by kind: the nouns of the list, and Handbill's own."""
    return {**catalog.nouns, **{kind.noun: kind.nouns for kind in OWN}}

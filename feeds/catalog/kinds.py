"""The kinds of selection: what an address, a filter form or a collection can ask for.

Each is one row of kinds.toml, for the keys of collections, the address grammar, the index, feeds
and pages.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from feeds.catalog.catalog import Catalog
from feeds.catalog.data import read_data
from feeds.catalog.nouns import Event, Noun, Text, Venue


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of selection.

    `slug` is its name in addresses (topic/labor), `noun` the kind of noun whose slugs follow it.
    `of_event` returns the nouns of one event, which has them, or their slugs, in its `field`.
    A `negatable` kind can also be excluded (not-topic/labor).

    `sentence` describes its feeds by %(name)s, and `title` names them by %(names)s. `phrase`
    follows the topics in the name of a combination: Housing or Labor in Loop. Pages list its feeds
    under `heading`, ordered by `position`; without a heading they omit them.

    The `nouns` of a built-in kind are Handbill's, the same for every list. The `default` is the
    default of an event: pages list the kind if some event has another, and the record has only
    the others.
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
    default: str = ""

    @property
    def built_in(self) -> bool:
        """Whether its nouns are Handbill's."""
        return bool(self.nouns)

    @property
    def plural(self) -> str:
        """Its key in a collection: topics."""
        return self.slug if self.built_in else f"{self.slug}s"


ROWS = read_data("kinds")


def _kind(slug: str, row: Mapping[str, Any]) -> Kind:
    """Return the kind of a row."""
    field: Callable[[Event], Any] = attrgetter(row["field"]) if "field" in row else lambda _: ()
    if "nouns" not in row:
        return Kind(slug, of_event=field, **row)
    nouns = tuple(Noun(slug=own, name=Text((("en", name),))) for own, name in row["nouns"].items())

    def of_event(event: Event) -> list[Noun]:
        slugs = field(event)
        return [noun for noun in nouns if noun.slug in slugs]

    return Kind(slug, of_event=of_event, **{**row, "nouns": nouns})


KINDS = tuple(_kind(slug, row) for slug, row in ROWS.items())
BUILT_IN = tuple(kind for kind in KINDS if kind.built_in)
NEGATABLE = tuple(kind for kind in KINDS if kind.negatable)
KIND_BY_SLUG = {kind.slug: kind for kind in KINDS}
# The kinds that `near` accepts; the first that knows the name wins.
NEAR: dict[str, Callable[[Venue], Noun | None]] = {
    "venue": lambda venue: venue,
    "neighborhood": attrgetter("neighborhood"),
}


def selectable(catalog: Catalog) -> dict[str, tuple[Noun, ...]]:
    """Return everything a selection can name, by kind: nouns of the list, and Handbill's own."""
    return {**catalog.nouns, **{kind.noun: kind.nouns for kind in BUILT_IN}}

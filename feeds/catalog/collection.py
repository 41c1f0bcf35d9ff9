"""The collections of a list: named selections of its events."""

import re
from typing import Any

from feeds.catalog.keys import TABLES
from feeds.catalog.kinds import NEAR, NEGATABLE
from feeds.catalog.node import Node
from feeds.catalog.nouns import Collection, Near, Selection, Text
from feeds.catalog.references import KnownNouns, NounsByKind
from feeds.catalog.tables import read_table

# pairs of the slug of a kind and the slugs of nouns
Conditions = tuple[tuple[str, tuple[str, ...]], ...]
DISTANCE = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(km|mi)", re.ASCII)
METRES = {"km": 1000.0, "mi": 1609.344}
MOST_METRES = 50_000


def read_collection(node: Node, slug: str, nouns: NounsByKind) -> Collection:
    """Read the table of a collection."""
    read = read_table(node, TABLES["collection"])
    near = _near(read["near"], node.item("near"), nouns) if read.get("near") else None
    selection = Selection(
        any_of=_conditions(read, "", nouns), none_of=_conditions(read, "not-", nouns), near=near
    )
    if isinstance(node.value, dict):
        conditions = node.value.keys() - {"title", "aliases"}
        if not any(node.value[key] for key in conditions):
            found = "a collection that picks nothing in particular"
            node.problem(found, 'add a line like topics = ["…"]', key=True)
    title = read.get("title") or Text(((node.context.languages[0], slug),))
    return Collection(slug=slug, name=title, aliases=read.get("aliases", ()), selection=selection)


def _conditions(read: dict[str, Any], negation: str, nouns: NounsByKind) -> Conditions:
    """Return the slugs that the keys of a collection name, by kind of selection."""
    conditions = []
    for kind in NEGATABLE:
        names = read.get(negation + kind.plural, ())
        if not kind.own:
            names = [noun.slug for noun in nouns[kind.noun].find_all(names)]
        if names:
            conditions.append((kind.slug, tuple(sorted(names))))
    return tuple(conditions)


def _near(text: str, node: Node, nouns: NounsByKind) -> Near | None:
    """Read a place and a distance: federal-plaza,3km."""
    name, _, distance = text.rpartition(",")
    found = metres(distance)
    if not name.strip() or found is None:
        problem = f'"{text}" is not a place and a distance up to 50 km'
        node.problem(problem, 'write it like "federal-plaza,3km"')
        return None
    places = KnownNouns("venue", all(nouns[kind].complete for kind in NEAR))
    for kind in reversed(NEAR):
        places.index.by_form |= nouns[kind].index.by_form
    place = places.find(name.strip(), node)
    return Near(slug=place.slug, metres=found[1], distance=found[0]) if place else None


def metres(distance: str) -> tuple[str, float] | None:
    """Return a distance such as 3km or 2.5 mi in canonical form, and in metres.

    Return None for any other text, and for more than 50 km.
    """
    match = DISTANCE.fullmatch(distance.strip().lower())
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    metres = number * METRES[unit]
    return (f"{number:g}{unit}", metres) if 0 < metres <= MOST_METRES else None

"""The collections of a list: named selections of its events."""

from typing import Any

from feeds.catalog.keys import TABLES
from feeds.catalog.kinds import NEGATABLE
from feeds.catalog.node import Node
from feeds.catalog.nouns import Collection, Selection, Text
from feeds.catalog.tables import read_table

# pairs of the slug of a kind and the slugs of nouns
Conditions = tuple[tuple[str, tuple[str, ...]], ...]


def read_collection(node: Node, slug: str) -> Collection:
    """Read the table of a collection."""
    read = read_table(node, TABLES["collection"])
    any_of, none_of = _conditions(read, ""), _conditions(read, "not-")
    selection = Selection(any_of=any_of, none_of=none_of, near=read.get("near"))
    if isinstance(node.value, dict):
        conditions = node.value.keys() - {"title", "aliases"}
        if not any(node.value[key] for key in conditions):
            found = "a collection that picks nothing in particular"
            node.problem(found, 'add a line like topics = ["…"]', key=True)
    title = read.get("title") or Text(((node.context.languages[0], slug),))
    return Collection(slug=slug, name=title, aliases=read.get("aliases", ()), selection=selection)


def _conditions(read: dict[str, Any], negation: str) -> Conditions:
    """Return the slugs that the keys of a collection name, by kind of selection."""
    conditions = []
    for kind in NEGATABLE:
        found = read.get(negation + kind.plural, ())
        slugs = found if kind.built_in else [noun.slug for noun in found]
        if slugs:
            conditions.append((kind.slug, tuple(sorted(slugs))))
    return tuple(conditions)

"""The nouns of a list, found by the names that other lines use."""

import re
from typing import Any

from feeds.catalog.names import NameIndex, cached_slug_form
from feeds.catalog.node import Node, Reader
from feeds.catalog.nouns import Noun
from feeds.catalog.texts import clean_line, quoted, string, unexpected
from feeds.catalog.values import is_slug, items

# of names in one text
SEPARATORS = (re.compile(r"\s*[,;]\s*(?:(?:and|y)\s+)?"), re.compile(r"\s+(?:and|y|&)\s+"))
SAME_NAME = (
    "make one of the two names differ in more than accents, capitals and punctuation, "
    "or merge the two"
)


class KnownNouns:
    """The nouns of one kind; unless they are `complete`, an unknown name is not a problem."""

    def __init__(self, kind: str, complete: bool) -> None:
        self.kind, self.complete = kind, complete
        self.by_slug: dict[str, Any] = {}
        self.index = NameIndex[Any]()

    def add(self, noun: Noun, node: Node) -> None:
        """Add a noun; note a problem if another has its slug or one of its names."""
        if noun.slug in self.by_slug:
            found = f'another {self.kind} has the slug "{noun.slug}"'
            node.problem(found, "keep one of the two", key=True)
            return
        self.by_slug[noun.slug] = noun
        reported = {noun.slug}
        for name in noun.names:
            owner = self.index.add(name, noun)
            if owner.slug not in reported:
                reported.add(owner.slug)
                found = f'"{name}" is already a name of the {self.kind} "{owner.slug}"'
                node.problem(found, SAME_NAME, key=True)

    def find(self, name: str, node: Node) -> Any:
        """Return the noun with this name; if there is none, note it with the nearest names."""
        noun = self.index.find(name)
        if noun is None and self.complete:
            node.problem(f'no {self.kind} is called "{name}"', self._remedy(name))
        return noun

    def _remedy(self, name: str) -> str:
        """Return the remedy for an unknown name: names that are known, or a line to paste."""
        if self._split(name) != [name]:
            return f"write {self.as_items(name)}"
        slug = cached_slug_form(name)
        key = slug if is_slug(slug) else f"short-{self.kind}-name"
        add = f"add under [{self.kind}s]: {key} = {quoted(name)}"
        if self.kind == "venue":
            add = f"add a table [venues.{key}] with the line: name = {quoted(name)}"
        nearest = self.index.nearest(name)
        names = " or ".join(quoted(noun.name.in_language("") or noun.slug) for noun in nearest)
        return f"did you mean {names}? If not, {add}" if names else add

    def as_items(self, text: str) -> str:
        """Return the names in a text, as announcements write them, as the items of a TOML list."""
        return ", ".join(map(quoted, self._split(text)))

    def _split(self, text: str) -> list[str]:
        """Return the names in a text, which is only split if one of its parts is known."""
        if self.index.find(text):
            return [text]
        for separator in SEPARATORS:
            names: list[str] = []
            for part in separator.split(text):
                names += self._split(part) if part != text else []
            if any(map(self.index.find, names)):
                return names
        return [text]


def named(kind: str) -> Reader[Any]:
    """Return a reader of the name of a noun; it returns the noun."""

    def read(node: Node) -> Any:
        name = string(node)
        return node.context.nouns[kind].find(name, node) if name else None

    return read


def all_named(kind: str) -> Reader[tuple[Any, ...]]:
    """Return a reader of a list of names; it returns the nouns, each once, without unknown ones."""
    read_name = named(kind)

    def read(node: Node) -> tuple[Any, ...]:
        if isinstance(node.value, str) and (text := clean_line(node.value)):
            known: KnownNouns = node.context.nouns[kind]
            raise unexpected(node, "a list", f"write [{known.as_items(text)}]")
        nouns = (item.read(read_name) for item in items(node))
        return tuple({noun.slug: noun for noun in nouns if noun}.values())

    return read

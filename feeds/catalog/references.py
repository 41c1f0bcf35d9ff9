"""The nouns of a list, found by the names that other lines call them."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from feeds.catalog.keys import offer
from feeds.catalog.names import nearest, slug_form
from feeds.catalog.nouns import Noun
from feeds.catalog.values import Spot, is_slug, quoted

Kind = TypeVar("Kind", bound=Noun)


class Names(Generic[Kind]):
    """The nouns of one kind, found under the slug form of slug, name and aliases; `whole` when all could be read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.whole = True
        self.by_slug: dict[str, Kind] = {}
        self.by_form: dict[str, Kind] = {}

    def add(self, noun: Kind, spot: Spot) -> None:
        if noun.slug in self.by_slug:
            spot.problem(f'another {self.kind} has the slug "{noun.slug}"', "keep one of the two", key=True)
            return
        self.by_slug[noun.slug] = noun
        others = {noun.slug}
        for name in (noun.slug, *(said for _, said in noun.name.words), *noun.aliases):
            other = self.by_form.setdefault(slug_form(name), noun)
            if other.slug not in others:
                others.add(other.slug)
                spot.problem(
                    f'"{name}" is already a name of the {self.kind} "{other.slug}"',
                    "make one of the two names differ in more than accents, capitals and signs, or join the two",
                    key=True,
                )

    def excuse(self, noun: Kind, value: object) -> None:
        """Take every text of a faulty noun for a name of it, so that it is not called unknown where it is used."""
        if isinstance(value, dict | list):
            for part in value.values() if isinstance(value, dict) else value:
                self.excuse(noun, part)
        else:
            self.by_form.setdefault(slug_form(str(value)), noun)

    def find(self, name: str, spot: Spot) -> Kind | None:
        noun = self.by_form.get(slug_form(name))
        if noun is None and self.whole:
            close = dict.fromkeys(self.by_form[form] for form in nearest(name, self.by_form))
            names = [quoted(near.name.words[0][1] if near.name else near.slug) for near in close]
            add = self.line_to_paste(name)
            remedy = f"{offer(names, '')} If not, {add}" if names else add
            spot.problem(f'no {self.kind} is called "{name}"', remedy)
        return noun

    def line_to_paste(self, name: str) -> str:
        slug = slug_form(name)
        key = slug if is_slug(slug) else f"short-{self.kind}-name"
        if self.kind == "venue":
            return f"add a table [venues.{key}] with the line: name = {quoted(name)}"
        return f"add under [{self.kind}s]: {key} = {quoted(name)}"

    def find_all(self, names: Iterable[Spot]) -> tuple[Kind, ...]:
        """Return the nouns that the names mean, each once, without those nobody knows."""
        found = (self.find(spot.value, spot) for spot in names)
        return tuple({noun.slug: noun for noun in found if noun}.values())

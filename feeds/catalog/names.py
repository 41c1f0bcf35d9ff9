"""Names and their slug form, the one under which an address or a reference finds them."""

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from itertools import filterfalse
from typing import Generic, TypeVar

Named = TypeVar("Named")

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 100
MOST_NEIGHBORS = 50  # on either side of a name; difflib takes 30 µs and more for each


def without_accents(text: str) -> str:
    """Return `text` with every accent taken off its letter (é becomes e)."""
    if text.isascii():
        return text
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text)))


@lru_cache(maxsize=1 << 16)
def slug_form(name: str) -> str:
    """Return the slug form of a name in the list, and keep it for the next edit.

    Never for what a stranger sends: it would stay in memory. `make_slug_form` keeps nothing.
    """
    return make_slug_form(name)


def make_slug_form(name: str) -> str:
    """Return `name` without accents, in lower case, every other run of characters one hyphen.

    A name in a script that leaves nothing (Chinese, Arabic) keeps its own letters, in lower case.
    """
    return re.sub(r"[^a-z0-9]+", "-", without_accents(name).lower()).strip("-") or " ".join(name.lower().split())


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of the `known` slug forms that `name` may be a misspelling of, best first.

    Of many only the neighbors in the order of the alphabet are compared: of the name, and of the name read backwards.
    """
    wanted, names = make_slug_form(name), list(known)
    if len(wanted) > 4 * LONGEST_SLUG:
        return []  # no name is so long, and difflib would look at every letter
    if len(names) > 4 * MOST_NEIGHBORS:
        backwards = _neighbors(wanted[::-1], [name[::-1] for name in names])
        names = [*{*_neighbors(wanted, names), *(name[::-1] for name in backwards)}]
    return get_close_matches(wanted, names, n=count, cutoff=0.6)


def _neighbors(wanted: str, names: list[str]) -> list[str]:
    """Return the names around a wanted one in the order of the alphabet; sort `names`."""
    names.sort()
    index = bisect(names, wanted)
    return names[max(0, index - MOST_NEIGHBORS) : index + MOST_NEIGHBORS]


class NameIndex(Generic[Named]):
    """Whatever has names, found by the slug form of any of them. Whoever takes a name first keeps it."""

    def __init__(self) -> None:
        self.by_form: dict[str, Named] = {}

    def add(self, name: str, named: Named) -> Named:
        """Give a name to `named`; return who has it now, which may be another."""
        return self.by_form.setdefault(slug_form(name), named)

    def add_all(self, names: Iterable[str], named: Named) -> None:
        """Give `named` each of the names that nobody has."""
        for name in names:
            self.add(name, named)

    def find(self, name: str) -> Named | None:
        """Return who has a name, written in any way that has the same slug form."""
        return self.by_form.get(slug_form(name))

    def nearest(self, name: str) -> list[Named]:
        """Return those, each once, whose names are closest to one that nobody has."""
        forms = nearest(name, self.by_form)
        return list(dict.fromkeys(self.by_form[form] for form in forms))

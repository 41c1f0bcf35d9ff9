"""Names and their slug form, by which addresses and references find them."""

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
    """Return `text` without accents (é becomes e)."""
    if text.isascii():
        return text
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text)))


@lru_cache(maxsize=1 << 16)
def cached_slug_form(name: str) -> str:
    """Return the slug form of a name in the list, cached for the next edit.

    Never use it for what a stranger sends, which would stay in memory: `make_slug_form` does not
    cache.
    """
    return slug_form(name)


def slug_form(name: str) -> str:
    """Return `name` in a-z and 0-9, with a hyphen for every run of other characters.

    A name in a script that would leave nothing (Chinese, Arabic) keeps its letters, in lower case.
    """
    return re.sub(r"[^a-z0-9]+", "-", without_accents(name).lower()).strip("-") or " ".join(
        name.lower().split()
    )


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of the `known` slug forms, those most like `name`, best first.

    Of many, only the alphabetical neighbors of the name and of the reversed name are compared.
    """
    wanted, names = slug_form(name), list(known)
    if len(wanted) > 4 * LONGEST_SLUG:
        return []  # no name is that long, and difflib would compare every letter
    if len(names) > 4 * MOST_NEIGHBORS:
        backwards = _neighbors(wanted[::-1], [name[::-1] for name in names])
        names = [*{*_neighbors(wanted, names), *(name[::-1] for name in backwards)}]
    return get_close_matches(wanted, names, n=count, cutoff=0.6)


def _neighbors(wanted: str, names: list[str]) -> list[str]:
    """Return the alphabetical neighbors of a name; sort `names` in place."""
    names.sort()
    index = bisect(names, wanted)
    return names[max(0, index - MOST_NEIGHBORS) : index + MOST_NEIGHBORS]


class NameIndex(Generic[Named]):
    """Objects found by the slug form of any of their names; the first to take a name keeps it."""

    def __init__(self) -> None:
        self.by_form: dict[str, Named] = {}

    def add(self, name: str, named: Named) -> Named:
        """Give a name to `named`; return its owner, which may be another object."""
        return self.by_form.setdefault(cached_slug_form(name), named)

    def add_all(self, names: Iterable[str], named: Named) -> None:
        """Give `named` each of the names that is free."""
        for name in names:
            self.add(name, named)

    def find(self, name: str) -> Named | None:
        """Return the owner of a name, in any spelling with the same slug form."""
        return self.by_form.get(cached_slug_form(name))

    def nearest(self, name: str) -> list[Named]:
        """Return the owners of the closest names, each once."""
        forms = nearest(name, self.by_form)
        return list(dict.fromkeys(self.by_form[form] for form in forms))

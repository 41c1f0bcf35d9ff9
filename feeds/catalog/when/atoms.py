"""The smallest parts of a text: dates in figures, hours, numbers, words and signs, each where it stands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from feeds.catalog.names import without_accents

ATOM = re.compile(
    r"""
      (?P<word>[^\W\d_]+)\.?
    | (?P<iso>(?:19|2[01])\d\d-\d{1,2}-\d{1,2}(?!\d))
    | (?P<slashed>\d{1,4}/\d{1,2}/\d{1,4}(?!\d)|\d{1,2}/\d{1,2}(?![\d/]))
    | (?P<dotted>\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?!\d))
    | (?P<clock>\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?!\d))
    | (?P<year>(?:19|2[01])\d\d(?!\d))
    | (?P<number>\d{1,2}(?!\d))(?:(?P<ordinal>(?i:st|nd|rd|th|er|re)\b|[º°ª]|\.(?=\s?[^\W\d_]|\s?[-–—,])))?
    | (?P<figures>\d+)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)


class Atom(NamedTuple):
    """One part of a text; `key` is it without accents, in lower case, and `start` and `end` say where it stands."""

    kind: str
    key: str
    text: str
    start: int
    end: int


def atoms(text: str) -> Iterator[Atom]:
    """Yield the parts of `text`; what stands between them is space."""
    for match in ATOM.finditer(text):
        kind = match.lastgroup or "sign"
        plain = match["number"] if kind == "ordinal" else match[kind]
        yield Atom(kind, without_accents(plain).lower(), match[0], *match.span())

"""A text as tokens: what each word, number and sign can mean, in the languages of the list."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from feeds.catalog.when.atoms import Atom, atoms
from feeds.catalog.when.vocabulary import Vocabulary


class Token(NamedTuple):
    """Words or figures that have a meaning together; `means` has a value for each term that they can be.

    Terms of figures: iso (year, month, day); slashed and dotted (the numbers); clock (hour, minute, seconds);
    year, number and ordinal (that number). Terms of words are those of `small_words`, with month and weekday.
    """

    text: str
    start: int
    end: int
    means: Mapping[str, Any]


def tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    """Return the tokens of `text`: of words that mean something together the longest phrase."""
    parts, found, number = list(atoms(text)), [], 0
    while number < len(parts):
        token, length = _token(text, parts, number, vocabulary)
        found.append(token)
        number += length
    return found


def _token(text: str, parts: Sequence[Atom], number: int, vocabulary: Vocabulary) -> tuple[Token, int]:
    """Return the token that begins with a part, and how many parts it takes."""
    first = parts[number]
    for words, means in vocabulary.by_first.get(first.key, ()):
        length = len(words)
        if length == 1 or words == tuple(part.key for part in parts[number : number + length]):
            last = parts[number + length - 1]
            if length > 1 or first.kind in ("word", "sign"):
                return Token(text[first.start : last.end], first.start, last.end, means), length
    read = FIGURES.get(first.kind)
    return Token(first.text, first.start, first.end, read(first.key) if read else {}), 1


def _clock(key: str) -> dict[str, Any]:
    hour, minute, *seconds = key.replace(".", ":").split(":")
    return {"clock": (int(hour), int(minute), any(map(int, seconds)))}


FIGURES: dict[str, Callable[[str], dict[str, Any]]] = {
    "iso": lambda key: {"iso": tuple(map(int, key.split("-")))},
    "slashed": lambda key: {"slashed": tuple(map(int, key.split("/")))},
    "dotted": lambda key: {"dotted": tuple(int(part) for part in key.split(".") if part)},
    "clock": _clock,
    "year": lambda key: {"year": int(key)},
    "number": lambda key: {"number": int(key)},
    "ordinal": lambda key: {"number": int(key), "ordinal": int(key)},
}

"""What the words and figures of a text can mean in the languages of a list.

Names of months and weekdays are CLDR's; the small words of a language are a file in languages/, found by its name.
A language that has none is understood with its names and figures alone.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError

from feeds.catalog.when.grammar import Grammar
from feeds.catalog.when.zone_words import clocks

FILES = {path.stem: path for path in Path(__file__).with_name("languages").glob("*.toml")}
EVERYWHERE = "everywhere"
ALWAYS = ("en", "es")  # a list of any language may hold what was pasted in these
CAPITALS = ("et",)  # a zone only in capitals: French for and
ATOM = re.compile(
    r"""
      (?P<iso>(?:19|2[01])\d\d-\d{1,2}-\d{1,2}(?!\d))
    | (?P<half>(?<=\d)a(?![\w.]))
    | (?P<offset>
        (?:(?<=utc|gmt)[-+−]\d{1,2} | (?:(?<=t\d\d:\d\d)|(?<=:\d\d:\d\d)|(?<=\.\d{3}))[-−](?:0\d|1[0-4])
          | (?<=:\d\d)\+(?:0\d|1[0-4]))
        (?::?[0-5]\d)?(?!:?\d))
    | (?P<word>[^\W\d_]+)\.?
    | (?P<figures>\d{1,4}/\d{1,2}/\d{1,4}(?!\d)|\d{1,2}/\d{1,2}(?![\d/])
        |\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?!\d))
    | (?P<clock>\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?!\d))
    | (?P<year>(?:19|2[01])\d\d(?!\d))
    | (?P<ordinal>\d{1,2}(?!\d))(?:(?:st|nd|rd|th|er|re)\b|[º°ª]|\.(?=\s?[^\W\d_]|\s?[-–—,]))
    | (?P<number>\d{1,2}(?!\d))
    | (?P<figure>\d+)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)


class Meaning(NamedTuple):
    """A value for each term that something can be, such as month or comma, and the set of these terms."""

    values: dict[str, Any]
    terms: frozenset[str]


class Token(NamedTuple):
    """Words or figures that have a meaning together, and where they stand in the text."""

    start: int
    end: int
    means: Mapping[str, Any]


def _clock(key: str) -> dict[str, Any]:
    hour, minute, *seconds = key.replace(".", ":").split(":")
    return {"clock": (int(hour), int(minute), any(map(int, seconds)))}


def _number(key: str) -> dict[str, Any]:
    number = int(key)
    means = {"number" if number else "zero": number}
    if number <= 24:
        means["hour"] = number
    if 1 <= number <= 31:
        means["monthday"] = number
    if len(key) == 2 and number < 60:
        means["minute"] = number
    return means


def _ordinal(key: str) -> dict[str, Any]:
    number = int(key)
    means = {"monthday": number} if 1 <= number <= 31 else {}
    if 1 <= number <= 5:
        means["ordinal"] = number
    return means


def _offset(key: str) -> dict[str, Any]:
    digits = key[1:].replace(":", "")
    hours, minutes = digits[:2], digits[2:] or "0"
    length = timedelta(hours=int(hours), minutes=int(minutes))
    return {"offset": length if key[0] == "+" else -length}


def _figures(key: str) -> dict[str, Any]:
    numbers = tuple(map(int, re.findall(r"\d+", key)))
    return {"figures": numbers, "yearless": True} if len(numbers) == 2 else {"figures": numbers}


FIGURES: dict[str, Callable[[str], dict[str, Any]]] = {
    "iso": lambda key: {"iso": tuple(map(int, key.split("-")))},
    "figures": _figures,
    "clock": _clock,
    "offset": _offset,
    "half": lambda key: {"half": "am"},  # 9a, but no lone "a"
    "year": lambda key: {"year": int(key)},
    "ordinal": _ordinal,
    "number": _number,
}
NUMBERS = " ".join(f"{number} {number}th" for number in range(100))
EVERY_FIGURE = f"2027-03-20 t19:30-05 9a 3/20 3/20/27 2027 00 01 {NUMBERS} ?"  # with every set of terms


@lru_cache(maxsize=4096)
def _figure(kind: str, key: str) -> Meaning:
    read = FIGURES.get(kind)
    values = read(key) if read else {}
    return Meaning(values, frozenset(values))


Words = tuple[str, ...]


class Vocabulary:
    """Phrases by their first word, the longest first, each as its words with what they can mean."""

    def __init__(self, phrases: Mapping[Words, Mapping[str, Any]]) -> None:
        self.by_first: dict[str, list[tuple[Words, Meaning]]] = {}
        figures = ATOM.finditer(EVERY_FIGURE)
        sets = {_figure(str(atom.lastgroup), atom[atom.lastgroup or 0]).terms: None for atom in figures}
        for words, values in phrases.items():
            meaning = Meaning(dict(values), frozenset(values))
            self.by_first.setdefault(words[0], []).append((words, meaning))
            sets[meaning.terms] = None
        for known in self.by_first.values():
            known.sort(key=lambda one: -len(one[0]))
        self.codes = {terms: chr(0x100 + number) for number, terms in enumerate(sets)}
        self.grammar = Grammar(self.codes)

    def single_words(self, term: str) -> dict[str, Any]:
        """Return the words that mean `term` by themselves, with its value."""
        phrases = (phrase for phrases in self.by_first.values() for phrase in phrases)
        return {words[0]: means.values[term] for words, means in phrases if len(words) == 1 and term in means.terms}

    def tokens(self, text: str) -> tuple[list[Token], str]:
        """Return the tokens of `text`, of words that mean something together the longest phrase, and their codes."""
        atoms = list(ATOM.finditer(fold(text)))
        keys = [atom[atom.lastgroup or 0] for atom in atoms]
        found, codes, number = [], [], 0
        while number < len(atoms):
            first = atoms[number]
            words, meaning = self._phrase(text, first, keys, number)
            last = atoms[number + words - 1]
            found.append(Token(first.start(), last.end(), meaning.values))
            codes.append(self.codes[meaning.terms])
            number += words
        return found, "".join(codes)

    def _phrase(self, text: str, first: re.Match[str], keys: list[str], number: int) -> tuple[int, Meaning]:
        """Return how many words the longest phrase has that begins with an atom, and what it means."""
        kind, key = first.lastgroup or "", keys[number]
        phrases = self.by_first.get(key, ()) if kind != "half" else ()
        if key in CAPITALS and text[first.start() : first.end()] == key.upper():
            phrases = self.by_first[key.upper()]
        for words, meaning in phrases:
            length = len(words)
            if length == 1 or words == tuple(keys[number : number + length]):
                return length, meaning
        return 1, _figure(kind, key)


@lru_cache(maxsize=64)
def vocabulary(languages: tuple[str, ...], zone_names: frozenset[str] = frozenset()) -> Vocabulary:
    """Return what words mean in a list with these languages, such as ("de", "en-GB"), and a zone with these names.

    English and Spanish are always understood, but a word that one of the list's own languages has means what it
    means there: in French "mar." is no month.
    """
    own = tuple(dict.fromkeys(language.partition("-")[0] for language in languages))
    if set(own) & set(ALWAYS):
        own = tuple(dict.fromkeys((*own, *ALWAYS)))
    found = _phrases(ALWAYS) | _phrases((EVERYWHERE, *own))
    for name in (*clocks(), *zone_names):
        found.setdefault((name.lower(),), {"zone": name})
    for name in CAPITALS:
        found[(name.upper(),)] = {"zone": name.upper()}
    return Vocabulary(found)


def _phrases(languages: Iterable[str]) -> dict[Words, dict[str, Any]]:
    """Return the phrases of all these languages, with the value of each term that they can mean."""
    found: dict[Words, dict[str, Any]] = {}
    for language in languages:
        for phrase, term, value in (*_names(language), *_small_words(language)):
            words = tuple(atom[atom.lastgroup or 0] for atom in ATOM.finditer(phrase))
            found.setdefault(words, {})[term] = value
    return found


def _names(language: str) -> Iterator[tuple[str, str, object]]:
    """Yield each name of a month or weekday with its term and number."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):  # a language that CLDR lacks has figures alone
        return
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            yield from _named("month", locale.months[context][width])
            yield from _named("weekday", locale.days[context][width])
    for number, name in locale.days["stand-alone"]["wide"].items():
        yield fold(name) + "s", "weekdays", number  # Tuesdays, dienstags, mardis
        yield fold(name) + "s", "weekday", number


def _named(term: str, names: Mapping[int, str]) -> Iterator[tuple[str, str, object]]:
    for number, name in names.items():
        if any(map(str.isalpha, name)):  # "3月" has a figure, which is a number
            yield fold(name), term, number


def _small_words(language: str) -> Iterator[tuple[str, str, object]]:
    if language not in FILES:
        return
    for term, phrases in tomllib.loads(FILES[language].read_text("utf-8")).items():
        by_value = phrases if isinstance(phrases, dict) else {"": phrases}
        for key, several in by_value.items():
            value = int(key) if key.lstrip("-").isdigit() else key
            for phrase in several:
                yield phrase, term, value


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, each character in its place."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@lru_cache(maxsize=1024)
def _folded(character: str) -> str:
    if character == "’":
        return "'"
    plain = unicodedata.normalize("NFD", character)[0].lower()
    return plain if len(plain) == 1 else character

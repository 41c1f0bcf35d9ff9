"""What the words and figures of a text can mean in the languages of a list.

Names of months and weekdays come from CLDR; the small words of a language are in a file in
languages/, named after it. In a language without one, only names and figures are understood.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from babel import Locale, UnknownLocaleError

from feeds.catalog.when.grammar import PATTERNS, Grammar
from feeds.catalog.when.local_time import clocks

FILES = {path.stem: path for path in Path(__file__).with_name("languages").glob("*.toml")}
EVERYWHERE = "everywhere"
ALWAYS = ("en", "es")  # a list in any language may have text pasted in these
ATOM = re.compile(
    "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS["atoms"].items()), re.VERBOSE
)
NUMBERS = " ".join(f"{number} {number}th" for number in range(100))
# together they have every set of terms that figures can have
EVERY_FIGURE = f"2027-03-20 t19:30-05 3/20 3/20/27 2027 00 01 {NUMBERS} ?"
Words = tuple[str, ...]
Meanings = Mapping[str, Any]  # a value for each term that words or figures can be, such as month


class Token(NamedTuple):
    """Words or figures with one meaning together, and their offsets in the text."""

    start: int
    end: int
    means: Meanings


@lru_cache(maxsize=4096)
def _figure(kind: str, key: str) -> Meanings:
    """Return what an atom of a text means by its kind; the value of most is their numbers."""
    numbers = tuple(map(int, re.findall(r"\d+", key)))
    if kind in ("number", "ordinal"):
        return _number(kind, numbers[0], len(key))
    if kind == "offset":
        hours, minutes = (*map(int, re.findall(r"\d\d?", key)), 0)[:2]
        length = timedelta(hours=hours, minutes=minutes)
        return {kind: length if key[0] == "+" else -length}
    return {kind: numbers} if numbers and kind != "digits" else {}


def _number(kind: str, number: int, width: int) -> Meanings:
    """Return what a number of one or two digits can be."""
    plain = kind == "number"
    terms = {
        "monthday": 1 <= number <= 31,
        "ordinal": not plain and 1 <= number <= 5,
        "number": plain and number > 0,
        "zero": plain and number == 0,
        "hour": plain and number <= 24,
        "minute": plain and number < 60 and width == 2,
    }
    return {term: number for term, holds in terms.items() if holds}


def _atoms(text: str) -> list[re.Match[str]]:
    return list(ATOM.finditer(fold(text)))


def _key(atom: re.Match[str]) -> str:
    """Return an atom as phrases have it; the half of 9a is am, unlike the word "a"."""
    if atom.lastgroup == "half":
        return "am"
    return atom[0].replace("’", "'").rstrip(".") or "."


class Vocabulary:
    """Phrases of one or more words, each with what it can mean."""

    def __init__(self, phrases: Mapping[Words, Meanings]) -> None:
        self.phrases = phrases
        self.longest: dict[str, int] = {}  # phrase, in words, by its first word
        for words in phrases:
            self.longest[words[0]] = max(len(words), self.longest.get(words[0], 0))
        figures = [_figure(str(atom.lastgroup), _key(atom)) for atom in _atoms(EVERY_FIGURE)]
        self.grammar = Grammar(dict.fromkeys(map(frozenset, (*figures, *phrases.values()))))

    def tokens(self, text: str) -> tuple[list[Token], str]:
        """Return the tokens of a text and their codes, preferring the longest known phrase."""
        atoms = _atoms(text)
        keys = tuple(map(_key, atoms))
        found, codes, number = [], "", 0
        while number < len(atoms):
            first = atoms[number]
            words = keys[number : number + self.longest.get(keys[number], 0)]
            while words and words not in self.phrases:
                words = words[:-1]
            kind = str(first.lastgroup)
            means = self.phrases[words] if words else _figure(kind, keys[number])
            number += len(words) or 1
            found.append(Token(first.start(), atoms[number - 1].end(), means))
            codes += self.grammar.codes[frozenset(means)]
        return found, codes


@lru_cache(maxsize=64)
def vocabulary(languages: tuple[str, ...], zone_names: frozenset[str]) -> Vocabulary:
    """Return what words mean in a list with these languages and a zone with these names.

    English and Spanish are always understood, but a word that one of the list's own languages has
    means what it means there: in French "mar." is not a month.
    """
    own = tuple(language.partition("-")[0] for language in languages)
    if set(own) & set(ALWAYS):
        own += tuple(language for language in ALWAYS if language not in own)
    found = _phrases(ALWAYS) | _phrases((EVERYWHERE, *own))
    for name in (*clocks(), *zone_names):
        found.setdefault((name.lower(),), {})["zone"] = name
    return Vocabulary(found)


def _phrases(languages: Iterable[str]) -> dict[Words, dict[str, Any]]:
    """Return the phrases of these languages, with the value of each term that they can mean."""
    found: dict[Words, dict[str, Any]] = {}
    for language in languages:
        for phrase, term, value in (*_names(language), *_small_words(language)):
            words = tuple(map(_key, _atoms(phrase)))
            found.setdefault(words, {})[term] = value
    return found


def _names(language: str) -> Iterator[tuple[str, str, object]]:
    """Yield each name of a month or weekday with its term and number."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):  # a language missing from CLDR has only figures
        return
    for term, names in (("month", locale.months), ("weekday", locale.days)):
        for width in ("wide", "abbreviated"):
            several = [*names["format"][width].items(), *names["stand-alone"][width].items()]
            for number, name in several:
                if any(map(str.isalpha, name)):  # "3月" has a figure, which is a number
                    yield name, term, number
    for number, name in locale.days["stand-alone"]["wide"].items():
        yield name + "s", "weekdays", number  # Tuesdays, dienstags, mardis
        yield name + "s", "weekday", number


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
    """Return `text` in lower case, without accents, its offsets unchanged."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@lru_cache(maxsize=1024)
def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFD", character)[0].lower()
    return plain if len(plain) == 1 else character

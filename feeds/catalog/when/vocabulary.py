"""What the words of a list's languages can mean: CLDR's names of months and weekdays, and the small words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

from feeds.catalog.names import without_accents
from feeds.catalog.when.atoms import atoms
from feeds.catalog.when.small_words import EVERYWHERE, SMALL_WORDS, Phrases

ALWAYS = ("en", "es")  # a list of any language may hold what was pasted in these


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases by their first word, the longest first, each as its words with what they can mean."""

    by_first: dict[str, list[tuple[tuple[str, ...], dict[str, Any]]]] = field(default_factory=dict)

    def add(self, phrase: str, term: str, value: object) -> None:
        """Let `phrase` mean `term` too."""
        words = tuple(atom.key for atom in atoms(phrase))
        known = self.by_first.setdefault(words[0], [])
        meanings = next((meanings for other, meanings in known if other == words), None)
        if meanings is None:
            meanings = {}
            known.append((words, meanings))
            known.sort(key=lambda one: -len(one[0]))
        meanings[term] = value

    def has(self, phrase: str) -> bool:
        """Say whether `phrase` means anything."""
        words = tuple(atom.key for atom in atoms(phrase))
        return any(other == words for other, _ in self.by_first.get(words[0], ()))

    def single_words(self, term: str) -> dict[str, Any]:
        """Return the words that mean `term` by themselves, with its value."""
        phrases = (phrase for phrases in self.by_first.values() for phrase in phrases)
        return {words[0]: means[term] for words, means in phrases if len(words) == 1 and term in means}


@lru_cache(maxsize=64)
def vocabulary(languages: tuple[str, ...]) -> Vocabulary:
    """Return what words mean in a list with these languages, such as ("de", "en-GB").

    English and Spanish are always understood, but a word that one of the list's own languages has means what it
    means there: in French "mar." is no month.
    """
    own = tuple(dict.fromkeys(language.partition("-")[0] for language in languages))
    if set(own) & set(ALWAYS):
        own = tuple(dict.fromkeys((*own, *ALWAYS)))
    found = Vocabulary()
    _add(found, _phrases(EVERYWHERE))
    for language in own:
        _add(found, _words(language))
    foreign = [phrase for language in ALWAYS for phrase in _words(language) if not found.has(phrase[0])]
    _add(found, foreign)
    return found


def _add(vocabulary: Vocabulary, phrases: Iterable[tuple[str, str, object]]) -> None:
    for phrase, term, value in phrases:
        vocabulary.add(phrase, term, value)


def _words(language: str) -> Iterator[tuple[str, str, object]]:
    """Yield each phrase of a language with a term and its value."""
    try:
        locale = Locale.parse(language)
    except UnknownLocaleError:  # a language that CLDR lacks has figures alone
        return
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            yield from _named("month", locale.months[context][width])
            yield from _named("weekday", locale.days[context][width])
    for number, name in locale.days["stand-alone"]["wide"].items():
        yield _plain(name) + "s", "weekdays", number  # Tuesdays, dienstags, mardis
        yield _plain(name) + "s", "weekday", number
    yield from _phrases(SMALL_WORDS.get(language, {}))


def _named(term: str, names: Mapping[int, str]) -> Iterator[tuple[str, str, object]]:
    for number, name in names.items():
        if any(map(str.isalpha, name)):  # "3月" has a figure, which is a number
            yield _plain(name), term, number


def _phrases(terms: Mapping[str, Phrases]) -> Iterator[tuple[str, str, object]]:
    for term, phrases in terms.items():
        by_value: Mapping[object, str] = {None: phrases} if isinstance(phrases, str) else phrases
        for value, several in by_value.items():
            for phrase in several.split("|"):
                yield phrase or "|", term, value


def _plain(name: str) -> str:
    return without_accents(name).lower()

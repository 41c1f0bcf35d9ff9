"""The names in an announcement that the list knows."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from desk.drafts.words import patterns
from feeds.catalog import NameIndex, Noun, cached_slug_form

Kind = TypeVar("Kind", bound=Noun)

MOST_WORDS = 14  # of a name
MOST_CHARACTERS = 8000  # of one list of names; the rest goes to the notes
# In characters; a longer new name is several names without a comma, or a sentence.
LONGEST_NAME = 90
NAME_PATTERNS = patterns("names")


class Known(Generic[Kind]):
    """The nouns of one kind, found by any of their names."""

    def __init__(self, nouns: Iterable[Kind]) -> None:
        index = NameIndex[Kind]()
        for noun in nouns:
            if noun.slug:
                index.add_all(noun.names, noun)
        self.by_form = index.by_form
        self.short = {_short(form): noun for form, noun in reversed(self.by_form.items())}

    def find(self, name: str) -> Kind | None:
        """Return the noun of a name, with or without an article, or its short form in brackets."""
        before, _, within = name[:-1].rpartition(" (") if name.endswith(")") else ("", "", "")
        # initials of the words before, not of the last of many names
        initials = within if before[:1] == within[:1] else ""
        for form in map(cached_slug_form, filter(None, (name, before, initials))):
            found = self.by_form.get(form) or self.short.get(_short(form))
            if found:
                return found
        return None

    def within(self, text: str) -> Iterator[tuple[Kind, str]]:
        """Yield the nouns that a text names, in its order, each by its longest name there."""
        spans = spans_of(
            text.split(), lambda name: name[:1].isupper() and cached_slug_form(name) in self.by_form
        )
        return ((self.by_form[cached_slug_form(name)], name) for name, known in spans if known)


def spans_of(words: Sequence[str], is_name: Callable[[str], object]) -> Iterator[tuple[str, bool]]:
    """Yield the longest names at each word, and the words between them."""
    between = list[str]()
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + MOST_WORDS), start, -1):
            name = " ".join(words[start:end]).strip(" .,;:!?*\"'“”()&-")
            if name and is_name(name):
                break
        else:
            between.append(words[start])
            start += 1
            continue
        if between:
            yield " ".join(between), False
        yield name, True
        between, start = [], end
    if between:
        yield " ".join(between), False


def _short(form: str) -> str:
    """Return a slug form without small words, which not everybody writes."""
    return (
        "-".join(word for word in form.split("-") if not NAME_PATTERNS["small"].match(word)) or form
    )


def split_names(text: str, known: Known[Kind]) -> tuple[list[str], bool, str]:
    """Return the names in a text, whether it says that there are others, and what is not a name.

    Names are separated by commas and `and`, or else as the list knows them.
    """
    if known.find(text):
        return [text], False, ""
    rest = list[str]()
    others = NAME_PATTERNS["others"].search(text, max(0, len(text) - 100))
    if others:
        text, rest = text[: others.start()], [others["rest"].strip(" -()")]
    parts = NAME_PATTERNS["comma"].split(text[:MOST_CHARACTERS])
    last_two = NAME_PATTERNS["last_two"].fullmatch(parts[-1])
    if last_two and len(parts) > 1 and not known.find(parts[-1]):
        parts[-1:] = last_two.groups()
    names = [name for part in parts for name in _unjoined(part.strip(" ."), known)]
    rest += (name for name in names if len(name) > LONGEST_NAME)
    rest.append(text[MOST_CHARACTERS:])
    fitting = [name for name in dict.fromkeys(names) if 0 < len(name) <= LONGEST_NAME]
    return fitting, others is not None, "; ".join(filter(None, rest))


def _unjoined(part: str, known: Known[Kind]) -> list[str]:
    """Return the names in a part without commas, by `and`, or by the known names in it."""
    part = re.sub(r"^(?:and|y|&)\s+", "", part)
    if not part or known.find(part):
        return [part]
    for joint in NAME_PATTERNS["and"].finditer(part):
        sides = part[: joint.start()], part[joint.end() :]
        if any(map(known.find, sides)) and not any(side[0].islower() for side in sides):
            return [name for side in sides for name in _unjoined(side, known)]
    words = part.split()
    spans = list(spans_of(words, known.find)) if len(words) > 5 else []
    covered = sum(len(name.split()) for name, is_name in spans if is_name)
    return [name for name, _ in spans] if covered * 2 > len(words) else [part]


def credited(text: str, known: Known[Kind]) -> Iterator[tuple[str, Kind, str, bool]]:
    """Yield each known name in sentences that credit hosts or supporters.

    A row has the role ("hosts" or "supporters"), the noun, its name as written, and whether the
    sentence mentions others.
    """
    for sentence in re.split(r"(?<=[a-z)][.!?])\s+|\n", text):
        if credit := NAME_PATTERNS["credit"].search(sentence):
            key = "hosts" if credit["hosts"] else "supporters"
            others = re.search(r"\band (?:many )?others\b", sentence) is not None
            yield from ((key, noun, name, others) for noun, name in known.within(sentence))

"""The names in an announcement that the list knows."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from desk.drafts.words import patterns
from feeds.catalog import NameIndex, Noun, slug_form

Kind = TypeVar("Kind", bound=Noun)

MOST_WORDS = 14  # of a name
MOST_CHARACTERS = 8000  # of one list of names; the rest goes to the notes
LONGEST_NAME = (
    90  # characters of one that is new: more is several names without a comma, or a sentence
)
SMALL = frozenset(
    (
        "the",
        "a",
        "of",
        "for",
        "and",
        "in",
        "at",
        "on",
        "to",
        "inc",
        "de",
        "la",
        "el",
        "los",
        "las",
        "y",
    )
)
FORMS = patterns("names")
AND = re.compile(r" (?:and|y|&) ")


class Known(Generic[Kind]):
    """The nouns of one kind, sought by whatever an announcement calls them."""

    def __init__(self, nouns: Iterable[Kind]) -> None:
        index = NameIndex[Kind]()
        for noun in nouns:
            if noun.slug:
                index.add_all(noun.names, noun)
        self.by_form = index.by_form
        self.short = {_short(form): noun for form, noun in reversed(self.by_form.items())}

    def find(self, name: str) -> Kind | None:
        """Return the noun that goes by a name, with or without an article, and with its short form in brackets."""
        before, _, within = name[:-1].rpartition(" (") if name.endswith(")") else ("", "", "")
        # of the words before, not of the last of many names
        initials = within if before[:1] == within[:1] else ""
        for form in map(slug_form, filter(None, (name, before, initials))):
            found = self.by_form.get(form) or self.short.get(_short(form))
            if found:
                return found
        return None

    def within(self, text: str) -> Iterator[tuple[Kind, str]]:
        """Yield the nouns that a text names, in its order, each as it is called there: by the longest name."""
        spans = spans_of(
            text.split(), lambda name: name[:1].isupper() and slug_form(name) in self.by_form
        )
        return ((self.by_form[slug_form(name)], name) for name, known in spans if known)


def spans_of(words: Sequence[str], is_name: Callable[[str], object]) -> Iterator[tuple[str, bool]]:
    """Yield the longest names at each word, and the words between them."""
    between: list[str] = []
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
    """Return a slug form without the small words that come and go."""
    return "-".join(word for word in form.split("-") if word not in SMALL) or form


def split_names(text: str, known: Known[Kind]) -> tuple[list[str], bool, str]:
    """Return the names in a text, whether it says that there are others, and what is no name.

    Names are parted by commas and by `and`; where neither stands between them, by what the list knows.
    """
    if known.find(text):
        return [text], False, ""
    rest = []
    others = FORMS["others"].search(text, max(0, len(text) - 100))
    if others:
        text, rest = text[: others.start()], [others["rest"].strip(" -()")]
    parts = re.split(r"\s*[,;•]\s*(?!(?:Inc|LLC)\b)(?![^()]*\))", text[:MOST_CHARACTERS])
    joint = re.fullmatch(r"((?!and |y |& ).*\S) (?:and|y|&) ([A-Z\d].*)", parts[-1])
    if joint and len(parts) > 1 and not known.find(parts[-1]):
        parts[-1:] = joint.groups()
    names = [name for part in parts for name in _unjoined(part.strip(" ."), known)]
    unread = [*(name for name in names if len(name) > LONGEST_NAME), text[MOST_CHARACTERS:]]
    names_that_fit = [name for name in dict.fromkeys(names) if 0 < len(name) <= LONGEST_NAME]
    return names_that_fit, others is not None, "; ".join(filter(None, (*rest, *unread)))


def _unjoined(part: str, known: Known[Kind]) -> list[str]:
    """Return the names in a part without commas: on both sides of `and`, or where known names begin and end."""
    part = re.sub(r"^(?:and|y|&)\s+", "", part)
    if not part or known.find(part):
        return [part]
    for joint in AND.finditer(part):
        sides = part[: joint.start()], part[joint.end() :]
        if any(map(known.find, sides)) and not any(side[0].islower() for side in sides):
            return [name for side in sides for name in _unjoined(side, known)]
    words = part.split()
    spans = list(spans_of(words, known.find)) if len(words) > 5 else []
    covered = sum(len(name.split()) for name, is_name in spans if is_name)
    return [name for name, _ in spans] if covered * 2 > len(words) else [part]


def credited(text: str, known: Known[Kind]) -> Iterator[tuple[str, Kind, str, bool]]:
    """Yield the known names in sentences that say who hosts ("hosts") or helps ("supporters").

    With each is what the sentence calls it, and whether that names others too.
    """
    for sentence in re.split(r"(?<=[a-z)][.!?])\s+|\n", text):
        if credit := FORMS["credit"].search(sentence):
            key = "hosts" if credit["hosts"] else "supporters"
            others = re.search(r"\band (?:many )?others\b", sentence) is not None
            yield from ((key, noun, name, others) for noun, name in known.within(sentence))

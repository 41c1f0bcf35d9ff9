"""The names in a draft against those that the list knows: taken as they are, guessed where misspelt, or new."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from desk.drafts.words import WORDS, patterns
from feeds.catalog import NameIndex, Noun, Point, Venue, slug_form
from feeds.catalog.names import nearest

Kind = TypeVar("Kind", bound=Noun)

ALIKE, WORD_ALIKE = 0.88, 0.7  # of two spellings as a whole, and of each word: "Hoy An" is not "Hoy Ping"
MOST_WORDS = 14  # of a name
MOST_NAMES, MOST_CHARACTERS = 200, 8000  # of one list of names; the rest goes to the notes
MOST_GUESSES = 5000  # in one import: then a name is known as it is written, or new
LONGEST_NAME = 90  # characters of one that is new: more is several names without a comma, or a sentence
SMALL = frozenset(("the", "a", "of", "for", "and", "in", "at", "on", "to", "inc", "de", "la", "el", "los", "las", "y"))
FORMS = patterns("names")
STREETS = WORDS["streets"]
AND = re.compile(r" (?:and|y|&) ")


@dataclass(frozen=True, slots=True)
class Match(Generic[Kind]):
    """A noun of the list that a text names, in the announcement's words; `guess` says how sure that is, or ""."""

    noun: Kind
    said: str
    guess: str = ""


class Known(Generic[Kind]):
    """The nouns of one kind, sought by whatever an announcement calls them."""

    def __init__(self, nouns: Iterable[Kind]) -> None:
        index = NameIndex[Kind]()
        for noun in nouns:
            if noun.slug:
                index.add_all(noun.names, noun)
        self.by_form = index.by_form
        self.short = {_short(form): noun for form, noun in reversed(self.by_form.items())}
        self.joined = {form.replace("-", ""): noun for form, noun in reversed(self.by_form.items())}
        self.guesses = MOST_GUESSES

    def exact(self, said: str) -> Kind | None:
        """Return the noun that goes by a name, with or without an article, and with its short form in brackets."""
        before, _, within = said[:-1].rpartition(" (") if said.endswith(")") else ("", "", "")
        initials = within if before[:1] == within[:1] else ""  # of the words before, not of the last of many names
        for form in (slug_form(name) for name in (said, before, initials) if name):
            found = self.by_form.get(form) or self.short.get(_short(form)) or self.joined.get(form.replace("-", ""))
            if found:
                return found
        return None

    def find(self, said: str) -> Match[Kind] | None:
        """Return the noun that is called so, or nearly so."""
        if found := self.exact(said):
            return Match(found, said)
        self.guesses -= 1
        sought = _short(slug_form(said.partition(" (")[0]))
        for form in nearest(sought, self.short, 3) if self.guesses > 0 else ():
            alike = _alike(sought, form)
            if alike >= ALIKE:
                return Match(self.short[form], said, f"{alike:.0%}")
        return None

    def within(self, text: str) -> list[Match[Kind]]:
        """Return the nouns that a text names, in its order: at each word the longest name that begins there."""
        spans = spans_of(text.split(), lambda said: said[:1].isupper() and slug_form(said) in self.by_form)
        return [Match(self.by_form[slug_form(said)], said) for said, known in spans if known]


def spans_of(words: Sequence[str], is_name: Callable[[str], object]) -> Iterator[tuple[str, bool]]:
    """Yield the longest names at each word, and the words between them."""
    between: list[str] = []
    start = 0
    while start < len(words):
        ends = range(min(len(words), start + MOST_WORDS), start, -1)
        names = ((end, " ".join(words[start:end]).strip(" .,;:!?*\"'“”()&-")) for end in ends)
        end, name = next(((end, name) for end, name in names if name and is_name(name)), (start + 1, ""))
        if not name:
            between.append(words[start])
        else:
            yield from [(" ".join(between), False)] if between else []
            yield name, True
            between = []
        start = end
    yield from [(" ".join(between), False)] if between else []


def _short(form: str) -> str:
    """Return a slug form without the small words that come and go."""
    return "-".join(word for word in form.split("-") if word not in SMALL) or form


def _alike(one: str, other: str) -> float:
    """Return how alike two short forms are, 0 where one of their words or numbers is another."""
    words, others = one.split("-"), other.split("-")
    if len(words) != len(others):
        return 0.0
    for word, its in zip(words, others):
        if word == its:
            continue
        digits = any(map(str.isdigit, word + its))
        if digits or word[:1] != its[:1] or SequenceMatcher(None, word, its, autojunk=False).ratio() < WORD_ALIKE:
            return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def split_names(text: str, known: Known[Kind]) -> tuple[list[str], bool, str]:
    """Return the names in a text, whether it says that there are others, and what is no name.

    Names are parted by commas and by `and`; where neither stands between them, by what the list knows.
    """
    others = FORMS["others"].search(text, max(0, len(text) - 100)) if known.exact(text) is None else None
    rest = []
    if others:
        text, rest = text[: others.start()], [others["rest"].strip(" -()")]
    parts = re.split(r"\s*[,;•]\s*(?!(?:Inc|LLC)\b)(?![^()]*\))", text[:MOST_CHARACTERS])
    joint = re.fullmatch(r"((?!and |y |& ).*\S) (?:and|y|&) ([A-Z\d].*)", parts[-1])
    if joint and len(parts) > 1 and not known.exact(parts[-1]):
        parts[-1:] = joint.groups()
    names = [name for part in parts[:MOST_NAMES] for name in _unjoined(part.strip(" ."), known)]
    unread = (*(name for name in names if len(name) > LONGEST_NAME), *parts[MOST_NAMES:], text[MOST_CHARACTERS:])
    kept = [name for name in dict.fromkeys(names) if 0 < len(name) <= LONGEST_NAME]
    return kept, others is not None, "; ".join(filter(None, (*rest, *unread)))


def _unjoined(part: str, known: Known[Kind]) -> list[str]:
    """Return the names in a part without commas: on both sides of `and`, or where known names begin and end."""
    part = re.sub(r"^(?:and|y|&)\s+", "", part)
    if not part or known.exact(part):
        return [part]
    for joint in AND.finditer(part):
        sides = part[: joint.start()], part[joint.end() :]
        if any(map(known.exact, sides)) and not any(side[0].islower() for side in sides):
            return [name for side in sides for name in _unjoined(side, known)]
    words = part.split()
    spans = list(spans_of(words, known.exact)) if len(words) > 5 else []
    covered = sum(len(said.split()) for said, is_name in spans if is_name)
    return [said for said, _ in spans] if covered * 2 > len(words) else [part]


def credited(text: str, known: Known[Kind]) -> Iterator[tuple[str, Match[Kind], bool]]:
    """Yield the known names in sentences that say who hosts ("hosts") or helps, and whether these name others too."""
    for sentence in re.split(r"(?<=[a-z)][.!?])\s+|\n", text):
        if cue := FORMS["credit"].search(sentence):
            others = re.search(r"\band (?:many )?others\b", sentence) is not None
            for match in known.within(sentence):
                yield ("hosts" if cue["hosts"] else "supporters"), match, others


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an announcement says that it is: a name, an address, either may be empty."""

    name: str
    address: str


def spot(place: str) -> Spot:
    """Return name and address of a place; an address begins with a house number, or stands on a second line."""
    place = FORMS["country"].sub("", re.sub(r"\s*\n\s*", "\n", place.strip()))
    place = re.sub(r"\bIllinois(?=\s+\d{5}|$)", "IL", place)
    first, _, below = place.partition("\n")
    house, corner = FORMS["house"], FORMS["corner"]
    if below and not house.match(first) and (house.match(below) or not corner.fullmatch(first)):
        return Spot(first, ", ".join(below.split("\n")))
    place = ", ".join(place.split("\n"))
    if found := house.search(place):
        return Spot(place[: found.start()].strip(" ,("), place[found.start() :].strip(" ,()"))
    at_corner = re.match(r"(?:at )?(?:the )?(?:intersection|corner) of (.+)", place, re.IGNORECASE)
    if at_corner or corner.fullmatch(place.partition(",")[0]):
        return Spot("", re.sub(r"\.? in (?=[A-Z])", ", ", at_corner[1] if at_corner else place))
    name, _, address = place.partition(",")
    return Spot(name.strip(), address.strip())


def find_venue(place: Spot, known: Known[Venue]) -> tuple[Match[Venue], str] | None:
    """Return the venue of the list that a place is, with what speaks against it."""
    by_street = {street: venue for venue in known.by_form.values() if (street := _street(venue.address))}
    named = known.find(place.name) if place.name else None
    street = _street(place.address)
    there = by_street.get(street)
    if named is None and there is None and street:  # "Dearborn & Adams"
        named = known.find(place.address.partition(",")[0]) or known.find(place.address)
    if named is None:
        return (Match(there, place.address, "by its address" if place.name else ""), "") if there else None
    if there not in (None, named.noun):
        return named, f'"{place.address}" is the address of "{there.slug}"' if there else ""
    numbers = [_number(street), _number(_street(named.noun.address))]
    elsewhere = all(numbers) and there is None
    return named, f'the list has it at "{named.noun.address}"' if elsewhere else ""


def _street(address: str) -> str:
    """Return the first part of an address, without what is written in many ways: 230-s-dearborn."""
    words = slug_form(address.partition(",")[0]).split("-")
    return "-".join(STREETS.get(word, word) for word in words if word not in STREETS["left_out"])


def _number(street: str) -> str:
    return street.partition("-")[0] if street[:1].isdigit() else ""


def sure_point(point: Point | None, area: Sequence[float] | None) -> Point | None:
    """Return a point that lies in the area served, else None."""
    if point is None or area is None:
        return point
    south, west, north, east = area
    return point if south <= point.latitude <= north and west <= point.longitude <= east else None

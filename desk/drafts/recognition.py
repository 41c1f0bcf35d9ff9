"""The names in a draft against those that the list knows: taken as they are, guessed where misspelt, or new."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from feeds.catalog import NameIndex, Noun, Point, Venue, slug_form

Kind = TypeVar("Kind", bound=Noun)

ALIKE, WORD_ALIKE = 0.88, 0.7  # of two spellings as a whole, and of each word: "Hoy An" is not "Hoy Ping"
MOST_WORDS = 14  # of a name
MOST_NAMES, MOST_CHARACTERS = 200, 8000  # of one list of names; the rest goes to the notes
LONGEST_ROW = 2000  # characters of names without a comma between them
MOST_GUESSES = 5000  # in one import: then a name is known as it is written, or new
LONGEST_NAME = 90  # characters of one that is new: more is several names without a comma, or a sentence
SMALL = frozenset(("the", "a", "of", "for", "and", "in", "at", "on", "to", "inc", "de", "la", "el", "los", "las", "y"))
OTHERS = re.compile(
    r"[,;]?\s*(?:\b(?:and|y)\b|&)?\s*\b(?:many\s+)?(?:more|others|m[aá]s|otros|otras)\b(?:\s+organi[sz]ations)?[.!]*"
    r"(?P<rest>\s*(?:\([^()]*\)|-\s.{0,60})?)\s*$",
    re.IGNORECASE,
)
CREDIT = re.compile(
    r"\b(?:(?P<hosts>(?:organi[sz]ed|hosted|presented|convened) by|invites?\b|organizad[oa] por|convoca\w*)"
    r"|(?P<supporters>(?:coordinat\w+|together) with|(?:join|sponsor|endors)ed by|co-?sponsor\w*|apoyad[oa] por))",
    re.IGNORECASE,
)
STREET_WORDS = {
    "north": "n", "south": "s", "east": "e", "west": "w", "avenue": "", "ave": "", "av": "", "street": "", "st": "",
    "road": "", "rd": "", "boulevard": "", "blvd": "", "drive": "", "dr": "", "place": "", "pl": "", "parkway": "",
    "pkwy": "", "intersection": "", "corner": "", "of": "", "in": "", "the": "",
}  # fmt: skip
COUNTRY = re.compile(r",?\s*(?:USA|U\.S\.A\.|United States(?: of America)?|Estados Unidos)\.?\s*$", re.IGNORECASE)
STATE = {"Illinois": "IL"}
CORNER = re.compile(r"[\w.]+(?: [\w.]+){0,3} (?:and|&|y|at) [\w.]+(?: [\w.]+){0,3}")
HOUSE = re.compile(r"(?:^|[\s,(])(?=\d{1,5}(?:-\d{1,5})?[A-Z]?\s+(?:[NSEW]\b|[NSEW]\.|North|South|East|West|[A-Z\d]))")


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
        self.guesses = MOST_GUESSES
        self.joined = {form.replace("-", ""): noun for form, noun in reversed(self.by_form.items())}
        self.of_length: defaultdict[int, list[str]] = defaultdict(list)  # short forms by the number of their words
        for form in self.short:
            self.of_length[form.count("-")].append(form)

    def exact(self, said: str) -> Kind | None:
        """Return the noun that goes by a name, with or without an article, and with its short form in brackets."""
        before, _, within = said[:-1].rpartition(" (") if said.endswith(")") else ("", "", "")
        initials = within if before[:1] == within[:1] else ""  # of the words before, not of the last of many names
        for name in filter(None, (said, before, initials)):
            form = slug_form(name)
            if (
                found := self.by_form.get(form)
                or self.short.get(_short(form))
                or self.joined.get(form.replace("-", ""))
            ):
                return found
        return None

    def find(self, said: str) -> Match[Kind] | None:
        """Return the noun that is called so, or nearly so."""
        if found := self.exact(said):
            return Match(found, said)
        self.guesses -= 1
        if self.guesses < 0:
            return None
        sought = _short(slug_form(said.partition(" (")[0]))
        near = ((_alike(sought, form), form) for form in self.of_length[sought.count("-")])
        score, form = max(near, default=(0.0, ""))
        return Match(self.short[form], said, f"{score:.0%}") if score >= ALIKE else None

    def within(self, text: str) -> list[Match[Kind]]:
        """Return the nouns that a text names, in its order: at each word the longest name that begins there."""
        words = text.split()
        found, at = [], 0
        while at < len(words):
            for end in range(min(len(words), at + MOST_WORDS), at, -1):
                said = " ".join(words[at:end]).strip(" .,;:!?*\"'“”()&-")
                noun = self.by_form.get(slug_form(said)) if said and not said[0].islower() else None
                if noun:
                    found.append(Match(noun, said))
                    at = end - 1
                    break
            at += 1
        return found


def _short(form: str) -> str:
    """Return a slug form without the small words that come and go."""
    return "-".join(word for word in form.split("-") if word not in SMALL) or form


def _alike(one: str, other: str) -> float:
    """Return how alike two short forms are, 0 where one of their words or numbers is another."""
    words, others = one.split("-"), other.split("-")
    for word, its in zip(words, others):
        digits = any(map(str.isdigit, word + its))
        if word != its and (
            digits or word[:1] != its[:1] or SequenceMatcher(None, word, its, autojunk=False).ratio() < WORD_ALIKE
        ):
            return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def split_names(text: str, known: Known[Kind]) -> tuple[list[str], bool, str]:
    """Return the names in a text, whether it says that there are others, and what is no name.

    Names are parted by commas and by `and`; where neither stands between them, by what the list knows.
    """
    others = OTHERS.search(text, len(text) - 100 if len(text) > 100 else 0) if known.exact(text) is None else None
    rest = ""
    if others:
        text, rest = text[: others.start()], others["rest"].strip(" -()")
    names: list[str] = []
    parts = re.split(r"\s*[,;•]\s*(?!(?:Inc|LLC)\b)(?![^()]*\))", text[:MOST_CHARACTERS])
    if last := re.fullmatch(r"((?!and |y |& ).*\S) (?:and|y|&) ([A-Z\d].*)", parts[-1]):
        parts[-1:] = last.groups() if len(parts) > 1 and not known.exact(parts[-1]) else parts[-1:]
    for part in parts[:MOST_NAMES]:
        names += _unjoined(part.strip(" ."), known)
    unread = "; ".join((*(name for name in names if len(name) > LONGEST_NAME), *parts[MOST_NAMES:]))
    rest = "; ".join(filter(None, (rest, unread, text[MOST_CHARACTERS:])))
    names = [name for name in dict.fromkeys(names) if 0 < len(name) <= LONGEST_NAME]
    return names, others is not None, rest


def _unjoined(part: str, known: Known[Kind]) -> list[str]:
    part = re.sub(r"^(?:and|y|&)\s+", "", part)
    if not part or known.exact(part):
        return [part]
    for joint in re.finditer(r" (?:and|y|&) ", part[:LONGEST_ROW]):
        sides = part[: joint.start()], part[joint.end() :]
        if any(map(known.exact, sides)) and all(side[0].isupper() or side[0].isdigit() for side in sides):
            return [name for side in sides for name in _unjoined(side, known)]
    return _cut(part, known) if part.count(" ") > 4 and len(part) <= LONGEST_ROW else [part]


def _cut(part: str, known: Known[Kind]) -> list[str]:
    """Cut a row of names without commas where known names begin and end; leave it whole where they make up little."""
    words = part.split()
    names, unknown, at = list[str](), list[str](), 0
    covered = 0
    while at < len(words):
        ends = range(min(len(words), at + MOST_WORDS), at, -1)
        spans = [(end, " ".join(words[at:end])) for end in ends]
        end = next((end for end, name in spans if known.exact(name)), None)
        end = end or next((end for end, name in spans if end > at + 2 and known.find(name)), None)
        if end is None:
            unknown.append(words[at])
            at += 1
            continue
        names += [" ".join(unknown)] if unknown else []
        names.append(" ".join(words[at:end]))
        covered, at, unknown = covered + end - at, end, []
    names += [" ".join(unknown)] if unknown else []
    return names if covered == len(words) or (covered * 2 > len(words) and len(names) > 3) else [part]


def credited(text: str, known: Known[Kind]) -> Iterator[tuple[str, Match[Kind], bool]]:
    """Yield the known names in sentences that say who hosts ("hosts") or helps, and whether these name others too."""
    for sentence in re.split(r"(?<=[a-z)][.!?])\s+|\n", text):
        if cue := CREDIT.search(sentence):
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
    place = COUNTRY.sub("", re.sub(r"\s*\n\s*", "\n", place.strip()))
    for state, short in STATE.items():
        place = re.sub(rf"\b{state}(?=\s+\d{{5}}|$)", short, place)
    first, _, below = place.partition("\n")
    if below and not HOUSE.match(first) and (HOUSE.match(below) or not CORNER.fullmatch(first)):
        return Spot(first, ", ".join(below.split("\n")))
    place = ", ".join(place.split("\n"))
    if house := HOUSE.search(place):
        return Spot(
            place[: house.start()].strip(" ,("), place[house.end() if house[0] else house.start() :].strip(" )")
        )
    corner = re.match(r"(?:at )?(?:the )?(?:intersection|corner) of (.+)", place, re.IGNORECASE)
    if corner or CORNER.fullmatch(place.partition(",")[0]):
        return Spot("", re.sub(r"\.? in (?=[A-Z])", ", ", corner[1] if corner else place))
    name, _, address = place.partition(",")
    return Spot(name.strip(), address.strip())


def find_venue(place: Spot, known: Known[Venue]) -> tuple[Match[Venue], str] | None:
    """Return the venue of the list that a place is, with what speaks against it."""
    by_street = {_street(venue.address): venue for venue in known.by_form.values() if _street(venue.address)}
    named = known.find(place.name) if place.name else None
    street = _street(place.address)
    there = by_street.get(street)
    if named is None and there is None and street:  # "Dearborn & Adams"
        named = known.find(place.address.partition(",")[0]) or known.find(place.address)
    if named is None:
        return (Match(there, place.address, "by its address" if place.name else ""), "") if there else None
    if there in (None, named.noun):
        elsewhere = bool(street and _number(street) and _number(_street(named.noun.address)) and there is None)
        return named, f'the list has it at "{named.noun.address}"' if elsewhere else ""
    return named, f'"{place.address}" is the address of "{there.slug}"' if there else ""


def _street(address: str) -> str:
    """Return the first part of an address, without what is written in many ways: 230-s-dearborn."""
    words = slug_form(address.partition(",")[0]).split("-")
    return "-".join(filter(None, (STREET_WORDS.get(word, word) for word in words)))


def _number(street: str) -> str:
    return street.partition("-")[0] if street[:1].isdigit() else ""


def sure_point(point: Point | None, area: Sequence[float] | None) -> Point | None:
    """Return a point that lies in the area served, else None."""
    if point is None or area is None:
        return point
    south, west, north, east = area
    return point if south <= point.latitude <= north and west <= point.longitude <= east else None

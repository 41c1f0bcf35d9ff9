"""Judge whether a geocoder's answer can be trusted, without network: no place beats a wrong one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from babel import Locale, UnknownLocaleError

from feeds.catalog import Point
from feeds.places.addresses import Address, parts_of, without_room
from feeds.places.agreement import (
    is_code,
    is_similar,
    same_municipality,
    same_number,
    same_postcode,
)
from feeds.places.spelling import CLASSES, CORNER, WORDS, has_digit, words

PIN_IT = "a corner of two streets: pin it"
APART = 250.0  # metres; candidates closer than this are one place
OPEN, NAMED_PLACES = CLASSES["open"], CLASSES["named"]
NO_VENUES = CLASSES["coarse"] | CLASSES["lines"]
SHORTENED = WORDS["kinds"] | WORDS["directions"]  # but a town may be called West or Plaza
HOUSE_NUMBER = re.compile(r"\d{1,4}(?!\d|th$)\S*")  # not a postcode, nor 26th
COUNTRY = re.compile(
    r",\s*(usa|u\.s\.a\.|us|u\.s\.|united states( of america)?|estados unidos)\.?\s*$",
    re.IGNORECASE,
)
Area = tuple[float, float, float, float]  # south, west, north, east, in degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One result of a service: its precision in the service's terms, and the parts of its address.

    `wider` are the names around it other than municipalities: suburb, county, state, country;
    `country` is the country's code (ISO 3166).
    """

    point: Point
    category: str
    kind: str
    name: str = ""
    house_number: str = ""
    streets: tuple[str, ...] = ()
    postcode: str = ""
    municipalities: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()
    country: str = ""

    @property
    def precision(self) -> str:
        """The service's own term for what it found: building=yes, highway=residential."""
        return f"{self.category}={self.kind}"

    @property
    def precise(self) -> bool:
        """Whether it is a house, park, square or named venue, not a street, district or city."""
        if self.category in NO_VENUES:
            return False
        if self.category in NAMED_PLACES or self.precision in CLASSES["precise"]:
            return True
        return bool(self.house_number) and self.category != "place"


def is_corner(address: str, languages: Iterable[str] = ()) -> bool:
    """Return whether the address is a corner of two streets, which no geocoder finds reliably.

    It knows the words for corners and *and* in English, Spanish and the list's `languages`.
    """
    street, *later = address.split(",")
    if any(map(_is_numbered, (street, *later[:-1]))):
        return False
    return _corner(tuple(languages)).search(f" {street} ") is not None


def _is_numbered(part: str) -> bool:
    """Return whether a part begins or ends with a house number, unlike Calle 18."""
    some = words(part)
    if len(some) < 2:
        return False
    at_end = HOUSE_NUMBER.fullmatch(some[-1]) and some[-2] not in WORDS["numbered"]
    return bool(at_end or HOUSE_NUMBER.fullmatch(some[0]))


@lru_cache(maxsize=64)
def _corner(languages: tuple[str, ...]) -> re.Pattern[str]:
    joining = {*WORDS["joining"], *filter(None, map(_and, languages))}
    between = "|".join(map(re.escape, sorted(joining)))
    known = ("en", "es", *(language.partition("-")[0] for language in languages))
    named = "|".join(word for language in known for word in CORNER.get(language, ()))
    return re.compile(rf"\s({between})\s|\w\w\s*/\s*\w\w|[&@]|\b({named})\b", re.IGNORECASE)


def _and(language: str) -> str:
    """Return the word for "and" in a language (CLDR), or "" if it is not a separate word."""
    try:
        pattern = Locale.parse(language, sep="-").list_patterns["standard"]["2"]
    except (UnknownLocaleError, ValueError, KeyError):
        return ""
    word = pattern.removeprefix("{0} ").removesuffix(" {1}")
    return word if word.isalpha() else ""


def queries(address: str) -> tuple[str, ...]:
    """Return what to ask for: the address, then it without suite, building name and country."""
    parts = [part.strip() for part in without_room(COUNTRY.sub("", address)) if part.strip()]
    numbered = next((n for n, part in enumerate(parts[:-1]) if _is_numbered(part)), 0)
    return tuple(dict.fromkeys((address, ", ".join(parts[numbered:]))))


def judge(candidates: Sequence[Candidate], address: str, area: Area | None) -> Candidate | str:
    """Return the one candidate that can be trusted, or the reason why none can."""
    if not candidates:
        return "nothing found"
    faults = [_fault(candidate, Address(address), area) for candidate in candidates]
    sound = [candidate for candidate, fault in zip(candidates, faults) if not fault]
    if not sound:
        return faults[0]
    # as slow to import as the rest of geopy, which asking needs
    from geopy.distance import great_circle

    farthest = max(great_circle(sound[0].point, other.point).meters for other in sound)
    if farthest > APART:
        return f"{len(sound)} places fit, {farthest / 1000:.1f} km apart"
    return sound[0]


def _fault(candidate: Candidate, address: Address, area: Area | None) -> str:
    """Return why a candidate does not match the address, or ""."""
    latitude, longitude = candidate.point
    if area and not (area[0] <= latitude <= area[2] and area[1] <= longitude <= area[3]):
        return f"outside the area: {latitude:.4f}, {longitude:.4f}"
    if not candidate.precise:
        return f"not precise: {candidate.precision}"
    around = map(words, (*candidate.municipalities, *candidate.wider))
    following = [name[0] for name in around if name]
    streets = (address.street(name, following) for name in candidate.streets)
    street = next(filter(None, streets), None)
    after_place = _after_place(candidate, address, following)
    rest = parts_of(street.after if street else after_place or address.text)
    before = parts_of(street.before.rpartition(",")[0]) if street else []
    postcode = same_postcode(candidate.postcode, rest)
    municipality = _municipality(candidate, rest, before, surely=postcode is True)
    if postcode is False:
        return f"another postcode: {candidate.postcode}"
    if municipality is False:
        return f"another municipality: {candidate.municipalities[0]}"
    number, name = candidate.house_number, next(iter(candidate.streets), "")
    is_named = after_place is not None
    if not number:
        if not is_named:
            return "no house number, and no place that the address names"
        elsewhere = name and not street and address.has_number and candidate.category not in OPEN
        return f"another street: {name}" if elsewhere else ""
    if street:
        same = same_number(number, street.number, candidate.country)
        return "" if same or (is_named and not street.number) else f"another house number: {number}"
    if is_named and not address.has_number:
        return ""
    if postcode and municipality and _spelled_otherwise(candidate, address):
        return ""
    return f"another street: {name}" if name else f"a house number without a street: {number}"


def _after_place(candidate: Candidate, address: Address, following: Sequence[str]) -> str | None:
    """Return the text after the place's own name in the address, or None if it is not named.

    The name of its town or street does not count, except that a square is also a street.
    """
    streets = candidate.streets if candidate.category not in OPEN else ()
    others = map(words, (*candidate.municipalities, *candidate.wider, *streets))
    is_other = words(candidate.name) in others
    return None if is_other else address.after_place(candidate.name, following)


def _spelled_otherwise(candidate: Candidate, address: Address) -> bool:
    """Return whether the address has the house number beside another spelling of the street."""
    for number, others in address.numbered():
        spelled = not candidate.streets or any(
            is_similar(street, others) for street in candidate.streets
        )
        if spelled and same_number(candidate.house_number, number, candidate.country):
            return True
    return False


def _municipality(
    candidate: Candidate, rest: Sequence[list[str]], before: Sequence[list[str]], *, surely: bool
) -> bool | None:
    """Return whether the candidate's municipality follows the street.

    Return None if the address or the candidate has none. If no town follows, one may precede:
    `Budapest, Andrássy út 60`. `Quilmes, Buenos Aires` is not in the city of Buenos Aires, but in
    the province; `Monserrat, Buenos Aires` is, because Monserrat is its suburb.
    """
    towns = candidate.municipalities
    stated = [names for part in rest for names in _names(part)]
    if not towns or not (stated or before):
        return None
    wider = [word for name in candidate.wider for word in words(name)]
    fitting = [_is_one(names, towns, wider, surely=surely) for names in stated or before]
    if not stated:
        return any(fitting) or None
    if surely or True not in fitting:
        return any(fitting)
    number = fitting.index(True)
    may_be_state = _is_one(stated[number], candidate.wider)
    around = (*towns, *candidate.wider)
    return not may_be_state or all(_is_one(names, around) for names in stated[:number])


def _is_one(
    names: list[str], towns: Iterable[str], wider: Sequence[str] = (), *, surely: bool = True
) -> bool:
    return any(same_municipality(town, names, wider, surely=surely) for town in towns)


def _names(part: Sequence[str]) -> Iterator[list[str]]:
    """Yield the words between the numbers of a part, without the codes of states."""
    for is_number, some in groupby(part, has_digit):
        names = list(some)
        if not is_number and any(not is_code(word) or word in SHORTENED for word in names):
            yield names

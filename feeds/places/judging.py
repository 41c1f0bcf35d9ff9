"""Whether a geocoder's answer may be published: a wrong corner is worse than none. No network here."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from feeds.catalog import Point
from feeds.places.addresses import Address, Run, without_room
from feeds.places.agreement import is_code, like, same_municipality, same_number
from feeds.places.postcodes import same_postcode
from feeds.places.spelling import CORNER, JOINING, NUMBERED_STREETS, compared, has_digit, words

PIN_IT = "a corner of two streets: pin it"
APART = 250.0  # metres; candidates nearer than this are one place
OPEN = frozenset(("leisure", "place"))  # parks and squares lie along several streets
NAMED_PLACES = frozenset(
    ("amenity", "building", "club", "craft", "emergency", "healthcare", "historic", "leisure", "man_made", "office")
) | {"shop", "tourism"}
COARSE = ("street", "locality", "district", "city", "county", "state", "country")  # Photon's types but house and other
NO_VENUES = frozenset(("highway", "boundary", "route", "waterway", *COARSE))
PRECISE = {"place": ("house", "building", "square", "park"), "railway": ("station",), "public_transport": ("station",)}
HOUSE_NUMBER = re.compile(r"\s*\d+(?!\d|(?:st|nd|rd|th)\b)[\w/-]*\s+\S", re.IGNORECASE)
LAST_NUMBER = re.compile(r"(\S+)\s+(?:n[°ºo.]*\s*)?\d{1,4}\s?[a-z]?\s*$", re.IGNORECASE)
COUNTRY = re.compile(r",\s*(usa|u\.s\.a\.|us|u\.s\.|united states( of america)?|estados unidos)\.?\s*$", re.IGNORECASE)
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place a service offers: its precision as the service says it, and what it states of the address.

    `wider` are the names of what lies around it but its municipalities: suburb, county, state, country; `country` is
    the country's code (ISO 3166, lower case).
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
        """The service's own word for what it found: building=yes, highway=residential."""
        return f"{self.category}={self.kind}"

    @property
    def precise(self) -> bool:
        """Whether it is a building, house number, park, square or named venue, not a street, district or city."""
        if self.category in NO_VENUES:
            return False
        if self.category in NAMED_PLACES or self.kind in PRECISE.get(self.category, ()):
            return True
        return bool(self.house_number) and self.category != "place"


def is_corner(address: str, languages: Iterable[str] = ()) -> bool:
    """Say whether the address is where two streets meet: no geocoder knows those, a person does.

    The words for it are those of the list's `languages`, and of English, Spanish, German and French.
    """
    street, *later = address.split(",")
    if any(map(_is_numbered, (street, *later[:-1]))):
        return False
    return _corner(tuple(languages)).search(f" {street} ") is not None


def _is_numbered(part: str) -> bool:
    """Say whether a house number is at either end; the number of Calle 18 is none."""
    last = LAST_NUMBER.search(part)
    if last and last[1].casefold().strip(".") not in NUMBERED_STREETS | JOINING:
        return True
    return HOUSE_NUMBER.match(part) is not None and not re.match(r"\s*\d{5}", part)


@lru_cache(maxsize=64)
def _corner(languages: tuple[str, ...]) -> re.Pattern[str]:
    joining = {*JOINING, *filter(None, map(_and, languages))}
    between = "|".join(map(re.escape, sorted(joining)))
    known = ("en", "es", *(language.partition("-")[0] for language in languages))
    named = "|".join(word for language in known for word in CORNER.get(language, ()))
    return re.compile(rf"\s({between})\s|\w\w\s*/\s*\w\w|[&@]|\b({named})\b", re.IGNORECASE)


def _and(language: str) -> str:
    """Return the word that joins two names in a language (CLDR), "" where it is no word of its own."""
    try:
        pattern = Locale.parse(language, sep="-").list_patterns["standard"]["2"]
    except (UnknownLocaleError, ValueError, KeyError):
        return ""
    word = pattern.removeprefix("{0} ").removesuffix(" {1}")
    return word if word.isalpha() else ""


def queries(address: str) -> tuple[str, ...]:
    """Return what to ask for, in turn: the address, then without suite, building name and country."""
    parts = [part.strip() for part in without_room(COUNTRY.sub("", address)) if part.strip()]
    numbered = next((n for n, part in enumerate(parts[:-1]) if _is_numbered(part)), 0)
    return tuple(dict.fromkeys((address, ", ".join(parts[numbered:]))))


def judge(candidates: Sequence[Candidate], address: str, area: Area | None) -> Candidate | str:
    """Return the one candidate that can be trusted, or the reason why none can."""
    if not candidates:
        return "nothing found"
    faults = [_fault(candidate, Address(address), area) for candidate in candidates]
    sound = [candidate for candidate, fault in zip(candidates, faults, strict=True) if not fault]
    if not sound:
        return faults[0]
    farthest = max(metres(sound[0].point, other.point) for other in sound)
    if farthest > APART:
        return f"{len(sound)} places fit, {farthest / 1000:.1f} km apart"
    return sound[0]


def _fault(candidate: Candidate, address: Address, area: Area | None) -> str:
    """Return why a candidate is not what the address says, or ""."""
    latitude, longitude = candidate.point
    if area and not (area[0] <= latitude <= area[2] and area[1] <= longitude <= area[3]):
        return f"outside the area: {latitude:.4f}, {longitude:.4f}"
    if not candidate.precise:
        return f"not precise: {candidate.precision}"
    return next(_disagreements(candidate, address), "")


@dataclass(frozen=True, slots=True)
class _Reading:
    """Where an address states what a candidate does; `numbers` are how it may write its house number."""

    street: Run | None
    numbers: frozenset[str]
    place: Run | None
    rest: list[list[str]]


def _read(candidate: Candidate, address: Address) -> _Reading:
    following = _first_words((*candidate.municipalities, *candidate.wider))
    found = (address.street(street, following) for street in candidate.streets)
    street = next((run for run in found if run), None)
    place = _named(candidate, address, following)
    if street:
        numbers, whole = address.numbers(street)
        return _Reading(street, numbers, place, address.rest(whole))
    return _Reading(None, frozenset(), place, address.rest(place))


def _named(candidate: Candidate, address: Address, following: frozenset[str]) -> Run | None:
    """Return where the address names the place itself, and not only its town or street."""
    streets = candidate.streets if candidate.category not in OPEN else ()  # a square is also a street
    others = {tuple(words(name)) for name in (*candidate.municipalities, *candidate.wider, *streets)}
    if not candidate.name or tuple(words(candidate.name)) in others:
        return None
    return address.place(candidate.name, following)


def _first_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(found[0] for name in names if (found := words(name)))


def _disagreements(candidate: Candidate, address: Address) -> Iterator[str]:
    reading = _read(candidate, address)
    postcode = same_postcode(candidate.postcode, reading.rest)
    municipality = _municipality(candidate, address, reading, surely=postcode is True)
    if postcode is False:
        yield f"another postcode: {candidate.postcode}"
    if municipality is False:
        yield f"another municipality: {candidate.municipalities[0]}"
    if not candidate.house_number:
        yield from _unnumbered(candidate, address, reading)
    elif reading.street:
        if not same_number(candidate.house_number, reading.numbers, candidate.country):
            yield from _other_number(candidate, address, reading)
    elif reading.place and not address.has_number:
        return
    elif not _spelled_otherwise(candidate, address) or not (postcode and municipality):
        street = next(iter(candidate.streets), "")
        yield f"another street: {street}" if street else f"a house number without a street: {candidate.house_number}"


def _other_number(candidate: Candidate, address: Address, reading: _Reading) -> Iterator[str]:
    if reading.numbers or not reading.place:
        yield f"another house number: {candidate.house_number}"


def _unnumbered(candidate: Candidate, address: Address, reading: _Reading) -> Iterator[str]:
    """Yield why a place without house number is not believed: it must be named, and along the address's street."""
    if not reading.place:
        yield "no house number, and no place that the address names"
    elif candidate.category not in OPEN and candidate.streets and not reading.street and address.has_number:
        yield f"another street: {candidate.streets[0]}"


def _spelled_otherwise(candidate: Candidate, address: Address) -> bool:
    """Say whether the house number stands in the address beside another spelling of the street."""
    for numbers, others in address.numbered():
        spelled = not candidate.streets or any(like(street, others) for street in candidate.streets)
        if spelled and same_number(candidate.house_number, numbers, candidate.country):
            return True
    return False


def _municipality(candidate: Candidate, address: Address, reading: _Reading, *, surely: bool) -> bool | None:
    """Say whether the address has the candidate's municipality after its street; None: it or the candidate has none.

    Where no town follows, one may go before: `Budapest, Andrássy út 60`.
    """
    stated = [names for part in reading.rest for names in _names(part) if not all(map(is_code, names))]
    before = address.parts[: reading.street.part] if reading.street and not stated else []
    if not candidate.municipalities or not (stated or before):
        return None
    wider = frozenset(word for name in candidate.wider for word in map(compared, words(name)))

    def is_town(names: Sequence[str]) -> bool:
        return any(same_municipality(town, names, wider, surely=surely) for town in candidate.municipalities)

    town = next((number for number, names in enumerate(stated) if is_town(names)), None)
    if town is None:
        return any(map(is_town, before)) or (False if stated else None)
    return surely or not _may_be_the_state(candidate, stated[town], stated[:town])


def _may_be_the_state(candidate: Candidate, town: Sequence[str], earlier: Sequence[Sequence[str]]) -> bool:
    """Say whether `town` may be a state or county called so and another municipality goes before it.

    `Quilmes, Buenos Aires` is not in the city of Buenos Aires; `Monserrat, Buenos Aires` is, by its suburb.
    """

    def is_around(names: Sequence[str]) -> bool:
        around = (*candidate.municipalities, *candidate.wider)
        return any(same_municipality(name, names, frozenset(), surely=True) for name in around)

    called_so = any(same_municipality(name, town, frozenset(), surely=True) for name in candidate.wider)
    return called_so and not all(map(is_around, earlier))


def _names(part: Sequence[str]) -> Iterator[list[str]]:
    """Yield the words between the numbers of a part."""
    names: list[str] = []
    for word in (*part, "0"):
        if not has_digit(word):
            names.append(word)
        elif names:
            yield names
            names = []


def metres(one: Point, other: Point) -> float:
    """Return the distance of two points that are near each other, in metres."""
    width = math.cos(math.radians((one.latitude + other.latitude) / 2))
    north, east = one.latitude - other.latitude, (one.longitude - other.longitude) * width
    return math.hypot(north, east) * 111_195

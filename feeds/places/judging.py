"""Judge whether a geocoder's answer can be trusted: a wrong corner is worse than none. No network here."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from babel import Locale, UnknownLocaleError

from feeds.catalog import Point
from feeds.places.addresses import Address, parts_of, without_room
from feeds.places.agreement import is_code, like, same_municipality, same_number
from feeds.places.postcodes import same_postcode
from feeds.places.spelling import CLASSES, CORNER, WORDS, has_digit, words

PIN_IT = "a corner of two streets: pin it"
APART = 250.0  # metres; candidates closer than this are one place
OPEN, NAMED_PLACES, NO_VENUES = (
    CLASSES["open"],
    CLASSES["named"],
    CLASSES["coarse"] | CLASSES["lines"],
)
HOUSE_NUMBER = re.compile(r"\d{1,4}(?!\d|th$)\S*")  # not a postcode, nor 26th
COUNTRY = re.compile(
    r",\s*(usa|u\.s\.a\.|us|u\.s\.|united states( of america)?|estados unidos)\.?\s*$",
    re.IGNORECASE,
)
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One result of a service: its precision in the service's terms, and the parts of its address.

    `wider` are the names around it other than municipalities: suburb, county, state, country; `country` is the
    country's code (ISO 3166, lower case).
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
        """Whether it is a building, house number, park, square or named venue, not a street, district or city."""
        if self.category in NO_VENUES:
            return False
        if self.category in NAMED_PLACES or self.precision in CLASSES["precise"]:
            return True
        return bool(self.house_number) and self.category != "place"


def is_corner(address: str, languages: Iterable[str] = ()) -> bool:
    """Say whether the address is a corner of two streets, which no geocoder finds reliably.

    It knows the words for corners in the list's `languages`, in English and in Spanish, and *and* in two more.
    """
    street, *later = address.split(",")
    if any(map(_is_numbered, (street, *later[:-1]))):
        return False
    return _corner(tuple(languages)).search(f" {street} ") is not None


def _is_numbered(part: str) -> bool:
    """Say whether a part begins or ends with a house number; that of Calle 18 is none."""
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
    """Return the word for "and" between two names in a language (CLDR), "" if it is not a separate word."""
    try:
        pattern = Locale.parse(language, sep="-").list_patterns["standard"]["2"]
    except (UnknownLocaleError, ValueError, KeyError):
        return ""
    word = pattern.removeprefix("{0} ").removesuffix(" {1}")
    return word if word.isalpha() else ""


def queries(address: str) -> tuple[str, ...]:
    """Return what to ask for, in order: the address, then the same without suite, building name and country."""
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
    return next(_disagreements(candidate, address), "")


def _disagreements(candidate: Candidate, address: Address) -> Iterator[str]:
    """Yield each disagreement between a candidate and the address."""
    following = [
        found[0] for name in (*candidate.municipalities, *candidate.wider) if (found := words(name))
    ]
    streets = (address.street(street, following) for street in candidate.streets)
    street = next(filter(None, streets), None)
    after_place = _after_place(candidate, address, following)
    is_named = after_place is not None
    rest = parts_of(street.after if street else after_place or address.text)
    postcode = same_postcode(candidate.postcode, rest)
    before = parts_of(street.before.rpartition(",")[0]) if street else []
    municipality = _municipality(candidate, rest, before, surely=postcode is True)
    if postcode is False:
        yield f"another postcode: {candidate.postcode}"
    if municipality is False:
        yield f"another municipality: {candidate.municipalities[0]}"
    if not candidate.house_number and not is_named:
        yield "no house number, and no place that the address names"
    elif not candidate.house_number:
        if (
            candidate.category not in OPEN
            and candidate.streets
            and not street
            and address.has_number
        ):
            yield f"another street: {candidate.streets[0]}"
    elif street:
        same = same_number(candidate.house_number, street.number, candidate.country)
        if not same and (street.number or not is_named):
            yield f"another house number: {candidate.house_number}"
    elif (address.has_number or not is_named) and not (
        postcode and municipality and _spelled_otherwise(candidate, address)
    ):
        name = next(iter(candidate.streets), "")
        yield (
            f"another street: {name}"
            if name
            else f"a house number without a street: {candidate.house_number}"
        )


def _after_place(candidate: Candidate, address: Address, following: Sequence[str]) -> str | None:
    """Return the text that follows the place's own name in the address, None if only its town or street is named."""
    # a square is also a street
    streets = candidate.streets if candidate.category not in OPEN else ()
    others = [words(name) for name in (*candidate.municipalities, *candidate.wider, *streets)]
    return (
        None if words(candidate.name) in others else address.after_place(candidate.name, following)
    )


def _spelled_otherwise(candidate: Candidate, address: Address) -> bool:
    """Say whether the address has the house number beside another spelling of the street."""
    for number, others in address.numbered():
        spelled = not candidate.streets or any(like(street, others) for street in candidate.streets)
        if spelled and same_number(candidate.house_number, number, candidate.country):
            return True
    return False


def _municipality(
    candidate: Candidate, rest: Sequence[list[str]], before: Sequence[list[str]], *, surely: bool
) -> bool | None:
    """Say whether the candidate's municipality follows the street; None if the address or the candidate has none.

    If no town follows, one may precede: `Budapest, Andrássy út 60`.
    """
    shortened = WORDS["kinds"] | WORDS["directions"]  # a town may be called West or Plaza
    found = (names for part in rest for names in _names(part))
    stated = [
        names
        for names in found
        if not all(is_code(word) and word not in shortened for word in names)
    ]
    if not candidate.municipalities or not (stated or before):
        return None
    wider = [word for name in candidate.wider for word in words(name)]

    def is_town(names: list[str]) -> bool:
        return any(
            same_municipality(town, names, wider, surely=surely)
            for town in candidate.municipalities
        )

    if not stated:
        return any(map(is_town, before)) or None
    town = next((number for number, names in enumerate(stated) if is_town(names)), None)
    if town is None:
        return False
    return surely or not _may_be_the_state(candidate, stated[town], stated[:town])


def _may_be_the_state(candidate: Candidate, town: list[str], earlier: Sequence[list[str]]) -> bool:
    """Say whether `town` may be a state or county of that name, after another municipality.

    `Quilmes, Buenos Aires` is not in the city of Buenos Aires; `Monserrat, Buenos Aires` is, by its suburb.
    """

    def is_one(names: list[str], around: Iterable[str]) -> bool:
        return any(same_municipality(name, names, (), surely=True) for name in around)

    around = (*candidate.municipalities, *candidate.wider)
    return is_one(town, candidate.wider) and not all(is_one(names, around) for names in earlier)


def _names(part: Sequence[str]) -> Iterator[list[str]]:
    """Yield the words between the numbers of a part."""
    for is_number, some in groupby(part, has_digit):
        if not is_number:
            yield list(some)

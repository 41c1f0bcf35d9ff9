"""Whether a geocoder's answer may be published: a wrong corner is worse than none. No network here."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.catalog import Point, slug_form

PIN_IT = "a corner of two streets: pin it"
APART = 250.0  # metres; candidates nearer than this are one place
NAMED_PLACES = frozenset(
    ("amenity", "building", "club", "craft", "emergency", "healthcare", "historic", "leisure", "man_made", "office")
) | {"shop", "tourism"}
COARSE = ("street", "locality", "district", "city", "county", "state", "country")  # Photon's types but house and other
PRECISE = {"place": ("house", "building", "square", "park"), "railway": ("station",), "public_transport": ("station",)}
ZIP = re.compile(r"\b\d{5}(?=(?:-\d{4})?\s*(?:,|$))")
CORNER = re.compile(r"\s(and|&|at|@|y|und|et)\s|[/&@]|\b(corner|intersection|esquina)\b", re.IGNORECASE)
INSIDE = re.compile(
    r",?\s*\b(suite|ste|unit|apt|apartment|room|rm|floor|fl|piso)\b\.?\s*#?\s*[\w-]+|,?\s*#\s*[\w-]+"
    r"|,?\s*\b\d+(st|nd|rd|th)\s+(floor|fl)\b\.?",
    re.IGNORECASE,
)
HOUSE_NUMBER = re.compile(r"\s*\d+(?!\d|(?:st|nd|rd|th)\b)[\w/-]*\s+\S", re.IGNORECASE)
COUNTRY = re.compile(r",\s*(usa|u\.s\.a\.|us|u\.s\.|united states( of america)?|estados unidos)\.?\s*$", re.IGNORECASE)
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place a service offers: its precision as the service says it, and what it states of the address."""

    point: Point
    category: str
    kind: str
    house_number: str = ""
    postcode: str = ""
    municipalities: tuple[str, ...] = ()

    @property
    def precision(self) -> str:
        """The service's own word for what it found: building=yes, highway=residential."""
        return f"{self.category}={self.kind}"

    @property
    def precise(self) -> bool:
        """Whether it is a building, house number, park, square or named venue, not a street, district or city."""
        if self.category in ("highway", "boundary", *COARSE):
            return False
        return bool(self.house_number) or self.category in NAMED_PLACES or self.kind in PRECISE.get(self.category, ())


def is_corner(address: str) -> bool:
    """Say whether the address is where two streets meet: no geocoder knows those, a person does."""
    street = address.partition(",")[0]
    return not HOUSE_NUMBER.match(street) and CORNER.search(f" {street} ") is not None


def queries(address: str) -> tuple[str, ...]:
    """Return what to ask for, in turn: the address, then without suite, building name and country."""
    plain = COUNTRY.sub("", INSIDE.sub("", address))
    parts = [part.strip() for part in plain.split(",") if part.strip()]
    numbered = next((n for n, part in enumerate(parts) if HOUSE_NUMBER.match(part)), 0)
    return tuple(dict.fromkeys((address, ", ".join(parts[numbered:]))))


def judge(candidates: Sequence[Candidate], address: str, area: Area | None) -> Candidate | str:
    """Return the one candidate that can be trusted, or the reason why none can."""
    if not candidates:
        return "nothing found"
    faults = [_fault(candidate, address, area) for candidate in candidates]
    sound = [candidate for candidate, fault in zip(candidates, faults, strict=True) if not fault]
    if not sound:
        return faults[0]
    farthest = max(metres(sound[0].point, other.point) for other in sound)
    if farthest > APART:
        return f"{len(sound)} places fit, {farthest / 1000:.1f} km apart"
    return sound[0]


def _fault(candidate: Candidate, address: str, area: Area | None) -> str:
    latitude, longitude = candidate.point
    if area and not (area[0] <= latitude <= area[2] and area[1] <= longitude <= area[3]):
        return f"outside the area: {latitude:.4f}, {longitude:.4f}"
    if not candidate.precise:
        return f"not precise: {candidate.precision}"
    stated = ZIP.findall(address)
    postcode = candidate.postcode[:5]
    if stated and postcode and postcode not in stated:
        return f"another ZIP: {candidate.postcode}"
    if "," in address and candidate.municipalities and not any(_states(address, m) for m in candidate.municipalities):
        return f"another municipality: {candidate.municipalities[0]}"
    return ""


def _states(address: str, municipality: str) -> bool:
    """Say whether a part of the address after the street names the municipality."""
    name = re.escape(slug_form(municipality))
    parts = (slug_form(part) for part in address.split(",")[1:])
    return any(re.fullmatch(rf"{name}(-[a-z]{{2}})?(-\d{{5}}(-\d{{4}})?)?", part) for part in parts)


def metres(one: Point, other: Point) -> float:
    """Return the distance of two points that are near each other, in metres."""
    width = math.cos(math.radians((one.latitude + other.latitude) / 2))
    north, east = one.latitude - other.latitude, (one.longitude - other.longitude) * width
    return math.hypot(north, east) * 111_195

"""Where an event takes place, as announcements write it: a place, a meeting online, or both."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from desk.drafts.recognition import NAME_PATTERNS, Known
from desk.drafts.words import WORDS, patterns
from feeds.catalog import Point, Venue, cached_slug_form

STREETS = WORDS["streets"]
PLACES = patterns("places")
MAP_LINK, MEETING_LINK, ALONE = (PLACES[key] for key in ("map_link", "meeting_link", "alone"))
DOUBTFUL = PLACES["doubtful"]  # words that no place has, or only a town
TO_BE_ANNOUNCED = re.compile(WORDS["values"]["nowhere"], re.IGNORECASE)
EDGES = " ,;-–—:&+/\n"
LONGEST = 500  # characters of a place


class Location(NamedTuple):
    """A place in words and figures, the link to join or whether there is one, and other links."""

    place: str = ""
    online: str | bool = False
    links: tuple[str, ...] = ()
    room: str = ""
    point: Point | None = None


def parse_location(text: str) -> Location:
    """Return the place that a text names, and how to join online."""
    found = PLACES["link"].findall(text)
    links = [link if "://" in link else f"https://{link}" for link in found]
    rest = PLACES["link"].sub(" ", text[:LONGEST])
    lines = (_trimmed(" ".join(line.split())) for line in rest.splitlines())
    place = "\n".join(filter(None, lines))
    meeting = next(filter(MEETING_LINK.match, links), "")
    online: str | bool = meeting
    if TO_BE_ANNOUNCED.fullmatch(place):
        place = ""
    if ALONE.fullmatch(place):
        place, online = "", meeting or (links or [True])[0]
    elif joint := PLACES["online_after"].match(place) or PLACES["online_before"].match(place):
        place, online = _trimmed(joint[1]), meeting or True
    if in_person := PLACES["in_person"].search(place):
        place = PLACES["in_person"].sub("", place)
        online = online or "hybrid" in in_person[0].lower()
    return Location(place, online or False, tuple(link for link in links if link != online))


def _trimmed(text: str) -> str:
    trimmed = text.strip(EDGES)
    closed = trimmed.count("(") == trimmed.count(")")
    return trimmed if closed else trimmed.strip(f"{EDGES}()")


class NameAndAddress(NamedTuple):
    """The name and the address of a place; either may be empty."""

    name: str
    address: str


def name_and_address(place: str) -> NameAndAddress:
    """Return name and address of a place: from the house number on, or the second line."""
    place = NAME_PATTERNS["country"].sub("", re.sub(r"\s*\n\s*", "\n", place.strip()))
    place = re.sub(r"\s+[|·•–—-]\s+", ", ", place)
    place = re.sub(r"\bIllinois(?=\s+\d{5}|$)", "IL", place)
    first, *below = place.split("\n")
    house, corner = NAME_PATTERNS["house"], NAME_PATTERNS["corner"]
    if below and not house.match(first) and (house.match(below[0]) or not corner.fullmatch(first)):
        return NameAndAddress(first, ", ".join(below))
    place = ", ".join((first, *below))
    if found := house.search(place):
        address = place[found.start() :].strip(" ,()")
        return NameAndAddress(place[: found.start()].strip(" ,;("), address)
    at_corner = NAME_PATTERNS["at_corner"].match(place)
    if at_corner or corner.fullmatch(place.partition(",")[0]):
        streets = at_corner[1] if at_corner else place
        return NameAndAddress("", re.sub(r"\.? in (?=[A-Z])", ", ", streets))
    name, _, address = place.partition(",")
    return NameAndAddress(name.strip(), address.strip())


class Venues:
    """The venues of a list, by name and by street."""

    def __init__(self, venues: Iterable[Venue]) -> None:
        self.known = Known[Venue](venues)
        streets = ((_street(venue.address), venue) for venue in self.known.by_form.values())
        # One word is a city.
        self.by_street = {street: venue for street, venue in streets if "-" in street}

    def find(self, place: NameAndAddress) -> tuple[Venue, str, str] | None:
        """Return a known venue, the address if only that is known, and a contradiction if any."""
        street = _street(place.address)
        on_street, named = self.by_street.get(street), self.known.find(place.name)
        # "Dearborn & Adams"
        if named is None and on_street is None and street:
            corner = place.address.partition(",")[0]
            named = self.known.find(corner) or self.known.find(place.address)
        if named is None:
            by_address = place.address if place.name else ""
            return (on_street, by_address, "") if on_street else None
        contradiction = ""
        if on_street and on_street != named:
            contradiction = f'"{place.address}" is the address of "{on_street.slug}"'
        elif on_street is None and _number(street) and _number(_street(named.address)):
            contradiction = f'the list has it at "{named.address}"'
        return named, "", contradiction


def _street(address: str) -> str:
    """Return the first part of an address as it is compared: 230-s-dearborn."""
    words = cached_slug_form(address.partition(",")[0]).split("-")
    return "-".join(STREETS.get(word, word) for word in words if word not in STREETS["left_out"])


def _number(street: str) -> str:
    return street.partition("-")[0] if street[:1].isdigit() else ""

"""Where an event takes place, as announcements write it: a place, a meeting online, or both."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from desk.drafts.recognition import FORMS, Known
from desk.drafts.words import WORDS, pattern
from feeds.catalog import Point, Venue, slug_form

STREETS = WORDS["streets"]
LINK = re.compile(r"(?:https?://|\b(?=(?:[\w-]+\.)+[a-z]{2,6}/))[^\s<>\"()]*[^\s<>\"().,;]")
MEETING_LINK, MAP_LINK = (pattern("places", key) for key in ("meeting_link", "map_link"))
IN_PERSON = pattern("places", "in_person")
DOUBTFUL = pattern("places", "doubtful")  # words that no place has, or only a town
ALONE, BEHIND, BEFORE = (
    pattern("places", key) for key in ("online_alone", "online_behind", "online_before")
)
NOWHERE = re.compile(WORDS["values"]["nowhere"], re.IGNORECASE)  # to be announced
EDGES = " ,;-–—:&+/\n"
LONGEST = 500  # characters of a place


class Where(NamedTuple):
    """A place in words and figures, the link to join or whether there is one, and other links that stood there."""

    place: str = ""
    online: str | bool = False
    links: tuple[str, ...] = ()
    room: str = ""
    point: Point | None = None


def where(text: str) -> Where:
    """Return what a text says of the place."""
    links = [link if "://" in link else f"https://{link}" for link in LINK.findall(text)]
    meeting = next(filter(MEETING_LINK.match, links), "")
    rest = LINK.sub(" ", text[:LONGEST])
    lines = (_trimmed(" ".join(line.split())) for line in rest.splitlines())
    place = "\n".join(filter(None, lines))
    online: str | bool = meeting
    if NOWHERE.fullmatch(place):
        place = ""
    if ALONE.fullmatch(place):
        place, online = "", meeting or (links or [True])[0]
    elif found := BEHIND.match(place) or BEFORE.match(place):
        place, online = _trimmed(found[1]), meeting or True
    if found := IN_PERSON.search(place):
        place = IN_PERSON.sub("", place)
        online = online or "hybrid" in found[0].lower()
    return Where(place, online or False, tuple(link for link in links if link != online))


def _trimmed(text: str) -> str:
    trimmed = text.strip(EDGES)
    closed = trimmed.count("(") == trimmed.count(")")
    return trimmed if closed else trimmed.strip(f"{EDGES}()")


@dataclass(frozen=True, slots=True)
class NameAndAddress:
    """Where an announcement says that it is: a name, an address, either may be empty."""

    name: str
    address: str


def name_and_address(place: str) -> NameAndAddress:
    """Return name and address of a place; an address begins with a house number, or stands on a second line."""
    place = FORMS["country"].sub("", re.sub(r"\s*\n\s*", "\n", place.strip()))
    place = re.sub(r"\s+[|·•–—-]\s+", ", ", place)
    place = re.sub(r"\bIllinois(?=\s+\d{5}|$)", "IL", place)
    first, _, below = place.partition("\n")
    house, corner = FORMS["house"], FORMS["corner"]
    if below and not house.match(first) and (house.match(below) or not corner.fullmatch(first)):
        return NameAndAddress(first, ", ".join(below.split("\n")))
    place = ", ".join(place.split("\n"))
    if found := house.search(place):
        return NameAndAddress(
            place[: found.start()].strip(" ,;("), place[found.start() :].strip(" ,()")
        )
    at_corner = FORMS["at_corner"].match(place)
    if at_corner or corner.fullmatch(place.partition(",")[0]):
        return NameAndAddress(
            "", re.sub(r"\.? in (?=[A-Z])", ", ", at_corner[1] if at_corner else place)
        )
    name, _, address = place.partition(",")
    return NameAndAddress(name.strip(), address.strip())


class Venues:
    """The venues of a list, by name and by street."""

    def __init__(self, venues: Iterable[Venue]) -> None:
        self.known = Known[Venue](venues)
        streets = ((_street(venue.address), venue) for venue in self.known.by_form.values())
        # of one word, it is a city
        self.by_street = {street: venue for street, venue in streets if "-" in street}

    def find(self, place: NameAndAddress) -> tuple[Venue, str, str] | None:
        """Return the venue that a place is, what is doubtful about that, and what speaks against it."""
        street = _street(place.address)
        on_street, named = self.by_street.get(street), self.known.find(place.name)
        if named is None and on_street is None and street:  # "Dearborn & Adams"
            named = self.known.find(place.address.partition(",")[0]) or self.known.find(
                place.address
            )
        if named is None:
            by_address = place.address if place.name else ""
            return (on_street, by_address, "") if on_street else None
        against = ""
        if on_street not in (None, named):
            against = f'"{place.address}" is the address of "{on_street.slug}"' if on_street else ""
        elif on_street is None and _number(street) and _number(_street(named.address)):
            against = f'the list has it at "{named.address}"'
        return named, "", against


def _street(address: str) -> str:
    """Return the first part of an address, without what is written in many ways: 230-s-dearborn."""
    words = slug_form(address.partition(",")[0]).split("-")
    return "-".join(STREETS.get(word, word) for word in words if word not in STREETS["left_out"])


def _number(street: str) -> str:
    return street.partition("-")[0] if street[:1].isdigit() else ""

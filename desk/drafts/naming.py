"""The names of a draft's event: those that the list knows, and tables for new ones."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii

from desk.drafts.draft import UNFINISHED, Doubt, Draft, doubt, unfinished
from desk.drafts.places import NameAndAddress, Venues, name_and_address
from desk.drafts.recognition import NAME_PATTERNS, Known, credited, split_names
from feeds.catalog import Catalog, Neighborhood, Organization, Topic, Venue, cached_slug_form
from feeds.catalog.texts import quoted
from feeds.catalog.values import is_slug

LONGEST_LINE, LONGEST_SLUG = 255, 48  # characters of a name, of a new slug


@dataclass(frozen=True, slots=True)
class Place:
    """A venue by the name that the list has for it, or the name and address of another place.

    `identity` distinguishes it from others, None for no place; `text` is what the source calls it.
    """

    venue: str | NameAndAddress = ""
    identity: object = None
    text: str = ""


class Naming:
    """The nouns that a list knows, and those that the drafts so far add, by kind and slug."""

    def __init__(self, catalog: Catalog) -> None:
        self.organizations = Known[Organization](catalog.organizations)
        self.venues = Venues(catalog.venues)
        self.city = catalog.calendar.timezone.rpartition("/")[2].replace("_", " ")
        self.known_topics = Known[Topic](catalog.topics)
        self.neighborhoods = Known[Neighborhood](catalog.neighborhoods)
        self.new: dict[str, dict[str, dict[str, Any]]] = {"organizations": {}, "venues": {}}
        self.slugs = dict[tuple[str, str], str]()  # by kind and slug form of the name

    def place(self, draft: Draft, doubts: list[Doubt]) -> Place:
        """Return where the event is; a guess, or one of several places, leaves it unfinished."""
        if draft.place and all(map(self.neighborhoods.find, draft.place.split(", "))):
            return Place()
        place = self._of_its_own(draft, doubts) if draft.place else Place()
        if draft.plain and self.venues.known.find(draft.title):
            doubts.append(unfinished("place-as-title", draft.title))
        named = dict(self.venues.known.within(draft.naming_place))
        if draft.guess and (found := self.venues.find(name_and_address(draft.guess))):
            named.setdefault(found[0], draft.guess)
        several = [place.text.replace("\n", ", ")] if place.venue else []
        several += (name_of(venue) for venue in named if venue != place.identity)
        if len(several) > 1:
            names = ", ".join(f'"{name}"' for name in several)
            doubts.append(unfinished("several-places", names))
        if place.venue:
            return place
        for venue, text in named.items():
            doubts += self._other_places(text, draft)
            return Place(name_of(venue), venue, text)
        if not draft.plain or draft.online or draft.nowhere or self.areas(draft, doubts):
            return Place()
        if not draft.guess:
            doubts.append(unfinished("no-place"))
            return Place()
        doubts.append(unfinished("guessed-place", draft.guess))
        return Place(name_and_address(draft.guess), cached_slug_form(draft.guess), draft.guess)

    def _other_places(self, venue: str, draft: Draft) -> Iterator[Doubt]:
        """Yield why a venue in a sentence may not be the place: another one may be."""
        lines = draft.naming_place.split("\n")
        if venue in (draft.guess, *lines):
            return
        line = next((line for line in lines if venue in line), "")
        before, _, after = line.partition(venue)
        after = re.sub(rf"^[\s,(–-]*{self.city}\b", "", after, flags=re.IGNORECASE)
        if not NAME_PATTERNS["place_follows"].search(before) or NAME_PATTERNS[
            "another_follows"
        ].search(after):
            yield unfinished("not-its-place", venue)
        found = NAME_PATTERNS["in_sentence"].finditer(draft.naming_place)
        for other in filter(None, (draft.guess, *(place[1].strip(" .") for place in found))):
            if venue not in other and not self.venues.known.find(other):
                yield unfinished("other-place", other)

    def _of_its_own(self, draft: Draft, doubts: list[Doubt]) -> Place:
        """Return the place that a label, an address or a property gives."""
        place = name_and_address(draft.place)
        found = self.venues.find(place)
        if not found:
            if cached_slug_form(draft.place) == cached_slug_form(self.city):
                doubts.append(unfinished("town", draft.place))
            for venue, _ in self.venues.known.within(draft.place):
                doubts.append(unfinished("similar-place", draft.place, name_of(venue)))
            return Place(place, cached_slug_form(f"{place.name} {place.address}"), draft.place)
        venue, by_address, contradiction = found
        if by_address:
            doubts.append(doubt("venue", "by-address", by_address))
        if contradiction:
            key, line = UNFINISHED if draft.plain else "venue", draft.place.replace("\n", ", ")
            doubts.append(doubt(key, "contradicted-place", line, contradiction))
        return Place(name_of(venue), venue, draft.place)

    def new_venue(
        self, draft: Draft, place: NameAndAddress, *, permanent: bool
    ) -> str | dict[str, Any]:
        """Return the slug of a new venue.

        Return its table if it is not `permanent`, or if another venue has the name.
        """
        table = {
            "name": place.name[:LONGEST_LINE],
            "address": place.address[:LONGEST_LINE],
            "coordinates": list(draft.point or ()),
        }
        filled = {key: value for key, value in table.items() if value}
        if not permanent:
            return filled
        name = place.name or place.address.partition(",")[0]
        return self._new_noun("venues", name, self.venues.known, filled)

    def _new_noun(
        self, kind: str, name: str, known: Known[Any], table: dict[str, Any]
    ) -> str | dict[str, Any]:
        nouns, key = self.new[kind], (kind, cached_slug_form(name))
        if slug := self.slugs.get(key):
            return slug if nouns[slug].get("address") == table.get("address") else table
        slug = latin_slug(name, LONGEST_SLUG, kind.rstrip("s"))
        slug = self.slugs[key] = unused(slug, known.by_form.keys() | nouns)
        nouns[slug] = table
        return slug

    def credits(self, draft: Draft, doubts: list[Doubt], notes: list[str]) -> dict[str, Any]:
        """Return the names of hosts and supporters as the list has them."""
        hosts, supporters = list[str](), list[str]()
        and_others = draft.and_others
        for key, names in (("hosts", hosts), ("supporters", supporters)):
            for text in getattr(draft, key):
                found, others, rest = split_names(text, self.organizations)
                and_others |= others
                notes += [f"{key}: {rest}"] if rest else []
                names += (self._organization(name, key, draft, doubts) for name in found)
            for text in getattr(draft, f"unsure_{key}"):
                found = split_names(text, self.organizations)[0]
                known = list(map(self.organizations.find, found))
                names += (name_of(one) for one in known if one)
                doubts += [doubt(key, "person")] if None in known else []
        for key, organization, text, others in self._credited_in_text(draft):
            name = name_of(organization)
            if name not in (*hosts, *supporters):
                (hosts if key == "hosts" else supporters).append(name)
                doubts.append(doubt(key, "from-text", text))
                and_others |= others
        supporters = [name for name in supporters if name not in hosts]
        return {
            "hosts": _unique(hosts),
            "supporters": _unique(supporters),
            "and_others": and_others,
        }

    def _credited_in_text(self, draft: Draft) -> Iterator[tuple[str, Organization, str, bool]]:
        """Yield the organizations that title and description credit, as `credited` does."""
        _, joint, companions = draft.title.rpartition(" with ")
        for organization, text in self.organizations.within(companions if joint else ""):
            yield "hosts", organization, text, False
        # Meetup begins with the group.
        first = draft.description.partition("\n")[0]
        if group := self.organizations.find(first):
            yield "hosts", group, first, False
        yield from credited(draft.description, self.organizations)

    def _organization(self, text: str, key: str, draft: Draft, doubts: list[Doubt]) -> str:
        """Return the name of an organization, "" for a new one in a plain text."""
        if known := self.organizations.find(text):
            return name_of(known)
        if not draft.plain:
            self._new_noun("organizations", text, self.organizations, {"name": text})
            return text
        slug = latin_slug(text.partition(" (")[0], LONGEST_SLUG, "organization")
        slug = unused(slug, self.organizations.by_form)
        doubts.append(doubt(key, "unknown", text, slug, quoted(text)))
        return ""

    def topics(self, draft: Draft, notes: list[str]) -> list[str]:
        """Return the topics that the list knows; add a note of the others."""
        found = {text: self.known_topics.find(text) for text in draft.topics}
        if others := ", ".join(text for text, topic in found.items() if topic is None):
            notes.append(f"Categories: {others}")
        return _unique([name_of(topic) for topic in found.values() if topic])

    def areas(self, draft: Draft, doubts: list[Doubt]) -> list[str]:
        """Return the known neighborhoods that are the place, or end a line: 33rd Ward, Pilsen."""
        lines = draft.description.splitlines()
        ends = [line.rpartition(",")[2].strip() for line in lines if "," in line]
        if found := self._neighborhoods(draft.place.split(", ")):
            return found
        if found := self._neighborhoods(ends):
            doubts.append(doubt("neighborhoods", "areas-of-text"))
        return found

    def _neighborhoods(self, texts: Iterable[str]) -> list[str]:
        found = filter(None, map(self.neighborhoods.find, texts))
        return _unique(list(map(name_of, found)))


def _unique(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, names)))


def latin_slug(name: str, longest: int, otherwise: str) -> str:
    """Return a slug of at most `longest` characters in Latin letters, or `otherwise`."""
    letters = (
        letter
        for letter in name
        if letter.isascii() or letter.isalnum() or unicodedata.combining(letter)
    )
    slug = cached_slug_form(anyascii("".join(letters).replace("'", "")))
    if len(slug) > longest:
        slug = re.sub(r"-[^-]*$", "", slug[: longest + 1])
    slug = slug.strip("-")
    return slug if is_slug(slug) else otherwise


def unused(slug: str, used: Container[str]) -> str:
    """Return a slug that is not among the `used` ones: itself, or with a number."""
    number, free = 1, slug
    while free in used:
        number += 1
        free = f"{slug}-{number}"
    return free


def name_of(noun: Organization | Venue | Topic | Neighborhood) -> str:
    """Return the name that a line of the list calls a noun by."""
    return noun.name.by_language[0][1] if noun.name else noun.slug

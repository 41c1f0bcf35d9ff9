"""The names that a draft's event gets in the list: those that it has, and new ones with the lines they need."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from anyascii import anyascii

from desk.drafts.draft import Doubt, Draft
from desk.drafts.places import NameAndAddress, Venues, name_and_address
from desk.drafts.recognition import FORMS, Known, credited, split_names
from feeds.catalog import Catalog, Neighborhood, Organization, Topic, Venue, slug_form
from feeds.catalog.texts import quoted
from feeds.catalog.values import is_slug

LONGEST_LINE, LONGEST_NEW = 255, 48  # characters of a name, of a new slug
PERSON = "a name there may be a person's, and was left out; add it if it is an organization's"


@dataclass
class Open:
    """What a draft leaves to the curator: doubts, notes, and the reasons why it is unfinished."""

    doubts: list[Doubt]
    reasons: list[str]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A venue as a line of the list has it, or where one is that the list lacks.

    `identity` tells it from others, None where an event has no place; `text` is what the announcement calls it.
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
        self.topics = Known[Topic](catalog.topics)
        self.neighborhoods = Known[Neighborhood](catalog.neighborhoods)
        self.new: dict[str, dict[str, dict[str, Any]]] = {"organizations": {}, "venues": {}}
        # by the slug form of the name
        self.slugs: dict[str, dict[str, str]] = {"organizations": {}, "venues": {}}

    def place(self, draft: Draft, left: Open) -> Place:
        """Return where the event is; a place that is only guessed, or one of several, leaves it unfinished."""
        if draft.place and all(map(self.neighborhoods.find, draft.place.split(", "))):
            return Place()
        place = self._given_place(draft, left) if draft.place else Place()
        if draft.plain and self.venues.known.find(draft.title):
            left.reasons.append(f'"{draft.title}" is a place, and may be no title')
        named = dict(self.venues.known.within(draft.naming_place))
        if draft.guess and (found := self.venues.find(name_and_address(draft.guess))):
            named.setdefault(found[0], draft.guess)
        several = [place.text.replace("\n", ", ")] if place.venue else []
        several += (_called(venue) for venue in named if venue != place.identity)
        if len(several) > 1:
            left.reasons.append(
                "several places can be meant: " + ", ".join(f'"{name}"' for name in several)
            )
        if place.venue:
            return place
        for venue, text in named.items():
            left.reasons += self._doubtful(text, draft)
            return Place(_called(venue), venue, text)
        if not draft.plain or draft.online or draft.nowhere or self.areas(draft, left):
            return Place()
        if not draft.guess:
            left.reasons.append("no place was found in the text")
            return Place()
        left.reasons.append(f'is "{draft.guess}" the place? That is only a guess')
        return Place(name_and_address(draft.guess), slug_form(draft.guess), draft.guess)

    def _doubtful(self, venue: str, draft: Draft) -> Iterator[str]:
        """Yield why a venue that only a sentence names may not be the place: another one may be."""
        lines = draft.naming_place.split("\n")
        if venue in (draft.guess, *lines):
            return
        line = next((line for line in lines if venue in line), "")
        before, _, after = line.partition(venue)
        after = re.sub(rf"^[\s,(–-]*{self.city}\b", "", after, flags=re.IGNORECASE)
        if not FORMS["place_follows"].search(before) or FORMS["another_follows"].search(after):
            yield f'"{venue}" may be no place of it'
        others = [
            draft.guess,
            *(other[1].strip(" .") for other in FORMS["in_sentence"].finditer(draft.naming_place)),
        ]
        for other in filter(None, others):
            if venue not in other and not self.venues.known.find(other):
                yield f'"{other}" may be the place'

    def _given_place(self, draft: Draft, left: Open) -> Place:
        place = name_and_address(draft.place)
        found = self.venues.find(place)
        if not found:
            if slug_form(draft.place) == slug_form(self.city):
                left.reasons.append(f'"{draft.place}" is a town, and no place in it')
            for venue, _ in self.venues.known.within(draft.place):
                left.reasons.append(
                    f'"{draft.place}" may be "{_called(venue)}", which the list has'
                )
            return Place(place, slug_form(f"{place.name} {place.address}"), draft.place)
        venue, doubt, against = found
        if doubt:
            left.doubts.append(Doubt("venue", doubt))
        if against:
            contradiction = f'the announcement says "{draft.place}", {against}'.replace("\n", ", ")
            if draft.plain:
                left.reasons.append(contradiction)
            else:
                left.doubts.append(Doubt("venue", contradiction))
        return Place(_called(venue), venue, draft.place)

    def new_venue(
        self, draft: Draft, place: NameAndAddress, *, ready: bool
    ) -> str | dict[str, Any]:
        """Return the slug of a new venue, or its table where another is called so or the event is not ready."""
        point = list(draft.point) if draft.point else None
        table = {
            "name": place.name[:LONGEST_LINE],
            "address": place.address[:LONGEST_LINE],
            "coordinates": point,
        }
        filled = {key: value for key, value in table.items() if value}
        if not ready:
            return filled
        name = place.name or place.address.partition(",")[0]
        return self._new_noun("venues", name, self.venues.known, filled)

    def _new_noun(
        self, kind: str, name: str, known: Known[Any], table: dict[str, Any]
    ) -> str | dict[str, Any]:
        """Return the slug of a new noun; what is called so already is the same, or the table of a venue used once."""
        form, nouns, slugs = slug_form(name), self.new[kind], self.slugs[kind]
        if slug := slugs.get(form):
            return slug if nouns[slug].get("address") == table.get("address") else table
        slug = free_slug(
            name, LONGEST_NEW, kind.rstrip("s"), lambda slug: slug in known.by_form or slug in nouns
        )
        nouns[slug] = table
        slugs[form] = slug
        return slug

    def credits(self, draft: Draft, left: Open) -> dict[str, Any]:
        """Return the names of hosts and supporters as the list has them."""
        credited_names: dict[str, list[str]] = {"hosts": [], "supporters": []}
        and_others = draft.and_others
        for key, found in credited_names.items():
            for text in getattr(draft, key):
                names, others, rest = split_names(text, self.organizations)
                and_others |= others
                left.notes += [f"{key}: {rest}"] if rest else []
                found += filter(
                    None, (self._organization(name, key, draft, left) for name in names)
                )
            for text in getattr(draft, f"unsure_{key}"):
                known = [
                    self.organizations.find(name)
                    for name in split_names(text, self.organizations)[0]
                ]
                found += [_called(one) for one in known if one]
                left.doubts += [Doubt(key, PERSON)] if None in known else []
        for key, organization, text, others in self._in_text(draft):
            name = _called(organization)
            if all(name not in names for names in credited_names.values()):
                credited_names[key].append(name)
                left.doubts.append(Doubt(key, f'"{text}" comes from the text, a guess'))
                and_others |= others
        hosts = list(dict.fromkeys(credited_names["hosts"]))
        supporters = [
            name for name in dict.fromkeys(credited_names["supporters"]) if name not in hosts
        ]
        return {"hosts": hosts, "supporters": supporters, "and_others": and_others}

    def _in_text(self, draft: Draft) -> Iterator[tuple[str, Organization, str, bool]]:
        """Yield the organizations that title and description credit, and Meetup's group, with which those begin."""
        _, _, companions = (
            draft.title.rpartition(" with ") if " with " in draft.title else ("", "", "")
        )
        yield from (
            ("hosts", noun, text, False) for noun, text in self.organizations.within(companions)
        )
        first = draft.description.partition("\n")[0]
        if group := self.organizations.find(first):
            yield "hosts", group, first, False
        yield from credited(draft.description, self.organizations)

    def _organization(self, text: str, key: str, draft: Draft, left: Open) -> str:
        """Return the name of an organization; of a plain text only one that the list has, "" for others."""
        if known := self.organizations.find(text):
            return _called(known)
        if draft.plain:
            name = text.partition(" (")[0]
            slug = free_slug(
                name, LONGEST_NEW, "organization", self.organizations.by_form.__contains__
            )
            line = f"{slug} = {quoted(text)}"
            left.doubts.append(
                Doubt(
                    key,
                    f'"{text}" is left out: no organization is called so; if it is one, no person, add {line}',
                )
            )
            return ""
        self._new_noun("organizations", text, self.organizations, {"name": text})
        return text

    def topic_names(self, draft: Draft, left: Open) -> list[str]:
        """Return the topics that the list knows, with a note of the others."""
        known = {text: topic for text in draft.topics if (topic := self.topics.find(text))}
        others = [text for text in draft.topics if text not in known]
        left.notes += [f"Categories: {', '.join(others)}"] if others else []
        return list(dict.fromkeys(map(_called, known.values())))

    def areas(self, draft: Draft, left: Open) -> list[str]:
        """Return the known neighborhoods that are the place, or end a line as they do after a name: Ward, Pilsen."""
        in_place = self._neighborhoods(draft.place.split(", "))
        ends = (
            line.rpartition(",")[2].strip()
            for line in draft.description.splitlines()
            if "," in line
        )
        named = [] if in_place else self._neighborhoods(ends)
        if named:
            left.doubts.append(Doubt("neighborhoods", "named at the ends of lines, a guess"))
        return in_place or named

    def _neighborhoods(self, texts: Iterable[str]) -> list[str]:
        found = filter(None, map(self.neighborhoods.find, texts))
        return list(dict.fromkeys(map(_called, found)))


def free_slug(name: str, longest: int, otherwise: str, is_taken: Callable[[str], bool]) -> str:
    """Return a slug for a name, in Latin letters, that `is_taken` does not say to be another's."""
    letters = "".join(
        sign for sign in name if sign.isascii() or sign.isalnum() or unicodedata.combining(sign)
    )
    form = slug_form(anyascii(letters.replace("'", "")))
    fitting = form if len(form) <= longest else re.sub(r"-[^-]*$", "", form[: longest + 1])
    short = fitting.strip("-")
    slug = base = short if is_slug(short) else otherwise
    number = 1
    while is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _called(noun: Organization | Venue | Topic | Neighborhood) -> str:
    """Return the name that a line of the list calls a noun by."""
    return noun.name.by_language[0][1] if noun.name else noun.slug

"""The names that a draft's event gets in the list: those that it has, and new ones with the lines they need."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from anyascii import anyascii

from desk.drafts.draft import Doubt, Draft
from desk.drafts.recognition import Known, Match, Spot, credited, find_venue, split_names, spot, sure_point
from desk.drafts.words import WORDS
from feeds.catalog import Catalog, Neighborhood, Organization, Topic, Venue, slug_form
from feeds.catalog.texts import quoted
from feeds.catalog.values import is_slug

LONGEST_LINE, LONGEST_NEW = 255, 48  # characters of a name, of a new slug
ONLINE = re.compile(rf"https?://|\b(?:{WORDS['values']['online']})\b", re.IGNORECASE)


@dataclass
class Open:
    """What a draft leaves to the curator: doubts, notes, and the reasons why it is unfinished."""

    doubts: list[Doubt]
    reasons: list[str]
    notes: list[str] = field(default_factory=list)

    def doubt(self, key: str, text: str) -> None:
        """Add a doubt about a key."""
        self.doubts.append(Doubt(key, text))


@dataclass(frozen=True, slots=True)
class Place:
    """A venue as a line of the list has it, or where one is that the list lacks.

    `identity` tells it from others, None where an event has no place; `said` is what the announcement calls it.
    """

    venue: str | Spot = ""
    identity: object = None
    said: str = ""


class Naming:
    """The nouns that a list knows, and those that the drafts so far add, by kind and slug."""

    def __init__(self, catalog: Catalog) -> None:
        self.area = catalog.calendar.area
        self.organizations = Known[Organization](catalog.organizations)
        self.venues = Known[Venue](catalog.venues)
        self.topics = Known[Topic](catalog.topics)
        self.neighborhoods = Known[Neighborhood](catalog.neighborhoods)
        self.new: dict[str, dict[str, dict[str, Any]]] = {"organizations": {}, "topics": {}, "venues": {}}
        self.named: dict[tuple[str, str], str] = {}  # kind and slug form of a new noun → its slug

    def place(self, draft: Draft, left: Open) -> Place:
        """Return where the event is; a place that is only guessed, or one of several, leaves it unfinished."""
        if draft.place and not draft.plain and ONLINE.search(draft.place):
            left.notes.append(f"Place: {draft.place}")
            return Place()
        named = {found[0].noun: (said, found[0]) for said in draft.unsure_places if (found := self._venue(said))}
        if draft.place and all(map(self.neighborhoods.exact, draft.place.split(", "))):
            return Place()
        place = self._said_place(draft, left) if draft.place else Place()
        others = [_called(venue) for venue in named if venue != place.identity]
        if len(others) + bool(place.venue) > 1:
            known = [place.said.replace("\n", ", "), *others] if place.venue else others
            left.reasons.append("several places can be meant: " + ", ".join(f'"{one}"' for one in known))
        if place.venue:
            return place
        if named:
            said, match = next(iter(named.values()))
            if match.guess:
                left.reasons.append(f'"{match.said}" is taken for "{_called(match.noun)}", a guess ({match.guess})')
            return Place(_called(match.noun), match.noun, said)
        return self._place_in_text(draft, left)

    def _said_place(self, draft: Draft, left: Open) -> Place:
        at = spot(draft.place)
        found = find_venue(at, self.venues)
        if not found:
            return Place(at, slug_form(f"{at.name} {at.address}"), draft.place)
        match, against = found
        if match.guess:
            left.doubt("venue", f'"{match.said}" taken for it, a guess ({match.guess})')
        if against:
            said = f'the announcement says "{draft.place}", {against}'.replace("\n", ", ")
            left.reasons += [said] if draft.plain else []
            left.doubts += [] if draft.plain else [Doubt("venue", said)]
        return Place(_called(match.noun), match.noun, draft.place)

    def _venue(self, said: str) -> tuple[Match[Venue], str] | None:
        return find_venue(spot(said), self.venues)

    def _place_in_text(self, draft: Draft, left: Open) -> Place:
        """Return the one known venue that the text names, else what may be a place."""
        named = {match.noun: match for match in self.venues.within(f"{draft.title}\n{draft.description}")}
        if len(named) == 1:
            ((venue, match),) = named.items()
            left.doubt("venue", f'"{match.said}" in the text, a guess')
            return Place(_called(venue), venue, match.said)
        guess = draft.guess or next(map(_called, named), "")
        if draft.online or not guess:
            return Place()
        left.reasons.append(f'is "{guess}" the place? That is only a guess')
        return Place(spot(guess), slug_form(guess), guess)

    def new_venue(self, draft: Draft, place: Spot, *, ready: bool) -> str | dict[str, Any]:
        """Return the slug of a new venue, or its table where another is called so or the event is not ready."""
        point = sure_point(draft.point, self.area)
        table = {"name": place.name[:LONGEST_LINE], "address": place.address[:LONGEST_LINE]}
        known = (*table.items(), ("coordinates", point and list(point)))
        kept = {key: value for key, value in known if value}
        name = place.name or place.address.partition(",")[0]
        return self.new_noun("venues", name, self.venues, kept) if ready else kept

    def new_noun(self, kind: str, name: str, known: Known[Any], table: dict[str, Any]) -> str | dict[str, Any]:
        """Return the slug of a new noun; what is called so already is the same, or the table of a venue used once."""
        form = slug_form(name)
        if slug := self.named.get((kind, form)):
            other = self.new[kind][slug]
            return slug if other.get("address") == table.get("address") else table
        taken = (known.by_form, self.new[kind], {slug for its, slug in self.named if its == kind})
        slug = free_slug(name, LONGEST_NEW, kind.rstrip("s"), lambda slug: any(slug in one for one in taken))
        self.new[kind][slug] = table
        self.named |= {(kind, form): slug, (kind, slug): slug}
        return slug

    def credits(self, draft: Draft, left: Open) -> dict[str, Any]:
        """Return the names of hosts and supporters as the list has them."""
        found: dict[str, list[str]] = {"hosts": [], "supporters": []}
        and_others = draft.and_others
        for key in ("hosts", "supporters"):
            for text in getattr(draft, key):
                names, others, rest = split_names(text, self.organizations)
                and_others |= others
                left.notes += [f"{key}: {rest}"] if rest else []
                found[key] += filter(None, (self._organization(name, key, draft, left) for name in names))
            found[key] += self._known_organizations(getattr(draft, f"unsure_{key}"), key, left)
        for key, match, others in self._in_text(draft):
            name = _called(match.noun)
            if name not in (*found["hosts"], *found["supporters"]):
                found[key].append(name)
                left.doubt(key, f'"{match.said}" comes from the text, a guess')
                and_others |= others
        hosts = list(dict.fromkeys(found["hosts"]))
        supporters = [name for name in dict.fromkeys(found["supporters"]) if name not in hosts]
        return {"hosts": hosts, "supporters": supporters, "and_others": and_others}

    def _known_organizations(self, texts: Iterable[str], key: str, left: Open) -> Iterator[str]:
        """Yield the names that the list has; of any other, which may be a person's, only that there is one."""
        for text in texts:
            whole = self.organizations.exact(text)
            for name in [text] if whole else split_names(text, self.organizations)[0]:
                if known := whole or self.organizations.exact(name):
                    yield _called(known)
                else:
                    left.doubt(
                        key, "a name there may be a person's, and was left out; add it if it is an organization's"
                    )

    def _in_text(self, draft: Draft) -> list[tuple[str, Match[Organization], bool]]:
        _, with_, companions = draft.title.rpartition(" with ")
        named = [("hosts", match, False) for match in self.organizations.within(companions)] if with_ else []
        first = self.organizations.exact(draft.description.partition("\n")[0])  # Meetup begins with its group
        named += [("hosts", Match(first, _called(first)), False)] if first else []
        return [*named, *credited(draft.description, self.organizations)]

    def _organization(self, said: str, key: str, draft: Draft, left: Open) -> str:
        """Return the name of an organization; of a plain text only one that the list has, "" for others."""
        if match := self.organizations.find(said):
            if match.guess:
                left.doubt(key, f'"{said}" taken for "{_called(match.noun)}", a guess ({match.guess} alike)')
            return _called(match.noun)
        short = re.fullmatch(r"(.+?)\s*\(([A-Z][\w .-]{1,20})\)", said)
        name, alias = (short[1], slug_form(short[2])) if short else (said, "")
        taken = alias in self.organizations.by_form or ("organizations", alias) in self.named
        table = {"name": name, "aliases": [short[2]]} if short and not taken else {"name": said}
        if draft.plain:
            slug = free_slug(name, LONGEST_NEW, "organization", self.organizations.by_form.__contains__)
            line = f"{slug} = {quoted(said)}"
            left.doubt(key, f'"{said}" is left out: no organization is called so; if it is one, no person, add {line}')
            return ""
        slug = str(self.new_noun("organizations", str(table["name"]), self.organizations, table))
        if "aliases" in table:
            self.named["organizations", alias] = slug
        return str(self.new["organizations"][slug]["name"])

    def topic_names(self, draft: Draft, left: Open) -> list[str]:
        """Return the topics that the list knows, with a note of the others."""
        names, others = [], []
        for said in draft.topics:
            if match := self.topics.find(said):
                names.append(_called(match.noun))
            else:
                others.append(said)
        left.notes += [f"Categories: {', '.join(others)}"] if others else []
        return list(dict.fromkeys(names))

    def areas(self, draft: Draft, left: Open) -> list[str]:
        """Return the known neighborhoods that are the place, or end a line as they do after a name: Ward, Pilsen."""
        there = [_called(area) for said in draft.place.split(", ") if (area := self.neighborhoods.exact(said))]
        ends = (line.rpartition(",")[2].strip() for line in draft.description.splitlines() if "," in line)
        named = [_called(area) for end in ends if (area := self.neighborhoods.exact(end))]
        if named and not there:
            left.doubt("neighborhoods", "named at the ends of lines, a guess")
        return list(dict.fromkeys(there or named))


def free_slug(name: str, longest: int, otherwise: str, is_taken: Any) -> str:
    """Return a slug for a name, in Latin letters, that `is_taken` does not say to be another's."""
    letters = "".join(sign for sign in name if sign.isascii() or sign.isalnum() or unicodedata.combining(sign))
    form = slug_form(anyascii(re.sub("'", "", letters)))
    whole = form if len(form) <= longest else re.sub(r"-[^-]*$", "", form[: longest + 1])
    short = whole.strip("-")
    slug = base = short if is_slug(short) else otherwise
    number = 1
    while is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _called(noun: Organization | Venue | Topic | Neighborhood) -> str:
    """Return the name that a line of the list calls a noun by."""
    return noun.name.by_language[0][1] if noun.name else noun.slug

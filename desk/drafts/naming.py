"""The names that a draft's event gets in the list: those that it has, and new ones with the lines they need."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from desk.drafts.draft import Doubt, Draft
from desk.drafts.recognition import Known, Match, Spot, credited, find_venue, split_names, spot, sure_point
from feeds.catalog import Catalog, Neighborhood, Organization, Topic, Venue, slug_form
from feeds.catalog.values import is_slug

LONGEST_LINE, LONGEST_NEW = 255, 48  # characters of a name, of a new slug
ONLINE = re.compile(
    r"https?://|\b(?:online|virtual|zoom|webinar|en l[ií]nea|microsoft teams|google meet)\b", re.IGNORECASE
)


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
        self.again = Counter[str]()

    def venue(self, draft: Draft, doubts: list[Doubt]) -> tuple[str | Spot, object, list[str]]:
        """Return what the list calls the venue, else where it is; what tells it from others; what is no venue."""
        if not draft.place or ONLINE.search(draft.place):
            return self.venue_in_text(draft, doubts) if not draft.place else ("", None, [f"Place: {draft.place}"])
        if all(map(self.neighborhoods.exact, draft.place.split(", "))):
            return "", None, []
        place = Spot(draft.place, "") if draft.own and "\n" not in draft.place else spot(draft.place)
        if found := find_venue(place, self.venues):
            match, against = found
            if match.guess:
                doubts.append(Doubt("venue", f'"{match.said}" taken for it, a guess ({match.guess})'))
            if against:
                doubts.append(Doubt("venue", f'the announcement says "{draft.place}", {against}'.replace("\n", ", ")))
            return _called(match.noun), match.noun, []
        return place, slug_form(f"{place.name} {place.address}"), []

    def venue_in_text(self, draft: Draft, doubts: list[Doubt]) -> tuple[str, object, list[str]]:
        """Return the one known venue that a text without a place names."""
        named = {match.noun: match for match in self.venues.within(f"{draft.title}\n{draft.description}")}
        if len(named) != 1:
            return "", None, []
        ((venue, match),) = named.items()
        doubts.append(Doubt("venue", f'"{match.said}" in the text, a guess'))
        return _called(venue), venue, []

    def new_venue(self, draft: Draft, place: Spot) -> str | dict[str, Any]:
        """Return the slug of a new venue, or its table where another is called so."""
        point = sure_point(draft.point, self.area)
        table = {"name": place.name[:LONGEST_LINE], "address": place.address[:LONGEST_LINE]}
        known = (*table.items(), ("coordinates", point and list(point)))
        name = place.name or place.address.partition(",")[0]
        return self.new_noun("venues", name, self.venues, {key: value for key, value in known if value})

    def new_noun(self, kind: str, name: str, known: Known[Any], table: dict[str, Any]) -> str | dict[str, Any]:
        """Return the slug of a new noun; what is called so already is the same, or the table of a venue used once."""
        form = slug_form(name)
        if slug := self.named.get((kind, form)):
            other = self.new[kind][slug]
            return slug if other.get("address") == table.get("address") else table
        short = form[:LONGEST_NEW].strip("-")
        slug = base = short if is_slug(short) else f"{kind.rstrip('s')}-{len(self.new[kind]) + 1}"
        while slug in known.by_form or slug in self.new[kind] or (kind, slug) in self.named:
            self.again[base] += 1
            slug = f"{base}-{self.again[base] + 1}"
        self.new[kind][slug] = table
        self.named |= {(kind, form): slug, (kind, slug): slug}
        return slug

    def credits(self, draft: Draft, doubts: list[Doubt]) -> dict[str, Any]:
        """Return the names of hosts and supporters as the list has them."""
        found: dict[str, list[str]] = {"hosts": [], "supporters": [], "notes": []}
        and_others = draft.and_others
        for key in ("hosts", "supporters"):
            for text in getattr(draft, key):
                names, others, rest = ([text], False, "") if draft.own else split_names(text, self.organizations)
                and_others |= others
                found["notes"] += [f"{key}: {rest}"] if rest else []
                found[key] += [self.organization(name, key, doubts) for name in names]
        found["hosts"] += self.known_organizations(draft.unsure_hosts, "hosts", doubts)
        found["supporters"] += self.known_organizations(draft.unsure_supporters, "supporters", doubts)
        for key, match, others in self.in_text(draft):
            name = _called(match.noun)
            if name not in (*found["hosts"], *found["supporters"]):
                found[key].append(name)
                doubts.append(Doubt(key, f'"{match.said}" comes from the text, a guess'))
                and_others |= others
        hosts = list(dict.fromkeys(found["hosts"]))
        supporters = [name for name in dict.fromkeys(found["supporters"]) if name not in hosts]
        return {"hosts": hosts, "supporters": supporters, "and_others": and_others, "notes": found["notes"]}

    def known_organizations(self, names: Iterable[str], key: str, doubts: list[Doubt]) -> Iterator[str]:
        """Yield the names that the list has; of any other, which may be a person's, only that there is one."""
        for name in names:
            if found := self.organizations.exact(name):
                yield _called(found)
            else:
                doubts.append(
                    Doubt(key, "a name there may be a person's, and was left out; add it if it is an organization's")
                )

    def in_text(self, draft: Draft) -> list[tuple[str, Match[Organization], bool]]:
        _, with_, companions = draft.title.rpartition(" with ")
        named = [("hosts", match, False) for match in self.organizations.within(companions)] if with_ else []
        first = self.organizations.exact(draft.description.partition("\n")[0])  # Meetup begins with its group
        named += [("hosts", Match(first, _called(first)), False)] if first else []
        return [*named, *credited(draft.description, self.organizations)] if not draft.own else []

    def organization(self, said: str, key: str, doubts: list[Doubt]) -> str:
        if match := self.organizations.find(said):
            if match.guess:
                doubts.append(Doubt(key, f'"{said}" taken for "{_called(match.noun)}", a guess ({match.guess} alike)'))
            return _called(match.noun)
        short = re.fullmatch(r"(.+?)\s*\(([A-Z][\w .-]{1,20})\)", said)
        name, alias = (short[1], slug_form(short[2])) if short else (said, "")
        taken = alias in self.organizations.by_form or ("organizations", alias) in self.named
        table = {"name": name, "aliases": [short[2]]} if short and not taken else {"name": said}
        slug = str(self.new_noun("organizations", str(table["name"]), self.organizations, table))
        if "aliases" in table:
            self.named["organizations", alias] = slug
        return str(self.new["organizations"][slug]["name"])

    def topic_names(self, draft: Draft) -> tuple[list[str], list[str]]:
        """Return the topics that the list knows, and a note of the others; those of Handbill's own feeds are new."""
        names, others = [], []
        for said in draft.topics:
            if match := self.topics.find(said):
                names.append(_called(match.noun))
            elif draft.own:
                slug = str(self.new_noun("topics", said, self.topics, {"name": said}))
                names.append(self.new["topics"][slug]["name"])
            else:
                others.append(said)
        return list(dict.fromkeys(names)), [f"Categories: {', '.join(others)}"] if others else []

    def areas(self, draft: Draft, doubts: list[Doubt]) -> list[str]:
        """Return the known neighborhoods that end a line, as they do after a name: 25th Ward, Pilsen."""
        ends = (line.rpartition(",")[2].strip() for line in draft.description.splitlines() if "," in line)
        named = [_called(area) for end in ends if (area := self.neighborhoods.exact(end))]
        doubts += [Doubt("neighborhoods", "named at the ends of lines, a guess")] if named else []
        named = [_called(area) for said in draft.place.split(", ") if (area := self.neighborhoods.exact(said))] or named
        return list(dict.fromkeys(named))


def _called(noun: Organization | Venue | Topic | Neighborhood) -> str:
    """Return the name that a line of the list calls a noun by."""
    return noun.name.by_language[0][1] if noun.name else noun.slug

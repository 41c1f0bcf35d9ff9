"""What a draft becomes in the list: an event with names that the list knows, and the lines of those it does not."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from feeds.catalog import Catalog, Neighborhood, Organization, Topic, Venue, When, slug_form, zone
from feeds.catalog.events import LONGEST_SERIES
from feeds.catalog.links import TRACKING
from feeds.catalog.values import is_slug
from feeds.curation.drafts.draft import Doubt, Draft, cleaned
from feeds.curation.drafts.own import unwritten
from feeds.curation.drafts.recognition import Known, Match, Spot, credited, find_venue, split_names, spot, sure_point
from feeds.curation.drafts.times import against_text, written
from feeds.entries import shorten

LONGEST_LINE, LONGEST_UID, LONGEST_ID = 255, 191, 48
NOON = re.compile(r"\b12(?::00)?\s?([ap])\.?m\b", re.IGNORECASE)
ONLINE = re.compile(
    r"https?://|\b(?:online|virtual|zoom|webinar|en l[ií]nea|microsoft teams|google meet)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One table of [[events]] to be: its keys in their order, and what is doubtful. Not `ready`: `when` is missing."""

    values: dict[str, Any]
    doubts: tuple[Doubt, ...]
    ready: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a source adds to a list: `nouns` by kind and slug, events. `known` says what the list has already."""

    nouns: dict[str, dict[str, dict[str, Any]]]
    events: tuple[Proposal, ...]
    known: tuple[str, ...]


def propose(drafts: Iterable[Draft], catalog: Catalog, taken: Iterable[str]) -> Proposed:
    """Return what the drafts add to a list in which the ids `taken` were ever published."""
    desk = _Desk(catalog, set(taken))
    read = (unwritten(draft, catalog.calendar) if draft.own else draft for draft in drafts)
    events = [event for draft in read if (event := desk.propose(cleaned(draft)))]
    return Proposed({kind: nouns for kind, nouns in desk.new.items() if nouns}, tuple(events), tuple(desk.seen))


@dataclass
class _Desk:
    catalog: Catalog
    ids: set[str]
    new: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {"organizations": {}, "topics": {}, "venues": {}}
    )
    named: dict[tuple[str, str], str] = field(default_factory=dict)  # kind and slug form of a new noun → its slug
    again: Counter[str] = field(default_factory=Counter)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        catalog = self.catalog
        self.zone = zone(catalog.calendar.timezone)
        self.organizations = Known[Organization](catalog.organizations)
        self.venues = Known[Venue](catalog.venues)
        self.topics = Known[Topic](catalog.topics)
        self.neighborhoods = Known[Neighborhood](catalog.neighborhoods)
        self.uids = {event.uid: event.id for event in catalog.events}
        self.uids |= {event.uid: event.id for event in catalog.withdrawals}
        self.by_day: defaultdict[tuple[str, object], list[tuple[str, When, object, str]]] = defaultdict(list)
        for event in catalog.events:
            self.ids |= {event.id, event.series, *event.aliases}
            for _, title in event.title.words:
                self.remember(title, event.when, event.id, _place_of(event.venue), event.source)
        self.ids |= {id for one in catalog.withdrawals for id in (one.id, *one.aliases)}

    def remember(self, title: str, when: When, id: str, place: object, source: str) -> None:
        self.by_day[slug_form(title), when.start_day].append((id, when, place, source))

    def propose(self, draft: Draft) -> Proposal | None:
        """Return the event that a draft makes, None where the list has it."""
        doubts = list(draft.doubts)
        if self.is_known(draft):
            return None
        venue, place, notes = self.venue(draft, doubts)
        whens = [when for when in draft.when if not self.same(draft, when, place)]
        if not whens and draft.when:
            self.seen.append(f'"{draft.title}": the list has it as "{self.same(draft, draft.when[0], place)}"')
            return None
        whens = self.times(draft, whens, doubts)
        at: str | dict[str, Any] = ""
        if isinstance(venue, Spot):
            table = self.table(draft, venue)
            at = self.new_noun("venues", venue.name or venue.address.partition(",")[0], self.venues, table)
        else:
            at = venue
        names = self.credits(draft, doubts)
        title = shorten(draft.title, LONGEST_LINE - 1) or draft.title[: LONGEST_LINE - 1]
        if title != draft.title:
            doubts.append(Doubt("title", "shortened, the whole is in the notes"))
            notes.append(draft.title)
        id = self.id(draft, whens)
        topics, others = self.topic_names(draft)
        notes = [*notes, *names.pop("notes"), *others, *draft.notes]
        links = {key: self.link(getattr(draft, key), notes) for key in ("signup", "url")}
        for when in whens:
            self.remember(draft.title, when, id, place, "")  # one page may have two of a name on one day
        values = {
            "id": id,
            "title": title or "?",
            "when": [written(when) for when in whens] if len(whens) > 1 else written(whens[0]) if whens else draft.said,
            "venue": at,
            **names,
            "topics": topics,
            "neighborhoods": [] if venue else self.areas(draft, doubts),
            "description": draft.description,
            "ends_at": draft.ends_at[:LONGEST_LINE],
            **links,
            "contact": draft.contact[:LONGEST_LINE],
            "status": draft.status if draft.status != "confirmed" else "",
            "uid": self.uid(draft, id, whens, notes),
            "notes": "\n".join(notes),
            "source": draft.source[:LONGEST_LINE],
        }
        ready = bool(whens) and bool(draft.title)
        kept = {key: value for key, value in values.items() if value not in ("", [], False, None)}
        return Proposal(kept, tuple(dict.fromkeys(doubts)), ready)

    def is_known(self, draft: Draft) -> bool:
        """Say whether the list has the draft's UID; where it has it at another time, say so."""
        id = self.uids.get(draft.uid) if draft.uid else None
        if id is None:
            return False
        there = [event.when for event in self.catalog.events if event.id == id]
        differs = there and draft.when and there[0] not in draft.when
        now = f", there on {written(there[0])}, here on {written(draft.when[0])}" if differs else ""
        self.seen.append(f'"{draft.title}": the list has it as "{id}"{now}')
        return True

    def same(self, draft: Draft, when: When, place: object) -> str | None:
        """Return the id of the event that has this title on this day: at this hour and place, or from this source."""
        for id, its, there, source in self.by_day.get((slug_form(draft.title), when.start_day), ()):
            if (source and source == draft.source) or (its.start == when.start and place in (there, None)):
                return id
        return None

    def times(self, draft: Draft, whens: Sequence[When], doubts: list[Doubt]) -> list[When]:
        if len(whens) != 1:
            return list(whens)
        when, found = against_text(whens[0], draft.description, self.zone)
        doubts += [Doubt("when", text) for text in found]
        if isinstance(when.start, datetime) and when.end is None:
            doubts.append(Doubt("when", "no end is announced"))
        for noon in NOON.finditer(draft.said):
            doubts.append(Doubt("when", f'"{noon[0]}" is {"noon" if noon[1] in "pP" else "midnight"}'))
        return [when]

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

    def table(self, draft: Draft, place: Spot) -> dict[str, Any]:
        point = sure_point(draft.point, self.catalog.calendar.area)
        table = {"name": place.name[:LONGEST_LINE], "address": place.address[:LONGEST_LINE]}
        return {key: value for key, value in (*table.items(), ("coordinates", point and list(point))) if value}

    def new_noun(self, kind: str, name: str, known: Known[Any], table: dict[str, Any]) -> str | dict[str, Any]:
        """Return the slug of a new noun; what is called so already is the same, or the table of a venue used once."""
        form = slug_form(name)
        if slug := self.named.get((kind, form)):
            other = self.new[kind][slug]
            return slug if other.get("address") == table.get("address") else table
        short = form[:LONGEST_ID].strip("-")
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
        for key, match, others in self.in_text(draft):
            name = _called(match.noun)
            if name not in (*found["hosts"], *found["supporters"]):
                found[key].append(name)
                doubts.append(Doubt(key, f'"{match.said}" comes from the text, a guess'))
                and_others |= others
        hosts = list(dict.fromkeys(found["hosts"]))
        supporters = [name for name in dict.fromkeys(found["supporters"]) if name not in hosts]
        return {"hosts": hosts, "supporters": supporters, "and_others": and_others, "notes": found["notes"]}

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

    def id(self, draft: Draft, whens: Sequence[When]) -> str:
        """Return an id that no event has or had: title and year, or the one that Handbill gave it."""
        before, _, domain = draft.uid.partition("@")
        if draft.own and domain == self.catalog.calendar.domain and is_slug(before) and before not in self.ids:
            self.ids.add(before)
            return before
        form = slug_form(re.sub("['’]", "", draft.title))
        words = form.encode("ascii", "ignore").decode() if not is_slug(form[:LONGEST_SERIES].strip("-")) else form
        words = re.sub(r"-[^-]*$", "", words[: LONGEST_ID + 1]) if len(words) > LONGEST_ID else words
        year = f"-{whens[0].start_day.year}" if whens else ""
        id = base = (words.strip("-") if is_slug(words.strip("-")) else "event") + year
        while id in self.ids:
            self.again[base] += 1
            id = f"{base}-{self.again[base] + 1}"
        self.ids.add(id)
        return id

    def uid(self, draft: Draft, id: str, whens: Sequence[When], notes: list[str]) -> str:
        """Return the UID to keep: none for a series, whose dates have their own, nor where the id makes it anyway."""
        if not draft.uid or draft.uid == f"{id}@{self.catalog.calendar.domain}":
            return ""
        if len(draft.when) > 1 or not re.fullmatch(rf"[!-~]{{1,{LONGEST_UID}}}", draft.uid):
            notes.append(f"UID: {draft.uid}")
            return ""
        self.uids[draft.uid] = id
        return draft.uid

    def link(self, address: str, notes: list[str]) -> str:
        """Return a web address without what tells who clicked; what is none goes to the notes."""
        try:
            parts = urlsplit(address)
            valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            valid = False
        if not valid:
            notes += [address] if address else []
            return ""
        while tracking := TRACKING.search(address):
            rest = re.sub(r"^[^&#]*&?", "", address[tracking.end() :])
            address = (address[: tracking.start() + 1] + rest).rstrip("?&")
        return quote(address, safe="%/:=&?~#+!$,;'@()*[]")


def _called(noun: Organization | Venue | Topic | Neighborhood) -> str:
    """Return the name that a line of the list calls a noun by."""
    return noun.name.words[0][1] if noun.name else noun.slug


def _place_of(venue: Venue | None) -> object:
    """Return what tells a venue of the list from others; None where an event has none."""
    if venue is None or venue.slug:
        return venue
    return slug_form(f"{venue.name.words[0][1] if venue.name else ''} {venue.address}")

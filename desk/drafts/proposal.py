"""What a draft becomes in the list: an event with names that the list knows, and the lines of those it does not."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from desk.drafts.draft import Doubt, Draft, cleaned
from desk.drafts.naming import Naming
from desk.drafts.recognition import Spot
from desk.drafts.times import against_text
from feeds.catalog import Catalog, Venue, When, slug_form, zone
from feeds.catalog.event_table import LONGEST_SERIES
from feeds.catalog.links import TRACKING
from feeds.catalog.values import is_slug
from feeds.catalog.when import written
from feeds.entries import shorten
from feeds.translations.locales import territory

LONGEST_LINE, LONGEST_UID, LONGEST_ID = 255, 191, 48
LONGEST_REMARK = 500  # characters of a cost, or of how accessible a place is
NOON = re.compile(r"\b12(?::00)?\s?([ap])\.?m\b", re.IGNORECASE)


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
    country = territory(catalog.calendar.timezone)
    events = [event for draft in drafts if (event := desk.propose(cleaned(draft, country)))]
    return Proposed({kind: nouns for kind, nouns in desk.names.new.items() if nouns}, tuple(events), tuple(desk.seen))


@dataclass
class _Desk:
    catalog: Catalog
    ids: set[str]
    again: Counter[str] = field(default_factory=Counter)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        catalog = self.catalog
        self.zone = zone(catalog.calendar.timezone)
        self.names = Naming(catalog)
        self.uids = {event.uid: event.id for event in catalog.events}
        self.uids |= {event.uid: event.id for event in catalog.withdrawals}
        self.by_day: defaultdict[tuple[str, object], list[tuple[str, When, object, str, str]]] = defaultdict(list)
        for event in catalog.events:
            self.ids |= {event.id, event.series, *event.aliases}
            for _, title in event.title.by_language:
                self.remember(title, event.when, event.id, _place_of(event.venue), event.source)
        self.ids |= {id for one in catalog.withdrawals for id in (one.id, *one.aliases)}

    def remember(self, title: str, when: When, id: str, place: object, source: str, uid: str = "") -> None:
        self.by_day[slug_form(title), when.start_day].append((id, when, place, source, uid))

    def propose(self, draft: Draft) -> Proposal | None:
        """Return the event that a draft makes, None where the list has it."""
        doubts = list(draft.doubts)
        if self.is_known(draft):
            return None
        venue, place, notes = self.names.venue(draft, doubts)
        whens = [when for when in draft.when if not self.same(draft, when, place)]
        if not whens and draft.when:
            self.seen.append(f'"{draft.title}": the list has it as "{self.same(draft, draft.when[0], place)}"')
            return None
        event = self.event(draft, self.times(draft, whens, doubts), venue, notes, doubts)
        for when in whens:
            self.remember(draft.title, when, event.values["id"], place, "", draft.uid)  # a page may have two a day
        return event

    def event(
        self, draft: Draft, whens: Sequence[When], venue: str | Spot, notes: list[str], doubts: list[Doubt]
    ) -> Proposal:
        """Return the keys of an event that is new."""
        at = self.names.new_venue(draft, venue) if isinstance(venue, Spot) else venue
        names = self.names.credits(draft, doubts)
        title = shorten(draft.title, LONGEST_LINE - 1) or draft.title[: LONGEST_LINE - 1]
        if title != draft.title:
            doubts.append(Doubt("title", "shortened, the whole is in the notes"))
            notes.append(draft.title)
        id = self.id(draft, whens)
        topics, others = self.names.topic_names(draft)
        notes = [*notes, *names.pop("notes"), *others, *draft.notes]
        links = {key: self.link(getattr(draft, key), notes) for key in ("signup", "url")}
        values = {
            "id": id,
            "title": title or "?",
            "when": [written(when) for when in whens] if len(whens) > 1 else written(whens[0]) if whens else draft.said,
            "venue": at,
            "room": draft.room,
            "online": draft.online,
            **names,
            "topics": topics,
            "neighborhoods": [] if venue else self.names.areas(draft, doubts),
            "description": draft.description,
            "cost": draft.cost[:LONGEST_REMARK],
            "accessibility": draft.accessibility[:LONGEST_REMARK],
            "ends_at": draft.ends_at[:LONGEST_LINE],
            **links,
            "contact": draft.contact[:LONGEST_LINE],
            "status": draft.status if draft.status != "confirmed" else "",
            "uid": self.uid(draft, id, whens, notes),
            "notes": "\n".join(notes),
            "source": draft.source[:LONGEST_LINE],
        }
        doubts += [Doubt("", reason) for reason in draft.unfinished]
        ready = bool(whens) and bool(draft.title) and not draft.unfinished
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
        for id, its, there, source, uid in self.by_day.get((slug_form(draft.title), when.start_day), ()):
            if uid and draft.uid and uid != draft.uid:  # in one calendar, two events
                continue
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


def _place_of(venue: Venue | None) -> object:
    """Return what tells a venue of the list from others; None where an event has none."""
    if venue is None or venue.slug:
        return venue
    return slug_form(f"{venue.name.by_language[0][1] if venue.name else ''} {venue.address}")

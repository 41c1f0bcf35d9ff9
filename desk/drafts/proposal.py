"""What a draft becomes in the list: an event with names that the list knows, and the lines of those it does not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from desk.drafts.draft import Doubt, Draft, cleaned
from desk.drafts.naming import Naming, Open, Place, free_slug
from desk.drafts.places import NameAndAddress
from feeds.catalog import Catalog, Venue, When, slug_form
from feeds.catalog.links import TRACKING
from feeds.catalog.when import format_when
from feeds.description import shorten
from feeds.translations.locales import territory

LONGEST_LINE, LONGEST_UID, LONGEST_ID = 255, 191, 48
# characters
LONGEST = {"ends_at": 255, "contact": 255, "source": 255, "cost": 500, "accessibility": 500}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One table of [[events]] to be: its keys in their order, and what is doubtful.

    Not `ready`: a curator must decide why the `reasons` say, and `readings` are other times that can be meant.
    """

    values: dict[str, Any]
    doubts: tuple[Doubt, ...]
    ready: bool
    reasons: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


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
    return Proposed(
        {kind: nouns for kind, nouns in desk.names.new.items() if nouns},
        tuple(events),
        tuple(desk.known),
    )


@dataclass
class _Desk:
    catalog: Catalog
    ids: set[str]
    known: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        catalog = self.catalog
        self.names = Naming(catalog)
        self.uids = {event.uid: event.id for event in catalog.events}
        self.uids |= {event.uid: event.id for event in catalog.withdrawals}
        self.by_day: defaultdict[tuple[str, object], list[tuple[str, When, object, str, str]]] = (
            defaultdict(list)
        )
        for event in catalog.events:
            self.ids |= {event.id, event.series, *event.aliases}
            for _, title in event.title.by_language:
                self.remember(title, event.when, event.id, _place_of(event.venue), event.source)
        self.ids |= {id for one in catalog.withdrawals for id in (one.id, *one.aliases)}

    def remember(
        self, title: str, when: When, id: str, place: object, source: str, uid: str = ""
    ) -> None:
        self.by_day[slug_form(title), when.start_day].append((id, when, place, source, uid))

    def propose(self, draft: Draft) -> Proposal | None:
        """Return the event that a draft makes, None where the list has it."""
        if self.is_known(draft):
            return None
        left = Open(list(draft.doubts), list(draft.unfinished), [])
        place = self.names.place(draft, left)
        whens = [when for when in draft.when if not self.same(draft, when, place.identity)]
        if not whens and draft.when:
            self.known.append(
                f'"{draft.title}": the list has it as "{self.same(draft, draft.when[0], place.identity)}"'
            )
            return None
        if len(whens) == 1 and not whens[0].all_day and whens[0].end is None:
            left.doubts.append(Doubt("when", "no end is announced"))
        id = self.id(draft, whens)
        values = self.values(draft, id, whens, place, left)
        for when in whens:
            # a page may have two a day
            self.remember(draft.title, when, id, place.identity, "", draft.uid)
        values = {
            key: value[: LONGEST[key]] if key in LONGEST else value
            for key, value in values.items()
            if value
        }
        ready = bool(whens) and bool(draft.title) and not left.reasons
        others = (
            ()
            if ready
            else tuple(map(format_when, draft.readings if whens else draft.readings[1:]))
        )
        doubts, reasons = tuple(dict.fromkeys(left.doubts)), tuple(dict.fromkeys(left.reasons))
        return Proposal(values, doubts, ready, reasons, others)

    def values(
        self, draft: Draft, id: str, whens: Sequence[When], place: Place, left: Open
    ) -> dict[str, Any]:
        """Return the keys of an event in their order."""
        title = shorten(draft.title, LONGEST_LINE - 1) or draft.title[: LONGEST_LINE - 1]
        if title != draft.title:
            left.doubts.append(Doubt("title", "shortened, the whole is in the notes"))
            left.notes.append(draft.title)
        times = [format_when(when) for when in whens or draft.readings[:1]]
        names = self.names.credits(draft, left)
        venue, ready = place.venue, bool(whens) and not left.reasons
        lines = draft.description.split("\n")
        return {
            "id": id,
            "title": title or "?",
            "when": times if len(times) > 1 else times[0] if times else draft.raw_when,
            "venue": self.names.new_venue(draft, venue, ready=ready)
            if isinstance(venue, NameAndAddress)
            else venue,
            "room": draft.room,
            "online": (self.link(draft.online, []) or True)
            if isinstance(draft.online, str)
            else draft.online,
            **names,
            "topics": self.names.topic_names(draft, left),
            "neighborhoods": [] if venue else self.names.areas(draft, left),
            "description": "\n".join(
                line for line in lines if not line or line != place.text
            ).strip(),
            "ends_at": draft.ends_at,
            "signup": self.link(draft.signup, left.notes),
            "url": self.link(draft.url, left.notes),
            "cost": draft.cost,
            "accessibility": draft.accessibility,
            "contact": draft.contact,
            "status": draft.status if draft.status != "confirmed" else "",
            "uid": self.uid(draft, id, whens, left.notes),
            "notes": "\n".join((*left.notes, *draft.notes)),
            "source": draft.source,
        }

    def is_known(self, draft: Draft) -> bool:
        """Say whether the list has the draft's UID; where it has it at another time, say so."""
        id = self.uids.get(draft.uid) if draft.uid else None
        if id is None:
            return False
        listed = [event.when for event in self.catalog.events if event.id == id]
        differs = listed and draft.when and listed[0] not in draft.when
        moved = (
            f", there on {format_when(listed[0])}, here on {format_when(draft.when[0])}"
            if differs
            else ""
        )
        self.known.append(f'"{draft.title}": the list has it as "{id}"{moved}')
        return True

    def same(self, draft: Draft, when: When, place: object) -> str | None:
        """Return the id of the event that has this title on this day: at this hour and place, or from this source."""
        for id, its, venue, source, uid in self.by_day.get(
            (slug_form(draft.title), when.start_day), ()
        ):
            if uid and draft.uid and uid != draft.uid:  # in one calendar, two events
                continue
            if (source and source == draft.source) or (
                its.start == when.start and place in (venue, None)
            ):
                return id
        return None

    def id(self, draft: Draft, whens: Sequence[When]) -> str:
        """Return an id never used before: title and year."""
        year = f" {whens[0].start_day.year}" if whens else ""
        words = free_slug(draft.title, LONGEST_ID, "event", lambda _: False)
        id = free_slug(words + year, LONGEST_ID + len(year), "event", self.ids.__contains__)
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
        """Return a web address without tracking; other text goes to the notes."""
        if re.match(r"[\w-]+(?:\.[\w-]+)+(?:/|$)", address):
            address = f"https://{address}"
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

"""Drafts as tables of [[events]], with the names of the list, and tables of names that it lacks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from desk.drafts.draft import UNFINISHED, Doubt, Draft, cleaned, doubt
from desk.drafts.naming import Naming, Place, latin_slug, unused
from desk.drafts.places import NameAndAddress
from feeds.catalog import Catalog, Event, Venue, When, Withdrawal, cached_slug_form
from feeds.catalog.keys import TABLES
from feeds.catalog.links import TRACKING, UID
from feeds.catalog.texts import clean_line
from feeds.catalog.when import format_when
from feeds.description import shorten
from feeds.translations.locales import territory

# In characters.
LONGEST_TITLE, LONGEST_ID = 254, 48
LONGEST = dict.fromkeys(("ends_at", "contact", "source"), 255)
LONGEST |= {"room": 100, "cost": 500, "accessibility": 500}


@dataclass(frozen=True, slots=True)
class ProposedEvent:
    """A table of [[events]]: its keys in their order, and what a curator must check.

    If not `ready` it is written as a comment; `readings` are other times that it can mean.
    """

    values: dict[str, Any]
    doubts: tuple[Doubt, ...]
    ready: bool
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a source adds to a list: nouns by kind and slug, and events.

    `known` has a sentence for each event that the list already has.
    """

    nouns: dict[str, dict[str, dict[str, Any]]]
    events: tuple[ProposedEvent, ...]
    known: tuple[str, ...]


class Listed(NamedTuple):
    """An event of the list, or an earlier draft: what decides whether another is the same."""

    id: str
    when: When
    place: object
    source: str
    uid: str = ""


def propose(drafts: Iterable[Draft], catalog: Catalog, taken: Iterable[str]) -> Proposals:
    """Return what the drafts add to a list; the ids `taken` were published before."""
    proposer = _Proposer(catalog, set(taken))
    country = territory(catalog.calendar.timezone)
    found = [proposer.propose(cleaned(draft, country)) for draft in drafts]
    nouns = {kind: nouns for kind, nouns in proposer.names.new.items() if nouns}
    return Proposals(nouns, tuple(filter(None, found)), tuple(proposer.known))


class _Proposer:
    def __init__(self, catalog: Catalog, ids: set[str]) -> None:
        self.names, self.ids = Naming(catalog), ids
        self.domain = catalog.calendar.domain
        self.known = list[str]()
        self.ids_by_uid = dict[str, str]()
        self.times_by_id = dict[str, When]()
        self.listed = defaultdict[tuple[str, object], list[Listed]](list)
        published: Iterable[Event | Withdrawal] = (*catalog.events, *catalog.withdrawals)
        for one in published:
            self.ids_by_uid[one.uid] = one.id
            self.ids |= {one.id, *one.aliases}
        for event in catalog.events:
            self.ids.add(event.series)
            self.times_by_id[event.id] = event.when
            listed = Listed(event.id, event.when, _identity(event.venue), event.source)
            for _, title in event.title.by_language:
                self._remember(title, listed)

    def _remember(self, title: str, listed: Listed) -> None:
        self.listed[cached_slug_form(title), listed.when.start_day].append(listed)

    def propose(self, draft: Draft) -> ProposedEvent | None:
        """Return the event of a draft, None if the list has it."""
        if draft.uid in self.ids_by_uid:
            self._report_known(draft)
            return None
        doubts, notes = list(draft.doubts), list[str]()
        place = self.names.place(draft, doubts)
        same = [self._same(draft, when, place.identity) for when in draft.when]
        whens = [when for when, id in zip(draft.when, same, strict=True) if id is None]
        if draft.when and not whens:
            self.known.append(f'"{draft.title}": the list has it as "{same[0]}"')
            return None
        if len(whens) == 1 and not whens[0].all_day and whens[0].end is None:
            doubts.append(doubt("when", "no-end"))
        id = self._id(draft, whens)
        values = self._values(draft, id, whens, place, doubts, notes)
        for when in whens:
            # Without the source: a page may have two events on one day.
            self._remember(draft.title, Listed(id, when, place.identity, "", draft.uid))
        ready = bool(whens and draft.title) and not _unfinished(doubts)
        times = draft.readings if whens else draft.readings[1:]
        readings = () if ready else tuple(map(format_when, times))
        doubts.sort(key=lambda one: one.key == UNFINISHED)
        clean = (Doubt(key, clean_line(text)) for key, text in doubts)
        return ProposedEvent(values, tuple(dict.fromkeys(clean)), ready, readings)

    def _values(
        self,
        draft: Draft,
        id: str,
        whens: Sequence[When],
        place: Place,
        doubts: list[Doubt],
        notes: list[str],
    ) -> dict[str, Any]:
        """Return the keys of an event in the order of docs/format.md, without empty ones."""
        names = self.names.credits(draft, doubts, notes)
        times = [format_when(when) for when in whens or draft.readings[:1]]
        venue: str | dict[str, Any] | NameAndAddress = place.venue
        if isinstance(venue, NameAndAddress):
            permanent = bool(whens) and not _unfinished(doubts)
            venue = self.names.new_venue(draft, venue, permanent=permanent)
        lines = [line for line in draft.description.split("\n") if line != place.text or not line]
        link = _link(draft.online, []) if isinstance(draft.online, str) else ""
        values = {key: getattr(draft, key)[:longest] for key, longest in LONGEST.items()}
        # A list refuses a room without a venue.
        if draft.room and not venue:
            notes.append(f"Room: {values.pop('room')}")
        values |= names | {
            "id": id,
            "title": _title(draft, doubts, notes),
            "when": times if len(times) > 1 else "".join(times) or draft.raw_when,
            "venue": venue,
            "online": link or bool(draft.online),
            "topics": self.names.topics(draft, notes),
            "neighborhoods": [] if venue else self.names.areas(draft, doubts),
            "description": "\n".join(lines).strip(),
            "signup": _link(draft.signup, notes),
            "url": _link(draft.url, notes),
            "status": "" if draft.status == "confirmed" else draft.status,
            "uid": self._uid(draft, id, notes),
            "notes": "\n".join((*notes, *draft.notes)),
        }
        return {key: values[key] for key in TABLES["event"] if values.get(key)}

    def _report_known(self, draft: Draft) -> None:
        """Report that the list has the draft's UID, and both times if they differ."""
        id = self.ids_by_uid[draft.uid]
        listed_when = self.times_by_id.get(id)
        text = f'"{draft.title}": the list has it as "{id}"'
        if listed_when and draft.when and listed_when not in draft.when:
            text += f", there on {format_when(listed_when)}, here on {format_when(draft.when[0])}"
        self.known.append(text)

    def _same(self, draft: Draft, when: When, place: object) -> str | None:
        """Return the id of the event with this title on this day, if it is the same one.

        It is if the source is the same, or hour and place are; but a calendar has two events
        of two UIDs.
        """
        for listed in self.listed.get((cached_slug_form(draft.title), when.start_day), ()):
            if draft.uid and listed.uid not in ("", draft.uid):
                continue
            same_source = draft.source and listed.source == draft.source
            same_hour = listed.when.start == when.start
            if same_source or (same_hour and place in (listed.place, None)):
                return listed.id
        return None

    def _id(self, draft: Draft, whens: Sequence[When]) -> str:
        """Return an id never used before: title and year."""
        id = latin_slug(draft.title, LONGEST_ID, "event")
        if whens:
            id += f"-{whens[0].start_day.year}"
        id = unused(id, self.ids)
        self.ids.add(id)
        return id

    def _uid(self, draft: Draft, id: str, notes: list[str]) -> str:
        """Return the UID to keep: none for a series, nor where the id makes the same one."""
        if not draft.uid or draft.uid == f"{id}@{self.domain}":
            return ""
        # Each date of a series gets its own.
        if len(draft.when) > 1 or not UID.fullmatch(draft.uid):
            notes.append(f"UID: {draft.uid}")
            return ""
        self.ids_by_uid[draft.uid] = id
        return draft.uid


def _title(draft: Draft, doubts: list[Doubt], notes: list[str]) -> str:
    title = shorten(draft.title, LONGEST_TITLE) or draft.title[:LONGEST_TITLE]
    if title != draft.title:
        doubts.append(doubt("title", "shortened"))
        notes.append(draft.title)
    return title or "?"


def _unfinished(doubts: Iterable[Doubt]) -> bool:
    return any(one.key == UNFINISHED for one in doubts)


def _link(address: str, notes: list[str]) -> str:
    """Return a web address without tracking, "" for any other text, which goes to the notes."""
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
    query = [pair for pair in parts.query.split("&") if not TRACKING.match(f"?{pair}")]
    address = parts._replace(query="&".join(query)).geturl()
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]")


def _identity(venue: Venue | None) -> object:
    """Return what distinguishes a venue of the list from others, None for no venue."""
    if venue is None or venue.slug:
        return venue
    return cached_slug_form(f"{venue.name.by_language[0][1] if venue.name else ''} {venue.address}")

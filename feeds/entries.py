"""What a subscriber sees of one event in one language: finished strings, without public addresses or a clock."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from feeds.catalog import (
    DETAILS,
    Attendance,
    Calendar,
    Event,
    Organization,
    Point,
    Shown,
    Status,
    Text,
    Venue,
    instant,
    is_free,
    zone,
)
from feeds.translations import Translator

LONGEST_DESCRIPTION = 2500  # characters before escaping; Proton takes 3,000 (clients.md)
LONGEST_NAMES = 500
VENUE_PREFIX = "venue_"  # before the key of a detail of the venue, not of the event
SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s|$)")
WORD_END = re.compile(r"(.*\S)\s", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place. `title` and `address` are one line each, without double quotes; either may be empty.

    If it is not `named`, its title is the first part of its address.
    """

    title: str
    address: str
    point: Point | None
    precision: str = ""  # the geocoder's term for its match; "" for a pin
    named: bool = True

    @property
    def has_address(self) -> bool:
        """Whether an address was announced."""
        return bool(self.address) or not self.named

    @property
    def location(self) -> str:
        """The value of LOCATION: Apple shows a map only if it is X-TITLE, newline, X-ADDRESS (rule 31)."""
        return "\n".join(part for part in (self.title, self.address) if part)


@dataclass(frozen=True, slots=True)
class Move:
    """When and where an event was first published; None if unchanged or unknown."""

    start: date | None = None
    former_place: Venue | None = None


@dataclass(frozen=True, slots=True)
class DetailLine:
    """One detail of an event, shown where `shown` says.

    `key` is the list's key, prefixed with VENUE_PREFIX for what its venue says.
    """

    key: str
    label: str
    text: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Organizer:
    """A host for linked data: its own site, and an introduction in a sentence or two."""

    name: str
    url: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in one language. `end` is DTEND: assumed where none was announced, exclusive for days.

    A withdrawn event keeps only its time.
    """

    id: str
    uid: str
    translator: Translator
    start: date
    end: date
    last: date | None  # the end as announced; of days the last one
    status: Status
    moved: bool
    previous: date | None  # the start first published, if different
    former_location: str  # the LOCATION first published, if different
    reason: str  # why it moved
    title: str
    summary: str
    change: str  # what changed, in a sentence
    notices: tuple[str, ...]
    descriptions: tuple[str, ...]
    hosts: tuple[str, ...]
    organizers: tuple[Organizer, ...]  # the hosts, with what no calendar shows
    supporters: tuple[str, ...]
    and_others: bool
    topics: tuple[str, ...]
    neighborhoods: tuple[str, ...]
    place: Place | None
    attendance: tuple[Attendance, ...]
    join: str  # the link to join online, "" if there is none or people get it after signing up
    lines: tuple[DetailLine, ...]
    free: bool
    ends_at: str
    footer: str
    text: str  # DESCRIPTION

    @property
    def language(self) -> str:
        """The language of the entry, as the list names it."""
        return self.translator.language

    @property
    def prefix(self) -> str:
        """The prefix of the title in `summary`: that it is cancelled, postponed or moved; else ""."""
        return self.summary.removesuffix(self.title)

    @property
    def all_day(self) -> bool:
        """Whether it has no hours, only days."""
        return not isinstance(self.start, datetime)

    @property
    def location(self) -> str:
        """The value of LOCATION, or "" if the place is unknown; never a link (rule 28)."""
        if "in-person" not in self.attendance:
            return self.translator.text("Online")
        return self.place.location if self.place else ", ".join(map(_plain, self.neighborhoods))

    @property
    def signup(self) -> str:
        """The link where people sign up."""
        return self.detail("signup")

    @property
    def details(self) -> str:
        """The link of the announcement."""
        return self.detail("url")

    @property
    def contact(self) -> str:
        """Whom to ask; defaults to the first host."""
        return self.detail("contact")

    def detail(self, key: str) -> str:
        """Return the text of the lines with this key."""
        return "\n".join(line.text for line in self.lines if line.key == key)


def make_entry(event: Event, calendar: Calendar, language: str, move: Move | None = None) -> Entry:
    """Return what subscribers see of `event` in `language`; `move` says that it moved, and from where.

    In the default language, the notice and description are followed by those in the other languages.
    """
    translator = calendar.translator(language)
    if event.status == "withdrawn":  # only its time stays public
        bare = Event(id=event.id, uid=event.uid, title=Text(), when=event.when, status=event.status)
        entry = _entry(bare, calendar, translator, move, translator.text("Withdrawn"))
        return replace(entry, footer="")
    return _with_text(_entry(event, calendar, translator, move, event.title.in_language(language)))


def _entry(event: Event, calendar: Calendar, translator: Translator, move: Move | None, title: str) -> Entry:
    """Return the entry of an event before its DESCRIPTION is written."""
    language = translator.language
    organizers = tuple(_organizer(host, language) for host in event.hosts if not host.withdrawn)
    hosts = tuple(organizer.name for organizer in organizers)
    return Entry(
        id=event.id,
        uid=event.uid,
        translator=translator,
        start=event.when.start,
        end=end_of(event, calendar),
        last=event.when.end,
        status=event.status,
        title=title,
        moved=move is not None,
        previous=move.start if move else None,
        former_location=_former_location(event, move, language),
        reason=event.moved.in_language(language) if move else "",
        summary=_prefix(event, move, translator) + title,
        change=_change(event, move, translator),
        notices=_versions(event.notice, calendar, language),
        descriptions=_versions(event.description, calendar, language),
        hosts=hosts,
        organizers=organizers,
        supporters=tuple(one.name.in_language(language) for one in event.supporters if not one.withdrawn),
        and_others=event.and_others,
        topics=tuple(topic.name.in_language(language) for topic in event.topics),
        neighborhoods=tuple(area.name.in_language(language) for area in event.areas),
        place=place_of(event.venue, language) if event.venue and not event.venue.withdrawn else None,
        attendance=event.attendance,
        join=event.join,
        lines=tuple(_lines(event, event.contact or next(iter(hosts), ""), translator)),
        free=is_free(event.cost.in_language(language), calendar.languages),
        ends_at=event.ends_at.in_language(language),
        footer=calendar.footer.in_language(language),
        text="",
    )


def without_signup(entry: Entry) -> Entry:
    """Return the entry of an event that nobody can attend any more, without its links to sign up or join."""
    lines = tuple(line for line in entry.lines if line.key != "signup")
    return _with_text(replace(entry, lines=lines, join=""))


def end_of(event: Event, calendar: Calendar) -> date:
    """Return DTEND: Microsoft 365 drops events without one (rule 13)."""
    start, end = event.when.start, event.when.end
    if not isinstance(start, datetime):
        return (end or start) + timedelta(days=1)
    if end is not None:
        return end
    local = zone(calendar.timezone)
    assumed = (instant(start, local) + calendar.default_duration).astimezone(local)
    if assumed.fold:  # DTEND can only name the first of two hours: take the next unique one
        assumed += instant(assumed, local) - instant(assumed.replace(fold=0), local)
    return assumed


def map_link(point: Point) -> str:
    """Return the OpenStreetMap address of a point (rule 32)."""
    return f"https://www.openstreetmap.org/?mlat={point.latitude}&mlon={point.longitude}#map=17/{point.latitude}/{point.longitude}"


def _prefix(event: Event, move: Move | None, translator: Translator) -> str:
    """Return the prefix of the title: some clients show no STATUS (rule 22). Only one applies."""
    if event.status == "cancelled":
        return translator.text("CANCELLED:") + " "
    if event.status == "postponed":
        return translator.text("POSTPONED:") + " "
    return translator.text("MOVED:") + " " if move else ""


def _change(event: Event, move: Move | None, translator: Translator) -> str:
    """Return a sentence on where or when the event moved from, and why."""
    if move is None:
        return ""
    former = public_former_place(event, move)
    place = place_of(former, translator.language).location if former else ""
    origin = (translator.when(move.start, None) if move.start else "", place.replace("\n", ", "))
    what = ", ".join(part for part in origin if part)
    change = translator.text("Moved from %(what)s.", what=what) if what else translator.text("Moved.")
    return " ".join(part for part in (change, event.moved.in_language(translator.language)) if part)


def _former_location(event: Event, move: Move | None, language: str) -> str:
    former = public_former_place(event, move) if move else None
    return place_of(former, language).location if former else ""


def public_former_place(event: Event, move: Move) -> Venue | None:
    """Return the place that subscribers see the event moved from.

    None if its present place has no address: an address that was taken back is published nowhere.
    """
    present = event.venue
    return move.former_place if present and present.address and not present.withdrawn else None


def _versions(text: Text, calendar: Calendar, language: str) -> tuple[str, ...]:
    """Return a text in `language`, followed for the default language by its other versions."""
    first = text.in_language(language)
    if language != calendar.languages[0]:
        return (first,) if first else ()
    versions = (first, *(version for _, version in text.by_language))
    return tuple(dict.fromkeys(filter(None, versions)))


def _organizer(host: Organization, language: str) -> Organizer:
    return Organizer(host.name.in_language(language), host.url, host.about.in_language(language))


def _lines(event: Event, contact: str, translator: Translator) -> Iterator[DetailLine]:
    """Yield the details of an event, with whom to ask, and of its venue."""
    venue = event.venue if event.venue and not event.venue.withdrawn else None
    for detail in DETAILS:
        labelled: list[tuple[str, str, Event | Venue]] = [(detail.key, detail.label, event)]
        if detail.venue_label and venue:
            labelled.append((VENUE_PREFIX + detail.key, detail.venue_label, venue))
        for key, label, source in labelled:
            text: Text | str = contact if key == "contact" else getattr(source, detail.key)
            words = text.in_language(translator.language) if isinstance(text, Text) else text
            if words:
                yield DetailLine(key, translator.text(label), words, detail.shown)


def place_of(venue: Venue, language: str) -> Place:
    """Return the venue, in its room, as LOCATION and Apple's property share it (rules 28, 31)."""
    name, address = _plain(venue.name.in_language(language)), _plain(venue.address)
    named = bool(name)
    if not named:
        name, _, address = (part.strip() for part in address.lstrip(", ").partition(","))
    if room := venue.room.in_language(language):
        name = f"{name}, {_plain(room)}"
    return Place(title=name, address=address, point=venue.coordinates, precision=venue.precision, named=named)


def _plain(text: str) -> str:
    """Return `text` without double quotes: no client agrees on them in parameters (rule 31)."""
    return text.replace('"', "'")


def _with_text(entry: Entry) -> Entry:
    """Return the entry with its DESCRIPTION, cut where too long.

    Names are cut first, then the descriptions in the other languages from the last, then the first.
    """
    names = {"supporters": entry.supporters, "hosts": entry.hosts}
    budgets = {kind: min(LONGEST_NAMES, len(", ".join(names[kind]))) for kind in names}
    descriptions = list(entry.descriptions)
    text = _text(entry, descriptions, **budgets)
    for kind in budgets:
        while _excess(text) > 0 and budgets[kind]:
            budgets[kind] = max(0, budgets[kind] - _excess(text))
            text = _text(entry, descriptions, **budgets)
    for last in reversed(range(len(descriptions))):
        if _excess(text) > 0:
            descriptions[last] = shorten(descriptions[last], len(descriptions[last]) - _excess(text))
            text = _text(entry, descriptions, **budgets)
    return replace(entry, text=shorten(text, LONGEST_DESCRIPTION))


def _excess(text: str) -> int:
    return len(text) - LONGEST_DESCRIPTION


def shorten(text: str, longest: int) -> str:
    """Return `text` cut to at most `longest` characters: at the end of a sentence, else of a word, with `…`."""
    if len(text) <= longest:
        return text
    ends = [match.end() for match in SENTENCE_END.finditer(text[: longest + 1]) if match.end() <= longest]
    if ends:
        return text[: ends[-1]]
    head = WORD_END.match(text[: max(longest, 0)])
    return f"{head[1]}…" if head else ""


def _text(entry: Entry, descriptions: Sequence[str], hosts: int, supporters: int) -> str:
    """Return DESCRIPTION: plain text with whole links (rule 18), a blank line between its parts."""
    parts = (
        entry.change,
        *entry.notices,
        _labelled(entry.translator.text("Join:"), entry.join),
        *descriptions,
        _block(entry, "line"),
        *_credits(entry, hosts, supporters),
        _ending(entry),
        _links(entry),
    )
    return "\n\n".join(part for part in (*parts, entry.footer) if part)


def _credits(entry: Entry, hosts: int, supporters: int) -> Iterator[str]:
    translator = entry.translator
    if entry.hosts:
        others = entry.and_others and not entry.supporters
        yield translator.text("Hosted by %(names)s", names=_names(entry.hosts, others, translator, hosts))
    if entry.supporters:
        yield translator.text(
            "Supported by %(names)s", names=_names(entry.supporters, entry.and_others, translator, supporters)
        )


def _names(names: Sequence[str], and_others: bool, translator: Translator, longest: int) -> str:
    """Return as many names as `longest` characters hold, at least one, and how many more there are."""
    shown = [names[0]]
    for name in names[1:]:
        if len(", ".join((*shown, name))) > longest:
            break
        shown.append(name)
    if more := len(names) - len(shown):
        counted = translator.count("%(number)d more", "%(number)d more", more)
        shown.append(translator.text("%(counted)s and others", counted=counted) if and_others else counted)
    elif and_others:
        shown.append(translator.text("others"))
    return translator.join(shown)


def _ending(entry: Entry) -> str:
    translator = entry.translator
    unknown = translator.text("End time not announced.") if not entry.all_day and entry.last is None else ""
    where = translator.text("Ends at %(place)s", place=entry.ends_at) if entry.ends_at else ""
    return "\n".join(part for part in (unknown, where) if part)


def _links(entry: Entry) -> str:
    point = entry.place.point if entry.place else None
    on_map = _labelled(entry.translator.text("Map:"), map_link(point)) if point else ""
    return "\n".join(part for part in (_block(entry, "link"), on_map) if part)


def _block(entry: Entry, shown: Shown) -> str:
    """Return the details that are shown like this, each on a line."""
    return "\n".join(_labelled(line.label, line.text) for line in entry.lines if line.shown == shown)


def _labelled(label: str, text: str) -> str:
    return f"{label} {text}" if text else ""

"""An event as subscribers see it in one language: finished strings, without address or clock."""

from dataclasses import dataclass
from datetime import date, datetime

from feeds.catalog import Attendance, Point, Shown, Status, Venue
from feeds.translations import Translator

VENUE_PREFIX = "venue_"  # before the key of a detail of the venue, not of the event


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place, in two lines without double quotes, either of which may be empty.

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
        """The value of LOCATION: Apple's map needs X-TITLE, newline, X-ADDRESS (rule 31)."""
        return "\n".join(part for part in (self.title, self.address) if part)


@dataclass(frozen=True, slots=True)
class Move:
    """When and where an event was first published; None if unchanged or unknown."""

    start: date | None = None
    former_place: Venue | None = None


@dataclass(frozen=True, slots=True)
class DetailLine:
    """A labelled detail of an event; `shown` says where.

    `key` is the list's key, after VENUE_PREFIX for a detail of the venue.
    """

    key: str
    label: str
    text: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Organizer:
    """A host for linked data: its own site, and an introduction of a sentence or two."""

    name: str
    url: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event in one language. `end` is DTEND: assumed if none was announced, exclusive for days.

    A withdrawn event keeps only its time.
    """

    id: str
    uid: str
    translator: Translator
    start: date
    end: date
    last: date | None  # the end as announced, or the last day
    status: Status
    moved: bool
    former_start: date | None  # the start first published, if different
    former_location: str  # the LOCATION first published, if different
    reason: str  # why it moved
    title: str
    summary: str
    change: str  # what changed, in a sentence
    notices: tuple[str, ...]
    descriptions: tuple[str, ...]
    hosts: tuple[str, ...]
    organizers: tuple[Organizer, ...]  # the hosts, for linked data
    supporters: tuple[str, ...]
    and_others: bool
    topics: tuple[str, ...]
    neighborhoods: tuple[str, ...]
    place: Place | None
    attendance: tuple[Attendance, ...]
    join: str  # the link to join online, if public
    lines: tuple[DetailLine, ...]
    free: bool
    ends_at: str
    footer: str
    text: str = ""  # DESCRIPTION

    @property
    def language(self) -> str:
        """The language of the entry, as the list names it."""
        return self.translator.language

    @property
    def prefix(self) -> str:
        """The prefix of the title in `summary`: cancelled, postponed or moved, or ""."""
        return self.summary.removesuffix(self.title)

    @property
    def all_day(self) -> bool:
        """Whether it has days without hours."""
        return not isinstance(self.start, datetime)

    @property
    def location(self) -> str:
        """The value of LOCATION, or "" if the place is unknown; never a link (rule 28)."""
        if "in-person" not in self.attendance:
            return self.translator.text("Online")
        return (
            self.place.location
            if self.place
            else ", ".join(map(without_quotes, self.neighborhoods))
        )

    @property
    def signup(self) -> str:
        """The link where people sign up."""
        return self.detail("signup")

    @property
    def announcement(self) -> str:
        """The link of the announcement."""
        return self.detail("url")

    @property
    def contact(self) -> str:
        """The contact; by default the first host."""
        return self.detail("contact")

    def detail(self, key: str) -> str:
        """Return the text of the lines with this key."""
        return "\n".join(line.text for line in self.lines if line.key == key)


def map_link(point: Point) -> str:
    """Return the OpenStreetMap address of a point (rule 32)."""
    return f"https://www.openstreetmap.org/?mlat={point.latitude}&mlon={point.longitude}#map=17/{point.latitude}/{point.longitude}"


def without_quotes(text: str) -> str:
    """Return `text` without double quotes: no client agrees on them in parameters (rule 31)."""
    return text.replace('"', "'")

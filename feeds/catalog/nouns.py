"""The nouns of a list, checked: frozen records that later stages only read."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from feeds.catalog.names import cached_slug_form
from feeds.catalog.when import When

Status = Literal["confirmed", "tentative", "postponed", "cancelled", "withdrawn"]
Attendance = Literal["online", "in-person"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in one or more languages: pairs of language and text, in the calendar's order."""

    by_language: tuple[tuple[str, str], ...] = ()

    def in_language(self, language: str) -> str:
        """Return the text in `language`, else in its first language; "" for an empty text."""
        _, text = self.version(language)
        return text

    def version(self, language: str) -> tuple[str, str]:
        """Return the tag and the text shown to readers of `language`; es also serves es-AR."""
        for tag in (language, language.partition("-")[0]):
            for version in self.by_language:
                if version[0] == tag and version[1]:
                    return version
        return self.by_language[0] if self.by_language else (language, "")

    def __bool__(self) -> bool:
        """Whether there is text in any language."""
        return bool(self.by_language)


class Point(NamedTuple):
    """Coordinates in degrees (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """Anything that has a feed: a slug that never changes, a name, and aliases.

    A withdrawn one is never shown by name.
    """

    slug: str
    name: Text
    aliases: tuple[str, ...] = ()
    withdrawn: bool = False

    def title(self, language: str) -> str:
        """Return its display name in `language`."""
        return self.name.in_language(language)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it can be found by: its slug, its name in each language, its aliases."""
        names = (text for _, text in self.name.by_language)
        return (self.slug, *names, *self.aliases)

    @property
    def slugs(self) -> frozenset[str]:
        """Its slug and those of its aliases: the addresses it answers at."""
        return frozenset((self.slug, *map(cached_slug_form, self.aliases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Noun):
    """A group that hosts or supports events, never a person; `about` introduces it."""

    url: str = ""
    about: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighborhood(Noun):
    """An area under the name residents use; `within` names the boundary areas it lies in."""

    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Noun):
    """A subject of events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue(Noun):
    """A place with a name, an address or both.

    An inline venue, which only one event uses, has an empty slug. `precision` is the geocoder's
    term for the match at the address, "" where the coordinates are a pin. The venue of an event
    has the `room` that the event is in. `online` marks the placeholder for events without a place.
    """

    address: str = ""
    neighborhood: Neighborhood | None = None
    coordinates: Point | None = None
    precision: str = ""
    room: Text = Text()
    accessibility: Text = Text()
    online: bool = False

    def title(self, language: str) -> str:
        """Return its name, else the street that its address begins with."""
        return self.name.in_language(language) or self.address.partition(",")[0].strip()


ONLINE = Venue(slug="", name=Text(), online=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A condition: within `metres` (great circle) of a venue, or of any venue in a neighborhood.

    `distance` is the same as written: 3km.
    """

    slug: str
    metres: float
    distance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The conditions that pick events, as pairs of a kind and slugs.

    An event has any of the slugs of each kind in `any_of`, and none of those in `none_of`.
    """

    any_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    none_of: tuple[tuple[str, tuple[str, ...]], ...] = ()
    near: Near | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection(Noun):
    """A named selection, with a feed like any other."""

    selection: Selection


class Picture(NamedTuple):
    """A file beside the list, and a text alternative that describes the picture."""

    file: str
    alt: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event as the curator entered it, or one date of the series with the id `series`.

    `aliases` are former ids. `moved` is the reason for a move; `correction` means that the event
    was never elsewhere. `former_place` is the venue it was first published at, from the record.
    `join` is the link of an `online` event, "" where people get it after signing up.
    """

    id: str
    uid: str
    aliases: tuple[str, ...] = ()
    series: str = ""
    title: Text
    when: When
    venue: Venue | None = None
    online: bool = False
    join: str = ""
    hosts: tuple[Organization, ...] = ()
    supporters: tuple[Organization, ...] = ()
    and_others: bool = False
    topics: tuple[Topic, ...] = ()
    neighborhoods: tuple[Neighborhood, ...] = ()
    description: Text = Text()
    notice: Text = Text()
    cost: Text = Text()
    accessibility: Text = Text()
    image: Picture | None = None
    signup: str = ""
    url: str = ""
    contact: str = ""
    ends_at: Text = Text()
    status: Status = "confirmed"
    moved: Text = Text()
    correction: bool = False
    former_place: Venue | None = None
    source: str = ""

    @property
    def attendance(self) -> tuple[Attendance, ...]:
        """How people take part: in person unless the event is online."""
        if not self.online:
            return ("in-person",)
        return ("online", "in-person") if self.venue else ("online",)

    @property
    def place(self) -> Venue | None:
        """Where people gather: its venue, ONLINE, or None if the place is not known."""
        return self.venue or (ONLINE if self.online else None)

    @property
    def organizations(self) -> tuple[Organization, ...]:
        """Its hosts, then its supporters."""
        return (*self.hosts, *self.supporters)

    @property
    def areas(self) -> tuple[Neighborhood, ...]:
        """The neighborhoods it takes place in: its own, then its venue's."""
        return _with_that_of(self.venue, self.neighborhoods)

    @property
    def feed_venues(self) -> tuple[Venue, ...]:
        """The venues whose subscribers must hear of it: its own, and the one it moved from."""
        venues = (self.venue, self.former_place)
        return tuple(venue for venue in venues if venue and not venue.online)

    @property
    def feed_attendance(self) -> tuple[Attendance, ...]:
        """How the people who must hear of it take part: now, and before it moved."""
        if self.former_place is None:
            return self.attendance
        before: Attendance = "online" if self.former_place.online else "in-person"
        return tuple(dict.fromkeys((*self.attendance, before)))

    @property
    def feed_neighborhoods(self) -> tuple[Neighborhood, ...]:
        """The neighborhoods whose subscribers must hear of it."""
        return _with_that_of(self.former_place, self.areas)


def _with_that_of(
    venue: Venue | None, neighborhoods: tuple[Neighborhood, ...]
) -> tuple[Neighborhood, ...]:
    other = venue.neighborhood if venue else None
    return (*neighborhoods, other) if other and other not in neighborhoods else neighborhoods


class Withdrawal(NamedTuple):
    """An event, or a series, that its organizers took down; nothing else of it is published."""

    id: str
    uid: str
    aliases: tuple[str, ...] = ()

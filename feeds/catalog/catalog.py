"""A whole list, checked: the settings of its calendar, its nouns and its events."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NamedTuple, get_args

from feeds.catalog.nouns import (
    Collection,
    Event,
    Neighborhood,
    Noun,
    Organization,
    Text,
    Topic,
    Venue,
    Withdrawal,
)
from feeds.translations import Translator, translator_for

Cancelled = Literal["mark", "status", "hide"]
CANCELLED: tuple[Cancelled, ...] = get_args(Cancelled)
EMPTY = Text()


class Areas(NamedTuple):
    """A GeoJSON file of areas beside the list, and the property that holds their names."""

    file: str
    name: str


class Geocoding(NamedTuple):
    """The geocoder to ask, and its geopy options: user_agent, domain, scheme, timeout (seconds)."""

    service: str
    options: tuple[tuple[str, str | float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The [calendar] table; the first of its languages is the default.

    `area` is south, west, north, east in degrees. `contact` is a mail address or a link, `logo` the
    name of a file beside the list, `accent` a color: #9c1c34.
    """

    title: Text
    timezone: str
    domain: str
    languages: tuple[str, ...] = ("en",)
    url: str = ""
    default_duration: timedelta = timedelta(hours=2)
    cancelled: Cancelled = "mark"
    clock: str = ""
    area: tuple[float, float, float, float] | None = None
    footer: Text = EMPTY
    about: Text = EMPTY
    contact: str = ""
    suggest: str = ""
    logo: str = ""
    accent: str = ""
    boundaries: Areas | None = None
    geocoder: Geocoding | None = None

    def translator(self, language: str) -> Translator:
        """Return Handbill's words in a language, with the clock of the calendar's territory."""
        return translator_for(language, self.timezone, self.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The whole list with every reference resolved, in the order of the files."""

    calendar: Calendar
    organizations: tuple[Organization, ...] = ()
    neighborhoods: tuple[Neighborhood, ...] = ()
    topics: tuple[Topic, ...] = ()
    venues: tuple[Venue, ...] = ()
    collections: tuple[Collection, ...] = ()
    events: tuple[Event, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def nouns(self) -> dict[str, tuple[Noun, ...]]:
        """The nouns that have a feed, by kind."""
        kinds = ("organization", "neighborhood", "topic", "venue", "collection")
        return {kind: getattr(self, f"{kind}s") for kind in kinds}

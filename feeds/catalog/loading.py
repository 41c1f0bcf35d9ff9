"""From the text of a list to a catalog, or every problem at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from feeds.catalog import values
from feeds.catalog.advice import about_neighbors, about_privacy
from feeds.catalog.events import Events
from feeds.catalog.keys import (
    CALENDAR,
    COLLECTION,
    EVENT,
    NEIGHBORHOOD,
    NOUN,
    ORGANIZATION,
    TOP,
    VENUE,
    offer,
    table,
)
from feeds.catalog.kinds import NEGATABLE
from feeds.catalog.names import nearest
from feeds.catalog.nouns import (
    Calendar,
    Catalog,
    Collection,
    Near,
    Neighborhood,
    Noun,
    Organization,
    Selection,
    Text,
    Topic,
    Venue,
    metres,
)
from feeds.catalog.problems import ListError, Problem, Severity
from feeds.catalog.references import Kind, Names
from feeds.catalog.source import Entangled, Path, Source, has_error, read_source
from feeds.catalog.values import Reader, Reading, Spot, describe, items, string, words
from feeds.catalog.venues import venue
from feeds.catalog.zones import zone

Read = Callable[[str], Mapping[str, bytes]]

INCLUDE = re.compile(r"(?!/|.*(?:\.\.|[\\:]|[^/]\*\*|\*\*[^/])).*\.toml")  # nothing outside the folder


@dataclass(frozen=True)
class Loaded:
    """A catalog without errors, its warnings and notes, and the files it was read from."""

    catalog: Catalog
    loading: "_Loading"

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the list, short of an error, in the order of the files."""
        return self.loading.all_problems()

    @property
    def sources(self) -> list[Source]:
        """The files it was read from."""
        return self.loading.sources

    def about_event(self, id: str, found: str, remedy: str, severity: Severity) -> Problem:
        """Return a problem with the event `id`; one that the list does not have concerns the list as a whole."""
        spots = ((source, (*path, "id")) for event, source, path in self.loading.events.placed() if event.id == id)
        source, path = next(spots, (self.sources[0], ()))
        return source.problem(path, found, remedy, severity)

    def problem(self, path: Path, found: str, remedy: str, severity: Severity) -> Problem:
        """Return a problem with what stands at `path`, in whichever file that is."""
        source = next((source for source in self.sources if path in source.marks), self.sources[0])
        return source.problem(path, found, remedy, severity)


def load(file: str, read: Read, before: Loaded | None = None, *, whole: frozenset[str] = frozenset()) -> Loaded:
    """Return the catalog in `file`; raise ListError with every problem when there is an error among them.

    `read` gives the content of every file that a pattern matches, by the name that problems give it. What stayed as
    it was `before` is not read again, its events are the same objects; but the `whole` files are read as one.
    """
    reading = Reading()
    heads = {source.head: source.rest for source in before.sources} if before else {}

    def sources(pattern: str) -> dict[str, Source | Problem]:
        return {name: read_source(name, said, heads, whole=name in whole) for name, said in read(pattern).items()}

    files = sources(file)
    main = files.get(file)
    if isinstance(main, Source):
        top = Spot(reading, main, (), main.rest)
        patterns = items(_pattern)(top.item("include")) if "include" in main.rest else None
        for pattern in patterns or ():
            found = sources(pattern)
            if not found:
                remedy = "correct the pattern, or take it out"
                top.item("include").problem(f'"{pattern}" matches no file', remedy, "warning")
            files |= found
    if not files:
        files[file] = Problem(file, 0, "", "there is no such file", "name the list with --catalog")
    loading = _Loading(files, reading)
    try:
        catalog = loading.catalog(before.loading if before else None) if loading.sources else None
    except Entangled as error:
        return load(file, read, before, whole=whole | {error.file})
    if before and loading.has_error():  # read anew: each problem stands where it does for who reads it first
        return load(file, read)
    if catalog is None or loading.has_error():
        raise ListError(loading.all_problems())
    return Loaded(catalog, loading)


def _pattern(spot: Spot) -> str | None:
    """Read a pattern of further files, each below the folder of the first."""
    pattern = string(spot)
    if pattern and not INCLUDE.fullmatch(pattern):
        spot.problem(f'"{pattern}" does not name .toml files below this folder', 'write it like "events/*.toml"')
        return None
    return pattern


class _Loading:
    """One reading of all sources: calendar first, then the nouns, then what refers to them."""

    def __init__(self, files: Mapping[str, Source | Problem], reading: Reading) -> None:
        self.reading, self.files = reading, files
        self.sources = [source for source in files.values() if isinstance(source, Source)]
        self.broken = [problem for problem in files.values() if isinstance(problem, Problem)]
        self.organizations = Names[Organization]("organization")
        self.neighborhoods = Names[Neighborhood]("neighborhood")
        self.topics = Names[Topic]("topic")
        self.venues = Names[Venue]("venue")
        self.collections = Names[Collection]("collection")
        self.meant: dict[str, str] = {}  # a misspelled table → what it was meant for
        self.calendar_read: Calendar | None = None
        self.clean = False  # nothing is wrong with the calendar and the nouns
        self.events = Events(self.reading, self.organizations, self.neighborhoods, self.topics, self.venues)

    def catalog(self, before: "_Loading | None") -> Catalog | None:
        unread = len(self.reading.faults)  # a file or include that could not be read may hold any noun
        if before is not None and before.clean and not unread and not self.broken and self.rest() == before.rest():
            self.take_over(before)
        else:
            self.read_nouns(self.has_error())
            self.clean = len(self.reading.faults) == unread
        self.events.add_part(b"", list(self.event_spots()))
        for source in self.sources:
            self.events.add_parts(source)
        if self.calendar_read is None:
            return None
        return Catalog(
            calendar=self.calendar_read,
            organizations=tuple(self.organizations.by_slug.values()),
            neighborhoods=tuple(self.neighborhoods.by_slug.values()),
            topics=tuple(self.topics.by_slug.values()),
            venues=tuple(self.venues.by_slug.values()),
            collections=tuple(self.collections.by_slug.values()),
            events=tuple(self.events.found),
            withdrawals=tuple(self.events.withdrawals),
        )

    def rest(self) -> list[tuple[str, dict[str, Any]]]:
        """Return all that is no event, by file."""
        return [(source.file, source.rest) for source in self.sources]

    def take_over(self, before: "_Loading") -> None:
        """Take the calendar and the nouns of a reading that found the same and no problem in them."""
        self.clean, self.calendar_read = True, before.calendar_read
        self.reading.languages, self.reading.zone = before.reading.languages, before.reading.zone
        self.reading.area = before.reading.area
        self.organizations, self.neighborhoods = before.organizations, before.neighborhoods
        self.topics, self.venues, self.collections = before.topics, before.venues, before.collections
        self.events = Events(self.reading, self.organizations, self.neighborhoods, self.topics, self.venues)
        self.events.take_over(before.events, self.sources)

    def read_nouns(self, unread: bool) -> None:
        for source in self.sources:
            self.refuse_strange_tables(source)
        self.calendar_read = self.calendar()
        self.fill(self.organizations, lambda spot: Organization(**self.noun(spot, ORGANIZATION)), unread)
        self.fill(self.neighborhoods, lambda spot: Neighborhood(**self.noun(spot, NEIGHBORHOOD)), unread)
        self.fill(self.topics, lambda spot: Topic(**self.noun(spot, NOUN)), unread)
        self.fill(self.venues, self.venue, unread)
        self.fill(self.collections, self.collection, unread)

    def all_problems(self) -> tuple[Problem, ...]:
        """Return the problems found with what a curator may have overlooked, in the order of the files."""
        found = [*self.broken, *(fault.problem() for fault in self.reading.faults)]
        found += about_neighbors(self.events.placed(), self.reading.zone)
        found += (problem for source in self.sources for problem in about_privacy(source))
        for source in self.sources:
            source.forget()
        order = {name: number for number, name in enumerate(self.files)}
        return tuple(sorted(found, key=lambda p: (order.get(p.file, -1), p.line, p.column)))

    def has_error(self) -> bool:
        """Say whether anything keeps the list from being used."""
        return bool(self.broken) or has_error(self.reading.faults)

    def refuse_strange_tables(self, source: Source) -> None:
        main_only = () if source is self.sources[0] else ("calendar", "include")
        for key in source.rest:
            spot = Spot(self.reading, source, (), source.rest).item(key)
            if key in main_only:
                spot.problem(f"{key} belongs to the first file alone", f"move it to {self.sources[0].file}", key=True)
            elif key not in TOP:
                kind = "table" if isinstance(spot.value, dict | list) else "key"
                close = [k for k in TOP if k in nearest(key, TOP)] if kind == "table" else []
                remedy = offer([TOP[k] for k in close], f"what may stand here: {', '.join(TOP.values())}")
                spot.problem(f'there is no {kind} "{key}"', remedy, key=True)
                if close:
                    self.meant[key] = close[0]

    def tables(self, name: str) -> Iterator[Spot]:
        """Yield the table called `name`, or meant to be, of every file."""
        for source in self.sources:
            top = Spot(self.reading, source, (), source.rest)
            yield from (top.item(key) for key in source.rest if self.meant.get(key, key) == name)

    def calendar(self) -> Calendar | None:
        spot = next((spot for spot in self.tables("calendar") if spot.source is self.sources[0]), None)
        if spot is None:
            top = Spot(self.reading, self.sources[0], (), self.sources[0].rest)
            top.problem("the table [calendar] is missing", "begin the file with [calendar], title, timezone and domain")
            self.reading.guessed = {"languages", "zone"}
            return None
        if isinstance(spot.value, dict) and "languages" in spot.value:
            silent = Reading()
            found = values.languages(Spot(silent, spot.source, spot.path, spot.value).item("languages"))
            self.reading.languages = found or ("en",)
            if silent.faults:
                self.reading.guessed.add("languages")
        read = table(spot, CALENDAR, required=("title", "timezone", "domain")) or {}
        self.reading.area, self.events.domain = read.get("area"), read.get("domain", "")
        if "geocoder" in read and not self.reading.area:
            doubt = "no area is given: a place far away may be believed"
            spot.item("geocoder").problem(doubt, "add area = [south, west, north, east]", "warning", key=True)
        if "timezone" in read:
            self.reading.zone = zone(read["timezone"])
        else:
            self.reading.guessed.add("zone")
        if read.get("title") == Text():
            spot.item("title").problem("the title is empty", "say what the calendar is called")
        if not (read.get("title") and "timezone" in read and self.events.domain):
            return None
        return Calendar(**{**read, "languages": self.reading.languages})

    def fill(self, names: Names[Kind], read: Callable[[Spot], Kind], unread: bool) -> None:
        """Read every noun of one kind."""
        names.whole = not unread
        for section in self.tables(f"{names.kind}s"):
            if not isinstance(section.value, dict):
                names.whole = False
                found = f"{describe(section.value)} where the table [{names.kind}s] belongs"
                section.problem(found, f"begin it with [{names.kind}s]", key=True)
                continue
            for slug in section.value:
                spot, before = section.item(slug), len(self.reading.faults)
                noun = read(spot)
                names.add(noun, spot)
                if has_error(self.reading.faults[before:]):
                    names.excuse(noun, spot.value)

    def event_spots(self) -> Iterator[Spot]:
        for spot in self.tables("events"):
            if isinstance(spot.value, list) and all(isinstance(event, dict) for event in spot.value):
                yield from (spot.item(index) for index in range(len(spot.value)))
                continue
            if spot.path == ("events",):
                spot.problem("events are not a list of tables", "begin each event with [[events]]", key=True)
            if isinstance(spot.value, dict) and spot.value.keys() & EVENT.keys():
                yield spot

    def noun(self, spot: Spot, keys: Mapping[str, Reader[Any]]) -> dict[str, Any]:
        """Read a noun: its name alone, its name by language, or a table. What is wrong leaves it its slug."""
        slug = self.slug(spot)
        if isinstance(spot.value, dict) and not all(map(values.LANGUAGE.fullmatch, spot.value)):
            withdrawn = spot.value.get("withdrawn") is True
            read = table(spot, keys, required=() if withdrawn else ("name",)) or {}
        else:
            read = {"name": words()(spot)}
        if read.get("name") == Text():
            named = spot.item("name") if isinstance(spot.value, dict) and "name" in spot.value else spot
            named.problem("the name is empty", "write the name, or take the line out")
        if not read.get("name"):
            read["name"] = Text(((self.reading.languages[0], slug),))
        return {**read, "slug": slug}

    def slug(self, spot: Spot) -> str:
        """Return the key that a noun stands under."""
        slug = str(spot.path[-1])
        if not values.is_slug(slug):
            values.refuse_slug(spot, slug, key=True)
        return slug

    def venue(self, spot: Spot) -> Venue:
        slug = self.slug(spot)
        return venue(spot, table(spot, VENUE) or {}, slug, self.neighborhoods)

    def collection(self, spot: Spot) -> Collection:
        slug = self.slug(spot)
        read = table(spot, COLLECTION, required=("title",)) or {}
        names: dict[str, Names[Any]] = {
            "organization": self.organizations,
            "neighborhood": self.neighborhoods,
            "topic": self.topics,
            "venue": self.venues,
        }
        picked: dict[str, list[tuple[str, tuple[str, ...]]]] = {"": [], "not-": []}
        for negation, conditions in picked.items():
            for kind in NEGATABLE:
                key = negation + kind.plural
                if key in read:
                    found = names[kind.noun].find_all(read[key])
                    conditions.append((kind.slug, tuple(sorted(noun.slug for noun in found))))
        near = self.near(read["near"], spot.item("near")) if read.get("near") else None
        if isinstance(spot.value, dict) and not any(
            spot.value[key] for key in spot.value.keys() - {"title", "aliases"}
        ):
            spot.problem("a collection that picks nothing in particular", 'add a line like topics = ["…"]', key=True)
        title = read.get("title") or Text(((self.reading.languages[0], slug),))
        any_of, none_of = (tuple(pair for pair in pairs if pair[1]) for pairs in picked.values())
        selection = Selection(any_of=any_of, none_of=none_of, near=near)
        return Collection(slug=slug, name=title, aliases=read.get("aliases", ()), selection=selection)

    def near(self, text: str, spot: Spot) -> Near | None:
        name, _, distance = text.rpartition(",")
        found = metres(distance)
        if not name.strip() or found is None:
            spot.problem(f'"{text}" is not a place and a distance up to 50 km', 'write it like "federal-plaza,3km"')
            return None
        places = Names[Noun]("venue")
        places.by_form = {**self.neighborhoods.by_form, **self.venues.by_form}
        places.whole = self.venues.whole and self.neighborhoods.whole
        place = places.find(name.strip(), spot)
        return Near(slug=place.slug, metres=found[1], distance=found[0]) if place else None

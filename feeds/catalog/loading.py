"""From the text of a list to a catalog, or every problem at once; the only module that knows the keys."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from feeds.catalog import values
from feeds.catalog.advice import about_neighbors, about_privacy
from feeds.catalog.names import nearest, slug_form
from feeds.catalog.nouns import (
    CANCELLED,
    STATUSES,
    Calendar,
    Catalog,
    Collection,
    Event,
    Near,
    Neighborhood,
    Noun,
    Organization,
    Selection,
    Text,
    Topic,
    Venue,
)
from feeds.catalog.problems import ListError, Problem
from feeds.catalog.source import Source, read_source
from feeds.catalog.values import Reader, Reading, Spot, clean_line, clean_text, describe, flag, items, line, words
from feeds.catalog.zones import zone

Kind = TypeVar("Kind", bound=Noun)
Read = Callable[[str], Mapping[str, bytes]]

CALENDAR: dict[str, Reader[Any]] = {
    "title": words(),
    "timezone": values.timezone,
    "languages": items(values.language),
    "domain": values.domain,
    "url": values.url,
    "default_duration": values.duration,
    "cancelled": values.choice(*CANCELLED),
    "area": values.area,
    "footer": words(500, clean_text),
}
NOUN: dict[str, Reader[Any]] = {"name": words(), "aliases": items(line())}
ORGANIZATION = {**NOUN, "url": values.url}
NEIGHBORHOOD = {**NOUN, "within": items(line())}
VENUE = {**NOUN, "address": line(), "neighborhood": line(), "coordinates": values.point}
VENUE_USED_ONCE = {key: VENUE[key] for key in ("name", "address", "coordinates")}
PICKED_BY = {kind: kind + "s" for kind in ("organization", "host", "neighborhood", "topic", "venue")}
COLLECTION: dict[str, Reader[Any]] = {
    "title": words(),
    "aliases": items(line()),
    **{f"{negation}{key}": items(line()) for negation in ("", "not-") for key in PICKED_BY.values()},
    "near": line(),
}
EVENT: dict[str, Reader[Any]] = {
    "id": values.slug,
    "title": words(),
    "when": values.when,
    "venue": lambda spot: line()(spot) if isinstance(spot.value, str) else table(spot, VENUE_USED_ONCE),
    "hosts": items(line()),
    "supporters": items(line()),
    "and_others": flag,
    "topics": items(line()),
    "neighborhoods": items(line()),
    "description": words(None, clean_text),
    "notice": words(500, clean_text),
    "signup": values.url,
    "url": values.url,
    "contact": values.contact,
    "ends_at": words(),
    "status": values.choice(*STATUSES),
    "uid": values.uid,
    "notes": words(None, clean_text),
    "source": line(),
}
TOP = ("calendar", "organizations", "neighborhoods", "topics", "venues", "collections", "events", "include")
NEAR = re.compile(r"(?P<name>.+?)\s*,\s*(?P<distance>(?P<number>\d+(?:\.\d{1,3})?)\s*(?P<unit>km|mi))")
METRES = {"km": 1000.0, "mi": 1609.344}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalog without errors, its warnings and notes, and the patterns of the files it came from."""

    catalog: Catalog
    problems: tuple[Problem, ...]
    patterns: tuple[str, ...]


def load(file: str, read: Read) -> Loaded:
    """Return the catalog in `file`; raise ListError with every problem when there is an error among them.

    `read` gives the content of every file that a pattern matches, by the name that problems give it.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    patterns = [file]
    for source in _read_all(read(file), problems):
        sources.append(source)
        patterns += _includes(source, problems)
    if not sources and not problems:
        problems.append(Problem(file, 0, "", "there is no such file", "name the list with --catalog"))
    for pattern in patterns[1:]:
        found = read(pattern)
        if not found:
            remedy = "correct the pattern, or take it out"
            problems.append(sources[0].problem(("include",), f'"{pattern}" matches no file', remedy, "warning"))
        sources += _read_all({name: content for name, content in found.items() if name != file}, problems)
    reading = Reading(problems=problems)
    catalog = _Loading(reading, sources).catalog() if sources else None
    order = {source.file: number for number, source in enumerate(sources)}
    problems.sort(key=lambda p: (order.get(p.file, -1), p.line, p.column))
    if catalog is None or any(p.severity == "error" for p in problems):
        raise ListError(tuple(problems))
    return Loaded(catalog, tuple(problems), tuple(patterns))


def table(spot: Spot, keys: Mapping[str, Reader[Any]], required: Iterable[str] = ()) -> dict[str, Any] | None:
    """Read a table: what each known key says, without those absent or wrong; every other key is a problem."""
    if not isinstance(spot.value, dict):
        spot.problem(f"{describe(spot.value)} where a table belongs", "write { key = value }")
        return None
    for key in spot.value.keys() - keys.keys():
        close = [k for k in keys if slug_form(k) in nearest(key, map(slug_form, keys))]
        spot.item(key).problem(
            f'there is no key "{key}" here', _offer(close, f"the keys are {', '.join(keys)}"), key=True
        )
    for key in required:
        if key not in spot.value:
            spot.problem(f"{key} is missing", f"add a line: {key} = …", key=True)
    read = {key: keys[key](spot.item(key)) for key in spot.value if key in keys}
    return {key: value for key, value in read.items() if value is not None}


def _offer(close: list[str], otherwise: str) -> str:
    return f"did you mean {' or '.join(close)}?" if close else otherwise


def _read_all(files: Mapping[str, bytes], problems: list[Problem]) -> Iterator[Source]:
    for name, content in files.items():
        source = read_source(name, content)
        if isinstance(source, Source):
            yield source
        else:
            problems.append(source)


def _includes(source: Source, problems: list[Problem]) -> tuple[str, ...]:
    """Return the patterns of further files, each below the folder of the first."""
    if "include" not in source.data:
        return ()
    return items(_pattern)(Spot(Reading(problems=problems), source, ("include",), source.data["include"])) or ()


def _pattern(spot: Spot) -> str | None:
    pattern = line()(spot)
    if pattern is not None and (not pattern.endswith(".toml") or pattern.startswith("/") or ".." in pattern.split("/")):
        spot.problem(f'"{pattern}" does not name .toml files below this folder', 'write it like "events/*.toml"')
        return None
    return pattern


class _Names(Generic[Kind]):
    """The nouns of one kind, found under the slug form of slug, name and aliases."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.by_slug: dict[str, Kind] = {}
        self.by_form: dict[str, Kind] = {}

    def add(self, noun: Kind, spot: Spot) -> None:
        if noun.slug in self.by_slug:
            spot.problem(f'"{noun.slug}" stands here a second time', "keep one of the two", key=True)
            return
        self.by_slug[noun.slug] = noun
        for name in (noun.slug, *(said for _, said in noun.name.words), *noun.aliases):
            other = self.by_form.setdefault(slug_form(name), noun)
            if other is not noun:
                spot.problem(
                    f'"{name}" is already a name of the {self.kind} "{other.slug}"',
                    "make one of the two names differ in more than accents, capitals and signs, or join the two",
                    key=True,
                )

    def find(self, name: str, spot: Spot) -> Kind | None:
        noun = self.by_form.get(slug_form(name))
        if noun is None:
            close = list(dict.fromkeys(self.by_form[form] for form in nearest(name, self.by_form)))
            names = [f'"{noun.name.words[0][1] if noun.name else noun.slug}"' for noun in close]
            add = self.line_to_paste(name)
            spot.problem(f'no {self.kind} is called "{name}"', f"{_offer(names, '')} {add}".strip())
        return noun

    def line_to_paste(self, name: str) -> str:
        slug = slug_form(name)
        key = slug if values.is_slug(slug) else f"short-{self.kind}-name"
        quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if self.kind == "venue":
            return f"add a table [venues.{key}] with the line: name = {quoted}"
        return f"add under [{self.kind}s]: {key} = {quoted}"

    def find_all(self, spot: Spot | None) -> tuple[Kind, ...]:
        """Return the nouns that a list of names means, without those nobody knows."""
        return items(self.read)(spot) or () if spot is not None and isinstance(spot.value, list) else ()

    def read(self, spot: Spot) -> Kind | None:
        return self.find(clean_line(spot.value), spot) if isinstance(spot.value, str) else None


class _Loading:
    """One reading of all sources: calendar first, then the nouns, then what refers to them."""

    def __init__(self, reading: Reading, sources: list[Source]) -> None:
        self.reading, self.sources = reading, sources
        self.organizations = _Names[Organization]("organization")
        self.neighborhoods = _Names[Neighborhood]("neighborhood")
        self.topics = _Names[Topic]("topic")
        self.venues = _Names[Venue]("venue")
        self.collections = _Names[Collection]("collection")
        self.events: dict[str, tuple[Event, Spot]] = {}
        self.uids: dict[str, str] = {}

    def catalog(self) -> Catalog | None:
        for source in self.sources:
            self.refuse_strange_tables(source)
        calendar = self.calendar()
        for spot in self.section("organizations"):
            self.organizations.add(Organization(**self.noun(spot, ORGANIZATION)), spot)
        for spot in self.section("neighborhoods"):
            self.neighborhoods.add(Neighborhood(**self.noun(spot, NEIGHBORHOOD)), spot)
        for spot in self.section("topics"):
            self.topics.add(Topic(**self.noun(spot, NOUN)), spot)
        for spot in self.section("venues"):
            self.venues.add(self.venue(spot, table(spot, VENUE) or {}, calendar), spot)
        for spot in self.section("collections"):
            self.collections.add(self.collection(spot), spot)
        for spot in self.event_spots():
            self.event(spot, calendar)
        self.reading.problems += about_neighbors(list(self.events.values()))
        for source in self.sources:
            self.reading.problems += about_privacy(source)
        if calendar is None:
            return None
        return Catalog(
            calendar=calendar,
            organizations=tuple(self.organizations.by_slug.values()),
            neighborhoods=tuple(self.neighborhoods.by_slug.values()),
            topics=tuple(self.topics.by_slug.values()),
            venues=tuple(self.venues.by_slug.values()),
            collections=tuple(self.collections.by_slug.values()),
            events=tuple(event for event, _ in self.events.values()),
        )

    def refuse_strange_tables(self, source: Source) -> None:
        main_only = () if source is self.sources[0] else ("calendar", "include")
        for key in source.data:
            spot = Spot(self.reading, source, (), source.data).item(key)
            if key in main_only:
                spot.problem(f"{key} belongs to the first file alone", f"move it to {self.sources[0].file}", key=True)
            elif key not in TOP:
                close = [k for k in TOP if k in nearest(key, TOP)]
                spot.problem(f'there is no table "{key}"', _offer(close, f"the tables are {', '.join(TOP)}"), key=True)

    def calendar(self) -> Calendar | None:
        source = self.sources[0]
        top = Spot(self.reading, source, (), source.data)
        if "calendar" not in source.data:
            top.problem("the table [calendar] is missing", "begin with [calendar], title, timezone and domain")
            return None
        spot = top.item("calendar")
        if isinstance(spot.value, dict) and "languages" in spot.value:
            self.reading.languages = values_or(items(values.language), spot.item("languages"), ("en",))
        read = table(spot, CALENDAR, required=("title", "timezone", "domain"))
        if read is None or "timezone" not in read or "domain" not in read:
            return None
        self.reading.zone = zone(read["timezone"])
        if read.get("title") == Text():
            spot.item("title").problem("the title is empty", "say what the calendar is called")
        if not read.get("title"):
            return None
        read["languages"] = self.reading.languages
        return Calendar(**read)

    def section(self, name: str) -> Iterator[Spot]:
        """Yield the spot of every noun in the tables called `name`."""
        for source in self.sources:
            if name not in source.data:
                continue
            spot = Spot(self.reading, source, (), source.data).item(name)
            if isinstance(spot.value, dict):
                yield from (spot.item(slug) for slug in spot.value)
            else:
                spot.problem(
                    f"{describe(spot.value)} where the table [{name}] belongs", f"begin it with [{name}]", key=True
                )

    def event_spots(self) -> Iterator[Spot]:
        for source in self.sources:
            found = source.data.get("events", [])
            spot = Spot(self.reading, source, ("events",), found)
            if isinstance(found, list) and all(isinstance(event, dict) for event in found):
                yield from (spot.item(index) for index in range(len(found)))
            else:
                spot.problem("events are not a list of tables", "begin each event with [[events]]", key=True)

    def noun(self, spot: Spot, keys: Mapping[str, Reader[Any]]) -> dict[str, Any]:
        """Read a noun: its name alone, its name by language, or a table. What is wrong leaves it its slug."""
        self.check_slug(spot)
        if isinstance(spot.value, dict) and spot.value.keys() & keys.keys():
            read = table(spot, keys, required=("name",)) or {}
        else:
            read = {"name": words()(spot)}
        slug = str(spot.path[-1])
        if read.get("name") == Text():
            spot.problem("the name is empty", "write the name, or take the line out")
        if not read.get("name"):
            read["name"] = Text(((self.reading.languages[0], slug),))
        return {**read, "slug": slug}

    def check_slug(self, spot: Spot) -> None:
        slug = str(spot.path[-1])
        if not values.is_slug(slug):
            offer = slug_form(slug)
            remedy = f"write {offer}" if values.is_slug(offer) else "write a short name in plain letters"
            spot.problem(f'"{slug}" cannot stand in an address: a-z, 0-9 and single hyphens', remedy, key=True)

    def venue(self, spot: Spot, read: dict[str, Any], calendar: Calendar | None, slug: str | None = None) -> Venue:
        if slug is None:
            self.check_slug(spot)
            slug = str(spot.path[-1])
        if not read.get("name") and not read.get("address"):
            if isinstance(spot.value, dict) and not spot.value.keys() & {"name", "address"}:
                spot.problem("a venue without name and address", "add name, address or both", key=True)
            read["name"] = Text(((self.reading.languages[0], slug),))
        there = read.pop("neighborhood", None)
        point = read.get("coordinates")
        if calendar and calendar.area and point:
            south, west, north, east = calendar.area
            if not (south <= point.latitude <= north and west <= point.longitude <= east):
                swapped = south <= point.longitude <= north and west <= point.latitude <= east
                remedy = (
                    f"swap the two: [{point.longitude}, {point.latitude}]" if swapped else "look the place up again"
                )
                spot.item("coordinates").problem("the place lies outside the calendar's area", remedy, "warning")
        return Venue(
            slug=slug,
            neighborhood=self.neighborhoods.find(there, spot.item("neighborhood")) if there else None,
            **{"name": Text(), **read},
        )

    def collection(self, spot: Spot) -> Collection:
        self.check_slug(spot)
        slug = str(spot.path[-1])
        read = table(spot, COLLECTION, required=("title",)) or {}
        names: dict[str, _Names[Any]] = {
            "organization": self.organizations,
            "host": self.organizations,
            "neighborhood": self.neighborhoods,
            "topic": self.topics,
            "venue": self.venues,
        }
        picked: dict[str, list[tuple[str, tuple[str, ...]]]] = {"": [], "not-": []}
        for negation, conditions in picked.items():
            for kind, key in PICKED_BY.items():
                if negation + key in read:
                    found = names[kind].find_all(spot.item(negation + key))
                    conditions.append((kind, tuple(sorted(noun.slug for noun in found))))
        near = self.near(read["near"], spot.item("near")) if "near" in read else None
        if isinstance(spot.value, dict) and not spot.value.keys() - {"title", "aliases"}:
            spot.problem("a collection that picks nothing in particular", 'add a line like topics = ["…"]', key=True)
        title = read.get("title") or Text(((self.reading.languages[0], slug),))
        any_of, none_of = (tuple(pair for pair in pairs if pair[1]) for pairs in picked.values())
        selection = Selection(any_of=any_of, none_of=none_of, near=near)
        return Collection(slug=slug, name=title, aliases=read.get("aliases", ()), selection=selection)

    def near(self, text: str, spot: Spot) -> Near | None:
        match = NEAR.fullmatch(text)
        metres = float(match["number"]) * METRES[match["unit"]] if match else 0.0
        if match is None or not 0 < metres <= 50_000:
            spot.problem(f'"{text}" is not a place and a distance up to 50 km', 'write it like "federal-plaza,3km"')
            return None
        form = slug_form(match["name"])
        place = self.venues.by_form.get(form) or self.neighborhoods.by_form.get(form)
        if place is None:
            self.venues.find(match["name"], spot)
            return None
        number = match["number"].rstrip("0").rstrip(".") if "." in match["number"] else str(int(match["number"]))
        return Near(slug=place.slug, metres=metres, distance=number + match["unit"])

    def event(self, spot: Spot, calendar: Calendar | None) -> None:
        read = table(spot, EVENT, required=("id", "title", "when")) or {}
        if read.get("title") == Text():
            spot.item("title").problem("the title is empty", "write what the announcement calls it")
        venue = read.pop("venue", None)
        read["venue"] = (
            self.venues.find(venue, spot.item("venue"))
            if isinstance(venue, str) and venue
            else self.venue(spot.item("venue"), venue, calendar, slug="")
            if isinstance(venue, dict)
            else None
        )
        lists: dict[str, _Names[Any]] = {
            "hosts": self.organizations,
            "supporters": self.organizations,
            "topics": self.topics,
            "neighborhoods": self.neighborhoods,
        }
        for key, names in lists.items():
            read[key] = names.find_all(spot.item(key) if key in spot.value else None)
        if ends_at := read.get("ends_at"):
            venue = self.venues.by_form.get(slug_form(ends_at.in_language(self.reading.languages[0])))
            read["ends_at"] = _titles(venue, self.reading.languages) if venue else ends_at
        if notes := read.get("notes"):
            read["notes"] = notes.in_language(self.reading.languages[0])
        if not (read.get("id") and read.get("title") and read.get("when") and calendar):
            return
        read.setdefault("uid", "")
        read["uid"] = read["uid"] or f"{read['id']}@{calendar.domain}"
        event = Event(**read)
        if event.id in self.events:
            spot.item("id").problem(
                f'"{event.id}" is already the id of another event', "give one of the two another id"
            )
        elif event.uid in self.uids:
            spot.problem(f'the UID "{event.uid}" is already that of "{self.uids[event.uid]}"', "take uid out")
        else:
            self.events[event.id] = event, spot
            self.uids[event.uid] = event.id


def values_or(read: Reader[Any], spot: Spot, otherwise: Any) -> Any:
    """Return what `read` finds without noting its problems, or `otherwise` when that is nothing."""
    silent = Spot(Reading(), spot.source, spot.path, spot.value)
    return read(silent) or otherwise


def _titles(venue: Venue, languages: tuple[str, ...]) -> Text:
    """Return what people call the venue in each language."""
    first = venue.title(languages[0])
    titles = ((language, venue.title(language)) for language in languages)
    return Text(tuple((language, title) for language, title in titles if language == languages[0] or title != first))

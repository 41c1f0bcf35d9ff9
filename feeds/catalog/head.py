"""All of a list that is no event: the calendar, and the nouns that events refer to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from feeds.catalog import values
from feeds.catalog.collection import read_collection
from feeds.catalog.findings import Finding, has_error
from feeds.catalog.keys import CALENDAR, NEIGHBORHOOD, NOUN, ORGANIZATION, TOP, VENUE, offer, read_table
from feeds.catalog.names import nearest
from feeds.catalog.nouns import Calendar, Neighborhood, Noun, Organization, Text, Topic, Venue
from feeds.catalog.references import KnownNouns, NounsByKind
from feeds.catalog.source import Source
from feeds.catalog.values import Reader, Reading, Spot, describe, words
from feeds.catalog.venues import venue
from feeds.catalog.zones import zone

Tables = tuple[tuple[str, Mapping[str, Any]], ...]  # what tomllib read in the head of each file


@dataclass(frozen=True)
class Head:
    """What was read from the heads of all files, and what is wrong with it.

    `calendar` is None where an error keeps it from being used; `domain` is what can be known of it then. A table whose
    name is misspelled stands in `misspelled`, with the name that was meant.
    """

    tables: Tables
    reading: Reading
    calendar: Calendar | None = None
    domain: str = ""
    misspelled: Mapping[str, str] = field(default_factory=dict)
    nouns: NounsByKind = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it."""
        return tuple(self.reading.findings)

    def section(self, name: str, reading: Reading) -> Iterator[Spot]:
        """Yield the table called `name`, or meant to be, of every file."""
        for file, tables in self.tables:
            top = Spot(reading, file, (), tables)
            for key in tables:
                if self.misspelled.get(key, key) == name:
                    yield top.item(key)


def tables_of(sources: Sequence[Source]) -> Tables:
    """Return what tomllib read in the head of each file."""
    return tuple((source.file, source.tables) for source in sources)


def read_head(sources: Sequence[Source], *, complete: bool) -> Head:
    """Read the calendar, then the nouns, then what refers to them.

    Where the files are not `complete`, a name that no noun has is no problem: it may be in one that cannot be read.
    """
    head = Head(tables_of(sources), Reading())
    head = replace(head, misspelled=_refuse_strange_tables(head))
    head = _with_calendar(head)
    nouns: dict[str, KnownNouns[Any]] = {}
    readers: dict[str, Callable[[Spot], Noun]] = {
        "organization": lambda spot: Organization(**_noun(spot, ORGANIZATION)),
        "neighborhood": lambda spot: Neighborhood(**_noun(spot, NEIGHBORHOOD)),
        "topic": lambda spot: Topic(**_noun(spot, NOUN)),
        "venue": lambda spot: _venue(spot, nouns["neighborhood"]),
        "collection": lambda spot: read_collection(spot, _slug(spot), nouns),
    }
    for kind, read in readers.items():
        nouns[kind] = KnownNouns[Noun](kind)
        _read_nouns(head, nouns[kind], read, complete)
    return replace(head, nouns=nouns)


def _refuse_strange_tables(head: Head) -> dict[str, str]:
    """Note every table that a list does not have; return those that are misspelled, with what was meant."""
    misspelled: dict[str, str] = {}
    main, _ = head.tables[0]
    for file, tables in head.tables:
        top = Spot(head.reading, file, (), tables)
        for key in tables:
            spot = top.item(key)
            if file != main and key in ("calendar", "include"):
                spot.problem(f"{key} belongs to the first file alone", f"move it to {main}", key=True)
            elif key not in TOP:
                is_table = isinstance(spot.value, dict | list)
                close = [known for known in TOP if known in nearest(key, TOP)] if is_table else []
                remedy = offer([TOP[known] for known in close], f"what may stand here: {', '.join(TOP.values())}")
                spot.problem(f'there is no {"table" if is_table else "key"} "{key}"', remedy, key=True)
                if close:
                    misspelled[key] = close[0]
    return misspelled


def _with_calendar(head: Head) -> Head:
    """Return the head with its calendar, and what the readers of all other values must know of it."""
    reading = head.reading
    main, tables = head.tables[0]
    spot = next((spot for spot in head.section("calendar", reading) if spot.file == main), None)
    if spot is None:
        remedy = "begin the file with [calendar], title, timezone and domain"
        Spot(reading, main, (), tables).problem("the table [calendar] is missing", remedy)
        reading.guessed = {"languages", "zone"}
        return head
    _read_languages(spot)  # first: the texts of the calendar are in them
    read = read_table(spot, CALENDAR, required=("title", "timezone", "domain")) or {}
    domain = read.get("domain", "")
    reading.area = read.get("area")
    if "geocoder" in read and not reading.area:
        doubt = "no area is given: a place far away may be believed"
        spot.item("geocoder").problem(doubt, "add area = [south, west, north, east]", "warning", key=True)
    if "timezone" in read:
        reading.zone = zone(read["timezone"])
    else:
        reading.guessed.add("zone")
    if read.get("title") == Text():
        spot.item("title").problem("the title is empty", "say what the calendar is called")
    usable = read.get("title") and "timezone" in read and domain
    calendar = Calendar(**{**read, "languages": reading.languages}) if usable else None
    return replace(head, calendar=calendar, domain=domain)


def _read_languages(spot: Spot) -> None:
    """Read the languages of a calendar; what is wrong with them is noted later, with its other keys."""
    if not isinstance(spot.value, dict) or "languages" not in spot.value:
        return
    silent = Reading()
    found = values.languages(Spot(silent, spot.file, spot.path, spot.value).item("languages"))
    spot.reading.languages = found or ("en",)
    if silent.findings:
        spot.reading.guessed.add("languages")


def _read_nouns(head: Head, known: KnownNouns[Noun], read: Callable[[Spot], Noun], complete: bool) -> None:
    """Read every noun of one kind."""
    known.complete = complete
    findings = head.reading.findings
    for section in head.section(f"{known.kind}s", head.reading):
        if not isinstance(section.value, dict):
            known.complete = False
            found = f"{describe(section.value)} where the table [{known.kind}s] belongs"
            section.problem(found, f"begin it with [{known.kind}s]", key=True)
            continue
        for slug in section.value:
            spot, before = section.item(slug), len(findings)
            noun = read(spot)
            known.add(noun, spot)
            if has_error(findings[before:]):
                known.add_texts(noun, spot.value)


def _noun(spot: Spot, keys: Mapping[str, Reader[Any]]) -> dict[str, Any]:
    """Read the fields of a noun. What is wrong leaves it its slug as its name."""
    slug = _slug(spot)
    if isinstance(spot.value, dict) and not all(map(values.LANGUAGE.fullmatch, spot.value)):
        withdrawn = spot.value.get("withdrawn") is True
        read = read_table(spot, keys, required=() if withdrawn else ("name",)) or {}
    else:
        read = {"name": words()(spot)}
    if read.get("name") == Text():
        has_name = isinstance(spot.value, dict) and "name" in spot.value
        name = spot.item("name") if has_name else spot
        name.problem("the name is empty", "write the name, or take the line out")
    if not read.get("name"):
        read["name"] = Text(((spot.reading.languages[0], slug),))
    return {**read, "slug": slug}


def _slug(spot: Spot) -> str:
    """Return the key of a noun in its table."""
    slug = str(spot.path[-1])
    if not values.is_slug(slug):
        values.refuse_slug(spot, slug, key=True)
    return slug


def _venue(spot: Spot, neighborhoods: KnownNouns[Neighborhood]) -> Venue:
    slug = _slug(spot)
    return venue(spot, read_table(spot, VENUE) or {}, slug, neighborhoods)

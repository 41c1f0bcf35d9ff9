"""All of a list that is no event: the calendar, and the nouns that events refer to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from feeds.catalog import values
from feeds.catalog.collection import read_collection
from feeds.catalog.findings import Finding, has_error
from feeds.catalog.keys import CALENDAR, EVENT, LIST, NEIGHBORHOOD, ORGANIZATION, TOPIC, VENUE
from feeds.catalog.names import nearest
from feeds.catalog.node import Context, Node
from feeds.catalog.nouns import Calendar, Neighborhood, Noun, Organization, Text, Topic, Venue
from feeds.catalog.references import KnownNouns, NounsByKind
from feeds.catalog.source import Source
from feeds.catalog.tables import Table, note_lost_event, offer, read_table
from feeds.catalog.texts import LANGUAGE, describe
from feeds.catalog.venues import make_venue
from feeds.catalog.zones import zone
from feeds.translations import has_words

MOST_NOUNS = 10_000  # of one kind, in one file; they take 50 µs and more each
Tables = tuple[tuple[str, Mapping[str, Any]], ...]  # what tomllib read in the head of each file


@dataclass(frozen=True)
class Head:
    """What was read from the heads of all files, and what is wrong with it.

    `calendar` is None where an error keeps it from being used; `domain` is what can be known of it then. A table whose
    name is misspelled stands in `misspelled`, with the name that was meant.
    """

    tables: Tables
    context: Context
    calendar: Calendar | None = None
    domain: str = ""
    misspelled: Mapping[str, str] = field(default_factory=dict)
    nouns: NounsByKind = field(default_factory=dict)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with it."""
        return tuple(self.context.findings)

    def section(self, name: str, context: Context) -> Iterator[Node]:
        """Yield the table called `name`, or meant to be, of every file."""
        for file, tables in self.tables:
            top = Node(context, file, (), tables)
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
    head = Head(tables_of(sources), Context())
    head = replace(head, misspelled=_refuse_strange_tables(head))
    head = _with_calendar(head)
    nouns: dict[str, KnownNouns[Any]] = {}
    readers: dict[str, Callable[[Node], Noun]] = {
        "organization": lambda node: Organization(**_noun(node, ORGANIZATION)),
        "neighborhood": lambda node: Neighborhood(**_noun(node, NEIGHBORHOOD)),
        "topic": lambda node: Topic(**_noun(node, TOPIC)),
        "venue": lambda node: _venue(node, nouns["neighborhood"]),
        "collection": lambda node: read_collection(node, _slug(node), nouns),
    }
    for kind, read in readers.items():
        nouns[kind] = KnownNouns[Noun](kind)
        _read_nouns(head, nouns[kind], read, complete)
    return replace(head, nouns=nouns)


def _refuse_strange_tables(head: Head) -> dict[str, str]:
    """Note every table that a list does not have; return those that are misspelled, with what was meant."""
    misspelled: dict[str, str] = {}
    main, _ = head.tables[0]
    everything = ", ".join(map(_header, LIST))
    for file, tables in head.tables:
        top = Node(head.context, file, (), tables)
        lost = note_lost_event(top)
        for key in tables:
            node = top.item(key)
            if lost and key in EVENT.keys:
                continue
            if file != main and key in ("calendar", "include"):
                node.problem(f"{key} belongs to the first file alone", f"move it to {main}", key=True)
            elif key not in LIST:
                is_table = isinstance(node.value, dict | list)
                close = [known for known in LIST if known in nearest(key, LIST)] if is_table else []
                remedy = offer([_header(known) for known in close], f"what may stand here: {everything}")
                node.problem(f'there is no {"table" if is_table else "key"} "{key}"', remedy, key=True)
                if close:
                    misspelled[key] = close[0]
    return misspelled


def _header(key: str) -> str:
    """Return how a list begins what a key holds: [topics], [[events]], include."""
    if key == "include":
        return key
    return "[[events]]" if key == "events" else f"[{key}]"


def _with_calendar(head: Head) -> Head:
    """Return the head with its calendar, and what the readers of all other values must know of it."""
    context = head.context
    main, tables = head.tables[0]
    node = next((node for node in head.section("calendar", context) if node.file == main), None)
    if node is None:
        remedy = "begin the file with [calendar], title, timezone and domain"
        Node(context, main, (), tables).problem("the table [calendar] is missing", remedy)
        context.guessed = {"languages", "zone"}
        return head
    _read_languages(node)  # first: the texts of the calendar are in them
    read = read_table(node, CALENDAR)
    domain = read.get("domain", "")
    context.area, context.clock = read.get("area"), read.get("clock", "")
    if "languages" in read:
        _warn_of_languages_without_words(node.item("languages"), read["languages"])
    if "geocoder" in read and not context.area:
        doubt = "no area is given: a place far away may be believed"
        node.item("geocoder").problem(doubt, "add area = [south, west, north, east]", "warning", key=True)
    if "timezone" in read:
        context.zone = zone(read["timezone"])
    else:
        context.guessed.add("zone")
    usable = read.get("title") and "timezone" in read and domain
    calendar = Calendar(**{**read, "languages": context.languages}) if usable else None
    return replace(head, calendar=calendar, domain=domain)


def _read_languages(node: Node) -> None:
    """Read the languages of a calendar; what is wrong with them is noted later, with its other keys."""
    if not isinstance(node.value, dict) or "languages" not in node.value:
        return
    silent = Context()
    found = node._replace(context=silent).item("languages").read(values.languages)
    node.context.languages = found or ("en",)
    if silent.findings:
        node.context.guessed.add("languages")


def _warn_of_languages_without_words(node: Node, languages: Sequence[str]) -> None:
    for index, language in enumerate(node.value):
        if language in languages and not has_words(language):
            found = f'Handbill has no words in "{language}": its pages would be half English'
            remedy = "take it out, or contribute them (docs/languages.md)"
            node.item(index).problem(found, remedy, "warning")


def _read_nouns(head: Head, known: KnownNouns[Noun], read: Callable[[Node], Noun], complete: bool) -> None:
    """Read every noun of one kind."""
    known.complete = complete
    findings = head.context.findings
    for section in head.section(f"{known.kind}s", head.context):
        if isinstance(section.value, dict) and note_lost_event(section):
            continue
        if not isinstance(section.value, dict):
            known.complete = False
            found = f"{describe(section.value)} where the table [{known.kind}s] belongs"
            section.problem(found, f"begin it with [{known.kind}s]", key=True)
            continue
        if len(section.value) > MOST_NOUNS:
            known.complete = False
            found = f"{len(section.value)} {known.kind}s, at most {MOST_NOUNS} are read"
            section.problem(found, "take some out", key=True)
            continue
        for slug in section.value:
            node, before = section.item(slug), len(findings)
            noun = read(node)
            known.add(noun, node)
            if has_error(findings[before:]):
                known.add_texts(noun, node.value)


def _noun(node: Node, table: Table) -> dict[str, Any]:
    """Read the fields of a noun. What is wrong leaves it its slug as its name."""
    slug = _slug(node)
    if isinstance(node.value, dict) and not all(map(LANGUAGE.fullmatch, node.value)):
        read = read_table(node, table)
    else:
        read = {"name": node.read(table.keys["name"])}
    unnamed = Text(((node.context.languages[0], slug),))
    return {**read, "name": read.get("name") or unnamed, "slug": slug}


def _slug(node: Node) -> str:
    """Return the key of a noun in its table."""
    slug = str(node.path[-1])
    if not values.is_slug(slug):
        refused = values.no_slug(slug, key=True)
        node.problem(refused.found, refused.remedy, key=True)
    return slug


def _venue(node: Node, neighborhoods: KnownNouns[Neighborhood]) -> Venue:
    slug = _slug(node)
    return make_venue(node, read_table(node, VENUE), slug, neighborhoods)

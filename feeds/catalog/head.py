"""Everything in a list but the events: the calendar, and the nouns that events refer to."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from feeds.catalog import values
from feeds.catalog.collection import read_collection
from feeds.catalog.keys import CALENDAR, EVENT, LIST, NEIGHBORHOOD, ORGANIZATION, TOPIC, VENUE
from feeds.catalog.node import Context, Node
from feeds.catalog.nouns import Calendar, Neighborhood, Noun, Organization, Text, Topic
from feeds.catalog.references import KnownNouns, NounsByKind
from feeds.catalog.source import Source
from feeds.catalog.tables import Table, note_lost_event, note_unknown, read_table
from feeds.catalog.texts import LANGUAGE, describe
from feeds.catalog.venues import make_venue
from feeds.catalog.zones import zone
from feeds.translations import has_words

MOST_NOUNS = 10_000  # of one kind, in one file; they take 50 µs and more each
TEXT = re.compile(r'"((?:[^"\\]|\\.){1,255})"')  # in JSON
HEADERS = {**{key: f"[{key}]" for key in LIST}, "events": "[[events]]", "include": "include"}
Tables = tuple[tuple[str, Mapping[str, Any]], ...]  # what tomllib read in the head of each file


class ListHead(NamedTuple):
    """What was read from the heads of all files.

    `context` holds the findings. `calendar` is None where an error makes it unusable; `domain` is set even then if it
    could be read.
    """

    tables: Tables
    context: Context
    calendar: Calendar | None
    domain: str
    nouns: NounsByKind


def tables_of(sources: Sequence[Source]) -> Tables:
    """Return what tomllib read in the head of each file."""
    return tuple((source.file, source.tables) for source in sources)


def read_head(sources: Sequence[Source], *, complete: bool) -> ListHead:
    """Read the calendar, then the nouns, then what refers to them.

    Unless the files are `complete`, an unknown name is not a problem: it may be in a file that cannot be read.
    """
    context, nouns = Context(), dict[str, KnownNouns[Any]]()
    tops = [Node(context, source.file, (), source.tables) for source in sources]
    for top in tops:
        _refuse_strange_tables(top, tops[0].file)
    complete = complete and not context.errors
    calendar, domain = _read_calendar(tops[0])
    readers: dict[str, Callable[[Node], Noun]] = {
        "organization": lambda node: Organization(**_noun(node, ORGANIZATION)),
        "neighborhood": lambda node: Neighborhood(**_noun(node, NEIGHBORHOOD)),
        "topic": lambda node: Topic(**_noun(node, TOPIC)),
        "venue": lambda node: make_venue(
            node, read_table(node, VENUE), _slug(node), nouns["neighborhood"]
        ),
        "collection": lambda node: read_collection(node, _slug(node), nouns),
    }
    for kind, read in readers.items():
        nouns[kind] = KnownNouns[Noun](kind, complete)
        for top in tops:
            if f"{kind}s" in top.value:
                _read_nouns(top.item(f"{kind}s"), nouns[kind], read)
    return ListHead(tables_of(sources), context, calendar, domain, nouns)


def _refuse_strange_tables(top: Node, main: str) -> None:
    """Note every unknown table or key."""
    of_event = EVENT.keys if note_lost_event(top) else {}
    for key, value in top.value.items():
        if key in ("calendar", "include") and top.file != main:
            found = f"{key} is only allowed in the first file"
            top.item(key).problem(found, f"move it to {main}", key=True)
        elif key not in LIST and key not in of_event:
            what = "table" if isinstance(value, dict | list) else "key"
            note_unknown(top.item(key), f'there is no {what} "{key}"', HEADERS.values())


def _read_calendar(top: Node) -> tuple[Calendar | None, str]:
    """Read the calendar and its domain; set in the context what other readers need."""
    context = top.context
    if "calendar" not in top.value:
        context.guessed = {"languages", "zone"}
        if not context.errors:  # its name is not misspelled
            remedy = "begin the file with [calendar], title, timezone and domain"
            top.problem("the table [calendar] is missing", remedy)
        return None, ""
    node = top.item("calendar")
    _read_languages(node)  # first: the texts of the calendar are in them
    read = read_table(node, CALENDAR)
    domain = read.get("domain", "")
    context.area, context.clock = read.get("area"), read.get("clock", "")
    if "languages" in read:
        _warn_of_languages_without_words(node.item("languages"), read["languages"])
    if "geocoder" in read and not context.area:
        doubt = "no area is given, so a faraway match may be accepted"
        node.item("geocoder").problem(
            doubt, "add area = [south, west, north, east]", "warning", key=True
        )
    if "timezone" in read:
        context.zone = zone(read["timezone"])
    else:
        context.guessed.add("zone")
    usable = read.get("title") and "timezone" in read and domain
    return Calendar(**{**read, "languages": context.languages}) if usable else None, domain


def _read_languages(node: Node) -> None:
    """Read the languages of a calendar; problems with them are noted later, with its other keys."""
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
            remedy = "remove it, or contribute them (docs/languages.md)"
            node.item(index).problem(found, remedy, "warning")


def _read_nouns(section: Node, known: KnownNouns[Noun], read: Callable[[Node], Noun]) -> None:
    """Read every noun of a table.

    Every text in a faulty one counts as its name, so that references to it are not reported.
    """
    header, nouns, context = f"[{known.kind}s]", section.value, section.context
    if not isinstance(nouns, dict):
        found = f"found {describe(nouns)}, expected the table {header}"
        section.problem(found, f"begin it with {header}", key=True)
    elif len(nouns) > MOST_NOUNS:
        found = f"{len(nouns)} {known.kind}s, at most {MOST_NOUNS} are read"
        section.problem(found, "remove some", key=True)
    elif not note_lost_event(section):
        for node in map(section.item, nouns):
            errors, noun = context.errors, read(node)
            known.add(noun, node)
            if context.errors > errors:
                known.index.add_all(TEXT.findall(json.dumps(node.value, default=str)), noun)
        return
    known.complete = False


def _noun(node: Node, table: Table) -> dict[str, Any]:
    """Read the fields of a noun; one without a valid name is named by its slug."""
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
    node._replace(value=slug).read(values.slug, key=True)
    return slug

"""Everything in a list but the events: the calendar, and the nouns that events refer to."""

import json
import re
from collections.abc import Sequence

from feeds.catalog import values
from feeds.catalog.catalog import Calendar
from feeds.catalog.collection import read_collection
from feeds.catalog.keys import LIST, TABLES
from feeds.catalog.node import Context, Node
from feeds.catalog.nouns import Neighborhood, Noun, Organization, Text, Topic
from feeds.catalog.references import KnownNouns
from feeds.catalog.source import Source
from feeds.catalog.tables import note_lost_event, note_unknown, read_table
from feeds.catalog.texts import LANGUAGE, describe
from feeds.catalog.venues import make_venue
from feeds.catalog.zones import zone

MOST_NOUNS = 10_000  # of one kind, in one file; they take 50 µs and more each
CLASSES: dict[str, type[Noun]] = {
    "organization": Organization,
    "neighborhood": Neighborhood,
    "topic": Topic,
}
KINDS = (*CLASSES, "venue", "collection")  # a kind refers to those before it
TEXT = re.compile(r'"((?:[^"\\]|\\.){1,255})"')  # in JSON
HEADERS = {**{key: f"[{key}]" for key in LIST}, "events": "[[events]]", "include": "include"}


def read_head(sources: Sequence[Source], *, complete: bool) -> Context:
    """Read the calendar, then the nouns, then what refers to them; return them in a context.

    Unless the files are `complete`, an unknown name is not a problem: it may be in a file that
    cannot be read.
    """
    context = Context()
    tops = [Node(context, source.file, (), source.tables) for source in sources]
    for top in tops:
        _refuse_strange_tables(top, tops[0].file)
    complete = complete and not context.errors
    _read_calendar(tops[0])
    for kind in KINDS:
        context.nouns[kind] = KnownNouns(kind, complete)
        for top in tops:
            if f"{kind}s" in top.value:
                _read_nouns(top.item(f"{kind}s"), kind)
    return context


def _refuse_strange_tables(top: Node, main: str) -> None:
    """Note every unknown table or key."""
    of_event = TABLES["event"] if note_lost_event(top) else {}
    for key, value in top.value.items():
        if key in ("calendar", "include") and top.file != main:
            found = f"{key} is only allowed in the first file"
            top.item(key).problem(found, f"move it to {main}", key=True)
        elif key not in LIST and key not in of_event:
            what = "table" if isinstance(value, dict | list) else "key"
            note_unknown(top.item(key), f'there is no {what} "{key}"', HEADERS.values())


def _read_calendar(top: Node) -> None:
    """Read the calendar into the context, with what other readers need."""
    context = top.context
    if "calendar" not in top.value:
        context.guessed = {"languages", "zone"}
        if not context.errors:  # its name is not misspelled
            remedy = "begin the file with [calendar], title, timezone and domain"
            top.problem("the table [calendar] is missing", remedy)
        return
    node = _read_languages(top.item("calendar"))  # first: the other texts are in them
    read = read_table(node, TABLES["calendar"])
    context.area, context.clock = read.get("area"), read.get("clock", "")
    context.domain = read.get("domain", "")
    if "geocoder" in read and not context.area:
        found = "no area is given, so a faraway match may be accepted"
        remedy = "add area = [south, west, north, east]"
        node.item("geocoder").problem(found, remedy, "warning", key=True)
    if "timezone" in read:
        context.zone = zone(read["timezone"])
    else:
        context.guessed.add("zone")
    if read.get("title") and read.get("timezone") and context.domain:
        context.calendar = Calendar(**read, languages=context.languages)


def _read_languages(node: Node) -> Node:
    """Read the languages of a calendar into its context; return the table without them."""
    if not isinstance(node.value, dict) or "languages" not in node.value:
        return node
    context, errors = node.context, node.context.errors
    context.languages = node.item("languages").read(values.languages) or ("en",)
    if context.errors > errors:
        context.guessed.add("languages")
    others = {key: value for key, value in node.value.items() if key != "languages"}
    return node._replace(value=others)


def _read_nouns(section: Node, kind: str) -> None:
    """Read every noun of a table.

    Every text in a faulty one counts as its name, so that references to it are not reported.
    """
    context, header = section.context, f"[{kind}s]"
    known: KnownNouns = context.nouns[kind]
    if not isinstance(section.value, dict):
        found = f"found {describe(section.value)}, expected the table {header}"
        section.problem(found, f"begin it with {header}", key=True)
    elif len(section.value) > MOST_NOUNS:
        found = f"{len(section.value)} {kind}s, at most {MOST_NOUNS} are read"
        section.problem(found, "remove some", key=True)
    elif not note_lost_event(section):
        for node in map(section.item, section.value):
            errors = context.errors
            noun = _read_noun(node, kind)
            known.add(noun, node)
            if context.errors > errors:
                known.index.add_all(TEXT.findall(json.dumps(node.value, default=str)), noun)
        return
    known.complete = False


def _read_noun(node: Node, kind: str) -> Noun:
    """Read one noun; without a valid name, it is named by its slug."""
    slug = str(node.path[-1])
    node._replace(value=slug).read(values.slug, key=True)
    if kind == "collection":
        return read_collection(node, slug)
    table = TABLES[kind]
    if kind == "venue":
        return make_venue(node, read_table(node, table), slug)
    if isinstance(node.value, dict) and not all(map(LANGUAGE.fullmatch, node.value)):
        read = read_table(node, table)
    else:
        read = {"name": node.read(table["name"].reader)}
    name = read.pop("name", None) or Text(((node.context.languages[0], slug),))
    return CLASSES[kind](slug=slug, name=name, **read)

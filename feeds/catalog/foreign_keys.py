"""Keys used in announcements that events do not have: each is answered with the line to write."""

from typing import Any

from feeds.catalog.data import WORDS
from feeds.catalog.keys import ROWS, TABLES
from feeds.catalog.node import Node
from feeds.catalog.references import NounsByKind
from feeds.catalog.tables import Table, read_table
from feeds.catalog.texts import quoted
from feeds.catalog.when import When, WhenError, format_when, parse_one

DAYS, STARTS, ENDS = WORDS["when_keys"].values()
KEYS = {
    foreign: key for key, row in ROWS["event"]["keys"].items() for foreign in row.get("foreign", ())
}


def read_event_keys(node: Node, table: Table, nouns: NounsByKind) -> dict[str, Any]:
    """Read the table of an event or of a change; note its foreign keys, each with the key that is meant."""
    if not isinstance(node.value, dict) or node.value.keys() <= TABLES["event"].keys():
        return read_table(node, table)
    meant = _note_times(node)
    for name, key in KEYS.items():
        if name in node.value:
            meant[name] = key
            _note(node.item(name), key, key in node.value, nouns)
    return read_table(node, table, meant)


def _note(node: Node, key: str, is_there: bool, nouns: NounsByKind) -> None:
    """Note one foreign key, with the equivalent line."""
    name = node.path[-1]
    if is_there:
        remedy = f"add it to {key}, and remove {name}"
    elif isinstance(node.value, str | int | float) and not isinstance(node.value, bool):
        remedy = f"write {key} = {_value(str(node.value), key, str(name), nouns)}"
    else:
        remedy = f"write {key} instead of {name}"
    node.problem(f'there is no key "{name}" here', remedy, key=True)


def _value(text: str, key: str, name: str, nouns: NounsByKind) -> str:
    """Return a text as the value of a key, in TOML."""
    if key == "venue" and not nouns["venue"].index.find(text):
        return f"{{ name = {quoted(text)} }}"
    if key == "hosts":
        return f"[{nouns['organization'].as_items(text)}]"
    if key == "notice":
        return quoted(f"{name.capitalize()}: {text}")
    return quoted(text)


def _note_times(node: Node) -> dict[str, str]:
    """Note all keys that say a part of when it takes place as one problem, with the complete `when`."""
    foreign = [name for name in (*DAYS, *STARTS, *ENDS) if name in node.value]
    if not foreign:
        return {}
    names = " and ".join(f'"{name}"' for name in foreign)
    found = (
        f"there is no key {names} here" if len(foreign) == 1 else f"there are no keys {names} here"
    )
    others = f", and remove {' and '.join(foreign)}" if "when" in node.value else " instead"
    node.item(foreign[0]).problem(found, f"write {_whole_when(node)}{others}", key=True)
    return dict.fromkeys(foreign, "when")


def _whole_when(node: Node) -> str:
    """Return the line that combines the parts; an example if they have no single reading."""
    parts = []
    for names in (("when", *DAYS), STARTS, ENDS):
        parts.append(next((str(node.value[name]) for name in names if name in node.value), ""))
    day, start, end = parts
    text = ", ".join(filter(None, (day, start))) + (f" – {end}" if end else "")
    try:
        found: When = parse_one(text, node.context.conventions)
    except WhenError:
        return 'all in one line, like when = "Sat, March 20, 2021, 1 PM – 3 PM"'
    return f"when = {quoted(format_when(found))}"

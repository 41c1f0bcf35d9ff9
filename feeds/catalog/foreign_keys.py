"""Keys of announcements that events do not have: each is reported with the line to write."""

from typing import Any

from feeds.catalog.data import WORDS
from feeds.catalog.keys import ROWS, TABLES
from feeds.catalog.node import Node
from feeds.catalog.tables import Table, read_table
from feeds.catalog.texts import quoted
from feeds.catalog.when import WhenError, format_when, parse_one

DAYS, STARTS, ENDS = WORDS["when_keys"].values()
KEYS: dict[str, str] = {}
for key, row in ROWS["event"]["keys"].items():
    KEYS |= dict.fromkeys(row.get("foreign", ()), key)


def read_event_keys(node: Node, table: Table) -> dict[str, Any]:
    """Read the table of an event or of a change; note foreign keys with the key that is meant."""
    if not isinstance(node.value, dict) or node.value.keys() <= TABLES["event"].keys():
        return read_table(node, table)
    meant = _note_times(node)
    for name, key in KEYS.items():
        if name in node.value:
            meant[name] = key
            item = node.item(name)
            remedy = _remedy(item, key, name)
            if key in node.value:
                remedy = f"add it to {key}, and remove {name}"
            item.problem(f'there is no key "{name}" here', remedy, key=True)
    return read_table(node, table, meant)


def _remedy(node: Node, key: str, name: str) -> str:
    """Return what to do about the foreign key `name`: write a line of TOML with the `key` meant."""
    if isinstance(node.value, bool) or not isinstance(node.value, str | int | float):
        return f"write {key} instead of {name}"
    text, nouns = str(node.value), node.context.nouns
    line = f"{key} = {quoted(text)}"
    if key == "venue" and not nouns["venue"].index.find(text):
        line = f"venue = {{ name = {quoted(text)} }}"
    elif key == "hosts":
        line = f"hosts = [{nouns['organization'].as_items(text)}]"
    elif key == "notice":
        line = f"notice = {quoted(f'{name.capitalize()}: {text}')}"
    return f"write {line}"


def _note_times(node: Node) -> dict[str, str]:
    """Note all keys with a part of `when` as one problem, with the line that combines them."""
    foreign = [name for name in (*DAYS, *STARTS, *ENDS) if name in node.value]
    if not foreign:
        return {}
    parts = []
    for names in (("when", *DAYS), STARTS, ENDS):
        parts.append(next((str(node.value[name]) for name in names if name in node.value), ""))
    day, start, end = parts
    text = ", ".join(filter(None, (day, start)))
    if end:
        text += f" – {end}"
    try:
        line = f"when = {quoted(format_when(parse_one(text, node.context.conventions)))}"
    except WhenError:
        line = 'all in one line, like when = "Sat, March 20, 2021, 1 PM – 3 PM"'
    others = f", and remove {' and '.join(foreign)}" if "when" in node.value else " instead"
    found = " or ".join(f'"{name}"' for name in foreign)
    node.item(foreign[0]).problem(
        f"there is no key {found} here", f"write {line}{others}", key=True
    )
    return dict.fromkeys(foreign, "when")

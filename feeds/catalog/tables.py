"""The tables of a list: their keys, and the reader of each."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from feeds.catalog.names import cached_slug_form, nearest
from feeds.catalog.node import Node, Reader
from feeds.catalog.texts import describe, quoted

REQUIRED = "required"
UNLESS_WITHDRAWN = "required, unless withdrawn"


class Key(NamedTuple):
    """What reads a key, and the value without it: REQUIRED, UNLESS_WITHDRAWN, or as docs say it."""

    reader: Reader[Any]
    default: str


Table = Mapping[str, Key]  # in the order of problems and docs/format.md


def missing_keys(table: Table, value: Mapping[str, Any]) -> list[str]:
    """Return the required keys that a table of the list lacks."""
    is_withdrawn = value.get("withdrawn") is True or value.get("status") == "withdrawn"
    required = (REQUIRED,) if is_withdrawn else (REQUIRED, UNLESS_WITHDRAWN)
    return [name for name, key in table.items() if key.default in required and name not in value]


def read_table(node: Node, table: Table, foreign: Mapping[str, str] = {}) -> dict[str, Any]:
    """Read the known keys of a table, leaving out faulty ones; every other key is a problem.

    The `foreign` keys were already noted, each with the key that is meant.
    """
    if not isinstance(node.value, dict):
        first, *others = missing_keys(table, {}) or table
        value = quoted(node.value) if isinstance(node.value, str) else '"…"'
        rest = "".join(f', {key} = "…"' for key in others if table[key].default == REQUIRED)
        remedy = f"write {{ {first} = {value}{rest} }}"
        node.problem(f"found {describe(node.value)}, expected a table", remedy)
        return {}
    meant = set(foreign.values())
    if "id" in table or not note_lost_event(node):
        unknown = [name for name in node.value if name not in table and name not in foreign]
        for name in unknown:
            meant.update(note_unknown(node.item(name), f'there is no key "{name}" here', table))
    for name in missing_keys(table, node.value):
        if name not in meant:
            node.problem(f"{name} is missing", f'add {name} = "…"', key=True)
    read: dict[str, Any] = {}
    for name in node.value:
        found = node.item(name).read(table[name].reader) if name in table else None
        if found is not None:
            read[name] = found
    return read


def note_lost_event(node: Node) -> bool:
    """Say whether a table has the keys of an event that lacks its [[events]]; note it."""
    if not {"id", "when"} <= node.value.keys():
        return False
    remedy = "write [[events]] on a line of its own above this one"
    node.item("id").problem("an event begins here without its [[events]]", remedy, key=True)
    return True


def note_unknown(node: Node, found: str, keys: Collection[str]) -> list[str]:
    """Note an unknown key or table; return the keys that may be meant."""
    near = nearest(str(node.path[-1]), map(cached_slug_form, keys))
    close = [key for key in keys if cached_slug_form(key) in near]
    remedy = f"did you mean {' or '.join(close)}?" if close else f"the keys are {', '.join(keys)}"
    node.problem(found, remedy, key=True)
    return close

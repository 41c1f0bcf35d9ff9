"""The tables of a list: their keys, and the reader of each."""

from collections.abc import Collection, Mapping
from typing import Any

from feeds.catalog.names import nearest, slug_form
from feeds.catalog.node import Node, Reader
from feeds.catalog.texts import describe, quoted

REQUIRED = "required"
UNLESS_WITHDRAWN = "required, unless withdrawn"


class Table:
    """The reader of each key of one table, in the order of problems and docs/format.md.

    Keys required `unless_withdrawn` may be missing if the table has the key and value in `withdrawn`.
    """

    withdrawn: tuple[str, Any] = ("withdrawn", True)

    def __init__(self, row: Mapping[str, Any], keys: Mapping[str, Reader[Any]]) -> None:
        defaults = {key: columns.get("default") for key, columns in row["keys"].items()}
        self.keys = keys
        self.required = [key for key, default in defaults.items() if default == REQUIRED]
        self.unless_withdrawn = [
            key for key, default in defaults.items() if default == UNLESS_WITHDRAWN
        ]
        self.withdrawn = row.get("withdrawn", self.withdrawn)

    def missing(self, value: Mapping[str, Any]) -> list[str]:
        """Return the required keys that the table lacks."""
        key, withdrawn = self.withdrawn
        needed = (
            self.required
            if value.get(key) == withdrawn
            else [*self.required, *self.unless_withdrawn]
        )
        return [key for key in needed if key not in value]


def read_table(node: Node, table: Table, foreign: Mapping[str, str] = {}) -> dict[str, Any]:
    """Read the known keys of a table, leaving out faulty ones; every other key is a problem.

    The `foreign` keys were already noted, each with the key that is meant.
    """
    keys = table.keys
    if not isinstance(node.value, dict):
        value = quoted(node.value) if isinstance(node.value, str) else '"…"'
        node.problem(
            f"found {describe(node.value)}, expected a table",
            f"write {{ {next(iter(keys))} = {value} }}",
        )
        return {}
    unknown = [name for name in node.value if name not in keys and name not in foreign]
    if "id" not in keys and note_lost_event(node):
        unknown = []
    meant = set(foreign.values())
    for name in unknown:
        meant.update(note_unknown(node.item(name), f'there is no key "{name}" here', keys))
    for name in table.missing(node.value):
        if name not in meant:
            node.problem(f"{name} is missing", f'add {name} = "…"', key=True)
    found = {name: node.item(name).read(keys[name]) for name in node.value if name in keys}
    return {name: value for name, value in found.items() if value is not None}


def note_lost_event(node: Node) -> bool:
    """Say whether a table has the keys of an event that lacks its [[events]]; note it."""
    if not {"id", "when"} <= node.value.keys():
        return False
    remedy = "write [[events]] on a line of its own above this one"
    node.item("id").problem("an event begins here without its [[events]]", remedy, key=True)
    return True


def note_unknown(node: Node, found: str, keys: Collection[str]) -> list[str]:
    """Note an unknown key or table; return the keys that may be meant."""
    near = nearest(str(node.path[-1]), map(slug_form, keys))
    close = [key for key in keys if slug_form(key) in near]
    remedy = f"did you mean {' or '.join(close)}?" if close else f"the keys are {', '.join(keys)}"
    node.problem(found, remedy, key=True)
    return close

"""The tables of a list: which keys each has, for the loader, for editors and for docs/format.md."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from feeds.catalog.names import nearest, slug_form
from feeds.catalog.node import Node, Reader, Schema
from feeds.catalog.texts import describe, quoted

REQUIRED = "required"
UNLESS_WITHDRAWN = "required, unless withdrawn"
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")  # of Markdown


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table.

    `about` is what it says, in a sentence of Markdown; `example` a line with it; `default` what it is without that
    line, in words or as TOML writes it, between backticks. Volunteers write the `foreign` keys for it.
    """

    name: str
    reader: Reader[Any]
    about: str
    example: str
    default: str = "none"
    foreign: Sequence[str] = ()

    @property
    def schema(self) -> Schema:
        """What editors know of it."""
        about = LINK.sub(r"\1", self.about)
        schema = {"description": about, **self.reader.schema}
        schema["description"] = about  # not that of the table inside
        if self.default.startswith("`"):
            schema |= tomllib.loads(f"default = {self.default.strip('`')}")
        return schema


class Table:
    """The keys of one table, in the order in which problems and docs/format.md name them.

    Some may be missing where the key and value in `withdrawn` are there; of `one_of` one must be there.
    """

    def __init__(
        self,
        *keys: Key,
        about: str = "",
        withdrawn: Sequence[Any] = ("withdrawn", True),
        one_of: Sequence[str] = (),
    ) -> None:
        self.keys = {key.name: key for key in keys}
        self.about, self.withdrawn, self.one_of = about, withdrawn, one_of
        self.required = [key.name for key in keys if key.default == REQUIRED]
        self.unless_withdrawn = [key.name for key in keys if key.default == UNLESS_WITHDRAWN]

    def missing(self, value: dict[str, Any]) -> Iterable[str]:
        """Return the keys that must be in the table and are not."""
        key, withdrawn = self.withdrawn
        required = self.required
        if value.get(key) != withdrawn:
            required = [*required, *self.unless_withdrawn]
        return [key for key in required if key not in value]

    @property
    def schema(self) -> Schema:
        """What editors know of it."""
        schema: Schema = {"description": self.about} if self.about else {}
        schema |= {"type": "object", "additionalProperties": False}
        if self.required:
            schema["required"] = self.required
        needed: Schema = {}
        if self.unless_withdrawn:
            needed["required"] = self.unless_withdrawn
        if self.one_of:
            needed["anyOf"] = [{"required": [key]} for key in self.one_of]
        key, withdrawn = self.withdrawn
        if needed and key in self.keys:
            schema["if"] = {"required": [key], "properties": {key: {"const": withdrawn}}}
            schema["else"] = needed
        else:
            schema |= needed
        schema["properties"] = {key.name: key.schema for key in self.keys.values()}
        return schema


def read_table(node: Node, table: Table, foreign: Mapping[str, str] = {}) -> dict[str, Any] | None:
    """Read a table: what each known key says, without those absent or wrong; every other key is a problem.

    Those that are `foreign` are noted already, each with the key that was meant.
    """
    keys = table.keys
    if not isinstance(node.value, dict):
        value = quoted(node.value) if isinstance(node.value, str) else '"…"'
        node.problem(f"{describe(node.value)} where a table belongs", f"write {{ {next(iter(keys))} = {value} }}")
        return None
    meant = set(foreign.values())
    if "id" not in keys and note_lost_event(node):
        foreign = dict.fromkeys(node.value.keys() - keys.keys(), "")
    for name in [name for name in node.value if name not in keys and name not in foreign]:
        close = [key for key in keys if slug_form(key) in nearest(name, map(slug_form, keys))]
        remedy = offer(close, f"the keys are {', '.join(keys)}")
        node.item(name).problem(f'there is no key "{name}" here', remedy, key=True)
        meant.update(close)
    for name in table.missing(node.value):
        if name not in meant:
            node.problem(f"{name} is missing", f'add {name} = "…"', key=True)
    found = {}
    for name in node.value:
        if name in keys:
            read = keys[name].reader.read(node.item(name))
            if read is not None:
                found[name] = read
    return found


def note_lost_event(node: Node) -> bool:
    """Say whether a table has the keys of an event that follows it without its [[events]]; note it."""
    if not {"id", "when"} <= node.value.keys():
        return False
    remedy = "write [[events]] on a line of its own above this one"
    node.item("id").problem("an event begins here without its [[events]]", remedy, key=True)
    return True


def offer(close: list[str], otherwise: str) -> str:
    """Return the question whether a near name was meant."""
    return f"did you mean {' or '.join(close)}?" if close else otherwise

"""What docs/format.md and editors know of the keys of a list: feeds/catalog/keys.toml with readers.toml beside this."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeds.catalog.keys import ROWS
from feeds.catalog.kinds import BUILT_IN
from feeds.catalog.tables import REQUIRED, UNLESS_WITHDRAWN

Schema = dict[str, Any]  # of JSON Schema, draft 2020-12
READERS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("readers.toml").read_text("utf-8"))
for own in BUILT_IN:
    slugs = [noun.slug for noun in own.nouns]
    options = " or ".join(f"`{slug}`" for slug in slugs)
    READERS[own.slug] = {
        "type": f"list of {options}",
        "schema": {"type": "array", "items": {"enum": slugs}},
    }
LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")  # of Markdown
LANGUAGE = "^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: what it says in a sentence of Markdown, a line with it, and its value without that line.

    The `default` is in words or, between backticks, as TOML writes it.
    """

    name: str
    reader: str | tuple[str, ...]
    about: str
    example: str
    default: str = "none"

    @property
    def type(self) -> str:
        """What its values are called."""
        if isinstance(self.reader, str):
            return str(READERS[self.reader]["type"])
        return " or ".join(f"`{option}`" for option in self.reader)

    @property
    def schema(self) -> Schema:
        """What editors know of it."""
        about = LINK.sub(r"\1", self.about)
        values = (
            _schema_of(self.reader) if isinstance(self.reader, str) else {"enum": list(self.reader)}
        )
        schema = {"description": about, **values}
        schema["description"] = about  # not that of the table inside
        if self.default.startswith("`"):
            schema |= tomllib.loads(f"default = {self.default.strip('`')}")
        return schema


def keys(table: str) -> list[Key]:
    """Return the keys of a table, in the order of keys.toml."""
    found = []
    for name, row in ROWS[table]["keys"].items():
        reader = row["reader"] if isinstance(row["reader"], str) else tuple(row["reader"])
        found.append(Key(name, reader, row["about"], row["example"], row.get("default", "none")))
    return found


def schema(table: str) -> Schema:
    """Return what editors know of a table."""
    row = ROWS[table]
    made: Schema = {"description": row["about"]} if "about" in row else {}
    made |= {"type": "object", "additionalProperties": False}
    if required := [key.name for key in keys(table) if key.default == REQUIRED]:
        made["required"] = required
    needed: Schema = {}
    if unless_withdrawn := [key.name for key in keys(table) if key.default == UNLESS_WITHDRAWN]:
        needed["required"] = unless_withdrawn
    if "one_of" in row:
        needed["anyOf"] = [{"required": [key]} for key in row["one_of"]]
    key, withdrawn = row.get("withdrawn", ("withdrawn", True))
    if needed and key in row["keys"]:
        made["if"] = {"required": [key], "properties": {key: {"const": withdrawn}}}
        made["else"] = needed
    else:
        made |= needed
    made["properties"] = {key.name: key.schema for key in keys(table)}
    return made


def _schema_of(reader: str) -> Schema:
    """Return what editors know of the values that a reader takes."""
    row = READERS[reader]
    if "text" in row:
        return _localized(row["text"], row.get("also"))
    if "short" in row:
        return _short(row["short"])
    resolved: Schema = _resolve(row["schema"])
    return resolved


def _localized(text: Schema, also: Schema | None) -> Schema:
    """Return the schema of a text in the first language, or of a table of language = text."""
    bare = {key: value for key, value in text.items() if key != "minLength"}
    texts: Schema = {
        "type": "object",
        "additionalProperties": False,
        "patternProperties": {LANGUAGE: bare},
    }
    if "minLength" in text:
        texts["minProperties"] = 1
    return {"anyOf": [text, texts, *([also] if also else [])]}


def _short(table: str) -> Schema:
    """Return the schema of nouns by slug, each of which may be its name alone."""
    names = _schema_of("name")["anyOf"]
    allowed = ", ".join(key.name for key in keys(table))
    either = {
        "description": f"A name, a table of language = name, or {{ {allowed} }}.",
        "anyOf": [*names, schema(table)],
    }
    return {"type": "object", "propertyNames": _schema_of("slug"), "additionalProperties": either}


def _resolve(part: Any) -> Any:
    """Return a part of a schema with the schemas that it refers to in their places."""
    if isinstance(part, list):
        return [_resolve(item) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        kind, _, table = part["$ref"].partition(" ")
        return schema(table) if kind == "table" else _schema_of(part["$ref"])
    return {key: _resolve(value) for key, value in part.items()}

"""JSON-LD as nodes: events, organizations, persons, and what references between them name.

https://www.w3.org/TR/json-ld11/, and https://schema.org/docs/jsonldcontext.json, which also allows
`type` and `id`. A node is a dict from a term, without its vocabulary and `@`, to its list of
values: texts, numbers, nodes.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from feeds.catalog import plain_text

Node = dict[str, list[Any]]
TABLE = tomllib.loads(Path(__file__).with_name("schema_org.toml").read_text("utf-8"))
PERSONS, ORGANIZATIONS = frozenset(TABLE["persons"]), frozenset(TABLE["organizations"])
NEUTRAL, EVENT = frozenset(TABLE["neutral"]), re.compile(TABLE["event"])
PARTS = frozenset(TABLE["parts"])
REFERRING = frozenset(TABLE["referring"]) | PARTS
INHERITED = frozenset(TABLE["inherited"])
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
MOST_VALUES, LONGEST_VALUE = 200, 50_000


class Page:
    """The nodes of a page, the inner before the outer, and those with an id, of all its scripts."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.by_id: dict[str, Node] = {}
        self.outer: set[int] = set()  # events that another one is a part of

    def parse(self, script: str) -> None:
        """Add the nodes of a script; raise ValueError or RecursionError if it is not JSON."""
        try:
            nodes = _parsed(script)
        except ValueError:
            nodes = _parsed(TRAILING_COMMA.sub(r"\1", script))
        for node in nodes:
            self.nodes.append(node)
            self.outer |= set(map(id, node.get("superEvent", ())))
            if name := id_of(node):
                known = self.by_id.get(name, {})
                types = kinds(known) | kinds(node)
                self.by_id[name] = {**node, **known, "type": sorted(types)}

    def events(self) -> list[Node]:
        """Return the announced events, with the nodes that their references name."""
        for node in (*self.nodes, *self.by_id.values()):
            for key in node.keys() & REFERRING:
                node[key] = list(map(self._resolved, node[key]))
        for node in self.nodes:
            _hand_down(node)
        inner = (self._resolved(node) for node in self.nodes if id(node) not in self.outer)
        unique = {id(node): node for node in inner}
        return list(filter(is_event, unique.values()))

    def _resolved(self, value: Any) -> Any:
        """Return the node that a reference names, any other value as it is."""
        name = id_of(value) if isinstance(value, dict) else value
        return self.by_id.get(name, value) if isinstance(name, str) else value


def _hand_down(node: Node) -> None:
    """Give the parts of a series or course the properties that hold for them all."""
    if kinds(node).isdisjoint(("eventseries", "course")):
        return
    for part in parts_of(node):
        if part.keys() - {"id", "type"}:
            for key in node.keys() & INHERITED:
                part.setdefault(key, node[key])


def _parsed(script: str) -> list[Node]:
    """Return the objects of a JSON text, the inner before the outer."""
    nodes = list[Node]()
    json.loads(script, strict=False, object_hook=lambda described: _node(described, nodes))
    return nodes


def _node(described: dict[str, Any], nodes: list[Node]) -> Any:
    """Return an object as a node, a container as its values; inner objects are nodes already."""
    node = {term(key).lstrip("@"): _flat(value) for key, value in described.items()}
    if "type" not in node and (inside := [node[key] for key in TABLE["containers"] if key in node]):
        return _flat(inside)
    nodes.append(node)
    return node


def _flat(value: Any) -> list[Any]:
    """Return the values of a property, out of any lists that they are in."""
    found, waiting = list[Any](), [value]
    while waiting and len(found) < MOST_VALUES:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif one is not None:
            found.append(one)
    return found


def kinds(node: Node) -> frozenset[str]:
    """Return the types of a node in lower case, without http://schema.org/ or schema:."""
    named = (id_of(one) if isinstance(one, dict) else one for one in node.get("type", ()))
    return frozenset(term(one).lower() for one in named if isinstance(one, str))


def term(name: str) -> str:
    """Return the last part of a name, which may be an IRI or have a prefix."""
    return re.split(r"[/#:]", name.strip(" /#:"))[-1]


def id_of(node: Node) -> str:
    """Return the id of a node, "" if it has none."""
    name = next(iter(node.get("id", ())), "")
    return name if isinstance(name, str) else ""


def text_of(value: Any, depth: int = 5) -> str:
    """Return a value in words: of a thing its name or address, of a person nothing."""
    if isinstance(value, dict) and depth and not is_person(value):
        link = id_of(value) if id_of(value).startswith("http") else ""
        named = (value[key] for key in ("name", "url", "value") if value.get(key))
        return text_of(next(named, link), depth - 1)
    if isinstance(value, list) and depth:
        return ", ".join(filter(None, (text_of(one, depth - 1) for one in value)))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return plain_text(str(value).strip()[:LONGEST_VALUE]).strip()


def property_of(value: Any, key: str) -> str:
    """Return a property of a node in words, "" of any other value."""
    return text_of(value.get(key, [])) if isinstance(value, dict) else ""


def parts_of(node: Node) -> list[Node]:
    """Return the parts of a series or course."""
    parts = (part for key in PARTS for part in node.get(key, ()))
    return [part for part in parts if isinstance(part, dict)]


def is_event(node: Node) -> bool:
    """Say whether a node is an announced event: one with a name or a date."""
    return ("name" in node or "startDate" in node) and any(map(EVENT.search, kinds(node)))


def is_person(value: Any) -> bool:
    """Say whether one of the types of a value is a person."""
    return isinstance(value, dict) and not PERSONS.isdisjoint(kinds(value))


def is_organization(value: Any) -> bool:
    """Say whether all types of a value are organizations."""
    types = kinds(value) - NEUTRAL if isinstance(value, dict) else frozenset[str]()
    return bool(types) and types <= ORGANIZATIONS

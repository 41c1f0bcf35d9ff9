"""JSON-LD as nodes with types: which are events, organizations, persons, and what a reference stands for.

https://www.w3.org/TR/json-ld11/, and https://schema.org/docs/jsonldcontext.json, which allows `type` and `id` too.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeds.catalog import plain_text

Node = dict[str, Any]
TABLE = tomllib.loads(Path(__file__).with_name("schema_org.toml").read_text("utf-8"))
PERSONS, ORGANIZATIONS = frozenset(TABLE["persons"]), frozenset(TABLE["organizations"])
NEUTRAL = frozenset(("thing", "place"))
EVENT = re.compile(r"(?:event|eventseries|festival|hackathon|courseinstance)$")
CONTAINERS = ("@list", "@set", "@graph")
PARTS = ("subEvent", "subEvents", "hasCourseInstance")  # of a series, or a course
HANDED_DOWN = ("name", "location", "organizer", "description", "url")  # to parts that do not say it themselves
MOST_VALUES, LONGEST_VALUE = 200, 20_000


@dataclass(frozen=True, slots=True)
class Graph:
    """The events of a page in its order, the names of courses without dates, and what is said of each id."""

    events: tuple[Node, ...]
    courses: tuple[str, ...]
    by_id: dict[str, Node]

    def values(self, value: Any) -> list[Any]:
        """Return the values of a property, out of any lists they are in, and for a reference what it stands for."""
        found, waiting = list[Any](), [value]
        while waiting and len(found) < MOST_VALUES:
            one = waiting.pop()
            if isinstance(one, dict):
                inside = [one[key] for key in CONTAINERS if key in one]
            else:
                inside = one if isinstance(one, list) else []
            if inside or isinstance(one, list):
                waiting += reversed(inside)
            elif one is not None:
                found.append(self._referred(one))
        return found

    def _referred(self, value: Any) -> Any:
        id = id_of(value) if isinstance(value, dict) else value
        return self.by_id.get(id, value) if isinstance(id, str) else value


def graph(described: Any) -> Graph:
    """Return what parsed JSON-LD describes; what one node says of an id holds for all that have it."""
    nodes = tuple(_nodes(described))
    by_id = dict[str, Node]()
    for node in nodes:
        _hand_down(node)
        if id := id_of(node):
            known = by_id.get(id, {})
            types = kinds(known) | kinds(node)
            by_id[id] = {**node, **known, "@type": sorted(types)}
    events = tuple(node for node in _nodes(described, without="superEvent") if is_event(node))
    courses = tuple(text_of(node) for node in nodes if "course" in kinds(node) and not node.get("hasCourseInstance"))
    return Graph(events, courses, by_id)


def _hand_down(node: Node) -> None:
    """Give the parts of a series or course what it says of them all."""
    if not kinds(node) & {"eventseries", "course"}:
        return
    for parts in (node.get(key) for key in PARTS):
        for part in parts if isinstance(parts, list) else [parts]:
            if isinstance(part, dict) and (part.get("startDate") or part.get("name")):
                for common in HANDED_DOWN:
                    if node.get(common):
                        part.setdefault(common, node[common])


def _nodes(described: Any, without: str = "") -> Iterator[Node]:
    """Yield every object in its order, however deep it is nested: without recursion, which a page could exhaust."""
    waiting, visited = [described], set[int]()
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict) and one and id(one) not in visited:
            visited.add(id(one))
            yield one
            waiting += reversed([value for key, value in one.items() if key != without])


def kinds(node: Node) -> frozenset[str]:
    """Return the types of a node in lower case, without their vocabulary: http://schema.org/ or schema:."""
    found, waiting = set[str](), [node.get("@type"), node.get("type")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.add(term(one).lower())
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()
    return frozenset(found)


def term(name: str) -> str:
    """Return the last part of a name, which may be an IRI or have a prefix."""
    return re.split(r"[/#:]", name.strip(" /#:"))[-1]


def id_of(node: Node) -> str:
    """Return the id of a node, "" where it has none."""
    id = node.get("@id", node.get("id"))
    return id if isinstance(id, str) else ""


def text_of(value: Any, depth: int = 5) -> str:
    """Return what a value says in words: a thing is called by its name, or address; of a person, nothing."""
    if isinstance(value, dict) and depth and not is_person(value):
        link = id_of(value) if id_of(value).startswith("http") else ""
        named = (value[key] for key in ("@value", "name", "url", "value") if value.get(key))
        return text_of(next(named, link), depth - 1)
    if isinstance(value, list) and depth:
        return ", ".join(text_of(one, depth - 1) for one in value[:MOST_VALUES] if not isinstance(one, list))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return plain_text(str(value).strip()[:LONGEST_VALUE]).strip()


def is_event(node: Node) -> bool:
    """Say whether a node is an event that somebody announces: with a name or a date."""
    return ("name" in node or "startDate" in node) and any(map(EVENT.search, kinds(node)))


def is_person(value: Any) -> bool:
    """Say whether a value is a person, whatever else it is."""
    return isinstance(value, dict) and not PERSONS.isdisjoint(kinds(value))


def is_organization(value: Any) -> bool:
    """Say whether a value is known to be an organization and nothing else."""
    types = kinds(value) - NEUTRAL if isinstance(value, dict) else frozenset[str]()
    return bool(types) and types <= ORGANIZATIONS

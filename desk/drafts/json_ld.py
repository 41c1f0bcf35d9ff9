"""JSON-LD as nodes with types: which are events, organizations, persons, and what a reference stands for.

https://www.w3.org/TR/json-ld11/, and https://schema.org/docs/jsonldcontext.json, which allows `type` and `id` too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
EVENT = re.compile(r"(?:event|festival|hackathon)$")
PERSONS = frozenset(("person", "patient", "individual"))  # of schema.org, FOAF, vCard
NEUTRAL = frozenset(("thing", "place"))
# Of https://schema.org/Organization, without what may be one person's practice: Attorney, Dentist, LegalService.
ORGANIZATIONS = frozenset((
    "airline", "artgallery", "artorganization", "barorpub", "bookstore", "cafeorcoffeeshop", "childcare",
    "collegeoruniversity", "comedyclub", "consortium", "cooperative", "corporation", "dancegroup",
    "educationalorganization", "elementaryschool", "employmentagency", "entertainmentbusiness", "exercisegym",
    "firestation", "foodestablishment", "fundingagency", "governmentoffice", "governmentorganization", "highschool",
    "hospital", "hotel", "library", "librarysystem", "localbusiness", "medicalorganization", "middleschool",
    "movietheater", "musicgroup", "newsmediaorganization", "ngo", "nightclub", "onlinebusiness", "organization",
    "performinggroup", "policestation", "politicalparty", "preschool", "project", "radiostation",
    "researchorganization", "researchproject", "restaurant", "school", "searchrescueorganization",
    "sportsorganization", "sportsteam", "store", "televisionstation", "theatergroup", "touristinformationcenter",
    "workersunion",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Graph:
    """The events of a page in its order, and every node that has an id, by it."""

    events: tuple[Node, ...]
    by_id: dict[str, Node]

    def values(self, value: Any) -> list[Any]:
        """Return the values of a property, out of any lists they are in, and for a reference what it stands for."""
        found, waiting = list[Any](), [value]
        while waiting:
            one = waiting.pop()
            inside = _contained(one)
            if inside is not None:
                waiting += reversed(inside)
            elif one is not None:
                found.append(self._referred(one))
        return found

    def _referred(self, value: Any) -> Any:
        id = id_of(value) if isinstance(value, dict) else value
        return self.by_id.get(id, value) if isinstance(id, str) else value


def graph(described: Any) -> Graph:
    """Return what parsed JSON-LD describes; of persons, and of references to them, it keeps nothing but the type.

    The parsed objects themselves are emptied, so that no name is left wherever it was nested. What one node says of
    an id holds for all that have it.
    """
    events = tuple(node for node in _nodes(described, without="superEvent") if is_event(node))
    nodes = tuple(_nodes(described))
    persons = {id_of(node) for node in nodes if is_person(node)} - {""}
    by_id = dict[str, Node]()
    for node in nodes:
        id = id_of(node)
        if is_person(node) or (id in persons and not is_event(node)):
            node.clear()
            node["@type"] = "Person"
        if id and len(node) > len(by_id.get(id, ())):
            by_id[id] = node  # the one that says most, to which the others refer
    return Graph(events, by_id | {id: {"@type": "Person"} for id in persons})


def _nodes(described: Any, without: str = "") -> Iterator[Node]:
    """Yield every object in its order, however deep it is nested: without recursion, which a page could exhaust."""
    waiting = [described]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            yield one
            waiting += reversed([value for key, value in one.items() if key != without])


def _contained(value: Any) -> list[Any] | None:
    """Return what a list, or one of JSON-LD's containers, has in it, None for any other value."""
    if isinstance(value, list):
        return value
    keys = ("@list", "@set", "@graph") if isinstance(value, dict) else ()
    return next(([value[key]] for key in keys if key in value), None)


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


def is_event(node: Node) -> bool:
    """Say whether a node is an event that somebody announces: with a name or a date."""
    return any(map(EVENT.search, kinds(node))) and not node.keys().isdisjoint(("name", "startDate"))


def is_person(value: Any) -> bool:
    """Say whether a value is a person, whatever else it is."""
    return isinstance(value, dict) and not PERSONS.isdisjoint(kinds(value))


def is_organization(value: Any) -> bool:
    """Say whether a value is known to be an organization and nothing else."""
    types = kinds(value) - NEUTRAL if isinstance(value, dict) else frozenset[str]()
    return bool(types) and types <= ORGANIZATIONS

"""The condition that an event is near a place: federal-plaza,3km."""

import re

from feeds.catalog.kinds import NEAR
from feeds.catalog.node import Node, Refused
from feeds.catalog.nouns import Near
from feeds.catalog.references import KnownNouns
from feeds.catalog.texts import line

DISTANCE = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(km|mi)", re.ASCII)
METRES = {"km": 1000.0, "mi": 1609.344}
MOST_METRES = 50_000


def near(node: Node) -> Near | None:
    """Read a place and a distance."""
    text = line()(node)
    if not text:
        return None
    name, _, distance = text.rpartition(",")
    found = metres(distance)
    if not name.strip() or found is None:
        problem = f'"{text}" is not a place and a distance up to 50 km'
        raise Refused(problem, 'write it like "federal-plaza,3km"')
    nouns: dict[str, KnownNouns] = node.context.nouns
    places = KnownNouns("venue", all(nouns[kind].complete for kind in NEAR))
    for kind in reversed(NEAR):
        places.index.by_form |= nouns[kind].index.by_form
    place = places.find(name.strip(), node)
    return Near(slug=place.slug, metres=found[1], distance=found[0]) if place else None


def metres(distance: str) -> tuple[str, float] | None:
    """Return a distance such as 3km or 2.5 mi in canonical form, and in metres.

    Return None for any other text, and for more than 50 km.
    """
    match = DISTANCE.fullmatch(distance.strip().lower())
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    metres = number * METRES[unit]
    return (f"{number:g}{unit}", metres) if 0 < metres <= MOST_METRES else None

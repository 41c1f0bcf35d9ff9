"""Which events a selection picks."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from feeds.catalog import Catalog, Event, Near, Noun, Point, Selection, instant, zone
from feeds.entries import end_of

NOUNS: dict[str, Callable[[Event], Iterable[Noun]]] = {
    "organization": lambda event: (*event.hosts, *event.supporters),
    "host": lambda event: event.hosts,
    "neighborhood": lambda event: event.sought_in,
    "topic": lambda event: event.topics,
    "venue": lambda event: event.sought_at,
}
NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Index:
    """The events of a catalog by what selections ask for; they count by end as an instant, then UID."""

    catalog: Catalog
    ends: dict[str, tuple[Event, datetime]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event, the one that ends first at the front."""
        calendar, ends = self.catalog.calendar, {}
        there = zone(calendar.timezone)
        for event in self.catalog.events:
            known = self.ends.get(event.uid)
            ends[event.uid] = known if known and known[0] is event else (event, instant(end_of(event, calendar), there))
        self.ends.update(ends)
        for uid in self.ends.keys() - ends:  # never empty meanwhile: another thread may be reading
            self.ends.pop(uid, None)
        return tuple(event for event, _ in sorted(ends.values(), key=lambda one: (one[1], one[0].uid)))

    def pick(self, selection: Selection) -> tuple[Event, ...]:
        """Return the events that the selection asks for, in their order."""
        return tuple(self.latest(selection))[::-1]

    def latest(self, selection: Selection) -> Iterator[Event]:
        """Yield the events that the selection asks for, the last first."""
        events = self.events
        return (events[number] for number in sorted(self.numbers(selection), reverse=True))

    def numbers(self, selection: Selection) -> frozenset[int]:
        """Return the numbers of those events. What is withdrawn picks nothing, but is left out where that is asked."""
        found = self._all
        for kind, slugs in selection.any_of:
            found &= NONE.union(*(self._of(kind, slug) for slug in slugs if (kind, slug) not in self._withdrawn))
        for kind, slugs in selection.none_of:
            found -= NONE.union(*(self._of(kind, slug) for slug in slugs))
        return self._near(found, selection.near) if selection.near else found

    @cached_property
    def _all(self) -> frozenset[int]:
        return frozenset(range(len(self.events)))

    @cached_property
    def _by_kind(self) -> dict[str, Mapping[str, frozenset[int]]]:
        return {}

    def _of(self, kind: str, slug: str) -> frozenset[int]:
        if kind not in self._by_kind:
            self._by_kind[kind] = self._collections() if kind == "collection" else self._sorted_by(kind)
        return self._by_kind[kind].get(slug, NONE)

    def _sorted_by(self, kind: str) -> dict[str, frozenset[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, event in enumerate(self.events):
            for noun in NOUNS[kind](event):
                found[noun.slug].append(number)
        return {slug: frozenset(numbers) for slug, numbers in found.items()}

    def _collections(self) -> dict[str, frozenset[int]]:
        return {collection.slug: self.numbers(collection.selection) for collection in self.catalog.collections}

    @cached_property
    def _withdrawn(self) -> frozenset[tuple[str, str]]:
        slugs = [(kind, noun.slug) for kind, nouns in self.catalog.nouns.items() for noun in nouns if noun.withdrawn]
        return frozenset((*slugs, *(("host", slug) for kind, slug in slugs if kind == "organization")))

    @cached_property
    def _by_point(self) -> dict[Point, frozenset[int]]:
        found: defaultdict[Point, set[int]] = defaultdict(set)
        for number, event in enumerate(self.events):
            for venue in event.sought_at:
                if venue.coordinates:
                    found[venue.coordinates].add(number)
        return {point: frozenset(numbers) for point, numbers in found.items()}

    def _near(self, found: frozenset[int], near: Near) -> frozenset[int]:
        """Keep what gathers within a great circle of one of the anchors; never what has no coordinates."""
        from geopy.distance import great_circle  # 90 ms, spared to every list without `near`

        anchors = self._anchors(near)
        there = (
            numbers
            for point, numbers in self._by_point.items()
            if not found.isdisjoint(numbers)
            and any(great_circle(point, anchor).meters <= near.metres for anchor in anchors)
        )
        return found.intersection(NONE.union(*there))

    def _anchors(self, near: Near) -> tuple[Point, ...]:
        """Return the point of the venue, or those of the venues of the neighborhood called so."""
        venues = [venue for venue in self.catalog.venues if venue.slug == near.slug] or [
            venue for venue in self.catalog.venues if venue.neighborhood and venue.neighborhood.slug == near.slug
        ]
        return tuple(venue.coordinates for venue in venues if venue.coordinates)

"""Which events a selection picks."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import inf
from typing import TypeVar
from zoneinfo import ZoneInfo

from feeds.catalog import KIND, KINDS, Catalog, Event, Near, Point, Selection, instant, zone
from feeds.entries import end_of

NONE: frozenset[int] = frozenset()
Value = TypeVar("Value")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FEW = 16  # one in so many: then to put each in its place takes less than to sort them all


def _start(event: Event) -> float:
    """Return when it begins, in seconds since 1970; inf for a day, which no clock tells."""
    start = event.when.start
    return start.timestamp() if isinstance(start, datetime) else inf


@dataclass(frozen=True)
class Index:
    """The events of a catalog by what selections ask for; they count by end as an instant, then UID."""

    catalog: Catalog

    @cached_property
    def events(self) -> Sequence[Event]:
        """Every event, the one that ends first at the front."""
        return sorted(self.catalog.events, key=self._order)

    @cached_property
    def starts(self) -> Sequence[float]:
        """When each begins, in seconds since 1970, inf for days."""
        return list(map(_start, self.events))

    def take_over(self, before: "Index", changed: Collection[str]) -> None:
        """Take the order from the index of an earlier catalog, but for the events whose UIDs `changed`."""
        if len(changed) * FEW < len(self.catalog.events):
            events = [event for event in before.events if event.uid not in changed]
            for event in self.catalog.events:
                if event.uid in changed:
                    insort(events, event, key=self._order)
            self.__dict__["events"] = events
            if "starts" in before.__dict__:
                self.__dict__["starts"] = self.realigned(before, before.starts, changed, _start)

    def realigned(
        self, before: "Index", column: Sequence[Value], changed: Collection[str], make: Callable[[Event], Value]
    ) -> list[Value]:
        """Return what stood beside the events of an earlier index, made anew beside those whose UIDs `changed`."""
        found = [value for event, value in zip(before.events, column) if event.uid not in changed]
        for number, event in enumerate(self.events):
            if event.uid in changed:
                found.insert(number, make(event))
        return found

    def number(self, event: Event) -> int:
        """Return the number of an event of the catalog."""
        return bisect_left(self.events, self._order(event), key=self._order)

    def first_start(self, numbers: Iterable[int]) -> datetime | None:
        """Return the earliest start of those events that is an hour, as an instant."""
        first = min([self.starts[number] for number in numbers], default=inf)
        return None if first == inf else EPOCH + timedelta(seconds=first)

    def over(self, moment: datetime) -> Sequence[Event]:
        """Return the events that have ended by `moment`."""
        return self.events[: bisect_right(self.events, moment, key=self._end)]

    def _end(self, event: Event) -> datetime:
        return instant(end_of(event, self.catalog.calendar), self._zone)

    def _order(self, event: Event) -> tuple[datetime, str]:
        return self._end(event), event.uid

    @cached_property
    def _zone(self) -> ZoneInfo:
        return zone(self.catalog.calendar.timezone)

    def pick(self, selection: Selection) -> tuple[Event, ...]:
        """Return the events that the selection asks for, in their order."""
        return tuple(map(self.events.__getitem__, sorted(self.numbers(selection))))

    def numbers(self, selection: Selection) -> frozenset[int]:
        """Return the numbers of those events. What is withdrawn picks nothing, but is left out where that is asked."""
        asked = [
            NONE.union(*(self._of(kind, slug) for slug in slugs if (kind, slug) not in self._withdrawn))
            for kind, slugs in selection.any_of
        ]
        found = frozenset.intersection(*asked) if asked else self._all
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
            for noun in KIND[kind].of_event(event):
                found[noun.slug].append(number)
        return {slug: frozenset(numbers) for slug, numbers in found.items()}

    def _collections(self) -> dict[str, frozenset[int]]:
        return {collection.slug: self.numbers(collection.selection) for collection in self.catalog.collections}

    @cached_property
    def _withdrawn(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            (kind.slug, noun.slug) for kind in KINDS for noun in self.catalog.nouns[kind.noun] if noun.withdrawn
        )

    @cached_property
    def _by_point(self) -> dict[Point, frozenset[int]]:
        found: defaultdict[Point, set[int]] = defaultdict(set)
        for number, event in enumerate(self.events):
            for venue in event.feed_venues:
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

"""The events that a selection picks."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from math import inf
from typing import NamedTuple

from feeds.catalog import (
    KIND_BY_SLUG,
    NEAR,
    Catalog,
    Event,
    Near,
    Point,
    Selection,
    Venue,
    instant,
    selectable,
    zone,
)
from feeds.presentation import end_of

NONE: frozenset[int] = frozenset()
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = date(1900, 1, 1)  # of days that have a midnight in UTC


class Span(NamedTuple):
    """When an event ends and starts, in seconds since 1970.

    Spans sort as events do in feeds: by end, then by UID. `start` is infinite for all-day events,
    which need no VTIMEZONE.
    """

    end: float
    uid: str
    start: float


class Index:
    """The events of a catalog in the order of feeds, indexed for selections.

    Inside, an event is its position in that order: sets of numbers are small and fast to intersect.
    """

    def __init__(self, catalog: Catalog, spans: dict[str, Span] | None = None) -> None:
        """Sort the events; add missing `spans`, by UID, to those already computed."""
        self.catalog, self.zone = catalog, zone(catalog.calendar.timezone)
        self.spans = {} if spans is None else spans
        for event in catalog.events:
            if event.uid not in self.spans:
                self.spans[event.uid] = self._span(event)
        by_uid = {event.uid: event for event in catalog.events}
        ordered = sorted(self.spans[uid] for uid in by_uid)
        self.events = [by_uid[span.uid] for span in ordered]
        self._ends = [span.end for span in ordered]
        self._all = frozenset(range(len(ordered)))
        # Any thread fills it in, without a lock: two at once compute the same, and setting a key
        # is atomic.
        self._by_kind: dict[str, dict[str, frozenset[int]]] = {}

    def interval(self, events: Iterable[Event]) -> tuple[datetime, datetime] | None:
        """Return the first start and the last end of the timed events, as instants, or None."""
        spans = [self.spans[event.uid] for event in events]
        timed = [span for span in spans if span.start < inf]
        if not timed:
            return None
        first, last = min(span.start for span in timed), max(span.end for span in timed)
        return EPOCH + timedelta(seconds=first), EPOCH + timedelta(seconds=last)

    def over(self, day: date) -> list[Event]:
        """Return the events that had ended when `day` began in the calendar's time zone."""
        return self.events[: bisect_right(self._ends, self._midnight(day))]

    def upcoming(self, events: Iterable[Event], day: date) -> list[Event]:
        """Return those of `events` that had not ended when `day` began, in their order."""
        midnight = self._midnight(day)
        return [event for event in events if self.spans[event.uid].end > midnight]

    def pick(self, selection: Selection) -> list[Event]:
        """Return the events that the selection picks, in feed order."""
        return [self.events[number] for number in sorted(self._pick(selection))]

    def upcoming_numbers(self, day: date, hidden: Collection[str]) -> frozenset[int]:
        """Return the numbers of the events that had not ended when `day` began.

        Events with a `hidden` status are left out.
        """
        numbers = range(len(self.over(day)), len(self.events))
        return frozenset(number for number in numbers if self.events[number].status not in hidden)

    def count(self, selection: Selection, numbers: frozenset[int]) -> int:
        """Return how many of the numbered events a selection picks."""
        return len(self._pick(selection) & numbers)

    def _midnight(self, day: date) -> float:
        return instant(max(day, EARLIEST), self.zone).timestamp()

    def _span(self, event: Event) -> Span:
        start, end = event.when.start, instant(end_of(event, self.catalog.calendar), self.zone)
        begins = start.timestamp() if isinstance(start, datetime) else inf
        return Span(end.timestamp(), event.uid, begins)

    def _pick(self, selection: Selection) -> frozenset[int]:
        """Return the numbers of the events that a selection picks.

        A withdrawn noun picks nothing, but still excludes.
        """
        found = self._all
        for kind, slugs in selection.any_of:
            listed = [slug for slug in slugs if (kind, slug) not in self._withdrawn]
            found &= self._any_of(kind, listed)
        for kind, slugs in selection.none_of:
            found -= self._any_of(kind, slugs)
        return self._near(found, selection.near) if selection.near else found

    def _any_of(self, kind: str, slugs: Iterable[str]) -> frozenset[int]:
        """Return the numbers of the events of any of the slugs."""
        if kind == "collection":
            named = [one for one in self.catalog.collections if one.slug in slugs]
            return NONE.union(*(self._pick(collection.selection) for collection in named))
        if kind not in self._by_kind:
            self._by_kind[kind] = self._numbers_by_slug(kind)
        return NONE.union(*(self._by_kind[kind].get(slug, NONE) for slug in slugs))

    def _numbers_by_slug(self, kind: str) -> dict[str, frozenset[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        nouns_of = KIND_BY_SLUG[kind].of_event
        for number, event in enumerate(self.events):
            for noun in nouns_of(event):
                found[noun.slug].append(number)
        return {slug: frozenset(numbers) for slug, numbers in found.items()}

    @cached_property
    def _withdrawn(self) -> frozenset[tuple[str, str]]:
        nouns = selectable(self.catalog)
        named = ((slug, noun) for slug, kind in KIND_BY_SLUG.items() for noun in nouns[kind.noun])
        return frozenset((slug, noun.slug) for slug, noun in named if noun.withdrawn)

    @cached_property
    def _by_point(self) -> dict[Point, set[int]]:
        found: defaultdict[Point, set[int]] = defaultdict(set)
        for number, event in enumerate(self.events):
            for venue in event.feed_venues:
                if venue.coordinates:
                    found[venue.coordinates].add(number)
        return found

    def _near(self, found: frozenset[int], near: Near) -> frozenset[int]:
        """Return those of `found` within great-circle distance of a venue, or one of an area."""
        # takes 90 ms to import, and only `near` needs it
        from geopy.distance import great_circle

        anchors = [venue.coordinates for venue in self._anchors(near) if venue.coordinates]
        inside: set[int] = set()
        for point, numbers in self._by_point.items():
            if found.isdisjoint(numbers):
                continue
            if any(great_circle(point, anchor).meters <= near.metres for anchor in anchors):
                inside |= numbers
        return found & inside

    def _anchors(self, near: Near) -> list[Venue]:
        for noun_of in NEAR.values():
            nouns = ((venue, noun_of(venue)) for venue in self.catalog.venues)
            venues = [venue for venue, noun in nouns if noun and noun.slug == near.slug]
            if venues:
                return venues
        return []

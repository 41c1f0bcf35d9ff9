"""Which events pages list, in which order and under which heading."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from feeds.catalog import Event
from feeds.contents import Contents
from feeds.limits import MOST_IN_FEED
from feeds.pages.month import months, span
from feeds.pages.program import Program, Row, is_long
from feeds.selection import Feed

MOST_RELATED = 3


class Programs:
    """The events of an edition as pages list them on one day."""

    def __init__(self, contents: Contents, day: date) -> None:
        self.contents, self.index, self.day = contents, contents.index, day
        hides = contents.calendar.cancelled == "hide"
        self.hidden = ("withdrawn", "cancelled") if hides else ("withdrawn",)

    @cached_property
    def series(self) -> dict[str, str]:
        """The subject of the page of its series, by the UID of each event that has other dates."""
        subjects = {}
        for id, dates in self.contents.routes.series.items():
            for event in dates if len(dates) > 1 else ():
                subjects[event.uid] = f"events/{id}"
        return subjects

    @cached_property
    def listed(self) -> list[Event]:
        """Every event that pages list, by end."""
        return [event for event in self.index.events if event.status not in self.hidden]

    @cached_property
    def over(self) -> frozenset[str]:
        """The UIDs of the events that were over when today began."""
        return frozenset(event.uid for event in self.index.over(self.day))

    @cached_property
    def upcoming(self) -> list[Event]:
        """Every event that is not over, the next first."""
        return by_start(event for event in self.listed if event.uid not in self.over)

    @cached_property
    def months(self) -> dict[date, list[Event]]:
        """The events of each month from the first that has any to the last."""
        found: defaultdict[date, list[Event]] = defaultdict(list)
        for event in self.listed:
            for month in months(*span(event.when.start, event.when.end)):
                found[month].append(event)
        return {month: found[month] for month in months(min(found), max(found))} if found else {}

    @cached_property
    def first_month(self) -> date | None:
        """The month of the next event, else of the last one, or None if there are no events."""
        this_month = self.day.replace(day=1)
        busy = [month for month, events in self.months.items() if events]
        return next((month for month in busy if month >= this_month), max(busy, default=None))

    def counts(self, feeds: Iterable[Feed]) -> dict[str, int]:
        """Return the number of upcoming events in each feed, by its subject.

        The limit in octets does not apply: it would have a page wait until all are rendered.
        """
        upcoming = self.index.upcoming_numbers(self.day, self.hidden)
        counts = {feed.subject: self.index.count(feed.selection, upcoming) for feed in feeds}
        return {subject: min(MOST_IN_FEED, count) for subject, count in counts.items()}

    def shown(self, feed: Feed, language: str) -> list[Event]:
        """Return the events of a feed that pages list, those of its calendar in a language."""
        return self.contents.without_withdrawn(feed, language, self.contents.calendar.cancelled)

    def upcoming_in(self, feed: Feed, language: str) -> list[Event]:
        """Return the events of a feed that are not over."""
        return [event for event in self.shown(feed, language) if event.uid not in self.over]

    def program(
        self, events: Iterable[Event], language: str, most: int, *, ungroup_series: bool = False
    ) -> Program:
        """Return the rows of events, at most `most` in each part, with one row for a series."""
        coming, ongoing, past = list[Event](), list[Event](), list[Event]()
        for event in events:
            if event.uid in self.over:
                past.append(event)
            else:
                (ongoing if self._is_ongoing(event) else coming).append(event)
        in_order = (by_start(coming), by_start(ongoing), past[::-1])
        parts = [self._grouped(part, ungroup_series=ungroup_series) for part in in_order]
        rows = [self._rows(part[:most], language) for part in parts]
        return Program(rows[0], rows[1], rows[2], cut=any(len(part) > most for part in parts))

    def changes_program(self, events: Sequence[Event], language: str, most: int) -> Program:
        """Return the rows of a feed of changes, in its order."""
        newest = self._rows([[event] for event in events[:most]], language)
        return Program(newest, cut=len(events) > most)

    def related(self, event: Event, language: str) -> tuple[Row, ...]:
        """Return the rows of the next other events by the hosts of an event."""
        found = {}
        for host in event.hosts:
            for other in self._next_of_host.get(host.slug, ()):
                found[other.uid] = other
        found.pop(event.uid, None)
        return self._rows(self._grouped(by_start(found.values()))[:MOST_RELATED], language)

    @cached_property
    def _next_of_host(self) -> dict[str, list[Event]]:
        """The next events of each host, by its slug."""
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self.upcoming:
            if event.status != "confirmed" or self._is_ongoing(event):
                continue
            for host in event.hosts:
                if len(found[host.slug]) < MOST_RELATED:
                    found[host.slug].append(event)
        return found

    def _is_ongoing(self, event: Event) -> bool:
        first, _ = span(event.when.start, event.when.end)
        return first <= self.day and is_long(event.when.start, event.when.end)

    def _grouped(
        self, events: Iterable[Event], *, ungroup_series: bool = False
    ) -> list[list[Event]]:
        """Return the events in their order, the dates of a series together in place of its first.

        A date that is cancelled or postponed has a row of its own: it is news.
        """
        groups: dict[str, list[Event]] = {}
        for event in events:
            alone = ungroup_series or event.status != "confirmed"
            key = event.uid if alone else self.series.get(event.uid, event.uid)
            groups.setdefault(key, []).append(event)
        return list(groups.values())

    def _rows(self, groups: Iterable[list[Event]], language: str) -> tuple[Row, ...]:
        rows = []
        for first, *others in groups:
            series = self.series[first.uid] if others else ""
            rows.append(Row(self.contents.entry(first, language), len(others), series))
        return tuple(rows)


def by_start(events: Iterable[Event]) -> list[Event]:
    """Return events by their start; those of whole days come before the hours of the first."""
    return sorted(events, key=lambda event: (event.when.start.isoformat(), event.uid))

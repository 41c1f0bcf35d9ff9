"""Events that may be entered twice: notes for the curator."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feeds.catalog.findings import Path
from feeds.catalog.names import slug_form
from feeds.catalog.nouns import Event
from feeds.catalog.positions import FilePositions
from feeds.catalog.problems import Problem
from feeds.catalog.when import instant, say_day, say_hour

SAME_VENUE, SAME_TITLE = timedelta(hours=2), timedelta(days=7)
REMEDY = "look whether they are one event"


class _Dated(NamedTuple):
    """An event with its start as an instant, the words of its title, and its place in the list."""

    start: datetime
    words: frozenset[str]
    event: Event
    file: FilePositions
    path: Path


def about_doubles(events: Iterable[tuple[Event, FilePositions, Path]], zone: ZoneInfo) -> Iterator[Problem]:
    """Note two events at one venue within two hours, and two with nearly one title within a week."""
    dated = []
    for event, file, path in events:
        dated.append(_Dated(instant(event.when.start, zone), _words(event), event, file, path))
    dated.sort(key=lambda one: one.start)
    for number, first in enumerate(dated, 1):
        for index in range(number, len(dated)):
            second = dated[index]
            if second.start - first.start > SAME_TITLE:
                break  # all others begin even later
            yield from _note(first, second)


def _note(first: _Dated, second: _Dated) -> Iterator[Problem]:
    """Note with the second of two events why it may be the first."""
    event, other = first.event, second.event
    if event.series and event.series == other.series:
        return
    near = second.start - first.start <= SAME_VENUE
    if near and event.venue and _share_venue_and_hours(event, other):
        found = f'"{event.id}" takes place there on {say_day(event.when.start)} at {_hour(event)}'
        yield second.file.problem((*second.path, "venue"), found, REMEDY, "note")
    elif _nearly_one(first.words, second.words):
        found = f'nearly the title of "{event.id}" on {say_day(event.when.start)}'
        yield second.file.problem((*second.path, "title"), found, REMEDY, "note")


def _words(event: Event) -> frozenset[str]:
    _, title = event.title.by_language[0]
    return frozenset(slug_form(title).split("-"))


def _nearly_one(title: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two titles, each as its words, share half of them and differ by no more than a slip or two.

    A number is no slip: "Day 1" and "Day 2" are two.
    """
    different = title ^ other
    if 2 * len(different) > len(title) + len(other):
        return False
    if any(word.isdigit() for word in different):
        return False
    one, two = " ".join(sorted(title)), " ".join(sorted(other))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= 0.9


def _share_venue_and_hours(event: Event, other: Event) -> bool:
    return event.venue == other.venue and not event.when.all_day and not other.when.all_day


def _hour(event: Event) -> str:
    return say_hour(event.when.start) if isinstance(event.when.start, datetime) else ""

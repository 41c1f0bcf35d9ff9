"""Events that may be entered twice: notes for the curator."""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feeds.catalog.findings import Finding, Path
from feeds.catalog.names import slug_form
from feeds.catalog.nouns import Event
from feeds.catalog.when import instant, say_day, say_hour

SAME_VENUE, SAME_TITLE = timedelta(hours=2), timedelta(days=7)
MOST_COMPARED = 300  # events before each; a busy city has as many a week
MOST_MATCHED = 5  # of these, letter by letter
REMEDY = "look whether they are one event"


class _Dated(NamedTuple):
    """An event with its start as an instant, the words of its title, and its place in the list."""

    start: datetime
    words: frozenset[str]
    event: Event
    file: str
    path: Path


def about_doubles(events: Iterable[tuple[Event, str, Path]], zone: ZoneInfo) -> Iterator[Finding]:
    """Note each event that is at one venue with one less than two hours before, or has its title within a week."""
    dated = []
    for event, file, path in events:
        dated.append(_Dated(instant(event.when.start, zone), _words(event), event, file, path))
    dated.sort(key=lambda one: one.start)
    recent = deque[_Dated](maxlen=MOST_COMPARED)
    for one in dated:
        while recent and one.start - recent[0].start > SAME_TITLE:
            recent.popleft()
        note = _note(one, recent)
        if note:
            yield note
        recent.append(one)


def _note(second: _Dated, recent: Iterable[_Dated]) -> Finding | None:
    """Note with an event why one of the `recent` ones may be the same."""
    matched = 0
    event = second.event
    for first in recent:
        other = first.event
        if event.series and event.series == other.series:
            continue
        if second.start - first.start <= SAME_VENUE and _share_venue_and_hours(event, other):
            found = f'"{other.id}" takes place there on {_moment(other.when.start)}'
            return Finding(second.file, (*second.path, "venue"), found, REMEDY, "note")
        if matched < MOST_MATCHED and _share_words(first.words, second.words):
            matched += 1
            if _nearly_one(first.words, second.words):
                found = f'nearly the title of "{other.id}" on {say_day(other.when.start)}'
                return Finding(second.file, (*second.path, "title"), found, REMEDY, "note")
    return None


def _words(event: Event) -> frozenset[str]:
    _, title = event.title.by_language[0]
    return frozenset(slug_form(title).split("-"))


def _share_words(title: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two titles share half of their words. A number is no slip: "Day 1" and "Day 2" are two."""
    different = title ^ other
    if 2 * len(different) > len(title) + len(other):
        return False
    return not any(word.isdigit() for word in different)


def _nearly_one(title: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether the words of two titles differ by no more than a slip or two."""
    one, two = " ".join(sorted(title)), " ".join(sorted(other))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= 0.9


def _share_venue_and_hours(event: Event, other: Event) -> bool:
    if event.when.all_day or other.when.all_day:
        return False
    return event.venue is not None and event.venue == other.venue


def _moment(start: date) -> str:
    hour = f" at {say_hour(start)}" if isinstance(start, datetime) else ""
    return say_day(start) + hour

"""Events that may have been entered twice: notes for the curator."""

from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feeds.catalog.names import slug_form
from feeds.catalog.nouns import Event, Venue
from feeds.catalog.problems import Finding, Path
from feeds.catalog.when import format_when, instant, say_day

SAME_VENUE, SAME_TITLE = timedelta(hours=2), timedelta(days=7)
REMEDY = "check whether they are the same event"


class _Dated(NamedTuple):
    """An event with its start as an instant, the sorted words of its title, and its location in the list."""

    start: datetime
    words: tuple[str, ...]
    event: Event
    file: str
    path: Path


def about_doubles(events: Iterable[tuple[Event, str, Path]], zone: ZoneInfo) -> Iterator[Finding]:
    """Note each event up to two hours after another at its venue, or within a week of one with nearly its title."""
    dated = []
    for event, file, path in events:
        dated.append(_Dated(instant(event.when.start, zone), _words(event), event, file, path))
    dated.sort(key=lambda one: one.start)
    latest: dict[Hashable, _Dated] = {}  # of those that share a venue or words
    for one in dated:
        keys = list(_keys(one))
        notes = (_note(key, latest[key], one) for key in keys if key in latest)
        if note := next(filter(None, notes), None):
            yield note
        latest |= dict.fromkeys(keys, one)


def _keys(one: _Dated) -> Iterator[Hashable]:
    """Yield what an event shares with its doubles: the venue, and all words of its title but one, which may be a typo.

    A number is not a typo: "Day 1" and "Day 2" are two events.
    """
    if one.event.venue and not one.event.when.all_day:
        yield one.event.venue
    for number, word in enumerate(one.words):
        if not word.isdigit():
            yield one.words[:number] + one.words[number + 1 :]


def _note(key: Hashable, first: _Dated, second: _Dated) -> Finding | None:
    """Return a note on the second of two events that share a key, if it may be the first."""
    event, other = second.event, first.event
    if event.series and event.series == other.series:
        return None
    between = second.start - first.start
    if isinstance(key, Venue):
        if between > SAME_VENUE:
            return None
        found = f'"{other.id}" takes place at this venue on {format_when(other.when)}'
        return Finding(second.file, (*second.path, "venue"), found, REMEDY, "note")
    if between > SAME_TITLE or not _nearly_one(first.words, second.words):
        return None
    found = f'the title is nearly that of "{other.id}" on {say_day(other.when.start)}'
    return Finding(second.file, (*second.path, "title"), found, REMEDY, "note")


def _words(event: Event) -> tuple[str, ...]:
    _, title = event.title.by_language[0]
    return tuple(sorted(set(slug_form(title).split("-"))))


def _nearly_one(title: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether the words of two titles differ by no more than a typo or two."""
    return SequenceMatcher(None, " ".join(title), " ".join(other), autojunk=False).ratio() >= 0.9

"""Events that may have been entered twice: notes for the curator."""

from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from feeds.catalog.names import cached_slug_form
from feeds.catalog.nouns import Event, Venue
from feeds.catalog.problems import Finding, Path
from feeds.catalog.when import format_when, instant, say_day

SAME_VENUE, SAME_TITLE = timedelta(hours=2), timedelta(days=7)
NEARLY_EQUAL = 0.9  # ratio of difflib: a typo or two in a title
REMEDY = "check whether they are the same event"


class _Dated(NamedTuple):
    """An event with its start as an instant, the sorted words of its title, and its location."""

    start: datetime
    words: list[str]
    event: Event
    file: str
    path: Path


def about_doubles(events: Iterable[tuple[Event, str, Path]], zone: ZoneInfo) -> Iterator[Finding]:
    """Note each event that may repeat an earlier one.

    They are at one venue within two hours, or have nearly the same title within a week.
    """
    dated = []
    for event, file, path in events:
        _, title = event.title.by_language[0]
        words = sorted(set(cached_slug_form(title).split("-")))
        dated.append(_Dated(instant(event.when.start, zone), words, event, file, path))
    dated.sort(key=attrgetter("start"))
    latest: dict[Hashable, _Dated] = {}
    for second in dated:
        note: Finding | None = None
        for key in _keys(second):
            if key in latest and note is None:
                note = _note(key, latest[key], second)
            latest[key] = second
        if note:
            yield note


def _keys(dated: _Dated) -> Iterator[Hashable]:
    """Yield what an event shares with its doubles: the venue, or all words of the title but one.

    That word may be a typo. A number is not: "Day 1" and "Day 2" are two events.
    """
    if dated.event.venue and not dated.event.when.all_day:
        yield dated.event.venue
    for number, word in enumerate(dated.words):
        if not word.isdigit():
            yield *dated.words[:number], *dated.words[number + 1 :]


def _note(key: Hashable, first: _Dated, second: _Dated) -> Finding | None:
    """Return a note on the second of two events that share a key, if it may be the first."""
    event, other = second.event, first.event
    between = second.start - first.start
    if event.series and event.series == other.series:
        return None
    if isinstance(key, Venue):
        where, is_close = "venue", between <= SAME_VENUE
        found = f'"{other.id}" takes place at this venue on {format_when(other.when)}'
    else:
        titles = " ".join(first.words), " ".join(second.words)
        likeness = SequenceMatcher(None, *titles, autojunk=False).ratio()
        where, is_close = "title", between <= SAME_TITLE and likeness >= NEARLY_EQUAL
        found = f'the title is nearly that of "{other.id}" on {say_day(other.when.start)}'
    if not is_close:
        return None
    return Finding(second.file, (*second.path, where), found, REMEDY, "note")

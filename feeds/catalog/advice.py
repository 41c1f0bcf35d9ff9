"""What a curator may have overlooked: warnings about private data, notes about likely doubles."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from feeds.catalog.names import slug_form
from feeds.catalog.nouns import Event
from feeds.catalog.problems import Problem
from feeds.catalog.source import Source, name
from feeds.catalog.values import Spot
from feeds.catalog.when import instant, say_day, say_hour

LINK = re.compile(r"https?://\S+")
TELEPHONE = re.compile(
    r"(?<![\w.-])(?:\+\d[\d ().-]{7,16}\d|(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]?\d{4}|[2-9]\d{9})(?![\w-])"
)
MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
MAIL_PROVIDER = re.compile(
    r"@(gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|aol|icloud|me|mac|proton|protonmail|pm|gmx|mail|comcast|"
    r"sbcglobal|att|verizon|riseup)\.\w+(\.\w+)?$",
    re.IGNORECASE,
)
FIRST_AND_LAST_NAME = re.compile(r"^[a-z]+[._][a-z]+@", re.IGNORECASE)
SAME_VENUE, SAME_TITLE = timedelta(hours=2), timedelta(days=7)


def about_privacy(source: Source) -> Iterator[Problem]:
    """Warn of each telephone number and personal mail address in the file, comments included: it is public."""
    for match in TELEPHONE.finditer(LINK.sub(lambda link: " " * len(link[0]), source.text)):
        yield source.problem_at(
            match.start(),
            _key(source, match.start()),
            f"a telephone number, {match[0]}",
            "take it out: the file is public",
            "warning",
        )
    for match in MAIL.finditer(source.text):
        if MAIL_PROVIDER.search(match[0]) or FIRST_AND_LAST_NAME.match(match[0]):
            yield source.problem_at(
                match.start(),
                _key(source, match.start()),
                f"a personal mail address, {match[0]}",
                "write the organization's own address, or take it out: the file is public",
                "warning",
            )


def about_neighbors(events: list[tuple[Event, Spot]]) -> Iterator[Problem]:
    """Note two events at one venue within two hours, and two with nearly one title within a week."""
    timed = [(instant(event.when.start, spot.reading.zone), _words(event), event, spot) for event, spot in events]
    timed.sort(key=lambda one: one[0])
    for index, (start, title, event, _) in enumerate(timed):
        for later, other_title, other, spot in timed[index + 1 :]:
            if later - start > SAME_TITLE:
                break
            if event.series and event.series == other.series:
                continue
            if event.venue and event.venue == other.venue and _overlap_nearly(event, other, later - start):
                found = f'"{event.id}" takes place there on {say_day(event.when.start)} at {_hour(event)}'
                yield spot.source.problem((*spot.path, "venue"), found, "look whether they are one event", "note")
            elif _nearly_one(title, other_title):
                found = f'nearly the title of "{event.id}" on {say_day(event.when.start)}'
                yield spot.source.problem((*spot.path, "title"), found, "look whether they are one event", "note")


def _words(event: Event) -> frozenset[str]:
    return frozenset(slug_form(event.title.words[0][1]).split("-"))


def _nearly_one(title: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two titles, each as its words, differ by no more than a slip or two.

    A number is no slip: "Day 1" and "Day 2" are two. Titles that share less than half of their words are not compared.
    """
    apart = title ^ other
    if 2 * len(apart) > len(title) + len(other) or any(word.isdigit() for word in apart):
        return False
    return SequenceMatcher(None, " ".join(sorted(title)), " ".join(sorted(other)), autojunk=False).ratio() >= 0.9


def _overlap_nearly(event: Event, other: Event, apart: timedelta) -> bool:
    return apart <= SAME_VENUE and not event.when.all_day and not other.when.all_day


def _hour(event: Event) -> str:
    return say_hour(event.when.start) if isinstance(event.when.start, datetime) else ""


def _key(source: Source, offset: int) -> str:
    """Return the key whose value holds `offset`, or "" in a comment."""
    before = [(mark.value, path) for path, mark in source.marks.items() if mark.value <= offset]
    return name(max(before)[1]) if before and "#" not in source.text[max(before)[0] : offset] else ""

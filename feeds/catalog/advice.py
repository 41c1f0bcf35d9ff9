"""What a curator may have overlooked: private data and secret links in a public file, likely doubles."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

from feeds.catalog.findings import Path, path_as_toml
from feeds.catalog.names import slug_form
from feeds.catalog.nouns import Event
from feeds.catalog.positions import FilePositions
from feeds.catalog.problems import Problem
from feeds.catalog.secret_links import secret_links
from feeds.catalog.telephones import telephone_numbers
from feeds.catalog.when import instant, say_day, say_hour

MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
MAIL_PROVIDER = re.compile(
    r"@(gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|aol|icloud|me|mac|proton|protonmail|pm|gmx|mail|comcast|"
    r"sbcglobal|att|verizon|riseup)\.\w+(\.\w+)?$",
    re.IGNORECASE,
)
FIRST_AND_LAST_NAME = re.compile(r"^[a-z]+[._][a-z]+@", re.IGNORECASE)
SAME_VENUE, SAME_TITLE = timedelta(hours=2), timedelta(days=7)


def about_privacy(source: FilePositions, territory: str | None) -> Iterator[Problem]:
    """Warn of each telephone number and personal mail address in the file, comments included: it is public."""
    for start, number in telephone_numbers(source.text, territory):
        remedy = "take it out: the file is public"
        yield source.problem_at(start, _key(source, start), f"a telephone number, {number}", remedy, "warning")
    for start, address in personal_mail(source.text):
        remedy = "write the organization's own address, or take it out: the file is public"
        yield source.problem_at(start, _key(source, start), f"a personal mail address, {address}", remedy, "warning")


def about_secret_links(source: FilePositions) -> Iterator[Problem]:
    """Return an error for each secret link in the file, comments included; what it says shows none of the link."""
    for start, _, kind in secret_links(source.text):
        yield source.problem_at(start, _key(source, start), f"{kind.words}, and the file is public", kind.remedy)


def personal_mail(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each mail address that may be a person's begins in `text`, and the address."""
    end = text.find("@")
    while end >= 0:
        start, end = text.rfind("\n", 0, end) + 1, text.find("\n", end) + 1 or len(text) + 1
        for found in MAIL.finditer(text, start, end - 1):
            if MAIL_PROVIDER.search(found[0]) or FIRST_AND_LAST_NAME.match(found[0]):
                yield found.start(), found[0]
        end = text.find("@", end)


def about_neighbors(events: Iterable[tuple[Event, FilePositions, Path]], zone: ZoneInfo) -> Iterator[Problem]:
    """Note two events at one venue within two hours, and two with nearly one title within a week."""
    timed = [(instant(event.when.start, zone), _words(event), event, source, path) for event, source, path in events]
    timed.sort(key=lambda one: one[0])
    for number, (start, title, event, _, _) in enumerate(timed, 1):
        for later, other_title, other, source, path in map(timed.__getitem__, range(number, len(timed))):
            if later - start > SAME_TITLE:
                break
            if event.series and event.series == other.series:
                continue
            if event.venue and later - start <= SAME_VENUE and _overlap(event, other):
                found = f'"{event.id}" takes place there on {say_day(event.when.start)} at {_hour(event)}'
                yield source.problem((*path, "venue"), found, "look whether they are one event", "note")
            elif 2 * len(title ^ other_title) <= len(title) + len(other_title) and _nearly_one(title, other_title):
                found = f'nearly the title of "{event.id}" on {say_day(event.when.start)}'
                yield source.problem((*path, "title"), found, "look whether they are one event", "note")


def _words(event: Event) -> frozenset[str]:
    return frozenset(slug_form(event.title.words[0][1]).split("-"))


def _nearly_one(title: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two titles that share half of their words, each as its words, differ by no more than a slip or two.

    A number is no slip: "Day 1" and "Day 2" are two.
    """
    if any(word.isdigit() for word in title ^ other):
        return False
    return SequenceMatcher(None, " ".join(sorted(title)), " ".join(sorted(other)), autojunk=False).ratio() >= 0.9


def _overlap(event: Event, other: Event) -> bool:
    return event.venue == other.venue and not event.when.all_day and not other.when.all_day


def _hour(event: Event) -> str:
    return say_hour(event.when.start) if isinstance(event.when.start, datetime) else ""


def _key(source: FilePositions, offset: int) -> str:
    """Return the key whose value holds `offset`, or "" in a comment."""
    before = [(mark.value, path) for path, mark in source.marks.items() if mark.value <= offset]
    return path_as_toml(max(before)[1]) if before and "#" not in source.text[max(before)[0] : offset] else ""

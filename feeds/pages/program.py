"""Programs: the events of a page, and the headings of its lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from unicodedata import combining, normalize

from feeds.entries import Entry
from feeds.pages.month import span
from feeds.selection import Feed

LONG = 4  # days: events as long or longer are listed under Ongoing, after today's


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: an entry, and how many `more` dates of its series it represents.

    `series` is the subject of the page with all its dates, "" if there are no others.
    """

    entry: Entry
    more: int = 0
    series: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """The rows of a page: upcoming and ongoing events, next first; past events, last first.

    If it is `cut`, not all of them fit on the page.
    """

    coming: tuple[Row, ...] = ()
    ongoing: tuple[Row, ...] = ()
    past: tuple[Row, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The feeds of one kind and their heading; selections can exclude a `negatable` kind."""

    kind: str
    heading: str
    negatable: bool
    feeds: Sequence[Feed]

    def by_number(self, counts: Mapping[str, int]) -> tuple[list[Feed], list[Feed]]:
        """Return the feeds with upcoming events, by the `counts` of their subjects, and the others.

        If no feed has any, the first list has all of them.
        """
        coming = [feed for feed in self.feeds if counts[feed.subject]]
        others = [feed for feed in self.feeds if not counts[feed.subject]]
        return (coming, others) if coming else (others, [])

    def by_initial(self, language: str) -> list[tuple[str, list[Feed]]]:
        """Return the feeds by the first letter of their names, without accents; digits under #."""
        found: dict[str, list[Feed]] = {}
        names = {feed.subject: _folded(feed.name.in_language(language)) for feed in self.feeds}
        for feed in sorted(self.feeds, key=lambda feed: names[feed.subject]):
            first = names[feed.subject][:1]
            found.setdefault(first.upper() if first.isalpha() else "#", []).append(feed)
        return list(found.items())


def _folded(name: str) -> str:
    """Return a name as lists sort it: without accents, case and opening quotes."""
    letters = normalize("NFD", name.casefold())
    folded = "".join(letter for letter in letters if not combining(letter))
    return folded.lstrip("\"'“”‘’«»¡¿([ ")


def by_day(rows: Iterable[Row]) -> list[tuple[date, list[Row]]]:
    """Return each day with the adjacent rows that begin on it."""
    days = groupby(rows, key=lambda row: span(row.entry.start, row.entry.last)[0])
    return [(day, list(of_day)) for day, of_day in days]


def is_long(start: date, last: date | None) -> bool:
    """Say whether an event takes LONG days or more."""
    first, final = span(start, last)
    return (final - first).days + 1 >= LONG

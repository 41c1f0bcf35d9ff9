"""Programs: which events a page lists, and under which heading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from unicodedata import combining, normalize

from feeds.entries import Entry
from feeds.pages.month import span
from feeds.selection import Feed

LONG = 4  # days: longer events are listed under Ongoing, not before today's


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: an entry, and how many `more` dates of its series it stands for.

    `series` is the subject of the page with all its dates, "" where there are no others.
    """

    entry: Entry
    more: int = 0
    series: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """The rows of a page: what comes, the next first; what has begun and goes on; and what is over, the last first.

    `cut`: there was more than fits on the page.
    """

    coming: tuple[Row, ...] = ()
    ongoing: tuple[Row, ...] = ()
    past: tuple[Row, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The feeds of one kind and the heading of their list; what is `negatable` can be left out of a selection."""

    kind: str
    heading: str
    negatable: bool
    feeds: Sequence[Feed]

    def by_number(self, counts: Mapping[str, int]) -> tuple[list[Feed], list[Feed]]:
        """Return the feeds with something coming, by the `counts` of their subjects, and the others.

        Where all are alike, none are others.
        """
        coming = [feed for feed in self.feeds if counts[feed.subject]]
        others = [feed for feed in self.feeds if not counts[feed.subject]]
        return (coming, others) if coming else (others, [])

    def by_initial(self, language: str) -> list[tuple[str, list[Feed]]]:
        """Return the feeds by the first letter of their names in a language, without accents; digits under #."""
        found: dict[str, list[Feed]] = {}
        for folded, feed in sorted(
            ((_folded(feed, language), feed) for feed in self.feeds), key=itemgetter(0)
        ):
            initial = folded[:1].upper() if folded[:1].isalpha() else "#"
            found.setdefault(initial, []).append(feed)
        return list(found.items())


def _folded(feed: Feed, language: str) -> str:
    """Return the name of a feed as lists sort it: without accents, case and quotes before it."""
    letters = normalize("NFD", feed.name.in_language(language).casefold())
    name = "".join(letter for letter in letters if not combining(letter))
    return name.lstrip("\"'“”‘’«»¡¿([ ")


def by_day(rows: Iterable[Row]) -> list[tuple[date, list[Row]]]:
    """Return rows together with those beside them that begin on the same day."""
    days = groupby(rows, key=lambda row: span(row.entry.start, row.entry.last)[0])
    return [(day, list(these)) for day, these in days]


def is_long(start: date, last: date | None) -> bool:
    """Whether something takes four days or more."""
    first, final = span(start, last)
    return (final - first).days + 1 >= LONG

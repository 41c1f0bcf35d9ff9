"""Where in the text of a list each key and value is: for problems, which show the line and a caret.

tomllib says what a list holds but not where, and no maintained reader says both; the scan below finds the places
and leaves all judgement of the syntax to tomllib.
"""

import re
import tomllib
from bisect import bisect
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from feeds.catalog.findings import Finding, Path, path_as_toml
from feeds.catalog.problems import Problem, Severity, problem_at
from feeds.catalog.source import Source

# Every repetition is possessive: of 5 MB, each step back that might be taken would be remembered.
GAP = re.compile(r"(?:[ \t\n,]++|#[^\n]*+)*+")
HEADER = re.compile(r"\[{1,2}|\]{1,2}")
KEY = re.compile(r"""[\w-]++|"(?:\\.|[^"\\]++)*+"|'[^']*+'""", re.ASCII)
SCALAR = re.compile(
    r"""
    \"{3}(?:\\.|[^"\\]++|\"{1,2}(?!\"))*+\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\]++)*+" | '[^']*+'
    | [^\s,\]}\#]+(?:[ ]\d\d:[^\s,\]}\#]*)?  # a blank may separate a date from its time
    """,
    re.VERBOSE | re.DOTALL,
)
ID = re.compile(r"""["']([\w-]{1,120})["']""", re.ASCII)
FEWEST_OCTETS = 12  # for each mark that is kept: no list that somebody wrote has as many keys and items


class Mark(NamedTuple):
    """Offsets of a key and of its value in the text, in characters."""

    key: int
    value: int


class FilePositions:
    """Where everything in one file is. The marks are found when they are first needed."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.file = source.file

    @cached_property
    def text(self) -> str:
        """The whole text of the file."""
        return self.source.text

    @cached_property
    def marks(self) -> dict[Path, Mark]:
        """The place of each key, value and array item; of a text that is nearly all keys, those of its beginning."""
        marks: dict[Path, Mark] = {}
        most = 10_000 + len(self.text) // FEWEST_OCTETS
        for path, mark in _Scan(self.text).marks():
            for length in range(1, len(path)):
                marks.setdefault(path[:length], mark)
            marks[path] = mark
            if len(marks) > most:
                break
        return marks

    @cached_property
    def _in_order(self) -> list[tuple[int, Path]]:
        """Where each value begins, in the order of the text."""
        return sorted((mark.value, path) for path, mark in self.marks.items())

    def locate(self, finding: Finding) -> Problem:
        """Return a finding as a problem with its line and column, or with those of the nearest table that holds it."""
        path = finding.path
        while path and path not in self.marks:
            path = path[:-1]
        mark = self.marks.get(path, Mark(0, 0))
        offset = mark.key if finding.key else mark.value
        name = self.name(finding.path)
        return problem_at(self.file, self.text, offset, name, finding.found, finding.remedy, finding.severity)

    def problem_at(self, offset: int, found: str, remedy: str, severity: Severity) -> Problem:
        """Return a problem with the character at `offset`, which may be within a comment."""
        before = bisect(self._in_order, offset, key=lambda place: place[0])
        start, path = self._in_order[before - 1] if before else (0, ())
        in_comment = "#" in self.text[start:offset]
        name = "" if in_comment else self.name(path)
        return problem_at(self.file, self.text, offset, name, found, remedy, severity)

    def name(self, path: Path) -> str:
        """Return how a report names a path: rally.when, by the id of the event."""
        if path[:1] != ("events",) or len(path) == 1:
            return path_as_toml(path)
        event, rest = path[:2], path[2:]
        place = self.marks.get((*event, "id"))
        id = ID.match(self.text, place.value) if place else None
        name = id[1] if id else "[[events]]"
        return ".".join(filter(None, (name, path_as_toml(rest))))


class Positions:
    """Where everything in the files of a list is.

    Large for a long list: make one for all problems that are to be reported, and let go of it.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self.files = {source.file: FilePositions(source) for source in sources}

    def locate(self, finding: Finding) -> Problem:
        """Return a finding as a problem with its line and column."""
        return self.files[finding.file].locate(finding)


class _Scan:
    """A walk over valid TOML that notes where each key and value begins."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.items: dict[Path, int] = {}

    def marks(self) -> Iterator[tuple[Path, Mark]]:
        table: Path = ()
        self.skip(0)
        while self.at < len(self.text):
            start = self.at
            if self.text[start] == "[":
                table = self.header()
                yield table, Mark(start, start)
            else:
                yield from self.pair(table)

    def header(self) -> Path:
        brackets = self.take(HEADER)
        *parents, last = self.keys()
        self.take(HEADER)
        table: Path = ()
        for part in parents:
            table = self.item((*table, part))
        table = (*table, last)
        if brackets == "[[":
            self.items[table] = self.items.get(table, -1) + 1
        return self.item(table)

    def item(self, table: Path) -> Path:
        """Return the newest item of an array of tables, or the table itself."""
        return (*table, self.items[table]) if table in self.items else table

    def keys(self) -> list[str]:
        keys = [self.key()]
        while self.text[self.at] == ".":
            self.skip()
            keys.append(self.key())
        return keys

    def key(self) -> str:
        key = self.take(KEY)
        return next(iter(tomllib.loads(f"{key} = 0"))) if key[0] in "\"'" else key

    def pair(self, table: Path) -> Iterator[tuple[Path, Mark]]:
        start = self.at
        path = (*table, *self.keys())
        self.skip()
        yield path, Mark(start, self.at)
        yield from self.value(path)

    def value(self, path: Path) -> Iterator[tuple[Path, Mark]]:
        opening = self.text[self.at]
        if opening == "[":
            self.skip()
            index = 0
            while self.text[self.at] != "]":
                yield (*path, index), Mark(self.at, self.at)
                yield from self.value((*path, index))
                index += 1
            self.skip()
        elif opening == "{":
            self.skip()
            while self.text[self.at] != "}":
                yield from self.pair(path)
            self.skip()
        else:
            self.take(SCALAR)

    def skip(self, length: int = 1) -> None:
        """Pass `length` characters and the blanks, commas and comments after them."""
        gap = GAP.match(self.text, self.at + length)
        assert gap is not None  # it can be empty
        self.at = gap.end()

    def take(self, pattern: re.Pattern[str]) -> str:
        """Pass what `pattern` finds here, and the blanks, commas and comments after it."""
        found = pattern.match(self.text, self.at)
        assert found is not None  # tomllib has read the text
        self.skip(len(found[0]))
        return found[0]

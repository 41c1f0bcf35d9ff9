"""Where each key and value is in the text of a list: for problems, which show the line and a caret.

tomllib returns values without positions, and no maintained parser returns both; the scan below
finds the positions and leaves the syntax to tomllib.
"""

import re
import tomllib
from bisect import bisect
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from feeds.catalog.events import Events
from feeds.catalog.problems import Finding, Path, Problem, Severity, path_as_toml, problem_at
from feeds.catalog.source import EVENTS, Source

# Every repetition is possessive: backtracking would store every step through 5 MB.
GAP = re.compile(r"(?:[ \t\n,]++|#[^\n]*+)*+")
PART = r"""(?:[\w-]++|"(?:\\.|[^"\\]++)*+"|'[^']*+')"""
KEY = re.compile(rf"{PART}(?:[ \t]*+\.[ \t]*+{PART})*+", re.ASCII)
BRACKETS = re.compile(r"\[{1,2}|\]{1,2}")
BARE_KEY = re.compile(r"[\w-]+", re.ASCII)
SCALAR = re.compile(
    r"""
    \"{3}(?:\\.|[^"\\]++|\"{1,2}(?!\"))*+\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\]++)*+" | '[^']*+'
    | [^\s,\]}\#]+(?:[ ]\d\d:[^\s,\]}\#]*)?  # a space may separate a date from its time
    """,
    re.VERBOSE | re.DOTALL,
)
ID = re.compile(r"""["']([\w-]{1,120})["']""", re.ASCII)
MOST_MARKS = 100_000  # of one text: no handwritten list has that many keys and items


class Mark(NamedTuple):
    """Offsets of a key and of its value in the text, in characters."""

    key: int
    value: int


class Locator:
    """The places of problems in the files of a list; make one for many problems, then drop it."""

    def __init__(self, sources: Sequence[Source], events: Events) -> None:
        self.sources, self.events = {source.file: source for source in sources}, events
        self.files: dict[str, FilePositions] = {}

    def file(self, name: str) -> "FilePositions":
        """Return the positions in a file."""
        if name not in self.files:
            self.files[name] = FilePositions(self.sources[name])
        return self.files[name]

    def locate(self, finding: Finding) -> Problem:
        """Return a finding as a problem with its line and column."""
        return self.file(finding.file).locate(finding)

    def problem(self, path: Path, found: str, remedy: str, severity: Severity) -> Problem:
        """Return a problem with the value at `path` in the head of whichever file has it."""
        main = next(iter(self.sources))
        file = next((name for name in self.sources if self.file(name).mark(path)), main)
        return self.locate(Finding(file, path, found, remedy, severity))

    def about_event(
        self, id: str, found: str, remedy: str, severity: Severity, key: str = "id"
    ) -> Problem:
        """Return a problem with a key of the event `id`, or of the list if it has no such event."""
        for event, file, path in self.events.placed():
            if event.id == id:
                return self.locate(Finding(file, (*path, key), found, remedy, severity))
        return self.problem((), found, remedy, severity)


class FilePositions:
    """The positions in one file; each piece of it is scanned when it is first needed."""

    def __init__(self, source: Source) -> None:
        self.file, self.text = source.file, source.text
        cuts = re.finditer(re.escape(EVENTS.decode()), self.text) if source.events else ()
        self.bounds = [0, *(cut.start() + 1 for cut in cuts), len(self.text)]
        self.scans: dict[int, _Scan] = {}

    def mark(self, path: Path) -> Mark | None:
        """Return the place of a key, value or array item, if it has one."""
        is_cut = len(self.bounds) > 2
        piece = 1 + int(path[1]) if is_cut and path[:1] == ("events",) and path[1:] else 0
        return self._scan(piece).marks.get(path)

    def locate(self, finding: Finding) -> Problem:
        """Return a finding as a problem at its line, or at that of the nearest enclosing table."""
        path = finding.path
        while path and not self.mark(path):
            path = path[:-1]
        mark = self.mark(path) or Mark(0, 0)
        offset = mark.key if finding.key else mark.value
        name = self.name(finding.path)
        return problem_at(
            self.file, self.text, offset, name, finding.found, finding.remedy, finding.severity
        )

    def problem_at(self, offset: int, found: str, remedy: str, severity: Severity) -> Problem:
        """Return a problem with the character at `offset`, which may be within a comment."""
        piece = bisect(self.bounds, offset, hi=len(self.bounds) - 1) - 1
        order = self._scan(piece).order
        start, path = order[bisect(order, offset, key=itemgetter(0)) - 1]
        in_comment = "#" in self.text[start:offset]
        name = "" if in_comment else self.name(path)
        return problem_at(self.file, self.text, offset, name, found, remedy, severity)

    def name(self, path: Path) -> str:
        """Return a path as reports show it: rally.when, by the id of the event."""
        if path[:1] != ("events",) or len(path) == 1:
            return path_as_toml(path)
        place = self.mark((*path[:2], "id"))
        id = ID.match(self.text, place.value) if place else None
        name = id[1] if id else "[[events]]"
        return f"{name}.{path_as_toml(path[2:])}".removesuffix(".")

    def _scan(self, piece: int) -> "_Scan":
        if piece not in self.scans:
            start, end = self.bounds[piece : piece + 2]
            self.scans[piece] = _Scan(self.text, start, end, piece)
        return self.scans[piece]


class _Scan:
    """The positions in valid TOML, from `start` to `end` of a text; after MOST_MARKS it stops.

    `piece` is the number of an [[events]] table, 0 for the head.
    """

    def __init__(self, text: str, start: int, end: int, piece: int) -> None:
        self.text, self.offset = text, start
        self.newest: dict[Path, int] = {("events",): piece - 2} if piece else {}
        self.marks: dict[Path, Mark] = {}
        self.order: list[tuple[int, Path]] = [(start, ())]  # where each value begins
        self.skip(0)
        table: Path = ()
        while self.offset < end and len(self.marks) < MOST_MARKS:
            if text[self.offset] == "[":
                table = self.header()
            else:
                self.pair(table)

    def add(self, path: Path, key: int, value: int) -> None:
        """Add the position of a path, and of its parents if they have none."""
        mark = Mark(key, value)
        for length in range(1, len(path)):
            self.marks.setdefault(path[:length], mark)
        self.marks[path] = mark
        self.order.append((value, path))

    def header(self) -> Path:
        start = self.offset
        brackets = self.take(BRACKETS)
        keys = self.keys()
        self.take(BRACKETS)
        table: Path = ()
        for number, part in enumerate(keys, 1):
            table = (*table, part)
            if brackets == "[[" and number == len(keys):
                self.newest[table] = self.newest.get(table, -1) + 1
            if table in self.newest:  # an array of tables
                table = (*table, self.newest[table])
        self.add(table, start, start)
        return table

    def keys(self) -> list[str]:
        """Return the parts of the dotted key here, and skip it."""
        written = self.take(KEY)
        if BARE_KEY.fullmatch(written):
            return [written]
        parts: list[str] = []
        inner: Any = tomllib.loads(f"{written} = 0")
        while isinstance(inner, dict):
            [(part, inner)] = inner.items()
            parts.append(part)
        return parts

    def pair(self, table: Path) -> None:
        start = self.offset
        path = (*table, *self.keys())
        self.skip()
        self.add(path, start, self.offset)
        self.value(path)

    def value(self, path: Path) -> None:
        opening = self.text[self.offset]
        if opening not in "[{":
            self.take(SCALAR)
            return
        self.skip()
        index = 0
        while self.text[self.offset] not in "]}" and len(self.marks) < MOST_MARKS:
            if opening == "{":
                self.pair(path)
                continue
            self.add((*path, index), self.offset, self.offset)
            self.value((*path, index))
            index += 1
        self.skip()

    def skip(self, length: int = 1) -> None:
        """Skip `length` characters and the blanks, commas and comments after them."""
        gap = GAP.match(self.text, self.offset + length)
        assert gap is not None  # it can be empty
        self.offset = gap.end()

    def take(self, pattern: re.Pattern[str]) -> str:
        """Return what `pattern` matches here; skip it and the gap after it."""
        found = pattern.match(self.text, self.offset)
        assert found is not None  # tomllib has read the text
        self.skip(len(found[0]))
        return found[0]

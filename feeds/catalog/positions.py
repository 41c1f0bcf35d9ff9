"""Where each key and value is in the text of a list: for problems, which show the line and a caret.

tomllib returns values without positions, and no maintained parser returns both; the scan below finds the positions
and leaves the syntax to tomllib. It goes no further than the item asked for.
"""

import re
import tomllib
from bisect import bisect
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from feeds.catalog.events import Events
from feeds.catalog.problems import Finding, Path, Problem, Severity, path_as_toml, problem_at
from feeds.catalog.source import EVENTS, Source

# Every repetition is possessive: backtracking would store every step through 5 MB.
GAP = re.compile(r"(?:[ \t\n,]++|#[^\n]*+)*+")
HEADER = re.compile(r"\[{1,2}|\]{1,2}")
KEY = re.compile(r"""[\w-]++|"(?:\\.|[^"\\]++)*+"|'[^']*+'""", re.ASCII)
SCALAR = re.compile(
    r"""
    \"{3}(?:\\.|[^"\\]++|\"{1,2}(?!\"))*+\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\]++)*+" | '[^']*+'
    | [^\s,\]}\#]+(?:[ ]\d\d:[^\s,\]}\#]*)?  # a space may separate a date from its time
    """,
    re.VERBOSE | re.DOTALL,
)
ID = re.compile(r"""["']([\w-]{1,120})["']""", re.ASCII)
MOST_MARKS = 200_000  # of one text: no handwritten list has that many keys and items


class Mark(NamedTuple):
    """Offsets of a key and of its value in the text, in characters."""

    key: int
    value: int


class Locator:
    """Finds where problems with a list are in its files. Make one for many problems, then drop it."""

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
        """Return a problem with a key of the event `id`; one that is not in the list is a problem of the whole list."""
        for event, file, path in self.events.placed():
            if event.id == id:
                return self.locate(Finding(file, (*path, key), found, remedy, severity))
        return self.problem((), found, remedy, severity)


class FilePositions:
    """The positions in one file. Each piece that it was split into is scanned when it is first needed."""

    def __init__(self, source: Source) -> None:
        self.file, self.text = source.file, source.text
        cuts = re.finditer(re.escape(EVENTS.decode()), self.text) if source.events else ()
        self.bounds = [0, *(cut.start() + 1 for cut in cuts), len(self.text)]
        self.scans: dict[int, _Scan] = {}

    def mark(self, path: Path) -> Mark | None:
        """Return the place of a key, value or array item, if it has one."""
        is_cut = len(self.bounds) > 2
        piece = 1 + int(path[1]) if is_cut and path[:1] == ("events",) and path[1:] else 0
        return self._scan(piece).mark(path)

    def locate(self, finding: Finding) -> Problem:
        """Return a finding as a problem with its line and column, or those of the nearest enclosing table."""
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
        start, path = self._scan(piece).before(offset)
        in_comment = "#" in self.text[start:offset]
        name = "" if in_comment else self.name(path)
        return problem_at(self.file, self.text, offset, name, found, remedy, severity)

    def name(self, path: Path) -> str:
        """Return a path as reports show it: rally.when, by the id of the event."""
        if path[:1] != ("events",) or len(path) == 1:
            return path_as_toml(path)
        event, rest = path[:2], path[2:]
        place = self.mark((*event, "id"))
        id = ID.match(self.text, place.value) if place else None
        name = id[1] if id else "[[events]]"
        return ".".join(filter(None, (name, path_as_toml(rest))))

    def _scan(self, piece: int) -> "_Scan":
        if piece not in self.scans:
            start, end = self.bounds[piece : piece + 2]
            self.scans[piece] = _Scan(self.text, start, end, piece)
        return self.scans[piece]


class _Scan:
    """A scan of valid TOML, a whole text or a piece of it, that records where each key and value begins.

    It goes only as far as asked. `piece` is the number of an [[events]] table, 0 for the head.
    """

    def __init__(self, text: str, start: int, end: int, piece: int) -> None:
        self.text, self.offset, self.end = text, start, end
        self.items: dict[Path, int] = {("events",): piece - 2} if piece else {}
        self.marks: dict[Path, Mark] = {}
        self.order: list[tuple[int, Path]] = [(start, ())]  # where each value begins
        self.rest = self.walk()

    def mark(self, path: Path) -> Mark | None:
        """Return the place of a key, value or array item, if it has one."""
        while path not in self.marks and self.go_on():
            pass
        return self.marks.get(path)

    def before(self, offset: int) -> tuple[int, Path]:
        """Return where the last value before `offset` begins, and its path."""
        while self.order[-1][0] <= offset and self.go_on():
            pass
        return self.order[bisect(self.order, offset, key=itemgetter(0)) - 1]

    def go_on(self) -> bool:
        """Record the next position; return False if there is none."""
        path, mark = next(self.rest, ((), Mark(0, 0)))
        if not path or len(self.marks) > MOST_MARKS:
            return False
        for length in range(1, len(path)):
            self.marks.setdefault(path[:length], mark)
        self.marks[path] = mark
        self.order.append((mark.value, path))
        return True

    def walk(self) -> Iterator[tuple[Path, Mark]]:
        table: Path = ()
        self.skip(0)
        while self.offset < self.end:
            start = self.offset
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
        while self.text[self.offset] == ".":
            self.skip()
            keys.append(self.key())
        return keys

    def key(self) -> str:
        key = self.take(KEY)
        return next(iter(tomllib.loads(f"{key} = 0"))) if key[0] in "\"'" else key

    def pair(self, table: Path) -> Iterator[tuple[Path, Mark]]:
        start = self.offset
        path = (*table, *self.keys())
        self.skip()
        yield path, Mark(start, self.offset)
        yield from self.value(path)

    def value(self, path: Path) -> Iterator[tuple[Path, Mark]]:
        opening = self.text[self.offset]
        if opening == "[":
            self.skip()
            index = 0
            while self.text[self.offset] != "]":
                yield (*path, index), Mark(self.offset, self.offset)
                yield from self.value((*path, index))
                index += 1
            self.skip()
        elif opening == "{":
            self.skip()
            while self.text[self.offset] != "}":
                yield from self.pair(path)
            self.skip()
        else:
            self.take(SCALAR)

    def skip(self, length: int = 1) -> None:
        """Skip `length` characters and the blanks, commas and comments after them."""
        gap = GAP.match(self.text, self.offset + length)
        assert gap is not None  # it can be empty
        self.offset = gap.end()

    def take(self, pattern: re.Pattern[str]) -> str:
        """Return what `pattern` matches here; skip it, and the blanks, commas and comments after it."""
        found = pattern.match(self.text, self.offset)
        assert found is not None  # tomllib has read the text
        self.skip(len(found[0]))
        return found[0]

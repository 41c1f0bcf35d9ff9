"""The text of a list: TOML as data, and where in the text each key and value stands.

tomllib says what a list holds but not where, and no maintained reader says both;
the scan below finds the places and leaves all judgement of the syntax to tomllib.
"""

import codecs
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from feeds.catalog.problems import Problem, Severity
from feeds.catalog.slips import slip

Path = tuple[str | int, ...]

EVENTS = b"\n[[events]]"  # between the head and the parts of a file
GAP = re.compile(r"(?:[ \t\n,]|#[^\n]*)*")
HEADER = re.compile(r"\[{1,2}|\]{1,2}")
KEY = re.compile(r"""[\w-]+|"(?:\\.|[^"\\])*"|'[^']*'""", re.ASCII)
SCALAR = re.compile(
    r"""
    \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\])*" | '[^']*'
    | [^\s,\]}\#]+(?:[ ]\d\d:[^\s,\]}\#]*)?  # a date and its time may be parted by a blank
    """,
    re.VERBOSE | re.DOTALL,
)


class Mark(NamedTuple):
    """Offsets of a key and of its value in the text, in characters."""

    key: int
    value: int


@dataclass(frozen=True)
class Source:
    """One file of the list: its name as problems give it, and its text in UTF-8.

    `rest` is what tomllib read in its `head`, and `parts` are the texts after each [[events]] behind that.
    """

    file: str
    head: bytes
    rest: dict[str, Any]
    parts: tuple[bytes, ...] = ()

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return EVENTS.join((self.head, *self.parts)).decode()

    def read_part(self, part: bytes) -> list[dict[str, Any]]:
        """Return the events of one of the parts; raise Entangled when it is nothing by itself."""
        try:
            read = tomllib.loads("[[events]]" + part.decode())
        except (ValueError, RecursionError) as error:
            raise Entangled(self.file) from error
        if read.keys() != {"events"}:
            raise Entangled(self.file)
        return list(read["events"])

    def forget(self) -> None:
        """Let go of what takes room and is seldom asked for; it is made again when it is."""
        for made in ("text", "marks"):
            self.__dict__.pop(made, None)

    @cached_property
    def marks(self) -> dict[Path, Mark]:
        """Where each key, value and array item of the file stands."""
        marks: dict[Path, Mark] = {}
        for path, mark in _Scan(self.text).marks():
            for length in range(1, len(path)):
                marks.setdefault(path[:length], mark)
            marks[path] = mark
        return marks

    def problem(
        self, path: Path, found: str, remedy: str, severity: Severity = "error", *, key: bool = False
    ) -> Problem:
        """Return a problem with the value at `path` (or with its key), or with the nearest thing that holds it."""
        there = path
        while there and there not in self.marks:
            there = there[:-1]
        mark = self.marks.get(there, Mark(0, 0))
        return self.problem_at(mark.key if key else mark.value, name(path), found, remedy, severity)

    def problem_at(self, offset: int, key: str, found: str, remedy: str, severity: Severity = "error") -> Problem:
        """Return a problem with the character at `offset`."""
        start = self.text.rfind("\n", 0, offset) + 1
        line = self.text[start:].partition("\n")[0].rstrip("\r")
        return Problem(
            self.file, self.text.count("\n", 0, offset) + 1, key, found, remedy, severity, offset - start + 1, line
        )


class Fault(NamedTuple):
    """What is wrong with the value (or the key) at a path; where that stands in the text is looked up when asked."""

    source: Source
    path: Path
    found: str
    remedy: str
    severity: Severity
    key: bool

    def problem(self) -> Problem:
        """Return the problem with its place."""
        return self.source.problem(self.path, self.found, self.remedy, self.severity, key=self.key)


def has_error(faults: Iterable[Fault]) -> bool:
    """Say whether one of the faults keeps the list from being used."""
    return any(fault.severity == "error" for fault in faults)


def name(path: Path) -> str:
    """Return a path as TOML would write it: events[11].when."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part}]"
        else:
            words += ("." if words else "") + (part if re.fullmatch(r"[\w-]+", part, re.ASCII) else f'"{part}"')
    return words


class Entangled(Exception):
    """A part of `file` is not TOML by itself, or has other tables: the file can only be read as a whole."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


def read_source(
    file: str, content: bytes, heads: Mapping[bytes, dict[str, Any]] | None = None, *, whole: bool = False
) -> Source | Problem:
    """Return the file, its parts yet unread unless it is to be read `whole`, or the one problem that it is not TOML.

    `heads` are those that were read before.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    if b"\r" in content:  # found much faster than replaced
        content = content.replace(b"\r\n", b"\n")
    if not whole and (source := _in_parts(file, content, heads or {})):
        return source
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        source = Source(file, content.decode("utf-8", "replace").encode(), {})
        offset = len(content[: error.start].decode("utf-8", "replace"))
        return source.problem_at(offset, "", "this character is not UTF-8", "save the file as UTF-8")
    try:
        return Source(file, content, tomllib.loads(text))
    except (ValueError, RecursionError) as error:  # also numbers of 5,000 digits and 1,000 brackets in one another
        offset, found, remedy = slip(text, str(error))
        return Source(file, content, {}).problem_at(offset, "", found, remedy)


def _in_parts(file: str, content: bytes, heads: Mapping[bytes, dict[str, Any]]) -> Source | None:
    """Return the file in parts, so that the next reading need not read again what stayed; None where it has none.

    A part is what stands from one [[events]] to the next.
    """
    head, *parts = content.split(EVENTS)
    try:
        rest = heads[head] if head in heads else tomllib.loads(head.decode())
    except (ValueError, RecursionError):
        return None
    return None if "events" in rest and parts else Source(file, head, rest, tuple(parts))


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
        """Pass `length` characters and the blanks, commas and comments behind them."""
        gap = GAP.match(self.text, self.at + length)
        assert gap is not None  # it can be empty
        self.at = gap.end()

    def take(self, pattern: re.Pattern[str]) -> str:
        """Pass what `pattern` finds here, and the blanks, commas and comments behind it."""
        found = pattern.match(self.text, self.at)
        assert found is not None  # tomllib has read the text
        self.skip(len(found[0]))
        return found[0]

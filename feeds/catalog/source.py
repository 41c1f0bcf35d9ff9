"""The text of a list: TOML as data, and where in the text each key and value stands.

tomllib says what a list holds but not where, and no maintained reader says both;
the scan below finds the places and leaves all judgement of the syntax to tomllib.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from feeds.catalog.problems import Problem, Severity

Path = tuple[str | int, ...]

TOKEN = re.compile(
    r"""
      (?P<gap>(?:[ \t\r\n,]|\#[^\n]*)+)
    | (?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<mark>[\[\]{}=.])
    | (?P<bare>\d{4}-\d\d-\d\d[ ]\d\d:[^\s,\]}\#]*      # a date-time with a space
        | [+-]?\d[^\s,.\[\]{}="'\#]*\.\d[^\s,\]}\#]*    # a number or time with a fraction
        | [^\s,.\[\]{}="'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


class Mark(NamedTuple):
    """Offsets of a key and of its value in the text, in characters."""

    key: int
    value: int


@dataclass(frozen=True)
class Source:
    """One file of the list: its name as problems give it, its text, and what tomllib read in it."""

    file: str
    text: str
    data: dict[str, Any]

    @cached_property
    def marks(self) -> dict[Path, Mark]:
        """Where each key, value and array item of `data` stands."""
        return dict(_Scan(self.text).marks())

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


def name(path: Path) -> str:
    """Return a path as TOML would write it: events[11].when."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part}]"
        else:
            words += ("." if words else "") + (part if re.fullmatch(r"[\w-]+", part, re.ASCII) else f'"{part}"')
    return words


def read_source(file: str, content: bytes) -> Source | Problem:
    """Return the file as data with places, or the one problem that keeps it from being TOML."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        source = Source(file, content.decode("utf-8", "replace"), {})
        offset = len(content[: error.start].decode("utf-8", "replace"))
        return source.problem_at(offset, "", "this character is not UTF-8", "save the file as UTF-8")
    text = text.replace("\r\n", "\n")
    try:
        return Source(file, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return _syntax_problem(Source(file, text, {}), str(error))


def _syntax_problem(source: Source, message: str) -> Problem:
    """Return tomllib's message with a place and a remedy for what volunteers usually slip on."""
    what = re.sub(r" \(at .*\)$", "", message)
    at = re.search(r"at line (\d+), column (\d+)", message)
    lines = source.text.split("\n")
    row, column = (int(at[1]), int(at[2])) if at else (len(lines), len(lines[-1]) + 1)
    remedy = 'compare the line with its neighbours: key = "value", one to a line'
    opened = _open_bracket(source.text)
    if re.search("[“”„‘’]", re.sub(r'"[^"]*"', "", lines[row - 1])):
        remedy = 'use straight quotation marks (") around the text'
    elif opened is not None and ("Unclosed" in what or source.text.count("\n", 0, opened) + 1 < row):
        row = source.text.count("\n", 0, opened) + 1
        column = opened - source.text.rfind("\n", 0, opened)
        what, remedy = "this bracket is not closed", "close it after its last item"
    elif (lines[row - 1].replace('\\"', "").count('"') > 2 and "Expected" in what) or "Unclosed" in what:
        remedy = "inside a text write \\\" for a quotation mark, or put the whole text between ''' and '''"
    elif "Illegal character '\\n'" in what:
        remedy = 'close the text with a quotation mark (")'
    elif "Invalid value" in what or re.match(r"\s*\w+\s*=\s*\d+[^\"']*$", lines[row - 1]):
        remedy = 'put the value between quotation marks: when = "March 20, 2021, 1 PM"'
    elif "overwrite" in what or "twice" in what:
        what, remedy = f"this stands here a second time ({what})", "keep one of the two"
    offset = sum(len(line) + 1 for line in lines[: row - 1]) + column - 1
    return source.problem_at(offset, "", what, remedy)


def _open_bracket(text: str) -> int | None:
    """Return the offset of a value's bracket that the next `key =` or header finds still open."""
    opened: list[int] = []
    for line in re.finditer(r"[^\n]*\n?", text):
        if opened and re.match(r"\s*(\[\[?[\w.-]+\]\]?\s*$|[\w.-]+\s*=)", line[0]) and text[opened[-1]] == "[":
            return opened[-1]
        for token in re.finditer(r"\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*|[\[\]{}]", line[0]):
            if token[0] in ("[", "{"):
                opened.append(line.start() + token.start())
            elif token[0] in ("]", "}") and opened:
                opened.pop()
    return opened[-1] if opened else None


class _Scan:
    """A walk over valid TOML that notes where each key and value begins."""

    def __init__(self, text: str) -> None:
        self.tokens = [m for m in TOKEN.finditer(text) if m.lastgroup != "gap"]
        self.next = 0
        self.items: dict[Path, int] = {}

    def marks(self) -> Iterator[tuple[Path, Mark]]:
        table: Path = ()
        while self.next < len(self.tokens):
            start = self.tokens[self.next].start()
            if self.tokens[self.next][0] == "[":
                table = self.header()
                yield table, Mark(start, start)
            else:
                yield from self.pair(table)

    def header(self) -> Path:
        self.take()
        array = self.tokens[self.next][0] == "["
        self.next += array
        *parents, last = self.keys()
        self.next += 1 + array
        table: Path = ()
        for part in parents:
            table = self.item((*table, part))
        table = (*table, last)
        if array:
            self.items[table] = self.items.get(table, -1) + 1
        return self.item(table)

    def item(self, table: Path) -> Path:
        """Return the newest item of an array of tables, or the table itself."""
        return (*table, self.items[table]) if table in self.items else table

    def keys(self) -> list[str]:
        keys = [self.key()]
        while self.tokens[self.next][0] == ".":
            self.take()
            keys.append(self.key())
        return keys

    def key(self) -> str:
        word = self.take()
        return next(iter(tomllib.loads(f"{word[0]} = 0"))) if word["text"] else word[0]

    def pair(self, table: Path) -> Iterator[tuple[Path, Mark]]:
        start = self.tokens[self.next].start()
        path = (*table, *self.keys())
        self.take()
        yield path, Mark(start, self.tokens[self.next].start())
        yield from self.value(path)

    def value(self, path: Path) -> Iterator[tuple[Path, Mark]]:
        opening = self.take()[0]
        if opening == "[":
            index = 0
            while self.tokens[self.next][0] != "]":
                start = self.tokens[self.next].start()
                yield (*path, index), Mark(start, start)
                yield from self.value((*path, index))
                index += 1
            self.take()
        elif opening == "{":
            while self.tokens[self.next][0] != "}":
                yield from self.pair(path)
            self.take()

    def take(self) -> re.Match[str]:
        token = self.tokens[self.next]
        self.next += 1
        return token

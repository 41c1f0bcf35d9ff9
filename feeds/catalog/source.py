"""The text of a list, split at each [[events]] so that an edit changes only one piece."""

import codecs
import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from feeds.catalog.problems import Problem, problem_at
from feeds.catalog.slips import slip

EVENTS = b"\n[[events]]"
OTHER_TABLE = re.compile(rb"\n\[{1,2}(?!events)\w")
DEEPEST = 50  # nested tables and lists; no list needs more than six
TOO_DEEP = f"tables nested more than {DEEPEST}"
MOST_TABLES = 100_000  # in one text
PART = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*"""
DEEP_KEY = re.compile(rf"^[ \t]*\[{{0,2}}[ \t]*(?:{PART}\.[ \t]*){{{DEEPEST}}}", re.MULTILINE)


class Source(NamedTuple):
    """One file of the list, by the name used in problems; in UTF-8 with Unix line endings.

    `head` is the text before the first [[events]], and `tables` what tomllib read in it; `events`
    are the texts after each [[events]]. A file that cannot be split is all head.
    """

    file: str
    head: bytes
    tables: Mapping[str, Any]
    events: tuple[bytes, ...] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return EVENTS.join(self.pieces).decode()

    @property
    def pieces(self) -> tuple[bytes, ...]:
        """The text before the first [[events]], and the text after each."""
        return (self.head, *self.events)


class DeepError(ValueError):
    """The text is nested too deeply.

    This is checked before tomllib reads it, whose time grows with the square of a key's parts.
    """


class SplitError(Exception):
    """A piece of `file` is not a complete [[events]] table: the file must be read in one piece."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file


def read_source(
    file: str,
    content: bytes,
    heads: Mapping[bytes, Mapping[str, Any]] | None = None,
    *,
    split: bool = True,
) -> Source | Problem:
    """Return a file of the list, or the problem that it is not TOML.

    It is split at each event if possible and `split`. `heads` are the tables of heads that were
    already parsed.
    """
    content = content.removeprefix(codecs.BOM_UTF8)
    if b"\r" in content:  # searching is much faster than replacing
        content = content.replace(b"\r\n", b"\n")
    if split and (source := _split(file, content, heads or {})):
        return source
    text = content.decode("utf-8", "replace")
    try:
        return Source(file, content, _parse(content.decode()))
    except UnicodeDecodeError as error:
        offset = len(content[: error.start].decode("utf-8", "replace"))
        found, remedy = "this character is not UTF-8", "save the file as UTF-8"
    except DeepError as error:
        deepest = max(text.split("\n"), key=lambda line: sum(map(line.count, ".[{")))
        offset, found, remedy = text.index(deepest), str(error), "remove what no list needs"
    # also numbers of 5,000 digits, and 1,000 nested brackets
    except (ValueError, RecursionError) as error:
        offset, found, remedy = slip(text, str(error))
    return problem_at(file, text, offset, "", found, remedy)


def parse_event(file: str, text: bytes) -> dict[str, Any]:
    """Return the table whose text follows an [[events]]; raise SplitError if it is not complete."""
    if OTHER_TABLE.search(text):  # tomllib might take seconds to find it
        raise SplitError(file)
    try:
        parsed = _parse("[[events]]" + text.decode())
    except (ValueError, RecursionError) as error:
        raise SplitError(file) from error
    if parsed.keys() != {"events"} or len(parsed["events"]) != 1:
        raise SplitError(file)
    table: dict[str, Any] = parsed["events"][0]
    return table


def _parse(text: str) -> dict[str, Any]:
    """Return what tomllib reads in a text; raise ValueError if it is not TOML, or too deep."""
    if sum(map(text.count, ".[{")) < DEEPEST:  # as in nearly every event
        return tomllib.loads(text)
    if text.count("\n[") > MOST_TABLES:
        raise DeepError(f"more than {MOST_TABLES} tables")
    if DEEP_KEY.search(text):
        raise DeepError(TOO_DEEP)
    tables = tomllib.loads(text)
    level: list[Any] = [tables]
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for outer in level:
            inner += outer.values() if isinstance(outer, dict) else outer
        level = [value for value in inner if isinstance(value, dict | list)]
        if not level:
            return tables
    raise DeepError(TOO_DEEP)


def _split(file: str, content: bytes, heads: Mapping[bytes, Mapping[str, Any]]) -> Source | None:
    """Return the file split into head and events; None if the head alone is not TOML."""
    head, *events = content.split(EVENTS)
    tables = heads.get(head)
    if tables is None:
        try:
            tables = _parse(head.decode())
        except (ValueError, RecursionError):
            return None
    if "events" in tables and events:
        return None
    return Source(file, head, tables, tuple(events))

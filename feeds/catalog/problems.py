"""Problems with a list: where they are, what was found and what to do; and their output formats."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, get_args
from unicodedata import combining, east_asian_width

Severity = Literal["error", "warning", "note"]
Path = tuple[str | int, ...]
MOST_EQUAL = 10  # problems with the same finding that are reported one by one
LONGEST_WORDS = 1_000  # characters of a finding or remedy
WIDTH = 100  # characters of a line that are shown
ESCAPED = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})  # by GitHub's actions/toolkit
ESCAPED_PROPERTY = ESCAPED | str.maketrans({":": "%3A", ",": "%2C"})


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with one place of the list. `line` and `column` count from 1 (0: the whole file).

    `text` is the line itself; of a long line, it is the part around the column, after `cut`
    characters. `more` counts further places with the same problem.
    """

    file: str
    line: int
    key: str
    found: str
    remedy: str
    severity: Severity = "error"
    column: int = 0
    text: str = ""
    cut: int = 0
    more: int = 0


class Finding(NamedTuple):
    """A problem with the value (or, with `key`, the key) at a path of a file."""

    file: str
    path: Path
    found: str
    remedy: str
    severity: Severity = "error"
    key: bool = False


class TooManyFindings(Exception):
    """Too much is wrong with a list to read the rest: `findings` is what was found so far."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} problems")
        self.findings = findings


class ListError(Exception):
    """The list cannot be used; `problems` holds every problem, in the order of the files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{sum(p.severity == 'error' for p in problems)} errors in the list")
        self.problems = problems


def path_as_toml(path: Path) -> str:
    """Return a path as TOML would write it: events[11].when."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        elif re.fullmatch(r"[\w-]+", part, re.ASCII):
            written += f".{part}"
        else:
            written += f'."{part}"'
    return written.removeprefix(".")


def problem_at(
    file: str,
    text: str,
    offset: int,
    key: str,
    found: str,
    remedy: str,
    severity: Severity = "error",
) -> Problem:
    """Return a problem with the character at `offset` of a file's text."""
    start = text.rfind("\n", 0, offset) + 1
    number = text.count("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else None].rstrip("\r")
    cut = max(0, min(offset - start - WIDTH // 2, len(line) - WIDTH))
    words = (shorten(key), shorten(found), shorten(remedy))
    return Problem(file, number, *words, severity, offset - start + 1, line[cut : cut + WIDTH], cut)


def shorten(words: str) -> str:
    """Return the words of a report, cut where they quote too much for a line."""
    return words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS] + "…"


def count_equal(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems; of many equal ones, only ten, the last of which counts the rest."""
    listed: list[Problem] = []
    indexes: dict[tuple[str, ...], list[int]] = {}
    for problem in problems:
        finding = (problem.file, problem.severity, problem.found, problem.remedy)
        equal = indexes.setdefault(finding, [])
        if len(equal) < MOST_EQUAL:
            equal.append(len(listed))
            listed.append(problem)
        else:
            last = listed[equal[-1]]
            listed[equal[-1]] = replace(last, more=last.more + 1)
    return listed


def as_text(problem: Problem) -> str:
    """Return the problem for a terminal: place and finding, the line with a caret, the remedy."""
    place = problem.file
    if problem.line:
        place += f":{problem.line}:{problem.column}"
    key = f"{problem.key}: " if problem.key else ""
    head = f"{place}: {problem.severity}: {key}{_found(problem)}\n"
    return f"{head}{_excerpt(problem)}  {problem.remedy}\n"


def as_github(problem: Problem) -> str:
    """Return the problem as a command of GitHub Actions, which marks the line in a pull request."""
    level = "notice" if problem.severity == "note" else problem.severity
    place = f"file={problem.file.translate(ESCAPED_PROPERTY)}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    title = (problem.key or problem.file).translate(ESCAPED_PROPERTY)
    text = f"{_found(problem)}\n{problem.remedy}".translate(ESCAPED)
    return f"::{level} {place},title={title}::{text}\n"


def counts(problems: Sequence[Problem]) -> str:
    """Return how many errors, warnings and notes there are, in words."""
    found = []
    for severity in get_args(Severity):
        number = sum(1 + problem.more for problem in problems if problem.severity == severity)
        if number:
            found.append(numbered(number, severity))
    return ", ".join(found) or "no problems"


def numbered(count: int, noun: str) -> str:
    """Return a number with its noun: 1 event, 2 events."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _found(problem: Problem) -> str:
    if not problem.more:
        return problem.found
    return f"{problem.found} (and in {numbered(problem.more, 'more place')})"


def _excerpt(problem: Problem) -> str:
    """Return the line and a caret below its column."""
    if not problem.text.strip():
        return ""
    text = "".join(c if c.isprintable() else " " for c in problem.text)
    blanks = " " * sum(map(_cells, text[: problem.column - 1 - problem.cut]))
    return f"    {text.rstrip()}\n    {blanks}^\n"


def _cells(character: str) -> int:
    """Return how many cells of a terminal a character takes."""
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "FW" else 1

"""Problems with a list: where they are, what was found and what to do; and how they are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from unicodedata import combining, east_asian_width

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one place. `line` and `column` count from 1 (0: the whole file); `text` is the line itself."""

    file: str
    line: int
    key: str
    found: str
    remedy: str
    severity: Severity = "error"
    column: int = 0
    text: str = ""


class ListError(Exception):
    """The list cannot be used; `problems` holds everything that was found, in the order of the files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{sum(p.severity == 'error' for p in problems)} errors in the list")
        self.problems = problems


def problem_at(
    file: str, text: str, offset: int, key: str, found: str, remedy: str, severity: Severity = "error"
) -> Problem:
    """Return a problem with the character at `offset` of a file's text."""
    start = text.rfind("\n", 0, offset) + 1
    number = text.count("\n", 0, offset) + 1
    line = text[start:].partition("\n")[0].rstrip("\r")
    return Problem(file, number, key, found, remedy, severity, offset - start + 1, line)


def as_text(problem: Problem) -> str:
    """Return the problem for a terminal: place and finding, the line with a caret, the remedy."""
    head = f"{_place(problem)}: {problem.severity}: {_finding(problem)}\n"
    return head + _excerpt(problem) + f"  {problem.remedy}\n"


def as_github(problem: Problem) -> str:
    """Return the problem as a GitHub Actions workflow command, which marks the line in a pull request."""
    level = {"error": "error", "warning": "warning", "note": "notice"}[problem.severity]
    where = f"file={_property(problem.file)}"
    if problem.line:
        where += f",line={problem.line},col={problem.column}"
    title = _property(problem.key or problem.file)
    return f"::{level} {where},title={title}::{_data(problem.found)}%0A{_data(problem.remedy)}\n"


def counts(problems: Sequence[Problem]) -> str:
    """Return how many errors, warnings and notes there are, in words."""
    found = {kind: sum(p.severity == kind for p in problems) for kind in ("error", "warning", "note")}
    return ", ".join(numbered(count, kind) for kind, count in found.items() if count) or "no problems"


def numbered(count: int, noun: str) -> str:
    """Return a number with its noun: 1 event, 2 events."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _place(problem: Problem) -> str:
    return f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file


def _finding(problem: Problem) -> str:
    return f"{problem.key}: {problem.found}" if problem.key else problem.found


def _excerpt(problem: Problem, width: int = 100) -> str:
    """Return the line and a caret below its column; of a long line, the part around the caret."""
    if not problem.text.strip():
        return ""
    text = "".join(c if c.isprintable() else " " for c in problem.text)
    start = max(0, min(problem.column - 1 - width // 2, len(text) - width))
    shown = text[start : start + width].rstrip()
    blanks = " " * sum(map(_cells, text[start : problem.column - 1]))
    return f"    {shown}\n    {blanks}^\n"


def _cells(character: str) -> int:
    """Return how many cells of a terminal a character takes."""
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "FW" else 1


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

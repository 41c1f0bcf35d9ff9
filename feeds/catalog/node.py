"""A value of the list with its place, and what reads such values."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from feeds.catalog.findings import Finding, Path, TooManyFindings
from feeds.catalog.problems import Severity, shorten
from feeds.catalog.when import Conventions
from feeds.catalog.zones import zone

Value = TypeVar("Value")
Schema = dict[str, Any]  # of JSON Schema, draft 2020-12
MOST_FINDINGS = 300
MOST_ERRORS = 100  # nobody reads more before the next look


@dataclass
class Context:
    """What every reader of one list needs to know: its languages, zone and area; and what was found wrong so far.

    `clock` is 24h or 12h where the list says so, `area` south, west, north, east in degrees. Where the list does not
    say languages or zone well they are `guessed`, and what does not fit them is no problem. So much was `noted`: of
    too many findings only the first are kept.
    """

    languages: tuple[str, ...] = ("en",)
    zone: ZoneInfo = field(default_factory=lambda: zone("UTC"))
    clock: str = ""
    area: tuple[float, float, float, float] | None = None
    guessed: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    noted: int = 0
    errors: int = 0

    @property
    def conventions(self) -> Conventions:
        """By what a date of the list is read."""
        return Conventions(self.zone, self.languages, self.clock)

    def note(self, finding: Finding) -> None:
        """Keep a finding; raise TooManyFindings after many errors."""
        self.noted += 1
        is_error = finding.severity == "error"
        self.errors += is_error
        if is_error or self.noted <= MOST_FINDINGS:
            self.findings.append(finding)
        if self.errors > MOST_ERRORS:
            raise TooManyFindings(self.findings)


class Node(NamedTuple):
    """One value of the list and where it is: a path in a file."""

    context: Context
    file: str
    path: Path
    value: Any

    def item(self, part: str | int) -> "Node":
        """Return the node of one key or array item in this one."""
        return Node(self.context, self.file, (*self.path, part), self.value[part])

    def problem(self, found: str, remedy: str, severity: Severity = "error", *, key: bool = False) -> None:
        """Note a problem with this value (or its key)."""
        self.context.note(Finding(self.file, self.path, shorten(found), shorten(remedy), severity, key))


@dataclass(frozen=True)
class Reader(Generic[Value]):
    """Reads a node: returns what it says, or None and notes a problem.

    `schema` describes to editors what it takes, and `type` to people.
    """

    read: Callable[[Node], Value | None]
    schema: Schema
    type: str

    def __call__(self, node: Node) -> Value | None:
        """Read a node."""
        return self.read(node)


def reader(schema: Schema, type: str) -> Callable[[Callable[[Node], Value | None]], Reader[Value]]:
    """Make a reader of a function, as a decorator."""

    def make(read: Callable[[Node], Value | None]) -> Reader[Value]:
        return Reader(read, schema, type)

    return make

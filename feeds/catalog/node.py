"""A value of the list with its location, and the context its readers need."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from feeds.catalog.catalog import Calendar
from feeds.catalog.problems import Finding, Path, Severity, TooManyFindings, shorten
from feeds.catalog.when import Conventions, WhenError
from feeds.catalog.zones import zone

Value = TypeVar("Value")
MOST_FINDINGS = 300
MOST_ERRORS = 100  # nobody reads more in one go


class Refused(ValueError):
    """A value that its key cannot have: what was `found`, and the `remedy`."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.found, self.remedy = found, remedy


@dataclass
class Context:
    """What every reader of one list needs: its languages, zone and area, and the findings so far.

    `clock` is 24h or 12h where the list sets it, `area` is south, west, north, east in degrees.
    Languages or a zone that could not be read are `guessed`, and a value that does not fit a guess
    is not a problem. `calendar` is None where an error makes it unusable. `nouns` are those read so
    far, by kind (KnownNouns of references.py). `noted` counts all findings, of which `findings` has
    the first.
    """

    languages: tuple[str, ...] = ("en",)
    zone: ZoneInfo = field(default_factory=lambda: zone("UTC"))
    clock: str = ""
    area: tuple[float, float, float, float] | None = None
    domain: str = ""
    calendar: Calendar | None = None
    nouns: dict[str, Any] = field(default_factory=dict)
    guessed: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    noted: int = 0
    errors: int = 0

    @property
    def conventions(self) -> Conventions:
        """The conventions by which dates are read."""
        return Conventions(self.zone, self.languages, self.clock)

    def note(self, finding: Finding) -> None:
        """Add a finding; raise TooManyFindings after many errors."""
        self.noted += 1
        is_error = finding.severity == "error"
        self.errors += is_error
        if is_error or self.noted <= MOST_FINDINGS:
            self.findings.append(finding)
        if self.errors > MOST_ERRORS:
            rest = f"more than {MOST_ERRORS} errors: the rest was not read"
            self.findings.append(Finding(finding.file, (), rest, "begin with these"))
            raise TooManyFindings(self.findings)


class Node(NamedTuple):
    """One value of the list and its location: a path in a file."""

    context: Context
    file: str
    path: Path
    value: Any

    def item(self, part: str | int) -> "Node":
        """Return the node of one key or array item of this value."""
        return Node(self.context, self.file, (*self.path, part), self.value[part])

    def read(self, reader: "Callable[[Node], Value | None]", *, key: bool = False) -> Value | None:
        """Return what a reader makes of the value; if it refuses it, note a problem."""
        try:
            return reader(self)
        except (Refused, WhenError) as error:
            self.problem(error.found, error.remedy, key=key)
            return None

    def problem(
        self, found: str, remedy: str, severity: Severity = "error", *, key: bool = False
    ) -> None:
        """Note a problem with this value (or its key)."""
        words = shorten(found), shorten(remedy)
        self.context.note(Finding(self.file, self.path, *words, severity, key))


Reader = Callable[[Node], Value | None]  # raises Refused for a value it does not accept

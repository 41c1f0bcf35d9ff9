"""What is wrong with a value of the list, found while it is read; where that is in the text is looked up later."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from feeds.catalog.problems import Severity

Path = tuple[str | int, ...]


class Finding(NamedTuple):
    """A problem with the value (or, with `key`, the key) at a path of a file."""

    file: str
    path: Path
    found: str
    remedy: str
    severity: Severity = "error"
    key: bool = False


class TooManyFindings(Exception):
    """So much is wrong with a list that the rest need not be read: `findings` is what was found so far."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} problems")
        self.findings = findings


def has_error(findings: Iterable[Finding]) -> bool:
    """Say whether one of the findings keeps the list from being used."""
    return any(finding.severity == "error" for finding in findings)


def path_as_toml(path: Path) -> str:
    """Return a path as TOML would write it: events[11].when."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
            continue
        dot = "." if written else ""
        bare = re.fullmatch(r"[\w-]+", part, re.ASCII)
        written += dot + (part if bare else f'"{part}"')
    return written

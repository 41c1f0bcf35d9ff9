"""The faults that a feed can have, read from faults.toml."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desk.content_lines import Component, Occurrence
from desk.doctor.clients import EVERYONE

MOST_TITLE_CHARACTERS = 40  # of an event, in the report
FLAGS = re.IGNORECASE | re.ASCII


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of faults.toml; the comment there explains the keys."""

    rule: int
    remedy: str
    effects: Mapping[str, str]
    fails: str = ""
    better: str = ""
    components: Sequence[str] = ()
    properties: Sequence[str] = ()
    absent: bool = False
    twice: bool = False
    differ: bool = False
    like: str | None = None
    unlike: str | None = None
    line: str | None = None
    header: str = ""

    @property
    def words(self) -> str:
        """What is wrong, in words."""
        return self.fails or self.better

    def lines_in(self, component: Component) -> Iterator[int]:
        """Yield the numbers of the lines of a component that have this fault."""
        properties = [component.every(name) for name in self.properties]
        if not properties or (self.absent and not all(properties)):
            yield component.number
        if self.differ and len({lines[0].value for lines in properties if lines}) > 1:
            yield properties[-1][0].number
        for lines in properties:
            for index, line in enumerate(lines):
                on_line = self.line and re.search(self.line, line.source, FLAGS)
                if on_line or self._fits(line.value) or (self.twice and index):
                    yield line.number

    def is_in(self, headers: Mapping[str, str]) -> bool:
        """Say whether headers by lower-case name have this fault."""
        value = headers.get(self.header)
        return self.absent if value is None else self._fits(value)

    def _fits(self, value: str) -> bool:
        if self.like is not None and re.search(self.like, value, FLAGS):
            return True
        return self.unlike is not None and not re.search(self.unlike, value, FLAGS)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A fault that a feed has: the key of its row, how often it occurs and where.

    `client` is "" unless only the response to that client has the fault.
    """

    key: str
    detail: str = ""
    client: str = ""

    @property
    def fault(self) -> Fault:
        """The row of the table."""
        return FAULTS[self.key]

    def effect(self, client: str) -> str | None:
        """Return the effect on a client, or None."""
        if self.client not in ("", client):
            return None
        effects = self.fault.effects
        # What all clients share is reported once, above their blocks; in the block of a client is
        # only what its own response has.
        shared = effects.get(EVERYONE) if self.client else None
        return effects.get(client, shared)


def summarize(
    occurrences: Iterable[Occurrence], components: Sequence[Component] = ()
) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each fault: how many lines have it, and the first of them.

    The title of the event that the first line is in, one of the `components`, comes before it.
    """
    lines: dict[str, list[int]] = {}
    for key, number in occurrences:
        lines.setdefault(key, []).append(number)
    for key, numbers in lines.items():
        place = f"{_quoted_title(components, numbers[0])}line {numbers[0]}"
        count = len(numbers)
        yield Diagnostic(key, f"{count:,} (first: {place})" if count > 1 else place)


def _quoted_title(components: Sequence[Component], number: int) -> str:
    """Return `"Its title…", ` of the component that line `number` is in, or ""."""
    before = [component for component in components if component.number <= number]
    title = " ".join(before[-1].text("SUMMARY").split()) if before else ""
    if len(title) > MOST_TITLE_CHARACTERS:
        title = title[:MOST_TITLE_CHARACTERS] + "…"
    return f'"{title}", ' if title else ""


ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
FAULTS = {key: Fault(**row) for key, row in ROWS.items()}

"""The table of what can be wrong with a feed, read from faults.toml."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk.content_lines import Component, ContentLine
from desk.doctor.clients import EVERYONE

TABLE = Path(__file__).with_name("faults.toml")


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the table, by the number of the rule that it breaks.

    `fails` where a client fails by it or the standard forbids it, else
    the feed works and could be better. `effects` are by client. The rest
    is empty for faults that one property alone does not show.
    """

    rule: int
    fails: bool
    words: str
    remedy: str
    effects: Mapping[str, str]
    components: Sequence[str] = ()
    properties: Sequence[str] = ()
    absent: bool = False
    twice: bool = False
    like: re.Pattern[str] | None = None
    unlike: re.Pattern[str] | None = None

    def lines_in(self, component: Component) -> Iterator[int]:
        """Yield the lines, by number, of one of its `components` that have it."""
        lines = [component.every(name) for name in self.properties]
        if self.absent and not all(lines):
            yield component.number
        if self.twice:
            for same in lines:
                yield from (line.number for line in same[1:])
        for same in lines:
            yield from (line.number for line in same if self._fits(line))

    def _fits(self, line: ContentLine) -> bool:
        if self.like and self.like.search(line.value):
            return True
        return bool(self.unlike and not self.unlike.search(line.value))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A fault that a feed has; `key` is its row, `detail` how much and where.

    `client` is "" unless the fault is in the response to that one alone.
    """

    key: str
    detail: str = ""
    client: str = ""

    @property
    def fault(self) -> Fault:
        """Its row of the table."""
        return FAULTS[self.key]

    def effect(self, client: str) -> str | None:
        """Return what it does to a client, None if nothing."""
        if self.client not in ("", client):
            return None
        effects = self.fault.effects
        if client in effects:
            return effects[client]
        # What all clients share is reported once, above them; only a
        # response to this client alone belongs to its own block.
        return effects.get(EVERYONE) if self.client else None


def summarize(occurrences: Iterable[tuple[str, str]]) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each fault among (key, place in words).

    Its detail is the number of places, and the first of them.
    """
    first_place: dict[str, str] = {}
    count: Counter[str] = Counter()
    for key, place in occurrences:
        first_place.setdefault(key, place)
        count[key] += 1
    for key, place in first_place.items():
        detail = f"{count[key]:,} (first: {place})" if count[key] > 1 else place
        yield Diagnostic(key, detail)


def _read_table() -> dict[str, Fault]:
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    return {key: _read_row(row) for key, row in rows.items()}


def _read_row(row: Mapping[str, Any]) -> Fault:
    components = row.get("in", ())
    if isinstance(components, str):
        components = (components,)
    return Fault(
        rule=row["rule"],
        fails="fails" in row,
        words=row["fails"] if "fails" in row else row["better"],
        remedy=row["do"],
        effects=row["for"],
        components=components,
        properties=row.get("of", ()),
        absent=row.get("absent", False),
        twice=row.get("twice", False),
        like=_pattern(row.get("like")),
        unlike=_pattern(row.get("unlike")),
    )


def _pattern(source: str | None) -> re.Pattern[str] | None:
    if source is None:
        return None
    return re.compile(source, re.IGNORECASE | re.ASCII)


def _of_components(faults: Mapping[str, Fault]) -> dict[str, dict[str, Fault]]:
    """Return the rows that one property shows, by the components they are in."""
    rows: dict[str, dict[str, Fault]] = {}
    for key, fault in faults.items():
        for name in fault.components:
            rows.setdefault(name, {})[key] = fault
    return rows


FAULTS = _read_table()
FAULTS_OF = _of_components(FAULTS)

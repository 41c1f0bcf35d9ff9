"""What can be wrong with a feed, from faults.toml: rule, words, remedy, what each client makes of it."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from desk.doctor.clients import EVERYONE
from desk.doctor.lines import Component


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the table; `must` where a client fails by it, or the standard forbids it."""

    rule: int
    must: bool
    words: str
    remedy: str
    effects: Mapping[str, str]
    component: Sequence[str] = ()
    properties: Sequence[str] = ()
    absent: bool = False
    twice: bool = False
    like: re.Pattern[str] | None = None
    unlike: re.Pattern[str] | None = None

    def places(self, component: Component) -> Iterator[int]:
        """Yield the numbers of the lines of a component that show it."""
        lines = [component.all(name) for name in self.properties]
        if self.absent and not all(lines):
            yield component.number
        for line in chain.from_iterable(same[1:] for same in lines if self.twice):
            yield line.number
        for line in chain.from_iterable(lines):
            if (self.like and self.like.search(line.value)) or (self.unlike and not self.unlike.search(line.value)):
                yield line.number


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault that a feed has, with how often and where; `client` where only that one was answered so."""

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
        return effects.get(client, effects.get(EVERYONE) if self.client else None)


def _row(row: Mapping[str, Any]) -> Fault:
    patterns = {key: re.compile(row[key], re.IGNORECASE | re.ASCII) for key in ("like", "unlike") if key in row}
    return Fault(
        row["rule"],
        "fails" in row,
        row.get("fails") or row["better"],
        row["do"],
        row["for"],
        [row["in"]] if isinstance(row.get("in"), str) else row.get("in", ()),
        row.get("of", ()),
        row.get("absent", False),
        row.get("twice", False),
        **patterns,
    )


FAULTS = {
    key: _row(row) for key, row in tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8")).items()
}


def gathered(places: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Yield one finding for each fault among (fault, place): how many, and the first place."""
    found: dict[str, list[str]] = {}
    for key, place in places:
        found.setdefault(key, []).append(place)
    for key, where in found.items():
        yield Finding(key, where[0] if len(where) == 1 else f"{len(where):,} (first: {where[0]})")

"""A table of what was measured at several sizes, and how it grows between them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass
class Table:
    """Values by what was measured and by size, in the order in which they came."""

    rows: dict[str, dict[int, float]] = field(default_factory=dict)

    def put(self, what: str, size: int, value: float) -> None:
        """Take in a value."""
        self.rows.setdefault(what, {})[size] = value

    def lines(self, sizes: Sequence[int]) -> Iterator[str]:
        """Yield a table in Markdown."""
        pairs = list(pairwise(sizes))
        titles = [
            "",
            *(f"{size:,} events" for size in sizes),
            *(f"slope {one:,}–{two:,}" for one, two in pairs),
        ]
        yield f"| {' | '.join(titles)} |"
        yield f"|{' --- |' * len(titles)}"
        for what, values in self.rows.items():
            slopes = (_slope(values, *pair) for pair in pairs)
            cells = [what, *(_shown(values.get(size)) for size in sizes), *slopes]
            yield f"| {' | '.join(cells)} |"


def _shown(value: float | None) -> str:
    if value is None or math.isnan(value):
        return "–"
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _slope(values: Mapping[int, float], one: int, two: int) -> str:
    before, after = values.get(one, 0), values.get(two, 0)
    return (
        f"{math.log(after / before) / math.log(two / one):.2f}" if before > 0 and after > 0 else "–"
    )

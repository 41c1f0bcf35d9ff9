"""The single dates of a series: those of its rules, and those that are listed (RFC 5545 §3.8.5)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from feeds.catalog import LONGEST_RULE, MOST_DATES
from feeds.catalog.series import PARTS, follow

MOST_STEPS = 25_000
AHEAD = timedelta(days=366)
EARLIEST = datetime(1970, 1, 1)  # a rule that begins earlier takes long to follow
MOST_WORK = 2500  # years through which the rules of one source are followed; of every day, a fifth of that


class Rules:
    """The rules of one source, which are followed as long as that is little work."""

    def __init__(self, today: date) -> None:
        self.today = datetime(today.year, today.month, today.day)
        self.work = 0

    def moments(self, rule: str, start: datetime, until: datetime | None) -> tuple[list[datetime], bool]:
        """Return the wall-clock moments of a rule from `start`, and whether it has no end.

        `until` is the rule's own UNTIL as wall-clock time. Raise ValueError for a rule that is not followed.
        """
        parts = dict(part.partition("=")[::2] for part in rule.upper().split(";") if part)
        count = parts.pop("COUNT", "")
        parts.pop("UNTIL", None)
        endless = until is None and not count
        furthest = max(start, self.today) + (AHEAD if endless else LONGEST_RULE)
        self.work += (furthest.year - start.year + 10) * (5 if parts.get("FREQ") == "DAILY" else 1)
        odd = parts.keys() - set(PARTS) or "" in parts.values() or not re.fullmatch(r"\d{0,4}", count)
        if odd or self.work > MOST_WORK or start < EARLIEST:
            raise ValueError(rule)
        text = ";".join(f"{key}={value}" for key, value in parts.items())
        try:
            moments = list(islice(follow(text, start, min(until or furthest, furthest)), int(count or MOST_STEPS)))
        except (TypeError, IndexError, AttributeError) as error:  # whatever dateutil stumbles over
            raise ValueError(rule) from error
        return [moment for moment in moments if moment >= self.today or not endless], endless

    def chosen(self, moments: list[datetime], endless: bool) -> tuple[list[datetime], bool]:
        """Return at most a hundred moments, and whether there are more: of many, those of a year from today on."""
        kept = moments
        if moments and (endless or len(moments) > MOST_DATES):
            begin = max(self.today, moments[0])
            kept = [moment for moment in moments if begin <= moment <= begin + AHEAD]
        return kept[:MOST_DATES], endless or len(kept[:MOST_DATES]) < len(moments)


def apart(moments: list[datetime]) -> Iterator[list[datetime]]:
    """Yield the first moment of each day, then the second of each that has two, and so on: a series has one a day."""
    rest = sorted(moments)
    while rest:
        days = dict[date, datetime]()
        for moment in rest:
            days.setdefault(moment.date(), moment)
        first = list(days.values())
        yield first
        taken = set(first)
        rest = [moment for moment in rest if moment not in taken]

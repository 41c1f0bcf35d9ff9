"""What subscribers hold of each event: its revision."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of an event as published: SEQUENCE, and LAST-MODIFIED (which DTSTAMP repeats, rule 12)."""

    sequence: int
    modified: datetime


UNPUBLISHED = Revision(0, datetime(2000, 1, 1, tzinfo=UTC))  # no clock: the same list makes the same bytes

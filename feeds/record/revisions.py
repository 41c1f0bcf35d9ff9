"""Revisions: SEQUENCE and LAST-MODIFIED, by which clients recognize a newer version of an event."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
FIRST_MINUTE = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Revision:
    """One published state of an event: SEQUENCE and LAST-MODIFIED, also DTSTAMP (rule 12)."""

    sequence: int
    modified: datetime

    def next(self, now: datetime) -> "Revision":
        """Return the next revision, which rises even after a lost record or a clock set back."""
        new, draft = first_revision(now), self.draft()
        return Revision(max(draft.sequence, new.sequence), max(draft.modified, new.modified))

    def draft(self) -> "Revision":
        """Return the revision of an edit that is not published yet; it depends on no clock."""
        return Revision(self.sequence + 1, self.modified + SECOND)


# a constant: the same list makes the same bytes
UNPUBLISHED = Revision(0, datetime(2000, 1, 1, tzinfo=UTC))


def first_revision(now: datetime) -> Revision:
    """Return the first revision of an event published `now`.

    SEQUENCE is the minutes since 2020: above that of any lost record.
    """
    minutes = (now - FIRST_MINUTE) // MINUTE
    return Revision(max(0, minutes), now.replace(microsecond=0))

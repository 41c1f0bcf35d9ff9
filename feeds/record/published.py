"""The record: each event as last published, and every slug ever published."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from feeds.catalog import Status, Text, Venue
from feeds.record.revisions import UNPUBLISHED, Revision

EventState = Literal["listed", "deleted", "withdrawn", "gone"]
# if two lines have one id, the later state counts
STATES: tuple[EventState, ...] = ("gone", "deleted", "withdrawn", "listed")
PUBLIC_STATES: tuple[EventState, ...] = ("listed", "deleted")


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FirstAnnouncement:
    """When and where an event was first published.

    A `forgotten` place, whose address was taken back, keeps only its slug and neighborhood: their
    subscribers still see that the event moved.
    """

    start: date
    venue: Venue | None = None
    forgotten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedEvent:
    """One event as subscribers have it; the attributes are the keys of its line.

    `digest` has a hash for each field that they see, `tags` the slugs that select the event, by
    kind. `start`, `end` and `venue` are the latest. A deleted or withdrawn event stays in the feeds
    until it is over, and then is gone. Withdrawn and gone lines keep nothing that shows what they
    were.
    """

    uid: str
    id: str
    former: tuple[str, ...] = ()
    series: str = ""
    state: EventState = "listed"
    sequence: int
    created: datetime
    modified: datetime
    digest: Mapping[str, str]
    status: Status = "confirmed"
    moved: bool = False
    title: Text
    start: date
    end: date | None = None
    venue: Venue | None = None
    first: FirstAnnouncement | None = None
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=_empty)

    @property
    def revision(self) -> Revision:
        """The stamps that subscribers have."""
        return Revision(self.sequence, self.modified)

    @property
    def former_ids(self) -> list[str]:
        """The former ids of the event, without those of its series."""
        date = self.id.removeprefix(self.series) if self.series else ""
        return [id for id in self.former if id.endswith(date)]

    def redacted(self, state: EventState) -> "PublishedEvent":
        """Return the line in another state, without what may no longer be public."""
        return replace(
            self, state=state, title=Text(), venue=None, first=None, moved=False, status="confirmed"
        )


@dataclass(frozen=True, slots=True)
class PublishedNoun:
    """A published noun: its name, and when it was first published."""

    name: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """All that was ever published: events by UID, nouns by kind and slug (topic/labor).

    `damaged` has the numbers of unreadable lines. `exists` says whether the file has any lines, and
    `checksum` identifies its content.
    """

    events: Mapping[str, PublishedEvent] = field(default_factory=_empty)
    slugs: Mapping[str, PublishedNoun] = field(default_factory=_empty)
    damaged: tuple[int, ...] = ()
    exists: bool = field(default=False, compare=False)
    checksum: bytes = field(default=b"", compare=False)

    def by_id(self) -> dict[str, PublishedEvent]:
        """Return the line by id, former ids included.

        If two lines have one id, the later of STATES counts, then the present id.
        """
        found: dict[str, PublishedEvent] = {}
        for state in STATES:
            lines = [line for line in self.events.values() if line.state == state]
            for line in lines:
                found |= dict.fromkeys(line.former_ids, line)
            found |= {line.id: line for line in lines}
        return found

    def newest(self) -> datetime:
        """Return when something was last published."""
        stamps = [line.modified for line in self.events.values()]
        return max(stamps, default=UNPUBLISHED.modified)

"""What subscribers have: the state of each event as it was last published, and every slug ever published."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Literal

from feeds.catalog import Status, Text, Venue
from feeds.record.revisions import UNPUBLISHED, Revision

EventState = Literal["listed", "deleted", "withdrawn", "gone"]
STATES: tuple[EventState, ...] = ("gone", "deleted", "withdrawn", "listed")  # of two lines with one id the later counts
PUBLIC_STATES: tuple[EventState, ...] = ("listed", "deleted")


def _empty() -> Mapping[str, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class First:
    """When and where an event was first published.

    Of a `forgotten` place, whose address was taken back, only the slug and the neighborhood are kept: their
    subscribers still see that the event moved.
    """

    start: date
    venue: Venue | None = None
    forgotten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What subscribers have of one event; the attributes are the keys of its line.

    `digest` has a hash for each field that they see. Events whose `state` is deleted or withdrawn are in the feeds
    until they are past, and then gone. `first` says when and where it was first published, `start`, `end` and `venue`
    when and where at last. `tags` are the slugs that it is selected by. Of
    withdrawn and gone ones nothing is kept that tells what they were.
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
    first: First | None = None
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=_empty)

    @property
    def revision(self) -> Revision:
        """The stamps that subscribers have."""
        return Revision(self.sequence, self.modified)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids it ever had itself, the present one first."""
        return tuple(id for id in (self.id, *self.former) if id.endswith(self._date))

    @property
    def series_ids(self) -> tuple[str, ...]:
        """The ids that its series ever had, the present one first."""
        if not self.series:
            return ()
        return (self.series, *(id for id in self.former if not id.endswith(self._date)))

    @property
    def _date(self) -> str:
        """What the id of one date of a series ends with after that of the series."""
        return self.id.removeprefix(self.series) if self.series else ""

    def redacted(self, state: EventState) -> "Published":
        """Return it in a state of which nothing is public any more."""
        return replace(self, state=state, title=Text(), venue=None, first=None, moved=False, status="confirmed")


@dataclass(frozen=True, slots=True)
class PublishedNoun:
    """A noun that was published: its name, and when it first was."""

    name: str
    created: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """All that was ever published: events by UID, nouns by kind and slug (topic/labor).

    `damaged` are the numbers of the lines that cannot be read; `exists` says that there is a file, and `checksum`
    tells its content from another.
    """

    events: Mapping[str, Published] = field(default_factory=_empty)
    slugs: Mapping[str, PublishedNoun] = field(default_factory=_empty)
    damaged: tuple[int, ...] = ()
    exists: bool = field(default=False, compare=False)
    checksum: bytes = field(default=b"", compare=False)

    def by_id(self) -> dict[str, Published]:
        """Return what was published under each id, former ones too.

        Of two lines with one id the one that is not gone counts, and present ids before former ones.
        """
        found: dict[str, Published] = {}
        for state in STATES:
            lines = [line for line in self.events.values() if line.state == state]
            for line in lines:
                if line.former:
                    found |= dict.fromkeys(line.ids[1:], line)
            found |= {line.id: line for line in lines}
        return found

    def newest(self) -> datetime:
        """Return the last moment at which something was published."""
        stamps = [line.modified for line in self.events.values()]
        return max(stamps, default=UNPUBLISHED.modified)

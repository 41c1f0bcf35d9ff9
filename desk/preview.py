"""What an edit will bring to whom, before it goes out: event by event, feed by feed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from feeds.catalog import Event, Problem, as_text
from feeds.entries import Entry, shorten
from feeds.record import Edition, as_published, differing, fields
from feeds.selection import Directory, Feed, Index
from feeds.translations import translator_for

Kind = Literal["new", "changed", "moved", "postponed", "cancelled", "withdrawn", "vanished"]
KINDS: tuple[Kind, ...] = ("new", "changed", "moved", "postponed", "cancelled", "withdrawn", "vanished")
FOLLOWING = ("status", "moved")  # what follows from other fields, or is said by the kind of change
RECORDED = ("title", "when", "place", "status", "hosts", "supporters", "topics", "url")  # under today's names
LONGEST = 200  # characters of a value in a report


@dataclass(frozen=True, slots=True)
class Difference:
    """One field as it was and as it will be; `old` is None where the record does not keep what it was."""

    field: str
    old: str | None
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one event."""

    kind: Kind
    id: str
    title: str = ""
    when: str = ""
    differences: tuple[Difference, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedChange:
    """How many events a feed gains, shows otherwise, and loses."""

    path: str
    added: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that differs between two editions, and the problems that the first did not have."""

    changes: tuple[Change, ...]
    feeds: tuple[FeedChange, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def loses(self) -> bool:
        """Whether subscribers lose something that nobody said is cancelled or withdrawn."""
        return any(change.kind == "vanished" for change in self.changes)

    @property
    def counts(self) -> str:
        """How many events are new, changed and so on, in words."""
        counts = Counter(change.kind for change in self.changes)
        found = [f"{counts[kind]} {kind}" for kind in KINDS if counts[kind]]
        return ", ".join(found) or "nothing changes for subscribers"


def against_published(after: Edition, problems: Sequence[Problem] = ()) -> Preview:
    """Return what publishing the edition will change."""
    return compare(as_published(after.catalog, after.record), after, problems)


def compare(before: Edition, after: Edition, problems: Sequence[Problem] = ()) -> Preview:
    """Return what differs between two editions of a list."""
    changes = dict(_changes(before, after))
    dates = {event.id for event in after.catalog.events if event.series}  # which have no aliases of their own
    new = [change for change in changes.values() if change.kind == "new" and change.id not in dates]
    changed = {uid for uid, change in changes.items() if change.kind != "new"}
    hinted = (_hinted(change, new) for change in changes.values())
    return Preview(
        tuple(sorted(hinted, key=lambda change: KINDS.index(change.kind))),
        tuple(_feeds(before, after, changed)),
        tuple(problems),
    )


def _changes(before: Edition, after: Edition) -> Iterator[tuple[str, Change]]:
    """Yield the UID of each event that subscribers will see otherwise, and what becomes of it."""
    old, new = ({event.uid: event for event in side.catalog.events} for side in (before, after))
    for uid, event in new.items():
        was = old.get(uid)
        if was is None:
            yield uid, _describe("new", event, after)
        elif names := _differing(before.digest(was), after.digest(event)):
            kind = _kind(was, event, before, after, names)
            if kind == "vanished":
                hint = "subscribers will see it cancelled until it is over"
                yield uid, _describe(kind, was, before, hints=(hint,))
            elif kind == "withdrawn":
                yield uid, Change(kind, event.id)
            elif not before.digest(was):
                hints = ("two branches published it differently", *_unlisted(was, event, before, after))
                yield uid, _describe(kind, event, after, hints=hints)
            else:
                differences = _differences(names, was, event, before, after)
                yield uid, _describe(kind, event, after, differences, _unlisted(was, event, before, after))
    for uid, event in old.items():
        if uid not in new and uid not in before.deleted and event.status != "withdrawn":
            yield uid, _describe("vanished", event, before)


def _unlisted(was: Event, event: Event, before: Edition, after: Edition) -> tuple[str, ...]:
    """Return a hint where subscribers are going to read of a former place that the list no longer has."""
    known = event.uid in before.moves and "moved" not in differing(before.digest(was), after.digest(event))
    if known or after.unlisted_former(event) is None:
        return ()
    line = after.entry(event, after.catalog.calendar.languages[0]).change
    return (f'subscribers will read "{line}", but the list no longer has that place; to say nothing: moved = false',)


def _kind(was: Event, event: Event, before: Edition, after: Edition, names: Sequence[str]) -> Kind:
    if event.status == "withdrawn":
        return "withdrawn"
    if event.uid in after.deleted and event.uid not in before.deleted:
        return "vanished"
    if event.status in ("cancelled", "postponed") and event.status != was.status:
        return event.status
    return "moved" if event.uid in after.moves and {"when", "place"}.intersection(names) else "changed"


def _describe(
    kind: Kind,
    event: Event,
    edition: Edition,
    differences: Iterable[Difference] = (),
    hints: tuple[str, ...] = (),
) -> Change:
    seen = edition.entry(event, edition.catalog.calendar.languages[0])
    return Change(kind, event.id, seen.title, _when(seen, edition), tuple(differences), hints)


def _differing(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Return the names of the fields that differ, those that follow from others only where they stand alone."""
    names = differing(old, new)
    return [name for name in names if name not in FOLLOWING] or names


def _differences(
    names: Iterable[str], was: Event, event: Event, before: Edition, after: Edition
) -> Iterator[Difference]:
    for name in names:
        values = [
            (_value(name, before, was, language), _value(name, after, event, language))
            for language in after.catalog.calendar.languages
        ]
        old, new = next((pair for pair in values if pair[0] != pair[1]), values[0])
        known = old != new and (name in RECORDED or was.uid not in before.as_recorded)
        yield Difference(name, old if known else None, new)


def _value(name: str, edition: Edition, event: Event, language: str) -> str:
    if language not in edition.catalog.calendar.languages:
        return ""
    seen = edition.entry(event, language)
    return _when(seen, edition) if name == "when" else fields(seen).get(name, "").replace("\n", ", ")


def _when(entry: Entry, edition: Edition) -> str:
    """Return when it is, in English, by the clock of the entry's language."""
    english = translator_for("en", edition.catalog.calendar.timezone)
    return replace(english, clock=entry.translator.clock).when(entry.start, entry.last)


def _hinted(change: Change, new: Sequence[Change]) -> Change:
    """Offer a new event that has the title of a vanished one as that event under another id."""
    same = [one.id for one in new if change.kind == "vanished" and one.title == change.title]
    if not same:
        return change
    return replace(change, hints=(f'if it is "{same[0]}" now, add to that: aliases = ["{change.id}"]',))


def _feeds(before: Edition, after: Edition, changed: set[str]) -> Iterator[FeedChange]:
    sides = []
    for side in (before, after):
        directory = Directory(side.catalog.calendar, side.catalog.selectable)
        sides.append((side, directory.feeds, Index(side.catalog)))
    subjects = dict.fromkeys(subject for _, feeds, _ in reversed(sides) for subject in feeds)
    for subject in subjects:
        old, new = (_picked(side, index, feeds.get(subject)) for side, feeds, index in sides)
        found = FeedChange(f"/{subject}.ics", len(new - old), len(new & old & changed), len(old - new))
        if found.added or found.changed or found.removed:
            yield found


def _picked(edition: Edition, index: Index, feed: Feed | None) -> set[str]:
    if feed is None:
        return set()
    if feed.kind == "changes":
        return {event.uid for event in edition.changes()}
    return {event.uid for event in index.pick(feed.selection)}


def as_lines(preview: Preview) -> str:
    """Return the preview for a terminal."""
    lines = [preview.counts]
    for change in preview.changes:
        lines.append(f"  {change.kind:<10} {_heading(change)}")
        lines += (f"{'':13}{line}" for line in _details(change))
    width = max((len(feed.path) for feed in preview.feeds), default=0)
    lines += (f"  {feed.path:<{width}}  {_numbers(feed)}" for feed in preview.feeds)
    return "".join(f"{line}\n" for line in lines) + "".join(map(as_text, preview.problems))


def as_markdown(preview: Preview) -> str:
    """Return the preview for a pull request: below a heading, the lines of a terminal, in which nothing is markup."""
    counts, *lines = as_lines(preview).splitlines()
    code = "".join(f"    {line}\n" for line in lines)
    return f"### {counts[0].upper()}{counts[1:]}\n\n{code}"


def _heading(change: Change) -> str:
    return " · ".join(part for part in (change.id, change.title, change.when) if part)


def _details(change: Change) -> Iterator[str]:
    for one in change.differences:
        new = _short(one.new)
        yield f"{one.field}: now {new}" if one.old is None else f"{one.field}: {_short(one.old)} → {new}"
    yield from change.hints


def _short(value: str) -> str:
    return shorten(value, LONGEST) or "…" if value else "nothing"


def _numbers(feed: FeedChange) -> str:
    return f"+{feed.added} ~{feed.changed} −{feed.removed}"

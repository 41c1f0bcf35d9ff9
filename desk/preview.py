"""Show what an edit will change before it is published, by event and by feed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from feeds.catalog import Event, Problem, as_text, selectable
from feeds.description import shorten
from feeds.entries import Entry
from feeds.record import Edition, as_published, differing, fields
from feeds.selection import Directory, Index
from feeds.translations import translator_for

KINDS = ("new", "changed", "moved", "postponed", "cancelled", "withdrawn", "vanished")
FOLLOWING = ("status", "moved")  # these follow from other fields, or are the kind of change itself
# The fields that the record keeps; of the others it has only hashes.
RECORDED = ("title", "when", "place", "status", "hosts", "supporters", "topics", "url")
MOST_VALUE_CHARACTERS = 200  # in a report


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one event: one of KINDS, the event, and a line for each detail."""

    kind: str
    id: str
    title: str = ""
    when: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """The differences between two editions, and the problems that only the second has.

    `feeds` are paths with the numbers of events that are added, changed and removed: `+2 ~1 −0`.
    """

    changes: tuple[Change, ...]
    feeds: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...] = ()

    @property
    def loses(self) -> bool:
        """Whether an event vanishes that was neither cancelled nor withdrawn."""
        return any(change.kind == "vanished" for change in self.changes)


def against_published(after: Edition, problems: Sequence[Problem] = ()) -> Preview:
    """Return what publishing an edition will change."""
    return compare(as_published(after.catalog, after.record), after, problems)


def compare(before: Edition, after: Edition, problems: Sequence[Problem] = ()) -> Preview:
    """Return the differences between two editions of a list."""
    changes = dict(_changes(before, after))
    changed = {uid for uid, change in changes.items() if change.kind != "new"}
    # A date of a series has no aliases.
    dates = {event.id for event in after.catalog.events if event.series}
    new_ids = {}
    for change in changes.values():
        if change.kind == "new" and change.id not in dates:
            new_ids[change.title] = change.id
    hinted = [_with_alias(change, new_ids) for change in changes.values()]
    hinted.sort(key=lambda change: KINDS.index(change.kind))
    return Preview(tuple(hinted), tuple(_feeds(before, after, changed)), tuple(problems))


def _with_alias(change: Change, new_ids: Mapping[str, str]) -> Change:
    """Suggest an alias where a new event has the title of one that vanished."""
    if change.kind != "vanished" or change.title not in new_ids:
        return change
    hint = f'if it is "{new_ids[change.title]}" now, add to that: aliases = ["{change.id}"]'
    return replace(change, details=(hint,))


def _changes(before: Edition, after: Edition) -> Iterator[tuple[str, Change]]:
    """Yield the UID and the change of each event that subscribers will see differently."""
    old, new = ({event.uid: event for event in side.catalog.events} for side in (before, after))
    for uid, event in new.items():
        previous = old.get(uid)
        if previous is None:
            yield uid, _describe("new", event, after)
            continue
        names = differing(before.digest(previous), after.digest(event))
        if names:
            yield uid, _change(previous, event, before, after, names)
    for uid, event in old.items():
        if uid not in new and uid not in before.deleted and event.status != "withdrawn":
            yield uid, _describe("vanished", event, before)


def _change(
    previous: Event, event: Event, before: Edition, after: Edition, names: Sequence[str]
) -> Change:
    """Return the change of an event in which the fields `names` differ."""
    if event.status == "withdrawn":
        return Change("withdrawn", event.id)
    if event.uid in after.deleted and event.uid not in before.deleted:
        outlook = "subscribers will see it cancelled until it is over"
        return _describe("vanished", previous, before, outlook)
    # A field that follows from others is shown only if no other differs.
    own = [name for name in names if name not in FOLLOWING] or names
    kind = "changed"
    if event.status in ("cancelled", "postponed") and event.status != previous.status:
        kind = event.status
    elif event.uid in after.moves and {"when", "place"}.intersection(own):
        kind = "moved"
    details = ["two branches published it differently"]
    if before.digest(previous):
        details = [_difference(name, previous, event, before, after) for name in own]
    known = event.uid in before.moves and "moved" not in names
    if not known and after.unlisted_former_place(event):
        line = after.entry(event, after.catalog.calendar.languages[0]).change
        remedy = "but the list no longer has that place; to say nothing: moved = false"
        details.append(f'subscribers will read "{line}", {remedy}')
    return _describe(kind, event, after, *details)


def _describe(kind: str, event: Event, edition: Edition, *details: str) -> Change:
    entry = edition.entry(event, edition.catalog.calendar.languages[0])
    return Change(kind, event.id, entry.title, _when(entry, edition), details)


def _difference(name: str, previous: Event, event: Event, before: Edition, after: Edition) -> str:
    """Return a field's value now, and before if it is recorded.

    It is in the first language in which the values differ.
    """
    values = []
    for language in after.catalog.calendar.languages:
        old = _value(name, before, previous, language)
        values.append((old, _value(name, after, event, language)))
    old, new = next((pair for pair in values if pair[0] != pair[1]), values[0])
    if old != new and (name in RECORDED or previous.uid not in before.as_recorded):
        return f"{name}: {_short(old)} → {_short(new)}"
    return f"{name}: now {_short(new)}"


def _value(name: str, edition: Edition, event: Event, language: str) -> str:
    if language not in edition.catalog.calendar.languages:
        return ""
    entry = edition.entry(event, language)
    if name == "when":
        return _when(entry, edition)
    return fields(entry).get(name, "").replace("\n", ", ")


def _short(value: str) -> str:
    return shorten(value, MOST_VALUE_CHARACTERS) or "…" if value else "nothing"


def _when(entry: Entry, edition: Edition) -> str:
    """Return the time in English, with the clock of the entry's language."""
    english = translator_for("en", edition.catalog.calendar.timezone)
    return replace(english, clock=entry.translator.clock).when(entry.start, entry.last)


def _feeds(before: Edition, after: Edition, changed: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield the path of each feed that differs, and how many of its events do."""
    old, new = _events_by_feed(before), _events_by_feed(after)
    for path in {**new, **old}:
        previous, found = old.get(path, set()), new.get(path, set())
        counts = len(found - previous), len(found & previous & changed), len(previous - found)
        if any(counts):
            yield path, "+{} ~{} −{}".format(*counts)


def _events_by_feed(edition: Edition) -> dict[str, set[str]]:
    """Return the UIDs of the events of each feed, by its path."""
    catalog, found = edition.catalog, {}
    index = Index(catalog)
    for subject, feed in Directory(catalog.calendar, selectable(catalog)).feeds.items():
        events = edition.changes() if feed.kind == "changes" else index.pick(feed.selection)
        found[f"/{subject}.ics"] = {event.uid for event in events}
    return found


def as_lines(preview: Preview) -> str:
    """Return the preview for a terminal."""
    counts = Counter(change.kind for change in preview.changes)
    summary = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS if counts[kind])
    lines = [summary or "nothing changes for subscribers"]
    for change in preview.changes:
        heading = " · ".join(filter(None, (change.id, change.title, change.when)))
        lines.append(f"  {change.kind:<10} {heading}")
        lines += (f"{'':13}{detail}" for detail in change.details)
    width = max((len(path) for path, _ in preview.feeds), default=0)
    lines += (f"  {path:<{width}}  {numbers}" for path, numbers in preview.feeds)
    return "".join(f"{line}\n" for line in lines) + "".join(map(as_text, preview.problems))


def as_markdown(preview: Preview) -> str:
    """Return the preview for a pull request: a heading, and the other lines preformatted."""
    summary, *lines = as_lines(preview).splitlines()
    code = "".join(f"    {line}\n" for line in lines)
    return f"### {summary[0].upper()}{summary[1:]}\n\n{code}"

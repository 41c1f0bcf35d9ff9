"""From the text of a list to a catalog, or every problem at once.

An edit changes few events, so unchanged tables are reused from the previous reading. A memo maps
the text of each [[events]] table to what was read from it: its events and withdrawals, and the ids
and UIDs they have. Only tables without a problem are in it. The memo is valid while everything
else, the head of each file with calendar and nouns, is equal by value; otherwise everything is
read again. The result is always that of a reading from scratch (tests/test_reload.py).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any
from zoneinfo import ZoneInfo

from feeds.catalog.catalog import Catalog
from feeds.catalog.doubles import about_doubles
from feeds.catalog.events import Events, read_events
from feeds.catalog.head import read_head
from feeds.catalog.keys import READERS
from feeds.catalog.node import MOST_FINDINGS, Context, Node
from feeds.catalog.positions import Locator
from feeds.catalog.privacy import about_privacy
from feeds.catalog.problems import Finding, ListError, Problem, TooManyFindings, count_equal
from feeds.catalog.secret_links import secret_links
from feeds.catalog.source import Source, SplitError, read_source
from feeds.translations.locales import territory

ReadFiles = Callable[[str], Mapping[str, bytes]]
SourcesByFile = Mapping[str, Source | Problem]  # a problem where a file cannot be parsed


@dataclass(frozen=True)
class Loaded:
    """A catalog without errors, and what it was read from, to be reused by the next reading."""

    catalog: Catalog
    sources: tuple[Source, ...]
    head: Context
    events: Events
    findings: tuple[Finding, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The warnings and notes, in the order of the files; computed anew on each call."""
        return _problems(self.sources, self.findings, self.events, self.head.zone)

    def locator(self) -> Locator:
        """Return a locator for problems found later, with the record or on the map."""
        return Locator(self.sources, self.events)


def load(file: str, read: ReadFiles, before: Loaded | None = None) -> Loaded:
    """Return the catalog in `file`; raise ListError with every problem if one is an error.

    `read` returns the content of every file that matches a pattern, by the name used in problems.
    `before` is an earlier reading: unchanged tables are reused, and their events are the same
    objects.
    """
    unsplit: set[str] = set()
    while True:
        try:
            return _load(file, read, before, unsplit)
        except SplitError as error:
            unsplit.add(error.file)


def _load(file: str, read: ReadFiles, before: Loaded | None, unsplit: Iterable[str]) -> Loaded:
    """Return the catalog in `file`; the `unsplit` files are not split at each [[events]]."""
    included = Context()
    files = _read_files(file, read, included, before, unsplit)
    sources = tuple(source for source in files.values() if isinstance(source, Source))
    broken = [problem for problem in files.values() if isinstance(problem, Problem)]
    if not sources:
        raise ListError(_in_order(files, broken))
    complete = not broken and not included.errors
    try:
        if before and complete and _tables(before.sources) == _tables(sources):
            head, memo = before.head, before.events.memo
        else:
            head, memo = read_head(sources, complete=complete), {}
        findings = [*included.findings, *head.findings]
        context = replace(head, findings=findings.copy())
        events = read_events(sources, context, memo)
        # Of two events with one name the later in the file is wrong, not the edited one: read all.
        if memo and context.errors:
            context = replace(head, findings=findings)
            events = read_events(sources, context, {})
    except TooManyFindings as error:
        locator = Locator(sources, Events((), {}))
        located = map(locator.locate, error.findings)
        raise ListError(_in_order(files, (*broken, *located))) from None
    is_secret = _has_new_secret_link(sources, before.sources if before else ())
    if not complete or head.calendar is None or is_secret or context.errors:
        found = _problems(sources, context.findings, events, context.zone)
        raise ListError(_in_order(files, (*broken, *found)))
    catalog = _catalog(head, events)
    return Loaded(catalog, sources, head, events, tuple(context.findings))


def _tables(sources: Iterable[Source]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what tomllib read in the head of each file."""
    return [(source.file, source.tables) for source in sources]


def _read_files(
    file: str, read: ReadFiles, context: Context, before: Loaded | None, unsplit: Iterable[str]
) -> SourcesByFile:
    """Return the first file of the list and all files it includes."""
    heads = {source.head: source.tables for source in before.sources} if before else {}

    def sources(pattern: str) -> SourcesByFile:
        return {
            name: read_source(name, content, heads, split=name not in unsplit)
            for name, content in read(pattern).items()
        }

    files = dict(sources(file))
    if not files:
        files[file] = Problem(file, 0, "", "there is no such file", "name the list with --catalog")
    main = files.get(file)
    if not isinstance(main, Source) or "include" not in main.tables:
        return files
    include = Node(context, main.file, (), main.tables).item("include")
    for pattern in include.read(READERS["file patterns"]) or ():
        found = sources(pattern)
        if not found:
            remedy = "correct the pattern, or remove it"
            include.problem(f'"{pattern}" matches no file', remedy, "warning")
        files |= found
    return files


def _has_new_secret_link(sources: Iterable[Source], before: Iterable[Source]) -> bool:
    """Say whether text that was not in the error-free list `before` has a secret link."""
    old = {text for source in before for text in source.pieces}
    new = [text for source in sources for text in source.pieces if text not in old]
    return any(secret_links(b"\n".join(new).decode()))


def _catalog(head: Context, events: Events) -> Catalog:
    """Return the catalog, every noun in the order of the files."""
    assert head.calendar is not None  # its absence is an error
    tables = [table for _, _, table in events.tables]
    return Catalog(
        calendar=head.calendar,
        events=tuple(chain.from_iterable(table.events for table in tables)),
        withdrawals=tuple(chain.from_iterable(table.withdrawals for table in tables)),
        **{f"{kind}s": tuple(known.by_slug.values()) for kind, known in head.nouns.items()},
    )


def _problems(
    sources: Sequence[Source], findings: Iterable[Finding], events: Events, zone: ZoneInfo
) -> tuple[Problem, ...]:
    """Return the problems, and notes of what a curator may have overlooked, in order."""
    locator = Locator(sources, events)
    doubles = islice(about_doubles(events.placed(), zone), MOST_FINDINGS)
    found = [locator.locate(finding) for finding in (*findings, *doubles)]
    for file in map(locator.file, locator.sources):
        found += about_privacy(file, territory(zone.key))
    return _in_order([source.file for source in sources], found)


def _in_order(files: Iterable[str], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems ordered by file, then by line."""
    order = {name: number for number, name in enumerate(files)}
    in_order = sorted(problems, key=lambda p: (order.get(p.file, -1), p.line, p.column))
    return tuple(count_equal(in_order))

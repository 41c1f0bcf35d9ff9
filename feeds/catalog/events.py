"""All events of a list, and the memo of what was read from the text of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from feeds.catalog.event_table import EventTable, read_event_table
from feeds.catalog.findings import Path
from feeds.catalog.head import Head
from feeds.catalog.keys import EVENT
from feeds.catalog.node import Context, Node
from feeds.catalog.nouns import Event
from feeds.catalog.source import Source, parse_event


@dataclass(frozen=True, slots=True)
class Memo:
    """What was read, without any problem, from the texts of [[events]] tables, and all names that it takes."""

    tables: Mapping[bytes, EventTable] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def of(self, sources: Iterable[Source]) -> "Memo":
        """Return what holds for texts that these files still have; nothing where one is there twice."""
        texts = [text for source in sources for text in source.events]
        tables = {text: table for text, table in zip(texts, map(self.tables.get, texts)) if table}
        if len(set(texts)) < len(texts):  # the second takes the names of the first
            return Memo()
        names = dict(self.names)
        for text in self.tables.keys() - tables.keys():
            for name in self.tables[text].names:
                del names[name]
        return Memo(tables, names)


@dataclass(frozen=True, slots=True)
class FileEvents:
    """The tables of one file: those in its head, each with its path, and those that follow an [[events]]."""

    file: str
    in_head: Sequence[tuple[Path, EventTable]]
    split: Sequence[EventTable]

    def placed(self) -> Iterator[tuple[Event, Path]]:
        """Yield each event with the path of its table."""
        for path, table in self.in_head:
            for event in table.events:
                yield event, path
        for number, table in enumerate(self.split):
            for event in table.events:
                yield event, ("events", number)


@dataclass(frozen=True, slots=True)
class Events:
    """All events of a list, in the order of the files, and the memo for the next reading."""

    files: Sequence[FileEvents]
    memo: Memo

    def tables(self) -> Iterator[EventTable]:
        """Yield what was read from each table."""
        for file in self.files:
            for _, table in file.in_head:
                yield table
            yield from file.split

    def placed(self) -> Iterator[tuple[Event, str, Path]]:
        """Yield each event with the file and the path of its table."""
        for file in self.files:
            for event, path in file.placed():
                yield event, file.file, path


def read_events(sources: Sequence[Source], head: Head, context: Context, memo: Memo) -> Events:
    """Read every table of [[events]] that the memo of an earlier reading does not have.

    Raise SplitError where a file has to be read as a whole.
    """
    reader = _Reader(head, context, memo.of(sources))
    files = [reader.read_file(source) for source in sources]
    return Events(files, Memo(reader.tables, reader.names))


class _Reader:
    """The reading of all events of a list, but of those that are known."""

    def __init__(self, head: Head, context: Context, known: Memo) -> None:
        self.head, self.context, self.known = head, context, known
        self.tables = dict(known.tables)
        self.names = dict(known.names)
        self.taken = dict(known.names)  # also by tables with a problem, which no memo has

    def read_file(self, source: Source) -> FileEvents:
        """Return the events of one file; raise SplitError where one is no table by itself."""
        in_head = []
        for node in _tables_in_head(self.head, self.context, source.file):
            in_head.append((node.path, self.read(node)))
        split = []
        known = map(self.known.tables.get, source.events)
        for number, (text, table) in enumerate(zip(source.events, known)):
            if table is None:
                parsed = parse_event(source.file, text)
                table = self.read_text(Node(self.context, source.file, ("events", number), parsed), text)
            split.append(table)
        return FileEvents(source.file, in_head, split)

    def read_text(self, node: Node, text: bytes) -> EventTable:
        """Read the table of a text; remember it where nothing is wrong with it."""
        findings = len(self.context.findings)
        table = self.read(node)
        if len(self.context.findings) == findings:
            self.tables[text] = table
            self.names.update(table.names)
        return table

    def read(self, node: Node) -> EventTable:
        """Read a table, and take its names."""
        table = read_event_table(node, self.head, self.taken)
        self.taken.update(table.names)
        return table


def _tables_in_head(head: Head, context: Context, file: str) -> Iterator[Node]:
    """Yield the events of a file that could not be cut before each [[events]]."""
    for section in head.section("events", context):
        if section.file != file:
            continue
        value = section.value
        if isinstance(value, list) and all(isinstance(event, dict) for event in value):
            yield from (section.item(index) for index in range(len(value)))
            continue
        if section.path == ("events",):
            section.problem("events are not a list of tables", "begin each event with [[events]]", key=True)
        if isinstance(value, dict) and value.keys() & EVENT.keys.keys():
            yield section

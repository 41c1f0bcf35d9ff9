"""All events of a list, and the memo of what was read from the text of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from feeds.catalog.event_table import EventTable, read_event_table
from feeds.catalog.findings import Path, TooManyFindings
from feeds.catalog.head import Head
from feeds.catalog.keys import EVENT
from feeds.catalog.node import Context, Node
from feeds.catalog.nouns import Event
from feeds.catalog.source import Source, parse_event

MOST_EVENTS = 200_000  # dates of series among them; they take a kilobyte and more each


@dataclass(frozen=True, slots=True)
class Memo:
    """What was read, without any problem, from the texts of [[events]] tables, and all names that it takes."""

    tables: Mapping[bytes, EventTable] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


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
    known = _known(memo, sources)
    taken = dict(memo.names)
    for text in memo.tables.keys() - known.keys():
        for name in memo.tables[text].names:
            del taken[name]
    reader = _Reader(head, context, known, taken)
    files = [reader.read_file(source) for source in sources]
    return Events(files, reader.memo())


def _known(memo: Memo, sources: Iterable[Source]) -> dict[bytes, EventTable]:
    """Return the tables of the texts that these files still have; none where one of them is there twice."""
    texts = [text for source in sources for text in source.events]
    if len(set(texts)) < len(texts):  # the second takes the names of the first: that is an error
        return {}
    return {text: table for text, table in zip(texts, map(memo.tables.get, texts)) if table}


class _Reader:
    """The reading of all events of a list. Some tables are `known`, and the names that they have are `taken`."""

    def __init__(self, head: Head, context: Context, known: Mapping[bytes, EventTable], taken: dict[str, str]) -> None:
        self.head, self.context, self.known, self.taken = head, context, known, taken
        self.new: dict[bytes, EventTable] = {}
        self.made = 0
        self.unremembered: list[EventTable] = []

    def memo(self) -> Memo:
        """Return what the next reading may take from this one."""
        names = self.taken  # of all; nothing reads it any more
        for table in self.unremembered:
            for name in table.names:
                del names[name]
        return Memo({**self.known, **self.new}, names)

    def read_file(self, source: Source) -> FileEvents:
        """Return the events of one file; raise SplitError where one is no table by itself."""
        in_head = []
        for node in _tables_in_head(self.head, self.context, source.file):
            table = self.read(node)
            self.unremembered.append(table)  # its text is not known: to the next reading it is new
            in_head.append((node.path, table))
        split = []
        known = map(self.known.get, source.events)
        for number, (text, earlier) in enumerate(zip(source.events, known)):
            split.append(earlier or self.read_text(source.file, number, text))
        return FileEvents(source.file, in_head, split)

    def read_text(self, file: str, number: int, text: bytes) -> EventTable:
        """Read the table of a text; remember it where nothing is wrong with it."""
        noted = self.context.noted
        parsed = parse_event(file, text)
        table = self.read(Node(self.context, file, ("events", number), parsed))
        if self.context.noted == noted:
            self.new[text] = table
        else:
            self.unremembered.append(table)
        return table

    def read(self, node: Node) -> EventTable:
        """Read a table, and take its names."""
        table = read_event_table(node, self.head, self.taken)
        self.taken.update(table.names)
        self.made += len(table.events)
        if self.made > MOST_EVENTS:
            node.problem(f"more than {MOST_EVENTS} events", "take out what is long over", key=True)
            raise TooManyFindings(self.context.findings)
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

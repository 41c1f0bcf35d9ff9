"""All events of a list, and the memo of what was read from the text of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from feeds.catalog.event_table import EventTable, read_event_table
from feeds.catalog.findings import Path, TooManyFindings
from feeds.catalog.head import Head
from feeds.catalog.keys import EVENT
from feeds.catalog.node import Context, Node
from feeds.catalog.nouns import Event
from feeds.catalog.source import Source, parse_event

MOST_EVENTS = 200_000  # dates of series among them; they take a kilobyte and more each
Memo = Mapping[bytes, EventTable]  # what was read, without any problem, from the texts of [[events]] tables


@dataclass(frozen=True, slots=True)
class FileEvents:
    """What was read from each table of one file; the first ones, in its head, have these `paths`."""

    file: str
    paths: Sequence[Path]
    tables: Sequence[EventTable]

    def placed(self) -> Iterator[tuple[Event, str, Path]]:
        """Yield each event with the file and the path of its table."""
        split = (("events", number) for number in range(len(self.tables)))
        for path, table in zip(chain(self.paths, split), self.tables):
            for event in table.events:
                yield event, self.file, path


@dataclass(frozen=True, slots=True)
class Events:
    """All events of a list, in the order of the files, and the memo for the next reading."""

    files: Sequence[FileEvents]
    memo: Memo

    def tables(self) -> Iterator[EventTable]:
        """Return what was read from each table."""
        return chain.from_iterable(file.tables for file in self.files)

    def placed(self) -> Iterator[tuple[Event, str, Path]]:
        """Return each event with the file and the path of its table."""
        return chain.from_iterable(file.placed() for file in self.files)


def read_events(sources: Sequence[Source], head: Head, context: Context, memo: Memo) -> Events:
    """Read every table of [[events]] that the memo of an earlier reading does not have.

    Raise SplitError where a file has to be read as a whole.
    """
    reader = _Reader(head, context, _known(memo, sources))
    files = [reader.read_file(source) for source in sources]
    return Events(files, {**reader.known, **reader.new})


def _known(memo: Memo, sources: Sequence[Source]) -> dict[bytes, EventTable]:
    """Return the tables of the texts that these files still have; none where one of them is there twice."""
    texts = [text for source in sources for text in source.events]
    if len(set(texts)) < len(texts):  # the second takes the names of the first: that is an error
        return {}
    return {text: memo[text] for text in texts if text in memo}


class _Reader:
    """The reading of all events of a list. Some tables are `known`, and the names that they have are `taken`."""

    def __init__(self, head: Head, context: Context, known: Memo) -> None:
        self.head, self.context, self.known = head, context, known
        self.new: dict[bytes, EventTable] = {}
        self.made = 0
        names = (table.names.items() for table in known.values())
        self.taken = dict(chain.from_iterable(names))

    def read_file(self, source: Source) -> FileEvents:
        """Return the events of one file; raise SplitError where a text is no table by itself."""
        nodes = list(_tables_in_head(self.head, self.context, source.file))
        tables = [self.read(node) for node in nodes]
        for number, text in enumerate(source.events):
            tables.append(self.known.get(text) or self.read_text(source.file, number, text))
        return FileEvents(source.file, [node.path for node in nodes], tables)

    def read_text(self, file: str, number: int, text: bytes) -> EventTable:
        """Read the table of a text; remember it where nothing is wrong with it."""
        noted = self.context.noted
        parsed = parse_event(file, text)
        table = self.read(Node(self.context, file, ("events", number), parsed))
        if self.context.noted == noted:
            self.new[text] = table
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

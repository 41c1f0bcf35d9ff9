"""All events of a list, and the memo of what was read from the text of each."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from feeds.catalog.event_table import EventTable, read_event_table
from feeds.catalog.node import Context, Node
from feeds.catalog.nouns import Event
from feeds.catalog.problems import Path, TooManyFindings
from feeds.catalog.source import Source, parse_event

MOST_REPEATED = 30_000  # dates of series in a list: they are read in a second or two
# from the texts of [[events]] tables to what was read from them without a problem
Memo = Mapping[bytes, EventTable]


class Events(NamedTuple):
    """What was read from each table, with its file and path, and the memo for the next reading."""

    tables: Sequence[tuple[str, Path, EventTable]]
    memo: Memo

    def placed(self) -> Iterator[tuple[Event, str, Path]]:
        """Yield each event with the file and the path of its table, in the order of the files."""
        for file, path, table in self.tables:
            for event in table.events:
                yield event, file, path


def read_events(sources: Sequence[Source], context: Context, memo: Memo) -> Events:
    """Read every table of [[events]] that is not in the memo of an earlier reading.

    Raise SplitError where a file has to be read in one piece.
    """
    memo = _known(memo, sources)
    taken = dict(chain.from_iterable(table.names.items() for table in memo.values()))
    tables: list[tuple[str, Path, EventTable]] = []
    new: dict[bytes, EventTable] = {}
    repeated = 0
    for source in sources:
        for text, node in _nodes(source, context):
            noted = context.noted
            table = memo.get(text)
            if table is None:
                parsed = node.value or parse_event(source.file, text)
                table = read_event_table(node._replace(value=parsed), taken)
                taken |= table.names
                if text and context.noted == noted:
                    new[text] = table
            tables.append((source.file, node.path, table))
            repeated += len(table.events) - 1
            if repeated > MOST_REPEATED:
                remedy = "make the series end earlier, and enter new ones later"
                node.problem(f"more than {MOST_REPEATED} dates of series", remedy, key=True)
                raise TooManyFindings(context.findings)
    return Events(tables, {**memo, **new})


def _known(memo: Memo, sources: Sequence[Source]) -> Memo:
    """Return the tables whose texts these files still have; none if any text is there twice."""
    texts = [text for source in sources for text in source.events]
    if len(set(texts)) < len(texts):  # the second has the names of the first, which is an error
        return {}
    return {text: memo[text] for text in texts if text in memo}


def _nodes(source: Source, context: Context) -> Iterator[tuple[bytes, Node]]:
    """Yield each table of events of a file: parsed where the file was not split, else its text."""
    top = Node(context, source.file, (), source.tables)
    section = top.item("events") if "events" in source.tables else top._replace(value=[])
    if isinstance(section.value, list) and all(isinstance(event, dict) for event in section.value):
        yield from ((b"", section.item(number)) for number in range(len(section.value)))
    else:
        remedy = "begin each event with [[events]]"
        section.problem("events are not a list of tables", remedy, key=True)
    for number, text in enumerate(source.events):
        yield text, Node(context, source.file, ("events", number), None)

"""Proposals as lines of a list: ready to paste, or put into the file where they belong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk.drafts.draft import Doubt
from desk.drafts.proposal import Proposal, Proposed
from feeds.catalog import Loaded, load
from feeds.catalog.texts import clean_line, quoted
from feeds.files import write_whole

WIDTH = 120
UNDECIDED = "# not in the list yet: decide, then take the # away"
NAMES = ("organizations", "topics")  # tables with a line for each noun


def as_lines(proposed: Proposed) -> str:
    """Return everything new as TOML that can stand at the end of a list."""
    return "\n".join((*(_noun(*noun) for noun in _nouns(proposed)), *map(_event, proposed.events)))


def _nouns(proposed: Proposed) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for kind, nouns in proposed.nouns.items():
        yield from ((kind, slug, table) for slug, table in nouns.items())


def _noun(kind: str, slug: str, table: dict[str, Any]) -> str:
    return f"# {slug} is permanent: choose it now\n[{kind}.{slug}]\n" + "".join(
        f"{key} = {_value(value)}\n" for key, value in table.items()
    )


def _event(proposal: Proposal) -> str:
    """Return one table of [[events]], each doubt above its key; one that a curator must finish is a comment."""
    lines = ["[[events]]", *_comments(proposal.doubts, keys=("", *_absent(proposal)))]
    for key, value in proposal.values.items():
        lines += [
            *_comments(proposal.doubts, keys=(key,)),
            *f"{key} = {_value(value, len(key) + 3)}".split("\n"),
        ]
        if key == "when":
            lines += [f"# or: when = {_value(reading)}" for reading in proposal.readings]
    if not proposal.ready:
        reasons = (f"- {clean_line(reason)}" for reason in proposal.reasons)
        lines = [UNDECIDED, *(f"# {line}".rstrip() for line in (*reasons, *lines))]
    return "\n".join(lines) + "\n"


def _absent(proposal: Proposal) -> Iterator[str]:
    return (doubt.key for doubt in proposal.doubts if doubt.key not in proposal.values)


def _comments(doubts: tuple[Doubt, ...], keys: tuple[str, ...]) -> Iterator[str]:
    for doubt in doubts:
        if doubt.key in keys:
            named = f"{doubt.key}: " if doubt.key and len(keys) > 1 else ""
            yield f"# {named}{clean_line(doubt.text)}"


def _value(value: Any, indent: int = 0) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list):
        return _list([_value(item) for item in value], indent)
    if isinstance(value, str) and "\n" in value:
        return '"""\n' + "\n".join(map(_long_line, value.split("\n"))) + '"""'
    return quoted(value) if isinstance(value, str) else repr(value)


def _long_line(line: str) -> str:
    """Return a line of a long text; one that begins like a table would part the list where it is read by parts."""
    inside = quoted(line)[1:-1]
    if '""' not in line and line[-1:] not in ('"', "\\"):
        inside = inside.replace('\\"', '"')
    return "\\u005b" + inside[1:] if inside.startswith("[") else inside


def _list(items: list[str], indent: int) -> str:
    """Return a list on one line, or on as many as it takes."""
    one_line = f"[{', '.join(items)}]"
    if len(one_line) + indent <= WIDTH:
        return one_line
    lines, line = [], ""
    for item in items:
        if line and len(line) + len(item) + 4 > WIDTH:
            lines.append(line)
            line = ""
        line += (" " if line else "  ") + item + ","
    return "\n".join(("[", *lines, line, "]"))


def append(file: Path, loaded: Loaded, proposed: Proposed) -> None:
    """Put everything new into the list: names into the tables that it has, events at its end.

    Raise ListError when the list would have an error then, and leave it as it is.
    """
    before = file.read_bytes()
    ends = "\r\n" if b"\r\n" in before else "\n"
    text = appended(before.decode("utf-8-sig").replace("\r\n", "\n"), proposed)
    after = text.replace("\n", ends).encode() if proposed.events else before
    others = {source.file: source.text.encode() for source in loaded.sources[1:]}
    load(str(file), lambda pattern: {str(file): after} if pattern == str(file) else others)
    if after != before:
        write_whole(file.resolve(), after)  # a link stays one


def appended(text: str, proposed: Proposed) -> str:
    """Return the text of a list with everything new; its comments and order stay."""
    import tomlkit  # 40 ms, spared to every other command

    document = tomlkit.parse(text)
    for kind, slug, table in _nouns(proposed):
        if kind in NAMES:
            document.setdefault(kind, tomlkit.table())
            document[kind][slug] = table["name"]
    text = tomlkit.dumps(document)
    tables = [_noun(*noun) for noun in _nouns(proposed) if noun[0] not in NAMES]
    events = [_event(event) for event in proposed.events]
    existing = set(map(_undecided, text.split("\n\n")))
    new = [
        block
        for block in (*tables, *events)
        if not (comment := _undecided(block)) or comment not in existing
    ]
    return "\n".join((text.rstrip("\n") + "\n", *new)) if new else text


def _undecided(block: str) -> tuple[str, ...]:
    """Return what tells an unfinished event in a comment from others, nothing for any other block.

    Its venue, doubts and reasons do not: they change once the list knows its names.
    """
    lines = block.strip("\n").split("\n")
    if not lines[0].startswith(UNDECIDED):
        return ()
    changing = (UNDECIDED, "# - ", "# # ", "# venue = ")
    return tuple(line for line in lines if not line.startswith(changing))


def _inline(table: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in table.items()) + " }"

"""Proposals as lines of a list: ready to paste, or put into the file where they belong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desk.drafts.draft import UNFINISHED
from desk.drafts.proposal import Proposals, ProposedEvent
from feeds.catalog import Loaded, load
from feeds.catalog.texts import quoted
from feeds.files import write_whole

WIDTH = 120
UNDECIDED = "# not in the list yet: decide, then take the # away"
NAMES = ("organizations", "topics")  # tables with a line for each noun


def as_lines(proposed: Proposals) -> str:
    """Return everything new as TOML that can follow the end of a list."""
    nouns = (_noun(*noun) for noun in _nouns(proposed))
    return "\n".join((*nouns, *map(_event, proposed.events)))


def _nouns(proposed: Proposals) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for kind, nouns in proposed.nouns.items():
        yield from ((kind, slug, table) for slug, table in nouns.items())


def _noun(kind: str, slug: str, table: dict[str, Any]) -> str:
    lines = (f"{key} = {_value(value)}\n" for key, value in table.items())
    return f"# {slug} is permanent: choose it now\n[{kind}.{slug}]\n" + "".join(lines)


def _event(proposal: ProposedEvent) -> str:
    """Return one table of [[events]], each doubt above its key, commented out if unfinished."""
    lines, reasons = ["[[events]]"], list[str]()
    for key, text in proposal.doubts:
        if key == UNFINISHED:
            reasons.append(f"- {text}")
        elif key not in proposal.values:
            lines.append(f"# {key}: {text}" if key else f"# {text}")
    for key, value in proposal.values.items():
        lines += [f"# {doubt.text}" for doubt in proposal.doubts if doubt.key == key]
        lines += f"{key} = {_value(value, len(key) + 3)}".split("\n")
        if key == "when":
            lines += [f"# or: when = {_value(reading)}" for reading in proposal.readings]
    if not proposal.ready:
        lines = [UNDECIDED, *(f"# {line}".rstrip() for line in (*reasons, *lines))]
    return "\n".join(lines) + "\n"


def _value(value: Any, indent: int = 0) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        pairs = (f"{key} = {_value(inner)}" for key, inner in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        return _list([_value(item) for item in value], indent)
    if isinstance(value, str) and "\n" in value:
        return '"""\n' + "\n".join(map(_long_line, value.split("\n"))) + '"""'
    return quoted(value) if isinstance(value, str) else repr(value)


def _long_line(line: str) -> str:
    """Return a line of a long text.

    A line that began like a table would divide the list for whoever reads it part by part.
    """
    inside = quoted(line)[1:-1]
    if '""' not in line and line[-1:] not in ('"', "\\"):
        inside = inside.replace('\\"', '"')
    return "\\u005b" + inside[1:] if inside.startswith("[") else inside


def _list(items: list[str], indent: int) -> str:
    """Return a list on one line, or wrapped."""
    one_line = f"[{', '.join(items)}]"
    if len(one_line) + indent <= WIDTH:
        return one_line
    lines = [""]
    for item in items:
        if lines[-1] and len(lines[-1]) + len(item) + 5 > WIDTH:
            lines.append("")
        lines[-1] += f" {item},"
    return "\n".join(("[", *(f" {line}" for line in lines), "]"))


def append(file: Path, loaded: Loaded, proposed: Proposals) -> None:
    """Put everything new into the list: names into the tables that it has, events at its end.

    Raise ListError if the list would have an error then, and leave it as it is.
    """
    before = file.read_bytes()
    line_end = "\r\n" if b"\r\n" in before else "\n"
    text = appended(before.decode("utf-8-sig").replace("\r\n", "\n"), proposed)
    after = text.replace("\n", line_end).encode() if proposed.events else before
    others = {source.file: source.text.encode() for source in loaded.sources[1:]}
    load(str(file), lambda pattern: {str(file): after} if pattern == str(file) else others)
    if after != before:
        # A symbolic link stays one.
        write_whole(file.resolve(), after)


def appended(text: str, proposed: Proposals) -> str:
    """Return the text of a list with everything new; keep its comments and order."""
    # It takes 40 ms to import, and no other command needs it.
    import tomlkit

    document = tomlkit.parse(text)
    blocks = list[str]()
    for kind, slug, table in _nouns(proposed):
        if kind in NAMES:
            document.setdefault(kind, tomlkit.table())
            document[kind][slug] = table["name"]
        else:
            blocks.append(_noun(kind, slug, table))
    blocks += map(_event, proposed.events)
    text = tomlkit.dumps(document)
    existing = set(map(_identity, text.split("\n\n")))
    new = [block for block in blocks if _identity(block) not in existing]
    return "\n".join((text.rstrip("\n") + "\n", *new)) if new else text


def _identity(block: str) -> tuple[str, ...]:
    """Return the lines that tell an event from others.

    In the comment of an unfinished one, its venue, doubts and reasons do not: they change once the
    list knows its names.
    """
    changing = (UNDECIDED, "# - ", "# # ", "# venue = ")
    lines = block.strip("\n").split("\n")
    return tuple(line for line in lines if not line.startswith(changing))

"""Write what docs/format.md and editors know of the keys and commands: events.schema.json, and the tables of the page.

python -m docs.generate
"""

import argparse
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from desk.cli.arguments import make_parser
from docs import keys

ROOT = Path(__file__).parent.parent
SCHEMA, PAGE = ROOT / "events.schema.json", ROOT / "docs" / "format.md"
TABLES = {  # by the name that the page has for each
    "list": "list",
    "calendar": "calendar",
    "boundaries": "areas",
    "geocoder": "geocoder",
    "organization": "organization",
    "neighborhood": "neighborhood",
    "topic": "topic",
    "venue": "venue",
    "inline venue": "inline_venue",
    "collection": "collection",
    "event": "event",
    "change": "change",
    "image": "image",
}
BEGIN, END = "<!-- ./run docs: {} -->", "<!-- end -->"
NOT_SHOWN = ("--help", "--catalog")  # the page says that every command has them


def schema() -> str:
    """Return events.schema.json."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A list of events",
        **keys.schema("list"),
    }
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def page(text: str) -> str:
    """Return the text of docs/format.md with its tables as the program has them."""
    for name, table in TABLES.items():
        text = _between_markers(text, f"keys of the {name}", key_table(table))
    return _between_markers(text, "commands", command_table(make_parser()))


def key_table(table: str) -> list[str]:
    """Return a row for each key of a table."""
    rows = []
    for key in keys.keys(table):
        rows.append((f"`{key.name}`", key.type, key.about, key.default, f"`{key.example}`"))
    return _markdown(("key", "type", "what it is", "default", "example"), rows)


def command_table(parser: argparse.ArgumentParser) -> list[str]:
    """Return a row for each command and each of its options."""
    rows = [("(none)", "", "serve the calendar, and take in what is saved"), *_options(parser)]
    for name, command, about in _commands(parser):
        files = [action.metavar for action in command._actions if not action.option_strings]
        rows.append((f"`{' '.join((name, *map(str, files)))}`", "", about))
        rows += _options(command)
    return _markdown(("command", "option", "what it does"), rows)


def _commands(
    parser: argparse.ArgumentParser,
) -> Iterator[tuple[str, argparse.ArgumentParser, str]]:
    """Yield the name of each command, its parser and its help."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                yield choice.dest, action.choices[choice.dest], str(choice.help)


def _options(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each option of a parser."""
    for action in parser._actions:
        names = [name for name in action.option_strings if name.startswith("--")]
        if names and names[0] not in NOT_SHOWN:
            yield "", f"`{names[0]}`", str(action.help)


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _between_markers(text: str, name: str, lines: Sequence[str]) -> str:
    """Return the text with these lines between the two markers of a table."""
    begin = BEGIN.format(name)
    pattern = re.compile(rf"{re.escape(begin)}\n.*?{re.escape(END)}", re.DOTALL)
    table = "\n".join((begin, *lines, END))
    found, count = pattern.subn(lambda _: table, text)
    assert count == 1, name
    return found


if __name__ == "__main__":
    SCHEMA.write_text(schema(), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

"""What can be written after `server.py`."""

import argparse
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from desk.cli import curating, publishing, serving
from desk.cli.opening import url
from desk.version import version
from feeds.app import LIST

ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
COMMANDS = {
    "check": curating.check,
    "preview": curating.preview,
    "publish": publishing.publish_list,
    "import": curating.import_drafts,
    "build": publishing.build,
    "new": curating.new,
    "doctor": curating.doctor,
    "clean": curating.clean,
}


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options given, the command as `run`; exit with 2 where they are wrong."""
    return make_parser().parse_args(arguments, argparse.Namespace(catalog=LIST, url=None, today=None))


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of every command and option."""
    # An option may stand before the command or after it: with a default, the command's would undo the first.
    shared = {}
    for name in ("common", "address"):
        shared[name] = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
        _add(shared[name], ROWS[name])
    parser = argparse.ArgumentParser(prog="server.py", description=ROWS["description"], parents=[*shared.values()])
    parser.add_argument(
        "--version", dest="run", action="store_const", const=show_version, help="show the release and its commit"
    )
    _add(parser, ROWS["serve"])
    _add(parser.add_mutually_exclusive_group(), ROWS["writing"])
    parser.set_defaults(run=serving.serve)
    about = "Without one: serve the calendar."
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", description=about)
    for name, row in ROWS["commands"].items():
        parents = [shared[parent] for parent in row.get("parents", ())]
        command = commands.add_parser(name, parents=parents, help=row["help"])
        _add(command, row.get("options", {}))
        command.set_defaults(run=COMMANDS[name])
    return parser


def _add(group: argparse._ActionsContainer, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Add options, each with its row of arguments.toml."""
    for name, row in rows.items():
        options = dict(row)
        if "type" in row:
            options["type"] = TYPES[row["type"]]
        if row.get("default") == argparse.SUPPRESS:  # argparse knows this text by its identity
            options["default"] = argparse.SUPPRESS
        group.add_argument(name, **options)


def show_version(options: argparse.Namespace) -> int:
    """Print the release and its commit."""
    print(version())
    return 0


def port(text: str) -> int:
    """Return a port; raise argparse.ArgumentTypeError for what is none."""
    return _number(text, "a port", 65535)


def workers(text: str) -> int:
    """Return a number of processes; raise argparse.ArgumentTypeError."""
    return _number(text, "a number", 64)


def _number(text: str, what: str, most: int) -> int:
    if not text.isdigit() or not 0 < int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not {what} from 1 to {most}")
    return int(text)


def day(text: str) -> date:
    """Return a date in ISO 8601; raise argparse.ArgumentTypeError for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2021-03-19") from None


TYPES: dict[str, Callable[[str], Any]] = {"day": day, "path": Path, "port": port, "url": url, "workers": workers}

"""The command line of `server.py`: its commands and options."""

import argparse
import tomllib
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from desk.cli import curating, publishing, serving
from desk.cli.opening import url
from desk.version import version

ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
OPTIONS: dict[str, dict[str, Any]] = ROWS["options"]
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


def read(arguments: Sequence[str] | None) -> Namespace:
    """Return the options, with the command as `run`; exit with 2 if they are wrong."""
    options = Namespace(run=serving.serve)
    for name, row in OPTIONS.items():
        setattr(options, row.get("flag", name).strip("-"), row.get("default"))
    make_parser().parse_args(arguments, options)
    if options.version:
        options.run = show_version
    return options


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of every command and option; `read` sets the defaults.

    An option may precede the command: a default of the command's parser would overwrite it.
    """
    parser = argparse.ArgumentParser(
        "server.py", description=ROWS["description"], argument_default=argparse.SUPPRESS
    )
    _add(parser, ROWS["serve"])
    _add(parser.add_mutually_exclusive_group(), ROWS["exclusive"])
    about = "Without one: serve the calendar."
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", description=about)
    for name, row in ROWS["commands"].items():
        command = commands.add_parser(name, help=row["help"], argument_default=argparse.SUPPRESS)
        _add(command, row["options"])
        command.set_defaults(run=COMMANDS[name])
    return parser


def _add(group: argparse._ActionsContainer, names: Sequence[str]) -> None:
    for name in names:
        row = {**OPTIONS[name], "default": argparse.SUPPRESS}
        if "type" in row:
            row["type"] = TYPES[row["type"]]
        group.add_argument(row.pop("flag", name), **row)


def show_version(options: Namespace) -> int:
    """Print the release and its commit."""
    print(version())
    return 0


def number(text: str, noun: str, most: int) -> int:
    """Return a number from 1 to `most`; raise argparse.ArgumentTypeError for anything else."""
    if not text.isdigit() or not 0 < int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not {noun} from 1 to {most}")
    return int(text)


def day(text: str) -> date:
    """Return a date in ISO 8601; raise argparse.ArgumentTypeError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2021-03-19") from None


TYPES: dict[str, Callable[[str], Any]] = {
    "day": day,
    "path": Path,
    "port": partial(number, noun="a port", most=65535),
    "url": url,
    "workers": partial(number, noun="a number", most=64),
}

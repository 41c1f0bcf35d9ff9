"""What can be written after `server.py`."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from desk.cli import curating, publishing, serving
from desk.cli.opening import url
from desk.version import version
from feeds.app import LIST


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the options given, the command as `run`; exit with 2 where they are wrong."""
    return make_parser().parse_args(arguments, argparse.Namespace(catalog=LIST, url=None, today=None))


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of every command and option."""
    # An option may stand before the command or after it: with a default, the command's would undo the first.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--catalog", metavar="FILE", help=f"the list (default: {LIST})")
    address = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    address.add_argument("--url", metavar="URL", type=url, help="the public address, as subscribers know it")
    parser = argparse.ArgumentParser(
        prog="server.py", description="Calendar feeds from one curated list of events.", parents=[common, address]
    )
    parser.add_argument(
        "--version", dest="run", action="store_const", const=show_version, help="show the release and its commit"
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8000, help="the port to listen on (default: 8000)")
    parser.add_argument("--today", metavar="DATE", type=day, help="take this day for today, like 2021-03-19")
    parser.add_argument("--workers", type=workers, default=1, help="the number of processes (default: 1)")
    writing = parser.add_mutually_exclusive_group()
    writing.add_argument("--live", action="store_true", help="publish each valid save (one machine, no git)")
    writing.add_argument("--frozen", action="store_true", help="serve only what is published")
    parser.set_defaults(run=serving.serve)
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", description="Without one: serve the calendar."
    )
    check = commands.add_parser("check", parents=[common], help="report every problem of the list")
    check.add_argument("--format", choices=("text", "github"), default="text", help="how to report (default: text)")
    check.add_argument("--places", action="store_true", help="list the venues: where they are and how that is known")
    check.set_defaults(run=curating.check)
    preview = commands.add_parser("preview", parents=[common], help="tell what publishing will change for whom")
    preview.add_argument("--against", metavar="REV", help="compare with a git revision, not with what is published")
    preview.add_argument("--format", choices=("text", "markdown"), default="text", help="how to tell (default: text)")
    preview.set_defaults(run=curating.preview)
    publish = commands.add_parser("publish", parents=[common], help="look up unknown places and publish the list")
    publish.add_argument("--offline", action="store_true", help="ask no geocoder")
    publish.set_defaults(run=publishing.publish_list)
    importing = commands.add_parser("import", parents=[common], help="make drafts of events from announcements")
    importing.add_argument("source", metavar="FILE", help="a text, an .ics file or a web page; - is what is pasted")
    importing.add_argument("--append", action="store_true", help="put the drafts into the list")
    importing.add_argument(
        "--today", metavar="DATE", type=day, default=argparse.SUPPRESS, help="take this day for today"
    )
    importing.set_defaults(run=curating.import_drafts)
    build = commands.add_parser("build", parents=[common, address], help="write everything into a folder")
    build.add_argument("folder", metavar="DIR", type=Path, help="the folder; what no build wrote in it stays")
    build.add_argument("--today", metavar="DATE", type=day, default=argparse.SUPPRESS, help="take this day for today")
    build.add_argument(
        "--frozen", action="store_true", default=argparse.SUPPRESS, help="only what is published, no draft"
    )
    build.set_defaults(run=publishing.build)
    new = commands.add_parser("new", help="write the folder of a new calendar")
    new.add_argument("folder", metavar="DIR", type=Path, help="the folder: a new or an empty one")
    new.add_argument("--title", help="what the calendar is called")
    new.add_argument("--timezone", metavar="ZONE", help="its time zone, like Europe/Madrid")
    new.add_argument("--language", metavar="CODE", help="its language, like en, es-AR")
    new.add_argument("--domain", help="the end of every event's identifier, which never changes")
    new.set_defaults(run=curating.new)
    doctor = commands.add_parser("doctor", help="read a published feed as each calendar program would")
    doctor.add_argument("address", metavar="URL", help="a feed of any program, or a page that names one")
    doctor.add_argument("--private", action="store_true", help="also ask addresses of this machine or its network")
    doctor.set_defaults(run=curating.doctor)
    return parser


def show_version(options: argparse.Namespace) -> int:
    """Print the release and its commit."""
    print(version())
    return 0


def port(text: str) -> int:
    """Return a port; raise argparse.ArgumentTypeError for what is none."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def day(text: str) -> date:
    """Return a date in ISO 8601; raise argparse.ArgumentTypeError for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2021-03-19") from None


def workers(text: str) -> int:
    """Return a number of processes, 1 to 64; raise argparse.ArgumentTypeError."""
    if not text.isdigit() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 64")
    return int(text)

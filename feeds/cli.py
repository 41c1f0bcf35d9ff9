"""The commands; with server.py the only reader of arguments and environment."""

import argparse
import os
import re
import socket
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from flask import Flask
from granian.constants import Interfaces
from granian.server import Server

from feeds.catalog import ListError, Problem, as_github, as_text
from feeds.export import ForeignFile, export
from feeds.snapshot import Snapshot
from feeds.watch import OpenList
from feeds.web import web_app

LIST = "events.toml"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 when the list has errors. Wrong use exits with 2."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ListError as error:
        render = as_github if getattr(options, "format", "text") == "github" else as_text
        out = sys.stdout if options.run is _check else sys.stderr
        out.write("".join(map(render, error.problems)))
        out.write(f"{options.catalog}: {_counted(error.problems)}\n")
        return 1


def create_app(catalog: str = LIST, url: str | None = None) -> Flask:
    """Return the app for any WSGI server; it reloads when the list changes and keeps the last good state."""
    opened = OpenList(Path(catalog), _public_address(url))
    opened.follow(_report)
    return web_app(lambda: opened.snapshot)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="server.py", description="Calendar feeds from one curated list of events.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--catalog", metavar="FILE", default=LIST, help=f"the list (default: {LIST})")
    address = argparse.ArgumentParser(add_help=False)
    address.add_argument("--url", metavar="URL", type=_url, help="the public address, as subscribers know it")
    serving = argparse.ArgumentParser(add_help=False, parents=[common, address])
    serving.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    serving.add_argument("--port", type=_port, default=8000, help="the port to listen on (default: 8000)")
    serving.add_argument("--workers", type=_workers, default=1, help="the number of processes (default: 1)")
    for action in serving._actions:
        parser._add_action(action)
    parser.set_defaults(run=_serve)
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", description="Without one: serve the calendar."
    )
    check = commands.add_parser("check", parents=[common], help="report every problem of the list")
    check.add_argument("--format", choices=("text", "github"), default="text", help="how to report (default: text)")
    check.set_defaults(run=_check)
    build = commands.add_parser("build", parents=[common, address], help="write everything into a folder")
    build.add_argument("folder", metavar="DIR", type=Path)
    build.set_defaults(run=_build)
    return parser


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[!-~]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a web address like https://calendar.chicago.org")
    return text


def _public_address(given: str | None) -> str | None:
    """Return the address that --url or HANDBILL_URL gives, None to take the list's own."""
    try:
        return given or (_url(os.environ["HANDBILL_URL"]) if os.environ.get("HANDBILL_URL") else None)
    except argparse.ArgumentTypeError as error:
        sys.exit(f"HANDBILL_URL: {error}")


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 64")
    return int(text)


def _open(options: argparse.Namespace) -> OpenList:
    return OpenList(Path(options.catalog), _public_address(getattr(options, "url", None)))


def _problems(opened: OpenList) -> tuple[Problem, ...]:
    return (*opened.loaded.problems, *opened.snapshot.problems(str(opened.file)))


def _check(options: argparse.Namespace) -> int:
    opened = _open(options)
    problems = _problems(opened)
    render = as_github if options.format == "github" else as_text
    sys.stdout.write("".join(map(render, problems)))
    print(f"{options.catalog}: {_size(opened.snapshot)}, {_counted(problems)}")
    return 0


def _build(options: argparse.Namespace) -> int:
    opened = _open(options)
    try:
        number = export(opened.snapshot, options.folder)
    except ForeignFile as error:
        print(f"{error}: no build wrote this file, so none replaces it; name another folder", file=sys.stderr)
        return 2
    print(f"{options.folder}: {number} files, {_size(opened.snapshot)}, {_counted(_problems(opened))}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    opened = _open(options)
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        socket.create_server((options.host, options.port), family=family).close()
    except OSError as error:
        print(f"cannot listen on {options.host}:{options.port}: {error.strerror}; try another --port", file=sys.stderr)
        return 2
    host = f"[{options.host}]" if ":" in options.host else options.host
    address = f"http://{host}:{options.port}"
    print(f"{address} · {_size(opened.snapshot)}, {_counted(_problems(opened))}", flush=True)
    server = Server(
        "handbill",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        log_enabled=False,
    )
    server.serve(target_loader=partial(create_app, options.catalog, options.url), wrap_loader=False)
    return 0


def _size(snapshot: Snapshot) -> str:
    return f"{len(snapshot.catalog.events)} events, {len(snapshot.directory.feeds)} feeds"


def _counted(problems: Sequence[Problem]) -> str:
    """Return how many errors, warnings and notes there are, in words."""
    counts = {kind: sum(p.severity == kind for p in problems) for kind in ("error", "warning", "note")}
    found = [f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts.items() if count]
    return ", ".join(found) or "no problems"


def _report(problems: Sequence[Problem]) -> None:
    """Tell the person at the terminal what became of a change."""
    sys.stderr.write("".join(map(as_text, problems)))
    print("the last good state is served" if problems else "the list was read again", file=sys.stderr, flush=True)

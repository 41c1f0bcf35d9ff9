"""The commands; with server.py the only reader of arguments and environment."""

import argparse
import gc
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from click import progressbar

from feeds.catalog import ListError, Problem, as_github, as_text, zone
from feeds.catalog.links import EXAMPLE_DOMAIN, PUBLIC_ADDRESS
from feeds.curation.drafts import MOST_BYTES, SourceError, append, propose, report
from feeds.curation.drafts import as_lines as as_lines_of_list
from feeds.curation.drafts import read as read_announcements
from feeds.curation.history import HistoryError, check_out
from feeds.curation.preview import Preview, against_published, as_lines, as_markdown, compare
from feeds.curation.start import NotEmpty, start
from feeds.entries import map_link
from feeds.export import ForeignFile, export
from feeds.places import FILE as PLACES
from feeds.places import how_known, keep, settle, venues
from feeds.places.geocoding import answers, geocoder
from feeds.publishing import Live, issue, publish
from feeds.record import FILE as PUBLISHED
from feeds.record import Edition
from feeds.snapshot import Snapshot
from feeds.watch import OpenList

if TYPE_CHECKING:
    from flask import Flask

LIST = "events.toml"
THREADS = 8  # of a worker, which Python runs one at a time; granian's 512 would each take memory to answer from


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 when the list has errors. Wrong use exits with 2."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # not every terminal has every letter
    options = _parser().parse_args(arguments, argparse.Namespace(catalog=LIST, url=None, today=None))
    try:
        return int(options.run(options))
    except ListError as error:
        render = as_github if getattr(options, "format", "text") == "github" else as_text
        out = sys.stdout if options.run is _check else sys.stderr
        out.write("".join(map(render, error.problems)))
        out.write(f"{options.catalog}: {_counted(error.problems)}\n")
        return 1


def create_app(
    catalog: str = LIST,
    url: str | None = None,
    *,
    live: bool = False,
    frozen: bool = False,
) -> "Flask":
    """Return the app for any WSGI server; it reloads when the list changes and keeps the last good state.

    Edits are shown as a draft, and unknown places looked up in the background, into memory. `live` publishes both;
    `frozen` asks nobody and serves only what is published.
    """
    try:
        opened = OpenList(
            Path(catalog), _public_address(url), frozen=frozen, live=Live(_now) if live else None, today=_today_in
        )
    except ListError as error:
        error.add_note("".join(map(as_text, error.problems)).rstrip())
        raise
    return _app(opened)


def _app(opened: OpenList, turn: AbstractContextManager[Any] | None = None) -> "Flask":
    """Return the app of a list that is open; `turn` is the lock of processes that ask a geocoder together."""
    opened.follow(partial(_report, opened))
    if not opened.frozen:
        opened.look_up(_today, turn, write=opened.live is not None)
    from feeds.web import web_app  # Flask: 140 ms, spared to every command that serves nothing

    return web_app(lambda: opened.snapshot, opened.health)


def _parser() -> argparse.ArgumentParser:
    # An option may stand before the command or after it: with a default, the command's would undo the first.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--catalog", metavar="FILE", help=f"the list (default: {LIST})")
    address = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    address.add_argument("--url", metavar="URL", type=_url, help="the public address, as subscribers know it")
    parser = argparse.ArgumentParser(
        prog="server.py", description="Calendar feeds from one curated list of events.", parents=[common, address]
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=8000, help="the port to listen on (default: 8000)")
    parser.add_argument("--today", metavar="DATE", type=_date, help="take this day for today, like 2021-03-19")
    parser.add_argument("--workers", type=_workers, default=1, help="the number of processes (default: 1)")
    writing = parser.add_mutually_exclusive_group()
    writing.add_argument("--live", action="store_true", help="publish each valid save (one machine, no git)")
    writing.add_argument("--frozen", action="store_true", help="serve only what is published")
    parser.set_defaults(run=_serve)
    commands = parser.add_subparsers(
        title="commands", metavar="COMMAND", description="Without one: serve the calendar."
    )
    check = commands.add_parser("check", parents=[common], help="report every problem of the list")
    check.add_argument("--format", choices=("text", "github"), default="text", help="how to report (default: text)")
    check.add_argument("--places", action="store_true", help="list the venues: where they are and how that is known")
    check.set_defaults(run=_check)
    preview = commands.add_parser("preview", parents=[common], help="tell what publishing will change for whom")
    preview.add_argument("--against", metavar="REV", help="compare with a git revision, not with what is published")
    preview.add_argument("--format", choices=("text", "markdown"), default="text", help="how to tell (default: text)")
    preview.set_defaults(run=_preview)
    publish = commands.add_parser("publish", parents=[common], help="look up unknown places and publish the list")
    publish.add_argument("--offline", action="store_true", help="ask no geocoder")
    publish.set_defaults(run=_publish)
    importing = commands.add_parser("import", parents=[common], help="make drafts of events from announcements")
    importing.add_argument("source", metavar="FILE", help="a text, an .ics file or a web page; - is what is pasted")
    importing.add_argument("--append", action="store_true", help="put the drafts into the list")
    importing.add_argument(
        "--today", metavar="DATE", type=_date, default=argparse.SUPPRESS, help="take this day for today"
    )
    importing.set_defaults(run=_import)
    build = commands.add_parser("build", parents=[common, address], help="write everything into a folder")
    build.add_argument("folder", metavar="DIR", type=Path, help="the folder; what no build wrote in it stays")
    build.add_argument("--today", metavar="DATE", type=_date, default=argparse.SUPPRESS, help="take this day for today")
    build.add_argument(
        "--frozen", action="store_true", default=argparse.SUPPRESS, help="only what is published, no draft"
    )
    build.set_defaults(run=_build)
    new = commands.add_parser("new", help="write the folder of a new calendar")
    new.add_argument("folder", metavar="DIR", type=Path, help="the folder: a new or an empty one")
    new.set_defaults(run=_new)
    doctor = commands.add_parser("doctor", help="read a published feed as each calendar program would")
    doctor.add_argument("address", metavar="URL", help="a feed of any program, or a page that names one")
    doctor.set_defaults(run=_doctor)
    return parser


def _url(text: str) -> str:
    if not PUBLIC_ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a web address like https://calendar.chicago.org")
    return text


def _public_address(given: str | None) -> str | None:
    """Return the address that --url or HANDBILL_URL gives, None to take the list's own."""
    try:
        return given or (_url(os.environ["HANDBILL_URL"]) if os.environ.get("HANDBILL_URL") else None)
    except argparse.ArgumentTypeError as error:
        print(f"HANDBILL_URL: {error}", file=sys.stderr)
        sys.exit(2)


def _about_address(options: argparse.Namespace) -> tuple[Problem, ...]:
    """Warn of a public address that exists only in examples, as the list's own is warned of."""
    host = urlsplit(_public_address(options.url) or "").hostname or ""
    if not EXAMPLE_DOMAIN.search(host):
        return ()
    origin = "--url" if options.url else "HANDBILL_URL"
    return (Problem(origin, 0, "", f"{host} exists only in examples", "write the real address", "warning"),)


def _port(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port from 1 to 65535")
    return int(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2021-03-19") from None


def _workers(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 64")
    return int(text)


def _open(options: argparse.Namespace) -> OpenList:
    live = Live(_now) if options.live and options.run is _serve else None
    today = (lambda zone: options.today) if options.today else _today_in
    return OpenList(Path(options.catalog), _public_address(options.url), frozen=options.frozen, live=live, today=today)


def _problems(options: argparse.Namespace, opened: OpenList) -> tuple[Problem, ...]:
    """Return what may be wrong with the list, its address and its feeds: as much work as reading it."""
    return (*_about_address(options), *opened.problems, *opened.snapshot.problems(str(opened.file)))


def _check(options: argparse.Namespace) -> int:
    opened = _open(options)
    problems = _problems(options, opened)
    render = as_github if options.format == "github" else as_text
    sys.stdout.write("".join(map(render, problems)))
    if options.places:
        sys.stdout.write("".join(_place_lines(opened)))
    print(f"{options.catalog}: {_size(opened.snapshot)}, {_counted(problems)}")
    return 0


def _place_lines(opened: OpenList) -> Iterator[str]:
    """Yield each venue: where it is, how that is known, its neighborhood, its events, its map."""
    catalog = opened.loaded.catalog
    language = catalog.calendar.languages[0]
    numbers = Counter(event.venue for event in catalog.events)
    for venue, found in settle(catalog, opened.known(), opened.places.boundaries).items():
        title = ", ".join(part for part in (venue.name.in_language(language), venue.address) if part)
        area = found.neighborhood.title(language) if found.neighborhood else "no neighborhood"
        point = ", ".join(map(str, found.coordinates)) if found.coordinates else "no coordinates"
        known = f"{how_known(venue, opened.known())} · {area} · {_number(numbers[venue], 'event')}"
        yield f"{venue.slug or '(used once)'}: {title}\n    {point} · {known}\n"
        yield f"    {map_link(found.coordinates)}\n" if found.coordinates else ""


def _preview(options: argparse.Namespace) -> int:
    opened = _open(options)
    problems = _problems(options, opened)
    after = issue(opened.loaded, opened.catalog, opened.record, _now())
    try:
        if options.against is None:
            preview = against_published(after, problems)
        else:
            preview = _since(options, opened.file, after, problems)
    except HistoryError as error:
        print(f"--against {options.against}: {error}", file=sys.stderr)
        return 2
    sys.stdout.write(as_markdown(preview) if options.format == "markdown" else as_lines(preview))
    return int(preview.loses)


def _since(options: argparse.Namespace, file: Path, after: Edition, problems: Sequence[Problem]) -> Preview:
    """Return what differs from the list as it stood at a git revision; raise HistoryError."""
    with tempfile.TemporaryDirectory() as folder:
        check_out(file.parent, options.against, Path(folder))
        try:
            before = OpenList(Path(folder, file.name), _public_address(options.url))
        except ListError as error:
            raise HistoryError(f"the list had errors then: {error.problems[0].found}") from error
        known = {(problem.key, problem.found) for problem in before.problems}
        new = [problem for problem in problems if (problem.key, problem.found) not in known]
        return compare(before.snapshot.edition, after, new)


def _publish(options: argparse.Namespace) -> int:
    opened = _open(options)
    problems = _problems(options, opened)
    catalog, folder = opened.loaded.catalog, opened.file.parent
    writing = PLACES
    try:
        if not options.offline:
            _look_up(opened)
        keep(folder, (), listed={venue.address for venue in venues(catalog)})
        writing = PUBLISHED
        published = publish(folder, opened.loaded, opened.catalog, _now())
    except OSError as error:
        print(f"{folder / writing} cannot be written: {error.strerror}; it is as it was", file=sys.stderr)
        return 1
    for venue, found in settle(catalog, opened.known(), opened.places.boundaries).items():
        if venue.address and not found.coordinates and venue.address not in opened.known():
            print(f"{venue.address}: {how_known(venue, opened.known())}")
    sys.stdout.write(as_lines(against_published(published)))
    print(f"{options.catalog}: {_size(opened.snapshot)}, {_counted(problems)}")
    return 0


def _look_up(opened: OpenList) -> None:
    """Ask the geocoder for each unknown address and write down what it says, one at a time; show progress."""
    calendar, addresses = opened.loaded.catalog.calendar, opened.unknown()
    if calendar.geocoder is None or not addresses:
        return
    ask = geocoder(calendar.geocoder, calendar.area)
    found = answers(opened.unknown, ask, calendar.geocoder.service, _today, _pause, tries=3)
    with progressbar(length=len(addresses), label="places", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for answer in found:
            opened.learn(answer)
            keep(opened.file.parent, [answer])
            bar.update(1)
            where = (
                f"{answer.point.latitude}, {answer.point.longitude} ({answer.precision})"
                if answer.point
                else answer.reason
            )
            print(f"{answer.address}: {where}", flush=True)


def _import(options: argparse.Namespace) -> int:
    opened = OpenList(Path(options.catalog), None)
    try:
        with sys.stdin.buffer if options.source == "-" else Path(options.source).open("rb") as file:
            found = read_announcements(
                file.read(MOST_BYTES + 1),
                "" if options.source == "-" else Path(options.source).name,
                zone(opened.loaded.catalog.calendar.timezone),
                options.today or _today_in(zone(opened.loaded.catalog.calendar.timezone)),
            )
        proposed = propose(found.drafts, opened.loaded.catalog, opened.record.by_id)
        if options.append:
            append(opened.file, opened.loaded, proposed)
        else:
            sys.stdout.write(as_lines_of_list(proposed))
    except (OSError, SourceError) as error:
        print(f"{options.source}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 1
    sys.stderr.write("".join(f"{options.source}: {line}\n" for line in report(found, proposed)))
    return 0


def _now() -> datetime:
    return datetime.now(UTC)


def _today_in(zone: ZoneInfo) -> date:
    return _now().astimezone(zone).date()


def _today() -> str:
    return _now().date().isoformat()


def _pause(seconds: float) -> bool:
    time.sleep(seconds)
    return False


def _build(options: argparse.Namespace) -> int:
    opened = _open(options)
    problems = _problems(options, opened)
    sys.stderr.write("".join(map(as_text, _about_address(options))))
    try:
        number = export(opened.snapshot, options.folder)
    except ForeignFile as error:
        print(f"{error}: no build wrote this, so none replaces it; name another folder", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.folder} cannot be written: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2
    print(f"{options.folder}: {_number(number, 'file')}, {_size(opened.snapshot)}, {_counted(problems)}")
    return 0


def _new(options: argparse.Namespace) -> int:
    try:
        names = start(options.folder, options.today or _now().date())
    except NotEmpty as error:
        print(f"{error}: something is there already, and nothing was written; name a new folder", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.folder} cannot be written: {error.strerror}: {error.filename}", file=sys.stderr)
        return 2
    print(f"{options.folder}: {', '.join(names)}; {options.folder / 'README.md'} tells what comes next")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from feeds.curation.doctor import (
        NotAFeed,
        as_lines,
        examine,
        fails,
        printable,
    )  # HTTP and TLS, spared to every other command

    try:
        examination = examine(options.address)
    except NotAFeed as error:
        print(printable(f"{options.address}: {error}"), file=sys.stderr)
        return 2
    sys.stdout.write(as_lines(examination))
    return int(fails(examination))


def _serve(options: argparse.Namespace) -> int:
    from granian.constants import Interfaces
    from granian.server import Server

    opened = _open(options)
    try:
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        with socket.create_server((options.host, options.port), family=family) as probe:
            host = str(probe.getsockname()[0])  # granian takes no names
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        print(f"cannot listen on {options.host}:{options.port}: {reason}; try another --port", file=sys.stderr)
        return 2
    sys.stderr.write("".join(map(as_text, _about_address(options))))
    shown = f"[{host}]" if ":" in host else host

    class Announced(Server):  # type: ignore[misc, valid-type]
        """Says what is served once the workers serve it: counting problems takes as long as reading the list."""

        def startup(self, *arguments: Any) -> None:
            super().startup(*arguments)
            size, draft = _size(opened.snapshot), "" if options.live else _draft(opened)
            counted = _counted(_problems(options, opened))
            print(f"http://{shown}:{options.port} · {size}{draft}, {counted}", flush=True)

    server = Announced(
        "handbill",
        address=host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=THREADS,
        workers_kill_timeout=2,
        log_enabled=False,
    )
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_heed_signals)
    turn = multiprocessing.Lock() if options.workers > 1 else None
    gc.freeze()  # what was read stays where it is: the workers share it
    server.serve(target_loader=partial(_app, opened, turn), wrap_loader=False)
    return 0


def _heed_signals() -> None:
    """Let a worker of granian's stop when told to, also before it serves."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _size(snapshot: Snapshot) -> str:
    return f"{_number(len(snapshot.catalog.events), 'event')}, {_number(len(snapshot.directory.feeds), 'feed')}"


def _draft(opened: OpenList) -> str:
    """Return how much of what is served nobody published."""
    if not opened.record.events:
        return ", not published yet"
    pending = sum(1 for _ in opened.snapshot.edition.pending())
    return f", {_number(pending, 'change')} not published yet" if pending else ""


def _counted(problems: Sequence[Problem]) -> str:
    """Return how many errors, warnings and notes there are, in words."""
    counts = {kind: sum(p.severity == kind for p in problems) for kind in ("error", "warning", "note")}
    return ", ".join(_number(count, kind) for kind, count in counts.items() if count) or "no problems"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _report(opened: OpenList, problems: Sequence[Problem]) -> None:
    """Tell the person at the terminal what became of a change."""
    sys.stderr.write("".join(map(as_text, problems)))
    draft = _draft(opened) if opened.record.events else ""
    done = "the last good state is served" if problems else f"the list was read again{draft}"
    print(done, file=sys.stderr, flush=True)

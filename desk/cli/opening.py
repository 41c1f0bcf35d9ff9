"""What commands share: the environment, opening the list, its problems, and messages."""

import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import date, tzinfo
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from desk.record_problems import record_problems
from feeds.app import not_an_address, public_address, today_in
from feeds.catalog import Problem, counts, numbered
from feeds.catalog.links import EXAMPLE_DOMAIN, PUBLIC_ADDRESS
from feeds.feed_problems import feed_problems
from feeds.live import Live
from feeds.watch import OpenList


def day_of(options: Namespace, zone: tzinfo) -> date:
    """Return the date given by --today, else today's in the time zone."""
    return options.today or today_in(zone)


def fail(message: str, code: int = 2) -> int:
    """Print why a command cannot do its work, and return its exit code."""
    print(message, file=sys.stderr)
    return code


def reason(error: Exception) -> str:
    """Return what went wrong; for an OSError without its number and file."""
    return getattr(error, "strerror", None) or str(error)


def url(text: str) -> str:
    """Return a public address; raise argparse.ArgumentTypeError for anything else."""
    if not PUBLIC_ADDRESS.fullmatch(text):
        raise ArgumentTypeError(not_an_address(text))
    return text


def base_url(options: Namespace) -> str | None:
    """Return --url or HANDBILL_URL, None to use the list's own; exit with 2 if it is wrong."""
    try:
        return public_address(options.url)
    except ValueError as error:
        sys.exit(fail(str(error)))


def address_problems(options: Namespace) -> list[Problem]:
    """Warn of a public address in an example domain, as `check` does of the list's own."""
    host = urlsplit(base_url(options) or "").hostname or ""
    if not EXAMPLE_DOMAIN.search(host):
        return []
    option = "--url" if options.url else "HANDBILL_URL"
    found = f"{host} exists only in examples"
    return [Problem(option, 0, "", found, "write the real address", "warning")]


def open_list(options: Namespace, live: Live | None = None) -> OpenList:
    """Open the list; raise ListError. With `live`, each save is published."""
    return OpenList(
        Path(options.catalog),
        base_url(options),
        frozen=options.frozen,
        live=live,
        today=partial(day_of, options),
        fallback=f"http://127.0.0.1:{options.port}",
    )


def problems_of(options: Namespace, opened: OpenList) -> list[Problem]:
    """Return what may be wrong with the list, its address and its feeds; slow for a long list."""
    return [
        *address_problems(options),
        *opened.inputs.problems,
        *record_problems(opened.inputs),
        *feed_problems(opened.snapshot.contents, str(opened.file)),
    ]


def summary(opened: OpenList, problems: Sequence[Problem], state: str = "") -> str:
    """Return the numbers of events, feeds and problems, in words."""
    events = numbered(len(opened.snapshot.catalog.events), "event")
    feeds = numbered(len(opened.snapshot.directory.feeds), "feed")
    return f"{events}, {feeds}{state}, {counts(problems)}"

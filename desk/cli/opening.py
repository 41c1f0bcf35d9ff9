"""What commands share: clock, environment, opening the list, and collecting its problems."""

import argparse
import sys
import time
from datetime import date, tzinfo
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from desk.record_problems import record_problems
from feeds.app import not_an_address, public_address, today_in
from feeds.catalog import Problem, numbered
from feeds.catalog.links import EXAMPLE_DOMAIN, PUBLIC_ADDRESS
from feeds.live import Live
from feeds.snapshot import Snapshot
from feeds.watch import OpenList


def day_of(options: argparse.Namespace, zone: tzinfo) -> date:
    """Return today's date: that of --today, else the present one in the zone."""
    return options.today or today_in(zone)


def fail(message: str, code: int = 2) -> int:
    """Print why a command cannot do its work, and return its exit code."""
    print(message, file=sys.stderr)
    return code


def reason(error: Exception) -> str:
    """Return what went wrong; for an OSError without its number and file."""
    return getattr(error, "strerror", None) or str(error)


def pause(seconds: float) -> bool:
    """Wait between two requests to a geocoder; never say to stop."""
    time.sleep(seconds)
    return False


def url(text: str) -> str:
    """Return a public address; raise argparse.ArgumentTypeError for anything else."""
    if not PUBLIC_ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(not_an_address(text))
    return text


def base_url(options: argparse.Namespace) -> str | None:
    """Return the public address from --url or HANDBILL_URL, None to use the list's own; exit with 2 if it is wrong."""
    try:
        return public_address(options.url)
    except ValueError as error:
        sys.exit(fail(str(error)))


def about_address(options: argparse.Namespace) -> tuple[Problem, ...]:
    """Warn of a public address in an example domain, as `check` does for the list's own."""
    host = urlsplit(base_url(options) or "").hostname or ""
    if not EXAMPLE_DOMAIN.search(host):
        return ()
    origin = "--url" if options.url else "HANDBILL_URL"
    return (
        Problem(
            origin, 0, "", f"{host} exists only in examples", "write the real address", "warning"
        ),
    )


def open_list(options: argparse.Namespace, live: Live | None = None) -> OpenList:
    """Open the list; raise ListError. With `live`, each save is published."""
    today = partial(day_of, options)
    here = f"http://127.0.0.1:{options.port}"
    return OpenList(
        Path(options.catalog),
        base_url(options),
        frozen=options.frozen,
        live=live,
        today=today,
        fallback=here,
    )


def problems_of(options: argparse.Namespace, opened: OpenList) -> tuple[Problem, ...]:
    """Return what may be wrong with the list, its address and its feeds; slow for a long list."""
    inputs = opened.inputs
    found = (
        *about_address(options),
        *inputs.problems,
        *record_problems(inputs),
    )
    return (*found, *opened.snapshot.problems(str(opened.file)))


def size_of(snapshot: Snapshot) -> str:
    """Return how much a snapshot holds, in words."""
    return f"{numbered(len(snapshot.catalog.events), 'event')}, {numbered(len(snapshot.directory.feeds), 'feed')}"

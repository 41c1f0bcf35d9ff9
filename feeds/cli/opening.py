"""The ends: clock, environment, and the list as the commands open it; and how they count."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from feeds.catalog import Problem
from feeds.catalog.links import EXAMPLE_DOMAIN, PUBLIC_ADDRESS
from feeds.publishing import Live
from feeds.snapshot import Snapshot
from feeds.watch import OpenList

LIST = "events.toml"


def now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


def today_in(zone: tzinfo) -> date:
    """Return the present day there."""
    return now().astimezone(zone).date()


def day_of(options: argparse.Namespace, zone: tzinfo) -> date:
    """Return the day to take for today: what --today says, else the present one there."""
    return options.today or today_in(zone)


def today() -> str:
    """Return the present day in UTC, as files have it."""
    return now().date().isoformat()


def pause(seconds: float) -> bool:
    """Wait, between two questions to a geocoder; nothing ends it early."""
    time.sleep(seconds)
    return False


def url(text: str) -> str:
    """Return a public address; raise argparse.ArgumentTypeError for what is none."""
    if not PUBLIC_ADDRESS.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a web address like https://calendar.chicago.org")
    return text


def public_address(given: str | None) -> str | None:
    """Return the address that --url or HANDBILL_URL gives, None to take the list's own."""
    try:
        return given or (url(os.environ["HANDBILL_URL"]) if os.environ.get("HANDBILL_URL") else None)
    except argparse.ArgumentTypeError as error:
        print(f"HANDBILL_URL: {error}", file=sys.stderr)
        sys.exit(2)


def about_address(options: argparse.Namespace) -> tuple[Problem, ...]:
    """Warn of a public address that exists only in examples, as the list's own is warned of."""
    host = urlsplit(public_address(options.url) or "").hostname or ""
    if not EXAMPLE_DOMAIN.search(host):
        return ()
    origin = "--url" if options.url else "HANDBILL_URL"
    return (Problem(origin, 0, "", f"{host} exists only in examples", "write the real address", "warning"),)


def open_list(options: argparse.Namespace, live: Live | None = None) -> OpenList:
    """Return the list; raise ListError. A `live` one publishes each save."""
    today = partial(day_of, options)
    return OpenList(Path(options.catalog), public_address(options.url), frozen=options.frozen, live=live, today=today)


def problems_of(options: argparse.Namespace, opened: OpenList) -> tuple[Problem, ...]:
    """Return what may be wrong with the list, its address and its feeds: in a long list, much work."""
    return (*about_address(options), *opened.problems, *opened.snapshot.problems(str(opened.file)))


def size_of(snapshot: Snapshot) -> str:
    """Return how much a snapshot holds, in words."""
    return f"{numbered(len(snapshot.catalog.events), 'event')}, {numbered(len(snapshot.directory.feeds), 'feed')}"


def unpublished(opened: OpenList) -> str:
    """Return how much of what is served nobody published."""
    if not opened.record.events:
        return ", not published yet"
    pending = sum(1 for _ in opened.snapshot.edition.pending())
    return f", {numbered(pending, 'change')} not published yet" if pending else ""


def counts(problems: Sequence[Problem]) -> str:
    """Return how many errors, warnings and notes there are, in words."""
    counts = {kind: sum(p.severity == kind for p in problems) for kind in ("error", "warning", "note")}
    return ", ".join(numbered(count, kind) for kind, count in counts.items() if count) or "no problems"


def numbered(count: int, noun: str) -> str:
    """Return so many of something, in words."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

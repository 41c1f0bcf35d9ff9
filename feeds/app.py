"""The WSGI application of a list; like `desk.cli`, it reads the clock and the environment."""

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.catalog import ListError, Problem, as_text, numbered
from feeds.catalog.links import PUBLIC_ADDRESS
from feeds.live import Live
from feeds.lookups import look_up
from feeds.watch import OpenList

if TYPE_CHECKING:
    from flask import Flask

LIST = "events.toml"


def create_app(
    catalog: str = LIST,
    url: str | None = None,
    *,
    live: bool = False,
    frozen: bool = False,
) -> "Flask":
    """Return the app for any WSGI server; it serves each valid edit of the list.

    Edits are shown as a draft, and unknown addresses are looked up in the background. `live`
    publishes both; `frozen` looks nothing up and serves only what is published. Raise ListError
    when the list has errors, ValueError when HANDBILL_URL is not a web address.
    """
    address = public_address(url)
    publisher = Live(now) if live else None
    try:
        opened = OpenList(Path(catalog), address, frozen=frozen, live=publisher, today=today_in)
    except ListError as error:
        error.add_note("".join(map(as_text, error.problems)).rstrip())
        raise
    return app_of(opened)


def app_of(opened: OpenList, lock: AbstractContextManager[Any] | None = None) -> "Flask":
    """Return the app of an open list; processes that share a geocoder take turns with `lock`."""
    opened.start_watching(partial(_report, opened))
    if not opened.frozen:
        look_up(opened, today, lock)
    # Flask takes 140 ms, only for commands that serve
    from feeds.web import web_app

    return web_app(lambda: opened.snapshot, opened.health)


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)


def today_in(zone: tzinfo) -> date:
    """Return today in a time zone."""
    return now().astimezone(zone).date()


def today() -> str:
    """Return today in UTC, as places.jsonl has it."""
    return now().date().isoformat()


def public_address(given: str | None) -> str | None:
    """Return the base URL given or in HANDBILL_URL, None for the list's own; raise ValueError."""
    if given:
        return given
    url = os.environ.get("HANDBILL_URL", "")
    if url and not PUBLIC_ADDRESS.fullmatch(url):
        raise ValueError(f"HANDBILL_URL: {not_an_address(url)}")
    return url or None


def not_an_address(text: str) -> str:
    """Return the words that refuse a text as a public address."""
    return f"{text!r} is not a web address like https://calendar.chicago.org"


def unpublished(opened: OpenList) -> str:
    """Return the number of changes that are served but not published, in words; "" for none."""
    if not opened.inputs.record.events:
        return ", not published yet"
    pending = sum(1 for _ in opened.snapshot.edition.pending(opened.snapshot.contents.revision))
    return f", {numbered(pending, 'change')} not published yet" if pending else ""


def _report(opened: OpenList, problems: Sequence[Problem]) -> None:
    """Print the outcome of a change to the files."""
    sys.stderr.write("".join(map(as_text, problems)))
    draft = unpublished(opened) if opened.inputs.record.events else ""
    done = "the last good state is served" if problems else f"the list was read again{draft}"
    print(done, file=sys.stderr, flush=True)

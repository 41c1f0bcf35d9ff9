"""Look up the unknown addresses of the served list, in the background."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from feeds.places import Answer, addresses, keep
from feeds.places.geocoding import answers, geocoder
from feeds.watch import OpenList

DELAY = 1.0  # seconds: the first subscribers are answered before the first look-up


def look_up(
    opened: OpenList,
    today: Callable[[], str],
    lock: AbstractContextManager[Any] | None,
) -> None:
    """Ask the list's geocoder for unknown addresses, in a thread, forever; add its answers.

    A live list gets them in places.jsonl too. Processes that ask together share the `lock`.
    """

    def run() -> None:
        pause = threading.Event()
        while not pause.wait(DELAY):
            _write(opened)
            for answer in _answers(opened, today, lock, pause):
                opened.add_answer(answer)
                _write(opened)

    threading.Thread(target=run, name="places", daemon=True).start()


def _answers(
    opened: OpenList,
    today: Callable[[], str],
    lock: AbstractContextManager[Any] | None,
    pause: threading.Event,
) -> Iterator[Answer]:
    calendar = opened.inputs.calendar
    settings = calendar.geocoder
    if settings is None or not opened.inputs.unknown:
        return

    def wait(seconds: float) -> bool:
        """Wait, and return whether the list has another geocoder by then."""
        return pause.wait(seconds) or opened.inputs.calendar.geocoder != settings

    ask = geocoder(settings, calendar.area, lock)
    yield from answers(lambda: opened.inputs.unknown, ask, settings.service, today, wait)


def _write(opened: OpenList) -> None:
    """Write the answers that a live list needs to places.jsonl, unless it has them."""
    if opened.live is None:
        return
    # once: the thread that watches the files replaces it
    inputs = opened.inputs
    lacking = inputs.new_answers.keys() - inputs.places.answers.keys()
    needed = sorted(lacking & addresses(inputs.loaded.catalog)) if lacking else []
    if not needed:
        return
    try:
        keep(inputs.file.parent, [inputs.new_answers[address] for address in needed])
    except OSError as error:
        # a full disk: the answers stay in memory until there is room
        print(f"places.jsonl is not written: {error.strerror}", file=sys.stderr, flush=True)

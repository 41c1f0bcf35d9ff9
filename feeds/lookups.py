"""Unknown addresses of the served list, looked up in the background."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from feeds.catalog import Geocoding
from feeds.places import addresses, keep
from feeds.places.geocoding import answers, geocoder
from feeds.watch import OpenList

DELAY = 1.0  # seconds; the first subscribers come before the first look-up


def look_up(
    opened: OpenList,
    today: Callable[[], str],
    lock: AbstractContextManager[Any] | None,
    *,
    write: bool,
) -> None:
    """Ask the list's geocoder for unknown addresses, in a thread, for ever; keep its answers in memory.

    With `write`, keep them in places.jsonl too. `lock` is shared by the processes that ask together.
    """

    def run() -> None:
        for _ in _rounds(opened, today, lock):
            if write:
                _write_down(opened)

    threading.Thread(target=run, name="places", daemon=True).start()


def _rounds(
    opened: OpenList, today: Callable[[], str], lock: AbstractContextManager[Any] | None
) -> Iterator[None]:
    """Get one answer after another; yield after each, and once more in every round."""
    pause = threading.Event()
    while not pause.wait(DELAY):
        calendar = opened.state.inputs.calendar
        settings = calendar.geocoder
        if settings is None:
            continue

        def stop(seconds: float, settings: Geocoding = settings) -> bool:
            """Wait; say whether the list has another geocoder by then."""
            return pause.wait(seconds) or opened.state.inputs.calendar.geocoder != settings

        if opened.state.inputs.unknown:
            ask = geocoder(settings, calendar.area, lock)
            for answer in answers(
                lambda: opened.state.inputs.unknown, ask, settings.service, today, stop
            ):
                opened.add_answer(answer)
                yield
        yield


def _write_down(opened: OpenList) -> None:
    """Write to places.jsonl the answers that it lacks and the list still needs."""
    inputs = opened.state.inputs  # once: the thread that watches the files replaces it
    new = inputs.new_answers.keys() - inputs.places.answers.keys()
    wanted = sorted(new & addresses(inputs.loaded.catalog)) if new else []
    if not wanted:
        return
    try:
        keep(inputs.file.parent, [inputs.new_answers[address] for address in wanted])
    except OSError as error:  # a full disk: the answers stay in memory until there is room
        print(f"places.jsonl is not written: {error.strerror}", file=sys.stderr, flush=True)

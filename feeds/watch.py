"""Watch a list on disk: serve the state made of each valid edit, report an invalid one."""

import gc
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from feeds.catalog import ListError, Problem, zone
from feeds.inputs import NO_ADDRESS, Files, Inputs, Today, has_emptied, read_inputs
from feeds.live import Live
from feeds.places import Answer
from feeds.prerendering import prerender, render_changed, warm_up
from feeds.publishing import StaleFiles
from feeds.record import FILE
from feeds.snapshot import Snapshot
from feeds.state import State, build_state, make_state, refuse_unpublished

INTERVAL, DEBOUNCE = 0.02, 0.01  # seconds between two looks at the files; and while they change
REFILL = 0.5  # seconds that a program may take between emptying a file and writing it
QUIET = 1.0  # seconds after a change before pages are made ahead: the next edit comes first
STAT_SHARE = 0.02  # the most CPU time that looks may take: with thousands of files one is slow
REJECTED = "a problem keeps the newest change out; the log says which"

Report = Callable[[tuple[Problem, ...]], None]


class OpenList:
    """The list being served: `state` is the last good one, whatever happens to the files.

    It shows edits as a draft. A `frozen` one rejects unpublished edits; a `live` one publishes
    each. Requests read `state` once and never wait: it is replaced as a whole.
    """

    def __init__(
        self,
        file: Path,
        url: str | None,
        *,
        frozen: bool = False,
        live: Live | None = None,
        today: Today = lambda zone: date.min,
        fallback: str = NO_ADDRESS,
    ) -> None:
        """Open the list; `url` overrides its public address, `fallback` is for lists without.

        Raise ListError when it has errors.
        """
        self.file, self.url, self.fallback = file, url, fallback
        self.frozen, self.live, self.today = frozen, live, today
        self.files = Files(file)  # of the last reading, good or not
        self.rejected = False  # whether a problem keeps the newest change out of the state
        self._changing = threading.Lock()  # held while a thread makes the next state
        with _no_collection():
            self.state = self._first()
            warm_up(self.snapshot)
            # long-lived: no need to scan it, and workers share its memory
            gc.freeze()
        self.made = time.monotonic()

    @property
    def inputs(self) -> Inputs:
        """The inputs of the state."""
        return self.state.inputs

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot of the state."""
        return self.state.snapshot

    def health(self) -> dict[str, object]:
        """Return the seconds since the last change of the state, and whether one was rejected.

        The log says why: a line of an unpublished list is not for everyone.
        """
        age = round(time.monotonic() - self.made)
        return {"snapshot_age": age, "problem": REJECTED if self.rejected else None}

    def start_watching(self, report: Report) -> None:
        """Watch the files in a thread, forever, and report each change.

        The first look is before this returns: a worker may start long after the list was read.
        """
        self._update(report)
        threading.Thread(target=self._watch, args=(report,), name="list", daemon=True).start()

    def refresh(self) -> tuple[Problem, ...] | None:
        """Read what changed, and return the problems; None if nothing changed."""
        saved = not self.files.are_current()
        if not saved and not (self.live and self.live.due()):
            return None
        with self._changing, _no_collection():
            try:
                state = self._read(self.state, saved=saved)
                warm_up(state.snapshot)
                # a fault in this must not replace the state
                render_changed(state.snapshot)
            except StaleFiles:
                # the next look will read them
                return None
            except ListError as error:
                self.rejected = True
                return error.problems if saved else None
            self.state, self.made, self.rejected = state, time.monotonic(), False
        return ()

    def add_answer(self, answer: Answer) -> None:
        """Add a geocoder's answer to the state."""
        with self._changing:
            new_answers = {**self.inputs.new_answers, answer.address: answer}
            inputs = replace(self.inputs, new_answers=MappingProxyType(new_answers))
            if self.live:
                # published once it is in places.jsonl
                self.state = replace(self.state, inputs=inputs)
            else:
                self.state = build_state(inputs, self.state)

    def _first(self) -> State:
        while True:
            try:
                return self._read(None, saved=True)
            except StaleFiles:
                # saved again meanwhile
                continue
            except ListError:
                if self.files.are_current():
                    raise

    def _read(self, previous: State | None, *, saved: bool) -> State:
        """Return the state of the files now; raise ListError, or StaleFiles if they change."""
        self.files = files = Files(self.file)
        earlier = previous.inputs if previous else None
        inputs = read_inputs(files, self.url, self.today, earlier, self.fallback)
        if self.live:
            served = previous.snapshot.edition if previous else None
            edition = self.live.publish(inputs, served, files.are_current, saved=saved)
            files.mark_current(FILE)
            return make_state(edition, inputs, previous)
        state = build_state(inputs, previous)
        if self.frozen:
            refuse_unpublished(state)
        return state

    def _watch(self, report: Report) -> None:
        """Read each change, and make ahead what takes long once nothing has changed for a while."""
        pause, last, wait = threading.Event(), self.files.states, INTERVAL
        shown, ahead, since = self.snapshot, prerender(self.snapshot), time.monotonic()
        look_time = 0.0  # seconds of this thread's CPU
        while not pause.wait(max(wait, look_time / STAT_SHARE)):
            begin = time.thread_time()
            now = self.files.stat_all()
            look_time = time.thread_time() - begin
            if now != last:
                # still being written
                last, wait = now, REFILL if has_emptied(now) else DEBOUNCE
                continue
            wait = INTERVAL
            if now != self.files.states or self.live or self._is_another_day():
                self._update(report)
            if shown is not self.snapshot:
                shown, ahead, since = self.snapshot, prerender(self.snapshot), time.monotonic()
            if time.monotonic() - since >= QUIET:
                try:
                    next(ahead, None)
                except Exception:
                    # whoever asks for that page gets an error, too
                    traceback.print_exc(file=sys.stderr)

    def _update(self, report: Report) -> None:
        """Start another day, read changes to the files, and report the outcome."""
        try:
            if self._is_another_day():
                with self._changing:
                    inputs = replace(self.inputs, day=self._today())
                    self.state = make_state(self.snapshot.edition, inputs, self.state)
            problems = self.refresh()
        except Exception:
            # a fault of ours must not end the watch
            traceback.print_exc(file=sys.stderr)
        else:
            if problems is not None:
                report(problems)

    def _is_another_day(self) -> bool:
        return self.inputs.day != self._today()

    def _today(self) -> date:
        return self.today(zone(self.inputs.calendar.timezone))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Collect no garbage while almost everything that is allocated stays."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

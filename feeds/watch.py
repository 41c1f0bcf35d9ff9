"""A list on disk, watched: edits become the state that is served, broken ones leave the last good one."""

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
from feeds.inputs import NO_ADDRESS, Files, Inputs, Today, read_inputs
from feeds.live import Live
from feeds.places import Answer
from feeds.publishing import StaleFiles
from feeds.record import FILE
from feeds.snapshot import Snapshot
from feeds.state import State, build, make_state, refuse_unpublished

INTERVAL, DEBOUNCE = 0.02, 0.01  # seconds between two looks at the files, and to the next while they change
REFILL = 0.5  # seconds that a program may take between emptying a file and writing it
STAT_SHARE = 0.02  # at most this part of the time goes into looks: with thousands of files one takes long
KEPT_OUT = "a problem keeps the newest change out; the log says which"

Report = Callable[[tuple[Problem, ...]], None]


class OpenList:
    """The list being served: `state` is the last good one, whatever happens to the files.

    It shows edits as a draft. A `frozen` one takes an edit that is not published for a broken one; one with a `live`
    clock publishes each. Threads that answer requests read `state` once and never wait: it is replaced as a whole.
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
        """Open the list; raise ListError when it has errors.

        `url` overrides the public address it names, `fallback` is that of one that names none.
        """
        self.fallback = fallback
        self.file, self.url, self.frozen, self.live, self.today = file, url, frozen, live, today
        self.files = Files(file)  # of the last reading, good or not
        self.keeps_out = False  # whether a problem keeps the newest change out
        self._changing = threading.Lock()  # held by the one thread that makes the next state
        with _no_collection():
            self.state = self._first()
            self.state.snapshot.warm_up()
            gc.freeze()  # what was read stays: it is never garbage, and the processes of a server share it
        self.made = time.monotonic()

    @property
    def inputs(self) -> Inputs:
        """What the list was read from."""
        return self.state.inputs

    @property
    def snapshot(self) -> Snapshot:
        """What the list shows."""
        return self.state.snapshot

    def health(self) -> dict[str, object]:
        """Return how old the snapshot is, in seconds, and whether a problem keeps a change out.

        Which problem it is stands in the log: a line of an unpublished list is not for everyone who asks.
        """
        return {"snapshot_age": round(time.monotonic() - self.made), "problem": KEPT_OUT if self.keeps_out else None}

    def start_watching(self, report: Report) -> None:
        """Look at the files for ever, in a thread: a good change becomes the snapshot, a bad one is reported.

        The first look is over when this returns: a worker may be started long after the list was read.
        """
        self._take_in(report)
        threading.Thread(target=self._watch, args=(report,), name="list", daemon=True).start()

    def refresh(self) -> tuple[Problem, ...] | None:
        """Take in what changed since the list was read; return the problems that keep it out, None without a change."""
        saved = not self.files.are_current()
        if not saved and not (self.live and self.live.due()):
            return None
        with self._changing, _no_collection():
            try:
                state = self._read(self.state, saved=saved)
                state.snapshot.warm_up()
                state.snapshot.render_changed()  # what cannot be made does not replace what can
            except StaleFiles:  # the next look reads them
                return None
            except ListError as error:
                self.keeps_out = True
                return error.problems if saved else None
            self.state, self.made, self.keeps_out = state, time.monotonic(), False
        return ()

    def add_answer(self, answer: Answer) -> None:
        """Take in what a geocoder answered."""
        with self._changing:
            inputs = self.state.inputs
            new_answers = {**inputs.new_answers, answer.address: answer}
            inputs = replace(inputs, new_answers=MappingProxyType(new_answers))
            if self.live:  # it is published with the file that it is written to
                self.state = replace(self.state, inputs=inputs)
            else:
                self.state = build(inputs, self.state)

    def _first(self) -> State:
        while True:
            try:
                return self._read(None, saved=True)
            except StaleFiles:  # saved again meanwhile
                continue
            except ListError:
                if self.files.are_current():
                    raise

    def _read(self, previous: State | None, *, saved: bool) -> State:
        """Return the state that the files make now; raise ListError, or StaleFiles when they change meanwhile."""
        self.files = files = Files(self.file)
        inputs = read_inputs(files, self.url, self.today, previous.inputs if previous else None, self.fallback)
        if self.live:
            earlier = previous.snapshot.edition if previous else None
            edition = self.live.publish(inputs, earlier, self._is_current, saved=saved)
            files.mark_current(FILE)
            return make_state(edition, inputs, previous)
        state = build(inputs, previous)
        if self.frozen:
            refuse_unpublished(state)
        return state

    def _is_current(self) -> bool:
        """Say whether the list is still the one that was read; the record is compared by whoever writes it."""
        return self.files.are_current(record=False)

    def _watch(self, report: Report) -> None:
        pause, before, wait = threading.Event(), self.files.states, INTERVAL
        shown, ahead = self.snapshot, self.snapshot.make_ahead()
        look_time = 0.0  # seconds of this thread's CPU
        while not pause.wait(max(wait, look_time / STAT_SHARE)):
            begin = time.thread_time()
            now = self.files.stat_all()
            look_time = time.thread_time() - begin
            if now != before:  # it is still being written
                before, wait = now, REFILL if self.files.is_emptied(now) else DEBOUNCE
                continue
            wait = INTERVAL
            if now != self.files.states or self.live or self._is_another_day():
                self._take_in(report)
            if shown is not self.snapshot:
                shown, ahead = self.snapshot, self.snapshot.make_ahead()
            try:
                next(ahead, None)
            except Exception:  # whoever asks for it gets the error
                traceback.print_exc(file=sys.stderr)

    def _take_in(self, report: Report) -> None:
        """Take in a new day and what changed in the files, and report what came of it."""
        try:
            if self._is_another_day():
                self._turn_day()
            problems = self.refresh()
        except Exception:  # a fault of ours must not end the watch
            traceback.print_exc(file=sys.stderr)
        else:
            if problems is not None:
                report(problems)

    def _today(self) -> date:
        return self.today(zone(self.inputs.calendar.timezone))

    def _is_another_day(self) -> bool:
        return self.inputs.day != self._today()

    def _turn_day(self) -> None:
        with self._changing:
            inputs = replace(self.inputs, day=self._today())
            self.state = make_state(self.snapshot.edition, inputs, self.state)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for no garbage while so much is made that is none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

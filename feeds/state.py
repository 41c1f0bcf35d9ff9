"""Inputs and the snapshot made from them, which the server replaces together."""

from collections.abc import Iterator
from dataclasses import dataclass

from feeds.catalog import ListError, Problem
from feeds.inputs import Inputs
from feeds.publishing import make_edition
from feeds.record import FILE, Edition
from feeds.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class State:
    """The snapshot that is served, and its inputs."""

    inputs: Inputs
    snapshot: Snapshot


def build_state(inputs: Inputs, previous: State | None = None) -> State:
    """Return the state of `inputs`; raise ListError if subscribers would lose an address.

    The `previous` state only saves time: events that did not change are not rendered again.
    """
    earlier = previous.snapshot.edition.catalog if previous else None
    edition = make_edition(inputs.loaded, inputs.catalog(earlier), inputs.record)
    return make_state(edition, inputs, previous)


def make_state(edition: Edition, inputs: Inputs, previous: State | None = None) -> State:
    """Return the state that serves an edition made from `inputs`."""
    earlier = previous.snapshot if previous else None
    snapshot = Snapshot(
        edition,
        inputs.base_url,
        inputs.day,
        inputs.places.boundaries,
        inputs.images,
        before=earlier,
    )
    return State(inputs, snapshot)


def refuse_unpublished(state: State) -> None:
    """Raise ListError if the state shows anything unpublished."""
    if pending := tuple(_unpublished(state)):
        raise ListError((*state.inputs.problems, *pending))


def _unpublished(state: State) -> Iterator[Problem]:
    remedy = f"run `python server.py publish` and commit {FILE}"
    locator = state.inputs.loaded.locator()
    if not state.inputs.record.exists:
        yield locator.problem((), "nothing of this list is published yet", remedy, "error")
        return
    for id, change in state.snapshot.edition.pending():
        kind, _, slug = id.rpartition("/")
        found = f'"{slug}" is {change}, and that is not published'
        if kind:
            yield locator.problem((f"{kind}s", slug), found, remedy, "error")
        else:
            yield locator.about_event(id, found, remedy, "error")

"""The report of an import for the curator."""

from collections import defaultdict
from collections.abc import Iterator

from desk.drafts.proposal import Proposals
from desk.drafts.source import SourceDrafts


def report(found: SourceDrafts, proposed: Proposals) -> Iterator[str]:
    """Yield what was left out, each doubt once, the events that the list has, and totals."""
    for text in found.left_out:
        yield f"left out: {text}"
    titles: defaultdict[str, list[str]] = defaultdict(list)
    for event in proposed.events:
        for key, text in event.doubts:
            titles[f"{key}: {text}" if key else text].append(event.values["title"])
    for text, events in titles.items():
        yield f'"{events[0]}": {text}' if len(events) == 1 else f"{len(events)} events: {text}"
    yield from proposed.known
    for kind, nouns in proposed.nouns.items():
        named = (f"{table.get('name') or slug} as {slug}" for slug, table in nouns.items())
        yield f"new {kind}: {', '.join(named)} (permanent: choose it now)"
    unready = sum(not event.ready for event in proposed.events)
    comments = f", {unready} of them a comment until you decide" if unready else ""
    new, known = len(proposed.events), len(proposed.known)
    yield f"{len(found.drafts)} read, {new} new{comments}, {known} in the list already"

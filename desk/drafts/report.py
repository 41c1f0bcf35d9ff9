"""The report of an import for the curator."""

from collections import defaultdict
from collections.abc import Iterator

from desk.drafts.proposal import Proposed
from desk.drafts.source import Found


def report(found: Found, proposed: Proposed) -> Iterator[str]:
    """Yield what was left out, what is doubtful (equal doubts once), what the list already has, and the totals."""
    yield from (f"left out: {what}" for what in found.left_out)
    titles: defaultdict[str, list[str]] = defaultdict(list)
    for event in proposed.events:
        for doubt in event.doubts:
            titles[f"{doubt.key}: {doubt.text}" if doubt.key else doubt.text].append(
                event.values["title"]
            )
        for reason in event.reasons:
            titles[f"unfinished: {reason}"].append(event.values["title"])
    for text, events in titles.items():
        yield f'"{events[0]}": {text}' if len(events) == 1 else f"{len(events)} events: {text}"
    yield from proposed.known
    for kind, nouns in proposed.nouns.items():
        named = ", ".join(f"{table.get('name') or slug} as {slug}" for slug, table in nouns.items())
        yield f"new {kind}: {named} (permanent: choose it now)"
    unready = sum(not event.ready for event in proposed.events)
    without = f", {unready} of them a comment until you decide" if unready else ""
    yield f"{len(found.drafts)} read, {len(proposed.events)} new{without}, {len(proposed.known)} in the list already"

"""Measure what many different selections leave in memory: no more than the cache's limit.

    python -m bench.selections [--selections 100000]

Requests that many different combinations of topics and venues from a snapshot in this process, each
once. Prints the resident memory and the size of the cache after each tenth. Exit code 1: the cache
exceeded its limit.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import combinations, islice

from bench.made_up import events_toml
from bench.servers import memory
from feeds.catalog import load
from feeds.documents import Document
from feeds.record import Edition
from feeds.snapshot import Snapshot

EVENTS, FEEDS = 100, 400


def selections() -> Iterator[str]:
    """Yield canonical paths, half a million and no two alike."""
    topics, venues = sorted(f"topic-{n}" for n in range(FEEDS * 8 // 100)), range(FEEDS // 4)
    for count in (2, 3):
        for some in combinations(topics, count):
            yield from (f"/feeds/topic/{','.join(some)}/not-venue/venue-{n}.ics" for n in venues)


def main(number: int) -> int:
    """Print a row for each tenth; return 1 when the cache exceeded its limit."""
    text = events_toml(EVENTS, feeds=FEEDS).encode()
    read = load("events.toml", lambda name: {name: text} if name == "events.toml" else {})
    snapshot = Snapshot(Edition(read.catalog), "https://calendar.chicago.org")
    snapshot.find("/feeds/all.ics")
    broken = 0
    print("| selections | RSS, MB | cache, MB | documents |\n| --- | --- | --- | --- |")
    for asked, path in enumerate(islice(selections(), number), 1):
        broken += not isinstance(snapshot.find(path), Document)
        broken += snapshot.cache.octets > snapshot.cache.limit
        if asked in (1, 100) or asked % (number // 10) == 0:
            cells = f"{snapshot.cache.octets / 1e6:.1f} | {len(snapshot.cache.documents):,}"
            print(f"| {asked:,} | {memory([os.getpid()])['RSS']:.1f} | {cells} |", flush=True)
    print(f"\nThe cache may hold {snapshot.cache.limit / 1e6:.0f} MB; violations: {broken}")
    return 1 if broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.selections")
    parser.add_argument("--selections", type=int, default=100_000)
    sys.exit(main(parser.parse_args().selections))

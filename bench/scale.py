"""Measure how start, edit, first request, memory and export grow with the list.

    python -m bench.scale [--sizes 100 1000 10000] [--runs 3] [--no-build] [--published]

Serves made-up lists with one worker, --published with their record beside them, and prints a table.
CPU times add up all the server's processes, each read from the kernel's clock. The slope is
log(value / value) / log(size / size): at 1 a value grows with the list, at 0 it does not grow.
`tomllib.loads`, and building the same calendar with `icalendar`, are measured in separate processes
of the same Python.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.growth import Table
from bench.made_up import events_toml
from bench.reload import PersistentConnection, to_each_worker, until_it_shows
from bench.servers import ROOT, Served, family, handbill, memory

FEED, TOPIC = "/feeds/topic/topic-0.ics", "topic-0"
TOPICS_ASKED = 5  # in each selection: 250 events each, and at most 999 are shown
SELECTIONS = 10
EDITS = 5
REST = 0.01  # seconds, until a worker is done with what it answered
SHORT = 10  # characters of a description, so that 999 events fit into a feed
VEVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
PARSE = """\
import sys, time, tomllib
text = open(sys.argv[1], encoding="utf-8").read()
tomllib.loads("warm = 'up'")
start = time.process_time()
tomllib.loads(text)
print(time.process_time() - start)
"""


def cpu(pids: Iterable[int]) -> float:
    """Return the CPU seconds of living processes so far, all their threads, exactly (clock_getcpuclockid(3))."""
    return sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)


def child_cpu(*arguments: str, runs: int) -> float:
    """Return the median of the CPU seconds that a Python process prints."""
    printed = [
        float(
            subprocess.run(
                [sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True
            ).stdout
        )
        for _ in range(runs)
    ]
    return statistics.median(printed)


def events_in(answer: tuple[int, dict[str, str], bytes]) -> int:
    """Return how many events an answer holds; -1 when it is no calendar."""
    status, _, body = answer
    return (
        body.count(b"BEGIN:VEVENT\r\n")
        if status == 200 and body.endswith(b"END:VCALENDAR\r\n")
        else -1
    )


def starts(
    folder: Path, expected: int, runs: int, other: str = "/feeds/all.ics"
) -> tuple[float, ...]:
    """Return the CPU and the wall seconds from starting a server to its first right answer.

    Then the CPU seconds that the worker takes for one more feed, the `other`.
    """
    found = []
    for _ in range(runs):
        start = time.monotonic()
        with handbill(folder) as served:
            assert events_in(served.ask(FEED if expected else "/feeds/all.ics")) == expected
            taken = cpu(family(served.pid)), time.monotonic() - start
            worker = [worker_of(served)]
            before = cpu(worker)
            served.ask(other)
            found.append((*taken, cpu(worker) - before))
    return tuple(map(statistics.median, zip(*found)))


def rendered(served: Served, topics: Sequence[str]) -> int:
    """Ask for the feed of each topic; return the octets of all events in them, each once."""
    events: dict[bytes, int] = {}
    for topic in topics:
        for vevent in VEVENT.findall(served.ask(f"/feeds/topic/{topic}.ics")[2]):
            events[next(line for line in vevent.splitlines() if line.startswith(b"UID:"))] = len(
                vevent
            )
    return sum(events.values())


def worker_of(served: Served) -> int:
    """Return the process that answers."""
    found = to_each_worker(served, 1)[0].process(family(served.pid))
    assert found
    return found


def measure_memory(
    table: Table, size: int, folder: Path, topics: Sequence[str], empty: Mapping[str, float]
) -> None:
    """Put in the memory after the start, after every event was rendered, and after every feed was asked for."""
    with handbill(folder) as served:
        served.ask(FEED)
        worker = worker_of(served)
        started, octets = memory([worker]), rendered(served, topics) / 1e6
        full = memory([worker])
        feeds = json.loads(served.ask("/feeds/index.json")[2])["feeds"]
        for feed in feeds:
            served.ask(f"/{feed['ics'].split('/', 3)[3]}")
        asked = memory([worker])
    table.put("feeds", size, len(feeds))
    table.put("rendered events, MB", size, octets)
    for kind in empty:
        table.put(f"{kind} of the worker after the first feed, MB", size, started[kind])
        table.put(f"{kind} with every event rendered, MB", size, full[kind])
        table.put(f"{kind} with every feed asked for, MB", size, asked[kind])
        table.put(
            f"{kind}: growth over an empty list / rendered events",
            size,
            (full[kind] - empty[kind]) / octets,
        )
        table.put(
            f"{kind}: the same with every feed asked for",
            size,
            (asked[kind] - empty[kind]) / octets,
        )


def measure_edits(table: Table, size: int, folder: Path) -> None:
    """Put in how soon an edit shows."""
    seconds = []
    with handbill(folder) as served:
        connections: list[PersistentConnection] = to_each_worker(served, 1)
        for turn in range(EDITS):
            number = turn * size // EDITS + 1
            title = f"Edit {turn} of the list"
            seconds.append(until_it_shows(connections, folder / "events.toml", number, title)[0])
            time.sleep(0.2 + turn / 100)  # not in step with the server's looks at the file
    table.put("one edit shows after, ms", size, statistics.median(seconds) * 1000)


def measure_selections(
    table: Table, size: int, folder: Path, topics: Sequence[str], runs: int
) -> None:
    """Put in what the first request of a selection costs whose events are rendered, and building it by icalendar."""
    asked = min(TOPICS_ASKED, len(topics))
    windows = range(0, max(1, len(topics) - asked + 1), max(1, len(topics) // SELECTIONS))
    used, body = [], b""
    with handbill(folder) as served:
        rendered(served, topics)
        pids, persistent = family(served.pid), PersistentConnection(served.port)
        persistent.ask("/robots.txt")
        for first in list(windows)[:SELECTIONS]:
            path = f"/feeds/topic/{','.join(sorted(topics[first : first + asked]))}.ics"
            before = cpu(pids)
            time.sleep(REST)
            idle = cpu(pids) - before  # it looks at the list's files all the time
            status, _, body = persistent.ask(path)
            assert status == 200, path
            time.sleep(REST)
            used.append(cpu(pids) - before - 2 * idle)
    (folder / "selection.ics").write_bytes(body)
    built = child_cpu("-m", "bench.icalendar_build", str(folder / "selection.ics"), runs=runs)
    table.put("events in a selection", size, body.count(b"BEGIN:VEVENT\r\n"))
    table.put("its first request, ms of CPU", size, statistics.median(used) * 1000)
    table.put("the same built by icalendar, ms of CPU", size, built * 1000)
    table.put("icalendar / first request", size, built / statistics.median(used))


def measure_builds(table: Table, size: int, folder: Path) -> None:
    """Put in how long an export takes, and a second one of the same list."""
    out = folder / "out"
    for turn in ("first", "second"):
        before = _stamps(out)
        used, start = os.times(), time.monotonic()
        command = [sys.executable, str(ROOT / "server.py"), "build", str(out)]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        now, stamps = os.times(), _stamps(out)
        table.put(f"{turn} build, s", size, time.monotonic() - start)
        of_children = (
            now.children_user + now.children_system - used.children_user - used.children_system
        )
        table.put(f"{turn} build, s of CPU", size, of_children)
        table.put(f"files that the {turn} build wrote", size, len(stamps.items() - before.items()))


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            stat = os.stat(os.path.join(where, name))
            found[os.path.join(where, name)] = (stat.st_ino, stat.st_mtime_ns)
    return found


def measure_starts(
    table: Table, size: int, folder: Path, listed: Mapping[str, Any], runs: int
) -> None:
    """Put in what the start costs beside reading the file as TOML."""
    expected = sum(TOPIC in event["topics"] for event in listed["events"])
    parse = child_cpu("-c", PARSE, str(folder / "events.toml"), runs=runs)
    start_cpu, start_wall, asked = starts(
        folder, expected, runs, f"/feeds/topic/{list(listed['topics'])[-1]}.ics"
    )
    table.put("tomllib.loads, s of CPU", size, parse)
    table.put("start to first right answer, s of CPU", size, start_cpu)
    table.put("start to first right answer, s", size, start_wall)
    table.put("one more feed of that length, s of CPU", size, asked)
    own = start_cpu - table.rows["the same of an empty list, s of CPU"][0] - asked
    table.put("(start − start of an empty list − one more feed) / tomllib.loads", size, own / parse)


def measure(
    table: Table,
    size: int,
    runs: int,
    empty: Mapping[str, float],
    *,
    build: bool,
    published: bool = False,
) -> None:
    """Put in everything of one size."""
    text = events_toml(size)
    listed = tomllib.loads(text)
    topics = list(listed["topics"])
    steps: dict[str, tuple[str, Callable[[Path], None]]] = {
        "starts": (text, lambda folder: measure_starts(table, size, folder, listed, runs)),
        "edits": (text, lambda folder: measure_edits(table, size, folder)),
        "selections": (
            events_toml(size, description=SHORT),
            lambda folder: measure_selections(table, size, folder, topics, runs),
        ),
        "memory": (text, lambda folder: measure_memory(table, size, folder, topics, empty)),
    }
    if build:
        steps["builds"] = text, lambda folder: measure_builds(table, size, folder)
    for name, (content, step) in steps.items():
        print(f"{size:,} events: {name}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "events.toml").write_text(content)
            if published:
                command = [sys.executable, str(ROOT / "server.py"), "publish"]
                subprocess.run(command, cwd=folder, check=True, capture_output=True)
            step(Path(folder))


def measure_empty(table: Table, runs: int) -> dict[str, float]:
    """Put in what a server of an empty list costs at its start; return its memory after a first answer."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "events.toml").write_text(events_toml(0))
        table.put("the same of an empty list, s of CPU", 0, starts(Path(folder), 0, runs)[0])
        with handbill(Path(folder)) as served:
            served.ask("/feeds/all.ics")
            served.ask("/feeds/index.json")
            return memory([worker_of(served)])


def main(sizes: Sequence[int], runs: int, *, build: bool, published: bool) -> None:
    """Measure each size, then print the table."""
    table = Table()
    empty = measure_empty(table, runs)
    for size in sizes:
        measure(table, size, runs, empty, build=build, published=published)
    started = table.rows.pop("the same of an empty list, s of CPU")[0]
    print(
        f"An empty list: {started:.2f} s of CPU to start, {', '.join(f'{k} {v:.1f} MB' for k, v in empty.items())}\n"
    )
    print("\n".join(table.lines(sizes)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.scale")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--runs", type=int, default=3, help="runs to take the median of")
    parser.add_argument("--no-build", dest="build", action="store_false")
    parser.add_argument("--published", action="store_true", help="with the record beside each list")
    options = parser.parse_args()
    main(options.sizes, options.runs, build=options.build, published=options.published)

"""Load a server for a while: many kept connections, polls of all kinds, and a list that changes every second.

    python -m bench.load [--seconds 600] [--connections 1000] [--rate 300] [--events 1000] [--workers 1]

Each connection polls a few addresses, all connections together about `--rate` times a second. They
request feeds (plain, gzip and with an earlier ETag), selections, Atom and JSON, single events,
pages, and addresses that do not exist; some read slowly or hang up (bench/subscribers.py checks
every answer). Prints memory, open files and threads ten times. Exit code 1: a 5xx answer, a broken
body, a wrong ETag, or a server that ended.
"""

import argparse
import asyncio
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bench.made_up import events_toml, retitled
from bench.reload import save
from bench.servers import Served, family, handbill, memory
from bench.subscribers import SORTS, Client, Tally


async def edit_until(end: float, file: Path, events: int, tally: Tally) -> None:
    """Save another title every second."""
    chance, text = random.Random(0), file.read_text()
    while time.monotonic() < end - 1:
        await asyncio.sleep(1)
        tally.edits += 1
        text = retitled(text, chance.randrange(events), f"Edit {tally.edits} of the list")
        await asyncio.to_thread(save, file, text)


def opened(pid: int) -> tuple[int, int]:
    """Return the files that all the server's processes have open, connections among them, and their threads."""
    processes = [Path(f"/proc/{one}") for one in family(pid)]
    files = sum(len(list((process / "fd").iterdir())) for process in processes)
    return files, sum(len(list((process / "task").iterdir())) for process in processes)


async def watch_until(
    end: float, served: Served, tally: Tally, found: list[tuple[float, float]]
) -> None:
    """Note memory, open files and threads ten times."""
    begin = time.monotonic()
    for tenth in range(1, 11):
        await asyncio.sleep(max(0.0, begin + (end - begin) * tenth / 10 - time.monotonic()))
        now = memory(family(served.pid))
        rss, pss = now["RSS"], now["PSS"]
        found.append((rss, pss))
        files, threads = opened(served.pid)
        answers = sum(tally.statuses.values())
        counts = f"{files} files, {threads} threads, {answers} answers, {tally.edits} edits"
        print(f"{tenth * 10:3}%: RSS {rss:.1f} MB, PSS {pss:.1f} MB, {counts}", flush=True)


async def hold(
    served: Served, file: Path, options: argparse.Namespace, tally: Tally
) -> list[tuple[float, float]]:
    """Poll, edit and watch until the time is over; return the memory."""
    end, used = time.monotonic() + options.seconds, list[tuple[float, float]]()
    pause = options.connections / options.rate
    clients = [
        Client(number, served.port, options.events, tally) for number in range(options.connections)
    ]
    await asyncio.gather(
        edit_until(end, file, options.events, tally),
        watch_until(end, served, tally, used),
        *(client.poll_until(end, pause) for client in clients),
    )
    return used


def report(tally: Tally, used: list[tuple[float, float]]) -> None:
    """Print what came back, how soon, and the memory."""
    print("\n| poll | answers | median | 99 of 100 | slowest |\n| --- | --- | --- | --- | --- |")
    for sort in SORTS:
        counts = {
            status: count
            for (name, status), count in sorted(tally.statuses.items())
            if name == sort
        }
        took = sorted(tally.seconds[sort]) or [0.0]
        three = (statistics.median(took), took[len(took) * 99 // 100], took[-1])
        cells = (
            sort,
            ", ".join(f"{n} × {status}" for status, n in counts.items()),
            *(f"{s * 1e3:.1f} ms" for s in three),
        )
        print(f"| {' | '.join(cells)} |")
    print(
        f"\n{tally.edits} edits, {len(tally.bodies)} different bodies, {len(tally.broken)} broken"
    )
    print(
        ", ".join(f"{what}: {count}" for what, count in sorted(tally.others.items()))
        or "no connections were lost"
    )
    for what, first, last in zip(("RSS", "PSS"), used[0], used[-1]):
        print(f"{what}: first {first:.1f} MB, last {last:.1f} MB, {last / first:.2f} times")


def main(options: argparse.Namespace) -> int:
    """Hold the load; return 1 when an answer was broken or the server ended."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    tally = Tally()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "events.toml")
        file.write_text(events_toml(options.events))
        with handbill(Path(name), "--workers", str(options.workers)) as served:
            used = asyncio.run(hold(served, file, options, tally))
            try:
                served.ask("/robots.txt")
            except OSError as error:
                tally.broken.append(f"the server no longer answers: {error}")
        log = Path(name, "log").read_text(errors="replace")
    report(tally, used)
    if "Traceback" in log:
        print(log[log.index("Traceback") :][:4000], file=sys.stderr)
    return 1 if tally.broken else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.load")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--connections", type=int, default=1000)
    parser.add_argument("--rate", type=int, default=300, help="polls a second, all together")
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=1)
    sys.exit(main(parser.parse_args()))

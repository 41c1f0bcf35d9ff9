"""Kill the writer of places.jsonl at random moments: the file must always be whole, either the old or the new one.

python -m bench.kill [TIMES]
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from feeds.catalog import Point
from feeds.places.answers import FILE, Answer, keep, read_answers

ROOT = Path(__file__).parent.parent
ANSWERS = 2000


def answers(date: str) -> list[Answer]:
    """Return many answers of one day."""
    return [
        Answer(
            f"{n} W Adams St, Chicago, IL", "nominatim", date, Point(41.8, -87.6), "building=yes"
        )
        for n in range(ANSWERS)
    ]


def write_for_ever(folder: Path) -> None:
    """Write the file again and again, each time with another date."""
    day = 0
    while True:
        day += 1
        keep(folder, answers(f"day {day}"))
        print(day, flush=True)


def kill_once(folder: Path, rounds: int) -> str:
    """Start a writer, kill it somewhere in the write after so many `rounds`; say whether the file is whole."""
    writer = subprocess.Popen(
        [sys.executable, "-m", "bench.kill", "--write", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert writer.stdout is not None
    for _ in range(rounds):
        writer.stdout.readline()
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    found, damaged = read_answers((folder / FILE).read_bytes())
    dates = {answer.date for answer in found.values()}
    complete = not damaged and len(found) == ANSWERS and len(dates) == 1
    keep(folder, answers("after"))  # the next writer is not held up by what the last one left
    return (
        "whole" if complete else f"{len(found)} answers of {sorted(dates)}, damaged lines {damaged}"
    )


def main(times: int) -> None:
    """Kill that often and count what was found."""
    chance, results = random.Random(1), []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(times):
            results.append(kill_once(Path(folder), chance.randint(1, 5)))
    for result in sorted(set(results)):
        print(f"{results.count(result)} × {result}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write_for_ever(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)

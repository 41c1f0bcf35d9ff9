"""What becomes of files and subscribers when machines fail: kills, a full disk, clocks, a geocoder that is down.

python -m bench.reliability [TIMES]

Prints a row for each disaster: how often it was tried, and what was found after it, counted.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.kill import kill_once
from bench.made_up import event_id, events_toml, retitled
from feeds.inputs import Files, read_inputs
from feeds.places.geocoding import NoAnswer, answers
from feeds.publishing import publish
from feeds.record import FILE

ROOT = Path(__file__).parent.parent
TODAY = date(2027, 3, 1)
NOW = datetime(2027, 3, 1, tzinfo=UTC)
EVENTS = 300
DAY = 86_400.0  # seconds


def command(folder: Path, *arguments: str, **options: object) -> "subprocess.Popen[bytes]":
    """Start a command of server.py in a folder."""
    line = [sys.executable, str(ROOT / "server.py"), *arguments]
    return subprocess.Popen(
        line, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
    )  # type: ignore[call-overload, no-any-return]


def published(folder: Path, now: datetime = NOW) -> bytes:
    """Publish the list in a folder and return its record."""
    publish(
        read_inputs(
            Files(folder / "events.toml"), "https://calendar.chicago.org", lambda zone: TODAY
        ),
        now,
    )
    return (folder / FILE).read_bytes()


def killed_publish(folder: Path, chance: random.Random) -> str:
    """Kill `publish` after a change at a random moment: the record is the old or the new one, then complete."""
    text = events_toml(EVENTS)
    (folder / "events.toml").write_text(text)
    before = published(folder)
    (folder / "events.toml").write_text(retitled(text, 7, f"Changed {chance.random()}"))
    process = command(folder, "publish", "--offline")
    time.sleep(chance.uniform(0.3, 1.6))
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = (folder / FILE).read_bytes()
    after = published(folder)
    if found == before:
        return (
            "old record, whole; the next publish wrote the new one"
            if after != before
            else "the change was lost"
        )
    return "new record, whole" if found == after or len(found) == len(after) else "a torn record"


def killed_build(folder: Path, chance: random.Random) -> str:
    """Kill `build` at a random moment: the next build makes the folder that an undisturbed one makes."""
    (folder / "events.toml").write_text(events_toml(EVENTS // 10))
    options = ("--today", TODAY.isoformat(), "--url", "https://calendar.chicago.org")
    command(folder, "build", *options, "whole").wait()
    process = command(folder, "build", *options, "out")
    time.sleep(chance.uniform(0.3, 3))
    process.send_signal(signal.SIGKILL)
    process.wait()
    command(folder, "build", *options, "out").wait()
    return (
        "completed by the next build"
        if tree(folder / "out") == tree(folder / "whole")
        else "another folder"
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def full_disk(folder: Path, chance: random.Random) -> str:
    """Let no file grow beyond a random size while `publish` writes: the record stays as it was."""
    text = events_toml(EVENTS)
    (folder / "events.toml").write_text(text)
    before = published(folder)
    (folder / "events.toml").write_text(retitled(text, 7, f"Changed {chance.random()}"))
    limit = chance.randint(0, len(before) - 1)

    def bound() -> None:
        # or the process ends before it can say anything
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    code = command(folder, "publish", "--offline", preexec_fn=bound).wait()
    same = (folder / FILE).read_bytes() == before
    return f"exit {code}, record {'as it was' if same else 'torn'}"


def set_clock(folder: Path, chance: random.Random) -> str:
    """Publish two changes with the clock set back by up to ten years between them: stamps rise all the same."""
    text = events_toml(10)
    (folder / "events.toml").write_text(text)
    published(folder)
    stamps = []
    for title in ("one", "two"):
        (folder / "events.toml").write_text(retitled(text, 7, title))
        record = published(folder, NOW - timedelta(days=chance.randint(1, 3650)))
        (line,) = (
            line for line in record.decode().splitlines() if f'"id": "{event_id(7)}"' in line
        )
        stamps.append(line.partition('"sequence": ')[2].partition(",")[0])
    return "SEQUENCE rose" if int(stamps[0]) < int(stamps[1]) else f"SEQUENCE {stamps}"


def silent_geocoder(folder: Path, chance: random.Random) -> str:
    """Let the geocoder fail for a day: it is asked ever more seldom, and then every address is answered."""
    asked, clock = Counter[str](), 0.0
    unknown = [f"{n} W Adams St, Chicago" for n in range(20)]

    def ask(address: str) -> str:
        asked["down" if clock < DAY else "up"] += 1
        if clock < DAY:
            raise NoAnswer("503")
        return "nothing found"

    def wait(seconds: float) -> bool:
        nonlocal clock
        clock += seconds
        return False

    for answer in answers(lambda: tuple(unknown), ask, "nominatim", lambda: "2027-03-01", wait):
        unknown.remove(answer.address)
    return f"{asked['down']} questions in the day without answers, {asked['up']} after it for 20 addresses"


def killed_places(folder: Path, chance: random.Random) -> str:
    """Kill the writer of places.jsonl."""
    return kill_once(folder, chance.randint(1, 5))


DISASTERS: tuple[Callable[[Path, random.Random], str], ...] = (
    killed_publish,
    killed_build,
    killed_places,
    full_disk,
    set_clock,
    silent_geocoder,
)


def rows(times: int) -> Iterator[str]:
    """Yield a line for each disaster and each state that was found after it."""
    chance = random.Random(1)
    for disaster in DISASTERS:
        found = Counter[str]()
        for _ in range(times):
            with tempfile.TemporaryDirectory() as folder:
                found[disaster(Path(folder), chance)] += 1
        for result, number in found.most_common():
            yield f"{disaster.__name__.replace('_', ' ')}: {number} × {result}"


if __name__ == "__main__":
    os.environ.pop("HANDBILL_URL", None)
    for row in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 50):
        print(row, flush=True)

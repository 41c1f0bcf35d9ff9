"""Measure whether a geocoder that never answers delays the first feed: 2,000 unknown addresses, or 2,000 pins.

python -m bench.first_feed [RUNS]
"""

import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENUES = 2000
PORT = 8765
CALENDAR = """\
[calendar]
title = "Test calendar"
timezone = "America/Chicago"
domain = "calendar.chicago.org"
area = [41.4, -88.6, 42.6, -87.3]
geocoder = { service = "nominatim", user_agent = "Handbill", scheme = "http", domain = "127.0.0.1:%d", timeout = 60 }
"""


def made_up(geocoder: int, pins: bool) -> str:
    """Return a list of 2,000 venues and as many events."""
    parts = [CALENDAR % geocoder]
    for n in range(VENUES):
        pin = f"coordinates = [41.{8000 + n}, -87.6]\n" if pins else ""
        parts.append(f'[venues.v{n}]\naddress = "{n + 1} W Adams St, Chicago, IL"\n{pin}')
    for n in range(VENUES):
        when = f"March {n % 28 + 1}, {2010 + n % 20}, 1 PM"
        parts.append(
            f'[[events]]\nid = "e{n}"\ntitle = "Meeting {n}"\nwhen = "{when}"\nvenue = "v{n}"\n'
        )
    return "\n".join(parts)


def first_feed(folder: Path) -> float:
    """Return the seconds from starting the server to its first whole feed."""
    command = [sys.executable, str(ROOT / "server.py"), "--port", str(PORT)]
    start = time.monotonic()
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{PORT}/feeds/all.ics", timeout=60
                ) as answer:
                    answer.read()
                    return time.monotonic() - start
            except OSError:  # not listening yet
                time.sleep(0.005)
    finally:
        server.terminate()
        server.wait()


def main(runs: int) -> None:
    """Take both in turn and compare pair by pair."""
    with socket.create_server(("127.0.0.1", 0)) as mute, tempfile.TemporaryDirectory() as folder:
        both = {"pins": Path(folder, "pins"), "unknown": Path(folder, "unknown")}
        for name, place in both.items():
            place.mkdir()
            (place / "events.toml").write_text(made_up(mute.getsockname()[1], name == "pins"))
            first_feed(place)
        times = [{name: first_feed(place) for name, place in both.items()} for _ in range(runs)]
    for name in both:
        print(f"{name}: {statistics.median(pair[name] for pair in times):.3f} s")
    ratios = sorted(pair["unknown"] / pair["pins"] for pair in times)
    print(
        f"unknown / pins: {statistics.median(ratios):.3f} [{ratios[0]:.3f}–{ratios[-1]:.3f}], {runs} pairs"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)

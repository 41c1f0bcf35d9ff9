"""Compare a build with Hugo's of the same list: CPU a file, all processors and child processes counted.

    python -m bench.hugo [--events 1000] [--runs 1]

Hugo (Debian's package) gets a made-up list as content files with front matter, and the templates of
hugo_site/: of each event in each language a page, a calendar, a frame and what oEmbed says of it;
of each topic, host, supporter, venue and neighborhood these, JSON and Atom. Its files are shorter
than ours, so that the octets of both are printed too.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from babel.dates import format_date

from bench.made_up import events_toml, retitled
from bench.servers import ROOT
from feeds.watch import OpenList

LANGUAGES = ("en", "es")
SITE = Path(__file__).with_name("hugo_site")  # settings and templates


def hugo_site(folder: Path, listed: OpenList) -> None:
    """Write what Hugo builds the events of a list from: settings, templates, a content file an event and language."""
    shutil.copytree(SITE, folder)
    content = folder / "content/events"
    content.mkdir(parents=True)
    snapshot = listed.snapshot
    for event in snapshot.catalog.events:
        for language in LANGUAGES:
            entry = snapshot.contents.entry(event, language)
            front = {
                "title": entry.title,
                "uid": event.id,
                "start": f"{entry.start:%Y-%m-%dT%H:%M:%S}",
                "end": f"{entry.end:%Y-%m-%dT%H:%M:%S}",
                "written": format_date(entry.start, "full", locale=language),
                "venue": [entry.place.title] if entry.place else [],
                "organization": entry.hosts,
                "supporter": entry.supporters,
                "topic": entry.topics,
                "neighborhood": entry.neighborhoods,
            }
            text = "\n\n".join(entry.descriptions)
            (content / f"{event.id}.{language}.md").write_text(
                f"{json.dumps(front, ensure_ascii=False)}\n\n{text}\n"
            )


def run_cpu(command: Sequence[str], folder: Path) -> float:
    """Return the CPU seconds of a command and of its own processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def files_in(folder: Path) -> tuple[int, int]:
    """Return how many files a folder holds, and their octets."""
    sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return len(sizes), sum(sizes)


def measure(events: int) -> dict[str, float]:
    """Return what both take for a list of so many events, and Handbill for a second build after one edit."""
    text = events_toml(events)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "events.toml").write_text(text)
        hugo_site(folder / "hugo", OpenList(folder / "events.toml", None))
        build = [sys.executable, str(ROOT / "server.py"), "build", "out"]
        ours = run_cpu(build, folder)
        theirs = run_cpu(["hugo", "--quiet"], folder / "hugo")
        (folder / "events.toml").write_text(retitled(text, events // 2, "Vigil"))
        edited = run_cpu(build, folder)
        our_files, our_octets = files_in(folder / "out")
        their_files, their_octets = files_in(folder / "hugo/public")
    return {
        "Handbill: files": our_files,
        "Handbill: octets a file": our_octets / our_files,
        "Handbill: ms of CPU a file": 1000 * ours / our_files,
        "Hugo: files": their_files,
        "Hugo: octets a file": their_octets / their_files,
        "Hugo: ms of CPU a file": 1000 * theirs / their_files,
        "CPU a file, Handbill / Hugo": (ours / our_files) / (theirs / their_files),
        "CPU an octet, Handbill / Hugo": (ours / our_octets) / (theirs / their_octets),
        "after one edit / first build": edited / ours,
    }


def main(events: int, runs: int) -> None:
    """Print the median of each figure."""
    found = [measure(events) for _ in range(runs)]
    for name in found[0]:
        print(f"{name}: {statistics.median(one[name] for one in found):.3g}")


if __name__ == "__main__":
    if not shutil.which("hugo"):
        sys.exit("there is no hugo here; Debian's package has it")
    parser = argparse.ArgumentParser(prog="python -m bench.hugo")
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=1, help="runs to take the median of")
    options = parser.parse_args()
    main(options.events, options.runs)

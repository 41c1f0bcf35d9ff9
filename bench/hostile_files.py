"""Measure what one hostile file can do to `check` and to a running server's reload.

    python -m bench.hostile_files [--only NAME] [--tomllib]

Makes each file of the table below, up to 5 MB, and reads it in a process of its own: with `check`,
as the edit of a list that was good before and, with --tomllib, with tomllib alone. Prints the
seconds of CPU, the most memory that was in use, and how it ended. Exit code 1: one took more than 2
s or 300 MB, or ended with a traceback.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

MOST_SECONDS, MOST_MB = 2.0, 300
OCTETS = 5_000_000
HEAD = """\
[calendar]
title = "Test calendar"
timezone = "America/Chicago"
domain = "calendar.chicago.org"
[organizations]
koco = "KOCO"
[venues.federal-plaza]
name = "Federal Plaza"
coordinates = [41.87879, -87.6297]
"""
EVENT = '[[events]]\nid = "rally"\ntitle = "Rally"\nwhen = "March 20, 2027, 1 PM"\n'
RELOAD = """
import sys
from pathlib import Path
from feeds.watch import OpenList
file, good = Path("events.toml"), Path("good.toml")
bad = file.read_bytes()
file.write_bytes(good.read_bytes())
opened = OpenList(file, None)
file.write_bytes(bad)
problems = opened.refresh()
assert problems is not None
"""
TOMLLIB = """
import tomllib
from pathlib import Path
try:
    tomllib.loads(Path("events.toml").read_text("utf-8"))
except (ValueError, RecursionError):
    pass
"""
BELL = r"\u0007"
Files = dict[str, str]


def lines(count: int, line: Callable[[int], str]) -> str:
    """Return `count` lines, or as many as make five million octets."""
    made, octets = [], 0
    for number in range(count):
        text = line(number)
        octets += len(text)
        if octets > OCTETS:
            break
        made.append(text)
    return "".join(made)


def events(count: int, more: Callable[[int], str]) -> str:
    """Return a list with so many events, each with further lines."""
    return HEAD + lines(
        count, lambda number: EVENT.replace("rally", f"rally-{number}") + more(number) + "\n"
    )


def list_of(item: Callable[[int], str], count: int) -> str:
    """Return a list of texts on one line."""
    return "[" + ", ".join(f'"{item(number)}"' for number in range(count)) + "]"


def rule(text: str) -> str:
    """Return an event with a rule."""
    return f'{HEAD}{EVENT}rrule = "{text}"\n'


def boundaries(features: str) -> Files:
    """Return a list whose neighborhoods lie in these areas."""
    head = HEAD.replace(
        "[organizations]", 'boundaries = { file = "areas.json", name = "name" }\n[organizations]'
    )
    return {"events.toml": head + EVENT, "areas.json": '{"features": [' + features + "]}"}


def area(properties: str, coordinates: str) -> str:
    """Return a GeoJSON feature."""
    return f'{{"properties": {properties}, "geometry": {{"type": "Polygon", "coordinates": {coordinates}}}}}'


NAMED = '{"name": "Loop"}'
LIST: dict[str, Callable[[], str]] = {
    "12,000 unknown hosts in one line": lambda: (
        HEAD + EVENT + f"hosts = {list_of('host {}'.format, 12_000)}\n"
    ),
    "400,000 hosts in one line": lambda: HEAD + EVENT + f"hosts = {list_of(str, 400_000)}\n",
    "a key of 20,000 parts": lambda: HEAD + "a." * 20_000 + "a = 1\n",
    "a quoted key of 20,000 parts": lambda: HEAD + EVENT + '"a" . ' * 20_000 + "a = 1\n",
    "a header of 2,000,000 parts": lambda: HEAD + "[" + "a." * 2_000_000 + "a]\n",
    "an inline key of 20,000 parts": lambda: (
        HEAD + EVENT + "venue = { " + "a." * 20_000 + "a = 1 }\n"
    ),
    "inline tables 300 deep": lambda: (
        HEAD + "[topics]\na = " + "{ a = " * 300 + "1" + " }" * 300 + "\n"
    ),
    "lists 300 deep": lambda: HEAD + "[topics]\na = " + "[" * 300 + "]" * 300 + "\n",
    "brackets 1,000,000 deep": lambda: HEAD + "a = " + "[" * 1_000_000 + "\n",
    "1,000 twins": lambda: events(1_000, lambda number: 'venue = "Federal Plaza"'),
    "1,000 events with nearly one title": lambda: events(1_000, lambda number: "").replace(
        'title = "Rally"', 'title = "Rally of all the unions of the city"'
    ),
    "5,000 events of a week": lambda: (
        lines(1, lambda _: HEAD)
        + lines(
            5_000,
            lambda number: EVENT.replace("rally", f"rally-{number}").replace(
                '"Rally"',
                f'"Rally and march of the {"abcdefghij"[number % 10]}{number * 7919 % 99991:x} union"',
            ),
        )
    ),
    "a rule for the 31st of February": lambda: rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31;COUNT=5"),
    "a first Monday on the 15th": lambda: rule("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=15;COUNT=5"),
    "a week in no month": lambda: rule("FREQ=DAILY;BYMONTH=7;BYYEARDAY=1;COUNT=5"),
    "a position that no month has": lambda: rule("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=200;COUNT=5"),
    "1,000 rules for days that never come": lambda: events(
        1_000, lambda number: f'rrule = "FREQ=DAILY;BYMONTH=7;BYYEARDAY={number % 100 + 1};COUNT=5"'
    ),
    "300 series of 100 dates": lambda: events(300, lambda number: 'rrule = "FREQ=DAILY;COUNT=100"'),
    "1,000 series of 100 dates": lambda: events(
        1_000, lambda number: 'rrule = "FREQ=DAILY;COUNT=100"'
    ),
    "20,000 series of 100 dates": lambda: events(
        20_000, lambda number: 'rrule = "FREQ=DAILY;COUNT=100"'
    ),
    "a title of 5 MB": lambda: HEAD + EVENT.replace("Rally", "Rally! " * 700_000),
    "a description of 5 MB": lambda: HEAD + EVENT + f'description = "{"Come all! " * 490_000}"\n',
    "a description of 5 MB of tags": lambda: (
        HEAD + EVENT + f'description = "{"<b>a</b> " * 540_000}"\n'
    ),
    "a description of 5 MB of entities": lambda: (
        HEAD + EVENT + f'description = "{"&amp;" * 990_000}"\n'
    ),
    "a text of 5 MB that is not closed": lambda: HEAD + EVENT + 'description = "' + "a" * 4_900_000,
    "a comment of 5 MB": lambda: HEAD + EVENT + "#" + "a b " * 1_220_000 + "\n",
    "a key of 5 MB": lambda: HEAD + EVENT + "a" * 4_900_000 + " = 1\n",
    "an id of 5 MB": lambda: HEAD + EVENT.replace("rally", "rally " * 800_000),
    "a `when` of 5 MB": lambda: HEAD + EVENT.replace("1 PM", "1 PM " * 900_000),
    "a `when` of 5 MB of hyphens": lambda: HEAD + EVENT.replace("1 PM", "-" * 4_900_000),
    "a pin of 5 MB": lambda: (
        HEAD.replace("[41.87879, -87.6297]", '"' + "8" * 4_900_000 + '"') + EVENT
    ),
    "a link of 5 MB": lambda: HEAD + EVENT + f'url = "https://chicago.gov/{"a" * 4_900_000}"\n',
    "a number of 5,000 digits": lambda: HEAD + EVENT + "and_others = " + "9" * 5_000 + "\n",
    "450,000 empty events": lambda: HEAD + "[[events]]\n" * 450_000,
    "300,000 unknown keys": lambda: HEAD + EVENT + lines(300_000, "k{} = 1\n".format),
    "300,000 unknown tables": lambda: HEAD + EVENT + lines(300_000, "[t{}]\n".format),
    "200,000 unknown languages": lambda: (
        HEAD
        + EVENT.replace(
            '"Rally"', "{ " + ", ".join(f'a{number} = "b"' for number in range(200_000)) + " }"
        )
    ),
    "100,000 organizations": lambda: (
        HEAD.replace('koco = "KOCO"\n', lines(100_000, lambda n: f'o{n} = "Organization {n}"\n'))
        + EVENT
    ),
    "200,000 organizations of one name": lambda: (
        HEAD.replace('koco = "KOCO"\n', lines(200_000, lambda n: f'o{n} = "KOCO"\n')) + EVENT
    ),
    "5 MB of commas": lambda: HEAD + EVENT + f'contact = "{"," * 4_900_000}"\n',
    "300,000 telephone numbers": lambda: HEAD + EVENT + "# 312-555-0142\n" * 300_000,
    "300,000 telephone numbers in one line": lambda: (
        HEAD + EVENT + "#" + "312-555-0142, " * 300_000 + "\n"
    ),
    "5 MB of digits": lambda: HEAD + EVENT + "#" + "312 555 " * 600_000 + "\n",
    "200,000 mail addresses": lambda: HEAD + EVENT + "# someone@gmail.com\n" * 200_000,
    "200,000 mail addresses in one line": lambda: (
        HEAD + EVENT + "# " + "someone@gmail.com " * 200_000 + "\n"
    ),
    "150,000 secret links": lambda: HEAD + EVENT + "# https://zoom.us/j/1?pwd=2\n" * 150_000,
    "300,000 control characters": lambda: (
        HEAD + EVENT + f"topics = {list_of(lambda _: BELL, 300_000)}\n"
    ),
    "300,000 repeated dates": lambda: (
        HEAD
        + EVENT.replace(
            '"March 20, 2027, 1 PM"', list_of(lambda _: "March 20, 2027, 1 PM", 200_000)
        )
    ),
    "100,000 changes": lambda: (
        HEAD
        + EVENT.replace('"March 20, 2027, 1 PM"', '["March 20, 2027, 1 PM"]')
        + "[events.changes]\n"
        + lines(
            100_000, lambda number: f'"{2000 + number % 7999}-01-{number % 28 + 1:02}" = {{}}\n'
        )
    ),
    "the first year": lambda: HEAD + EVENT.replace("2027", "0001"),
    "the last year": lambda: HEAD + EVENT.replace('"March 20, 2027, 1 PM"', "9999-12-31T23:59:59"),
    "the last year with an offset": lambda: (
        HEAD + EVENT.replace('"March 20, 2027, 1 PM"', "9999-12-31T23:59:59-12:00")
    ),
    "the first year with an offset": lambda: (
        HEAD + EVENT.replace('"March 20, 2027, 1 PM"', "0001-01-01T00:00:00+12:00")
    ),
    "a rule until the last year": lambda: rule("FREQ=DAILY;UNTIL=99991231T235959Z"),
    "5 MB of newlines": lambda: HEAD + EVENT + "\n" * 4_900_000,
    "5 MB of NUL": lambda: HEAD + EVENT + "\0" * 4_900_000,
    "no UTF-8": lambda: HEAD + EVENT + "# \udcff" * 1_000_000,
}
AREAS: dict[str, Callable[[], str]] = {
    "areas without properties": lambda: area("null", "[]"),
    "an area that is a number": lambda: "1",
    "an area without geometry": lambda: f'{{"properties": {NAMED}, "geometry": null}}',
    "an empty ring": lambda: area(NAMED, "[[[0, 0], [0, 9], [9, 9]], []]"),
    "rings of nothing": lambda: area(NAMED, "[[], [[0, 0]]]"),
    "an area at NaN": lambda: area(NAMED, "[[[NaN, 0], [0, NaN], [Infinity, 9]]]"),
    "an area of texts": lambda: area(NAMED, '[[["a", "b"]]]'),
    "an area of long numbers": lambda: area(NAMED, f"[[[{'9' * 5_000}, 0]]]"),
    "areas 1,000,000 deep": lambda: "[" * 1_000_000,
    "an area of 300,000 corners": lambda: area(
        NAMED, f"[[{', '.join(['[-87.1, 41.2]'] * 300_000)}]]"
    ),
    "50,000 areas": lambda: ", ".join([area(NAMED, "[[[0, 0], [0, 9], [9, 9]]]")] * 50_000),
}
FILES: dict[str, Callable[[], Files]] = {
    name: lambda make=make: {"events.toml": make()} for name, make in LIST.items()
}
FILES |= {name: lambda make=make: boundaries(make()) for name, make in AREAS.items()}


def measured(command: list[str], folder: Path) -> tuple[float, float, str]:
    """Run a command in a folder; return its seconds of CPU, its most memory in MB, and how it ended."""
    with (folder / "out").open("wb") as out:
        root = str(Path(__file__).parent.parent)
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": root},
        )
        _, status, used = os.wait4(process.pid, 0)
    output = (folder / "out").read_text("utf-8", "replace")
    end = "traceback" if "Traceback" in output else str(os.waitstatus_to_exitcode(status))
    return (
        used.ru_utime + used.ru_stime,
        used.ru_maxrss / 1024,
        f"{end}, {len(output):,} characters",
    )


def measure(name: str, *, tomllib: bool) -> Iterator[tuple[str, float, float, str]]:
    """Yield how `check`, a reload and perhaps tomllib alone take one of the files."""
    root = Path(__file__).parent.parent
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for file, text in FILES[name]().items():
            (folder / file).write_bytes(text.encode("utf-8", "surrogateescape"))
        (folder / "good.toml").write_text(HEAD + EVENT)
        yield "check", *measured([sys.executable, str(root / "server.py"), "check"], folder)
        yield "reload", *measured([sys.executable, "-c", RELOAD], folder)
        if tomllib:
            yield "tomllib", *measured([sys.executable, "-c", TOMLLIB], folder)


def main() -> int:
    """Measure every file; return 1 when one is over the bounds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", help="files whose name has this in it", default="")
    parser.add_argument("--tomllib", help="what tomllib takes by itself, too", action="store_true")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000, resource.RLIM_INFINITY))
    failed = 0
    for name in FILES:
        if options.only not in name:
            continue
        for command, seconds, megabytes, end in measure(name, tomllib=options.tomllib):
            over = seconds > MOST_SECONDS or megabytes > MOST_MB or "traceback" in end
            failed += over
            print(
                f"{'!' if over else ' '} {name:45} {command:7} {seconds:6.2f} s {megabytes:6.0f} MB  {end}",
                flush=True,
            )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

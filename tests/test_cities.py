"""Small lists of other cities: what their feeds, pages and reports say, as it was read by eye.

Each list in cases/cities has a text of its own beside it. Its second line says what was published
first.
"""

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest

from desk.preview import against_published, as_lines
from feeds.catalog import as_text
from feeds.inputs import Files, read_inputs
from feeds.publishing import publish
from feeds.watch import OpenList
from tests.lists import ROOT, SITE, body

CITIES = ROOT / "tests" / "cases" / "cities"
FIRST = re.compile(r'^# First published with "(.*)" for "(.*)"\.$', re.MULTILINE)
LINE = re.compile(r"^([A-Z-]+)(?:;[^:\n]*)?:(.*)$", re.MULTILINE)
DAY = date(2032, 3, 15)
SHOWN = ("NAME", "SUMMARY", "LOCATION", "DESCRIPTION")


def test_every_city_has_its_text() -> None:
    lists = {file.stem for file in CITIES.glob("*.toml")}
    assert {"berlin", "sao-paulo"} <= lists == {file.stem for file in CITIES.glob("*.txt")}


@pytest.mark.parametrize("file", sorted(CITIES.glob("*.toml")), ids=lambda file: file.stem)
def test_a_city_reads_right_in_its_language(file: Path, tmp_path: Path) -> None:
    output = "\n".join(read(file.read_text("utf-8"), tmp_path / "events.toml")) + "\n"
    assert output == file.with_suffix(".txt").read_text("utf-8"), output


def read(text: str, file: Path) -> list[str]:
    """Return what a list says once it is published, and one event of it moved."""
    match = FIRST.search(text)
    assert match
    file.write_text(text.replace(match[2], match[1]).replace("moved = ", "# moved = "), "utf-8")
    publish(read_inputs(Files(file), SITE, lambda zone: DAY), datetime(2032, 3, 1, tzinfo=UTC))
    file.write_text(text, "utf-8")
    opened = OpenList(file, SITE, today=lambda zone: DAY)
    made, language = opened.snapshot, opened.inputs.loaded.catalog.calendar.languages[0]
    problems = "".join(map(as_text, opened.inputs.problems)).replace(str(file), "events.toml")
    lines = [
        "== check",
        problems.rstrip(),
        "== preview",
        as_lines(against_published(made.edition)).rstrip(),
    ]
    lines.append("== calendar")
    for name, value in LINE.findall(unfolded(body(made, "/feeds/all.ics"))):
        if name in SHOWN:
            lines.append(f"{name}: {plain(value)}")
    lines.append("== news")
    lines += re.findall("<title>(.*)</title>", body(made, "/feeds/all.atom").decode())
    lines.append("== pages")
    for event in made.catalog.events:
        page = body(made, f"/events/{event.id}/").decode()
        lines += [unescape(when) for when in re.findall(r"<dd><time[^>]*>(.*?)</time>", page)]
    month = body(made, "/month/2032-03/").decode()
    lines.append(" ".join(re.findall('<th scope="col">(.*?)</th>', month)))
    lines.append(" ".join(re.findall('class="hour">(.*?)</span>', month)))
    assert f'<html lang="{language}"' in month
    return lines


def unfolded(content: bytes) -> str:
    """Return the content lines of a calendar (RFC 5545, 3.1)."""
    return content.replace(b"\r\n ", b"").replace(b"\r\n", b"\n").decode()


def plain(value: str) -> str:
    """Return a TEXT as a calendar program shows it, in one line."""
    return re.sub(r"\\(.)", lambda match: " / " if match[1] == "n" else match[1], value)

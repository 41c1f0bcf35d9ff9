"""places.jsonl: the geocoder's answer for each address, a line each, which diffs well."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeds.catalog import Point
from feeds.files import content_of, keep_lines, only_writer, read_lines, write_lines

FILE = "places.jsonl"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of `service` on `date` (ISO): a point and its precision, or why there is none."""

    address: str
    service: str
    date: str
    point: Point | None = None
    precision: str = ""
    reason: str = ""


def read_answers(content: bytes) -> tuple[dict[str, Answer], list[int]]:
    """Return the answers by address, and the numbers of damaged lines.

    Of two lines for one address, the later counts.
    """
    answers: dict[str, Answer] = {}
    damaged = []
    for number, line in read_lines(content):
        answer = _answer(line)
        if answer is None:
            damaged.append(number)
        else:
            answers[answer.address] = answer
    return answers, damaged


def write_answers(answers: Iterable[Answer]) -> bytes:
    """Return places.jsonl, sorted by address."""
    return write_lines(map(_line, sorted(answers, key=lambda answer: answer.address)))


def keep(folder: Path, new: Iterable[Answer]) -> None:
    """Add new answers to the folder's places.jsonl, under `only_writer`.

    Raise OSError when the file cannot be written; it is then left as it was.
    """
    with only_writer(folder):
        known, damaged = read_answers(content_of(folder / FILE))
        known |= {answer.address: answer for answer in new}
        keep_lines(folder / FILE, write_answers(known.values()), damaged=bool(damaged))


def forget(folder: Path, listed: Container[str]) -> None:
    """Remove the addresses that are not `listed` from the folder's places.jsonl.

    The caller must hold `only_writer`. Raise OSError when the file cannot be written; it is then
    left as it was.
    """
    known, damaged = read_answers(content_of(folder / FILE))
    needed = [answer for answer in known.values() if answer.address in listed]
    keep_lines(folder / FILE, write_answers(needed), damaged=bool(damaged))


def is_on_earth(point: Point) -> bool:
    """Return whether a point has a latitude and a longitude; NaN is neither."""
    return abs(point.latitude) <= 90 and abs(point.longitude) <= 180


def _answer(line: dict[str, Any]) -> Answer | None:
    """Return the answer of a line, or None for a damaged one."""
    address, service, date = (line.get(key) for key in ("address", "service", "date"))
    if not (isinstance(address, str) and isinstance(service, str) and isinstance(date, str)):
        return None
    if "reason" in line:
        return Answer(address, service, date, reason=str(line["reason"]))
    pair = line.get("coordinates")
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    if any(type(number) not in (int, float) for number in pair) or not is_on_earth(Point(*pair)):
        return None
    return Answer(address, service, date, Point(*map(float, pair)), str(line.get("precision", "")))


def _line(answer: Answer) -> dict[str, Any]:
    source = {"service": answer.service, "date": answer.date}
    if answer.point is None:
        return {"address": answer.address, **source, "reason": answer.reason}
    found = {"address": answer.address, "coordinates": [*answer.point]}
    return {**found, **source, "precision": answer.precision}

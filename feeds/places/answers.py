"""places.jsonl: what a geocoder said of each address, one line an address, for anyone to audit in a diff."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeds.catalog import Point
from feeds.files import only_writer, read_lines, write_lines, write_whole

FILE = "places.jsonl"


@dataclass(frozen=True, slots=True)
class Answer:
    """What `service` said on `date` (ISO): a point and how precise it is, or the reason why there is none."""

    address: str
    service: str
    date: str
    point: Point | None = None
    precision: str = ""
    reason: str = ""


def read_answers(content: bytes) -> tuple[dict[str, Answer], list[int]]:
    """Return the answers by address, of two lines for one address the later, and the damaged lines' numbers."""
    objects, damaged = read_lines(content)
    answers: dict[str, Answer] = {}
    for number, line in objects:
        answer = _answer(line)
        if answer is None:
            damaged.append(number)
        else:
            answers[answer.address] = answer
    return answers, sorted(damaged)


def write_answers(answers: Iterable[Answer]) -> bytes:
    """Return places.jsonl, sorted by address."""
    return write_lines(_line(answer) for answer in sorted(answers, key=lambda answer: answer.address))


def keep(folder: Path, new: Iterable[Answer], listed: Container[str] | None = None) -> None:
    """Put new answers into the folder's places.jsonl; leave out addresses not `listed`, where that is given.

    A damaged file is set aside and written anew from its good lines. Raise OSError when the file cannot be
    written (BlockingIOError: another process is writing); it is then as it was.
    """
    with only_writer(folder):
        file = folder / FILE
        content = file.read_bytes() if file.exists() else b""
        known, damaged = read_answers(content)
        known |= {answer.address: answer for answer in new}
        kept = write_answers(answer for answer in known.values() if listed is None or answer.address in listed)
        if damaged:
            write_whole(folder / f"{FILE}.damaged", content)
        if kept != content:
            write_whole(file, kept)


def _answer(line: dict[str, Any]) -> Answer | None:
    address, service, date = line.get("address"), line.get("service"), line.get("date")
    if not (isinstance(address, str) and isinstance(service, str) and isinstance(date, str)):
        return None
    if "reason" in line:
        return Answer(address, service, date, reason=str(line["reason"]))
    point = line.get("coordinates")
    if not (isinstance(point, list) and len(point) == 2 and all(type(n) in (int, float) for n in point)):
        return None
    if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
        return None
    return Answer(address, service, date, Point(*map(float, point)), str(line.get("precision", "")))


def _line(answer: Answer) -> dict[str, Any]:
    where = {"address": answer.address}
    who = {"service": answer.service, "date": answer.date}
    if answer.point is None:
        return {**where, **who, "reason": answer.reason}
    return {**where, "coordinates": [*answer.point], **who, "precision": answer.precision}

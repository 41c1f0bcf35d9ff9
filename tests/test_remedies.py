"""The lines that reports give a volunteer to write: pasted, they pass."""

import re
from datetime import date
from pathlib import Path

import pytest

from desk.record_problems import record_problems
from feeds.catalog import ListError, Problem, load
from feeds.watch import OpenList
from tests.lists import HEAD, ROOT, event

BAD = ROOT / "tests" / "cases" / "bad"
PASTED = re.compile(r"write (?P<line>(?P<key>\w+) = .*?)(?: instead|, and remove .*)?")
TODAY = date(2026, 11, 28)


def problems(text: str) -> tuple[Problem, ...]:
    """Return the problems of a list."""
    try:
        return load("events.toml", lambda name: {name: text.encode()}).problems
    except ListError as error:
        return error.problems


def without(text: str, key: str) -> str:
    """Return a list without the line of a key of its last event."""
    head, mark, last = text.rpartition("[[events]]")
    return head + mark + re.sub(rf"^{key} = .*\n", "", last, flags=re.MULTILINE)


FOREIGN = (
    "end",
    "end-time",
    "date-time",
    "date-toml",
    "location",
    "location-new",
    "price",
    "price-number",
    "age",
)


FOREIGN_FILES = [*(f"event-{name}" for name in FOREIGN), "event-organizer", "status-full"]


@pytest.mark.parametrize("name", FOREIGN_FILES)
def test_the_line_for_a_foreign_key_passes(name: str) -> None:
    text = (BAD / f"{name}.toml").read_text("utf-8")
    (problem,) = problems(text)
    pasted = PASTED.fullmatch(problem.remedy)
    assert pasted, problem.remedy
    for key in (*re.findall(r'"(\w+)"', problem.found), *problem.key.split(".")[1:], pasted["key"]):
        text = without(text, key)
    assert problems(text + pasted["line"] + "\n") == ()


@pytest.mark.parametrize("name", ["names-in-one-text", "names-in-one-item"])
def test_the_names_of_one_text_pass(name: str) -> None:
    text = (BAD / f"{name}.toml").read_text("utf-8")
    (problem,) = problems(text)
    names = problem.remedy.removeprefix("write ").strip("[]")
    assert problems(without(text, "hosts") + f"hosts = [{names}]\n") == ()


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("KOCO", '"KOCO"'),
        ("KOCO, CDSA", '"KOCO", "CDSA"'),
        ("KOCO and CDSA", '"KOCO", "CDSA"'),
        ("KOCO; CDSA, and Bread and Roses", '"KOCO", "CDSA", "Bread and Roses"'),
        ("Nobody and Nothing", '"Nobody and Nothing"'),
        ("Bread, Roses and Co.", '"Bread, Roses and Co."'),
    ],
)
def test_a_text_with_names_is_taken_apart_where_somebody_has_them(written: str, names: str) -> None:
    known = (
        'bread-and-roses = "Bread and Roses"\nbread-co = "Bread, Roses and Co."\n\n[neighborhoods]'
    )
    text = HEAD.replace("[neighborhoods]", known) + event(hosts=f'"{written}"')
    (problem,) = problems(text)
    assert problem.remedy == f"write [{names}]"


HEADERLESS = ("", "-title-first", "-after-venue", "-first", "-among-names")


@pytest.mark.parametrize("name", HEADERLESS)
def test_an_event_without_its_header_passes_with_it(name: str) -> None:
    text = (BAD / f"event-without-header{name}.toml").read_text("utf-8")
    (problem,) = problems(text)
    assert "[[events]] on a line of its own above" in problem.remedy
    lines = text.splitlines(keepends=True)
    lines.insert(problem.line - 1, "[[events]]\n")
    text = "".join(lines)
    if name in ("-first", "-among-names"):  # what follows it are tables again
        calendar, _, event = text.partition("[[events]]\n")
        event, _, rest = event.partition("\n\n")
        text = f"{calendar}{rest}\n[[events]]\n{event}\n"
    assert problems(text) == ()


@pytest.mark.parametrize(
    ("when", "warned"),
    [
        ("March 20, 2017, 1 PM – 3 PM", True),
        ("November 28, 2025, 1 PM", True),
        ("March 20 – 22, 2017", True),
        ("November 29, 2025, 1 PM", False),
        ("November 29, 2026, 1 PM", False),
    ],
)
def test_an_event_of_years_ago_that_was_never_published(
    tmp_path: Path, when: str, warned: bool
) -> None:
    file = tmp_path / "events.toml"
    file.write_text(HEAD + event("old", when=f'"{when}"'), "utf-8")
    assert list(record_problems(OpenList(file, None, today=lambda zone: TODAY).inputs)) == []
    (tmp_path / "published.jsonl").write_text('{"version": 1}\n', "utf-8")
    opened = OpenList(file, None, today=lambda zone: TODAY)
    found = [(p.key, p.severity, p.remedy) for p in record_problems(opened.inputs)]
    remedy = "if it is still to come, correct the year; else remove the event"
    assert found == ([("old.when", "warning", remedy)] if warned else [])

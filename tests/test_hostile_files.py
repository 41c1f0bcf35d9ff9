"""What one file can cost: work that grows no faster than the file, and a report of bounded length."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from bench.hostile_files import AREAS, EVENT, HEAD, LIST, area, events, list_of
from feeds.catalog import ListError, Point, Problem, as_github, as_text, load
from feeds.catalog.node import MOST_ERRORS, MOST_FINDINGS
from feeds.places.boundaries import BoundariesError, read_boundaries

HARMLESS = ("an empty ring", "rings of nothing")
LONGEST_REPORT = 400_000  # characters
# lists by a size; of those that say so in words, the rest is not read
GROWS: dict[str, Callable[[int], str]] = {
    "unknown hosts in one line": lambda size: (
        HEAD + EVENT + f"hosts = {list_of('host {}'.format, size)}\n"
    ),
    "parts of a key": lambda size: HEAD + "a." * size + "a = 1\n",
    "quoted parts of a key": lambda size: HEAD + EVENT + '"a" . ' * size + "a = 1\n",
    "parts of a header": lambda size: HEAD + "[" + "a." * size + "a]\n",
    "parts of a key in braces": lambda size: (
        HEAD + EVENT + "venue = { " + "a." * size + "a = 1 }\n"
    ),
    "twins": lambda size: events(size, lambda number: 'venue = "Federal Plaza"'),
    "twins of one title": lambda size: events(size, lambda number: "").replace(
        '"Rally"', '"Rally of all the unions"'
    ),
    "empty events": lambda size: HEAD + "[[events]]\n" * size,
    "unknown keys": lambda size: (
        HEAD + EVENT + "".join(f"k{number} = 1\n" for number in range(size))
    ),
    "unknown tables": lambda size: (
        HEAD + EVENT + "".join(f"[t{number}]\n" for number in range(size))
    ),
    "telephone numbers": lambda size: HEAD + EVENT + "# 312-555-0142\n" * size,
    "mail addresses": lambda size: HEAD + EVENT + "# someone@gmail.com\n" * size,
    "secret links": lambda size: HEAD + EVENT + "# https://zoom.us/j/1?pwd=2\n" * size,
    "control characters": lambda size: (
        HEAD + EVENT + f"topics = {list_of(lambda _: chr(92) + 'u0007', size)}\n"
    ),
    "a long title": lambda size: HEAD + EVENT.replace("Rally", "Rally! " * size),
    "a long description": lambda size: HEAD + EVENT + f'description = "{"Come all! " * size}"\n',
    "a long key": lambda size: HEAD + EVENT + "a" * size + " = 1\n",
    "a long id": lambda size: HEAD + EVENT.replace("rally", "rally " * size),
    "a long date": lambda size: HEAD + EVENT.replace("1 PM", "1 PM " * size),
    "tags": lambda size: HEAD + EVENT + f'description = "{"<b>a</b> " * size}"\n',
}


def read(text: str) -> tuple[Problem, ...]:
    """Return the problems of a list."""
    try:
        return load("events.toml", lambda name: {name: text.encode()}).problems
    except ListError as error:
        return error.problems


def measured(text: str) -> tuple[int, tuple[Problem, ...]]:
    """Return how many calls a reading takes, and the problems that it finds."""
    calls = 0

    def count(frame: object, event: str, arg: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = read(text)
    finally:
        sys.setprofile(None)
    return calls, found


@pytest.mark.parametrize("name", GROWS)
def test_a_file_of_twice_the_size_takes_no_more_than_twice_the_work(name: str) -> None:
    read(GROWS[name](1000))  # what is made once is made now
    once, _ = measured(GROWS[name](1000))
    twice, found = measured(GROWS[name](2000))
    assert twice < 2.2 * once
    assert found or name == "a long description"
    assert len(found) <= 3 * MOST_FINDINGS
    assert (
        sum(len(as_text(problem)) + len(as_github(problem)) for problem in found) < LONGEST_REPORT
    )
    assert sum(len(problem.text) + len(problem.found) for problem in found) < LONGEST_REPORT


def test_many_equal_problems_are_ten_and_a_number() -> None:
    found = read(HEAD + EVENT + "# 312-555-0142\n" * 200)
    assert [problem.more for problem in found] == [0] * 9 + [190]
    assert "a telephone number, 312-555-0142 (and in 190 more places)\n" in as_text(found[-1])


def test_after_many_errors_the_rest_is_not_read() -> None:
    found = read(HEAD + EVENT + f"hosts = {list_of('host {}'.format, 1000)}\n")
    assert len(found) == MOST_ERRORS + 2
    assert found[0].found == "more than 100 errors: the rest was not read"


def test_after_many_errors_what_was_not_read_may_be_no_toml() -> None:
    many = HEAD + EVENT + f"hosts = {list_of('host {}'.format, 1000)}\n"
    found = read(many + '[[events]]\nid = "b"\n= 3\n')
    assert found == read(many)


@pytest.mark.parametrize(
    ("bound", "text", "found"),
    [
        (
            "head.MOST_NOUNS",
            HEAD.replace("[venues", 'a = "A"\nb = "B"\nc = "C"\n[venues') + EVENT,
            "4 organizations, at",
        ),
        (
            "events.MOST_REPEATED",
            HEAD + EVENT + 'rrule = "FREQ=DAILY;COUNT=9"\n',
            "more than 3 dates of series",
        ),
        (
            "source.MOST_TABLES",
            HEAD + EVENT + "".join(map("[t{}]\n".format, range(60))),
            "more than 3 tables",
        ),
    ],
)
def test_more_than_anybody_lists_is_refused(
    bound: str, text: str, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any(problem.found.startswith(found) for problem in read(text))
    monkeypatch.setattr(f"feeds.catalog.{bound}", 3)
    assert [problem for problem in read(text) if problem.found.startswith(found)]


def test_dates_of_series_that_were_read_before_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    one = HEAD + EVENT + 'rrule = "FREQ=DAILY;COUNT=9"\n'
    before = load("events.toml", lambda name: {name: one.encode()})
    monkeypatch.setattr("feeds.catalog.events.MOST_REPEATED", 12)
    both = one + one[one.index("[[events]]") :].replace("rally", "march").replace(
        "March 20", "May 20"
    )
    with pytest.raises(ListError) as caught:
        load("events.toml", lambda name: {name: both.encode()}, before)
    assert [problem.found for problem in caught.value.problems] == ["more than 12 dates of series"]


def test_what_comes_after_many_errors_is_neither_parsed_nor_searched() -> None:
    wrong = HEAD + "[[events]]\n" * 200
    once, _ = measured(wrong)
    with_rest, found = measured(wrong + events(1000, lambda number: "")[len(HEAD) :])
    assert found == read(wrong)
    assert with_rest - once < 10 * 1000


def test_many_warnings_keep_no_list_out() -> None:
    loaded = load("events.toml", lambda name: {name: (HEAD + "".join(warned)).encode()})
    assert len(loaded.catalog.events) == len(warned)
    assert len(loaded.problems) == MOST_FINDINGS


warned = [
    EVENT.replace("rally", f"rally-{number}").replace('"Rally"', f'"<b>{number}</b>"')
    for number in range(400)
]


@pytest.mark.parametrize(
    "name", [name for name in LIST if "year" in name or "never" in name or "deep" in name]
)
def test_times_at_the_edges_and_deep_tables_are_refused_in_words(name: str) -> None:
    assert any(problem.severity == "error" for problem in read(LIST[name]()))


@pytest.mark.parametrize("name", [name for name in AREAS if "0,000" not in name])
def test_areas_that_are_none_are_refused_in_words(name: str) -> None:
    content = ('{"features": [' + AREAS[name]() + "]}").encode()
    if name in HARMLESS:
        assert read_boundaries(content, "name").area(Point(5.0, 1.0)) in ("Loop", None)
    else:
        with pytest.raises(BoundariesError):
            read_boundaries(content, "name")


def test_areas_a_million_deep_are_refused_in_words() -> None:
    with pytest.raises(BoundariesError):
        read_boundaries(b"[" * 1_000_000, "name")


def test_a_corner_at_infinity_is_refused() -> None:
    coordinates = json.dumps([[[float("inf"), 0], [0, 1], [1, 1]]])
    with pytest.raises(BoundariesError, match="a corner at inf"):
        read_boundaries(
            ('{"features": [' + area('{"name": "Loop"}', coordinates) + "]}").encode(), "name"
        )

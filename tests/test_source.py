"""The scan that finds where keys and values stand, judged by tomllib; and what a file may look like in bytes."""

import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalog import ListError, Problem, load
from feeds.catalog.positions import FilePositions, Mark
from feeds.catalog.problems import Path
from feeds.catalog.source import Source, SplitError, parse_event, read_source
from tests.lists import EVENT, HEAD, ROOT, loaded

COMMENTS = ("", "", "# [a] \"b\" 'c' {d} = e", '# """', "# it's 3 o'clock", "#")
LITERALS = (
    *(
        '""',
        '"a"',
        '"\\""',
        '"\\\\"',
        '"# no comment"',
        '"[x] = {y}"',
        "''",
        "'\\'",
        "'a \"b\" c'",
        "'#'",
    ),
    *(
        '"""a"""',
        '"""\na\n[b]\nc = "d"\n"""',
        '"""a "quoted" word"""',
        '"""x"""""',
        '""""""',
        '"""a \\""" b"""',
    ),
    *(
        "'''a'''",
        "'''\n'a' \"\"\" # b\n'''",
        "'''x'''''",
        '"""a \\\n    b"""',
        '"""\\\\"""',
        "'''\\'''",
    ),
    *(
        "0",
        "+17",
        "-1_000",
        "0xDEAD_beef",
        "0b01",
        "1.5",
        "-0.25",
        "6.02e23",
        "1e-3",
        "+inf",
        "nan",
        "true",
        "false",
    ),
    *(
        "2021-03-20",
        "13:30:00",
        "13:30:00.5",
        "2021-03-20T13:30:00",
        "2021-03-20 13:30:00.25",
        "2021-03-20t13:30:00Z",
    ),
    *(
        "2021-03-20 13:30:00-05:00",
        "[]",
        "[ ]",
        "{}",
        "{ }",
        "[[]]",
        "[[1, 2], [3]]",
        "[[{ a = [1] }]]",
        "[\n]",
    ),
)
KEYS = (
    "a",
    "B-c",
    "_d",
    "1",
    "2021-03",
    "3_4",
    "a b",
    "x.y",
    "é",
    "[",
    "#",
    '"',
    "'",
    "=",
    "",
    "\\",
    "\t",
)
BARE = re.compile(r"[A-Za-z0-9_-]+")


@st.composite
def key(draw: st.DrawFn, name: str) -> str:
    """Return `name` as a key: bare, or between quotation marks of one kind or the other."""
    forms = [json.dumps(name, ensure_ascii=False)]
    forms += [name] * 3 if BARE.fullmatch(name) else []
    forms += [f"'{name}'"] if "'" not in name and name != "\t" else []
    return draw(st.sampled_from(forms))


@st.composite
def value(draw: st.DrawFn, depth: int = 0) -> str:
    """Return a value: a literal, any text, an array over several lines with comments, an inline table."""
    kind = draw(st.integers(0, 9))
    if kind == 0 and depth < 3:
        items = draw(st.lists(value(depth + 1), max_size=3))
        gaps = st.sampled_from((" ", "", "\n  ", " # ] , [\n"))
        return (
            "[" + "".join(f"{draw(gaps)}{item}{draw(gaps)}," for item in items) + draw(gaps) + "]"
        )
    if kind == 1 and depth < 3:
        return "{ " + ", ".join(draw(pairs(depth + 1))) + " }"
    if kind == 2:
        text = draw(
            st.text(
                st.characters(exclude_categories=("Cs",), exclude_characters="\x7f"), max_size=8
            )
        )
        return json.dumps(text, ensure_ascii=False)
    return draw(st.sampled_from(LITERALS))


@st.composite
def pairs(draw: st.DrawFn, depth: int = 0, but: tuple[str, ...] = ()) -> list[str]:
    """Return pairs with different keys, some of them dotted."""
    lines = []
    for first in draw(
        st.lists(
            st.sampled_from([name for name in KEYS if name not in but]), max_size=3, unique=True
        )
    ):
        rest = draw(st.lists(st.sampled_from(KEYS), max_size=2)) if draw(st.booleans()) else []
        dot, equals = (
            draw(st.sampled_from((".", " . "))),
            draw(st.sampled_from(("=", " = ", "\t=  "))),
        )
        lines.append(
            dot.join(draw(key(part)) for part in (first, *rest)) + equals + draw(value(depth))
        )
    return lines


@st.composite
def document(draw: st.DrawFn) -> str:
    """Return a document: pairs, tables in tables, arrays of tables that hold tables and arrays of tables."""
    lines = draw(pairs(but=("t", "u")))
    headers = draw(
        st.sampled_from(([], ["[t]"], ["[t.t]", "[t]", "[t . u]"], ["[t.'u'.t]", '["t".u.u]']))
    )
    headers += draw(
        st.lists(
            st.sampled_from((["[[u]]"], ["[[ u ]]", "[u.t]"], ["[[u]]", "[[u.u]]", "[[u.u]]"])),
            max_size=3,
        )
    )
    for header in headers:
        for part in [header] if isinstance(header, str) else header:
            lines += ["", f"{part} {draw(st.sampled_from(COMMENTS))}", *draw(pairs(but=("t", "u")))]
    return "".join(f"{line} {draw(st.sampled_from(COMMENTS))}".rstrip(" ") + "\n" for line in lines)


def paths(data: Any, path: Path = ()) -> dict[Path, Any]:
    """Return everything that stands in `data`, by its path."""
    found = {path: data} if path else {}
    parts = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for part, inner in parts:
        found |= paths(inner, (*path, part))
    return found


def names(data: Any) -> list[str]:
    """Return the keys of a document that is one header, or one pair."""
    found = []
    while data:
        data = data[0] if isinstance(data, list) else data
        if not isinstance(data, dict) or not data:
            break
        ((part, data),) = data.items()
        found.append(part)
    return found


def stands_there(text: str, offset: int, expected: Any) -> bool:
    """Say whether the TOML value that begins at `offset` can be `expected`."""
    for end in range(offset + 1, len(text) + 1):
        if end == len(text) or text[end] in " \t\n,]}#":
            try:
                found = tomllib.loads("x = " + text[offset:end])["x"]
            except tomllib.TOMLDecodeError:
                continue
            if repr(found) == repr(expected):
                return True
    return False


def check(text: str, path: Path, mark: Mark, expected: Any) -> None:
    """Assert that the key and the value of `path` stand where `mark` says."""
    keys = [part for part in path if isinstance(part, str)]
    if mark.key < mark.value:
        written = names(tomllib.loads(text[mark.key : mark.value] + "0"))
        lengths = [n for n in range(1, len(written) + 1) if list(path[-n:]) == written[:n]]
        assert any(
            stands_there(text, mark.value, expected)
            if n == len(written)
            else isinstance(expected, dict)
            for n in lengths
        )
    elif isinstance(path[-1], int) and not (isinstance(expected, dict) and text[mark.value] == "["):
        assert stands_there(text, mark.value, expected)
    else:
        header = tomllib.loads(text[mark.value :].partition("\n")[0])
        assert names(header)[: len(keys)] == keys


def check_all(text: str) -> None:
    """Assert that the marks of a document are those of everything in it."""
    found = read_source("events.toml", text.encode())
    assert isinstance(found, Source)
    source = found
    try:
        events = [parse_event(source.file, event) for event in source.events]
    except SplitError:
        unsplit = read_source("events.toml", text.encode(), split=False)
        assert isinstance(unsplit, Source)
        source, events = unsplit, []
    data = {**source.tables, **({"events": events} if events else {})}
    assert repr(data) == repr(tomllib.loads(source.text)) == repr(tomllib.loads(text))
    expected = paths(tomllib.loads(text))
    positions = FilePositions(source)
    marks = {path: mark for path in expected if (mark := positions.mark(path))}
    assert marks.keys() == expected.keys() - {("events",)}
    for path, mark in marks.items():
        check(text, path, mark, expected[path])
        if isinstance(path[-1], int) and path[-1]:
            assert marks[*path[:-1], path[-1] - 1].value < mark.value


@settings(max_examples=150, deadline=None, derandomize=True)
@given(document())
def test_everything_is_found_where_it_stands(text: str) -> None:
    check_all(text)


def test_everything_is_found_in_the_list_of_this_repository() -> None:
    check_all((ROOT / "events.toml").read_text("utf-8"))


BYTES = {
    "as it is": lambda text: text.encode(),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "both": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
}


@pytest.mark.parametrize("encode", BYTES.values(), ids=BYTES)
def test_bytes_of_any_editor_are_the_same_list(encode: Callable[[str], bytes]) -> None:
    text = HEAD + EVENT + 'description = """\n  One.\n  Two."""\nnotice = "Call 312-555-0142"\n'
    loaded = load("events.toml", lambda _: {"events.toml": encode(text)})
    assert loaded.catalog == load("events.toml", lambda _: {"events.toml": text.encode()}).catalog
    assert loaded.catalog.events[0].description.in_language("en") == "One.\n  Two."
    (warning,) = loaded.problems
    assert (warning.line, warning.column) == (text.count("\n"), 16)
    assert warning.text == 'notice = "Call 312-555-0142"'


@pytest.mark.parametrize("encode", BYTES.values(), ids=BYTES)
@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('host = ["KOCO"]', 1),
        ("and_others = yes", 14),
        ('title = "Other"', 1),
        ("hosts = [", 9),
        ('x = "D\xfca"', 7),
    ],
)
def test_bytes_of_any_editor_give_the_right_line(
    encode: Callable[[str], bytes], line: str, column: int
) -> None:
    content = encode(HEAD + EVENT + line + "\n").replace(b"\xc3\xbc", b"\xfc")
    with pytest.raises(ListError) as caught:
        load("events.toml", lambda _: {"events.toml": content})
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == ((HEAD + EVENT).count("\n") + 1, column)
    assert problem.text == line.replace("\xfc", "\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 3000, "a = " + "{ a = " * 3000, "a = " + "9" * 5000]
)
def test_what_python_cannot_hold_is_one_problem(text: str) -> None:
    problem = read_source("events.toml", text.encode())
    assert isinstance(problem, Problem)
    assert problem.line == 1


@pytest.mark.parametrize(
    ("inner", "found"),
    [(49, 'there is no table "deep"'), (50, "tables nested more than 50")],
)
@pytest.mark.parametrize("opening", ["deep = LISTS", "deepKEYS = 1"])
def test_tables_and_lists_are_nested_at_most_50_deep(opening: str, inner: int, found: str) -> None:
    line = opening.replace("LISTS", "[" * inner + "]" * inner).replace("KEYS", ".a" * inner)
    with pytest.raises(ListError) as refused:
        loaded(f"{line}\n{HEAD}{EVENT}")
    assert [problem.found for problem in refused.value.problems] == [found]

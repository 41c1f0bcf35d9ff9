"""What README.md and docs/ say of keys, dates, addresses, commands and rules is what the program does."""

import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest

from desk.cli import main
from desk.preview import against_published, as_lines
from docs import keys
from docs.generate import TABLES
from feeds.catalog import ListError, When, WhenError, as_text, load, parse_when, zone
from feeds.catalog.when import Conventions, Series, parse
from feeds.documents import Document
from feeds.formats import FORMATS
from feeds.limits import MOST_IN_FEED, MOST_OCTETS
from feeds.publishing import make_edition
from feeds.record import Edition, Record, record_after
from feeds.snapshot import Snapshot
from tests.lists import EVENT, HEAD, ROOT, body, loaded
from tests.test_bad_lists import BAD
from tests.test_docs import PAGES, blocks

CHICAGO = (ROOT / "events.toml").read_text("utf-8")
# everyone and everything that an event in the docs names
NOUNS = CHICAGO[: CHICAGO.index("\n[[events]]") + 1]
ROW = re.compile(r"^\|(.*)\|$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")


def section(page: str, heading: str) -> str:
    """Return the text below a heading, up to the next one."""
    found = re.search(
        rf"^#+ {heading}\n(.*?)(?=^#|\Z)",
        (ROOT / "docs" / page).read_text(),
        re.MULTILINE | re.DOTALL,
    )
    assert found, heading
    return found[1]


def tables(text: str) -> list[list[list[str]]]:
    """Return the cells of each row of each table, without its head."""
    found = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    return [
        [[cell.strip() for cell in row.split("|")] for row in ROW.findall(table)[2:]]
        for table in found
    ]


# The format

OTHER = "\n[{kind}s.other]\nname = 'Other'\n"
SINGLE = "\n[[events]]\nid = 'other'\ntitle = 'Other'\nwhen = 2021-03-20\n"
PLACED = SINGLE + "venue = 'Federal Plaza'\n"
SERIES = PLACED.replace("when = 2021-03-20", "when = 2021-03-20\nrrule = 'FREQ=WEEKLY;COUNT=2'")
BEHIND = {  # by table of the schema: what comes before its keys, in a list that begins with HEAD
    **{
        kind: OTHER.format(kind=kind) for kind in ("organization", "neighborhood", "topic", "venue")
    },
    "boundaries": "\n[calendar.boundaries]\nfile = 'f'\nname = 'n'\n",
    "geocoder": "\n[calendar.geocoder]\nservice = 'nominatim'\nuser_agent = 'Other'\n",
    "collection": "\n[collections.other]\ntitle = 'Other'\ntopics = ['labor']\n",
    "inline venue": SINGLE + "[events.venue]\nname = 'Other'\n",
    "image": SINGLE + "[events.image]\nfile = 'f'\nalt = 'Other'\n",
    "event": PLACED,
    "change": SERIES + "[events.changes.2021-03-20]\n",
}


def with_line(table: str, key: str, line: str) -> str:
    """Return a list in which a table has this line for its key."""
    if table == "list":
        text = HEAD + BEHIND["collection"] + EVENT
        if key == "include":
            return f"{line}\n{text}"
        first = re.search(rf"(?m)^\[+{key}\b.*$", text)
        assert first, key
        return text[: first.start()] + line + text[first.end() :]
    if table == "calendar":
        head = re.sub(rf"(?m)^{key} = .*\n", "", HEAD)
        return head.replace("[calendar]", f"[calendar]\n{line}", 1)
    behind = SERIES if table == "event" and key in ("changes", "except") else BEHIND[table]
    # the table itself: the key may be there, but only once
    own = re.split(r"(?m)^(?=\[)", behind)[-1]
    return HEAD + behind.removesuffix(own) + re.sub(rf"(?m)^{key} = .*\n", "", own) + line + "\n"


def loads(text: str) -> None:
    """Load a list whose included files are empty; `check` must report only notes."""

    def read(pattern: str) -> dict[str, bytes]:
        return {pattern: text.encode() if pattern == "events.toml" else b""}

    try:
        problems = load("events.toml", read).problems
    except ListError as error:
        problems = error.problems
    assert "".join(as_text(problem) for problem in problems if problem.severity != "note") == "", (
        text
    )


@pytest.mark.parametrize("table", TABLES)
def test_the_example_of_every_key_is_taken(table: str) -> None:
    for key in keys.keys(TABLES[table]):
        loads(with_line(table, key.name, key.example))
        with pytest.raises(AssertionError):
            loads(
                with_line(table, key.name, key.example.replace(key.name, f"{key.name}-misspelt", 1))
            )


@pytest.mark.parametrize("row", tables(section("format.md", "When"))[0], ids=lambda row: row[0])
def test_each_form_of_when_is_read_as_the_table_says(row: list[str]) -> None:
    assert as_in_table(parse_when(row[0].strip("`"), zone("America/Chicago"))) == row[1]


@pytest.mark.parametrize("row", tables(section("format.md", "When"))[1], ids=lambda row: row[0])
def test_each_series_in_words_has_the_dates_that_the_table_says(row: list[str]) -> None:
    found = parse(row[0].strip("`"), Conventions(zone("America/Chicago")))
    assert isinstance(found, Series)
    assert ", ".join(str(day) for day, _ in found.dates) == row[1]


@pytest.mark.parametrize("row", tables(section("format.md", "When"))[2], ids=lambda row: row[0])
def test_each_when_without_one_reading_is_refused_in_these_words(row: list[str]) -> None:
    with pytest.raises(WhenError, match=f"^{re.escape(row[1])}$"):
        parse(row[0].strip("`"), Conventions(zone("America/Chicago")))


@pytest.mark.parametrize(
    "form",
    CODE.findall(section("format.md", "When").partition("**Languages**")[2].partition("- **")[0]),
)
def test_the_forms_of_other_languages_are_read(form: str) -> None:
    languages = {"ä": "de", "mars": "fr", "ç": "pt"}
    language = next(language for sign, language in languages.items() if sign in form)
    assert as_in_table(parse_when(form, zone("Europe/Berlin"), (language,))).startswith(
        "2021-03-20 19:00"
    )


def as_in_table(when: When) -> str:
    """Return the start and end as the table writes them."""

    def moment(one: date) -> str:
        return f"{one:%Y-%m-%d %H:%M}" if isinstance(one, datetime) else f"{one}"

    end = f" to {moment(when.end)}" if when.end else "" if when.all_day else ", no end"
    return f"{moment(when.start)}{end}{', all day' if when.all_day else ''}"


# What pages show

TOML = [(page, block) for page in PAGES for block in blocks(page, "toml")]


@pytest.mark.parametrize(("page", "block"), TOML, ids=[page.name for page, _ in TOML])
def test_every_piece_of_a_list_is_read(page: Path, block: str) -> None:
    begins = re.match(r"\[|[\w-]+ = ", block)
    assert begins, block
    if begins[0] != "[":  # keys of [calendar]
        loads(NOUNS.replace("[calendar]\n", f"[calendar]\n{block}", 1))
        return
    own = re.findall(r"^\[[\w.-]+\]$", block, re.MULTILINE)
    parts = re.split(r"^(?=\[)", NOUNS, flags=re.MULTILINE)
    loads("".join(part for part in parts if part.partition("]")[0] + "]" not in own) + block)


def test_the_preview_shown_is_that_of_the_move_shown() -> None:
    moved = next(
        block for block in blocks(ROOT / "docs" / "changes.md", "toml") if "moved = " in block
    )
    first = re.sub("(?m)^moved = .*\n", "", moved).replace("Thompson Center", "Federal Plaza")
    first = first.replace("Sun, March 21, 2021, 2 PM – 4 PM", "Sat, March 20, 2021, 1 PM – 3 PM")
    record = record_after(published(first, Record(), 1))
    lines = iter(as_lines(against_published(published(moved, record, 2))).splitlines())
    (shown,) = blocks(ROOT / "docs" / "changes.md", "text")
    assert [line for line in shown.splitlines() if line.strip() != "…" and line not in lines] == []


def published(block: str, record: Record, day: int) -> Edition:
    """Return Chicago's names with one event as published on a day of March 2021."""
    found = loaded(NOUNS + block)
    return make_edition(found, found.catalog, record, datetime(2021, 3, day, 12, tzinfo=UTC))


def test_the_report_shown_is_one_of_check() -> None:
    (shown,) = blocks(ROOT / "docs" / "events.md", "text")
    assert shown in {report.read_text("utf-8") for report in BAD.glob("*.txt")}


def test_the_lines_shown_are_what_import_makes_of_the_announcement_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = [block for block in blocks(ROOT / "docs" / "events.md", "sh") if "<<'END'" in block]
    shown = [
        block
        for block in blocks(ROOT / "docs" / "events.md", "toml")
        if "announcement.txt" in block
    ]
    monkeypatch.chdir(tmp_path)
    Path("announcement.txt").write_text(texts[0].partition("<<'END'\n")[2].partition("END\n")[0])
    assert main(["import", "announcement.txt", "--catalog", str(ROOT / "events.toml")]) == 0
    assert [capsys.readouterr().out.strip() + "\n"] == shown


def test_the_lines_to_embed_are_those_of_the_feeds_page(chicago: Snapshot) -> None:
    shown = blocks(ROOT / "docs" / "embed.md", "html")
    page = unescape(body(chicago, "/feeds/organization/chicago-dsa/").decode())
    assert len(shown) == 2
    for line in shown:
        plain, colors, rest = line.strip().partition("?theme=light&amp;accent=9c1c34")
        assert plain + rest in page
        assert bool(colors) == ("<iframe" in line)


ADDRESS = re.compile(
    r"(?:https://calendar\.chicago\.org|(?<![\w.*/-]))(/(?:es/)?(?:feeds|events|embed|month)/[\w,./-]*[\w/])"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_address_answers(page: Path, chicago: Snapshot) -> None:
    for path in ADDRESS.findall(page.read_text()):
        assert isinstance(chicago.find(path), Document), path


def test_addresses_are_found() -> None:
    assert len(ADDRESS.findall((ROOT / "docs" / "format.md").read_text())) >= 20
    assert ADDRESS.findall(
        "In `/es/feeds/all.ics?x=1`, feeds/watch.py, ../feeds/web/ and https://chicago.gov/events/1"
    ) == ["/es/feeds/all.ics"]


@pytest.mark.parametrize("page", ["clients.md", "format.md"])
def test_the_limits_of_a_feed_are_those_of_the_code(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    assert f"at most {MOST_IN_FEED:,} events and {MOST_OCTETS:,} octets" in text


@pytest.mark.parametrize("page", ["README.md", "docs/format.md"])
def test_every_format_is_named(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for one in FORMATS:
        assert re.search(rf"(?:`|/feeds/[^\s`]*)\.{one.extension}\b", text), one.extension


def test_every_rule_has_a_line_and_a_test() -> None:
    lines = [int(row[0]) for row in tables(section("clients.md", "The rules"))[0]]
    files = ("test_contract_bytes.py", "test_contract_http.py")
    tested = [
        set(
            re.findall(r"^def test_rule_(\d\d)_", (ROOT / "tests" / file).read_text(), re.MULTILINE)
        )
        for file in files
    ]
    assert lines == list(range(1, 44))
    assert [sorted(map(int, numbers)) for numbers in tested] == [
        list(range(1, 33)),
        list(range(33, 44)),
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_heading_linked_is_there(page: Path) -> None:
    for name, anchor in re.findall(r"\]\(([^:#)\s]*)#([\w-]+)\)", page.read_text()):
        headings = re.findall(
            r"^#+ (.*)$", (page.parent / name if name else page).read_text(), re.MULTILINE
        )
        assert anchor in [
            re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings
        ], anchor

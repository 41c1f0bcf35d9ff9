"""The contract's rules about bytes, 1 to 32: each test carries the number of its rule.

They look at every feed and event of the list in every language, and at a made-up list for what the
real one has no case of, each as `cancelled` mark, status and hide show it. `tests.wire` reads the
bytes strictly; no calendar package does. Rule 26 for other zones is in test_timezones.py.

The record comes with a later issue, and with it what changes over time: the rising stamps of rule
12, and the new stamps of a cancellation in rule 22.
"""

import ast
import datetime
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pytest

from feeds.catalog import CANCELLED, Catalog
from feeds.selection import Index
from feeds.snapshot import Snapshot
from tests.lists import EVENT, HEAD, ROOT, SITE, body, event, snapshot
from tests.servers import run
from tests.wire import CHICAGO_NOW, Component, physical_lines, read, unescape, unfold

# two, three and four octets a character, at every place of a line
LONG = "ñ€😀, a\\b; c:\\New " * 120
MADE_UP = (
    HEAD.replace("[organizations]", 'footer = "Ask first."\n\n[organizations]')
    .replace("[venues.", '[topics.wages]\nname = "Work, wages; more"\n\n[venues.')
    .replace('koco = "KOCO"', 'koco = "KOCO"\nmoveon = "MoveOn"')
    + EVENT
    + event("cancelled", status='"cancelled"', venue='"Federal Plaza"', hosts='["KOCO", "MoveOn"]')
    + event("postponed", status='"postponed"', topics='["labor", "Work, wages; more"]')
    + event("tentative", status='"tentative"', supporters='["Chicago DSA", "MoveOn"]')
    + event("day", when='"Sat, Feb 2, 2019"', neighborhoods='["Loop"]')
    + event("days", when='"June 4 – 6, 2021"', url='"https://chicago.gov/calendar?a=1,2;b"')
    + event("open-end", when='"Sat, March 20, 2021, 1 PM"', contact='"Ask KOCO, or MoveOn"')
    + event("night", when='"Sun, March 14, 2021, 1 AM"')
    + event("twice", when='"Sun, Nov 7, 2021, 1:30 AM CDT"')
    + event(
        "words",
        title=r'"C:\\New; a, b \"c\" ^n"',
        description=f"'''{LONG}'''",
        notice='"<b>Masks</b> & more"',
    )
    + event(
        "name-only",
        venue='{ name = "The \\"Bean\\" ^ Cloud, Gate; here", coordinates = [41.8826, -87.6233] }',
    )
    + event(
        "address-only",
        venue='{ address = "430 N Michigan Ave, Chicago, IL", coordinates = [41.8902, -87.6247] }',
    )
    + event("zero", venue='{ name = "Federal Plaza", coordinates = [0.0000001, -0.5] }')
    + event("own-uid", uid='"event:17/a,b@calendar.chicago.org"')
    + event("a" * 100, title=f'"{"Long title " * 22}end"')
)
ONCE = {
    *(
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "STATUS",
        "URL",
    ),
    *("CLASS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS"),
}
AT_MOST_ONCE = {
    "DESCRIPTION",
    "LOCATION",
    "CONTACT",
    "CATEGORIES",
    "GEO",
    "X-APPLE-STRUCTURED-LOCATION",
}
HEAD_ONCE = {
    *(
        "VERSION",
        "PRODID",
        "CALSCALE",
        "UID",
        "NAME",
        "X-WR-CALNAME",
        "DESCRIPTION",
        "X-WR-CALDESC",
        "SOURCE",
        "URL",
    ),
    *("REFRESH-INTERVAL", "X-PUBLISHED-TTL", "COLOR", "X-APPLE-CALENDAR-COLOR"),
}
TEXTS = {
    *(
        "SUMMARY",
        "DESCRIPTION",
        "LOCATION",
        "CONTACT",
        "UID",
        "NAME",
        "X-WR-CALNAME",
        "X-WR-CALDESC",
        "PRODID",
        "TZID",
    ),
    *(
        "TZNAME",
        "STATUS",
        "CLASS",
        "TRANSP",
        "VERSION",
        "CALSCALE",
        "COLOR",
        "X-APPLE-CALENDAR-COLOR",
    ),
}
CHICAGO = f"BEGIN:VTIMEZONE\nTZID:America/Chicago\n{CHICAGO_NOW}END:VTIMEZONE\n".replace(
    "\n", "\r\n"
).encode()
PINS = {
    "chauvin-trial-day-1-2021": (41.87879, -87.6297),
    "ryan-not-welcome-2017": (41.8786, -87.6297),
    "working-womens-day-2017": (41.8858, -87.6314),
    "trans-liberation-2017": (41.8868, -87.6263),
    "stop-asian-hate-march-2021": (41.9286, -87.7075),
    "georgia-vigil-2021": (41.9609, -87.6973),
    "chinatown-rally-2021": (41.8539, -87.6347),
    "lori-doesnt-cares-2021": (41.9296, -87.7123),
    "rent-control-2021": (41.8902, -87.6247),
    "jan-fan-rally-2017": (41.9827, -87.6597),
}


@dataclass(frozen=True)
class File:
    """One calendar: whose it is, its path, how it shows cancelled events, and its bytes."""

    snapshot: Snapshot
    path: str
    cancelled: str
    body: bytes

    @cached_property
    def calendar(self) -> Component:
        return read(self.body)

    @property
    def catalog(self) -> Catalog:
        return self.snapshot.catalog


DAY = ("--today", "2021-03-19")  # pages and .atom are of a day, and of no clock


@pytest.fixture(scope="module")
def made_up():
    return snapshot(MADE_UP)


@pytest.fixture(scope="module")
def files(chicago, made_up):
    """Every calendar of both lists, in every language, under every policy for cancelled events."""
    found = []
    for source, policies in ((chicago, ("mark",)), (made_up, CANCELLED)):
        paths = [
            canonical
            for path, canonical in source.paths()
            if path == canonical and path.endswith(".ics")
        ]
        for path in paths:
            for cancelled in policies:
                found.append(File(source, path, cancelled, body(source, path, cancelled)))
    assert len(found) > 600
    return found


@pytest.fixture(scope="module")
def events(files):
    """Every VEVENT of every file, with its file."""
    found = [(file, vevent) for file in files for vevent in file.calendar.events]
    assert len(found) > 600
    return found


@pytest.fixture(scope="module")
def odd(made_up):
    """The events of the made-up list by id, as /feeds/all.ics shows them."""
    return by_id(body(made_up, "/feeds/all.ics"))


def by_id(content: bytes) -> dict[str, Component]:
    return {vevent.text("UID").partition("@")[0]: vevent for vevent in read(content).events}


def vevents(content: bytes) -> list[bytes]:
    """Return the bytes of each VEVENT."""
    return re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", content, re.DOTALL)


def walk(component: Component):
    yield component
    for part in component.parts:
        yield from walk(part)


# The calendar object


def test_rule_01_utf8_without_bom_crlf_to_the_end_75_octets_folded_between_characters(files):
    longest = 0
    for file in files:
        assert not file.body.startswith(b"\xef\xbb\xbf"), file.path
        assert file.body.endswith(b"\r\nEND:VCALENDAR\r\n"), file.path
        longest = max(longest, *map(len, physical_lines(file.body)))
        unfold(file.body)  # asserts the rest
    assert 70 < longest <= 75


def test_rule_01_no_line_is_folded_that_fits(files):
    for file in files:
        lines = physical_lines(file.body)
        for line, following in pairwise(lines):
            if following.startswith(b" "):
                assert len(line) + len(following) > 75, (file.path, line, following)


def test_rule_02_no_control_characters(files):
    for file in files:
        found = re.search("[^ -\x7e\xa0-\U0010ffff\r\n]|[\u2028\u2029]", file.body.decode())
        assert found is None, (file.path, found)


def test_rule_03_version_prodid_calscale_once_and_a_time_zone_even_where_empty(files):
    empty = 0
    for file in files:
        calendar = file.calendar
        assert [line[2] for line in calendar.all("VERSION")] == ["2.0"]
        assert [line[2] for line in calendar.all("PRODID")] == ["-//Handbill//Handbill//EN"]
        assert [line[2] for line in calendar.all("CALSCALE")] == ["GREGORIAN"]
        assert [line.name for line in calendar.lines[:3]] == ["VERSION", "PRODID", "CALSCALE"]
        assert [part.name for part in calendar.parts] == ["VTIMEZONE"] + ["VEVENT"] * len(
            calendar.events
        )
        assert {line.name for line in calendar.lines} == HEAD_ONCE
        assert len(calendar.lines) == len(HEAD_ONCE), file.path
        empty += not calendar.events
    assert empty


def test_rule_03_each_feed_holds_the_events_that_the_list_gives_it(files):
    for file in files:
        feed = file.snapshot.directory.feeds.get(
            file.path.removeprefix("/es").strip("/").removesuffix(".ics")
        )
        if feed and feed.kind != "changes":
            picked = Index(file.catalog).pick(feed.selection)
            shown = {
                picked.uid
                for picked in picked
                if file.cancelled != "hide" or picked.status != "cancelled"
            }
            assert {vevent.text("UID") for vevent in file.calendar.events} == shown, file.path


def test_rule_04_no_method(files):
    assert not any(
        line.name == "METHOD"
        for file in files
        for part in walk(file.calendar)
        for line in part.lines
    )


def test_rule_05_name_and_description_agree_with_their_older_forms(files):
    for file in files:
        calendar = file.calendar
        assert calendar.one("NAME")[1:] == calendar.one("X-WR-CALNAME")[1:], file.path
        assert calendar.one("DESCRIPTION")[1:] == calendar.one("X-WR-CALDESC")[1:], file.path
        assert 0 < len(calendar.text("NAME")) <= 100, file.path
        assert calendar.text("DESCRIPTION"), file.path


@pytest.mark.parametrize(
    ("path", "name", "description"),
    [
        ("/feeds/all.ics", "Test calendar", "All events of the Test calendar."),
        ("/es/feeds/all.ics", "Calendario de prueba", "Todos los eventos: Calendario de prueba."),
        ("/feeds/topic/labor.ics", "Labor · Test calendar", "Events about Labor. Test calendar"),
        (
            "/es/feeds/topic/labor.ics",
            "Trabajo · Calendario de prueba",
            "Eventos sobre Trabajo. Calendario de prueba",
        ),
        (
            "/feeds/topic/wages.ics",
            r"Work\, wages\; more · Test calendar",
            r"Events about Work\, wages\; more. Test calendar",
        ),
        (
            "/feeds/organization/koco.ics",
            "KOCO · Test calendar",
            "Events that KOCO hosts or supports. Test calendar",
        ),
        (
            "/feeds/host/koco.ics",
            "Hosted by KOCO · Test calendar",
            "Events that KOCO hosts. Test calendar",
        ),
        ("/feeds/neighborhood/loop.ics", "Loop · Test calendar", "Events in Loop. Test calendar"),
        (
            "/feeds/venue/federal-plaza.ics",
            "Federal Plaza · Test calendar",
            "Events at Federal Plaza. Test calendar",
        ),
        ("/events/words.ics", r"C:\\New\; a\, b \"c\" ^n".replace(r"\"", '"'), None),
        (f"/events/{'a' * 100}.ics", "Long title " * 8 + "Long title…", None),
    ],
)
def test_rule_05_names_say_what_a_feed_holds(made_up, path, name, description):
    calendar = read(body(made_up, path))
    assert calendar.one("NAME").value == name
    if description:
        assert calendar.one("DESCRIPTION").value == description


def test_rule_06_both_refresh_intervals_say_six_hours(files):
    for file in files:
        lines = unfold(file.body)
        assert lines.count("REFRESH-INTERVAL;VALUE=DURATION:PT6H") == 1, file.path
        assert lines.count("X-PUBLISHED-TTL:PT6H") == 1, file.path


def test_rule_07_source_url_uid_and_color(files):
    for file in files:
        calendar, page = file.calendar, file.path.removesuffix(".ics") + "/"
        assert calendar.one("SOURCE")[1:] == ({"VALUE": "URI"}, SITE + file.path)
        assert calendar.one("URL")[1:] == ({}, SITE + page)
        assert calendar.one("UID").value == f"{page.strip('/')}@{file.catalog.calendar.domain}"
        assert calendar.one("COLOR").value == "crimson"
        assert calendar.one("X-APPLE-CALENDAR-COLOR").value == "#DC143C"


def test_rule_07_the_public_address_moves_no_uid():
    here, other = (
        read(body(snapshot(site=site), "/feeds/all.ics"))
        for site in (SITE, "http://127.0.0.1:8000")
    )
    assert here.one("UID") == other.one("UID")
    assert [vevent.one("UID") for vevent in here.events] == [
        vevent.one("UID") for vevent in other.events
    ]
    assert other.one("SOURCE").value == "http://127.0.0.1:8000/feeds/all.ics"


def test_rule_08_no_x_wr_timezone_and_no_event_in_z(files, events):
    for file in files:
        assert not any(line.name == "X-WR-TIMEZONE" for line in file.calendar.lines), file.path
    for file, vevent in events:
        assert not vevent.one("DTSTART").value.endswith("Z"), file.path
        assert not vevent.one("DTEND").value.endswith("Z"), file.path


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """All files that a process writes from the list, as `tree` reads them."""
    folder = tmp_path_factory.mktemp("built") / "first"
    assert run("build", str(folder), *DAY, PYTHONHASHSEED="1").returncode == 0
    return tree(folder)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_rule_09_two_processes_make_the_same_bytes(built, tmp_path):
    assert run("build", str(tmp_path / "second"), *DAY, PYTHONHASHSEED="2").returncode == 0
    assert len(built) > 1000
    assert tree(tmp_path / "second") == built


CLOCK_AHEAD = """\
import datetime
import time

clock, real = time.time, datetime.datetime
time.time = lambda: clock() + 400 * 86400


class Likeness(type):
    def __instancecheck__(cls, value):
        return isinstance(value, real)


class Ahead(real, metaclass=Likeness):
    @classmethod
    def now(cls, tz=None):
        return real.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)


datetime.datetime = Ahead
"""


def test_rule_09_two_days_and_two_zones_make_the_same_bytes(built, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(CLOCK_AHEAD)
    elsewhere = {"PYTHONPATH": str(tmp_path), "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}
    shown = subprocess.run(
        [
            sys.executable,
            "-c",
            "import datetime as d; print(d.date.today(), d.datetime.now().date())",
        ],
        env=elsewhere,
        capture_output=True,
        text=True,
        check=True,
    )
    days = [datetime.date.fromisoformat(day) for day in shown.stdout.split()]
    assert all(day > datetime.date.today() + datetime.timedelta(days=398) for day in days)
    assert run("build", str(tmp_path / "later"), *DAY, **elsewhere).returncode == 0
    assert tree(tmp_path / "later") == built


def test_rule_09_only_the_ends_read_clock_or_chance():
    found = []
    for path in sorted((*(ROOT / "feeds").rglob("*.py"), *(ROOT / "desk").rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text())):
            if reason := reads_clock_or_chance(node):
                found.append((path.relative_to(ROOT).as_posix(), reason))
    ends = {
        "feeds/app.py",
        "desk/cli/opening.py",
        "desk/cli/publishing.py",
        "desk/cli/serving.py",
        "desk/cli/crash.py",
        "desk/drafts/json_ld.py",  # which nodes it has visited, by identity; no feed is made of that
        "feeds/watch.py",
        "feeds/export.py",  # the name of an unfinished file
        "feeds/places/geocoding.py",
        "desk/doctor/fetching.py",
    }
    assert {file for file, _ in found} <= ends, found
    assert ("feeds/app.py", "environ") in found  # so the search does find


def reads_clock_or_chance(node: ast.AST) -> str:
    """Return the name by which a piece of code reads clock, chance or surroundings, or ""."""
    modules = {"time", "random", "secrets", "uuid", "locale", "platform", "getpass"}
    attributes = {
        "now",
        "today",
        "utcnow",
        "urandom",
        "getrandom",
        "environ",
        "getenv",
        "getpid",
        "gettempdir",
    }
    if isinstance(node, ast.Import):
        return next(
            (alias.name for alias in node.names if alias.name.partition(".")[0] in modules), ""
        )
    if isinstance(node, ast.ImportFrom):
        return next(
            (str(node.module) for _ in node.names if str(node.module).partition(".")[0] in modules),
            "",
        )
    if isinstance(node, ast.Attribute) and node.attr in attributes:
        unfolded = ast.unparse(node)
        if unfolded in (
            "request.environ",
            "self.today",
        ):  # what a client sent; a day that was given
            return ""
        return node.attr
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("hash", "id")
    ):
        return node.func.id
    return ""


@pytest.mark.parametrize(
    "code",
    [
        "import time",
        "from random import choice",
        "datetime.now()",
        "date.today()",
        "uuid.uuid4()",
        "hash('x')",
    ],
)
def test_rule_09_the_search_knows_clock_and_chance(code):
    imports = "import uuid\n" if "uuid" in code else ""
    assert any(map(reads_clock_or_chance, ast.walk(ast.parse(imports + code))))


# The event


def test_rule_10_each_property_stands_once_and_no_other(events):
    for file, vevent in events:
        names = [line.name for line in vevent.lines]
        assert len(names) == len(set(names)), (file.path, names)
        assert set(names) - AT_MOST_ONCE == ONCE, (file.path, names)
        assert vevent.parts == []


def test_rule_10_every_status_and_url(odd):
    assert odd["rally"].one("STATUS").value == "CONFIRMED"
    assert odd["tentative"].one("STATUS").value == "TENTATIVE"
    assert odd["postponed"].one("STATUS").value == "TENTATIVE"
    assert odd["rally"].one("URL")[1:] == ({}, f"{SITE}/events/rally/")
    assert odd["days"].one("URL").value == "https://chicago.gov/calendar?a=1,2;b"


def test_rule_11_the_uid_is_the_id_and_nothing_else(files):
    for file in files:
        known = {
            event.uid: f"{event.id}@{file.catalog.calendar.domain}" for event in file.catalog.events
        }
        uids = [vevent.one("UID").value for vevent in file.calendar.events]
        assert len(uids) == len(set(uids)), file.path
        for uid in map(unescape, uids):
            assert uid.isascii()
            assert len(uid) <= 191
            assert known[uid] == uid or uid == "event:17/a,b@calendar.chicago.org"


def test_rule_11_title_time_and_place_move_no_uid():
    changed = (
        EVENT.replace('"Rally"', '"March"')
        .replace("March 20", "March 27")
        .replace('venue = "Federal Plaza"', "")
    )
    before, after = (
        read(body(snapshot(text), "/feeds/all.ics")).events
        for text in (HEAD + EVENT, HEAD + changed)
    )
    assert [vevent.one("UID").value for vevent in before] == ["rally@calendar.chicago.org"]
    assert [vevent.one("UID").value for vevent in after] == ["rally@calendar.chicago.org"]


def test_rule_11_the_longest_id_and_domain_make_191_characters():
    text = HEAD.replace('"calendar.chicago.org"', f'"{"d" * 86}.org"') + event("a" * 100)
    (vevent,) = read(body(snapshot(text), "/feeds/all.ics")).events
    assert len(vevent.one("UID").value) == 191


def test_rule_11_an_event_is_the_same_bytes_in_every_feed(files):
    known: dict[tuple[object, ...], bytes] = {}
    for file in files:
        language = file.path.startswith("/es/")
        for one in vevents(file.body):
            uid = re.search(rb"\r\nUID:(.*?)\r\n[A-Z]", one, re.DOTALL)
            assert uid
            assert (
                known.setdefault((id(file.snapshot), language, file.cancelled, uid[1]), one) == one
            ), file.path


def test_rule_12_without_a_record_stamps_say_that_nothing_was_published(events):
    for _, vevent in events:
        assert vevent.one("SEQUENCE")[1:] == ({}, "0")
        assert vevent.one("LAST-MODIFIED")[1:] == ({}, "20000101T000000Z")
        assert vevent.one("DTSTAMP")[1:] == ({}, "20000101T000000Z")


def test_rule_13_every_event_ends_after_it_starts(events):
    for file, vevent in events:
        start, end = vevent.one("DTSTART"), vevent.one("DTEND")
        assert start.parameters == end.parameters, file.path
        assert start.value < end.value, (file.path, start, end)
        assert not vevent.all("DURATION")


@pytest.mark.parametrize(
    ("id", "start", "end"),
    [
        ("rally", "20210320T130000", "20210320T150000"),
        ("open-end", "20210320T130000", "20210320T150000"),
        # 2 AM does not exist: two hours are three on the wall
        ("night", "20210314T010000", "20210314T040000"),
        # 1:30 CST, two hours on, is the same as the start on the wall
        ("twice", "20211107T013000", "20211107T023000"),
    ],
)
def test_rule_13_an_unknown_end_is_the_default(odd, id, start, end):
    assert odd[id].one("DTSTART").value == start
    assert odd[id].one("DTEND").value == end
    assert ("End time not announced." in odd[id].text("DESCRIPTION")) == (id != "rally")


def test_rule_14_days_are_dates_with_an_exclusive_end(events, odd):
    days = 0
    for _, vevent in events:
        for name in ("DTSTART", "DTEND"):
            line = vevent.one(name)
            if re.fullmatch(r"\d{8}", line.value):
                assert line.parameters == {"VALUE": "DATE"}
                days += 1
            else:
                assert "VALUE" not in line.parameters
    assert days
    assert [odd["day"].one(name).value for name in ("DTSTART", "DTEND")] == ["20190202", "20190203"]
    assert [odd["days"].one(name).value for name in ("DTSTART", "DTEND")] == [
        "20210604",
        "20210607",
    ]


def test_rule_15_hours_name_their_zone_at_both_ends(events):
    hours = 0
    for file, vevent in events:
        for name in ("DTSTART", "DTEND"):
            line = vevent.one(name)
            if "T" in line.value:
                assert line.parameters == {"TZID": "America/Chicago"}, file.path
                assert re.fullmatch(r"\d{8}T\d{6}", line.value), file.path
                hours += 1
    assert hours


def test_rule_16_one_language_a_feed_and_no_language_twins(files, events, chicago):
    for file in files:
        for part in walk(file.calendar):
            assert not any("LANGUAGE" in line.parameters for line in part.lines)
    bare, spanish = (
        by_id(body(chicago, f"{way}/feeds/all.ics"))["endless-wars-2021"] for way in ("", "/es")
    )
    assert bare.text("SUMMARY") == "Endless Wars = Few or No Gains for Working People"
    assert (
        spanish.text("SUMMARY")
        == "Guerras sin fin = pocas o ningunas ganancias para los trabajadores"
    )
    assert spanish.text("DESCRIPTION").startswith("El cubrebocas es obligatorio;")
    assert bare.text("DESCRIPTION").startswith("Masks are required; ")
    assert "El cubrebocas es obligatorio;" in bare.text("DESCRIPTION")
    assert "Masks are required" not in spanish.text("DESCRIPTION")


def escaped(text: str) -> str:
    return re.sub(r"[\\;,]", r"\\\g<0>", text).replace("\n", r"\n")


def test_rule_17_texts_are_escaped_and_no_more_than_that(files):
    for file in files:
        for part in walk(file.calendar):
            for line in part.lines:
                if line.name in TEXTS:
                    assert line.value == escaped(line.text), file.path


def test_rule_17_the_escapes(odd):
    assert odd["words"].one("SUMMARY").value == r"""C:\\New\; a\, b "c" ^n"""
    assert (
        odd["words"]
        .one("DESCRIPTION")
        .value.startswith(r"Masks & more\n\nñ€😀\, a\\b\; c:\\New ñ€😀\, ")
    )
    assert odd["event:17/a,b"].one("UID").value == r"event:17/a\,b@calendar.chicago.org"
    assert odd["postponed"].one("CATEGORIES").value == r"Labor,Work\, wages\; more"
    assert (
        odd["rally"].one("LOCATION").value == r"Federal Plaza\n50 W Adams St\, Chicago\, IL 60604"
    )


def test_rule_18_the_description_is_plain_text_with_whole_links(events, odd):
    for file, vevent in events:
        for line in vevent.all("DESCRIPTION"):
            assert line.parameters == {}, file.path
        assert not vevent.all("X-ALT-DESC")
    assert odd["words"].text("DESCRIPTION").startswith("Masks & more\n")
    assert (
        odd["days"].text("DESCRIPTION")
        == "Details: https://chicago.gov/calendar?a=1,2;b\n\nAsk first."
    )


def test_rule_19_no_one_is_invited_and_contact_and_categories_are_what_they_say(files):
    for file in files:
        known = {event.uid: event for event in file.catalog.events}
        language = "es" if file.path.startswith("/es/") else "en"
        for vevent in file.calendar.events:
            assert not vevent.all("ORGANIZER")
            assert not vevent.all("ATTENDEE")
            event = known[vevent.text("UID")]
            hosts, supporters = (
                [organization.title(language) for organization in organizations]
                for organizations in (event.hosts, event.supporters)
            )
            assert vevent.text("CONTACT") == (event.contact or (hosts[0] if hosts else "")), (
                file.path
            )
            topics = [topic.title(language) for topic in event.topics]
            assert (vevent.one("CATEGORIES").texts if topics else []) == topics, file.path
            for name in (*hosts[:5], *supporters[:5]):
                assert name in vevent.text("DESCRIPTION"), file.path


def test_rule_20_no_alarm_no_attachment_nothing_empty(files):
    for file in files:
        for part in walk(file.calendar):
            assert part.name in {"VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD", "VEVENT"}
            for line in part.lines:
                assert line.value.strip(), (file.path, line)
                assert line.name != "ATTACH"
                assert all(line.parameters.values()), (file.path, line)


def test_rule_21_nobody_is_marked_busy(events):
    for _, vevent in events:
        assert vevent.one("TRANSP")[1:] == ({}, "TRANSPARENT")
        assert vevent.one("X-MICROSOFT-CDO-BUSYSTATUS")[1:] == ({}, "FREE")
        assert vevent.one("CLASS")[1:] == ({}, "PUBLIC")


@pytest.mark.parametrize("default", CANCELLED)
@pytest.mark.parametrize("asked", [None, *CANCELLED])
@pytest.mark.parametrize(
    ("way", "summary"), [("", "CANCELLED: Other"), ("/es", "CANCELADO: Other")]
)
@pytest.mark.parametrize(
    "path", ["/feeds/all.ics", "/feeds/topic/labor.ics", "/events/cancelled.ics"]
)
def test_rule_22_a_cancelled_event_says_so_in_its_title_and_is_hidden_only_where_asked(
    default, asked, way, summary, path
):
    text = HEAD.replace("[organizations]", f'cancelled = "{default}"\n\n[organizations]')
    text += event("cancelled", status='"cancelled"', topics='["labor"]')
    events = read(body(snapshot(text), way + path, asked)).events
    if (asked or default) == "hide":
        assert events == []
        return
    (vevent,) = events
    assert vevent.one("UID").value == "cancelled@calendar.chicago.org"
    assert vevent.one("SUMMARY").value == summary
    assert vevent.one("STATUS").value == (
        "CANCELLED" if (asked or default) == "status" else "CONFIRMED"
    )


def test_rule_22_the_policy_changes_nothing_else(made_up):
    marked, hidden, by_status = (
        by_id(body(made_up, "/feeds/all.ics", cancelled))
        for cancelled in ("mark", "hide", "status")
    )
    assert hidden == {id: vevent for id, vevent in marked.items() if id != "cancelled"}
    assert {**by_status, "cancelled": None} == {**marked, "cancelled": None}
    differ = [
        pair
        for pair in zip(marked["cancelled"].lines, by_status["cancelled"].lines)
        if pair[0] != pair[1]
    ]
    assert [(before.value, after.value) for before, after in differ] == [("CONFIRMED", "CANCELLED")]


def test_rule_23_no_recurrence_in_an_event(events):
    for file, vevent in events:
        assert not {line.name for line in vevent.lines} & {
            "RRULE",
            "RDATE",
            "EXDATE",
            "RECURRENCE-ID",
        }, file.path


def test_rule_24_no_parts_that_only_new_clients_know(files):
    for file in files:
        for part in walk(file.calendar):
            assert part.name not in {"VLOCATION", "PARTICIPANT", "VRESOURCE"}
            assert not {line.name for line in part.lines} & {"STRUCTURED-DATA", "IMAGE"}, file.path


def test_rule_25_every_status_is_one_of_rfc_5545(events):
    assert {vevent.one("STATUS").value for _, vevent in events} == {
        "CONFIRMED",
        "TENTATIVE",
        "CANCELLED",
    }


# The time zone


def test_rule_26_one_time_zone_and_it_is_chicagos_present_rule(files):
    for file in files:
        (zone,) = re.findall(rb"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", file.body, re.DOTALL)
        assert zone == CHICAGO, file.path


def test_rule_27_no_rdate_no_x_lic_location_and_a_bare_tzid(files):
    for file in files:
        assert not any(
            line.name in ("RDATE", "X-LIC-LOCATION")
            for part in walk(file.calendar)
            for line in part.lines
        ), file.path
        assert all(';TZID="' not in line for line in unfold(file.body)), file.path


# The place


def test_rule_28_location_is_venue_newline_address(events, odd):
    for file, vevent in events:
        location = vevent.text("LOCATION")
        assert location.count("\n") <= 1, file.path
        assert "://" not in location
        assert not re.search(r"-?\d+\.\d{3}", location), file.path
    assert odd["rally"].text("LOCATION") == "Federal Plaza\n50 W Adams St, Chicago, IL 60604"
    assert odd["address-only"].text("LOCATION") == "430 N Michigan Ave\nChicago, IL"
    assert odd["name-only"].text("LOCATION") == "The 'Bean' ^ Cloud, Gate; here"
    assert odd["day"].text("LOCATION") == "Loop"
    assert not odd["open-end"].all("LOCATION")


def test_rule_29_geo_is_a_trusted_pin_in_greater_chicago(chicago, odd):
    events = by_id(body(chicago, "/feeds/all.ics"))
    south, west, north, east = chicago.catalog.calendar.area
    for id, vevent in events.items():
        for line in vevent.all("GEO"):
            assert line.parameters == {}
            assert re.fullmatch(r"-?\d{1,2}\.\d{1,6};-?\d{1,3}\.\d{1,6}", line.value), id
            latitude, longitude = map(float, line.value.split(";"))
            assert south < latitude < north, id
            assert west < longitude < east, id
    for id, (latitude, longitude) in PINS.items():
        assert events[id].one("GEO").value == f"{latitude};{longitude}", id
    unpinned = {
        "resistance-recess-lipinski-2017",
        "save-the-aca-2017",
        "stand-with-students-2017",
        "sanctuary4all-2019",
    }
    assert {id for id, vevent in events.items() if not vevent.all("GEO")} == unpinned
    assert odd["zero"].one("GEO").value == "0.0;-0.5"  # never 1e-07


def test_rule_30_apples_property_byte_for_byte(made_up):
    lines = [
        line
        for line in unfold(body(made_up, "/feeds/all.ics"))
        if line.startswith("X-APPLE-STRUCTURED-LOCATION")
    ]
    federal_plaza = (
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="50 W Adams St, Chicago, IL 60604";X-APPLE-RADIUS=100;'
        'X-TITLE="Federal Plaza":geo:41.87879,-87.6297'
    )
    assert lines.count(federal_plaza) == 2
    assert sorted(set(lines) - {federal_plaza}) == [
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="Chicago, IL";X-APPLE-RADIUS=100;'
        'X-TITLE="430 N Michigan Ave":geo:41.8902,-87.6247',
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=100;X-TITLE="Federal Plaza":geo:0.0,-0.5',
        "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=100;"
        "X-TITLE=\"The 'Bean' ^^ Cloud, Gate; here\":geo:41.8826,-87.6233",
    ]


def test_rule_30_apples_property_stands_wherever_geo_does(events):
    pinned = 0
    for file, vevent in events:
        assert len(vevent.all("GEO")) == len(vevent.all("X-APPLE-STRUCTURED-LOCATION")), file.path
        pinned += len(vevent.all("GEO"))
    assert pinned


def test_rule_31_location_is_title_and_address_or_apple_shows_no_map(events):
    for file, vevent in events:
        for line in vevent.all("X-APPLE-STRUCTURED-LOCATION"):
            title, address = line.parameters["X-TITLE"], line.parameters.get("X-ADDRESS")
            assert vevent.text("LOCATION") == (
                title if address is None else f"{title}\n{address}"
            ), file.path
            assert not re.search('["\n]', title + (address or "")), file.path
            assert line.value == "geo:" + vevent.one("GEO").value.replace(";", ","), file.path


def test_rule_31_parameters_stand_in_quotation_marks(files):
    for file in files:
        for line in unfold(file.body):
            if line.startswith("X-APPLE-STRUCTURED-LOCATION"):
                assert re.fullmatch(
                    r'[A-Z-]+;VALUE=URI(;X-ADDRESS="[^"]+")?;X-APPLE-RADIUS=100;X-TITLE="[^"]+":geo:-?[\d.]+,-?[\d.]+',
                    line,
                ), line


def test_rule_32_the_map_link_is_openstreetmaps(events):
    for file, vevent in events:
        links = re.findall(r"^(?:Map|Mapa): (.*)$", vevent.text("DESCRIPTION"), re.MULTILINE)
        points = [line.value.split(";") for line in vevent.all("GEO")]
        assert links == [
            f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
            for latitude, longitude in points
        ], file.path

"""`doctor URL`: feeds with one fault each (cases/doctor), broken servers, and Handbill itself."""

import gzip
import itertools
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream
from ical.exceptions import CalendarParseError

from desk.cli import main
from desk.content_lines import parse_calendar
from desk.doctor import Examination, NotAFeed, examine, fetching, format_report
from desk.doctor.calendar_checks import TOO_MANY_EVENTS, TOO_MANY_OCTETS, check_content
from desk.doctor.clients import CLIENTS, EVERYONE, OTHERS
from desk.doctor.discovery import same_host
from desk.doctor.faults import FAULTS, Diagnostic
from desk.doctor.fetching import Response
from desk.doctor.poll_checks import check_headers, check_poll
from desk.doctor.probing import check_upgrade
from feeds.limits import MOST_IN_FEED, MOST_OCTETS
from tests.feed_server import Respond, answering, well
from tests.lists import ROOT
from tests.servers import Server, run, serving

CASES = ROOT / "tests" / "cases" / "doctor"
FEEDS = sorted(path.stem for path in CASES.glob("*.ics"))
GOOD = (CASES / "good.ics").read_bytes()
OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(bytes(11_000_000))
REGENERATE = """
Where this report is better than the one in {case}.txt, take it:
python -c "from tests.test_doctor import *; (CASES / '{case}.txt').write_text(report_of('{case}'), 'utf-8')"
"""


def settled(report: str) -> str:
    """Return a report without what differs between runs: the port and the time."""
    return re.sub(
        r"\b\d+\.\d s$",
        "0.0 s",
        re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", report),
        flags=re.MULTILINE,
    )


def report_of(case: str) -> str:
    """Return the report on a case, served as its .http file describes."""
    http_file = CASES / f"{case}.http"
    feed = (CASES / f"{case}.ics").read_bytes()
    with answering(well(feed, http_file.read_text("utf-8") if http_file.exists() else "")) as port:
        return settled(format_report(examine(f"http://127.0.0.1:{port}/feed.ics", private=True)))


def keys(examination: Examination) -> set[str]:
    """Return the faults that were found."""
    return {found.key for found in examination.diagnostics}


# one fault for each case


def test_every_case_has_a_feed_and_a_report() -> None:
    assert len(FEEDS) >= 95
    assert {path.stem for path in CASES.iterdir()} == set(FEEDS)
    assert sorted(path.stem for path in CASES.glob("*.txt")) == FEEDS
    assert {path.suffix for path in CASES.iterdir()} == {".ics", ".txt", ".http"}


@pytest.mark.parametrize("case", FEEDS)
def test_report(case: str) -> None:
    report = report_of(case)
    assert report == (CASES / f"{case}.txt").read_text("utf-8"), report + REGENERATE.format(
        case=case
    )


@pytest.mark.parametrize("case", [case for case in FEEDS if case in FAULTS])
def test_a_case_has_the_fault_it_is_called_by(case: str) -> None:
    assert f"rule {FAULTS[case].rule}" in (CASES / f"{case}.txt").read_text("utf-8")
    assert FAULTS[case].words in (CASES / f"{case}.txt").read_text("utf-8")


def test_every_fault_is_a_case_or_tested_below() -> None:
    below = {
        "second-opinion",
        "no-answer",
        "downgrade",
        "no-webcal",
        "plain-http",
        "slow",
        "large",
        "many",
    }
    below |= {"challenge", "endless"}
    assert set(FAULTS) - set(FEEDS) - {"unavailable"} == below


@pytest.mark.parametrize("key", FAULTS)
def test_a_row_names_a_rule_of_the_contract_and_clients_that_there_are(key: str) -> None:
    fault = FAULTS[key]
    assert 1 <= fault.rule <= 43
    assert fault.effects
    assert set(fault.effects) <= {client.key for client in CLIENTS} | {EVERYONE, OTHERS}


@pytest.mark.parametrize("case", FEEDS)
def test_the_report_on_home_assistant_agrees_with_its_parser(case: str) -> None:
    block = re.search(
        r"^Home Assistant: .*\n(?:  .*\n)*",
        (CASES / f"{case}.txt").read_text("utf-8"),
        re.MULTILINE,
    )
    assert block
    try:
        IcsCalendarStream.calendar_from_ics(
            (CASES / f"{case}.ics").read_bytes().decode(errors="replace")
        )
    except (CalendarParseError, ValueError):
        assert block[0].startswith("Home Assistant: fails")
    else:
        assert "loses the whole feed" not in block[0]


# Handbill's own server and site


@pytest.mark.parametrize(
    "path", ["/feeds/all.ics", "/es/feeds/host/koco.ics", "/feeds/near/federal-plaza,3km.ics"]
)
def test_nothing_fails_for_any_client_of_our_own_server(server: Server, path: str) -> None:
    examination = examine(f"http://127.0.0.1:{server.port}{path}", private=True)
    # of places without coordinates
    assert keys(examination) <= {"no-map"}, format_report(examination)
    assert not examination.fails


def test_one_event_and_an_empty_feed_of_ours_work_everywhere(server: Server) -> None:
    for path, events in (("/events/bamazon-workers-2021.ics", 1), ("/feeds/changes.ics", 0)):
        examination = examine(f"http://127.0.0.1:{server.port}{path}", private=True)
        assert (examination.events, keys(examination)) == (events, set()), format_report(
            examination
        )


def test_a_selection_that_redirects_is_reported(server: Server) -> None:
    examination = examine(
        f"webcal://127.0.0.1:{server.port}/feeds/topic/labor,housing.ics#x", private=True
    )
    first, second = settled(format_report(examination)).splitlines()[:2]
    assert first.startswith("http://127.0.0.1:PORT/feeds/topic/housing,labor.ics: ")
    assert (
        second == "  301 Moved Permanently from http://127.0.0.1:PORT/feeds/topic/labor,housing.ics"
    )


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/feeds/all.ics"),
        ("/es/", "/es/feeds/all.ics"),
        ("/feeds/topic/labor/", "/feeds/topic/labor.ics"),
    ],
)
def test_a_page_of_a_site_leads_to_its_feed(page: str, feed: str) -> None:
    with serving("--url", "http://127.0.0.1:{port}") as own:
        examination = examine(f"http://127.0.0.1:{own.port}{page}", private=True)
        assert examination.response.url == f"http://127.0.0.1:{own.port}{feed}"
        assert not examination.fails


def test_a_site_that_names_another_host_is_not_followed(server: Server) -> None:
    with pytest.raises(NotAFeed) as refused:
        examine(f"http://127.0.0.1:{server.port}/", private=True)
    assert "http://127.0.0.1:8000/feeds/all.ics" in str(refused.value)


# the command


def test_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with answering(well(GOOD)) as port:
        assert main(["doctor", "--private", f"http://127.0.0.1:{port}/feed.ics"]) == 0
        assert settled(capsys.readouterr().out) == (CASES / "good.txt").read_text("utf-8")
    with answering(well(GOOD.replace(b"\r\n", b"\n"))) as port:
        assert main(["doctor", "--private", f"http://127.0.0.1:{port}/feed.ics"]) == 1
        assert settled(capsys.readouterr().out) == (CASES / "line-ends.txt").read_text("utf-8")
    assert main(["doctor", "--private", f"http://127.0.0.1:{port}/feed.ics"]) == 2
    out, error = capsys.readouterr()
    assert (out, settled(error)) == (
        "",
        "http://127.0.0.1:PORT/feed.ics: nobody listens at 127.0.0.1:PORT\n",
    )


NO_ADDRESS = "this is not a web address; give one like https://calendar.chicago.org/feeds/all.ics"
NO_SCHEME = "give an address that begins with https://, http:// or webcal://"
SECRET = "an address with a name or password in it is not a published feed; give it without them"


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("feeds/all.ics", NO_SCHEME),
        ("ftp://127.0.0.1/feed.ics", NO_SCHEME),
        ("https://", NO_SCHEME),
        ("http://[", NO_ADDRESS),
        ("http://127.0.0.1:99999/", NO_ADDRESS),
        ("http://me:secret@127.0.0.1/feed.ics", SECRET),
    ],
)
def test_wrong_use(capsys: pytest.CaptureFixture[str], address: str, error: str) -> None:
    assert main(["doctor", address]) == 2
    assert capsys.readouterr() == ("", f"{address}: {error}\n")


def test_it_needs_no_list(tmp_path: Path) -> None:
    asked = run("doctor", "feeds/all.ics", folder=tmp_path)
    assert (asked.returncode, asked.stdout, asked.stderr) == (
        2,
        "",
        f"feeds/all.ics: {NO_SCHEME}\n",
    )


# pages that name calendars


PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<!doctype html>"
LINKS = [
    '<a href="/other.ics"><link rel="alternate" type="text/calendar" href="/good.ics">',
    '<a href="webcal://{host}/good.ics?x=1">',
    '<a href="http://[">no address</a><A HREF=good.ics>good</A>',
]


@pytest.mark.parametrize("links", LINKS)
def test_a_page_leads_to_the_calendar_it_names(links: str) -> None:
    good = well(GOOD)

    def respond(head: bytes) -> bytes | Iterator[bytes]:
        host = re.search(rb"Host: (\S+)", head)
        assert host
        return (
            (PAGE + links.replace("{host}", host[1].decode())).encode()
            if b" /page " in head
            else good(head)
        )

    with answering(respond) as port:
        examination = examine(f"http://127.0.0.1:{port}/page", private=True)
    assert examination.response.url.split("?")[0] == f"http://127.0.0.1:{port}/good.ics"
    assert keys(examination) == set()


def test_a_page_without_a_calendar_says_what_to_give() -> None:
    with answering(lambda head: PAGE.encode()) as port, pytest.raises(NotAFeed) as refused:
        examine(f"http://127.0.0.1:{port}/page", private=True)
    assert (
        str(refused.value)
        == "there is no calendar here, and none is named; give the address that ends in .ics"
    )


@pytest.mark.parametrize(
    "part", ["<!--", "<![", "<a ", "<a href='", "<link rel=", "<a " + "x" * 1990 + ">", "&#"]
)
def test_a_page_of_nonsense_is_read_to_its_end(part: str) -> None:
    with (
        answering(lambda head: (PAGE + part * 50_000).encode()[:300_000]) as port,
        pytest.raises(NotAFeed),
    ):
        examine(f"http://127.0.0.1:{port}/page", private=True)


# the requests


def test_each_client_asks_once_as_itself_and_nobody_else_is_asked() -> None:
    heads: list[str] = []
    good = well(GOOD)

    def respond(head: bytes) -> bytes | Iterator[bytes]:
        heads.append(head.decode())
        return good(head)

    with answering(respond) as port:
        examine(f"http://127.0.0.1:{port}/feed.ics", private=True)
    assert {re.search("^Host: (.*)\r$", head, re.MULTILINE)[1] for head in heads} == {
        f"127.0.0.1:{port}"
    }  # type: ignore[index]
    # plain, gzip, HEAD, Authorization, four If-None-Match, robots.txt
    assert len(heads) == len(CLIENTS) + 9
    polls = [_asked(head) for head in heads]
    for client in CLIENTS:
        assert polls.count(dict(client.headers)) == sum(
            one.headers == client.headers for one in CLIENTS
        )
    assert "Accept" not in CLIENTS[0].headers  # aaronpk/Meetable#138
    assert (
        sum(" /robots.txt " in head for head in heads)
        == sum(head.startswith("HEAD ") for head in heads)
        == 1
    )


def _asked(head: str) -> dict[str, str]:
    """Return the headers of a request, without the two that all have."""
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if line)
    return {name: value for name, value in headers.items() if name not in ("Host", "Connection")}


# servers that break the protocol: plain words, never a stack trace


def endless(start: bytes) -> Respond:
    """Return a server that sends `start`, then one letter after another for ever."""

    def respond(head: bytes) -> Iterator[bytes]:
        yield start
        while True:
            threading.Event().wait(0.02)
            yield b"x"

    return respond


def silent(head: bytes) -> Iterator[bytes]:
    """Send nothing until the client has gone."""
    threading.Event().wait(2)
    yield b""


LATE = "gave no whole answer within 0.3 seconds"
UNREADABLE = "127.0.0.1:PORT did not answer in readable HTTP"
ENDLESS = "sends more than 10,000,000 octets; read no further"
IN_PIECES = "hung up in the middle of the answer, or sent malformed chunks"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
GZIP = OK + b"Content-Encoding: gzip\r\n\r\n"
MOVED = b"HTTP/1.1 302 Found\r\nLocation: %s\r\n\r\n"
SPEECHLESS: dict[str, tuple[Respond | bytes, str]] = {
    "silent": (silent, LATE),
    "drips headers": (endless(OK), LATE),
    "drips a body": (endless(OK + b"\r\n"), LATE),
    "hangs up": (b"", "127.0.0.1:PORT hung up without an answer"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", UNREADABLE),
    "no status": (b"HTTP/1.1 \xff\xff\r\n\r\n", UNREADABLE),
    "200 headers": (OK + b"a: b\r\n" * 200 + b"\r\n", UNREADABLE),
    "a long header": (OK + b"a: " + b"b" * 70_000 + b"\r\n\r\n", UNREADABLE),
    "cut short": (
        OK + b"Content-Length: 2000\r\n\r\nBEGIN:",
        "sent 6 octets of 2,000, then hung up",
    ),
    "11 MB": (OK + b"\r\n" + b"x" * 11_000_000, ENDLESS),
    "11 MB in gzip": (GZIP + BOMB, ENDLESS),
    "no gzip": (GZIP + b"BEGIN:VCALENDAR", "says that the answer is gzip, and it is not"),
    "half a gzip": (GZIP + BOMB[:99], "sent gzip that breaks off"),
    "no chunk": (CHUNKED + b"BEGIN:VCALENDAR", IN_PIECES),
    "a chunk too few": (CHUNKED + b"5\r\nBEGIN\r\n", IN_PIECES),
    "redirects to a file": (
        MOVED % b"file:///etc/passwd",
        "redirects to file:///etc/passwd, which is not a web address",
    ),
    "redirects nowhere": (MOVED % b"http://[", "redirects to http://[, which is not a web address"),
    "redirects to itself": (
        MOVED % b"/feed.ics",
        "redirects without end, last to http://127.0.0.1:PORT/feed.ics",
    ),
}


@pytest.mark.parametrize("server", SPEECHLESS)
def test_a_server_that_cannot_be_read_is_described_in_words(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, error = SPEECHLESS[server]
    if error == LATE:
        monkeypatch.setattr(fetching, "TIMEOUT", 0.3)
    with (
        answering(sent if callable(sent) else lambda head: sent) as port,
        pytest.raises(NotAFeed) as refused,
    ):
        examine(f"http://127.0.0.1:{port}/feed.ics", private=True)
    assert settled(str(refused.value)) == error


def test_redirects_that_never_end_are_followed_ten_times() -> None:
    def respond(head: bytes) -> bytes:
        return b"HTTP/1.1 302 Found\r\nLocation: " + head.split()[1] + b"x\r\n\r\n"

    with answering(respond) as port, pytest.raises(NotAFeed) as refused:
        examine(f"http://127.0.0.1:{port}/feed", private=True)
    assert (
        settled(str(refused.value))
        == f"redirects without end, last to http://127.0.0.1:PORT/feed{'x' * 11}"
    )


def test_a_tls_handshake_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 0.3)
    with answering(endless(b"\x16\x03\x03\x40\x00")) as port, pytest.raises(NotAFeed) as refused:
        examine(f"https://127.0.0.1:{port}/feed.ics", private=True)
    assert str(refused.value) == LATE


def test_a_server_without_tls_or_host_is_described_in_words() -> None:
    with answering(well(GOOD)) as port, pytest.raises(NotAFeed) as refused:
        examine(f"https://127.0.0.1:{port}/feed.ics", private=True)
    assert settled(str(refused.value)) == "127.0.0.1:PORT does not speak TLS as it should"
    with pytest.raises(NotAFeed) as refused:
        examine("http://nobody.invalid/feed.ics", private=True)
    assert str(refused.value) == "there is no host called nobody.invalid, or no network"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "10.1.2.3", "169.254.169.254"]
)
def test_addresses_of_this_machine_and_its_network_are_asked_only_if_told_to(host: str) -> None:
    with answering(well(GOOD)) as port, pytest.raises(NotAFeed) as refused:
        examine(f"http://{host}:{port}/feed.ics")
    assert str(refused.value).endswith(
        "not an address of the public internet; to request it all the same: --private"
    )


def test_a_page_of_bot_protection_is_named() -> None:
    page = b"Content-Type: text/html\r\n\r\n<!doctype html><title>Just a moment</title>"
    marked = b"HTTP/1.1 200 OK\r\ncf-mitigated: challenge\r\n" + page
    refusal, outage = (
        b"HTTP/1.1 403 Forbidden\r\n" + page,
        b"HTTP/1.1 503 Service Unavailable\r\n" + page,
    )
    text = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\n\r\ncome back later"
    for sent, key in (
        (marked, "challenge"),
        (refusal, "challenge"),
        (outage, "challenge"),
        (text, "unavailable"),
    ):
        with answering(lambda head, sent=sent: sent) as port:  # type: ignore[misc]
            examination = examine(f"http://127.0.0.1:{port}/feed.ics", private=True)
        assert keys(examination) == {key}


def test_a_feed_of_line_breaks_is_read_up_to_a_bound() -> None:
    body = b"BEGIN:VCALENDAR\r\n" + b"\n" * 9_900_000
    found = {
        diagnostic.key: diagnostic.detail
        for diagnostic in check_content(body, *parse_calendar(body), "text/calendar")
    }
    assert found["endless"] == "line 100001"
    assert found["blank-lines"].startswith("99,999 (first: ")


def test_what_one_request_alone_meets_is_a_finding() -> None:
    good = well(GOOD)

    def respond(head: bytes) -> bytes | Iterator[bytes]:
        return (
            b""
            if b"Nextcloud" in head or b"/robots.txt" in head or head.startswith(b"HEAD")
            else good(head)
        )

    with answering(respond) as port:
        examination = examine(f"http://127.0.0.1:{port}/feed.ics", private=True)
    hung_up = f"127.0.0.1:{port} hung up without an answer"
    assert set(examination.diagnostics) == {
        Diagnostic("no-answer", hung_up, "nextcloud"),
        Diagnostic("head", hung_up),
        Diagnostic("no-robots", hung_up),
    }


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (b"HTTP/1.1 403 Forbidden\r\n\r\nno", "unavailable"),
        (OK + b"Content-Type: text/calendar\r\n\r\n", "empty-answer"),
    ],
)
def test_an_address_without_ics_is_examined_too(answer: bytes, key: str) -> None:
    with answering(lambda head: answer) as port:
        assert keys(examine(f"http://127.0.0.1:{port}/calendar", private=True)) == {key}


def test_rule_12_stamps_that_differ_from_poll_to_poll() -> None:
    numbers = itertools.count()

    def respond(head: bytes) -> bytes | Iterator[bytes]:
        stamp = b"DTSTAMP:20200101T%06dZ" % next(numbers)
        return well(re.sub(rb"DTSTAMP:\S+", stamp, GOOD))(head)

    with answering(respond) as port:
        assert keys(examine(f"http://127.0.0.1:{port}/feed.ics", private=True)) == {
            "minted",
            "no-304",
            "head",
        }


# feeds too large for a file, and hostile characters


def test_a_feed_of_ours_may_be_as_large_as_the_doctor_lets_any_be() -> None:
    assert (MOST_IN_FEED + 1, MOST_OCTETS + 1) == (TOO_MANY_EVENTS, TOO_MANY_OCTETS)
    assert FAULTS["many"].words == f"{TOO_MANY_EVENTS:,} events or more"
    assert FAULTS["large"].words == f"{TOO_MANY_OCTETS // 1000} KB or more"


def test_rule_41_many_events_and_octets() -> None:
    event = re.search(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", GOOD, re.DOTALL)
    assert event
    words = b"DESCRIPTION:" + b"\r\n ".join([b"Bring friends. " * 4] * 16) + b"\r\n"
    events = (event[0].replace(b"UID:", b"UID:%d-" % number) for number in range(1000))
    events = (re.sub(rb"DESCRIPTION.*\r\n", words, one) for one in events)
    with answering(well(GOOD.replace(event[0], b"".join(events)))) as port:
        examination = examine(f"http://127.0.0.1:{port}/feed.ics", private=True)
    assert keys(examination) == {"many", "large"}
    assert Diagnostic("many", "1,001") in examination.diagnostics


def test_what_fails_comes_before_what_could_be_better() -> None:
    feed = (
        GOOD.replace(b"METHOD", b"X-METHOD")
        .replace(b"X-WR-CALNAME", b"X-NAME")
        .replace(b"STATUS:", b"STATUS:X-")
    )
    with answering(well(feed)) as port:
        report = format_report(examine(f"http://127.0.0.1:{port}/feed.ics", private=True))
    grades = re.findall(
        r"^  rule (\d+)(, could be better)?", report.partition("Other programs")[2], re.MULTILINE
    )
    assert grades == [("25", ""), ("5", ", could be better")]


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://chicago.gov/feed.ics", "http://chicago.gov:80/", True),
        ("https://chicago.gov:443/feed.ics", "http://Chicago.gov/", True),
        ("https://chicago.gov:8443/feed.ics", "https://chicago.gov/", False),
        ("https://www.chicago.gov/feed.ics", "https://chicago.gov/", False),
        ("https://chicago.gov:x/feed.ics", "https://chicago.gov/", False),
    ],
)
def test_the_host_of_a_page_may_have_another_scheme(url: str, other: str, same: bool) -> None:
    assert same_host(url, other) == same


def test_what_strangers_write_does_not_steer_the_terminal() -> None:
    feed = GOOD.replace(b"SUMMARY:Rally", "SUMMARY:\x1b[31mRally\u202e".encode()).replace(
        b"GEO:", b"GEO:x"
    )
    with answering(well(feed, "[]\n-\nSet-Cookie: \x1b[31m=1\n")) as port:
        report = format_report(examine(f"http://127.0.0.1:{port}/feed.ics", private=True))
    assert '"[31mRally", line' in report.replace(" [31mRally ", "[31mRally")
    assert all(line.isprintable() for line in report.splitlines())


def test_where_strangers_lead_does_not_steer_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with answering(lambda head: MOVED % b"odd:\x1b[31m") as port:
        assert main(["doctor", "--private", f"http://127.0.0.1:{port}/feed.ics"]) == 2
    error = "http://127.0.0.1:PORT/feed.ics: redirects to odd: [31m, which is not a web address\n"
    assert settled(capsys.readouterr().err) == error


def test_a_server_that_refuses_unknown_programs_is_asked_as_a_known_one() -> None:
    with answering(well(GOOD, "[Handbill-doctor]\n403 Forbidden\n")) as port:
        examination = examine(f"http://127.0.0.1:{port}/feed.ics", private=True)
    assert (examination.events, keys(examination)) == (2, {"no-robots"})


@pytest.mark.parametrize(
    "feed",
    [
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 2_000,
        b"BEGIN:VCALENDAR\r\nX:" + b"\r\n x" * 100_000,
        b"BEGIN:VCALENDAR\r\n" + b"\r\n" * 100_000,
        b"BEGIN:VCALENDAR\r\nX" + b';A=","' * 50_000,
        bytes(range(256)),
    ],
)
def test_nonsense_is_read_to_its_end(feed: bytes) -> None:
    with answering(well(feed)) as port:
        assert examine(f"http://127.0.0.1:{port}/feed.ics", private=True).fails


UID, MEETING = b"UID:rally@chicago.example\r\n", b"UID:meeting@chicago.example\r\n"
START = b"DTSTART;TZID=America/Chicago:20210320T130000"
NAMES = b"NAME:Test\r\nX-WR-CALNAME:Test\r\n"
LONG_NAMES = NAMES.replace(b"Test", b"Test" * 12 + b"\r\n " + b"Test" * 13)
LEGAL = {  # what looks like a fault and is not
    "one UID for the dates of a series": (MEETING, UID + b"RECURRENCE-ID;VALUE=DATE:20210321\r\n"),
    "a name of 100 characters": (NAMES, LONG_NAMES),
    "a start that is later by the digits of its zone": (START, b"DTSTART:20210320T180000Z"),
}


@pytest.mark.parametrize("case", LEGAL)
def test_what_only_looks_like_a_fault(case: str) -> None:
    body = GOOD.replace(*LEGAL[case])
    assert body != GOOD
    assert check_content(body, *parse_calendar(body), "text/calendar") == []


def test_a_second_reader_is_asked_where_nothing_else_fails() -> None:
    with answering(
        well(GOOD.replace(b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", b"RRULE:FREQ=FORTNIGHTLY"))
    ) as port:
        (diagnostic,) = examine(f"http://127.0.0.1:{port}/feed.ics", private=True).diagnostics
    assert diagnostic.key == "second-opinion"


# what takes TLS or time, from made-up responses


FEED = Response("https://calendar.chicago.org/feed.ics", 200, "OK", {"etag": '"1"'}, GOOD)
OLD = Response("https://calendar.chicago.org/old.ics", 301, "Moved Permanently")
PLAIN = replace(FEED, url="http://calendar.chicago.org/feed.ics")


def test_rule_40_what_http_answers_where_https_is() -> None:
    redirected = replace(FEED, redirects=(Response(PLAIN.url, 301),))
    assert list(check_upgrade(redirected)) == []
    assert list(check_upgrade(PLAIN)) == [("plain-http", "http: does not redirect to https:")]
    assert list(check_upgrade(Response("", error="nobody"))) == [("no-webcal", "nobody")]
    assert ("plain-http", "") in list(check_headers(PLAIN))
    assert ("plain-http", "") not in list(check_headers(FEED))


def test_rule_40_a_redirect_from_https_to_http() -> None:
    down = replace(PLAIN, redirects=(OLD,))
    icsx5 = next(client for client in CLIENTS if client.key == "icsx5")
    assert list(check_poll(icsx5, down, read_by_others=True)) == [("downgrade", "")]


def test_rule_38_a_redirect_that_does_not_allow_other_sites() -> None:
    fullcalendar = next(client for client in CLIENTS if client.key == "fullcalendar")
    allowed = {"access-control-allow-origin": "*"}
    redirected = replace(FEED, headers=allowed, redirects=(OLD,))
    assert list(check_poll(fullcalendar, redirected, read_by_others=True)) == [("no-cors", "")]
    redirected = replace(FEED, headers=allowed, redirects=(replace(OLD, headers=allowed),))
    assert list(check_poll(fullcalendar, redirected, read_by_others=True)) == []


def test_rule_41_an_answer_that_took_long() -> None:
    assert ("slow", "2.5 s") in list(check_headers(replace(FEED, seconds=2.5)))

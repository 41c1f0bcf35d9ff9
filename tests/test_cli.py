"""The commands, as a person at a terminal meets them."""

import errno
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desk.cli import main
from feeds.catalog import ListError, Problem, as_text
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, ROOT, SITE, body, event, snapshot
from tests.servers import DEADLINE, free_port, run, serving, wait_until

GOOD = HEAD + EVENT
WARNED = HEAD + EVENT + 'signup = "https://www.example.org/"\n'
FAULTY = HEAD + EVENT.replace("KOCO", "100%, or: KOKO")
SIZE = "1 event, 12 feeds"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good list, which is the current folder."""
    (tmp_path / "events.toml").write_text(GOOD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HANDBILL_URL", raising=False)
    return tmp_path


def problems(file: Path) -> tuple[Problem, ...]:
    """Return what is wrong with a list, whether or not it can be used."""
    try:
        return OpenList(file, None).inputs.problems
    except ListError as error:
        return error.problems


def problem_report(file: Path) -> str:
    """Return these problems as a terminal shows them."""
    return "".join(map(as_text, problems(file)))


# help and wrong use

HELP = {
    (): [
        "-h, --help",
        "--catalog FILE",
        "--url URL",
        "--version",
        "--host HOST",
        "--port PORT",
        "--today DATE",
        "--workers WORKERS",
        "--live",
        "--frozen",
        "check",
        "preview",
        "publish",
        "import",
        "build",
        "new",
        "doctor",
        "clean",
    ],
    ("check",): ["-h, --help", "--catalog FILE", "--format {text,github}", "--places"],
    ("preview",): ["-h, --help", "--catalog FILE", "--against REV", "--format {text,markdown}"],
    ("publish",): ["-h, --help", "--catalog FILE", "--offline"],
    ("import",): ["FILE", "-h, --help", "--catalog FILE", "--append", "--today DATE"],
    ("build",): ["DIR", "-h, --help", "--catalog FILE", "--url URL", "--today DATE", "--frozen"],
    ("new",): [
        "DIR",
        "-h, --help",
        "--title TITLE",
        "--timezone ZONE",
        "--language CODE",
        "--domain DOMAIN",
    ],
    ("doctor",): ["URL", "-h, --help", "--private"],
    ("clean",): ["FILE", "-h, --help"],
}


@pytest.mark.parametrize("command", HELP)
def test_help_names_every_command_and_option(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    with pytest.raises(SystemExit) as exited:
        main([*command, "--help"])
    out, error = capsys.readouterr()
    assert (exited.value.code, error) == (0, "")
    assert out.startswith(" ".join(("usage: server.py", *command, "[-h]")))
    explained = re.sub(r"\n {20,}", "  ", out)
    assert re.findall(r"^ {2,4}(\S.*?) {2,}\S", explained, re.MULTILINE) == HELP[command]


def test_help_is_the_same_in_the_shell(tmp_path: Path) -> None:
    shown = run("--help", folder=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("usage: server.py [-h]")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["chek"], "argument COMMAND: invalid choice: 'chek'"),
        (["--wrokers"], "unrecognized arguments: --wrokers"),
        (["build"], "the following arguments are required: DIR"),
        (["build", "out", "more"], "unrecognized arguments: more"),
        (["check", "--format", "xml"], "argument --format: invalid choice: 'xml'"),
        (["check", "--url", SITE], f"unrecognized arguments: --url {SITE}"),
        (["--catalog"], "argument --catalog: expected one argument"),
        *(
            (["--port", port], f"argument --port: '{port}' is not a port from 1 to 65535")
            for port in ("0", "65536", "-1", "x", "80.0", "")
        ),
        *(
            (["--workers", number], f"argument --workers: '{number}' is not a number from 1 to 64")
            for number in ("0", "65", "two")
        ),
    ],
)
def test_wrong_use_exits_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], reason: str
) -> None:
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2
    out, error = capsys.readouterr()
    assert out == ""
    assert error.startswith("usage: server.py ")
    assert f"error: {reason}" in error


NO_ADDRESSES = [
    "calendar.chicago.org",
    "ftp://chicago.gov",
    "https://",
    "https:///calendar",
    "http://:80/",
    "https://chicago.gov?x=1",
    "https://chicago.gov/#top",
    "https://chicago.gov/a b",
    "https://chicago.gov/\nX: y",
    'https://chicago.gov/"',
    "https://ñ.chicago.gov",
    "https://[::1",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
@pytest.mark.parametrize("command", [["build", "out"], []], ids=["build", "serve"])
def test_what_is_no_public_address_is_refused(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    address: str,
) -> None:
    reason = f"{address!r} is not a web address like https://calendar.chicago.org\n"
    with pytest.raises(SystemExit) as exited:
        main([*command, "--url", address])
    assert exited.value.code == 2
    assert capsys.readouterr().err.endswith(f"error: argument --url: {reason}")
    monkeypatch.setenv("HANDBILL_URL", address)
    with pytest.raises(SystemExit) as exited:
        main(command)
    assert exited.value.code == 2
    assert capsys.readouterr() == ("", f"HANDBILL_URL: {reason}")
    assert not (folder / "out").exists()


def test_wrong_use_exits_with_2_for_the_shell_too(tmp_path: Path) -> None:
    ran = run("--port", "none", folder=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.endswith(
        "server.py: error: argument --port: 'none' is not a port from 1 to 65535\n"
    )
    ran = run("check", folder=tmp_path, HANDBILL_URL="none")
    message = "HANDBILL_URL: 'none' is not a web address like https://calendar.chicago.org\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", message)


# check


def test_check_of_a_list_without_problems(folder: Path) -> None:
    checked = run("check", folder=folder)
    assert (checked.returncode, checked.stdout, checked.stderr) == (
        0,
        f"events.toml: {SIZE}, no problems\n",
        "",
    )


def test_warnings_are_shown_and_are_no_failure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "events.toml").write_text(WARNED)
    report = problem_report(Path("events.toml"))
    assert "www.example.org" in report
    assert main(["check"]) == 0
    assert capsys.readouterr() == (f"{report}events.toml: {SIZE}, 1 warning\n", "")


def test_errors_are_shown_and_are_a_failure(folder: Path) -> None:
    (folder / "events.toml").write_text(FAULTY)
    checked = run("check", folder=folder)
    report = problem_report(Path("events.toml"))
    assert "100%, or: KOKO" in report
    assert (checked.returncode, checked.stdout, checked.stderr) == (
        1,
        f"{report}events.toml: 1 error\n",
        "",
    )


def test_check_counts_every_kind_of_problem(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = event("again", title='"Rally"', venue='"Federal Plaza"')
    (folder / "events.toml").write_text(WARNED + again)
    assert main(["check"]) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1]
        == "events.toml: 2 events, 12 feeds, 1 warning, 1 note"
    )


UNESCAPED = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:\r\n]*,?)+)::([^\r\n]*)")


def annotation(line: str) -> tuple[str, dict[str, str], str]:
    """Read one workflow command as GitHub does."""
    match = COMMAND.fullmatch(line)
    assert match, line
    properties = dict(part.split("=", 1) for part in match[2].split(","))
    return match[1], {name: plain(value) for name, value in properties.items()}, plain(match[3])


def plain(text: str) -> str:
    """Undo the escapes."""
    return re.sub("%..", lambda escape: UNESCAPED[escape[0]], text)


def test_check_for_github_marks_the_lines(folder: Path) -> None:
    file = Path("a list: 100%, really.toml")
    file.write_text(
        FAULTY
        + event(id="x,y", description='"\\r%0A::error::"', title='"a,b: c\\nd"')
        + "nothing = 1\n"
    )
    checked = run("check", "--format", "github", "--catalog", str(file), folder=folder)
    *lines, last = checked.stdout.splitlines()
    assert (checked.returncode, checked.stderr) == (1, "")
    assert last == f"{file}: {len(lines)} errors"
    assert [annotation(line) for line in lines] == [
        (
            "error",
            {
                "file": str(file),
                "line": str(found.line),
                "col": str(found.column),
                "title": found.key,
            },
            f"{found.found}\n{found.remedy}",
        )
        for found in problems(file)
    ]
    assert 'no organization is called "100%, or: KOKO"' in annotation(lines[0])[2]
    assert len(lines) >= 3


def test_check_for_github_of_a_good_list_marks_only_warnings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "events.toml").write_text(WARNED)
    assert main(["check", "--format", "github"]) == 0
    line, last = capsys.readouterr().out.splitlines()
    assert annotation(line)[0] == "warning"
    assert last == f"events.toml: {SIZE}, 1 warning"


# which list


@pytest.mark.parametrize("before", [True, False])
def test_the_list_may_stand_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str], before: bool
) -> None:
    file = folder / "una carpeta é" / "my list.toml"
    file.parent.mkdir()
    file.write_text(GOOD + event())
    option = ["--catalog", str(file)]
    assert main([*option, "check"] if before else ["check", *option]) == 0
    assert capsys.readouterr().out == f"{file}: 2 events, 12 feeds, no problems\n"
    assert main([*option, "build", "out"] if before else ["build", *option, "out"]) == 0
    assert (folder / "out" / "events" / "other.ics").exists()


NO_LISTS = {
    "missing": "missing: error: there is no such file\n  name the list with --catalog\n",
    "events.toml/below": "events.toml/below: error: there is no such file\n  name the list with --catalog\n",
    "out": "out: error: out cannot be read: Is a directory\n  look at the file and who may read it\n",
}


@pytest.mark.parametrize("name", NO_LISTS)
def test_what_is_no_list_is_a_problem(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / "out").mkdir()
    assert main(["check", "--catalog", name]) == 1
    assert capsys.readouterr() == (f"{NO_LISTS[name]}{name}: 1 error\n", "")
    assert main(["--catalog", name]) == 1
    assert capsys.readouterr() == ("", f"{NO_LISTS[name]}{name}: 1 error\n")
    assert main(["build", "--catalog", name, "out"]) == 1
    assert capsys.readouterr() == ("", f"{NO_LISTS[name]}{name}: 1 error\n")
    assert list((folder / "out").iterdir()) == []


def test_a_list_that_we_may_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "events.toml").chmod(0o000)
    if os.access("events.toml", os.R_OK):
        pytest.skip("this user may read everything")
    assert main(["check"]) == 1
    reason = (
        "events.toml: error: events.toml cannot be read: Permission denied\n"
        "  look at the file and who may read it\n"
    )
    assert capsys.readouterr() == (f"{reason}events.toml: 1 error\n", "")


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-16"),
        GOOD.replace("Rally", "Caf\xe9").encode("cp1252"),
        b"\x00",
        b"\xff" * 9,
    ],
)
def test_a_list_that_is_not_utf_8(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (folder / "events.toml").write_bytes(content)
    assert main(["check"]) == 1
    out, error = capsys.readouterr()
    assert error == ""
    assert out == f"{problem_report(Path('events.toml'))}events.toml: 1 error\n"
    assert out.startswith("events.toml:")


# which public address

CALENDAR_URL = GOOD.replace(
    "[organizations]", 'url = "https://chicago.gov/calendar/"\n[organizations]'
)
ADDRESSES = [
    (GOOD, None, None, "http://127.0.0.1:8000"),
    (CALENDAR_URL, None, None, "https://chicago.gov/calendar"),
    (CALENDAR_URL, None, "", "https://chicago.gov/calendar"),
    (CALENDAR_URL, None, "https://pilsen.org/a/", "https://pilsen.org/a"),
    (CALENDAR_URL, "https://chicago.gov:8443", "https://pilsen.org", "https://chicago.gov:8443"),
    (GOOD, "http://localhost:8000/", None, "http://localhost:8000"),
]


@pytest.mark.parametrize(("text", "option", "variable", "site"), ADDRESSES)
def test_the_option_beats_the_variable_beats_the_list(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    option: str | None,
    variable: str | None,
    site: str,
) -> None:
    (folder / "events.toml").write_text(text)
    if variable is not None:
        monkeypatch.setenv("HANDBILL_URL", variable)
    assert main(["build", "out", *(["--url", option] if option else [])]) == 0
    assert (folder / "out" / "feeds" / "all.ics").read_bytes() == body(
        snapshot(text, site), "/feeds/all.ics"
    )


@pytest.mark.parametrize(
    ("host", "warned"),
    [
        ("calendar.example.org", True),
        ("example.com", True),
        ("EXAMPLE.NET:8000/calendar", True),
        ("chicago-actions.example", True),
        ("calendar.test/", True),
        ("a.localhost", True),
        ("nothing.invalid", True),
        ("localhost:8000", False),
        ("127.0.0.1:8000", False),
        ("example.chicago.gov", False),
        ("chicago.gov/calendar.example", False),
    ],
)
def test_a_public_address_that_exists_only_in_examples_is_warned_of(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    host: str,
    warned: bool,
) -> None:
    found = (
        f"{re.split('[:/]', host.lower())[0]} exists only in examples\n  write the real address\n"
    )
    counted = "1 warning" if warned else "no problems"
    assert main(["build", "--url", f"https://{host}", "out"]) == 0
    out, error = capsys.readouterr()
    assert error == (f"--url: warning: {found}" if warned else "")
    assert out.endswith(f" files, {SIZE}, {counted}\n")
    monkeypatch.setenv("HANDBILL_URL", f"https://{host}")
    assert main(["check"]) == 0
    report = f"HANDBILL_URL: warning: {found}" if warned else ""
    assert capsys.readouterr() == (f"{report}events.toml: {SIZE}, {counted}\n", "")
    assert main(["build", "out"]) == 0
    assert capsys.readouterr().err == report


# serving


def test_serving_says_one_line_and_no_more(folder: Path) -> None:
    with serving("--url", f"{SITE}/", folder=folder) as server:
        assert (
            server.line
            == f"http://127.0.0.1:{server.port} · {SIZE}, not published yet, no problems\n"
        )
        assert server.ask("/feeds/all.ics")[2] == body(snapshot(GOOD), "/feeds/all.ics")
        for path in ("/", "/nothing", "/feeds/topic/work.ics", "/feeds/all.ics?cancelled=x"):
            server.ask(path)
            server.ask(path, "POST")
        server.process.terminate()
        assert server.process.wait(DEADLINE) == 0
        assert server.process.stdout is not None
        assert server.process.stderr is not None
        assert (server.process.stdout.read(), server.process.stderr.read()) == ("", "")


def test_serving_warns_of_an_example_address(folder: Path) -> None:
    with serving(folder=folder, HANDBILL_URL="https://calendar.example.org") as server:
        assert (
            server.line
            == f"http://127.0.0.1:{server.port} · {SIZE}, not published yet, 1 warning\n"
        )
        assert (
            b"SOURCE;VALUE=URI:https://calendar.example.org/feeds/all.ics\r\n"
            in server.ask("/feeds/all.ics")[2]
        )
        server.process.terminate()
        server.process.wait(DEADLINE)
        assert server.process.stderr is not None
        message = "HANDBILL_URL: warning: calendar.example.org exists only in examples\n  write the real address\n"
        assert server.process.stderr.read() == message


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_signal_stops_every_process_quietly(
    folder: Path, number: signal.Signals, workers: str
) -> None:
    with serving("--workers", workers, folder=folder) as server:
        assert {server.ask("/feeds/all.ics")[2] for _ in range(10)} == {
            body(snapshot(GOOD, server.address), "/feeds/all.ics")
        }
        server.process.send_signal(number)
        assert server.process.wait(DEADLINE) == 0
        assert server.process.stdout is not None
        assert server.process.stderr is not None
        assert (server.process.stdout.read(), server.process.stderr.read()) == ("", "")
        with pytest.raises(ConnectionRefusedError):
            server.ask("/feeds/all.ics")


def test_a_signal_while_the_workers_start_is_heard(folder: Path) -> None:
    for _ in range(3):
        with serving("--workers", "4", folder=folder) as server:
            server.process.terminate()
            assert server.process.wait(DEADLINE) == 0


def test_problems_at_the_start_stop_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "events.toml").write_text(FAULTY)
    ran = run("--port", str(free_port()), folder=folder)
    report = f"{problem_report(Path('events.toml'))}events.toml: 1 error\n"
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", report)
    assert main(["build", "out"]) == 1
    assert capsys.readouterr() == ("", report)
    assert not (folder / "out").exists()


def test_a_port_that_is_taken(folder: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        ran = run("--port", str(port), folder=folder)
    message = (
        f"cannot listen on 127.0.0.1:{port}: {os.strerror(errno.EADDRINUSE)}; try another --port\n"
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", message)


def test_a_host_that_is_not_ours(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "192.0.2.1"]) == 2
    message = (
        f"cannot listen on 192.0.2.1:8000: {os.strerror(errno.EADDRNOTAVAIL)}; try another --port\n"
    )
    assert capsys.readouterr() == ("", message)


def test_a_host_may_be_a_name(folder: Path) -> None:
    with serving("--host", "localhost", folder=folder) as server:
        assert (
            server.line
            == f"http://127.0.0.1:{server.port} · {SIZE}, not published yet, no problems\n"
        )
        assert server.ask("/robots.txt")[0] == 200


def test_a_terminal_without_every_letter_is_enough(folder: Path) -> None:
    (folder / "events.toml").write_text(FAULTY.replace("KOKO", "示威"))
    checked = run("check", folder=folder, PYTHONIOENCODING="ascii")
    assert checked.returncode == 1
    assert '100%, or: ??"' in checked.stdout


# any WSGI server

WSGIREF = """
from wsgiref.simple_server import WSGIRequestHandler, make_server

import server


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


served = make_server("127.0.0.1", 0, server.create_app(), handler_class=Quiet)
print(served.server_port, flush=True)
served.serve_forever()
"""


def wsgiref(folder: Path) -> "subprocess.Popen[str]":
    """Serve the list in `folder` by the standard library's server."""
    return subprocess.Popen(
        [sys.executable, "-c", WSGIREF],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HANDBILL_URL": SITE},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def fetched(port: int, path: str) -> bytes:
    """Return what curl or a calendar program would get."""
    with socket.create_connection(("127.0.0.1", port), timeout=DEADLINE) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")[2]


def test_any_wsgi_server_runs_the_app(folder: Path) -> None:
    with wsgiref(folder) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            assert fetched(port, "/feeds/all.ics") == body(snapshot(GOOD), "/feeds/all.ics")
            (folder / "events.toml").write_text(GOOD + event())
            expected = body(snapshot(GOOD + event()), "/feeds/all.ics")
            wait_until(lambda: fetched(port, "/feeds/all.ics") == expected)
            assert process.stderr is not None
            assert process.stderr.readline() == "the list was read again\n"
        finally:
            process.terminate()


def test_any_wsgi_server_is_told_the_problems(folder: Path) -> None:
    (folder / "events.toml").write_text(FAULTY)
    with wsgiref(folder) as process:
        assert process.wait(DEADLINE) == 1
        assert process.stderr is not None
        assert process.stderr.read().endswith(problem_report(Path("events.toml")))

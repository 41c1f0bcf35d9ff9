"""Look-ups of places by `publish` and by a running server, with a geocoder on loopback."""

import json
import re
import subprocess
import sys
import threading

import pytest

from bench.kill import kill_once
from feeds.places.answers import read_answers, write_answers
from tests.geocoders import nominatim, reply, service, silent
from tests.lists import EVENT, HEAD, ROOT, event
from tests.servers import AROUND, DEADLINE, run, serving, wait_until
from tests.test_places import ROUTE, SMITH

HOUSE = {
    "house_number": "1100",
    "road": "North Smith Street",
    "town": "Palatine",
    "postcode": "60067",
}
RIGHT = [nominatim(42.123, -88.05, "amenity", "school", **HOUSE)]
VENUES = """
[venues.sundling]
name = "Walter R Sundling Jr. High School"
address = "1100 N Smith St, Palatine, IL 60067"
[venues.route-64]
address = "Route 64 and Randall Rd, St. Charles, IL"
"""
GEO = b"\r\nGEO:42.123;-88.05\r\n"


def list_with(domain: str) -> str:
    """Return a list that asks the geocoder at `domain`."""
    service = f'service = "nominatim", scheme = "http", domain = "{domain}"'
    geocoder = f'{service}, user_agent = "Handbill tests", timeout = 1'
    calendar = HEAD.replace(
        "\n\n[organizations]", f"\ngeocoder = {{ {geocoder} }}\n\n[organizations]"
    )
    return (
        calendar
        + VENUES
        + EVENT
        + event("school", venue='"sundling"')
        + event("corner", venue='"route-64"')
    )


def line(answer):
    return write_answers([answer]).decode()


def test_publish_writes_trusted_answers_and_reports_why_others_are_not(tmp_path):
    with service(reply(RIGHT)) as running:
        (tmp_path / "events.toml").write_text(list_with(running.domain))
        first = run("publish", folder=tmp_path)
        asked = list(running.asked)
        again = run("publish", folder=tmp_path)
    assert asked == running.asked == ["1100 N Smith St, Palatine, IL 60067"]
    assert first.stdout == (
        "1100 N Smith St, Palatine, IL 60067: 42.123, -88.05 (amenity=school)\n"
        "Route 64 and Randall Rd, St. Charles, IL: a corner of two streets: pin it\n"
        "3 new\n"
        "  new        rally · Rally · Sat, Mar 20, 2021, 1:00 – 3:00 PM\n"
        "  new        school · Other · Sat, Mar 20, 2021, 1:00 – 3:00 PM\n"
        "  new        corner · Other · Sat, Mar 20, 2021, 1:00 – 3:00 PM\n"
        "  /feeds/all.ics                   +3 ~0 −0\n"
        "  /feeds/organization/koco.ics     +1 ~0 −0\n"
        "  /feeds/host/koco.ics             +1 ~0 −0\n"
        "  /feeds/neighborhood/loop.ics     +1 ~0 −0\n"
        "  /feeds/topic/labor.ics           +1 ~0 −0\n"
        "  /feeds/venue/federal-plaza.ics   +1 ~0 −0\n"
        "  /feeds/venue/sundling.ics        +1 ~0 −0\n"
        "  /feeds/venue/route-64.ics        +1 ~0 −0\n"
        "  /feeds/attendance/in-person.ics  +3 ~0 −0\n"
        "events.toml: 3 events, 14 feeds, 1 note\n"
    )
    assert again.stdout.endswith(
        "nothing changes for subscribers\nevents.toml: 3 events, 14 feeds, 1 note\n"
    )
    assert (first.returncode, again.returncode) == (0, 0)
    answers, damaged = read_answers((tmp_path / "places.jsonl").read_bytes())
    assert [(a.address, a.point, a.reason) for a in answers.values()] == [
        (SMITH.address, SMITH.point, "")
    ]
    assert damaged == []


def waiting(until, answer):
    """Answer once `until` is set."""

    def later(handler, query):
        until.wait(DEADLINE)
        answer(handler, query)

    return later


def started(folder):
    """Start `publish` without waiting for its end."""
    command = [sys.executable, str(ROOT / "server.py"), "publish"]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, env=AROUND, stdout=pipe, stderr=pipe, text=True)


def ended(process):
    """Return status and output of a command once it has ended."""
    stdout, stderr = process.communicate(timeout=DEADLINE)
    return process.returncode, stdout, stderr


def test_events_published_during_a_slow_look_up_are_not_cancelled(tmp_path):
    upcoming = event("march", when='"March 21, 2099, 1 PM"')
    answered = threading.Event()
    with service(waiting(answered, reply(RIGHT))) as running:
        text = list_with(running.domain).replace("timeout = 1", "timeout = 20")
        (tmp_path / "events.toml").write_text(text)
        slow = started(tmp_path)
        wait_until(lambda: running.asked)
        (tmp_path / "events.toml").write_text(text + upcoming)
        assert run("publish", "--offline", folder=tmp_path).returncode == 0
        answered.set()
        status, stdout, stderr = ended(slow)
    assert (status, stderr) == (0, "")
    assert "vanished" not in stdout
    assert "  changed    school · Other" in stdout
    lines = [json.loads(line) for line in (tmp_path / "published.jsonl").read_text().splitlines()]
    assert [line.get("state", "listed") for line in lines if "uid" in line] == ["listed"] * 4
    assert run("build", "out", "--frozen", folder=tmp_path).returncode == 0
    feed = (tmp_path / "out" / "feeds" / "all.ics").read_bytes()
    assert b"CANCELLED" not in feed
    assert GEO in feed


def test_a_list_broken_during_a_slow_look_up_is_not_published(tmp_path):
    answered = threading.Event()
    with service(waiting(answered, reply(RIGHT))) as running:
        text = list_with(running.domain).replace("timeout = 1", "timeout = 20")
        (tmp_path / "events.toml").write_text(text)
        slow = started(tmp_path)
        wait_until(lambda: running.asked)
        (tmp_path / "events.toml").write_text(text.replace("1 PM", "1 XM"))
        answered.set()
        status, stdout, stderr = ended(slow)
    assert status == 1
    assert "1 XM" in stdout + stderr
    assert not (tmp_path / "published.jsonl").exists()


def test_of_several_publish_commands_at_once_one_writes(tmp_path):
    answered = threading.Event()
    with service(waiting(answered, reply(RIGHT))) as running:
        (tmp_path / "events.toml").write_text(
            list_with(running.domain).replace("timeout = 1", "timeout = 20")
        )
        several = [started(tmp_path) for _ in range(4)]
        wait_until(lambda: len(running.asked) == 4)
        answered.set()
        done = [ended(process) for process in several]
    assert [(status, stderr) for status, _, stderr in done] == [(0, "")] * 4
    counts = [
        re.findall(r"^(?:3 new|nothing changes for subscribers)$", stdout, re.MULTILINE)
        for _, stdout, _ in done
    ]
    assert sorted(counts) == [["3 new"], *[["nothing changes for subscribers"]] * 3]
    assert list(read_file(tmp_path)) == [SMITH.address]


def test_publish_offline_asks_nobody(tmp_path):
    with service(reply(RIGHT)) as running:
        (tmp_path / "events.toml").write_text(list_with(running.domain))
        done = run("publish", "--offline", folder=tmp_path)
    assert running.asked == []
    assert "1100 N Smith St, Palatine, IL 60067: not known; pin it, or publish\n" in done.stdout
    assert not (tmp_path / "places.jsonl").exists()


def test_a_service_that_fails_leaves_no_line(tmp_path):
    with service(reply({}, 500)) as running:
        (tmp_path / "events.toml").write_text(
            list_with(running.domain).replace('venue = "route-64"', "notes = ''")
        )
        done = run("publish", folder=tmp_path)
    assert done.returncode == 0
    assert running.asked == ["1100 N Smith St, Palatine, IL 60067"] * len(running.asked)
    assert "1100 N Smith St, Palatine, IL 60067: not known; pin it, or publish\n" in done.stdout
    assert not (tmp_path / "places.jsonl").exists()


def test_an_edited_address_is_looked_up_and_its_old_line_removed(tmp_path):
    (tmp_path / "places.jsonl").write_text(
        line(SMITH).replace("1100 N Smith", "1 N Smith") + line(ROUTE)
    )
    with service(reply(RIGHT)) as running:
        (tmp_path / "events.toml").write_text(list_with(running.domain))
        run("publish", folder=tmp_path)
    answers, _ = read_answers((tmp_path / "places.jsonl").read_bytes())
    assert list(answers) == [SMITH.address, ROUTE.address]


def test_a_damaged_file_is_reported_set_aside_and_rewritten(tmp_path):
    damaged = "<<<<<<< HEAD\n" + line(SMITH)
    (tmp_path / "events.toml").write_text(list_with("127.0.0.1:1"))
    (tmp_path / "places.jsonl").write_text(damaged)
    checked = run("check", folder=tmp_path)
    assert "places.jsonl:1:1: warning: this line cannot be read\n" in checked.stdout
    assert run("publish", "--offline", folder=tmp_path).returncode == 0
    assert (tmp_path / "places.jsonl").read_text() == line(SMITH)
    assert (tmp_path / "places.jsonl.damaged").read_text() == damaged


def test_two_branches_merged_by_union_are_read_and_tidied(tmp_path):
    older = line(SMITH).replace("42.123", "42.5")
    (tmp_path / "events.toml").write_text(list_with("127.0.0.1:1"))
    (tmp_path / "places.jsonl").write_text(older + line(ROUTE) + line(SMITH))
    run("publish", "--offline", folder=tmp_path)
    assert (tmp_path / "places.jsonl").read_text() == line(SMITH) + line(ROUTE)


def test_an_unreadable_file_is_a_problem_without_a_stack_trace(tmp_path):
    (tmp_path / "events.toml").write_text(list_with("127.0.0.1:1"))
    # a file, but reading it fails, for root too
    (tmp_path / "places.jsonl").symlink_to("/proc/self/mem")
    done = run("check", folder=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "cannot be read: Input/output error\n" in done.stdout


def test_a_file_that_cannot_be_written_is_unchanged(tmp_path):
    (tmp_path / "events.toml").write_text(list_with("127.0.0.1:1"))
    (tmp_path / "places.jsonl").write_text("no JSON\n")
    (tmp_path / ".places.jsonl.damaged.part").mkdir()  # also stops root, whom permissions do not
    done = run("publish", "--offline", folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.endswith("places.jsonl cannot be written: Is a directory; it is as it was\n")
    assert (tmp_path / "places.jsonl").read_text() == "no JSON\n"


def test_a_server_learns_places_while_it_runs_and_writes_nothing(tmp_path):
    with service(reply(RIGHT)) as running:
        (tmp_path / "events.toml").write_text(list_with(running.domain))
        with serving(folder=tmp_path) as server:
            assert GEO not in server.ask("/feeds/all.ics")[2]
            wait_until(lambda: GEO in server.ask("/feeds/all.ics")[2])
            wait_until(lambda: b"Sundling" in server.ask("/feeds/venue/sundling.ics")[2])
    assert [path.name for path in tmp_path.iterdir()] == ["events.toml"]


def test_a_live_server_writes_what_it_learns(tmp_path):
    with service(reply(RIGHT)) as running:
        (tmp_path / "events.toml").write_text(list_with(running.domain))
        with serving("--live", folder=tmp_path) as server:
            wait_until(lambda: len(read_file(tmp_path)) == 1)
            wait_until(lambda: GEO in server.ask("/feeds/all.ics")[2])
    assert read_file(tmp_path)[SMITH.address].point == SMITH.point


def test_a_live_server_does_not_write_an_address_that_was_taken_back(tmp_path):
    file = tmp_path / "events.toml"
    with service(reply(RIGHT)) as running:
        text = list_with(running.domain)
        file.write_text(text)
        with serving("--live", folder=tmp_path):
            wait_until(lambda: list(read_file(tmp_path)) == [SMITH.address])
            words = text.replace(f'address = "{SMITH.address}"\n', "")
            file.write_text(words)
            wait_until(lambda: b"Smith" not in (tmp_path / "places.jsonl").read_bytes())
            file.write_text(
                words + event("hall", venue='{ address = "1102 N Smith St, Palatine, IL 60067" }')
            )
            wait_until(lambda: read_file(tmp_path))
    assert list(read_file(tmp_path)) == ["1102 N Smith St, Palatine, IL 60067"]
    assert "1100 N Smith" not in (tmp_path / "published.jsonl").read_text()


def read_file(folder):
    file = folder / "places.jsonl"
    return read_answers(file.read_bytes())[0] if file.exists() else {}


def test_a_frozen_server_asks_nobody_and_reads_what_is_published(tmp_path):
    with service(reply(RIGHT)) as running:
        (tmp_path / "events.toml").write_text(list_with(running.domain))
        run("publish", "--offline", folder=tmp_path)
        with serving("--frozen", folder=tmp_path) as server:
            assert GEO not in server.ask("/feeds/all.ics")[2]
            assert running.asked == []
            assert run("publish", folder=tmp_path).returncode == 0
            wait_until(lambda: GEO in server.ask("/feeds/all.ics")[2])
    assert len(running.asked) == 1


def test_live_and_frozen_exclude_each_other():
    assert run("--live", "--frozen").returncode == 2


RUDE = {
    "nothing": silent(threading.Event()),
    "500": reply({}, 500),
    "429": reply({}, 429, Retry_After="3600"),
    "HTML": reply(b"<html>Sorry</html>"),
    "a street": reply([nominatim(42.123, -88.05, "highway", "residential")]),
    "elsewhere": reply([nominatim(48.1, 11.5)]),
}


@pytest.mark.parametrize("case", RUDE)
def test_feeds_are_served_whatever_the_service_does(tmp_path, case):
    with service(RUDE[case]) as running:
        (tmp_path / "events.toml").write_text(list_with(running.domain))
        with serving(folder=tmp_path) as server:
            before = server.ask("/feeds/venue/sundling.ics")
            wait_until(lambda: running.asked)
            after = server.ask("/feeds/venue/sundling.ics")
    assert before[0] == after[0] == 200
    assert before[2] == after[2]
    assert b"GEO" not in after[2]


def test_two_workers_take_turns(tmp_path):
    with service(reply(RIGHT)) as running:
        (tmp_path / "events.toml").write_text(list_with(running.domain))
        with serving("--workers", "2", folder=tmp_path) as server:
            wait_until(lambda: all(GEO in server.ask("/feeds/all.ics")[2] for _ in range(8)))
    assert len(running.asked) == 2
    first, second = running.times
    assert second - first > 0.9


@pytest.mark.parametrize("number", range(5))
def test_a_kill_while_writing_loses_nothing(tmp_path, number):
    """bench/kill.py does this 200 times."""
    assert kill_once(tmp_path, rounds=number + 1) == "whole"


def test_boundaries_name_the_neighborhood_of_a_venue(tmp_path):
    square = [[-87.64, 41.87], [-87.62, 41.87], [-87.62, 41.89], [-87.64, 41.89], [-87.64, 41.87]]
    area = {
        "properties": {"name": "Loop"},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    (tmp_path / "areas.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [area]})
    )
    text = HEAD.replace(
        "\n\n[organizations]",
        '\nboundaries = { file = "areas.geojson", name = "name" }\n\n[organizations]',
    )
    strays = '\n[venues.unity-park]\nname = "Unity Park"\nneighborhood = "loop"\n'
    strays += "coordinates = [41.9296, -87.7123]\n"
    (tmp_path / "events.toml").write_text(
        text.replace('neighborhood = "loop"\n', "") + strays + EVENT
    )
    done = run("check", "--places", folder=tmp_path)
    assert done.returncode == 0
    assert (
        "warning: venues.unity-park.coordinates: the place lies in no area, not in Loop\n"
        in done.stdout
    )
    assert "41.87879, -87.6297 · pinned · Loop · 1 event\n" in done.stdout


FAULTY = {
    "absent": (None, "there is no file areas.geojson beside the list"),
    "not JSON": ("no", "this is not a GeoJSON FeatureCollection of areas"),
}


@pytest.mark.parametrize("case", FAULTY)
def test_boundaries_that_cannot_be_read_are_a_problem_of_the_list(tmp_path, case):
    content, output = FAULTY[case]
    text = HEAD.replace(
        "\n\n[organizations]",
        '\nboundaries = { file = "areas.geojson", name = "name" }\n\n[organizations]',
    )
    (tmp_path / "events.toml").write_text(text)
    if content is not None:
        (tmp_path / "areas.geojson").write_text(content)
    done = run("check", folder=tmp_path)
    assert done.returncode == 1
    assert f"events.toml:7:14: error: calendar.boundaries: {output}" in done.stdout

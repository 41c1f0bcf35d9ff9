"""The workflow that publishes a calendar: its file as GitHub reads it, its steps as bash runs them between clones."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.geocoders import nominatim, reply, service
from tests.lists import EVENT, HEAD, ROOT, event
from tests.servers import run
from tests.subscribers import events

FILE = ROOT / "template/.github/workflows/publish.yml"
WORKFLOW: dict[str, Any] = YAML(typ="safe").load(FILE)
JOBS: dict[str, Any] = WORKFLOW["jobs"]
PAGES = "https://calendar.chicago.org/pages"
OWN = "https://chicago.gov/calendar"
HALL = '[venues.hall]\nname = "Hall"\naddress = "1 W 35th St, Chicago, IL 60616"\n'
PUBLISHING = ("Publish", "Build the site", "Keep the record")
PREVIEWING = ("Check the list", "Show what the change does for whom")
UPCOMING = EVENT.replace("Sat, March 20, 2021", "March 20, 2099")
BOT = "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"
CURATOR = (
    "-c",
    "user.name=Curator",
    "-c",
    "user.email=curator@chicago.org",
    "-c",
    "init.defaultBranch=main",
)
AROUND = {
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "PIP_NO_INDEX": "1",  # what is pinned is installed; nobody is asked
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


# the file


def test_it_fits_the_schema_of_workflows() -> None:
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.github-workflows",
        str(FILE),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_it_may_do_the_least() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "preview": {"contents": "read"},
        "publish": {"contents": "write", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    assert "pull_request_target" not in WORKFLOW["on"]
    assert JOBS["preview"]["if"] == "github.event_name == 'pull_request'"
    # a pull request's is refs/pull/1/merge
    assert JOBS["publish"]["if"] == "github.ref == 'refs/heads/main'"
    checkouts = [
        step
        for job in JOBS.values()
        for step in job["steps"]
        if "actions/checkout@" in step.get("uses", "")
    ]
    assert [step["with"].get("persist-credentials", True) for step in checkouts] == [
        False,
        False,
        True,
        False,
    ]


def test_every_action_is_one_commit_and_no_step_holds_what_others_wrote() -> None:
    uses = re.findall(r"uses: (.*)", FILE.read_text())
    assert len(uses) == 7
    for action in uses:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", action)
    assert [
        step for job in JOBS.values() for step in job["steps"] if "${{" in step.get("run", "")
    ] == []


# its steps, between a repository that stands for GitHub's and clones of it


def git(folder: Path, *arguments: str) -> str:
    """Run git as a curator; return what it prints."""
    command = ["git", *CURATOR, *arguments]
    return subprocess.run(
        command, cwd=folder, env=AROUND, check=True, capture_output=True, text=True
    ).stdout


@dataclass
class City:
    """A calendar's repository as GitHub has it, bare, and a curator's clone beside it."""

    origin: Path
    clone: Path

    def write(self, *changes: tuple[str, str], more: str = "") -> None:
        """Change the list in the curator's clone, as main has it, and commit."""
        git(self.clone, "pull", "-q", "origin", "main")
        file = self.clone / "events.toml"
        text = file.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file.write_text(text + more)
        git(self.clone, "commit", "-qam", "Edit")

    def push(self, *changes: tuple[str, str], more: str = "") -> None:
        """Change the list on main."""
        self.write(*changes, more=more)
        git(self.clone, "push", "-q", "origin", "main")

    def propose(self, *changes: tuple[str, str], more: str = "") -> str:
        """Change the list in a pull request; return the commit that GitHub makes of it and main."""
        git(self.clone, "checkout", "-q", "-b", "change")
        self.write(*changes, more=more)
        git(self.clone, "checkout", "-q", "main")
        git(self.clone, "merge", "-q", "--no-ff", "change")
        git(self.clone, "push", "-q", "origin", "main:refs/pull/1/merge")
        return self.head("refs/pull/1/merge")

    def head(self, ref: str = "main") -> str:
        """Return the commit that GitHub has there."""
        return git(self.origin, "rev-parse", ref).strip()

    def log(self) -> list[str]:
        """Return who committed what to main, the newest first."""
        return git(self.origin, "log", "--format=%an <%ae>: %s", "main").splitlines()

    def record(self) -> list[Any]:
        """Return the lines of the record that main has."""
        return list(map(json.loads, git(self.origin, "show", "main:published.jsonl").splitlines()))


class Run:
    """A run of a job, asked for at a commit: its folder, what it printed, and the name of the step that failed."""

    def __init__(self, city: City, job: str, commit: str = "", only: Iterable[str] = ()) -> None:
        self.city, self.commit, self.output, self.failed = city, commit or city.head(), "", ""
        self.steps = [
            step
            for step in JOBS[job]["steps"]
            if not only or step["name"] in ("Fetch the list", *only)
        ]
        self.folder = Path(str(city.origin) + f".{len(list(city.origin.parent.iterdir()))}")
        self.summary = Path(f"{self.folder}.md")

    def to(self, name: str = "") -> "Run":
        """Go on to the step of that name, or to the end; stop where a step fails."""
        while self.steps and not self.failed and self.steps[0]["name"] != name:
            step = self.steps.pop(0)
            if step["name"] == "Fetch the list":
                self._fetch(step["with"])
            elif "run" in step:
                self._run(step)
        return self

    def titles(self) -> dict[str, str]:
        """Return what the events of the built site are called, by id."""
        found = events((self.folder / "site/feeds/all.ics").read_bytes())
        return {uid.partition("@")[0]: stored.value("SUMMARY") for uid, stored in found.items()}

    def source(self) -> str:
        """Return the public address of the built feed of everything."""
        built = (self.folder / "site/feeds/all.ics").read_text()
        return built.partition("SOURCE;VALUE=URI:")[2].partition("\n")[0]

    def _fetch(self, given: dict[str, Any]) -> None:
        """Do what actions/checkout does, as its action.yml says: a commit as asked for, or the branch as it is now."""
        self.folder.mkdir()
        git(self.folder, "init", "-q")
        git(self.folder, "remote", "add", "origin", self.city.origin.as_uri())
        what, depth = given.get("ref", self.commit), str(given.get("fetch-depth", 1))
        git(self.folder, "fetch", "-q", "--depth", depth, "origin", what)
        git(self.folder, "checkout", "-q", "-B", "main", "FETCH_HEAD")
        (self.folder / "handbill").symlink_to(ROOT)

    def _run(self, step: dict[str, Any]) -> None:
        """Do what GitHub does with `shell: bash`."""
        given = {
            name: value.replace("${{ steps.pages.outputs.base_url }}", PAGES)
            for name, value in step.get("env", {}).items()
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            env={
                **AROUND,
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_STEP_SUMMARY": str(self.summary),
                **given,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
        )
        self.output += done.stdout
        self.failed = step["name"] if done.returncode else ""


def founded(folder: Path, files: dict[str, str]) -> City:
    """Return a city with these files on main."""
    city = City(folder / "origin", folder / "clone")
    git(folder, "init", "-q", "--bare", str(city.origin))
    git(folder, "clone", "-q", str(city.origin), str(city.clone))
    for name, text in files.items():
        (city.clone / name).write_text(text)
    git(city.clone, "add", ".")
    git(city.clone, "commit", "-qm", "Start")
    git(city.clone, "push", "-q", "origin", "main")
    return city


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[City, Run]:
    """A city whose list has an address to look up, its own public address and one event; and its first run."""
    found = nominatim(
        41.8308,
        -87.6277,
        house_number="1",
        road="West 35th Street",
        city="Chicago",
        postcode="60616",
    )
    with service(reply([found])) as running:
        asked = f'service = "nominatim", scheme = "http", domain = "{running.domain}"'
        asking = f'geocoder = {{ {asked}, user_agent = "t" }}'
        text = (
            "\ufeff" + HEAD.replace("\n\n[organ", f'\nurl = "{OWN}"\n{asking}\n\n[organ', 1) + HALL
        )
        attributes = (FILE.parents[2] / ".gitattributes").read_text()
        city = founded(
            tmp_path_factory.mktemp("city"),
            {"events.toml": text + UPCOMING, ".gitattributes": attributes},
        )
        return city, Run(city, "publish", only=("Publish", "Keep the record")).to()


@pytest.fixture
def city(once: tuple[City, Run], tmp_path: Path) -> City:
    """A city of its own for a test, with a record."""
    city = City(tmp_path / "origin", tmp_path / "clone")
    shutil.copytree(once[0].origin, city.origin)
    git(tmp_path, "clone", "-q", str(city.origin), str(city.clone))
    return city


def test_the_first_run_keeps_the_record_and_the_places(once: tuple[City, Run]) -> None:
    city, job = once
    assert job.failed == "", job.output
    assert city.log() == [
        f"{BOT}: Record what is published",
        "Curator <curator@chicago.org>: Start",
    ]
    changed = git(city.origin, "show", "--format=", "--name-only", "main").split()
    assert changed == ["places.jsonl", "published.jsonl"]


def test_the_template_is_published_once_it_has_its_time_zone(tmp_path: Path) -> None:
    folder = FILE.parents[2]
    texts = {name: (folder / name).read_text() for name in ("events.toml", ".gitattributes")}
    texts["events.toml"] = texts["events.toml"].replace("Continent/City", "Asia/Kathmandu")
    city = founded(tmp_path, texts)
    job = Run(city, "publish").to()
    assert (job.failed, city.record()) == ("", [{"version": 1}]), job.output
    assert job.source() == f"{PAGES}/feeds/all.ics"


def test_what_somebody_pushes_meanwhile_is_kept_and_published_by_its_own_run(city: City) -> None:
    city.push(("1 PM – 3 PM", "2 PM – 3 PM"))
    moving = Run(city, "publish", only=PUBLISHING).to("Keep the record")
    city.write(more=event("by-hand", when='"March 21, 2099, 1 PM"'))
    assert run("publish", "--offline", folder=city.clone).returncode == 0
    git(city.clone, "commit", "-qam", "Publish by hand")
    city.push(more=event("late", when='"March 22, 2099, 1 PM"'))
    asked, pushed = city.head(), city.log()
    assert moving.to().failed == "", moving.output
    recorded = f"{BOT}: Record what is published"  # unless both published the move in one second
    assert city.log()[:2] in ([recorded, pushed[0]], pushed[:2])
    assert moving.titles() == {"rally": "MOVED: Rally"}
    assert moving.source() == f"{OWN}/feeds/all.ics"
    sequence = max(line["sequence"] for line in city.record() if line.get("id") == "rally")

    following = Run(city, "publish", asked, only=PUBLISHING).to()
    assert following.failed == "", following.output
    assert following.titles() == {"rally": "MOVED: Rally", "by-hand": "Other", "late": "Other"}
    stored = [(line["id"], line["sequence"]) for line in city.record() if "id" in line]
    assert [id for id, _ in stored] == ["by-hand", "late", "rally"]
    assert stored[2][1] >= sequence

    log, record = city.log(), city.record()
    night = Run(city, "publish", only=PUBLISHING).to()
    assert (night.failed, night.titles(), city.log(), city.record()) == (
        "",
        following.titles(),
        log,
        record,
    )


def test_a_record_that_main_refuses_stops_the_run(city: City) -> None:
    hook = city.origin / "hooks" / "pre-receive"
    city.push(('"Rally"', '"March"'))
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    before = city.head()
    job = Run(city, "publish", only=("Publish", "Keep the record", "Keep the site")).to()
    assert (job.failed, city.head()) == ("Keep the record", before)
    assert job.output.splitlines()[-1].startswith("::error::The record was not pushed")
    assert [step["name"] for step in job.steps] == ["Keep the site"]


def test_a_pull_request_that_loses_an_event_is_red_and_says_so(city: City) -> None:
    before = city.head()
    job = Run(city, "preview", city.propose((UPCOMING, "")), PREVIEWING).to()
    assert job.failed == "Show what the change does for whom"
    assert job.summary.read_text().startswith(
        "### 1 vanished\n\n      vanished   rally · Rally · Fri, Mar 20, 2099"
    )
    assert city.head() == before


def test_a_pull_request_with_a_slip_is_marked_at_its_line(city: City) -> None:
    job = Run(city, "preview", city.propose(("1 PM – 3 PM", "1 XM – 3 PM")), PREVIEWING).to()
    assert job.failed == "Check the list"
    assert re.search(
        r"^::error file=events\.toml,line=\d+,col=\d+,title=\w+\.when::", job.output, re.MULTILINE
    )
    assert not job.summary.exists()


def test_a_pull_request_that_mends_main_is_compared_with_what_is_published(city: City) -> None:
    city.push(("1 PM – 3 PM", "1 XM – 3 PM"))
    job = Run(city, "preview", city.propose(("1 XM – 3 PM", "2 PM – 3 PM")), PREVIEWING[1:]).to()
    assert job.failed == "", job.output
    assert job.summary.read_text().startswith("### 1 moved\n")


def test_without_the_program_the_run_says_where_to_name_it(city: City) -> None:
    job = Run(city, "publish").to("Fetch the program")
    (job.folder / "handbill").unlink()
    job.to()
    assert job.failed == "Install what the program needs"
    assert job.output.startswith(
        "::error::The program is not in this repository: write where it is after HANDBILL"
    )

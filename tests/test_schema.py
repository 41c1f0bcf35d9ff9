"""The JSON Schema for editors is made from the keys, and its verdicts are those of the loader."""

import json
import tomllib
from datetime import date, time

import pytest
from jsonschema import Draft202012Validator

from docs import generate, keys
from docs.generate import TABLES
from feeds.catalog import ListError
from feeds.catalog.tables import REQUIRED, UNLESS_WITHDRAWN
from tests.lists import EVENT, HEAD, ROOT, loaded
from tests.test_bad_lists import BAD, LISTS, problems

SCHEMA = json.loads((ROOT / "events.schema.json").read_text("utf-8"))
LEAST = """\
[calendar]
title = "Chicago Action Calendar"
timezone = "America/Chicago"
domain = "chicago-actions.example"
area = [41.4, -88.6, 42.6, -87.3]
[calendar.boundaries]
file = "areas.geojson"
name = "name"
[calendar.geocoder]
service = "photon"
user_agent = "Chicago Action Calendar"
[organizations.koco]
name = "KOCO"
aliases = []
[neighborhoods.loop]
name = "Loop"
aliases = []
[topics.labor]
name = "Labor"
aliases = []
[collections.workers]
title = "Workers"
topics = ["labor"]
[[events]]
id = "rally"
title = "Rally"
when = 2021-03-20
[events.image]
file = "poster.jpg"
alt = "A poster"
"""
STRUCTURAL = (
    "type-",
    "unknown-key-",
    "unknown-table",
    "unknown-status",
    "bad-",
    "missing-",
    "toml-event",
)
FOR_THE_LOADER = {  # what takes more than a schema to see
    "bad-timezone",
    "bad-timezone-abbreviation",
    "bad-timezone-city",
    "bad-timezone-with-zone-words",
    "bad-area",
    "missing-calendar",  # a file that is included has none
    "missing-everything",
}


def errors(text: str) -> list[str]:
    """Return what the schema finds wrong with a list; as in editors, a date of TOML is a string."""
    data = json.loads(json.dumps(tomllib.loads(text), default=_iso))
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)]


def _iso(moment: date | time) -> str:
    return moment.isoformat()


def test_the_schema_is_a_schema() -> None:
    assert list(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(SCHEMA)) == []


def test_schema_and_tables_are_those_that_the_keys_and_commands_make() -> None:
    assert generate.SCHEMA.read_text("utf-8") == generate.schema(), "run ./run docs"
    text = generate.PAGE.read_text("utf-8")
    assert text == generate.page(text), "run ./run docs"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_key_is_described_in_a_sentence(table: str) -> None:
    for key in keys.keys(table):
        assert key.about.endswith("."), key
        assert key.name in key.example
        assert key.type


def test_required_keys_are_those_of_the_loader() -> None:
    assert loaded(LEAST).problems == ()
    assert errors(LEAST) == []
    described = [key for table in TABLES.values() for key in keys.keys(table)]
    required = sorted(key.name for key in described if key.default in (REQUIRED, UNLESS_WITHDRAWN))
    lines = LEAST.splitlines(keepends=True)
    missed = []
    for line in lines:
        key, equals, _ = line.partition(" = ")
        if equals and key in required:
            fewer = "".join(other for other in lines if other is not line)
            with pytest.raises(ListError) as caught:
                loaded(fewer)
            assert [p.found for p in caught.value.problems] == [f"{key} is missing"]
            assert errors(fewer) != []
            missed.append(key)
    assert sorted(missed) == required


@pytest.mark.parametrize(
    "table", ["[organizations]\nwbez = { withdrawn = true }", "[venues.hall]\nwithdrawn = true"]
)
def test_what_is_withdrawn_needs_no_name(table: str) -> None:
    text = LEAST.replace("[organizations.koco]", f"{table}\n[organizations.koco]", 1)
    assert loaded(text).problems == ()
    assert errors(text) == []


def test_a_withdrawn_event_needs_its_id_alone() -> None:
    text = LEAST + '[[events]]\nid = "vigil"\nstatus = "withdrawn"\n'
    assert loaded(text).problems == ()
    assert errors(text) == []


@pytest.mark.parametrize(
    "text", [(ROOT / "events.toml").read_text("utf-8"), HEAD + EVENT], ids=["events.toml", "HEAD"]
)
def test_good_lists_are_valid(text: str) -> None:
    assert errors(text) == []


def test_the_list_names_the_schema() -> None:
    assert (ROOT / "events.toml").read_text("utf-8").startswith("#:schema ./events.schema.json\n")


@pytest.mark.parametrize("fault", [fault for fault in LISTS if fault.startswith(STRUCTURAL)])
def test_structural_faults_are_invalid(fault: str) -> None:
    found = errors((BAD / f"{fault}.toml").read_text("utf-8"))
    assert bool(found) == (fault not in FOR_THE_LOADER)


@pytest.mark.parametrize(
    "fault", [fault for fault in LISTS if all(p.severity != "error" for p in problems(fault))]
)
def test_what_the_loader_takes_is_valid(fault: str) -> None:
    assert errors((BAD / f"{fault}.toml").read_text("utf-8")) == []

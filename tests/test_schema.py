"""The JSON Schema for editors says what the loader says: the same keys, the same choices, the same verdicts."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from feeds.catalog import CANCELLED, ListError, keys
from feeds.catalog.names import LONGEST_SLUG, SLUG
from feeds.catalog.nouns import STATUSES
from feeds.catalog.values import LANGUAGE
from tests.lists import EVENT, HEAD, ROOT, loaded
from tests.test_bad_lists import BAD, LISTS, problems

SCHEMA = json.loads((ROOT / "events.schema.json").read_text("utf-8"))
TABLES = {
    "calendar": (SCHEMA["properties"]["calendar"], keys.CALENDAR),
    "boundaries": (SCHEMA["properties"]["calendar"]["properties"]["boundaries"], keys.AREAS),
    "geocoder": (SCHEMA["properties"]["calendar"]["properties"]["geocoder"], keys.GEOCODER),
    "organization": (SCHEMA["$defs"]["organization"], keys.ORGANIZATION),
    "neighborhood": (SCHEMA["$defs"]["neighborhood"], keys.NEIGHBORHOOD),
    "topic": (SCHEMA["$defs"]["topic"], keys.NOUN),
    "venue": (SCHEMA["$defs"]["venue"], keys.VENUE),
    "venue used once": (SCHEMA["$defs"]["venueUsedOnce"], keys.VENUE_USED_ONCE),
    "collection": (SCHEMA["$defs"]["collection"], keys.COLLECTION),
    "event": (SCHEMA["$defs"]["event"], keys.EVENT),
    "change": (SCHEMA["$defs"]["change"], keys.CHANGE),
    "list": (SCHEMA, keys.TOP),
}
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
    data = json.loads(json.dumps(tomllib.loads(text), default=_said))
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)]


def _said(moment: date | time) -> str:
    return moment.isoformat()


def described(schema: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every key that a schema lists, and what it says about it."""
    if isinstance(schema, dict):
        for key, inner in schema.get("properties", {}).items():
            yield f"{path}.{key}", inner.get("description", "")
    parts = schema.items() if isinstance(schema, dict) else enumerate(schema) if isinstance(schema, list) else ()
    for key, inner in parts:
        if key == "if":  # a condition lists what it asks, and says nothing of it
            continue
        yield from described(inner, f"{path}.{key}")


def test_the_schema_is_a_schema() -> None:
    assert list(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(SCHEMA)) == []


@pytest.mark.parametrize("table", TABLES)
def test_keys_are_those_of_the_loader(table: str) -> None:
    schema, known = TABLES[table]
    assert schema["properties"].keys() == known.keys()
    assert schema["additionalProperties"] is False


def test_every_key_has_a_description() -> None:
    found = dict(described(SCHEMA))
    assert len(found) >= sum(len(known) for _, known in TABLES.values())
    assert [path for path, words in found.items() if not words.endswith((".", ".example"))] == []


def test_choices_and_patterns_are_those_of_the_loader() -> None:
    calendar, event = (TABLES[table][0]["properties"] for table in ("calendar", "event"))
    assert calendar["cancelled"]["enum"] == list(CANCELLED)
    assert event["status"]["enum"] == list(STATUSES)
    for slug in (SCHEMA["$defs"]["slug"], event["id"]):
        assert (slug["pattern"], slug["maxLength"]) == (f"^{SLUG.pattern}$", LONGEST_SLUG)
    languages = [calendar["languages"]["items"]["pattern"]]
    languages += [
        key for texts in ("shortTexts", "longTexts", "texts") for key in SCHEMA["$defs"][texts]["patternProperties"]
    ]
    assert set(languages) == {f"^{LANGUAGE.pattern}$"}


def test_required_keys_are_those_of_the_loader() -> None:
    assert loaded(LEAST).problems == ()
    assert errors(LEAST) == []
    required = sorted(key for schema, _ in TABLES.values() for key in _required(schema))
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


def _required(schema: Any) -> list[str]:
    """Return the keys that a table needs unless it is withdrawn."""
    return [*schema.get("required", ()), *schema.get("else", {}).get("required", ())]


@pytest.mark.parametrize("table", ["[organizations]\nwbez = { withdrawn = true }", "[venues.hall]\nwithdrawn = true"])
def test_what_is_withdrawn_needs_no_name(table: str) -> None:
    text = LEAST.replace("[organizations.koco]", f"{table}\n[organizations.koco]", 1)
    assert loaded(text).problems == ()
    assert errors(text) == []


def test_a_withdrawn_event_needs_its_id_alone() -> None:
    text = LEAST + '[[events]]\nid = "vigil"\nstatus = "withdrawn"\n'
    assert loaded(text).problems == ()
    assert errors(text) == []


@pytest.mark.parametrize("text", [(ROOT / "events.toml").read_text("utf-8"), HEAD + EVENT], ids=["events.toml", "HEAD"])
def test_good_lists_are_valid(text: str) -> None:
    assert errors(text) == []


def test_the_list_names_the_schema() -> None:
    assert (ROOT / "events.toml").read_text("utf-8").startswith("#:schema ./events.schema.json\n")


@pytest.mark.parametrize("fault", [fault for fault in LISTS if fault.startswith(STRUCTURAL)])
def test_structural_faults_are_invalid(fault: str) -> None:
    found = errors((BAD / f"{fault}.toml").read_text("utf-8"))
    assert bool(found) == (fault not in FOR_THE_LOADER)


@pytest.mark.parametrize("fault", [fault for fault in LISTS if all(p.severity != "error" for p in problems(fault))])
def test_what_the_loader_takes_is_valid(fault: str) -> None:
    assert errors((BAD / f"{fault}.toml").read_text("utf-8")) == []

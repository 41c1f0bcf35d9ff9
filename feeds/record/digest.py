"""Hashes of an event's facts, by field: do subscribers see a different fact (rule 12)?

Only facts count. Handbill's own words (a prefix such as MOVED:, a label, a date in words) follow
from them: a better translation or another clock is not a change of the event.
"""

import hashlib
from collections.abc import Iterable, Mapping

from feeds.catalog import DETAILS
from feeds.entries import VENUE_PREFIX, Entry

LENGTH = 12  # hex digits of a hash: 48 bits are enough to tell two versions of one text apart
WORDS = ("wording", "change")  # hashes of Handbill's own words, in records of earlier versions


def fields(entry: Entry) -> dict[str, str]:
    """Return the facts of an entry by name.

    Empty ones are left out, so that a new field changes no event that lacks it.
    """
    point = entry.place.point if entry.place else None
    # without a place, LOCATION is the word Online
    location = entry.location if "in-person" in entry.attendance else ""
    keys = (key for detail in DETAILS for key in (detail.key, VENUE_PREFIX + detail.key))
    details = {key: entry.detail(key) for key in keys}
    details["url"] = details["url"] or entry.id  # its page
    moments = (entry.start, entry.end, entry.last)
    found = {
        "title": entry.title if entry.status != "withdrawn" else "",
        "when": " ".join(moment.isoformat() for moment in moments if moment),
        "place": "\n".join(part for part in (location, str(tuple(point)) if point else "") if part),
        "online": entry.join or "online" * ("online" in entry.attendance),
        "status": entry.status,
        "moved": _move(entry),
        "notice": "\n".join(entry.notices),
        "description": "\n".join(entry.descriptions),
        "hosts": "\n".join(entry.hosts),
        "supporters": "\n".join((*entry.supporters, *("…" * entry.and_others))),
        "topics": "\n".join(entry.topics),
        "ends_at": entry.ends_at,
        **details,
        "footer": entry.footer,
    }
    return {name: value for name, value in found.items() if value.strip()}


def _move(entry: Entry) -> str:
    """Return when and where a moved event was first published, and why it moved."""
    if not entry.moved:
        return ""
    start = entry.former_start.isoformat() if entry.former_start else ""
    return "\n".join(("moved", start, entry.former_location, entry.reason))


def digest(entries: Iterable[Entry]) -> dict[str, str]:
    """Return a hash of each field of an event's entries, which are one per language."""
    versions = [fields(entry) for entry in entries]
    names = dict.fromkeys(name for version in versions for name in version)
    hashes = {}
    for name in names:
        joined = "\x1f".join(version.get(name, "") for version in versions)
        hashes[name] = hashlib.sha256(joined.encode()).hexdigest()[:LENGTH]
    return hashes


def differing(recorded: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Return the names of the fields that differ from those recorded.

    Earlier versions recorded hashes of Handbill's words and none of moves: neither counts.
    """
    ignored: set[str] = set()
    if "wording" in recorded:
        ignored = {*WORDS, "moved"}
        if "title" not in found:  # a withdrawn event's was the word Withdrawn
            ignored.add("title")
    names = dict.fromkeys((*found, *recorded))
    return [name for name in names if name not in ignored and recorded.get(name) != found.get(name)]

"""Entries as linked data: schema.org in JSON-LD, after Google's rules for events.

https://developers.google.com/search/docs/appearance/structured-data/event
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from feeds.entries import Entry
from feeds.heads import Head

CONTEXT = "https://schema.org"
UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}  # inside <script>


def event(seen: Entry, page: str) -> dict[str, Any]:
    """Return one Event without what is empty; `page` is its absolute address. An assumed end is not said."""
    status = _status(seen)
    previous = seen.previous if status == "EventRescheduled" else None
    whole = {
        "@type": "Event",
        "identifier": seen.uid,
        "name": seen.title,
        "startDate": seen.start.isoformat(),
        "endDate": seen.last.isoformat() if seen.last else "",
        "previousStartDate": previous.isoformat() if previous else "",
        "eventStatus": f"{CONTEXT}/{status}",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "location": _location(seen),
        "organizer": [{"@type": "Organization", "name": host} for host in seen.hosts],
        "description": "\n\n".join(part for part in (seen.change, *seen.notices, *seen.descriptions) if part),
        "url": page,
        "inLanguage": seen.language,
        "keywords": list(seen.topics),
    }
    return _told(whole)


def line(seen: Entry, page: str) -> bytes:
    """Return the event on one line, as `item_list` takes it."""
    return as_bytes(event(seen, page))


def as_bytes(data: dict[str, Any]) -> bytes:
    """Return linked data on one line."""
    return json.dumps(data, ensure_ascii=False).encode()


def item_list(head: Head, events: Iterable[bytes]) -> bytes:
    """Return a whole list: its head, and the `events` as they are, one on a line."""
    shown = list(events)
    about = {
        "@context": CONTEXT,
        "@type": "ItemList",
        "name": head.name,
        "description": head.description,
        "url": head.page,
        "inLanguage": head.language,
    }
    opening = as_bytes(_told(about) | {"numberOfItems": len(shown), "itemListElement": []}).removesuffix(b"]}")
    lines = b"\n" + b",\n".join(shown) + b"\n" if shown else b""
    return opening + lines + b"]}\n"


def script(events: Sequence[dict[str, Any]]) -> str:
    """Return the events as they stand inside <script type="application/ld+json">, where nothing can end it."""
    whole = {"@context": CONTEXT, **(events[0] if len(events) == 1 else {"@graph": list(events)})}
    return json.dumps(whole, ensure_ascii=False).translate(UNSAFE)


def _told(whole: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in whole.items() if value}


def _status(seen: Entry) -> str:
    if seen.status == "cancelled":
        return "EventCancelled"
    if seen.status == "postponed":
        return "EventPostponed"
    return "EventRescheduled" if seen.moved and seen.previous else "EventScheduled"


def _location(seen: Entry) -> dict[str, Any]:
    """Return the Place; Google takes none without an address, so that its neighborhood stands in for one."""
    title = seen.place.title if seen.place else ""
    address = seen.place.address if seen.place else ""
    around = ", ".join(seen.neighborhoods)
    point = seen.place.point if seen.place else None
    if not (title or address or around or point):
        return {}
    place = {
        "name": title or around,
        "address": address or ", ".join(part for part in (title, around) if part),
        "geo": {"@type": "GeoCoordinates", **point._asdict()} if point else {},
    }
    return {"@type": "Place", **_told(place)}

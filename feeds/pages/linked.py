"""Entries as linked data: schema.org in JSON-LD, after Google's rules for events.

https://developers.google.com/search/docs/appearance/structured-data/event
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from feeds.entries import Entry, Organizer
from feeds.heads import FeedHead

CONTEXT = "https://schema.org"
# inside <script>
UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def event(entry: Entry, page: str, image: str = "", *, over: bool = False) -> dict[str, Any]:
    """Return one Event without what is empty; `page` and `image` are absolute addresses.

    An assumed end is not said. `over` says that its date has passed: nobody joins it any more.
    """
    joinable = not over and entry.status != "cancelled"
    status = _status(entry)
    previous = entry.previous if status == "EventRescheduled" else None
    data = {
        "@type": "Event",
        "identifier": entry.uid,
        "name": entry.title,
        "startDate": entry.start.isoformat(),
        "endDate": entry.last.isoformat() if entry.last else "",
        "previousStartDate": previous.isoformat() if previous else "",
        "eventStatus": f"{CONTEXT}/{status}",
        "eventAttendanceMode": _attendance_mode(entry),
        "location": _location(entry, page, joinable=joinable),
        "isAccessibleForFree": entry.free,
        "organizer": [_organizer(organizer) for organizer in entry.organizers],
        "description": _description(entry),
        "image": image,
        "url": page,
        "inLanguage": entry.language,
        "keywords": list(entry.topics),
    }
    return _without_empty(data)


def line(entry: Entry, page: str, *, over: bool = False) -> bytes:
    """Return the event on one line, as `item_list` takes it."""
    return as_bytes(event(entry, page, over=over))


def as_bytes(data: dict[str, Any]) -> bytes:
    """Return linked data on one line."""
    return json.dumps(data, ensure_ascii=False).encode()


def item_list(head: FeedHead, events: Iterable[bytes]) -> bytes:
    """Return a data list: its head, and the `events` as they are, one on a line."""
    shown = list(events)
    about = {
        "@context": CONTEXT,
        "@type": "ItemList",
        "name": head.name,
        "description": head.description,
        "url": head.page,
        "inLanguage": head.language,
    }
    opening = as_bytes(
        _without_empty(about) | {"numberOfItems": len(shown), "itemListElement": []}
    ).removesuffix(b"]}")
    lines = b"\n" + b",\n".join(shown) + b"\n" if shown else b""
    return opening + lines + b"]}\n"


def script(events: Sequence[dict[str, Any]]) -> str:
    """Return the events as they stand inside <script type="application/ld+json">, where nothing can end it."""
    data = {"@context": CONTEXT, **(events[0] if len(events) == 1 else {"@graph": list(events)})}
    return json.dumps(data, ensure_ascii=False).translate(UNSAFE)


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def _status(entry: Entry) -> str:
    if entry.status == "cancelled":
        return "EventCancelled"
    if entry.status == "postponed":
        return "EventPostponed"
    return "EventRescheduled" if entry.moved and entry.previous else "EventScheduled"


def _is_somewhere(entry: Entry) -> bool:
    """Say whether it surely takes place on the ground: a mere name may be that of a room online."""
    return entry.place is not None and (entry.place.has_address or entry.place.point is not None)


def _organizer(organizer: Organizer) -> dict[str, Any]:
    about = {"name": organizer.name, "url": organizer.url, "description": organizer.about}
    return {"@type": "Organization", **_without_empty(about)}


def _description(entry: Entry) -> str:
    lines = "\n".join(f"{line.label} {line.text}" for line in entry.lines if line.shown == "line")
    return "\n\n".join(
        part for part in (entry.change, *entry.notices, *entry.descriptions, lines) if part
    )


def _attendance_mode(entry: Entry) -> str:
    """Return how people take part; nothing is called offline that may be online."""
    if "online" not in entry.attendance:
        mode = "Offline" if _is_somewhere(entry) else ""
    else:
        mode = "Mixed" if "in-person" in entry.attendance else "Online"
    return f"{CONTEXT}/{mode}EventAttendanceMode" if mode else ""


def _location(entry: Entry, page: str, *, joinable: bool) -> Any:
    """Return the Place and the VirtualLocation, whose link Google wants: else where people sign up, or the page."""
    place = _place(entry) if "in-person" in entry.attendance else None
    if "online" not in entry.attendance:
        return place
    link = (entry.join or entry.signup) if joinable else ""
    virtual = {"@type": "VirtualLocation", "url": link or page}
    return [place, virtual] if place else virtual


def _place(entry: Entry) -> dict[str, Any] | str:
    """Return the Place; Google takes none without an address, so that its neighborhood stands in for one.

    A name with nothing around it may be that of a room online, and stays the text that was announced.
    """
    title = entry.place.title if entry.place else ""
    address = entry.place.address if entry.place else ""
    around = ", ".join(entry.neighborhoods)
    point = entry.place.point if entry.place else None
    if not (title or address or around or point):
        return {}
    if not (around or _is_somewhere(entry)):
        return title
    place = {
        "name": title or around,
        "address": address or ", ".join(part for part in (title, around) if part),
        "geo": {"@type": "GeoCoordinates", **point._asdict()} if point else {},
    }
    return {"@type": "Place", **_without_empty(place)}

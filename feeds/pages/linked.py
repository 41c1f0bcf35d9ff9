"""Entries as linked data: schema.org in JSON-LD, by Google's rules for events.

https://developers.google.com/search/docs/appearance/structured-data/event
"""

import json
from collections.abc import Iterable
from typing import Any

from feeds.entries import Entry, Organizer
from feeds.heads import FeedHead

CONTEXT = "https://schema.org"
# characters that could end or break a <script>
UNSAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def event(entry: Entry, page: str, image: str = "", *, over: bool = False) -> dict[str, Any]:
    """Return one Event without empty properties; `page` and `image` are absolute addresses.

    An assumed end is left out. `over` says that its date has passed: nobody joins it any more.
    """
    joinable = not over and entry.status != "cancelled"
    status = _status(entry)
    former_start = entry.former_start if status == "EventRescheduled" else None
    data = {
        "@type": "Event",
        "identifier": entry.uid,
        "name": entry.title,
        "startDate": entry.start.isoformat(),
        "endDate": entry.last.isoformat() if entry.last else "",
        "previousStartDate": former_start.isoformat() if former_start else "",
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


def as_bytes(data: dict[str, Any]) -> bytes:
    """Return linked data on one line."""
    return json.dumps(data, ensure_ascii=False).encode()


def item_list(head: FeedHead, events: Iterable[bytes]) -> bytes:
    """Return the list of a feed: its head, and the `events`, each on a line."""
    lines = list(events)
    about = {
        "@context": CONTEXT,
        "@type": "ItemList",
        "name": head.name,
        "description": head.description,
        "url": head.page,
        "inLanguage": head.language,
    }
    numbered = {**_without_empty(about), "numberOfItems": len(lines), "itemListElement": []}
    opening = as_bytes(numbered).removesuffix(b"]}")
    items = b"\n" + b",\n".join(lines) + b"\n" if lines else b""
    return opening + items + b"]}\n"


def script(event: dict[str, Any]) -> str:
    """Return the content of <script type="application/ld+json">, which no text can end."""
    return json.dumps({"@context": CONTEXT, **event}, ensure_ascii=False).translate(UNSAFE)


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def _status(entry: Entry) -> str:
    if entry.status == "cancelled":
        return "EventCancelled"
    if entry.status == "postponed":
        return "EventPostponed"
    return "EventRescheduled" if entry.moved and entry.former_start else "EventScheduled"


def _is_located(entry: Entry) -> bool:
    """Say whether it surely takes place on the ground: a mere name may be of a room online."""
    return entry.place is not None and (entry.place.has_address or entry.place.point is not None)


def _organizer(organizer: Organizer) -> dict[str, Any]:
    about = {"name": organizer.name, "url": organizer.url, "description": organizer.about}
    return {"@type": "Organization", **_without_empty(about)}


def _description(entry: Entry) -> str:
    lines = "\n".join(f"{line.label} {line.text}" for line in entry.lines if line.shown == "line")
    parts = (entry.change, *entry.notices, *entry.descriptions, lines)
    return "\n\n".join(part for part in parts if part)


def _attendance_mode(entry: Entry) -> str:
    """Return how people take part, or "" if an event of no known place may be online."""
    if "online" in entry.attendance:
        mode = "Mixed" if "in-person" in entry.attendance else "Online"
    elif _is_located(entry):
        mode = "Offline"
    else:
        return ""
    return f"{CONTEXT}/{mode}EventAttendanceMode"


def _location(entry: Entry, page: str, *, joinable: bool) -> Any:
    """Return the Place and the VirtualLocation.

    Google wants a link of the latter: the page if people neither join nor sign up by one.
    """
    place = _place(entry) if "in-person" in entry.attendance else None
    if "online" not in entry.attendance:
        return place
    link = (entry.join or entry.signup) if joinable else ""
    virtual = {"@type": "VirtualLocation", "url": link or page}
    return [place, virtual] if place else virtual


def _place(entry: Entry) -> dict[str, Any] | str:
    """Return the Place, or only its name if it may be of a room online.

    Google refuses a Place without an address: its name and neighborhood replace a missing one.
    """
    place, neighborhoods = entry.place, ", ".join(entry.neighborhoods)
    title = place.title if place else ""
    if not (neighborhoods or _is_located(entry)):
        return title
    point = place.point if place else None
    address = place.address if place else ""
    about = {
        "name": title or neighborhoods,
        "address": address or ", ".join(part for part in (title, neighborhoods) if part),
        "geo": {"@type": "GeoCoordinates", **point._asdict()} if point else {},
    }
    return {"@type": "Place", **_without_empty(about)}

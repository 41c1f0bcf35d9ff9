"""Web pages, and JSON, that describe events in schema.org's words (JSON-LD)."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.drafts.draft import Doubt, Draft
from desk.drafts.times import spanned
from feeds.catalog import Point, Status, WhenError, plain_text

STATUS: dict[str, Status] = {"EventCancelled": "cancelled", "EventPostponed": "postponed"}
READ = frozenset(("name", "startDate", "endDate", "location", "organizer", "sponsor", "funder", "url", "description"))
READ |= {"eventStatus", "identifier", "keywords", "subEvent", "superEvent", "@type", "@id", "@context"}
READ |= {
    "image",
    "inLanguage",
    "mainEntityOfPage",
    "eventAttendanceMode",
    "isAccessibleForFree",
}  # tell a reader little
EVENT = re.compile(r"(?:Event|Festival|Hackathon)$")


def drafts(text: str, source: str, zone: ZoneInfo) -> tuple[list[Draft], list[str]]:
    """Return the events that a page describes, and what of it was left out."""
    left_out, found = [], []
    for script in _scripts(text):
        try:
            described = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            left_out.append("a description in schema.org's words that is no JSON")
            continue
        found += [_draft(event, source, zone) for event in _events(described)]
    return list(dict.fromkeys(found)), left_out


def _scripts(page: str) -> Iterator[str]:
    """Yield the JSON-LD of a page; found by hand, for html.parser takes quadratic time over broken pages."""
    if page.lstrip()[:1] in "{[":
        yield page
        return
    small, at = page.lower(), 0
    while (at := small.find("<script", at)) >= 0:
        begin = small.find(">", at) + 1
        end = small.find("</script", begin)
        if not begin or end < 0:
            return
        if "ld+json" in small[at:begin]:
            yield re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", page[begin:end])
        at = end


def _events(described: Any) -> Iterator[dict[str, Any]]:
    """Yield each Event in what JSON-LD describes, in its order."""
    waiting = [described]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            kinds = _listed(one.get("@type"))
            if (
                any(map(EVENT.search, filter(lambda kind: isinstance(kind, str), kinds)))
                and {"name", "startDate"} & one.keys()
            ):
                yield one
            waiting += reversed([value for key, value in one.items() if key != "superEvent"])


def _draft(event: dict[str, Any], source: str, zone: ZoneInfo) -> Draft:
    doubts, notes = list[Doubt](), list[str]()
    whens, said = [], ", ".join(filter(None, (_text(event.get("startDate")), _text(event.get("endDate")))))
    try:
        when, found = spanned(_moment(event.get("startDate")), _moment(event.get("endDate") or None, last=True), zone)
        whens, doubts = [when], [Doubt("when", text) for text in found]
    except WhenError as error:
        doubts.append(Doubt("when", f"{error.found}; {error.remedy}"))
    places = [_place(place, notes) for place in _listed(event.get("location"))]
    place, point = next((place for place in places if place[0]), ("", None))
    notes += [f"Place: {other}" for other, _ in places if other and other != place]
    groups = {
        key: [_group(one, doubts) for one in _listed(event.get(key))] for key in ("organizer", "sponsor", "funder")
    }
    status = str(event.get("eventStatus") or "").rpartition("/")[2]
    notes += [f"{key}: {said}" for key in event.keys() - READ if (said := _text(event[key]))]
    identifier = _text(event.get("identifier"))
    return Draft(
        title=plain_text(_text(event.get("name"))),
        when=tuple(whens),
        said=said,
        place=place,
        point=point,
        hosts=tuple(filter(None, groups["organizer"])),
        supporters=tuple(filter(None, groups["sponsor"] + groups["funder"])),
        topics=tuple(topic.strip() for word in _listed(event.get("keywords")) for topic in _text(word).split(",")),
        description=plain_text(_text(event.get("description"))),
        url=_text(event.get("url")),
        status=STATUS.get(status, "confirmed"),
        uid=identifier if "@" in identifier else "",
        notes=tuple(sorted(notes)),
        source=source,
        doubts=tuple(doubts),
    )


def _moment(text: Any, last: bool = False) -> Any:
    """Return a day or moment of ISO 8601, or None for an end that is absent; raise WhenError."""
    if text is None and last:
        return None
    said = _text(text)
    try:
        return date.fromisoformat(said) if len(said) == 10 else datetime.fromisoformat(said)
    except ValueError:
        found = f'"{said}" is no date' if said else "no date is given"
        raise WhenError(found, "look it up in the announcement") from None


def _place(place: Any, notes: list[str]) -> tuple[str, Point | None]:
    """Return name and address of a Place, a line each, and its coordinates; where it is online goes to the notes."""
    if not isinstance(place, dict):
        return plain_text(_text(place)), None
    if place.get("@type") == "VirtualLocation":
        notes.append(f"Online: {_text(place.get('url')) or _text(place)}")
        return "", None
    address = place.get("address")
    if isinstance(address, dict):
        street, city, state, code = (
            _text(address.get(key)) for key in ("streetAddress", "addressLocality", "addressRegion", "postalCode")
        )
        parts = [street, *(part for part in (city, " ".join(filter(None, (state, code)))) if part not in street)]
        address = ", ".join(filter(None, parts))
    name, address = plain_text(_text(place.get("name"))), plain_text(_text(address))
    geo = place.get("geo")
    return "\n".join(dict.fromkeys(filter(None, (name, address)))), _point(geo if isinstance(geo, dict) else {})


def _point(geo: dict[str, Any]) -> Point | None:
    return point(geo.get("latitude"), geo.get("longitude"))


def point(latitude: Any, longitude: Any) -> Point | None:
    """Return coordinates that are somewhere; 0, 0 is what programs write for nowhere."""
    try:
        found = Point(round(float(latitude), 6), round(float(longitude), 6))
    except (TypeError, ValueError, OverflowError):
        return None
    somewhere = 0.001 < abs(found.latitude) <= 90 and 0.001 < abs(found.longitude) <= 180
    return found if somewhere else None


def _group(group: Any, doubts: list[Doubt]) -> str:
    """Return the name of an organization; persons stand in no list."""
    if isinstance(group, dict) and group.get("@type") == "Person":
        doubts.append(Doubt("hosts", "a person organizes it, whose name was left out: the file is public"))
        return ""
    return plain_text(_text(group))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """Return what a value says in words: a thing is called by its name, or address."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("@value", "name", "url", "value", "@id") if value.get(key)), "")
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value if not isinstance(one, list))
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

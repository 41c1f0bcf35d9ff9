"""Web pages, and JSON, that describe events in schema.org's words (JSON-LD)."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.drafts.draft import Doubt, Draft
from desk.drafts.json_ld import Graph, Node, graph, is_organization, is_person, term
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
READ |= {"type", "id"}
GROUPS = {"hosts": ("organizer",), "supporters": ("sponsor", "funder")}
DOES = {"hosts": "organizes", "supporters": "supports"}
# Properties that name a person as often as an organization: those of schema.org, and what pages write in their place.
NAMING = frozenset((
    "accountableperson", "actor", "actors", "agent", "artist", "athlete", "attendee", "attendees", "author",
    "character", "coach", "competitor", "composer", "contactpoint", "contributor", "copyrightholder", "creator",
    "director", "directors", "editor", "employee", "founder", "funder", "guest", "host", "instructor", "invitee",
    "maintainer", "member", "moderator", "musicby", "organizer", "owner", "participant", "performer", "performers",
    "presenter", "producer", "provider", "publisher", "recipient", "reviewer", "speaker", "speakers", "sponsor",
    "translator",
))  # fmt: skip


def drafts(text: str, source: str, zone: ZoneInfo) -> tuple[list[Draft], list[str]]:
    """Return the events that a page describes, and what of it was left out."""
    described, left_out = list[Any](), list[str]()
    for script in _scripts(text):
        try:
            described.append(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            left_out.append("a description in schema.org's words that is no JSON")
    page = graph(described)  # of all scripts: one refers to what another describes
    return list(dict.fromkeys(_draft(event, page, source, zone) for event in page.events)), left_out


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


def _draft(event: Node, page: Graph, source: str, zone: ZoneInfo) -> Draft:
    doubts, notes = list[Doubt](), list[str]()
    whens, said = [], ", ".join(filter(None, (_text(event.get("startDate")), _text(event.get("endDate")))))
    try:
        when, found = spanned(_moment(event.get("startDate")), _moment(event.get("endDate") or None, last=True), zone)
        whens, doubts = [when], [Doubt("when", text) for text in found]
    except WhenError as error:
        doubts.append(Doubt("when", f"{error.found}; {error.remedy}"))
    places = [_place(place, notes) for place in page.values(event.get("location"))]
    place, point = next((place for place in places if place[0]), ("", None))
    notes += [f"Place: {other}" for other, _ in places if other and other != place]
    hosts, unsure_hosts = _groups("hosts", event, page, doubts)
    supporters, unsure_supporters = _groups("supporters", event, page, doubts)
    notes += _rest(event, page, doubts)
    status = str(event.get("eventStatus") or "").rpartition("/")[2]
    identifier = _text(event.get("identifier"))
    return Draft(
        title=plain_text(_text(event.get("name"))),
        when=tuple(whens),
        said=said,
        place=place,
        point=point,
        hosts=hosts,
        unsure_hosts=unsure_hosts,
        supporters=supporters,
        unsure_supporters=unsure_supporters,
        topics=tuple(topic.strip() for word in page.values(event.get("keywords")) for topic in _text(word).split(",")),
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


def _groups(key: str, event: Node, page: Graph, doubts: list[Doubt]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of organizations, and names that may be a person's; whoever has none is a doubt."""
    values = [value for name in GROUPS[key] for value in page.values(event.get(name))]
    if any(map(is_person, values)):
        doubts.append(Doubt(key, f"a person {DOES[key]} it, whose name was left out: the file is public"))
    sure = tuple(_name(value) for value in values if is_organization(value))
    unsure = tuple(_name(value) for value in values if not (is_organization(value) or is_person(value)))
    if "" in sure + unsure:
        doubts.append(Doubt(key, f"the page does not name who {DOES[key]} it"))
    return tuple(filter(None, sure)), tuple(filter(None, unsure))


def _name(value: Any) -> str:
    """Return what a value is called: an address or an id is no name."""
    return plain_text(_text(value.get("name") if isinstance(value, dict) else value))


def _rest(event: Node, page: Graph, doubts: list[Doubt]) -> Iterator[str]:
    """Yield as notes what has no key of its own; where there may be a person, that is a doubt without the name."""
    for key in sorted(event.keys() - READ):
        values = page.values(event[key])
        naming = term(key).lower() in NAMING
        kept = [value for value in values if (is_organization(value) if naming else not is_person(value))]
        if len(kept) < len(values):
            doubts.append(Doubt("notes", f"{term(key)}: may be a person, and was left out: the file is public"))
        if said := ", ".join(filter(None, map(_text, kept))):
            yield f"{key}: {said}"


def _text(value: Any) -> str:
    """Return what a value says in words: a thing is called by its name, or address."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("@value", "name", "url", "value", "@id") if value.get(key)), "")
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value if not isinstance(one, list))
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

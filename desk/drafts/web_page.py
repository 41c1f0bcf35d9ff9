"""Web pages, and JSON, that describe events in schema.org's words as JSON-LD."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.drafts.draft import Doubt, Draft
from desk.drafts.json_ld import (
    PARTS,
    TABLE,
    Graph,
    Node,
    graph,
    id_of,
    is_event,
    is_organization,
    is_person,
    kinds,
    term,
    text_of,
)
from desk.drafts.places import Where, where
from desk.drafts.spans import REMEDY, point, spanned
from desk.html_tags import tags
from feeds.catalog import Status, When, WhenError
from feeds.catalog.when import YEARS

MOST_EVENTS = 1001
READ = frozenset(TABLE["read"])
ENCLOSED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
LONGEST_RULE = 300  # characters
ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode")
UNNAMED = "somebody is named here who may be a person, and was left out: the file is public"


def drafts(text: str, source: str, zone: ZoneInfo) -> tuple[list[Draft], list[str]]:
    """Return the events that a page describes, and what of it was left out."""
    described, left_out = list[Any](), list[str]()
    for script in _scripts(text):
        try:
            described.append(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            left_out.append("a description in schema.org's words that is no JSON")
    page = graph(described)  # of all scripts: one refers to what another describes
    found = list[Draft]()
    for event in page.events[:MOST_EVENTS]:
        if _is_announced_in_parts(event, page):
            left_out.append(f'the series "{text_of(event)}", whose dates are here one by one')
        else:
            found.append(_Reading(page, event, zone).draft(source))
    left_out += (f'the course "{name}", whose dates are not given' for name in page.courses)
    return list(dict.fromkeys(found)), left_out


def _scripts(page: str) -> Iterator[str]:
    """Yield the JSON-LD of a page."""
    if page.lstrip()[:1] in "{[":
        yield page
        return
    for tag in tags(page):
        if tag.name == "script" and "ld+json" in tag.attributes.get("type", "").lower():
            yield ENCLOSED.sub("", tag.inside)


def _is_announced_in_parts(event: Node, page: Graph) -> bool:
    parts = (part for key in PARTS for part in page.values(event.get(key)))
    return "eventseries" in kinds(event) and any(isinstance(part, dict) and is_event(part) for part in parts)


class _Reading:
    """One event of a page: its draft in the making."""

    def __init__(self, page: Graph, event: Node, zone: ZoneInfo) -> None:
        self.page, self.event, self.zone = page, event, zone
        self.doubts, self.notes, self.unfinished = list[Doubt](), list[str](), list[str]()

    def values(self, key: str) -> list[Any]:
        """Return the values of a property."""
        return self.page.values(self.event.get(key))

    def text(self, key: str) -> str:
        """Return a property as plain text, "" where there is none."""
        return text_of(self.event.get(key))

    def texts(self, key: str) -> list[str]:
        """Return each value of a property as plain text, without empty ones."""
        return list(filter(None, map(text_of, self.values(key))))

    def terms(self, *keys: str) -> str:
        """Return the words of schema.org that properties have as text, reference or object, in lower case."""
        values = [value for key in keys for value in self.values(key)]
        named = (id_of(value) if isinstance(value, dict) else "" for value in values)
        return " ".join(term(id or text_of(value)).lower() for id, value in zip(named, values))

    def draft(self, source: str) -> Draft:
        """Return what the page says of the event."""
        whens = self.whens()
        place = self.place()
        hosts, unsure_hosts = self.groups("hosts", "organizer")
        supporters, unsure_supporters = self.groups("supporters", "sponsor", "funder")
        first, *urls = self.texts("url") or [""]
        self.notes += [f"url: {url}" for url in urls]
        if others := sorted(key for key in self.event if key.lstrip("@").lower() not in READ):
            self.doubts.append(Doubt("", f"not read of the page: {', '.join(others)}"))
        identifier, status = self.text("identifier"), self.terms("eventStatus")
        return Draft(
            title=" ".join(self.text("name").split()),
            when=whens,
            said=", ".join(filter(None, (self.text("startDate"), self.text("endDate")))),
            place=place.place,
            room=place.room,
            online=place.online,
            point=place.point,
            hosts=hosts,
            unsure_hosts=unsure_hosts,
            supporters=supporters,
            unsure_supporters=unsure_supporters,
            topics=tuple(topic.strip() for words in self.texts("keywords") for topic in words.split(",")),
            cost=self.cost(),
            description=self.text("description"),
            url=first,
            signup=next((link for link in self.offered("url") if link.startswith("http") and link != first), ""),
            status=_status(status),
            uid=identifier if "@" in identifier else "",
            notes=tuple(sorted(self.notes)),
            source=source,
            unfinished=tuple(self.unfinished),
            doubts=tuple(self.doubts),
        )

    def whens(self) -> tuple[When, ...]:
        """Return when it takes place; nothing, and a doubt, where that cannot be read."""
        if schedules := self.values("eventSchedule"):
            rule = json.dumps(schedules, ensure_ascii=False)[:LONGEST_RULE]
            self.unfinished.append(f"it repeats, enter its dates: {rule}")
        elif "eventseries" in kinds(self.event):
            self.unfinished.append("it is a series, whose dates are not given")
        try:
            start, end = _moment(self.text("startDate")), self.text("endDate")
            when, doubts = spanned(start, _moment(end) if end else None, self.zone)
        except WhenError as error:
            self.doubts.append(Doubt("when", f"{error.found}; {error.remedy}"))
            return ()
        self.doubts += (Doubt("when", doubt) for doubt in doubts)
        return (when,)

    def place(self) -> Where:
        """Return the first place on the ground, and how to join online."""
        modes = self.terms("eventAttendanceMode", "eventStatus")
        found = [self.located(value) for value in self.values("location") if not is_person(value)]
        links = [one.online for one in found if one.online] + [True] * ("online" in modes or "mixed" in modes)
        online = next((link for link in links if link is not True), bool(links))
        self.notes += [f"Place: {link}" for one in found for link in one.links]
        grounds = [one for one in found if one.place]
        for other in grounds[1:]:
            if other.place != grounds[0].place:
                self.unfinished.append(f"it names another place: {other.place}".replace("\n", ", "))
        if grounds and "movedonline" in modes:
            self.unfinished.append("it has moved online: take the venue out, if nobody meets there")
        return (grounds or [Where()])[0]._replace(online=online)

    def located(self, value: Any) -> Where:
        """Return what a Place, a VirtualLocation, an address or a text says."""
        if not isinstance(value, dict):
            return where(text_of(value))
        url = text_of(value.get("url"))
        if "virtuallocation" in kinds(value):
            return Where(online=url or True)
        name, address = text_of(value.get("name")), self.address(value)
        around = next(filter(None, map(text_of, self.page.values(value.get("containedInPlace")))), "")
        found = where("\n".join(dict.fromkeys(filter(None, (name, address)))))
        if found.online is True and not found.place and url:
            found = found._replace(online=url)
        if around and name and around != name:
            found = where(f"{around}\n{address}".strip())._replace(room=where(name).place)
        geo = next(iter(self.page.values(value.get("geo"))), value)
        if not isinstance(geo, dict):
            return found
        return found._replace(point=point(text_of(geo.get("latitude")), text_of(geo.get("longitude"))))

    def address(self, place: Node) -> str:
        """Return the address of a Place, or of what is one itself, in one line."""
        value = next(iter(self.page.values(place.get("address"))), place)
        if not isinstance(value, dict):
            return text_of(value)
        street, city, state, code = (text_of(value.get(key)) for key in ADDRESS)
        region = f"{state} {code}".strip()
        parts = [part for part in (city, region) if part not in street]
        named = "" if value is place else text_of(value)
        return ", ".join(filter(None, (street, *parts))) or named

    def cost(self) -> str:
        """Return what its offers ask."""
        currency = next(iter(self.offered("priceCurrency")), "")
        values = (value for key in ("price", "lowPrice", "highPrice") for value in self.offered(key))
        prices = dict.fromkeys(_price(value, currency) for value in values)
        free = self.event.get("isAccessibleForFree")
        if not prices and (free is True or self.terms("isAccessibleForFree") == "true"):
            return "Free"
        return " – ".join(prices)

    def offered(self, key: str) -> list[str]:
        """Return a property of each offer that has it."""
        offers = (offer for offer in self.values("offers") if isinstance(offer, dict))
        return list(filter(None, (text_of(offer.get(key)) for offer in offers)))

    def groups(self, key: str, *properties: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of organizations, and names that may be a person's; whoever has none is a doubt."""
        sure, unsure = list[str](), list[str]()
        for value in (value for name in properties for value in self.values(name)):
            name = text_of(value.get("name") if isinstance(value, dict) else value)
            if name:
                (sure if is_organization(value) else unsure).append(name)
            else:
                self.doubts.append(Doubt(key, UNNAMED))
        return tuple(sure), tuple(unsure)


def _status(terms: str) -> Status:
    """Return the status that one of the values of eventStatus names, in whatever form."""
    if "cancel" in terms:
        return "cancelled"
    return "postponed" if "postpon" in terms else "confirmed"


def _moment(text: str) -> date:
    """Return a day or moment of ISO 8601; raise WhenError."""
    try:
        found = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        raise WhenError(f'"{text[:100]}" is no date' if text else "no date is given", REMEDY)
    return found


def _price(value: str, currency: str) -> str:
    """Return a price as people write it."""
    if re.fullmatch(r"0+(?:\.0*)?", value):
        return "Free"
    amount = value.removesuffix(".00")
    return f"${amount}" if currency == "USD" else f"{amount} {currency}".strip()

"""Web pages, and JSON, that describe events in schema.org's words: JSON-LD, microdata, or microformats."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from desk.drafts.draft import Doubt, Draft
from desk.drafts.json_ld import (
    CALLED,
    PARTS,
    TABLE,
    Graph,
    Node,
    graph,
    is_event,
    is_organization,
    is_person,
    kinds,
    term,
    text_of,
)
from desk.drafts.microdata import items
from desk.drafts.places import Where, where
from desk.drafts.spans import REMEDY, point, spanned
from desk.html_tags import tags
from feeds.catalog import Status, When, WhenError, plain_text
from feeds.catalog.when import YEARS

MOST_EVENTS = 1001
READ, NAMING = frozenset(TABLE["read"]), frozenset(TABLE["naming"])
GROUPS = {"hosts": ("organizer",), "supporters": ("sponsor", "funder")}
ENCLOSED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
LONGEST_RULE = 300  # characters
ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode")


def drafts(text: str, source: str, zone: ZoneInfo) -> tuple[list[Draft], list[str]]:
    """Return the events that a page describes, and what of it was left out."""
    described, left_out = list[Any](), list[str]()
    for script in _scripts(text):
        try:
            described.append(json.loads(script, strict=False))
        except (ValueError, RecursionError):
            left_out.append("a description in schema.org's words that is no JSON")
    page = graph(described)  # of all scripts: one refers to what another describes
    if not page.events and text.lstrip()[:1] == "<":
        page = graph(items(text))
    reader = _Reader(page, source, zone, left_out)
    return list(dict.fromkeys(reader.drafts())), left_out


def _scripts(page: str) -> Iterator[str]:
    """Yield the JSON-LD of a page."""
    if page.lstrip()[:1] in "{[":
        yield page
        return
    for tag in tags(page):
        if tag.name == "script" and "ld+json" in tag.attributes.get("type", "").lower():
            yield ENCLOSED.sub("", tag.inside)


class _Reader:
    """What the events of one page share."""

    def __init__(self, page: Graph, source: str, zone: ZoneInfo, left_out: list[str]) -> None:
        self.page, self.source, self.zone, self.left_out = page, source, zone, left_out

    def drafts(self) -> Iterator[Draft]:
        """Yield the events in their order; a series whose dates are events only says so."""
        for event in islice(self.page.events, MOST_EVENTS):
            parts = [part for key in PARTS for part in self.page.values(event.get(key))]
            if "eventseries" in kinds(event) and any(isinstance(part, dict) and is_event(part) for part in parts):
                self.left_out.append(f'the series "{plain_text(text_of(event))}", whose dates are here one by one')
            else:
                yield _Reading(self, event).draft()
        for name in self.page.courses:
            self.left_out.append(f'the course "{plain_text(name)}", whose dates are not given')


class _Reading:
    """One event of a page: its draft in the making."""

    def __init__(self, reader: _Reader, event: Node) -> None:
        self.page, self.zone, self.source, self.event = reader.page, reader.zone, reader.source, event
        self.doubts, self.notes, self.unfinished = list[Doubt](), list[str](), list[str]()

    def text(self, key: str) -> str:
        """Return a property as plain text, "" where there is none."""
        return plain_text(text_of(self.event.get(key))).strip()

    def texts(self, key: str) -> list[str]:
        """Return each value of a property as plain text, without empty ones."""
        found = (plain_text(text_of(value)).strip() for value in self.page.values(self.event.get(key)))
        return [text for text in found if text]

    def draft(self) -> Draft:
        """Return what the page says of the event."""
        whens = []
        try:
            whens.append(self.when())
        except WhenError as error:
            self.doubts.append(Doubt("when", f"{error.found}; {error.remedy}"))
        if schedules := self.page.values(self.event.get("eventSchedule")):
            rule = json.dumps(schedules, ensure_ascii=False)[:LONGEST_RULE]
            self.unfinished.append(f"it repeats, enter its dates: {rule}")
        elif "eventseries" in kinds(self.event):
            self.unfinished.append("it is a series, whose dates are not given")
        place = self.place()
        hosts, unsure_hosts = self.groups("hosts")
        supporters, unsure_supporters = self.groups("supporters")
        first, *urls = self.texts("url") or [""]
        self.notes += [f"url: {url}" for url in urls]
        self.notes += self.rest()
        identifier = self.text("identifier")
        return Draft(
            title=" ".join(self.text("name").split()),
            when=tuple(whens),
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
            status=self.status(),
            uid=identifier if "@" in identifier else "",
            notes=tuple(sorted(self.notes)),
            source=self.source,
            unfinished=tuple(self.unfinished),
            doubts=tuple(self.doubts),
        )

    def when(self) -> When:
        """Return when it takes place; raise WhenError."""
        start = _moment(self.text("startDate"))
        end = self.text("endDate")
        when, doubts = spanned(start, _moment(end) if end else None, self.zone)
        self.doubts += [Doubt("when", doubt) for doubt in doubts]
        return when

    def status(self) -> Status:
        """Return the status that one of the values of eventStatus names, in whatever form."""
        words = " ".join(term(text).lower() for text in self.texts("eventStatus"))
        return "cancelled" if "cancel" in words else "postponed" if "postpon" in words else "confirmed"

    def place(self) -> Where:
        """Return the first place on the ground, and how to join online."""
        modes = " ".join(self.texts("eventAttendanceMode") + self.texts("eventStatus")).lower()
        found = [self.located(value) for value in self.page.values(self.event.get("location"))]
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
            return where(plain_text(text_of(value)))
        url = text_of(value.get("url"))
        if "virtuallocation" in kinds(value):
            return Where(online=url or True)
        name, address = plain_text(text_of(value.get("name"))), self.address(value)
        around = next(filter(None, map(text_of, self.page.values(value.get("containedInPlace")))), "")
        found = where("\n".join(dict.fromkeys(filter(None, (name, address)))))
        if found.online is True and not found.place and url:
            found = found._replace(online=url)
        if around and name and around != name:
            lines = "\n".join(filter(None, (plain_text(around), address)))
            found = found._replace(place=where(lines).place, room=where(name).place)
        geo = next(iter(self.page.values(value.get("geo"))), None)
        coordinates = geo if isinstance(geo, dict) else value
        return found._replace(point=point(*(text_of(coordinates.get(key)) for key in ("latitude", "longitude"))))

    def address(self, place: Node) -> str:
        """Return the address of a Place, or of what is one itself, in one line."""
        value = next(iter(self.page.values(place.get("address"))), place)
        if not isinstance(value, dict):
            return plain_text(text_of(value))
        street, city, state, code = (plain_text(text_of(value.get(key))) for key in ADDRESS)
        parts = [part for part in (city, " ".join(filter(None, (state, code)))) if part not in street]
        named = "" if value is place else plain_text(text_of(value))
        return ", ".join(filter(None, (street, *parts))) or named

    def cost(self) -> str:
        """Return what its offers ask."""
        currency = next(iter(self.offered("priceCurrency")), "")
        values = [*self.offered("price"), *self.offered("lowPrice"), *self.offered("highPrice")]
        prices = [_price(value, currency) for value in values]
        free = self.texts("isAccessibleForFree") or [str(self.event.get("isAccessibleForFree"))]
        if not prices and term(free[0]).lower() == "true":
            prices.append("Free")
        return " – ".join(dict.fromkeys(prices))

    def offered(self, key: str) -> list[str]:
        """Return a property of each offer that has it."""
        offers = (offer for offer in self.page.values(self.event.get("offers")) if isinstance(offer, dict))
        return [text for offer in offers if (text := text_of(offer.get(key)))]

    def groups(self, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of organizations, and names that may be a person's; whoever has none is a doubt."""
        sure, unsure = list[str](), list[str]()
        for value in (value for name in GROUPS[key] for value in self.page.values(self.event.get(name))):
            named = value.get(CALLED if is_person(value) else "name") if isinstance(value, dict) else value
            name = plain_text(text_of(named)).strip()
            if name:
                (sure if is_organization(value) else unsure).append(name)
            elif is_person(value):
                self.doubts.append(Doubt(key, "a person is named here, and was left out: the file is public"))
            else:
                self.doubts.append(Doubt(key, "the page does not name an organization here"))
        return tuple(sure), tuple(unsure)

    def rest(self) -> Iterator[str]:
        """Yield as notes what has no key of its own; where there may be a person, that is a doubt without the name."""
        for key in sorted(self.event):
            name = term(key).lower()
            if key.lstrip("@").lower() in READ:
                continue
            values = self.page.values(self.event[key])
            kept = [value for value in values if (is_organization(value) if name in NAMING else not is_person(value))]
            if len(kept) < len(values):
                self.doubts.append(Doubt("notes", f"{name}: may be a person, and was left out: the file is public"))
            if words := ", ".join(filter(None, map(text_of, kept))):
                yield f"{key}: {words}"


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

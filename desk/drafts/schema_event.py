"""The draft of an event in schema.org's terms: of a page's JSON-LD, or of a calendar's VEVENT."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.drafts.draft import Doubt, Draft, doubt, unfinished
from desk.drafts.ical_times import FORMS, end_after, value_of
from desk.drafts.json_ld import (
    TABLE,
    Node,
    id_of,
    is_organization,
    is_person,
    kinds,
    property_of,
    text_of,
)
from desk.drafts.listing import title_and_status
from desk.drafts.places import DOUBTFUL, MEETING_LINK, Location, parse_location
from desk.drafts.spans import REMEDY, point, spanned
from feeds.catalog import Status, When, WhenError
from feeds.catalog.when import YEARS

READ = frozenset(TABLE["read"])
LONGEST_RULE = 300  # characters
TOWNS = frozenset(TABLE["towns"])


class SchemaEvent:
    """One event while its draft is made, with what a curator must check."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.doubts, self.notes = list[Doubt](), list[str]()

    def text(self, key: str) -> str:
        """Return a property as plain text, "" without one."""
        return property_of(self.node, key)

    def texts(self, key: str) -> list[str]:
        """Return each value of a property as plain text, without empty ones."""
        return list(filter(None, map(text_of, self.node.get(key, ()))))

    def terms(self, *keys: str) -> str:
        """Return the terms that properties name, as text, link or object, in lower case."""
        values = [value for key in keys for value in self.node.get(key, ())]
        ids = [id_of(value) for value in values if isinstance(value, dict)]
        return " ".join((*ids, *map(text_of, values))).lower()

    def draft(self, whens: tuple[When, ...], time: str, source: str) -> Draft:
        """Return the draft of an event at the times `whens`, in the source's words `time`."""
        title, status = title_and_status(" ".join(self.text("name").split()))
        place, uid = self._place(), self.text("identifier")
        hosts, unsure_hosts = self._groups("hosts", "organizer")
        supporters, unsure_supporters = self._groups("supporters", "sponsor", "funder")
        urls = [url for url in self.texts("url") if url.startswith("http")]
        self.notes += [f"URL: {url}" for url in self.texts("url") if url not in urls[:1]]
        links = (link for link in self._offered("url") if link.startswith("http"))
        keywords = ",".join(self.texts("keywords"))
        if others := sorted(key for key in self.node if key.lower() not in READ):
            self.doubts.append(doubt("", "not-read", ", ".join(others)))
        return Draft(
            title=title,
            when=whens,
            raw_when=time,
            place=place.place,
            room=place.room,
            online=self._online(place),
            point=place.point,
            hosts=hosts,
            unsure_hosts=unsure_hosts,
            supporters=supporters,
            unsure_supporters=unsure_supporters,
            topics=tuple(map(str.strip, keywords.split(","))),
            cost=self._cost(),
            description=self._description(),
            url="".join(urls[:1]),
            signup=next((link for link in links if link not in urls), ""),
            contact=self.text("contact"),
            status=self._status() if status == "confirmed" else status,
            uid=uid if "@" in uid else "",
            notes=tuple(self.notes),
            source=source,
            doubts=tuple(self.doubts),
        )

    def _online(self, place: Location) -> str | bool:
        """Return the link to a meeting: the place's, or one in the description."""
        link = MEETING_LINK.search(self.text("description"))
        if isinstance(place.online, str) or not link:
            return place.online
        self.doubts.append(doubt("online", "link-of-text"))
        return link[0]

    def _description(self) -> str:
        """Return the description without the lines that calendars add."""
        # The Events Calendar escapes line breaks twice.
        text = self.text("description").replace("\\n", "\n")
        if FORMS["call"].search(text):
            self.doubts.append(doubt("description", "call"))
        return FORMS["empty_bullet"].sub("", FORMS["call"].sub("", text)).strip()

    def _status(self) -> Status:
        terms = self.terms("eventStatus")
        if "cancel" in terms:
            return "cancelled"
        if "postpon" in terms:
            return "postponed"
        return "tentative" if "tentative" in terms else "confirmed"

    def whens(self, zone: ZoneInfo) -> tuple[When, ...]:
        """Return when it takes place; nothing, and a doubt, if that cannot be read."""
        if schedules := self.node.get("eventSchedule", []) + self.node.get("courseSchedule", []):
            pairs = (pair for one in schedules if isinstance(one, dict) for pair in one.items())
            rule = ", ".join(f"{key} {text_of(value)}" for key, value in pairs if key != "type")
            self.doubts.append(unfinished("repeats", rule[:LONGEST_RULE]))
        elif "eventseries" in kinds(self.node):
            self.doubts.append(unfinished("series"))
        for key in ("startTime", "endTime"):
            if hour := self.text(key):
                self.doubts.append(unfinished("separate-hour", key, hour[:100]))
        try:
            start = _moment(self.text("startDate"), zone)
            end = end_after(start, value_of(self.text("duration")))
            if text := self.text("endDate"):
                end = _moment(text, zone)
            when, doubts = spanned(start, end, zone)
        except WhenError as error:
            self.doubts.append(doubt_of(error))
            return ()
        self.doubts += (Doubt("when", text) for text in doubts)
        return (when,)

    def _place(self) -> Location:
        """Return the first place on the ground, and how to join online."""
        modes = self.terms("eventAttendanceMode", "eventStatus")
        locations = self.node.get("location", ())
        found = [self._located(value) for value in locations if not is_person(value)]
        meetings = [one.online for one in found if one.online]
        links = [link for one in found for link in one.links]
        self.notes += [f"Place: {link}" for link in links]
        online = next((link for link in meetings if link is not True), bool(meetings))
        online = online or "online" in modes or "mixed" in modes
        grounds = [one for one in found if one.place]
        for one in grounds:
            if DOUBTFUL.search(one.place):
                self.doubts.append(unfinished("doubtful-place", one.place))
            if one.place != grounds[0].place:
                self.doubts.append(unfinished("second-place", one.place))
        if grounds and "online" in modes:
            self.doubts.append(unfinished("venue-online"))
        elif not grounds and not online and links:
            self.doubts.append(unfinished("link-as-place"))
        elif found and not (grounds or online):
            self.doubts.append(doubt("venue", "unannounced-place"))
        return (grounds or [Location()])[0]._replace(online=online)

    def _located(self, value: Any) -> Location:
        """Return the place of a Place, a VirtualLocation, a PostalAddress or a text."""
        if not isinstance(value, dict):
            return parse_location(text_of(value))
        url = property_of(value, "url")
        if "virtuallocation" in kinds(value):
            return Location(online=url or True)
        inner = _first(value, "address")
        named = parse_location(property_of(value, "name") or property_of(inner, "name"))
        addressed = parse_location(_address(inner) if isinstance(inner, dict) else text_of(inner))
        name, address, room = named.place, addressed.place, ""
        online = named.online or addressed.online
        around = text_of(value.get("containedInPlace", [])[:1])
        if around:
            name, room = around, name
        town = "" if TOWNS.isdisjoint(kinds(value)) else name
        if isinstance(inner, dict) and not inner.get("streetAddress") and not name:
            town, address = town or address, ""
        if town and not online:
            self.doubts.append(unfinished("only-town", town))
            name = "" if name == town else name
        street = address.partition(",")[0]
        if street and street in name:
            name = name.partition(street)[0].strip(" ,")
        geo = _first(value, "geo")
        return Location(
            "\n".join(filter(None, (name, address))),
            url or True if online is True and not name else online,
            named.links + addressed.links,
            room,
            point(property_of(geo, "latitude"), property_of(geo, "longitude")),
        )

    def _cost(self) -> str:
        """Return the prices of its offers."""
        currency = next(iter(self._offered("priceCurrency")), "")
        keys = ("price", "lowPrice", "highPrice")
        prices = [_price(value, currency) for key in keys for value in self._offered(key)]
        free = self.node.get("isAccessibleForFree", [])
        if not prices and (True in free or self.terms("isAccessibleForFree") == "true"):
            return "Free"
        prices.sort(key=lambda price: price != "Free")
        return " – ".join(dict.fromkeys(prices))

    def _offered(self, key: str) -> list[str]:
        offers = self.node.get("offers", ())
        return list(filter(None, (property_of(offer, key) for offer in offers)))

    def _groups(self, key: str, *properties: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of organizations, and names that may be a person's."""
        sure, unsure = list[str](), list[str]()
        for value in (value for name in properties for value in self.node.get(name, ())):
            name = property_of(value, "name") if isinstance(value, dict) else text_of(value)
            if name:
                (sure if is_organization(value) else unsure).append(name)
            else:
                self.doubts.append(doubt(key, "unnamed"))
        return tuple(sure), tuple(unsure)


def _first(node: Node, key: str) -> Any:
    """Return the first value of a property, the node itself without one."""
    return next(iter(node.get(key, ())), node)


def _address(node: Node) -> str:
    """Return a PostalAddress on one line."""
    parts = (property_of(node, key).strip(" ,") for key in TABLE["address"])
    street, city, state, code = parts
    region = "" if code and code in street else f"{state} {code}".strip()
    others = [part for part in (city, region) if f", {part}" not in street]
    return ", ".join(filter(None, (street, *others)))


def doubt_of(error: WhenError) -> Doubt:
    """Return the doubt about a time that cannot be read."""
    return Doubt("when", f"{error.found}; {error.remedy}")


def _moment(text: str, zone: ZoneInfo) -> date:
    """Return a day or moment of ISO 8601, in `zone` if it has none; raise WhenError."""
    try:
        found = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        raise WhenError(f'"{text[:100]}" is not a date' if text else "no date is given", REMEDY)
    if isinstance(found, datetime) and found.tzinfo is None:
        return found.replace(tzinfo=zone)
    return found


def _price(value: str, currency: str) -> str:
    """Return a price as people write it."""
    if re.fullmatch(r"0+(?:\.0*)?", value):
        return "Free"
    if not re.fullmatch(r"[\d.,]+", value):
        return value
    amount = re.sub(r"\.0+$", "", value)
    return f"${amount}" if currency == "USD" else f"{amount} {currency}".strip()

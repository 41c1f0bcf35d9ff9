"""One event in the words of schema.org as a draft: from a page's JSON-LD, or a calendar's VEVENT put into them."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desk.drafts.draft import Doubt, Draft
from desk.drafts.ical_times import end_after, value_of
from desk.drafts.json_ld import TABLE, Node, id_of, is_organization, is_person, kinds, text_of
from desk.drafts.listing import title_and_status
from desk.drafts.places import DOUBTFUL, MEETING_LINK, Where, where
from desk.drafts.spans import REMEDY, point, spanned
from feeds.catalog import Status, When, WhenError
from feeds.catalog.when import YEARS

READ = frozenset(TABLE["read"])
LONGEST_RULE = 300  # characters
ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode")
TOWNS = frozenset(("city", "administrativearea", "state", "country"))
UNNAMED = "somebody is named here who may be a person, and was left out: the file is public"
# Google's lines about a call
CALL = re.compile(r"^-::~:~::?[^\n]*$.*?^-::~:~::?[^\n]*$", re.MULTILINE | re.DOTALL)
EMPTY_BULLET = re.compile(r"^-[ \t]*(?:\n|$)", re.MULTILINE)


class SchemaEvent:
    """One event: its draft in the making."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.doubts, self.notes, self.unfinished = list[Doubt](), list[str](), list[str]()

    def text(self, key: str) -> str:
        """Return a property as plain text, "" where there is none."""
        return text_of(self.node.get(key, []))

    def texts(self, key: str) -> list[str]:
        """Return each value of a property as plain text, without empty ones."""
        return list(filter(None, map(text_of, self.node.get(key, ()))))

    def terms(self, *keys: str) -> str:
        """Return what properties name of schema.org's words, in whatever form, in lower case."""
        values = [value for key in keys for value in self.node.get(key, ())]
        ids = [id_of(value) for value in values if isinstance(value, dict)]
        return " ".join((*ids, *map(text_of, values))).lower()

    def draft(self, whens: tuple[When, ...], time: str, source: str) -> Draft:
        """Return what is said of the event, which takes place at `whens`; `time` is how that is written."""
        title, status = title_and_status(" ".join(self.text("name").split()))
        place = self.place()
        hosts, unsure_hosts = self.groups("hosts", "organizer")
        supporters, unsure_supporters = self.groups("supporters", "sponsor", "funder")
        urls = [url for url in self.texts("url") if url.startswith("http")]
        self.notes += [f"URL: {url}" for url in self.texts("url") if url not in urls[:1]]
        if others := sorted(key for key in self.node if key.lower() not in READ):
            self.doubts.append(Doubt("", f"not read of the page: {', '.join(others)}"))
        return Draft(
            title=title,
            when=whens,
            raw_when=time,
            place=place.place,
            room=place.room,
            online=place.online
            if isinstance(place.online, str)
            else self.link_in_text() or place.online,
            point=place.point,
            hosts=hosts,
            unsure_hosts=unsure_hosts,
            supporters=supporters,
            unsure_supporters=unsure_supporters,
            topics=tuple(
                topic.strip() for words in self.texts("keywords") for topic in words.split(",")
            ),
            cost=self.cost(),
            description=self.description(),
            url=next(iter(urls), ""),
            signup=next(
                (
                    link
                    for link in self.offered("url")
                    if link.startswith("http") and link not in urls
                ),
                "",
            ),
            contact=self.text("contact"),
            status=self.status() if status == "confirmed" else status,
            uid=self.text("identifier") if "@" in self.text("identifier") else "",
            notes=tuple(self.notes),
            source=source,
            unfinished=tuple(dict.fromkeys(self.unfinished)),
            doubts=tuple(self.doubts),
        )

    def link_in_text(self) -> str:
        """Return a link to a meeting that the description has, "" without one."""
        link = MEETING_LINK.search(self.text("description"))
        if link:
            self.doubts.append(Doubt("online", "the link comes from the text, a guess"))
        return link[0] if link else ""

    def description(self) -> str:
        """Return the description without what calendars add."""
        # The Events Calendar escapes line ends twice
        text = self.text("description").replace("\\n", "\n")
        if CALL.search(text):
            self.doubts.append(
                Doubt("description", "Google's lines about an online meeting were left out")
            )
        return EMPTY_BULLET.sub("", CALL.sub("", text)).strip()

    def status(self) -> Status:
        """Return the status that one of the values of eventStatus names, in whatever form."""
        terms = self.terms("eventStatus")
        if "cancel" in terms:
            return "cancelled"
        if "postpon" in terms:
            return "postponed"
        return "tentative" if "tentative" in terms else "confirmed"

    def whens(self, zone: ZoneInfo) -> tuple[When, ...]:
        """Return when it takes place; nothing, and a doubt, where that cannot be read."""
        if schedules := self.node.get("eventSchedule", []) + self.node.get("courseSchedule", []):
            pairs = (pair for one in schedules if isinstance(one, dict) for pair in one.items())
            rule = ", ".join(f"{key} {text_of(value)}" for key, value in pairs if key != "type")
            self.unfinished.append(f"it repeats, enter its dates: {rule[:LONGEST_RULE]}")
        elif "eventseries" in kinds(self.node):
            self.unfinished.append("it is a series, whose dates are not given")
        for key in ("startTime", "endTime"):
            if hour := self.text(key):
                self.unfinished.append(f"its {key} is {hour[:100]}: add it to the day")
        try:
            start = _moment(self.text("startDate"), zone)
            end = self.text("endDate")
            finish = (
                _moment(end, zone) if end else end_after(start, value_of(self.text("duration")))
            )
            when, doubts = spanned(start, finish, zone)
        except WhenError as error:
            self.doubts.append(doubt_of(error))
            return ()
        self.doubts += (Doubt("when", doubt) for doubt in doubts)
        return (when,)

    def place(self) -> Where:
        """Return the first place on the ground, and how to join online."""
        modes = self.terms("eventAttendanceMode", "eventStatus")
        found = [
            self.located(value) for value in self.node.get("location", ()) if not is_person(value)
        ]
        links = [one.online for one in found if one.online] + [True] * (
            "online" in modes or "mixed" in modes
        )
        online = next((link for link in links if link is not True), bool(links))
        self.notes += [f"Place: {link}" for one in found for link in one.links]
        grounds = [one for one in found if one.place]
        self.unfinished += (
            f'is "{one.place}" the place?' for one in grounds if DOUBTFUL.search(one.place)
        )
        for other in grounds[1:]:
            if other.place != grounds[0].place:
                self.unfinished.append(f"it names another place: {other.place}".replace("\n", ", "))
        links = [link for one in found for link in one.links]
        if found and not (grounds or online or links or self.unfinished):
            self.doubts.append(Doubt("venue", "the place is not announced yet"))
        if not grounds and not online and links:
            self.unfinished.append(
                "its place is only a link: look where it is, or whether it is online"
            )
        if grounds and "online" in modes:
            self.unfinished.append("it is online: take the venue out, if nobody meets there")
        return (grounds or [Where()])[0]._replace(online=online)

    def located(self, value: Any) -> Where:
        """Return what a Place, a VirtualLocation, an address or a text says."""
        if not isinstance(value, dict):
            return where(text_of(value))
        url = _text(value, "url")
        if "virtuallocation" in kinds(value):
            return Where(online=url or True)
        inner = _first(value, "address")
        address = _address(inner) if isinstance(inner, dict) else text_of(inner)
        called = _text(value, "name") or _text(inner, "name")
        named, addressed = where(called), where(address)
        name, room, around = named.place, "", text_of(value.get("containedInPlace", [])[:1])
        if around and name and around != name:
            name, room = around, name
        online = named.online or addressed.online
        is_town = isinstance(inner, dict) and not inner.get("streetAddress")
        if is_town and not name and addressed.place:
            if not online:
                self.unfinished.append(f"of its place only the town is given: {addressed.place}")
            addressed = Where()
        if not TOWNS.isdisjoint(kinds(value)):
            self.unfinished.append(f"of its place only the town is given: {name}")
            name = ""
        street = addressed.place.partition(",")[0]
        if street and street in name:
            name = name.partition(street)[0].strip(" ,")
        geo = _first(value, "geo")
        latitude, longitude = (_text(geo, key) for key in ("latitude", "longitude"))
        return Where(
            "\n".join(filter(None, (name, addressed.place))),
            url if online is True and url and not name else online,
            named.links + addressed.links,
            room,
            point(latitude, longitude),
        )

    def cost(self) -> str:
        """Return what its offers ask."""
        currency = next(iter(self.offered("priceCurrency")), "")
        values = (
            value for key in ("price", "lowPrice", "highPrice") for value in self.offered(key)
        )
        prices = dict.fromkeys(
            sorted((_price(value, currency) for value in values), key=lambda price: price != "Free")
        )
        free = self.node.get("isAccessibleForFree", [])
        if not prices and (True in free or self.terms("isAccessibleForFree") == "true"):
            return "Free"
        return " – ".join(prices)

    def offered(self, key: str) -> list[str]:
        """Return a property of each offer that has it."""
        return list(filter(None, (_text(offer, key) for offer in self.node.get("offers", ()))))

    def groups(self, key: str, *properties: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of organizations, and names that may be a person's; whoever has none is a doubt."""
        sure, unsure = list[str](), list[str]()
        for value in (value for name in properties for value in self.node.get(name, ())):
            name = _text(value, "name") if isinstance(value, dict) else text_of(value)
            if name:
                (sure if is_organization(value) else unsure).append(name)
            else:
                self.doubts.append(Doubt(key, UNNAMED))
        return tuple(sure), tuple(unsure)


def _text(value: Any, key: str) -> str:
    """Return a property of a node as plain text, "" of anything else."""
    return text_of(value.get(key, [])) if isinstance(value, dict) else ""


def _first(node: Node, key: str) -> Any:
    """Return the first value of a property, the node itself where it has none."""
    return next(iter(node.get(key, ())), node)


def _address(node: Node) -> str:
    """Return a PostalAddress in one line."""
    street, city, state, code = (_text(node, key).strip(" ,") for key in ADDRESS)
    region = "" if code and code in street else f"{state} {code}".strip()
    parts = [part for part in (city, region) if f", {part}" not in street]
    return ", ".join(filter(None, (street, *parts)))


def doubt_of(error: WhenError) -> Doubt:
    """Return what is to be looked at of a time that cannot be read."""
    return Doubt("when", f"{error.found}; {error.remedy}")


def _moment(text: str, zone: ZoneInfo) -> date:
    """Return a day or moment of ISO 8601, in `zone` where it says none; raise WhenError."""
    try:
        found = date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not YEARS[0] <= found.year <= YEARS[1]:
        raise WhenError(f'"{text[:100]}" is no date' if text else "no date is given", REMEDY)
    return (
        found.replace(tzinfo=zone)
        if isinstance(found, datetime) and found.tzinfo is None
        else found
    )


def _price(value: str, currency: str) -> str:
    """Return a price as people write it."""
    if re.fullmatch(r"0+(?:\.0*)?", value):
        return "Free"
    if not re.fullmatch(r"[\d.,]+", value):
        return value
    amount = re.sub(r"\.0+$", "", value)
    return f"${amount}" if currency == "USD" else f"{amount} {currency}".strip()

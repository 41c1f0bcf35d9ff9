"""One table of [[events]]: an event, a withdrawal, or the single dates of a series."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from feeds.catalog import series
from feeds.catalog.foreign_keys import read_event_keys
from feeds.catalog.head import ListHead
from feeds.catalog.keys import TABLES
from feeds.catalog.names import LONGEST_SLUG
from feeds.catalog.node import Node
from feeds.catalog.nouns import Event, Text, Venue, Withdrawal
from feeds.catalog.references import KnownNouns
from feeds.catalog.venues import event_venue
from feeds.catalog.when import HourError, Series, When, repeated, say_day

NAMED = {
    "hosts": "organization",
    "supporters": "organization",
    "topics": "topic",
    "neighborhoods": "neighborhood",
}  # keys of an event that name nouns, and their kind
# so that the id of a date is no longer than any other
LONGEST_SERIES = LONGEST_SLUG - len("-20170307")


@dataclass(frozen=True, slots=True)
class EventTable:
    """What was read from one table of [[events]].

    `names` are reserved for these events: ids, former ids and UIDs (as "UID:…"), each with the id of its event.
    """

    events: tuple[Event, ...]
    withdrawals: tuple[Withdrawal, ...]
    names: Mapping[str, str]


def read_event_table(node: Node, head: ListHead, taken: Mapping[str, str]) -> EventTable:
    """Read a table of [[events]]; `taken` are the names of the events before it."""
    reader = _TableReader(head, taken)
    reader.read(node)
    return EventTable(tuple(reader.events), tuple(reader.withdrawals), reader.names)


class _TableReader:
    """The reader of one table, which makes an event, a withdrawal, or all dates of a series.

    `taken` are the names that the events before it have.
    """

    def __init__(self, head: ListHead, taken: Mapping[str, str]) -> None:
        self.nouns, self.domain, self.taken = head.nouns, head.domain, taken
        self.events: list[Event] = []
        self.withdrawals: list[Withdrawal] = []
        self.names: dict[str, str] = {}

    def read(self, node: Node) -> None:
        """Read the table."""
        read = self.resolve(node, read_event_keys(node, TABLES["event"], self.nouns))
        whens, rule = read.pop("when", None), read.pop("rrule", None)
        changes, excepted = read.pop("changes", {}), read.pop("except", {})
        is_series = rule or isinstance(whens, Series)
        if rule == "":
            node.item("rrule").problem("the rule is empty", series.EXAMPLE)
        if "uid" in read and is_series:
            node.item("uid").problem(
                "a series has a UID for each date, made of its id", "remove uid"
            )
        if not self.take_names(node, read):
            return
        if is_series and read.get("status") != "withdrawn":
            dates = _all_dates(node, whens, rule)
            self.add_series(node, read, _without(excepted, dates, node), changes)
            return
        for key, days in (("changes", changes), ("except", excepted)):
            if days:
                found = f"`{key}` is for a series, and this event has one date"
                node.item(key).problem(found, "remove it, or make `when` a list of dates", key=True)
        self.add({**read, "when": whens})

    def add(self, read: dict[str, Any]) -> None:
        """Add an event or a withdrawal, or nothing if a required value could not be read."""
        if read.get("status") == "withdrawn":
            self.withdrawals.append(Withdrawal(read["id"], read["uid"], read.get("aliases", ())))
        elif read.get("title") and read["when"]:
            self.events.append(Event(**read))

    def resolve(
        self, node: Node, read: dict[str, Any], usual: Venue | None = None
    ) -> dict[str, Any]:
        """Return the values of an event with its names resolved and its texts as the event holds them.

        A room without a venue is in the `usual` venue, that of the series.
        """
        if venue := read.pop("venue", None):
            read["venue"] = event_venue(node.item("venue"), venue, self.nouns)
        room, place = read.pop("room", None), read.get("venue") or usual
        if room and place:
            read["venue"] = replace(place, room=room)
        elif room and "venue" not in node.value:
            node.item("room").problem(
                "a room without a venue", 'add the place: venue = "…"', key=True
            )
        if "online" in read:
            online = read["online"]
            read |= {"online": bool(online), "join": online if isinstance(online, str) else ""}
        for key, kind in NAMED.items():
            if key in read:
                read[key] = self.nouns[kind].find_all(read[key])
        if ends_at := read.get("ends_at"):
            read["ends_at"] = _place_names(ends_at, self.nouns["venue"], node.context.languages)
        read.pop("notes", None)  # they stay in the file
        if read.get("moved") is False:
            read |= {"moved": Text(), "correction": True}
        return read

    def take_names(self, node: Node, read: dict[str, Any]) -> bool:
        """Give the event its UID and names; return False if it has no id, or another event has one of them."""
        id = read.get("id")
        if id is None:
            return False
        ids = (id, *read.get("aliases", ()))
        read["uid"] = uid = read.get("uid") or f"{(*ids[1:], id)[0]}@{self.domain}"
        for name in (*ids, f"UID:{uid}"):
            owner = self.names.get(name) or self.taken.get(name)
            if owner is not None:
                _refuse_name(node, name, owner, id)
                return False
        self.names |= dict.fromkeys((*ids, f"UID:{uid}"), id)
        return True

    def add_series(
        self,
        node: Node,
        read: dict[str, Any],
        dates: Mapping[date, When | HourError],
        changes: Mapping[date, Node],
    ) -> None:
        """Add each date of a series as an event of its own."""
        if len(read["id"]) > LONGEST_SERIES:
            found = f"the id of a series has at most {LONGEST_SERIES} characters, because each date is appended to it"
            node.item("id").problem(found, "write a shorter one")
        _refuse_other_days(changes, dates, key=True)
        for day, when in dates.items():
            single: dict[str, Any] = {"when": when}
            if change := changes.get(day):
                written = read_event_keys(change, TABLES["change"], self.nouns)
                single |= self.resolve(change, written, read.get("venue"))
            self.add_date(node, read, day, single)

    def add_date(self, node: Node, read: dict[str, Any], day: date, single: dict[str, Any]) -> None:
        """Add one date of a series, with its changes."""
        if isinstance(single["when"], HourError):
            remedy = f'{single["when"].remedy}, in changes."{day}"'
            node.item("rrule" if "rrule" in node.value else "when").problem(
                single["when"].found, remedy
            )
            return
        of_day = f"{day:-%Y%m%d}"
        names = {
            "id": read["id"] + of_day,
            "uid": read["uid"].replace("@", of_day + "@"),
            "aliases": tuple(alias + of_day for alias in read.get("aliases", ())),
            "series": read["id"],
        }
        if self.take_names(node, names):
            self.add({**read, **names, **single})


def _refuse_name(node: Node, name: str, owner: str, id: str) -> None:
    """Refuse a name of the event `id` that another event has."""
    if uid := name.partition("UID:")[2]:
        found = f'the UID "{uid}" is already used by "{owner}"'
        node.item("uid" if "uid" in node.value else "id").problem(
            found, "remove uid from one of the two"
        )
        return
    whose = "the id of another event" if owner == name else f'a former id of "{owner}"'
    key = "id" if name == id or "aliases" not in node.value else "aliases"
    node.item(key).problem(f'"{name}" is already {whose}', "give one of the two another id")


def _all_dates(
    node: Node, whens: When | Series | None, rule: str | None
) -> dict[date, When | HourError]:
    """Return each date of a list, a rule in words or an `rrule`; an HourError where its hour does not exist."""
    if isinstance(whens, Series):
        if rule is not None:
            found = "a rule repeats one date, and `when` has several"
            node.item("rrule").problem(found, "remove rrule", key=True)
            return {}
        return dict(whens.dates)
    if whens is None or rule is None:
        return {}
    zone = node.context.zone
    days = node.item("rrule").read(lambda _: series.repeat(whens, rule, zone))
    return dict(repeated(whens, days, zone).dates) if days else {}


def _without(
    excepted: Mapping[date, Node], dates: dict[date, When | HourError], node: Node
) -> dict[date, When | HourError]:
    """Return the dates of a series without the exceptions."""
    _refuse_other_days(excepted, dates)
    left = {day: when for day, when in dates.items() if day not in excepted}
    if dates and not left:
        node.item("except").problem(
            "every date of the series is excepted", "remove at least one exception", key=True
        )
    return left


def _refuse_other_days(
    days: Mapping[date, Node], dates: Mapping[date, object], *, key: bool = False
) -> None:
    """Refuse days that are not dates of the series, if its dates are known."""
    for day, node in days.items():
        if dates and day not in dates:
            found = f"the series has no date {say_day(day)}"
            node.problem(found, f"its dates are {', '.join(map(str, dates))}", key=key)


def _place_names(written: Text, venues: KnownNouns[Venue], languages: tuple[str, ...]) -> Text:
    """Return the name of a venue in each language, or the text itself; nothing for a withdrawn venue."""
    venue = venues.index.find(written.in_language(languages[0]))
    if venue is None or venue.withdrawn:
        return Text() if venue else written
    first, *others = [(language, venue.title(language)) for language in languages]
    return Text((first, *(one for one in others if one[1] != first[1])))

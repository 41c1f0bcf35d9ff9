"""One table of [[events]]: an event, a withdrawal, or the single dates of a series."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from feeds.catalog import series
from feeds.catalog.foreign_keys import note_foreign_keys
from feeds.catalog.head import Head
from feeds.catalog.keys import CHANGE, EVENT
from feeds.catalog.names import LONGEST_SLUG
from feeds.catalog.node import Node
from feeds.catalog.nouns import Event, Text, Venue, Withdrawal
from feeds.catalog.tables import read_table
from feeds.catalog.venues import find_venue, make_venue
from feeds.catalog.when import HourError, Series, When, WhenError, repeated, say_day

NAMED = {
    "hosts": "organization",
    "supporters": "organization",
    "topics": "topic",
    "neighborhoods": "neighborhood",
}  # keys of an event that name nouns, and the kind of these
LONGEST_SERIES = LONGEST_SLUG - len("-20170307")  # so that a date's id is no longer than another's


@dataclass(frozen=True, slots=True)
class EventTable:
    """What was read from one table of [[events]].

    `names` are those that no other event may have: ids, former ids and UIDs (as "UID:…"), each with its event's id.
    """

    events: tuple[Event, ...]
    withdrawals: tuple[Withdrawal, ...]
    names: Mapping[str, str]


def read_event_table(node: Node, head: Head, taken: Mapping[str, str]) -> EventTable:
    """Return what a table of [[events]] says; `taken` are the names of the events before it."""
    reader = _TableReader(head, taken)
    reader.read(node)
    return EventTable(tuple(reader.events), tuple(reader.withdrawals), reader.names)


class _TableReader:
    """The reading of one table, which makes an event, a withdrawal, or all dates of a series.

    `taken` are the names that the events before it have.
    """

    def __init__(self, head: Head, taken: Mapping[str, str]) -> None:
        self.nouns, self.domain, self.taken = head.nouns, head.domain, taken
        self.events: list[Event] = []
        self.withdrawals: list[Withdrawal] = []
        self.names: dict[str, str] = {}

    def read(self, node: Node) -> None:
        """Read the table."""
        withdrawn = isinstance(node.value, dict) and node.value.get("status") == "withdrawn"
        foreign = note_foreign_keys(node, self.nouns)
        read = self.resolve(node, read_table(node, EVENT, foreign))
        whens, rule = read.pop("when", None), read.pop("rrule", None)
        changes, excepted = read.pop("changes", None), read.pop("except", None)
        if rule == "":
            node.item("rrule").problem("the rule is empty", series.EXAMPLE)
        if "uid" in read and (rule or isinstance(whens, Series)):
            node.item("uid").problem("a series has a UID for each date, made of its id", "take uid out")
        if not self.take_names(node, read):
            return
        if withdrawn:
            self.withdrawals.append(Withdrawal(read["id"], read["uid"], read.get("aliases", ())))
        elif rule or isinstance(whens, Series):
            self.add_series(node, read, self.dates(node, whens, rule, excepted or {}), changes or {})
        else:
            for key, days in (("changes", changes), ("except", excepted)):
                if days:
                    found = f"`{key}` is for a series, and this event has one date"
                    node.item(key).problem(found, "take it out, or make `when` a list of dates", key=True)
            if read.get("title") and whens:
                self.events.append(Event(**read, when=whens))

    def resolve(self, node: Node, read: dict[str, Any], usual: Venue | None = None) -> dict[str, Any]:
        """Return the values of an event with its names resolved and its texts as the event holds them.

        A room that stands without a venue is one of the `usual` venue, that of the series.
        """
        venue = read.pop("venue", None)
        if isinstance(venue, dict):
            read["venue"] = make_venue(node.item("venue"), venue, "", self.nouns["neighborhood"])
        elif venue:
            read["venue"] = find_venue(node.item("venue"), venue, self.nouns["venue"])
        room, there = read.pop("room", None), read.get("venue") or usual
        if room and there:
            read["venue"] = replace(there, room=room)
        elif room and "venue" not in node.value:
            node.item("room").problem("a room, and no venue that has it", 'add the place: venue = "…"', key=True)
        if "online" in read:
            online = read["online"]
            read |= {"online": bool(online), "join": online if isinstance(online, str) else ""}
        for key, kind in NAMED.items():
            if key in read:
                read[key] = self.nouns[kind].find_all(read[key])
        languages = node.context.languages
        if ends_at := read.get("ends_at"):
            there = self.nouns["venue"].index.find(ends_at.in_language(languages[0]))
            read["ends_at"] = _titles(there, languages) if there else ends_at
        read.pop("notes", None)  # they stay in the file
        if read.get("moved") is False:
            read |= {"moved": Text(), "correction": True}
        return read

    def take_names(self, node: Node, read: dict[str, Any]) -> bool:
        """Give the event its UID and its names; return False without an id, or where another event has one of them."""
        id = read.get("id")
        if id is None:
            return False
        aliases: tuple[str, ...] = read.get("aliases", ())
        read["uid"] = uid = read.get("uid") or f"{(*aliases, id)[0]}@{self.domain}"
        for name in (id, *aliases):
            owner = self.owner(name)
            if owner is not None:
                key = "id" if name == id else "aliases"
                whose = "the id of another event" if owner == name else f'a former id of "{owner}"'
                node.item(key).problem(f'"{name}" is already {whose}', "give one of the two another id")
                return False
        owner = self.owner(f"UID:{uid}")
        if owner is not None:
            found = f'the UID "{uid}" is already that of "{owner}"'
            node.item("uid" if "uid" in node.value else "id").problem(found, "take uid out of one of the two")
            return False
        for name in (id, *aliases, f"UID:{uid}"):
            self.names[name] = id
        return True

    def owner(self, name: str) -> str | None:
        """Return the id of the event that has a name, None where it is free."""
        return self.names.get(name) or self.taken.get(name)

    def add_series(
        self,
        node: Node,
        read: dict[str, Any],
        dates: Mapping[date, When | HourError],
        changes: Mapping[date, Node],
    ) -> None:
        """Add each date of a series as an event of its own."""
        if len(read["id"]) > LONGEST_SERIES:
            found = f"the id of a series has at most {LONGEST_SERIES} characters, for each date follows it"
            node.item("id").problem(found, "write a shorter one")
        _refuse_other_days(changes, dates, key=True)
        for day, when in dates.items():
            self.add_date(node, read, day, when, changes.get(day))

    def add_date(
        self, node: Node, read: dict[str, Any], day: date, when: When | HourError, change: Node | None
    ) -> None:
        single: dict[str, Any] = {"when": when}
        if change is not None:
            foreign = note_foreign_keys(change, self.nouns)
            single |= self.resolve(change, read_table(change, CHANGE, foreign), read.get("venue"))
        if isinstance(single["when"], HourError):
            remedy = f'{single["when"].remedy}, in changes."{day}"'
            node.item("rrule" if "rrule" in node.value else "when").problem(single["when"].found, remedy)
            return
        of_day = f"{day:-%Y%m%d}"
        names = {
            "id": read["id"] + of_day,
            "uid": read["uid"].replace("@", of_day + "@"),
            "aliases": tuple(alias + of_day for alias in read.get("aliases", ())),
            "series": read["id"],
        }
        if not self.take_names(node, names):
            return
        if single.get("status") == "withdrawn":
            self.withdrawals.append(Withdrawal(names["id"], names["uid"], names["aliases"]))
        elif {**read, **single}.get("title"):
            self.events.append(Event(**{**read, **names, **single}))

    def dates(
        self, node: Node, whens: When | Series | None, rule: str | None, excepted: Mapping[date, Node]
    ) -> dict[date, When | HourError]:
        """Return each date of a series but those excepted, or the hour that it does not have on that day."""
        dates = self.all_dates(node, whens, rule)
        _refuse_other_days(excepted, dates)
        left = {day: when for day, when in dates.items() if day not in excepted}
        if dates and not left:
            node.item("except").problem("every date of the series is excepted", "leave one out", key=True)
        return left

    def all_dates(self, node: Node, whens: When | Series | None, rule: str | None) -> dict[date, When | HourError]:
        """Return each date of a list, of a rule in words or of one in `rrule`."""
        if isinstance(whens, Series):
            if rule is not None:
                found = "a rule repeats one date, and `when` has several"
                node.item("rrule").problem(found, "take rrule out", key=True)
                return {}
            return dict(whens.dates)
        if whens is None or rule is None:
            return {}
        try:
            days = series.repeat(whens, rule, node.context.zone)
        except WhenError as error:
            node.item("rrule").problem(error.found, error.remedy)
            return {}
        return dict(repeated(whens, days, node.context.zone).dates)


def _refuse_other_days(days: Mapping[date, Node], dates: Mapping[date, object], *, key: bool = False) -> None:
    """Refuse days that a series, if it is known, does not have."""
    for day, node in days.items():
        if dates and day not in dates:
            found = f"the series has no date {say_day(day)}"
            node.problem(found, f"its dates are {', '.join(map(str, dates))}", key=key)


def _titles(venue: Venue, languages: tuple[str, ...]) -> Text:
    """Return what people call the venue in each language; nothing of a withdrawn one."""
    if venue.withdrawn:
        return Text()
    first, *others = [(language, venue.title(language)) for language in languages]
    return Text((first, *(one for one in others if one[1] != first[1])))

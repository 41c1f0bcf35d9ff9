"""One table of [[events]]: an event, a withdrawal, or the single dates of a series."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from feeds.catalog import series
from feeds.catalog.foreign_keys import read_event_keys
from feeds.catalog.keys import TABLES
from feeds.catalog.names import LONGEST_SLUG
from feeds.catalog.node import Node
from feeds.catalog.nouns import Event, Text, Venue, Withdrawal
from feeds.catalog.when import HourError, Series, When, repeated, say_day

# so that the id of a date is no longer than any other
LONGEST_SERIES = LONGEST_SLUG - len("-20170307")
# an HourError for a date on which the hour does not exist
Dates = Mapping[date, When | HourError]
Names = ChainMap[str, str]


class EventTable(NamedTuple):
    """What was read from one table of [[events]].

    `names` are reserved for these events: ids, former ids and UIDs (as "UID:…"), each with the id
    of its event.
    """

    events: tuple[Event, ...]
    withdrawals: tuple[Withdrawal, ...]
    names: Mapping[str, str]


def read_event_table(node: Node, taken: dict[str, str]) -> EventTable:
    """Read a table of [[events]]; `taken` are the names of the events before it."""
    names = ChainMap({}, taken)
    events: list[Event] = []
    withdrawals: list[Withdrawal] = []
    for fields in _read_events(node, names):
        if fields.get("status") == "withdrawn":
            aliases = fields.get("aliases", ())
            withdrawals.append(Withdrawal(fields["id"], fields["uid"], aliases))
        elif fields.get("title") and fields["when"]:
            events.append(Event(**fields))
    return EventTable(tuple(events), tuple(withdrawals), names.maps[0])


def _read_events(node: Node, names: Names) -> Iterator[dict[str, Any]]:
    """Yield the fields of an event, or of each date of a series, as far as they could be read.

    Nothing is yielded for an event without an id, or with a name that another event has.
    """
    fields = _read_fields(node, "event")
    when, rule = fields.pop("when", None), fields.pop("rrule", None)
    changes, excepted = fields.pop("changes", {}), fields.pop("except", {})
    is_series = rule or isinstance(when, Series)
    if rule == "":
        node.item("rrule").problem("the rule is empty", series.EXAMPLE)
    if "uid" in fields and is_series:
        found = "a series has a UID for each date, made of its id"
        node.item("uid").problem(found, "remove uid")
    if not _reserve_names(node, fields, names):
        return
    if is_series and fields.get("status") != "withdrawn":
        dates = _without_exceptions(excepted, _all_dates(node, when, rule), node)
        for single in _read_dates(node, fields, dates, changes):
            if _reserve_names(node, single, names):
                yield single
        return
    for key, days in (("changes", changes), ("except", excepted)):
        if days:
            found = f"`{key}` is for a series, and this event has one date"
            node.item(key).problem(found, "remove it, or make `when` a list of dates", key=True)
    yield {**fields, "when": when}


def _read_fields(node: Node, table: str, usual: Venue | None = None) -> dict[str, Any]:
    """Read the fields of an event or of a change.

    A room without a venue is in the `usual` venue, that of the series.
    """
    read = read_event_keys(node, TABLES[table])
    room, place = read.pop("room", None), read.get("venue") or usual
    if room and place:
        read["venue"] = replace(place, room=room)
    elif room and "venue" not in node.value:
        remedy = 'add the place: venue = "…"'
        node.item("room").problem("a room without a venue", remedy, key=True)
    if "online" in read:
        link = read["online"]
        read |= {"online": bool(link), "join": link if isinstance(link, str) else ""}
    if ends_at := read.get("ends_at"):
        language = node.context.languages[0]
        venue = node.context.nouns["venue"].index.find(ends_at.in_language(language))
        if venue:
            name = venue.name or Text(((language, venue.title(language)),))
            read["ends_at"] = Text() if venue.withdrawn else name
    read.pop("notes", None)  # they stay in the file
    if read.get("moved") is False:
        read |= {"moved": Text(), "correction": True}
    return read


def _reserve_names(node: Node, fields: dict[str, Any], names: Names) -> bool:
    """Give an event its UID, and reserve its names.

    Return False if the event has no id, or one of its names is taken.
    """
    id = fields.get("id")
    if id is None:
        return False
    ids = (id, *fields.get("aliases", ()))
    first_id = ids[1] if len(ids) > 1 else id
    fields["uid"] = fields.get("uid") or f"{first_id}@{node.context.domain}"
    own = (*ids, f"UID:{fields['uid']}")
    for name in own:
        if name in names:
            _refuse_name(node, name, names[name], id)
            return False
    names |= dict.fromkeys(own, id)
    return True


def _refuse_name(node: Node, name: str, owner: str, id: str) -> None:
    """Refuse a name of the event `id` that another event has."""
    key, remedy = "id" if name == id else "aliases", "give one of the two another id"
    found = f'"{name}" is already the id or an alias of the event "{owner}"'
    if uid := name.partition("UID:")[2]:
        key, remedy = "uid", "remove uid from one of the two"
        found = f'the UID "{uid}" is already that of the event "{owner}"'
    node.item(key if key in node.value else "id").problem(found, remedy)


def _all_dates(node: Node, when: When | Series | None, rule: str | None) -> Dates:
    """Return the dates of a list, of a rule in words or of an `rrule`."""
    if rule is None:
        return dict(when.dates) if isinstance(when, Series) else {}
    item, zone = node.item("rrule"), node.context.zone
    if isinstance(when, Series):
        found = "a rule repeats one date, and `when` has several"
        item.problem(found, "remove rrule", key=True)
        return {}
    days = item.read(lambda _: series.repeat(when, rule, zone)) if when else None
    return dict(repeated(when, days, zone).dates) if when and days else {}


def _without_exceptions(excepted: Mapping[date, Node], dates: Dates, node: Node) -> Dates:
    """Return the dates of a series without the exceptions."""
    _refuse_other_days(excepted, dates)
    left = {day: when for day, when in dates.items() if day not in excepted}
    if dates and not left:
        found = "every date of the series is excepted"
        node.item("except").problem(found, "remove at least one exception", key=True)
    return left


def _refuse_other_days(days: Mapping[date, Node], dates: Dates, *, key: bool = False) -> None:
    """Refuse days that are not dates of the series, if its dates are known."""
    for day, node in days.items():
        if dates and day not in dates:
            found = f"the series has no date {say_day(day)}"
            node.problem(found, f"its dates are {', '.join(map(str, dates))}", key=key)


def _read_dates(
    node: Node, fields: dict[str, Any], dates: Dates, changes: Mapping[date, Node]
) -> Iterator[dict[str, Any]]:
    """Yield the fields of each date of a series, with its changes."""
    id, uid, aliases = fields["id"], fields["uid"], fields.get("aliases", ())
    if len(id) > LONGEST_SERIES:
        bound = f"the id of a series has at most {LONGEST_SERIES} characters"
        found = f"{bound}, because each date is appended to it"
        node.item("id").problem(found, "write a shorter one")
    _refuse_other_days(changes, dates, key=True)
    for day, when in dates.items():
        change: dict[str, Any] = {"when": when}
        if day in changes:
            change |= _read_fields(changes[day], "change", fields.get("venue"))
        if isinstance(error := change["when"], HourError):
            key = "rrule" if "rrule" in node.value else "when"
            node.item(key).problem(error.found, f'{error.remedy}, in changes."{day}"')
            continue
        suffix = f"{day:-%Y%m%d}"
        names = {
            "id": id + suffix,
            "uid": uid.replace("@", f"{suffix}@"),
            "aliases": tuple(alias + suffix for alias in aliases),
            "series": id,
        }
        yield {**fields, **change, **names}

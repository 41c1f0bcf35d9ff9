"""The events of a list: each by itself, or as the single dates of a series."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from feeds.catalog import series
from feeds.catalog.keys import CHANGE, EVENT, table
from feeds.catalog.names import LONGEST_SLUG, slug_form
from feeds.catalog.nouns import Event, Neighborhood, Organization, Text, Topic, Venue, Withdrawal
from feeds.catalog.references import Names
from feeds.catalog.source import Path, Source
from feeds.catalog.values import Reading, Spot
from feeds.catalog.venues import venue as used_once
from feeds.catalog.when import HourError, When, WhenError, say_day

LONGEST_SERIES = LONGEST_SLUG - len("-20170307")  # so that a date's id is no longer than another's


@dataclass(frozen=True, slots=True)
class Part:
    """What one table of [[events]] made without any problem, and every id, former id and UID that it took."""

    events: tuple[Event, ...]
    withdrawals: tuple[Withdrawal, ...]
    ids: tuple[str, ...]
    uids: tuple[str, ...]


@dataclass
class Events:
    """Those read so far, with the source and path of each; `known` are parts that were read before."""

    reading: Reading
    organizations: Names[Organization]
    neighborhoods: Names[Neighborhood]
    topics: Names[Topic]
    venues: Names[Venue]
    domain: str = ""
    known: Mapping[bytes, Part] = field(default_factory=dict)
    parts: dict[bytes, Part] = field(default_factory=dict)
    loose: list[Part] = field(default_factory=list)  # what will be read again, and what stands in no part
    found: list[Event] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    withdrawals: list[Withdrawal] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)  # id or former id → the id of the event that has it
    uids: dict[str, str] = field(default_factory=dict)

    def put(self, events: Sequence[Event], source: Source, path: Path) -> None:
        """Add what one table made."""
        self.found += events
        self.sources += [source] * len(events)
        self.paths += [path] * len(events)

    def placed(self) -> Iterator[tuple[Event, Source, Path]]:
        """Yield each event with where it stands."""
        return zip(self.found, self.sources, self.paths)

    def take_over(self, before: "Events", sources: Iterable[Source]) -> None:
        """Take over the parts of an earlier reading that stay, and their names: no event read now may have one."""
        self.domain, self.known = before.domain, before.parts
        self.ids, self.uids = before.ids.copy(), before.uids.copy()
        stay = {content for source in sources for content in source.parts}
        for part in (*before.loose, *(self.known[content] for content in self.known.keys() - stay)):
            for names, gone in ((self.ids, part.ids), (self.uids, part.uids)):
                for name in gone:
                    del names[name]

    def add_parts(self, source: Source) -> None:
        """Read every part of a file that is not known; raise Entangled when one cannot be read by itself."""
        number = 0
        for content, part in zip(source.parts, map(self.known.get, source.parts)):
            if part is None or content in self.parts:  # what stands twice takes its names twice
                read = source.read_part(content)
                self.add_part(
                    content, [Spot(self.reading, source, ("events", n), t) for n, t in enumerate(read, number)]
                )
                number += len(read)
                continue
            self.parts[content] = part
            self.put(part.events, source, ("events", number))
            self.withdrawals += part.withdrawals
            number += 1

    def add_part(self, content: bytes, spots: Sequence[Spot]) -> None:
        """Read the tables of one part of a file, or those outside of any."""
        found, withdrawals, faults = len(self.found), len(self.withdrawals), len(self.reading.faults)
        ids, uids = len(self.ids), len(self.uids)
        for spot in spots:
            self.add(spot)
        part = Part(
            tuple(self.found[found:]),
            tuple(self.withdrawals[withdrawals:]),
            tuple(islice(reversed(self.ids), len(self.ids) - ids)),
            tuple(islice(reversed(self.uids), len(self.uids) - uids)),
        )
        if content and len(spots) == 1 and len(self.reading.faults) == faults:
            self.parts[content] = part
        else:
            self.loose.append(part)

    def add(self, spot: Spot) -> None:
        """Read one table of [[events]]."""
        withdrawn = isinstance(spot.value, dict) and spot.value.get("status") == "withdrawn"
        required = ("id",) if withdrawn else ("id", "title", "when")
        read = self.resolved(spot, table(spot, EVENT, required) or {})
        whens, rule, changes = (read.pop(key, None) for key in ("when", "rrule", "changes"))
        if rule == "":
            spot.item("rrule").problem("the rule is empty", series.EXAMPLE)
        if "uid" in read and (rule or isinstance(whens, tuple)):
            spot.item("uid").problem("a series has a UID for each date, made of its id", "take uid out")
        if not self.is_new(spot, read):
            return
        if withdrawn:
            self.withdrawals.append(Withdrawal(read["id"], read["uid"], read.get("aliases", ())))
        elif rule or isinstance(whens, tuple):
            self.add_series(spot, read, whens, rule, changes or {})
        else:
            if changes:
                remedy = "write the change into the event, or make `when` a list of dates"
                spot.item("changes").problem("this event has one date, and changes are for a series", remedy, key=True)
            if read.get("title") and whens:
                self.put((Event(**read, when=whens),), spot.source, spot.path)

    def resolved(self, spot: Spot, read: dict[str, Any]) -> dict[str, Any]:
        """Return the values of an event with its names resolved and its texts as the event holds them."""
        if read.get("title") == Text():
            spot.item("title").problem("the title is empty", "write what the announcement calls it")
        venue = read.pop("venue", None)
        if isinstance(venue, dict):
            read["venue"] = used_once(spot.item("venue"), venue, "", self.neighborhoods)
        elif venue:
            read["venue"] = self.venues.find(venue, spot.item("venue"))
        lists: dict[str, Names[Any]] = {
            "hosts": self.organizations,
            "supporters": self.organizations,
            "topics": self.topics,
            "neighborhoods": self.neighborhoods,
        }
        for key in lists.keys() & read.keys():
            read[key] = lists[key].find_all(read[key])
        default = self.reading.languages[0]
        if ends_at := read.get("ends_at"):
            there = self.venues.by_form.get(slug_form(ends_at.in_language(default)))
            read["ends_at"] = _titles(there, self.reading.languages) if there else ends_at
        read.pop("notes", None)  # they stay in the file
        if read.get("moved") is False:
            read |= {"moved": Text(), "correction": True}
        return read

    def is_new(self, spot: Spot, read: dict[str, Any]) -> bool:
        """Give the event its UID; say whether it has an id, and no other event has one of its names or its UID."""
        id = read.get("id")
        if id is None:
            return False
        aliases: tuple[str, ...] = read.get("aliases", ())
        read["uid"] = uid = read.get("uid") or f"{(*aliases, id)[0]}@{self.domain}"
        for name in (id, *aliases):
            if name in self.ids:
                key = "id" if name == id else "aliases"
                whose = "the id of another event" if self.ids[name] == name else f'a former id of "{self.ids[name]}"'
                spot.item(key).problem(f'"{name}" is already {whose}', "give one of the two another id")
                return False
        if uid in self.uids:
            found = f'the UID "{uid}" is already that of "{self.uids[uid]}"'
            spot.item("uid" if "uid" in spot.value else "id").problem(found, "take uid out of one of the two")
            return False
        self.uids[uid] = id
        self.ids.update(dict.fromkeys((id, *aliases), id))
        return True

    def add_series(
        self, spot: Spot, read: dict[str, Any], whens: Any, rule: str | None, changes: Mapping[date, Spot]
    ) -> None:
        """Add each date of a series as an event of its own."""
        if len(read["id"]) > LONGEST_SERIES:
            found = f"the id of a series has at most {LONGEST_SERIES} characters, for each date follows it"
            spot.item("id").problem(found, "write a shorter one")
        dates = self.dates(spot, whens, rule)
        for day, change in changes.items():
            if dates and day not in dates:
                found = f"the series has no date {say_day(day)}"
                change.problem(found, f"its dates are {', '.join(map(str, dates))}", key=True)
        for day, when in dates.items():
            self.add_date(spot, read, day, when, changes.get(day))

    def add_date(
        self, spot: Spot, read: dict[str, Any], day: date, when: When | HourError, change: Spot | None
    ) -> None:
        single: dict[str, Any] = {"when": when}
        if change is not None:
            single |= self.resolved(change, table(change, CHANGE) or {})
        if isinstance(single["when"], HourError):
            remedy = f'{single["when"].remedy}, in changes."{day}"'
            spot.item("rrule").problem(single["when"].found, remedy)
            return
        of_day = f"{day:-%Y%m%d}"
        names = {
            "id": read["id"] + of_day,
            "uid": read["uid"].replace("@", of_day + "@"),
            "aliases": tuple(alias + of_day for alias in read.get("aliases", ())),
            "series": read["id"],
        }
        if not self.is_new(spot, names):
            return
        if single.get("status") == "withdrawn":
            self.withdrawals.append(Withdrawal(names["id"], names["uid"], names["aliases"]))
        elif {**read, **single}.get("title"):
            self.put((Event(**{**read, **names, **single}),), spot.source, spot.path)

    def dates(self, spot: Spot, whens: Any, rule: str | None) -> dict[date, When | HourError]:
        """Return each date of a series, or the hour that it does not have on that day."""
        if isinstance(whens, tuple) and rule is None:
            return dict(self.listed(spot, whens))
        if not isinstance(whens, When) or rule is None:
            if isinstance(whens, tuple):
                spot.item("rrule").problem(
                    "a rule repeats one date, and `when` has several", "take rrule out", key=True
                )
            return {}
        zone = self.reading.zone
        try:
            days = series.repeat(whens, rule, zone)
        except WhenError as error:
            spot.item("rrule").problem(error.found, error.remedy)
            return {}
        return {day: _on_day(whens, day, zone) for day in days}

    def listed(self, spot: Spot, whens: tuple[When, ...]) -> Iterator[tuple[date, When]]:
        known = set()
        for number, when in enumerate(whens):
            if when.start_day in known:
                found = f"{say_day(when.start_day)} is already a date of this series"
                spot.item("when").item(number).problem(found, "make it an event of its own")
                continue
            known.add(when.start_day)
            yield when.start_day, when


def _on_day(when: When, day: date, zone: Any) -> When | HourError:
    try:
        return series.on_day(when, day, zone)
    except HourError as error:
        return error


def _titles(venue: Venue, languages: tuple[str, ...]) -> Text:
    """Return what people call the venue in each language; nothing of a withdrawn one."""
    if venue.withdrawn:
        return Text()
    first = venue.title(languages[0])
    titles = ((language, venue.title(language)) for language in languages)
    return Text(tuple((language, title) for language, title in titles if language == languages[0] or title != first))

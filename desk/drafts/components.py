"""The components of an .ics file, as lines and as values (RFC 5545 §3.1, §3.6)."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from icalendar import Event
from icalendar.prop import vBroken

LONGEST_LINE = 50_000  # characters of one, unfolded
OFFSET = re.compile(r"(?:GMT|UTC|Etc/GMT)?([+-])(\d{1,2}):?(\d{2})?")


@dataclass
class File:
    """The lines of a file, unfolded: its own, those of each event, the offsets of its zones, other components."""

    head: dict[str, str] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    zones: dict[str, set[timedelta]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)


def parted(text: str) -> File:
    """Part a file at its components: a broken one loses itself alone, and no zone of a stranger is ever worked out."""
    file, lines, name, tzid = File(), list[str](), "", ""
    for line in re.split(r"\r\n|\n|\r", re.sub(r"(?:\r\n|\n|\r)[ \t]", "", text)):
        key, _, value = line.partition(":")
        key, word = key.upper(), value.strip().upper()
        if not name and key == "BEGIN" and word != "VCALENDAR":
            name, lines, tzid = word, [], ""
        if name == "VTIMEZONE" and key == "TZID":
            tzid = value.strip()
        elif name == "VTIMEZONE" and key == "TZOFFSETTO":
            file.zones.setdefault(tzid, set()).add(offset_of(value) or timedelta(0))
        elif name == "VEVENT":
            lines.append(line[:LONGEST_LINE])
        elif not name:
            file.head.setdefault(key.partition(";")[0], value.strip())
        if name and key == "END" and word == name:
            if name == "VEVENT":
                file.events.append("\r\n".join(lines))
            file.others[name] += name not in ("VEVENT", "VTIMEZONE")
            name = ""
    file.others["an event without an end"] += name == "VEVENT"
    return file


def offset_of(text: str) -> timedelta | None:
    """Return the offset from UTC that a text such as UTC-05:00 names, None where it names none."""
    match = OFFSET.fullmatch(text.strip())
    if match is None:
        return None
    found = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -found if match[1] == "-" else found


def every(event: Event, key: str) -> list[Any]:
    """Return every value of a property that icalendar could read."""
    found = event.get(key, [])
    return [one for one in (found if isinstance(found, list) else [found]) if not isinstance(one, vBroken)]


def texts(event: Event, key: str) -> list[str]:
    """Return every value of a property as text, without empty ones."""
    return [str(one) for one in every(event, key) if str(one).strip()]


def first(event: Event, key: str) -> str:
    """Return the first value of a property."""
    return next((said.strip().replace("\r\n", "\n") for said in texts(event, key)), "")


def raw(event: Event, key: str) -> str:
    found: Any = next(iter(every(event, key)), "")
    return found.to_ical().decode("utf-8", "replace") if found else ""

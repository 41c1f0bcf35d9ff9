"""Three calendar packages as readers of our bytes: vobject, ical (Home Assistant's, the strictest) and icalendar."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream
from vobject.icalendar import registerTzid


class Shown(NamedTuple):
    """What a subscriber sees of an event: hours as instants in UTC, days as dates."""

    uid: str
    title: str
    start: date
    end: date
    location: str
    description: str


Reader = Callable[[bytes], list[Shown]]


def by_vobject(body: bytes) -> list[Shown]:
    """Read with vobject, under a TZID that nobody knows, so that the file's own VTIMEZONE alone can tell its hours."""
    registerTzid("Of/This-File", None)  # vobject keeps the first zone of a name for all later files
    text = body.decode()
    for mark in ("TZID:", "TZID="):
        text = text.replace(f"{mark}America/Chicago", f"{mark}Of/This-File")
    return [
        Shown(
            event.uid.value,
            event.summary.value,
            instant(event.dtstart.value),
            instant(event.dtend.value),
            event.location.value if "location" in event.contents else "",
            event.description.value if "description" in event.contents else "",
        )
        for event in vobject.readOne(text).contents.get("vevent", ())
    ]


def by_ical(body: bytes) -> list[Shown]:
    """Read with ical; it takes hours from the zone called America/Chicago."""
    return [
        Shown(
            str(event.uid),
            str(event.summary),
            instant(event.dtstart),
            instant(event.dtend),
            event.location or "",
            event.description or "",
        )
        for event in IcsCalendarStream.calendar_from_ics(body.decode()).events
    ]


def by_icalendar(body: bytes) -> list[Shown]:
    """Read with icalendar; it takes hours from the zone called America/Chicago."""
    return [
        Shown(
            str(event["uid"]),
            str(event["summary"]),
            instant(event.start),
            instant(event.end),
            str(event.get("location", "")),
            str(event.get("description", "")),
        )
        for event in icalendar.Calendar.from_ical(body).events
    ]


READERS: tuple[Reader, ...] = (by_vobject, by_ical, by_icalendar)


def instant(moment: date | None) -> date:
    assert moment is not None
    if not isinstance(moment, datetime):
        return moment
    assert moment.tzinfo is not None, f"{moment} floats"
    return moment.astimezone(UTC)

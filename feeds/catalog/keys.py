"""The keys of each table of a list, and how each is read."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from feeds.catalog import links, values
from feeds.catalog.kinds import NEGATABLE
from feeds.catalog.names import nearest, slug_form
from feeds.catalog.nouns import CANCELLED, STATUSES, Areas, Geocoding, Text
from feeds.catalog.values import Reader, Spot, clean_text, describe, flag, items, line, quoted, string, words
from feeds.catalog.when import When

AREAS: dict[str, Reader[Any]] = {"file": values.beside, "name": line()}
GEOCODER: dict[str, Reader[Any]] = {
    "service": values.choice("nominatim", "photon"),
    "user_agent": line(),
    "domain": line(),
    "scheme": values.choice("https", "http"),
    "timeout": values.seconds,
}


def areas(spot: Spot) -> Areas | None:
    """Read where the boundaries of areas stand."""
    read = read_table(spot, AREAS, required=AREAS)
    return Areas(**read) if read and read.keys() == AREAS.keys() else None


def geocoder(spot: Spot) -> Geocoding | None:
    """Read which geocoder to ask; its usage policy wants to know who asks."""
    read = read_table(spot, GEOCODER, required=("service", "user_agent")) or {}
    service = read.pop("service", None)
    return Geocoding(service, tuple(read.items())) if service and read.get("user_agent") else None


CALENDAR: dict[str, Reader[Any]] = {
    "title": words(),
    "timezone": values.timezone,
    "languages": values.languages,
    "domain": links.domain,
    "url": links.public_address,
    "default_duration": values.duration,
    "cancelled": values.choice(*CANCELLED),
    "area": values.area,
    "footer": words(500, clean_text),
    "boundaries": areas,
    "geocoder": geocoder,
}
NOUN: dict[str, Reader[Any]] = {"name": words(), "aliases": items(line())}
ORGANIZATION = {**NOUN, "url": links.url, "withdrawn": flag}
NEIGHBORHOOD = {**NOUN, "within": items(line())}
VENUE = {**NOUN, "address": line(), "neighborhood": string, "coordinates": values.point, "withdrawn": flag}
VENUE_USED_ONCE = {key: VENUE[key] for key in ("name", "address", "coordinates")}

COLLECTION: dict[str, Reader[Any]] = {
    "title": words(),
    "aliases": items(line()),
    **{f"{negation}{kind.plural}": values.names for negation in ("", "not-") for kind in NEGATABLE},
    "near": line(),
}


def event_venue(spot: Spot) -> str | dict[str, Any] | None:
    """Read where an event takes place: the name of a venue, or a table that describes one used once."""
    if isinstance(spot.value, str):
        return string(values.without_markup(spot))
    if isinstance(spot.value, dict):
        return read_table(spot, VENUE_USED_ONCE)
    spot.problem(f"{describe(spot.value)} where a venue belongs", 'write its name, like "Federal Plaza"')
    return None


def dates(spot: Spot) -> When | tuple[When, ...] | None:
    """Read when an event takes place, or the dates of a series."""
    if not isinstance(spot.value, list):
        return values.when(spot)
    found = [values.when(spot.item(index)) for index in range(len(spot.value))]
    if not found:
        spot.problem("no date at all", 'write at least one, like ["Tue, March 7, 2017, 6 PM"]')
    read = tuple(when for when in found if when)
    return read if read and len(read) == len(found) else None


def moved(spot: Spot) -> Text | bool | None:
    """Read why an event moved, or `false`: it never stood elsewhere."""
    if spot.value is True:
        spot.problem("what moved shows by itself", 'leave it out, or write the reason: moved = "Larger crowd expected"')
        return None
    return False if spot.value is False else words(500)(spot)


def changes(spot: Spot) -> dict[date, Spot] | None:
    """Read what is different on single dates of a series: the table of each date, yet unread."""
    if not isinstance(spot.value, dict):
        spot.problem(f"{describe(spot.value)} where a table belongs", 'write [events.changes."2017-03-07"]')
        return None
    found: dict[date, Spot] = {}
    for key in spot.value:
        try:
            day = date.fromisoformat(key)
        except ValueError:
            day = date.min
        if day.isoformat() == key:
            found[day] = spot.item(key)
        else:
            spot.item(key).problem(f'"{key}" is not a date', 'write it like "2017-03-07"', key=True)
    return found


EVENT: dict[str, Reader[Any]] = {
    "id": values.slug,
    "aliases": items(values.slug),
    "title": words(),
    "when": dates,
    "rrule": line(),
    "changes": changes,
    "venue": event_venue,
    "hosts": values.names,
    "supporters": values.names,
    "and_others": flag,
    "topics": values.names,
    "neighborhoods": values.names,
    "description": words(None, clean_text),
    "notice": words(500, clean_text),
    "signup": links.url,
    "url": links.url,
    "contact": links.contact,
    "ends_at": words(),
    "status": values.choice(*STATUSES),
    "moved": moved,
    "uid": links.uid,
    "notes": words(None, clean_text),
    "source": line(),
}
CHANGE = {
    **{key: EVENT[key] for key in ("venue", "title", "description", "notice", "status", "moved")},
    "when": values.when,
}
TOP = {
    **{key: f"[{key}]" for key in ("calendar", "organizations", "neighborhoods", "topics", "venues", "collections")},
    "events": "[[events]]",
    "include": "include",
}


def read_table(spot: Spot, keys: Mapping[str, Reader[Any]], required: Iterable[str] = ()) -> dict[str, Any] | None:
    """Read a table: what each known key says, without those absent or wrong; every other key is a problem."""
    if not isinstance(spot.value, dict):
        value = quoted(spot.value) if isinstance(spot.value, str) else '"…"'
        spot.problem(f"{describe(spot.value)} where a table belongs", f"write {{ {next(iter(keys))} = {value} }}")
        return None
    meant = set()
    for key in spot.value.keys() - keys.keys():
        close = [k for k in keys if slug_form(k) in nearest(key, map(slug_form, keys))]
        remedy = offer(close, f"the keys are {', '.join(keys)}")
        spot.item(key).problem(f'there is no key "{key}" here', remedy, key=True)
        meant.update(close)
    for key in required:
        if key not in spot.value and key not in meant:
            spot.problem(f"{key} is missing", f'add {key} = "…"', key=True)
    read = {key: keys[key](spot.item(key)) for key in spot.value if key in keys}
    return {key: value for key, value in read.items() if value is not None}


def offer(close: list[str], otherwise: str) -> str:
    """Return the question whether a near name was meant."""
    return f"did you mean {' or '.join(close)}?" if close else otherwise

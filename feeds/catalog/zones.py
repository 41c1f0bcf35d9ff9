"""Time zones from pytz's pinned files alone, so that every machine makes the same bytes."""

from functools import lru_cache
from zoneinfo import ZoneInfo

import pytz
from babel.core import get_global


@lru_cache
def zone(name: str) -> ZoneInfo:
    """Return the zone called `name`; raise KeyError when pytz has none of that name.

    The file is pytz's, its reader is zoneinfo: pytz itself knows no daylight saving after 2037.
    """
    if name not in pytz.all_timezones_set:
        raise KeyError(name)
    with pytz.open_resource(name) as file:  # type: ignore[attr-defined]  # documented, absent from its stubs
        return ZoneInfo.from_file(file, key=name)


def zone_names() -> frozenset[str]:
    """Return every name that `zone` knows."""
    return frozenset(pytz.all_timezones_set)


def territory(name: str) -> str | None:
    """Return the ISO 3166 code of the territory that a zone is of, None for one of no territory, like UTC.

    The table of pytz (zone.tab) has the zones of today, CLDR's their former names.
    """
    zones = pytz.country_timezones
    of_today = next((code for code in zones if name in zones[code]), None)
    former = get_global("zone_territories").get(get_global("zone_aliases").get(name, name), "001")
    return of_today or (former if former.isalpha() and former != "ZZ" else None)

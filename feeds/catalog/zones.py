"""Time zones only from pytz's pinned files, so that every machine makes the same bytes."""

from functools import lru_cache
from zoneinfo import ZoneInfo

import pytz

# not all_timezones_set, which is empty until it is first asked for a name
NAMES = frozenset(pytz.all_timezones)


@lru_cache
def zone(name: str) -> ZoneInfo:
    """Return the zone `name`; raise KeyError if pytz has none of that name.

    The file is pytz's, read by zoneinfo: pytz itself has no daylight saving time after 2037.
    """
    if name not in NAMES:
        raise KeyError(name)
    # open_resource is documented, but absent from the stubs
    with pytz.open_resource(name) as file:  # type: ignore[attr-defined]
        return ZoneInfo.from_file(file, key=name)

"""What is written behind an hour to say of which zone it is: CT, EDT, Eastern Time, UTC-5, an offset."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from feeds.catalog.zones import zone

ALL_YEAR = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "AKT": "America/Anchorage",
}
ELSEWHERE = (
    "Pacific/Honolulu",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Helsinki",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)
GREENWICH = ("UTC", "Z")
GERMAN = {"MEZ": "CET", "MESZ": "CEST"}


@lru_cache(maxsize=1)
def clocks() -> dict[str, tuple[tzinfo, ...]]:
    """Return the clocks that each word can mean, the likeliest first.

    They are two where summer's name stands in winter: EST in July is said of the east, seldom of Panama.
    """
    found: dict[str, tuple[tzinfo, ...]] = {}
    for name in (*ALL_YEAR.values(), *ELSEWHERE):
        place = zone(name)
        for month in (1, 7):
            moment = datetime(2021, month, 1, tzinfo=place)
            offset = moment.utcoffset() or timedelta()
            found[str(moment.tzname())] = (place, timezone(offset))
    found |= {word: (zone(name),) for word, name in ALL_YEAR.items()}
    found |= dict.fromkeys(GREENWICH, (UTC,))
    found |= {word: found[other] for word, other in GERMAN.items()}
    return found


def fits(word: str | timedelta, here: datetime) -> bool:
    """Say whether an hour of `here`, aware of its zone, may be called by this word or offset."""
    if isinstance(word, timedelta):
        return here.utcoffset() == word
    if word in (*GREENWICH, "GMT"):
        return here.utcoffset() == timedelta(0)
    name = here.tzname() or ""
    if word in ALL_YEAR:
        return name in names(zone(ALL_YEAR[word]))
    return name == GERMAN.get(word, word)


def converted(moment: datetime, word: str | timedelta, here: ZoneInfo) -> tuple[datetime, ...]:
    """Return the wall-clock hours in `here` that a `moment` on the clock of the word can be, the likeliest first."""
    meant = (timezone(word),) if isinstance(word, timedelta) else clocks().get(word, ())
    found = (moment.replace(tzinfo=clock).astimezone(UTC).astimezone(here) for clock in meant)
    return tuple(dict.fromkeys(one.replace(tzinfo=None) for one in found))


def zone_name(moment: datetime) -> str:
    """Return what a zone calls its hours at `moment`; many have no name but their offset."""
    name = moment.tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


@lru_cache(maxsize=64)
def names(here: ZoneInfo) -> frozenset[str]:
    """Return what a zone calls its hours in the years of any list, such as CST and CDT."""
    found = (moment.tzname() or "" for moment in _seasons(here))
    return frozenset(name for name in found if name.isalpha())


@lru_cache(maxsize=64)
def offsets(here: ZoneInfo) -> frozenset[timedelta | None]:
    """Return the offsets of a zone in the years of any list."""
    return frozenset(moment.utcoffset() for moment in _seasons(here))


def _seasons(here: ZoneInfo) -> list[datetime]:
    """Return a day of winter and one of summer in each year."""
    years = range(1970, 2038)
    return [datetime(year, month, 1, tzinfo=here) for year in years for month in (1, 7)]

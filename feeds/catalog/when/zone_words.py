"""What is written behind an hour to say of which zone it is: CT, EDT, Eastern Time, UTC-5, an offset."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from feeds.catalog.zones import zone

CLOCKS = {  # of each: what it is called all year, in winter and in summer, and its hours east of Greenwich in winter
    "America/New_York": ("ET", "EST", "EDT", -5),
    "America/Chicago": ("CT", "CST", "CDT", -6),
    "America/Denver": ("MT", "MST", "MDT", -7),
    "America/Los_Angeles": ("PT", "PST", "PDT", -8),
    "America/Anchorage": ("AKT", "AKST", "AKDT", -9),
    "Europe/London": ("", "GMT", "BST", 0),
    "Europe/Lisbon": ("", "WET", "WEST", 0),
    "Europe/Berlin": ("", "CET", "CEST", 1),
    "Europe/Helsinki": ("", "EET", "EEST", 2),
    "Australia/Sydney": ("", "AEST", "AEDT", 10),
}
STEADY = {"UTC": 0.0, "Z": 0.0, "GMT": 0.0, "HST": -10.0, "IST": 5.5, "JST": 9.0}
SAME = {"MEZ": "CET", "MESZ": "CEST"}  # German for them


def fits(word: str | timedelta, here: datetime) -> bool:
    """Say whether an hour of `here`, aware of its zone, may be called by this word or offset."""
    if isinstance(word, timedelta):
        return here.utcoffset() == word
    name, word = here.tzname() or "", SAME.get(word, word)
    if word in ("UTC", "Z", "GMT"):
        return here.utcoffset() == timedelta(0)
    return name == word or any(name in clock and word == clock[0] for clock in CLOCKS.values())


def converted(moment: datetime, word: str | timedelta, here: ZoneInfo) -> tuple[datetime, ...]:
    """Return the wall-clock hours in `here` that a `moment` on the clock of the word can be, the likeliest first.

    They are two where summer's name stands in winter: EST in July is said of the east, seldom of Panama.
    """
    found = (moment.replace(tzinfo=clock).astimezone(UTC).astimezone(here) for clock in _clocks(word))
    return tuple(dict.fromkeys(one.replace(tzinfo=None) for one in found))


def _clocks(word: str | timedelta) -> tuple[tzinfo, ...]:
    if isinstance(word, timedelta):
        return (timezone(word),)
    word = SAME.get(word, word)
    if word in STEADY:
        return (timezone(timedelta(hours=STEADY[word])),)
    name, words = next((name, words) for name, words in CLOCKS.items() if word in words)
    everyday, winter, _, hours = words
    if word == everyday:
        return (zone(name),)
    return zone(name), timezone(timedelta(hours=hours + (word != winter)))


@lru_cache(maxsize=64)
def offsets(here: ZoneInfo) -> frozenset[timedelta | None]:
    """Return the offsets of a zone in the years of any list."""
    days = (datetime(year, month, 1) for year in range(1970, 2038) for month in (1, 7))
    return frozenset(here.utcoffset(day) for day in days)


def zone_name(moment: datetime) -> str:
    """Return what a zone calls its hours at `moment`; many have no name but their offset."""
    name = moment.tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


@lru_cache(maxsize=64)
def names(here: ZoneInfo) -> frozenset[str]:
    """Return what a zone calls its hours, such as CST and CDT."""
    days = (datetime(year, month, 1) for year in range(1970, 2038) for month in (1, 7))
    return frozenset(here.tzname(day) or "" for day in days)

"""What is written after an hour to name its zone: CT, EDT, Eastern Time, UTC-5, an offset."""

import tomllib
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from feeds.catalog.zones import zone

TABLE = tomllib.loads(Path(__file__).with_name("zones.toml").read_text("utf-8"))
ALL_YEAR: dict[str, str] = TABLE["all_year"]


@lru_cache(maxsize=1)
def clocks() -> dict[str, tuple[tzinfo, ...]]:
    """Return the clocks that each word can mean, the likeliest first.

    A seasonal name has two: EST in July usually means the East, seldom Panama.
    """
    found: dict[str, tuple[tzinfo, ...]] = {word: (zone(name),) for word, name in ALL_YEAR.items()}
    for name in TABLE["by_season"]["zones"]:
        for month in (1, 7):
            moment = datetime(2021, month, 1, tzinfo=zone(name))
            steady = timezone(moment.utcoffset() or timedelta(0))
            found[str(moment.tzname())] = (zone(name), steady)
    return found


def fits(word: str | timedelta, here: datetime) -> bool:
    """Say whether this word or offset fits a zone-aware hour."""
    if isinstance(word, timedelta):
        return here.utcoffset() == word
    if word in ("UTC", "Z", "GMT"):
        return here.utcoffset() == timedelta(0)
    name = here.tzname()
    return name == word or (word in ALL_YEAR and name in names(zone(ALL_YEAR[word])))


def converted(moment: datetime, word: str | timedelta, here: ZoneInfo) -> tuple[datetime, ...]:
    """Return the wall-clock hours in `here` that a `moment` in the word's zone can be, the likeliest first."""
    meant = (timezone(word),) if isinstance(word, timedelta) else clocks().get(word, ())
    found = (moment.replace(tzinfo=clock).astimezone(UTC).astimezone(here) for clock in meant)
    return tuple(dict.fromkeys(one.replace(tzinfo=None) for one in found))


def zone_name(moment: datetime) -> str:
    """Return the name of a zone at `moment`; many have only an offset."""
    name = moment.tzname() or ""
    return name if name.isalpha() else f"UTC{name}"


@lru_cache(maxsize=64)
def names(here: ZoneInfo) -> frozenset[str]:
    """Return the names of a zone in the years of any list, such as CST and CDT."""
    days = (datetime(year, month, 1) for year in range(1970, 2038) for month in (1, 7))
    found = {here.tzname(day) or "" for day in days}
    return frozenset(name for name in found if name.isalpha())


def offsets(here: ZoneInfo, year: int) -> set[timedelta | None]:
    """Return the offsets of a zone in winter and summer of a year."""
    return {here.utcoffset(datetime(year, month, 1)) for month in (1, 7)}

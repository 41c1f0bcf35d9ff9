"""Find the locale, the clock, the first day of a week and the unit of distance in CLDR."""

import re
from functools import lru_cache

import pytz
from babel import Locale, UnknownLocaleError
from babel.core import get_global

MILES = ("GB", "LR", "MM", "US")  # CLDR, measurementSystem: UK and US
OF_TERRITORY = re.compile(r".+-([A-Z]{2})")
LITERAL = re.compile(r"'[^']*'")  # in a pattern of CLDR


def territory(timezone: str) -> str | None:
    """Return the ISO 3166 code of a zone's territory, None for a zone without one, like UTC.

    The table of pytz (zone.tab) has the present names of zones, CLDR's the former ones.
    """
    for code, timezones in pytz.country_timezones.items():
        if timezone in timezones:
            return str(code)
    present = get_global("zone_aliases").get(timezone, timezone)
    code = get_global("zone_territories").get(present, "001")
    return code if code.isalpha() and code != "ZZ" else None


@lru_cache(maxsize=256)
def territory_of(language: str, timezone: str) -> str | None:
    """Return the territory in a tag such as es-AR, else of the zone."""
    named = OF_TERRITORY.fullmatch(language)
    return named[1] if named else territory(timezone)


@lru_cache(maxsize=256)
def locale_of(language: str, timezone: str) -> Locale:
    """Return the locale of a tag such as es or es-AR, English if CLDR lacks the language.

    A tag without a territory gets the zone's. For a pair that CLDR lacks, such as English in Nepal,
    return the locale of the language.
    """
    tag = language.replace("-", "_")
    place = territory_of(language, timezone)
    paired = tag if place is None or tag.endswith(f"_{place}") else f"{tag}_{place}"
    for code in (paired, tag, tag.partition("_")[0]):
        try:
            return Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def by_24_hours(locale: Locale) -> bool:
    """Return whether people write 19:30, and not 7:30 PM."""
    pattern = LITERAL.sub("", locale.time_formats["short"].pattern)
    return "H" in pattern or "k" in pattern


@lru_cache
def first_weekday(territory: str | None) -> int:
    """Return the first day of a week, 0 for Monday; without a territory, most of the world's."""
    try:
        return Locale.parse(f"und_{territory or '001'}").first_week_day
    except UnknownLocaleError:  # nobody lives there
        return 0

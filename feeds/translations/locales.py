"""Language and territory as CLDR has them: which locale, which clock, the first day of a week, miles or kilometres."""

import re
from functools import lru_cache

import pytz
from babel import Locale, UnknownLocaleError
from babel.core import get_global

MILES = ("GB", "LR", "MM", "US")  # CLDR, measurementSystem: UK and US
OF_TERRITORY = re.compile(r".+-([A-Z]{2})")
LITERAL = re.compile(r"'[^']*'")  # in a pattern of CLDR


def territory(timezone: str) -> str | None:
    """Return the ISO 3166 code of the territory that a zone is of, None for one of no territory, like UTC.

    The table of pytz (zone.tab) has the zones of today, CLDR's their former names.
    """
    zones = pytz.country_timezones
    of_today = next((code for code in zones if timezone in zones[code]), None)
    former = get_global("zone_territories").get(
        get_global("zone_aliases").get(timezone, timezone), "001"
    )
    return of_today or (former if former.isalpha() and former != "ZZ" else None)


@lru_cache(maxsize=256)
def territory_of(language: str, timezone: str) -> str | None:
    """Return the territory that a tag such as es-AR names, else that of the zone."""
    named = OF_TERRITORY.fullmatch(language)
    return named[1] if named else territory(timezone)


@lru_cache(maxsize=256)
def locale_of(language: str, timezone: str) -> Locale:
    """Return the locale of a tag such as es or es-AR, English for a language that CLDR does not have.

    A tag without a territory takes that of the zone. A pair that CLDR lacks, such as English in Nepal, has the words
    and the clock of the language.
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
    """Return whether people write 19:30 there, and not 7:30 PM."""
    pattern = LITERAL.sub("", locale.time_formats["short"].pattern)
    return "H" in pattern or "k" in pattern


@lru_cache
def first_weekday(territory: str | None) -> int:
    """Return the day that weeks begin with: 0 for Monday, 6 for Sunday; of no territory, as in most of the world."""
    try:
        return Locale.parse(f"und_{territory or '001'}").first_week_day
    except UnknownLocaleError:  # nobody lives there
        return 0

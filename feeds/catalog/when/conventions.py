"""In whose words and by which clock a list is written: by language and territory, as CLDR has it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError

from feeds.catalog.when.vocabulary import Vocabulary, vocabulary
from feeds.catalog.zones import territory


@dataclass(frozen=True, slots=True)
class Conventions:
    """The zone of every hour of a list, and its languages, such as ("en-GB", "es"); the first is the default.

    A language without a territory takes that of the zone.
    """

    zone: ZoneInfo
    languages: tuple[str, ...] = ("en",)

    @property
    def vocabulary(self) -> Vocabulary:
        """What words can mean."""
        return vocabulary(self.languages)

    @property
    def by_24_hours(self) -> bool:
        """Whether the default language writes 19:30, and not 7:30 PM."""
        return _by_24_hours(self.languages[0], self.zone.key)

    @property
    def english(self) -> bool:
        """Whether the default language is English, where half past seven is as often the evening."""
        return self.languages[0].partition("-")[0] == "en"

    @property
    def month_first(self) -> bool:
        """Whether the default language writes the month before the day in figures, as in the United States."""
        return _month_first(self.languages[0], self.zone.key)


@lru_cache(maxsize=256)
def _locale(language: str, zone: str) -> Locale:
    """Return the locale of a language in the territory of a zone; what CLDR lacks is that of the language alone."""
    name, _, place = language.partition("-")
    for code in (f"{name}_{place or territory(zone)}", name, "en"):
        try:
            return Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError("CLDR has English")


@lru_cache(maxsize=256)
def _by_24_hours(language: str, zone: str) -> bool:
    pattern = re.sub(r"'[^']*'", "", _locale(language, zone).time_formats["short"].pattern)
    return "H" in pattern or "k" in pattern


@lru_cache(maxsize=256)
def _month_first(language: str, zone: str) -> bool:
    pattern = _locale(language, zone).date_formats["short"].pattern
    return bool(re.match(r"[^dy]*M", pattern) and not re.match(r"[^dM]*y", pattern))

"""The words and the clock that a list is written in: by language and territory, from CLDR."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from feeds.catalog.when.local_time import names
from feeds.catalog.when.vocabulary import Vocabulary, vocabulary
from feeds.translations.locales import by_24_hours, locale_of


@dataclass(frozen=True, slots=True)
class Conventions:
    """The zone of all hours in a list, and its languages, such as ("en-GB", "es"), default first.

    A language without a territory takes that of the zone. A `clock`, 24h or 12h, overrides that of
    the language.
    """

    zone: ZoneInfo
    languages: tuple[str, ...] = ("en",)
    clock: str = ""

    @property
    def vocabulary(self) -> Vocabulary:
        """What words can mean."""
        return vocabulary(self.languages, names(self.zone))

    def of_24_hours(self, clock: str) -> bool:
        """Return whether 9:00 or 09:00, without AM or PM, is on a 24-hour clock.

        In English, 7:30 is as often in the evening, even where timetables write 19:30.
        """
        if self.clock or not by_24_hours(locale_of(self.languages[0], self.zone.key)):
            return self.clock == "24h"
        english = self.languages[0].partition("-")[0] == "en"
        return not english or clock.startswith("0")

    @property
    def month_first(self) -> bool:
        """Whether numeric dates put the month before the day, as in the United States."""
        locale = locale_of(self.languages[0], self.zone.key)
        order = re.sub(r"[^dMy]", "", locale.date_formats["short"].pattern)
        return order.startswith("M")

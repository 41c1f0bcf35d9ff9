"""Translate Handbill's own words by gettext catalogs, and write dates and lists as CLDR does.

A language without a catalog gets English words around its own texts. A catalog is named for its
language, de.po, or for what differs in one territory, en_GB.po.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from feeds.translations.locales import MILES, by_24_hours, first_weekday, locale_of, territory_of

FOLDER = Path(__file__).parent
WEEK = [date(2001, 1, day) for day in range(1, 8)]  # Monday to Sunday
# for CLDR's narrow spaces, which some clients and terminals lack
PLAIN_SPACES = {0x2009: " ", 0x202F: " "}


def N_(english: str) -> str:  # gettext's name for a text that is translated where it is shown
    """Mark a text for translation."""
    return english


@dataclass(frozen=True)
class Translator:
    """Handbill's words in one language, and how its readers write dates.

    `text` and `count` accept the English words and fill in `values`. `clock` is CLDR's skeleton of
    an hour: Hm, or hm with AM and PM.
    """

    language: str
    locale: Locale
    territory: str | None
    translations: NullTranslations
    clock: str

    @property
    def direction(self) -> str:
        """The direction of writing, ltr or rtl, as in HTML's dir."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    @property
    def first_weekday(self) -> int:
        """The first day of a week: 0 for Monday, 6 for Sunday."""
        return first_weekday(self.territory)

    @property
    def miles(self) -> bool:
        """Whether distances are in miles."""
        return self.territory in MILES

    def language_name(self, language: str) -> str:
        """Return the name of a tag's language in this one."""
        return locale_of(language, "UTC").get_display_name(self.locale) or language

    def text(self, english: str, **values: object) -> str:
        """Return the translation of `english`."""
        words = self.translations.gettext(english)
        return words % values if values else words

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the translation for `number` things."""
        return self.translations.ngettext(one, many, number) % {"number": number, **values}

    def join(self, names: Sequence[str]) -> str:
        """Return the names in a list: a, b, and c."""
        return format_list(list(names), locale=self.locale)

    def either(self, names: Sequence[str]) -> str:
        """Return the names in a list of alternatives: a, b, or c."""
        return format_list(list(names), style="or", locale=self.locale)

    def distance(self, distance: str) -> str:
        """Return a distance such as 2.5km in words."""
        return f"{format_decimal(distance[:-2], locale=self.locale)} {distance[-2:]}"

    def when(self, start: date, end: date | None) -> str:
        """Return a time span with its weekday; of days, `end` is the last."""
        if not isinstance(start, datetime):
            return (
                _interval(start, end, "yMMMEd", self.locale) if end else self.day(start, "yMMMEd")
            )
        if isinstance(end, datetime) and start.date() != end.date():
            return f"{self.when(start, None)} – {self.when(end, None)}"
        return f"{self.day(start, 'yMMMEd')}, {self._hours(start, end)}"

    def long(self, start: date, end: date | None) -> str:
        """Return a time span with its whole weekday and month."""
        if end is not None and _day(end) != _day(start):
            return f"{self.long(start, None)} – {self.long(end, None)}"
        day = _full(_day(start), self.locale)
        return f"{day}, {self._hours(start, end)}" if isinstance(start, datetime) else day

    def hours(self, start: date, end: date | None) -> str:
        """Return a time span without the day of its start; "" for a whole day."""
        if isinstance(start, datetime) and (end is None or start.date() == _day(end)):
            return self._hours(start, end)
        return self.when(start, end) if end else ""

    def day(self, day: date, skeleton: str) -> str:
        """Return the parts of a day that CLDR's `skeleton` names: yMMMM (March 2021), E (Sat)."""
        if skeleton == "E":
            day = WEEK[day.weekday()]  # one entry of the cache for all weeks
        return _skeleton(skeleton, _day(day), self.locale)

    def weekday(self, day: date) -> str:
        """Return the whole name of a weekday, for which CLDR has no skeleton: Saturday."""
        return format_date(day, "EEEE", locale=self.locale)

    def brief(self, start: date, today: date) -> str:
        """Return a start as written before a title, without 0 minutes and this year's number."""
        day = self.day(start, "MMMEd" if start.year == today.year else "yMMMEd")
        if not isinstance(start, datetime):
            return day
        clock = self.clock if start.minute or self.clock == "Hm" else "h"
        return f"{day}, {_skeleton(clock, start.replace(tzinfo=None), self.locale)}"

    def _hours(self, start: datetime, end: date | None) -> str:
        begin = start.replace(tzinfo=None)
        if isinstance(end, datetime):
            return _interval(begin, end.replace(tzinfo=None), self.clock, self.locale)
        return _skeleton(self.clock, begin, self.locale)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


# Babel takes 50 µs to write a date, and pages have the same one many times. Moments come without
# a time zone: equal ones of two zones have different hours.
@lru_cache(maxsize=8192)
def _skeleton(skeleton: str, moment: date, locale: Locale) -> str:
    return format_skeleton(skeleton, moment, locale=locale).translate(PLAIN_SPACES)


@lru_cache(maxsize=8192)
def _full(day: date, locale: Locale) -> str:
    return format_date(day, "full", locale=locale).translate(PLAIN_SPACES)


@lru_cache(maxsize=8192)
def _interval(start: date, end: date, skeleton: str, locale: Locale) -> str:
    return format_interval(start, end, skeleton, locale=locale).translate(PLAIN_SPACES)


@lru_cache(maxsize=256)
def translator_for(language: str, timezone: str = "UTC", clock: str = "") -> Translator:
    """Return the translator into `language`, a tag such as es-MX, for a calendar of a time zone.

    `clock`, 24h or 12h, overrides that of language and territory.
    """
    locale = locale_of(language, timezone)
    by_24 = clock == "24h" if clock else by_24_hours(locale)
    # B is a part of the day, such as "in the evening", which Babel cannot write
    spoken = "B" in locale.interval_formats["hm"]
    return Translator(
        language=language,
        locale=locale,
        territory=territory_of(language, timezone),
        translations=_words(str(locale)),
        clock="Hm" if by_24 or spoken else "hm",
    )


def has_words(language: str) -> bool:
    """Return whether Handbill has a catalog of a language."""
    name = language.partition("-")[0]
    return name == "en" or _catalog(name).is_file()


@lru_cache
def _words(locale: str) -> NullTranslations:
    """Return the words of a locale such as en_GB, else of its language, else English."""
    wider = locale.rpartition("_")[0]
    fallback = _words(wider) if wider else NullTranslations()
    catalog = _catalog(locale)
    if not catalog.is_file():
        return fallback
    compiled = BytesIO()
    with catalog.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale, abort_invalid=True))
    compiled.seek(0)
    words = Translations(compiled)
    words.add_fallback(fallback)
    return words


def _catalog(locale: str) -> Path:
    return FOLDER / f"{locale}.po"

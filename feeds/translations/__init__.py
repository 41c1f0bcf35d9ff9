"""Handbill's own words by language: gettext catalogs beside this file, dates and lists as CLDR has them.

English stands in the code; a language without a catalog gets English words around its own texts. A catalog is found
by its name: de.po, or en_GB.po for what is different in one territory.
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
# CLDR's narrow ones: not every client and terminal has them
PLAIN_SPACES = {0x2009: " ", 0x202F: " "}


@dataclass(frozen=True)
class Translator:
    """Handbill's own words in one language, and how its readers write dates.

    `text` and `count` take the English words and fill in `values`. `clock` is CLDR's skeleton of an hour: Hm, or hm
    with AM and PM.
    """

    language: str
    locale: Locale
    territory: str | None
    translations: NullTranslations
    clock: str

    @property
    def direction(self) -> str:
        """Which way the language is written: ltr or rtl, as HTML's dir takes it."""
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    @property
    def first_weekday(self) -> int:
        """The day that weeks begin with: 0 for Monday, 6 for Sunday."""
        return first_weekday(self.territory)

    @property
    def miles(self) -> bool:
        """Whether people measure their ways in miles."""
        return self.territory in MILES

    def language_name(self, language: str) -> str:
        """Return what the language of a tag is called in this one."""
        return locale_of(language, "UTC").get_display_name(self.locale) or language

    def text(self, english: str, **values: object) -> str:
        """Return the words for `english`."""
        return (
            self.translations.gettext(english) % values
            if values
            else self.translations.gettext(english)
        )

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the words for `number` things."""
        return self.translations.ngettext(one, many, number) % {"number": number, **values}

    def join(self, names: Sequence[str]) -> str:
        """Return the names as a sentence lists them."""
        return format_list(list(names), locale=self.locale)

    def either(self, names: Sequence[str]) -> str:
        """Return the names as a sentence lists them when any of them will do."""
        return format_list(list(names), style="or", locale=self.locale)

    def distance(self, distance: str) -> str:
        """Return a distance such as 2.5km in words."""
        return f"{format_decimal(distance[:-2], locale=self.locale)} {distance[-2:]}"

    def when(self, start: date, end: date | None) -> str:
        """Return a time span with its weekday; of days, `end` is the last."""
        if isinstance(start, datetime) and isinstance(end, datetime) and start.date() != end.date():
            return f"{self.when(start, None)} – {self.when(end, None)}"
        return self._span(start, end).translate(PLAIN_SPACES)

    def long(self, start: date, end: date | None) -> str:
        """Return a time span with its whole weekday and month."""
        if end is not None and _day(end) != _day(start):
            return f"{self.long(start, None)} – {self.long(end, None)}"
        day = _whole_day(_day(start), self.locale)
        return (
            f"{day}, {self._hours(start, end)}".translate(PLAIN_SPACES)
            if isinstance(start, datetime)
            else day
        )

    def hours(self, start: date, end: date | None) -> str:
        """Return a time span without the day that it starts on; "" for a whole day."""
        if isinstance(start, datetime) and (end is None or start.date() == _day(end)):
            return self._hours(start, end).translate(PLAIN_SPACES)
        return self.when(start, end) if end else ""

    def day(self, day: date, skeleton: str) -> str:
        """Return the parts of a day that CLDR's `skeleton` names: yMMMM for March 2021, E for Sat."""
        if skeleton == "E":
            day = WEEK[day.weekday()]  # that of any other week is written in the same way
        return _skeleton(skeleton, _day(day), self.locale).translate(PLAIN_SPACES)

    def weekday(self, day: date) -> str:
        """Return the whole name of a weekday: Saturday. No skeleton of CLDR gives it."""
        return format_date(day, "EEEE", locale=self.locale)

    def brief(self, start: date, today: date) -> str:
        """Return when it starts as it stands before a title: no minutes where there are none, nor today's year."""
        text = _skeleton(
            "MMMEd" if start.year == today.year else "yMMMEd", _day(start), self.locale
        )
        if isinstance(start, datetime):
            clock = self.clock if start.minute or self.clock == "Hm" else "h"
            text = f"{text}, {_skeleton(clock, start.replace(tzinfo=None), self.locale)}"
        return text.translate(PLAIN_SPACES)

    def _span(self, start: date, end: date | None) -> str:
        day = _skeleton("yMMMEd", _day(start), self.locale)
        if not isinstance(start, datetime):
            return day if end is None else format_interval(start, end, "yMMMEd", locale=self.locale)
        return f"{day}, {self._hours(start, end)}"

    def _hours(self, start: datetime, end: date | None) -> str:
        if isinstance(end, datetime):
            return _interval(
                start.replace(tzinfo=None), end.replace(tzinfo=None), self.clock, self.locale
            )
        return _skeleton(self.clock, start.replace(tzinfo=None), self.locale)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


# Babel takes 50 µs to write a date, and pages write the same one many times. Moments come without their zone: in two
# zones they can be equal and still have different hours.
@lru_cache(maxsize=8192)
def _skeleton(skeleton: str, moment: date, locale: Locale) -> str:
    return format_skeleton(skeleton, moment, locale=locale)


@lru_cache(maxsize=8192)
def _whole_day(day: date, locale: Locale) -> str:
    return format_date(day, "full", locale=locale)


@lru_cache(maxsize=8192)
def _interval(start: datetime, end: datetime, skeleton: str, locale: Locale) -> str:
    return format_interval(start, end, skeleton, locale=locale)


@lru_cache(maxsize=256)
def translator_for(language: str, timezone: str = "UTC", clock: str = "") -> Translator:
    """Return the translator into `language`, a tag such as en or es-MX, for a calendar of a time zone.

    `clock`, 24h or 12h, overrides that of language and territory.
    """
    locale = locale_of(language, timezone)
    by_24 = clock == "24h" if clock else by_24_hours(locale)
    spoken = "B" in locale.interval_formats["hm"]  # parts of the day, which Babel cannot write
    return Translator(
        language=language,
        locale=locale,
        territory=territory_of(language, timezone),
        translations=_words(str(locale)),
        clock="Hm" if by_24 or spoken else "hm",
    )


def has_words(language: str) -> bool:
    """Return whether Handbill has words of its own in a language."""
    name = language.partition("-")[0]
    return name == "en" or _catalog(name).is_file()


@lru_cache
def _words(locale: str) -> NullTranslations:
    """Return the words of a locale such as en_GB; what its catalog lacks is that of the language, then English."""
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

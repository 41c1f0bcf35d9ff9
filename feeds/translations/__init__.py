"""Handbill's own words by language: gettext catalogs beside this file, dates and lists as CLDR has them.

English stands in the code; a language without a catalog gets English words around its own texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from importlib.resources import files
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

PLAIN_SPACES = {0x2009: " ", 0x202F: " "}  # CLDR's narrow ones: not every client and terminal has them


@dataclass(frozen=True)
class Translator:
    """Handbill's own words in one language. `text` and `count` take the English ones and fill in `values`."""

    language: str
    locale: Locale
    translations: NullTranslations

    def text(self, english: str, **values: object) -> str:
        """Return the words for `english`."""
        return self.translations.gettext(english) % values if values else self.translations.gettext(english)

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
        day = format_date(start, "full", locale=self.locale)
        return f"{day}, {self._hours(start, end)}".translate(PLAIN_SPACES) if isinstance(start, datetime) else day

    def hours(self, start: date, end: date | None) -> str:
        """Return a time span without the day that it starts on; "" for a whole day."""
        if isinstance(start, datetime) and (end is None or start.date() == _day(end)):
            return self._hours(start, end).translate(PLAIN_SPACES)
        return self.when(start, end) if end else ""

    def day(self, day: date, skeleton: str) -> str:
        """Return the parts of a day that CLDR's `skeleton` names: yMMMM for March 2021, E for Sat."""
        return format_skeleton(skeleton, day, locale=self.locale).translate(PLAIN_SPACES)

    def brief(self, start: date, today: date) -> str:
        """Return when it starts as it stands before a title: no minutes where there are none, nor today's year."""
        text = format_skeleton("MMMEd" if start.year == today.year else "yMMMEd", start, locale=self.locale)
        if isinstance(start, datetime):
            clock = self._clock if start.minute or self._clock == "Hm" else "h"
            text = f"{text}, {format_skeleton(clock, start.replace(tzinfo=None), locale=self.locale)}"
        return text.translate(PLAIN_SPACES)

    def _span(self, start: date, end: date | None) -> str:
        day = format_skeleton("yMMMEd", start, locale=self.locale)
        if not isinstance(start, datetime):
            return day if end is None else format_interval(start, end, "yMMMEd", locale=self.locale)
        return f"{day}, {self._hours(start, end)}"

    def _hours(self, start: datetime, end: date | None) -> str:
        if isinstance(end, datetime):
            return format_interval(
                start.replace(tzinfo=None), end.replace(tzinfo=None), self._clock, locale=self.locale
            )
        return format_skeleton(self._clock, start.replace(tzinfo=None), locale=self.locale)

    @cached_property
    def _clock(self) -> str:
        """Twelve hours, but for Traditional Chinese: Babel cannot write the parts of the day that CLDR has there."""
        return "Hm" if "B" in self.locale.interval_formats["hm"] else "hm"


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def first_weekday(timezone: str) -> int:
    """Return the day that weeks begin with where a time zone is: 0 for Monday, 6 for Sunday."""
    territory = get_global("zone_territories").get(get_global("zone_aliases").get(timezone, timezone), "ZZ")
    try:
        return Locale.parse(f"und_{territory.replace('ZZ', '001')}").first_week_day  # ZZ is nowhere, 001 the world
    except UnknownLocaleError:  # nobody lives there
        return 0


@lru_cache
def translator_for(language: str) -> Translator:
    """Return the translator into `language`, a tag such as en or es-MX."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    catalog = files(__package__).joinpath(f"{locale.language}.po")
    if not catalog.is_file():
        return Translator(language, locale, NullTranslations())
    compiled = BytesIO()
    with catalog.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale.language, abort_invalid=True))
    compiled.seek(0)
    return Translator(language, locale, Translations(compiled))

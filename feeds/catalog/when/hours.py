"""Which hours of a day a text means, in the calendar's zone: halves of the day, nights, zones, clocks that change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.moments import (
    YEARS,
    HourError,
    When,
    comes_twice,
    instant,
    localize,
    place_and_day,
    say_day,
    say_hour,
)
from feeds.catalog.when.parts import Doubt, Edit, Hour, Hours, instead
from feeds.catalog.when.written import written
from feeds.catalog.when.zone_words import converted, fits, names, offsets, zone_name

DAY, HALF_DAY = 24 * 60, 12 * 60  # minutes
PARTS_OF_DAYS = {  # the hours that are called so
    "am": range(12),
    "pm": range(12, 24),
    "small hours": range(7),
    "morning": range(1, 12),
    "afternoon": range(12, 21),
    "evening": range(16, 24),
    "night": range(18, 24),
}
LOOK_UP = "look the end up in the announcement"


@dataclass(frozen=True, slots=True)
class Timed:
    """Hours as a text has them, settled in minutes since midnight (1440 is its end), to be taken on any day.

    `iso` says that a date such as 2021-03-20 stands before them; `single`, that there is one day only.
    """

    hours: Hours
    first: int
    second: int | None
    iso: bool
    single: bool
    conventions: Conventions

    def on(self, day: date, last_day: date | None = None) -> When:
        """Return when it is on `day`; the end may have a day of its own. Raise Doubt, and with it HourError."""
        self._refuse_offset(day)
        start, end = _at(day, self.first), None
        if self.second is not None:
            end = _at(last_day or day, self.second)
            if last_day is None and end <= start:
                end += timedelta(days=1)
                self._refuse_half_a_day(start, end)
        if self.first in (0, DAY):
            start = self._midnight(start, end, last_day)
        if (end or start).year > YEARS[1]:
            raise Doubt(f"the year {(end or start).year} is none that calendars can show")
        when = When(self._in_zone(start, start, end), end and self._in_zone(end, start, end))
        zone = self.conventions.zone
        if end and when.end and instant(when.end, zone) <= instant(when.start, zone):
            found = f"it ends on {say_day(end)} at {say_hour(end)}, before it begins"
            raise Doubt(found, self._offered((start, None)), f"{LOOK_UP}, or leave it out:")
        return when

    def _refuse_offset(self, day: date) -> None:
        """Refuse 2027-03-20 19:30-05:00, which may end at five in the morning or be an hour with its offset."""
        begins, ends = self.hours.begins, self.hours.ends
        if ends is None or len(ends.words.text) != len("05:00") or ends.words.start != begins.end + len("-"):
            return
        offset = -timedelta(hours=ends.hour, minutes=ends.minute)
        if self.iso and offset in offsets(self.conventions.zone, day.year):
            repairs = [[(begins.end, ends.words.start, sign)] for sign in (" – ", ":00-")]
            raise Doubt(f"-{ends.words.text} could be an offset or an end", repairs)

    def _offered(self, *ends: tuple[datetime, datetime | None]) -> list[str | list[Edit]]:
        """Return the repairs that write other hours; if there are several days, those alone."""
        zone, hours = self.conventions.zone, self.hours
        place, behind = hours.begins.words.start, (hours.ends or hours.begins).end
        offered: list[str | list[Edit]] = []
        for start, end in ends:
            words = written(When(start.replace(tzinfo=zone), end and end.replace(tzinfo=zone)))
            if not self.single:
                words = words.removeprefix(f"{start:%a}, {say_day(start)}, ")
            offered.append(words if self.single else [(place, behind, words)])
        return offered

    def _refuse_half_a_day(self, start: datetime, end: datetime) -> None:
        """Refuse a night of 12 hours and more, but for an end at a midnight that can be no other."""
        ends = self.hours.ends
        if end - start < timedelta(minutes=HALF_DAY) or (self.second == 0 and ends and ends.half is None):
            return
        found = f"{say_hour(end)} is not after {say_hour(start)}, or runs 12 hours or more into the next day"
        advice = "and write its day too" if self.single else "or leave it out"
        offered = self._offered((start, end if self.single else None))
        raise Doubt(found, offered, f"{LOOK_UP}, {advice}:")

    def _midnight(self, start: datetime, end: datetime | None, last_day: date | None) -> datetime:
        """Return the midnight at which it starts; refuse one that may be the night before or after.

        An ISO date settles it, 24:00 on a single day, and an end.
        """
        word, after = self.hours.begins.form == "word", start + timedelta(days=1)
        if self.first == DAY:
            settled = self.single
        elif end is None or last_day:
            settled = (self.iso and not word) or (end is not None and last_day == start.date())
        else:
            settled = not word
        if settled:
            return start
        if word and end and last_day and end < after + timedelta(minutes=HALF_DAY):
            return after
        nights = [(start, end), (after, end if last_day else end and end + timedelta(days=1))]
        if not self.single:
            minute = timedelta(minutes=1)
            nights = [(start + minute, end), (after - minute, end)]
        found = f"midnight at the start of {say_day(start)} is easily taken for the night after"
        offered = self._offered(*(night for night in nights if night[1] is None or night[0] < night[1]))
        raise Doubt(found, offered, "write the night that is meant:")

    def _in_zone(self, moment: datetime, start: datetime, end: datetime | None) -> datetime:
        """Return the start or end in the calendar's zone, if its own zone fits."""
        zone, begins = self.conventions.zone, self.hours.begins
        hour = begins if moment is start else self.hours.ends or begins
        here = moment.replace(tzinfo=zone)
        fitting = hour.zone is not None and fits(hour.zone, here)
        if hour.zone is not None and not fitting and not comes_twice(here):
            raise self._other_zone(hour.zone, hour.zone_text, here, start, end)
        try:
            return localize(moment, zone, 0 if fitting else None)
        except HourError as error:
            ends = [(other, end) if moment is start else (start, other) for other in error.instead]
            advice = error.remedy.partition("write")[0] + "write"
            raise Doubt(error.found, self._offered(*ends), advice, HourError) from error

    def _other_zone(
        self, word: str | timedelta, text: str, here: datetime, start: datetime, end: datetime | None
    ) -> Doubt:
        """Return what to say of an hour of another zone, with the hour that it is here; CST in summer may be a slip."""
        zone, moment = self.conventions.zone, here.replace(tzinfo=None)
        moments = [moment] if word in names(zone) else []
        moments += converted(moment, word, zone)
        steps = [one - moment for one in dict.fromkeys(moments)]
        moved = [(start + by, end and end + by) for by in steps]
        same_day = [ends for ends in moved if self.single or ends[0].date() == start.date()]
        found = f"{text} does not fit: it is {zone_name(here)} {place_and_day(moment, zone)}"
        return Doubt(found, self._offered(*same_day), "write the hour that it is here:", HourError)


def timed(hours: Hours, conventions: Conventions, *, iso: bool, single: bool, one_day: bool = True) -> Timed:
    """Return the hours of a text settled; raise Doubt for those that could be morning or evening.

    `one_day` says that both are of the same day, or of one and the night after.
    """
    begins, ends = hours.begins, hours.ends
    if begins.bare_24 and (ends is None or ends.half):
        raise _no_hour(begins)
    if ends and ends.bare_24 and (begins.half or begins.form == "word"):
        raise _no_hour(ends)
    first = _possible(begins, ends, iso, conventions)
    if ends is None:
        return Timed(hours, _only(begins, first, first), None, iso, single, conventions)
    second = _possible(ends, begins, iso, conventions)
    if len(first) > 1 < len(second):
        raise _unsettled(ends, second)
    pairs = [(one, other) for one in first for other in second]
    if one_day:
        pairs = [pair for pair in pairs if 0 < (pair[1] - pair[0]) % DAY < HALF_DAY]
        if ends.half and not begins.half:
            alike = [one for one, other in pairs if (one < HALF_DAY) == (other < HALF_DAY)]
            first = alike if len(second) == 1 and alike else first
    last = _only(ends, second, [other for _, other in pairs])
    return Timed(hours, _only(begins, first, [one for one, _ in pairs]), last, iso, single, conventions)


def _only(hour: Hour, possible: list[int], fitting: list[int]) -> int:
    """Return the only minutes that an hour can mean; else refuse it, and offer those that fit, or all."""
    if len(possible) == 1:
        return possible[0]
    raise _unsettled(hour, fitting or possible)


def _no_hour(hour: Hour) -> Doubt:
    """Return what to say of a number beyond 12 that no other hour shows to be an hour."""
    return Doubt(f'"{hour.words.text}" alone is no hour', instead(hour.words, [f"{hour.hour}:00"]))


def _possible(hour: Hour, other: Hour | None, iso: bool, conventions: Conventions) -> list[int]:
    """Return the minutes since midnight that an hour can mean: one, or one in each half of the day.

    One without AM or PM can be meant as it is written, on a clock of 24 hours.
    """
    as_written = hour.form == "word" or hour.of_24
    if not (as_written or hour.half or (other and other.half)):
        of_24 = iso or (other and other.of_24) or conventions.of_24_hours(hour.words.text)
        by_unit = other is not None and other.of_24 and (other.unit or other.words.start > hour.words.start)
        as_written = by_unit or (of_24 and hour.form == "clock")
    if as_written:
        return [hour.hour * 60 + hour.minute]
    halves = (hour.hour % 12, hour.hour % 12 + 12)
    called = [one for one in halves if one in PARTS_OF_DAYS.get(hour.half or "", ())]
    return [one * 60 + hour.minute for one in called or halves]


def _unsettled(hour: Hour, minutes: list[int]) -> Doubt:
    return Doubt(f"{hour.words.text} could be morning or evening", instead(hour.words, map(_say, minutes)))


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(0)) + timedelta(minutes=minutes)


def _say(minutes: int) -> str:
    return say_hour(time(minutes // 60 % 24, minutes % 60))

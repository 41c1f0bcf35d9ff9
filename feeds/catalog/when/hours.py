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
    unnamed,
    zoned_hour,
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
Ends = tuple[datetime, datetime | None]
LOOK_UP = "look the end up in the announcement"


@dataclass(frozen=True, slots=True)
class Timed:
    """Hours as a text has them, settled in minutes since midnight (1440 is its end), to be taken on any day.

    `iso` says that a date such as 2021-03-20 stands before them; `single`, that there is one day only, whose
    readings can be written anew.
    """

    hours: Hours
    first: int
    second: int | None
    iso: bool
    single: bool
    conventions: Conventions

    def on(self, day: date, last_day: date | None = None) -> When:
        """Return when it is on `day`; the end may have a day of its own. Raise Doubt, and with it HourError."""
        start, end, ends = _at(day, self.first), None, self.hours.ends
        if self.second is not None:
            end = _at(last_day or day, self.second)
            if last_day is None and end <= start:
                end += timedelta(days=1)
                self._refuse_half_a_day(start, end)
        if self.first in (0, DAY):
            start = self._midnight(start, end, last_day)
        if (end or start).year > YEARS[1]:
            raise Doubt(f"the year {(end or start).year} is none that calendars can show")
        begin = self._in_zone(start, self.hours.begins, (start, end))
        if end is None or ends is None:
            return When(begin)
        finish = self._in_zone(end, ends, (start, end))
        zone = self.conventions.zone
        if instant(finish, zone) <= instant(begin, zone):
            found = f"it ends on {say_day(end)} at {say_hour(end)}, before it begins"
            raise Doubt(found, [self._without_end(ends)], f"{LOOK_UP}, or leave it out:")
        return When(begin, finish)

    def _refuse_half_a_day(self, start: datetime, end: datetime) -> None:
        """Refuse a night of 12 hours and more, but for an end at a midnight that can be no other."""
        ends = self.hours.ends
        assert ends is not None
        if end - start < timedelta(minutes=HALF_DAY) or (self.second == 0 and ends.half is None):
            return
        found = f"{say_hour(end)} is not after {say_hour(start)}, or runs 12 hours or more into the next day"
        if self.single:
            dated = [(ends.words.start, ends.words.start, f"{say_day(end)}, ")]
            raise Doubt(found, [dated], f"{LOOK_UP}, and write its day too:")
        raise Doubt(found, [self._without_end(ends)], f"{LOOK_UP}, or leave it out:")

    def _without_end(self, ends: Hour) -> list[Edit]:
        """Return the edits that leave the end out, and settle the start without it."""
        begins = self.hours.begins
        edits: list[Edit] = [(begins.end, ends.end, "")]
        if begins.half is None and self.first % DAY:
            edits.append((begins.words.start, begins.words.end, _say(self.first)))
        return edits

    def _midnight(self, start: datetime, end: datetime | None, last_day: date | None) -> datetime:
        """Return the midnight at which it starts; refuse one that may be the night before or after.

        An ISO date settles it, 24:00 on a single day, and an end.
        """
        begins, after = self.hours.begins, start + timedelta(days=1)
        if self.first == DAY:
            found = "24:00 is the first minute of the next day, not of a date of the series"
            if self.single:
                return start
        else:
            found = f"midnight at the start of {say_day(start)} is easily taken for the night after"
            written_so = begins.form == "word"
            if not written_so and (self.iso or (end and not last_day)):
                return start
            if end and last_day and end.date() == start.date():
                return start
            if end and last_day and written_so and end < after + timedelta(minutes=HALF_DAY):
                return after
        if not self.single:
            raise Doubt(found, instead(begins.words, ["12:01 AM", "11:59 PM"]))
        later = end if last_day or end is None else end + timedelta(days=1)
        nights = [self._written(start, end)]
        if later is None or after < later:
            nights.append(self._written(after, later))
        raise Doubt(found, nights, "write the night that is meant:")

    def _written(self, start: datetime, end: datetime | None) -> str:
        zone = self.conventions.zone
        return written(When(start.replace(tzinfo=zone), end and end.replace(tzinfo=zone)))

    def _in_zone(self, moment: datetime, hour: Hour, both: Ends) -> datetime:
        """Return the moment in the calendar's zone, if its own zone fits."""
        zone, word = self.conventions.zone, hour.zone
        here = moment.replace(tzinfo=zone)
        fitting = word is not None and fits(word, here)
        if word is not None and not fitting and not comes_twice(here):
            raise self._other_zone(word, moment, hour, both)
        try:
            return localize(moment, zone, 0 if fitting else None)
        except HourError as error:
            repairs = [self._at_another(hour, moment, other, both) for other in error.instead]
            advice = error.remedy.partition("write")[0] + "write"
            raise Doubt(error.found, repairs, advice, HourError) from error

    def _at_another(self, hour: Hour, moment: datetime, other: datetime, both: Ends) -> str | list[Edit]:
        """Return the repair that has another hour in the place of one that is missing or comes twice."""
        same_day = other.date() == moment.date()
        if hour is self.hours.begins and self.single and (unnamed(other) or not same_day):
            return written(When(other, both[1] and both[1].replace(tzinfo=other.tzinfo)))
        day = "" if same_day else f"{say_day(other)}, "
        return [(hour.words.start, hour.end, day + zoned_hour(other))]

    def _other_zone(self, word: str | timedelta, moment: datetime, hour: Hour, both: Ends) -> Doubt:
        """Return what to say of an hour of another zone, with the hour that it is here; CST in summer may be a slip."""
        zone = self.conventions.zone
        moments = [moment] if word in names(zone) else []
        moments += converted(moment, word, zone)
        repairs = [self._moved(one - moment, both) for one in dict.fromkeys(moments)]
        here = f"it is {zone_name(moment.replace(tzinfo=zone))} {place_and_day(moment, zone)}"
        found = f"{hour.zone_text} does not fit: {here}"
        return Doubt(found, repairs, "write the hour that it is here:", HourError)

    def _moved(self, by: timedelta, both: Ends) -> str | list[Edit]:
        """Return the repair that moves the hours and takes their zones out."""
        start, end = both[0] + by, both[1] and both[1] + by
        if self.single:
            return self._written(start, end)
        ends = (start, self.hours.begins), (end, self.hours.ends)
        return [(hour.words.start, hour.end, say_hour(moment)) for moment, hour in ends if moment and hour]


def timed(hours: Hours, conventions: Conventions, *, iso: bool, single: bool, one_day: bool = True) -> Timed:
    """Return the hours of a text settled; raise Doubt for those that could be morning or evening.

    `one_day` says that both are of the same day, or of one and the night after.
    """
    begins, ends = hours.begins, hours.ends
    if iso and ends is not None and not hours.ends_on:
        _refuse_offset_or_end(begins, ends, conventions)
    if begins.bare_24 and (ends is None or ends.half):
        raise _no_hour(begins)
    if ends and ends.bare_24 and (begins.half or begins.form == "word"):
        raise _no_hour(ends)
    first = _possible(begins, ends, True, iso, conventions)
    second = _possible(ends, begins, False, iso, conventions) if ends else [None]
    pairs = [
        (start, end)
        for start in first
        for end in second
        if not one_day or end is None or 0 < (end - start) % DAY < HALF_DAY
    ]
    if ends and len(second) > 1:
        raise _unsettled(ends, [end for _, end in pairs] if len(first) == 1 else second)
    if len(first) > 1:
        like_the_end = [start for start, end in pairs if end and (start < HALF_DAY) == (end < HALF_DAY)]
        if not (one_day and ends and ends.half and like_the_end and not begins.half):
            raise _unsettled(begins, [start for start, _ in pairs] or first)
        first = like_the_end
    return Timed(hours, first[0], second[0], iso, single, conventions)


def _refuse_offset_or_end(begins: Hour, ends: Hour, conventions: Conventions) -> None:
    """Refuse 2027-03-20 19:30-05:00, which may end at five in the morning or be an hour with its offset."""
    touches = ends.words.start - begins.end == len("-")
    offset = -timedelta(hours=ends.hour, minutes=ends.minute)
    if touches and len(ends.words.text) == len("05:00") and offset in offsets(conventions.zone):
        repairs = [[(begins.end, ends.words.start, sign)] for sign in (" – ", ":00-")]
        raise Doubt(f"-{ends.words.text} could be an offset or an end", repairs)


def _no_hour(hour: Hour) -> Doubt:
    """Return what to say of a number beyond 12 that no other hour shows to be an hour."""
    return Doubt(f'"{hour.words.text}" alone is no hour', instead(hour.words, [f"{hour.hour}:00"]))


def _possible(hour: Hour, other: Hour | None, is_first: bool, iso: bool, conventions: Conventions) -> list[int]:
    """Return the minutes since midnight that an hour can mean: one, or one in each half of the day."""
    if hour.form == "word" or _as_written(hour, other, is_first, iso, conventions):
        return [hour.hour * 60 + hour.minute]
    halves = (hour.hour % 12, hour.hour % 12 + 12)
    called = [one for one in halves if one in PARTS_OF_DAYS.get(hour.half or "", ())]
    return [one * 60 + hour.minute for one in called or halves]


def _as_written(hour: Hour, other: Hour | None, is_first: bool, iso: bool, conventions: Conventions) -> bool:
    """Say whether an hour without AM or PM is meant as it is written, on a clock of 24 hours."""
    if hour.half or hour.of_24 or (other and other.half):
        return hour.of_24
    by_clock = hour.form == "clock"
    if other and other.of_24 and (by_clock or other.unit or is_first):
        return True
    return by_clock and (iso or conventions.of_24_hours(hour.words.text))


def _unsettled(hour: Hour, minutes: list[int]) -> Doubt:
    return Doubt(f"{hour.words.text} could be morning or evening", instead(hour.words, map(_say, minutes)))


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(0)) + timedelta(minutes=minutes)


def _say(minutes: int) -> str:
    return say_hour(time(minutes // 60 % 24, minutes % 60))

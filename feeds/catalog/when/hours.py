"""Which hours of a day a text means, in the calendar's zone: AM and PM, nights, zones, clock changes."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import product

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.formatting import format_when
from feeds.catalog.when.grammar import PATTERNS
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
from feeds.catalog.when.parts import Doubt, Hour, Hours, Words
from feeds.catalog.when.zone_words import converted, fits, names, offsets, zone_name

DAY, HALF_DAY = 24 * 60, 12 * 60  # minutes
NIGHT, MINUTE = timedelta(days=1), timedelta(minutes=1)
PARTS_OF_DAYS: dict[str, list[int]] = PATTERNS["parts_of_days"]
LOOK_UP = "look the end up in the announcement"
Ends = tuple[datetime, datetime | None]


class Timed:
    """The hours of a text, resolved to minutes since midnight (1440 is its end), to be applied to any day.

    `iso`: a date such as 2021-03-20 comes before them; `single`: there is only one day; `one_day`: both are on the
    same day, or the second in the night after. Raise Doubt for what could be morning or evening.
    """

    def __init__(
        self,
        hours: Hours,
        conventions: Conventions,
        *,
        iso: bool,
        single: bool = True,
        one_day: bool = True,
    ) -> None:
        self.hours, self.conventions, self.iso, self.single = hours, conventions, iso, single
        begins, ends = hours.begins, hours.ends
        self.second = 0
        first = offered = self._possible(begins, ends)
        if ends is not None:
            second = self._possible(ends, begins)
            pairs = list(product(first, second))
            fitting = [
                (one, other)
                for one, other in pairs
                if 0 < (other - one) % DAY < HALF_DAY and one_day
            ]
            offered = [one for one, _ in fitting or pairs]
            if len(second) > 1:
                raise _unsettled(ends, [other for _, other in fitting or pairs])
            self.second = second[0]
            if ends.half and not begins.half:  # 1 – 3 PM
                first = [
                    one for one, other in fitting if (one < HALF_DAY) == (other < HALF_DAY)
                ] or first
        if len(first) > 1:
            raise _unsettled(begins, offered)
        self.first = first[0]

    def _possible(self, hour: Hour, other: Hour | None) -> list[int]:
        """Return the minutes since midnight that an hour can mean: one, or one in each half of the day.

        Without AM or PM, it may be on a 24-hour clock.
        """
        if hour.is_bare and (other is None or other.half):
            raise Doubt(
                f'"{hour.words.text}" alone is not an hour',
                hour.words.instead(f"{hour.words.text}:00"),
            )
        as_written = hour.of_24 or hour.form == "word"
        if not (as_written or hour.half or (other and other.half)):
            by_clock = self.iso or self.conventions.of_24_hours(hour.words.text)
            as_written = (other is not None and other.of_24) or (by_clock and hour.form == "clock")
        if as_written:
            return [hour.minutes]
        halves = [hour.minutes % HALF_DAY, hour.minutes % HALF_DAY + HALF_DAY]
        first, last = PARTS_OF_DAYS.get(hour.half or "", (0, 0))
        return [minutes for minutes in halves if first <= minutes // 60 < last] or halves

    def on(self, day: date, last_day: date | None = None) -> When:
        """Return the time on `day`; the end may have its own day. Raise Doubt, or HourError on one of several days."""
        self._refuse_offset(day)
        start, end = _at(day, self.first), None
        if self.hours.ends is not None:
            end = _at(last_day or day, self.second)
            if last_day is None and end <= start:
                end += NIGHT
                self._refuse_half_a_day(start, end)
        if self.first in (0, DAY):
            start = self._midnight(start, end, last_day)
        if (end or start).year > YEARS[1]:
            raise Doubt(f"calendars cannot show the year {(end or start).year}")
        when = When(self._in_zone(start, start, end), end and self._in_zone(end, start, end))
        zone = self.conventions.zone
        if end and when.end and instant(when.end, zone) <= instant(when.start, zone):
            found = f"it ends on {say_day(end)} at {say_hour(end)}, before it begins"
            raise Doubt(found, self._offered((start, None)), f"{LOOK_UP}, or leave it out:")
        return when

    def _refuse_offset(self, day: date) -> None:
        """Refuse 2027-03-20 19:30-05:00, which may end at 5 AM or have an offset of five hours."""
        begins, ends = self.hours.begins, self.hours.ends
        if (
            ends is None
            or len(ends.words.text) != len("05:00")
            or ends.words.start != begins.end + len("-")
        ):
            return
        if self.iso and -timedelta(minutes=ends.minutes) in offsets(
            self.conventions.zone, day.year
        ):
            dash = Words(ends.words.source, begins.end, ends.words.start)
            raise Doubt(
                f"-{ends.words.text} could be an offset or an end", dash.instead(" – ", ":00-")
            )

    def _offered(self, *several: Ends) -> list[str]:
        """Return the text with other hours; with the day if there is only one."""
        zone, hours = self.conventions.zone, self.hours
        words = Words(
            hours.begins.words.source, hours.begins.words.start, (hours.ends or hours.begins).end
        )
        offered = []
        for start, end in several:
            other = format_when(When(start.replace(tzinfo=zone), end and end.replace(tzinfo=zone)))
            offered += (
                [other]
                if self.single
                else words.instead(other.removeprefix(f"{start:%a}, {say_day(start)}, "))
            )
        return offered

    def _refuse_half_a_day(self, start: datetime, end: datetime) -> None:
        """Refuse a night of 12 hours or more, unless it ends at an unmistakable midnight."""
        ends = self.hours.ends
        if end - start < timedelta(minutes=HALF_DAY) or (
            self.second == 0 and ends and ends.half is None
        ):
            return
        found = f"{say_hour(end)} is not after {say_hour(start)}, or runs 12 hours or more into the next day"
        advice = "and write its day too" if self.single else "or leave it out"
        raise Doubt(
            found, self._offered((start, end if self.single else None)), f"{LOOK_UP}, {advice}:"
        )

    def _midnight(self, start: datetime, end: datetime | None, last_day: date | None) -> datetime:
        """Return the midnight at which it starts; refuse one that may be on the night before or after.

        It is settled by an ISO date, by 24:00 on a single day, or by an end.
        """
        word, after = self.hours.begins.form == "word", start + NIGHT
        if word and end and last_day and after < end < after + NIGHT / 2:
            return after
        settled = not word and (self.iso or (end is not None and last_day is None))
        if self.single if self.first == DAY else settled:
            return start
        if self.single:
            nights = [(start, end), (after, end if last_day else end and end + NIGHT)]
        else:
            nights = [(start + MINUTE, end), (after - MINUTE, end)]
        found = f"midnight at the start of {say_day(start)} is easily mistaken for the night after"
        offered = self._offered(
            *(night for night in nights if night[1] is None or night[0] < night[1])
        )
        raise Doubt(found, offered, "write the night you mean:")

    def _in_zone(self, moment: datetime, start: datetime, end: datetime | None) -> datetime:
        """Return the start or end in the calendar's zone, if the zone written with it fits."""
        zone, begins = self.conventions.zone, self.hours.begins
        hour = begins if moment is start else self.hours.ends or begins
        here = moment.replace(tzinfo=zone)
        fitting = hour.zone is not None and fits(hour.zone, here)
        if hour.zone is not None and not fitting and not comes_twice(here):
            raise self._other_zone(hour, hour.zone, here, (start, end))
        try:
            return localize(moment, zone, 0 if fitting else None)
        except HourError as error:
            if not self.single:
                raise
            several = [
                (other, end) if moment is start else (start, other) for other in error.instead
            ]
            advice = error.remedy.partition("write")[0] + "write"
            raise Doubt(error.found, self._offered(*several), advice, HourError) from None

    def _other_zone(self, hour: Hour, word: str | timedelta, here: datetime, ends: Ends) -> Doubt:
        """Return the doubt about an hour in another zone, with the local hour; CST in summer may be a slip."""
        zone, moment, (start, end) = self.conventions.zone, here.replace(tzinfo=None), ends
        moments = [moment] if word in names(zone) else []
        moments += converted(moment, word, zone)
        steps = [one - moment for one in dict.fromkeys(moments)]
        moved = [(start + by, end and end + by) for by in steps]
        same_day = [ends for ends in moved if self.single or ends[0].date() == start.date()]
        text = hour.words.source[hour.words.end : hour.end].strip()
        found = f"{text} does not fit: it is {zone_name(here)} {place_and_day(moment, zone)}"
        return Doubt(found, self._offered(*same_day), "write the local hour:", HourError)


def _unsettled(hour: Hour, minutes: Sequence[int]) -> Doubt:
    hours = [say_hour(time(*divmod(one, 60))) for one in sorted(set(minutes))]
    return Doubt(f"{hour.words.text} could be morning or evening", hour.words.instead(*hours))


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(0)) + timedelta(minutes=minutes)

"""Which hours a text means, in the list's zone: AM and PM, nights, zones, clock changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product

from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.formatting import clock_change, format_when, say_day, say_hour, zone_name
from feeds.catalog.when.grammar import PATTERNS
from feeds.catalog.when.local_time import converted, fits, localize, names, place_and_day
from feeds.catalog.when.moments import YEARS, HourError, When, in_order
from feeds.catalog.when.parts import Doubt, Hour, Hours, Words

DAY, HALF_DAY = 24 * 60, 12 * 60  # minutes
NIGHT, MINUTE = timedelta(days=1), timedelta(minutes=1)
PARTS_OF_DAYS: dict[str, list[int]] = PATTERNS["parts_of_days"]
LOOK_UP = "look the end up in the announcement"


@dataclass(frozen=True, slots=True)
class Timed:
    """The hours of a text, to be applied to any day.

    `iso`: a date such as 2021-03-20 is before them; `single`: there is only one day.
    """

    hours: Hours
    conventions: Conventions
    iso: bool
    single: bool

    def on(self, day: date, last_day: date | None = None) -> When:
        """Return the time on `day`; the end may have its own day.

        Raise Doubt, or HourError for an hour that this day lacks.
        """
        self._refuse_offset(day)
        first, second = self._minutes(one_day=last_day in (None, day))
        moments = [_at(day, first)]
        if second is not None:
            end = _at(last_day or day, second)
            if last_day is None and end <= moments[0]:
                end += NIGHT
                self._refuse_half_a_day(moments[0], end)
            moments.append(end)
        if first in (0, DAY):
            moments[0] = self._midnight(moments, last_day, at_end=first == DAY)
        if moments[-1].year > YEARS[1]:
            raise Doubt(f"calendars cannot show the year {moments[-1].year}")
        zone = self.conventions.zone
        when = localize(moments, zone, self._named(moments))
        if not in_order(when, zone):
            found = f"it ends on {say_day(end)} at {say_hour(end)}, before it begins"
            raise Doubt(found, self._offered([moments[:1]]), f"{LOOK_UP}, or leave it out:")
        return when

    def _minutes(self, *, one_day: bool) -> tuple[int, int | None]:
        """Return start and end in minutes since midnight (1440 is the end of the day).

        `one_day`: both are on the same day, or the end in the night after. Raise Doubt for what
        could be morning or evening.
        """
        begins, ends = self.hours.begins, self.hours.ends
        first = self._possible(begins, ends)
        if ends is None:
            return _only(begins, first, first), None
        second = self._possible(ends, begins)
        pairs = list(product(first, second))
        likely = [pair for pair in pairs if one_day and 0 < (pair[1] - pair[0]) % DAY < HALF_DAY]
        last = _only(ends, second, [other for _, other in likely or pairs])
        if ends.half and not begins.half:  # 1 – 3 PM
            same_half = [one for one, other in likely if (one < HALF_DAY) == (other < HALF_DAY)]
            first = same_half or first
        return _only(begins, first, [one for one, _ in likely or pairs]), last

    def _possible(self, hour: Hour, other: Hour | None) -> list[int]:
        """Return the minutes since midnight that an hour can mean, in one half of the day or both.

        Without AM or PM, it may be on a 24-hour clock.
        """
        if hour.is_bare and (other is None or other.half):
            text = hour.words.text
            raise Doubt(f'"{text}" alone is not an hour', hour.words.instead(f"{text}:00"))
        as_written = hour.of_24 or hour.form == "word"
        if not (as_written or hour.half or (other and other.half)):
            by_clock = self.iso or self.conventions.of_24_hours(hour.words.text)
            as_written = (other is not None and other.of_24) or (by_clock and hour.form == "clock")
        if as_written:
            return [hour.minutes]
        halves = [hour.minutes % HALF_DAY, hour.minutes % HALF_DAY + HALF_DAY]
        first, last = PARTS_OF_DAYS.get(hour.half or "", (0, 0))
        return [minutes for minutes in halves if first <= minutes // 60 < last] or halves

    def _refuse_offset(self, day: date) -> None:
        """Refuse 2027-03-20 19:30-05:00: it may end at 5 AM or have an offset of five hours."""
        begins, ends = self.hours.begins, self.hours.ends
        if not self.iso or ends is None or len(ends.words.text) != len("05:00"):
            return
        dash = Words(ends.words.source, begins.with_zone.end, ends.words.start)
        offset, zone = -timedelta(minutes=ends.minutes), self.conventions.zone
        seasons = (datetime(day.year, month, 1, tzinfo=zone) for month in (1, 7))
        if dash.text == "-" and any(fits(offset, moment) for moment in seasons):
            found = f"-{ends.words.text} could be an offset or an end"
            raise Doubt(found, dash.instead(" – ", ":00-"))

    def _offered(self, several: Iterable[Sequence[datetime]]) -> list[str]:
        """Return the text with other hours; with the day if there is only one."""
        offered = []
        for moments in several:
            when = When(*(moment.replace(tzinfo=self.conventions.zone) for moment in moments))
            other, day = format_when(when), f"{moments[0]:%a}, {say_day(moments[0])}, "
            if self.single:
                offered.append(other)
            else:
                offered += self.hours.words.instead(other.removeprefix(day))
        return offered

    def _refuse_half_a_day(self, start: datetime, end: datetime) -> None:
        """Refuse a night of 12 hours or more, unless it ends at an unmistakable midnight."""
        ends = self.hours.ends
        at_midnight = end.time() == time(0) and ends and ends.half is None
        if end - start < NIGHT / 2 or at_midnight:
            return
        hours = f"{say_hour(end)} is not after {say_hour(start)}"
        found = f"{hours}, or runs 12 hours or more into the next day"
        offered, advice = [start, end], "and write its day too"
        if not self.single:
            offered, advice = [start], "or leave it out"
        raise Doubt(found, self._offered([offered]), f"{LOOK_UP}, {advice}:")

    def _midnight(
        self, moments: Sequence[datetime], last_day: date | None, *, at_end: bool
    ) -> datetime:
        """Return the midnight at which it starts; refuse one that may be the night before or after.

        It is settled by an ISO date, by 24:00 (`at_end` of the day) on a single day, or by an end.
        """
        start, *ends = moments
        word, after = self.hours.begins.form == "word", start + NIGHT
        if word and last_day and all(after < end < after + NIGHT / 2 for end in ends):
            return after
        settled = not word and (self.iso or (bool(ends) and last_day is None))
        if at_end:
            settled = self.single
        if settled:
            return start
        nights = [start + MINUTE, *ends], [after - MINUTE, *ends]
        if self.single:
            nights = [start, *ends], [after, *(end if last_day else end + NIGHT for end in ends)]
        found = f"midnight at the start of {say_day(start)} is easily mistaken for the night after"
        offered = self._offered(night for night in nights if night == sorted(night))
        raise Doubt(found, offered, "write the night you mean:")

    def _named(self, moments: Sequence[datetime]) -> list[bool]:
        """Return whether start and end are written with their zone; refuse another zone."""
        zone, named = self.conventions.zone, []
        for hour, moment in zip((self.hours.begins, self.hours.ends), moments):
            word, local = hour.zone if hour else None, moment.replace(tzinfo=zone)
            named.append(word is not None and fits(word, local))
            if hour and word is not None and not named[-1] and not clock_change(local):
                raise self._other_zone(hour, word, local, moments)
        return named

    def _other_zone(
        self, hour: Hour, word: str | timedelta, local: datetime, moments: Sequence[datetime]
    ) -> Doubt:
        """Return the doubt about an hour in another zone, with the local hour.

        CST in summer may be a slip.
        """
        zone, moment = self.conventions.zone, local.replace(tzinfo=None)
        others = [moment] if word in names(zone) else []
        others += converted(moment, word, zone)
        offered = []
        for other in dict.fromkeys(others):
            moved = [one + (other - moment) for one in moments]
            if self.single or moved[0].date() == moments[0].date():
                offered.append(moved)
        text = hour.with_zone.text.removeprefix(hour.words.text).strip()
        found = f"{text} does not fit: it is {zone_name(local)} {place_and_day(moment, zone)}"
        return Doubt(found, self._offered(offered), "write the local hour:", HourError)


def _only(hour: Hour, possible: Sequence[int], likely: Iterable[int]) -> int:
    """Return what an hour means; raise Doubt, offering what is likely, if it can be two."""
    if len(possible) == 1:
        return possible[0]
    hours = [say_hour(time(*divmod(minutes, 60))) for minutes in sorted(set(likely))]
    raise Doubt(f"{hour.words.text} could be morning or evening", hour.words.instead(*hours))


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time(0)) + timedelta(minutes=minutes)

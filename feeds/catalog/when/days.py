"""Which days a text means, single or repeated; impossible days, wrong weekdays and endless rules are refused."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from feeds.catalog.when.formatting import MONTHS, WEEKDAYS, say_day
from feeds.catalog.when.moments import MOST_DATES, YEARS
from feeds.catalog.when.parts import Day, Doubt, Reader, Rule, Words

YEAR_OF_EXAMPLES = 2027
LATEST = date(YEARS[1], 12, 31)
FREQUENCIES = {"day": DAILY, "week": WEEKLY, "month": MONTHLY}
Span = tuple[date, date]


def dates(days: Sequence[Day]) -> list[date]:
    """Return the dates of several days in order; refuse months and years."""
    for day in days:
        if day.day is None:
            raise _vague(day)
    return [first for first, _ in spans(days)]


def spans(days: Sequence[Day]) -> list[Span]:
    """Return the first and last date of several days, months or years, which must be in order."""
    complete = shared(days)
    if complete and complete[0].month is not None and complete[0].year is None:
        raise _without_year(complete[0], days[-1])
    found = [_span(day) for day in complete]
    for number, (before, after) in enumerate(pairwise(found)):
        if after[0] <= before[0]:
            raise _not_in_order(days[number], days[number + 1], before[0], after[0])
    return found


def shared(days: Sequence[Day]) -> list[Day]:
    """Return the days with the month and year that each takes from another.

    A month comes before or after its days, a year after them.
    """
    if len(days) == 1:
        return [*days]
    months = _filled(_filled([day.month for day in days])[::-1])[::-1]
    years = _filled(_filled([day.year for day in reversed(days)])[::-1])
    months = [month if day.day else day.month for day, month in zip(days, months)]
    return [day._replace(month=month, year=year) for day, month, year in zip(days, months, years)]


def _filled(numbers: list[int | None]) -> list[int | None]:
    """Return numbers with each missing one replaced by the one before it."""
    found: list[int | None] = []
    for number in numbers:
        found.append(found[-1] if number is None and found else number)
    return found


def _span(day: Day) -> Span:
    if day.year is None or (day.day and day.month is None):
        raise Doubt(f"the day {day.day} has no month")
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Doubt(f"calendars cannot show the year {day.year}")
    if day.day is not None:
        return (_date(day, day.year),) * 2
    if day.vague:
        raise _vague(day)
    return date(day.year, day.month or 1, 1), date(day.year, day.month or 12, 1) + relativedelta(
        day=31
    )


def _date(day: Day, year: int) -> date:
    """Return the only date that a day can be."""
    possible = readings(year, day)
    fitting = [one for one in possible if day.weekday in (None, one.weekday())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        repairs = day.words.instead(*map(say_day, fitting))
        raise Doubt(f"{day.words.text} reads differently in different countries", repairs)
    if possible and day.weekday is not None:
        raise _wrong_weekday(day, day.weekday, possible[0])
    month, number = day.month or 0, day.day or 0
    if not 1 <= month <= 12 or not 1 <= number <= 31:
        raise Doubt(f"{day.words.text} is not a day")
    advice = "look the day up in the announcement;"
    raise Doubt(f"there is no {MONTHS[month - 1]} {number} in {year}", advice=advice)


def readings(year: int, day: Day) -> list[date]:
    """Return the dates that a day with a month can be in a year."""
    pairs = {(day.month, day.day)}
    if day.swapped:
        pairs.add((day.day, day.month))
    found = []
    for month, number in pairs:
        with suppress(ValueError):
            found.append(date(year, month or 0, number or 0))
    return sorted(found)


def _vague(day: Day) -> Doubt:
    return Doubt(f'"{day.words.text}" names no day', advice="enter it when the day is known;")


def _without_year(day: Day, last: Day) -> Doubt:
    """Return the doubt about days without a year; the example has a year in which the first weekday is right."""
    years = range(YEAR_OF_EXAMPLES, YEAR_OF_EXAMPLES + 28)
    fitting = (
        year for year in years if day.weekday in {one.weekday() for one in readings(year, day)}
    )
    year = next(fitting, YEAR_OF_EXAMPLES) if day.weekday is not None else YEAR_OF_EXAMPLES
    text = last.words.text
    parted = "/" if "/" in text else "" if text.endswith(".") else ", "
    repairs = last.words.instead(f"{text}{parted}{year}")
    return Doubt(f"{day.words.text} has no year", repairs, "write the year too, like")


def _wrong_weekday(day: Day, weekday: int, found: date) -> Doubt:
    written, real = WEEKDAYS[weekday], WEEKDAYS[found.weekday()]
    later = (weekday - found.weekday()) % 7
    other = found + timedelta(days=later if later < 4 else later - 7)
    repairs = day.words.instead(f"{real}, {say_day(found)}", f"{written}, {say_day(other)}")
    return Doubt(f"{say_day(found)} is a {real}, not a {written}", repairs)


def _not_in_order(one: Day, other: Day, before: date, after: date) -> Doubt:
    """Return the doubt about two days in the wrong order: the first may be in the year before, as in December."""
    repairs: list[str] = []
    if after == before:
        repairs = Words(one.words.source, one.words.start, other.words.end).instead(
            _say(one, before)
        )
    elif after.month < before.month and one.year is None:
        repairs = one.words.instead(_say(one, before - relativedelta(years=1)))
    return Doubt(f"{_say(other, after)} is not after {_say(one, before)}", repairs)


def _say(day: Day, found: date) -> str:
    """Return a day, or the month that begins on it."""
    return say_day(found) if day.day else f"{MONTHS[found.month - 1]} {found.year}"


def days_of(reader: Reader, rule: Rule) -> tuple[date, ...]:
    """Return the days of a repetition in order; raise Doubt if it has no end, no days or too many."""
    first, until, (number, unit) = reader.days(), reader.days("until"), reader.times()
    begin, end = _period(reader, rule)
    days = _days(rule, begin, end, number if unit == "times" else MOST_DATES + 1)
    if not days:
        raise Doubt(f'"{rule.words.text}" names no day from {say_day(begin)} to {say_day(end)}')
    if len(days) > MOST_DATES:
        latest, last = say_day(days[MOST_DATES - 1]), (*first, *until)[-1]
        repairs = last.words.instead(
            latest if last is not first[0] else f"{say_day(begin)} – {latest}"
        )
        advice = "make the series end earlier, and enter a new one later:"
        raise Doubt(f"a series has at most {MOST_DATES} dates", repairs, advice)
    return _without_excepted(reader.days("excepted"), days)


def _days(rule: Rule, first: date, last: date, count: int) -> tuple[date, ...]:
    """Return the days of the rule, at most `count`."""
    ordinals: Sequence[int | None] = rule.ordinals or (None,)
    weekdays = [weekday(number, ordinal) for number in rule.weekdays for ordinal in ordinals]
    moments = rrule(
        FREQUENCIES[rule.unit],
        interval=rule.interval,
        byweekday=weekdays or None,
        bymonthday=rule.month_days or None,
        dtstart=datetime.combine(first, time(0)),
        until=datetime.combine(last, time(0)),
    )
    return tuple(moment.date() for moment in islice(moments, count))


def _period(reader: Reader, rule: Rule) -> Span:
    """Return the first and last possible day; a month alone sets both."""
    first, until, (number, unit) = reader.days(), reader.days("until"), reader.times()
    written = (*first, *until)
    if len(written) > 2:
        raise Doubt(f'"{reader.text}" ends twice')
    found = spans(written)
    alone = len(written) == 1 and not (
        written[0].day or until or reader.has("begins") or reader.has("starts")
    )
    ends = [found[-1][1]] if alone or (first and len(found) > 1) else []
    if first and unit == "times":
        ends.append(LATEST)
    elif first and number:
        ends.append(found[0][0] + relativedelta(**{unit: number}) - timedelta(days=1))
    if not ends:
        raise _endless(reader, rule, found)
    begin, end = found[0][0], min(ends)
    _refuse_without_anchor(rule, first[0], begin, f" – {say_day(end)}" if alone else "")
    return begin, end


def _endless(reader: Reader, rule: Rule, found: Sequence[Span]) -> Doubt:
    """Return the doubt about a repetition without a first or last day; the example fits its weekdays."""
    known, until = found[0][0] if found else date(YEAR_OF_EXAMPLES, 1, 1), reader.days("until")
    begin = _next_of(rule, known - timedelta(days=60) if until else known)
    first, last = f"from {say_day(begin)}", f"until {say_day(begin + timedelta(days=89))}"
    problem = "does not say when it begins" if until else "needs an end"
    period = first if until else last if found else f"{first} {last}"
    return Doubt(
        f'"{reader.text}" {problem}',
        [f"{reader.text}, {period}"],
        "write its first and last day, like",
    )


def _next_of(rule: Rule, day: date) -> date:
    """Return the first day from `day` on that has one of the rule's weekdays."""
    following = (day + timedelta(days=number) for number in range(7))
    return next((one for one in following if one.weekday() in rule.weekdays), day)


def _refuse_without_anchor(rule: Rule, first: Day, begin: date, end: str) -> None:
    """Refuse every other Thursday without a Thursday to count from; `end` is appended to the remedies."""
    every_one = rule.interval == 1 and (rule.weekdays or rule.unit == "day")
    anchored = first.day is not None and (not rule.weekdays or begin.weekday() in rule.weekdays)
    if rule.unit == "month" or every_one or anchored:
        return
    step = timedelta(days=7 if rule.unit == "week" else 1)
    begins = _next_of(rule, begin)
    offered = [say_day(begins + number * step) + end for number in range(min(rule.interval, 3))]
    raise Doubt(
        f'"{rule.words.text}" does not say which day to count from', first.words.instead(*offered)
    )


def _without_excepted(excepted: Sequence[Day], found: tuple[date, ...]) -> tuple[date, ...]:
    """Return the days without the exceptions, each of which must be one of them; years come from the series."""
    left, month = found, None
    for day in excepted:
        month = day.month or month
        out = [one for one in found if _is(day, month, one)]
        if not out:
            near = next((one for one in found if one.month == month), found[0])
            repairs = day.words.instead(say_day(near))
            raise Doubt(
                f'"{day.words.text}" is not a date of the series',
                repairs,
                "write a date that is, like",
            )
        if len(out) > 1 and day.day is not None:
            raise Doubt(
                f'"{day.words.text}" comes more than once', day.words.instead(*map(say_day, out))
            )
        left = tuple(one for one in left if one not in out)
    if not left:
        raise Doubt("every date of the series is excepted")
    return left


def _is(day: Day, month: int | None, one: date) -> bool:
    """Say whether a day in a list of exceptions matches `one`, as far as it is written."""
    complete = day._replace(day=day.day or one.day, month=month or one.month)
    return one in readings(day.year or one.year, complete) and day.weekday in (None, one.weekday())

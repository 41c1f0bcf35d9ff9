"""Which days a text means, single or repeated; refuse days that do not exist and endless rules."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from feeds.catalog.when.formatting import MONTHS, WEEKDAYS, say_day
from feeds.catalog.when.moments import MOST_DATES, YEARS
from feeds.catalog.when.parts import Day, Doubt, Reader, Rule

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
    for day, ((before, _), (after, _)) in zip(days, pairwise(found)):
        if after <= before:
            in_year_before = after.month < before.month and day.year is None  # as in December
            earlier = say_day(before - relativedelta(years=1))
            repairs = day.words.instead(earlier) if in_year_before else []
            raise Doubt(f"{say_day(after)} is not after {say_day(before)}", repairs)
    return found


def shared(days: Sequence[Day]) -> list[Day]:
    """Return the days with the month and year that each takes from another.

    A month comes before or after its days, a year after them.
    """
    months = _filled([day.month for day in days])
    years = _filled([day.year for day in reversed(days)])[::-1]
    found = []
    for day, month, year in zip(days, months, years):
        found.append(day._replace(month=month if day.day else day.month, year=year))
    return found


def _filled(numbers: Sequence[int | None]) -> list[int | None]:
    """Return numbers, each missing one replaced by the one before it, or the first after it."""
    found = []
    last = next((number for number in numbers if number is not None), None)
    for number in numbers:
        last = last if number is None else number
        found.append(last)
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
    last_month = date(day.year, day.month or 12, 1)
    return date(day.year, day.month or 1, 1), last_month + relativedelta(day=31)


def _date(day: Day, year: int) -> date:
    """Return the only date that a day can be."""
    fitting = _possible(day, year)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        repairs = day.words.instead(*map(say_day, fitting))
        raise Doubt(f"{day.words.text} reads differently in different countries", repairs)
    others = _possible(day._replace(weekday=None), year)
    if others and day.weekday is not None:
        raise _wrong_weekday(day, day.weekday, others[0])
    month, number = day.month or 0, day.day or 0
    if not 1 <= month <= 12 or not 1 <= number <= 31:
        raise Doubt(f"{day.words.text} is not a day")
    advice = "look the day up in the announcement;"
    raise Doubt(f"there is no {MONTHS[month - 1]} {number} in {year}", advice=advice)


def _possible(day: Day, year: int) -> list[date]:
    """Return the dates in a year that a day with a month can be, on its weekday if it has one."""
    pairs = {(day.month, day.day)}
    if day.swapped:
        pairs.add((day.day, day.month))
    found = []
    for month, number in pairs:
        with suppress(ValueError):
            found.append(date(year, month or 0, number or 0))
    return sorted(one for one in found if day.weekday in (None, one.weekday()))


def _vague(day: Day) -> Doubt:
    return Doubt(f'"{day.words.text}" names no day', advice="enter it when the day is known;")


def _without_year(day: Day, last: Day) -> Doubt:
    """Return the doubt about days without a year; the example has a year that fits the weekday."""
    years = range(YEAR_OF_EXAMPLES, YEAR_OF_EXAMPLES + 28)
    year = next((year for year in years if _possible(day, year)), YEAR_OF_EXAMPLES)
    text = last.words.text
    separator = "/" if "/" in text else "" if text.endswith(".") else ", "
    repairs = last.words.instead(f"{text}{separator}{year}")
    return Doubt(f"{day.words.text} has no year", repairs, "write the year too, like")


def _wrong_weekday(day: Day, weekday: int, found: date) -> Doubt:
    written, real = WEEKDAYS[weekday], f"{found:%A}"
    nearest = found + timedelta(days=(weekday - found.weekday() + 3) % 7 - 3)
    repairs = day.words.instead(f"{real}, {say_day(found)}", f"{written}, {say_day(nearest)}")
    return Doubt(f"{say_day(found)} is a {real}, not a {written}", repairs)


def days_of(reader: Reader, rule: Rule) -> tuple[date, ...]:
    """Return the days of a rule in order; raise Doubt if it has no end, no days or too many."""
    begin, end = _period(reader, rule)
    number, unit = reader.times()
    days = _days(rule, begin, end, number if unit == "times" else MOST_DATES + 1)
    if not days:
        raise Doubt(f'"{rule.words.text}" names no day from {say_day(begin)} to {say_day(end)}')
    if len(days) > MOST_DATES:
        latest, written = say_day(days[MOST_DATES - 1]), (*reader.days(), *reader.days("until"))
        shorter = latest if len(written) > 1 else f"{say_day(begin)} – {latest}"
        advice = "make the series end earlier, and enter a new one later:"
        repairs = written[-1].words.instead(shorter)
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
    starts = reader.has("begins") or reader.has("starts")
    alone = len(first) == 1 and not (first[0].day or until or starts)
    ends = [found[-1][1]] if alone or (first and len(found) > 1) else []
    if first and unit == "times":
        ends.append(LATEST)
    elif first and number:
        ends.append(found[0][0] + relativedelta(**{unit: number}) - timedelta(days=1))
    if not ends:
        raise _endless(reader.text, rule, found, begins=not until)
    begin, end = found[0][0], min(ends)
    _refuse_without_anchor(rule, first[0], begin, f" – {say_day(end)}" if alone else "")
    return begin, end


def _endless(text: str, rule: Rule, found: Sequence[Span], *, begins: bool) -> Doubt:
    """Return the doubt about a rule without a first or last day; the example fits its weekdays."""
    known = found[0][0] if found else date(YEAR_OF_EXAMPLES, 1, 1)
    first = _next_of(rule, known if begins else known - timedelta(days=60))
    begin, end = f" from {say_day(first)}", f" until {say_day(first + timedelta(days=89))}"
    problem, period = "needs an end", end if found else begin + end
    if not begins:
        problem, period = "does not say when it begins", begin
    advice = "write its first and last day, like"
    return Doubt(f'"{text}" {problem}', [f"{text},{period}"], advice)


def _next_of(rule: Rule, day: date) -> date:
    """Return the first day from `day` on that has one of the rule's weekdays."""
    following = (day + timedelta(days=number) for number in range(7))
    return next((one for one in following if one.weekday() in rule.weekdays), day)


def _refuse_without_anchor(rule: Rule, first: Day, begin: date, end: str) -> None:
    """Refuse every other Thursday without a Thursday to count from.

    Append `end` to the remedies.
    """
    each = rule.interval == 1 and (rule.weekdays or rule.unit == "day")
    anchored = first.day is not None and (not rule.weekdays or begin.weekday() in rule.weekdays)
    if rule.unit == "month" or each or anchored:
        return
    step = timedelta(days=7 if rule.unit == "week" else 1)
    begins = _next_of(rule, begin)
    offered = [say_day(begins + number * step) + end for number in range(min(rule.interval, 3))]
    found = f'"{rule.words.text}" does not say which day to count from'
    raise Doubt(found, first.words.instead(*offered))


def _without_excepted(excepted: Sequence[Day], days: tuple[date, ...]) -> tuple[date, ...]:
    """Return the days of a series without the exceptions, each of which must be one of them.

    An exception without a year or month takes it from the series.
    """
    left, month = days, None
    for day in excepted:
        month = day.month or month
        out = [one for one in days if _is(day, month, one)]
        if not out:
            found, advice = "is not a date of the series", "write a date that is, like"
            repairs = day.words.instead(say_day(days[0]))
            raise Doubt(f'"{day.words.text}" {found}', repairs, advice)
        if len(out) > 1 and day.day is not None:
            repairs = day.words.instead(*map(say_day, out))
            raise Doubt(f'"{day.words.text}" comes more than once', repairs)
        left = tuple(one for one in left if one not in out)
    if not left:
        raise Doubt("every date of the series is excepted")
    return left


def _is(day: Day, month: int | None, one: date) -> bool:
    """Return whether a day in a list of exceptions matches `one`, as far as it is written."""
    complete = day._replace(day=day.day or one.day, month=month or one.month)
    return one in _possible(complete, day.year or one.year)

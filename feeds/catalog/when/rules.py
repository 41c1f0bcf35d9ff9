"""Which days a repetition means: from when, until when, without which."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from feeds.catalog.when.days import YEAR_OF_EXAMPLES, dates
from feeds.catalog.when.moments import LONGEST_RULE, MONTHS, MOST_DATES, say_day
from feeds.catalog.when.parts import Day, Doubt, Parts, Rule, instead

FREQUENCIES = {"day": DAILY, "week": WEEKLY, "month": MONTHLY}
STEPS = {"day": "days", "week": "weeks", "months": "months"}
SHORTER = "make the series end earlier, and enter a new one later:"


def days_of(parts: Parts, rule: Rule) -> tuple[date, ...]:
    """Return the days of a repetition in order; raise Doubt for one without an end, or with no days, or too many."""
    if rule.either:
        raise Doubt(f'"{rule.words.text}" is read in two ways', instead(rule.words, rule.either))
    first, last = _written_ends(parts)
    begin, end = _ends(parts, rule, first, last)
    _refuse_without_anchor(rule, first, last, begin)
    count = parts.times[0] if parts.times and parts.times[1] == "times" else MOST_DATES + 1
    if end - begin > LONGEST_RULE:
        latest = say_day(begin + LONGEST_RULE)
        raise Doubt("a series has at most ten years", instead(last.words, [latest]) if last else [], SHORTER)
    days = _days(rule, begin, end, count)
    if not days:
        raise Doubt(f'"{rule.words.text}" names no day from {say_day(begin)} to {say_day(end)}')
    if len(days) > MOST_DATES:
        latest = say_day(days[MOST_DATES - 1])
        offered = latest if last is not first else f"{say_day(days[0])} – {latest}"
        raise Doubt(f"more than {MOST_DATES} dates", instead(last.words, [offered]) if last else [], SHORTER)
    return _without_excepted(parts.excepted, days)


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


def _written_ends(parts: Parts) -> tuple[Day | None, Day | None]:
    """Return the first and last day or month as they are written; a month alone is both."""
    if not parts.days:
        return None, parts.until
    first, last = parts.days[0], parts.days[-1] if "range" in parts.forms else parts.until
    if last is None and first.day is None and not parts.forms & {"begins", "starts"}:
        last = first
    return first, last


def _ends(parts: Parts, rule: Rule, first: Day | None, last: Day | None) -> tuple[date, date]:
    """Return the first and last day that may be one."""
    if first is None:
        raise _without_first(parts, rule, last)
    if last is None:
        (begin,) = dates([_first_day(first)])
        if parts.times is None:
            raise _endless(parts, rule, begin)
        number, unit = parts.times
        if unit == "times":
            return begin, begin + LONGEST_RULE
        return begin, begin + relativedelta(**{STEPS[unit]: number}) - timedelta(days=1)
    _refuse_months_not_in_order(first, last)
    begins, ends = _first_day(first), replace(_first_day(last), month=last.month or (None if last.day else 12))
    both = [begins, ends] if begins != ends else [begins]
    begin, *_, end = *dates(both), dates(both)[-1]
    return begin, end if last.day else _end_of_month(end)


def _first_day(day: Day) -> Day:
    """Return the first day of a month or year."""
    if day.day is not None or day.vague:
        return day
    return replace(day, day=1, month=day.month or 1)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _refuse_months_not_in_order(first: Day, last: Day) -> None:
    """Refuse November – February 2027, which begins in 2026."""
    if first.year or first.day or last.day or not last.year or not first.month or not last.month:
        return
    if first.month > last.month:
        month = MONTHS[first.month - 1]
        found = f"{month} {last.year} is not before {MONTHS[last.month - 1]} {last.year}"
        raise Doubt(found, instead(first.words, [f"{month} {last.year - 1}"]))


def _without_first(parts: Parts, rule: Rule, last: Day | None) -> Doubt:
    """Return what to say of a repetition without its first day; the example is right for its weekdays."""
    if last is None:
        return _endless(parts, rule, None)
    end = dates([_first_day(last)])[0]
    begin = say_day(_next_of(rule, end - timedelta(days=60)))
    advice = "write the first day too, like"
    return Doubt(f'"{parts.text}" does not say when it begins', [f"{parts.text}, from {begin}"], advice)


def _endless(parts: Parts, rule: Rule, begin: date | None) -> Doubt:
    """Return what to say of a repetition without an end."""
    start = begin or _next_of(rule, date(YEAR_OF_EXAMPLES, 1, 1))
    period = f"until {say_day(start + timedelta(days=89))}"
    advice = "write its last day, like"
    if begin is None:
        period = f"from {say_day(start)} {period}"
        advice = "write its first and last day, like"
    return Doubt(f'"{parts.text}" needs an end', [f"{parts.text}, {period}"], advice)


def _next_of(rule: Rule, day: date) -> date:
    """Return the first day from `day` that is one of the rule's weekdays."""
    while rule.weekdays and day.weekday() not in rule.weekdays:
        day += timedelta(days=1)
    return day


def _refuse_without_anchor(rule: Rule, first: Day | None, last: Day | None, begin: date) -> None:
    """Refuse every other Thursday where no Thursday is named from which to count."""
    assert first is not None
    every_one = rule.interval == 1 and (rule.weekdays or rule.unit == "day")
    anchored = first.day is not None and (not rule.weekdays or begin.weekday() in rule.weekdays)
    if rule.unit == "month" or every_one or anchored:
        return
    step = timedelta(days=7 if rule.unit == "week" else 1)
    begins = _next_of(rule, begin)
    offered = [say_day(begins + number * step) for number in range(rule.interval if rule.interval < 4 else 1)]
    if last is first:
        offered = [f"{day} – {say_day(_end_of_month(begin))}" for day in offered]
    repairs = instead(first.words, offered)
    raise Doubt(f'"{rule.words.text}" does not say from which day to count', repairs)


def _without_excepted(excepted: Sequence[Day], found: tuple[date, ...]) -> tuple[date, ...]:
    """Return the days but those excepted, each of which must be one of them; their year is that of the series."""
    left, month = found, None
    for day in excepted:
        month = day.month or month
        gone = [one for one in found if _is(day, month, one)]
        if not gone:
            near = next((one for one in found if one.month == month), found[0])
            repairs = instead(day.words, [say_day(near)])
            raise Doubt(f'"{day.words.text}" is no date of the series', repairs, "write a date that is, like")
        if len(gone) > 1 and day.day is not None:
            raise Doubt(f'"{day.words.text}" comes more than once', instead(day.words, map(say_day, gone)))
        left = tuple(one for one in left if one not in gone)
    if not left:
        raise Doubt("every date of the series is excepted")
    return left


def _is(day: Day, month: int | None, one: date) -> bool:
    """Say whether a day of a list of exceptions is `one`, as far as it is written."""
    alike = month in (None, one.month) and day.day in (None, one.day)
    swapped = day.swapped and (day.day, month) == (one.month, one.day)
    return (alike or swapped) and day.year in (None, one.year) and day.weekday in (None, one.weekday())

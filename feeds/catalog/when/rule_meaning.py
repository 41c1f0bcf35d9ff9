"""Which days a repetition means: from when, until when, without which."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from feeds.catalog.when.cursor import Doubt, replaced
from feeds.catalog.when.day_meaning import YEAR_OF_EXAMPLES, dates
from feeds.catalog.when.moments import LONGEST_RULE, MONTHS, MOST_DATES, say_day
from feeds.catalog.when.phrases import Day, Repetition, Rule

FREQUENCIES = {"day": DAILY, "week": WEEKLY, "month": MONTHLY}
STEPS = {"day": "days", "week": "weeks", "months": "months"}


def days_of(text: str, repetition: Repetition) -> tuple[date, ...]:
    """Return the days of a repetition in order; raise Doubt for one without an end, or with no days, or too many."""
    rule = repetition.rule
    if rule.either:
        found = f'"{text[slice(*rule.span)]}" is read in two ways'
        raise Doubt(found, [replaced(text, rule.span, one) for one in rule.either])
    first, last = _ends(text, repetition)
    _refuse_without_anchor(text, repetition, first)
    if last - first > LONGEST_RULE:
        _refuse_too_long(text, repetition, first + LONGEST_RULE)
    days = _found(rule, first, last, repetition.count)
    if not days:
        raise Doubt(f'"{text[slice(*rule.span)]}" names no day from {say_day(first)} to {say_day(last)}')
    if len(days) > MOST_DATES:
        _refuse_too_many(text, repetition, days[MOST_DATES - 1])
    return _without_excepted(text, repetition.excepted, days)


def _found(rule: Rule, first: date, last: date, count: int | None) -> tuple[date, ...]:
    """Return the days of the rule, one more than a series can have if they do not end before."""
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
    return tuple(moment.date() for moment in islice(moments, count or MOST_DATES + 1))


def _ends(text: str, repetition: Repetition) -> tuple[date, date]:
    """Return the first and last day that may be one."""
    first, last = repetition.first, repetition.last
    if first is None:
        _refuse_without_first(text, repetition)
    assert first is not None
    if last is None:
        begin = _dates(text, first, None)[0]
        if repetition.count is not None:
            return begin, begin + LONGEST_RULE
        if repetition.length is None:
            _refuse_endless(text, repetition, begin)
        assert repetition.length is not None
        number, unit = repetition.length
        return begin, begin + relativedelta(**{STEPS[unit]: number}) - timedelta(days=1)
    return _dates(text, first, last)


def _dates(text: str, first: Day, last: Day | None) -> tuple[date, date]:
    """Return the first day of `first` and the last one of `last`, which may be months; they share their year."""
    begin = replace(first, day=first.day or 1)
    if last is None:
        found = dates(text, (begin,))
        return found[0], found[0]
    end = replace(last, day=last.day or 1)
    if last is first:
        begin_day = dates(text, (begin,))[0]
        return begin_day, _end_of_month(begin_day)
    _refuse_months_not_in_order(text, first, last)
    begin_day, end_day = dates(text, (begin, end)) if begin != end else dates(text, (begin,)) * 2
    return begin_day, end_day if last.day else _end_of_month(end_day)


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _refuse_months_not_in_order(text: str, first: Day, last: Day) -> None:
    """Refuse November – February 2027, which begins in 2026."""
    if first.year or not last.year or first.day or last.day or not first.month or not last.month:
        return
    if first.month > last.month:
        month = MONTHS[first.month - 1]
        found = f"{month} {last.year} is not before {MONTHS[last.month - 1]} {last.year}"
        raise Doubt(found, [replaced(text, first.span, f"{month} {last.year - 1}")])


def _refuse_without_first(text: str, repetition: Repetition) -> None:
    """Refuse a repetition without its first day; the example is right for its weekdays."""
    if repetition.last is None:
        _refuse_endless(text, repetition, None)
    assert repetition.last is not None
    end = _dates(text, repetition.last, None)[0]
    begin = _first_of(repetition.rule, end - timedelta(days=60))
    advice = "write the first day too, like"
    raise Doubt(f'"{text}" does not say when it begins', [f"{text}, from {say_day(begin)}"], advice)


def _refuse_endless(text: str, repetition: Repetition, begin: date | None) -> None:
    """Refuse a repetition without an end."""
    start = begin or _first_of(repetition.rule, date(YEAR_OF_EXAMPLES, 1, 1))
    end = f"until {say_day(start + timedelta(days=89))}"
    more = f"{text}, {end}" if begin else f"{text}, from {say_day(start)} {end}"
    advice = "write its last day, like" if begin else "write its first and last day, like"
    raise Doubt(f'"{text}" needs an end', [more], advice)


def _first_of(rule: Rule, day: date) -> date:
    """Return the first day from `day` that is one of the rule's weekdays."""
    while rule.weekdays and day.weekday() not in rule.weekdays:
        day += timedelta(days=1)
    return day


def _refuse_without_anchor(text: str, repetition: Repetition, first: date) -> None:
    """Refuse every other Thursday where no Thursday is named from which to count."""
    rule, written = repetition.rule, repetition.first
    assert written is not None
    if rule.unit == "month" or (rule.interval == 1 and (rule.weekdays or rule.unit == "day")):
        return
    if written.day is not None and (not rule.weekdays or first.weekday() in rule.weekdays):
        return
    begin = _first_of(rule, first)
    step = timedelta(days=7 if rule.unit == "week" else 1)
    offered = [begin + number * step for number in range(rule.interval if rule.interval < 4 else 1)]
    place = (written.span[1], written.span[1]) if repetition.last is written else written.span
    parted = " – " if repetition.last is written else ""
    repairs = [replaced(text, place, f"{parted}{say_day(one)}") for one in offered]
    if repetition.last is written:
        end = say_day(_end_of_month(first))
        repairs = [replaced(text, written.span, f"{say_day(one)} – {end}") for one in offered]
    raise Doubt(f'"{text[slice(*rule.span)]}" does not say from which day to count', repairs)


def _refuse_too_long(text: str, repetition: Repetition, latest: date) -> None:
    """Refuse what runs for centuries, which would be sought through day by day."""
    repairs = [replaced(text, repetition.last.span, say_day(latest))] if repetition.last else []
    raise Doubt("a series has at most ten years", repairs, "make it end earlier, and enter a new one later:")


def _refuse_too_many(text: str, repetition: Repetition, hundredth: date) -> None:
    repairs = []
    if repetition.last is not None and repetition.last is not repetition.first:
        repairs = [replaced(text, repetition.last.span, say_day(hundredth))]
    advice = "make the series end earlier, and enter a new one later:"
    raise Doubt(f"more than {MOST_DATES} dates", repairs, advice)


def _without_excepted(text: str, excepted: Sequence[Day], found: tuple[date, ...]) -> tuple[date, ...]:
    """Return the days but those excepted, each of which must be one of them; their year is that of the series."""
    left = found
    month = None
    for day in excepted:
        month = day.month or month
        gone = [one for one in found if _is(day, month, one)]
        if not gone:
            name = text[slice(*day.span)]
            near = next((one for one in found if one.month == month), found[0])
            repairs = [replaced(text, day.span, say_day(near))]
            raise Doubt(f'"{name}" is no date of the series', repairs, "write a date that is, like")
        if len(gone) > 1 and day.day is not None:
            repairs = [replaced(text, day.span, say_day(one)) for one in gone]
            raise Doubt(f'"{text[slice(*day.span)]}" comes more than once', repairs)
        left = tuple(one for one in left if one not in gone)
    if not left:
        raise Doubt("every date of the series is excepted")
    return left


def _is(day: Day, month: int | None, one: date) -> bool:
    """Say whether a day of a list of exceptions is `one`, as far as it is written."""
    alike = month in (None, one.month) and day.day in (None, one.day)
    swapped = day.swapped and (day.day, month) == (one.month, one.day)
    if not (alike or swapped):
        return False
    return day.year in (None, one.year) and day.weekday in (None, one.weekday())

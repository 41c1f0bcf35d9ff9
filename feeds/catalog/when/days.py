"""Which days a text means, single or repeated; impossible days, wrong weekdays and what has no end are refused."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule, weekday

from feeds.catalog.when.moments import LONGEST_RULE, MONTHS, MOST_DATES, WEEKDAYS, YEARS, say_day
from feeds.catalog.when.parts import Day, Doubt, Reader, Rule, instead

YEAR_OF_EXAMPLES = 2027
FREQUENCIES = {"day": DAILY, "week": WEEKLY, "month": MONTHLY}
STEPS = {"day": "days", "week": "weeks", "months": "months"}
SHORTER = "make the series end earlier, and enter a new one later:"


def dates(days: Sequence[Day]) -> list[date]:
    """Return the dates of several days in order: a month stands before or behind its days, a year behind them."""
    for day in days:
        if day.day is None:
            raise Doubt(f'"{day.words.text}" names no day', advice="enter it when the day is known;")
    whole = shared(days)
    if whole[0].month is not None and whole[0].year is None:
        _refuse_without_year(whole[0], days[-1])
    found = [_date(day) for day in whole]
    for number, (before, after) in enumerate(pairwise(found)):
        if after <= before:
            raise _not_in_order(days[number], days[number + 1], before, after)
    return found


def shared(days: Sequence[Day]) -> list[Day]:
    """Return the days with the month and year that each takes from another."""
    if len(days) == 1:
        return [*days]
    months = _filled([day.month for day in days])
    months = _filled(months[::-1])[::-1]
    years = _filled([day.year for day in reversed(days)])[::-1]
    years = _filled(years)
    return [replace(day, month=month, year=year) for day, month, year in zip(days, months, years)]


def _filled(numbers: list[int | None]) -> list[int | None]:
    """Return numbers with the one before in the place of each that lacks."""
    found: list[int | None] = []
    for number in numbers:
        lacks = number is None and found
        found.append(found[-1] if lacks else number)
    return found


def _date(day: Day) -> date:
    """Return the one date that a day can be."""
    if day.month is None:
        raise Doubt(f"the day {day.day} has no month")
    assert day.year is not None  # `shared` gives each the year of any
    assert day.day is not None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Doubt(f"the year {day.year} is none that calendars can show")
    possible = readings(day.year, day)
    fitting = [one for one in possible if day.weekday in (None, one.weekday())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        repairs = instead(day.words, map(say_day, fitting))
        raise Doubt(f"{day.words.text} reads differently in different countries", repairs)
    if possible and day.weekday is not None:
        raise _wrong_weekday(day, day.weekday, possible[0])
    raise _no_day(day, day.year, day.month)


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


def _refuse_without_year(day: Day, last: Day) -> None:
    """Refuse days without a year; the example has one behind the last, in which the weekday of the first is right."""
    years = range(YEAR_OF_EXAMPLES, YEAR_OF_EXAMPLES + 28)
    fitting = (year for year in years if day.weekday in {one.weekday() for one in readings(year, day)})
    year = YEAR_OF_EXAMPLES if day.weekday is None else next(fitting, YEAR_OF_EXAMPLES)
    text, end = last.words.text, last.words.end
    parted = "/" if "/" in text else "" if text.endswith(".") else ", "
    repair = [(end, end, f"{parted}{year}")]
    raise Doubt(f"{day.words.text} has no year", [repair], "write the year too, like")


def _wrong_weekday(day: Day, weekday: int, found: date) -> Doubt:
    written, real = WEEKDAYS[weekday], WEEKDAYS[found.weekday()]
    later = (weekday - found.weekday()) % 7
    other = found + timedelta(days=later if later < 4 else later - 7)
    offered = f"{real}, {say_day(found)}", f"{written}, {say_day(other)}"
    return Doubt(f"{say_day(found)} is a {real}, not a {written}", instead(day.words, offered))


def _no_day(day: Day, year: int, month: int) -> Doubt:
    """Return what is wrong with the 30th of February, or a month beyond December."""
    number = day.day or 0
    if not 1 <= month <= 12 or not 1 <= number <= 31:
        return Doubt(f"{day.words.text} is no day")
    advice = "look the day up in the announcement;"
    return Doubt(f"there is no {MONTHS[month - 1]} {number} in {year}", advice=advice)


def _not_in_order(one: Day, other: Day, before: date, after: date) -> Doubt:
    """Return what to say of two days in the wrong order: the first may be of the year before, as in December."""
    first, second = _say(one, before), _say(other, after)
    repairs = []
    if after == before:
        repairs = [[(one.words.end, other.words.end, f", {before.year}")]]
    elif after.month < before.month and one.year is None:
        repairs = instead(one.words, [_say(one, before - relativedelta(years=1))])
    return Doubt(f"{second} is not after {first}", repairs)


def _say(day: Day, found: date) -> str:
    """Return a day, or the month of which it is the first day."""
    return say_day(found) if day.vague is None else f"{MONTHS[found.month - 1]} {found.year}"


def days_of(reader: Reader, rule: Rule) -> tuple[date, ...]:
    """Return the days of a repetition in order; raise Doubt for one without an end, or with no days, or too many."""
    if rule.either:
        raise Doubt(f'"{rule.words.text}" is read in two ways', instead(rule.words, rule.either))
    first, last = _written_ends(reader)
    begin, end = _ends(reader, rule, first, last)
    _refuse_without_anchor(rule, first, last, begin)
    number, of = reader.times() or (0, "")
    count = number if of == "times" else MOST_DATES + 1
    days = _days(rule, begin, min(end, begin + LONGEST_RULE), count)
    if not days:
        raise Doubt(f'"{rule.words.text}" names no day from {say_day(begin)} to {say_day(end)}')
    if len(days) > MOST_DATES or end > begin + LONGEST_RULE:
        latest = say_day(days[:MOST_DATES][-1])
        offered = latest if last is not first else f"{say_day(days[0])} – {latest}"
        found = f"a series has at most {MOST_DATES} dates, in ten years"
        raise Doubt(found, instead(last.words, [offered]) if last else [], SHORTER)
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


def _written_ends(reader: Reader) -> tuple[Day | None, Day | None]:
    """Return the first and last day or month as they are written; a month alone is both."""
    first, *more = *reader.days(), None
    last = next(iter(reader.days("until")), None) if len(more) < 2 else more[0]
    if first and not first.day and not last and not (reader.has("begins") or reader.has("starts")):
        last = first
    return first, last


def _ends(reader: Reader, rule: Rule, first: Day | None, last: Day | None) -> tuple[date, date]:
    """Return the first and last day that may be one."""
    number, unit = reader.times() or (0, "")
    if first is None or not (last or number):
        raise _endless(reader, rule, first, last)
    begin = dates([_first_day(first)])[0] if last in (None, first) else date.min
    if last is None:
        end = begin + LONGEST_RULE if unit == "times" else begin + relativedelta(**{STEPS[unit]: number})
        return begin, end - timedelta(days=unit != "times")
    end = begin
    if last is not first and _first_day(last) != _first_day(first):
        begin, end = dates([_first_day(first), _first_day(last)])
    if last.day:
        return begin, end
    return begin, end.replace(month=last.month or 12, day=1) + relativedelta(day=31)


def _first_day(day: Day) -> Day:
    """Return the first day of a month or year."""
    whole = day.day is None and day.vague is None
    return replace(day, day=1, month=day.month or 1, vague="whole") if whole else day


def _endless(reader: Reader, rule: Rule, first: Day | None, last: Day | None) -> Doubt:
    """Return what to say of a repetition without its first or last day; the example is right for its weekdays."""
    begin = date(YEAR_OF_EXAMPLES, 1, 1)
    if first or last:
        begin = dates([_first_day(day) for day in (first or last,) if day])[0]
    if not first:
        begin = _next_of(rule, begin - timedelta(days=60 if last else 0))
    period = [] if first else [f"from {say_day(begin)}"]
    if not last:
        period.append(f"until {say_day(begin + timedelta(days=89))}")
    found = "does not say when it begins" if last else "needs an end"
    repair = f"{reader.text}, {' '.join(period)}"
    return Doubt(f'"{reader.text}" {found}', [repair], "write its first and last day, like")


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
        offered = [f"{day} – {say_day(begin + relativedelta(day=31))}" for day in offered]
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
    whole = replace(day, day=day.day or one.day, month=month or one.month)
    return one in readings(day.year or one.year, whole) and day.weekday in (None, one.weekday())

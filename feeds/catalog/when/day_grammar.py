"""How days are written: March 20, 2027 · el sábado 20 de marzo · 20.3.2027 · 20-Mar-2027 · 2027-03-20 · June 2027."""

from calendar import monthrange

from feeds.catalog.when.cursor import Cursor, Doubt, replaced
from feeds.catalog.when.hour_grammar import half_follows
from feeds.catalog.when.moments import MONTHS
from feeds.catalog.when.phrases import Day
from feeds.catalog.when.tokens import Token

PARTS_OF_MONTHS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def day(cursor: Cursor) -> Day:
    """Take a day; of the parts that it shares with the other end of a range, or others of a list, some may lack."""
    cursor.skip("the")
    start = cursor.next
    weekday = named_weekday(cursor)
    _refuse_vague(cursor, start)
    if iso := cursor.take("iso"):
        year, month, number = iso.means["iso"]
        if not 1 <= month <= 12:
            swapped = replaced(cursor.text, (iso.start, iso.end), f"{year}-{number:02}-{month:02}")
            raise Doubt(f"{iso.text} has no month {month}", [swapped])
        return Day(cursor.span(start), number, month, year, weekday, iso=True)
    if figures := cursor.take("slashed", "dotted"):
        return _in_figures(cursor, start, weekday, figures)
    month = cursor.value("month")
    if month is not None:
        _refuse_bare_month(cursor, month)
        cursor.skip("the")
    number = _number(cursor)
    if month is None:
        month = cursor.attempt(lambda: _month_behind(cursor))
    if month is None and (half_follows(cursor) or cursor.at("unit")):
        cursor.next -= 1
        cursor.refuse()
    year = _year(cursor)
    return Day(cursor.span(start), number, month, year, weekday)


def month_or_day(cursor: Cursor) -> Day:
    """Take a day, or a month without one, whose year may stand elsewhere."""
    start = cursor.next
    if cursor.at("month") and not (cursor.at("number", 1) or cursor.at("the", 1)):
        month, year = cursor.value("month"), _year(cursor)
        return Day(cursor.span(start), None, month, year)
    return day(cursor)


def days(cursor: Cursor, first: Day | None = None) -> tuple[Day, ...]:
    """Take one day or several, parted by commas or and; the `first` may be taken already."""
    found = [first or day(cursor)]
    while another := cursor.attempt(lambda: _another(cursor, found[-1])):
        found.append(another)
    return tuple(found)


def last_day(cursor: Cursor, first: Day) -> Day | None:
    """Take the other end of a range of days; after a year, a bare number is an hour."""
    if not cursor.take("dash", "to"):
        return None
    last = day(cursor)
    is_hour = last.month is None and (first.year is not None or first.month is None)
    return None if is_hour else last


def named_weekday(cursor: Cursor) -> int | None:
    """Take the name of a weekday that stands before a day."""
    if not cursor.at("weekday") or (cursor.at("month") and not _month_follows(cursor)):
        return None  # "mar" is martes only before a month
    weekday: int = cursor.value("weekday")
    cursor.skip("comma", "the")
    return weekday


def _another(cursor: Cursor, before: Day) -> Day | None:
    """Take a further day of a list; a bare number behind a comma is one only if the list goes on to its year."""
    comma, conjunction = cursor.take("comma"), cursor.take("and")
    if not (comma or conjunction):
        return None
    bare = cursor.at("number")
    goes_on = conjunction is not None or _list_goes_on(cursor)
    found = day(cursor)
    if found.month is None and bare and (before.year is not None or not goes_on):
        return None
    return found


def _list_goes_on(cursor: Cursor) -> bool:
    """Say whether numbers, with commas between them, lead to another behind and, to a year, or to a month."""
    ahead = 0
    while cursor.at("number", ahead) or cursor.at("comma", ahead):
        ahead += 1
    return any(cursor.at(term, ahead) for term in ("and", "year", "of", "month"))


def _number(cursor: Cursor) -> int:
    token = cursor.take("number")
    if token is None or not 1 <= token.means["number"] <= 31:
        cursor.next -= token is not None
        cursor.refuse()
    number: int = token.means["number"]
    return number


def _month_behind(cursor: Cursor) -> int | None:
    """Take the month behind a day: 20 March, 20 de marzo, 20-Mar before a year."""
    if cursor.at("dash") and cursor.at("month", 1) and cursor.at("dash", 2) and cursor.at("year", 3):
        cursor.next += 1
        month: int = cursor.value("month")
        cursor.next += 1
        return month
    cursor.skip("of")
    return None if cursor.at("month") is False else cursor.value("month")


def _year(cursor: Cursor) -> int | None:
    ahead = 0
    while ahead < 3 and (cursor.at("comma", ahead) or cursor.at("of", ahead)):
        ahead += 1
    if not cursor.at("year", ahead):
        return None
    cursor.next += ahead
    year: int = cursor.value("year")
    return year


def _month_follows(cursor: Cursor) -> bool:
    """Say whether a month stands behind the next token, with nothing between but a number."""
    ahead = 1
    while any(cursor.at(term, ahead) for term in ("number", "comma", "the", "of")) and not cursor.at("month", ahead):
        ahead += 1
    return cursor.at("month", ahead) or cursor.at("iso", ahead)


def _in_figures(cursor: Cursor, start: int, weekday: int | None, figures: Token) -> Day:
    """Return a date of figures: with dots the day is first; with slashes, or where months are, it may be either."""
    dotted = "dotted" in figures.means
    numbers = figures.means["dotted" if dotted else "slashed"]
    if len(numbers) == 3 and numbers[0] > 31:
        year, first, second = numbers
    else:
        first, second, year = (*numbers, None)[:3]
    if year is not None and year < 100:
        year += 2000
    if year is None:
        year = _year(cursor)
    either = not dotted or cursor.conventions.month_first or second > 12
    return Day(cursor.span(start), first, second, year, weekday, swapped=either)


def _refuse_bare_month(cursor: Cursor, month: int) -> None:
    """Refuse a month with its year and no day."""
    if cursor.at("number") or cursor.at("the"):
        return
    start = cursor.next - 1
    if year := _year(cursor):
        _refuse_part_of_month(cursor, start, month, year, (1, 31))


def _refuse_vague(cursor: Cursor, start: int) -> None:
    """Refuse a season, or a part of a month: late March."""
    ahead = 1 + (cursor.at("comma", 1) or cursor.at("of", 1))
    if cursor.at("season") and (cursor.at("year", ahead) or len(cursor.tokens) == 1):
        season = cursor.tokens[cursor.next]
        raise Doubt(f'"{season.text}" names no day', advice="enter it when the day is known;")
    if cursor.at("vague") and cursor.at("month", 1):
        part = PARTS_OF_MONTHS[cursor.value("vague")]
        _refuse_part_of_month(cursor, start, cursor.value("month"), _year(cursor), part)


def _refuse_part_of_month(cursor: Cursor, start: int, month: int, year: int | None, part: tuple[int, int]) -> None:
    """Refuse what names no day, and offer the days that it may be."""
    first, last = part
    if year:
        last = min(last, monthrange(year, month)[1])
    days = f"{MONTHS[month - 1]} {first} – {last}{f', {year}' if year else ''}"
    begin, end = cursor.span(start)
    raise Doubt(
        f'"{cursor.text[begin:end]}" names no day',
        [replaced(cursor.text, (begin, end), days)],
        'enter it when the day is known; or, with status = "tentative", the days that it may be:',
    )

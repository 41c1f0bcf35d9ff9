"""`when` as announcements write it: what is read, what is refused, and that nothing else can happen."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import pytz
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalog import When, WhenError, instant, parse_when, zone

CHICAGO = zone("America/Chicago")
quick = settings(max_examples=300, deadline=None, derandomize=True)

READ = """
# one hour, every separator between day and hour
Sat, March 20, 2021, 1 PM             | 2021-03-20 13:00
March 20, 2021 1 PM                   | 2021-03-20 13:00
March 20, 2021 - 1 PM                 | 2021-03-20 13:00
March 20, 2021 – 1 PM                 | 2021-03-20 13:00
March 20, 2021 — 1 PM                 | 2021-03-20 13:00
March 20, 2021, – 1 PM                | 2021-03-20 13:00
March 20, 2021 at 1 PM                | 2021-03-20 13:00
March 20, 2021, from 1 PM to 3 PM     | 2021-03-20 13:00 | 2021-03-20 15:00
20 de marzo de 2021, 1 PM             | 2021-03-20 13:00
20 de marzo de 2021 a la 1 PM         | 2021-03-20 13:00
20 de marzo de 2021 a las 6 PM        | 2021-03-20 18:00
20 de marzo de 2021 de 6 PM a 8 PM    | 2021-03-20 18:00 | 2021-03-20 20:00
20 de marzo de 2021, desde las 6 PM hasta las 8 PM | 2021-03-20 18:00 | 2021-03-20 20:00
# design.md's own
Sat, March 20, 2021, 1 PM – 3 PM      | 2021-03-20 13:00 | 2021-03-20 15:00
March 7, 2017 - 5 PM - 7 PM           | 2017-03-07 17:00 | 2017-03-07 19:00
8 de marzo de 2017, 6 PM              | 2017-03-08 18:00
2021-03-20 13:00–15:00                | 2021-03-20 13:00 | 2021-03-20 15:00
Sat, Feb 2, 2019                      | 2019-02-02
June 4 – 6, 2021                      | 2021-06-04 | 2021-06-06
# ways to write a day
March 20 2021                         | 2021-03-20
20 March 2021                         | 2021-03-20
20 of March, 2021                     | 2021-03-20
March 20th, 2021                      | 2021-03-20
May 1st, 2021                         | 2021-05-01
SATURDAY MARCH 20, 2021               | 2021-03-20
sat. mar. 20, 2021                    | 2021-03-20
Saturday 2021-03-20                   | 2021-03-20
2021-3-5                              | 2021-03-05
sábado, 20 de marzo de 2021           | 2021-03-20
sabado 20 marzo 2021                  | 2021-03-20
sáb. 20 mar. 2021                     | 2021-03-20
el sábado 20 de marzo del 2021        | 2021-03-20
on Saturday, March 20, 2021           | 2021-03-20
1º de mayo de 2021                    | 2021-05-01
1° de mayo de 2021                    | 2021-05-01
# mar is March, or martes before a month
Mar 9, 2021                           | 2021-03-09
Tue, Mar 9, 2021                      | 2021-03-09
mar 9 de marzo de 2021                | 2021-03-09
mar, 9 mar 2021                       | 2021-03-09
mar, el 6 de abril de 2021            | 2021-04-06
Mar 6 to Apr 10, 2021                 | 2021-03-06 | 2021-04-10
Mar 6 a Apr 10, 2021                  | 2021-03-06 | 2021-04-10
Mar 6 – Mar 9, 2021                   | 2021-03-06 | 2021-03-09
# ranges of days
June 4-6, 2021                        | 2021-06-04 | 2021-06-06
June 4 to 6, 2021                     | 2021-06-04 | 2021-06-06
June 4 – July 6, 2021                 | 2021-06-04 | 2021-07-06
June 4, 2021 – July 6, 2021           | 2021-06-04 | 2021-07-06
Dec 30, 2021 – Jan 2, 2022            | 2021-12-30 | 2022-01-02
4 – 6 June 2021                       | 2021-06-04 | 2021-06-06
4 al 6 de junio de 2021               | 2021-06-04 | 2021-06-06
del 4 al 6 de junio de 2021           | 2021-06-04 | 2021-06-06
4 de junio a 6 de julio de 2021       | 2021-06-04 | 2021-07-06
Fri, June 4 – Sun, June 6, 2021       | 2021-06-04 | 2021-06-06
2021-06-04 – 2021-06-06               | 2021-06-04 | 2021-06-06
2021-06-04 to 2021-06-06              | 2021-06-04 | 2021-06-06
# ways to write an hour
March 20, 2021, 1PM                   | 2021-03-20 13:00
March 20, 2021, 1pm                   | 2021-03-20 13:00
March 20, 2021, 1 Pm                  | 2021-03-20 13:00
March 20, 2021, 1 p.m.                | 2021-03-20 13:00
March 20, 2021, 1 P.M                 | 2021-03-20 13:00
March 20, 2021, 1 p. m.               | 2021-03-20 13:00
March 20, 2021, 1:30 PM               | 2021-03-20 13:30
March 20, 2021, 01:30PM               | 2021-03-20 13:30
March 20, 2021, 12 PM                 | 2021-03-20 12:00
March 20, 2021, 12:30 PM              | 2021-03-20 12:30
March 20, 2021, 12:30 AM              | 2021-03-20 00:30
March 20, 2021, noon                  | 2021-03-20 12:00
March 20, 2021 at 12 noon             | 2021-03-20 12:00
20 de marzo de 2021, mediodía         | 2021-03-20 12:00
20 de marzo de 2021 a mediodía        | 2021-03-20 12:00
20 de marzo de 2021 al mediodia       | 2021-03-20 12:00
March 20, 2021, 13:00                 | 2021-03-20 13:00
March 20, 2021, 23:59                 | 2021-03-20 23:59
2021-03-20 9:00                       | 2021-03-20 09:00
2021-03-20 09:00                      | 2021-03-20 09:00
2021-03-20, 00:30                     | 2021-03-20 00:30
2021-03-20T13:00                      | 2021-03-20 13:00
2021-03-20T13:00:00                   | 2021-03-20 13:00
2021-03-20 1 PM                       | 2021-03-20 13:00
# ranges of hours
March 20, 2021, 1 – 3 PM              | 2021-03-20 13:00 | 2021-03-20 15:00
March 20, 2021, 1-3pm                 | 2021-03-20 13:00 | 2021-03-20 15:00
March 20, 2021, 1:30 to 3:45 p.m.     | 2021-03-20 13:30 | 2021-03-20 15:45
March 20, 2021, 9 – 11 AM             | 2021-03-20 09:00 | 2021-03-20 11:00
March 20, 2021, 12 – 2 PM             | 2021-03-20 12:00 | 2021-03-20 14:00
March 20, 2021, 11 AM – 1 PM          | 2021-03-20 11:00 | 2021-03-20 13:00
March 20, 2021, noon – 2 PM           | 2021-03-20 12:00 | 2021-03-20 14:00
March 20, 2021, 1 PM to midnight      | 2021-03-20 13:00 | 2021-03-21 00:00
20 de marzo de 2021, 6 PM a medianoche | 2021-03-20 18:00 | 2021-03-21 00:00
20 de marzo de 2021, 10 AM al mediodía | 2021-03-20 10:00 | 2021-03-20 12:00
20 de marzo de 2021, de 6 a 8 p. m.   | 2021-03-20 18:00 | 2021-03-20 20:00
20 de marzo de 2021 a las 18:00 a 20:00 | 2021-03-20 18:00 | 2021-03-20 20:00
2021-03-20 9:00-11:00                 | 2021-03-20 09:00 | 2021-03-20 11:00
2021-03-20 1:00 – 3:00 PM             | 2021-03-20 13:00 | 2021-03-20 15:00
2021-03-20 22:00 – 24:00              | 2021-03-20 22:00 | 2021-03-21 00:00
March 20, 2021, 13:00 – 15:00         | 2021-03-20 13:00 | 2021-03-20 15:00
# into the night, and an end with its own date
March 20, 2021, 9 PM – 1 AM           | 2021-03-20 21:00 | 2021-03-21 01:00
March 20, 2021, 9 PM – 8:59 AM        | 2021-03-20 21:00 | 2021-03-21 08:59
Dec 31, 2021, 9 PM – 1 AM             | 2021-12-31 21:00 | 2022-01-01 01:00
March 20, 2021, 9 PM – March 21, 2021, 10 AM | 2021-03-20 21:00 | 2021-03-21 10:00
March 20, 2021, 9 PM – Sun, March 21, 10 AM  | 2021-03-20 21:00 | 2021-03-21 10:00
March 20, 9 PM – March 21, 2021, 10 AM       | 2021-03-20 21:00 | 2021-03-21 10:00
March 20, 2021, 1 PM to March 20 at 3 PM     | 2021-03-20 13:00 | 2021-03-20 15:00
20 de marzo de 2021, 9 PM a 21 de marzo a las 10 AM | 2021-03-20 21:00 | 2021-03-21 10:00
2021-03-20 22:00 – 2021-03-21 10:00   | 2021-03-20 22:00 | 2021-03-21 10:00
2021-03-20 22:00 – 2021-03-21 24:00   | 2021-03-20 22:00 | 2021-03-22 00:00
# zone words, and the nights on which clocks change
March 20, 2021, 1 PM CDT              | 2021-03-20 13:00
March 20, 2021, 1 PM cdt – 3 PM       | 2021-03-20 13:00 | 2021-03-20 15:00
March 20, 2021, 1 – 3 PM CDT          | 2021-03-20 13:00 | 2021-03-20 15:00
Feb 20, 2021, 1 PM CST – 3 PM CST     | 2021-02-20 13:00 | 2021-02-20 15:00
Nov 7, 2021, 1:30 AM CDT              | 2021-11-07 01:30
Nov 6, 2021, 11 PM CDT – 2:30 AM CST  | 2021-11-06 23:00 | 2021-11-07 02:30
March 13, 2021, 11 PM – 3:30 AM       | 2021-03-13 23:00 | 2021-03-14 03:30
"""

REFUSED = {
    "": "it is empty",
    "soon": '"soon" in "soon" is no day or hour here',
    "March": '"March" stops too early',
    "March 2021": '"2021" in "March 2021" is no day or hour here',
    "March 32, 2021": '"32" in "March 32, 2021" is no day or hour here',
    "Feb 29, 2021": "there is no February 29 in 2021",
    "2021-13-04": "2021-13-04 has no month 13",
    "3/4/2021": "3/4/2021 reads differently in different countries",
    "4.3.21, 6 PM": "4.3.21 reads differently in different countries",
    "March 20, 1 PM": "March 20 has no year",
    "20, 1 PM": "the day 20 has no month",
    "March 20, 20215 PM": '"2" in "March 20, 20215 PM" is no day or hour here',
    "Sun, March 20, 2021": "March 20, 2021 is a Saturday, not a Sunday",
    "domingo 20 de marzo de 2021": "March 20, 2021 is a Saturday, not a Sunday",
    "Fri, June 4 – Mon, June 6, 2021": "June 6, 2021 is a Sunday, not a Monday",
    "June 6 – 4, 2021": "June 4, 2021 is not after June 6, 2021",
    "June 6 – 6, 2021": "June 6, 2021 is not after June 6, 2021",
    "March 20, 2021, 5": "5 could be morning or evening",
    "March 20, 2021 – 5": "5 could be morning or evening",
    "March 20, 2021, 5 – 7": "7 could be morning or evening",
    "March 20, 2021, 5 PM – 7": "7 could be morning or evening",
    "March 20, 2021, 9:30": "9:30 could be morning or evening",
    "March 20, 2021, 0:30": "0:30 could be morning or evening",
    "March 20, 2021, 11 – 1 PM": "11 could be morning or evening",
    "March 20, 2021, 12 – 12 PM": "12 could be morning or evening",
    "March 20, 2021, 5 – March 21, 7 PM": "5 could be morning or evening",
    "March 20, 2021, midnight": "midnight at the start of March 20, 2021 is easily taken for the night after",
    "20 de marzo de 2021, medianoche": "midnight at the start of March 20, 2021 is easily taken for the night after",
    "March 20, 2021, 12 – 1 AM": "midnight at the start of March 20, 2021 is easily taken for the night after",
    "March 20, 2021, 12 AM – 2 AM": "midnight at the start of March 20, 2021 is easily taken for the night after",
    "2021-03-20 0:00": "midnight at the start of March 20, 2021 is easily taken for the night after",
    "March 20, 2021, 13": '"13" in "March 20, 2021, 13" is no day or hour here',
    "March 20, 2021, 13 PM": "13 is no hour of the day",
    "March 20, 2021, 0 AM": "0 is no hour of the day",
    "March 20, 2021, 1:60 PM": "1:60 is no hour of the day",
    "2021-03-20 24:30": "24:30 is no hour of the day",
    "2021-03-20 25:00": "25:00 is no hour of the day",
    "March 20, 2021, 1 PM –": '"March 20, 2021, 1 PM –" stops too early',
    "March 20, 2021, 1 PM – 3 PM – 5 PM": '"–" in "March 20, 2021, 1 PM – 3 PM – 5 PM" is no day or hour here',
    "March 20, 2021, 1 PM sharp": "SHARP does not fit: it is CDT on March 20, 2021 in Chicago",
    "March 20, 2021, 1 PM CST": "CST does not fit: it is CDT on March 20, 2021 in Chicago",
    "March 20, 2021, 1 PM – 3 PM EST": "EST does not fit: it is CDT on March 20, 2021 in Chicago",
    "March 20, 2021, 9 PM – 9 AM": "9 AM is not after 9 PM, or runs 12 hours or more into the next day",
    "March 20, 2021, 9 PM – 9 PM": "9 PM is not after 9 PM, or runs 12 hours or more into the next day",
    "March 20, 2021, noon – midnight": "12 AM is not after 12 PM, or runs 12 hours or more into the next day",
    "March 20, 2021, 3 PM – March 20, 1 PM": "it ends on March 20, 2021 at 1 PM, before it begins",
    "March 14, 2021, 2:30 AM": "2:30 AM does not exist on March 14, 2021 in Chicago",
    "March 13, 2021, 11 PM – 2 AM": "2 AM does not exist on March 14, 2021 in Chicago",
    "Nov 7, 2021, 1:30 AM": "1:30 AM comes twice on November 7, 2021 in Chicago: in CDT and, later, in CST",
    "Nov 7, 2021, 1:30 AM CST": "1:30 AM comes twice on November 7, 2021 in Chicago: in CDT and, later, in CST",
    "Nov 6, 2021, 11 PM – 1:30 AM": "1:30 AM comes twice on November 7, 2021 in Chicago: in CDT and, later, in CST",
    "9999-12-31": '"9999" in "9999-12-31" is no day or hour here',
}

TOML = (
    (date(2021, 3, 20), "2021-03-20"),
    (datetime(2021, 3, 20, 13, 30), "2021-03-20 13:30"),
    (datetime(2021, 3, 20, 13, 30, 0, 5), "2021-03-20 13:30"),
    (date(1900, 1, 1), "1900-01-01"),
    (datetime(2199, 12, 31, 23, 59), "2199-12-31 23:59"),
)
REFUSED_TOML = (
    (datetime(2021, 3, 20, 13, tzinfo=CHICAGO), "a date-time with an offset"),
    (datetime(2021, 3, 20), "midnight at the start of March 20, 2021 is easily taken for the night after"),
    (datetime(2021, 3, 14, 2, 30), "2:30 AM does not exist on March 14, 2021 in Chicago"),
    (date(1899, 12, 31), "the year 1899 is none that calendars can show"),
    (datetime(2200, 1, 1, 13), "the year 2200 is none that calendars can show"),
    (date(1, 1, 1), "the year 1 is none that calendars can show"),
    (datetime(9999, 12, 31, 13), "the year 9999 is none that calendars can show"),
    (time(13), "this is neither a text nor a date"),
    (2021, "this is neither a text nor a date"),
    (None, "this is neither a text nor a date"),
    (["March 20, 2021"], "this is neither a text nor a date"),
)


def written(when: When) -> list[str]:
    """Return start and end as the table above writes them, in Chicago's hours."""
    ends = [moment for moment in (when.start, when.end) if moment is not None]
    assert all(moment.tzinfo is CHICAGO for moment in ends if isinstance(moment, datetime))
    return [f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else f"{moment}" for moment in ends]


def refusal(value: object) -> WhenError:
    """Return why `value` is refused."""
    with pytest.raises(WhenError) as caught:
        parse_when(value, CHICAGO)
    return caught.value


@pytest.mark.parametrize("line", [line for line in READ.strip().splitlines() if not line.startswith("#")])
def test_what_announcements_write_is_read(line: str) -> None:
    text, *expected = (part.strip() for part in line.split("|"))
    assert written(parse_when(text, CHICAGO)) == expected


@pytest.mark.parametrize("text", REFUSED)
def test_what_has_no_single_reading_is_refused(text: str) -> None:
    assert refusal(text).found == REFUSED[text]


@pytest.mark.parametrize(("value", "expected"), TOML)
def test_dates_of_toml_are_read(value: date, expected: str) -> None:
    when = parse_when(value, CHICAGO)
    assert written(when) == [expected]
    assert getattr(when.start, "microsecond", 0) == 0


@pytest.mark.parametrize(("value", "found"), REFUSED_TOML)
def test_other_values_of_toml_are_refused(value: object, found: str) -> None:
    assert refusal(value).found == found


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Sun, March 20, 2021, 1 PM", ["2021-03-20", "2021-03-21"]),
        ("miércoles 20 de marzo de 2021", ["2021-03-20", "2021-03-17"]),
        ("3/4/2021", ["2021-03-04", "2021-04-03"]),
        ("3.4.21", ["2021-03-04", "2021-04-03"]),
        ("2021/3/4", ["2021-03-04", "2021-04-03"]),
        ("20/3/2021", ["2021-03-20"]),
        ("3/31/2021", ["2021-03-31"]),
    ],
)
def test_offered_days_can_be_pasted(text: str, offered: list[str]) -> None:
    readings = refusal(text).remedy.removeprefix("write ").split(" or ")
    assert [written(parse_when(reading, CHICAGO)) for reading in readings] == [[day] for day in offered]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("March 20, 2021, 5", ["5 AM", "5 PM"]),
        ("March 20, 2021, 9:30", ["9:30 AM", "9:30 PM"]),
        ("March 20, 2021, 0:30", ["12:30 AM", "12:30 PM"]),
        ("March 20, 2021, 11 – 1 PM", ["11 AM"]),
        ("March 20, 2021, 11 – noon", ["11 AM"]),
        ("March 20, 2021, 12 – 12 PM", ["12 AM", "12 PM"]),
        ("March 20, 2021, 8 – 1 AM", ["8 PM"]),
        ("March 14, 2021, 2:30 AM", ["1:30 AM", "3:30 AM"]),
    ],
)
def test_offered_hours_are_those_possible(text: str, offered: list[str]) -> None:
    assert refusal(text).remedy == f"write {' or '.join(offered)}"


ENGLISH = str.split("January February March April May June July August September October November December")
SPANISH = str.split("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
ENGLISH_DAYS = str.split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
SPANISH_DAYS = str.split("lunes martes miércoles jueves viernes sábado domingo")
DAYS = (
    "{Weekday}, {Month} {day}, {year}",
    "{Wkd} {Mon} {day} {year}",
    "{Wkd}. {Mon}. {day}, {year}",
    "{Month} {day}th, {year}",
    "{day} {Month} {year}",
    "{day} of {Month}, {year}",
    "{semana}, {day} de {mes} de {year}",
    "el {semana} {day} de {mes} del {year}",
    "{sem} {day} {me} {year}",
    "{day} de {mes} de {year}",
    "{iso}",
    "{Weekday} {iso}",
)
BEFORE_HOURS = (", ", " ", " - ", " – ", "—", " at ", " a las ", " de ", ", de ")
BETWEEN = ("-", " - ", "–", " – ", " to ", " a ", " hasta las ")
HOURS = ("{h}{:mm} {AM}", "{h}{:mm}{am}", "{h}{:mm} {a.m.}", "{h}{:mm} {a. m.}")
LAST = 2037  # pytz, the judge of the hours below, knows no change of clocks after it


def in_words(day: date, pattern: str) -> str:
    """Return `day` written after one of DAYS."""
    month, weekday = day.month - 1, day.weekday()
    return pattern.format(
        day=day.day,
        year=day.year,
        iso=day.isoformat(),
        Month=ENGLISH[month],
        Mon=ENGLISH[month][:3],
        mes=SPANISH[month],
        me=SPANISH[month][:3],
        Weekday=ENGLISH_DAYS[weekday],
        Wkd=ENGLISH_DAYS[weekday][:3],
        semana=SPANISH_DAYS[weekday],
        sem=SPANISH_DAYS[weekday][:3],
    )


def in_figures(hour: time, pattern: str) -> str:
    """Return `hour` written after one of HOURS."""
    half = "a" if hour.hour < 12 else "p"
    signs = {"AM": f"{half}M".upper(), "am": f"{half}m", "a.m.": f"{half}.m.", "a. m.": f"{half}. m."}
    signs |= {"h": str((hour.hour - 1) % 12 + 1), ":mm": f":{hour.minute:02}" if hour.minute else ""}
    for sign, written in signs.items():
        pattern = pattern.replace("{" + sign + "}", written)
    return pattern


def judged(moment: datetime) -> datetime | None:
    """Return the instant of a wall-clock hour in Chicago as pytz has it; None where it is missing or comes twice."""
    try:
        return pytz.timezone("America/Chicago").localize(moment, is_dst=None)
    except pytz.InvalidTimeError:
        return None


@quick
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(DAYS), st.sampled_from((str, str.upper)))
def test_any_day_in_any_form_is_read(day: date, pattern: str, case: Callable[[str], str]) -> None:
    assert parse_when(case(in_words(day, pattern)), CHICAGO) == When(day)


@quick
@given(
    st.dates(date(1970, 1, 1), date(LAST, 12, 30)),
    st.integers(1, 1439),
    st.one_of(st.none(), st.integers(1, 719)),
    st.tuples(*map(st.sampled_from, (DAYS, BEFORE_HOURS, HOURS, BETWEEN, HOURS))),
    st.booleans(),
)
def test_any_hours_in_any_form_are_read(
    day: date, minutes: int, length: int | None, forms: tuple[str, ...], of_24: bool
) -> None:
    pattern, separator, one, between, other = forms
    start = datetime.combine(day, time(0)) + timedelta(minutes=minutes)
    moments = [start] if length is None else [start, start + timedelta(minutes=length)]
    plain = of_24 and ("iso" in pattern or all(moment.hour >= 13 for moment in moments))
    hours = [
        f"{moment:%H:%M}" if plain else in_figures(moment.time(), form) for moment, form in zip(moments, (one, other))
    ]
    text = in_words(day, pattern) + separator + between.join(hours)
    instants = [judged(moment) for moment in moments]
    if None in instants:
        refusal(text)
    else:
        when = parse_when(text, CHICAGO)
        assert [when.start, when.end][: len(moments)] == instants, text
        assert (when.end is None) == (length is None)


@quick
@given(st.dates(date(1970, 1, 1), date(2190, 12, 31)), st.integers(1, 3000), st.sampled_from(DAYS))
def test_any_range_of_days_is_read(day: date, length: int, pattern: str) -> None:
    last = day + timedelta(days=length)
    for dash in (" – ", "-", " to ", " al "):
        assert parse_when(in_words(day, pattern) + dash + in_words(last, pattern), CHICAGO) == When(day, last)


PIECES = (
    *str.split("jan Mar mar marzo May mayo Sept. dic Mon Tue martes sáb. sabado Sunday 1 2 5 12 13 20 30 31 32 00 1st"),
    *str.split(
        "2021 2022 1900 2199 21 99999 12345678901234567890 2021-03-20 2021-11-07 2021-03-14 2021-2-30 0000-00-00"
    ),
    *str.split("9999-12-31 2199-12-31 3/4/2021 31/31/31 1.2.3 1 PM 5pm 11:59 p.m. 12 AM 0 13:00 24:00 0:00 2:30 1:30"),
    *str.split(
        "noon midnight mediodía medianoche CST CDT EST Z UTC el on del de of at a las la al to until hasta T t @"
    ),
    *str.split("– - — , . : / ( ) º ª ° é ñ ٣ ² ½ 芝"),
    "",
    "\n",
    "\N{NO-BREAK SPACE}",
)
ZONES = ("America/Chicago", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kolkata", "UTC")


@settings(quick, max_examples=1500)
@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
        st.text(max_size=40),
    ),
    st.sampled_from(ZONES),
)
def test_no_text_raises_anything_else(text: str, name: str) -> None:
    try:
        when = parse_when(text, zone(name))
    except WhenError as error:
        said = (error.found, error.remedy)
    else:
        said = ()
        if when.end is not None:
            assert isinstance(when.start, datetime) == isinstance(when.end, datetime)
            assert instant(when.end, zone(name)) > instant(when.start, zone(name))
    assert all(said)


@pytest.mark.parametrize("text", ["9" * 5000, "March " * 5000, "2021-03-20 " + "– " * 5000, "x" * 100_000])
def test_long_texts_are_refused(text: str) -> None:
    assert refusal(text).remedy

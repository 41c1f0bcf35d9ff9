"""`when` as announcements write it: the forms that are read, and those that are refused.

They are in cases/when/read.txt and refused.txt, each below a line [zone languages] with the zone
and the languages of the list that has them. After a change that is meant to change a refusal, run
`python -m tests.test_when` and read the diff.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
import pytz
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.catalog import When, WhenError, instant, parse_when, zone
from feeds.catalog.when import Conventions, HourError, Series, format_when, mentions, parse
from tests.lists import ROOT

CHICAGO = zone("America/Chicago")
CASES = ROOT / "tests" / "cases" / "when"
quick = settings(max_examples=100, deadline=None, derandomize=True)


def conventions(heading: str) -> Conventions:
    """Return the conventions that a line [zone languages] names."""
    name, *languages = heading.strip("[]").split()
    return Conventions(zone(name), tuple(languages))


def forms() -> Iterator[tuple[str, str, str]]:
    """Yield each form that is read, below its heading, with its reading."""
    heading = ""
    for line in (CASES / "read.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            heading = line
        elif line and not line.startswith("#"):
            text, _, reading = line.rpartition(" => ")
            yield heading, text, reading


def refusals() -> Iterator[tuple[str, str, str, str]]:
    """Yield each form that is refused, below its heading, with the fault and the remedy."""
    heading = ""
    lines = iter((CASES / "refused.txt").read_text("utf-8").splitlines())
    for line in lines:
        if line.startswith("["):
            heading = line
        else:
            yield heading, line, next(lines).strip(), next(lines).strip()


def shown(reading: When | Series) -> str:
    """Return a reading as read.txt writes it."""
    if isinstance(reading, Series):
        return "; ".join(
            f"{day}: {when.found}" if isinstance(when, HourError) else shown(when)
            for day, when in reading.dates
        )
    ends = [
        f"{one:%Y-%m-%d %H:%M}" if isinstance(one, datetime) else f"{one}"
        for one in (reading.start, reading.end)
        if one
    ]
    return " to ".join(ends)


def quoted(remedy: str) -> list[str]:
    """Return the texts that a remedy offers."""
    return re.findall(r'"([^"]*)"', remedy.replace('status = "tentative"', ""))


READ, REFUSED = tuple(forms()), tuple(refusals())

TOML = (
    (date(2021, 3, 20), "2021-03-20"),
    (datetime(2021, 3, 20, 13, 30), "2021-03-20 13:30"),
    (datetime(2021, 3, 20, 13, 30, 0, 5), "2021-03-20 13:30"),
    (date(1900, 1, 1), "1900-01-01"),
    (datetime(2199, 12, 31, 23, 59), "2199-12-31 23:59"),
    (datetime(2021, 3, 20), "2021-03-20 00:00"),
    (datetime(2021, 3, 20, 13, tzinfo=CHICAGO), "2021-03-20 13:00"),
    (datetime(2021, 3, 20, 13, tzinfo=timezone(timedelta(hours=-5))), "2021-03-20 13:00"),
    (datetime(2018, 11, 4, 1, 30, tzinfo=timezone(timedelta(hours=-5))), "2018-11-04 01:30"),
)
REFUSED_TOML = (
    (
        datetime(2021, 3, 20, 13, tzinfo=UTC),
        "+00:00 does not fit: it is CDT on March 20, 2021 in Chicago",
    ),
    (datetime(2021, 3, 14, 2, 30), "2:30 AM does not exist on March 14, 2021 in Chicago"),
    (date(1899, 12, 31), "calendars cannot show the year 1899"),
    (datetime(2200, 1, 1, 13), "calendars cannot show the year 2200"),
    (date(1, 1, 1), "calendars cannot show the year 1"),
    (datetime(9999, 12, 31, 13), "calendars cannot show the year 9999"),
    (time(13), "this is neither a text nor a date"),
    (2021, "this is neither a text nor a date"),
    (None, "this is neither a text nor a date"),
    (["March 20, 2021"], "this is neither a text nor a date"),
)


def ends(when: When) -> list[str]:
    """Return start and end as the table above writes them, in Chicago's hours."""
    assert all(one.tzinfo is CHICAGO for one in (when.start, when.end) if isinstance(one, datetime))
    return shown(when).split(" to ")


def refusal(value: object) -> WhenError:
    """Return the error that refuses `value`."""
    with pytest.raises(WhenError) as caught:
        parse_when(value, CHICAGO)
    return caught.value


def test_the_tables_have_many_forms() -> None:
    assert len(READ) >= 250
    assert len(REFUSED) >= 110


@pytest.mark.parametrize(("heading", "text", "reading"), READ)
def test_a_form_has_its_reading(heading: str, text: str, reading: str) -> None:
    assert shown(parse(text, conventions(heading))) == reading


@pytest.mark.parametrize(("heading", "text", "found", "remedy"), REFUSED)
def test_a_form_without_a_single_reading_is_refused_and_every_text_offered_passes(
    heading: str, text: str, found: str, remedy: str
) -> None:
    of_list = conventions(heading)
    with pytest.raises(WhenError) as caught:
        parse(text, of_list)
    assert (caught.value.found, caught.value.remedy) == (found, remedy)
    offered = [parse(one, of_list) for one in quoted(remedy)]
    assert offered
    if "write it like" not in remedy:
        assert tuple(dict.fromkeys(offered)) == caught.value.readings


def test_a_reading_written_back_is_read_the_same_in_any_language() -> None:
    readings = {}
    for heading, text, reading in READ:
        of_list = conventions(heading)
        if "does not exist" not in reading:
            readings[of_list.zone, reading] = parse(text, of_list)
    for (of_zone, _), found in readings.items():
        for language in ("en", "en-GB", "es", "de", "fr", "pt", "pl", "he", "zh"):
            assert parse(format_when(found), Conventions(of_zone, (language,))) == found, (
                format_when(found),
                language,
            )


@pytest.mark.parametrize("text", ["", " ", "\n"])
def test_an_empty_text_is_refused(text: str) -> None:
    assert refusal(text).found == "it is empty"


@pytest.mark.parametrize("offset", [None, timezone(timedelta(hours=-5))])
@pytest.mark.parametrize("second", [15, 59])
def test_dates_of_toml_keep_their_seconds(second: int, offset: timezone | None) -> None:
    when = parse_when(datetime(2021, 3, 20, 13, 0, second, 5, tzinfo=offset), CHICAGO)
    assert when == When(datetime(2021, 3, 20, 13, 0, second, tzinfo=CHICAGO))


@pytest.mark.parametrize(("value", "expected"), TOML)
def test_dates_of_toml_are_read(value: date, expected: str) -> None:
    when = parse_when(value, CHICAGO)
    assert ends(when) == [expected]
    assert getattr(when.start, "microsecond", 0) == 0


@pytest.mark.parametrize(("value", "found"), REFUSED_TOML)
def test_other_values_of_toml_are_refused(value: object, found: str) -> None:
    assert refusal(value).found == found


ENGLISH = str.split(
    "January February March April May June July August September October November December"
)
SPANISH = str.split(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
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
    """Return `day` in one of the forms in DAYS."""
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
    """Return `hour` in one of the forms in HOURS."""
    half = "a" if hour.hour < 12 else "p"
    signs = {
        "AM": f"{half}M".upper(),
        "am": f"{half}m",
        "a.m.": f"{half}.m.",
        "a. m.": f"{half}. m.",
    }
    signs |= {
        "h": str((hour.hour - 1) % 12 + 1),
        ":mm": f":{hour.minute:02}" if hour.minute else "",
    }
    for sign, figures in signs.items():
        pattern = pattern.replace("{" + sign + "}", figures)
    return pattern


def judged(moment: datetime) -> datetime | None:
    """Return an hour in Chicago as pytz has it, or None if it is missing or comes twice."""
    try:
        return pytz.timezone("America/Chicago").localize(moment, is_dst=None)
    except pytz.InvalidTimeError:
        return None


@quick
@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(DAYS),
    st.sampled_from((str, str.upper)),
)
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
        f"{moment:%H:%M}" if plain else in_figures(moment.time(), form)
        for moment, form in zip(moments, (one, other))
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
@given(
    st.datetimes(datetime(1970, 1, 1), datetime(2190, 12, 31)),
    st.one_of(st.none(), st.integers(0, 1500)),
    st.integers(0, 6),
)
def test_the_usual_form_is_read_the_same_without_the_grammar(
    start: datetime, length: int | None, wrong_day: int
) -> None:
    end = start + timedelta(minutes=length or 0)
    weekday = start + timedelta(days=wrong_day % 4 // 3)
    hours = [in_figures(one.time(), "{h}{:mm} {AM}") for one in (start, end)]
    text = f"{in_words(weekday, '{Wkd}')}, {in_words(start, '{Month} {day}, {year}')}, "
    text += hours[0] if length is None else " – ".join(hours)
    outcomes = []
    for one in (text, f" {text}"):  # what begins with a space, the grammar reads
        try:
            outcomes.append(shown(parse_when(one, CHICAGO)))
        except WhenError as error:
            outcomes.append(error.found)
    assert outcomes[0] == outcomes[1]


@quick
@given(st.dates(date(1970, 1, 1), date(2190, 12, 31)), st.integers(1, 3000), st.sampled_from(DAYS))
def test_any_range_of_days_is_read(day: date, length: int, pattern: str) -> None:
    last = day + timedelta(days=length)
    for dash in (" – ", "-", " to ", " al "):
        assert parse_when(in_words(day, pattern) + dash + in_words(last, pattern), CHICAGO) == When(
            day, last
        )


PIECES = (
    *str.split("jan Mar mar marzo May mayo Sept. dic Mon Tue martes sáb. sabado Sunday"),
    *str.split("1 2 5 12 13 20 30 31 32 00 1st 2021 2022 1900 2199 21 99999 12345678901234567890"),
    *str.split("2021-03-20 2021-11-07 2021-03-14 2021-2-30 0000-00-00"),
    *str.split("40/3 3/20 20.3. 9999-12-31 2199-12-31"),
    *str.split("3/4/2021 31/31/31 1.2.3 1 PM 5pm 11:59 p.m. 12 AM 0 13:00 24:00 0:00 2:30 1:30"),
    *str.split("noon midnight mediodía medianoche CST CDT EST Z UTC el on del de of at a las a la"),
    *str.split("al to until hasta T t @ every other first last 2nd martes Tuesdays of the month"),
    *str.split("each day until except starting late June y and cada todos los excepto hasta mes"),
    *str.split("veces weeks for CT ET Eastern -05:00 +02 19h30 Uhr hs de la noche 24:00"),
    *str.split("– - — , . : / ( ) º ª ° é ñ ٣ ² ½ 芝 · | & @"),
    "",
    "\n",
    "\N{NO-BREAK SPACE}",
)
ZONES = (
    "America/Chicago",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
    "Asia/Kolkata",
    "UTC",
)


@settings(quick, max_examples=500)
@given(
    st.one_of(
        st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
        st.text(max_size=40),
    ),
    st.sampled_from(ZONES),
)
def test_any_text_is_refused_with_texts_that_pass_or_read_and_written_back(
    text: str, name: str
) -> None:
    of_list = Conventions(zone(name), ("en", "es"))
    refused = None
    try:
        found = parse(text, of_list)
    except WhenError as error:
        refused = error
    if refused is not None:
        assert all((refused.found, refused.remedy))
        for one in quoted(refused.remedy):
            parse(one, of_list)
        return
    whens = [when for _, when in found.dates] if isinstance(found, Series) else [found]
    for when in whens:
        if isinstance(when, When) and when.end is not None:
            assert isinstance(when.start, datetime) == isinstance(when.end, datetime)
            assert instant(when.end, of_list.zone) > instant(when.start, of_list.zone)
    back = format_when(found)
    if len(back) <= 500 and not any(isinstance(when, HourError) for when in whens):
        assert parse(back, of_list) == found


@pytest.mark.parametrize(
    "text", ["9" * 5000, "March " * 5000, "2021-03-20 " + "– " * 5000, "x" * 100_000]
)
def test_long_texts_are_refused(text: str) -> None:
    assert refusal(text).remedy


# repetitions in words, against the same rule of RFC 5545

RULES = (  # English, Spanish, rule; {w} is a weekday, {n} the number of one in the month
    ("every {w}", "todos los {s}", "FREQ=WEEKLY;BYDAY={by}"),
    ("{w}s", "cada {s}", "FREQ=WEEKLY;BYDAY={by}"),
    ("{nth} {w} of every month", "{eo} {s} de cada mes", "FREQ=MONTHLY;BYDAY={n}{by}"),
    ("{nth} {w} of the month", "el {eo} {s} del mes", "FREQ=MONTHLY;BYDAY={n}{by}"),
)
NTH = {
    1: ("first", "primer"),
    2: ("2nd", "segundo"),
    3: ("third", "tercer"),
    4: ("4th", "cuarto"),
    -1: ("last", "último"),
}
BY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@quick
@given(
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    st.integers(62, 600),
    st.sampled_from(RULES),
    st.integers(0, 6),
    st.sampled_from(sorted(NTH)),
    st.booleans(),
    st.permutations(range(3)),
)
def test_a_rule_in_words_gives_the_dates_of_the_rule(
    first: date,
    length: int,
    forms: tuple[str, str, str],
    weekday: int,
    number: int,
    spanish: bool,
    order: list[int],
) -> None:
    last = first + timedelta(days=length)
    nth, eo = NTH[number]
    words = {
        "w": ENGLISH_DAYS[weekday],
        "s": SPANISH_DAYS[weekday],
        "by": BY[weekday],
        "n": number,
        "nth": nth,
        "eo": eo,
    }
    english, in_spanish, rule = (form.format(**words) for form in forms)
    if spanish:
        pattern = "{day} de {mes} de {year}"
        period = f"del {in_words(first, pattern)} al {in_words(last, pattern)}"
        parts = [in_spanish, "de 6 a 8 p. m.", period]
    else:
        pattern = "{Month} {day}, {year}"
        parts = [english, "6 – 8 PM", f"{in_words(first, pattern)} – {in_words(last, pattern)}"]
    text = ", ".join(parts[number] for number in order)
    start, until = (datetime.combine(day, time(0)) for day in (first, last))
    expected = [moment.date() for moment in rrulestr(rule, dtstart=start).replace(until=until)]
    found = parse(text, Conventions(CHICAGO, ("en", "es")))
    assert isinstance(found, Series)
    assert [day for day, _ in found.dates] == expected, text
    assert {shown(when)[11:16] for _, when in found.dates if isinstance(when, When)} == {"18:00"}
    if len(format_when(found)) <= 500:
        assert parse(format_when(found), Conventions(CHICAGO)) == found


# mentions in running text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Doors open 6:30 PM, program 7:00 PM – 9:00 PM ET on Sat, March 20, 2027.",
            ["hours 6:30 PM", "hours 7:00 PM – 9:00 PM ET", "date Sat, March 20, 2027"],
        ),
        (
            "March 20 (rain date March 27), from 10 until late; we may march on in the sun",
            ["date March 20", "date March 27"],
        ),
        (
            "Todos los martes a las 7 de la noche, del 2 al 16 de marzo de 2027",
            ["repetition Todos los martes", "hours 7 de la noche", "date 2 al 16 de marzo de 2027"],
        ),
        (
            "Every other Tuesday except holidays, 7pm",
            ["repetition Every other Tuesday", "hours 7pm"],
        ),
        (
            "See you Friday, all hours ET. In June 2027 $20.50",
            ["weekday Friday", "zone ET", "date June 2027"],
        ),
        ("9, 11 and 16 March 2027 · 19h30", ["date 9, 11 and 16 March 2027", "hours 19h30"]),
        ("2027-03-20T19:30:00-05:00", ["date 2027-03-20", "hours 19:30:00-05:00"]),
        ("Steps off 4 PM to Federal Plaza; 6 PM – Main Hall", ["hours 4 PM", "hours 6 PM"]),
        ("March 20 – March for Housing", ["date March 20"]),
        ("March 20 – March 22", ["date March 20 – March 22"]),
        ("Monday-Friday, March 15-19", ["date Monday-Friday, March 15-19"]),
        ("lunes a viernes, 15-19 de marzo", ["date lunes a viernes, 15-19 de marzo"]),
        ("Sat-Sun, bring March", ["weekday Sat", "weekday Sun"]),
        ("nothing of the kind", []),
    ],
)
def test_dates_and_hours_are_found_in_running_text(text: str, expected: list[str]) -> None:
    found = mentions(text, Conventions(CHICAGO, ("en", "es")))
    assert [f"{kind} {text[start:end]}" for kind, start, end in found] == expected


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_mentions_are_in_order_and_do_not_overlap(text: str) -> None:
    places = [(start, end) for _, start, end in mentions(text, Conventions(CHICAGO))]
    flat = [place for pair in places for place in pair]
    assert flat == sorted(flat)
    assert all(start < end for start, end in places)


def renew() -> None:
    """Write refused.txt again, with the refusals of today."""
    lines = []
    last = ""
    for heading, text, _, _ in REFUSED:
        if heading != last:
            lines.append(heading)
        last = heading
        try:
            parse(text, conventions(heading))
        except WhenError as error:
            lines += [text, f"    {error.found}", f"    {error.remedy}"]
    (CASES / "refused.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    renew()

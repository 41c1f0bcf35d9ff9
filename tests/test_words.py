"""Handbill's own words: every one of them in every language it comes with."""

import re
from datetime import date, datetime

import pytest
import pytz
from babel.localedata import locale_identifiers
from babel.messages.extract import extract, extract_from_dir
from babel.messages.pofile import read_po

from feeds.translations import translator_for
from tests.lists import ROOT

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
CATALOGS = sorted((ROOT / "feeds" / "translations").glob("*.po"))


def said_in_the_code() -> set[str | tuple[str, ...]]:
    keywords = {"text": None, "count": (1, 2), "say": None, "N_": None}
    found = {message for _, _, message, _, _ in extract_from_dir(ROOT / "feeds", METHODS, keywords=keywords)}
    with (ROOT / "desk" / "new.py").open("rb") as file:
        return found | {message for _, message, _, _ in extract("python", file, keywords=keywords)}


def test_there_are_words_and_a_language():
    assert len(said_in_the_code()) > 30
    assert CATALOGS


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_a_language_has_every_word_of_the_code_and_no_other(file):
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=file.stem)
    assert {message.id for message in catalog if message.id} == said_in_the_code()


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_every_word_is_translated_with_the_same_blanks_to_fill(file):
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=file.stem)
    for message in catalog:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        versions = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(versions), message.id
        assert not message.fuzzy, message.id
        for version in versions:
            assert set(re.findall(r"%\(\w+\)\w", version)) == set(re.findall(r"%\(\w+\)\w", english[-1])), message.id


AFTERNOON = (datetime(2021, 3, 20, 13), datetime(2021, 3, 20, 15))
NIGHT = datetime(2021, 3, 21, 1)
CHICAGO = "America/Chicago"
SPANS = [
    ("en", CHICAGO, *AFTERNOON, "Sat, Mar 20, 2021, 1:00 – 3:00 PM"),
    ("es", CHICAGO, *AFTERNOON, "sáb, 20 de mar de 2021, 1:00–3:00 p.m."),
    ("en", CHICAGO, AFTERNOON[0], None, "Sat, Mar 20, 2021, 1:00 PM"),
    ("es", CHICAGO, AFTERNOON[0], None, "sáb, 20 de mar de 2021, 1:00 p.m."),
    ("en", CHICAGO, AFTERNOON[0], NIGHT, "Sat, Mar 20, 2021, 1:00 PM – Sun, Mar 21, 2021, 1:00 AM"),
    ("en", CHICAGO, date(2019, 2, 2), None, "Sat, Feb 2, 2019"),
    ("es", CHICAGO, date(2019, 2, 2), None, "sáb, 2 de feb de 2019"),
    ("en", CHICAGO, date(2021, 6, 4), date(2021, 6, 6), "Fri, Jun 4 – Sun, Jun 6, 2021"),
    ("en", "Europe/London", *AFTERNOON, "Sat, 20 Mar 2021, 13:00–15:00"),
    ("en-US", "Europe/London", *AFTERNOON, "Sat, Mar 20, 2021, 1:00 – 3:00 PM"),
    ("en-GB", CHICAGO, *AFTERNOON, "Sat, 20 Mar 2021, 13:00–15:00"),
    ("en", "Europe/Berlin", *AFTERNOON, "Sat, 20 Mar 2021, 13:00–15:00"),
    ("en", "Asia/Kathmandu", *AFTERNOON, "Sat, Mar 20, 2021, 1:00 – 3:00 PM"),  # CLDR has no English of Nepal
    ("es", "Europe/Madrid", *AFTERNOON, "sáb, 20 mar 2021, 13:00–15:00"),
    ("es-AR", CHICAGO, *AFTERNOON, "sáb, 20 mar 2021, 1:00–3:00 p. m."),
    ("es", "America/Argentina/Buenos_Aires", *AFTERNOON, "sáb, 20 mar 2021, 1:00–3:00 p. m."),
    ("de", "Europe/Berlin", *AFTERNOON, "Sa., 20. März 2021, 13:00–15:00 Uhr"),
    ("fr", "Europe/Paris", *AFTERNOON, "sam. 20 mars 2021, 13:00 – 15:00"),
    ("pt", "America/Sao_Paulo", *AFTERNOON, "sáb., 20 de mar. de 2021, 13:00 – 15:00"),
    ("ne", "Asia/Kathmandu", *AFTERNOON, "2021 मार्च 20, शनि, 13:00–15:00"),
]


@pytest.mark.parametrize(("language", "timezone", "start", "end", "expected"), SPANS)
def test_a_time_as_it_is_written_in_language_and_territory(language, timezone, start, end, expected):
    assert translator_for(language, timezone).when(start, end) == expected


@pytest.mark.parametrize(
    ("language", "timezone", "clock", "expected"),
    [
        ("en", CHICAGO, "24h", "13:00 – 15:00"),
        ("en", CHICAGO, "12h", "1:00 – 3:00 PM"),
        ("en", "Europe/London", "12h", "1:00 – 3:00 pm"),
        ("es", "America/Argentina/Buenos_Aires", "24h", "13:00–15:00"),
        ("de", "Europe/Berlin", "12h", "1:00–3:00 PM"),
        ("zh-Hant", "Asia/Taipei", "12h", "13:00 – 15:00"),  # Babel cannot write its parts of the day
    ],
)
def test_a_list_may_set_its_clock(language, timezone, clock, expected):
    said = translator_for(language, timezone, clock)
    assert said.hours(*AFTERNOON) == expected
    assert said.long(*AFTERNOON).endswith(f", {expected}")


def test_which_way_a_language_is_written():
    assert [translator_for(language).direction for language in ("en", "ar", "he", "fa-IR", "xx")] == [
        "ltr",
        "rtl",
        "rtl",
        "rtl",
        "ltr",
    ]


@pytest.mark.parametrize(
    ("language", "timezone", "day"),
    [("en", "Asia/Kathmandu", 6), ("es-AR", CHICAGO, 0), ("en-US", "Europe/Berlin", 6), ("pt", "Europe/Lisbon", 6)],
)
def test_weeks_begin_as_in_the_territory_of_the_language_else_of_the_zone(language, timezone, day):
    assert translator_for(language, timezone).first_weekday == day


@pytest.mark.parametrize(
    ("timezone", "miles"),
    [(CHICAGO, True), ("Europe/London", True), ("Asia/Rangoon", True), ("Europe/Berlin", False), ("UTC", False)],
)
def test_distances_are_in_miles_where_people_use_them(timezone, miles):
    assert translator_for("en", timezone).miles == miles


def test_what_a_territory_says_otherwise_and_everything_else_of_its_language():
    assert translator_for("es-AR").text("Topics") == "Temas"
    assert translator_for("es", "America/Argentina/Buenos_Aires").text("Topics") == "Temas"
    assert translator_for("es").language_name("en-GB") == "inglés (Reino Unido)"


def test_lists_are_said_as_each_language_says_them():
    assert translator_for("en").join(["A", "B", "C"]) == "A, B, and C"
    assert translator_for("es").join(["A", "B", "C"]) == "A, B y C"


def test_a_language_without_a_catalog_speaks_english():
    assert translator_for("pl").text("Topics") == "Topics"
    assert translator_for("xx").text("Topics") == "Topics"


@pytest.mark.parametrize(
    ("timezone", "day"),
    [
        ("America/Chicago", 6),
        ("US/Central", 6),  # a former name
        ("Asia/Tokyo", 6),  # nobody speaks English there that CLDR knows of
        ("America/Mexico_City", 6),
        ("Europe/Paris", 0),
        ("Africa/Cairo", 5),
        ("UTC", 0),
        ("Antarctica/Troll", 0),
    ],
)
def test_weeks_begin_as_they_do_where_the_zone_is(timezone, day):
    assert translator_for("en", timezone).first_weekday == day


def test_every_zone_has_a_first_weekday():
    assert {translator_for("en", timezone).first_weekday for timezone in pytz.all_timezones} <= set(range(7))


def test_a_clock_of_twenty_four_hours_where_babel_cannot_say_twelve():
    """Babel knows no parts of a day such as CLDR has them for Traditional Chinese."""
    assert translator_for("zh-Hant").hours(*AFTERNOON) == "13:00 – 15:00"
    assert translator_for("zh-Hant").brief(AFTERNOON[0], AFTERNOON[0].date()) == "3月20日 週六, 13:00"


def test_a_time_can_be_said_in_every_language_of_cldr():
    for locale in locale_identifiers():
        said = translator_for(locale.replace("_", "-"))
        assert said.long(*AFTERNOON), locale
        assert said.brief(AFTERNOON[0], AFTERNOON[0].date()), locale

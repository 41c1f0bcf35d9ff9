"""Handbill's own words: every message in every catalog."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
import pytz
from babel.localedata import locale_identifiers
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from feeds.translations import translator_for
from tests.lists import EVENT, HEAD, ROOT, body, loaded, snapshot
from tests.messages import messages_of_the_code
from tests.pseudo import pseudo_language

CATALOGS = sorted((ROOT / "feeds" / "translations").glob("*.po"))
# catalogs of territories
OF_TERRITORIES = [file for file in CATALOGS if "_" in file.stem]
AMERICAN = re.compile("color|neighborhood|organiz|center", re.IGNORECASE)
BLANK = re.compile(r"%\(\w+\)\w")
ISOLATES = re.compile("[\u2066-\u2069]")  # calendar programs show them as boxes


def read(file: Path) -> Catalog:
    """Return a catalog without its header."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.stem, abort_invalid=True)


def test_catalogs_exist():
    assert len(messages_of_the_code()) > 100
    assert {"de", "en_GB", "es", "fr", "pt"} <= {file.stem for file in CATALOGS}


@pytest.mark.parametrize(
    "file", [file for file in CATALOGS if file not in OF_TERRITORIES], ids=lambda file: file.stem
)
def test_a_catalog_has_every_message_of_the_code_and_no_other(file):
    known, words = {message.id for message in read(file) if message.id}, messages_of_the_code()
    problems = [f"missing: {message}" for message in words - known] + [
        f"unused: {id}" for id in known - words
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("file", OF_TERRITORIES, ids=lambda file: file.stem)
def test_the_catalog_of_a_territory_has_only_messages_of_the_code(file):
    unused = {message.id for message in read(file) if message.id} - messages_of_the_code()
    assert not unused


def test_british_catalogs_have_no_american_spelling():
    [file] = [file for file in OF_TERRITORIES if file.stem == "en_GB"]
    translated = {message.id: message.string for message in read(file) if message.id}
    american = {message for message in messages_of_the_code() if AMERICAN.search(str(message))}
    assert translated.keys() == american
    assert not any(map(AMERICAN.search, map(str, translated.values())))
    assert translator_for("en", "Europe/London").text("Organizations") == "Organisations"
    assert translator_for("en", CHICAGO).text("Organizations") == "Organizations"
    assert translator_for("en-GB").text("Topics") == "Topics"


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_every_translation_has_the_same_placeholders(file):
    problems = []
    for message in read(file):
        if not message.id:
            continue
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        versions = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.fuzzy or not all(versions):
            problems.append(f"not translated: {english[0]}")
        for version in versions:
            if version and set(BLANK.findall(version)) != set(BLANK.findall(english[-1])):
                problems.append(f"other blanks to fill: {version}")
    assert not problems, "\n".join(problems)


def test_a_language_for_tests_is_longer_right_to_left_and_in_no_list_but_theirs():
    text = HEAD.replace('["en", "es"]', '["en", "es", "ar-XB"]') + EVENT
    assert "ar-XB" in loaded(text).findings[0].found
    with pseudo_language():
        assert not loaded(text).findings
        translator = translator_for("ar-XB")
        assert (translator.direction, translator.text("Topics")) == ("rtl", "⟦Töpîçš~~⟧")
        assert translator.count("%(number)d date", "%(number)d dates", 2) == "⟦2 dåtéš~~~~~~⟧"
        made = snapshot(text)
        feed = body(made, "/ar-XB/feeds/all.ics").decode()
        page = body(made, "/ar-XB/feeds/topic/labor/").decode()
        plain = body(made, "/feeds/all.ics").decode()
    assert "⟦Höštéd bý KOCO~~~~~~~⟧" in feed.replace("\r\n ", "")
    assert "⟦Sûbšçrîbé~~~⟧" in page
    assert '<html lang="ar-XB" dir="rtl">' in page
    assert not ISOLATES.search(feed + plain)
    assert translator_for("ar-XB").text("Topics") == "Topics"


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
    # CLDR has no English of Nepal
    ("en", "Asia/Kathmandu", *AFTERNOON, "Sat, Mar 20, 2021, 1:00 – 3:00 PM"),
    ("es", "Europe/Madrid", *AFTERNOON, "sáb, 20 mar 2021, 13:00–15:00"),
    ("es-AR", CHICAGO, *AFTERNOON, "sáb, 20 mar 2021, 1:00–3:00 p. m."),
    ("es", "America/Argentina/Buenos_Aires", *AFTERNOON, "sáb, 20 mar 2021, 1:00–3:00 p. m."),
    ("de", "Europe/Berlin", *AFTERNOON, "Sa., 20. März 2021, 13:00–15:00 Uhr"),
    ("fr", "Europe/Paris", *AFTERNOON, "sam. 20 mars 2021, 13:00 – 15:00"),
    ("pt", "America/Sao_Paulo", *AFTERNOON, "sáb., 20 de mar. de 2021, 13:00 – 15:00"),
    ("ne", "Asia/Kathmandu", *AFTERNOON, "2021 मार्च 20, शनि, 13:00–15:00"),
]


@pytest.mark.parametrize(("language", "timezone", "start", "end", "expected"), SPANS)
def test_a_time_is_written_by_language_and_territory(language, timezone, start, end, expected):
    assert translator_for(language, timezone).when(start, end) == expected


@pytest.mark.parametrize(
    ("language", "timezone", "clock", "expected"),
    [
        ("en", CHICAGO, "24h", "13:00 – 15:00"),
        ("en", CHICAGO, "12h", "1:00 – 3:00 PM"),
        ("en", "Europe/London", "12h", "1:00 – 3:00 pm"),
        ("es", "America/Argentina/Buenos_Aires", "24h", "13:00–15:00"),
        ("de", "Europe/Berlin", "12h", "1:00–3:00 PM"),
        # Babel cannot write its parts of the day
        ("zh-Hant", "Asia/Taipei", "12h", "13:00 – 15:00"),
    ],
)
def test_a_list_may_set_its_clock(language, timezone, clock, expected):
    translator = translator_for(language, timezone, clock)
    assert translator.hours(*AFTERNOON) == expected
    assert translator.long(*AFTERNOON).endswith(f", {expected}")


def test_the_direction_of_writing():
    assert [
        translator_for(language).direction for language in ("en", "ar", "he", "fa-IR", "xx")
    ] == [
        "ltr",
        "rtl",
        "rtl",
        "rtl",
        "ltr",
    ]


@pytest.mark.parametrize(
    ("language", "timezone", "day"),
    [
        ("en", "Asia/Kathmandu", 6),
        ("es-AR", CHICAGO, 0),
        ("en-US", "Europe/Berlin", 6),
        ("pt", "Europe/Lisbon", 6),
    ],
)
def test_weeks_begin_as_in_the_territory_of_language_or_zone(language, timezone, day):
    assert translator_for(language, timezone).first_weekday == day


@pytest.mark.parametrize(
    ("timezone", "miles"),
    [
        (CHICAGO, True),
        ("Europe/London", True),
        ("Asia/Rangoon", True),
        ("Europe/Berlin", False),
        ("UTC", False),
    ],
)
def test_distances_are_in_miles_in_some_territories(timezone, miles):
    assert translator_for("en", timezone).miles == miles


@pytest.mark.parametrize(("timezone", "miles"), [(CHICAGO, True), ("Europe/Berlin", False)])
def test_a_form_offers_distances_in_the_local_unit(timezone, miles):
    page = body(snapshot(HEAD.replace(CHICAGO, timezone) + EVENT), "/filter/").decode()
    assert 'value="2km"' in page
    assert ('value="2mi"' in page) == miles


def test_a_page_marks_the_language_of_other_texts():
    made = snapshot(HEAD + EVENT + 'description = { es = "Vengan." }\n')
    english, spanish = (body(made, f"{prefix}/events/rally/").decode() for prefix in ("", "/es"))
    assert "In Spanish:" in english
    assert '<p class="text" dir="auto" lang="es">Vengan.</p>' in english
    assert "En español:" not in spanish
    assert '<p class="text" dir="auto">Vengan.</p>' in spanish


def test_a_territory_falls_back_to_its_language():
    assert translator_for("es-AR").text("Topics") == "Temas"
    assert translator_for("es", "America/Argentina/Buenos_Aires").text("Topics") == "Temas"
    assert translator_for("es").language_name("en-GB") == "inglés (Reino Unido)"


def test_lists_are_joined_as_in_each_language():
    assert translator_for("en").join(["A", "B", "C"]) == "A, B, and C"
    assert translator_for("es").join(["A", "B", "C"]) == "A, B y C"


def test_a_language_without_a_catalog_gets_english():
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
def test_weeks_begin_as_in_the_territory_of_the_zone(timezone, day):
    assert translator_for("en", timezone).first_weekday == day


def test_every_zone_has_a_first_weekday():
    assert {translator_for("en", timezone).first_weekday for timezone in pytz.all_timezones} <= set(
        range(7)
    )


def test_the_clock_has_24_hours_where_babel_cannot_write_12():
    """Babel cannot write the parts of a day of Traditional Chinese."""
    assert translator_for("zh-Hant").hours(*AFTERNOON) == "13:00 – 15:00"
    assert (
        translator_for("zh-Hant").brief(AFTERNOON[0], AFTERNOON[0].date()) == "3月20日 週六, 13:00"
    )


def test_a_time_can_be_written_in_every_language_of_cldr():
    for locale in locale_identifiers():
        translator = translator_for(locale.replace("_", "-"))
        assert translator.long(*AFTERNOON), locale
        assert translator.brief(AFTERNOON[0], AFTERNOON[0].date()), locale

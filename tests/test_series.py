"""A series is the same events, whichever way its dates are written: in words, as a list, by a rule."""

from datetime import date

import pytest

from feeds.catalog import Catalog, ListError
from tests.lists import HEAD, catalog, event, loaded

TUESDAYS = ("2021-03-02", "2021-03-09", "2021-03-16", "2021-03-23")
WRITTEN = {
    "rule": {"when": '"Tue, March 2, 2021, 6 – 8 PM"', "rrule": '"FREQ=WEEKLY;COUNT=4"'},
    "list": {"when": "[" + ", ".join(f'"{day}, 6 – 8 PM"' for day in TUESDAYS) + "]"},
    "words": {"when": '"every Tuesday, 6 – 8 PM, March 2 – 23, 2021"'},
    "Spanish words": {"when": '"todos los martes de marzo de 2021, de 6 a 8 p. m., excepto el 30"'},
    "days in a row": {"when": '"March 2, 9, 16 and 23, 2021, 6 – 8 PM"'},
    "words in a list": {
        "when": '["March 2 and 9, 2021, 6 – 8 PM", "every Tuesday, 6 – 8 PM, March 16 – 23, 2021"]'
    },
}


def series(**lines: str) -> Catalog:
    """Return a list with one series."""
    return catalog(HEAD + event("vigil", **lines))


@pytest.mark.parametrize("written", WRITTEN)
def test_however_it_is_written_it_is_the_same_events(written: str) -> None:
    found = series(**WRITTEN[written]).events
    assert found == series(**WRITTEN["rule"]).events
    assert [one.uid for one in found] == [
        f"vigil-{day.replace('-', '')}@calendar.chicago.org" for day in TUESDAYS
    ]


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize(
    "days", ['["2021-03-09"]', "[2021-03-09]", '["Tue, March 9, 2021"]', '["9 de marzo de 2021"]']
)
def test_an_exception_takes_its_date_out_and_leaves_the_others(written: str, days: str) -> None:
    all_dates = series(**WRITTEN[written]).events
    found = series(**WRITTEN[written], **{"except": days}).events
    assert found == tuple(one for one in all_dates if one.when.start_day != date(2021, 3, 9))


def test_a_rule_counts_what_is_excepted_as_exdate_does() -> None:
    rule = {
        "when": '"Tue, March 2, 2021"',
        "rrule": '"FREQ=WEEKLY;COUNT=3"',
        "except": '["2021-03-02"]',
    }
    assert [str(one.when.start) for one in series(**rule).events] == ["2021-03-09", "2021-03-16"]


def test_a_single_date_in_words_is_a_series_too() -> None:
    (found,) = series(when='"every Tuesday, 6 PM, March 2 – 8, 2021"').events
    assert (found.series, found.id) == ("vigil", "vigil-20210302")


def test_an_hour_that_is_missing_on_one_date_can_be_changed() -> None:
    words = '"every Sunday, 2:30 AM, March 7 – 21, 2021"'
    change = '{ "2021-03-14" = { when = "Sun, March 14, 2021, 3:30 AM" } }'
    found = series(when=words, changes=change).events
    assert [f"{one.when.start:%d %H:%M}" for one in found] == ["07 02:30", "14 03:30", "21 02:30"]


@pytest.mark.parametrize(
    ("zone", "language", "hour", "read"),
    [
        ("Europe/London", "en", "09:00", True),
        ("Europe/London", "en", "9:00", False),
        ("Europe/London", "en-US", "09:00", False),
        ("America/Chicago", "en-GB", "09:00", True),
        ("America/Chicago", "en", "09:00", False),
        ("Europe/Madrid", "es", "9:00", True),
        ("Europe/Madrid", "es-US", "9:00", False),
        ("Europe/Berlin", "de", "9:00", True),
        ("Europe/Berlin", "de", "9", False),
        ("UTC", "de", "9:00", True),
        ("America/Coyhaique", "en", "9:00", False),  # a zone whose territory CLDR does not have yet
        ("Asia/Kathmandu", "en", "09:00", False),  # no English of Nepal in CLDR: English alone
    ],
)
def test_the_clock_of_the_list_is_that_of_its_language_and_territory(
    zone: str, language: str, hour: str, read: bool
) -> None:
    head = f'[calendar]\ntitle = "Test"\ntimezone = "{zone}"\nlanguages = ["{language}"]\ndomain = "t.example"\n'
    text = head + event("walk", when=f'"20 March 2021, {hour}"')
    if read:
        assert f"{loaded(text).catalog.events[0].when.start:%H:%M}" == "09:00"
    else:
        with pytest.raises(ListError, match="1 errors"):
            loaded(text)


def test_the_clock_of_the_list_decides_what_a_bare_hour_means() -> None:
    head = '[calendar]\ntitle = "Test"\ntimezone = "America/Chicago"\nlanguages = ["es"]\ndomain = "t.example"\n'
    walk = event("walk", when='"20 de marzo de 2021, 9:00"')
    [found] = loaded(head + 'clock = "24h"\n' + walk).catalog.events
    assert f"{found.when.start:%H:%M}" == "09:00"
    berlin = head.replace("America/Chicago", "Europe/Berlin")
    assert loaded(berlin + walk).catalog.events[0].when.start.hour == 9
    with pytest.raises(ListError, match="1 errors"):
        loaded(berlin + 'clock = "12h"\n' + walk)

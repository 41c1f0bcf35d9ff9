"""What must not stand in a public file: telephone numbers of any country, and links that are keys."""

import subprocess
import sys
from pathlib import Path

import pytest
import pytz

from desk.drafts.draft import Doubt, Draft, cleaned
from feeds.catalog import ListError, load
from feeds.catalog.secret_links import secret_links
from feeds.catalog.telephones import telephone_numbers
from feeds.translations.locales import territory
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, ROOT, event, loaded

# Numbers from ranges reserved for fiction where the country has some (Ofcom, ACMA, ARCEP,
# Bundesnetzagentur, ComReg, PTS, 555-01xx), else with 555 in them.
NUMBERS = {
    "America/Chicago": "312-555-0142|(312)555-0142|312.555.0142|1 (312) 555-0142|3125550142|312/555-0142",
    "America/Toronto": "416-555-0142|1-416-555-0142",
    "Europe/London": "0141 555 0142|07700 900123|020 7946 0958|(0161) 496 0123|01632 960123|+44 (0)20 7946 0958",
    "Europe/Paris": "06 12 34 56 78|06 39 98 12 34|01.99.00.12.34|0639981234|+33 6 39 98 12 34",
    "America/Argentina/Buenos_Aires": "011 4555-0142|(011) 15-5555-0142|0351 555-0142|+54 9 11 5555 0142",
    "Australia/Sydney": "(02) 5550 1234|0491 570 156|03 7010 1234",
    "Europe/Berlin": "030 23125 042|(0221) 4710 123|030/23125042|0176 04069123|+49 (0)30 23125-042",
    "Europe/Dublin": "020 912 1234|(01) 555 0142",
    "Europe/Stockholm": "070-174 06 05|08-465 004 12",
    "Europe/Madrid": "912 555 014|91 555 01 42",
    "America/Mexico_City": "55 5555 0142|(55) 5555-0142",
    "America/Sao_Paulo": "(11) 95555-0142|11 3555-0142",
    "Asia/Kolkata": "022 2555 0142|+91 22 2555 0142",
    "Asia/Tokyo": "03-5555-0142",
    "Africa/Johannesburg": "011 555 0142",
    "Europe/Oslo": "22 55 01 42",
    "Europe/Copenhagen": "32 55 01 42|20 55 01 42",
    "Asia/Hong_Kong": "2555 0142",
    "Africa/Cairo": "02 2555 0142|٠٢ ٢٥٥٥ ٠١٤٢",
    "US/Central": "312-555-0142",
    "UTC": "+44 20 7946 0958|(312) 555-0142",
}
QUIET = """\
60604
41.87879, -87.62970
coordinates = [-34.6036844, -58.3815591]
area = [41.4, -88.6, 42.6, -87.3]
latitude 52.5200066
latitude 55.676098 in Copenhagen
2021-03-20
2021-03-20 13:00–15:00
2021-03-20T13:00:00
20210320T130000Z
20.3.2027 19:30 - 21:00
20.03.2027, 19.30–21.00 Uhr
20/03/2027 - 21/03/2027
03/20/2027 7:00 PM
2027/03/20
Sat, March 20, 2021, 1 PM – 3 PM
the years 2020-2021 and 2026–27
UNTIL=20280330
20270320
22.03.2027 20.30-21.45
2027-03-20 2030-2145
announcements/2027/03-20.txt
001_481631d4b56a6f23.txt
50 W Adams St, Chicago, IL 60604-3000
Av. Corrientes 1234, C1043AAZ, Buenos Aires
221B Baker Street, London NW1 6XE
10117 Berlin, Unter den Linden 77
75001 Paris, 12 rue de Rivoli
1-2-3 Marunouchi, Chiyoda-ku, 100-0005
Route 66, mile 1234.567
$1,234,567.00
1.234.567,00 €
£1 250 000
12 000 000 USD
20 304 050 kr, 30 405 060 €
$ 20304050
10,000 of 1 000 000 people
https://chicago.gov/312-555-0142
https://www.facebook.com/events/1234567890123456
facebook.com/events/3125550142
www.chicago.gov/0141 and geo:41.87879,-87.62970
rally-312-555-0142
rally-2021-0320-1300@calendar.chicago.org
1234567890123456
Meeting ID: 312 555 0142
ID de reunión: 812 3456 7890
IBAN DE89 3704 0044 0532 0130 00
ISBN 978-3-16-148410-0
case 19-cv-01234, permit 2027-0012345
1984 2001 2010 2020"""
SECRETS = """\
Google Calendar's secret address|https://calendar.google.com/calendar/ical/a%40group.calendar.google.com/private-0f1e2d3c/basic.ics
Google Calendar's secret address|webcal://www.google.com/calendar/ical/someone/private-0f1e2d3c/basic.ics
Google Calendar's secret address|calendar.google.com/calendar/ical/a/private-0f1e2d3c/basic.ics
Google Calendar's private link|https://calendar.google.com/calendar/embed?src=a&pvttk=0f1e2d3c
an answer to a Google Calendar invitation|https://calendar.google.com/calendar/event?action=RESPOND&eid=a&tok=0f1e
the unlisted address of an Outlook calendar|https://outlook.office365.com/owa/calendar/0f1e@chicago.gov/2d3c/calendar.ics
the unlisted address of an Outlook calendar|https://outlook.live.com/owa/calendar/0f1e/2d3c/cid-4b5a/calendar.ics
the unlisted address of an Outlook calendar|https://outlook.office.com/calendar/published/0f1e@a/2d3c/calendar.html
Proton Calendar's link with its key|https://calendar.proton.me/api/calendar/v1/url/0f1e==/calendar.ics?CacheKey=a&PassphraseKey=b
Facebook's calendar of one account|https://www.facebook.com/events/ical/upcoming/?uid=12345&key=0f1e2d3c
Meetup's calendar of one account|https://www.meetup.com/events/ical/12345/0f1e2d3c4b5a69780f1e/going
Trello's secret calendar|https://trello.com/calendar/0f1e/2d3c/4b5a.ics
TripIt's private calendar|https://www.tripit.com/feed/ical/private/0F1E-2D3C/tripit.ics
Canvas's calendar of one account|https://canvas.chicago.edu/feeds/calendars/user_0f1e2d3c4b5a69780f1e.ics
Moodle's calendar of one account|https://moodle.chicago.edu/calendar/export_execute.php?userid=2&authtoken=0f1e
Todoist's calendar of one account|https://ext.todoist.com/export/ical/todoist?user_id=1&ical_token=0f1e
a Zoom link with its password|https://us02web.zoom.us/j/81234567890?pwd=0f1e
a Zoom link with its password|https://zoom.us/j/81234567890?from=addon&amp;pwd=0f1e#success
a Zoom link with its password|https://www.google.com/url?q=https%3A%2F%2Fzoom.us%2Fj%2F81234567890%3Fpwd%3D0f1e
a Zoom link with its password|https://zoom.us/j/81234567890?a=1\\u0026pwd=0f1e
a Zoom link made for one person|https://us02web.zoom.us/w/81234567890?tk=0f1e
a Zoom link made for one person|https://zoom.us/s/81234567890?zak=0f1e
a Teams link with its passcode|https://teams.microsoft.com/meet/2123456789012?p=0f1e
GitHub's link with a token|https://raw.githubusercontent.com/chicago/list/main/events.toml?token=0f1e
Eventbrite's link with a token|https://www.eventbriteapi.com/v3/users/me/events/?token=0f1e
a Slack webhook|https://hooks.slack.com/services/T0F1E/B2D3C/4b5a
a Discord webhook|https://discord.com/api/webhooks/12345/0f1e
a Telegram bot's token|https://api.telegram.org/bot12345:0f1e/getUpdates
a link with a password|https://meet.chicago.gov/rally?PWD=0f1e
a link with a password|https://chicago.gov/?password=0f1e
a link with a token|https://chicago.gov/feed?access_token=0f1e
a link with a key|https://chicago.gov/feed?api_key=0f1e
a link with a name and a password|https://someone:0f1e@chicago.gov/feed.ics"""
OPEN = """\
https://calendar.google.com/calendar/ical/a%40group.calendar.google.com/public/basic.ics
https://calendar.google.com/calendar/embed?src=a%40group.calendar.google.com
https://calendar.google.com/calendar/event?eid=0f1e
https://calendar.google.com/calendar/ical/…/private-…/basic.ics
https://chicago.gov/private-events
https://outlook.office365.com/owa/calendar/Chicago@chicago.gov/bookings/
https://zoom.us/j/81234567890
https://zoom.us/webinar/register/WN_0f1e
https://teams.microsoft.com/l/meetup-join/19%3ameeting_0f1e
https://www.facebook.com/events/ical/export/?eid=12345
https://www.meetup.com/chicago/events/ical/
https://trello.com/b/0f1e/board
https://github.com/chicago/list
https://chicago.gov/?page=2&keyword=password
https://chicago.gov/passwords?q=pwd
https://chicago.gov/token/=1
https://chicago.gov:8080/@chicago
the password is at the door, pwd=none"""


@pytest.mark.parametrize(
    ("zone", "number"),
    [(zone, number) for zone, numbers in NUMBERS.items() for number in numbers.split("|")],
)
def test_telephone_numbers_of_the_territory_are_found(zone: str, number: str) -> None:
    for line in (
        f'notice = "Call {number}."',
        f"#{number}",
        f"contact = '{number}'",
        f"A\n\nTel.: {number}, or\nB",
    ):
        assert list(telephone_numbers(line, territory(zone))) == [(line.index(number), number)]


def test_the_tables_are_long_enough() -> None:
    assert len(NUMBERS) >= 10
    assert sum(len(numbers.split("|")) for numbers in NUMBERS.values()) >= 40
    assert len(QUIET.splitlines()) >= 40


@pytest.mark.parametrize("zone", NUMBERS)
def test_other_numbers_are_quiet_everywhere(zone: str) -> None:
    loud = [
        (line, found)
        for line in QUIET.splitlines()
        if (found := list(telephone_numbers(line, territory(zone))))
    ]
    assert loud == []


def test_two_numbers_of_a_line_are_two() -> None:
    line = "312-555-0142, 978-555-0143 2 PM, $5"
    assert [number for _, number in telephone_numbers(line, "US")] == [
        "312-555-0142",
        "978-555-0143",
    ]


@pytest.mark.parametrize("code", sorted(pytz.country_timezones))
def test_a_date_is_no_number_anywhere(code: str) -> None:
    for date in (
        "22.03.2027",
        "31.12.2026",
        "2.3.2027",
        "22. 3. 2027",
        "21/03/2027",
        "21-03-2027",
        "2027-03-21",
    ):
        line = f"{date}, +44 20 7946 0958, {date}"
        assert [number for _, number in telephone_numbers(line, code)] == ["+44 20 7946 0958"]


@pytest.mark.parametrize(
    ("zone", "code"),
    [
        ("America/Chicago", "US"),
        ("US/Central", "US"),
        ("Asia/Calcutta", "IN"),
        ("Asia/Kolkata", "IN"),
        ("America/Coyhaique", "CL"),
        ("Europe/Busingen", "DE"),
        ("UTC", None),
        ("Etc/GMT+6", None),
        ("Antarctica/Troll", "AQ"),
    ],
)
def test_a_zone_is_of_a_territory_or_none(zone: str, code: str | None) -> None:
    assert territory(zone) == code
    assert [number for _, number in telephone_numbers("Call +44 20 7946 0958", code)] == [
        "+44 20 7946 0958"
    ]


def test_the_calendars_zone_says_whose_numbers() -> None:
    line = 'notice = "0141 555 0142"\n'
    assert loaded(HEAD + EVENT + line).problems == ()
    (warning,) = loaded((HEAD + EVENT + line).replace("America/Chicago", "Europe/London")).problems
    assert (warning.severity, warning.found) == ("warning", "a telephone number, 0141 555 0142")


def test_a_list_without_numbers_does_not_wait_for_the_data_of_telephones() -> None:
    program = "import sys; from feeds.watch import OpenList; from pathlib import Path; " + (
        "assert len(OpenList(Path('events.toml'), None).inputs.problems) < 9; print('phonenumbers' in sys.modules)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert asked.stdout == "False\n"


@pytest.mark.parametrize("row", SECRETS.splitlines())
def test_secret_links_are_errors_in_every_key_and_comment(row: str) -> None:
    words, _, link = row.partition("|")
    lines = [
        f'{key} = "{link}"'
        for key in ("url", "signup", "contact", "notes", "source", "description", "ends_at")
    ]
    for line in (*lines, f"# {link}", f'notice = "see <{link}>"', f'notice = """\n({link})\n"""'):
        with pytest.raises(ListError) as caught:
            loaded(HEAD + EVENT + line + "\n")
        problem = next(
            problem for problem in caught.value.problems if "the file is public" in problem.found
        )
        assert (problem.severity, problem.found) == ("error", f"{words}, and the file is public")
        # of a long line, what has room in a report
        shown = problem.text[problem.column - 1 - problem.cut :]
        assert len(shown) >= min(40, len(link))
        assert shown.startswith(link[: len(shown)])
        assert "0f1e" not in (problem.found + problem.remedy).lower()


@pytest.mark.parametrize("key", ["footer", "url", "about"])
def test_secret_links_are_errors_in_the_calendar_too(key: str) -> None:
    line = f'{key} = "https://zoom.us/j/81234567890?pwd=0f1e"\n[organizations]'
    with pytest.raises(ListError) as caught:
        loaded((HEAD + EVENT).replace("[organizations]", line, 1))
    assert any(problem.found.startswith("a Zoom link") for problem in caught.value.problems)


@pytest.mark.parametrize("text", OPEN.splitlines())
def test_other_links_are_open(text: str) -> None:
    assert list(secret_links(text)) == []


def test_a_secret_link_that_an_edit_brings_is_found() -> None:
    def again(text: str) -> None:
        load(
            "events.toml",
            lambda name: {name: text.encode()} if name == "events.toml" else {},
            before,
        )

    secret = "# https://zoom.us/j/81234567890?pwd=0f1e\n"
    before = loaded(HEAD + EVENT + event("march"))
    again(HEAD + EVENT + event("march") + "# edited\n")
    for text in (
        HEAD + EVENT + event("march") + secret,
        HEAD + EVENT + secret + event("march"),
        secret + HEAD + EVENT + event("march"),
    ):
        with pytest.raises(ListError):
            again(text)


def test_what_keeps_an_edit_out_is_said_without_the_number_or_link(tmp_path: Path) -> None:
    file = tmp_path / "events.toml"
    file.write_text(HEAD + EVENT, "utf-8")
    opened = OpenList(file, None)
    file.write_text(
        HEAD + EVENT + "# 312-555-0142\n# https://zoom.us/j/81234567890?pwd=0f1e\n", "utf-8"
    )
    assert opened.refresh()
    assert opened.health()["problem"] == "a problem keeps the newest change out; the log says which"


@pytest.mark.parametrize("row", SECRETS.splitlines())
def test_an_import_writes_no_secret_link(row: str) -> None:
    words, _, link = row.partition("|")
    texts = dict.fromkeys(
        ("title", "description", "url", "signup", "contact", "source", "place", "uid"), link
    )
    draft = cleaned(
        Draft(**texts, notes=(link,), hosts=(link,), doubts=(Doubt("when", f"see {link}"),)), "US"
    )
    assert "0f1e" not in repr(draft).lower()
    left_out = f"{words} was left out here: the file is public"
    assert {doubt.key for doubt in draft.doubts if doubt.text == left_out} >= {
        "url",
        "source",
        "notes",
        "description",
    }


def test_an_import_cuts_no_secret_in_two() -> None:
    link = "https://zoom.us/j/81234567890?token=1&pwd=0f1e"
    draft = cleaned(Draft(title="Rally", description="a " * 9990 + link), "US")
    assert "zoom" not in draft.description


@pytest.mark.parametrize(
    ("zone", "number"),
    [(zone, number) for zone, numbers in NUMBERS.items() for number in numbers.split("|")],
)
def test_an_import_says_that_it_left_out_a_number(zone: str, number: str) -> None:
    draft = cleaned(
        Draft(title="Rally", description=f"Come.\nQuestions: {number}."), territory(zone)
    )
    assert draft.description == "Come.\nQuestions: …."
    assert draft.doubts == (
        Doubt("description", "a telephone number was left out here: the file is public"),
    )

"""Make up lists of any size, the same each time, for the other measurements.

python -m bench.made_up [EVENTS [FEEDS]] > events.toml
"""

import json
import sys
from collections.abc import Iterable
from datetime import date, timedelta

FIRST, LAST = date(2000, 1, 1), date(2039, 12, 31)
CALENDAR = """\
[calendar]
title = { en = "Made-up calendar", es = "Calendario inventado" }
timezone = "America/Chicago"
languages = ["en", "es"]
domain = "calendar.chicago.org"
area = [41.4, -88.6, 42.6, -87.3]
"""
# Events of one week share at most a word or two of their titles: the lists are 23, 29, 31 and 37
# words long.
KINDS = """
Rally March Vigil Meeting Picket Teach-in Assembly Workshop Canvass Training Concert Festival Forum Hearing Caravan
Block-party Film-night Supper Walk Sing-along Potluck Briefing Reading"""
CAUSES = """
Tenants Nurses Teachers Riders Farmers Drivers Gardeners Librarians Students Renters Cooks Carpenters Bakers Veterans
Elders Migrants Neighbors Printers Miners Sailors Weavers Painters Singers Cyclists Walkers Voters Welders Parents
Cleaners"""
AIMS = """
peace housing clinics buses clean-water safe-streets fair-wages open-schools night-trains public-parks daycare pensions
libraries sunlight tall-trees quiet-nights warm-homes short-weeks long-summers free-lunches good-bread better-bridges
wide-sidewalks honest-budgets bright-lamps dry-cellars early-voting equal-pay old-theaters new-wells sound-roofs"""
DOERS = """
Bamboo Cedar Clover Dahlia Elder Fern Garlic Hazel Iris Juniper Kelp Laurel Maple Nettle Olive Poppy Quince Rowan Sage
Thistle Umber Violet Willow Xenia Yarrow Zinnia Aspen Birch Chestnut Dogwood Elm Fir Gorse Heather Ivy Jasmine Larch"""
SPANISH = "Marcha Vigilia Reunión Asamblea Taller Concierto Festival Caminata Lectura Cena Foro Caravana Velada"
ENGLISH_TEXT = (
    "Come with your friends and bring a sign, water and good shoes. The organizers expect many people and ask "
    "everybody to look after each other; there are seats for those who need them. "
)
SPANISH_TEXT = (
    "Vengan con sus amistades y traigan un cartel, agua y buenos zapatos. Se espera a mucha gente; quienes organizan "
    "piden que todas las personas se cuiden y que haya asientos para quienes los necesiten. "
)
MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"


def events_toml(number: int, *, feeds: int | None = None, description: int = 130) -> str:
    """Return a list of so many events (539 octets each) with about `feeds` feeds, a tenth of the events without it.

    `description` is the length of each description. The dates are spread over 2000 to 2039, at most
    five a day.
    """
    nouns = _Nouns(number // 10 if feeds is None else feeds)
    events = (_event(n, number, nouns, description) for n in range(number))
    return "\n".join((CALENDAR, *(nouns.tables() if number else ()), *events))


def event_id(number: int) -> str:
    """Return the id of an event."""
    return f"made-up-{number:06}"


def retitled(text: str, number: int, title: str) -> str:
    """Return the list with another title, in one language, for one of its events."""
    start = text.index("\ntitle = ", text.index(f'id = "{event_id(number)}"\n'))
    return f'{text[:start]}\ntitle = "{title}"{text[text.index(chr(10), start + 1) :]}'


class _Nouns:
    """How many there are of each kind: an organization makes two feeds, its own and that of what it hosts."""

    def __init__(self, feeds: int) -> None:
        self.organizations = max(2, feeds * 30 // 100)
        self.venues = max(2, feeds * 25 // 100)
        self.topics = max(2, feeds * 8 // 100)
        self.neighborhoods = max(1, feeds * 7 // 100)

    def tables(self) -> list[str]:
        """Return the tables of names."""
        return [
            _table(
                "organizations",
                (f'organization-{n} = "{organization(n)}"' for n in range(self.organizations)),
            ),
            _table(
                "neighborhoods",
                (f'neighborhood-{n} = "{_neighborhood(n)}"' for n in range(self.neighborhoods)),
            ),
            _table(
                "topics",
                (
                    f'topic-{n} = {{ en = "Topic {n}", es = "Tema {n}" }}'
                    for n in range(self.topics)
                ),
            ),
            *(self.venue(n) for n in range(self.venues)),
        ]

    def venue(self, n: int) -> str:
        """Return the table of a pinned venue."""
        return (
            f'[venues.venue-{n}]\nname = "{_venue(n)}"\naddress = "{n + 10} W Adams St, Chicago, IL 60604"\n'
            f'neighborhood = "neighborhood-{n % self.neighborhoods}"\n'
            f"coordinates = [{41.65 + n % 61 * 0.006:.4f}, {-87.85 + n % 53 * 0.006:.4f}]\n"
        )


def organization(n: int) -> str:
    """Return the name of an organization."""
    return f"{_word(CAUSES, n)} of {_word(DOERS, n)} Street {n}"


def _neighborhood(n: int) -> str:
    return f"{_word(DOERS, n)} Park {n}"


def _venue(n: int) -> str:
    return f"{_word(DOERS, n)} Hall {n}"


def _table(name: str, lines: Iterable[str]) -> str:
    return f"[{name}]\n" + "".join(f"{line}\n" for line in lines)


def _event(n: int, number: int, nouns: _Nouns, description: int) -> str:
    days = (LAST - FIRST).days + 1
    day_number = n * days // number
    # how many events of that day come before this one
    place_in_day = n - -(-day_number * number // days)
    day, hour = FIRST + timedelta(day_number), 9 + place_in_day % 5 * 3
    hosts = [n % nouns.organizations, (n * 7 + 1) % nouns.organizations][: 1 + n % 2]
    topics = dict.fromkeys((n % nouns.topics, (n * 3 + 1) % nouns.topics))
    english, spanish = _title(n), f"{_word(SPANISH, n)}: {_word(DOERS, n)} {_word(CAUSES, n)}"
    text, texto = _text(n, ENGLISH_TEXT, description), _text(n, SPANISH_TEXT, description)
    bilingual = n % 5 == 0
    lines = {
        "id": _quoted(event_id(n)),
        "title": f"{{ en = {_quoted(english)}, es = {_quoted(spanish)} }}"
        if bilingual
        else _quoted(english),
        "when": _quoted(_when(day, hour, spanish=n % 10 == 5)),
        "venue": _quoted(_venue(n % nouns.venues)),
        "hosts": json.dumps([organization(host) for host in hosts]),
        "topics": json.dumps([f"topic-{topic}" for topic in topics]),
        "description": f"{{ en = {_quoted(text)}, es = {_quoted(texto)} }}"
        if bilingual
        else _quoted(text),
        "notes": _quoted(f"From the listing of {day.year}, page {n % 90 + 1}."),
        "source": _quoted(f"announcements/{day.year}/{day:%m-%d}.txt"),
    }
    if n % 3 == 0:
        lines["supporters"] = json.dumps([organization((n + 2) % nouns.organizations)])
    if n % 16 == 0:
        lines["notice"] = _quoted("Doors open half an hour before; please use the side entrance.")
    return "[[events]]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items())


def _title(n: int) -> str:
    words = (_word(DOERS, n), _word(CAUSES, n), _word(AIMS, n), _word(KINDS, n))
    return f"{words[0]} {words[3]}: {words[1]} for {words[2]}"


def _text(n: int, words: str, length: int) -> str:
    start = f"{_word(AIMS, n).capitalize()}, {n}. "
    return (start + words * (length // len(words) + 1))[:length].strip()


def _when(day: date, hour: int, *, spanish: bool) -> str:
    begin, end = (f"{at % 12 or 12} {'AM' if at < 12 else 'PM'}" for at in (hour, hour + 2))
    if spanish:
        return f"{day.day} de {_word(MONTHS, day.month - 1)} de {day.year}, {begin} – {end}"
    return f"{day:%a, %B} {day.day}, {day.year}, {begin} – {end}"


def _word(words: str, n: int) -> str:
    found = words.split()
    return found[n % len(found)]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:3]] or [10_000]
    print(events_toml(asked[0], feeds=asked[1] if len(asked) > 1 else None), end="")

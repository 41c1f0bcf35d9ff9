"""Readers of single values: each takes a spot of the list and returns what it says, or None and a problem."""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from feeds.catalog.announcement import parse_when
from feeds.catalog.findings import Finding, Path
from feeds.catalog.markup import first_markup, plain_text
from feeds.catalog.names import LONGEST_SLUG, SLUG, nearest, slug_form
from feeds.catalog.nouns import Point, Text
from feeds.catalog.problems import Severity
from feeds.catalog.when import HourError, When, WhenError
from feeds.catalog.zones import zone, zone_names

Value = TypeVar("Value")

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")
DURATION = re.compile(r"(?:(\d{1,2})\s*h)?\s*(?:(\d{1,4})\s*m(?:in)?)?")


@dataclass
class Reading:
    """What every reader of one list needs to know: its languages, zone and area; and what was found wrong so far.

    Where the list does not say languages or zone well they are `guessed`, and what does not fit them is no problem.
    """

    languages: tuple[str, ...] = ("en",)
    zone: ZoneInfo = field(default_factory=lambda: zone("UTC"))
    area: tuple[float, float, float, float] | None = None
    guessed: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


class Spot(NamedTuple):
    """One value of the list and where it is: a path in a file."""

    reading: Reading
    file: str
    path: Path
    value: Any

    def item(self, part: str | int) -> "Spot":
        """Return the spot of one key or array item in this one."""
        return Spot(self.reading, self.file, (*self.path, part), self.value[part])

    def problem(self, found: str, remedy: str, severity: Severity = "error", *, key: bool = False) -> None:
        """Note a problem with this value (or its key)."""
        self.reading.findings.append(Finding(self.file, self.path, found, remedy, severity, key))


Reader = Callable[[Spot], Value | None]


def describe(value: object) -> str:
    """Return what kind of value this is, in the words of TOML."""
    kinds = {bool: "true or false", str: "a text", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return next((words for kind, words in kinds.items() if isinstance(value, kind)), "a date or time")


def shown(value: object) -> str:
    """Return a value as problems name it: a text between quotation marks, else its kind."""
    return f'"{value}"' if isinstance(value, str) else describe(value)


def quoted(text: str) -> str:
    """Return `text` as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)


def clean_line(text: str) -> str:
    """Return `text` as one line: line ends, tabs and control characters are spaces, runs of them one."""
    if not text.isprintable():
        text = "".join(" " if _is_control(c) else c for c in text)
    return " ".join(text.split())


def clean_text(text: str) -> str:
    """Return `text` with newlines as the only control characters, without blanks at either end."""
    if not text.isprintable():
        text = re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text)
        text = "".join(" " if c != "\n" and _is_control(c) else c for c in text)
    return text.strip()


def _is_control(character: str) -> bool:
    """Say whether no calendar can hold the character; icalendar drops a U+FEFF at the start of a value."""
    return character == "\ufeff" or unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs")


def without_markup(spot: Spot) -> Spot:
    """Return the spot with its text as plain text; warn where that takes HTML out."""
    if not isinstance(spot.value, str) or (plain := plain_text(spot.value)) == spot.value:
        return spot
    found = f"HTML, {first_markup(spot.value)}, where calendars show plain text"
    spot.problem(found, f"write {quoted(plain)}", "warning")
    return spot._replace(value=plain)


def string(spot: Spot) -> str | None:
    """Read one line of plain text."""
    if not isinstance(spot.value, str):
        _refuse_other_than_text(spot)
        return None
    _warn_of_controls(spot, spot.value)
    return clean_line(spot.value)


def _refuse_other_than_text(spot: Spot) -> None:
    several = isinstance(spot.value, list | dict)
    remedy = "write one text, without [ ] or { } around it" if several else "put it between quotation marks"
    spot.problem(f"{describe(spot.value)} where a text belongs", remedy)


def line(longest: int = 255) -> Reader[str]:
    """Read one line of at most `longest` characters."""

    def read(spot: Spot) -> str | None:
        text = string(without_markup(spot))
        if text is not None and len(text) > longest:
            spot.problem(f"{len(text)} characters, at most {longest} are shown everywhere", "say it in fewer words")
            return None
        return text

    return read


def words(longest: int | None = 255, clean: Callable[[str], str] = clean_line) -> Reader[Text]:
    """Read a text in the default language, or a table of language = text; an empty one is an empty Text."""

    def read(spot: Spot) -> Text | None:
        languages = spot.reading.languages
        parts = spot.value if isinstance(spot.value, dict) else {languages[0]: spot.value}
        said = {language: one(spot.item(language) if parts is spot.value else spot, language) for language in parts}
        if None in said.values():
            return None
        return Text(tuple((language, said[language] or "") for language in languages if said.get(language)))

    def one(spot: Spot, language: str) -> str | None:
        languages = spot.reading.languages
        if language not in languages:
            if "languages" in spot.reading.guessed:
                return None
            found = f'"{language}" is not one of the languages {", ".join(languages)}'
            spot.problem(found, f'take it out, or add "{language}" to languages under [calendar]', key=True)
            return None
        if not isinstance(spot.value, str):
            _refuse_other_than_text(spot)
            return None
        spot = without_markup(spot)
        text = clean(spot.value)
        if longest is not None and len(text) > longest:
            spot.problem(f"{len(text)} characters, at most {longest} are shown everywhere", "say it in fewer words")
            return None
        _warn_of_controls(spot, spot.value)
        return text

    return read


def _warn_of_controls(spot: Spot, text: str) -> None:
    if text.isprintable():
        return
    if found := next((c for c in text if _is_control(c) and c not in "\n\r\t"), None):
        spot.problem(f"a control character U+{ord(found):04X}, shown as a space", "take it out", "warning")


def flag(spot: Spot) -> bool | None:
    """Read true or false."""
    if not isinstance(spot.value, bool):
        spot.problem(
            f"{describe(spot.value)} where true or false belongs", "write true or false without quotation marks"
        )
        return None
    return spot.value


def choice(*options: str) -> Reader[str]:
    """Read one of the `options`."""

    def read(spot: Spot) -> str | None:
        if spot.value not in options:
            likely = next(iter(nearest(str(spot.value), options)), None)
            remedy = f'write "{likely}"' if likely else f'write one of them, like "{options[0]}"'
            spot.problem(f"{shown(spot.value)} is not one of {', '.join(options)}", remedy)
            return None
        return str(spot.value)

    return read


def items(read: Reader[Value]) -> Reader[tuple[Value, ...]]:
    """Read a list of what `read` reads; items that are wrong, empty or stand twice are left out."""

    def read_all(spot: Spot) -> tuple[Value, ...] | None:
        if not isinstance(spot.value, list):
            _refuse_other_than_list(spot)
            return None
        found = (read(spot.item(index)) for index in range(len(spot.value)))
        return tuple(dict.fromkeys(value for value in found if value not in (None, "")))

    return read_all


def names(spot: Spot) -> tuple[Spot, ...] | None:
    """Read a list of names: each with where it stands, for who knows what it means; empty ones are left out."""
    if not isinstance(spot.value, list):
        _refuse_other_than_list(spot)
        return None
    spots = [without_markup(spot.item(index)) for index in range(len(spot.value))]
    return tuple(Spot(*one[:3], name) for one in spots if (name := string(one)))


def _refuse_other_than_list(spot: Spot) -> None:
    """Note that a list belongs here."""
    remedy = f"write [{quoted(spot.value)}]" if isinstance(spot.value, str) else "write it between [ and ]"
    spot.problem(f"{describe(spot.value)} where a list belongs", remedy)


def slug(spot: Spot) -> str | None:
    """Read a slug, the part of an address that stays for ever."""
    if not is_slug(spot.value):
        refuse_slug(spot, spot.value)
        return None
    return str(spot.value)


def refuse_slug(spot: Spot, found: object, *, key: bool = False) -> None:
    """Note that `found`, this value or its key, is no slug."""
    offer = slug_form(str(found))[:LONGEST_SLUG].strip("-")
    spot.problem(
        f"{shown(found)} cannot stand in an address: a-z, 0-9 and single hyphens, at most {LONGEST_SLUG}",
        f"write {offer if key else quoted(offer)}" if is_slug(offer) else "write a short name in plain letters",
        key=key,
    )


def is_slug(value: object) -> bool:
    """Say whether `value` can be a slug or id."""
    return isinstance(value, str) and len(value) <= LONGEST_SLUG and SLUG.fullmatch(value) is not None


def language(spot: Spot) -> str | None:
    """Read a language code such as en or es."""
    if not isinstance(spot.value, str) or not LANGUAGE.fullmatch(spot.value):
        spot.problem(f"{shown(spot.value)} is not a language code", 'write "en", "es", "pl" …')
        return None
    return spot.value


def languages(spot: Spot) -> tuple[str, ...] | None:
    """Read the languages of a list, one or more."""
    if spot.value == []:
        spot.problem("no language at all", 'write at least one, like ["en"]')
        return None
    return items(language)(spot)


def timezone(spot: Spot) -> str | None:
    """Read the name of a time zone."""
    text = string(spot)
    if text is not None and text not in zone_names():
        names = {slug_form(name): name for name in zone_names() if "/" in name}
        close = [quoted(names[form]) for form in nearest(text, names, 1)]
        remedy = f"write {close[0]}" if close else 'write a name like "America/Chicago"'
        spot.problem(f'no time zone is called "{text}"', remedy)
        return None
    return text


def when(spot: Spot) -> When | None:
    """Read when an event takes place."""
    try:
        return parse_when(spot.value, spot.reading.zone)
    except WhenError as error:
        if not (isinstance(error, HourError) and "zone" in spot.reading.guessed):
            spot.problem(error.found, error.remedy)
        return None


def duration(spot: Spot) -> timedelta | None:
    """Read a length of time such as 2h, 90m, 1h30m: from a minute to a day."""
    match = DURATION.fullmatch(spot.value.strip()) if isinstance(spot.value, str) else None
    length = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0)) if match else timedelta(0)
    if not timedelta(0) < length <= timedelta(days=1):
        spot.problem(f"{shown(spot.value)} is not a length of time up to a day", 'write "2h", "90m" or "1h30m"')
        return None
    return length


def point(spot: Spot) -> Point | None:
    """Read coordinates: [latitude, longitude] in degrees."""
    remedy = "write [latitude, longitude], like [41.87879, -87.6297]"
    numbers = _degrees(spot, 2, remedy)
    if numbers is None:
        return None
    latitude, longitude = numbers
    if abs(latitude) > 90 or abs(longitude) > 180:
        spot.problem(f"{list(numbers)} is nowhere on Earth", remedy)
        return None
    return Point(*(round(n, 6) if abs(n) > 0.0001 else 0.0 for n in numbers))  # smaller ones would print as 1e-05


def area(spot: Spot) -> tuple[float, float, float, float] | None:
    """Read the area served: [south, west, north, east] in degrees."""
    remedy = "write [south, west, north, east], like [41.4, -88.6, 42.6, -87.3]"
    numbers = _degrees(spot, 4, remedy)
    if numbers is None:
        return None
    south, west, north, east = numbers
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        spot.problem(f"{list(numbers)} is no area", remedy)
        return None
    return south, west, north, east


def _degrees(spot: Spot, count: int, remedy: str) -> tuple[float, ...] | None:
    """Read `count` finite numbers."""
    numbers = spot.value if isinstance(spot.value, list) else []
    fits = len(numbers) == count and all(type(n) in (int, float) and abs(n) <= 360 for n in numbers)
    if not fits:
        spot.problem(f"{describe(spot.value)} that is not {count} numbers", remedy)
        return None
    return tuple(float(n) for n in numbers)


def seconds(spot: Spot) -> float | None:
    """Read a number of seconds, up to a minute."""
    if type(spot.value) not in (int, float) or not 0 < spot.value <= 60:
        spot.problem(f"{describe(spot.value)} that is not 1 to 60 seconds", "write a number, like 10")
        return None
    return float(spot.value)


def beside(spot: Spot) -> str | None:
    """Read the name of a file in the folder of the list, or below it."""
    name = string(spot)
    if name is not None and (
        not name or name.startswith("/") or ".." in name.split("/") or re.search(r"[*?\[\\:]", name)
    ):
        spot.problem(f'"{name}" is not a file below this folder', 'write it like "areas.geojson"')
        return None
    return name

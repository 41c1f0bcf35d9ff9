"""Readers of single values: each takes a node of the list and returns what it says, or None and a problem."""

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import timedelta

from feeds.catalog.coordinates import WRITE, CoordinatesError, read_coordinates
from feeds.catalog.markup import first_markup, plain_text
from feeds.catalog.names import LONGEST_SLUG, SLUG, nearest, slug_form
from feeds.catalog.node import Node, Reader, Value, reader
from feeds.catalog.nouns import Point, Text
from feeds.catalog.when import Conventions, HourError, Series, When, WhenError, parse, parse_one
from feeds.catalog.zones import zone_names

LONGEST_LINE = 255  # characters; docs/format.md says so of every text without another bound
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")
INCLUDE = re.compile(r"(?!/|.*(?:\.\.|[\\:]|[^/]\*\*|\*\*[^/])).*\.toml")  # nothing outside the folder
COORDINATES_TEXT = (  # a full plus code or a geo: link, as an editor checks it
    r"^\s*([2-9Cc][2-9CFGHJMPQRVcfghjmpqrv][2-9CFGHJMPQRVWXcfghjmpqrvwx]{6}"
    r"\+[2-9CFGHJMPQRVWXcfghjmpqrvwx]{2,7}|[Gg][Ee][Oo]:-?\d.*)\s*$"
)
DURATION = re.compile(r"(?:(\d{1,2})\s*h)?\s*(?:(\d{1,4})\s*m(?:in)?)?")


TEXT = {"type": "string"}
LINK = {"type": "string", "pattern": "^(https?://\\S+)?$"}
SLUG_SCHEMA = {"type": "string", "maxLength": LONGEST_SLUG, "pattern": f"^{SLUG.pattern}$"}


def describe(value: object) -> str:
    """Return what kind of value this is, in the words of TOML."""
    kinds = {bool: "true or false", str: "a text", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), "a date or time")


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


def without_markup(node: Node) -> Node:
    """Return the node with its text as plain text; warn where that takes HTML out."""
    if not isinstance(node.value, str) or (plain := plain_text(node.value)) == node.value:
        return node
    found = f"HTML, {first_markup(node.value)}, where calendars show plain text"
    node.problem(found, f"write {quoted(plain)}", "warning")
    return node._replace(value=plain)


@reader(TEXT, "line")
def string(node: Node) -> str | None:
    """Read one line of plain text."""
    if not isinstance(node.value, str):
        _refuse_other_than_text(node)
        return None
    _warn_of_controls(node, node.value)
    return clean_line(node.value)


def _refuse_other_than_text(node: Node) -> None:
    several = isinstance(node.value, list | dict)
    remedy = "write one text, without [ ] or { } around it" if several else "put it between quotation marks"
    node.problem(f"{describe(node.value)} where a text belongs", remedy)


def line(longest: int = LONGEST_LINE) -> Reader[str]:
    """Read one line of at most `longest` characters."""

    def read(node: Node) -> str | None:
        text = string(without_markup(node))
        if text is not None and len(text) > longest:
            node.problem(f"{len(text)} characters, at most {longest} are shown everywhere", "say it in fewer words")
            return None
        return text

    return Reader(read, {**TEXT, "maxLength": longest}, "line")


def localized(
    longest: int | None = LONGEST_LINE, clean: Callable[[str], str] = clean_line, *, may_be_empty: bool = True
) -> Reader[Text]:
    """Read a text in the default language, or a table of language = text; an empty one is an empty Text.

    Where it `may_be_empty` no reader of its table refuses that; editors are told.
    """

    def read(node: Node) -> Text | None:
        languages = node.context.languages
        parts = node.value if isinstance(node.value, dict) else {languages[0]: node.value}
        said = {language: one(node.item(language) if parts is node.value else node, language) for language in parts}
        if None in said.values():
            return None
        return Text(tuple((language, said[language] or "") for language in languages if said.get(language)))

    def one(node: Node, language: str) -> str | None:
        languages = node.context.languages
        if language not in languages:
            if "languages" in node.context.guessed:
                return None
            found = f'"{language}" is not one of the languages {", ".join(languages)}'
            node.problem(found, f'take it out, or add "{language}" to languages under [calendar]', key=True)
            return None
        if not isinstance(node.value, str):
            _refuse_other_than_text(node)
            return None
        node = without_markup(node)
        text = clean(node.value)
        if longest is not None and len(text) > longest:
            node.problem(f"{len(text)} characters, at most {longest} are shown everywhere", "say it in fewer words")
            return None
        _warn_of_controls(node, node.value)
        return text

    length = {} if longest is None else {"maxLength": longest}
    text = {**TEXT, **length}
    by_language = {
        "type": "object",
        "additionalProperties": False,
        "patternProperties": {f"^{LANGUAGE.pattern}$": text},
    }
    if not may_be_empty:
        text = {**text, "minLength": 1}
        by_language["minProperties"] = 1
    words = (
        "text"
        if longest == 255
        else f"text, up to {longest} characters"
        if longest
        else "text of any length, on many lines"
    )
    return Reader(read, {"anyOf": [text, by_language]}, words)


def _warn_of_controls(node: Node, text: str) -> None:
    if text.isprintable():
        return
    if found := next((c for c in text if _is_control(c) and c not in "\n\r\t"), None):
        node.problem(f"a control character U+{ord(found):04X}, shown as a space", "take it out", "warning")


@reader({"type": "boolean"}, "`true` or `false`")
def flag(node: Node) -> bool | None:
    """Read true or false."""
    if not isinstance(node.value, bool):
        node.problem(
            f"{describe(node.value)} where true or false belongs", "write true or false without quotation marks"
        )
        return None
    return node.value


def choice(*options: str) -> Reader[str]:
    """Read one of the `options`."""

    def read(node: Node) -> str | None:
        if node.value not in options:
            likely = next(iter(nearest(str(node.value), options)), None)
            remedy = f'write "{likely}"' if likely else f'write one of them, like "{options[0]}"'
            node.problem(f"{shown(node.value)} is not one of {', '.join(options)}", remedy)
            return None
        return str(node.value)

    quoted_options = [f"`{option}`" for option in options]
    *others, last = quoted_options
    return Reader(read, {"enum": list(options)}, f"{', '.join(others)} or {last}")


def list_of(read: Reader[Value]) -> Reader[tuple[Value, ...]]:
    """Read a list of what `read` reads; items that are wrong, empty or stand twice are left out."""

    def read_all(node: Node) -> tuple[Value, ...] | None:
        if not isinstance(node.value, list):
            refuse_other_than_list(node)
            return None
        found = (read(node.item(index)) for index in range(len(node.value)))
        return tuple(dict.fromkeys(value for value in found if value not in (None, "")))

    return Reader(read_all, {"type": "array", "items": read.schema}, f"list of {read.type}s")


@reader({"type": "array", "items": TEXT}, "names")
def names(node: Node) -> tuple[Node, ...] | None:
    """Read a list of names: each with where it stands, for who knows what it means; empty ones are left out."""
    if not isinstance(node.value, list):
        refuse_other_than_list(node)
        return None
    nodes = [without_markup(node.item(index)) for index in range(len(node.value))]
    found = []
    for one in nodes:
        name = string(one)
        if name:
            found.append(one._replace(value=name))
    return tuple(found)


def refuse_other_than_list(node: Node) -> None:
    """Note that a list belongs here."""
    remedy = f"write [{quoted(node.value)}]" if isinstance(node.value, str) else "write it between [ and ]"
    node.problem(f"{describe(node.value)} where a list belongs", remedy)


@reader(SLUG_SCHEMA, "slug")
def slug(node: Node) -> str | None:
    """Read a slug, the part of an address that stays for ever."""
    if not is_slug(node.value):
        refuse_slug(node, node.value)
        return None
    return str(node.value)


def refuse_slug(node: Node, found: object, *, key: bool = False) -> None:
    """Note that `found`, this value or its key, is no slug."""
    offer = slug_form(str(found))[:LONGEST_SLUG].strip("-")
    node.problem(
        f"{shown(found)} cannot stand in an address: a-z, 0-9 and single hyphens, at most {LONGEST_SLUG}",
        f"write {offer if key else quoted(offer)}" if is_slug(offer) else "write a short name in plain letters",
        key=key,
    )


def is_slug(value: object) -> bool:
    """Say whether `value` can be a slug or id."""
    return isinstance(value, str) and len(value) <= LONGEST_SLUG and SLUG.fullmatch(value) is not None


@reader({"type": "string", "pattern": f"^{LANGUAGE.pattern}$"}, "language code")
def language(node: Node) -> str | None:
    """Read a language code such as en or es."""
    if not isinstance(node.value, str) or not LANGUAGE.fullmatch(node.value):
        node.problem(f"{shown(node.value)} is not a language code", 'write "en", "es", "pl" …')
        return None
    return node.value


@reader({"type": "array", "minItems": 1, "items": language.schema}, "list of language codes")
def languages(node: Node) -> tuple[str, ...] | None:
    """Read the languages of a list, one or more."""
    if node.value == []:
        node.problem("no language at all", 'write at least one, like ["en"]')
        return None
    return list_of(language)(node)


@reader({"type": "string", "pattern": "^[A-Za-z0-9+_-]+(/[A-Za-z0-9+_-]+)*$"}, "name of a time zone")
def timezone(node: Node) -> str | None:
    """Read the name of a time zone."""
    text = string(node)
    if text is not None and text not in zone_names():
        names = {slug_form(name): name for name in zone_names() if "/" in name}
        close = [quoted(names[form]) for form in nearest(text, names, 1)]
        remedy = f"write {close[0]}" if close else 'write a name like "America/Chicago"'
        node.problem(f'no time zone is called "{text}"', remedy)
        return None
    return text


@reader({"type": "string", "minLength": 1}, "[date](#when)")
def when(node: Node) -> When | None:
    """Read one date."""
    return _when(node, parse_one)


def _when_or_series(node: Node) -> When | Series | None:
    """Read one date, or the dates that words name."""
    return _when(node, parse)


when_or_series: Reader[When | Series] = Reader(_when_or_series, when.schema, when.type)


def _when(node: Node, read: Callable[[object, Conventions], Value]) -> Value | None:
    try:
        return read(node.value, Conventions(node.context.zone, node.context.languages))
    except WhenError as error:
        if not (isinstance(error, HourError) and "zone" in node.context.guessed):
            node.problem(error.found, error.remedy)
        return None


@reader(
    {"type": "string", "pattern": r"^\s*([0-9]{1,2}\s*h\s*([0-9]{1,4}\s*m(in)?)?|[0-9]{1,4}\s*m(in)?)\s*$"},
    "hours and minutes, up to a day",
)
def duration(node: Node) -> timedelta | None:
    """Read a length of time such as 2h, 90m, 1h30m: from a minute to a day."""
    match = DURATION.fullmatch(node.value.strip()) if isinstance(node.value, str) else None
    length = timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0)) if match else timedelta(0)
    if not timedelta(0) < length <= timedelta(days=1):
        node.problem(f"{shown(node.value)} is not a length of time up to a day", 'write "2h", "90m" or "1h30m"')
        return None
    return length


@reader(
    {
        "if": {"type": "string"},
        "then": {"pattern": COORDINATES_TEXT},
        "else": {
            "type": "array",
            "minItems": 2,
            "maxItems": 2,
            "prefixItems": [{"minimum": -90, "maximum": 90}, {"minimum": -180, "maximum": 180}],
            "items": {"type": "number"},
        },
    },
    "latitude and longitude in degrees, a full plus code, or a `geo:` link",
)
def point(node: Node) -> Point | None:
    """Read coordinates: [latitude, longitude] in degrees, a full plus code, or a geo: link."""
    numbers = _written(node) if isinstance(node.value, str) else _degrees(node, 2, WRITE)
    if numbers is None:
        return None
    latitude, longitude = numbers
    if abs(latitude) > 90 or abs(longitude) > 180:
        node.problem(f"{list(numbers)} is nowhere on Earth", WRITE)
        return None
    return Point(*(round(n, 6) if abs(n) > 0.0001 else 0.0 for n in numbers))  # smaller ones would print as 1e-05


def _written(node: Node) -> tuple[float, float] | None:
    try:
        return read_coordinates(node.value)
    except CoordinatesError as error:
        node.problem(error.found, error.remedy)
        return None


@reader(
    {"type": "array", "minItems": 4, "maxItems": 4, "items": {"type": "number", "minimum": -180, "maximum": 180}},
    "south, west, north, east in degrees",
)
def area(node: Node) -> tuple[float, float, float, float] | None:
    """Read the area served: [south, west, north, east] in degrees."""
    remedy = "write [south, west, north, east], like [41.4, -88.6, 42.6, -87.3]"
    numbers = _degrees(node, 4, remedy)
    if numbers is None:
        return None
    south, west, north, east = numbers
    if not (-90 <= south < north <= 90 and -180 <= west < east <= 180):
        node.problem(f"{list(numbers)} is no area", remedy)
        return None
    return south, west, north, east


def _degrees(node: Node, count: int, remedy: str) -> tuple[float, ...] | None:
    """Read `count` finite numbers."""
    numbers = node.value if isinstance(node.value, list) else []
    fits = len(numbers) == count and all(type(n) in (int, float) and abs(n) <= 360 for n in numbers)
    if not fits:
        node.problem(f"{describe(node.value)} that is not {count} numbers", remedy)
        return None
    return tuple(float(n) for n in numbers)


@reader({"type": "number", "exclusiveMinimum": 0, "maximum": 60}, "seconds, at most 60")
def seconds(node: Node) -> float | None:
    """Read a number of seconds, up to a minute."""
    if type(node.value) not in (int, float) or not 0 < node.value <= 60:
        node.problem(f"{describe(node.value)} that is not 1 to 60 seconds", "write a number, like 10")
        return None
    return float(node.value)


@reader(TEXT, "name of a file, in this folder or below it")
def file_below(node: Node) -> str | None:
    """Read the name of a file in the folder of the list, or below it."""
    name = string(node)
    if name is not None and (
        not name or name.startswith("/") or ".." in name.split("/") or re.search(r"[*?\[\\:]", name)
    ):
        node.problem(f'"{name}" is not a file below this folder', 'write it like "areas.geojson"')
        return None
    return name


@reader({"type": "string", "pattern": r"^[^/].*\.toml$"}, "file name")
def file_pattern(node: Node) -> str | None:
    """Read a pattern of further files, each below the folder of the first."""
    pattern = string(node)
    if pattern and not INCLUDE.fullmatch(pattern):
        node.problem(f'"{pattern}" does not name .toml files below this folder', 'write it like "events/*.toml"')
        return None
    return pattern

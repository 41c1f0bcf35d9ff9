"""Readers of single values: each takes a node of the list and returns what it says, or None and a problem."""

import re
from collections.abc import Callable
from datetime import timedelta

from feeds.catalog.coordinates import WRITE, CoordinatesError, read_coordinates
from feeds.catalog.names import LONGEST_SLUG, SLUG, nearest, slug_form
from feeds.catalog.node import Node, Reader, Value, reader
from feeds.catalog.nouns import Point
from feeds.catalog.texts import LANGUAGE, TEXT, clean_line, describe, quoted, shown, string, without_markup
from feeds.catalog.when import Conventions, HourError, Series, When, WhenError, parse, parse_one
from feeds.catalog.zones import zone_names
from feeds.colors import ACCENT, LEAST, PAPER, contrast, parse_color, until_read, written

COORDINATES_TEXT = (  # a full plus code or a geo: link, as an editor checks it
    r"^\s*([2-9Cc][2-9CFGHJMPQRVcfghjmpqrv][2-9CFGHJMPQRVWXcfghjmpqrvwx]{6}"
    r"\+[2-9CFGHJMPQRVWXcfghjmpqrvwx]{2,7}|[Gg][Ee][Oo]:-?\d.*)\s*$"
)
COLOR = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
MOST_ITEMS = 1_000  # of one list
DURATION = re.compile(r"(?:(\d{1,2})\s*h)?\s*(?:(\d{1,4})\s*m(?:in)?)?")


LINK = {"type": "string", "pattern": "^(https?://\\S+)?$"}
SLUG_SCHEMA = {"type": "string", "maxLength": LONGEST_SLUG, "pattern": f"^{SLUG.pattern}$"}


@reader({"type": "boolean"}, "`true` or `false`")
def flag(node: Node) -> bool | None:
    """Read true or false."""
    if not isinstance(node.value, bool):
        node.problem(
            f"{describe(node.value)} where true or false belongs", "write true or false without quotation marks"
        )
        return None
    return node.value


def choice(*options: str, key_of_others: str = "") -> Reader[str]:
    """Read one of the `options`; `key_of_others` is the key that other words belong to."""

    def read(node: Node) -> str | None:
        if node.value not in options:
            close = nearest(str(node.value), options)
            remedy = f'write "{close[0]}"' if close else f'write one of them, like "{options[0]}"'
            if key_of_others and not close and isinstance(node.value, str):
                remedy = f"write {key_of_others} = {quoted(node.value.capitalize())} instead"
            node.problem(f"{shown(node.value)} is not one of {', '.join(options)}", remedy)
            return None
        return str(node.value)

    quoted_options = [f"`{option}`" for option in options]
    *others, last = quoted_options
    return Reader(read, {"enum": list(options)}, f"{', '.join(others)} or {last}")


def list_of(read: Reader[Value]) -> Reader[tuple[Value, ...]]:
    """Read a list of what `read` reads; items that are wrong, empty or repeated are left out."""

    def read_all(node: Node) -> tuple[Value, ...] | None:
        nodes = items(node)
        if nodes is None:
            return None
        found = map(read, nodes)
        return tuple(dict.fromkeys(value for value in found if value not in (None, "")))

    return Reader(read_all, {"type": "array", "items": read.schema}, f"list of {read.type}s")


@reader({"type": "array", "items": TEXT}, "names")
def names(node: Node) -> tuple[Node, ...] | None:
    """Read a list of names, each with its place, to be resolved later; empty ones are left out.

    So is a text with the names, to be refused then with the list that it should be.
    """
    if isinstance(node.value, str) and clean_line(node.value):
        return (node._replace(value=clean_line(node.value)),)
    nodes = items(node)
    if nodes is None:
        return None
    found = []
    for one in map(without_markup, nodes):
        name = string(one)
        if name:
            found.append(one._replace(value=name))
    return tuple(found)


def items(node: Node) -> list[Node] | None:
    """Return the items of a list; note what is none, or longer than anybody writes."""
    if not isinstance(node.value, list):
        remedy = f"write [{quoted(node.value)}]" if isinstance(node.value, str) else "write it between [ and ]"
        node.problem(f"{describe(node.value)} where a list belongs", remedy)
        return None
    if len(node.value) > MOST_ITEMS:
        node.problem(f"{len(node.value)} items, at most {MOST_ITEMS} are read", "take some out")
        return None
    return [node.item(index) for index in range(len(node.value))]


@reader(SLUG_SCHEMA, "slug")
def slug(node: Node) -> str | None:
    """Read a slug, a part of an address that never changes."""
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


def matching(pattern: str, type: str, found: str, remedy: str) -> Reader[str]:
    """Read a text that matches a whole pattern; of another, a problem says what is `found`."""
    whole = re.compile(pattern)

    def read(node: Node) -> str | None:
        text = string(node)
        if text is not None and not whole.fullmatch(text):
            node.problem(f'"{text}" {found}', remedy)
            return None
        return text

    return Reader(read, {**TEXT, "pattern": f"^{pattern}$"}, type)


language = matching(LANGUAGE.pattern, "language code", "is not a language code", 'write "en", "es", "pl" …')
file_below = matching(
    r"(?!/|.*(\.\.|[*?\[\\:])).+",
    "name of a file, in this folder or below it",
    "is not a file below this folder",
    'write it like "areas.geojson"',
)
file_pattern = matching(
    r"((?!/|.*(\.\.|[\\:]|[^/]\*\*|\*\*[^/])).*\.toml)?",
    "file name",
    "does not name .toml files below this folder",
    'write it like "events/*.toml"',
)


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
        return read(node.value, node.context.conventions)
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


@reader({"type": "string", "pattern": "^(#?[0-9A-Fa-f]{6})?$"}, "color, as #rrggbb")
def accent(node: Node) -> str | None:
    """Read the color of buttons and links; one that cannot be read on white is refused with one that can."""
    if node.value == "":
        return ""
    match = COLOR.fullmatch(node.value.strip()) if isinstance(node.value, str) else None
    if match is None:
        node.problem(f"{shown(node.value)} is not a color", f'write it like "{ACCENT}"')
        return None
    color = parse_color(match[1])
    if contrast(color, PAPER) < LEAST:
        found = f"{shown(node.value)} cannot be read on white: contrast {contrast(color, PAPER):.1f}, at least {LEAST}"
        node.problem(found, f'write "{written(until_read(color, PAPER))}"')
        return None
    return written(color)

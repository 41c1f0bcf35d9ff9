"""Readers of single values: each takes a node of the list and returns its value."""

import re
from collections.abc import Callable
from datetime import timedelta

from feeds.catalog.coordinates import WRITE, read_coordinates
from feeds.catalog.data import read_data
from feeds.catalog.names import LONGEST_SLUG, SLUG, cached_slug_form, nearest
from feeds.catalog.node import Node, Reader, Refused, Value
from feeds.catalog.nouns import Point
from feeds.catalog.texts import exact, quoted, shown, unexpected
from feeds.catalog.when import Conventions, HourError, Series, When, parse, parse_one
from feeds.catalog.zones import NAMES as ZONE_NAMES
from feeds.colors import ACCENT, LEAST, PAPER, contrast, parse_color, to_css, until_read
from feeds.translations import has_words

COLOR = re.compile(r"#?([0-9a-f]{6})", re.IGNORECASE)
MOST_ITEMS = 1_000  # of one list
DURATION = re.compile(r"\s*(?:(\d{1,2})\s*h)?\s*(?:(\d{1,4})\s*m(?:in)?)?\s*")


def flag(node: Node) -> bool:
    """Read true or false."""
    if isinstance(node.value, bool):
        return node.value
    raise unexpected(node, "true or false", "write true or false without quotation marks")


def choice(*options: str, key_of_others: str = "") -> Reader[str]:
    """Read one of the `options`; `key_of_others` is the key where other words belong."""

    def read(node: Node) -> str:
        if node.value in options:
            return str(node.value)
        close = nearest(str(node.value), options)
        remedy = f'write "{close[0]}"' if close else f'write one of them, like "{options[0]}"'
        if key_of_others and not close and isinstance(node.value, str):
            remedy = f"write {key_of_others} = {quoted(node.value.capitalize())} instead"
        raise Refused(f"{shown(node.value)} is not one of {', '.join(options)}", remedy)

    return read


def list_of(reader: Reader[Value]) -> Reader[tuple[Value, ...]]:
    """Return a reader of a list; items that are wrong, empty or repeated are left out."""

    def read(node: Node) -> tuple[Value, ...]:
        found = (item.read(reader) for item in items(node))
        return tuple(dict.fromkeys(value for value in found if value not in (None, "")))

    return read


def items(node: Node) -> list[Node]:
    """Return the items of a list; refuse anything else, and a list that is too long."""
    if not isinstance(node.value, list):
        is_text = isinstance(node.value, str)
        remedy = f"write [{quoted(node.value)}]" if is_text else "write it between [ and ]"
        raise unexpected(node, "a list", remedy)
    if len(node.value) > MOST_ITEMS:
        raise Refused(f"{len(node.value)} items, at most {MOST_ITEMS} are read", "remove some")
    return [node.item(index) for index in range(len(node.value))]


def slug(node: Node) -> str:
    """Read a slug, the permanent part of an address."""
    if is_slug(node.value):
        return str(node.value)
    offer = cached_slug_form(str(node.value))[:LONGEST_SLUG].strip("-")
    remedy = f"write {quoted(offer)}" if is_slug(offer) else "write a short name in plain letters"
    found = f"{shown(node.value)} cannot be part of an address"
    raise Refused(f"{found}: a-z, 0-9 and single hyphens, at most {LONGEST_SLUG}", remedy)


def is_slug(value: object) -> bool:
    """Say whether `value` can be a slug or id."""
    return isinstance(value, str) and len(value) <= LONGEST_SLUG and bool(SLUG.fullmatch(value))


def matching(pattern: str, found: str, remedy: str) -> Callable[[Node], str]:
    """Return a reader of texts that match a pattern; for any other text, the problem is `found`."""

    def read(node: Node) -> str:
        text = exact(node)
        if not re.fullmatch(pattern, text):
            raise Refused(f'"{text}" {found}', remedy)
        return text

    return read


MATCHING = {name: matching(**row) for name, row in read_data("matching").items()}


def languages(node: Node) -> tuple[str, ...] | None:
    """Read the languages of a list, one or more."""
    if node.value == []:
        raise Refused("no language is given", 'write at least one, like ["en"]')
    return list_of(language)(node)


def language(node: Node) -> str:
    """Read the code of a language; warn of one that Handbill has no words in."""
    code = MATCHING["language"](node)
    if not has_words(code):
        found = f'Handbill has no words in "{code}": its pages would be half English'
        node.problem(found, "remove it, or contribute them (docs/languages.md)", "warning")
    return code


def timezone(node: Node) -> str:
    """Read the name of a time zone."""
    text = exact(node)
    if text not in ZONE_NAMES:
        names = {cached_slug_form(name): name for name in ZONE_NAMES if "/" in name}
        close = nearest(text, names, 1)
        example = f'"{names[close[0]]}"' if close else 'a name like "America/Chicago"'
        raise Refused(f'no time zone is called "{text}"', f"write {example}")
    return text


def when(node: Node) -> When | None:
    """Read one date."""
    return _unless_guessed(node, parse_one)


def when_or_series(node: Node) -> When | Series | None:
    """Read one date, or several in words."""
    return _unless_guessed(node, parse)


def _unless_guessed(node: Node, read: Callable[[object, Conventions], Value]) -> Value | None:
    """Return what is read; None for an hour that only a guessed zone may lack."""
    try:
        return read(node.value, node.context.conventions)
    except HourError:
        if "zone" in node.context.guessed:
            return None
        raise


def duration(node: Node) -> timedelta:
    """Read a length of time such as 2h, 90m, 1h30m: from a minute to a day."""
    length = timedelta(0)
    if match := DURATION.fullmatch(str(node.value)):
        hours, minutes = match.groups(default="0")
        length = timedelta(hours=int(hours), minutes=int(minutes))
    if timedelta(0) < length <= timedelta(days=1):
        return length
    found = f"{shown(node.value)} is not a duration of up to a day"
    raise Refused(found, 'write "2h", "90m" or "1h30m"')


def point(node: Node) -> Point:
    """Read coordinates: [latitude, longitude] in degrees, a full plus code, or a geo: link."""
    if isinstance(node.value, str):
        latitude, longitude = read_coordinates(node.value)
    else:
        latitude, longitude = _numbers(node, 2, WRITE)
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise Refused(f"{[latitude, longitude]} is nowhere on Earth", WRITE)
    # smaller numbers would print as 1e-05
    return Point(*(round(n, 6) if abs(n) > 0.0001 else 0.0 for n in (latitude, longitude)))


def area(node: Node) -> tuple[float, float, float, float]:
    """Read the area served: [south, west, north, east] in degrees."""
    remedy = "write [south, west, north, east], like [41.4, -88.6, 42.6, -87.3]"
    south, west, north, east = _numbers(node, 4, remedy)
    if -90 <= south < north <= 90 and -180 <= west < east <= 180:
        return south, west, north, east
    raise Refused(f"{[south, west, north, east]} is not an area", remedy)


def _numbers(node: Node, count: int, remedy: str) -> list[float]:
    """Read `count` finite numbers."""
    numbers = node.value if isinstance(node.value, list) else []
    if len(numbers) == count and all(type(n) in (int, float) and abs(n) <= 360 for n in numbers):
        return [float(number) for number in numbers]
    raise unexpected(node, f"{count} numbers", remedy)


def seconds(node: Node) -> float:
    """Read a number of seconds, up to a minute."""
    if type(node.value) in (int, float) and 0 < node.value <= 60:
        return float(node.value)
    raise unexpected(node, "1 to 60 seconds", "write a number, like 10")


def accent(node: Node) -> str:
    """Read the color of buttons and links; instead of an illegible one, offer a darker one."""
    if node.value == "":
        return ""
    match = COLOR.fullmatch(exact(node))
    if match is None:
        raise Refused(f"{shown(node.value)} is not a color", f'write it like "{ACCENT}"')
    color = parse_color(match[1])
    found = contrast(color, PAPER)
    if found < LEAST:
        doubt = f"{shown(node.value)} cannot be read on white"
        remedy = f'write "{to_css(until_read(color, PAPER))}"'
        raise Refused(f"{doubt}: contrast {found:.1f}, at least {LEAST}", remedy)
    return to_css(color)

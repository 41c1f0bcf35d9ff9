"""How hours are written: 7 PM · 10.30am · 19:30 hs · 19h30 · 7 de la noche · noon · 6 – 8 PM CT."""

import re
from dataclasses import replace
from datetime import timedelta

from feeds.catalog.when.cursor import Cursor, Doubt, replaced
from feeds.catalog.when.phrases import Hour, Span
from feeds.catalog.when.tokens import Token
from feeds.catalog.when.zone_words import names

OFFSET = re.compile(r"(\d\d):?(\d\d)?")
FURTHEST = timedelta(hours=14)  # from Greenwich


def take_between(cursor: Cursor) -> None:
    """Take what may stand between a day and an hour: comma, dash, at, a las, al (mediodía), de."""
    cursor.skip("comma")
    cursor.take("dash")
    cursor.skip("comma", "at", "from")
    if cursor.at("to") and (cursor.at("noon", 1) or cursor.at("midnight", 1)):
        cursor.next += 1


def begins_range(cursor: Cursor) -> bool:
    """Take a dash, or to, a, until, before the end of a range."""
    if cursor.take("dash"):
        cursor.skip("at", "to")
        return True
    return cursor.take("to") is not None


def hour(cursor: Cursor) -> Hour:
    """Take an hour with its zone."""
    start = cursor.next
    if word := cursor.take("noon", "midnight"):
        noon = "noon" in word.means
        return _with_zone(cursor, Hour(cursor.span(start), word.text, 12 if noon else 0, form="word"))
    clock = cursor.take("clock")
    found = _of_clock(cursor, clock) if clock else _of_number(cursor)
    _refuse_impossible(cursor, found)
    return _with_zone(cursor, found)


def half_follows(cursor: Cursor) -> bool:
    """Say whether the next token is AM, PM or a part of the day; a lone a only where it touches its number."""
    return cursor.at("half") and (cursor.tokens[cursor.next].means["half"] != "a" or cursor.touches())


def _half(cursor: Cursor) -> str | None:
    if not half_follows(cursor):
        return None
    half: str = cursor.value("half")
    return "am" if half == "a" else half


def _of_clock(cursor: Cursor, clock: Token) -> Hour:
    start = cursor.next - 1
    number, minute, seconds = clock.means["clock"]
    exact = clock.text.count(":") == 2 or (start > 0 and cursor.tokens[start - 1].text in ("T", "t"))
    if seconds:
        raise Doubt(f"{clock.text} is no hour of the day", [replaced(cursor.text, cursor.span(start), clock.text[:5])])
    text = re.sub(r"(:\d\d):.*", r"\1", clock.text)
    exact = exact or (not cursor.done and cursor.tokens[cursor.next].text == "+")
    if exact and (offset := cursor.attempt(lambda: _offset(cursor))):
        span = clock.start, clock.end
        return Hour(span, text, number, minute, None, "clock", True, *offset)
    unit = cursor.take("unit") is not None
    half = _half(cursor)
    return Hour(cursor.span(start), text, number, minute, half, "clock", unit and half is None)


def _of_number(cursor: Cursor) -> Hour:
    """Take an hour without minutes, or one whose unit stands before them."""
    start = cursor.next
    token = cursor.take("number")
    if token is None:
        cursor.refuse()
    number, minute = token.means["number"], 0
    unit = cursor.take("unit") is not None
    if unit and _minutes_follow(cursor):
        minute = cursor.value("number")
    half = _half(cursor)
    if half is None and not unit and not 1 <= number <= 24:
        cursor.next = start
        cursor.refuse()
    text = cursor.text[slice(*cursor.span(start))] if unit else token.text
    form = "clock" if minute else "number"
    return Hour(cursor.span(start), text, number, minute, half, form, unit and half is None)


def _minutes_follow(cursor: Cursor) -> bool:
    if not cursor.at("number") or len(cursor.tokens[cursor.next].text) != 2:
        return False
    return not any(cursor.at(term, 1) for term in ("month", "of", "unit"))


def _refuse_impossible(cursor: Cursor, found: Hour) -> None:
    least, most = (1, 12) if found.half else (0, 24)
    if not least <= found.hour <= most or found.minute > (59 if found.hour < 24 else 0):
        repairs = []
        if found.half and 13 <= found.hour <= 23:  # 13 PM
            written = f"{found.hour}:{found.minute:02}"
            repairs = [replaced(cursor.text, found.span, written)]
        raise Doubt(f"{found.text} is no hour of the day", repairs)


def _with_zone(cursor: Cursor, found: Hour) -> Hour:
    """Return an hour with the zone that stands behind it."""
    if found.zone is not None or cursor.done:
        return found
    start, token = cursor.next, cursor.tokens[cursor.next]
    if token.text == "(" and cursor.at("zone", 1) and cursor.tokens[start + 2 : start + 3]:
        return _with_zone_in_brackets(cursor, found)
    named = token.text.upper() if token.text.upper() in names(cursor.conventions.zone) else token.means.get("zone")
    if named is None or not token.text.isascii() or ("and" in token.means and not token.text.isupper()):
        return found
    cursor.next += 1
    zone: str | timedelta = named
    if named in ("UTC", "GMT") and (offset := cursor.attempt(lambda: _offset(cursor))):
        zone = offset[0]
    return replace(found, zone=zone, zone_span=cursor.span(start))


def _with_zone_in_brackets(cursor: Cursor, found: Hour) -> Hour:
    """Return an hour with its zone in brackets: 2 PM (CDT)."""
    start = cursor.next
    if cursor.tokens[start + 2].text != ")":
        return found
    cursor.next += 3
    return replace(found, zone=cursor.tokens[start + 1].means["zone"], zone_span=cursor.span(start))


def _offset(cursor: Cursor) -> tuple[timedelta, Span] | None:
    """Take a sign and hours with or without minutes, as ISO 8601 has them, or Z."""
    start = cursor.next
    if cursor.done or not cursor.touches():
        return None
    sign = cursor.tokens[start].text
    cursor.next += 1
    if sign in ("Z", "z"):
        return timedelta(0), cursor.span(start)
    if sign not in ("+", "-", "−") or cursor.done or not cursor.touches():
        return None
    digits = cursor.tokens[cursor.next].text
    cursor.next += 1
    match = OFFSET.fullmatch(digits.zfill(2))
    if match is None:
        return None
    length = timedelta(hours=int(match[1]), minutes=int(match[2] or 0))
    return (length if sign == "+" else -length, cursor.span(start)) if length <= FURTHEST else None

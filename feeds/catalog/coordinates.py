"""Coordinates as other programs write them: plus codes and geo: links."""

import re

from feeds.catalog.node import Refused

DIGITS = "23456789CFGHJMPQRVWX"  # of plus codes (Open Location Code 1.0)
FULL = re.compile(rf"[2-9C][2-9CFGHJMPQRV][{DIGITS}0]{{6}}\+[{DIGITS}]{{0,7}}", re.IGNORECASE)
SHORT = re.compile(rf"[{DIGITS}]{{2,6}}\+[{DIGITS}]{{2,7}}\b.*", re.IGNORECASE)
NUMBER = r"-?\d{1,3}(?:\.\d{1,15})?"
GEO = re.compile(
    rf"geo:({NUMBER}),({NUMBER})(?:,{NUMBER})?(?:;crs=wgs84)?(?:;(?!crs=)[\w.%=-]*)*(?:\?(.*))?",
    re.IGNORECASE | re.ASCII,
)
PAIR = re.compile(rf"\[?\s*({NUMBER})\s*[,;\s]\s*({NUMBER})\s*\]?", re.ASCII)
QUERY = re.compile(rf"(?:^|&)q=({NUMBER}),({NUMBER})(?:\(|&|$)", re.ASCII)
WRITE = "write [latitude, longitude], like [41.87879, -87.6297]"


def read_coordinates(text: str) -> tuple[float, float]:
    """Return latitude and longitude in degrees of a full plus code or a geo: link (RFC 5870).

    Raise Refused for any other text, and for one that is not precise.
    """
    text = text.strip()
    if FULL.fullmatch(text):
        return _plus_code(text)
    if text[:4].lower() == "geo:":
        return _geo(text)
    if SHORT.fullmatch(text):
        remedy = f'copy the full code, like "86HJV9HH+2V", or {WRITE}'
        raise Refused(f'"{text}" is a short plus code, which exists around the world', remedy)
    if pair := PAIR.fullmatch(text):
        raise Refused("found a text, expected 2 numbers", f"write [{pair[1]}, {pair[2]}]")
    raise Refused(f'"{text}" is neither a plus code nor a geo: link', WRITE)


def _plus_code(code: str) -> tuple[float, float]:
    """Return the middle of a plus code's area.

    Five pairs of digits are followed by single digits, each for a grid of 4 columns and 5 rows.
    """
    digits = [DIGITS.find(digit) for digit in code.upper().replace("+", "")]
    if len(digits) < 10 or "0" in code:
        found = f'the plus code "{code}" is an area of 275 metres or more'
        raise Refused(found, f"copy a longer code, or {WRITE}")
    south, west, height, width = -90.0, -180.0, 400.0, 400.0
    for latitude, longitude in zip(digits[0:10:2], digits[1:10:2], strict=True):
        height, width = height / 20, width / 20
        south, west = south + latitude * height, west + longitude * width
    for digit in digits[10:]:
        height, width = height / 5, width / 4
        south, west = south + digit // 4 * height, west + digit % 4 * width
    return south + height / 2, west + width / 2


def _geo(link: str) -> tuple[float, float]:
    """Return the point of a geo: link; phones write `geo:0,0?q=` followed by the point."""
    match = GEO.fullmatch(link)
    if match and match[3] and float(match[1]) == float(match[2]) == 0:
        match = QUERY.search(match[3])
    if match is None:
        raise Refused(f'"{link}" is not a geo: link with a latitude and a longitude', WRITE)
    return float(match[1]), float(match[2])

"""A strict reader of iCalendar bytes (RFC 5545, 6868): what they say, or AssertionError where they are not legal.

It shares nothing with Handbill nor with the packages that read calendars, all of which forgive
something.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

# the blocks of Chicago's VTIMEZONE since 2007 (rule 26)
CHICAGO_NOW = """\
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZNAME:CDT
TZOFFSETFROM:-0600
TZOFFSETTO:-0500
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZNAME:CST
TZOFFSETFROM:-0500
TZOFFSETTO:-0600
END:STANDARD
"""

NAME = r"[A-Z][A-Z0-9-]*"
PARAMETER = re.compile(rf';({NAME})=("[^"]*"|[^";:,]+)')
ESCAPED = re.compile(r"\\(.)|[\\;,]", re.DOTALL)
CARET = {"^n": "\n", "^'": '"', "^^": "^"}


class Line(NamedTuple):
    """One content line. Parameters are decoded (RFC 6868), without their quotation marks; the value is as it stands."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT, unescaped."""
        return unescape(self.value)

    @property
    def texts(self) -> list[str]:
        """The value as a list of TEXT, parted by commas that are not escaped."""
        return [unescape(value) for value in re.findall(r"((?:\\.|[^\\,])*),", self.value + ",")]


@dataclass
class Component:
    """One component: its lines in order, and the components within."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Return every line called `name`."""
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> Line:
        """Return the only line called `name`."""
        (line,) = self.all(name)
        return line

    def text(self, name: str) -> str:
        """Return the TEXT of the only line called `name`, or "" where there is none."""
        return self.one(name).text if self.all(name) else ""

    def named(self, name: str) -> list["Component"]:
        """Return the components called `name` within this one."""
        return [part for part in self.parts if part.name == name]

    @property
    def events(self) -> list["Component"]:
        """The events of a calendar."""
        return self.named("VEVENT")


def physical_lines(body: bytes) -> list[bytes]:
    """Return the lines of `body` as they stand, each of which must end with CRLF and hold no other line end."""
    assert body.endswith(b"\r\n"), body[-40:]
    lines = body[:-2].split(b"\r\n")
    for line in lines:
        assert b"\r" not in line, line
        assert b"\n" not in line, line
    return lines


def unfold(body: bytes) -> list[str]:
    """Return the content lines of `body`: at most 75 octets a line, folded between characters (RFC 5545 §3.1)."""
    unfolded: list[str] = []
    for line in physical_lines(body):
        assert 0 < len(line) <= 75, line
        text = line.decode()  # a fold within a character would not decode
        if text.startswith(" "):
            assert text != " ", "a fold that carries nothing"
            unfolded[-1] += text[1:]
        else:
            unfolded.append(text)
    return unfolded


def read(body: bytes) -> Component:
    """Return the one VCALENDAR that `body` is."""
    lines = iter(unfold(body))
    assert next(lines) == "BEGIN:VCALENDAR"
    calendar = _component("VCALENDAR", lines)
    assert next(lines, None) is None, "something follows END:VCALENDAR"
    return calendar


def unescape(value: str) -> str:
    r"""Return the text that a TEXT value means: \\, \;, \, and \n or \N, and nothing bare (RFC 5545 §3.3.11)."""

    def mean(match: re.Match[str]) -> str:
        assert match[1] in ("\\", ";", ",", "n", "N"), f"{match[0]!r} in {value!r}"
        return "\n" if match[1] in "nN" else match[1]

    return ESCAPED.sub(mean, value)


def _component(name: str, lines: Iterator[str]) -> Component:
    component = Component(name)
    for text in lines:
        line = _line(text)
        if line.name == "END":
            assert line.value == name, text
            return component
        if line.name == "BEGIN":
            component.parts.append(_component(line.value, lines))
        else:
            component.lines.append(line)
    raise AssertionError(f"{name} does not end")


def _line(text: str) -> Line:
    match = re.match(NAME, text)
    assert match, text
    at, parameters = match.end(), {}
    while parameter := PARAMETER.match(text, at):
        assert parameter[1] not in parameters, text
        parameters[parameter[1]] = re.sub(
            r"\^[n'^]", lambda caret: CARET[caret[0]], parameter[2].strip('"')
        )
        at = parameter.end()
    assert text[at : at + 1] == ":", text
    return Line(match[0], parameters, text[at + 1 :])

"""Parse raw bytes as content lines and components (RFC 5545 §3.1, §3.6).

The parser rejects nothing: it reads what it can of a broken feed and
notes each fault with its line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

BOM = b"\xef\xbb\xbf"
MOST_LINE_OCTETS = 75  # RFC 5545 §3.1, without the line break
MOST_LINES = 100_000  # physical lines; ten megabytes of line breaks would take minutes

PHYSICAL_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
PARAMETER_VALUE = r'(?:"[^"]*"|[^";:,]*)'
PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({PARAMETER_VALUE}(?:,{PARAMETER_VALUE})*)")
NAME = re.compile(r"[A-Za-z0-9-]+")
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ESCAPE = re.compile(r"\\([\\;,nN])")

# The key of a fault in faults.toml, and the number of the line that has
# it, counted from 1.
Occurrence = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One property, unfolded. `parameters` are raw, quotation marks kept.

    `source` is what follows the name: `;TZID=America/Chicago:20210320T130000`.
    """

    number: int
    name: str
    parameters: dict[str, str]
    value: str
    source: str

    def parameter(self, name: str) -> str:
        """Return a parameter without quotation marks, "" if it is absent."""
        return self.parameters.get(name, "").strip('"')

    @property
    def text(self) -> str:
        """The value as TEXT, unescaped (RFC 5545 §3.3.11)."""
        return ESCAPE.sub(_unescape, self.value)


def _unescape(escape: re.Match[str]) -> str:
    return "\n" if escape[1] in "nN" else escape[1]


@dataclass(slots=True, eq=False)
class Component:
    """One component: its properties by name, its subcomponents in order.

    `number` is the line of its BEGIN.
    """

    name: str
    number: int
    properties: dict[str, list[ContentLine]] = field(default_factory=dict)
    components: list["Component"] = field(default_factory=list)

    def every(self, name: str) -> list[ContentLine]:
        """Return all properties called `name`."""
        return self.properties.get(name, [])

    def first(self, name: str) -> ContentLine | None:
        """Return the first property called `name`."""
        return next(iter(self.every(name)), None)

    def text(self, name: str) -> str:
        """Return the TEXT of the first property `name`, "" without one."""
        line = self.first(name)
        return line.text if line else ""

    def named(self, name: str) -> list["Component"]:
        """Return the direct subcomponents called `name`."""
        return [inner for inner in self.components if inner.name == name]


def parse_components(
    body: bytes,
) -> tuple[list[Component], list[Occurrence]]:
    """Return the outermost components of `body`, and the faults of lines."""
    faults: list[Occurrence] = [("bom", 1)] if body.startswith(BOM) else []
    lines = _content_lines(body.removeprefix(BOM), faults)
    return _nest(lines, faults), faults


def parse_calendar(
    body: bytes,
) -> tuple[Component | None, list[Occurrence]]:
    """Return the first VCALENDAR of `body`, if any, and the faults of lines."""
    roots, faults = parse_components(body)
    calendars = [root for root in roots if root.name == "VCALENDAR"]
    calendar = calendars[0] if calendars else None
    for root in roots:
        if root is not calendar:
            faults.append(("several", root.number))
    return calendar, faults


# Each of the following appends the faults it finds to `faults`.


def _content_lines(body: bytes, faults: list[Occurrence]) -> Iterator[ContentLine]:
    for number, octets in _unfold(body, faults):
        text = octets.decode(errors="replace")
        # U+FFFD may also be in the feed itself.
        if "\ufffd" in text and text.encode() != octets:
            faults.append(("not-utf-8", number))
        if CONTROL_CHARACTER.search(text):
            faults.append(("control-characters", number))
        line = _parse_line(number, text)
        if line:
            yield line
        else:
            faults.append(("no-property", number))


def _unfold(body: bytes, faults: list[Occurrence]) -> Iterator[tuple[int, bytes]]:
    """Yield each content line with the number of its first physical line.

    Octets are joined before they are decoded, because some programs fold
    within a character (RFC 5545 §3.1 asks readers to accept it).
    """
    start = 0  # no line open
    chunks: list[bytes] = []
    for number, match in enumerate(PHYSICAL_LINE.finditer(body), 1):
        octets, line_break = match[1], match[2]
        if not octets and not line_break:
            break
        if number > MOST_LINES:
            faults.append(("endless", number))
            break
        if line_break != b"\r\n":
            faults.append(("line-ends", number))
        if len(octets) > MOST_LINE_OCTETS:
            faults.append(("long-lines", number))
        if start and octets[:1] in (b" ", b"\t"):
            if _splits_character(chunks[-1], octets[1:]):
                faults.append(("split-letters", number))
            chunks.append(octets[1:])
            continue
        if start:
            yield start, b"".join(chunks)
        if octets:
            start, chunks = number, [octets]
        else:
            start, chunks = 0, []
            faults.append(("blank-lines", number))
    if start:
        yield start, b"".join(chunks)


def _splits_character(before: bytes, after: bytes) -> bool:
    """Say whether a fold parts the octets of one character.

    In UTF-8 every octet but the first is 10xxxxxx (RFC 3629 §3).
    """
    if not before or not after:
        return False
    return before[-1] >= 0x80 and after[0] & 0xC0 == 0x80


def _parse_line(number: int, text: str) -> ContentLine | None:
    """Return the line as a property, None where it is not one."""
    name = NAME.match(text)
    if not name:
        return None
    parameters: dict[str, str] = {}
    position = name.end()
    while parameter := PARAMETER.match(text, position):
        parameters[parameter[1].upper()] = parameter[2]
        position = parameter.end()
    if text[position : position + 1] != ":":
        return None
    value, source = text[position + 1 :], text[name.end() :]
    return ContentLine(number, name[0].upper(), parameters, value, source)


def _nest(lines: Iterable[ContentLine], faults: list[Occurrence]) -> list[Component]:
    """Return the outermost components, each with all that is within it."""
    roots: list[Component] = []
    ancestors: list[Component] = []  # those not yet ended, outermost first
    for line in lines:
        name = line.value.strip().upper()
        parent = ancestors[-1] if ancestors else None
        if line.name == "BEGIN":
            component = Component(name, line.number)
            siblings = parent.components if parent else roots
            siblings.append(component)
            ancestors.append(component)
        elif parent is None:
            faults.append(("nesting", line.number))
        elif line.name != "END":
            parent.properties.setdefault(line.name, []).append(line)
        elif parent.name == name:
            ancestors.pop()
        else:
            faults.append(("nesting", line.number))
    read_to_its_end = ("endless", MOST_LINES + 1) not in faults
    if ancestors and read_to_its_end:
        faults.append(("cut-off", ancestors[0].number))
    return roots

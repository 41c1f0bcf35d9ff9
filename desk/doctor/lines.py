"""Raw bytes as content lines (RFC 5545 §3.1), forgiving so that a broken feed can be read, and what is broken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BOM = b"\xef\xbb\xbf"
PHYSICAL = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
VALUE = r'(?:"[^"]*"|[^";:,]*)'
PARAMETER = re.compile(rf";([A-Za-z0-9-]+)=({VALUE}(?:,{VALUE})*)")
NAME = re.compile(r"[A-Za-z0-9-]+")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

Place = tuple[str, int]  # a fault of faults.toml and the line, counted from 1, where it stands


@dataclass(frozen=True, slots=True)
class Line:
    """One content line; `parameters` are as they stand, with their quotation marks."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str

    def parameter(self, name: str) -> str:
        """Return a parameter without quotation marks, "" where it is absent."""
        return self.parameters.get(name, "").strip('"')

    @property
    def text(self) -> str:
        """The value as TEXT, unescaped."""
        return re.sub(r"\\(.)", lambda escape: "\n" if escape[1] in "nN" else escape[1], self.value)


@dataclass(slots=True, eq=False)
class Component:
    """One component: its lines by name, the components within in order, the line it begins at."""

    name: str
    number: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Return every line called `name`."""
        return self.lines.get(name, [])

    def first(self, name: str) -> Line | None:
        """Return the first line called `name`."""
        return next(iter(self.all(name)), None)

    def plain(self, name: str) -> str:
        """Return the TEXT of the first line called `name`, "" without one."""
        line = self.first(name)
        return line.text if line else ""

    def named(self, name: str) -> list["Component"]:
        """Return the components called `name` within this one."""
        return [part for part in self.parts if part.name == name]


def read(body: bytes) -> tuple[Component | None, list[Place]]:
    """Return the first VCALENDAR of `body`, or None, and what is wrong with the lines."""
    faults: list[Place] = [("bom", 1)] if body.startswith(BOM) else []
    lines = list(_lines(body.removeprefix(BOM), faults))
    return _calendar(lines, faults), faults


def _unfolded(body: bytes, faults: list[Place]) -> Iterator[tuple[int, bytes]]:
    """Yield each content line with its number, unfolded as octets."""
    start = 0
    held: list[bytes] = []
    for number, match in enumerate(PHYSICAL.finditer(body), 1):
        octets, end = match[1], match[2]
        if not octets and not end:
            break
        faults += [("line-ends", number)] * (end != b"\r\n") + [("long-lines", number)] * (len(octets) > 75)
        if octets[:1] in (b" ", b"\t") and start:
            if _breaks(held[-1], octets[1:]):
                faults.append(("split-letters", number))
            held.append(octets[1:])
            continue
        if start:
            yield start, b"".join(held)
        start, held = (number, [octets]) if octets else (0, [])
        faults += [("blank-lines", number)] * (not octets)
    if start:
        yield start, b"".join(held)


def _breaks(before: bytes, after: bytes) -> bool:
    """Say whether a fold parts the octets of one character (RFC 3629: what follows in one is 10xxxxxx)."""
    return bool(before) and bool(after) and before[-1] >= 0x80 and after[0] & 0xC0 == 0x80


def _lines(body: bytes, faults: list[Place]) -> Iterator[Line]:
    for number, octets in _unfolded(body, faults):
        text = octets.decode(errors="replace")
        if "\ufffd" in text and text.encode() != octets:
            faults.append(("not-utf-8", number))
        if CONTROL.search(text):
            faults.append(("control-characters", number))
        line = _line(number, text)
        if line:
            yield line
        else:
            faults.append(("no-property", number))


def _line(number: int, text: str) -> Line | None:
    name = NAME.match(text)
    if not name:
        return None
    at, parameters = name.end(), {}
    while parameter := PARAMETER.match(text, at):
        parameters[parameter[1].upper()] = parameter[2]
        at = parameter.end()
    return Line(number, name[0].upper(), parameters, text[at + 1 :]) if text[at : at + 1] == ":" else None


def _calendar(lines: list[Line], faults: list[Place]) -> Component | None:
    """Return the first VCALENDAR; what stands beside it or does not end is a fault."""
    found: list[Component] = []
    open_: list[Component] = []
    for line in lines:
        name = line.value.strip().upper()
        if line.name == "BEGIN":
            component = Component(name, line.number)
            (open_[-1].parts if open_ else found).append(component)
            open_.append(component)
        elif line.name == "END" and open_ and open_[-1].name == name:
            open_.pop()
        elif line.name == "END" or not open_:
            faults.append(("nesting", line.number))
        else:
            open_[-1].lines.setdefault(line.name, []).append(line)
    if open_:
        faults.append(("cut-off", open_[0].number))
    calendars = [component for component in found if component.name == "VCALENDAR"]
    faults += (("several", component.number) for component in found if component not in calendars[:1])
    return calendars[0] if calendars else None

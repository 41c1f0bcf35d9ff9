"""Why a text is not TOML, in words for volunteers; tomllib's message says where to look."""

import re

from feeds.catalog.data import read_data

DATA = read_data("slips")
PATTERNS: dict[str, str] = DATA["patterns"]
STATEMENT = re.compile(PATTERNS["statement"], re.MULTILINE)
SWALLOWED = re.compile(PATTERNS["swallowed"], re.MULTILINE)
BARE_NUMBER = re.compile(PATTERNS["bare_number"], re.MULTILINE)
LAYOUT = re.compile(
    rf"{PATTERNS['texts']} | {PATTERNS['statement']} | [\[\]{{}}]",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def slip(text: str, message: str) -> tuple[int, str, str]:
    """Return the offset of the slip behind tomllib's `message`, what it is, and the remedy."""
    offset = _offset(text, message)
    line = text.rfind("\n", 0, offset) + 1
    opened = _left_open(text)
    at_the_end = re.search("Unclosed|Unterminated|end of document", message)
    if opened is not None and (opened < line or at_the_end):
        if text[opened] in "[{":
            return opened, "this bracket is not closed", "close it after its last item"
        return opened, "this text is not closed", f"close it with {text[opened] * 3}"
    if re.search("overwrite|twice|Duplicate|mutate", message):
        return _repeated(text, message, offset)
    if "Expected newline" in message and (bare := BARE_NUMBER.match(text, line)):
        # a date or hour without quotation marks: tomllib reads a number, and fails at what follows
        offset, message = bare.start(1), "Invalid value"
    for row in DATA["slips"]:
        is_here = re.compile(row.get("text", "")).match(text, offset)
        if is_here and re.search(row.get("message", ""), message):
            return offset, row["found"], row["remedy"]
    found = re.sub(r" \(at .*\)$", "", message)
    return offset, found, 'compare the line with its neighbours: title = "Rally"'


def _offset(text: str, message: str) -> int:
    """Return the offset that tomllib's message names, or the end of the text."""
    position = re.search(r"at line (\d+), column (\d+)", message)
    if position is None:
        return len(text)
    before = text.split("\n")[: int(position[1]) - 1]
    return sum(len(line) + 1 for line in before) + int(position[2]) - 1


def _repeated(text: str, message: str, offset: int) -> tuple[int, str, str]:
    """Return the slip of a repeated key or table, which tomllib reports at its end."""
    key = re.search("inline table key '(.+)'", message)
    pattern = re.compile(rf"(?P<begin>{re.escape(key[1])})\s*=") if key else STATEMENT
    begins = [found.start("begin") for found in pattern.finditer(text) if found.start() < offset]
    offset = begins[-1] if begins else offset
    if re.match(r"\[+events\]", text[offset:]):
        return offset, "events begin in two ways", "begin each event with [[events]]"
    if _begins_event(text, offset):
        remedy = "write [[events]] on a line of its own above its first line"
        return offset, "an event begins here without its [[events]]", remedy
    return offset, "this is here a second time", "keep one of the two"


def _begins_event(text: str, offset: int) -> bool:
    """Say whether a repeated key begins another event that lacks its [[events]]."""
    before, _, begun = text[:offset].rpartition("\n\n")
    block = begun + text[offset:].partition("\n\n")[0]
    has_id = re.search(r"^[ \t]*id[ \t]*=", block, re.MULTILINE)
    return bool(has_id) and "[[events]]" not in block and "\n[[events]]" in before


def _left_open(text: str) -> int | None:
    """Return the offset of an unclosed bracket, or of a text that swallows a header or key."""
    opened: list[int] = []
    for token in LAYOUT.finditer(text):
        if token["long"]:
            is_closed = re.search(r".(\"{3}|'{3})$", token[0], re.DOTALL)
            if not is_closed or SWALLOWED.search(token[0]):
                return token.start()
        elif token[0] in ("[", "{"):
            opened.append(token.start())
        elif token[0] in ("]", "}") and opened:
            opened.pop()
    return opened[0] if opened else None

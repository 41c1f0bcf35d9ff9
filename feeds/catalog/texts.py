"""Readers of text: one line, or text in the languages of the list. They warn of HTML and control characters."""

import json
import re
import unicodedata
from collections.abc import Callable

from feeds.catalog.markup import first_markup, plain_text
from feeds.catalog.node import Node, Reader, Schema, reader
from feeds.catalog.nouns import Text

LONGEST_LINE = 255  # characters; docs/format.md says so of every text without another bound
LONGEST_TEXT = 100_000  # characters of any text as it is written, before HTML is taken out
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")
TEXT: Schema = {"type": "string"}
KINDS = {bool: "true or false", str: "a text", int: "a number", float: "a number", list: "a list", dict: "a table"}


def describe(value: object) -> str:
    """Return what kind of value this is, in the words of TOML."""
    for kind, name in KINDS.items():
        if isinstance(value, kind):
            return name
    return "a date or time"


def shown(value: object) -> str:
    """Return a value as problems name it: a text between quotation marks, else its kind."""
    return f'"{value}"' if isinstance(value, str) else describe(value)


def quoted(text: str) -> str:
    """Return `text` as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007F")  # JSON allows DEL, TOML does not


def clean_line(text: str) -> str:
    """Return `text` as one line: line ends, tabs and control characters are spaces, runs of them one."""
    if not text.isprintable():  # found much faster than replaced
        text = "".join(" " if _is_control(character) else character for character in text)
    return " ".join(text.split())


def clean_text(text: str) -> str:
    """Return `text` with newlines as the only control characters, without blanks at either end."""
    if text.isprintable():
        return text.strip()
    text = re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text)
    characters = (" " if character != "\n" and _is_control(character) else character for character in text)
    return "".join(characters).strip()


def _is_control(character: str) -> bool:
    """Say whether no calendar can hold the character."""
    if character == "\ufeff":  # icalendar drops it at the start of a value
        return True
    return unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs")


def without_markup(node: Node) -> Node:
    """Return the node with its text as plain text; warn where that takes HTML out."""
    if not isinstance(node.value, str):
        return node
    plain = plain_text(node.value)
    if plain == node.value:
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


def line(longest: int = LONGEST_LINE) -> Reader[str]:
    """Read one line of at most `longest` characters."""

    def read(node: Node) -> str | None:
        if isinstance(node.value, str) and not _fits(node, node.value, LONGEST_TEXT):
            return None
        text = string(without_markup(node))
        if text is None or not _fits(node, text, longest):
            return None
        return text

    return Reader(read, {**TEXT, "maxLength": longest}, "line")


def localized(
    longest: int | None = LONGEST_LINE, clean: Callable[[str], str] = clean_line, *, may_be_empty: bool = True
) -> Reader[Text]:
    """Read a text in the default language, or a table of language = text; an empty one is an empty Text."""

    def read(node: Node) -> Text | None:
        default = node.context.languages[0]
        if not isinstance(node.value, dict):
            texts = {default: read_one(node)}
        else:
            texts = {}
            for language in node.value:
                item = node.item(language)
                texts[language] = read_one(item) if _is_known_language(item, language) else None
        if None in texts.values():
            return None
        in_order = []
        for language in node.context.languages:
            if text := texts.get(language) or texts.get(language.partition("-")[0]):
                in_order.append((language, text))
        if not in_order and not may_be_empty:
            node.problem("a text that is empty", "write it, or take the line out")
            return None
        return Text(tuple(in_order))

    def read_one(node: Node) -> str | None:
        if not isinstance(node.value, str):
            _refuse_other_than_text(node)
            return None
        if not _fits(node, node.value, LONGEST_TEXT):
            return None
        node = without_markup(node)
        text = clean(node.value)
        if not _fits(node, text, longest):
            return None
        _warn_of_controls(node, node.value)
        return text

    return Reader(read, _localized_schema(longest, may_be_empty), _localized_type(longest))


def _localized_schema(longest: int | None, may_be_empty: bool) -> Schema:
    text = TEXT if longest is None else {**TEXT, "maxLength": longest}
    texts: Schema = {
        "type": "object",
        "additionalProperties": False,
        "patternProperties": {f"^{LANGUAGE.pattern}$": text},
    }
    if not may_be_empty:
        text = {**text, "minLength": 1}
        texts["minProperties"] = 1
    return {"anyOf": [text, texts]}


def _localized_type(longest: int | None) -> str:
    if longest is None:
        return "text on many lines"
    return "text" if longest == LONGEST_LINE else f"text, up to {longest} characters"


def _is_known_language(node: Node, language: str) -> bool:
    """Say whether the list is in this language; note it where not, if its languages are known.

    It may be without the territory: a text in es serves es-AR.
    """
    languages = node.context.languages
    if language in languages or language in (known.partition("-")[0] for known in languages):
        return True
    if "languages" not in node.context.guessed:
        found = f'"{language}" is not one of the languages {", ".join(languages)}'
        node.problem(found, f'take it out, or add "{language}" to languages under [calendar]', key=True)
    return False


def _fits(node: Node, text: str, longest: int | None) -> bool:
    """Say whether the text has at most so many characters; note it where not."""
    if longest is None or len(text) <= longest:
        return True
    node.problem(f"{len(text)} characters, at most {longest} are shown everywhere", "say it in fewer words")
    return False


def _refuse_other_than_text(node: Node) -> None:
    several = isinstance(node.value, list | dict)
    remedy = "write one text, without [ ] or { } around it" if several else "put it between quotation marks"
    node.problem(f"{describe(node.value)} where a text belongs", remedy)


def _warn_of_controls(node: Node, text: str) -> None:
    if text.isprintable():
        return
    for character in text:
        if _is_control(character) and character not in "\n\r\t":
            found = f"a control character U+{ord(character):04X}, shown as a space"
            node.problem(found, "take it out", "warning")
            return

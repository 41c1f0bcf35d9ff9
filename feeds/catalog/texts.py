"""Readers of text: one line, or text in the languages of the list. They warn of HTML and control characters."""

import json
import re
import unicodedata
from collections.abc import Callable

from feeds.catalog.markup import first_markup, plain_text
from feeds.catalog.node import Node, Reader, Refused
from feeds.catalog.nouns import Text

LONGEST_LINE = 255  # characters; the bound of every text without another (docs/format.md)
LONGEST_TEXT = 100_000  # characters of any text as written, before HTML is removed
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?")
TYPE_NAMES = {
    bool: "true or false",
    str: "a text",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
}


def describe(value: object) -> str:
    """Return the kind of a value, in plain words."""
    for kind, name in TYPE_NAMES.items():
        if isinstance(value, kind):
            return name
    return "a date or time"


def shown(value: object) -> str:
    """Return a value as problems show it: a text in quotation marks, else its kind."""
    return f'"{value}"' if isinstance(value, str) else describe(value)


def quoted(text: str) -> str:
    """Return `text` as a TOML string."""
    # JSON allows DEL, TOML does not
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007F")


def clean_line(text: str) -> str:
    """Return `text` as one line: with runs of line breaks, tabs and control characters as one space."""
    return " ".join(_without_controls(text).split())


def clean_text(text: str) -> str:
    """Return `text` with newlines as its only control characters, stripped."""
    if not text.isprintable():
        text = re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text)
    return "\n".join(map(_without_controls, text.split("\n"))).strip()


def _without_controls(text: str) -> str:
    if text.isprintable():  # checking is much faster than replacing
        return text
    return "".join(" " if _is_control(character) else character for character in text)


def _is_control(character: str) -> bool:
    """Say whether no calendar can hold the character."""
    if character == "\ufeff":  # icalendar drops it at the start of a value
        return True
    return unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs")


def without_markup(node: Node) -> str:
    """Return the text of a node as plain text; warn if that removes HTML."""
    plain = plain_text(node.value)
    if plain != node.value:
        found = f"HTML ({first_markup(node.value)}), but calendars show plain text"
        node.problem(found, f"write {quoted(plain)}", "warning")
    return plain


def line(
    longest: int | None = LONGEST_LINE, clean: Callable[[str], str] = clean_line
) -> Callable[[Node], str]:
    """Return a reader of one text of at most `longest` characters, passed through `clean`."""

    def read(node: Node) -> str:
        _refuse_longer(_text(node), LONGEST_TEXT)
        plain = without_markup(node)
        text = clean(plain)
        _refuse_longer(text, longest)
        _warn_of_controls(node, plain)
        return text

    return read


string = line(LONGEST_TEXT)


def exact(node: Node) -> str:
    """Read one line that is not prose, such as an identifier: it may look like HTML."""
    text = _text(node)
    _warn_of_controls(node, text)
    return clean_line(text)


def localized(
    longest: int | None = LONGEST_LINE,
    clean: Callable[[str], str] = clean_line,
    *,
    may_be_empty: bool = True,
) -> Reader[Text]:
    """Return a reader of a text in the default language, or a table of language = text; it may be empty."""
    read_one = line(longest, clean)

    def read(node: Node) -> Text | None:
        texts: dict[str, str | None] = {}
        if not isinstance(node.value, dict):
            texts[node.context.languages[0]] = read_one(node)
        else:
            for language in node.value:
                item = node.item(language)
                texts[language] = (
                    item.read(read_one) if _is_known_language(item, language) else None
                )
        if None in texts.values():
            return None
        in_order = []
        for language in node.context.languages:
            if text := texts.get(language) or texts.get(language.partition("-")[0]):
                in_order.append((language, text))
        if not in_order and not may_be_empty:
            raise Refused("the text is empty", "write it, or remove the line")
        return Text(tuple(in_order))

    return read


def _is_known_language(node: Node, language: str) -> bool:
    """Say whether the list is in this language; note a problem if not, unless its languages are guessed.

    The territory may be missing: a text in es serves es-AR.
    """
    languages = node.context.languages
    if language in languages or language in (known.partition("-")[0] for known in languages):
        return True
    if "languages" not in node.context.guessed:
        found = f'"{language}" is not one of the languages {", ".join(languages)}'
        node.problem(
            found, f'remove it, or add "{language}" to languages under [calendar]', key=True
        )
    return False


def _text(node: Node) -> str:
    if isinstance(node.value, str):
        return node.value
    several = isinstance(node.value, list | dict)
    remedy = (
        "write one text, without [ ] or { } around it"
        if several
        else "put it between quotation marks"
    )
    raise Refused(f"found {describe(node.value)}, expected a text", remedy)


def _refuse_longer(text: str, longest: int | None) -> None:
    if longest is not None and len(text) > longest:
        raise Refused(
            f"{len(text)} characters, at most {longest} are shown everywhere", "shorten it"
        )


def _warn_of_controls(node: Node, text: str) -> None:
    controls = (
        character for character in text if _is_control(character) and character not in "\n\r\t"
    )
    control = None if text.isprintable() else next(controls, None)
    if control:
        found = f"a control character U+{ord(control):04X}, shown as a space"
        node.problem(found, "remove it", "warning")

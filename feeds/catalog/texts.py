"""Readers of text, on a line or in several languages; they warn of HTML and control characters."""

import json
import re
import unicodedata
from collections.abc import Callable

from feeds.catalog.data import read_data
from feeds.catalog.markup import plain_text
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
    return TYPE_NAMES.get(type(value), "a date or time")


def shown(value: object) -> str:
    """Return a value as problems show it: a text in quotation marks, else its kind."""
    return f'"{value}"' if isinstance(value, str) else describe(value)


def unexpected(node: Node, expected: str, remedy: str) -> Refused:
    """Return the refusal of a value that is not of the expected kind."""
    return Refused(f"found {describe(node.value)}, expected {expected}", remedy)


def quoted(text: str) -> str:
    """Return `text` as a TOML string."""
    # JSON allows DEL, TOML does not
    return json.dumps(text, ensure_ascii=False).replace("\x7f", r"\u007F")


def clean_line(text: str) -> str:
    """Return `text` as one line, with one space for each run of blanks and control characters."""
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
    """Say whether a calendar cannot hold the character; icalendar drops U+FEFF at a start."""
    return character == "\ufeff" or unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs")


def _warn_of_controls(node: Node, text: str) -> None:
    if text.isprintable():
        return
    for character in text:
        if character not in "\n\r\t" and _is_control(character):
            found = f"a control character U+{ord(character):04X}, shown as a space"
            node.problem(found, "remove it", "warning")
            return


def line(longest: int = LONGEST_LINE, *, multiline: bool = False) -> Callable[[Node], str]:
    """Return a reader of one text of at most `longest` characters, which removes HTML."""
    clean = clean_text if multiline else clean_line

    def read(node: Node) -> str:
        written = _text(node)
        _refuse_longer(written, LONGEST_TEXT)
        plain = plain_text(written)
        if plain != written:
            found = "HTML, but calendars show plain text"
            node.problem(found, f"write {quoted(plain)}", "warning")
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


def _text(node: Node) -> str:
    if isinstance(node.value, str):
        return node.value
    remedy = "put it between quotation marks"
    if isinstance(node.value, list | dict):
        remedy = "write one text, without [ ] or { } around it"
    raise unexpected(node, "a text", remedy)


def _refuse_longer(text: str, longest: int) -> None:
    if len(text) > longest:
        found = f"{len(text)} characters, at most {longest} are shown everywhere"
        raise Refused(found, "shorten it")


def localized(
    longest: int = LONGEST_LINE, *, multiline: bool = False, may_be_empty: bool = True
) -> Reader[Text]:
    """Return a reader of a text in the default language, or of a table of language = text."""
    read_one = line(longest, multiline=multiline)

    def read(node: Node) -> Text | None:
        languages = node.context.languages
        texts: dict[str, str | None] = {}
        if not isinstance(node.value, dict):
            texts[languages[0]] = read_one(node)
        else:
            for language in node.value:
                item = node.item(language)
                is_known = _is_known_language(item, language)
                texts[language] = item.read(read_one) if is_known else None
        if None in texts.values():
            return None
        versions = []
        for language in languages:
            if text := texts.get(language) or texts.get(_without_territory(language)):
                versions.append((language, text))
        if not versions and not may_be_empty:
            raise Refused("the text is empty", "write it, or remove the line")
        return Text(tuple(versions))

    return read


def _is_known_language(node: Node, language: str) -> bool:
    """Say whether the list is in a language; if not, note it unless the languages are guessed."""
    languages = node.context.languages
    if language in (*languages, *map(_without_territory, languages)):
        return True
    if "languages" not in node.context.guessed:
        found = f'"{language}" is not one of the languages {", ".join(languages)}'
        remedy = f'remove it, or add "{language}" to languages under [calendar]'
        node.problem(found, remedy, key=True)
    return False


def _without_territory(language: str) -> str:
    """Return the tag whose texts also serve a language: es for es-AR."""
    return language.partition("-")[0]


LOCALIZED = {name: localized(**row) for name, row in read_data("texts").items()}

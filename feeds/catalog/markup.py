"""Removal of HTML from a text: calendars and pages show plain text (rule 18)."""

import re
import unicodedata
from html import unescape
from html.entities import html5
from pathlib import Path

from feeds.catalog.data import WORDS

# Patterns that never look back: html.parser takes two minutes over 50,000 characters of broken
# tags.
ELEMENTS = Path(__file__).with_name("elements.txt").read_text("utf-8")  # of HTML
NAME = "|".join(ELEMENTS.split())
TAG = re.compile(rf"<(/?)({NAME})(\s[^<>=]*=[^<>]*)?\s*/?>", re.IGNORECASE)
COMMENT = re.compile(r"<!--|<!doctype[^<>]*>|<!\[(?:if|endif)\b[^<>]*>", re.IGNORECASE)
UNREAD = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
HREF = re.compile(r"""\shref\s*=\s*["']?(https?://[^"'\s]+)""", re.IGNORECASE)
AMPERSANDS = re.compile(r"&(?:amp;)+")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
BEFORE, AFTER = WORDS["before_elements"], WORDS["after_elements"]


def plain_text(text: str) -> str:
    """Return `text` without HTML tags and entities.

    Links keep their addresses, and paragraphs their line breaks. Other text stays: `<3`, `a < b`,
    `AT&T`. HTML hidden in entities is removed too: a second call changes nothing.
    """
    while "<" in text or "&" in text:
        plain = ENTITY.sub(_character, AMPERSANDS.sub("&", _without_tags(text)))
        if plain == text:
            break
        text = plain
    return text


def _without_tags(text: str) -> str:
    if not TAG.search(text) and not COMMENT.search(text):
        return text
    text = UNREAD.sub("", COMMENT.sub("", _without_comments(text)))
    parts: list[str] = []
    link, label, end = "", 0, 0  # the address of the open link, and the part its words begin with
    for tag in TAG.finditer(text):
        parts.append(text[end : tag.start()])
        end, closes, name = tag.end(), tag[1], tag[2].lower().rstrip("123456")
        if name == "a" and link and link.rstrip("/") not in "".join(parts[label:]):
            parts.append(f" ({link})")
        if name == "a":
            address = HREF.search(tag[3] or "")
            link, label = address[1] if address else "", len(parts)
        parts.append((AFTER if closes else BEFORE).get(name, ""))
    lines = "".join((*parts, text[end:])).split("\n")
    text = "\n".join(" ".join(line.split()) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()  # at most one blank line in a row


def _without_comments(text: str) -> str:
    parts, end = [], 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start)) >= 0:
        parts.append(text[end:start])
        end = close + len("-->")
    return "".join((*parts, text[end:]))


def _character(entity: re.Match[str]) -> str:
    """Return the character of an entity; an unknown one stays as it is."""
    if entity[0][1] != "#" and entity[0][1:] not in html5:
        return entity[0]
    found = unescape(entity[0])
    is_blank = found != "\n" and (found.isspace() or unicodedata.category(found[0]) == "Cc")
    return " " if is_blank else found

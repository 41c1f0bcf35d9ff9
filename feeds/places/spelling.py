"""Normalize the words of addresses for comparison: `Friedrichstr.` is `Friedrichstraße`."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

TABLE = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
WORDS = {name: frozenset(listed.split()) for name, listed in TABLE["words"].items()}
CLASSES = {name: frozenset(listed.split()) for name, listed in TABLE["classes"].items()}
ENDINGS: dict[str, str] = TABLE["endings"]
CORNER: dict[str, list[str]] = {
    language: listed.split() for language, listed in TABLE["corner"].items()
}
SPELLING: dict[str, str] = {
    word: line.split()[0] for line in TABLE["spellings"].splitlines() for word in line.split()
}
LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er)")
APOSTROPHE = re.compile(r"['’`´ʼ]|(?<=\b\w)\.(?=\w)")  # and the dot of P.le, D.C.
NUMBER_SIGN = re.compile(r"\bn(?:\.?\s?[o°]|r|um|umero|ummer)\.?\s*(?=\d)")
BEFORE_LETTER = re.compile(
    r"(?<=\d)(?<!\d{5})\s(?=(?:[a-z]|bis|ter|quater)\W*$|(?:[a-df-mo-rt-vx-z]|bis|ter|quater)\b)"
)
WORD = re.compile(r"\d[^\W_]*(?:\s?[-–/]\s?\d[^\W_]*)+|[^\W_]+")


def words(text: str) -> list[str]:
    """Return the normalized words of a text, without those that people omit.

    They have no accents and are in lower case, with ASCII digits; a number with its letter or range
    is one word, and 1st is 1th.
    """
    plain = ""
    for character in unicodedata.normalize("NFKD", APOSTROPHE.sub("", text.casefold())):
        if not unicodedata.combining(character):
            plain += str(unicodedata.decimal(character, character))
    plain = BEFORE_LETTER.sub("", NUMBER_SIGN.sub(" ", plain.translate(LETTERS)))
    found = ("".join(word.split()).replace("–", "-") for word in WORD.findall(plain))
    return list(filter(None, map(_compared, found)))


@lru_cache(maxsize=4096)
def _compared(word: str) -> str:
    """Return the normalized form of a word; "" for one that people omit."""
    if word in WORDS["small"]:
        return ""
    if ordinal := ORDINAL.fullmatch(word):
        return f"{ordinal[1]}th"
    for ending, form in ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word.removesuffix(ending) + form
            break
    return SPELLING.get(word, word).replace("nieuwe", "nieuw").replace("oude", "oud")


def alternatives(name: str) -> list[list[str]]:
    """Return the words of each name that a map combines in one text: `Rue Neuve - Nieuwstraat`."""
    return [found for one in (name, *re.split(r"\s[-–/]\s|;|/", name)) if (found := words(one))]


def has_digit(word: str) -> bool:
    """Return whether a word has a digit, as numbers and postcodes do."""
    return any(map(str.isdigit, word))

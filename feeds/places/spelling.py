"""Words of addresses in the form that they are compared in: `Friedrichstr.` and `Friedrichstraße` are one."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
_WORDS = {name: frozenset(listed.split()) for name, listed in _TABLE["words"].items()}
KINDS, TITLES, DIRECTIONS = _WORDS["kinds"], _WORDS["titles"], _WORDS["directions"]
OMITTED, SMALL = _WORDS["omitted"], _WORDS["small"]
ADMINISTRATIVE, CONNECTING, STATES = _WORDS["administrative"], _WORDS["connecting"], _WORDS["states"]
NUMBERED_STREETS, JOINING = _WORDS["numbered"], _WORDS["joining"]
ENDINGS: dict[str, str] = _TABLE["endings"]
CORNER: dict[str, list[str]] = {language: listed.split() for language, listed in _TABLE["corner"].items()}
SPELLING: dict[str, str] = {word: line.split()[0] for line in _TABLE["spellings"].splitlines() for word in line.split()}
LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er)")
APOSTROPHE = re.compile(r"['’`´ʼ]|(?<=\b\w)\.(?=\w)")  # and the dot of P.le, D.C.
NUMBER_SIGN = re.compile(r"\bn(?:\.?\s?[o°]|r|um|umero|ummer)\.?\s*(?=\d)")
WORD = re.compile(r"\d[^\W_]*(?:\s?[-–/]\s?\d[^\W_]*)+|[^\W_]+")


def words(text: str) -> list[str]:
    """Return the words of a text without accents, in lower case; a number with its letters or range is one."""
    plain = unicodedata.normalize("NFKD", APOSTROPHE.sub("", text.casefold()))
    plain = "".join(_plain(c) for c in plain if not unicodedata.combining(c)).translate(LETTERS)
    return ["".join(word.split()).replace("–", "-") for word in WORD.findall(NUMBER_SIGN.sub(" ", plain))]


def _plain(character: str) -> str:
    """Return a digit of any script as one of ours."""
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


@lru_cache(maxsize=4096)
def compared(word: str) -> str:
    """Return the form in which a word is compared; "" for one that people leave out."""
    if word in SMALL:
        return ""
    if ordinal := ORDINAL.fullmatch(word):
        return ordinal[1]
    for ending, form in ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word.removesuffix(ending) + form
            break
    return SPELLING.get(word, word)


def key(some: Sequence[str]) -> str:
    """Return words as one run of letters, so that spacing makes no difference."""
    return "".join(map(compared, some)).replace("nieuwe", "nieuw").replace("oude", "oud")


def alternatives(name: str) -> list[str]:
    """Return the names that a map gives in one text: `Rue Neuve - Nieuwstraat`."""
    return [one for one in (name, *re.split(r"\s[-–/]\s|;|/", name)) if one.strip()]


def is_number(word: str) -> bool:
    """Say whether a word can be a house number: 26 and 12-14, not 26th."""
    return word[0].isdigit() and not ORDINAL.fullmatch(word)


def has_digit(word: str) -> bool:
    """Say whether a digit is in a word, as in numbers and postcodes."""
    return any(map(str.isdigit, word))

"""Whether what a geocoder states of a place (street, house number, municipality) is what an address says."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from feeds.places.spelling import (
    ADMINISTRATIVE,
    CONNECTING,
    DIRECTIONS,
    KINDS,
    STATES,
    TITLES,
    alternatives,
    compared,
    has_digit,
    words,
)

BOTH = re.compile(r"(?P<low>\d+)[^\W\d_]*(?P<sign>[-/])(?P<high>\d+)[^\W\d_]*")
ALIKE = 0.85  # of two spellings of a street at one number, in one postcode and town


def same_number(answer: str, stated: frozenset[str], country: str) -> bool:
    """Say whether a geocoder's house number is one that an address states.

    A range is also each of its ends. Of `8/12` an address means the first as the house, in Australia the last; an
    answer may be known by either, as in Prague.
    """
    for one in re.split("[;,]", answer):
        number = "".join(words(one))
        if number and any(number == s or s in _sides(number) or number in _house(s, country) for s in stated):
            return True
    return False


def _sides(number: str) -> frozenset[str]:
    """Return both numbers of a range that rises, or of a slash."""
    both = BOTH.fullmatch(number)
    if both is None or (both["sign"] == "-" and int(both["low"]) >= int(both["high"])):
        return frozenset()
    return frozenset(re.split("[-/]", number))


def _house(number: str, country: str) -> frozenset[str]:
    if "/" not in number:
        return _sides(number)
    return frozenset((number.split("/")[-1 if country in ("au", "nz") else 0],))


def like(street: str, some: Sequence[str]) -> bool:
    """Say whether words may be another spelling of a street: no other kind, direction or number of it."""
    theirs, ours = (list(filter(None, map(compared, one))) for one in (words(street), some))
    for kinds in (KINDS, DIRECTIONS):
        of_theirs, of_ours = kinds.intersection(theirs), kinds.intersection(ours)
        if of_theirs and of_ours and not of_theirs & of_ours:
            return False
    if set(filter(has_digit, theirs)) != set(filter(has_digit, ours)):
        return False
    aside = KINDS | DIRECTIONS | TITLES
    name, stated = ("".join(word for word in one if word not in aside) for one in (theirs, ours))
    return SequenceMatcher(None, name, stated, autojunk=False).ratio() >= ALIKE


def same_municipality(municipality: str, stated: Sequence[str], wider: frozenset[str], *, surely: bool) -> bool:
    """Say whether words of an address are a municipality, or one contains the other by whole words.

    What is beside it must be its office or river (Ciudad Autónoma de Buenos Aires, Frankfurt am Main) or the `wider`
    words of state and country, for Chicago Heights is not Chicago, unless its postcode says that it `surely` is.
    """
    for one in alternatives(municipality):
        ours, theirs = (list(filter(None, map(compared, some))) for some in (stated, words(one)))
        longer, shorter = sorted((ours, theirs), key=len, reverse=True)
        for start in range(len(longer) - len(shorter) + 1):
            end = start + len(shorter)
            contains = bool(shorter) and longer[start:end] == shorter
            if contains and (surely or _same_town(longer[:start], longer[end:], wider)):
                return True
    return False


def _same_town(before: Sequence[str], after: Sequence[str], wider: frozenset[str]) -> bool:
    """Say whether the words around the name of a town make no other town of it."""
    if any(word not in ADMINISTRATIVE for word in before):
        return False
    if after and after[0] in CONNECTING:
        return True
    return all(word in ADMINISTRATIVE or word in wider or is_code(word) for word in after)


def is_code(word: str) -> bool:
    """Say whether a word is the code of a state or country and not the name of a town: IL, NSW."""
    return len(word) <= 2 or word in STATES

"""Do a geocoder's street, house number and municipality agree with an address?"""

import re
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from feeds.places.spelling import WORDS, alternatives, has_digit, words

KINDS, DIRECTIONS = WORDS["kinds"], WORDS["directions"]
BOTH = re.compile(r"(\d+)[^\W\d_]*([-/])(\d+)[^\W\d_]*")
ALIKE = 0.85  # of two spellings of a street at one number, in one postcode and town


def same_number(answer: str, stated: str, country: str) -> bool:
    """Say whether a geocoder's house number is the one that an address states.

    A range matches each of its ends. In an address, `8/12` means house 8, in Australia house 12; an answer may match
    by either, as in Prague.
    """
    houses = (
        [stated.split("/")[-1 if country in ("au", "nz") else 0]]
        if "/" in stated
        else _sides(stated)
    )
    for one in re.split("[;,]", answer):
        number = "".join(words(one))
        if number and (number in (stated, *houses) or stated in _sides(number)):
            return True
    return False


def _sides(number: str) -> list[str]:
    """Return both numbers of a rising range, or on both sides of a slash."""
    both = BOTH.fullmatch(number)
    if both is None or (both[2] == "-" and int(both[1]) >= int(both[3])):
        return []
    return re.split("[-/]", number)


def like(street: str, ours: Sequence[str]) -> bool:
    """Say whether words may be another spelling of a street, not another kind, direction or number."""
    theirs = words(street)
    for kinds in (KINDS, DIRECTIONS):
        of_theirs, of_ours = kinds.intersection(theirs), kinds.intersection(ours)
        if of_theirs and of_ours and not of_theirs & of_ours:
            return False
    if set(filter(has_digit, theirs)) != set(filter(has_digit, ours)):
        return False
    aside = KINDS | DIRECTIONS | WORDS["titles"]
    name, stated = ("".join(word for word in one if word not in aside) for one in (theirs, ours))
    return SequenceMatcher(None, name, stated, autojunk=False).ratio() >= ALIKE


def same_municipality(
    municipality: str, stated: list[str], wider: Collection[str], *, surely: bool
) -> bool:
    """Say whether words of an address are a municipality, or one contains the other by whole words.

    Other words must belong to its name (Ciudad Autónoma de Buenos Aires, Frankfurt am Main) or be among the `wider`
    words of state and country, because Chicago Heights is not Chicago; unless the postcode proves it (`surely`).
    """
    for name in alternatives(municipality):
        longer, shorter = sorted((stated, name), key=len, reverse=True)
        for start in range(len(longer) - len(shorter) + 1):
            end = start + len(shorter)
            contains = bool(shorter) and longer[start:end] == shorter
            if contains and (surely or _same_town(longer[:start], longer[end:], wider)):
                return True
    return False


def _same_town(before: Sequence[str], after: Sequence[str], wider: Collection[str]) -> bool:
    """Say whether the words around a town's name leave it the same town."""
    if not WORDS["administrative"].issuperset(before):
        return False
    if after and after[0] in WORDS["connecting"]:
        return True
    return all(word in WORDS["administrative"] or word in wider or is_code(word) for word in after)


def is_code(word: str) -> bool:
    """Say whether a word is the code of a state or country, such as IL or NSW, not the name of a town."""
    return len(word) <= 2 or word in WORDS["states"]

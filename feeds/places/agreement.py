"""Whether a geocoder's house number, postcode, street and municipality agree with an address."""

import re
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher

from feeds.places.spelling import TABLE, WORDS, alternatives, has_digit, words

KINDS, DIRECTIONS = WORDS["kinds"], WORDS["directions"]
GENERAL = KINDS | DIRECTIONS | WORDS["titles"]
BOTH = re.compile(r"(\d+)[^\W\d_]*([-/])(\d+)[^\W\d_]*")
ALIKE = 0.85  # of two spellings of a street at one number, in one postcode and town
COMPLETE = TABLE["postcodes"]["complete"].replace("\n", "|")
POSTCODE = re.compile(rf"(?<![\w-])(?:{COMPLETE})(?![\w-])")
OUTWARD = TABLE["postcodes"]["outward"]
POSTCODE_OR_OUTWARD = re.compile(rf"(?<![\w-])(?:{COMPLETE}|{OUTWARD})(?![\w-])")


def same_number(answer: str, stated: str, country: str) -> bool:
    """Return whether a geocoder's house number is the one that an address states.

    A range matches each of its ends. In an address, `8/12` means house 8, in Australia house 12; an
    answer may match by either, as in Prague.
    """
    houses = [stated, *_sides(stated)]
    if "/" in stated:
        houses = [stated, stated.split("/")[-1 if country.lower() in ("au", "nz") else 0]]
    for one in re.split("[;,]", answer):
        number = "".join(words(one))
        if number and (number in houses or stated in _sides(number)):
            return True
    return False


def _sides(number: str) -> list[str]:
    """Return both numbers of a rising range, or on both sides of a slash."""
    both = BOTH.fullmatch(number)
    if both is None or (both[2] == "-" and int(both[1]) >= int(both[3])):
        return []
    return re.split("[-/]", number)


def same_postcode(answer: str, rest: Sequence[Sequence[str]]) -> bool | None:
    """Return whether the postcode in some words is the answer's, or one begins with the other.

    Return None if the words or the answer have none.
    """
    leading = _leading(answer)
    if not leading:
        return None
    pattern = POSTCODE if leading[-1].isdigit() else POSTCODE_OR_OUTWARD
    found = [_leading(one) for part in rest for one in pattern.findall(" ".join(part))]
    stated = list(filter(None, found))
    if not stated:
        return None
    return any(one[-1] in leading or leading[-1] == one[0] for one in stated)


def _leading(postcode: str) -> list[str]:
    """Return the leading parts of a postcode and all of it, without spaces.

    These are 60606 and 606066448, c1065 and c1065aaa, g1 and g11db.
    """
    plain = postcode.lower().strip()
    # British, Argentine and Dutch ones may lack their space
    for pattern in (r"([a-z]{1,2}\d[a-z\d]?)(\d[a-z]{2})", r"([a-z]?\d{4})([a-z]{2,3})"):
        plain = re.sub(f"^{pattern}$", r"\1 \2", plain)
    groups = re.findall(r"[^\W_]+", plain)
    found = ["".join(groups[: number + 1]) for number in range(len(groups))]
    return [one for one in found if has_digit(one)]


def is_similar(street: str, stated: Sequence[str]) -> bool:
    """Return whether the words that are stated may be another spelling of a street.

    Another kind, direction or number makes another street.
    """
    found = words(street)
    for kinds in (KINDS, DIRECTIONS):
        first, second = kinds.intersection(found), kinds.intersection(stated)
        if first and second and not first & second:
            return False
    if set(filter(has_digit, found)) != set(filter(has_digit, stated)):
        return False
    name, other = (
        "".join(word for word in some if word not in GENERAL) for some in (found, stated)
    )
    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= ALIKE


def same_municipality(
    municipality: str, stated: list[str], wider: Collection[str], *, surely: bool
) -> bool:
    """Return whether words of an address are a municipality, or one contains the other.

    Other words must belong to its name (Ciudad Autónoma de Buenos Aires, Frankfurt am Main) or be
    among the `wider` words of state and country, because Chicago Heights is not Chicago; unless the
    postcode proves it (`surely`).
    """
    for name in alternatives(municipality):
        shorter, longer = (f" {' '.join(some)} " for some in sorted((stated, name), key=len))
        before, found, after = longer.partition(shorter)
        if found and (surely or _same_town(before.split(), after.split(), wider)):
            return True
    return False


def _same_town(before: Sequence[str], after: Sequence[str], wider: Collection[str]) -> bool:
    """Return whether a town stays the same with these words around its name."""
    if not WORDS["administrative"].issuperset(before):
        return False
    if after and after[0] in WORDS["connecting"]:
        return True
    return all(word in WORDS["administrative"] or word in wider or is_code(word) for word in after)


def is_code(word: str) -> bool:
    """Return whether a word is the code of a state or country, such as IL or NSW, not a town."""
    return len(word) <= 2 or word in WORDS["states"]

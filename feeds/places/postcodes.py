"""Does a geocoder's postcode agree with an address? In any country."""

import re
from collections.abc import Sequence

from feeds.places.spelling import TABLE, has_digit

WHOLE, OUTWARD = (
    "|".join(TABLE["postcodes"][name].split("\n")) for name in ("complete", "outward")
)
POSTCODE = re.compile(rf"(?<![\w-])(?:{WHOLE})(?![\w-])")
POSTCODE_OR_HALF = re.compile(rf"(?<![\w-])(?:{WHOLE}|{OUTWARD})(?![\w-])")


def same_postcode(answer: str, rest: Sequence[Sequence[str]]) -> bool | None:
    """Say whether the postcode in the words is the answer's, or one begins with the other; None if they have none."""
    leading = _leading(answer)
    if not leading:
        return None
    pattern = POSTCODE if leading[-1].isdigit() else POSTCODE_OR_HALF
    texts = [" ".join(part) for part in rest]
    stated = [found for text in texts for one in pattern.findall(text) if (found := _leading(one))]
    if not stated:
        return None
    return any(one[-1] in leading or leading[-1] == one[0] for one in stated)


def _leading(postcode: str) -> list[str]:
    """Return the leading parts of a postcode and all of it, without spaces: 60606 and 606066448, c1065 and c1065aaa."""
    plain = postcode.lower().strip()
    if re.fullmatch(r"[a-z]{1,2}\d[a-z\d]?\d[a-z]{2}", plain):  # British, without its space
        plain = f"{plain[:-3]} {plain[-3:]}"
    groups = re.findall(r"[^\W_]+", plain)
    if len(groups) == 1 and (mixed := re.fullmatch(r"([a-z]?\d{4})([a-z]{2,3})", groups[0])):
        groups = list(mixed.groups())
    found = ["".join(groups[: n + 1]) for n in range(len(groups))]
    return [one for one in found if has_digit(one)]

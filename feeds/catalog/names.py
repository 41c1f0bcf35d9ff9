"""Names and their slug form, the one under which an address or a reference finds them."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_SLUG = 100


def without_accents(text: str) -> str:
    """Return `text` with every accent taken off its letter (é becomes e)."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=1 << 16)
def slug_form(name: str) -> str:
    """Return `name` without accents, in lower case, every other run of characters one hyphen.

    A name in a script that leaves nothing (Chinese, Arabic) keeps its own letters, in lower case.
    """
    return re.sub(r"[^a-z0-9]+", "-", without_accents(name).lower()).strip("-") or " ".join(name.lower().split())


def nearest(name: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Return up to `count` of the `known` slug forms that `name` may have been meant for, best first."""
    return get_close_matches(slug_form(name), list(known), n=count, cutoff=0.6)

"""Links that let whoever has them read a private calendar, enter a meeting or act for somebody."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from feeds.catalog.data import read_data

LINK = re.compile(r"[^\s\"'<>()\[\]{}]{1,2000}")
ESCAPED = re.compile(r"\\u00(?=[2-7][0-9a-f])", re.IGNORECASE)  # & and = in a link copied from JSON


class Kind(NamedTuple):
    """A kind of secret link, known by a pattern; texts without its `sign` are not searched."""

    words: str
    remedy: str
    sign: str
    pattern: re.Pattern[str]


TABLE = read_data("secret_links")
SECRETS = []
for row in TABLE["kinds"]:
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    SECRETS.append(Kind(row["words"], TABLE["remedies"][row["remedy"]], row["sign"], pattern))


def secret_links(text: str) -> Iterator[tuple[int, str, Kind]]:
    """Yield the offset of each secret link, the link, and its kind; also in a redirecting link."""
    lowered = _decoded(text).lower()
    kinds = [kind for kind in SECRETS if kind.sign in lowered]
    for link in LINK.finditer(text) if kinds else ():
        decoded = _decoded(link[0])
        kind = next((kind for kind in kinds if kind.pattern.search(decoded)), None)
        if kind:
            yield link.start(), link[0], kind


def _decoded(text: str) -> str:
    return unquote(ESCAPED.sub("%", text) if "\\" in text else text)

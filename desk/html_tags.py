"""The tags of a web page, one by one, with the text between them.

Not html.parser: a page of broken tags can hold it for minutes, or make it
raise AssertionError (Python 3.11). These patterns are bounded, and every
failed search ends the page, so the time is linear in its length.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

MARK = re.compile(r"<(?:!--|(/?)([a-z][a-z0-9-]{0,30})((?:[\s/][^<>]{0,4000})?)>)", re.IGNORECASE)
ATTRIBUTE = re.compile(
    r"([a-z@:-]{1,30})(?:\s{0,9}=\s{0,9}"
    r"""("[^"]*"|'[^']*'|[^\s"'>]+))?""",
    re.IGNORECASE,
)
RAW = ("script", "style")  # their content is not markup


class Tag(NamedTuple):
    """One tag: its name in lower case, whether it closes an element, and where in the page it is.

    `inside` is the raw text of a script or style element; its closing tag is not yielded.
    """

    name: str
    closes: bool
    start: int
    end: int
    source: str
    inside: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """The first attribute of each lower-case name, without quotation marks and entities."""
        found: dict[str, str] = {}
        for name, value in ATTRIBUTE.findall(self.source):
            found.setdefault(name.lower(), unescape(value.strip("\"'")))
        return found


def tags(page: str) -> Iterator[Tag]:
    """Yield the tags of a page outside its comments, scripts and styles."""
    position = 0
    while mark := MARK.search(page, position):
        position = mark.end()
        if not mark[2]:
            position = page.find("-->", mark.start() + 2)
            if position < 0:
                return
            continue
        name, inside = mark[2].lower(), ""
        if name in RAW and not mark[1]:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(page, position)
            if closing is None:
                return
            inside = page[position : closing.start()]
            position = closing.end()
        yield Tag(name, bool(mark[1]), mark.start(), mark.end(), mark[3], inside)

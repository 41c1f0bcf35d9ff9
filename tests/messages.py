"""The texts in the code that people read, as Babel extracts them for translators."""

import re

from babel.messages.extract import extract, extract_from_dir

from feeds.catalog.kinds import ROWS
from tests.lists import ROOT

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {"text": None, "count": (1, 2), "say": None, "N_": None}
Message = str | tuple[str, ...]


def messages_of_the_code() -> set[Message]:
    """Return every text of the program, one with a plural as a pair."""
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(ROOT / "feeds", METHODS, keywords=KEYWORDS)
    }
    for row in ROWS.values():
        texts = (row.get(column, "") for column in ("sentence", "title", "phrase", "heading"))
        found |= set(row.get("nouns", {}).values())
        found |= {text for text in texts if re.search("[a-z]", text.replace("%(names)s", ""))}
    with (ROOT / "desk" / "new.py").open("rb") as file:
        return found | {message for _, message, _, _ in extract("python", file, keywords=KEYWORDS)}

"""Private data and secret links in the files of a list, which are public with their comments."""

import re
from collections.abc import Iterator
from itertools import islice

from feeds.catalog.data import WORDS
from feeds.catalog.node import MOST_FINDINGS
from feeds.catalog.positions import FilePositions
from feeds.catalog.problems import Problem
from feeds.catalog.secret_links import secret_links
from feeds.catalog.telephones import telephone_numbers

MAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
MAIL_PROVIDER = re.compile(rf"@({WORDS['mail_providers']})\.\w+(\.\w+)?$", re.IGNORECASE)
FIRST_AND_LAST_NAME = re.compile(r"^[a-z]+[._][a-z]+@", re.IGNORECASE)


def about_privacy(file: FilePositions, territory: str | None) -> Iterator[Problem]:
    """Yield what a public file should not contain, up to MOST_FINDINGS of each sort.

    Secret links are errors, and their messages do not quote the link; telephone numbers and
    personal mail addresses are warnings.
    """
    for start, _, kind in islice(secret_links(file.text), MOST_FINDINGS):
        yield file.problem_at(start, f"{kind.words}, and the file is public", kind.remedy, "error")
    for start, number in islice(telephone_numbers(file.text, territory), MOST_FINDINGS):
        remedy = "remove it: the file is public"
        yield file.problem_at(start, f"a telephone number, {number}", remedy, "warning")
    for start, address in islice(personal_mail(file.text), MOST_FINDINGS):
        remedy = "write the organization's own address, or remove it: the file is public"
        yield file.problem_at(start, f"a personal mail address, {address}", remedy, "warning")


def personal_mail(text: str) -> Iterator[tuple[int, str]]:
    """Yield each mail address that may be a person's, with its offset in `text`."""
    end = text.find("@")
    while end >= 0:
        start, end = text.rfind("\n", 0, end) + 1, text.find("\n", end) + 1 or len(text) + 1
        for found in MAIL.finditer(text, start, end - 1):
            if MAIL_PROVIDER.search(found[0]) or FIRST_AND_LAST_NAME.match(found[0]):
                yield found.start(), found[0]
        end = text.find("@", end)

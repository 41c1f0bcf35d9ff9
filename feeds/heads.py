"""The head of a feed's document in one language, in any format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """The name, description and addresses of a feed.

    `path` is its canonical path, `source` its absolute address and `page` that of its page;
    `calendar` is the title of the calendar, and `domain` the right side of its UIDs.
    """

    path: str
    domain: str
    language: str
    calendar: str
    name: str
    description: str
    source: str
    page: str

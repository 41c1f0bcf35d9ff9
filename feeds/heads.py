"""What a subscriber sees of a feed in one language, in any format."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """What a feed's document says of the feed.

    `path` is its canonical path, `source` its absolute address and `page` that of its page; `calendar` is the title
    of its calendar, and `domain` the right side of its UIDs.
    """

    path: str
    domain: str
    language: str
    calendar: str
    name: str
    description: str
    source: str
    page: str

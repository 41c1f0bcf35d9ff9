"""The labelled details of an event, for DESCRIPTION, the digest, pages and linked data."""

from typing import Literal, NamedTuple

from feeds.catalog.data import WORDS
from feeds.catalog.names import cached_slug_form
from feeds.translations import N_

Shown = Literal["line", "link", "page"]
FREE: dict[str, list[str]] = WORDS["free"]


class Detail(NamedTuple):
    """A key of an event whose text is shown after a label.

    `key` is its name in the list, in the digest and as a field of Event. A "line" follows the
    descriptions and is among the facts on the event's page, a "link" is with the other links, and a
    "page" detail is left out of DESCRIPTION. `venue_label` is for the same key of a venue.
    """

    key: str
    label: str
    shown: Shown = "line"
    venue_label: str = ""


DETAILS = (
    Detail("cost", N_("Cost:")),
    Detail("accessibility", N_("Accessibility:"), venue_label=N_("Accessibility of the venue:")),
    Detail("signup", N_("Sign up:"), "link"),
    Detail("url", N_("Details:"), "link"),
    Detail("contact", N_("Contact:"), "page"),
)


def is_free(cost: str, languages: tuple[str, ...]) -> bool:
    """Say whether a cost is just the word for free in one of these languages."""
    words = [word for language in languages for word in FREE.get(language.partition("-")[0], ())]
    return cached_slug_form(cost) in words

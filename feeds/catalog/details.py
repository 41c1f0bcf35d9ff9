"""The labelled details of an event, one row a key: DESCRIPTION, digest, pages and linked data read them here."""

from dataclasses import dataclass
from typing import Literal

from feeds.catalog.names import slug_form
from feeds.catalog.nouns import N_
from feeds.catalog.words import WORDS

Shown = Literal["line", "link", "page"]
FREE: dict[str, list[str]] = WORDS["free"]


@dataclass(frozen=True, slots=True)
class Detail:
    """A key of an event whose text is shown behind a label.

    `key` is its name in the list, of the field of Event and in the digest. A "line" stands after the descriptions
    and among the facts of its page, a "link" with the other links, and what is for the "page" is no part of
    DESCRIPTION. Where venues have the key too, `venue_label` labels what theirs says.
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
    """Say whether a cost is the word free, in one of these languages, and nothing else."""
    words = [word for language in languages for word in FREE.get(language.partition("-")[0], ())]
    return slug_form(cost) in words

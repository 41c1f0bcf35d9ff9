"""Remove metadata from pictures: the list is public, and so are the files beside it."""

from pathlib import Path

from feeds.files import write_whole
from feeds.metadata import without_metadata

MOST_OCTETS = 100_000_000  # a photo as a camera saves it, with a short film


class NotAPicture(Exception):
    """The file is not a readable JPEG, PNG or WebP."""


def clean(file: Path) -> int:
    """Remove the metadata from a picture and return the number of octets removed.

    Raise NotAPicture, or OSError if the file cannot be read or written.
    """
    with file.open("rb") as opened:
        content = opened.read(MOST_OCTETS)
    try:
        cleaned = without_metadata(content)
    except Exception as error:  # decoders may raise anything for a hostile file
        raise NotAPicture("this is not a JPEG, PNG or WebP") from error
    if cleaned != content:
        write_whole(file, cleaned)
    return len(content) - len(cleaned)

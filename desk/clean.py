"""Pictures in the repository without metadata: the list is public, and so is whatever is beside it."""

from pathlib import Path

from feeds.files import write_whole
from feeds.metadata import without_metadata

MOST_OCTETS = 100_000_000  # a photo as a camera saves it, and a film behind it


class NotAPicture(Exception):
    """The file is no JPEG, PNG or WebP that can be read."""


def clean(file: Path) -> int:
    """Take the metadata out of a picture and return how many octets of it there were.

    Raise NotAPicture, or OSError where the file cannot be read or written.
    """
    with file.open("rb") as opened:
        content = opened.read(MOST_OCTETS)
    try:
        cleaned = without_metadata(content)
    except Exception as error:  # of a file made to break them, decoders raise whatever comes
        raise NotAPicture("this is no JPEG, PNG or WebP") from error
    if cleaned != content:
        write_whole(file, cleaned)
    return len(content) - len(cleaned)

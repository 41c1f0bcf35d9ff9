"""How long a request may be: a longer one is refused before anything parses it."""

from collections.abc import Mapping
from typing import Any

LONGEST_TARGET = (
    8000  # octets of path and query, as every server should take (RFC 9110, section 4.1)
)
LONGEST_HEADERS = 8000  # octets of the two that are read; no other changes the answer (rule 33)


def rejection_status(environ: Mapping[str, Any]) -> int:
    """Return the status by which to refuse a request: 414 for its target, 431 for its headers; 0 to answer it."""
    if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > LONGEST_TARGET:
        return 414
    tags, encodings = environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
    return 431 if len(tags) + len(encodings) > LONGEST_HEADERS else 0

"""The longest request: a longer one is refused before anything parses it."""

from collections.abc import Mapping
from typing import Any

# octets of path and query: every server should accept so many (RFC 9110, section 4.1)
LONGEST_TARGET = 8000
# octets of the two that are read; no other header changes the answer (rule 33)
LONGEST_HEADERS = 8000


def rejection_status(environ: Mapping[str, Any]) -> int:
    """Return 414 for a target that is too long, 431 for headers, 0 to answer the request."""
    if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > LONGEST_TARGET:
        return 414
    tags, encodings = environ.get("HTTP_IF_NONE_MATCH", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
    return 431 if len(tags) + len(encodings) > LONGEST_HEADERS else 0

"""Finished bytes with their type and ETag, and a bounded cache of them."""

import hashlib
import zlib
from dataclasses import dataclass, field
from functools import cached_property
from sys import getsizeof
from threading import Lock
from typing import Any

PLAIN, PAGE = "text/plain; charset=utf-8", "text/html; charset=utf-8"
JSON, XML = "application/json; charset=utf-8", "application/xml; charset=utf-8"
MOST_RESPONSES = 16  # to one document: clients send few combinations of headers
MOST_HEADER_OCTETS = 1000  # longer headers are not cached; usual ones have 250
DOCUMENT_OCTETS, RESPONSE_OCTETS = 1500, 2000  # of the objects, beside bodies and headers
RequestHeaders = tuple[str | None, ...]  # If-None-Match and Accept-Encoding


@dataclass
class Document:
    """Finished bytes, their type, and how a browser should save them ("" for pages).

    `taken_down` marks the page of what was taken down, `missing` that of an address that does not
    exist, and `framed` a page that other sites may show in a frame.
    """

    body: bytes
    type: str
    disposition: str = ""
    taken_down: bool = False
    missing: bool = False
    framed: bool = False

    @cached_property
    def etag(self) -> str:
        """The strong ETag, a hash of the bytes (rule 35)."""
        return hashlib.sha256(self.body).hexdigest()[:32]

    @property
    def skip_gzip(self) -> bool:
        """Whether gzip would not make the body smaller."""
        return self.type.startswith("image/") and "svg" not in self.type

    @cached_property
    def gzipped(self) -> bytes:
        """The body under gzip, without time or name in its header."""
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        return packer.compress(self.body) + packer.flush()


@dataclass(slots=True)
class CachedDocument:
    """A cached document, and the responses with it by the request headers that they depend on.

    `octets` is an upper bound of its memory, with the key and the gzip form. `used` says whether it
    was requested since eviction last passed it (the second chance of the clock algorithm).
    """

    key: tuple[str, str]
    document: Document
    octets: int
    responses: dict[RequestHeaders, Any] = field(default_factory=dict)
    used: bool = False


class DocumentCache:
    """Documents by path and query variant, up to `limit` octets; unused ones are evicted first.

    All that requests leave in memory is counted: bodies, keys, headers, responses. Any number of
    threads may ask. `documents` is read without the lock, for which each request would wait: a
    reader finds a document or none, and if it misses one it only makes the same octets again.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.documents: dict[tuple[str, str], CachedDocument] = {}
        self.octets = 0
        self._changing = Lock()

    def put(self, key: tuple[str, str], document: Document) -> CachedDocument:
        """Cache a document, and evict others if there is no room."""
        octets = DOCUMENT_OCTETS + sum(map(getsizeof, key)) + 3 * len(document.body) // 2
        cached = CachedDocument(key, document, octets)
        with self._changing:
            replaced = self.documents.pop(key, None)
            # A reader missed it while `_evict` was reinserting it, and made it again.
            if replaced:
                self.octets -= replaced.octets
            self.documents[key] = cached
            self.octets += octets
            self._evict(cached)
        return cached

    def keep_response(self, cached: CachedDocument, headers: RequestHeaders, response: Any) -> None:
        """Keep the response to requests with these headers, if they are short and few are kept."""
        octets = sum(map(getsizeof, headers))
        if octets > MOST_HEADER_OCTETS:
            return
        with self._changing:
            evicted = self.documents.get(cached.key) is not cached
            if evicted or headers in cached.responses or len(cached.responses) == MOST_RESPONSES:
                return
            cached.responses[headers] = response
            cached.octets += RESPONSE_OCTETS + octets
            self.octets += RESPONSE_OCTETS + octets
            self._evict(cached)

    def _evict(self, newest: CachedDocument) -> None:
        while self.octets > self.limit and len(self.documents) > 1:
            oldest = next(iter(self.documents))
            candidate = self.documents.pop(oldest)
            if candidate.used or candidate is newest:
                candidate.used = False
                self.documents[oldest] = candidate
            else:
                self.octets -= candidate.octets

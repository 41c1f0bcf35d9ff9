"""Finished bytes with their type and ETag, and the shelf that holds as many of them as there is room for."""

import hashlib
import zlib
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

PLAIN = "text/plain; charset=utf-8"
MOST_ANSWERS = 16  # to one document: few programs ask alike, and whoever asks oddly finds no room


@dataclass(frozen=True)
class Document:
    """Finished bytes, their type, and how a browser should save them ("" for pages).

    `gone` is said of a page whose event was taken down, `framed` of one that other sites may show in a frame.
    """

    body: bytes
    type: str
    disposition: str = ""
    gone: bool = False
    framed: bool = False

    @cached_property
    def etag(self) -> str:
        """The strong ETag, a hash of the bytes (rule 35)."""
        return hashlib.sha256(self.body).hexdigest()[:32]

    @cached_property
    def gzipped(self) -> bytes:
        """The body under gzip, without time or name in its header."""
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        return packer.compress(self.body) + packer.flush()


@dataclass(slots=True)
class Held:
    """A document on the shelf, with the answers made of it by what was asked; `asked` since it was last looked at."""

    document: Document
    answers: dict[Hashable, Any] = field(default_factory=dict)
    asked: bool = False

    def remember(self, question: Hashable, answer: Any) -> None:
        """Keep an answer for who asks the same again."""
        if len(self.answers) < MOST_ANSWERS:
            self.answers[question] = answer

    @property
    def octets(self) -> int:
        """What it takes at most, its gzip form included."""
        return 1000 + 3 * len(self.document.body) // 2


@dataclass
class Shelf:
    """Documents by path and dress, at most so many octets of them: what nobody asks for leaves first."""

    most: int
    held: dict[Hashable, Held] = field(default_factory=dict)
    octets: int = 0

    def put(self, key: Hashable, document: Document) -> Held:
        """Hold a document, and let others go where there is no room; the caller holds the lock."""
        held = self.held[key] = Held(document)
        self.octets += held.octets
        while self.octets > self.most and len(self.held) > 1:
            oldest = next(iter(self.held))
            candidate = self.held.pop(oldest)
            if candidate.asked or candidate is held:
                candidate.asked = False
                self.held[oldest] = candidate
            else:
                self.octets -= candidate.octets
        return held

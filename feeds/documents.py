"""Finished bytes with their type and ETag, and the shelf that holds as many of them as there is room for."""

import hashlib
import zlib
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from sys import getsizeof
from threading import Lock
from typing import Any

PLAIN = "text/plain; charset=utf-8"
MOST_ANSWERS = 16  # to one document: few programs ask alike, and whoever asks oddly finds no room
LONGEST_QUESTION = 1000  # octets; a client's tag and encodings take 250
DOCUMENT_OCTETS, ANSWER_OCTETS = 1500, 2000  # of a document and of an answer to it, beside bodies and questions


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
    """A document on the shelf, with the answers made of it by what was asked; `asked` since it was last looked at.

    `octets` is what all of it takes at most, the key and the gzip form included.
    """

    key: Hashable
    document: Document
    octets: int
    answers: dict[Hashable, Any] = field(default_factory=dict)
    asked: bool = False


@dataclass
class Shelf:
    """Documents by path and dress, at most so many octets of them: what nobody asks for leaves first.

    Everything that stays in memory because somebody asked is here, and counted: bodies, keys, headers and answers.
    """

    most: int
    held: dict[Hashable, Held] = field(default_factory=dict)
    octets: int = 0
    _changing: Lock = field(default_factory=Lock, repr=False, compare=False)

    def put(self, key: tuple[str, str], document: Document) -> Held:
        """Hold a document, and let others go where there is no room."""
        octets = DOCUMENT_OCTETS + sum(map(getsizeof, key)) + 3 * len(document.body) // 2
        held = Held(key, document, octets)
        with self._changing:
            self.held[key] = held
            self.octets += octets
            self._make_room(held)
        return held

    def remember(self, held: Held, question: tuple[str | None, ...], answer: Any) -> None:
        """Keep an answer to a document for whoever asks the same again, unless the question is a long one."""
        question_octets = sum(map(getsizeof, question))
        if question_octets > LONGEST_QUESTION:
            return
        with self._changing:
            known = held.answers
            if self.held.get(held.key) is not held or question in known or len(known) == MOST_ANSWERS:
                return
            known[question] = answer
            held.octets += ANSWER_OCTETS + question_octets
            self.octets += ANSWER_OCTETS + question_octets
            self._make_room(held)

    def _make_room(self, newest: Held) -> None:
        while self.octets > self.most and len(self.held) > 1:
            oldest = next(iter(self.held))
            candidate = self.held.pop(oldest)
            if candidate.asked or candidate is newest:
                candidate.asked = False
                self.held[oldest] = candidate
            else:
                self.octets -= candidate.octets

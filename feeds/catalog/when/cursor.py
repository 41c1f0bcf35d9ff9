"""A place among the tokens of a text, from which a grammar takes them one by one."""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from feeds.catalog.names import nearest
from feeds.catalog.when.conventions import Conventions
from feeds.catalog.when.moments import WhenError
from feeds.catalog.when.phrases import Span
from feeds.catalog.when.tokens import Token

Found = TypeVar("Found")
DATES = {"month", "iso", "slashed", "dotted"}


class Doubt(Exception):
    """What a text leaves open or has wrong, and the same text with what would settle it.

    `advice` stands before the texts that pass, `error` is what is raised with them.
    """

    def __init__(
        self, found: str, repairs: Sequence[str] = (), advice: str = "write", error: type[WhenError] = WhenError
    ) -> None:
        super().__init__(found)
        self.found, self.repairs, self.advice, self.error = found, repairs, advice, error


def replaced(text: str, span: Span, other: str) -> str:
    """Return `text` with `other` in the place of a span."""
    return text[: span[0]] + other + text[span[1] :]


class Cursor:
    """The tokens of one text, and how many of them are taken. What cannot be read raises Doubt."""

    def __init__(self, text: str, tokens: Sequence[Token], conventions: Conventions, next: int = 0) -> None:
        self.text, self.tokens, self.conventions, self.next = text, tokens, conventions, next

    def at(self, term: str, ahead: int = 0) -> bool:
        """Say whether the next token, or one further on, can be `term`."""
        number = self.next + ahead
        return number < len(self.tokens) and term in self.tokens[number].means

    def take(self, *terms: str) -> Token | None:
        """Take the next token if it can be one of the `terms`."""
        if self.next < len(self.tokens) and not self.tokens[self.next].means.keys().isdisjoint(terms):
            self.next += 1
            return self.tokens[self.next - 1]
        return None

    def value(self, term: str) -> Any:
        """Take the next token if it can be `term`, and return its value."""
        token = self.take(term)
        return token.means[term] if token else None

    def skip(self, *terms: str) -> None:
        """Take all tokens up to the first that is none of the `terms`."""
        while self.take(*terms):
            pass

    def attempt(self, read: Callable[[], Found | None]) -> Found | None:
        """Return what `read` finds; where it finds nothing, nothing was taken."""
        start = self.next
        try:
            found = read()
        except Doubt:
            found = None
        if not found:
            self.next = start
        return found

    @property
    def done(self) -> bool:
        """Whether every token is taken."""
        return self.next >= len(self.tokens)

    def span(self, since: int) -> Span:
        """Return where the tokens stand that were taken since the cursor was at that number."""
        return self.tokens[since].start, self.tokens[max(since, self.next - 1)].end

    def touches(self, ahead: int = 0) -> bool:
        """Say whether no space stands before the next token, or one further on."""
        number = self.next + ahead
        return 0 < number < len(self.tokens) and self.tokens[number - 1].end == self.tokens[number].start

    def expect_end(self) -> None:
        """Refuse what is left."""
        if not self.done:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Raise Doubt at the next token; a misspelt name is offered as it may have been meant."""
        if not self.text:
            raise Doubt("it is empty")
        if self.done:
            raise Doubt(f'"{self.text}" stops too early')
        terms = {term for token in self.tokens for term in token.means}
        token = self.tokens[self.next]
        if token.means and "weekday" in terms and not terms & DATES:
            raise Doubt(f'"{self.text}" names no date')
        repairs = []
        if len(token.text) > 2 and token.text.isalpha() and not token.means:
            words = self.conventions.vocabulary
            known = words.single_words("month").keys() | words.single_words("weekday").keys()
            alike = sorted(name for name in known if abs(len(name) - len(token.text)) <= 1)
            names = nearest(token.text, alike, 1)
            repairs = [replaced(self.text, (token.start, token.end), name.capitalize()) for name in names]
        raise Doubt(f'"{token.text}" in "{self.text}" is no day or hour here', repairs)

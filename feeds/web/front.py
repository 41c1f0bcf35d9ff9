"""Documents are answered before Flask: polls are the load."""

from collections.abc import Callable, Iterable
from typing import Any

from feeds.snapshot import Snapshot
from feeds.web.answers import answer_of
from feeds.web.lengths import too_long

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Front:
    """A WSGI application around Flask's: it answers a GET of a document at its canonical path, and remembers how."""

    def __init__(self, flask: Application, current: Callable[[], Snapshot]) -> None:
        self.flask, self.current = flask, current

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if too_long(environ):
            return self.flask(environ, start_response)
        try:
            snapshot = self.current()
            how = snapshot.query_variants.get(environ["QUERY_STRING"]) if environ["REQUEST_METHOD"] == "GET" else None
            held = snapshot.cached(environ["PATH_INFO"], how) if how else None
        except Exception:  # Flask meets it again, reports it and says sorry
            held = None
        if held is None:
            return self.flask(environ, start_response)
        question = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_ACCEPT_ENCODING")
        answer = held.answers.get(question)
        if answer is None:
            answer = answer_of(held.document, *question)
            snapshot.cache.remember(held, question, answer)
        held.asked = True
        start_response(answer[0], answer[1])
        return answer[2]

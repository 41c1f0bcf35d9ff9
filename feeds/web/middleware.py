"""Answer documents before Flask: polls are most of the load."""

from collections.abc import Callable, Iterable
from typing import Any

from feeds.snapshot import Snapshot
from feeds.web.lengths import rejection_status
from feeds.web.responses import response_to

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class DocumentMiddleware:
    """WSGI middleware that answers a GET of a document at its canonical path; Flask does the rest.

    A poll with headers that were sent before takes three look-ups in dictionaries.
    """

    def __init__(self, app: Application, current: Callable[[], Snapshot]) -> None:
        self.app, self.current = app, current

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request (WSGI, PEP 3333)."""
        if environ["REQUEST_METHOD"] != "GET" or rejection_status(environ):
            return self.app(environ, start_response)
        try:
            snapshot = self.current()
            cancelled = snapshot.query_variants.get(environ["QUERY_STRING"])
            cached = snapshot.document_at(environ["PATH_INFO"], cancelled) if cancelled else None
        except Exception:
            # it happens again in Flask, which reports it
            cached = None
        if cached is None:
            return self.app(environ, start_response)
        headers = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_ACCEPT_ENCODING")
        response = cached.responses.get(headers)
        if response is None:
            response = response_to(cached.document, *headers)
            snapshot.cache.keep_response(cached, headers, response)
        cached.used = True
        start_response(response[0], response[1])
        return response[2]

"""HTTP: a request in, a document of the snapshot out, with the headers that clients rely on (rules 33 to 43)."""

import json
import sys
import traceback
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from flask import Flask, Response, request

from feeds.documents import Document
from feeds.selection import FIELDS
from feeds.snapshot import Malformed, Redirect, Snapshot, Unknown
from feeds.translations import Translator
from feeds.web.lengths import LONGEST_HEADERS, LONGEST_TARGET, rejection_status
from feeds.web.middleware import DocumentMiddleware
from feeds.web.responses import CACHE_CONTROL, COMMON_HEADERS, response_to

METHODS = "GET, HEAD, OPTIONS"
Health = Callable[[], Mapping[str, object]]


def web_app(current: Callable[[], Snapshot], health: Health = dict) -> Flask:
    """Return the WSGI app that answers each request from the snapshot that `current` returns.

    `health` is what /healthz reports: when a change was last taken in, and whether one was rejected.
    """
    app = Flask(__name__, static_folder=None)
    app.wsgi_app = DocumentMiddleware(app.wsgi_app, current)  # type: ignore[method-assign]
    # Not a route: the snapshot knows every address, and no Host or method may change an answer.
    app.before_request(lambda: _respond(current(), health))
    app.register_error_handler(Exception, lambda error: _on_error(error, current))
    app.after_request(_with_headers)
    return app


def _respond(snapshot: Snapshot, health: Health) -> Response:
    translator = snapshot.routes.translator(request.path)
    if status := rejection_status(request.environ):
        return _too_long(status, translator)
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in ("GET", "HEAD"):
        response = _plain(405, translator.text("This address can only be read, with GET or HEAD."))
        response.headers["Allow"] = METHODS
        return response
    if request.path == "/healthz":
        return _health(health())
    fields = request.args.to_dict(flat=False)
    if not FIELDS.isdisjoint(fields) and request.path in snapshot.form_paths:
        return _choice(snapshot, fields)
    found = snapshot.find(request.path, request.args.get("cancelled"))
    if isinstance(found, Redirect):
        return _redirect(snapshot, found, request.query_string.decode(errors="replace"))
    if isinstance(found, Unknown) and request.path.endswith("/"):
        return _document(
            snapshot.site.not_found(snapshot.routes.language(request.path), found.near)
        )
    if isinstance(found, Unknown | Malformed):
        return _refusal(found)
    return _document(found)


def _on_error(error: Exception, current: Callable[[], Snapshot]) -> Response:
    """Print a fault of the program at the terminal, and apologize."""
    traceback.print_exception(error, file=sys.stderr)
    try:
        translator = current().routes.translator(request.path)
        apology = translator.text("Something went wrong here. Please try again in a few minutes.")
    except Exception:  # the fault is in the snapshot itself
        apology = "Something went wrong here."
    response = _plain(503, apology)
    response.headers["Retry-After"] = "300"
    response.headers["Cache-Control"] = "no-store"
    return response


def _with_headers(response: Response) -> Response:
    for name, value in COMMON_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _document(document: Document) -> Response:
    """Answer with a document what the middleware left to Flask: a HEAD, or a query that is ignored."""
    status, headers, body = response_to(
        document, *map(request.headers.get, ("If-None-Match", "Accept-Encoding"))
    )
    return Response(body, status, headers)


def _health(state: Mapping[str, object]) -> Response:
    response = Response(json.dumps(state) + "\n", content_type="application/json; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _choice(snapshot: Snapshot, fields: Mapping[str, list[str]]) -> Response:
    """Redirect a submitted filter form."""
    found = snapshot.chosen(request.path, fields)
    return _redirect(snapshot, found, "") if isinstance(found, Redirect) else _refusal(found)


def _redirect(snapshot: Snapshot, found: Redirect, query: str) -> Response:
    path = urlsplit(snapshot.base_url).path + found.path
    response = _plain(301, path)
    response.headers["Location"] = path + (f"?{query}" if query else "")
    return response


def _refusal(found: Unknown | Malformed) -> Response:
    return _plain(404 if isinstance(found, Unknown) else 400, found.message)


def _plain(status: int, text: str) -> Response:
    response = Response(text.rstrip("\n") + "\n", status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = CACHE_CONTROL  # otherwise browsers keep a redirect for ever
    return response


def _too_long(status: int, words: Translator) -> Response:
    if status == 414:
        return _plain(414, words.text("At most %(number)d characters.", number=LONGEST_TARGET))
    names = "If-None-Match, Accept-Encoding"  # named, as RFC 6585, section 5, asks
    response = _plain(
        431,
        words.text(
            "%(names)s: at most %(number)d characters.", names=names, number=LONGEST_HEADERS
        ),
    )
    response.headers["Cache-Control"] = "no-store"  # otherwise a cache would send it to others, too
    return response


def _preflight() -> Response:
    """Answer the CORS preflight of browsers that send If-None-Match from another origin (FullCalendar)."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "*"
    return response

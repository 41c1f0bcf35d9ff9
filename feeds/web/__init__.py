"""Answer HTTP requests with documents of the snapshot, and the headers of rules 33 to 43."""

import json
import sys
import traceback
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from flask import Flask, Response, request

from feeds.documents import JSON, PLAIN, Document
from feeds.selection import FIELDS
from feeds.snapshot import Malformed, Redirect, Snapshot, Unknown
from feeds.translations import Translator
from feeds.web.lengths import LONGEST_HEADERS, LONGEST_TARGET, rejection_status
from feeds.web.middleware import DocumentMiddleware
from feeds.web.responses import CACHE_CONTROL, COMMON_HEADERS, response_to

METHODS = "GET, HEAD, OPTIONS"
NO_STORE = {"Cache-Control": "no-store"}
Health = Callable[[], Mapping[str, object]]


def web_app(current: Callable[[], Snapshot], health: Health = dict) -> Flask:
    """Return the WSGI app that answers each request from the snapshot that `current` returns.

    `health` returns what /healthz reports.
    """
    app = Flask(__name__, static_folder=None)
    app.wsgi_app = DocumentMiddleware(app.wsgi_app, current)  # type: ignore[method-assign]
    # Not a route: the snapshot knows every address, and no Host or method may change an answer.
    app.before_request(lambda: _respond(current(), health))
    app.register_error_handler(Exception, lambda error: _on_error(error, current))
    app.after_request(_with_common_headers)
    return app


def _respond(snapshot: Snapshot, health: Health) -> Response:
    translator = snapshot.routes.translator(request.path)
    if status := rejection_status(request.environ):
        return _too_long(status, translator)
    if request.method == "OPTIONS":
        return _preflight()
    if request.method not in ("GET", "HEAD"):
        refusal = translator.text("This address can only be read, with GET or HEAD.")
        return _plain(405, refusal, {"Allow": METHODS})
    if request.path == "/healthz":
        return _plain(200, json.dumps(health()), {"Content-Type": JSON, **NO_STORE})
    fields = request.args.to_dict(flat=False)
    if not FIELDS.isdisjoint(fields) and request.path in snapshot.form_paths:
        chosen = snapshot.form_target(request.path, fields)
        return _redirect(snapshot, chosen, "") if isinstance(chosen, Redirect) else _error(chosen)
    found = snapshot.find(request.path, request.args.get("cancelled"))
    if isinstance(found, Redirect):
        return _redirect(snapshot, found, request.query_string.decode(errors="replace"))
    if isinstance(found, Unknown) and request.path.endswith("/"):
        return _document(snapshot.not_found(request.path, found.near))
    return _document(found) if isinstance(found, Document) else _error(found)


def _on_error(error: Exception, current: Callable[[], Snapshot]) -> Response:
    """Print a fault of the program at the terminal, and apologize."""
    traceback.print_exception(error, file=sys.stderr)
    try:
        translator = current().routes.translator(request.path)
        apology = translator.text("Something went wrong here. Please try again in a few minutes.")
    except Exception:
        # the fault is in the snapshot itself
        apology = "Something went wrong here."
    return _plain(503, apology, {"Retry-After": "300", **NO_STORE})


def _with_common_headers(response: Response) -> Response:
    for name, value in COMMON_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _document(document: Document) -> Response:
    """Answer what the middleware left to Flask: a HEAD, or a query that changes nothing."""
    names = "If-None-Match", "Accept-Encoding"
    status, headers, body = response_to(document, *map(request.headers.get, names))
    return Response(body, status, headers)


def _redirect(snapshot: Snapshot, found: Redirect, query: str) -> Response:
    path = urlsplit(snapshot.base_url).path + found.path
    return _plain(301, path, {"Location": f"{path}?{query}" if query else path})


def _error(found: Unknown | Malformed) -> Response:
    return _plain(404 if isinstance(found, Unknown) else 400, found.message)


def _plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> Response:
    response = Response(text.rstrip("\n") + "\n", status, content_type=PLAIN)
    # without Cache-Control, browsers keep a redirect forever
    response.headers.update({"Cache-Control": CACHE_CONTROL, **(headers or {})})
    return response


def _too_long(status: int, translator: Translator) -> Response:
    if status == 414:
        text = translator.text("At most %(number)d characters.", number=LONGEST_TARGET)
        return _plain(414, text)
    # RFC 6585, section 5, asks for the names; a cache must not send this to others
    names, most = "If-None-Match, Accept-Encoding", LONGEST_HEADERS
    text = translator.text("%(names)s: at most %(number)d characters.", names=names, number=most)
    return _plain(431, text, NO_STORE)


def _preflight() -> Response:
    """Answer the CORS preflight of a browser with If-None-Match (FullCalendar)."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = METHODS
    response.headers["Access-Control-Allow-Headers"] = "*"
    return response

"""HTTP alone: a request in, the snapshot's document out, with the headers calendar clients rely on (rules 33 to 43)."""

import sys
import traceback
from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from feeds.snapshot import Document, Malformed, Moved, Snapshot, Unknown
from feeds.words import words

MAX_AGE = 300  # seconds; at most 900 (rule 37)
SAME_FOR_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
}


def web_app(current: Callable[[], Snapshot]) -> Flask:
    """Return the WSGI app that answers from whatever snapshot `current` gives at each request."""
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False

    def say(english: str, **values: object) -> str:
        return words(current().directory.read(request.path).language).text(english, **values)

    @app.route("/", methods=["GET", "OPTIONS"], provide_automatic_options=False)
    @app.route("/<path:_path>", methods=["GET", "OPTIONS"], provide_automatic_options=False)
    def answer(_path: str = "") -> Response:
        if request.method == "OPTIONS":
            return _preflight()
        found = current().find(request.path, request.args.get("cancelled"))
        if isinstance(found, Moved):
            return _redirect(found)
        if isinstance(found, Unknown):
            return _plain(404, found.message)
        if isinstance(found, Malformed):
            return _plain(400, found.message)
        return _document(found)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        response = _plain(error.code or 500, say("This address is only read: ask with GET or HEAD."))
        response.headers.update({name: value for name, value in error.get_headers() if name == "Allow"})
        return response

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        traceback.print_exception(error, file=sys.stderr)
        response = _plain(503, say("This could not be made just now. Please come again in a few minutes."))
        response.headers["Retry-After"] = "300"
        return response

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers.update(SAME_FOR_ALL)
        return response

    return app


def _document(document: Document) -> Response:
    """Return the document, under gzip if asked for, or 304 when the client has it in either form (rules 35, 36)."""
    gzip = request.accept_encodings.quality("gzip") > 0
    plain_tag, gzip_tag = document.etag, f"{document.etag}-gzip"
    held = request.if_none_match
    known = held.contains_weak(plain_tag) or held.contains_weak(gzip_tag)
    response = Response(status=304) if known else Response(document.gzipped if gzip else document.body)
    response.headers["Content-Type"] = document.type
    if known:
        del response.headers["Content-Type"]
    elif document.disposition:
        response.headers["Content-Disposition"] = document.disposition
    if gzip and not known:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(gzip_tag if gzip else plain_tag)
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _redirect(moved: Moved) -> Response:
    query = request.query_string.decode("latin-1")
    response = _plain(301, moved.path)
    response.headers["Location"] = moved.path + (f"?{query}" if query else "")
    return response


def _plain(status: int, text: str) -> Response:
    return Response(text.rstrip("\n") + "\n", status, content_type="text/plain; charset=utf-8")


def _preflight() -> Response:
    """Answer a browser that asks before it sends If-None-Match from another origin (FullCalendar)."""
    response = Response(status=204)
    response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "*"
    return response

"""Turn a document into a response: status, headers and bytes (rules 33 to 40)."""

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags

from feeds.documents import Document
from feeds.pages import POLICY

FEATURES = """
accelerometer autoplay camera display-capture fullscreen geolocation gyroscope magnetometer
microphone midi payment publickey-credentials-get screen-wake-lock usb xr-spatial-tracking"""
MAX_AGE = 300  # seconds; at most 900 (rule 37)
# neither pages nor the frames in them need any
PERMISSIONS = ", ".join(f"{feature}=()" for feature in FEATURES.split())
COMMON_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CACHE_CONTROL = f"public, max-age={MAX_AGE}"
Response = tuple[str, list[tuple[str, str]], list[bytes]]


def response_to(
    document: Document, if_none_match: str | None, accept_encoding: str | None
) -> Response:
    """Return the document, gzipped if accepted, or 304 if the client has it (rules 35, 36)."""
    headers = {**COMMON_HEADERS, "Cache-Control": CACHE_CONTROL}
    if document.framed:
        headers["Content-Security-Policy"] = f"{POLICY}; frame-ancestors *"
    if document.missing:
        return _with_body("404 NOT FOUND", headers, document, document.body)
    if document.taken_down:  # search engines forget it
        return _with_body("410 GONE", headers, document, document.body)
    accepted = parse_accept_header(accept_encoding, Accept)
    gzip = not document.skip_gzip and accepted.quality("gzip") > 0
    plain_tag, gzip_tag = document.etag, f"{document.etag}-gzip"
    if not document.skip_gzip:
        headers["Vary"] = "Accept-Encoding"
    headers["ETag"] = f'"{gzip_tag if gzip else plain_tag}"'
    known = parse_etags(if_none_match)
    if known.contains_weak(plain_tag) or known.contains_weak(gzip_tag):
        return "304 NOT MODIFIED", [*headers.items()], []
    if gzip:
        headers["Content-Encoding"] = "gzip"
    return _with_body("200 OK", headers, document, document.gzipped if gzip else document.body)


def _with_body(status: str, headers: dict[str, str], document: Document, body: bytes) -> Response:
    if document.disposition:
        headers["Content-Disposition"] = document.disposition
    headers |= {"Content-Type": document.type, "Content-Length": str(len(body))}
    return status, [*headers.items()], [body]

"""Visits that hold every page to its promise: nobody else is asked, nothing is kept, nothing fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

PHONE, DESK = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
SHOUT = """addEventListener("securitypolicyviolation", event =>
    console.error(`blocked: ${event.effectiveDirective} ${event.blockedURI}`))"""
NOTHING: dict[str, list[object]] = {"cookies": [], "origins": []}


@contextmanager
def visiting(browser: Browser, *sites: str, **options: Any) -> Iterator[Page]:
    """Open a page in a browser that knows nothing yet; `options` are those of Playwright's new_context.

    Fails at the end if anything but `sites` was asked, or if there was a cookie, a stored value, an
    error, a warning, something that the Content-Security-Policy blocks, or a request without an
    answer.
    """
    with browser.new_context(**options) as context:
        complaints = listen(context, sites)
        yield context.new_page()
        stored = context.storage_state(indexed_db=True)
    assert not complaints, "\n".join(complaints)
    assert stored == NOTHING, stored


def listen(context: BrowserContext, sites: tuple[str, ...]) -> list[str]:
    """Return the list that grows by whatever a page in this context does wrong."""
    complaints: list[str] = []

    def asked(request: Request) -> None:
        address = urlsplit(request.url)
        if (
            address.scheme not in ("data", "blob")
            and f"{address.scheme}://{address.netloc}" not in sites
        ):
            complaints.append(f"asked {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        place = message.location["url"]
        # no page asked for that
        if message.type in ("error", "warning") and not place.endswith("/favicon.ico"):
            complaints.append(f"{message.type}: {message.text} {place}")

    def failed(request: Request) -> None:
        # that is a page that was left before the answer came
        if request.failure != "net::ERR_ABORTED":
            complaints.append(f"failed: {request.url} {request.failure}")

    context.add_init_script(SHOUT)
    context.on("request", asked)
    context.on("requestfailed", failed)
    context.on("weberror", lambda error: complaints.append(f"error: {error.error}"))
    context.on("console", on_console)
    return complaints

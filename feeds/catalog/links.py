"""Readers of links and contacts, and patterns of UIDs and mail addresses."""

import re
from urllib.parse import quote, urlsplit

from feeds.catalog.data import WORDS
from feeds.catalog.node import Node, Refused
from feeds.catalog.texts import line, string

EXAMPLE_DOMAIN = re.compile(rf"(^|[@.])({WORDS['example_domains']})$", re.IGNORECASE)
TRACKING = re.compile(rf"[?&]({WORDS['tracking']})=", re.IGNORECASE)
SHORTENERS = re.compile(rf"(www\.)?({WORDS['shorteners']})")
# a path may follow, no query
PUBLIC_ADDRESS = re.compile(r"https?://[\w.-]+(:\d{1,5})?(/[\w.~%+/-]*)?", re.ASCII)
MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
UID = re.compile(r"[!-~]{1,191}")  # Proton Calendar accepts no longer one


def url(node: Node) -> str:
    """Read an http or https address; warn of example domains, tracking and shortened links."""
    text = string(node)
    if not text:
        return text
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        is_valid = parts.scheme in ("http", "https") and host and parts.port != 0
    except ValueError:
        is_valid = False
    if not is_valid:
        remedy = 'write it in full, like "https://chicago.gov/calendar"'
        raise Refused(f'"{text}" is not a web address', remedy)
    encoded = quote(text, safe="%/:=&?~#+!$,;'@()*[]")
    if encoded != text:
        found = f'"{text}" has characters that are not allowed in an address'
        raise Refused(found, f'write "{encoded}"')
    warn_of_example(node, host)
    if tracking := TRACKING.search(text):
        found = f"the link tracks who clicked ({tracking[1]})"
        node.problem(found, "remove that part of the link", "warning")
    if SHORTENERS.fullmatch(host):
        found = f"{host} hides where the link goes, and counts who follows it"
        node.problem(found, "write the address it leads to", "warning")
    return text


def online(node: Node) -> str | bool:
    """Read where people join an event online: a link, or `true` if they get it after signing up."""
    if isinstance(node.value, bool):
        return node.value
    if isinstance(node.value, str) and "://" not in node.value:
        remedy = "write online = true without quotation marks, or the whole link, like https://…"
        raise Refused(f'found "{node.value}", expected a link or true', remedy)
    return url(node)


def warn_of_example(node: Node, host: str) -> None:
    """Warn of a domain that is reserved for examples (RFC 2606)."""
    if EXAMPLE_DOMAIN.search(host):
        remedy = "write the real address, or leave it out"
        node.problem(f"{host} exists only in examples", remedy, "warning")


def mail_or_link(node: Node) -> str:
    """Read how to reach the people behind a calendar: a mail address or a link."""
    text = line()(node)
    if not text or "://" in text:
        return url(node)
    address = text.removeprefix("mailto:")
    if not MAIL.fullmatch(address):
        remedy = 'write it like "calendar@chicago.gov" or "https://chicago.gov/calendar"'
        raise Refused(f'"{text}" is neither a mail address nor a link', remedy)
    warn_of_example(node, address.rpartition("@")[2])
    return address


def contact(node: Node) -> str:
    """Read whom to ask: words, a mail address or a link."""
    text = line()(node)
    for host in re.findall(r"[\w-]+(?:\.[\w-]+)+", text):
        warn_of_example(node, host)
    return text


def public_address(node: Node) -> str:
    """Read the base URL of all pages and feeds: a path may follow the host, nothing else."""
    text = url(node)
    if text and not PUBLIC_ADDRESS.fullmatch(text):
        remedy = 'write it like "https://chicago.gov/calendar"'
        raise Refused(f'"{text}" is not a valid base URL', remedy)
    return text

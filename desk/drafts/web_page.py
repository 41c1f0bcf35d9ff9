"""Web pages, and JSON, that describe events in schema.org's terms as JSON-LD."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from desk.drafts.draft import Draft
from desk.drafts.json_ld import Page, is_event, kinds, parts_of, text_of
from desk.drafts.schema_event import SchemaEvent
from desk.html_tags import tags

MOST_READ = 1001
ENCLOSED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")


def drafts(text: str, source: str, zone: ZoneInfo) -> tuple[list[Draft], list[str]]:
    """Return the events that a page describes, and what was left out."""
    page, left_out = Page(), list[str]()
    for script in _scripts(text):
        try:
            page.parse(script)
        except (ValueError, RecursionError):
            left_out.append("a description in schema.org's terms that is not JSON")
    found = list[Draft]()
    for node in page.events()[:MOST_READ]:
        if "eventseries" in kinds(node) and any(map(is_event, parts_of(node))):
            left_out.append(f'the series "{text_of(node)}", whose dates are here one by one')
            continue
        event = SchemaEvent(node)
        words = filter(None, (event.text("startDate"), event.text("endDate")))
        found.append(event.draft(event.whens(zone), ", ".join(words), source))
    return list(dict.fromkeys(found)), left_out


def _scripts(page: str) -> Iterator[str]:
    """Yield the JSON-LD of a page."""
    if page.lstrip()[:1] in "{[":
        yield page
        return
    for tag in tags(page):
        if tag.name == "script" and "ld+json" in tag.attributes.get("type", "").lower():
            yield ENCLOSED.sub("", tag.inside)

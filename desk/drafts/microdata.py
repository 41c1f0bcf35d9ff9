"""Events in the tags of a web page, as microdata or microformats, in the shape of JSON-LD.

https://html.spec.whatwg.org/multipage/microdata.html, https://microformats.org/wiki/h-event
"""

import re
from collections import Counter
from dataclasses import dataclass

from desk.drafts.json_ld import TABLE, Node
from desk.html_tags import Tag, tags
from feeds.catalog import plain_text

MICROFORMATS: dict[str, str] = TABLE["microformats"]
ROOTS = {"h-event": "Event", "h-card": "Place", "h-adr": "PostalAddress"}
VALUES = ("content", "datetime", "href", "src", "data", "value")  # attributes, rather than the text of the element
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
UNCLOSED = frozenset(["p", "li", "dt", "dd", "tr", "td", "th"])  # the next of the name ends one
MARKED = re.compile(r"itemscope|itemprop|class", re.IGNORECASE)
DEEPEST, MOST_OPEN, LONGEST_TEXT = 200, 8, 50_000


@dataclass(slots=True)
class _Element:
    """An element that is not closed yet: the item that it is, or the properties whose value its text is."""

    name: str
    item: Node | None = None
    around: Node | None = None
    properties: tuple[str, ...] = ()
    begins: int = 0


def items(page: str) -> list[Node]:
    """Return the outermost items of a page."""
    if "itemscope" not in page and "h-event" not in page:
        return []
    reader = _Reader(page)
    for tag in tags(page):
        if tag.closes:
            reader.close(tag)
        else:
            reader.open(tag)
    return reader.found


class _Reader:
    """The elements that are open, outermost first, and the items so far."""

    def __init__(self, page: str) -> None:
        self.page, self.found = page, list[Node]()
        self.elements, self.names, self.items = list[_Element](), Counter[str](), list[Node]()
        self.texts = 0  # elements whose text is a property

    def open(self, tag: Tag) -> None:
        """Begin an element; a property whose value is an attribute is set at once."""
        if tag.name in UNCLOSED and self.elements and self.elements[-1].name == tag.name:
            self.close(tag)
        element = self.marked(tag) if MARKED.search(tag.source) else _Element(tag.name)
        if tag.name in VOID or len(self.elements) >= DEEPEST:
            return
        if element.properties and self.texts >= MOST_OPEN:
            element.properties = ()
        self.texts += bool(element.properties)
        self.names[tag.name] += 1
        self.elements.append(element)
        if element.item is not None:
            self.items.append(element.item)

    def marked(self, tag: Tag) -> _Element:
        """Return an element with what its attributes make it."""
        attributes = tag.attributes
        classes = attributes.get("class", "").split()
        around = self.items[-1] if self.items else None
        valued = attributes.get("itemprop", "").split()
        valued += [MICROFORMATS[name] for name in classes if name in MICROFORMATS and name[:2] in ("u-", "dt")]
        texts = [MICROFORMATS[name] for name in classes if name in MICROFORMATS and name[:2] in ("p-", "e-")]
        root = next((ROOTS[name] for name in classes if name in ROOTS), "")
        if "itemscope" in attributes or root:
            item: Node = {"@type": attributes.get("itemtype", root), "@id": attributes.get("itemid", "")}
            if around is None:
                self.found.append(item)
            for name in (*valued, *texts):
                _add(around, name, item)
            return _Element(tag.name, item)
        value = next((attributes[key] for key in VALUES if attributes.get(key)), "")
        for name in valued:
            _add(around, name, value)
        if around is None or tag.name in VOID:
            return _Element(tag.name)
        return _Element(tag.name, None, around, tuple(texts if value else valued + texts), tag.end)

    def close(self, tag: Tag) -> None:
        """End an element, and those within it that have no closing tag; set the properties that are their texts."""
        while self.names[tag.name]:
            element = self.elements.pop()
            self.names[element.name] -= 1
            if element.item is not None:
                self.items.pop()
            if element.properties:
                self.texts -= 1
                end = min(tag.start, element.begins + LONGEST_TEXT)
                for name in element.properties:
                    _add(element.around, name, plain_text(self.page[element.begins : end]).strip())
            if element.name == tag.name:
                return


def _add(item: Node | None, name: str, value: Node | str) -> None:
    if item is not None and value:
        item.setdefault(name, []).append(value)

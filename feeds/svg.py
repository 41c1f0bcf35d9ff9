"""Decide whether an SVG may be published: it may draw, but not run, load or link to anything."""

import re
import tomllib
from importlib.resources import files
from xml.etree import ElementTree

MOST_OCTETS = 100_000
ALLOWED = tomllib.loads(files(__package__).joinpath("svg.toml").read_text())
ELEMENTS, ATTRIBUTES = ALLOWED["elements"].split(), ALLOWED["attributes"].split()
NAMESPACE = "{http://www.w3.org/2000/svg}"
BOM = b"\xef\xbb\xbf"
DECLARATION = re.compile(
    rb"""\s*<\?xml version=["']1\.[01]["']( encoding=["']utf-8["'])?( standalone=[^?]*)?\s*\?>""",
    re.IGNORECASE,
)
# An url() may name only a part of the same file; escapes and comments of CSS could hide another.
EXTERNAL = re.compile(r"url\(\s*(?!#)|[\\@]|/\*", re.IGNORECASE)


def is_xml(content: bytes) -> bool:
    """Return whether a file seems to be XML."""
    return content.removeprefix(BOM).lstrip().startswith(b"<")


def why_refused(content: bytes) -> str:
    """Return why an SVG may not be published, "" if it may."""
    if len(content) > MOST_OCTETS:
        return f"the SVG has {len(content):,} octets, at most {MOST_OCTETS:,}"
    body = DECLARATION.sub(b"", content.removeprefix(BOM), count=1)
    # a DOCTYPE may define entities that grow without bound
    if b"<?" in body or b"<!" in body.replace(b"<!--", b""):
        return "the SVG has more than elements and comments"
    try:
        root = ElementTree.fromstring(body.decode())
    except (ElementTree.ParseError, ValueError) as error:
        return f"the SVG cannot be read ({error})"
    if root.tag != f"{NAMESPACE}svg":
        return f"this is XML, but not SVG: it begins with {root.tag}"
    for element in root.iter():
        namespace, _, name = element.tag.rpartition("}")
        if f"{namespace}}}" != NAMESPACE or name not in ELEMENTS:
            return f"the SVG has {name}, but only shapes are allowed"
        for attribute, value in element.items():
            if attribute not in ATTRIBUTES or EXTERNAL.search(value):
                return f"the SVG has {attribute}=, but only shapes are allowed"
    return ""

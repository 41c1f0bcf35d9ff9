"""What search engines ask for first: robots.txt and the sitemap."""

from collections.abc import Iterable
from html import escape

from feeds.documents import PLAIN, XML, Document

MOST_PAGES = 50_000  # sitemaps.org
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
{urls}</urlset>
"""


def robots(base_url: str) -> Document:
    """Return robots.txt, which allows everything: Google may refuse feeds without it (rule 42)."""
    return Document(f"User-agent: *\nAllow: /\nSitemap: {base_url}/sitemap.xml\n".encode(), PLAIN)


def sitemap(base_url: str, paths: Iterable[str]) -> Document:
    """Return the sitemap of the pages at these paths."""
    urls = [f"<url><loc>{escape(base_url + path)}</loc></url>\n" for path in paths]
    return Document(SITEMAP.format(urls="".join(urls[:MOST_PAGES])).encode(), XML)

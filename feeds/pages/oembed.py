"""oEmbed: what other sites show for the address of a page (https://oembed.com).

WordPress, Ghost and Discourse find it by the page's <link>. WordPress puts the frame into a sandbox
in which only scripts run; there feeds/pages/script.js reports the height that the frame needs.
"""

import json
from html import escape

WIDTH, HEIGHT = 600, 480  # pixels, until the frame reports its height


def link(provider: str, provider_url: str) -> bytes:
    """Return the oEmbed answer for a page that was taken down: only its provider."""
    return _answer("link", provider, provider_url, {})


def rich(title: str, frame: str, provider: str, provider_url: str) -> bytes:
    """Return the oEmbed answer for a page: a frame that shows the address `frame`."""
    size = f'width="{WIDTH}" height="{HEIGHT}" frameborder="0"'
    html = f'<iframe src="{escape(frame)}" title="{escape(title)}" {size}></iframe>'
    shown = {"title": title, "width": WIDTH, "height": HEIGHT, "html": html}
    return _answer("rich", provider, provider_url, shown)


def _answer(type: str, provider: str, provider_url: str, shown: dict[str, object]) -> bytes:
    about = {"type": type, "provider_name": provider, "provider_url": provider_url}
    answer = {"version": "1.0", **about, **shown}
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"

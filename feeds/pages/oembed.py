"""oEmbed: what other sites make of a page's address that is pasted into them (https://oembed.com).

WordPress, Ghost and Discourse find it by the page's <link>. WordPress puts the frame into a sandbox that lets nothing
but scripts run, where feeds/pages/script.js tells it the height that the frame needs.
"""

import json
from html import escape

WIDTH, HEIGHT = 600, 480  # pixels, until the frame has told its own height


def link(provider: str, provider_url: str) -> bytes:
    """Return the oEmbed answer for a page that was taken down: nothing but whose it was."""
    return _answer("link", provider, provider_url)


def rich(title: str, frame: str, provider: str, provider_url: str) -> bytes:
    """Return the oEmbed answer for a page: a frame that shows the address `frame`."""
    size = f'width="{WIDTH}" height="{HEIGHT}" frameborder="0"'
    return _answer(
        "rich",
        provider,
        provider_url,
        title=title,
        width=WIDTH,
        height=HEIGHT,
        html=f'<iframe src="{escape(frame)}" title="{escape(title)}" {size}></iframe>',
    )


def _answer(type: str, provider: str, provider_url: str, **fields: object) -> bytes:
    answer = {
        "version": "1.0",
        "type": type,
        "provider_name": provider,
        "provider_url": provider_url,
        **fields,
    }
    return json.dumps(answer, ensure_ascii=False).encode() + b"\n"

"""Frames in the pages of others: in WordPress's sandbox, where its script takes their height and follows their links.

The host page does what WordPress does with an oEmbed answer (wp-includes/embed.php,
wp_filter_oembed_result): the frame gets a sandbox, a secret in the fragment of its address, and the
script that receives its messages.
"""

import html
import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import static
from tests.browser.visits import visiting
from tests.lists import ROOT, SITE
from tests.servers import wait_until
from tests.test_docs import blocks

SECRET = "abcDEF1234"
READY = f"{{ message: 'ready', secret: '{SECRET}' }}"
HOST = """<!doctype html>
<html lang="en"><title>Elsewhere</title>
{frame}
<script>
// as wp-includes/js/wp-embed.js, which takes a message only from the frame that has the secret
addEventListener("message", ({{ data, source }}) => {{
  if (!data || !(data.secret || data.message || data.value) || /[^a-zA-Z0-9]/.test(data.secret)) return;
  for (const frame of document.querySelectorAll(`iframe[data-secret="${{data.secret}}"]`)) {{
    if (source !== frame.contentWindow) continue;
    if (data.message === "height") frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
    if (data.message === "link") {{
      const [target, own] = [new URL(data.value), new URL(frame.src)];
      const known = /^https?:$/.test(target.protocol) && target.host === own.host;
      if (known && document.activeElement === frame) window.followed = target.href;
    }}
  }}
}});
addEventListener("DOMContentLoaded", () => {{
  for (const frame of document.querySelectorAll("iframe.wp-embedded-content")) {{
    frame.contentWindow.postMessage({{ message: "ready", secret: frame.dataset.secret }}, "*");
  }}
}});
</script>
"""


def wordpress(answer: bytes) -> str:
    """Return the host page that WordPress makes of an oEmbed answer."""
    found = json.loads(answer)
    assert (found["version"], found["type"]) == ("1.0", "rich")
    frame = re.search("<iframe.*?></iframe>", found["html"])
    assert frame
    source = re.search(r' src="(.*?)"', frame[0])
    assert source
    secret = f' src="{source[1]}#?secret={SECRET}" data-secret="{SECRET}"'
    sandbox = '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
    return HOST.format(frame=frame[0].replace(source[0], secret).replace("<iframe", sandbox))


def oembed(server, path: str) -> bytes:
    """Return what the page at `path` names as its oEmbed answer."""
    page = server.ask(path)[2].decode()
    link = re.search(
        '<link rel="alternate" type="application/json\\+oembed"[^>]* href="(.*?)">', page
    )
    assert link
    status, headers, body = server.ask(html.unescape(link[1]).removeprefix(server.address))
    assert (status, headers["content-type"]) == (200, "application/json; charset=utf-8")
    return body


@pytest.mark.parametrize(
    "path",
    ["/feeds/topic/labor/", "/es/feeds/organization/chicago-dsa/", "/events/bamazon-workers-2021/"],
)
def test_a_pasted_address_shows_in_wordpress(browser, chicago_site, tmp_path, path):
    """In its sandbox the frame loads its style and script, tells its height, and its links are followed."""
    (tmp_path / "index.html").write_text(wordpress(oembed(chicago_site, path)))
    with static(tmp_path) as elsewhere, visiting(browser, chicago_site.address, elsewhere) as page:
        page.goto(elsewhere)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_function("document.querySelector('iframe').height !== '480'")
        (inner,) = page.main_frame.child_frames
        content = inner.evaluate(
            "Math.ceil(document.querySelector('main').getBoundingClientRect().height)"
        )
        assert int(page.locator("iframe").get_attribute("height")) == min(1000, max(200, content))
        link = frame.get_by_role("link").last
        target = link.evaluate("link => link.href")
        link.click()
        page.wait_for_function("window.followed")
        assert page.evaluate("followed") == target
        assert len(page.context.pages) == 1


def test_a_frame_listens_to_nobody_but_the_page_around_it(browser, chicago_site, tmp_path):
    """A message from another frame, one with another secret, and one that is no object: no answer, no fault."""
    other = "<iframe name='other' srcdoc='<p>Another</p>'></iframe>"
    host = wordpress(oembed(chicago_site, "/feeds/topic/labor/")) + other
    # it does nothing
    deaf = host.replace('class="wp-embedded-content"', "").replace(f'data-secret="{SECRET}"', "")
    (tmp_path / "index.html").write_text(deaf)
    with static(tmp_path) as elsewhere, visiting(browser, chicago_site.address, elsewhere) as page:
        page.add_init_script(
            "window.heard = []; addEventListener('message', ({ data }) => heard.push(data))"
        )
        page.goto(elsewhere)
        page.wait_for_function("heard.length > 0")
        before = page.evaluate("heard.length")
        for message in ({"message": "ready", "secret": "other"}, "ready", None):
            page.evaluate("message => frames[0].postMessage(message, '*')", message)
        page.frame(name="other").evaluate(f"parent.frames[0].postMessage({READY}, '*')")
        page.evaluate(f"frames[0].postMessage({READY}, '*')")
        page.wait_for_function(f"heard.length > {before}")
        assert page.evaluate("heard.length") == before + 1


def test_a_frame_shows_as_many_events_as_asked_for_and_no_heading(browser, chicago_site):
    with visiting(browser, chicago_site.address) as page:
        for query, rows in (
            ("", 12),
            ("?limit=3", 3),
            ("?limit=1&heading=none", 1),
            ("?limit=x&heading=maybe", 12),
        ):
            page.goto(f"{chicago_site.address}/embed/all/{query}")
            assert page.locator(".event").count() == rows or (
                rows == 12 and page.locator(".event").count() > 3
            )
            hidden = page.locator("h1").evaluate(
                "heading => heading.getBoundingClientRect().right <= 0"
            )
            assert hidden == ("heading=none" in query)


@pytest.mark.parametrize(
    ("path", "message", "near"),
    [
        ("/embed/topic/labour/", "There is nothing at this address.", "/embed/topic/labor/"),
        ("/es/embed/topic/labour/", "No hay nada en esta dirección.", "/es/embed/topic/labor/"),
        (
            "/embed/event/bamazon-worker-2021/",
            "There is nothing at this address.",
            "/embed/event/bamazon-workers-2021/",
        ),
        ("/embed/topic/", "Put a name after topic/.", ""),
    ],
)
def test_a_misspelt_address_says_so_inside_the_frame(
    browser, chicago_site, tmp_path, path, message, near
):
    frame = f"<iframe src='{chicago_site.address}{path}' width=600 height=400></iframe>"
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Elsewhere</title>{frame}")
    assert chicago_site.ask(path)[0] == 404
    with static(tmp_path) as elsewhere, browser.new_page() as page:
        page.goto(elsewhere)
        inside = page.frame_locator("iframe")
        expect(inside.get_by_role("heading", level=1)).to_have_text(message)
        assert (
            inside.locator("h1").evaluate("heading => getComputedStyle(heading).fontFamily")
            != "serif"
        )
        if near:
            assert inside.locator(f"a[href='{chicago_site.address}{near}']").is_visible()


def test_the_script_of_the_docs_gives_a_frame_its_height(browser, chicago_site, tmp_path):
    """The frame and the script as docs/embed.md shows them, in the page of another site."""
    docs = ROOT / "docs" / "embed.md"
    (script,) = blocks(docs, "js")
    frame = next(block for block in blocks(docs, "html") if "<iframe" in block)
    frame = frame.replace(SITE, chicago_site.address)
    (tmp_path / "index.html").write_text(
        f"<!doctype html><title>Elsewhere</title>{frame}<script>{script}</script>"
    )
    given = "frame => [frame.style.height, frame.clientWidth]"
    needed = "[`${Math.ceil(document.querySelector('main').getBoundingClientRect().height)}px`, innerWidth]"
    heights = set()
    with static(tmp_path) as elsewhere, visiting(browser, chicago_site.address, elsewhere) as page:
        page.goto(elsewhere)
        expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_be_visible()
        (inner,) = page.main_frame.child_frames
        for width in (900, 320):  # in a narrow frame lines break, and the content is higher
            page.set_viewport_size({"width": width, "height": 600})
            wait_until(lambda: page.locator("iframe").evaluate(given) == inner.evaluate(needed))
            heights.add(inner.evaluate(needed)[0])
    assert len(heights - {"480px"}) == 2

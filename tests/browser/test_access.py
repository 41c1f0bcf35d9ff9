"""axe-core finds nothing on any kind of page, in neither theme: WCAG 2.2 AA and its best practices."""

from tests.browser.conftest import from_npm
from tests.browser.visits import DESK, PHONE, visiting

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK = """only => axe.run({ runOnly: only, resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(node => node.html)]))"""


def test_everybody_can_use_every_kind_of_page(browser, pages):
    axe = from_npm("axe-core/axe.min.js").read_text()
    barriers = {}
    with visiting(browser, pages[0].site, viewport=DESK) as page:
        # in every frame; the Content-Security-Policy does not bind the browser's own tools
        page.add_init_script(axe)
        for found in pages:
            page.set_viewport_size(DESK)
            page.emulate_media(color_scheme="light")
            page.goto(found.site + found.path)
            light = page.evaluate(ASK, TAGS)
            page.set_viewport_size(PHONE)
            page.emulate_media(color_scheme="dark")
            # what another size and theme can change
            dark = page.evaluate(ASK, ["color-contrast", "target-size"])
            if light or dark:
                barriers[found.path] = {"light": light, "dark": dark}
    assert barriers == {}

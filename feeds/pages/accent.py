"""The sheet of every page, with the accent of a calendar."""

from importlib.resources import files

from feeds.colors import ACCENT, NIGHT, on, parse_color, to_css, until_read

STYLESHEET = files(__package__).joinpath("style.css").read_bytes()
ACCENTS = """@media screen {
  :root { LIGHT }
  :root[data-theme="dark"] { DARK }
}
@media screen and (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) { DARK }
}
"""


def stylesheet(accent: str) -> bytes:
    """Return the sheet of every page; an `accent` of "" is Handbill's own."""
    if accent in ("", ACCENT):
        return STYLESHEET
    day = parse_color(accent)
    night = until_read(day, NIGHT)
    light, dark = (
        f"--accent: {to_css(color)}; --on-accent: {to_css(on(color))};" for color in (day, night)
    )
    return STYLESHEET + ACCENTS.replace("LIGHT", light).replace("DARK", dark).encode()

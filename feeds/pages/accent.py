"""The style sheet of every page, with the accent of a calendar."""

from importlib.resources import files

from feeds.colors import ACCENT, NIGHT, Color, on, parse_color, to_css, until_read

FOLDER = files(__package__)
STYLESHEET = FOLDER.joinpath("style.css").read_bytes()
ACCENTS = FOLDER.joinpath("accent.css").read_text("utf-8")


def stylesheet(accent: str) -> bytes:
    """Return the style sheet; an `accent` of "" is Handbill's own."""
    if accent in ("", ACCENT):
        return STYLESHEET
    day = parse_color(accent)
    night = until_read(day, NIGHT)
    accents = ACCENTS.replace("LIGHT", _variables(day)).replace("DARK", _variables(night))
    return STYLESHEET + accents.encode()


def _variables(color: Color) -> str:
    return f"--accent: {to_css(color)}; --on-accent: {to_css(on(color))};"

"""Colors, and whether they are legible on pages (WCAG 2.2, 1.4.3: contrast of at least 4.5)."""

Color = tuple[int, int, int]  # red, green, blue, from 0 to 255
ACCENT = "#9c1c34"
LEAST = 4.5
# --note of style.css by day and by night: the ground with the least contrast
PAPER, NIGHT = ((253, 241, 211), (58, 47, 18))
TOPIC_COLORS = 10  # of style.css, .c0 and so on
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def parse_color(digits: str) -> Color:
    """Return the color of six hexadecimal digits, with or without #."""
    red, green, blue = bytes.fromhex(digits.removeprefix("#"))
    return red, green, blue


def to_css(color: Color) -> str:
    """Return a color as CSS writes it."""
    return f"#{bytes(color).hex()}"


def topic_color(slug: str) -> int:
    """Return the number of a topic's color, which never changes; search.js counts alike."""
    return sum(slug.encode()) % TOPIC_COLORS


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colors, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def on(color: Color) -> Color:
    """Return white or black, whichever is more legible on a color."""
    return WHITE if contrast(color, WHITE) >= contrast(color, BLACK) else BLACK


def mix(begin: Color, end: Color, step: int, steps: int) -> Color:
    """Return a color between two: `begin` at step 0, `end` at the last of `steps`."""
    red, green, blue = (round(a + (b - a) * step / steps) for a, b in zip(begin, end))
    return red, green, blue


def until_read(color: Color, ground: Color) -> Color:
    """Return a color mixed with as much white or black as makes it legible on the ground."""
    end = on(ground)
    mixed = (mix(color, end, step, 100) for step in range(101))
    return next((color for color in mixed if contrast(color, ground) >= LEAST), end)


def _luminance(color: Color) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

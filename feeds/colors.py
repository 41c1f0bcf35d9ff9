"""Colors, and whether they can be read on pages (WCAG 2.2, 1.4.3: contrast of at least 4.5)."""

Color = tuple[int, int, int]  # red, green, blue of 0 to 255
ACCENT = "#9c1c34"
LEAST = 4.5
# --note of style.css by day and by night: on no other is contrast less
PAPER, NIGHT = ((253, 241, 211), (58, 47, 18))
TOPIC_COLORS = 10  # of style.css, .c0 and so on
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def parse_color(digits: str) -> Color:
    """Return the color of six hexadecimal digits, with # or without."""
    red, green, blue = bytes.fromhex(digits.removeprefix("#"))
    return red, green, blue


def to_css(color: Color) -> str:
    """Return a color as CSS has it."""
    return f"#{bytes(color).hex()}"


def topic_color(slug: str) -> int:
    """Return which of the TOPIC_COLORS a topic has, for good; search.js does the same sum."""
    return sum(slug.encode()) % TOPIC_COLORS


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colors, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def on(color: Color) -> Color:
    """Return white or black, whichever is read better on a color."""
    return WHITE if contrast(color, WHITE) >= contrast(color, BLACK) else BLACK


def until_read(color: Color, ground: Color) -> Color:
    """Return a color mixed with white or black until it can be read on the ground."""
    end = on(ground)
    for step in range(101):
        red, green, blue = (
            round(part + (limit - part) * step / 100) for part, limit in zip(color, end)
        )
        if contrast((red, green, blue), ground) >= LEAST:
            return red, green, blue
    return end


def _luminance(color: Color) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    red, green, blue = (_linear(part / 255) for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

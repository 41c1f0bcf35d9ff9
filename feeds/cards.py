"""Draw share cards, PNGs of 1200 by 630 pixels that a chat shows for a link (Open Graph)."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from feeds.colors import ACCENT, Color, mix, on, parse_color

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
EDGE, BAND = 80, 120  # pixels: around the words, and of the band below them
LINE_WIDTH = WIDTH - 2 * EDGE
PAPER: Color = (251, 250, 247)
INK: Color = (29, 27, 24)
FACES = {"bold": "SourceSansPro-Bold.ttf", "regular": "SourceSansPro-Regular.ttf"}
TITLE_SIZES = (92, 80, 68, 58, 50)  # pixels
TITLE_LEADING = 1.12
LINE_SIZE, LINE_LEADING = 42, 58  # pixels
# The card is drawn in shades: from paper to ink, and from the accent to white or black on it.
SHADES = 127
GRAY = 95  # of SHADES
LETTERS = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Mn", "Mc")
UNDEFINED = "\uffff"  # a character that no font has


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a card: title, lines below it, and calendar in the band; the accent, or ""."""

    title: str
    lines: tuple[str, ...]
    calendar: str
    accent: str = ""


def drawable(words: str) -> bool:
    """Return whether the font has every letter of words; emoji and controls may be left out."""
    plain = _plain(words)
    return bool(plain) and all(map(_has_glyph, plain))


def draw(card: Card) -> bytes:
    """Return the card as a PNG, the same bytes for the same words; missing letters are boxes."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(image)
    lines = [line for line in map(_plain, card.lines) if line]
    lines_height = LINE_SIZE / 2 + LINE_LEADING * len(lines)
    room = HEIGHT - BAND - lines_height
    title, size = _title(_plain(card.title), room - EDGE)
    y = (room - TITLE_LEADING * size * len(title)) / 2
    for line in title:
        pen.text((EDGE, y), line, SHADES, _font("bold", size))
        y += TITLE_LEADING * size
    y += LINE_SIZE / 2
    for number, line in enumerate(lines):
        font = _font("regular" if number else "bold", LINE_SIZE)
        pen.text((EDGE, y), _cut(line, font), GRAY if number else SHADES, font)
        y += LINE_LEADING
    pen.rectangle((0, HEIGHT - BAND, WIDTH, HEIGHT), SHADES + 1)
    font = _font("bold", LINE_SIZE)
    calendar = _cut(_plain(card.calendar), font)
    pen.text((EDGE, HEIGHT - BAND / 2), calendar, 255, font, "lm")
    image.putpalette(_palette(card.accent or ACCENT))
    png = BytesIO()
    image.save(png, "PNG", compress_level=1)
    return png.getvalue()


def _title(words: str, room: float) -> tuple[list[str], int]:
    """Return the lines of a title and their size in pixels: the largest that fits, else cut."""
    for size in TITLE_SIZES:
        font = _font("bold", size)
        lines = _wrap(words, font)
        most = int(room / (TITLE_LEADING * size))
        if len(lines) <= most and all(_fits(line, font) for line in lines):
            return lines, size
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return [_cut(line, font) for line in lines], size


def _wrap(words: str, font: "FreeTypeFont") -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and _fits(f"{lines[-1]} {word}", font):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _cut(line: str, font: "FreeTypeFont") -> str:
    """Return a line, its end cut if it is too long."""
    if _fits(line, font):
        return line
    while not _fits(f"{line}…", font):
        line = line[:-1].rstrip()
    return f"{line}…"


def _fits(line: str, font: "FreeTypeFont") -> bool:
    return font.getlength(line) <= LINE_WIDTH


@lru_cache(16)
def _palette(accent: str) -> bytes:
    """Return the colors of all shades."""
    color = parse_color(accent)
    colors: list[int] = []
    for begin, end in ((PAPER, INK), (color, on(color))):
        for shade in range(SHADES + 1):
            colors += mix(begin, end, shade, SHADES)
    return bytes(colors)


def _plain(words: str) -> str:
    """Return words without symbols that the font lacks, marks without width, and controls."""
    composed = unicodedata.normalize("NFC", words)
    characters = [one for one in composed if one.isspace() or _is_letter(one) or _has_glyph(one)]
    return " ".join("".join(characters).split())


def _is_letter(character: str) -> bool:
    """Return whether words need a character: letters, numbers, and marks outside emoji."""
    selects_variation = "\ufe00" <= character <= "\ufe0f"
    return unicodedata.category(character) in LETTERS and not selects_variation


@lru_cache(4096)
def _has_glyph(character: str) -> bool:
    """Return whether the font has a glyph for the character."""
    if not character.isprintable():
        return False
    font = _font("regular", LINE_SIZE)
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask(UNDEFINED))


@lru_cache
def _font(face: str, size: int) -> "FreeTypeFont":
    """Return the font in a size in pixels, its layout the same on every machine."""
    from PIL import ImageFont

    file = files("font_source_sans_pro") / "files" / FACES[face]
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)

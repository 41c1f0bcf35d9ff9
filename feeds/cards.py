"""Share cards: what a chat shows of a link, drawn as a PNG of 1200 by 630 pixels, as Open Graph's readers want it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from feeds.colors import ACCENT, Color, on, parse_color

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
EDGE, BAND = 80, 120  # pixels: around the words, and of the band below them
GROUND: Color = (251, 250, 247)
INK: Color = (29, 27, 24)
FACES = {"bold": "SourceSansPro-Bold.ttf", "regular": "SourceSansPro-Regular.ttf"}
# pixels: the largest in which the title takes at most so many lines as fit
TITLE_SIZES = (92, 80, 68, 58, 50)
LINE_SIZE, LINE, LEADING = 42, 58, 1.12
LINE_WIDTH = WIDTH - 2 * EDGE
SHADES = 127  # the image is drawn in shades: of ink on paper, and from 128 on of white or black on the accent
SOFT = 95  # of SHADES
KEPT = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Mn", "Mc")
NOTHING = "\uffff"  # no font has it: what is drawn instead
MOST_CHARACTERS = 4096  # whose shapes are known to be there or not


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: a title, what stands below it, and in the band whose calendar it is; the accent, or ""."""

    title: str
    lines: tuple[str, ...]
    calendar: str
    accent: str = ""


def drawable(words: str) -> bool:
    """Say whether there are words and the font has every letter of them; emoji and controls may be left out."""
    plain = _plain(words)
    return bool(plain) and all(map(_is_drawn, plain))


def draw(card: Card) -> bytes:
    """Return the card as a PNG, the same bytes for the same words. Letters that the font lacks are boxes."""
    from PIL import Image, ImageDraw

    shades = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(shades)
    pen.rectangle((0, HEIGHT - BAND, WIDTH, HEIGHT), fill=SHADES + 1)
    lines = [line for line in map(_plain, card.lines) if line]
    below = LINE_SIZE / 2 + LINE * len(lines)
    title, size = _title(_plain(card.title), HEIGHT - BAND - EDGE - below)
    y = (HEIGHT - BAND - LEADING * size * len(title) - below) / 2
    for line in title:
        pen.text((EDGE, y), line, font=_font("bold", size), fill=SHADES)
        y += LEADING * size
    y += LINE_SIZE / 2
    for index, line in enumerate(lines):
        font = _font("regular" if index else "bold", LINE_SIZE)
        pen.text((EDGE, y), _fit(line, font), font=font, fill=SOFT if index else SHADES)
        y += LINE
    font = _font("bold", LINE_SIZE)
    pen.text(
        (EDGE, HEIGHT - BAND / 2),
        _fit(_plain(card.calendar), font),
        font=font,
        fill=255,
        anchor="lm",
    )
    shades.putpalette(_palette(card.accent or ACCENT))
    written = BytesIO()
    shades.save(written, "PNG", compress_level=1)
    return written.getvalue()


def _title(words: str, room: float) -> tuple[list[str], int]:
    """Return the lines of a title and their size in pixels: as large as it fits, cut where it does not."""
    largest, *_, smallest = TITLE_SIZES
    length = _font("bold", largest).getlength(words) / largest
    for size in TITLE_SIZES:
        most = int(room / (LEADING * size))
        if length * size > most * LINE_WIDTH and size != smallest:
            continue
        lines = _wrap(words, _font("bold", size))
        if len(lines) <= most:
            return lines, size
    return [*lines[: most - 1], _fit(" ".join(lines[most - 1 :]), _font("bold", size))], size


def _wrap(words: str, font: "FreeTypeFont") -> list[str]:
    """Return the lines that words make, a word that is longer than a line cut in two."""
    lines: list[str] = []
    line = ""
    for word in _pieces(words.split(), font):
        wider = f"{line} {word}" if line else word
        if font.getlength(wider) <= LINE_WIDTH:
            line = wider
        else:
            lines.append(line)
            line = word
    return [*lines, line] if line else lines


def _pieces(words: Iterable[str], font: "FreeTypeFont") -> Iterable[str]:
    for word in words:
        rest = word
        while (length := font.getlength(rest)) > LINE_WIDTH:
            # its letters are not all of one width
            most = max(1, int(0.9 * len(rest) * LINE_WIDTH / length))
            yield rest[:most]
            rest = rest[most:]
        yield rest


def _fit(line: str, font: "FreeTypeFont") -> str:
    """Return one line, cut at its end where it is too long."""
    if font.getlength(line) <= LINE_WIDTH:
        return line
    while (length := font.getlength(f"{line}…")) > LINE_WIDTH:
        line = line[: min(len(line) - 1, int(1.1 * len(line) * LINE_WIDTH / length))].rstrip()
    return f"{line}…"


@lru_cache(16)
def _palette(accent: str) -> bytes:
    """Return the colors of all shades."""
    color = parse_color(accent)
    ramps = ((GROUND, INK), (color, on(color)))
    return b"".join(
        bytes(round(start + (end - start) * shade / SHADES) for start, end in zip(*ramp))
        for ramp in ramps
        for shade in range(SHADES + 1)
    )


def _plain(words: str) -> str:
    """Return words without what a card leaves out: symbols that the font lacks, marks of no width, controls."""
    composed = unicodedata.normalize("NFC", words)
    glyphs = (sign for sign in composed if _is_letter(sign) or _is_drawn(sign) or sign.isspace())
    return " ".join("".join(glyphs).split())


def _is_letter(character: str) -> bool:
    """Say whether a word is another without the character: letters, numbers and marks, but those of emoji."""
    selects_variation = "\ufe00" <= character <= "\ufe0f"
    return unicodedata.category(character) in KEPT and not selects_variation


@lru_cache(MOST_CHARACTERS)
def _is_drawn(character: str) -> bool:
    """Say whether the font has a shape for the character."""
    if not character.isprintable():
        return False
    font = _font("regular", LINE_SIZE)
    return character == " " or bytes(font.getmask(character)) != bytes(font.getmask(NOTHING))


@lru_cache
def _font(face: str, size: int) -> "FreeTypeFont":
    """Return the font in a size in pixels. Its letters are set one by one: that is the same on every machine."""
    from PIL import ImageFont

    file = files("font_source_sans_pro") / "files" / FACES[face]
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)

"""Pictures beside the list: checked by their content, published under the hash of their bytes."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from types import MappingProxyType
from xml.etree import ElementTree

from feeds.catalog import ListError, Loaded
from feeds.documents import Document

MOST_OCTETS = 1_000_000
MOST_PIXELS = 4000  # of a side: a small file can be gigabytes in a browser
MOST_SVG_OCTETS = 100_000
GPS = 0x8825  # EXIF 2.3: where a camera writes the place
FORMATS = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg"), "WEBP": ("webp", "image/webp")}
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = """
svg g title desc defs path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath"""
ATTRIBUTES = """
id viewBox preserveAspectRatio version role width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points transform
fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray
stroke-dashoffset stroke-opacity opacity offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod
clip-path clip-rule clipPathUnits aria-label aria-hidden {http://www.w3.org/XML/1998/namespace}space"""
DECLARATION = re.compile(
    rb"""\s*<\?xml version=["']1\.[01]["']( encoding=["']utf-8["'])?( standalone=[^?]*)?\s*\?>""", re.IGNORECASE
)
ELSEWHERE = re.compile(r"url\(\s*(?!#)|[\\@]|/\*", re.IGNORECASE)  # a style may load only from a part of its own
Read = Callable[[str], Mapping[str, bytes]]
Path = tuple[str | int, ...]


class ImageError(ValueError):
    """The file is no picture that pages show; `remedy` says what to do."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Image:
    """One picture: its path, and its size in pixels, 0 for a drawing, which has none."""

    path: str
    document: Document
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Images:
    """The pictures that a list names, by the name of their file."""

    by_file: Mapping[str, Image] = field(default_factory=lambda: MappingProxyType({}))


def read_images(loaded: Loaded, wanted: Iterable[tuple[Path, str]], read: Read) -> Images:
    """Return the pictures in the `wanted` files; raise ListError where one is none.

    Each file comes with the path of the value that names it. `read` gives the content of a file by its name.
    """
    found: dict[str, Image] = {}
    problems = []
    for path, file in wanted:
        try:
            content = next(iter(read(file).values()), None)
            if content is None:
                raise ImageError(f"there is no file {file} beside the list", "put it there, or take the line out")
            found[file] = found.get(file) or read_image(content)
        except ImageError as error:
            problems.append(loaded.locator().problem(path, str(error), error.remedy, "error"))
    if problems:
        raise ListError((*loaded.problems, *problems))
    return Images(MappingProxyType(found))


def read_image(content: bytes) -> Image:
    """Return the picture that a file holds, whatever its name says; raise ImageError for anything else."""
    if len(content) > MOST_OCTETS:
        raise ImageError(
            f"the picture has {len(content):,} octets, at most {MOST_OCTETS:,} are loaded on a phone",
            "save it smaller, or as JPEG or WebP",
        )
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        _refuse_more_than_shapes(content)
        return _image(content, "svg", "image/svg+xml; charset=utf-8", 0, 0)
    return _bitmap(content)


def _bitmap(content: bytes) -> Image:
    import PIL.Image  # 50 ms, spared to every list without pictures

    try:
        with PIL.Image.open(BytesIO(content), formats=tuple(FORMATS)) as opened:
            width, height = opened.size
            if max(width, height) <= MOST_PIXELS:
                opened.load()
            located = GPS in opened.getexif()
            extension, media_type = FORMATS[opened.format or ""]
    except Exception as error:  # of a file made to break them, decoders raise whatever comes
        raise ImageError("this is no PNG, JPEG, WebP or SVG ", "save it as one of them") from error
    if max(width, height) > MOST_PIXELS:
        found = f"the picture has {width} by {height} pixels, at most {MOST_PIXELS} a side"
        raise ImageError(found, "save it smaller")
    if located:
        found = "the picture says where it was taken (GPS in its EXIF data), and it is public"
        raise ImageError(found, "save it without metadata")
    return _image(content, extension, media_type, width, height)


def _image(content: bytes, extension: str, media_type: str, width: int, height: int) -> Image:
    name = hashlib.sha256(content).hexdigest()[:16]
    return Image(f"/images/{name}.{extension}", Document(content, media_type), width, height)


def _refuse_more_than_shapes(content: bytes) -> None:
    """Raise ImageError for an SVG that can do more than be looked at: scripts, styles, texts, addresses."""
    remedy = "save it as plain SVG with texts as paths, or as PNG"
    if len(content) > MOST_SVG_OCTETS:
        raise ImageError(f"the SVG has {len(content):,} octets, at most {MOST_SVG_OCTETS:,}", remedy)
    body = DECLARATION.sub(b"", content.removeprefix(b"\xef\xbb\xbf"), count=1)
    if b"<?" in body or b"<!" in body.replace(b"<!--", b""):  # a DOCTYPE may define entities that grow without bound
        raise ImageError("the SVG has more than elements and comments", remedy)
    try:
        root = ElementTree.fromstring(body.decode())
    except (ElementTree.ParseError, ValueError) as error:
        raise ImageError(f"the SVG cannot be read ({error})", remedy) from error
    if root.tag != f"{SVG}svg":
        raise ImageError(f"this is XML, but no SVG: it begins with {root.tag}", remedy)
    shapes, attributes = frozenset(SHAPES.split()), frozenset(ATTRIBUTES.split())
    for element in root.iter():
        tag = element.tag
        if tag.removeprefix(SVG) not in shapes or not tag.startswith(SVG):
            raise ImageError(f"the SVG has {tag.rpartition('}')[2]}, where shapes alone are taken", remedy)
        for name, value in element.items():
            if name not in attributes or ELSEWHERE.search(value):
                raise ImageError(f"the SVG has {name}=, where shapes alone are taken", remedy)

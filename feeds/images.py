"""Pictures beside the list: checked by their content, published under the hash of their bytes."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType
from xml.etree import ElementTree

from feeds.catalog import Catalog, Event, ListError, Loaded, Problem
from feeds.documents import Document
from feeds.metadata import without_metadata

MOST_OCTETS = 1_000_000
MOST_PIXELS = 4000  # of a side: a small file can be gigabytes in a browser
MOST_SVG_OCTETS = 100_000
MOST_OCTETS_OF_ALL = 100_000_000  # they are held in memory
LEAST_WIDTH = 400  # pixels of a poster: its words are to be read
GPS = 0x8825  # EXIF 2.3: where a camera writes the place
GPS_IN_XMP = b"GPSLatitude"
FORMATS = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "WEBP": ("webp", "image/webp"),
}
SHAPES = files(__package__).joinpath("svg.toml")  # what is taken of an SVG
SVG = "{http://www.w3.org/2000/svg}"
DECLARATION = re.compile(
    rb"""\s*<\?xml version=["']1\.[01]["']( encoding=["']utf-8["'])?( standalone=[^?]*)?\s*\?>""",
    re.IGNORECASE,
)
# a style may load only from a part of its own
ELSEWHERE = re.compile(r"url\(\s*(?!#)|[\\@]|/\*", re.IGNORECASE)
Read = Callable[[str], Mapping[str, bytes]]


class ImageError(ValueError):
    """The file is no picture that pages show; `remedy` says what to do."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Image:
    """One picture: its path, and its size in pixels, 0 for a drawing, which has none.

    `source` is the SHA-256 of the file it was read from.
    """

    path: str
    document: Document
    width: int = 0
    height: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Images:
    """The pictures that a list names, by the name of their file."""

    by_file: Mapping[str, Image] = field(default_factory=lambda: MappingProxyType({}))

    def of_event(self, event: Event, *, moved: bool) -> Image | None:
        """Return the picture of an event, None where it has none or it says what no longer holds: the old hour."""
        if event.image is None or moved or event.status not in ("confirmed", "tentative"):
            return None
        return self.by_file.get(event.image.file)


def read_images(loaded: Loaded, read: Read, before: Images | None = None) -> Images:
    """Return the pictures that a list names; raise ListError where one is none.

    `read` gives the content of a file by its name. What is as it was `before` is not decoded again.
    """
    known = before.by_file if before else {}
    found: dict[str, Image] = {}
    wrong: list[tuple[str, ImageError]] = []
    for file, event in _named(loaded.catalog):
        try:
            image = _read_file(file, read, known.get(file))
            if event:
                _refuse_small(image)
            found[file] = image
            if sum(len(one.document.body) for one in found.values()) > MOST_OCTETS_OF_ALL:
                raise ImageError(
                    f"the pictures have more than {MOST_OCTETS_OF_ALL:,} octets",
                    "save them smaller",
                )
        except ImageError as error:
            wrong.append((event, error))
    if wrong:
        raise ListError((*loaded.problems, *_problems(loaded, wrong)))
    return Images(MappingProxyType(found))


def _named(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the name of each file, with the id of the first event whose picture it is, "" for the logo."""
    if catalog.calendar.logo:
        yield catalog.calendar.logo, ""
    events: dict[str, str] = {}
    for event in catalog.events:
        if event.image:
            events.setdefault(event.image.file, event.id)
    yield from events.items()


def _problems(loaded: Loaded, wrong: list[tuple[str, ImageError]]) -> Iterator[Problem]:
    locator = loaded.locator()
    for event, error in wrong:
        if event:
            yield locator.about_event(event, str(error), error.remedy, "error", key="image")
        else:
            yield locator.problem(("calendar", "logo"), str(error), error.remedy, "error")


def _read_file(file: str, read: Read, known: Image | None) -> Image:
    content = next(iter(read(file).values()), None)
    if content is None:
        raise ImageError(
            f"there is no file {file} beside the list", "put it there, or take the line out"
        )
    source = hashlib.sha256(content).hexdigest()
    if known and known.source == source:
        return known
    return replace(read_image(content, file), source=source)


def _refuse_small(image: Image) -> None:
    """Raise ImageError for what is no poster or photo that people can make out."""
    if not image.width:
        raise ImageError(
            "the picture of an event is a photo or a poster, no SVG", "save it as PNG or WebP"
        )
    if image.width < LEAST_WIDTH:
        found = f"the picture is {image.width} pixels wide, at least {LEAST_WIDTH} are needed to read it"
        raise ImageError(found, "take a larger one, or take the line out")


def read_image(content: bytes, file: str = "FILE") -> Image:
    """Return the picture that a file holds, whatever its name says; raise ImageError for anything else."""
    if len(content) > MOST_OCTETS:
        raise ImageError(
            f"the picture has {len(content):,} octets, at most {MOST_OCTETS:,} are loaded on a phone",
            "save it smaller, or as JPEG or WebP",
        )
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        _refuse_more_than_shapes(content)
        return _image(content, "svg", "image/svg+xml; charset=utf-8", 0, 0)
    return _bitmap(content, file)


def _bitmap(content: bytes, file: str) -> Image:
    import PIL.Image  # 50 ms, spared to every list without pictures

    try:
        with PIL.Image.open(BytesIO(content), formats=tuple(FORMATS)) as opened:
            size = opened.size
            located = GPS in opened.getexif() or GPS_IN_XMP in opened.info.get("xmp", b"") + content
            extension, media_type = FORMATS[
                "JPEG" if opened.format == "MPO" else opened.format or ""
            ]
        if max(size) <= MOST_PIXELS:
            published = without_metadata(content)
            with PIL.Image.open(BytesIO(published), formats=tuple(FORMATS)) as opened:
                opened.load()
                size = opened.size
    except Exception as error:  # of a file made to break them, decoders raise whatever comes
        raise ImageError("this is no PNG, JPEG, WebP or SVG", "save it as one of them") from error
    if max(size) > MOST_PIXELS:
        found = f"the picture has {size[0]} by {size[1]} pixels, at most {MOST_PIXELS} a side"
        raise ImageError(found, "save it smaller")
    if located:
        found = "the picture says where it was taken (GPS), and the list is public"
        raise ImageError(found, f"run `python server.py clean {file}`")
    return _image(published, extension, media_type, *size)


def _image(content: bytes, extension: str, media_type: str, width: int, height: int) -> Image:
    name = hashlib.sha256(content).hexdigest()[:16]
    return Image(f"/images/{name}.{extension}", Document(content, media_type), width, height)


def _refuse_more_than_shapes(content: bytes) -> None:
    """Raise ImageError for an SVG that can do more than be looked at: scripts, styles, texts, addresses."""
    remedy = "save it as plain SVG with texts as paths, or as PNG"
    if len(content) > MOST_SVG_OCTETS:
        raise ImageError(
            f"the SVG has {len(content):,} octets, at most {MOST_SVG_OCTETS:,}", remedy
        )
    body = DECLARATION.sub(b"", content.removeprefix(b"\xef\xbb\xbf"), count=1)
    # a DOCTYPE may define entities that grow without bound
    if b"<?" in body or b"<!" in body.replace(b"<!--", b""):
        raise ImageError("the SVG has more than elements and comments", remedy)
    try:
        root = ElementTree.fromstring(body.decode())
    except (ElementTree.ParseError, ValueError) as error:
        raise ImageError(f"the SVG cannot be read ({error})", remedy) from error
    if root.tag != f"{SVG}svg":
        raise ImageError(f"this is XML, but no SVG: it begins with {root.tag}", remedy)
    taken = tomllib.loads(SHAPES.read_text())
    shapes, attributes = taken["elements"].split(), taken["attributes"].split()
    for element in root.iter():
        tag = element.tag
        if tag.removeprefix(SVG) not in shapes or not tag.startswith(SVG):
            raise ImageError(
                f"the SVG has {tag.rpartition('}')[2]}, where shapes alone are taken", remedy
            )
        for name, value in element.items():
            if name not in attributes or ELSEWHERE.search(value):
                raise ImageError(f"the SVG has {name}=, where shapes alone are taken", remedy)

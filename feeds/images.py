"""Read the pictures beside the list, checked by content, to be published under their hash."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from types import MappingProxyType

from feeds import svg
from feeds.catalog import Catalog, Event, ListError, Loaded, Problem
from feeds.documents import Document
from feeds.metadata import FORMATS, without_metadata

MOST_OCTETS = 1_000_000
MOST_PIXELS = 4000  # of a side: a small file can be gigabytes in a browser
MOST_OCTETS_OF_ALL = 100_000_000  # they stay in memory
LEAST_WIDTH = 400  # pixels, for the words on a poster
GPS = 0x8825  # EXIF 2.3: where a camera writes the place
GPS_IN_XMP = b"GPSLatitude"
TYPES = {
    "PNG": ("png", "image/png"),
    "JPEG": ("jpg", "image/jpeg"),
    "MPO": ("jpg", "image/jpeg"),  # JPEG with several pictures, of which the first is published
    "WEBP": ("webp", "image/webp"),
}
Read = Callable[[str], Mapping[str, bytes]]


class ImageError(ValueError):
    """The file is not a picture that pages can show; `remedy` says what to do."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(found)
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Image:
    """A picture: its path, and its size in pixels, 0 for an SVG, which has none.

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
        """Return the picture of an event, or None; a poster of a moved event has the old hour."""
        if event.image is None or moved or event.status not in ("confirmed", "tentative"):
            return None
        return self.by_file.get(event.image.file)


def read_images(loaded: Loaded, read: Read, previous: Images | None = None) -> Images:
    """Return the pictures that a list names; raise ListError if one cannot be published.

    `read` returns the content of a file by its name. Files that are unchanged since the `previous`
    ones are not decoded again.
    """
    known = previous.by_file if previous else {}
    found: dict[str, Image] = {}
    errors: list[tuple[str, ImageError]] = []
    octets = 0
    for file, event in _named(loaded.catalog):
        try:
            image = _read_file(file, read, known.get(file))
            if event:
                _refuse_small(image)
            octets += len(image.document.body)
            if octets > MOST_OCTETS_OF_ALL:
                most = f"the pictures have more than {MOST_OCTETS_OF_ALL:,} octets"
                raise ImageError(most, "save them smaller")
            found[file] = image
        except ImageError as error:
            errors.append((event, error))
    if errors:
        raise ListError((*loaded.problems, *_problems(loaded, errors)))
    return Images(MappingProxyType(found))


def _named(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the name of each file with the id of the first event that it shows, "" for the logo."""
    if catalog.calendar.logo:
        yield catalog.calendar.logo, ""
    events: dict[str, str] = {}
    for event in catalog.events:
        if event.image:
            events.setdefault(event.image.file, event.id)
    yield from events.items()


def _problems(loaded: Loaded, errors: list[tuple[str, ImageError]]) -> Iterator[Problem]:
    locator = loaded.locator()
    for event, error in errors:
        if event:
            yield locator.about_event(event, str(error), error.remedy, "error", key="image")
        else:
            yield locator.problem(("calendar", "logo"), str(error), error.remedy, "error")


def _read_file(file: str, read: Read, known: Image | None) -> Image:
    content = next(iter(read(file).values()), None)
    if content is None:
        found = f"there is no file {file} beside the list"
        raise ImageError(found, "put it there, or take the line out")
    source = hashlib.sha256(content).hexdigest()
    if known and known.source == source:
        return known
    return replace(read_image(content, file), source=source)


def _refuse_small(image: Image) -> None:
    """Raise ImageError for a picture that is not a legible poster or photo."""
    if not image.width:
        found = "the picture of an event is a photo or a poster, not an SVG"
        raise ImageError(found, "save it as PNG or WebP")
    if image.width < LEAST_WIDTH:
        found = f"the picture is {image.width} pixels wide, at least {LEAST_WIDTH} are needed"
        raise ImageError(f"{found} to read it", "take a larger one, or take the line out")


def read_image(content: bytes, file: str = "FILE") -> Image:
    """Return the picture in a file, whatever its name; raise ImageError if it has none."""
    if len(content) > MOST_OCTETS:
        found = f"the picture has {len(content):,} octets, at most {MOST_OCTETS:,} are loaded"
        raise ImageError(f"{found} on a phone", "save it smaller, or as JPEG or WebP")
    if not svg.is_xml(content):
        return _bitmap(content, file)
    if found := svg.why_refused(content):
        raise ImageError(found, "save it as plain SVG with texts as paths, or as PNG")
    return _image(content, "svg", "image/svg+xml; charset=utf-8", 0, 0)


def _bitmap(content: bytes, file: str) -> Image:
    # 50 ms, only for lists with pictures
    import PIL.Image

    try:
        with PIL.Image.open(BytesIO(content), formats=FORMATS) as picture:
            size = picture.size
            extension, media_type = TYPES[picture.format or ""]
            xmp = picture.info.get("xmp", b"") + content
            located = GPS in picture.getexif() or GPS_IN_XMP in xmp
        if max(size) <= MOST_PIXELS:
            published = without_metadata(content)
            with PIL.Image.open(BytesIO(published), formats=FORMATS) as picture:
                picture.load()
                size = picture.size
    except Exception as error:
        # decoders may raise anything for a hostile file
        raise ImageError(
            "this is not a PNG, JPEG, WebP or SVG", "save it as one of them"
        ) from error
    if max(size) > MOST_PIXELS:
        found = f"the picture has {size[0]} by {size[1]} pixels, at most {MOST_PIXELS} a side"
        raise ImageError(found, "save it smaller")
    if located:
        found = "the picture says where it was taken (GPS), and the list is public"
        raise ImageError(found, f"run `python server.py clean {file}`")
    return _image(published, extension, media_type, *size)


def _image(content: bytes, extension: str, media_type: str, width: int, height: int) -> Image:
    document = Document(content, media_type)
    return Image(f"/images/{document.etag[:16]}.{extension}", document, width, height)

"""Pictures without what cameras and programs write beside the pixels: where and when, by whom, previews, comments."""

import re
from collections.abc import Iterator
from io import BytesIO

# ITU-T T.81, B.1.1: others are part of a scan
MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
START_OF_SCAN, END = b"\xda", b"\xd9"
# of APP0 to APP15
NEEDED_IN_JPEG = {b"\xe0": b"JFIF\0", b"\xe2": b"ICC_PROFILE\0", b"\xee": b"Adobe"}
PNG = b"\x89PNG\r\n\x1a\n"
NEEDED_IN_PNG = frozenset(b"IHDR PLTE tRNS IDAT IEND gAMA cHRM sRGB iCCP sBIT pHYs bKGD".split())
NEEDED_IN_WEBP = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
FEATURES = 8  # where VP8X has its flags
KEPT_FEATURES = 0b110000  # colors and transparency; without EXIF, XMP and animation
ORIENTATION = 0x0112  # EXIF 2.3: how a camera was held


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG, PNG or WebP upright and without metadata, its pixels as they were.

    Only one that lies on its side is encoded anew. Raise whatever Pillow raises for what is no such picture.
    """
    upright = _upright(content)
    if upright.startswith(PNG):
        return b"".join(_png(upright))
    if upright.startswith(b"RIFF"):
        body = b"WEBP" + b"".join(_webp(upright))
        return b"RIFF" + len(body).to_bytes(4, "little") + body
    return b"".join(_jpeg(upright))


def _upright(content: bytes) -> bytes:
    import PIL.Image  # 50 ms, spared to every list without pictures
    import PIL.ImageOps

    with PIL.Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as opened:
        if opened.getexif().get(ORIENTATION, 1) == 1:
            return content
        format = "JPEG" if opened.format == "MPO" else opened.format
        colors = opened.info.get("icc_profile") or b""
        turned = BytesIO()
        PIL.ImageOps.exif_transpose(opened).save(turned, format, quality=90, icc_profile=colors)
    return turned.getvalue()


def _jpeg(content: bytes) -> Iterator[bytes]:
    """Yield the segments that are needed to see the first picture; phones put others and films behind it."""
    yield content[:2]
    at = 2
    while marker := MARKER.search(content, at):
        code, begin = marker[1], marker.end()
        if code == END:
            yield b"\xff" + END
            return
        at = begin + int.from_bytes(content[begin : begin + 2], "big")
        if code == START_OF_SCAN:
            after = MARKER.search(content, at)
            at = after.start() if after else len(content)
        if _is_needed(code, content[begin + 2 : at]):
            yield b"\xff" + code + content[begin:at]


def _is_needed(code: bytes, body: bytes) -> bool:
    if b"\xe0" <= code <= b"\xef":
        return code in NEEDED_IN_JPEG and body.startswith(NEEDED_IN_JPEG[code])
    return code != b"\xfe"  # a comment


def _png(content: bytes) -> Iterator[bytes]:
    yield PNG
    at, name = len(PNG), b""
    while at < len(content) and name != b"IEND":
        name, begin = content[at + 4 : at + 8], at
        at += 12 + int.from_bytes(content[at : at + 4], "big")
        if name in NEEDED_IN_PNG:
            yield content[begin:at]


def _webp(content: bytes) -> Iterator[bytes]:
    at = 12
    while at < 8 + int.from_bytes(content[4:8], "little"):
        name, begin = content[at : at + 4], at
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + length + length % 2
        if name == b"VP8X":
            flags = content[begin + FEATURES] & KEPT_FEATURES
            yield (
                content[begin : begin + FEATURES]
                + bytes((flags,))
                + content[begin + FEATURES + 1 : at]
            )
        elif name in NEEDED_IN_WEBP:
            yield content[begin:at]

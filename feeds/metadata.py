"""Remove what cameras and programs write beside the pixels: place, time, author, previews."""

import re
from collections.abc import Iterator
from io import BytesIO

FORMATS = ("JPEG", "PNG", "WEBP")  # as Pillow names them
ORIENTATION = 0x0112  # EXIF 2.3: how the camera was turned
# ITU-T T.81, B.1.1: the other codes are part of a scan
MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)
START_OF_SCAN, END, COMMENT = b"\xda", b"\xd9", b"\xfe"
APPLICATION = range(0xE0, 0xF0)  # APP0 to APP15
NEEDED_IN_JPEG = {b"\xe0": b"JFIF\0", b"\xe2": b"ICC_PROFILE\0", b"\xee": b"Adobe"}
PNG = b"\x89PNG\r\n\x1a\n"
NEEDED_IN_PNG = frozenset(b"IHDR PLTE tRNS IDAT IEND gAMA cHRM sRGB iCCP sBIT pHYs bKGD".split())
NEEDED_IN_WEBP = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
FLAGS = 8  # their place in the chunk VP8X
NEEDED_FLAGS = 0b110000  # color profile and transparency; not EXIF, XMP and animation


def without_metadata(content: bytes) -> bytes:
    """Return a JPEG, PNG or WebP upright and without metadata, its pixels unchanged.

    Only a turned one is encoded again. Raise whatever Pillow raises for anything else.
    """
    upright = _upright(content)
    if upright.startswith(PNG):
        return PNG + b"".join(_png_chunks(upright))
    if upright.startswith(b"RIFF"):
        body = b"WEBP" + b"".join(_webp_chunks(upright))
        return b"RIFF" + len(body).to_bytes(4, "little") + body
    return b"".join(_jpeg_segments(upright))


def _upright(content: bytes) -> bytes:
    # 50 ms, only for lists with pictures
    import PIL.Image
    import PIL.ImageOps

    with PIL.Image.open(BytesIO(content), formats=FORMATS) as picture:
        if picture.getexif().get(ORIENTATION, 1) == 1:
            return content
        format = "JPEG" if picture.format == "MPO" else picture.format
        profile = picture.info.get("icc_profile") or b""
        turned = BytesIO()
        upright = PIL.ImageOps.exif_transpose(picture)
        upright.save(turned, format, quality=90, icc_profile=profile)
    return turned.getvalue()


def _jpeg_segments(content: bytes) -> Iterator[bytes]:
    """Yield the segments of the first picture; phones append others, and films."""
    yield content[:2]
    end = 2
    while marker := MARKER.search(content, end):
        code, begin = marker[1], marker.end()
        if code == END:
            yield b"\xff" + END
            return
        end = begin + int.from_bytes(content[begin : begin + 2], "big")
        if code == START_OF_SCAN:
            following = MARKER.search(content, end)
            end = following.start() if following else len(content)
        if _is_needed(code, content[begin + 2 : end]):
            yield b"\xff" + code + content[begin:end]


def _is_needed(code: bytes, body: bytes) -> bool:
    if code[0] in APPLICATION:
        return code in NEEDED_IN_JPEG and body.startswith(NEEDED_IN_JPEG[code])
    return code != COMMENT


def _png_chunks(content: bytes) -> Iterator[bytes]:
    end, name = len(PNG), b""
    while end < len(content) and name != b"IEND":
        begin, name = end, content[end + 4 : end + 8]
        end += 12 + int.from_bytes(content[end : end + 4], "big")
        if name in NEEDED_IN_PNG:
            yield content[begin:end]


def _webp_chunks(content: bytes) -> Iterator[bytes]:
    end = 12
    while end < 8 + int.from_bytes(content[4:8], "little"):
        begin, name = end, content[end : end + 4]
        length = int.from_bytes(content[end + 4 : end + 8], "little")
        end += 8 + length + length % 2
        chunk = bytearray(content[begin:end])
        if name == b"VP8X":
            chunk[FLAGS] &= NEEDED_FLAGS
        if name in NEEDED_IN_WEBP:
            yield bytes(chunk)

"""Who stands behind a calendar: its about page, footer, picture and color."""

import re
from pathlib import Path

import pytest
from PIL import Image as Picture

from feeds.catalog import ListError
from feeds.colors import LEAST, NIGHT, PAPER, contrast, on, parse_color, until_read
from feeds.export import export
from feeds.images import MOST_OCTETS, MOST_PIXELS, ImageError, read_image
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, TODAY, body, snapshot

SIGNED = HEAD.replace(
    'domain = "calendar.chicago.org"',
    """domain = "calendar.chicago.org"
about = { en = "Neighbors <b>of</b> Pilsen & friends.\\n\\nAll are welcome.", es = "Vecinas de Pilsen." }
contact = "hello@calendar.chicago.org"
suggest = "https://calendar.chicago.org/suggest?a=1&b=2"
logo = "logo.svg"
accent = "1D5C3A"
""",
)
SHAPE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path fill="url(#a)" d="M0 0h2v2z"/></svg>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(SIGNED + EVENT, "utf-8")
    (tmp_path / "logo.svg").write_bytes(SHAPE)
    return tmp_path


def opened(folder: Path) -> OpenList:
    return OpenList(folder / "events.toml", None, today=lambda zone: TODAY)


def test_every_page_says_who_is_behind_it_and_the_folder_is_the_server(
    folder: Path, tmp_path: Path
) -> None:
    made = opened(folder).snapshot
    about = body(made, "/about/").decode()
    assert "Neighbors of Pilsen &amp; friends.\n\nAll are welcome." in about
    assert "Vecinas de Pilsen." in body(made, "/es/about/").decode()
    logo = read_image(SHAPE).path
    for path, up in (("/", ""), ("/events/rally/", "../../"), ("/es/feeds/all/", "../../../")):
        page = body(made, path).decode()
        assert f'<img src="{up}{logo.removeprefix("/")}" alt="">' in page
        assert 'href="https://calendar.chicago.org/suggest?a=1&amp;b=2"' in page
        assert "mailto:hello@calendar.chicago.org?subject=http%3A%2F%2F127.0.0.1%3A8000" in page
    assert b"/about/" in body(made, "/sitemap.xml")
    export(made, tmp_path / "out")
    for path in ("about/index.html", "style.css", logo.removeprefix("/")):
        address = path.removesuffix("index.html")
        assert (tmp_path / "out" / path).read_bytes() == body(made.as_folder(), f"/{address}")


def test_a_list_that_says_nothing_has_no_about_page() -> None:
    made = snapshot()
    assert made.document_at("/about/", "mark") is None
    assert "about/" not in body(made, "/").decode()


def test_the_sheet_has_the_accent_by_day_and_by_night(folder: Path) -> None:
    sheet = body(opened(folder).snapshot, "/style.css").decode()
    own = sheet[sheet.index("@media screen {") :]
    day, night, *_ = re.findall(r"--accent: (#......); --on-accent: (#......)", own)
    assert day == ("#1d5c3a", "#ffffff")
    assert night == ("#7ca08d", "#000000")  # as little lighter as can be read
    assert contrast(parse_color(night[0]), NIGHT) >= LEAST
    assert contrast(*map(parse_color, night)) >= LEAST
    assert "#1d5c3a" not in body(snapshot(), "/style.css").decode()


@pytest.mark.parametrize("ground", [PAPER, NIGHT])
@pytest.mark.parametrize(
    "color", ["000000", "ffffff", "808080", "ffff00", "0000ff", "00ff00", "ff0000", "7f7f00"]
)
def test_the_color_offered_can_be_read(color: str, ground: tuple[int, int, int]) -> None:
    offered = until_read(parse_color(color), ground)
    assert contrast(offered, ground) >= LEAST
    assert contrast(offered, on(offered)) >= LEAST


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast(parse_color("#767676"), (255, 255, 255)), 2) == 4.54


# what a picture may be


def saved(file: Path, size: tuple[int, int], **options: object) -> bytes:
    Picture.new("RGB", size, "green").save(file, **options)
    return file.read_bytes()


@pytest.mark.parametrize(
    ("end", "type"), [("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp")]
)
def test_a_picture_is_known_by_its_content(tmp_path: Path, end: str, type: str) -> None:
    image = read_image(saved(tmp_path / f"a.{end}", (30, 20)))
    assert re.fullmatch(rf"/images/[0-9a-f]{{16}}\.{end}", image.path)
    assert (image.document.type, image.width, image.height) == (type, 30, 20)


def svg(inner: str, attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'.encode()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (svg("<script>alert(1)</script>"), "the SVG has script, "),
        (svg("", 'onload="alert(1)"'), "the SVG has onload=, "),
        (svg("<style>@import 'x'</style>"), "the SVG has style, "),
        (svg("<text>Words</text>"), "the SVG has text, "),
        (svg('<a href="javascript:x"><path/></a>'), "the SVG has a, "),
        (svg('<path style="fill:red"/>'), "the SVG has style=, "),
        (svg('<path fill="url( http://a.example/ )"/>'), "the SVG has fill=, "),
        (svg('<path fill="u\\72l(x)"/>'), "the SVG has fill=, "),
        (svg('<image href="x.png"/>'), "the SVG has image, "),
        (svg('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>'), "the SVG has script, "),
        (svg("<foreignObject/>"), "the SVG has foreignObject, "),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "the SVG has more than "),
        (b'<?xml-stylesheet href="a.css"?>' + svg(""), "the SVG has more than "),
        (b'<?xml version="1.0" encoding="utf-16"?>' + svg(""), "the SVG has more than "),
        (svg("<path"), "the SVG cannot be read "),
        (b"<html><script/></html>", "this is XML, but not SVG: "),
        (svg("<path/>" * 20_000), "the SVG has 140,"),
        (b"GIF89a" + bytes(100), "this is not a PNG, "),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "this is not a PNG, "),
        (b"", "this is not a PNG, "),
        (bytes(MOST_OCTETS + 1), "the picture has 1,000,001 octets, "),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(ImageError, match=f"^{re.escape(found)}") as refused:
        read_image(content)
    assert refused.value.remedy


def test_a_picture_that_says_where_it_was_taken_or_fills_a_phone_is_refused(tmp_path: Path) -> None:
    exif = Picture.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    with pytest.raises(ImageError, match="where it was taken"):
        read_image(saved(tmp_path / "a.jpg", (30, 20), exif=exif))
    with pytest.raises(ImageError, match=f"{MOST_PIXELS} a side"):
        read_image(saved(tmp_path / "a.png", (MOST_PIXELS + 1, 1)))


@pytest.mark.parametrize(
    "content", [None, svg("<script/>"), b"text"], ids=["missing", "script", "text"]
)
def test_a_bad_picture_is_a_problem_at_its_key(folder: Path, content: bytes | None) -> None:
    (folder / "logo.svg").unlink()
    if content is not None:
        (folder / "logo.svg").write_bytes(content)
    with pytest.raises(ListError) as refused:
        opened(folder)
    [problem] = [problem for problem in refused.value.problems if problem.severity == "error"]
    assert problem.line == 1 + SIGNED[: SIGNED.index("logo =")].count("\n")


def test_another_picture_is_taken_in_and_the_former_leaves(folder: Path) -> None:
    served = opened(folder)
    former = read_image(SHAPE).path
    other = SHAPE.replace(b"M0", b"M1")
    (folder / "logo.svg").write_bytes(other)
    assert served.refresh() == ()
    assert body(served.snapshot, read_image(other).path) == other
    assert former not in dict(served.snapshot.paths())
    assert former not in body(served.snapshot, "/").decode()

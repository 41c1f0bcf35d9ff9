"""Pictures of events: what is published of a file, where and when it is shown."""

import json
import re
from io import BytesIO
from pathlib import Path

import PIL.Image
import PIL.PngImagePlugin
import pytest

from desk.cli import main
from feeds.catalog import ListError
from feeds.export import export
from feeds.images import LEAST_WIDTH, ImageError, read_image
from feeds.metadata import without_metadata
from feeds.watch import OpenList
from tests.lists import EVENT, HEAD, SITE, TODAY, body

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="41,52N" dc:creator="Ana"/></x:xmpmeta>'
NAMES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
SECRETS = (b"Ana", b"GPSLatitude", b"Exif", b"EXIF", b"eXIf", b"XMP", b"xmp", b"tEXt", b"Camera")
POSTER = """
[[events]]
id = "rally"
title = "Rally"
when = "Sat, March 20, 2021, 1 PM – 3 PM"
venue = "Federal Plaza"
image = { file = "posters/rally.png", alt = { en = "A <b>raised</b> fist", es = "Un puño en alto" } }
"""


def picture(width: int = 600, height: int = 400) -> PIL.Image.Image:
    """Return a picture whose corners differ in color."""
    drawn = PIL.Image.new("RGB", (width, height), "white")
    for color, corner in {
        "red": (0, 0),
        "green": (width // 2, 0),
        "blue": (0, height // 2),
    }.items():
        drawn.paste(color, (*corner, corner[0] + width // 2, corner[1] + height // 2))
    return drawn


def saved(format: str, shown: PIL.Image.Image | None = None, **options: object) -> bytes:
    """Return a picture as a file."""
    out = BytesIO()
    (shown or picture()).save(out, format, **options)
    return out.getvalue()


def exif(*, gps: bool = False, orientation: int = 1) -> PIL.Image.Exif:
    """Return the metadata that a camera writes."""
    written = PIL.Image.Exif()
    written[MAKER], written[ORIENTATION] = "Camera of Ana", orientation
    if gps:
        written.get_ifd(GPS)[1] = "N"
    return written


def with_everything(format: str, *, gps: bool = False) -> bytes:
    """Return a picture with all metadata of its format."""
    text = PIL.PngImagePlugin.PngInfo()
    text.add_text("Author", "Ana")
    if gps:
        text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    colors = b"a profile of colors" * 100
    extra = {"JPEG": {"comment": b"by Ana"}, "PNG": {"pnginfo": text}, "WEBP": {"lossless": True}}[
        format
    ]
    if gps and format != "PNG":
        extra["xmp"] = XMP
    return saved(format, exif=exif(gps=gps), icc_profile=colors, **extra) + b"film by Ana"


@pytest.mark.parametrize("format", NAMES)
def test_a_published_picture_has_the_same_pixels_and_no_metadata(format: str) -> None:
    content = with_everything(format)
    published = read_image(content).document.body
    assert b"Ana" in content
    assert not [secret for secret in SECRETS if secret in published]
    with PIL.Image.open(BytesIO(content)) as before, PIL.Image.open(BytesIO(published)) as after:
        assert before.tobytes() == after.tobytes()
        assert before.info["icc_profile"] == after.info["icc_profile"]
        assert not dict(after.getexif())
    assert without_metadata(published) == published
    assert read_image(content).path == read_image(published).path


@pytest.mark.parametrize("format", NAMES)
def test_a_picture_without_metadata_is_published_unchanged(format: str) -> None:
    content = saved(format)
    assert read_image(content).document.body == content


def test_transparency_and_progressive_scans_are_kept() -> None:
    clear = picture().convert("RGBA")
    clear.putalpha(100)
    for format in ("PNG", "WEBP"):
        with PIL.Image.open(BytesIO(without_metadata(saved(format, clear, exif=exif())))) as after:
            assert after.convert("RGBA").getpixel((0, 0))[3] == 100
    progressive = saved("JPEG", progressive=True, restart_marker_blocks=3)
    assert (
        without_metadata(saved("JPEG", progressive=True, restart_marker_blocks=3, exif=exif()))
        == progressive
    )


def test_only_the_first_picture_of_a_file_is_published() -> None:
    out = BytesIO()
    picture().save(out, "MPO", save_all=True, append_images=[picture()], exif=exif())
    image = read_image(out.getvalue())
    assert (image.document.type, image.width) == ("image/jpeg", 600)
    assert len(image.document.body) < len(out.getvalue()) / 2 + 100


@pytest.mark.parametrize("format", NAMES)
def test_a_picture_on_its_side_is_published_upright(format: str) -> None:
    image = read_image(saved(format, exif=exif(orientation=6)))
    assert (image.width, image.height) == (400, 600)
    with PIL.Image.open(BytesIO(image.document.body)) as upright:
        red, green, blue = upright.convert("RGB").getpixel((390, 10))
    assert red > 200
    assert green < 60
    assert blue < 60


@pytest.mark.parametrize("format", NAMES)
def test_gps_data_is_an_error_and_clean_removes_it(
    format: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / f"poster.{NAMES[format]}"
    for content in (with_everything(format, gps=True), saved(format, exif=exif(gps=True))):
        file.write_bytes(content)
        with pytest.raises(ImageError, match="where it was taken") as refused:
            read_image(content, str(file))
        assert refused.value.remedy == f"run `python server.py clean {file}`"
        assert main(["clean", str(file)]) == 0
        assert " octets removed" in capsys.readouterr().out
        assert read_image(file.read_bytes()).document.body == file.read_bytes()
    assert main(["clean", str(file)]) == 0
    assert capsys.readouterr().out == f"{file}: clean\n"


@pytest.mark.parametrize(
    "content",
    [b"", b"words", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\xff\xff\xffWEBP"],
)
def test_clean_does_not_change_other_files(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "poster.jpg"
    assert main(["clean", str(file)]) == 1
    file.write_bytes(content)
    assert main(["clean", str(file)]) == 1
    assert capsys.readouterr().err.endswith("poster.jpg: this is not a JPEG, PNG or WebP\n")
    assert file.read_bytes() == content


@pytest.mark.parametrize("format", NAMES)
def test_a_truncated_picture_is_refused(format: str) -> None:
    content = saved(format)
    for length in range(0, len(content) - 20, max(1, len(content) // 40)):
        with pytest.raises(ImageError):
            read_image(content[:length])


# in a list


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a list whose event has a poster."""
    (tmp_path / "posters").mkdir()
    (tmp_path / "posters" / "rally.png").write_bytes(saved("PNG"))
    write(tmp_path, POSTER)
    return tmp_path


def write(folder: Path, events: str) -> None:
    (folder / "events.toml").write_text(HEAD + events, "utf-8")


def opened(folder: Path) -> OpenList:
    return OpenList(folder / "events.toml", SITE, today=lambda zone: TODAY)


def poster(page: str) -> list[str]:
    return re.findall(r"/images/[0-9a-f]{16}\.png", page)


def test_an_event_page_shows_the_picture_and_feeds_do_not(folder: Path, tmp_path: Path) -> None:
    made = opened(folder).snapshot
    path = read_image(saved("PNG")).path
    page, spanish = body(made, "/events/rally/").decode(), body(made, "/es/events/rally/").decode()
    assert (
        f'<img class="poster" src="../../{path[1:]}" width="600" height="400" alt="A raised fist"'
        in page
    )
    assert 'alt="Un puño en alto"' in spanish
    assert f'<meta property="og:image" content="{SITE}{path}">' in page
    data = re.search(r"<script type=\"application/ld\+json\">(.*)</script>", page)
    assert data
    assert json.loads(data[1])["image"] == SITE + path
    for feed in ("/feeds/all.ics", "/feeds/all.json", "/feeds/all.atom", "/events/rally.ics"):
        assert b"/images/" not in body(made, feed)
    export(made, tmp_path / "out")
    assert (tmp_path / "out" / path[1:]).read_bytes() == saved("PNG")


@pytest.mark.parametrize("status", ["cancelled", "postponed", "withdrawn"])
def test_the_picture_of_an_event_that_is_off_is_not_served(folder: Path, status: str) -> None:
    served = opened(folder)
    [path] = [path for path, _ in served.snapshot.paths() if path.startswith("/images/")]
    write(folder, POSTER + f'status = "{status}"\n')
    assert served.refresh() == ()
    assert not [path for path, _ in served.snapshot.paths() if path.startswith("/images/")]
    assert served.snapshot.shared_document(path) is None
    if status != "withdrawn":
        assert poster(body(served.snapshot, "/events/rally/").decode()) == []


def test_the_picture_of_a_moved_event_is_hidden(folder: Path) -> None:
    write(folder, POSTER + 'moved = "Many more have signed up."\n')
    moved = opened(folder).snapshot
    page = body(moved, "/events/rally/").decode()
    assert "Many more have signed up." in page
    assert poster(page) == []
    assert not [path for path, _ in moved.paths() if path.startswith("/images/")]


def test_a_new_picture_does_not_change_calendars(folder: Path) -> None:
    write(folder, POSTER[: POSTER.index("image")])
    before = opened(folder)
    write(folder, POSTER)
    after = opened(folder)
    for path in ("/feeds/all.ics", "/es/feeds/all.ics"):
        assert body(before.snapshot, path) == body(after.snapshot, path)
    [event] = after.snapshot.catalog.events
    assert after.snapshot.edition.digest(event) == before.snapshot.edition.digest(
        before.snapshot.catalog.events[0]
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (None, "there is no file posters/rally.png beside the list"),
        (b"words", "this is not a PNG, JPEG, WebP or SVG"),
        (
            saved("PNG", picture(LEAST_WIDTH - 1)),
            "the picture is 399 pixels wide, at least 400 are needed to read it",
        ),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"/>',
            "the picture of an event is a photo or a poster, not an SVG",
        ),
        (
            saved("PNG", exif=exif(gps=True)),
            "the picture says where it was taken (GPS), and the list is public",
        ),
    ],
)
def test_a_bad_picture_is_one_problem_at_its_key(
    folder: Path, content: bytes | None, found: str
) -> None:
    (folder / "posters" / "rally.png").unlink()
    if content is not None:
        (folder / "posters" / "rally.png").write_bytes(content)
    write(folder, EVENT.replace("rally", "first") + POSTER + 'rrule = "FREQ=DAILY;COUNT=3"\n')
    with pytest.raises(ListError) as refused:
        opened(folder)
    [problem] = [problem for problem in refused.value.problems if problem.severity == "error"]
    lines = (folder / "events.toml").read_text("utf-8").splitlines()
    assert (problem.found, lines[problem.line - 1][:7]) == (found, "image =")


def test_an_unchanged_picture_is_not_decoded_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = opened(folder)
    monkeypatch.setattr("feeds.images.read_image", None)
    write(folder, POSTER.replace("Rally", "March"))
    assert served.refresh() == ()
    assert poster(body(served.snapshot, "/events/rally/").decode())


def test_the_size_of_all_pictures_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feeds.images.MOST_OCTETS_OF_ALL", len(saved("PNG")))
    opened(folder)
    (folder / "posters" / "other.png").write_bytes(saved("PNG", picture(601)))
    write(folder, POSTER + POSTER.replace("rally", "other"))
    with pytest.raises(ListError) as refused:
        opened(folder)
    assert [problem.found for problem in refused.value.problems if problem.severity == "error"] == [
        f"the pictures have more than {len(saved('PNG')):,} octets"
    ]

"""The exported folder in the hands of a host that knows only files."""

from pathlib import Path

from tests.browser.site import Answer, kinds
from tests.browser.visits import PHONE, visiting
from tests.lists import SITE


def read(folder: Path) -> dict[str, Answer]:
    """Return every file of an export as what a static host answers, by path."""
    types = {".html": "text/html"}
    answers = {}
    for file in folder.rglob("*"):
        if file.is_file() and not file.name.startswith("."):
            path = f"/{file.relative_to(folder)}".removesuffix("index.html")
            headers = {"content-type": types.get(file.suffix, "")}
            answers[path] = Answer(SITE, path, 200, headers, file.read_bytes())
    return answers


def test_nothing_names_what_the_folder_does_not_hold(folder):
    files = read(folder)
    missing = {
        (page.path, link)
        for page in files.values()
        if page.is_page
        for link in (*page.links(), *page.named())
        if link.partition("#")[0] not in files
    }
    assert missing == set()


def test_no_form_asks_a_static_host(folder):
    """A form that a script reads has no action."""
    asking = ("form", "action")
    pages = [page for page in read(folder).values() if page.is_page]
    assert [
        page.path
        for page in pages
        if any((tag, name) == asking for tag, names in page.tags for name in names)
    ] == []


def test_every_kind_of_page_opens_from_files(browser, folder, static_site):
    """Also that none asks for the public address, which stands for another host here."""
    titles = {}
    with visiting(browser, static_site, viewport=PHONE) as page:
        for found in kinds(read(folder)):
            # or leaving it breaks off what it asks for
            page.goto(static_site + found.path, wait_until="networkidle")
            titles[found.path] = page.title()
    assert "" not in titles.values()

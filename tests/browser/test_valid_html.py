"""The Nu checker, which validator.w3.org runs, finds nothing on any kind of page, nor in the stylesheets."""

import json
import shutil
import subprocess

import pytest

from tests.browser.conftest import from_npm

JAVA = shutil.which("java")
NOT_MEANT = (
    "This document appears to be written in ",  # a guess: English titles and venues are most of a Spanish page
    "Resource violates Content Security Policy",  # to a file nothing is 'self'; the browser judges that
    "Inline script violates Content Security Policy",  # JSON-LD is data, and runs nowhere; the browser judges that too
)


@pytest.mark.skipif(JAVA is None, reason="java is not installed")
def test_every_kind_of_page_is_valid(crawled, pages, tmp_path):
    checker = from_npm("vnu-jar/build/dist/vnu.jar")
    sheets = [
        sheet
        for sheet in crawled.values()
        if sheet.headers.get("content-type", "").startswith("text/css")
    ]
    assert sheets
    files = {}
    for number, found in enumerate((*pages, *sheets)):
        file = tmp_path / f"{number}.{'html' if found.is_page else 'css'}"
        file.write_bytes(found.body)
        files[file.as_uri()] = found.path
    command = [JAVA, "-jar", str(checker), "--also-check-css", "--format", "json", str(tmp_path)]
    report = subprocess.run(command, capture_output=True, text=True, timeout=300).stderr
    assert [
        (
            files[message["url"].replace("file:/", "file:///")],
            message.get("lastLine"),
            message["message"],
        )
        for message in json.loads(report)["messages"]
        if not message["message"].startswith(NOT_MEANT)
    ] == []

"""A language for tests alone: right to left, accented, 40 % longer than English, and in no list but theirs.

Its tag is ar-XB, which CLDR keeps for this; dates are those of Arabic. `python -m tests.pseudo
ARGUMENTS` is `python server.py ARGUMENTS` with it, for whoever wants to see its pages.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from desk.cli import main
from feeds import translations
from tests.messages import messages_of_the_code

TAG = "ar-XB"
OPENING, CLOSING = "⟦", "⟧"  # around each text: what is cut off shows, and what no catalog has
ACCENTS = str.maketrans("AEIOUYaeiouyncsz", "ÅÉÎÖÛÝåéîöûýñçšž")
BLANK = re.compile(r"(%\(\w+\)\w)")


def pseudo(english: str) -> str:
    """Return a text in the pseudo-language, its blanks to fill left as they are."""
    parts = BLANK.split(english)
    accented = "".join(part if BLANK.fullmatch(part) else part.translate(ACCENTS) for part in parts)
    return f"{OPENING}{accented}{'~' * (len(english) * 2 // 5)}{CLOSING}"


def write_catalogs(folder: Path) -> None:
    """Write every catalog of the program into a folder, and that of the pseudo-language beside them."""
    for file in Path(translations.__file__).parent.glob("*.po"):
        shutil.copy(file, folder)
    catalog = Catalog(locale="en")
    for message in messages_of_the_code():
        forms = tuple(map(pseudo, message)) if isinstance(message, tuple) else pseudo(message)
        catalog.add(message, forms)
    content = BytesIO()
    write_po(content, catalog)
    (folder / "ar.po").write_bytes(content.getvalue())


@contextmanager
def pseudo_language() -> Iterator[None]:
    """Have the pseudo-language among the program's until the block ends."""
    own = translations.FOLDER
    with tempfile.TemporaryDirectory() as folder:
        write_catalogs(Path(folder))
        translations.FOLDER = Path(folder)
        _forget()
        try:
            yield
        finally:
            translations.FOLDER = own
            _forget()


def _forget() -> None:
    translations._words.cache_clear()
    translations.translator_for.cache_clear()


if __name__ == "__main__":
    with pseudo_language():
        sys.exit(main())

"""A new calendar's folder: that of template/, its example put in and dated next Saturday."""

import re
from datetime import date, timedelta
from pathlib import Path

TEMPLATE = Path(__file__).parents[1] / "template"
LIST = "events.toml"
EXAMPLE = date(2027, 3, 20)  # the day in the template, where the example is a comment and never takes place
SATURDAY = 5


class NotEmpty(Exception):
    """Something that would be written over, or among, stands where the folder would be."""


def start(folder: Path, today: date) -> list[str]:
    """Write the files of a new calendar and return their names; raise NotEmpty before any is, or OSError.

    A folder that git has just cloned counts as empty.
    """
    if folder.exists() and (not folder.is_dir() or any(inner.name != ".git" for inner in folder.iterdir())):
        raise NotEmpty(str(folder))
    texts = {str(file.relative_to(TEMPLATE)): file.read_text("utf-8") for file in TEMPLATE.rglob("*") if file.is_file()}
    texts[LIST] = with_example(texts[LIST], today)
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="\n")
    return sorted(texts)


def with_example(text: str, today: date) -> str:
    """Return the template's list with its commented example as lines that count, on the Saturday after `today`."""
    day = today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)
    head, names, example = text.partition("[organizations]\n")
    example = re.sub(r"^# (?=\[|[\w-]+ = )", "", example, flags=re.MULTILINE)
    return head + names + example.replace(_said(EXAMPLE), _said(day)).replace(f"-{EXAMPLE.year}", f"-{day.year}")


def _said(day: date) -> str:
    return f"{day:%a, %B} {day.day}, {day.year}"

"""Make the folder of a new calendar from template/: with its settings, and an example event."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from feeds.catalog import When, WhenError, cached_slug_form, load, parse_when, zone
from feeds.catalog.texts import quoted
from feeds.translations import N_, Translator, translator_for

PROGRAM = Path(__file__).parents[1]
TEMPLATE = PROGRAM / "template"
LIST, SCHEMA = "events.toml", "events.schema.json"
EXAMPLE = "Sat, March 20, 2027, 1 PM – 3 PM"  # in the template, where the example is commented out
# The example; not the keys that only the curator can fill in.
COMMENTED = re.compile(r"^# (?=\[|(?!address|coordinates)[\w-]+ = )", re.MULTILINE)
SATURDAY = 5
WORDS = (
    N_("Rally"),
    N_("Main Square"),
    N_("Old Town"),
    N_("Our Group"),
    N_("Community"),
    N_("Bring water."),
    N_("What it is about, in a sentence or two."),
    N_("Check with the organizers before you go."),
)


@dataclass(frozen=True)
class Settings:
    """What only the curator knows about a new calendar."""

    title: str
    timezone: str
    language: str
    domain: str


def start(folder: Path, today: date, settings: Settings) -> list[str]:
    """Write the files of a new calendar and return their names.

    A folder that git has just cloned counts as empty. Raise FileExistsError or ListError before
    anything is written, OSError if a file cannot be written.
    """
    if folder.is_file() or {file.name for file in folder.glob("*")} - {".git"}:
        raise FileExistsError
    texts = {}
    for file in TEMPLATE.rglob("*"):
        if file.is_file():
            texts[str(file.relative_to(TEMPLATE))] = file.read_text("utf-8")
    texts[LIST] = with_settings(texts[LIST], today, settings)
    texts[SCHEMA] = (PROGRAM / SCHEMA).read_text("utf-8")
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="\n")
    return sorted(texts)


def with_settings(text: str, today: date, settings: Settings) -> str:
    """Return the template's list with these settings and its example, next Saturday.

    Raise ListError if a setting is wrong.
    """
    head, names, example = text.partition("[organizations]\n")
    text = f"#:schema ./{SCHEMA}\n{head}{names}{COMMENTED.sub('', example)}"
    text = text.replace('["en"]', f"[{quoted(settings.language)}]")
    placeholders = {
        "Our calendar": settings.title,
        "Continent/City": settings.timezone,
        "our-calendar.example": settings.domain,
    }
    for placeholder, value in placeholders.items():
        text = text.replace(quoted(placeholder), quoted(value))
    content = text.encode()
    load(LIST, lambda name: {name: content})
    translator = translator_for(settings.language, settings.timezone)
    for english in WORDS:
        translated = translator.text(english)
        text = text.replace(quoted(english), quoted(translated))
        # A translation without plain letters has no slug.
        slug, new_slug = (
            cached_slug_form(english),
            cached_slug_form(translated) or cached_slug_form(english),
        )
        text = re.sub(rf"(?<![\w-]){slug}(?=-2027| =|\]|\")", new_slug, text)
    day = today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)
    when = _example_when(day, translator, settings)
    return text.replace(quoted(EXAMPLE), quoted(when)).replace("-2027", f"-{day.year}")


def _example_when(day: date, translator: Translator, settings: Settings) -> str:
    """Return the example's time in the list's language, or in figures if `when` cannot read it."""
    timezone = zone(settings.timezone)
    start, end = (datetime.combine(day, time(hour), timezone) for hour in (13, 15))
    written = translator.long(start, end)
    with suppress(WhenError):
        if parse_when(written, timezone, (settings.language,)) == When(start, end):
            return written
    return f"{day} 13:00–15:00"

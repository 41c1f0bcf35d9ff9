"""Make the folder of a new calendar: template/ with the calendar's settings and an example event next Saturday."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from feeds.catalog import When, WhenError, load, parse_when, slug_form, zone
from feeds.catalog.texts import quoted
from feeds.translations import N_, Translator, translator_for

PROGRAM = Path(__file__).parents[1]
TEMPLATE = PROGRAM / "template"
LIST, SCHEMA = "events.toml", "events.schema.json"
EXAMPLE = "Sat, March 20, 2027, 1 PM – 3 PM"  # in the template, where the example is commented out
# but what only the curator knows
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
    if folder.exists() and (
        not folder.is_dir() or any(inner.name != ".git" for inner in folder.iterdir())
    ):
        raise FileExistsError
    texts = {
        str(file.relative_to(TEMPLATE)): file.read_text("utf-8")
        for file in TEMPLATE.rglob("*")
        if file.is_file()
    }
    texts[LIST] = with_settings(texts[LIST], today, settings)
    texts[SCHEMA] = (PROGRAM / SCHEMA).read_text("utf-8")
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="\n")
    return sorted(texts)


def with_settings(text: str, today: date, settings: Settings) -> str:
    """Return the template's list with these settings, its example no longer commented out; raise ListError."""
    head, names, example = text.partition("[organizations]\n")
    text = f"#:schema ./{SCHEMA}\n{head}{names}{COMMENTED.sub('', example)}"
    text = text.replace('["en"]', f"[{quoted(settings.language)}]")
    for placeholder, own in (
        ("Our calendar", settings.title),
        ("Continent/City", settings.timezone),
        ("our-calendar.example", settings.domain),
    ):
        text = text.replace(quoted(placeholder), quoted(own))
    content = text.encode()
    load(LIST, lambda name: {name: content})  # the settings may be wrong
    translator = translator_for(settings.language, settings.timezone)
    for english in WORDS:
        own = translator.text(english)
        text = text.replace(quoted(english), quoted(own))
        text = _renamed(text, slug_form(english), slug_form(own))
    day = today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)
    return text.replace(quoted(EXAMPLE), quoted(_when(day, translator, settings))).replace(
        "-2027", f"-{day.year}"
    )


def _renamed(text: str, slug: str, own: str) -> str:
    """Return the list with a slug translated, unless the translation has no plain letters."""
    return re.sub(rf"(?<![\w-]){slug}(?=-2027| =|\]|\")", own, text) if own else text


def _when(day: date, translator: Translator, settings: Settings) -> str:
    """Return the example's time in the list's language, or in figures if `when` does not read that."""
    start, end = (datetime.combine(day, time(hour), zone(settings.timezone)) for hour in (13, 15))
    written = translator.long(start, end)
    try:
        found = parse_when(written, zone(settings.timezone), (settings.language,))
    except WhenError:
        found = None
    return written if found == When(start, end) else f"{day} 13:00–15:00"

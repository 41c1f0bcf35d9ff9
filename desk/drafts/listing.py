"""Announcements as plain text: one, or a page of them, each a title, a line that says when, a place, and a text."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from zoneinfo import ZoneInfo

from desk.drafts.draft import LONGEST_TEXT, Doubt, Draft
from desk.drafts.times import YEAR, is_hours, is_when, settle
from feeds.catalog import When, WhenError

ORGANIZATIONS = r"(?:organi[sz]ations?|organi[sz]ers?|organizaciones)"
LABELS = {  # what stands before a colon, or before names
    "when": r"when|date(?: and time)?|time|cu[aá]ndo|fecha",
    "place": r"where|place|location|venue|address|d[oó]nde|lugar",
    "hosts": rf"(?:supporting|host(?:ing)?) {ORGANIZATIONS}|hosts?|{ORGANIZATIONS}|"
    r"(?:hosted|organi[sz]ed|presented) by|organizan?|organizado por",
    "supporters": rf"(?:additional )?(?:co-?)?(?:sponsor|endors)\w*(?: {ORGANIZATIONS})?|"
    r"(?:(?:co-?)?sponsored|endorsed|supported) by|(?:co)?patrocinad\w+(?: por)?|apoyan?",
    "contact": r"contact(?: info(?:rmation)?)?|contacto|questions",
    "signup": r"(?:sign[ -]?up|register|registration|rsvp|tickets|inscr[ií]\w+)\b[^:.!?]{0,50}",
    "url": r"(?:more )?info(?:rmation)?|details|website|event page|m[aá]s informaci[oó]n",
    "notes": r"accessibility|accesibilidad",
}
LABEL = re.compile(
    rf"(?:{'|'.join(f'(?P<{key}>{words})' for key, words in LABELS.items())})"
    r"(?P<remark>\s*\([^()]{0,40}\))?\s*(?P<colon>:|(?<=\bby)(?=\s|$)|(?<=\bpor)(?=\s|$))\s*",
    re.IGNORECASE,
)
PART = re.compile(
    rf"(?:(?P<hosts>host {ORGANIZATIONS})|(?P<supporters>{LABELS['supporters']}))"
    r"(?P<remark>\s*\([^()]{0,40}\))?:\s*",
    re.IGNORECASE,
)
LINK_WITHOUT_ADDRESS = re.compile(r"visit organizers.{0,3} event web ?page\b", re.IGNORECASE)  # a button's words
LINK = re.compile(r"https?://\S+[^\s.,;:!?)\]>\"'”’]")
IN_FORMATION = re.compile(r"in formation|list growing|en formaci[oó]n", re.IGNORECASE)
DECORATION = re.compile(r"^[^\w(\"“]+")
LONGEST_TITLE, LONGEST_PLACE = 200, 160


def drafts(text: str, source: str, zone: ZoneInfo, today: date, most: int = 1000) -> list[Draft]:
    """Return what the first `most` announcements in `text` say; a year nobody wrote is the next from `today`."""
    lines = [_undecorated(" ".join(line.split())) for line in text.splitlines()]
    first = next((number for number, line in enumerate(lines) if line), None)
    if first is None:
        return []
    if is_when(lines[first]) and first + 1 < len(lines) and _is_title(lines[first + 1]):  # as Facebook has it
        lines[first : first + 2] = lines[first + 1], lines[first]
    starts = list(islice(_starts(lines), most)) or [first]
    found = [_draft(lines[a:b], source, zone, today) for a, b in zip(starts, (*starts[1:], len(lines)))]
    if above := " ".join(filter(None, lines[: starts[0]])):
        found[0] = replace(found[0], notes=(*found[0].notes, above))
    return found


def _undecorated(line: str) -> str:
    """Return a line without the signs that stand before its label."""
    bare = DECORATION.sub("", line)
    return bare if LABEL.match(bare) else line


def _is_title(line: str) -> bool:
    return 0 < len(line) <= LONGEST_TITLE and not (LABEL.match(line) or is_when(line) or is_hours(line))


def _starts(lines: Sequence[str]) -> Iterator[int]:
    """Yield where the titles stand, each before a line that says when.

    In a text that has begun, a title and its day stand alone; a sentence before the same day again is no title.
    """
    title, last = None, ""
    for number, line in enumerate(lines):
        if title is not None and is_when(line):
            begins = title == 0 or not lines[title - 1]
            apart = not all(map(is_hours, lines[title + 1 : number]))
            goes_on = number + 1 < len(lines) and bool(lines[number + 1]) and apart
            again = line == last and lines[title][-1] in ".:,"
            if not last or (begins and not goes_on and YEAR.search(line) and not again):
                yield title
                last = line
        if line and not is_hours(line):
            title = number if len(line) <= LONGEST_TITLE and not LABEL.match(line) else None


def _draft(lines: Sequence[str], source: str, zone: ZoneInfo, today: date) -> Draft:
    """Return what one announcement says; its first line is the title."""
    said = _Said(deque(lines[1:]))
    said.read()
    fields, text = said.fields, "\n".join(lines)[:LONGEST_TEXT]
    words, whens, doubts = ", ".join(fields["when"] + fields["hours"]), list[When](), list[Doubt]()
    try:
        when, doubtful = settle(words or text, text, zone, today)
        whens.append(when)
        doubts += [Doubt("when", doubt) for doubt in doubtful]
    except WhenError as error:
        doubts.append(Doubt("when", f"{error.found}; {error.remedy}"))
    url, signup = ("".join(LINK.findall(" ".join(fields[key]))[:1]) for key in ("url", "signup"))
    return Draft(
        title=lines[0],
        when=tuple(whens),
        said=words,
        place="\n".join(fields["place"]),
        hosts=tuple(fields["hosts"]),
        supporters=tuple(fields["supporters"]),
        and_others=any(IN_FORMATION.search(note) for note in fields["notes"]),
        description=re.sub(r"\n{3,}", "\n\n", "\n".join(said.body)).strip(),
        url=url,
        signup=signup,
        contact=", ".join(fields["contact"]),
        notes=tuple(fields["notes"]),
        source=source,
        doubts=(*doubts, *said.doubts),
    )


class _Said:
    """The lines below a title, sorted into what they say; `body` is what is said in sentences."""

    def __init__(self, rest: deque[str]) -> None:
        self.rest, self.body, self.doubts = rest, list[str](), list[Doubt]()
        self.fields: defaultdict[str, list[str]] = defaultdict(list)

    def read(self) -> None:
        while self.rest:
            line = self.rest.popleft()
            if label := LABEL.match(line):
                self.labelled(line, label)
            elif LINK_WITHOUT_ADDRESS.match(line):
                self.doubts.append(Doubt("url", f'no address stands behind "{line}"'))
            elif not self.body and not self.fields["when"] and is_when(line):
                self.fields["when"].append(line)
            elif not self.body and is_hours(line):
                self.fields["hours"].append(line)
            elif not self.body and self.fields["when"] and not self.fields["place"] and self.is_place(line):
                self.fields["place"].append(line)
            elif line or self.body:
                self.body.append(line)

    def is_place(self, line: str) -> bool:
        """Say whether a line below the day is no sentence."""
        return 0 < len(line) <= LONGEST_PLACE and not re.search(r"[!?:]$|[a-z]{4}\.$|\w{2}[.!?] [A-Z]\w+ [a-z]", line)

    def labelled(self, line: str, label: re.Match[str]) -> None:
        key = next(key for key in LABELS if label[key])
        value = line[label.end() :] or self.below(key)
        if not value:
            self.doubts.append(Doubt(key, f'nothing stands behind "{line}"'))
        elif key in ("url", "signup") and not LINK.search(value):
            self.body.append(line if line[label.end() :] else f"{line} {value}")
        elif key in ("hosts", "supporters"):
            self.credit(key, label["remark"], value)
        else:
            self.fields[key].append(line if key == "notes" else value)

    def below(self, key: str) -> str:
        """Take what stands below a label, up to a blank line: of names all lines, else one."""
        lines = []
        while self.rest and self.rest[0] and not LABEL.match(self.rest[0]):
            lines.append(self.rest.popleft())
            if key not in ("hosts", "supporters"):
                break
        return ", ".join(lines)

    def credit(self, key: str, remark: str | None, value: str) -> None:
        """Take names; labels among them tell hosts from supporters."""
        parts = [(key, remark, 0, 0)]
        parts += [
            ("hosts" if p["hosts"] else "supporters", p["remark"], p.start(), p.end()) for p in PART.finditer(value)
        ]
        ends = [start for _, _, start, _ in parts[1:]] + [len(value)]
        for (group, said, _, start), end in zip(parts, ends):
            if names := value[start:end].strip(" ,;"):
                self.fields[group].append(names)
            if said:
                self.fields["notes"].append(f"{group} {said.strip()}")

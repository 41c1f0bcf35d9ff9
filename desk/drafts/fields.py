"""What each line of an announcement means: title, place, names, links, cost, or a sentence of its description."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from desk.drafts.marks import OPAQUE, TIME, Mark, remainder
from desk.drafts.words import WORDS, patterns

LINK = OPAQUE["link"]
CREDITS = ("hosts", "supporters")
MOST_BESIDE_LINK = 30  # characters of a line that is a link and what it is for
MOST_PLACE, MOST_REMARK = 160, 200  # characters of a line that can be a place; what it costs, how accessible it is
NAMES, LINES = patterns("names"), patterns("lines")
LABELS = WORDS["labels"]
VALUES = {key: re.compile(words, re.IGNORECASE) for key, words in WORDS["values"].items()}
SKIPPED = re.compile(WORDS["skipped"]["lines"], re.IGNORECASE)
EACH_LABEL = "|".join(f"(?P<{key}>{words})" for key, words in LABELS.items())
LABEL = re.compile(f"(?:{EACH_LABEL}){WORDS['lines']['label_end']}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text with all that must be accounted for in it."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def is_when(self) -> bool:
        """Whether it says a day, and nothing else to speak of."""
        return self.has("date") and sum(len(piece) for piece in remainder(self.text, self.marks)) <= 3

    @property
    def is_hours(self) -> bool:
        """Whether it says hours of a day that stands above or below, and nothing else."""
        return self.has("hours") and not self.has("date") and not remainder(self.text, self.marks)

    def has(self, *kinds: str) -> bool:
        """Say whether it has a mark of one of these kinds."""
        return any(mark.kind in kinds for mark in self.marks)

    def part(self, words: str) -> "Line":
        """Return a part of the line, with the marks that stand in it."""
        shift = self.text.find(words)
        end = shift + len(words)
        within = (mark for mark in self.marks if shift <= mark.start and mark.end <= end)
        return Line(words, tuple(mark.moved(-shift) for mark in within))


def label_of(line: str) -> re.Match[str] | None:
    """Return the label that begins a line, also behind an emoji."""
    return LABEL.match(line) or LABEL.match(line, len(line) - len(LINES["decoration"].sub("", line)))


class Fields:
    """The keys of an event, as far as the lines of its announcement say them; the first is its title.

    `listed` says that the place has a line of its own, and sentences name none. `texts` are what has a key of its
    own, each with all that is said of it; `body` is the description, `guess` what may be the place.
    """

    def __init__(self, lines: Sequence[Line], *, listed: bool) -> None:
        self.rest, self.listed = list(lines), listed
        self.title = self.guess = self.room = ""
        self.online: str | bool = False
        self.places, self.unsure_places, self.body = list[str](), list[str](), list[str]()
        self.texts: defaultdict[str, list[str]] = defaultdict(list)
        self.remarks: list[tuple[str, str]] = []
        while self.rest:
            self._read(self.rest.pop(0))

    def _read(self, line: Line) -> None:
        label = label_of(line.text)
        if not line.text or SKIPPED.fullmatch(line.text):
            self.body += [""] if self.body and not line.text else []
        elif label:
            self._read_labels(line, label)
        elif LINES["button"].match(line.text):
            self.remarks.append(("url", f'no address stands behind "{line.text}"'))
        elif not self.title:
            self._read_title(line)
        elif not self._read_by_marks(line):
            self._read_bare(line)

    def _read_title(self, line: Line) -> None:
        """Take a title; in a row like March 6 – Canvass, 11 am, Horner Park, it is one of the pieces."""
        self.title = line.text
        if starts_with_day(line):
            pieces = remainder(line.text, line.marks) or [line.text]
            self.title = pieces[0]
            self._take_pieces(pieces[1:])
        else:
            self._find_places(line)

    def _read_labels(self, line: Line, label: re.Match[str]) -> None:
        """Take what each label in a line says."""
        value = line.text[label.end() :]
        if again := LABEL.match(value):  # an emoji before a label in words
            label, value = again, value[again.end() :]
        key = next(key for key in LABELS if label[key])
        end = _next_label(value, key)
        first = value[:end].strip(" /|•·–-") or self._below(key)
        if first and key in ("url", "signup") and not LINK.search(first):
            self.body.append(f"{line.text} {first}".removesuffix(f" {value}"))
        elif first:
            self._take(key, line.part(first), label["remark"] or "")
        else:
            self.remarks.append((key, f'nothing stands behind "{line.text}"'))
        if end is not None:
            self._read(line.part(value[end:].strip(" /|•·–-")))

    def _take(self, key: str, value: Line, remark: str) -> None:
        text = value.text
        if key == "title":
            self.body += [text] if self.title and self.title != text else []
            self.title = self.title or text
        elif key == "when":
            self._take_pieces(remainder(text, value.marks))
            self._find_places(value)
        elif key == "place":
            self._take_place(value)
        elif key in CREDITS:
            self._take_names(key, text, remark)
        elif key == "online":
            self._take_online(text)
        elif key != "duration" and not (key == "ends_at" and value.has(*TIME)):
            self.texts[key].append(text)

    def _below(self, key: str) -> str:
        """Take what stands below a label, up to a blank line: of names all lines, else one."""
        lines: list[str] = []
        while self.rest and self.rest[0].text and not label_of(self.rest[0].text):
            if lines and key not in CREDITS:
                break
            lines.append(self.rest.pop(0).text)
        return ", ".join(lines)

    def _take_place(self, value: Line) -> None:
        """Take a place, with the lines of its address below, without its room and what it says of joining online."""
        text = LINK.sub("", value.text).strip()
        if VALUES["nowhere"].fullmatch(text):
            self.texts["notes"].append(f"Place: {text}")
            return
        if online := NAMES["or_online"].search(text):
            self._take_online(online[0])
            text = text[: online.start()]
        if value.has(*TIME):
            text = ", ".join(remainder(text, value.part(text).marks))
        while self.rest and (self.rest[0].has("address") or NAMES["city"].fullmatch(self.rest[0].text)):
            below = self.rest[0]
            if below.has("address") and below.marks[0].start > 0:
                break
            text += f"\n{self.rest.pop(0).text}" if below.has("address") else f", {self.rest.pop(0).text}"
        if room := NAMES["room"].search(text):
            self.room = room[1]
            text = text[: room.start()] + text[room.end() :]
        for place in re.split(r"\s+(?:or|o)\s+(?=[A-Z])", text.strip(" ,;.–-")):
            known = {_form(one) for one in self.places}
            self.places += [place] if place and _form(place) not in known else []

    def _take_online(self, text: str) -> None:
        link = LINK.search(text)
        self.online = link[0] if link else self.online or True

    def _take_names(self, key: str, text: str, remark: str) -> None:
        """Take names; labels among them tell hosts from supporters."""
        start = 0
        for found in (*LINES["names_within"].finditer(text), None):
            names = text[start : found.start() if found else None].strip(" ,;")
            self.texts[key] += [names] if names else []
            self.texts["notes"] += [f"{key} {remark.strip()}"] if remark else []
            if found:
                key, remark, start = "hosts" if found["hosts"] else "supporters", found["remark"] or "", found.end()

    def _read_by_marks(self, line: Line) -> bool:
        """Take a line that says by its words or marks what it is."""
        text, link = line.text, LINK.search(line.text)
        timed = line.has(*TIME)
        short = len(text) - (len(link[0]) if link else 0) <= MOST_BESIDE_LINK
        sentence = LINES["sentence"].search(text)
        if line.has("address") and not timed and not sentence and not (self.listed and self.places):
            self._take_address(line)
        elif timed:
            return False
        elif VALUES["online"].search(text) and (link or short):
            self._take_online(text)
            self.body += [] if short else [text]
        elif link and short:
            self.texts["signup" if LINES["sign_up"].search(text) else "url"].append(text)
        elif len(text) > MOST_REMARK:
            return False
        elif (line.has("money") and not sentence) or VALUES["cost"].fullmatch(text):
            self.texts["cost"].append(text)
        elif VALUES["accessibility"].search(text):
            self.texts["accessibility"].append(text)
        else:
            return False
        return True

    def _take_address(self, line: Line) -> None:
        """Take the address in a line, with the name before it, or in the line above."""
        start = next(mark.start for mark in line.marks if mark.kind == "address")
        name, address = line.text[:start].strip(" ,(–-"), line.text[start:]
        above = self.body[-1] if self.body else ""
        if not name and above and above in self.unsure_places[-1:]:
            name = self.body.pop()
            self.unsure_places.pop()
            self.guess = "" if self.guess == name else self.guess
        address = address.rstrip(") ") if "(" in line.text[:start] else address
        self._take_place(Line(f"{name}\n{address}" if name else address))

    def _read_bare(self, line: Line) -> None:
        """Take a line that nothing explains: a sentence, or what may be a place."""
        text, sentence = line.text, LINES["sentence"].search(line.text)
        if line.has(*TIME):
            pieces = remainder(text, line.marks)
            said = bool(pieces) and text[-1] in ".!?:"
            if said or any(map(LINES["phrase"].match, pieces)):
                self.body.append(text)
                pieces = [] if said else [piece for piece in pieces if piece.count(" ") < 3]
            self._take_pieces(pieces)
            self._find_places(line)
        elif VALUES["nowhere"].fullmatch(text):
            self.texts["notes"].append(text)
        elif sentence or len(text) > MOST_PLACE or line.marks:
            self.body.append(text)
            self._find_places(line)
        else:
            first = not any(LINES["sentence"].search(above) for above in self.body) and not text[0].islower()
            self.body.append(text)
            if not (self.listed and (self.places or self.unsure_places)):
                self._may_be_place(text, guess=first)

    def _take_pieces(self, pieces: Sequence[str]) -> None:
        """Take what stands beside days and hours in a line."""
        for piece in pieces:
            if VALUES["online"].fullmatch(piece):
                self._take_online(piece)
            elif VALUES["cost"].fullmatch(piece):
                self.texts["cost"].append(piece)
            else:
                self._may_be_place(piece)

    def _find_places(self, line: Line) -> None:
        """Take the addresses, and what may be a place, in a sentence."""
        if self.listed:
            return
        for mark in line.marks:
            if mark.kind == "address":
                name = NAMES["before_address"].search(line.text[: mark.start])
                self._take_place(Line(f"{name[1]}\n{mark.text}" if name and name[1] else mark.text))
        if not line.has("address"):
            forms = ("in_sentence", "near_hour") if line.has(*TIME) else ("in_sentence",)
            for form in forms:
                for found in NAMES[form].finditer(line.text):
                    self._may_be_place(found[1].strip(" ."))

    def _may_be_place(self, words: str, *, guess: bool = True) -> None:
        """Keep words that are the place if the list knows them, and else, where nothing explains them, a guess."""
        self.unsure_places.append(words)
        better = not self.guess or (words[0].isupper() and not self.guess[0].isupper())
        if guess and better:
            self.guess = words


def starts_with_day(line: Line) -> bool:
    """Say whether a line begins with a day, behind a bullet or not."""
    begins = bool(line.marks) and line.marks[0].kind == "date"
    return begins and not LINES["bullet"].sub("", line.text[: line.marks[0].start])


def _next_label(value: str, key: str) -> int | None:
    """Return where another label stands in a value, with its colon: Saturday / Time: 1-3 PM."""
    for gap in re.finditer(r"(?<=\S)\s+(?:[/|•·–-]\s*)?(?=\w)", value):
        label = LABEL.match(value, gap.end())
        within = key in CREDITS and label and any(label[one] for one in CREDITS)  # names have labels of their own
        if label and label["colon"] == ":" and not within:
            return gap.start()
    return None


def _form(place: str) -> str:
    return re.sub(r"\W+", " ", place).strip().lower()

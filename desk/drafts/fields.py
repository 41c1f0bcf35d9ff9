"""What each line of an announcement means: title, place, names, links, cost, or a sentence of its description."""

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from desk.drafts.draft import Doubt, unfinished
from desk.drafts.marks import OPAQUE, TIME, Mark, remainder
from desk.drafts.places import ALONE, MAP_LINK, where
from desk.drafts.words import WORDS, patterns
from feeds.catalog import slug_form

LINK = OPAQUE["link"]
CREDITS = ("hosts", "supporters")
MOST_BESIDE_LINK = 30  # characters of a line that is a link and what it is for
# characters of a line that can be a place; what it costs, how accessible it is
MOST_PLACE, MOST_REMARK = (160, 200)
NAMES, LINES = patterns("names"), patterns("lines")
LABELS = WORDS["labels"]
VALUES = {key: re.compile(words, re.IGNORECASE) for key, words in WORDS["values"].items()}
SKIPPED = re.compile(WORDS["skipped"]["lines"], re.IGNORECASE)
EACH_LABEL = "|".join(f"(?P<{key}>{words})" for key, words in LABELS.items())
LABEL = re.compile(f"¿?(?:{EACH_LABEL}){WORDS['lines']['label_end']}", re.IGNORECASE)
PRICED = frozenset(("money", "deadline"))  # marks in what it costs
EDGES = " /|•·–-;,"


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of a text with all that must be accounted for in it."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def is_when(self) -> bool:
        """Whether it says a day, and nothing else to speak of."""
        pieces = (
            piece
            for piece in remainder(self.text, self.marks)
            if not VALUES["cost"].fullmatch(piece)
        )
        return self.has("date") and sum(map(len, pieces)) <= 3

    @property
    def is_hours(self) -> bool:
        """Whether it says hours of a day that stands above or below, and nothing else."""
        return self.has("hours") and not self.has("date") and not remainder(self.text, self.marks)

    @property
    def is_sentence(self) -> bool:
        """Whether it is more than a name or a few words."""
        return LINES["sentence"].search(self.text) is not None

    def has(self, *kinds: str) -> bool:
        """Say whether it has a mark of one of these kinds."""
        return any(mark.kind in kinds for mark in self.marks)

    def part(self, words: str) -> "MarkedLine":
        """Return a part of the line, with the marks that stand in it."""
        shift = self.text.find(words)
        end = shift + len(words)
        within = (mark for mark in self.marks if shift <= mark.start and mark.end <= end)
        return MarkedLine(words, tuple(mark.moved(-shift) for mark in within))


def label_of(line: str) -> re.Match[str] | None:
    """Return the label that begins a line, even after an emoji."""
    return LABEL.match(line) or LABEL.match(
        line, len(line) - len(LINES["decoration"].sub("", line))
    )


def starts_with_day(line: MarkedLine) -> bool:
    """Say whether a line begins with a day, behind a bullet or not."""
    begins = bool(line.marks) and line.marks[0].kind == "date"
    return begins and not LINES["bullet"].sub("", line.text[: line.marks[0].start])


class Fields:
    """The keys of an event, as far as the lines of its announcement say them; the first is its title.

    `texts` are what has a key of its own, each with all that is said of it; `body` is the description, `beside` what
    stands beside the day, `guess` the first line that may be the place. `listed` says that a place has a line of its
    own, and sentences name none.
    """

    def __init__(self, lines: Sequence[MarkedLine], *, listed: bool) -> None:
        self.rest, self.listed = deque(lines), listed
        self.title = self.guess = self.room = self.above = ""
        self.online: str | bool = False
        self.nowhere = False  # it says that its place will be announced
        self.places, self.body, self.beside = list[str](), list[str](), list[str]()
        self.texts: defaultdict[str, list[str]] = defaultdict(list)
        self.doubts = list[Doubt]()
        while self.rest:
            self._read(self.rest.popleft())

    def _read(self, line: MarkedLine) -> None:
        above, self.above = self.above, ""
        if not line.text or SKIPPED.fullmatch(line.text):
            self.body += [""] if self.body and not line.text else []
        elif label := label_of(line.text):
            self._read_labels(line, label)
        elif not self.title and (host := LINES["presents"].fullmatch(line.text)):
            self._take_names("hosts", host[1], "")
        elif not self.title:
            self._read_title(line)
        elif line.has("address"):
            self._read_address(line, above)
        elif line.has(*TIME):
            self._read_when(line)
        elif room := NAMES["room"].fullmatch(line.text):
            self.room, self.above = room[1], above
        else:
            self._read_text(line)

    def _read_title(self, line: MarkedLine) -> None:
        """Take a title; in a row like March 6 – Canvass, 11 am, Horner Park, it is one of the pieces."""
        self.title = line.text
        no_title = line.has("address") and not NAMES["before_address"].match(line.text)
        if line.is_when or line.is_hours or (no_title and not line.has(*TIME)):
            self.doubts.append(unfinished("no line seems to be its title"))
        if starts_with_day(line):
            self.title, *pieces = remainder(line.text, line.marks) or [line.text]
            self._take_pieces(pieces)
        elif line.has("date") and line.has("hours") and not line.is_sentence:
            self.title, *pieces = remainder(line.text, line.marks, TIME | {"address"}) or [
                line.text
            ]
            self._take_pieces(pieces)
        elif line.has("address"):
            pass
        elif line.has("date", "hours"):
            self.beside += remainder(line.text, line.marks)[-1:]
        if line.has("address"):
            self._take_address(line, "")

    def _read_labels(self, line: MarkedLine, label: re.Match[str]) -> None:
        """Take what each label in a line says."""
        value = line.text[label.end() :]
        if again := LABEL.match(value):  # an emoji before a label in words
            label, value = again, value[again.end() :]
        key = next(key for key in LABELS if label[key])
        end = _next_label(value, key)
        first = value[:end].strip(EDGES) or ("" if end else self._below(key))
        if key == "signup" and _is_cost(line.part(first)):
            key = "cost"
        if first and key in ("url", "signup") and not LINK.search(first):
            self.body.append(line.text if value else f"{line.text} {first}")
        elif first:
            self._take(key, line.part(first), label["remark"] or "")
        else:
            self.doubts.append(Doubt(key, f'nothing follows "{line.text}"'))
        if end is not None:
            self.rest.appendleft(line.part(value[end:].strip(EDGES)))

    def _take(self, key: str, value: MarkedLine, remark: str) -> None:
        text = value.text
        if key == "when" and value.has("address"):
            key = "place"
        if key == "title":
            self.body += [text] if self.title and self.title != text else []
            self.title = self.title or text
        elif key == "when":
            self._take_pieces(remainder(text, value.marks))
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
            lines.append(self.rest.popleft().text)
        return ", ".join(lines)

    def _take_place(self, value: MarkedLine) -> None:
        """Take a place, with the lines of its address below, without its room and what it says of joining online."""
        text = value.text
        if VALUES["nowhere"].fullmatch(text):
            self.texts["notes"].append(f"Place: {text}")
            self.nowhere = True
            return
        if value.has(*TIME):
            text = ", ".join(remainder(text, value.marks))
        found = where(text)
        self.online = found.online or self.online
        self.texts["url"] += [link for link in found.links if not MAP_LINK.match(link)]
        text, *sentences = NAMES["sentence_follows"].split(found.place)
        self.body += sentences
        text, *end = NAMES["onwards"].split(text, maxsplit=1)
        self.texts["ends_at"] += end
        while self.rest and _goes_on(self.rest[0]):
            below = self.rest.popleft()
            text += f"\n{below.text}" if below.has("address") else f", {below.text}"
        if room := NAMES["room"].search(text):
            self.room = room[1]
            text = text[: room.start()] + text[room.end() :]
        forms = set(map(slug_form, self.places))
        for place in re.split(r"\s+(?:or|o)\s+(?=[A-Z])", text.strip(" ,;.–-")):
            self.places += [place] if place and slug_form(place) not in forms else []

    def _take_online(self, text: str) -> None:
        link = LINK.search(text)
        self.online = link[0] if link else self.online or True

    def _take_names(self, key: str, text: str, remark: str) -> None:
        """Take names; labels among them part hosts and supporters."""
        start = 0
        for found in (*LINES["names_within"].finditer(text), None):
            names = text[start : found.start() if found else None].strip(" ,;")
            self.texts[key] += [names] if names else []
            self.texts["notes"] += [f"{key} {remark.strip()}"] if remark else []
            if found:
                key, remark, start = (
                    "hosts" if found["hosts"] else "supporters",
                    found["remark"] or "",
                    found.end(),
                )

    def _read_address(self, line: MarkedLine, above: str) -> None:
        """Take an address in a line, with the name before it, or in the bare line above."""
        is_text = line.is_sentence or line.has(*TIME)
        if not (is_text and self.listed):
            self._take_address(line, above)
        if is_text:
            self.body.append(line.text)

    def _take_address(self, line: MarkedLine, above: str) -> None:
        is_text = line.is_sentence or line.has(*TIME)
        start = 0  # after the last day or hour
        for mark in line.marks:
            start = mark.end if mark.kind in TIME else start
            if mark.kind != "address":
                continue
            before, address = line.text[start : mark.start], mark.text
            name = before.strip(" ,(|·•–-")
            if found := NAMES["before_address"].match(before):
                name = found["name"]
                if not line.has(*TIME) and not NAMES["lead"].fullmatch(found["lead"]):
                    self.doubts.append(unfinished(f'"{before.strip()}" may not be its place'))
            elif is_text and not NAMES["name"].fullmatch(name):
                name = ""
            if not is_text:
                address = line.text[mark.start :]
                address = address.rstrip(") ") if "(" in before else address
            if above and not name:
                name, above = self.body.pop(), ""
                self.guess = "" if self.guess == name else self.guess
            self._take_place(MarkedLine(f"{name}\n{address}" if name else address))

    def _read_when(self, line: MarkedLine) -> None:
        """Take what stands beside days and hours: a whole sentence, or pieces."""
        pieces = remainder(line.text, line.marks)
        phrases = [
            piece
            for piece in pieces
            if LINES["phrase"].match(piece) and not _is_cost(MarkedLine(piece))
        ]
        if pieces and (line.text[-1] in ".!?:" or phrases):
            self.body.append(line.text)
        else:
            self._take_pieces(pieces)

    def _take_pieces(self, pieces: Sequence[str]) -> None:
        others = list[str]()
        for piece in pieces:
            if ALONE.fullmatch(piece):
                self._take_online(piece)
            elif _is_cost(MarkedLine(piece)):
                self.texts["cost"].append(piece)
            else:
                others.append(piece)
        self.beside += others

    def _read_text(self, line: MarkedLine) -> None:
        """Take a line without a day: by its words or marks what it is, else as text."""
        text, link = line.text, LINK.search(line.text)
        short = len(text) - (len(link[0]) if link else 0) <= MOST_BESIDE_LINK
        if VALUES["nowhere"].fullmatch(text):
            self.texts["notes"].append(text)
            self.nowhere = True
        elif (found := where(text)).online and (
            found.online is not True or short or not found.place
        ):
            self.online = found.online
            if found.place and found.online is True:
                self._take_bare(found.place)
            elif found.place:
                self.body.append(text)
        elif link and short:
            if MAP_LINK.match(link[0]):
                self.guess = self.guess or LINK.sub("", text).strip(" :–-")
                self.texts["notes"].append(link[0])
            else:
                self.texts["signup" if LINES["sign_up"].search(text) else "url"].append(text)
        elif len(text) <= MOST_REMARK and _is_cost(line):
            self.texts["cost"].append(text)
        elif len(text) <= MOST_REMARK and VALUES["accessibility"].search(text):
            self.texts["accessibility"].append(text)
        elif line.is_sentence or line.marks or len(text) > MOST_PLACE or text.endswith(","):
            self.body.append(text)
        else:
            self._take_bare(text)

    def _take_bare(self, text: str) -> None:
        """Take words that nothing explains."""
        self.body.append(text)
        self.above = text
        self.guess = self.guess or text


def _is_cost(line: MarkedLine) -> bool:
    """Say whether a line says only the cost."""
    pieces = remainder(line.text, line.marks, PRICED)
    priced = OPAQUE["money"].search(line.text) and all(map(VALUES["price"].fullmatch, pieces))
    return bool(priced or VALUES["cost"].fullmatch(line.text))


def _goes_on(line: MarkedLine) -> bool:
    """Say whether a line is the next of an address: a street, or a city with its state."""
    if NAMES["room"].fullmatch(line.text):
        return True
    if line.has("address") or line.has(*TIME):
        return line.marks[0].start == 0 and line.marks[0].kind == "address"
    return NAMES["city"].fullmatch(line.text) is not None


def _next_label(value: str, key: str) -> int | None:
    """Return where another label stands in a value, with its colon: Saturday / Time: 1-3 PM."""
    for gap in re.finditer(r"(?<=\S)\s+(?:[/|•·–-]\s*)?(?=\w)", value):
        label = LABEL.match(value, gap.end())
        # names have labels of their own
        within = key in CREDITS and label and any(label[one] for one in CREDITS)
        if label and label["colon"] == ":" and not within:
            return gap.start()
    return None

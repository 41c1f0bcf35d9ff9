"""What each line of an announcement gives: title, place, names, links, cost, or description."""

import re
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from desk.drafts.draft import Doubt, doubt, unfinished
from desk.drafts.marks import OPAQUE, TIME, Mark, remainder
from desk.drafts.places import ALONE, MAP_LINK, parse_location
from desk.drafts.words import WORDS, patterns

LINK = OPAQUE["link"]
CREDITS = ("hosts", "supporters")
# In characters: of a line with a link and its purpose, of a place, of cost or accessibility.
LONGEST_BESIDE_LINK, LONGEST_PLACE, LONGEST_REMARK = 30, 160, 200
NAME_PATTERNS, LINES = patterns("names"), patterns("lines")
LABELS = WORDS["labels"]
VALUES = {key: re.compile(words, re.IGNORECASE) for key, words in WORDS["values"].items()}
SKIPPED = re.compile(WORDS["skipped"]["lines"], re.IGNORECASE)
EACH_LABEL = "|".join(f"(?P<{key}>{words})" for key, words in LABELS.items())
LABEL = re.compile(f"¿?(?:{EACH_LABEL}){WORDS['lines']['label_end']}", re.IGNORECASE)
PRICED = frozenset(("money", "deadline"))  # marks in a cost
EDGES = " /|•·–-;,"


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line of a text with all that must be accounted for in it."""

    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def is_when(self) -> bool:
        """Whether it is a day, and nothing else to speak of."""
        pieces = remainder(self.text, self.marks)
        others = (piece for piece in pieces if not VALUES["cost"].fullmatch(piece))
        return self.has("date") and sum(map(len, others)) <= 3

    @property
    def is_hours(self) -> bool:
        """Whether it is the hours of a day above or below, and nothing else."""
        return self.has("hours") and not self.has("date") and not remainder(self.text, self.marks)

    @property
    def is_sentence(self) -> bool:
        """Whether it is more than a name or a few words."""
        return LINES["sentence"].search(self.text) is not None

    @property
    def starts_with_day(self) -> bool:
        """Whether a day begins it, after a bullet or not."""
        begins = bool(self.marks) and self.marks[0].kind == "date"
        return begins and not LINES["bullet"].sub("", self.text[: self.marks[0].start])

    def has(self, *kinds: str) -> bool:
        """Say whether it has a mark of one of these kinds."""
        return any(mark.kind in kinds for mark in self.marks)

    def part(self, words: str) -> "MarkedLine":
        """Return a part of the line, with the marks in it."""
        shift = self.text.find(words)
        end = shift + len(words)
        within = (mark for mark in self.marks if shift <= mark.start and mark.end <= end)
        return MarkedLine(words, tuple(mark.moved(-shift) for mark in within))


def label_of(line: str) -> re.Match[str] | None:
    """Return the label that begins a line, even after an emoji."""
    undecorated = LINES["decoration"].sub("", line)
    return LABEL.match(line) or LABEL.match(line, len(line) - len(undecorated))


class Fields:
    """The keys of an event that the lines of its announcement give; the first line is its title.

    `texts` has the texts of each key, `body` the description, `beside` what is next to the day,
    `guess` the first line that may be the place. `nowhere` means that the place will be announced.
    `listed` means that the place has a line of its own, and no sentence names it.
    """

    def __init__(self, lines: Sequence[MarkedLine], *, listed: bool) -> None:
        self.rest, self.listed = deque(lines), listed
        self.title = self.guess = self.room = self.above = ""
        self.online: str | bool = False
        self.nowhere = False
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
            self._read_label(line, label)
        elif not self.title and (host := LINES["presents"].fullmatch(line.text)):
            self._take_names("hosts", host[1], "")
        elif not self.title:
            self._read_title(line)
        elif line.has("address"):
            # In a listing, an address in a sentence is not the place.
            is_text = line.is_sentence or line.has(*TIME)
            if not (is_text and self.listed):
                self._take_address(line, above)
            self.body += [line.text] if is_text else []
        elif line.has(*TIME):
            self._read_when(line)
        elif room := NAME_PATTERNS["room"].fullmatch(line.text):
            self.room, self.above = room[1], above
        else:
            self._read_text(line)

    def _read_title(self, line: MarkedLine) -> None:
        """Take a title; in a row like March 6 – Canvass, 11 am, Horner Park, it is a piece."""
        self.title = line.text
        no_title = line.has("address") and not NAME_PATTERNS["before_address"].match(line.text)
        if line.is_when or line.is_hours or (no_title and not line.has(*TIME)):
            self.doubts.append(unfinished("no-title"))
        in_pieces = line.has("date") and line.has("hours") and not line.is_sentence
        if line.starts_with_day or in_pieces:
            kinds = TIME if line.starts_with_day else TIME | {"address"}
            self.title, *pieces = remainder(line.text, line.marks, kinds) or [line.text]
            self._take_pieces(pieces)
        elif line.has("date", "hours") and not line.has("address"):
            self.beside += remainder(line.text, line.marks)[-1:]
        if line.has("address"):
            self._take_address(line, "")

    def _read_label(self, line: MarkedLine, label: re.Match[str]) -> None:
        """Take the value of a label; another label in it begins a line of its own."""
        value = line.text[label.end() :]
        # an emoji before a label in words
        if again := LABEL.match(value):
            label, value = again, value[again.end() :]
        key = next(key for key in LABELS if label[key])
        end = _next_label(value)
        first = value[:end].strip(EDGES) or self._below(key)
        if first:
            self._take(key, line.part(first), label)
        else:
            about = "" if key in ("who", "title") else key
            self.doubts.append(doubt(about, "empty-label", line.text))
        if end is not None:
            self.rest.appendleft(line.part(value[end:].strip(EDGES)))

    def _take(self, key: str, value: MarkedLine, label: re.Match[str]) -> None:
        text = value.text
        if key == "title":
            self.body += [text] if self.title and self.title != text else []
            self.title = self.title or text
        elif key == "when":
            self._take_pieces(remainder(text, value.marks))
        elif key == "place":
            self._take_place(value)
        elif key in CREDITS:
            self._take_names(key, text, label["remark"] or "")
        elif key == "online":
            self._take_online(text)
        elif key in ("url", "signup") and not LINK.search(text):
            self.body.append(f"{label[0].strip()} {text}")
        elif key != "duration" and not (key == "ends_at" and value.has(*TIME)):
            self.texts[key].append(text)

    def _below(self, key: str) -> str:
        """Take the value of a label from the next line; of names, from all up to a blank one."""
        lines = list[str]()
        while self.rest and self.rest[0].text and not label_of(self.rest[0].text):
            if lines and key not in CREDITS:
                break
            lines.append(self.rest.popleft().text)
        return ", ".join(lines)

    def _take_place(self, value: MarkedLine) -> None:
        """Take a place, with the lines of its address below, apart from its room and links."""
        text = value.text
        if VALUES["nowhere"].fullmatch(text):
            self.texts["notes"].append(f"Place: {text}")
            self.nowhere = True
            return
        if value.has(*TIME):
            text = ", ".join(remainder(text, value.marks))
        found = parse_location(text)
        self.online = found.online or self.online
        self.texts["url"] += [link for link in found.links if not MAP_LINK.match(link)]
        text, *sentences = NAME_PATTERNS["sentence_follows"].split(found.place)
        self.body += sentences
        text, *end = NAME_PATTERNS["onwards"].split(text, maxsplit=1)
        self.texts["ends_at"] += end
        while self.rest and _continues_address(self.rest[0]):
            text += f"\n{self.rest.popleft().text}"
        if room := NAME_PATTERNS["room"].search(text):
            self.room = room[1]
            text = text[: room.start()] + text[room.end() :]
        for place in re.split(r"\s+(?:or|o)\s+(?=[A-Z])", text.strip(" ,;.–-\n")):
            self.places += [place] if place and place not in self.places else []

    def _take_online(self, text: str) -> None:
        link = LINK.search(text)
        self.online = link[0] if link else self.online or True

    def _take_names(self, key: str, text: str, remark: str) -> None:
        """Take names; labels among them separate hosts and supporters."""
        start = 0
        for found in (*LINES["names_within"].finditer(text), None):
            names = text[start : found.start() if found else None].strip(" ,;")
            self.texts[key] += [names] if names else []
            self.texts["notes"] += [f"{key} {remark.strip()}"] if remark else []
            if found:
                key = "hosts" if found["hosts"] else "supporters"
                remark, start = found["remark"] or "", found.end()

    def _take_address(self, line: MarkedLine, above: str) -> None:
        """Take each address of a line, with the name before it, or in the bare line above."""
        is_text = line.is_sentence or line.has(*TIME)
        start = 0  # after the last day or hour
        for mark in line.marks:
            start = mark.end if mark.kind in TIME else start
            if mark.kind != "address":
                continue
            before = line.text[start : mark.start]
            name = before.strip(" ,(|·•–-")
            if found := NAME_PATTERNS["before_address"].match(before):
                name = found["name"]
                if not line.has(*TIME) and not NAME_PATTERNS["lead"].fullmatch(found["lead"]):
                    self.doubts.append(unfinished("not-its-place", before.strip()))
            elif is_text and not NAME_PATTERNS["name"].fullmatch(name):
                name = ""
            if above and not name:
                name, above = self.body.pop(), ""
            address = mark.text if is_text else line.text[mark.start :]
            self._take_place(MarkedLine(f"{name}\n{address}" if name else address))

    def _read_when(self, line: MarkedLine) -> None:
        """Take what is next to days and hours: a whole sentence, or pieces."""
        pieces = remainder(line.text, line.marks)
        phrases = (LINES["phrase"].match(piece) and not _is_cost(piece) for piece in pieces)
        if pieces and (line.text[-1] in ".!?:" or any(phrases)):
            self.body.append(line.text)
        else:
            self._take_pieces(pieces)

    def _take_pieces(self, pieces: Sequence[str]) -> None:
        for piece in pieces:
            if ALONE.fullmatch(piece):
                self._take_online(piece)
            else:
                key = self.texts["cost"] if _is_cost(piece) else self.beside
                key.append(piece)

    def _read_text(self, line: MarkedLine) -> None:
        """Take a line without a day, by its words or marks."""
        text, link, found = line.text, LINK.search(line.text), parse_location(line.text)
        short = len(text) - (len(link[0]) if link else 0) <= LONGEST_BESIDE_LINK
        if VALUES["nowhere"].fullmatch(text):
            self._take_place(line)
        elif found.online and (found.online is not True or short or not found.place):
            self.online = found.online
            self._take_bare(found.place)
        elif link and short and MAP_LINK.match(link[0]):
            self.guess = self.guess or LINK.sub("", text).strip(" :–-")
            self.texts["notes"].append(link[0])
        elif link and short:
            self.texts["signup" if LINES["sign_up"].search(text) else "url"].append(text)
        elif len(text) <= LONGEST_REMARK and _is_cost(text, line.marks):
            self.texts["cost"].append(text)
        elif len(text) <= LONGEST_REMARK and VALUES["accessibility"].search(text):
            self.texts["accessibility"].append(text)
        elif line.is_sentence or line.marks or len(text) > LONGEST_PLACE or text[-1] == ",":
            self.body.append(text)
        else:
            self._take_bare(text)

    def _take_bare(self, text: str) -> None:
        """Take words that nothing explains."""
        self.body += [text] if text else []
        self.above = text
        self.guess = self.guess or text


def _is_cost(text: str, marks: Sequence[Mark] = ()) -> bool:
    """Say whether a text is only the cost."""
    pieces = remainder(text, marks, PRICED)
    priced = OPAQUE["money"].search(text) and all(map(VALUES["price"].fullmatch, pieces))
    return bool(priced or VALUES["cost"].fullmatch(text))


def _continues_address(line: MarkedLine) -> bool:
    """Say whether a line is the next of an address: a street, a room, or a city with its state."""
    first = line.marks[0] if line.marks else None
    if first and first.kind == "address" and first.start == 0:
        return True
    return any(NAME_PATTERNS[form].fullmatch(line.text) for form in ("room", "city"))


def _next_label(value: str) -> int | None:
    """Return where another label in a value begins: Saturday / Time: 1-3 PM."""
    for gap in re.finditer(r"(?<=\S)\s+(?:[/|•·–-]\s*)?(?=\w)", value):
        label = LABEL.match(value, gap.end())
        if label and label["colon"] == ":":
            return gap.start()
    return None

"""Words of addresses in the form that they are compared in: `Friedrichstr.` and `Friedrichstraße` are one."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Each line: the form that words are compared in, and how else they are written. "St" is a street and a saint.
SPELLINGS = """
st street str strasse straat strada gasse saint sankt sint
av ave avda avd avenida avenue avenu
bd blvd bld bulv boulevard bulevar bulevard bulwar
rd road
dr drive doctor doktor
ln lane
ct court
sq square
fbg faubourg fg
piazzale ple
viale vle
corso cso
pl place plaza pza plaça placa platz plac plads plass plein piazza praca pca
pkwy parkway
hwy highway
ter terr terrace
cir circle
cres crescent
gdns gardens
calle c cl cll carrer
ulica ul ulice
cra kra carrera
r rua rue
al alameda aleje aleja allee
v via
gt gata gate gatan gaten
n north norte nord
s south sur sud sul
e east este est leste ost
w west oeste ouest
ne northeast
nw northwest
se southeast
sw southwest
gral general
pte pdte presidente president
cnel coronel
prof professor profesor
sta santa
sto santo
mt mount
ft fort
nieuw nieuwe
oud oude
1 first
2 second
3 third
4 fourth
5 fifth
6 sixth
7 seventh
8 eighth
9 ninth
10 tenth
"""
SPELLING = {word: line.split()[0] for line in SPELLINGS.splitlines() for word in line.split()}
KINDS = _set("st av bd rd dr ln ct sq pl pkwy hwy ter cir cres gdns calle ulica cra r al v gt ple")
TITLES = _set("gral pte cnel prof mons")
DIRECTIONS = _set("n s e w ne nw se sw")
OMITTED = frozenset(("calle", "ulica"))  # where people leave it out, so do maps
SMALL = _set("de del d la las los el le les du des da do das dos di della dei the of y and et und jr")
ENDINGS = {
    "platz": "pl",
    "strasse": "st",
    "straat": "st",
    "str": "st",
    "gatan": "gt",
    "gata": "gt",
    "gaten": "gt",
    "gate": "gt",
}
ADMINISTRATIVE = _set(
    "ciudad autonoma city greater metropolitan municipality municipio municipalidad borough district township "
    "town village comune gemeente stadt landeshauptstadt hansestadt freie und kommune county council royal"
)
CONNECTING = _set("am an im in ob bei upon on under by sur sous en aan de del do da di")
LETTERS = str.maketrans({"ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i"})
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|er)")
APOSTROPHE = re.compile(r"['’`´ʼ]|(?<=\b\w)\.(?=\w)")  # and the dot of P.le, D.C.
NUMBER_SIGN = re.compile(r"\bn(?:\.?\s?[o°]|r|um|umero|ummer)\.?\s*(?=\d)")
WORD = re.compile(r"\d[^\W_]*(?:\s?[-–/]\s?\d[^\W_]*)+|[^\W_]+")


def words(text: str) -> list[str]:
    """Return the words of a text without accents, in lower case; a number with its letters or range is one."""
    plain = unicodedata.normalize("NFKD", APOSTROPHE.sub("", text.casefold()))
    plain = "".join(_plain(c) for c in plain if not unicodedata.combining(c)).translate(LETTERS)
    return ["".join(word.split()).replace("–", "-") for word in WORD.findall(NUMBER_SIGN.sub(" ", plain))]


def _plain(character: str) -> str:
    """Return a digit of any script as one of ours."""
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


@lru_cache(maxsize=4096)
def compared(word: str) -> str:
    """Return the form in which a word is compared; "" for one that people leave out."""
    if word in SMALL:
        return ""
    if ordinal := ORDINAL.fullmatch(word):
        return ordinal[1]
    for ending, form in ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word.removesuffix(ending) + form
            break
    return SPELLING.get(word, word)


def key(some: Sequence[str]) -> str:
    """Return words as one run of letters, so that spacing makes no difference."""
    return "".join(map(compared, some)).replace("nieuwe", "nieuw").replace("oude", "oud")


def alternatives(name: str) -> list[str]:
    """Return the names that a map gives in one text: `Rue Neuve - Nieuwstraat`."""
    return [one for one in (name, *re.split(r"\s[-–/]\s|;|/", name)) if one.strip()]


def is_number(word: str) -> bool:
    """Say whether a word can be a house number: 26 and 12-14, not 26th."""
    return word[0].isdigit() and not ORDINAL.fullmatch(word)


def has_digit(word: str) -> bool:
    """Say whether a digit is in a word, as in numbers and postcodes."""
    return any(map(str.isdigit, word))

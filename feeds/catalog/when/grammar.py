"""How days, hours and repetitions are written: patterns over the tokens of a text.

A text is matched as one character for each token, its code, which stands for all that the token can mean. In a pattern
[month] is any token that can be a month, [at|from] one that can be either, [from!of] one that can be from but not of.
"""

import re
from collections.abc import Container, Mapping
from functools import lru_cache

TERMS = re.compile(r"\[([\w|]+)(?:!(\w+))?\]")
MOST = 99  # of what stands in a list: bounds how often a long text is gone through

# days
AND = "(?:[comma]?[and]|[comma])[the]*"
TO = "[comma]?(?:[dash]|[to|until])[the]*"
NUMBER = "[monthday](?![half|unit])"
MONTH_FOLLOWS = f"(?=[comma|the]*(?:{NUMBER}(?:{AND}{NUMBER})*[of]*)?[month|iso])"
WEEKDAY = f"(?:[weekday!month]|(?=[month])[weekday]{MONTH_FOLLOWS})"  # "mar" is martes only before a month
YEAR = "(?:[comma|of]{0,3}[year])?"
MONTH_BEHIND = "(?:[of]*[month]|[dash][month][dash](?=[year])|(?=[comma|of]*[year]))"
ON = f"(?:{WEEKDAY}[comma|the]*)?"
BARE = f"{ON}{NUMBER}"
BEHIND = f"{ON}(?:[figures!yearless]|(?:[yearless]|{NUMBER}{MONTH_BEHIND}){YEAR})"
DATE = f"(?:{BEHIND}|{ON}(?:[iso]|[month][the]*{NUMBER}{YEAR}))"
MONTH = f"(?:[vague][of]*[month]{YEAR}|[month](?![the]*{NUMBER}){YEAR}|[season]{YEAR}|[year])"
NO_YEAR = "(?<![year|iso|figures!yearless])"
RANGE = f"(?:{BARE}{TO}{BEHIND}|(?:{DATE}|{MONTH})(?:{TO}(?:{DATE}|{MONTH})|{NO_YEAR}{TO}{BARE}{YEAR}))"
GOES_ON = f"(?=(?:[comma][monthday]){{0,{MOST}}}(?:[comma]?[and]|[comma|of]*[year|month]))"
FIRST = f"(?:(?:{BARE}{AND}){{0,{MOST}}}{BEHIND}|{DATE})"
ANOTHER = f"{NO_YEAR}(?:[comma]?[and][the]*{BARE}|[comma]{BARE}{GOES_ON}){YEAR}"
BEGINS = "(?:(?P<starts>[start!from])|(?P<begins>[start]|[from!of]))?"
LIST = f"{FIRST}(?:{AND}{FIRST}|{ANOTHER}){{0,{MOST}}}"
ONE_DAY = f"""(?:(?P<weekday>{WEEKDAY})[comma|the]*)?
    (?: [iso] | [figures!yearless]
      | (?: [yearless] | [season] | (?=[year])
          | [vague]?[of]*[month](?:[the]*{NUMBER})?
          | {NUMBER}(?:[of]*[month]|[dash][month][dash](?=[year]))? ){YEAR} )"""

# hours
ZONE = "[offset]|[zone][offset]?|[open][zone][close]"
SURE_HOUR = """(?:[noon|midnight]|(?:[clock][unit]?
    | (?=[number|zero][unit|half])[number|zero](?:[unit](?:[minute](?![month|of|unit]))?)?)[half]?)"""
ONE_HOUR = f"(?:{SURE_HOUR}|[hour])(?P<zone>{ZONE})?"
HOUR = f"(?:{SURE_HOUR}|[hour])(?:{ZONE})?"
AT_NOON = "(?:[to](?=[noon|midnight]))?"  # al mediodía
TO_HOUR = "(?:[dash][at|to]*|[to])"
ON_DAY = f"{DATE}[comma]*[dash]?[comma|at|from]*{AT_NOON}(?![monthday][comma|and])"
HOURS = f"[at|from]*{AT_NOON}(?P<begins>{HOUR})(?:{TO_HOUR}(?P<day>{ON_DAY})?(?P<ends>{HOUR}))?"
SURE = f"(?=[at|from]*{AT_NOON}(?:{SURE_HOUR}|{HOUR}{TO_HOUR}(?:{ON_DAY})?{SURE_HOUR}))"

# repetitions
BEGINS_DAY = "[month|monthday|iso|figures]"
ONE_WEEKDAY = "(?!(?=[month])[weekday][monthday])[weekday]"  # "mar" before a number is March
WEEKDAYS = f"""{ONE_WEEKDAY}(?:
      (?:[dash]|[to])[weekday](?!{BEGINS_DAY})
    | [comma]?[and][the|every]*{ONE_WEEKDAY}
    | [comma][the|every]*{ONE_WEEKDAY}(?!{BEGINS_DAY}))*"""
EVERY = "(?:[other]|[every][number]?)[the]*"
ORDINALS = f"[ordinal](?:{AND}[ordinal])*"
MONTH_DAYS = f"[ordinal|monthday](?:{AND}[ordinal|monthday])*"
EACH_MONTH = "[monthly][comma|the|in]*"

PARTS = {  # by what they say; of a rule the unit, too
    "rule day": f"[the]*(?:[daily]|{EVERY}[day])",
    "rule week": f"""[the]*(?:[workdays]|(?:[weekly]|{EVERY}[week])(?:[comma|the|every]*{WEEKDAYS})?
        | (?:[other]|[every][number])[the]*{WEEKDAYS})""",
    "rule month": f"""[the]*(?:[every][the]*)?(?:(?:{EACH_MONTH})?{ORDINALS}{WEEKDAYS}[monthly]?
        | {EACH_MONTH}{MONTH_DAYS}|{MONTH_DAYS}[monthly])""",
    "rule week on": f"[the]*(?:[every][the]*|(?=[weekdays])){WEEKDAYS}[monthly]?",
    "excepted": f"[except][the|in]*(?P<days>{LIST}|{MONTH}(?:{AND}{MONTH})*|{BARE}(?:[comma]?[and][the]*{BARE})*)",
    "times": "[for]*[number](?P<unit>[times|day|week|months])",
    "days": f"{BEGINS}[from|in|the|of]*(?P<days>(?P<range>{RANGE})|{LIST}|{MONTH})",
    "until": f"[until][the]*(?P<days>{DATE}|{MONTH})",
    "hours sure": SURE + HOURS,
    "hours": HOURS,  # behind days or a rule numbers alone are hours, too
    "weekdays": f"[the]*(?:{ONE_WEEKDAY}(?:[dash]|[to])[weekday]|{WEEKDAYS})[comma|the]*",
}
Part = tuple[str, re.Match[str]]


class Grammar:
    """The patterns for a vocabulary in which sets of terms have these characters as codes."""

    def __init__(self, codes: Mapping[frozenset[str], str]) -> None:
        def characters(match: re.Match[str]) -> str:
            wanted, unwanted = set(match[1].split("|")), match[2]
            found = [code for terms, code in codes.items() if terms & wanted and unwanted not in terms]
            return f"[{''.join(found)}]" if found else "(?!)"

        def compiled(pattern: str) -> re.Pattern[str]:
            return re.compile(TERMS.sub(characters, pattern), re.VERBOSE)

        self.of_parts = {name: compiled(pattern) for name, pattern in PARTS.items()}
        self.day, self.hour, self.separators = map(compiled, (ONE_DAY, ONE_HOUR, "[comma|dash]*"))
        self.parts = lru_cache(maxsize=1024)(self._parts)  # most texts of a list have the same few forms

    def part(self, codes: str, at: int, without: Container[str] = ()) -> Part | None:
        """Return the name of the part that stands at a token, with its match, `without` those of these kinds."""
        for name, pattern in self.of_parts.items():
            if name.partition(" ")[0] not in without and (match := pattern.match(codes, at)):
                return name, match
        return None

    def _parts(self, codes: str) -> tuple[dict[str, Part], int | None]:
        """Return the parts of a text by their kind, and the number of the first token that belongs to none."""
        found: dict[str, Part] = {}
        if not codes:
            return found, 0
        at = 0
        while at < len(codes):
            behind = self.separators.match(codes, at)
            at = behind.end() if behind else at
            part = self.part(codes, at, found)
            if part is None:
                return found, at
            name, match = part
            if name == "hours" and not (found.keys() & {"days", "rule"} or self._repeats(codes, at)):
                return found, at
            found[name.partition(" ")[0]] = part
            at = match.end()
        return found, None

    def _repeats(self, codes: str, at: int) -> bool:
        """Say whether a rule stands anywhere behind a token."""
        found = (self.part(codes, behind) for behind in range(at, len(codes)))
        return any(part and part[0].startswith("rule") for part in found)

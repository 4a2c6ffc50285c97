"""What minutes say of themselves before the first item: whose meeting, on which day, at what time, in which place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from minutes.importing.blocks import Block
from minutes.importing.titles import HANGING

LOOKED_AT = 40  # blocks
ABOVE = 8  # blocks above a list of who was there, in which the day stands
PRESENT = re.compile(r"(?:members |councillors )?present\b\s*(?::|$)", re.I)
MOST_LINES = 7  # of one title that is broken into lines
MONTHS = "january february march april may june july august september october november december".split()
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? ?(?:the )?)?"
MONTH = "|".join(MONTHS)
DAY = re.compile(
    rf"(?P<day>\d{{1,2}})(?: ?(?:st|nd|rd|th))?(?: day of)?,? (?P<month>{MONTH}),? (?P<year>\d{{4}})",
    re.I,
)
A_DAY = rf"\d{{1,2}}(?: ?(?:st|nd|rd|th))?(?: day of)?,? (?:{MONTH}),? \d{{4}}"
TIME = re.compile(r"\bat (?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))? ?(?P<half>[ap])\.?m\b", re.I)
A_TIME = (
    r"(?:\d{1,2}(?:[.:]\d{2})? ?[ap]\.? ?m\b\.?|\d{1,2}[.:]\d{2}(?: ?(?:hours|hrs)\b)?"
    r"|\d{4} ?(?:hours|hrs)\b|(?:12 )?(?:noon|midday)\b)"
)
WHOLE_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))? ?(?:(?P<half>[ap])\.? ?m\.?|hours|hrs)?", re.I)
KINDS = (
    r"(?:(?:annual general|ordinary|extraordinary|extra-ordinary|annual|special|emergency|budget|adjourned|inaugural|statutory|"
    r"monthly|regular|reconvened) )"
)
MEETING_OF = re.compile(
    r"minutes of (?:the )?(?:proceedings (?:at|of) )?(?:an? |the )?(?P<kind>[a-z-]+ )?meeting of (?:the )?"
    r"(?P<name>[^.:;]{3,120}?),? held\b(?P<rest>.{0,300})",
    re.I,
)
TITLE = re.compile(
    rf"(?:(?:draft )?minutes of (?:the )?(?:proceedings (?:at|of) )?(?:an? |the )?(?P<kind>{KINDS}*)(?P<body>[^.:;]{{3,80}}? )??"
    r"(?:(?P<meeting>meeting)(?: of (?:the )?(?P<name>[^.:;]{3,120}?))?,? )?)?(?:which was )?held\b,? ?(?P<rest>.{3,300})",
    re.I,
)
STARTS = r"(?:at|commencing at|starting at|from|commencing|starting)"
CLAUSE = re.compile(
    rf"[, ]*(?:(?:on )?{WEEKDAY}(?P<date>{A_DAY})|(?:{STARTS} )?(?P<time>{A_TIME})"
    rf"|(?:in|at|via|by) (?P<place>(?!{A_TIME}).{{3,200}}?)(?=,? (?:on (?:[a-z]+day|\d)|{STARTS} {A_TIME})|[.,]?$))",
    re.I,
)
LABELLED = re.compile(
    r"(?P<label>date(?: of meeting)?|time|venue|place|location|held at)\s*[:\t]\s*(?P<value>\S.*)", re.I
)
LINE_OF_DAY = re.compile(
    rf"(?:on )?{WEEKDAY}(?P<date>{A_DAY})(?:(?:,? {STARTS}|,| [-–])? (?P<time>{A_TIME}))?\.?", re.I
)
ALONE = re.compile(
    r"(?:draft |unapproved )?minutes(?: of (?:the|a) meeting)?\.?:?|minutes of the (?:last )?meeting", re.I
)
BODY = re.compile(
    r"(?=.{4,120}$)[^.:;,\d]*\b(?:committee|council|board|cabinet|panel|forum|executive|commission|assembly|governors|trustees|"
    r"sub-?committee|partnership|working (?:group|party)|association)s?\b[^.:;\d]*",
    re.I,
)
ELECTORS = re.compile(r"(?:parish|town|community)(?: of (?!.*\bcouncil\b).+)?|(?:.* )?electors(?: of .+)?", re.I)
MINUTES_OF = re.compile(r"(?:draft |unapproved )?minutes of (?:the )?", re.I)
SMALL = frozenset("and of the for in on with to".split())


@dataclass(frozen=True)
class Fact:
    """What some blocks of the front say and nothing else: they need not be printed where the meeting says the same."""

    blocks: tuple[Block, ...]
    committee: str = ""
    day: date | None = None
    start: time | None = None
    place: str = ""
    kind: str = ""  # "Extraordinary meeting"
    is_plain: bool = True  # False: it says more, and is printed as it stands

    @property
    def is_title(self) -> bool:
        """Whether it says that these are minutes, and does not only name a body."""
        return bool(MINUTES_OF.match(self.words))

    @property
    def words(self) -> str:
        return " ".join(block.text for block in self.blocks)


def facts_of(blocks: Sequence[Block]) -> list[Fact]:
    """The facts that the lines before the first item say, in their order."""
    found, at = [], 0
    while at < len(blocks):
        fact = _title_at(blocks, at) or _of_line(blocks, at)
        found += [fact] if fact else []
        at += len(fact.blocks) if fact else 1
    return found


def is_front(blocks: Sequence[Block]) -> bool:
    """Whether minutes begin so: who was present, or the day and whose meeting it was, where, or when."""
    facts = facts_of(blocks)
    says = {name for name in ("committee", "start", "place") if any(getattr(fact, name) for fact in facts)}
    return any(PRESENT.match(block.text) for block in blocks) or (any(fact.day for fact in facts) and bool(says))


def meeting_named(blocks: Sequence[Block]) -> tuple[str, date | None, time | None]:
    """The committee, the day and the start, where "Minutes of a meeting of … held on …" says them; otherwise empty."""
    found = MEETING_OF.search(
        re.sub(r"\s+", " ", " ".join(block.text for block in blocks[:LOOKED_AT] if block.tag != "s"))
    )
    if not found:
        return "", None, None
    day = DAY.search(found["rest"])
    start = TIME.search(found["rest"], day.end()) if day else None
    kind, name = _without_kind(found["name"])
    return _title(_of_electors((found["kind"] or kind).strip(), name)[1]), _date(day), _time(start)


def days_named(blocks: Sequence[Block]) -> list[tuple[date, Block]]:
    """The days above each list of who was there: more than one means minutes of several meetings."""
    found: dict[date, Block] = {}
    for at, block in enumerate(blocks):
        if PRESENT.match(block.text):
            above = facts_of(blocks[max(0, at - ABOVE) : at])
            fact = next((fact for fact in reversed(above) if fact.day and fact.is_plain), None)
            if fact and fact.day:
                found.setdefault(fact.day, fact.blocks[0])
    return list(found.items())


def _title_at(blocks: Sequence[Block], at: int) -> Fact | None:
    """The title that begins here, over as many lines as it is broken into."""
    best, text = None, ""
    for size, block in enumerate(blocks[at : at + MOST_LINES], start=1):
        if block.tag == "s":
            break
        if size > 1 and not (
            block.joined
            or block.text.isupper()
            or HANGING.search(text)
            or block.text[0].islower()
            or HELD.match(block.text)
        ):
            break
        text = re.sub(r"\s+", " ", f"{text} {block.text}").strip()
        best = _read_title(blocks[at : at + size], text) or best
    return best


HELD = re.compile(r"(?:held )?(?:on|at|in)\b|held\b|of\b", re.I)


def _read_title(blocks: Sequence[Block], text: str) -> Fact | None:
    found = TITLE.fullmatch(text)
    if not found:
        return None
    clauses, rest = _clauses(found["rest"])
    kind, name = _without_kind(found["name"] or found["body"] or "")
    if "date" not in clauses or (name and not (found["meeting"] or BODY.fullmatch(name.strip()))):
        return None
    kind = (found["kind"] or kind).strip()
    kind, name = _of_electors(kind, name)
    return Fact(
        tuple(blocks),
        _title(name),
        _date(DAY.search(clauses["date"])),
        clock(clauses.get("time", "")),
        _title(clauses.get("place", "")),
        f"{kind.capitalize()} meeting" if kind.lower() not in {"", "ordinary"} else "",
        is_plain=not rest.strip(" .,"),
    )


def _without_kind(name: str) -> tuple[str, str]:
    """ "Annual Meeting of Harbour Council" → "Annual", "Harbour Council"."""
    found = re.fullmatch(rf"(?:the )?(?P<kind>{KINDS}+)meeting of (?:the )?(?P<name>.+)", name, re.I)
    return (found["kind"].strip(), found["name"]) if found else ("", name)


def _of_electors(kind: str, name: str) -> tuple[str, str]:
    """ "Annual", "Town" → "", "Annual Town Meeting": that of all electors, and no meeting of the council."""
    if kind.lower() != "annual" or not ELECTORS.fullmatch(name.strip()):
        return kind, name
    name = _title(name)
    return "", f"Annual Meeting of the {name}" if " of " in name else f"Annual {name} Meeting"


def _clauses(text: str) -> tuple[dict[str, str], str]:
    """When and where: "on Tuesday, 3rd March 2026 at 7.00 pm in the Town Hall", in any order; and what is left."""
    found: dict[str, str] = {}
    while match := CLAUSE.match(text):
        for name in ("date", "time", "place"):
            if match[name]:
                found.setdefault(name, match[name].strip(" ,"))
        text = text[match.end() :]
    return found, text


def _of_line(blocks: Sequence[Block], at: int) -> Fact | None:
    block = blocks[at]
    text = re.sub(r"\s+", " ", block.text) if block.tag != "s" else ""
    if ALONE.fullmatch(text):
        return Fact((block,))
    if text and (found := LABELLED.fullmatch(re.sub(r"\s*\n\s*", " ", block.text))):
        return _labelled(block, found["label"].lower(), found["value"].rstrip("."))
    if found := LINE_OF_DAY.fullmatch(text):
        return Fact((block,), day=_date(DAY.search(text)), start=clock(found["time"] or ""))
    is_title = block.strong or text.isupper() or at < 3
    if is_title and BODY.fullmatch(text) and len(text.split()) <= 10:
        return Fact((block,), committee=_title(MINUTES_OF.sub("", text)))
    return None


def _labelled(block: Block, label: str, value: str) -> Fact | None:
    if label.startswith("date"):
        found, days = LINE_OF_DAY.match(value), list(DAY.finditer(value))
        if not found or len(days) != 1:
            return None
        is_plain = found.end() == len(value)  # or the place stands in the next line of the same paragraph
        return Fact((block,), day=_date(days[0]), start=clock(found["time"] or ""), is_plain=is_plain)
    if label == "time":
        start = clock(value)
        return Fact((block,), start=start) if start else None
    return Fact((block,), place=value) if len(value) <= 300 else None


def clock(text: str) -> time | None:
    """ "7.30 pm", "19:30", "1930 hours" or "noon"; None for what is no time of day, or might be two."""
    if re.fullmatch(r"(?:12 )?(?:noon|midday)", text.strip(), re.I):
        return time(12)
    if found := re.fullmatch(r"([01]\d|2[0-3])([0-5]\d) ?(?:hours|hrs)?", text.strip(), re.I):
        return time(int(found[1]), int(found[2]))
    match = WHOLE_TIME.fullmatch(text.strip())
    if not match:
        return None
    if match["half"]:
        return _time(match)
    hour, minute = int(match["hour"]), int(match["minute"] or 60)
    return time(hour, minute) if 10 <= hour < 24 and minute < 60 else None  # "7.30" may be morning or evening


def _title(name: str) -> str:
    """CAPITALS in small letters, for a name that is to be read."""
    name = name.strip()
    if not name.isupper():
        return name
    words = [word if word in SMALL else "-".join(map(str.capitalize, word.split("-"))) for word in name.lower().split()]
    return " ".join([words[0].capitalize(), *words[1:]])


def _date(found: re.Match[str] | None) -> date | None:
    try:
        return date(int(found["year"]), MONTHS.index(found["month"].lower()) + 1, int(found["day"])) if found else None
    except ValueError:  # 31 June: not plainly said
        return None


def _time(found: re.Match[str] | None) -> time | None:
    if not found or not 1 <= int(found["hour"]) <= 12 or int(found["minute"] or 0) > 59:
        return None
    return time(int(found["hour"]) % 12 + (12 if found["half"].lower() == "p" else 0), int(found["minute"] or 0))

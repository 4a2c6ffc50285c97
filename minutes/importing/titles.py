"""What a title of an item looks like, and where it ends when the text runs on behind it."""

import re

LONGEST_TITLE = 500  # AgendaItem.title
LONGEST_PLAIN = 150  # of a title that nothing but its number marks as one
SHORTEST_LEAD = 4  # letters of a title in capitals before a colon: fewer are an abbreviation
SENTENCE = 10  # words: more than these with a full stop behind them are a sentence
# What every agenda has; they are titles wherever they stand alone. Those that no single item has among its own headings:
ROUTINE_TITLES = (
    r"(?:roll call|pledge of allegiance)\b(?: and (?:welcome|introductions?|apologies))?",
    r"call(?:ed)? to order|(?:opening )?prayers?",
    r"(?:to receive )?apolog(?:y|ies)(?: for absence)?(?: and (?:substitut(?:es|ions)|reasons for absence))?",
    r"(?:declarations?|disclosures?)(?: or conflicts?)? of (?:members.? |pecuniary |any )?interests?(?: and dispensations?)?",
    r"matters arising(?: from the (?:last |previous )?minutes)?",
    r"(?:any other(?: urgent)?|urgent|old|new|unfinished) business|a\.?o\.?b\.?|items? for (?:the )?next (?:agenda|meeting)",
    r"(?:dates?|time)(?:,? (?:time|(?:and|&) (?:time|place|venue)))* of (?:the )?(?:next|future) meetings?|next meetings?",
    r"adjourn(?:ment)?",
)
USUAL_TITLES = (
    *ROUTINE_TITLES,
    r"(?:opening|welcome|introductions?)\b(?: and (?:welcome|introductions?|apologies))?",
    r"(?:(?:adoption|confirmation|approval|signing) of )?(?:the )?(?:draft )?minutes"
    r"(?: of (?:the )?(?:last|previous) meetings?)?",
    r"(?:public|open) (?:participation|questions?|forum|session|question time|speaking|comments?)",
    r"(?:chair(?:man|person)?|mayor).?s? (?:announcements?|remarks|report|business)",
    r"correspondence(?: received)?",
    r"(?:finance|financial|treasurer.?s)(?: report)?",
    r"planning(?: applications| matters)?",
    r"payments?|accounts for payment",
    r"exclusion of (?:the )?(?:press and (?:the )?public|public(?: and (?:the )?press)?)",
    r"clos(?:e|ure|ing)(?: of (?:the )?meeting)?",
    r"recording of (?:the )?meetings?|filming",
)
# The last business of a meeting, which many set without a number below the numbered.
LAST_BUSINESS = (
    r"(?:any )?other (?:urgent |competent |relevant )?business|a\.?o\.?[cu]?\.?b\.?",
    r"(?:dates?|time)(?:,? (?:time|(?:and|&) (?:time|place|venue)))* of (?:the )?(?:next|future) meetings?"
    r"|(?:the )?(?:next|future) meetings?(?: dates?)?",
    r"items? for (?:the )?next (?:agenda|meeting)",
)
LAST = [re.compile(rf"(?P<title>{words})[.:]?", re.I) for words in LAST_BUSINESS]
LAST_RUN_IN = [
    re.compile(rf"(?P<title>{words})(?:\s*[:–—]\s*|\s+-\s+|\t\s*)(?P<rest>\S.*)", re.I | re.S)
    for words in LAST_BUSINESS
]
USUAL = rf"(?:{'|'.join(USUAL_TITLES)})"
IS_ROUTINE = re.compile(rf"(?:{'|'.join(ROUTINE_TITLES)})[.:]?", re.I)
IS_USUAL = re.compile(rf"{USUAL}[.:]?", re.I)
BEGINS_USUAL = re.compile(rf"(?P<title>{USUAL})(?P<gap>\s*[.:–—-]\s*|\s+)(?P<rest>[A-Z“\"‘(0-9].*)", re.I | re.S)
LEAD = re.compile(r"(?P<title>[^:–—\n]{3,140}?)(?P<gap>\s*[:–—]\s+|\s+-\s+)(?P<rest>\S.*)", re.S)
STOPPED = re.compile(r"(?P<title>[^.:–—\n]{3,90}?)(?P<gap>\s*\.\s*)(?P<rest>[A-Z“\"‘(0-9£].*)", re.S)
CAPITALS = re.compile(
    r"(?P<title>(?=[^a-z]{4})[A-Z][^a-z]*[A-Z)’'])(?P<gap>[\s.:–—-]+)(?P<rest>(?:[A-Z]?[a-z]|[A0-9£“]).*)", re.S
)
SENTENCE_FIRST = re.compile(r"(?P<title>.{20,300}?)(?P<gap>[.;:]\s+)(?P<rest>\S.*)", re.S)
STARTER = (
    r"(?:The|It|There|Members|Councillors?|Cllrs?\.?|No|None|An?|This|These|Mr|Mrs|Ms|Dr|RESOLVED|Resolved|AGREED|Agreed|Proposed|"
    r"Apologies|All|Noted|Received|Approved|Following)\b"
)
INNER = re.compile(r"\(?[a-z][.)]\s")  # "576. a) Planning applications"
POINT = re.compile(r"\([a-z]{1,4}\)\s")
RUN_ON = re.compile(rf"(?P<title>[^.;]{{3,90}}?[a-z)’])\s+(?P<rest>{STARTER}.*)", re.S)
FINITE = re.compile(r"\b(?:was|were|is|are|had|has|have|will|would|should|could)\b", re.I)
VERB = re.compile(
    rf"{FINITE.pattern}|\b(?:noted|reported|agreed|said|asked|explained|stated|thanked|welcomed|confirmed|informed|advised)\b",
    re.I,
)
HANGING = re.compile(r"(?:\b(?:an|and|at|by|for|from|in|of|on|or|the|to|with|re)|[,(–&/-])$", re.I)


def is_usual(title: str) -> bool:
    return bool(IS_USUAL.fullmatch(title.strip()))


def last_business(text: str) -> tuple[int, str, str]:
    """Which of the last business a line is the title of, the title, and the text behind it; (-1, "", "") if of none."""
    for sort, (whole, run_in) in enumerate(zip(LAST, LAST_RUN_IN, strict=True)):
        found = whole.fullmatch(text) or run_in.fullmatch(text)
        if found:
            return sort, found["title"], found.groupdict().get("rest") or ""
    return -1, "", ""


def is_routine(title: str) -> bool:
    """Whether it is the title of an item that only whole meetings have."""
    return bool(IS_ROUTINE.fullmatch(title.strip()))


def likeness(title: str) -> float:
    """How much to add to the belief that some words are a title, or (below 0) to take from it."""
    if not any(map(str.isalpha, title)):
        return -1
    words = title.split()
    doubt = _of_the_end(title, words) + _of_the_start(title, words)
    doubt += 0.2 if len(title) > LONGEST_PLAIN else 0
    doubt += 0.25 if FINITE.search(title) and title[-1].isalnum() and not title.isupper() else 0
    bonus = 0.2 if is_usual(title) else 0.15 if title.isupper() and len(title) > 3 else 0
    return bonus - doubt


def _of_the_end(title: str, words: list[str]) -> float:
    if title[-1] in ";,":
        return 0.6
    if title[-1] in ".?!":
        is_sentence = len(words) > SENTENCE or (len(words) > 3 and VERB.search(title))
        return 0.5 if is_sentence and not (is_usual(title) or title.isupper()) else 0.1
    return 0


def _of_the_start(title: str, words: list[str]) -> float:
    if title[0].islower() or INNER.match(title):
        return 0.1 if INNER.match(title) else 0.6
    return 0.5 if words[0] in {"That", "THAT"} else 0


def is_in_capitals(text: str) -> bool:
    """Words in capitals, not only initials or an abbreviation."""
    return text.isupper() and sum(map(str.isalpha, text)) > 5


def capital_lead(text: str) -> tuple[str, str]:
    """ "CALL TO ORDER: The Chair …" → the words in capitals, and the rest; two empty ones for any other line."""
    found = CAPITALS.fullmatch(text)
    if not found or ":" not in found["gap"] or sum(map(str.isalpha, found["title"])) < SHORTEST_LEAD:
        return "", ""
    return found["title"], found["rest"]


def cut(text: str) -> tuple[str, str, float]:
    """A paragraph that begins with its title → the title, the rest, and how sure that is; ("", text, 0) if none is seen."""
    if found := BEGINS_USUAL.fullmatch(text):
        # "Apologies were received" is a sentence about them; "Apologies: …" and "Apologies Cllr A" aren't.
        if found["gap"].strip() or found["rest"][0] != found["rest"][0].lower():
            return found["title"], found["rest"], 0.7
    for pattern, sure, most in (
        (CAPITALS, 0.65, 25),
        (LEAD, 0.55, 22),
        (STOPPED, 0.5, SENTENCE),
        (RUN_ON, 0.45, SENTENCE),
    ):
        found = pattern.fullmatch(text)
        if found and _may_be_cut(found["title"], most) and (pattern is not CAPITALS or is_in_capitals(found["title"])):
            return found["title"], found["rest"], sure
    found = SENTENCE_FIRST.fullmatch(text) if len(text) > LONGEST_TITLE else None
    return (found["title"], found["rest"], 0.1) if found else ("", text, 0)


def _may_be_cut(title: str, most: int) -> bool:
    return title[0].isupper() and len(title.split()) <= most and not VERB.search(title)


def goes_on(title: str, following: str) -> bool:
    """Whether a title was broken into lines, and the next is part of it."""
    if POINT.match(following):
        return False  # "To receive the reports of / (a) the Harbour Master"
    if title.count("(") > title.count(")") or HANGING.search(title):
        return True
    return following[0].islower() and title[-1] not in ".:"

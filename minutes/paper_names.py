"""What the name of a file suggests: the item that it belongs to, its title, its kind. A suggestion, for a clerk to look at."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

NUMBER = r"\d{1,3}(?:\.\d{1,2})*(?:\.?[a-z](?![a-z])|\([a-z0-9]{1,2}\))?"
DATE = re.compile(
    r"\b(?:\d{4}[-._ ]\d{1,2}[-._ ]\d{1,2}|\d{1,2}[-._ ]\d{1,2}[-._ ](?:\d{4}|\d{2})|(?:19|20)\d{6}"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{4})\b",
    re.IGNORECASE,
)
NAMED = re.compile(rf"\b(?:agenda )?item(?: no\.?| number)? ?({NUMBER})(?![\da-z])[ .:)–—-]*", re.IGNORECASE)
FIRST = re.compile(rf"^\(?({NUMBER})\)?(?![\da-z])(?:[ .:)–—-]+|$)", re.IGNORECASE)
KINDS = [
    (
        "appendix",
        re.compile(r"\b(?:appendi(?:x|ces)|app ?[a-z0-9]{1,2}|annex(?:e|es)?|enclosure|encl?)\b", re.IGNORECASE),
    ),
    ("background", re.compile(r"\bbackground (?:papers?|documents?|information|reading)\b", re.IGNORECASE)),
    ("supplement", re.compile(r"\b(?:supplement(?:ary)?|addendum|late sheet|update sheet)\b", re.IGNORECASE)),
    ("presentation", re.compile(r"\b(?:presentation|slides)\b", re.IGNORECASE)),
    (
        "previous-minutes",
        re.compile(r"\bminutes (?:of|from|for)\b|\b(?:draft|previous|last) minutes\b|\bminutes$", re.IGNORECASE),
    ),
]
CLOSED = re.compile(r"\b(?:exempt|confidential|restricted|not for publication|part (?:2|ii|b)|pink)\b", re.IGNORECASE)
OF_THE_MEETING = re.compile(
    r"^(?:full |public )?(?:agenda(?: front ?sheet| pack)?|front ?sheet|(?:reports|agenda) pack|summons)$",
    re.IGNORECASE,
)
VERSION = r"(?:v(?:er(?:sion)?)?\.? ?\d+(?:\.\d+)*|rev(?:ision)? ?\d+|final|draft|copy(?: ?\d+)?|revised|updated|clean|tracked)"
VERSIONS = re.compile(rf"\bcopy of\b|\b{VERSION}\b|\(\d+\)$", re.IGNORECASE)
LEFT_OVER = re.compile(  # at an end, in capitals, or with a number: "Final accounts" is a title
    r"^(?i:copy of)\b|\b(?:FINAL|DRAFT|COPY|CLEAN|TRACKED)\b|\b(?i:v|ver|version)\.? ?\d+(?:\.\d+)*\b"
    rf"|\b(?i:{VERSION})\)?$|\(\d\)$"
)
EMPTY_WORDS = frozenset(
    "the and for from with report paper item agenda appendix annex committee council meeting final draft".split()
)


class Numbered(Protocol):
    pk: int
    title: str
    number: str


class Titled(Protocol):
    title: str
    file_name: str


Found = tuple[Numbered, str] | None  # the item, and what speaks for it


@dataclass(frozen=True)
class Suggestion:
    """`item` is None where nothing in the name speaks for one; `why` says what does, in words for the clerk."""

    item: int | None
    title: str
    kind: str
    is_closed: bool  # the name says so
    why: str
    is_of_meeting: bool = False
    doubt: str = ""  # the number and the words speak for different items


def suggestion(file_name: str, items: Sequence[Numbered]) -> Suggestion:
    """What the name suggests, for a meeting with these items, each with its printed number."""
    stem = words_of(file_name)
    number, title = parted(stem)
    numbered, worded = by_number(number, items), by_words(stem, items)
    item, why = numbered or worded or (None, "")
    kind = kind_of(title)
    if item is None and OF_THE_MEETING.match(DATE.sub("", title).strip(" -–,")):
        return Suggestion(None, title, "report", False, "its name", is_of_meeting=True)
    doubt = disagreement(number, numbered, worded, stem)
    return Suggestion(
        item and item.pk, title or (item.title if item else stem), kind, bool(CLOSED.search(stem)), why, doubt=doubt
    )


def disagreement(number: str, numbered: Found, worded: Found, stem: str) -> str:
    """A sentence, where the words speak for another item than the number does; "" where they agree."""
    if (
        not numbered
        or not worded
        or numbered[0] == worded[0]
        or set(significant(numbered[0].title)) & set(significant(stem))
    ):
        return ""
    by_number, by_words = (
        f"item {item.number}, “{item.title}”" if item.number else f"“{item.title}”" for item, _ in (numbered, worded)
    )
    return f"The number {number} says {by_number}; the words say {by_words}."


def words_of(file_name: str) -> str:
    """The name without its folder and ending, with spaces between its words."""
    stem = PurePath(file_name.replace("\\", "/")).name
    stem = re.sub(r"\.(pdf|docx|png|jpe?g)$", "", stem, flags=re.IGNORECASE)
    return " ".join(re.sub(r"_+|%20", " ", stem).split())


def parted(stem: str) -> tuple[str, str]:
    """The item's number in the name, "" for none, and the rest, which is the title."""
    undated = DATE.sub(lambda found: "#" * len(found.group()), stem)  # a day is no number
    found = NAMED.search(undated) or FIRST.search(undated)
    if not found:
        return "", sentence(stem)
    before, after = stem[: found.start()].strip(" -–—_,"), stem[found.end() :].strip(" -–—_,")
    before = re.sub(r"\b(?:to|for|of)$", "", before, flags=re.IGNORECASE).strip(" -–—,")
    return found.group(1), sentence(" ".join(filter(None, [before, after])))


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:300]


def plain(number: str) -> str:
    """A number as others write it too: "05a", "5(a)" and "5.A" are 5a."""
    number = re.sub(r"[()]|(?<=\d)\.(?=[a-z])", "", number.casefold()).rstrip(".")
    return re.sub(r"(?<!\d)0+(?=\d)", "", number)


def by_number(number: str, items: Iterable[Numbered]) -> tuple[Numbered, str] | None:
    """The item of that number; for "5b", where there is none, item 5, whose second paper it is; for 5.2 as well."""
    numbers = {plain(item.number): item for item in items if item.number}
    wanted = plain(number)
    for known in (wanted, re.sub(r"[a-z]$", "", wanted), wanted.partition(".")[0]):
        if known and known in numbers:
            return numbers[known], f"the number {number} in its name"
    return None


def by_words(stem: str, items: Iterable[Numbered]) -> tuple[Numbered, str] | None:
    """The one item of whose title most words are in the name: two or more of them, or all."""
    there = set(significant(stem))
    scores = []
    for item in items:
        words = set(significant(item.title))
        shared = len(words & there)
        if shared >= 2 or (shared and shared == len(words)):
            scores.append((shared, shared / len(words), item))
    scores.sort(key=lambda score: score[:2], reverse=True)
    if not scores or (len(scores) > 1 and scores[0][:2] == scores[1][:2]):
        return None
    return scores[0][2], "words of the item’s title"


def significant(text: str) -> list[str]:
    """Words that tell items apart, without the s of many."""
    found = re.findall(r"[^\W\d_]{3,}", text.casefold())
    return [re.sub(r"(?<=...)s$", "", word) for word in found if word not in EMPTY_WORDS]


def kind_of(title: str) -> str:
    for kind, pattern in KINDS:
        if pattern.search(title):
            return kind
    return "report"


def same_paper(file_name: str, papers: Iterable[Titled]) -> Titled | None:
    """The one of an item's papers that a file is a newer version of, by its name: they differ in "v2" or "final" alone. None
    where there is none, or more than one."""
    wanted = _without_version(parted(words_of(file_name))[1])
    found = [
        paper
        for paper in papers
        if wanted in {_without_version(paper.title), _without_version(parted(words_of(paper.file_name))[1])}
    ]
    return found[0] if wanted and len(found) == 1 else None


def _without_version(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", VERSIONS.sub(" ", re.sub(r"[-_]+", " ", DATE.sub(" ", title))).casefold()))


def left_over(title: str) -> str:
    """What of a title was meant for its writer: "FINAL v3"; "" for nothing."""
    return " ".join(found.group().strip("()") for found in LEFT_OVER.finditer(title.strip()))


def in_natural_order(name: str) -> list:
    """A key to sort names by: 2 before 10, 5a before 5b."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in re.split(r"(\d+)", name) if part
    ]

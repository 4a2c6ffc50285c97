"""“Item 9” and “minute 57” in a text, as links to that item of the same record."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from published import addresses
from published.record import Decision, Item, MeetingRecord, Motion

SPACE = "(?:[ \xa0\u2009\u202f]|&nbsp;)"
PART = r"(?:\.?[A-Za-z](?![A-Za-z])|\([A-Za-z0-9]{1,4}\))"
NUMBER = rf"(?:[A-Z]{{1,3}}\.?)?\d{{1,4}}(?:[./]\d{{1,4}})*{PART}?(?![\w/(]|[.,]\d|[–-][A-Za-z])"
BETWEEN = rf"(?:,?{SPACE}(?:and|or|to|&amp;){SPACE}|,{SPACE}|[–-])"
REFERENCE = re.compile(
    rf"(?<![\w/-])(?P<said>(?i:(?:agenda{SPACE})?(?P<item>item)(?P<items>s)?|minute(?P<minutes>s)?)(?:{SPACE}(?i:no|number)s?\.?)?{SPACE})"
    rf"(?P<number>{NUMBER})(?P<others>(?:{BETWEEN}{NUMBER})*)"
)
OTHER = re.compile(rf"(?P<between>{BETWEEN})(?P<number>{NUMBER})")
# Beside a number of something else: "line item 9", "Cabinet, 4 March, item 9", "item 9 of the last meeting".
NEAR = 80  # letters before and after it that are looked at
BODIES = r"\b(?:Cabinet|Council|Committee|Board|Executive|Panel|Authority|Assembly|Forum|Group|Trust)(?:[’']s?)?"
MONTHS = r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
NUMBERED = (
    rf"(?i:\b(?:paragraph|para|section|page|appendix|annex|schedule|part|table|rule|clause|article|chapter)s?\.?{SPACE})"
    r"[\w.]{1,8}(?:\(\w{1,4}\))*"
)
ELSE_BEFORE = re.compile(
    rf"(?:(?:\d|{BODIES}|{MONTHS}|{NUMBERED})[,:;)]*(?:{SPACE}(?:under|at|as))?|\b(?i:line|budget|news|action|previous)){SPACE}\(?$"
    rf"|(?i:\b(?:previous|last|earlier|next){SPACE}(?:\w+{SPACE})?(?:meetings?|agenda|minutes)\b"
    rf"|\bmeeting{SPACE}(?:held{SPACE})?(?:of|on){SPACE})[^.!?]*$"
)
HERE = r"(?:this|the (?:present )?agenda(?! (?:of|for)))\b"
AMOUNTS = (
    r"(?:pounds?|pence|euros?|per ?cent|hundred|thousand|million|billion|dozen|times|seconds?|minutes?|hours?|days?|weeks?"
    r"|months?|years?|metres?|kilometres?|miles?|tonnes?)\b"
)
ELSE_AFTER = re.compile(
    rf"[\w%]|,?{SPACE}(?:of|from|in|at|on){SPACE}(?!{HERE})|{SPACE}(?i:{AMOUNTS})|{SPACE}(?:%|\d{{3}}(?!\d)|{MONTHS})"
    rf"|{SPACE}\((?:\w{{1,4}}\)|[^()]{{0,40}}(?:{BODIES}|{MONTHS}|\bmeeting\b))"
)
# Under such a title the numbers are those of the meeting before.
OF_BEFORE = re.compile(r"\b(?:arising|(?:previous|last) (?:meetings?|minutes)|actions? (?:list|log|from|of))\b", re.I)
TAG = re.compile(r"(<[^<>]*>)")
NAME = re.compile(r"</?(\w+)")
INLINE = {"a", "em", "s", "strong", "sub", "sup", "u"}  # within which a sentence goes on
APART = {"a", "blockquote", "s"}  # a link already; words of another text; words that stand no longer
TEXTS = ("purpose", "recommendation", "minutes", "summary")


@dataclass(frozen=True)
class References:
    """The paths of a record's items by their numbers, and by those of their minutes; "" for a number that is given twice."""

    items: dict[str, str]
    minutes: dict[str, str]

    @classmethod
    def of(cls, record: MeetingRecord) -> "References":
        items = [item for item in record.items if not item.is_heading]
        return cls(_unique(record, items, "number"), _unique(record, items, "minute_number"))

    def linked(self, item: Item, own: str) -> Item:
        """The item with links in its texts. `own` is its path, to which none leads."""
        if item.kind == "previous-minutes" or OF_BEFORE.search(item.title):
            return item

        def with_links(html: str) -> str:
            return self.in_html(html, own)

        return replace(
            item,
            **{name: with_links(getattr(item, name)) for name in TEXTS},
            decisions=tuple(_decision(decision, with_links) for decision in item.decisions),
            motions=tuple(_motion(motion, with_links) for motion in item.motions),
        )

    def in_html(self, html: str, own: str = "") -> str:
        """Clean rich text with its references as links."""
        split = TAG.split(html)  # texts, and between them tags
        tags = [name[1] if (name := NAME.match(tag)) else "" for tag in split[1::2]]
        pieces, apart, before = [], 0, ""
        for at, text in enumerate(split[::2]):
            after = split[2 * at + 2][:NEAR] if tags[at : at + 1] and tags[at] in INLINE else ""
            pieces.append(text if apart else self._in_text(text, own, before, after))
            if at == len(tags):
                break
            tag = split[2 * at + 1]
            pieces.append(tag)
            apart += (-1 if tag.startswith("</") else 1) if tags[at] in APART else 0
            before = (before + text)[-NEAR:] if tags[at] in INLINE else ""
        return "".join(pieces)

    def _in_text(self, text: str, own: str, before: str, after: str) -> str:
        """`before` and `after` are what stands beside it in the same paragraph."""
        whole, start = before + text + after, len(before)
        told = 0  # where the last reference of this record ends: "item 1, minute 57"

        def link(found: re.Match[str]) -> str:
            nonlocal told
            at, end = start + found.start(), start + found.end()
            if ELSE_BEFORE.search(whole[max(at - NEAR, told) : at]) or ELSE_AFTER.match(whole, end):
                return found[0]
            told = end
            paths = self.items if found["item"] else self.minutes
            first = _link(f"{found['said']}{found['number']}", paths.get(plain(found["number"]), ""), own)
            if not (found["items"] or found["minutes"]):
                return first + found["others"]
            others = OTHER.sub(
                lambda o: o["between"] + _link(o["number"], paths.get(plain(o["number"]), ""), own), found["others"]
            )
            return first + others

        return REFERENCE.sub(link, text)


def _unique(record: MeetingRecord, items: Iterable[Item], name: str) -> dict[str, str]:
    numbers = [(plain(getattr(item, name)), item.slug) for item in items if getattr(item, name)]
    counts = Counter(number for number, _ in numbers)
    return {
        number: addresses.item(record.committee_slug, record.slug, slug) if counts[number] == 1 else ""
        for number, slug in numbers
    }


def plain(number: str) -> str:
    """A number as others write it too: "9(a)", "9.a" and "9a." are 9a."""
    return re.sub(r"[()\s]|(?<=\d)\.(?=[a-z])", "", number.casefold()).strip(".")


def _link(words: str, path: str, own: str) -> str:
    return f'<a href="{path}">{words}</a>' if path and path != own else words


def _decision(decision: Decision, with_links: Callable[[str], str]) -> Decision:
    texts = {name: with_links(getattr(decision, name)) for name in ("text", "reasons", "options")}
    return replace(decision, **texts)


def _motion(motion: Motion, with_links: Callable[[str], str]) -> Motion:
    amendments = tuple(_motion(amendment, with_links) for amendment in motion.amendments)
    return replace(motion, text=with_links(motion.text), amendments=amendments)

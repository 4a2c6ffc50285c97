"""“Item 9” and “minute 57” in a text, as links to that item of the same record."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from published import addresses
from published.record import Decision, Item, MeetingRecord, Motion

SPACE = "(?:[ \xa0]|&nbsp;)"
NUMBER = r"(?:[A-Z]{1,3}\.?)?\d{1,4}(?:[./]\d{1,4})*(?:\.?[a-z](?![a-z])|\([a-z0-9]{1,3}\))?(?![\w/]|[.,]\d)"
BETWEEN = rf"(?:,?{SPACE}(?:and|or|to|&amp;){SPACE}|,{SPACE}|[–-])"
REFERENCE = re.compile(
    rf"(?<![\w/-])(?P<said>(?i:(?:agenda{SPACE})?(?P<item>item)(?P<items>s)?|minute(?P<minutes>s)?)(?:{SPACE}(?i:no|number)s?\.?)?{SPACE})"
    rf"(?P<number>{NUMBER})(?P<others>(?:{BETWEEN}{NUMBER})*)"
)
OTHER = re.compile(rf"(?P<between>{BETWEEN})(?P<number>{NUMBER})")
# What stands before and after a number of something else: "line item 9", "Cabinet minute 57", "item 9 of the last meeting".
NEAR = 20  # letters before it that are looked at
BODIES = "Cabinet|Council|Committee|Board|Executive|Panel|Authority"
ELSE_BEFORE = re.compile(rf"(?:\d|\b(?:{BODIES}|(?i:line|budget|news|previous))(?:[’']s?)?){SPACE}$")
HERE = r"(?:this|the (?:present )?agenda(?! (?:of|for)))\b"
ELSE_AFTER = re.compile(rf",?{SPACE}(?:(?:of|from|in|at|on){SPACE}(?!{HERE})|(?:seconds?|hours?|metres?)\b)")
# Under such a title the numbers are those of the meeting before.
OF_BEFORE = re.compile(r"\b(?:arising|(?:previous|last) (?:meetings?|minutes)|actions? (?:list|log|from|of))\b", re.I)
TAG = re.compile(r"(<[^<>]*>)")
NAME = re.compile(r"</?(\w+)")
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
        pieces, apart = [], 0
        for piece in TAG.split(html):
            if piece.startswith("<"):
                name = NAME.match(piece)
                apart += (-1 if piece.startswith("</") else 1) if name and name[1] in APART else 0
                pieces.append(piece)
            else:
                pieces.append(piece if apart else self._in_text(piece, own))
        return "".join(pieces)

    def _in_text(self, text: str, own: str) -> str:
        def link(found: re.Match[str]) -> str:
            before = text[max(found.start() - NEAR, 0) : found.start()]
            if ELSE_BEFORE.search(before) or ELSE_AFTER.match(text, found.end()):
                return found[0]
            paths = self.items if found["item"] else self.minutes
            first = _link(f"{found['said']}{found['number']}", _path(paths, found["number"]), own)
            if not (found["items"] or found["minutes"]):
                return first + found["others"]
            others = OTHER.sub(
                lambda o: o["between"] + _link(o["number"], _path(paths, o["number"]), own), found["others"]
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


def _path(paths: dict[str, str], number: str) -> str:
    """Of 9(a) where there is such an item, else of item 9, whose part it is; "" if there is neither, or more than one."""
    whole = plain(number)
    return paths[whole] if whole in paths else paths.get(re.sub(r"(?<=\d)[a-z]+\d*$", "", whole), "")


def _link(words: str, path: str, own: str) -> str:
    return f'<a href="{path}">{words}</a>' if path and path != own else words


def _decision(decision: Decision, with_links: Callable[[str], str]) -> Decision:
    texts = {name: with_links(getattr(decision, name)) for name in ("text", "reasons", "options")}
    return replace(decision, **texts)


def _motion(motion: Motion, with_links: Callable[[str], str]) -> Motion:
    amendments = tuple(_motion(amendment, with_links) for amendment in motion.amendments)
    return replace(motion, text=with_links(motion.text), amendments=amendments)

"""What a source says, what a page says of it, and what is on its sheets: their words, counted, to be held side by side.

The source is read here by ways of our own, and not by those that import or clean it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element

import lxml.html
import tinyhtml5

from tests.documents import words_on

MILLIMETRE = 72 / 25.4
WORD = re.compile(r"[\w’']+|[←→☐☑☒✗✘£€°±×÷≤≥]")  # ✓ and ● may be bullets, which a list shows of its own
BREAKS = set(
    "address article aside blockquote body br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 "
    "h3 h4 h5 h6 header hr img input legend li main nav ol option p pre section select summary table tbody td textarea tfoot th "
    "thead tr ul".split()
)
NOT_SHOWN = set("head script style template title xml".split())
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*comment-list", re.IGNORECASE
)
MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
GAP = re.compile(r"font\s*:\s*7(?:\.0)?pt\s", re.IGNORECASE)  # with which Word parts a typed marker from its paragraph
SYMBOLS = re.compile(
    r"mso-char-type\s*:\s*symbol|font-family\s*:\s*[\"']?(?:wingdings|webdings|symbol)\b", re.IGNORECASE
)
SIGNS = dict(zip("ßàüûþýoq", "←→✓✗☑☒□❑", strict=True))  # what those letters show in Wingdings
STYLED = re.compile(r"list-style(?:-type)?\s*:\s*(?:lower|upper)-(alpha|latin|roman)", re.IGNORECASE)
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Words = Counter[str]


def words(text: str) -> Words:
    """How often each word stands in a text. Capitals, which a style may make, are no difference."""
    return Counter(WORD.findall(text.replace("_", " ").lower()))


# HTML, as somebody sees it


def parsed(html: str) -> Element:
    """The body as a browser reads it."""
    return tinyhtml5.parse(html, namespace_html_elements=False).find("body")


def parsed_page(html: str) -> Element:
    """The body of a page of ours, of which every element ends where it should: many times faster."""
    return lxml.html.document_fromstring(html).find("body")


def seen_in(element: Element) -> str:
    """What somebody sees in an element, with the numbers of its lists."""
    pieces: list[str] = []
    _see(element, pieces, {})
    return "".join(pieces)


def unseen_in(element: Element) -> str:
    """The words in an element that are hidden, or deleted by tracked changes."""
    return " ".join(_unseen(element))


def _unseen(element: Element) -> Iterator[str]:
    for each in _parts(element):
        if is_unseen(each):
            yield _text(each)
        else:
            yield from _unseen(each)


def is_unseen(element: Element) -> bool:
    hidden = element.get("hidden") is not None or HIDDEN.search(element.get("style", ""))
    return bool(hidden) or element.tag == "del"


def _parts(element: Element) -> Iterator[Element]:
    return (each for each in element if isinstance(each.tag, str) and each.tag not in NOT_SHOWN)


def _text(element: Element) -> str:
    """All its text, but not that of comments."""
    inside = ((_text(each) if isinstance(each.tag, str) else "") + (each.tail or "") for each in element)
    return "".join([element.text or "", *inside])


def _see(element: Element, pieces: list[str], labels: dict[Element, str]) -> None:
    """Add what is seen, piece by piece; `labels` is what stands before the items of the list that the element is in."""
    style, space = element.get("style", ""), " " if element.tag in BREAKS else ""
    if MARKER.search(style) or SYMBOLS.search(style):
        pieces.append(_marker(_text(element)) if MARKER.search(style) else _shown(_text(element)))
        return
    if GAP.search(style):
        _forget_a_bullet(pieces)
    if element.tag in ("ol", "ul"):
        labels = _labels(element) if element.tag == "ol" else {}
    pieces += [space, labels.get(element, ""), space, element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in NOT_SHOWN and not is_unseen(child):
            _see(child, pieces, labels)
        pieces.append(child.tail or "")
    pieces.append(space)


def _marker(text: str) -> str:
    """A number that Word printed; a letter alone is one of a symbol font, which shows a bullet."""
    text = text.strip()
    return f" {text} " if len(text) > 1 or text.isdigit() else " "


def _shown(text: str) -> str:
    return "".join(SIGNS.get(letter, "" if letter.isalnum() else letter) for letter in text)


def _forget_a_bullet(pieces: list[str]) -> None:
    last = next((n for n in reversed(range(len(pieces))) if pieces[n].strip()), None)
    if last is not None and len(pieces[last].strip()) == 1 and pieces[last].strip().isalpha():
        pieces[last] = " "


def _labels(listed: Element) -> dict[Element, str]:
    labels, number = {}, _number(listed.get("start"), 1)
    for line in _lines(listed):
        number = _number(line.get("value"), number)
        labels[line] = label(number, _form(line) or _form(listed) or listed.get("type", "1").lower())
        number += 1
    return labels


def _lines(listed: Element) -> Iterator[Element]:
    """Its own items, also where a program has put paragraphs and fonts around them."""
    for each in listed:
        if each.tag == "li":
            yield each
        elif each.tag not in ("ol", "ul"):
            yield from _lines(each)


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.strip().lstrip("-").isdigit() else default


def _form(element: Element) -> str:
    styled = STYLED.search(element.get("style", ""))
    return {"alpha": "a", "latin": "a", "roman": "i"}[styled[1].lower()] if styled else ""


def label(number: int, form: str) -> str:
    """A list's number as browsers write it: 28 is ab in letters, xxviii in Roman numbers."""
    if form == "a" and number > 0:
        rest, last = divmod(number - 1, 26)
        return (label(rest, "a") if rest else "") + chr(97 + last)
    if form == "i" and number > 0:
        worth, sign = next(pair for pair in ROMAN if pair[0] <= number)
        return sign + (label(number - worth, "i") if number > worth else "")
    return str(number)


# Pages and sheets


@dataclass
class Item:
    title: str
    texts: list[Element]

    @property
    def words(self) -> Words:
        """Those of its texts."""
        return sum((words(seen_in(text)) for text in self.texts), Words())


def items_of(body: Element) -> list[Item]:
    """Of a meeting's page or of its PDF's document: each item with its number, its title and the clerk's texts."""
    inside = {child: parent for parent in body.iter() for child in parent}
    items: list[Item] = []
    for each in body.iter():
        classes = each.get("class", "").split()
        if each.tag in ("h2", "h3") and ({"item", "part"} & {*classes} or inside[each].tag == "article"):
            items.append(Item(" ".join(seen_in(each).split()), []))
        elif "prose" in classes:
            items[-1].texts.append(each)
        elif each.tag in ("h3", "h4") and inside[each].get("class") == "minutes":
            items[-1].title = " ".join([items[-1].title, *seen_in(each).split()[1:]])  # with the number of the minutes
    return items


def words_of(items: list[Item]) -> Words:
    """Those of their titles and texts."""
    return sum((words(item.title) + item.words for item in items), Words())


def words_on_paper(path: Path) -> Words:
    """Those of a PDF, without what stands in the margins of its sheets."""
    top, foot = 26 * MILLIMETRE - 3, 24 * MILLIMETRE - 6
    inside = (word.text for word in words_on(path) if word.top > top and word.bottom < word.height - foot)
    return words(unescape(" ".join(inside)))


def words_of_heads(body: Element) -> Words:
    """What a table of several pages, or in several parts, says more than once."""
    said = (words(seen_in(each)) for each in body.iter() if each.tag in ("th", "thead", "caption"))
    firsts = (words(seen_in(row[0])) for row in body.iter() if row.tag == "tr" and len(row))
    return sum((*said, *firsts), words("continued"))


def differ(source: Words, other: Words, heads: Words | None = None) -> tuple[Words, Words]:
    """The words that are lost and those that are added. A word that is broken over two lines, or has a raised figure, is
    neither: its letters are all there. What is in `heads` may be said again."""
    lost = source - other
    added = Words({word: count for word, count in (other - source).items() if word not in (heads or {})})
    missing, more = _letters(lost) - _letters(other - source), _letters(added) - _letters(lost)
    return lost if missing else Words(), added if more else Words()


def _letters(found: Words) -> Words:
    return Counter("".join(found.elements()))

"""What a document is made of, once its format no longer matters: a row of blocks."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

from minutes.importing.flow import BLOCKS, HEADINGS, holds_blocks, is_struck, squeeze, standing, words_of
from minutes.importing.numerals import figure
from minutes.importing.pages import page_body
from minutes.importing.refusal import CannotImport
from richtext.plain_text import WRAPPED, html_from_text

MAX_DEPTH = 150
LONGEST, MOST_TAGS, MOST_TORN = 2_000_000, 60_000, 500  # as richtext's guard, which beyond them keeps the words alone
Element = ElementTree.Element
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*?(/?)>")
# Elements that end without an end tag: counting them would make every long page look deep.
UNCOUNTED = frozenset(
    "p li dd dt td th tr thead tbody tfoot colgroup option area base br col embed hr img input link meta source track wbr".split()
)
PICTURE = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
DESCRIBED = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
TITLE = re.compile(r"<title\b[^<>]*>([^<]*)", re.IGNORECASE)
EMBEDDED = re.compile(r"<(iframe|object|embed|video|audio|svg)\b", re.IGNORECASE)
SCRIPT = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
PIECE = re.compile(r"<[^<>]*>|&#?\w{1,8};|.", re.DOTALL)
STRUCK_WORDS = re.compile(r"<s\b[^<>]*>(.*?)</s>", re.S)
STRIKING = re.compile(r"<s\b")
CHARACTER = re.compile(".", re.DOTALL)
WRAPPER = re.compile(r"^<p\b[^<>]*>")  # what Word says of a list paragraph is no longer true of the rest of it
NUMBER = re.compile(r"\s*(?:\d{1,5}[a-zA-Z]?|[A-Z]{0,4}[./-]?\d{1,4}/\d{1,4}|[A-Z]|[IVXL]{1,6})\s*[.):]?\s*")
MARKED_BOLD = re.compile(
    r"(?P<star>\*\*?|_)\s*(?P<words>(?:(?:agenda )?item\s+)?\d{1,4}[a-z]?\s?[.):][^*]*?)\s*(?P=star)", re.IGNORECASE
)  # "**4. Lamps**"
RULE = re.compile(r"(?:-{3,}|={3,}|~{3,}|_{3,})")
DASH = re.compile(r"(?P<before>\s*)[-–*+]\s+(?=\S)")
# What begins a paragraph although no blank line stands before it.
RESOLVES = (
    r"(?:(?:It was|And|The \w+) )?(?:unanimously )?(?:RESOLVED|RECOMMENDED|AGREED)\b|(?:It was )?(?:Resolved|Agreed)\b"
)
RESOLUTION = re.compile(RESOLVES)
LONGEST_RESOLUTION = 40  # lines
SENTENCE_ENDS = re.compile(r"[.!?][”’\"')]*$")
ANOTHER_CLAUSE = re.compile(r"(?:That|To|And)\b")
STARTS = re.compile(
    rf"{RESOLVES}|"
    r"(?:(?:Also )?Present|In attendance|Apologies(?: for absence)?|Absent|Declarations?(?: of interests?)?|Decisions?|Actions?)"
    r"\s*:",
)
SPEAKS = re.compile(
    r"(?:Cllrs?|Councillors?|Members|Proposed|Seconded|(?:The )?(?:Vote|Chair|Chairman|Mayor|Clerk|vote))\b"
)
LISTED = re.compile(r"\s*(?:[-–*+•·]|\(?[a-zA-Z0-9]{1,3}[.)])\s+\S")
LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
IGNORED = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, list or table; of plain text, a line."""

    text: str  # its words that are not struck, with single spaces; tabs are kept, for they set a number apart
    line: int  # which line, or which paragraph, of the file
    html: str = ""
    raw: str = ""  # of plain text: the line as it stands, after the blank lines before it
    tag: str = "p"
    strong: bool = False  # all of it is bold, or it is a heading
    joined: bool = False  # of plain text: it goes on with the sentence of the line before
    lead: str = ""  # the bold words that a paragraph begins with, if it goes on in others
    struck: str = ""  # its words that are; where all of a paragraph are, its tag is "s" and they are its text
    in_row: bool = False  # it stood in a table of minutes, whose rows are items

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS

    @property
    def indent(self) -> int:
        """Of plain text: how many spaces stand before it."""
        line = self.raw.lstrip("\n").expandtabs(4)
        return len(line) - len(line.lstrip())

    def behind(self, text: str) -> "Block | None":
        """The end of the block, from where `text`, its last words, begins; None if there is nothing in it."""
        count = len("".join(self.text.split())) - len("".join(text.split()))
        if not text.strip():
            return None
        if self.raw:
            return replace(self, text=squeeze(text), raw=_cut(self.raw.lstrip("\n"), count, CHARACTER), lead="")
        html = WRAPPER.sub("<p>", _cut(self.html, count))
        struck = struck_in(html) if self.struck else ""
        return replace(self, text=squeeze(text), html=html, lead="", strong=False, struck=struck)


@dataclass
class Source:
    """A file that was read."""

    blocks: list[Block]
    unit: str  # "line" or "paragraph": what Block.line counts
    notes: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    asides: list[tuple[str, str]] = field(default_factory=list)  # words that stand beside the text: where, and what


def struck_in(html: str) -> str:
    """The struck words of a paragraph."""
    found = (squeeze(unescape(TAG.sub("", words))) for words in STRUCK_WORDS.findall(html))
    return " ".join(filter(None, found))


def html_of(blocks: Iterable[Block]) -> str:
    """The rich text of some blocks of one file: not cleaned yet, which the field does on its way into the database."""
    blocks = list(blocks)
    if any(block.raw for block in blocks):
        return html_from_text("\n".join(_with_bullets(blocks)))
    return "".join(block.html for block in blocks)


def _with_bullets(blocks: list[Block]) -> list[str]:
    """The lines, with a bullet for the dash or asterisk before each of two or more that follow each other."""
    marked = [at for at, block in enumerate(blocks) if DASH.match(block.raw)]
    listed = {at for pair in pairwise(marked) if _follow(blocks, *pair) for at in pair}
    return [DASH.sub(r"\g<before>•\t", block.raw) if at in listed else block.raw for at, block in enumerate(blocks)]


def _follow(blocks: list[Block], first: int, second: int) -> bool:
    """Whether nothing stands between two marked lines but what is set in below the first, as its second line is."""
    return all(
        block.indent > blocks[first].indent and not block.raw.startswith("\n") for block in blocks[first + 1 : second]
    )


def blocks_from_text(text: str) -> list[Block]:
    """The lines of a plain text that are not blank; one that holds only no-break spaces is blank."""
    blocks: list[Block] = []
    blank, lines = 0, text.split("\n")
    width = _width(lines)
    for number, line in enumerate(lines, start=1):
        words = squeeze(line)
        if not words:
            blank += 1
            continue
        if blocks and not blank and _is_ruled(blocks[-1], words):
            blocks[-1] = replace(blocks[-1], strong=True)
            continue
        starts = bool(blocks) and (_starts(line, blocks[-1]) or _is_under_resolution(line, blocks, width))
        joined = bool(blocks) and not blank and not starts and _is_broken_off(blocks[-1].text)
        blank = max(blank, int(starts))
        marked = MARKED_BOLD.fullmatch(words)
        text = marked["words"] if marked else words
        blocks.append(Block(text, number, raw="\n" * blank + line, strong=bool(marked), joined=joined))
        blank = 0
    return blocks


def _is_ruled(block: Block, line: str) -> bool:
    """Whether the line underlines the one before it, as a heading is in plain text."""
    return bool(RULE.fullmatch(line)) and abs(len(block.text) - len(line)) <= 3


def _starts(line: str, before: Block) -> bool:
    """Whether a line begins a paragraph of its own: a resolution, a label, or who spoke after a short line of a list."""
    is_after_list = bool(LISTED.match(before.raw.lstrip("\n"))) and len(before.raw) < WRAPPED
    return bool(STARTS.match(line) or (is_after_list and SPEAKS.match(line)))


def _is_under_resolution(line: str, blocks: list[Block], width: int) -> bool:
    """Whether a sentence begins here that is no clause of the resolution above: its first word had room on the line before."""
    before = blocks[-1].raw.lstrip("\n")
    if not SENTENCE_ENDS.search(blocks[-1].text) or not line[0].isupper() or ANOTHER_CLAUSE.match(line):
        return False
    begun = next((block for block in reversed(blocks[-LONGEST_RESOLUTION:]) if block.raw[0] == "\n"), blocks[0])
    return bool(RESOLUTION.match(begun.text)) and len(before.rstrip()) + 1 + len(line.split()[0]) <= width


def _width(lines: list[str]) -> int:
    """How long a line may be where a program broke the lines; without end where none did."""
    broken = [
        len(line.rstrip())
        for line, after in pairwise(lines)
        if len(line) >= WRAPPED and after[:1].islower() and not SENTENCE_ENDS.search(line.rstrip())
    ]
    return max(broken, default=sys.maxsize)


def _is_broken_off(line: str) -> bool:
    """A line of words without a stop at its end."""
    return (line[-1].isalnum() or line[-1] in ",–-") and any(map(str.isalpha, line))


def blocks_from_html(html: str) -> tuple[list[Block], list[str]]:
    """The blocks of a page, and a line for each thing in it that is not text. Raises CannotImport for a monster."""
    body, dropped = body_of(html)
    return blocks_of(body), dropped


def body_of(html: str) -> tuple[Element, list[str]]:
    """The body of a page, without its menus, and a line for what is left out. Raises CannotImport for a monster."""
    _check_markup(html)
    body, dropped = page_body(html)
    return body, [*dropped, *_not_text(html)]


def blocks_of(parent: Element) -> list[Block]:
    """The blocks below a body, a wrapper or a cell that have words."""
    seen = [element for whole in _flow(parent) for element in _parted(whole) if words_of(element)]
    return [_block(element, number) for number, element in enumerate(seen, start=1)]


def _block(element: Element, number: int) -> Block:
    """The block of an element. Lists and tables keep their struck words among the others: no title is made of them."""
    tag, whole = str(element.tag), words_of(element)
    _strike_plainly(element)
    html = ElementTree.tostring(element, encoding="unicode", method="html")
    left = standing(element) if tag in {"p", *HEADINGS} else element
    struck = struck_in(html)
    if not words_of(left):
        return Block(whole, number, html=html, tag="s", struck=whole)
    return Block(words_of(left), number, html=html, tag=tag, strong=_is_strong(left), lead=_lead(left), struck=struck)


def _strike_plainly(element: Element) -> None:
    """One tag for whatever strikes words, so that they can be told from the others in the HTML."""
    for each in element.iter():
        if each is not element and is_struck(each):
            each.tag = "s"


def _cut(markup: str, count: int, pieces: re.Pattern[str] = PIECE) -> str:
    """The markup, or the line, without its first so many characters that are no space nor struck; tags stay."""
    depth = 0  # of what strikes

    def left(found: re.Match[str]) -> str:
        nonlocal count, depth
        if count <= 0 or (len(found[0]) > 1 and found[0][0] == "<"):
            depth += STRIKING.match(found[0]) is not None
            depth -= found[0] == "</s>"
            return found[0]
        count -= not (depth or unescape(found[0]).isspace())
        return ""

    return pieces.sub(left, markup)


def _check_markup(html: str) -> None:
    """Refuse what a parser would take minutes over, or what could be read only by giving up its headings and lists."""
    depth = deepest = tags = 0
    for end, name, closed in (found.groups() for found in TAG.finditer(html)):
        tags += 1
        if name.lower() not in UNCOUNTED and not closed:
            depth = max(depth + (-1 if end else 1), 0)
            deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise CannotImport("its parts are nested more deeply than a document's are; it was not read.")
    if html.count("<") - tags - html.count("<!") - html.count("<?") > MOST_TORN:
        raise CannotImport("its HTML is torn; open it in a browser or in Word, save it again and try again.")
    if len(html) > LONGEST or tags > MOST_TAGS:
        raise CannotImport("it holds far more than minutes do; split it into smaller files.")


def _flow(parent: Element) -> Iterator[Element]:
    """The blocks below a body or a wrapper; words that lie loose between them become paragraphs."""
    loose = _paragraph(parent.text)
    for child in list(parent):
        tail, child.tail = child.tail, None
        if child.tag in BLOCKS or holds_blocks(child):
            yield loose
            yield from _sections(child) if _is_sections(child) else [child] if child.tag in BLOCKS else _flow(child)
            loose = _paragraph(tail)
        else:
            child.tail = tail
            loose.append(child)
    yield loose


def _parted(element: Element) -> Iterator[Element]:
    """A paragraph with empty lines in it (<br><br>) as the paragraphs that it is."""
    children = list(element) if element.tag == "p" else []
    ends = [at for at, (one, two) in enumerate(pairwise(children)) if _is_break(one) and two.tag == "br"]
    if not ends:
        yield element
        return
    part = Element("p", element.attrib)
    part.text = element.text
    for at, child in enumerate(children):
        if at in ends and words_of(part):
            yield part
            part = Element("p", element.attrib)
        elif child.tag == "br" and not words_of(part):
            part.text = f"{part.text or ''}{child.tail or ''}"
        else:
            part.append(child)
    yield part


def _is_break(element: Element) -> bool:
    return element.tag == "br" and not (element.tail or "").strip()


def _is_sections(element: Element) -> bool:
    """Whether a numbered list is no list, but numbered paragraphs or parts of a text: its numbers are then words."""
    items = element.findall("li") if element.tag == "ol" else []
    return len(items) == 1 or any(_is_section(item) for item in items)


def _is_section(item: Element) -> bool:
    parts = [child.tag for child in item if child.tag in BLOCKS - {"ul", "ol"}]
    return len(parts) + bool((item.text or "").strip()) > 1 or bool(HEADINGS & set(parts))


def _sections(element: Element) -> Iterator[Element]:
    number, form = _whole(element.get("start"), 1), LIST_TYPES.get(element.get("type", ""), "decimal")
    for item in element.findall("li"):
        number = _whole(item.get("value"), number)
        parts = [part for part in _flow(item) if words_of(part)]
        yield from _labelled(parts, f"{figure(number, form)}.")
        number += 1


def _labelled(parts: list[Element], label: str) -> Iterator[Element]:
    """The parts of a section; the first begins with its number, as Word writes it to HTML."""
    if not parts or parts[0].tag not in {"p", *HEADINGS}:
        parts.insert(0, _paragraph(label))
    elif parts[0].tag == "p":
        parts[0].insert(0, ignored := Element("span", style="mso-list:Ignore"))
        ignored.text, ignored.tail, parts[0].text = f"{label}\xa0\xa0", parts[0].text, None
        parts[0].set("style", "mso-list:l1 level1")
    else:
        parts[0].text = f"{label} {parts[0].text or ''}"
    yield from parts


def _whole(number: str | None, otherwise: int) -> int:
    return int(number) if number and re.fullmatch("[0-9]{1,6}", number) else otherwise


def _paragraph(text: str | None) -> Element:
    element = Element("p")
    element.text = text
    return element


def _is_strong(element: Element) -> bool:
    """Whether it is a heading, or every word in it is bold."""
    return element.tag in HEADINGS or all(bold is not False for _, bold in _runs(element))


def _runs(element: Element) -> list[tuple[str, bool | None]]:
    """The strings in a paragraph, and whether each is bold. A number before bold words counts as one of them, and so does one
    that Word set before any words."""
    runs = [(words, bold) for words, bold in _weights(element) if words.strip()]
    if len(runs) > 1:
        (words, bold), (_, following) = runs[:2]
        if bold is None or (not bold and following and NUMBER.fullmatch(words)):
            runs[0] = (words, following)
    return runs


def _weights(element: Element, inherited: bool = False) -> Iterator[tuple[str, bool | None]]:
    """The strings in an element, and whether each is bold; None for a number that Word set."""
    if not isinstance(element.tag, str):
        return
    style = (element.get("style") or "").replace(" ", "")
    if IGNORED.search(style):
        yield "".join(element.itertext()), None
        return
    bold = inherited or element.tag in {"b", "strong"} or "font-weight:bold" in style or "font-weight:700" in style
    yield element.text or "", bold
    for child in element:
        yield from _weights(child, bold)
        yield child.tail or "", bold


def _lead(element: Element) -> str:
    """The bold words at the beginning of a paragraph that goes on in others."""
    if element.tag != "p":
        return ""
    pieces = _runs(element)
    end = next((at for at, (words, bold) in enumerate(pieces) if bold is False), None)
    return squeeze("".join(words for words, _ in pieces[:end])) if end else ""


def _not_text(html: str) -> Iterator[str]:
    """What is in a page and is no text of its body: the guard leaves it out, and the clerk is to know."""
    for picture in PICTURE.findall(html):
        described = DESCRIBED.search(picture)
        yield f"a picture{_quoted(''.join(filter(None, described.groups()))) if described else ''}"
    for title in TITLE.findall(html):
        yield f"the page's title in the browser{_quoted(title)}"
    for name in EMBEDDED.findall(html):
        yield f"something embedded ({name.lower()})"
    if scripts := len(SCRIPT.findall(html)):
        yield f"scripts and style sheets: {scripts}"


def _quoted(words: str | None) -> str:
    return f": “{squeeze(unescape(words))}”" if words and words.strip() else ""

"""A list of lines, as a clerk pastes it from Word, Excel or an e-mail → the items of an agenda."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

from minutes.closed_titles import EXCLUDES, SAYS_SO, closed_part, is_heading, why_closed
from minutes.importing.closed_words import is_mark, is_mark_aside
from minutes.importing.furniture import is_furniture
from minutes.importing.marks import LONGEST_NUMBER, Mark, Style, marks_of
from minutes.importing.titles import LONGEST_TITLE, goes_on, is_in_capitals, is_usual, likeness
from minutes.importing.titles import cut as cut_title
from minutes.item_kinds import item_kind
from minutes.models import AgendaItem
from richtext.characters import readable
from richtext.markers import BULLETS, SIGNS

MOST_LINES = 500
MOST_LETTERS = 200_000
LONGEST_OFFICER = AgendaItem._meta.get_field("officer").max_length
STEP = 2  # spaces further in: a line of the next level
DOTTED = re.compile(r"\d{1,3}\.(?P<sub>[1-9]\d?)(?P<third>\.\d{1,2})?[.):]?(?:\s+|$)(?P<title>.*)", re.S)
LETTERED = re.compile(r"\((?P<a>[a-z]|[ivx]{1,5})\)\s*(?P<b>\S.*)|(?P<c>[a-z]|[ivx]{2,5})[.)]\s+(?P<d>\S.*)", re.S)
BULLETED = re.compile(rf"(?:[{BULLETS}{SIGNS}]\s*|[*–—+-]\s+|o\t\s*)(?P<title>\S.*)", re.S)
SPAN = r"[(\[]\s*(?:pages?|pgs?\.?|pp?\.?)\s*\d[\d\s,&–—-]*(?:to\s*\d+\s*)?[)\]]"  # "(Pages 3 - 18)"
PAGES = re.compile(rf"\s*[.…]{{4,}}\s*(?:\d*|{SPAN})\s*$", re.I)
IN_PACK = re.compile(rf"(?<=\S)\s*{SPAN}\s*$", re.I)
ONLY_PAGES = re.compile(r"\(?\s*(?:pages?|pp?\.?)?\s*[\d\s,&–—-]+(?:to\s*\d+)?\s*\)?|[.…]+\s*\d*", re.I)
FRONT = re.compile(r"(?:agenda|order of business|a g e n d a|(?:no\.?|item)(?: no\.?)?(?:\t.*)?)", re.I)
OFFICER = re.compile(
    r"(?:(?:lead|report|responsible) )?(?:officer|author|presenter)(?:\(?s\)?)?|presented by|report of", re.I
)
RECOMMENDS = re.compile(
    r"(?P<label>recommendations?\s*(?::|[–—-]\s|$))\s*|(?:(?:it is|the \w+ (?:is|are)) )?recommended\s*(?::|$|(?:that|to)\b)",
    re.I,
)
LEADS_ON = re.compile(r"(?:[:,–—-]|\b(?:that|to))\s*$", re.I)
TEXT = re.compile(r"(?:to|that|members?|the (?:council|committee|board|panel)|report (?:of|by))\b", re.I)


class Role(Enum):
    ITEM = "item"
    SUB = "sub"
    HEADING = "heading"
    TEXT = "text"  # of the item above
    OUT = "out"


@dataclass
class Line:
    """A line, what it was taken as, and what about that is doubtful ("" if nothing)."""

    role: Role
    title: str
    number: str = ""  # to be printed as it is; "" where the item's place says it
    text: list[str] = field(default_factory=list)  # what stands below it
    recommendation: list[str] = field(default_factory=list)
    officer: str = ""
    doubt: str = ""
    is_closed: bool = False  # to the public
    public_title: str = ""  # what the public reads in its place
    asks: bool = False  # whether it is closed

    @property
    def recommended(self) -> str:
        return "\n".join(self.recommendation)

    @property
    def needs_public_title(self) -> bool:
        return self.is_closed and not self.public_title

    @property
    def below(self) -> str:
        """The text below it, a paragraph a line."""
        return "\n".join(self.text)

    @property
    def kind(self) -> AgendaItem.Kind:
        return AgendaItem.Kind.HEADING if self.role is Role.HEADING else item_kind(self.title)


@dataclass(frozen=True)
class Cut:
    """A line in its parts: how far in, its number, and its words."""

    indent: int
    mark: Mark | None  # of a main item
    sub: str  # the mark of a sub-item: "2.1", "(a)", "•"
    title: str
    words: str = ""  # the title with its number
    left_out: str = ""  # further columns
    is_third: bool = False
    officer: str = ""  # the column of that name

    @property
    def is_numbered(self) -> bool:
        return bool(self.mark or (self.sub and self.sub != "•"))


class TooLong(Exception):
    """The sentence says what to do."""


def read_list(text: str) -> list[Line]:
    """The items, sub-items and headings of a list, each with what is doubtful about it; behind them what numbers a page.

    Raises TooLong where no agenda is so long."""
    if len(text) > MOST_LETTERS or text.count("\n") > 4 * MOST_LINES:
        raise TooLong("This is longer than an agenda can be. Paste the list of items alone, or a part of it at a time.")
    written = [line for line in readable(text).replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    furniture = [Line(Role.OUT, line.strip()) for line in written if is_furniture(line)]
    cuts = _cuts([line for line in written if not is_furniture(line)])
    if len(cuts) > MOST_LINES:
        raise TooLong(f"These are {len(cuts)} lines; up to {MOST_LINES} can be pasted at once. Paste them in parts.")
    return _asked_whether_closed([*_Reader(_believed(cuts)).lines(), *furniture])


def _cuts(written: list[str]) -> list[Cut]:
    """The lines in their parts; below a row that names the columns, with the officer of each."""
    at, found = None, []
    for line in written:
        cells = line.split("\t")
        officer = _of_cell(cells[at]) if at is not None and at < len(cells) else ""
        if officer:
            cells[at] = ""
        found.append(replace(cut_line("\t".join(cells)), officer=officer))
        if at is None and FRONT.fullmatch(line.strip()):
            at = next((at for at, cell in enumerate(cells) if at and OFFICER.fullmatch(cell.strip())), None)
    return found


def _asked_whether_closed(lines: list[Line]) -> list[Line]:
    """The same lines; what may be closed to the public is taken as closed until the clerk says otherwise."""
    part = ""
    for line in lines:
        if line.role is Role.HEADING:
            part = closed_part(line.title)
        if line.role in {Role.ITEM, Role.SUB, Role.HEADING} and (why := _why_closed(line, part)):
            line.is_closed = line.asks = True
            line.doubt = " ".join(filter(None, [why, line.doubt]))
    return lines


def _why_closed(line: Line, part: str) -> str:
    if line.kind == AgendaItem.Kind.HEADING or EXCLUDES.match(line.title):
        return why_closed(line.title, part)
    if any(map(is_mark, [*line.text, *line.recommendation])) or is_mark_aside(line.doubt):
        return SAYS_SO
    return why_closed(line.title, part)


def _believed(cuts: list[Cut]) -> list[Cut]:
    """A bare number is one of the agenda's only where the list counts: "3 boats" alone is a title."""
    counts = {cut.mark.parts[0] for cut in cuts if cut.mark and cut.mark.style is Style.ITEM}
    return [replace(cut, mark=None, title=cut.words) if _is_bare(cut, counts) else cut for cut in cuts]


def _is_bare(cut: Cut, counts: set[int]) -> bool:
    mark = cut.mark
    is_plain = mark is not None and mark.style is Style.ITEM and not mark.is_marked
    return is_plain and not {mark.parts[0] - 1, mark.parts[0] + 1} & counts


def cut_line(line: str) -> Cut:
    line = line.replace("\xa0", " ")
    indent = len(line[: len(line) - len(line.lstrip())].expandtabs(4))
    words, left_out = _columns(line.strip())
    words = PAGES.sub("", words)
    if found := DOTTED.fullmatch(words):
        return Cut(
            indent, None, words[: found.start("title")].strip(), found["title"], words, left_out, bool(found["third"])
        )
    if found := LETTERED.fullmatch(words):
        return Cut(indent, None, found["a"] or found["c"], found["b"] or found["d"], words, left_out)
    if found := BULLETED.fullmatch(words):
        return Cut(indent, None, "•", found["title"], words, left_out)
    mark = next((mark for mark in marks_of(words) if mark.title and mark.style is not Style.DOTTED), None)
    return Cut(indent, mark, "", mark.title if mark else words, words, left_out)


def _of_cell(written: str) -> str:
    """What a cell of a table holds. Excel puts marks around one that has a tab or a line end in it, and doubles those within."""
    cell = written.strip()
    is_quoted = len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1].replace('""', "")
    return cell[1:-1].replace('""', '"') if is_quoted else cell


def _columns(line: str) -> tuple[str, str]:
    """The first column of words with the number before it, and the other columns; pages are nothing to keep."""
    cells = [_of_cell(cell) for cell in line.split("\t")]
    cells = [cell for cell in cells if cell]
    at = next((at for at, cell in enumerate(cells) if sum(map(str.isalpha, cell)) > 1), len(cells) - 1)
    kept = "\t".join(cells[: at + 1]) if at < 2 else cells[at]
    if at == 1 and re.fullmatch(r"\d+", cells[0]):
        kept = f"{cells[0]}. {cells[1]}"  # a cell of its own is a number, whatever the words begin with
    return kept, "; ".join(cell for cell in cells[at + 1 :] if not ONLY_PAGES.fullmatch(cell))


class _Reader:
    def __init__(self, cuts: list[Cut]):
        self.cuts = cuts
        numbered = [cut for cut in cuts if cut.mark]
        self.is_numbered = len(numbered) > 0 and len(numbered) * 4 >= len(cuts)
        self.has_main = any(cut.mark or not cut.sub for cut in cuts)
        self.base = min((cut.indent for cut in (numbered if self.is_numbered else cuts)), default=0)
        self.in_capitals = sum(is_in_capitals(cut.title) for cut in cuts) * 2 > len(cuts)
        self.found: list[Line] = []
        self.last_sub = ""
        self.in_recommendation = False  # its clauses may follow

    def lines(self) -> Iterator[Line]:
        for at, cut in enumerate(self.cuts):
            self._take(cut, self.cuts[at + 1] if at + 1 < len(self.cuts) else None)
        return iter(self.found)

    def _take(self, cut: Cut, after: Cut | None) -> None:
        if self._goes_on(cut):
            self.found[-1].title += f" {IN_PACK.sub('', cut.title)}"
            return
        if self._recommends(cut):
            return
        line, above = self._line(cut, after), self._last_item()
        if cut.left_out and line.role is not Role.OUT:
            line.doubt = line.doubt or f"Left out, from further columns: {cut.left_out}"
        if line.role is Role.TEXT and above:
            above.text.append(line.title)
            above.doubt = above.doubt or line.doubt
            above.officer = above.officer or cut.officer[:LONGEST_OFFICER]
            return
        line.officer = cut.officer[:LONGEST_OFFICER]
        line.title = IN_PACK.sub("", line.title)
        shorten(line)
        self.found.append(line)

    def _recommends(self, cut: Cut) -> bool:
        """Whether it is what the item above recommends, or goes on with it: it is put there."""
        above, found = self._last_item(), RECOMMENDS.match(cut.title)
        is_clause = self.in_recommendation and not cut.mark and (cut.sub or cut.title[-1] in ".;,")
        if not above or cut.mark or not (is_clause or (found and not cut.sub)):
            self.in_recommendation = False
            return False
        words = cut.title[found.end() :] if found and found["label"] else cut.words
        above.recommendation += [words] if words else []
        above.doubt = above.doubt or (f"Left out, from further columns: {cut.left_out}" if cut.left_out else "")
        self.in_recommendation = bool(is_clause) or not words or bool(LEADS_ON.search(words))
        return True

    def _last_item(self) -> Line | None:
        return next((line for line in reversed(self.found) if line.role in {Role.ITEM, Role.SUB}), None)

    def _line(self, cut: Cut, after: Cut | None) -> Line:
        if cut.mark and not self._is_deeper(cut):
            self.last_sub = ""
            return Line(Role.ITEM, cut.title, self._by_hand(cut.mark))
        if (cut.sub and self.has_main) or (self._is_deeper(cut) and self._is_sub_by_place(cut)):
            return self._sub(cut)
        if FRONT.fullmatch(cut.title) and not self.found:
            return Line(Role.OUT, cut.title)
        if is_heading(cut.title) or (is_in_capitals(cut.title) and not self.in_capitals and not is_usual(cut.title)):
            return Line(Role.HEADING, cut.title)
        return self._without_number(cut, after) if self.is_numbered else Line(Role.ITEM, cut.title)

    def _is_deeper(self, cut: Cut) -> bool:
        return cut.indent >= self.base + STEP and self._last_item() is not None

    def _is_sub_by_place(self, cut: Cut) -> bool:
        return bool(cut.mark) or not self.is_numbered

    def _sub(self, cut: Cut) -> Line:
        above, mark = self._last_item(), cut.sub
        is_bullet_of_plain = mark == "•" and not self.is_numbered and not self._is_deeper(cut)
        if above is None or (is_bullet_of_plain and all(each.sub == "•" or not each.title for each in self.cuts)):
            return Line(Role.ITEM, cut.title)
        third = cut.is_third or (mark == "i" and self.last_sub not in {"", "h", "•"})
        self.last_sub = mark
        doubt = "It is of a third level; an agenda has two, so it is a sub-item here." if third else ""
        return Line(Role.SUB, cut.title, doubt=doubt)

    def _without_number(self, cut: Cut, after: Cut | None) -> Line:
        """Among numbered lines: text below an item, or a heading."""
        is_text = cut.title[-1] in ".;," or TEXT.match(cut.title) or likeness(cut.title) < -0.3 or self._is_deeper(cut)
        if self.found and is_text:
            return Line(Role.TEXT, cut.title)
        doubt = "It has no number among lines that have one: a heading?"
        return Line(Role.HEADING, cut.title, doubt="" if after and after.mark and self.found else doubt)

    def _goes_on(self, cut: Cut) -> bool:
        """Whether it is the rest of a title that was broken into lines."""
        last = self.found[-1] if self.found else None
        is_plain = self.is_numbered and not cut.is_numbered and not cut.sub
        return bool(
            is_plain
            and last
            and last.role in {Role.ITEM, Role.SUB}
            and not last.text
            and goes_on(last.title, cut.title)
        )

    @staticmethod
    def _by_hand(mark: Mark) -> str:
        """Numbers that the place of an item can't say: references of a council's own."""
        return mark.number if mark.style is Style.MINUTE and len(mark.number) <= LONGEST_NUMBER else ""


def shorten(line: Line) -> None:
    """Make what is too long for a title agenda text, and say so."""
    line.title = " ".join(line.title.split())
    if len(line.title) > LONGEST_TITLE:
        title, rest, _ = cut_title(line.title)
        title, rest = (title, rest) if title and len(title) <= LONGEST_TITLE else _at_a_word(line.title)
        line.title, line.doubt = title, f"A title has up to {LONGEST_TITLE} letters; the rest is agenda text."
        line.text.insert(0, rest)


def _at_a_word(title: str) -> tuple[str, str]:
    end = title.rfind(" ", 0, LONGEST_TITLE)
    end = end if end > 0 else LONGEST_TITLE
    return title[:end], title[end:].strip()

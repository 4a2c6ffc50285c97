"""Word for word: what a clerk's file or pasted text says is on the page and on paper, or the clerk is told.

Every file of the collection in ../shared, and more than forty of our own: imported, or put into the desk's form as a browser
sends a paste, published, and read again from the page and from the PDF. `pytest -s` prints what was compared, by format.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from django.contrib.messages import get_messages

from minutes.importing.decoding import decode
from minutes.models import Decision, Meeting, Minute
from published import pdf
from published.kinds import Kind
from published.models import Version
from tests.comparing import (
    Item,
    Words,
    differ,
    items_of,
    parsed,
    parsed_page,
    seen_in,
    unseen_in,
    words,
    words_of,
    words_of_heads,
    words_on_paper,
)
from tests.desk import Page
from tests.documents import SCRIPTS
from tests.making import make_meeting, publish
from tests.office_files import cells, control, docx, level, note, numbering, odt, p, r, refer, text_style

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FILES = Path(__file__).parent / "files"
OURS = words("Attendance and opening Opening Close of the meeting Public questions")  # titles that are ours


# What was compared


@dataclass
class Row:
    texts: int = 0
    words: int = 0
    lost: int = 0
    added: int = 0
    reported: int = 0


@pytest.fixture(scope="module")
def table() -> Iterator[dict[str, Row]]:
    """table[format]: what was compared so far; printed at the end."""
    rows: dict[str, Row] = defaultdict(Row)
    yield rows
    print(f"\n{'':<22}{'texts':>7}{'words':>8}{'lost':>6}{'added':>6}{'reported':>9}")
    for name, row in sorted(rows.items()):
        print(f"{name:<22}{row.texts:>7}{row.words:>8}{row.lost:>6}{row.added:>6}{row.reported:>9}")


@pytest.fixture
def compare(table):
    """compare(format, source, page, reported, heads) gives the words that are lost without being said, and those made up."""

    def compare(name: str, source: Words, page: Words, reported: Words, heads: Words | None = None) -> list[Words]:
        lost, added = differ(source, page, heads)
        row, said = table[name], lost & reported
        lost, added = lost - reported, added - OURS
        row.texts, row.words, row.reported = row.texts + 1, row.words + source.total(), row.reported + said.total()
        row.lost, row.added = row.lost + lost.total(), row.added + added.total()
        return [lost, added] if lost or added else []

    return compare


def shown(client, meeting: Meeting, at: Path) -> list[Item]:
    """The items of the meeting's page, after they were found in the PDF's document and on its sheets, word for word."""
    version = Version.objects.get(committee_slug=meeting.committee.slug, meeting_slug=meeting.slug)
    page = items_of(parsed_page(client.get(f"/committees/{meeting.address}/").content.decode()))
    body = parsed_page(pdf.document(version))
    assert [(item.title, item.words) for item in items_of(body)] == [(item.title, item.words) for item in page]
    path = at / "minutes.pdf"
    path.write_bytes(pdf.render(version))
    assert differ(words(seen_in(body)), words_on_paper(path), words_of_heads(body)) == (Words(), Words())
    return page


# Files that are imported


def source_words(path: Path) -> Words:
    """All that stands in a file, hidden or not, but for the numbers that a word processor counts."""
    if path.suffix in (".docx", ".odt"):
        return words_of_office(path)
    text, _ = decode(path.read_bytes(), html=path.suffix == ".html")
    if path.suffix == ".html":
        return words(f"{seen_in(parsed(text))} {unseen_in(parsed(text))}")
    return words(re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text) if path.suffix == ".md" else text)


def words_of_office(path: Path) -> Words:
    """Of a document of Word or of OpenDocument, with its notes, headers, comments and the pages inside it."""
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if re.search("^word/[^/]*$|^content", name)]
    lines = [
        paragraphs_of(part) if part.startswith(("<?xml", "<w:", "<office:")) else [seen_in(parsed(part))]
        for part in parts
    ]
    return words("\n".join(line for found in lines for line in found))


def paragraphs_of(xml: str) -> Iterator[str]:
    """The text of each paragraph, of Word or of OpenDocument, without that of a note or comment inside it."""
    for each in ElementTree.fromstring(xml).iter():
        if is_paragraph(each):
            yield "".join(texts_of(each))


def is_paragraph(element: ElementTree.Element) -> bool:
    return element.tag.endswith(("wordprocessingml/2006/main}p", ":text:1.0}p", ":text:1.0}h"))


def texts_of(element: ElementTree.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield " " if is_paragraph(child) or child.tag.endswith("}instrText") else "".join(texts_of(child))
        yield child.tail or ""


# What the report quotes as left out or taken, and what it makes of an item's title ("minute 12/26").
TOLD = re.compile(r"^(?:Dropped|Not placed|Made +said by the meeting itself).*?“(.*)”|^Made .*”:(.*)$", re.MULTILINE)


@pytest.fixture
def read_in(run, client, compare, tmp_path):
    """read_in(format, path) imports and publishes a file as it is; gives what is lost or made up."""

    def read_in(name: str, path: Path, numbers: str = "", **options) -> list[Words]:
        said = run(path, open=["all"], **options)
        told = words(" ".join(found[1] or found[2] for found in TOLD.finditer(said)))
        heads = words_of_heads(parsed(path.read_text())) if path.suffix == ".html" else None
        meeting = Meeting.objects.latest("pk")
        publish(meeting, kind_for(meeting))
        page = words_of(shown(client, meeting, tmp_path))
        return compare(name, source_words(path) + words(numbers), page, told, heads)

    return read_in


def kind_for(meeting: Meeting) -> Kind:
    if Minute.objects.filter(item__meeting=meeting):
        return Kind.DRAFT_MINUTES
    return Kind.DECISIONS if Decision.objects.filter(item__meeting=meeting) else Kind.AGENDA


OWN = sorted(path for path in FILES.rglob("*.*") if path.name != "two-meetings.txt")  # which is refused


@pytest.mark.parametrize("path", OWN, ids=[path.name for path in OWN])
def test_no_word_of_a_file_is_lost_unsaid_or_made_up(read_in, path):
    assert read_in(f"own {path.suffix}", path) == []


def title(text: str) -> str:
    return p(r(text, "<w:b/>"))


def para(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


TICKED = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
DELETED = '<w:del w:id="2"><w:r><w:delText>and mud </w:delText></w:r></w:del>'
ODT_DELETED = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info/><text:p>and mud</text:p>'
    "</text:deletion></text:changed-region></text:tracked-changes>"
)
ODT_NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
    f"{para('Less the deposit.')}</text:note-body></text:note>"
)
ODT_LIST = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="a" '
    'style:num-suffix=")"/></text:list-style>'
)
ODT_ITEMS = "".join(f"<text:list-item>{para(text)}</text:list-item>" for text in ("Bought.", "Sold."))
ODT_ITEMS = f'<text:list text:style-name="L">{ODT_ITEMS}</text:list>'
# What stands in each document, its other parts, and the numbers that are counted or not text.
OFFICE = {
    "numbers.docx": (
        [title("1. Rope"), p("Bought.", listed=(1, 0)), p("Sold.", listed=(1, 1)), p("Lost.", listed=(1, 0))],
        {"numbering": numbering(level(0, "upperRoman", "Part %1") + level(1, "decimal", "%1.%2"))}, "Part I I.1 Part II",
    ),
    "letters.docx": (
        [title("1. Rope"), p("Bought.", listed=(1, 0)), p("Sold.", listed=(1, 0))],
        {"numbering": numbering(level(0, "lowerLetter", "(%1)"))}, "a b",
    ),
    "table.docx": ([title("1. Fees"), cells(("Boat", "Fee"), ("Gig", "£12.50"), ("Lugger", "£40")), p("Agreed.")], {}, ""),
    "hidden.docx": ([title("1. Depot"), p("Noted. ", r("He owes forty pounds.", "<w:vanish/>")), p("End.")], {}, ""),
    "changes.docx": ([title("1. Sand"), p("Sand ", DELETED, "was bought.")], {}, ""),
    "notes.docx": (
        [title("1. Hall"), p("The fee is £200.", refer(1)), title("2. Close"), p("Ended.")],
        {"footnotes": note(1, p("Less the deposit."))}, "1 1",
    ),
    "boxes.docx": ([title("1. Vote"), p(control(TICKED, r("☑")), " For")], {}, ""),
    "header.docx": (
        [title("1. Vote"), p("Carried.")],
        {"header1": p("Ropewalk Panel"), "footer1": p("Printed by the clerk")}, "",
    ),
    "list.odt": ([para("1. Rope"), ODT_ITEMS], {"automatic": ODT_LIST}, "a b"),
    "hidden.odt": (
        [para("1. Depot"), para("Noted. <text:span text:style-name='T'>He owes forty pounds.</text:span>")],
        {"automatic": text_style("T", text_display="none")}, "",
    ),
    "changes.odt": ([ODT_DELETED, para("1. Sand"), para('Sand <text:change text:change-id="c1"/>was bought.')], {}, ""),
    "notes.odt": ([para("1. Hall"), para(f"The fee is £200.{ODT_NOTE}"), para("2. Close"), para("Ended.")], {}, "1"),
    "comment.odt": (
        [para("1. Sand"), para("Sand<office:annotation><text:p>Check this</text:p></office:annotation>.")], {}, "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFICE)
def test_no_word_of_a_document_of_an_office_is_lost_unsaid_or_made_up(read_in, tmp_path, name):
    body, parts, numbers = OFFICE[name]
    path = (docx if name.endswith("docx") else odt)(tmp_path / name, *body, **parts)
    assert read_in(f"own {path.suffix}", path, numbers) == []


COUNTED = {  # what Word prints and does not write, in the small inputs
    "checkboxform.docx": "☑ ☐",
    "falselost.docx": "1 2",
    "footnote.docx": "1 1",
    "islgl.docx": "Part I 1.1 Part II 2.1",
    "lvlrestart.docx": "A 1 B 2",
    "numstylelink.docx": "1 2 3",
}
FRAGMENTS = ["head-over-two.html", "names-table.html", "wide-table.html"]  # without a title: for the desk's form


def test_no_word_of_the_small_inputs_is_lost_unsaid_or_made_up(read_in, shared):
    paths = [path for path in sorted((shared / "cases").iterdir()) if path.name not in ["README.md", *FRAGMENTS]]
    found = {
        path.name: read_in(
            f"cases {path.suffix}", path, COUNTED.get(path.name, ""), committee=f"panel-{n}", new_committee=True
        )
        for n, path in enumerate(paths)
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


REAL = "limerick-2015-11-20", "limerick-2016-11-11", "limerick-2017-01-23", "limerick-control-characters"


@pytest.mark.parametrize("name", REAL)
def test_no_word_of_real_minutes_is_lost_unsaid_or_made_up(read_in, shared, name):
    path = shared / "data" / "long-minutes" / f"{name}.md"
    assert read_in("long-minutes", path) == []


def test_no_word_of_saved_pages_is_lost_unsaid_or_made_up(read_in, shared, tmp_path):
    found = {}
    for n, path in enumerate(sorted((shared / "data" / "word-html").glob("*.html"))):
        page = tmp_path / path.name
        page.write_text(f"<meta charset=utf-8><h1>Title</h1>{decode(path.read_bytes(), html=True)[0]}")
        found[path.name] = read_in("word-html, saved", page, committee=f"panel-{n}", new_committee=True)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


# Texts that are pasted at the desk


TEXTS = {"agendatext": "purpose", "minutes": "minute_body", "decision": "decisions-0-text"}  # the form's fields
REFUSED = re.compile(r"file:|https?://localhost|(?!#)[^:]+$")  # links to one computer, or to nowhere


@dataclass
class Pasted:
    """One item: its title, the HTML of its fields of the form, and other fields."""

    title: str
    texts: dict[str, str]
    more: dict[str, str] = field(default_factory=dict)

    @cached_property
    def bodies(self) -> list[Element]:
        return [parsed(html) for html in self.texts.values()]

    @property
    def words(self) -> Words:
        return words(" ".join(f"{seen_in(body)} {unseen_in(body)}" for body in self.bodies))

    def reported(self, told: str) -> Words:
        """The words of which the clerk is told that they were left out."""
        left_out = "hidden text" in told or "tracked changes" in told
        return words(" ".join(map(unseen_in, self.bodies))) if left_out else Words()

    @property
    def owed(self) -> set[str]:
        """What the clerk must be told of besides words."""
        links = [link.get("href", "") for body in self.bodies for link in body.iter("a")]
        pictures = [picture for body in self.bodies for picture in body.iter("img")]
        return {"picture"} & {"picture" for _ in pictures} | {"link" for address in links if REFUSED.match(address)}


@pytest.fixture
def paste(desk, compare, tmp_path):
    """paste(format, texts) puts each into an item of one meeting and publishes it; gives what is lost, made up or not said."""

    def paste(name: str, texts: list[Pasted]) -> dict[str, list]:
        meeting = make_meeting()
        form = Page(desk, f"/admin/minutes/agendaitem/add/?meeting={meeting.pk}").row("decisions", kind="agreed")
        told = {text.title: put(form, text) for text in texts}
        publish(meeting)
        page = {item.title.partition(" ")[2]: item.words for item in shown(desk, meeting, tmp_path)}
        found = {}
        for text in texts:
            said = told[text.title]
            if text.more:
                assert text.title not in page and not page[text.more["public_title"]]
                continue
            found[text.title] = compare(name, text.words, page[text.title], text.reported(said))
            found[text.title] += [what for what in ("picture", "link") if (what in said) != (what in text.owed)]
        return {title: wrong for title, wrong in found.items() if wrong}

    return paste


def put(form: Page, text: Pasted) -> str:
    """Send the form with a new item; what the desk says to it."""
    decided = {"decisions-TOTAL_FORMS": int("decisions-0-text" in text.texts)}
    answer = form.client.post(form.address, form.fields | decided | {"title": text.title} | text.texts | text.more)
    assert answer.status_code == 302, text.title
    said = "\n".join(str(message) for message in get_messages(answer.wsgi_request) if "Left out" in str(message))
    form.client.cookies.pop("messages", None)
    return said


def test_no_word_of_a_paste_is_lost_unsaid_or_made_up(paste, shared):
    folder = shared / "data" / "word-paste"
    paths = [path for path in sorted(folder.rglob("*.html")) if not path.name.startswith("expected")]
    texts = [Pasted(str(path.relative_to(folder)), {"minute_body": page_of(path)}) for path in paths]
    assert paste("word-paste", texts) == {}


def page_of(path: Path) -> str:
    return decode(path.read_bytes(), html=True)[0]


def test_no_word_of_html_of_another_site_is_lost_unsaid_or_made_up(paste, shared):
    paths = sorted((shared / "data" / "word-html").glob("*.html"))
    texts = [Pasted(path.stem, {TEXTS[path.stem.rpartition("_")[2]]: page_of(path)}) for path in paths]
    assert len(paths) == 26 and paste("word-html, pasted", texts) == {}


def test_no_word_of_a_fragment_is_lost_unsaid_or_made_up(paste, shared):
    paths = sorted((shared / "cases").glob("*.html"))
    assert paste("cases, pasted", [Pasted(path.stem, {"minute_body": page_of(path)}) for path in paths]) == {}


ELEMENTS = {
    "agendatext": "purpose",
    "minutesnonemptyhtmlbody": "minute_body",
    "decisionnonemptyhtmlbody": "decisions-0-text",
}
CLOSED = {"restriction": "england-2006-3", "public_title": "A lease"}


def items_of_moderngov(path: Path) -> Iterator[Pasted]:
    """The items with texts of an answer that another system gave."""
    for item in ElementTree.parse(path).iter("agendaitem"):
        texts = {field: (item.findtext(name) or "").strip() for name, field in ELEMENTS.items()}
        if any(texts.values()):
            more = CLOSED if item.findtext("isrestricted") == "True" else {}
            title = unescape(item.findtext("agendaitemtitle") or "")
            yield Pasted(title, {field: text for field, text in texts.items() if text}, more)


def test_no_word_of_another_system_s_items_is_lost_unsaid_or_made_up(paste, shared):
    paths = sorted((shared / "data" / "moderngov").rglob("*.xml"))
    texts = [text for path in paths for text in items_of_moderngov(path)]
    assert [bool(text.more) for text in texts] == [False, True, False, False]
    assert paste("moderngov", texts) == {}


CELLS = "".join(f"<tr>{''.join(f'<td>{row},{column:03}.00</td>' for column in range(16))}</tr>" for row in range(5))
OWN_PASTES = {
    "Scripts": "".join(f"<p>{script}</p>" for script in (*SCRIPTS[:3], *SCRIPTS[7:9])),
    "A long word": f"<p>{'abcdefghij' * 30} and on</p><table><tr><td>Yes</td><td>{'klmnopqrst' * 30}</td></tr></table>",
    "A wide table": f"<table><caption>Spending</caption>{CELLS}</table>",
    "Heads over others": "<table><thead><tr><th rowspan=2>Ward</th><th colspan=2>2026</th></tr><tr><th>Plan</th><th>Spent"
    "</th></tr></thead><tr><th rowspan=2>North</th><td>7</td><td>8</td></tr><tr><td colspan=2>9</td></tr></table>",
    "A long table": f"<table><thead><tr><th>Boat</th><th>Fee</th></tr></thead>{'<tr><td>Gig</td><td>£12</td></tr>' * 90}</table>",
    "Lists": "<ol type=a start=26><li>Rope<ol style='list-style-type:lower-roman'><li>Hemp<li>Flax</ol><li value=30>Sail</ol>"
    "<ol><li>Oil</ol><ol><li>Tar</ol><p>(a)&nbsp; Wood</p><p>(b)&nbsp; Iron</p><p>(b)&nbsp; Tin</p>",
    "Hidden and deleted": "<p>Noted.<span style='display:none'> He owes forty pounds.</span><del> Not noted.</del></p>",
    "Signs": "<p>Carried <span style='font-family:Wingdings'>þ</span> at 4 ≤ 5, £40 ± £2</p>"
    "<table><tr><th>Ash</th><td>✗</td></tr><tr><th>Oak</th><td>☑</td></tr></table>",
    "Raised": "<p>The 3<sup>rd</sup> lamp<sup>2</sup> and H<sub>2</sub>O</p><blockquote><p>Said so.</p></blockquote>",
    "Parts": "<p>Stu<b>ff</b>ed <i>and</i><br>broken<img alt='A gull' src=x></p><p><a href='file:///c/x'>A file</a></p>",
}


def test_no_word_of_our_own_pastes_is_lost_unsaid_or_made_up(paste):
    assert paste("own, pasted", [Pasted(title, {"minute_body": html}) for title, html in OWN_PASTES.items()]) == {}

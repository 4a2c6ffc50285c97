"""The public reports pack: the agenda and its papers in one file, whatever the papers are like."""

import hashlib
import os
import re
import resource
import signal
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from published import files, pdf, printing
from published import pack as packs
from published.kinds import Kind
from published.models import PDF, Version
from published.record import MeetingRecord
from tests.making import make_document, make_held_meeting, make_item, publish
from tests.test_printing import until_it_renders

pytestmark = [pytest.mark.django_db, pytest.mark.once]

A4 = (595, 842)


def paper(pages: int = 1, size=A4, words: str = "", **of_each) -> bytes:
    """A PDF of so many pages, each of which says `words` and its number."""
    made, out = pikepdf.new(), BytesIO()
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        made.add_blank_page(page_size=size)
        page = made.pages[-1]
        page.obj.Resources = Dictionary(Font=Dictionary(F=font))
        page.obj.Contents = made.make_stream(f"BT /F 20 Tf 100 400 Td ({words} {number}) Tj ET".encode())
        for key, value in of_each.items():
            page.obj[f"/{key}"] = value
    made.save(out)
    return out.getvalue()


def looping() -> bytes:
    """A page tree that holds itself."""
    made, out = pikepdf.open(BytesIO(paper(2, words="loop"))), BytesIO()
    made.Root.Pages.Kids.append(made.Root.Pages)
    made.Root.Pages.Count = 4
    made.save(out)
    return out.getvalue()


def protected() -> bytes:
    made, out = pikepdf.open(BytesIO(paper())), BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def forced(meeting, title: str, content: bytes, **changes):
    """A paper as it lies in public storage, though the desk would refuse it today. It is said to have three pages."""
    document = make_document(meeting, title, **changes)
    path = Path(document.file.path)
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    type(document).objects.filter(pk=document.pk).update(sha256=sha256, size=len(content), pages=3)
    return document


def version() -> Version:
    return Version.objects.select_related("record").latest("record_id")


def made(**changes) -> bytes:
    return pdf.render(version(), "pack")


def made_in_child() -> bytes:
    """As the worker makes it. A child has no database of its own: what it works on is read before."""
    found = version()
    return pdf.in_child(lambda: pdf.render(found, "pack"))


def pages_of(data: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def told(contents: str, title: str) -> int:
    """The page that the contents name."""
    return int(re.search(rf"{title}\s+(\d+)$", contents, re.MULTILINE)[1])


@pytest.fixture
def two():
    """A meeting with papers of its own and of two items, in an order that is not that in which they came; another has another."""
    meeting = make_held_meeting()
    later = make_item(meeting, "Dredging")
    make_document(meeting, "Soundings", item=later, content=paper(3, words="sounding"))
    make_document(meeting, "Survey", item=meeting.items.first(), content=paper(2, words="survey"))
    make_document(meeting, "Map of the harbour", content=paper(1, words="map"))
    make_document(meeting, "Prices", item=later, content=paper(1, words="LK-price"), restriction="england-2006-3")
    make_item(meeting, "Last", purpose="<p>To end.</p>")
    other = make_held_meeting(date=date(2026, 7, 15))
    make_document(other, "Other", content=paper(1, words="LK-other"))
    publish(other, Kind.AGENDA)
    publish(meeting, Kind.AGENDA)
    return meeting


def test_the_papers_follow_the_agenda_in_its_order_and_the_contents_tell_their_pages(two):
    pages = pages_of(made())
    said = [re.findall(r"(?:map|survey|sounding) \d", page) for page in pages]
    own = said.index(["map 1"])
    assert said[own:] == [["map 1"], ["survey 1"], ["survey 2"], ["sounding 1"], ["sounding 2"], ["sounding 3"]]
    assert [told(pages[0], title) for title in ("Map of the harbour", "Survey", "Soundings")] == [
        own + 1, own + 2, own + 4,
    ]  # fmt: skip
    assert "LK-" not in "".join(pages)
    cover = " ".join(pages[0].split())
    assert "3 papers, 6 pages." in cover and "the papers have lost their tags" in cover


def test_every_page_is_stamped_with_its_number(two):
    pages = pages_of(made())
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert all(page.count(" of ") == 1 for page in pages[-6:])


def test_no_page_has_an_empty_stream_before_its_number():
    """Behind one poppler 25 draws nothing: a blank page of a paper had no number there."""
    meeting = make_held_meeting()
    blank, out = pikepdf.new(), BytesIO()
    blank.add_blank_page(page_size=(595, 842))
    blank.save(out)
    make_document(meeting, content=out.getvalue())
    publish(meeting, Kind.AGENDA)
    with pikepdf.open(BytesIO(made())) as bound:
        parts = [part for page in bound.pages for part in page.obj.Contents]
        assert len(parts) >= 2 * len(bound.pages) and all(part.read_raw_bytes() for part in parts)


def test_the_numbers_end_where_the_lines_of_the_agenda_end(two):
    told = subprocess.run(["pdftotext", "-bbox", "-l", "1", "-", "-"], input=made(), capture_output=True, check=True)
    words = re.findall(r'xMax="([\d.]+)" yMax="[\d.]+">([^<]+)</word>', told.stdout.decode())
    head_of_column = next(float(end) for end, word in words if word == "Page")
    assert abs(head_of_column - float(words[-1][0])) < 1


BOXES = {
    "an ordinary page": {"MediaBox": (0, 0, 595, 842)},
    "one that lies elsewhere": {"MediaBox": (100, 200, 695, 1042)},
    "one of which a part is shown": {"MediaBox": (0, 0, 795, 1142), "CropBox": (100, 200, 695, 1042)},
    "one whose corners are named the other way round": {"MediaBox": (595, 842, 0, 0)},
    "one that is cut larger than it is": {"MediaBox": (0, 0, 595, 842), "CropBox": (-100, -200, 695, 1042)},
}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90])
@pytest.mark.parametrize("boxes", BOXES.values(), ids=BOXES)
def test_a_page_that_is_turned_or_cut_or_lies_elsewhere_has_its_number_below_on_the_right(rotate, boxes):
    meeting = make_held_meeting()
    sides = {name: Array(list(box)) for name, box in boxes.items()}
    make_document(meeting, content=paper(1, words="x", Rotate=rotate, **sides))
    publish(meeting, Kind.AGENDA)
    command = ["pdftotext", "-cropbox", "-bbox", "-", "-"]
    found = subprocess.run(command, input=made(), capture_output=True, check=True).stdout.decode().split("<page ")[-1]
    width, height = map(float, re.search(r'width="([\d.]+)" height="([\d.]+)"', found).groups())
    left, top, right, bottom = map(
        float, re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Page<', found).groups()
    )
    if rotate % 180:
        width, height = (
            height,
            width,
        )  # it tells the sides of the page as it lies in the file, and the words as they are read
    assert width - 160 < left < right < width - 52 and height - 40 < top < bottom < height


def test_bookmarks_and_links_lead_to_each_paper(two):
    data = made()
    pages = pages_of(data)
    with pikepdf.open(BytesIO(data)) as bound, bound.open_outline() as outline:
        entries = {entry.title: entry for entry in outline.root}
        children = {title: [child.title for child in entry.children] for title, entry in entries.items()}
        assert list(entries) == ["Contents", "Map of the harbour", "1 Repair of the north mole", "2 Dredging", "3 Last"]
        assert children["2 Dredging"] == ["Soundings"] and children["1 Repair of the north mole"] == ["Survey"]
        links = [annotation for annotation in bound.pages[0].Annots if "/Dest" in annotation or "/A" in annotation]
        places = dict(packs._places(bound))
        led = {pikepdf.Page(places[f"paper-{n}"][0]).index for n in (1, 2, 3)}
        assert {re.findall(r"(\w+) 1", pages[page])[-1] for page in led} >= {"map", "survey", "sounding"} and links


def linked() -> bytes:
    """Three pages. On the first stand links to an address, to the last page, and to a place with a name on it."""
    made, out = pikepdf.open(BytesIO(paper(3, words="linked"))), BytesIO()
    last = Array([made.pages[2].obj, Name.Fit])
    made.Root.Names = Dictionary(Dests=Dictionary(Names=Array(["paper-1", last])))
    made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))
    of_each = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([90, 390, 200, 420])}
    address = Dictionary(S=Name.URI, URI="https://harbour.example/survey")
    links = [Dictionary(**of_each, A=address), Dictionary(**of_each, Dest=last), Dictionary(**of_each, Dest="paper-1")]
    made.pages[0].Annots = Array([made.make_indirect(link) for link in links])
    made.save(out)
    return out.getvalue()


def test_the_links_of_a_paper_lead_where_they_led_and_its_pages_are_counted_with_the_pack_s():
    meeting = make_held_meeting()
    make_document(meeting, "Map", content=paper(2, words="map"))
    make_document(meeting, "Survey", item=meeting.items.get(), content=linked())
    publish(meeting, Kind.AGENDA)
    with pikepdf.open(BytesIO(made())) as bound:
        address, direct, named = bound.pages[-3].Annots
        places = dict(packs._places(bound))
        assert str(address.A.URI) == "https://harbour.example/survey"
        assert direct.Dest[0].objgen == bound.pages[-1].objgen == places[str(named.Dest)].D[0].objgen
        assert places["paper-1"][0].objgen == bound.pages[-5].objgen  # the pack's own place of this name
        assert "/PageLabels" not in bound.Root  # so a reader's program counts as the stamps do


def test_a_pack_is_sound_as_a_file(two, tmp_path):
    (tmp_path / "pack.pdf").write_bytes(made())
    done = subprocess.run(["qpdf", "--check", str(tmp_path / "pack.pdf")], capture_output=True, text=True)
    assert done.returncode == 0 and "No syntax or stream encoding errors found" in done.stdout, (
        done.stdout + done.stderr
    )
    drawn = subprocess.run(["pdftoppm", "-r", "20", "-", str(tmp_path / "page")], input=made(), capture_output=True)
    assert drawn.returncode == 0 and not drawn.stderr


@pytest.fixture
def long():
    """A meeting whose contents need more pages than they would if each title took a line, and whose agenda needs several."""
    meeting = make_held_meeting()
    for number in range(1, 25):
        item = make_item(
            meeting,
            f"Mooring {number} " + "of the inner harbour and of what lies beside it " * 4,
            purpose="<p>It.</p>" * 4,
        )
        make_document(meeting, f"Report {number}", item=item, content=paper(1, words=f"report {number}"))
    publish(meeting, Kind.AGENDA)


def test_the_contents_tell_the_pages_of_items_and_papers_however_long_they_are(long):
    pages = pages_of(made())
    record = MeetingRecord.from_json(version().record.text)
    assert (
        packs.Pack(record).pages_of_contents < told(pages[0], "Repair of the north mole") - 1
    )  # else nothing was guessed wrong
    contents = "".join(pages[:4])
    for number in (1, 9, 24):
        begins = re.search(rf"Mooring {number} of.*?\s(\d+)$", contents, re.MULTILINE)[1]
        assert f"Mooring {number} of" in pages[int(begins) - 1]
        assert f"report {number}" in pages[told(contents, f"Report {number}") - 1]


def test_the_agenda_of_a_pack_is_laid_out_once_and_each_paper_opened_once(two, monkeypatch):
    """They are what the time goes into."""
    laid_out, opened = [], []
    lay_out, open_ = pdf.laid_out, pikepdf.open
    monkeypatch.setattr(pdf, "laid_out", lambda html: laid_out.append(html) or lay_out(html))
    monkeypatch.setattr(pikepdf, "open", lambda file, **how: opened.append(file) or open_(file, **how))
    made()
    papers = [file for file in opened if isinstance(file, Path)]
    assert len(laid_out) == 2 and len(papers) == len(set(papers)) == 3


def test_a_file_that_stands_at_two_items_is_bound_once():
    meeting = make_held_meeting()
    other = make_item(meeting, "Dredging")
    same = paper(2, words="twice")
    make_document(meeting, "At the first", item=meeting.items.first(), content=same)
    make_document(meeting, "At the second", item=other, content=same)
    publish(meeting, Kind.AGENDA)
    pages = pages_of(made())
    assert "".join(pages).count("twice 1") == 1
    assert told(pages[0], "At the first") == told(pages[0], "At the second") == len(pages) - 1


LEFT_OUT = {
    "it loops": (looping, "its file is damaged"),
    "it is cut off": (lambda: paper(3)[:300], "its file is damaged: it has 1 of its 3 pages"),
    "it is no PDF at all": (lambda: b"%PDF-1.7 and nothing", "its file is damaged"),
    "it is 15 m wide": (
        lambda: paper(3, MediaBox=Array([0, 0, 42_520, 595])),
        "it has a page that is longer or wider than 5 metres",
    ),
    "it is 15 m wide by its unit": (
        lambda: paper(3, UserUnit=72),
        "it has a page that is longer or wider than 5 metres",
    ),
    "it asks for a password": (protected, "its file asks for a password"),
    "it has no pages": (lambda: paper(0), "it has no pages"),
}


@pytest.mark.parametrize(("content", "why"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_paper_that_can_t_be_bound_is_named_with_the_reason_and_the_others_are_bound(content, why):
    meeting = make_held_meeting()
    forced(meeting, "The bad one", content(), item=meeting.items.get())
    make_document(meeting, "The good one", item=meeting.items.get(), content=paper(2, words="good"))
    publish(meeting, Kind.AGENDA)
    pages = pages_of(made_in_child())
    assert f"The bad one (not in this pack: {why})" in " ".join(pages[0].split())
    assert ["good 1" in pages[-2], "good 2" in pages[-1]] == [True, True]


ODD = {
    "turned by a word": {"Rotate": Name.Left},
    "turned by half": {"Rotate": 45},
    "cut by two numbers": {"CropBox": Array([0, 0])},
    "cut by words": {"CropBox": Array([Name.A, Name.B, Name.C, Name.D])},
    "cut to nothing": {"CropBox": Array([900, 900, 1000, 1000])},
    "with a unit in words": {"UserUnit": "a"},
    "with a unit of nothing": {"UserUnit": 0},
    "with links that are no list": {"Annots": Name.All},
    "with links that are numbers": {"Annots": Array([1, Array(), Name.All])},
    "with a stream that is a number": {"Contents": 5},
    "with streams that are numbers": {"Contents": Array([5])},
    "with resources that are a list": {"Resources": Array()},
    "with fonts that are a number": {"Resources": Dictionary(Font=1)},
    "with deeds that are a number": {"AA": 1},
}


@pytest.mark.parametrize("of_each", ODD.values(), ids=ODD)
def test_a_paper_whose_pages_say_odd_things_of_themselves_keeps_no_other_from_being_bound(of_each):
    meeting = make_held_meeting()
    forced(meeting, "The odd one", paper(3, words="odd", **of_each), item=meeting.items.get())
    make_document(meeting, "The good one", item=meeting.items.get(), content=paper(2, words="good"))
    publish(meeting, Kind.AGENDA)
    pages = pages_of(made_in_child())
    assert ["good 1" in pages[-2], "good 2" in pages[-1]] == [True, True]
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1))


def test_a_paper_of_100_000_pages_is_left_out_within_the_limits():
    meeting = make_held_meeting()
    tree, out = pikepdf.open(BytesIO(paper())), BytesIO()
    [leaf] = tree.Root.Pages.Kids
    copies = [tree.make_indirect(Dictionary(leaf)) for _ in range(99_999)]
    tree.Root.Pages.Kids = Array([leaf, *copies])
    tree.Root.Pages.Count = 100_000
    tree.save(out)
    forced(meeting, "All of it", out.getvalue())
    publish(meeting, Kind.AGENDA)
    assert "it has 100,000 pages; a pack takes papers of up to 5,000" in " ".join(pages_of(made_in_child())[0].split())


def test_a_paper_that_is_no_pdf_is_named_with_its_format():
    meeting = make_held_meeting()
    document = make_document(meeting, "Figures")
    type(document).objects.filter(pk=document.pk).update(file_name="figures.xlsx", pages=None)
    publish(meeting, Kind.AGENDA)
    page = " ".join(pages_of(made())[0].split())
    assert "Figures (not in this pack: its file is no PDF, but XLSX)" in page and "lost their tags" not in page


def test_a_pack_waits_for_a_paper_that_is_missing_and_says_so():
    meeting = make_held_meeting()
    document = make_document(meeting, "The survey")
    publish(meeting, Kind.AGENDA)
    document.refresh_from_db()
    files.remove(document.sha256)
    PDF.objects.exclude(name="pack").delete()
    printing.print_next()
    assert "The file of “The survey” is missing" in PDF.objects.get().problem
    assert not [path for path in files.everything() if path.name.startswith(".part")]


def test_a_page_of_others_does_nothing_when_it_is_opened_and_keeps_no_number_of_another_tree():
    meeting = make_held_meeting()
    script = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    forced(meeting, "Lively", paper(3, AA=script, StructParents=0))
    publish(meeting, Kind.AGENDA)
    with pikepdf.open(BytesIO(made())) as bound:
        last = bound.pages[-1].obj
        assert "/AA" not in last and "/StructParents" not in last
        with bound.open_metadata() as metadata:
            assert "pdfuaid:part" not in metadata


def test_the_same_papers_give_the_same_bytes(two):
    assert made() == made_in_child()


def test_a_disk_that_is_full_leaves_no_half_a_pack_and_says_so(two):
    """The file is larger than what may be written."""
    PDF.objects.exclude(name="pack").delete()
    PDF.objects.exclude(version=version()).delete()
    before = sorted(files.everything())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        printing.print_next()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, heard)
    assert "File too large" in PDF.objects.get().problem and sorted(files.everything()) == before
    PDF.objects.update(next_try_at=None)
    assert printing.print_next().sha256


PUBLISH = """
from tests.making import *
from tests.test_pack import paper
from published.kinds import Kind
from published.models import PDF
from publishing.models import Publication
meeting = make_held_meeting()
for number in range(12):
    make_document(meeting, f"Paper {number}", content=paper(400, words=f"paper {number}"))
Publication.objects.publish(meeting, Kind.AGENDA)
PDF.objects.exclude(name="pack").delete()
"""
STATE = "from published.models import PDF\nprint(PDF.objects.made().count(), PDF.objects.waiting().count())"


def test_a_worker_that_is_killed_in_the_middle_of_a_pack_leaves_nothing_and_another_makes_it(install):
    install.begin(PUBLISH)
    there = sorted(path for path in (install.data / "public").rglob("*") if path.is_file())
    worker = install.popen("worker", "--batch", start_new_session=True)
    until_it_renders(worker)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.communicate()
    assert sorted(path for path in (install.data / "public").rglob("*") if path.is_file()) == there
    install.python("from published.models import PDF\nPDF.objects.update(leased_until='2026-01-01T00:00Z')")
    install.manage("worker", "--batch")
    assert install.python(STATE).stdout.split() == ["1", "0"]


def test_a_meeting_without_papers_has_no_pack(client):
    publish(make_held_meeting(date=date(2026, 7, 15)), Kind.AGENDA)
    assert client.get("/committees/harbour-committee/2026-07-15/pack.pdf").status_code == 404

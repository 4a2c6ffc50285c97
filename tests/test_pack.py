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


TURNED = [(rotate, box) for rotate in (0, 90, 180, 270, -90) for box in ((0, 0, 595, 842), (100, 200, 695, 1042))]


@pytest.mark.parametrize(("rotate", "box"), TURNED)
def test_a_page_that_is_turned_or_lies_elsewhere_has_its_number_below_on_the_right(rotate, box):
    meeting = make_held_meeting()
    make_document(meeting, content=paper(1, words="x", Rotate=rotate, MediaBox=Array(list(box))))
    publish(meeting, Kind.AGENDA)
    command = ["pdftotext", "-bbox", "-", "-"]
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

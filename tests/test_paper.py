"""What is printed says what the page says, for everybody, and the same on any day."""

import mmap
import os
import re
import signal
import subprocess
import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from config.settings import BASE_DIR
from published import pdf, typesetting
from published.kinds import Kind
from published.models import Version
from publishing.models import Publication
from richtext.blocks import LIST_CLASSES
from richtext.cleaning import clean_html
from tests.making import make_document, make_held_meeting, make_item, make_person
from tests.verapdf import verdict

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HARD = (
    '<p>Members <strong>noted</strong> a <a href="https://a.example">link</a> and ŵ ŷ.</p>'
    '<ol type="a" start="3"><li>third<ul><li>inner</li></ul></li><li>fourth</li></ol>'
    '<table><caption>Votes</caption><thead><tr><th scope="col">For</th><th scope="col">Against</th></tr></thead>'
    "<tbody><tr><td>7</td><td>3</td></tr></tbody></table><blockquote><p>Said so.</p></blockquote><h3>After</h3>"
    + "<p>Long. </p>"
    * 90
)


@pytest.fixture
def hard():
    """A publication with all that a clerk can write, an exempt item, a sub-item and a recorded vote."""
    meeting = make_held_meeting()
    item = make_item(meeting, "Everything at once", minutes=HARD, decision=HARD, purpose=HARD, officer="Harbour Master")
    motion = item.motions.create(
        text="<p>That it be so.</p>", method="recorded", votes_for=1, votes_against=0, abstentions=0
    )
    motion.votes.create(person=make_person(), cast="for")
    item.declarations.create(person=make_person(), nature="owns a boat", afterwards="left")
    make_document(meeting, "Prices", item=item, restriction="england-2006-3")
    make_item(meeting, "Below it", parent=item, minutes="<p>Below.</p>")
    make_item(meeting, "Secret", restriction="england-2006-3", public_title="A contract")
    Publication.objects.publish(meeting, Kind.DRAFT_MINUTES)
    return Version.objects.select_related("record").get()


def told(path) -> str:
    return subprocess.run(["pdfinfo", "-struct-text", path], check=True, capture_output=True, text=True).stdout


def test_the_pdf_is_for_everybody_and_lists_keep_their_letters(hard, tmp_path):
    path = tmp_path / "minutes.pdf"
    path.write_bytes(pdf.render(hard))
    assert verdict(path) == {str(path): []}
    text = told(path)
    assert '"c. "' in text or '"c."' in text
    assert "Secret" not in text and "A contract" in text


WRITTEN = ["(a)", "(b)", "3)", "(iv)", "B)", "c."]


def test_a_number_is_printed_on_paper_as_it_was_written(tmp_path):
    lists = paragraphs("(a)", "(b)") + "<p>x</p>" + "".join(f"{paragraphs(mark)}<p>x</p>" for mark in WRITTEN[2:])
    path = tmp_path / "minutes.pdf"
    path.write_bytes(typesetting.typeset(f'<html lang="en"><title>x</title><h1>x</h1>{clean_html(lists)}'))
    assert clean_html(lists).count("<ol") == 5
    printed = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    assert [line.removesuffix("Oak").strip() for line in printed.splitlines() if line.endswith("Oak")] == WRITTEN


def paragraphs(*marks: str) -> str:
    return "".join(f"<p>{mark}\xa0\xa0Oak</p>" for mark in marks)


def test_a_number_is_shown_as_it_was_written_wherever_it_is_read():
    sheets = [Path(BASE_DIR, "static", name).read_text() for name in SHEETS]
    [ways] = {tuple(re.findall(r"^@counter-style.*$", sheet, re.MULTILINE)) for sheet in sheets}
    assert {re.search(r" \.([\w-]+),", way)[1] for way in ways} == LIST_CLASSES


SHEETS = "website/site.css", "published/print.css", "richtext/editor.css"


def test_a_draft_says_so_on_every_page_and_pages_are_counted(hard, tmp_path):
    path = tmp_path / "minutes.pdf"
    path.write_bytes(pdf.render(hard))
    pages = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")[:-1]
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "DRAFT: subject to confirmation" in page and f"Page {number} of {len(pages)}" in page


def test_bookmarks_lead_to_the_items(hard, tmp_path):
    path = tmp_path / "minutes.pdf"
    path.write_bytes(pdf.render(hard))
    with pikepdf.open(path) as document, document.open_outline() as outline:
        titles = [entry.title for entry in outline.root[0].children]
    assert any("Everything at once" in title for title in titles)


def test_the_same_record_gives_the_same_bytes(hard):
    assert pdf.render(hard) == pdf.in_child(lambda: pdf.render(hard))


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/x",
        "file:///etc/passwd",
        "data:text/plain,x",
        "static:../config/settings.py",
        "static:website/icon.svg",
    ],
)
def test_a_document_reads_our_own_print_files_and_nothing_else(address):
    with pytest.raises(pdf.PDFNotMade, match="may not read"):
        typesetting.StaticFilesOnly().fetch(address)


def letters_by_font(document: bytes) -> dict[str, set[str]]:
    """Which letters each font of a PDF is used for."""
    letters = {}
    with pikepdf.open(BytesIO(document)) as printed:
        for font in printed.objects:
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
                codes = re.findall(rb"<[0-9a-f]+> <([0-9a-f]+)>", font.ToUnicode.read_bytes(), re.IGNORECASE)
                letters[str(font.BaseFont)] = {bytes.fromhex(code.decode()).decode("utf-16-be") for code in codes}
    return letters


def test_every_letter_of_english_and_welsh_is_in_our_own_type_whatever_the_machine_has(hard):
    letters = letters_by_font(pdf.render(hard))
    ours = set().union(*(found for font, found in letters.items() if "+Source-" in font))
    others = set().union(*(found for font, found in letters.items() if "+Source-" not in font))
    assert {"a", "M", "7", "ŵ", "ŷ"} <= ours
    assert not [letter for letter in others if letter.isalnum()]


@pytest.mark.skipif(
    typesetting.pango.pango_version() >= typesetting.KEEPS_A_THREAD, reason="this Pango lets no worker be warm"
)
def test_a_warm_worker_s_children_find_the_style_sheet_read():
    typesetting.style_of.cache_clear()
    typesetting.warm()
    assert pdf.in_child(lambda: str(typesetting.style_of.cache_info().currsize).encode()) == b"1"


def test_a_server_that_has_grown_large_still_prints():
    """What a child may use is counted from where it begins, not from nothing."""
    with mmap.mmap(-1, pdf.MEMORY):  # asked for, and never touched
        assert pdf.in_child(lambda: bytes(64 << 20)[:2]) == b"\0\0"


def much_memory() -> bytes:
    return bytes(3 << 30)


def much_time() -> bytes:
    while True:
        pass


@pytest.mark.parametrize("work", [much_memory, much_time])
def test_a_document_that_is_too_much_is_given_up(monkeypatch, work):
    monkeypatch.setattr(pdf, "SECONDS", 1)
    with pytest.raises(pdf.PDFNotMade, match="could not be made"):
        pdf.in_child(work)


# The record


HOLDS = {
    Kind.NOTICE: (False, False, False),
    Kind.AGENDA: (True, False, False),
    Kind.SUPPLEMENT: (True, False, False),
    Kind.DECISIONS: (True, True, False),
    Kind.DRAFT_MINUTES: (True, True, True),
    Kind.MINUTES: (True, True, True),
}


@pytest.mark.parametrize(("kind", "expected"), HOLDS.items(), ids=HOLDS)
def test_each_kind_holds_what_it_says(kind, expected):
    record = Publication.objects.publish(make_held_meeting(), kind).record.text
    words = "north mole", "put to tender", "Harbour Master"
    assert tuple(word in record for word in words) == expected


class Stopped(Exception):
    """What a worker's handler of signals raises, under another name."""


def test_a_worker_that_is_stopped_in_the_moment_of_the_fork_stops_its_child(monkeypatch):
    fork, children = os.fork, []

    def fork_and_be_stopped() -> int:
        children.append(fork())
        if children[0]:
            signal.raise_signal(
                signal.SIGTERM
            )  # to this thread: another of the test's, in which it isn't blocked, may take it
        return children[0]

    def stop(*_):
        raise Stopped

    monkeypatch.setattr(os, "fork", fork_and_be_stopped)
    kept = signal.signal(signal.SIGTERM, stop)
    try:
        with pytest.raises(Stopped):
            pdf.in_child(lambda: time.sleep(60) or b"")
        with pytest.raises(ProcessLookupError):
            os.kill(children[0], signal.SIGKILL)
    finally:
        signal.signal(signal.SIGTERM, kept)

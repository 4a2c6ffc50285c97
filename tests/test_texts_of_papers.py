"""The words inside published papers: read once by the worker, found with the version that names them, and gone with it."""

from datetime import timedelta
from io import BytesIO

import docx
import pikepdf
import pytest
from django.core.management import call_command
from django.utils import timezone

from published import extracting, pdf
from published.extracting import read_next
from published.kinds import Kind
from published.models import PDF, Text, Words
from published.query import parse
from published.searching import Filters, search
from published.typesetting import typeset
from tests.making import make_document, make_held_meeting, make_pdf, make_winter_and_summer, publish

pytestmark = pytest.mark.django_db
ENCRYPTED = pikepdf.Encryption(user="secret", owner="secret")


def written(text: str) -> bytes:
    """A PDF with words in it."""
    return typeset(f'<html lang="en"><title>T</title><h1>Survey</h1><p>{text}</p>')


def found(typed: str) -> list[str]:
    answer = search(parse(typed), Filters(), timezone.now(), newest_first=True)
    return [f"{result.title} ({result.meeting})" for result in answer.results]


def read_all() -> int:
    count = 0
    while read_next():
        count += 1
    return count


@pytest.fixture
def two():
    winter, summer = make_winter_and_summer()
    make_document(winter, "Survey", item=winter.items.get(), content=written("Barnacles on the north mole."))
    make_document(summer, "Survey", item=summer.items.get(), content=written("Teredo worms in the piles."))
    return winter, summer, publish(winter), publish(summer)


def test_a_paper_is_found_by_its_title_at_once_and_by_its_words_when_they_were_read(two):
    assert found("survey") == ["Survey (2026-07-15)", "Survey (2026-01-14)"] and found("barnacles") == []
    assert read_all() == 2 and read_all() == 0
    assert found("barnacles") == ["Survey (2026-01-14)"] and found("teredo worm") == ["Survey (2026-07-15)"]
    assert set(Text.objects.values_list("problem", "attempts")) == {("", 1)}


def test_a_file_is_read_once_and_found_also_in_what_is_published_later(two):
    read_all()
    publish(two[0], note="Corrected.")
    publish(two[0], Kind.AGENDA, note="Again.")
    assert read_all() == 0 and found("barnacles") == ["Survey (2026-01-14)"]


def test_a_scheduled_paper_is_read_beforehand_and_found_from_its_moment_on(two):
    then = timezone.now() + timedelta(days=3)
    make_document(two[0], "Plan", item=two[0].items.get(), content=written("Limpets are coming."))
    publish(two[0], note="A plan came.", goes_live_at=then)
    read_all()
    assert found("limpets") == []
    later = search(parse("limpets"), Filters(), then, newest_first=True)
    assert [result.title for result in later.results] == ["Plan"]


def test_what_is_withdrawn_takes_its_words_along_and_the_other_keeps_its_own(two):
    read_all()
    two[2].withdraw("It named a resident.")
    assert [row.text.count("Teredo") for row in Text.objects.all()] == [1]
    assert found("barnacles") == [] and found("teredo") == ["Survey (2026-07-15)"]


def test_a_file_that_another_version_names_keeps_its_words(two):
    read_all()
    two[0].items.update(title="Renamed")
    publish(two[0], note="Corrected.").withdraw("Not yet.")
    assert Text.objects.count() == 2 and found("barnacles") == ["Survey (2026-01-14)"]


def test_what_is_withdrawn_while_it_is_read_is_not_kept(two, monkeypatch):
    in_child = pdf.in_child

    def withdraw_meanwhile(work, **options):
        two[2].withdraw("It named a resident.")
        two[3].withdraw("It named a resident.")
        return in_child(work, **options)

    monkeypatch.setattr(pdf, "in_child", withdraw_meanwhile)
    assert read_next() is not None
    assert not Text.objects.exists() and not Words.objects.exists()


def of_word(text: str = "Whelks in a paragraph") -> bytes:
    out, document = BytesIO(), docx.Document()
    document.add_paragraph(text)
    document.add_table(1, 1).cell(0, 0).text = "Winkles in a table"
    document.save(out)
    return out.getvalue()


def encrypted() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(written("Secret mussels."))) as opened:
        opened.save(out, encryption=ENCRYPTED)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", written("Ŵalrus & café — “quoted” Llŷr"), ["Ŵalrus", "“quoted”", "Llŷr"]),
        ("a.PDF", written("Loud"), ["Loud"]),
        ("a.docx", of_word(), ["Whelks in a paragraph", "Winkles in a table"]),
        ("a.pdf", make_pdf(3), []),
    ],
)
def test_words_are_read_of_files_of_each_kind(name, content, words):
    text = extracting.words_of(content, name)
    assert [word for word in words if word not in text] == [] and "\0" not in text
    text.encode()


@pytest.mark.parametrize(
    "content",
    [encrypted(), b"%PDF-1.7 and nothing more", b"", written("x")[:300], b"PK\x03\x04 no"],
    ids=["encrypted", "damaged", "empty", "cut off", "no document"],
)
@pytest.mark.parametrize("name", ["survey.pdf", "survey.docx"])
def test_what_cannot_be_read_says_why_and_is_not_tried_for_ever(two, name, content, capsys, monkeypatch):
    if name == "survey.docx" and not content.startswith(b"PK"):
        content = b"PK\x03\x04" + content
    row = Text.objects.order_by("sha256").first()
    Words.objects.filter(sha256=row.sha256).update(file_name=name)
    extracting.files.path_of(row.sha256).write_bytes(content)
    PDF.objects.all().delete()
    monkeypatch.setattr("config.management.commands.worker.close_old_connections", lambda: None)  # it is the test's own
    call_command("worker", batch=True)
    assert "The text could not be read: NotReadable" in capsys.readouterr().err
    row.refresh_from_db()
    assert row.read_at and row.attempts == 1 and row.text == "" and row.problem
    assert read_next() is None


def test_a_reader_that_dies_is_followed_by_another_and_the_third_gives_up(two, monkeypatch, clock):
    def die(work, **options):
        raise pdf.PDFNotMade("The text could not be read: the renderer was stopped (status 9)")

    monkeypatch.setattr(pdf, "in_child", die)
    now = timezone.now()
    assert [read_all(), read_all()] == [2, 0]
    assert Text.objects.filter(read_at=None).count() == 2
    for attempt in (2, 3):
        clock(now + attempt * timedelta(minutes=11))
        assert read_all() == 2
    assert (
        set(Text.objects.values_list("attempts", flat=True)) == {3} and not Text.objects.filter(read_at=None).exists()
    )
    clock(now + timedelta(days=30))
    assert read_all() == 0


def test_two_workers_read_two_files(two):
    assert {extracting._claim().sha256 for _ in range(2)} == set(Text.objects.values_list("sha256", flat=True))
    assert extracting._claim() is None


def test_a_very_long_document_is_searched_as_far_as_it_is_said():
    text = extracting.words_of(of_word("barnacle " * 40_000 + "limpet"), "a.docx")
    assert len(text) == extracting.LONGEST and "limpet" not in text
    meeting = make_held_meeting()
    different = " ".join(f"w{n:x}" for n in range(120_000))
    make_document(meeting, "All different words", name="a.docx", content=of_word(different))
    publish(meeting)
    read_all()
    assert found("w1f") == ["All different words (2026-03-04)"] and found("w1d000") == []

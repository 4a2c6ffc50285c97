"""A clerk moves in with the minutes of years: text files, saved pages and Word documents."""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from datetime import date, time
from html import unescape
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from committees.models import Committee
from minutes.importing.blocks import Source, blocks_from_html, blocks_from_text
from minutes.importing.decoding import decode
from minutes.importing.numerals import figure
from minutes.importing.outcomes import kind_of
from minutes.importing.reading import read_file
from minutes.importing.splitting import split
from minutes.models import AgendaItem, Decision, Meeting, Minute
from publishing.models import Publication
from richtext.plain_text import text_of
from tests.making import HARBOUR

FILES = Path(__file__).parent / "files"
PNG = b"\x89PNG\r\n\x1a\n"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def word(path: Path, build) -> Path:
    document = docx.Document()
    build(document)
    document.save(path)
    return path


def repack(path: Path, **parts: bytes) -> Path:
    """The Word document with parts exchanged; `document` stands for word/document.xml."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content |= {f"word/{name}.xml": part for name, part in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return path


def picture() -> io.BytesIO:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return io.BytesIO(PNG + header + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b""))


def words(text: str) -> list[str]:
    return re.findall(r"\w[\w’'.,/-]*\w|\w", unescape(text))


def body(title: str) -> str:
    return Minute.objects.get(item__title=title).body


def nothing_is_stored() -> bool:
    return not (Committee.objects.exists() or Meeting.objects.exists() or AgendaItem.objects.exists())


# One item


def test_a_clerk_imports_one_item(run):
    said = run(FILES / "one-item.txt")
    item = AgendaItem.objects.get()
    assert item.title == "Footbridge at Mill Lane"
    assert item.meeting.address == "harbour-committee/2026-03-05"
    assert item.minute.body.count("<li>") == 2
    assert "·" not in item.minute.body
    decision = item.decisions.get()
    assert (decision.text, decision.kind) == ("<p>Members noted the report.</p>", Decision.Kind.NOTED)
    assert "Made        committee “Harbour Committee”" in said
    assert "start time unknown" in said
    assert item.meeting.start is None


def test_the_clerk_is_told_what_was_dropped_and_what_has_no_place(run):
    said = run(FILES / "one-item.txt")
    for label in ("Agenda item", "Minutes:", "Decision", "Supporting documents:"):
        assert f"Dropped     label “{label}”" in said
    assert (
        "Not placed  paper of “Footbridge at Mill Lane”, to be uploaded at the desk: “Report on the footbridge”" in said
    )


def test_actions_keep_their_words_in_the_minutes(run):
    said = run(FILES / "one-item.txt")
    assert text_of(body("Footbridge at Mill Lane")).endswith("Actions\nPrices to be found by May (Anna Lindqvist).")
    assert "“Actions”: kept, with what follows, in the minutes" in said


def test_a_second_item_comes_after_the_last(run, tmp_path):
    run(FILES / "one-item.txt")
    run(write(tmp_path / "next.txt", "Slipway\n\nMinutes:\n\nIt was cleaned."))
    assert [item.title for item in Meeting.objects.get().items.in_order()] == ["Footbridge at Mill Lane", "Slipway"]
    assert Committee.objects.count() == 1


def test_the_same_file_is_not_imported_twice(run):
    run(FILES / "one-item.txt")
    with pytest.raises(
        CommandError, match="“Footbridge at Mill Lane” is an item of Harbour Committee, 5 March 2026 already"
    ):
        run(FILES / "one-item.txt")
    assert AgendaItem.objects.count() == 1


def test_words_behind_a_label_belong_to_it(run, tmp_path):
    page = "<h1>Slipway</h1><p><b>Minutes:</b> It was <i>very</i> slippery.</p><p><b>Decision</b>: Deferred to May.</p>"
    run(write(tmp_path / "item.html", page))
    assert body("Slipway") == "<p>It was <em>very</em> slippery.</p>"
    decision = Decision.objects.get()
    assert (text_of(decision.text), decision.kind) == ("Deferred to May.", Decision.Kind.DEFERRED)


def test_on_a_terminal_the_clerk_sees_a_table(db):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    terminal = Terminal()
    call_command("import_minutes", str(FILES / "one-item.txt"), **HARBOUR, stdout=terminal)
    title, _, heading, *rows = re.sub(r"\x1b\[[\d;]*m", "", terminal.getvalue()).splitlines()
    assert title.strip() == "Imported"
    assert [cell.strip() for cell in heading.strip("┃").split("┃")] == ["", "What", "Where"]
    assert any("Dropped" in row and "label “Supporting documents:”" in row for row in rows)


def test_headings_inside_one_item_do_not_divide_it(run, tmp_path):
    page = "<h1>Slipway</h1><h2>Minutes</h2><h3>Background</h3><p>Old.</p><h3>Debate</h3><p>Long.</p>"
    run(write(tmp_path / "item.html", page))
    assert text_of(AgendaItem.objects.get().minute.body) == "Background\nOld.\nDebate\nLong."


# Whole minutes


def test_whole_minutes_say_their_committee_and_day_and_are_divided_at_their_numbers(db):
    call_command("import_minutes", str(FILES / "whole-minutes.txt"))
    meeting = Meeting.objects.get()
    assert (meeting.address, meeting.start) == ("harbour-committee/2026-03-05", time(19, 30))
    items = [(item.number, item.title, item.kind) for item in meeting.numbered_items()]
    assert items == [
        ("", "Attendance and opening", "heading"),
        ("54", "Apologies for absence", "apologies"),
        ("55", "Mooring fees 2026/27", "business"),
        ("56", "Any other business", "any-other-business"),
    ]
    assert Minute.objects.get(item__title__startswith="Mooring").number == "12/26"


def test_a_resolution_among_the_minutes_becomes_the_decision(run):
    run(FILES / "whole-minutes.txt")
    decision = Decision.objects.get()
    resolved = "RESOLVED that:\nthe fees be approved;\nthey be reviewed in a year."
    assert text_of(decision.text) == f"{resolved}\nThe Chair thanked the Harbour Master."
    assert '<ol class="round-a" type="a">' in decision.text
    assert "thanked" not in body("Mooring fees 2026/27")


def test_who_was_there_is_kept_and_said(run):
    said = run(FILES / "whole-minutes.txt")
    assert "Councillors Quill (Chair), Marsh and Tern." in body("Attendance and opening")
    assert "enter the attendance at the desk" in said


def test_numbers_that_counting_gives_are_left_to_it(run, tmp_path):
    run(
        write(
            tmp_path / "m.txt",
            "1. Apologies\n\nNone.\n\n2. Slipway\n\nCleaned.\n\n2a. Late matter\n\nHeard.\n\n3. Close\n\nAt nine.",
        )
    )
    assert [item.number_by_hand for item in AgendaItem.objects.order_by("position")] == ["", "", "2a", ""]
    assert [item.number for item in Meeting.objects.get().numbered_items()] == ["1", "2", "2a", "3"]


def test_a_list_in_the_text_does_not_divide_it(run, tmp_path):
    run(write(tmp_path / "m.txt", "Slipway\n\nMembers asked for:\n\n1. Sand\n\n2. Salt\n\n3. Signs\n\nand had tea."))
    assert AgendaItem.objects.get().minute.body.count("<li>") == 3


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Members noted the update.", "noted"),
        ("RESOLVED that the report be noted and the budget approved.", "agreed"),
        ("RESOLVED that the decision be deferred.", "deferred"),
        ("That the matter be referred to the Cabinet.", "referred"),
        ("RECOMMENDED to Council that the plan be adopted.", "recommended"),
        ("Planning permission was refused.", "refused"),
        ("That authority be delegated: delegated authority is given.", "delegated"),
        ("The item was withdrawn.", "withdrawn"),
        ("That the bench be green.", "agreed"),
        ("It was agreed to defer the item.", "deferred"),
        ("RESOLVED that permission be refused, being contrary to the adopted Local Plan.", "refused"),
        ("RESOLVED that the item be deferred. The Clerk reported on the cost.", "deferred"),
        ("RESOLVED that: (a) application 12 be refused; (b) application 14 be refused.", "refused"),
        ("RESOLVED that the tender be taken up and that authority be delegated to the Clerk to sign.", "agreed"),
        ("RESOLVED that: 1. the report be noted; 2. the matter be referred to the Cabinet.", "agreed"),
        ("RECOMMENDED that (a) the fees be approved; (b) the rest be deferred.", "recommended"),
        ("RESOLVED to APPROVE (a) and (b) and to DEFER (c).", ""),
        ("RESOLVED that: (a) the fees be approved; (b) the lease be deferred.", ""),
        ("RESOLVED that: (i) the lamps be bought; (ii) the rope be deferred to May.", ""),
        ("RESOLVED that the plan be approved and the lease deferred.", ""),
        ("Application 12 was approved. Application 14 was refused.", ""),
        ("REFUSED: application 12; APPROVED: application 14", ""),
        ("AGREED to withdraw the first motion and to approve the second.", ""),
        ("RESOLVED that the application be deferred until the plan is approved.", "deferred"),
        ("RESOLVED that, if the grant is refused, the lamps be bought.", "agreed"),
        ("Members resolved that new lamps be bought.", "agreed"),
        ("The application was not approved.", "refused"),
        ("RESOLVED not to defer the item.", ""),
        ("RESOLVED that the item be not deferred.", ""),
        ("The motion to refuse was lost.", ""),
        ("RESOLVED to object to the refused application's appeal.", "agreed"),
        ("Cabinet approved the budget.", "agreed"),
        ("Permission refused on the grounds of noise.", "refused"),
        ("The refused application was looked at.", ""),
        ("Buy new lamps.", ""),
        ("Penderfynwyd gohirio'r eitem.", ""),
    ],
)
def test_the_kind_of_a_decision_is_guessed_from_its_words(text, kind):
    assert kind_of(text) == kind


def test_what_has_no_one_outcome_is_published_without_any(run, client, tmp_path):
    text = "Lamps\n\nMinutes:\n\nOld.\n\nRESOLVED that:\n(a) the quay's lamps be approved;\n(b) the mole's lamps be deferred."
    said = run(write(tmp_path / "m.txt", text), publish=True)
    decision = Decision.objects.get()
    assert decision.kind == "" and str(decision)
    assert (
        "To check    decision of “Lamps”: its words don't say one outcome of all of it, so that none is printed over it"
        in said
    )
    for page in ("", "lamps/"):
        shown = client.get(f"/committees/harbour-committee/2026-03-05/{page}").content.decode()
        assert "the mole's lamps be deferred" in unescape(shown)
        assert not re.search(r">\s*(?:Agreed|Deferred)", shown)


# Word


def test_bold_numbered_lines_divide_a_word_document(run, tmp_path):
    def build(document):
        document.add_paragraph("Present: Councillor Quill")
        for number, title in enumerate(("Apologies", "Harbour wall", "Close"), start=7):
            document.add_paragraph().add_run(f"{number}. {title}").bold = True
            document.add_paragraph(f"Words about {title}.")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ("Wall", "Cost", "North", "£900"), strict=True):
            cell.text = text
        document.add_picture(picture())
        document.sections[0].header.paragraphs[0].text = "Draft of the clerk"

    said = run(word(tmp_path / "m.docx", build))
    assert [(i.number, i.title) for i in Meeting.objects.get().numbered_items()][1:] == [
        ("7", "Apologies"),
        ("8", "Harbour wall"),
        ("9", "Close"),
    ]
    assert all(text in body("Close") for text in ("<table>", "North", "£900"))
    assert "Dropped     a picture" in said
    assert "Dropped     header: “Draft of the clerk”" in said


def test_word_headings_divide_a_document_without_numbers(run, tmp_path):
    def build(document):
        document.add_heading("Harbour Committee", 0)
        for title in ("Apologies", "Dredging"):
            document.add_heading(title, 2)
            document.add_paragraph("Words.")

    run(word(tmp_path / "m.docx", build))
    assert [i.title for i in Meeting.objects.get().items.in_order()] == [
        "Apologies",
        "Dredging",
    ]


def lettered(document):
    """A list that Word letters (a), (b): its numbering part knows that, its text does not."""
    numbering = document.part.numbering_part.element
    abstract, level = OxmlElement("w:abstractNum"), OxmlElement("w:lvl")
    abstract.set(qn("w:abstractNumId"), "900")
    level.set(qn("w:ilvl"), "0")
    for name, value in (("start", "3"), ("numFmt", "lowerLetter"), ("lvlText", "(%1)")):
        child = OxmlElement(f"w:{name}")
        child.set(qn("w:val"), value)
        level.append(child)
    abstract.append(level)
    numbering.insert(0, abstract)
    number = numbering.add_num(900).numId
    document.add_heading("Dredging", 1)
    for text in ("the sand be kept;", "the mud be sold."):
        properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val, properties.get_or_add_ilvl().val = number, 0


def test_letters_that_word_prints_are_kept(run, tmp_path):
    run(word(tmp_path / "m.docx", lettered))
    assert re.search(r'<ol (?=[^>]*type="a")(?=[^>]*start="3")[^>]*>', body("Dredging"))


def test_word_lists_become_lists(run, tmp_path):
    def build(document):
        document.add_heading("Dredging", 1)
        document.add_paragraph("sand", style="List Bullet")
        document.add_paragraph("mud", style="List Bullet")
        document.add_paragraph("first", style="List Number")
        document.add_paragraph("between")
        document.add_paragraph("second", style="List Number")

    run(word(tmp_path / "m.docx", build))
    assert body("Dredging").count("<ul>") == 1
    assert re.search(
        r'<ol[^>]* start="2"[^>]*>\s*<li>second', body("Dredging")
    )  # the list goes on: it is a legal record


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (3, "lowerLetter", "c"),
        (28, "lowerLetter", "bb"),
        (4, "lowerRoman", "iv"),
        (9, "upperRoman", "IX"),
        (12, "decimal", "12"),
    ],
)
def test_word_counts_in_letters_and_roman_figures(count, form, text):
    assert figure(count, form) == text


def test_what_word_deleted_is_said_and_not_imported(run, tmp_path):
    path = word(
        tmp_path / "m.docx", lambda document: (document.add_heading("Slipway", 1), document.add_paragraph("Clean."))
    )
    with zipfile.ZipFile(path) as archive:
        text = archive.read("word/document.xml").decode()
    deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>Dirty.</w:delText></w:r></w:del></w:p>'
    said = run(repack(path, document=re.sub("</w:p>(?=<w:sectPr)", deleted, text).encode()))
    assert "Dirty" not in body("Slipway")
    assert "Dropped     deleted in Word's tracked changes: “Dirty.”" in said


# Bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_in_the_encodings_of_windows(run, tmp_path, encoding):
    run(write(tmp_path / "m.txt", "Café – £900\n\nMinutes:\n\nRent.".encode(encoding)))
    assert AgendaItem.objects.get().title == "Café – £900"


def test_windows_1252_is_assumed_and_said(run):
    said = run(FILES / "windows-1252.txt")
    assert AgendaItem.objects.get().title == "“The café” lease"
    assert "Windows-1252 was assumed" in said


def test_a_page_is_read_as_it_says(run, tmp_path):
    page = '<meta charset="iso-8859-2"><title>x</title><h1>Łódź</h1><p>Twin town.'
    run(write(tmp_path / "m.htm", page.encode("iso-8859-2")))
    assert AgendaItem.objects.get().title == "Łódź"


def test_what_is_no_text_in_a_page_is_said(run, tmp_path):
    page = "<title>Site</title><style>p {}</style><h1>Slipway</h1><p>Clean.<img src=x alt='A gull'></p><iframe src=y></iframe>"
    said = run(write(tmp_path / "item.html", page))
    for thing in (
        "title in the browser: “Site”",
        "a picture: “A gull”",
        "something embedded (iframe)",
        "style sheets: 1",
    ):
        assert f"{thing}  (item.html)" in said
    assert text_of(body("Slipway")) == "Clean."


@pytest.mark.parametrize("alt", ["alt=gull", "alt='A gull'", 'ALT = "The gull&#39;s nest"', "title=x alt=gull>"])
def test_what_a_page_s_picture_shows_is_said_however_it_is_written(run, tmp_path, alt):
    said = run(write(tmp_path / "item.html", f"<h1>Slipway</h1><p>Clean. <img src=x {alt}></p>"))
    assert re.search("a picture: “.*gull.*”", said)


def test_an_underline_that_marks_what_was_added_is_kept(run, tmp_path):
    def build(document):
        document.add_heading("Slipway", 1)
        paragraph = document.add_paragraph("The fee is ")
        paragraph.add_run("£9").font.strike = True
        paragraph.add_run(" £10").font.underline = True

    run(word(tmp_path / "m.docx", build))
    assert body("Slipway") == "<p>The fee is <s>£9</s><u> £10</u></p>"


def test_control_characters_are_removed_and_counted(run, tmp_path):
    said = run(write(tmp_path / "m.txt", "Slip\0way\n\nMinutes:\n\n" + "It was cleaned again. " * 5 + "\x01\u202e"))
    assert AgendaItem.objects.get().title == "Slipway"
    assert "Control characters removed: 3." in said


# Bad input: one sentence, nothing stored

LONG = "a line of words\n" * 400_000
BAD = {
    "empty.txt": (b"", "it is empty"),
    "blank.txt": (b"\xef\xbb\xbf \n\xc2\xa0\n", "it is empty"),
    "paper.txt": (b"%PDF-1.7\n", "it is a PDF, whatever its name says"),
    "photo.txt": (PNG + b"\0\0", "it is a picture"),
    "photo2.txt": (b"\xff\xd8\xff\xe0", "it is a picture"),
    "word.txt": (b"PK\x03\x04 and more", "give it the ending .docx"),
    "page.txt": (b"<!DOCTYPE html><p>x", "it is a web page"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an old Word document (.doc); save it as .docx"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "it is an old Word document (.doc); save it as .docx"),
    "locked.docx": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "it is protected by a password",
    ),
    "large.txt": (LONG.encode(), "it is larger than 5 MB"),
    "long.txt": (b"Title\n\nMinutes:\n\n" + LONG[:600_000].encode(), "can be kept"),
    "plain.docx": (b"Dear all", "it is not a Word document"),
    "broken.docx": (b"PK\x03\x04 nothing", "can't be opened; save it again"),
    "garbage.txt": (bytes(range(256)) * 20, "it is mostly control characters"),
    "wide.txt": ("Slipway".encode("utf-16-le"), "it is mostly control characters"),
    "half.txt": (b"\xff\xfeS\0l", "it begins like UTF-16 text but is damaged"),
    "deep.html": (b"<div>" * 5000 + b"x", "nested more deeply"),
    "torn.html": (b"<a" * 1_000_000, "its HTML is torn"),
    "huge.html": (b"<p>some words</p>" * 100_000, "it holds far more than minutes do"),
    "untitled.txt": (b"Minutes:\n\nIt was cleaned.", "it has no title"),
    "only-a-label.txt": (b"Agenda item\n", "it has no title"),
    "minutes.pdf": (b"%PDF-1.7", "only .docx, .odt, .html, .md and .txt files can be imported"),
    "minutes.rtf2": (b"# Slipway", "only .docx, .odt, .html, .md and .txt files can be imported"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_sentence(run, tmp_path, name):
    content, sentence = BAD[name]
    path = write(tmp_path / name, content)
    with pytest.raises(CommandError) as refusal:
        run(FILES / "one-item.txt", path)
    assert str(refusal.value).startswith(f"{path} can't be imported: ")
    assert sentence in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert refusal.value.returncode == 1
    assert nothing_is_stored()


def bomb(path):
    return write_zip(path, {"word/document.xml": b" " * 20_000_000})


def write_zip(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return path


def flagged(path):
    data = bytearray(word(path, lambda document: document.add_paragraph("x")).read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1
    return write(path, bytes(data))


def deep(path):
    xml = (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        + b"<w:p>" * 5000
        + b"</w:p>" * 5000
    )
    return repack(word(path, lambda document: None), document=xml + b"</w:document>")


def entities(path):
    xml = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c SYSTEM "file:///etc/hostname">]><a>&b;&c;</a>'
    return repack(word(path, lambda document: None), document=xml)


def torn(path):
    return repack(word(path, lambda document: None), document=b"<w:document")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (bomb, "unpacks to far more than a document should"),
        (flagged, "is protected by a password"),
        (deep, "nested more deeply"),
        (entities, "it defines XML entities"),
        (torn, "it is damaged; open it in the program that made it"),
        (lambda path: write_zip(path, {"a.txt": b"x"}), "it is a ZIP file, but not a Word document"),
        (lambda path: word(path, lambda document: None), "there is no text in it"),
    ],
)
def test_a_bad_word_document_is_refused_with_a_sentence(run, tmp_path, make, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(make(tmp_path / "m.docx"))
    assert nothing_is_stored()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"date": "2026-02-30"}, "--date “2026-02-30” does not exist"),
        ({"date": "5 March 2026"}, "write it as year, month and day"),
        ({"date": "20260305"}, "write it as year, month and day"),
        ({"committee": "harbour/committee"}, "--committee “harbour/committee” is not the address"),
        ({"committee": "Harbour"}, "is not the address of a committee: use small letters"),
        ({"committee": ""}, "add --committee"),
        ({"date": ""}, "add --date"),
    ],
)
def test_a_wrong_option_is_refused_with_a_sentence(run, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(FILES / "one-item.txt", **options)
    assert nothing_is_stored()


def test_what_is_no_file_is_refused(run, tmp_path):
    with pytest.raises(CommandError, match="there is no such file"):
        run(tmp_path / "none.txt")
    with pytest.raises(CommandError, match="it is a folder"):
        run(tmp_path)
    assert nothing_is_stored()


def test_a_parser_that_fails_is_a_sentence_too(run, monkeypatch):
    monkeypatch.setattr("minutes.importing.reading.blocks_from_text", lambda text: 1 / 0)
    with pytest.raises(CommandError, match=r"it can't be read \(ZeroDivisionError\)"):
        run(FILES / "one-item.txt")


def test_a_database_that_fails_is_told_and_nothing_is_stored(run, monkeypatch):
    def busy(*arguments):
        raise OperationalError("database is locked")

    monkeypatch.setattr("publishing.management.commands.import_minutes.place", busy)
    with pytest.raises(CommandError, match=r"Nothing was imported: .* \(database is locked\)\. Try again\."):
        run(FILES / "one-item.txt")
    assert nothing_is_stored()


# Publishing at once


@pytest.mark.django_db
def test_published_minutes_have_an_address_at_once(run):
    said = run(FILES / "one-item.txt", publish=True)
    assert "http://127.0.0.1:8000/committees/harbour-committee/2026-03-05/footbridge-at-mill-lane/" in said
    assert "minutes.pdf follows from the worker" in said
    assert Publication.objects.get().kind == "draft-minutes"


def test_an_item_added_to_published_minutes_is_a_new_version(run, tmp_path):
    run(FILES / "one-item.txt", publish=True)
    run(write(tmp_path / "next.txt", "Slipway\n\nMinutes:\n\nIt was cleaned."), publish=True)
    assert list(Publication.objects.order_by("sequence").values_list("note", flat=True)) == ["", "Added: Slipway."]


def test_minutes_of_a_meeting_to_come_are_not_published(run):
    with pytest.raises(CommandError, match="can't be published, and nothing was imported"):
        run(FILES / "one-item.txt", date="2999-03-05", publish=True)
    assert nothing_is_stored()


def test_what_is_not_for_publication_is_not_published(run, tmp_path):
    path = write(tmp_path / "m.txt", "Slipway\n\nNOT FOR PUBLICATION\n\nMinutes:\n\nIt was sold.")
    with pytest.raises(CommandError, match="Import it without --publish"):
        run(path, publish=True)
    assert nothing_is_stored()
    run(path)
    assert AgendaItem.objects.exists()


# Word for word


def stored_words(meeting: Meeting) -> list[str]:
    found = []
    for item in meeting.items.in_order():
        found += words(item.title)
        bodies = [item.minute.body if hasattr(item, "minute") else "", *item.decisions.values_list("text", flat=True)]
        found += [word for text in bodies for word in words(text_of(text))]
    return found


def test_not_a_word_of_the_first_real_item_is_lost_or_doubled(run, shared):
    seed = shared / "seed" / "operation-dovetail.txt"
    run(seed, committee="safer-stronger-communities-board", date="2018-03-15")
    labels = words("Agenda item Minutes: Decision Supporting documents:")
    assert Counter(stored_words(Meeting.objects.get())) + Counter(labels) == Counter(words(seed.read_text()))
    assert AgendaItem.objects.get().minute.body.count("<li>") == 5
    assert text_of(Decision.objects.get().text) == "Members noted the update."


def split_words(source: Source) -> Counter:
    """All words of all blocks, wherever they were put; the numbers of items count as words."""
    found = Counter()
    minutes = split(source)
    for item in minutes.items:
        found.update(words(f"{'' if item.is_heading else item.title} {item.number} {item.minute_number}"))
        for block in [
            *item.agenda,
            *item.minutes,
            *(block for d in item.decisions for block in d.text + d.reasons + d.options),
        ]:
            found.update(words(block.text))
    for remark in minutes.dropped:
        found.update(words(remark.words.removeprefix("label")))
    return found


@pytest.mark.parametrize(
    "name", ["limerick-2015-11-20", "limerick-2016-11-11", "limerick-2017-01-23", "limerick-control-characters"]
)
def test_not_a_word_of_long_minutes_is_lost_in_splitting(shared, name):
    text, _ = decode((shared / "data" / "long-minutes" / f"{name}.md").read_bytes())
    assert split_words(Source(blocks_from_text(text), "line")) == Counter(words(text))


def test_not_a_word_of_pasted_pages_is_lost_in_splitting(shared):
    for path in sorted((shared / "data" / "word-html").glob("*.html")):
        page = decode(path.read_bytes(), html=True)[0]
        source = Source(blocks_from_html(f"<h1>Title</h1>{page}")[0], "paragraph")
        plain = re.sub(
            r"<[^>]+>", lambda tag: "" if re.match(r"</?(?:b|i|span|a|u|strong|em)\b", tag[0]) else " ", page
        )
        assert split_words(source) == Counter(words(plain)) + Counter(["Title"]), path.name


def test_long_real_minutes_are_imported_word_for_word(run, shared, tmp_path):
    text = (shared / "data" / "long-minutes" / "limerick-control-characters.md").read_text()
    said = run(write(tmp_path / "minutes.txt", text), committee="", date="")
    meeting = Meeting.objects.get()
    assert (meeting.date, meeting.start) == (date(2017, 2, 16), time(15, 30))
    numbers = [item.number for item in meeting.numbered_items()]
    assert numbers == ["", "2", "1", "4", "3", "5"] or sorted(numbers) == ["", "1", "2", "3", "4", "5"]
    kept = Counter(stored_words(meeting)) - Counter(words("Attendance and opening"))
    assert not Counter(words(decode(text.encode())[0])) - kept - Counter(words(said))


def test_a_word_document_is_read_word_for_word(tmp_path):
    def build(document):
        document.add_heading("Slipway", 1)
        document.add_paragraph("One two ", style="List Bullet").add_run("three").bold = True
        document.add_paragraph("four five", style="List Number")
        document.add_table(1, 1).cell(0, 0).text = "six seven"

    source = read_file(word(tmp_path / "m.docx", build))
    assert words(" ".join(block.text for block in source.blocks)) == words(
        "Slipway One two three 1 four five six seven"
    )


def test_the_number_of_a_page_is_no_item_and_no_sentence_and_is_said(run, tmp_path):
    pages = "1. Mole\n\nThe mole was seen.\n\nPage 1 of 2\n\n2. Quay\n\nThe quay was seen on page 2 of the plan.\n\nPage 2 of 2\n"
    said = run(write(tmp_path / "m.txt", pages))
    assert [item.title for item in AgendaItem.objects.all()] == ["Mole", "Quay"]
    assert [body(title) for title in ("Mole", "Quay")] == [
        "<p>The mole was seen.</p>",
        "<p>The quay was seen on page 2 of the plan.</p>",
    ]
    assert all(f"Dropped     the number of a page: “Page {page} of 2”" in said for page in (1, 2))

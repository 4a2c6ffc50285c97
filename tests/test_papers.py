"""Alison uploads papers: what is what it says is kept, and what isn't is refused with what to do."""

import hashlib
import zipfile
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from minutes import papers
from minutes.papers import content_type, inspect_paper, private_name, safe_name
from minutes.receiving import archives
from minutes.receiving.archives import check_zip
from tests.making import make_pdf, make_upload
from tests.uploads import picture, word


def damaged(content: bytes) -> bytes:
    """The same with a letter of what is packed in it turned round."""
    at = content.index(b"word/document.xml") + 20
    return content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :]


def make_zip(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed_pdf(change, **options) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(make_pdf(2))) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def named(key: str):
    """A PDF whose catalogue has something under /Names."""
    return changed_pdf(lambda pdf: pdf.Root.update({"/Names": pikepdf.Dictionary({key: pikepdf.Dictionary()})}))


def opening(key: str, what) -> bytes:
    return changed_pdf(lambda pdf: pdf.Root.update({key: what}))


PNG, JPEG = picture("PNG"), picture("JPEG")
KEPT = {
    "survey.pdf": (make_pdf(3), 3, "application/pdf"),
    "Survey.PDF": (make_pdf(1), 1, "application/pdf"),
    "letter.docx": (
        word(),
        None,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "mole.png": (PNG, None, "image/png"),
    "mole.jpg": (JPEG, None, "image/jpeg"),
    "mole.jpeg": (JPEG, None, "image/jpeg"),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_paper_is_kept_with_its_digest_its_size_and_its_pages(name):
    content, pages, served_as = KEPT[name]
    upload = make_upload(name, content)
    paper = inspect_paper(upload)
    assert (paper.sha256, paper.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (paper.name.lower(), paper.pages, content_type(name)) == (name.lower(), pages, served_as)
    assert upload.read() == content  # whoever stores it reads from the beginning


def test_a_file_of_no_known_kind_is_served_as_nothing_that_a_browser_opens():
    assert content_type("page.html") == content_type("page") == "application/octet-stream"


def test_a_pdf_that_opens_at_a_page_is_kept():
    there = pikepdf.Array([0, pikepdf.Name("/Fit")])
    assert inspect_paper(make_upload(content=opening("/OpenAction", there))).pages == 2


REFUSED = {
    "no ending": ("survey", make_pdf(), "save this one as PDF"),
    "another ending": ("survey.exe", make_pdf(), "save this one as PDF"),
    "a picture called PDF": ("survey.pdf", PNG, "not what its name says (.pdf)"),
    "a PDF called Word": ("survey.docx", make_pdf(), "not what its name says (.docx)"),
    "a PDF called PNG": ("survey.png", make_pdf(), "not what its name says (.png)"),
    "a PDF behind something": ("survey.pdf", b"x" + make_pdf(), "not what its name says (.pdf)"),
    "a damaged PDF": ("survey.pdf", b"%PDF-1.7 and no more", "is damaged"),
    "a PDF that is cut off near its end": ("survey.pdf", make_pdf(5)[:-40], "is cut off: its end is missing"),
    "half a PDF": ("survey.pdf", make_pdf(5)[: len(make_pdf(5)) // 2], "is cut off: its end is missing"),
    "a Word file of which a part is damaged": ("letter.docx", damaged(word()), "is damaged, or is no document"),
    "an archive called Word": ("letter.docx", make_zip(word=b"Dear Alison"), "is damaged, or is no document"),
    "a PDF with a password": (
        "survey.pdf",
        changed_pdf(lambda pdf: None, encryption=pikepdf.Encryption(owner="o", user="u")),
        "protected by a password",
    ),
    "a PDF with a script": ("survey.pdf", named("/JavaScript"), "holds scripts"),
    "a PDF with an attachment": ("survey.pdf", named("/EmbeddedFiles"), "holds attached files"),
    "a PDF that acts when opened": (
        "survey.pdf",
        opening("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name("/Launch"))),
        "starts programs",
    ),
    "a PDF that acts at events": (
        "survey.pdf",
        opening("/AA", pikepdf.Dictionary()),
        "does something by itself",
    ),
    "a Word file cut short": ("letter.docx", make_zip(word=b"Dear Alison")[:20], "can't be opened"),
    "a Word file that is a bomb": ("letter.docx", make_zip(word=b" " * 3_000_000), "unpacks to far more"),
}


@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_may_not_be_kept_is_refused_with_what_to_do(name, content, sentence):
    with pytest.raises(ValidationError) as refusal:
        inspect_paper(make_upload(name, content))
    assert sentence in refusal.value.messages[0]


def test_an_empty_file_is_refused():
    upload = make_upload()
    upload.file = BytesIO()
    with pytest.raises(ValidationError, match="is empty"):
        inspect_paper(upload)


def test_a_paper_may_be_as_large_as_the_limit_says_and_no_larger(monkeypatch):
    assert papers.MAX_BYTES == 52_428_800  # "50 MB"
    upload = make_upload(content=make_pdf())
    monkeypatch.setattr(papers, "MAX_BYTES", upload.size)
    assert inspect_paper(upload).size == upload.size
    monkeypatch.setattr(papers, "MAX_BYTES", upload.size - 1)
    with pytest.raises(ValidationError, match="larger than 50 MB"):
        inspect_paper(make_upload(content=make_pdf()))


def unpacked(content: bytes, members: int = 1) -> BytesIO:
    return BytesIO(make_zip(**{f"part-{number}": content for number in range(members)}))


def test_a_word_file_may_have_as_many_parts_and_unpack_to_as_much_as_the_limits_say(monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    monkeypatch.setattr(archives, "MAX_UNPACKED", 3000)
    check_zip(unpacked(b"x" * 1000, members=3))
    for too_much in (unpacked(b"x", members=4), unpacked(b"x" * 1001, members=3)):
        with pytest.raises(ValidationError, match="unpacks to far more"):
            check_zip(too_much)
    check_zip(BytesIO(make_zip()))


def test_a_word_file_with_a_password_is_refused():
    content = bytearray(make_zip(first=b"Dear Alison", second=b"Dear Bryn"))
    at = content.rindex(b"PK\x01\x02")  # the second part's entry in the directory; its flags are the ninth byte
    content[at + 8] |= 1
    with pytest.raises(ValidationError, match="protected by a password"):
        check_zip(BytesIO(bytes(content)))


NAMES = {
    "survey.pdf": "survey.pdf",
    "Survey of the mole (final).PDF": "Survey-of-the-mole-final.pdf",
    "C:\\Papers\\mole.pdf": "mole.pdf",
    "../../etc/mole.pdf": "mole.pdf",
    "Tŷ Mawr.pdf": "Tŷ-Mawr.pdf",
    "ﬁsh.pdf": "fish.pdf",  # a ligature
    "--.mole.--.pdf": "mole.pdf",
    "???.pdf": "paper.pdf",
    "v1.2 – draft.pdf": "v1.2-draft.pdf",
}


@pytest.mark.parametrize(("sent", "served"), NAMES.items())
def test_a_paper_is_served_under_a_plain_name(sent, served):
    assert safe_name(sent) == served


def test_a_long_name_keeps_its_ending():
    assert safe_name("m" * 111 + ".pdf") == "m" * 110 + ".pdf"


def test_nobody_guesses_where_a_draft_lies():
    one, other = private_name(None, "Survey.PDF"), private_name(None, "Survey.PDF")
    assert one != other
    for name in (one, other):
        assert name.startswith("papers/") and name.endswith(".pdf") and "urvey" not in name and len(name) > 40

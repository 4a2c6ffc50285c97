"""The words inside published files, for the search: read by the worker, in a child process with limits, once a file.

A file asks for it by a row of `Text` that waits. What can't be read says why, and is not tried for ever; pictures of text
(a scan) have no words. The row goes when no version names the file any more.
"""

import io
import unicodedata
import zipfile
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from published import files
from published.models import Paper, Text, Words
from published.not_made import PDFNotMade
from richtext.characters import readable

PAUSE = timedelta(minutes=10)  # in which a file is read or its reader was stopped
ATTEMPTS = 3
SECONDS = 120
LONGEST = (
    200_000  # letters of a row that are searched, some seventy pages: more than 1 MB of different words is no tsvector
)
UNPACKED = 100 << 20  # bytes of a Word file


class NotReadable(Exception):
    """A file whose words can't be read, and will not be another time either; says why."""


def is_readable(file_name: str) -> bool:
    return _ending(file_name) in READERS


def _ending(file_name: str) -> str:
    return file_name.rpartition(".")[2].lower()


def texts_of(sha256s: Collection[str]) -> dict[str, str]:
    """The words of the files that were read; the others are asked for. Whoever calls it puts the words into rows, within the
    same transaction: a reader that has just ended waits for that."""
    if not sha256s:
        return {}
    Text.objects.bulk_create([Text(sha256=sha256) for sha256 in sorted(sha256s)], ignore_conflicts=True)
    rows = Text.objects.select_for_update().filter(sha256__in=sha256s).order_by("sha256")
    return {row.sha256: row.text for row in rows}


def forget(sha256s: Iterable[str]) -> None:
    """Delete the words of those of the files that no version names."""
    wanted = set(sha256s)
    wanted -= set(Paper.objects.filter(sha256__in=wanted).values_list("sha256", flat=True))
    Text.objects.filter(sha256__in=wanted).delete()


def read_next() -> Text | None:
    """Read the file that comes first and return its row; None if none waits."""
    row = _claim()
    if row is None:
        return None
    name = Words.objects.filter(sha256=row.sha256).values_list("file_name", flat=True).first()
    text, problem = "", "No page that is shown names it."
    if name is not None:
        text, problem = _try(row, name)
    if problem is not None:
        _keep(row, text, problem)
    return row


def _claim() -> Text | None:
    """Of two workers that ask at once, each gets another. Who dies over it leaves it to the next after a pause."""
    while True:
        now = timezone.now()
        due = Text.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), read_at=None)
        row = due.defer("text").order_by("attempts", "sha256").first()
        if row is None:
            return None
        changes = {"attempts": row.attempts + 1, "next_try_at": now + PAUSE}
        if due.filter(pk=row.pk, attempts=row.attempts).order_by().update(**changes):
            row.attempts += 1
            return row


def _try(row: Text, name: str) -> tuple[str, str | None]:
    """The words and the problem; None as the problem has it tried again."""
    try:
        data = files.path_of(row.sha256).read_bytes()
        from published.pdf import (
            in_child,  # with WeasyPrint, whose fonts take long to load: only who reads papers waits
        )

        text = in_child(lambda: words_of(data, name).encode(), seconds=SECONDS, what="The text could not be read")
        return text.decode(), ""
    except (PDFNotMade, OSError) as error:
        row.problem = str(error)
        return "", None if row.attempts < ATTEMPTS and "NotReadable" not in row.problem else row.problem


def _keep(row: Text, text: str, problem: str) -> None:
    """Unless it was withdrawn meanwhile. Rows of words that came while it was read have the same lock."""
    with transaction.atomic():
        if not Text.objects.select_for_update().filter(pk=row.pk).exists():
            return
        row.text, row.problem, row.read_at, row.next_try_at = text, problem[:2000], timezone.now(), None
        row.save()
        if text:
            Words.objects.filter(sha256=row.sha256).update(text=text)


def words_of(data: bytes, name: str) -> str:
    """The words of a file, as far as they can be searched. NotReadable, or what the library raises."""
    return clean(READERS[_ending(name)](data))


def clean(text: str) -> str:
    """Plain text as both databases keep it, and no more of it than they search."""
    return unicodedata.normalize("NFC", readable(text.replace("\r\n", "\n"))).replace("\xa0", " ")[:LONGEST]


def _of_pdf(data: bytes) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotReadable(f"It is encrypted or damaged ({error}).") from error
    pages, length = [], 0
    for page in document:
        pages.append(page.get_textpage().get_text_bounded())
        length += len(pages[-1])
        if length > LONGEST:
            break
    return "\n".join(pages).replace("\ufffe", "")  # a hyphen at the end of a line, as PDFium gives it


def _of_docx(data: bytes) -> str:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                raise NotReadable("It unpacks to more than is read.")
        body = docx.Document(io.BytesIO(data)).element.body
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise NotReadable(f"It is damaged ({error}).") from error
    return "\n".join("".join(run.itertext("{*}t")) for run in body.iter("{*}p"))


READERS = {"pdf": _of_pdf, "docx": _of_docx}

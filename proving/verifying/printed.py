"""The PDFs: each says what its record says. Whoever puts another file in its place and its digest into the row is found by
making it again."""

import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator

from django.db.models import Max, Min

from proving.spreading import spread
from published import files, pdf
from published.models import PDF

SAMPLE, SHORT = 3, 40  # how many are made again each time, of those with at most so many pages
AT_ONCE = 50


def differences(counts, all_of_them: bool, processes: int) -> Iterator[str]:
    """Makes some again at random, or all."""
    for printed, state in spread(_look, _all() if all_of_them else _some(), processes):
        counts.pdfs += 1
        counts.unlike += state is None
        if state and PDF.objects.filter(pk=printed.pk, sha256=printed.sha256).exists():
            yield f"Files, {printed}: {state}."


def _made():
    return PDF.objects.made().select_related("version__record")


def _all() -> Iterator[PDF]:
    pk = 0
    while rows := list(_made().filter(pk__gt=pk).order_by("pk")[:AT_ONCE]):
        yield from rows
        pk = rows[-1].pk


def _some() -> Iterator[PDF]:
    """A few, each found in one step by a number that was drawn."""
    short = _made().filter(pages__lte=SHORT).order_by("pk")
    ends = PDF.objects.aggregate(first=Min("pk"), last=Max("pk"))
    numbers = [random.randint(ends["first"], ends["last"]) for _ in range(SAMPLE)] if ends["first"] else []  # noqa: S311
    drawn = (short.filter(pk__gte=number).first() for number in numbers)
    yield from {row.pk: row for row in drawn if row}.values()


def _look(printed: PDF) -> tuple[PDF, str | None]:
    """The row, and what is wrong with its file: "" if nothing, None if this release can't tell."""
    try:
        there = files.path_of(printed.sha256).read_bytes()
        again = pdf.in_child(lambda: pdf.render(printed.version, printed.name))
    except FileNotFoundError:
        return printed, ""  # missing, which is said of all files
    except (pdf.PDFNotMade, ValueError) as error:
        return printed, f"it can't be made again to compare ({error})"
    return printed, _compared(there, again, printed.toolchain, pdf.toolchain())


def _compared(there: bytes, again: bytes, made_by: str, own: str) -> str | None:
    """The same toolchain gives the same bytes. Newer libraries may set the same words otherwise, and another release of
    ours may print other words around the record's."""
    if there == again:
        return ""
    if made_by == own:
        return "it is not what is made of its record"
    if not shutil.which("pdftotext"):
        return None
    if _words(there) == _words(again):
        return ""
    return "its words are not those of its record" if _ours(made_by) == _ours(own) else None


def _ours(toolchain: str) -> str:
    """The part of a toolchain's name that stands for our own templates and fonts."""
    return toolchain.rpartition(", ")[2]


def _words(data: bytes) -> list[bytes]:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return subprocess.run(["pdftotext", "-raw", file.name, "-"], capture_output=True, check=False).stdout.split()  # noqa: S603, S607

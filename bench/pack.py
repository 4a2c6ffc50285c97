"""K1: the public reports pack of 31 papers, 513 pages, with bookmarks and a number on each page, against `qpdf --empty --pages`.

Binding is what both do; beside it the whole work of the worker’s child, which sets cover, contents and agenda as well. The
papers come from WeasyPrint (with tags), from Chromium and from a scanner. Memory is what a child adds to the worker’s own. Rounds
in turns.
"""

import hashlib
import io
import os
import resource
import subprocess
import time
from pathlib import Path

from _site import DATA, TEXT, machine, make_meeting, need, set_up, table

ROUNDS, PAPERS, PAGES, SCANNED = 7, 31, 513, 20


def main() -> None:
    need("chromium", "qpdf")
    set_up()
    from published import files, pack, pdf
    from published.kinds import Kind
    from published.models import Version
    from published.record import MeetingRecord
    from published.typesetting import typeset, warm
    from publishing.models import Publication

    warm()
    meeting = make_meeting(PAPERS - 1)
    put_in(meeting, papers(typeset))
    publication = Publication.objects.publish(meeting, Kind.AGENDA)
    version = Version.objects.select_related("record").get(pk=publication.sequence)
    bound = pack.Pack(MeetingRecord.from_json(version.record.text))
    assert (len(bound.bound), bound.pages_of_papers) == (PAPERS, PAGES), (len(bound.bound), bound.pages_of_papers)
    own = pdf.own_pages(version, bound)
    paths = [str(files.path_of(each.paper.sha256)) for each in bound.bound]
    size = sum(map(os.path.getsize, paths))
    ways = {
        "qpdf --empty --pages": lambda: qpdf(paths),
        "binding, in the worker’s child": lambda: measured(pdf, lambda: pack.bind(bound, own)),
        "the whole pack, in the worker’s child": lambda: measured(pdf, lambda: pdf.render(version, "pack")),
    }
    seconds, memory, sizes = ({name: [] for name in ways} for _ in range(3))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            start = time.perf_counter()
            made, most = way()
            seconds[name].append(time.perf_counter() - start)
            memory[name].append(most)
            sizes[name].append(made)
    title = f"A pack of {PAPERS} papers, {PAGES} pages, {size / 1e6:.1f} MB (goal for binding: ≤ 1.0)\n{machine()}"
    remarks = {name: f"{sizes[name][0] / size:.3f} × the papers" for name in ways}
    table(title, [(name, seconds[name], remarks[name]) for name in ways], "seconds")
    largest = max(map(os.path.getsize, paths)) / 2**20
    table(
        f"Its memory (goal: ≤ 64 MiB and the largest paper, {largest:.1f} MiB)",
        [(n, v, "") for n, v in memory.items()],
        "MiB",
    )


def qpdf(paths: list[str]) -> tuple[int, float]:
    out = DATA / "merged.pdf"
    working = subprocess.Popen(["qpdf", "--empty", "--pages", *paths, "--", str(out)])
    _, status, used = os.wait4(working.pid, 0)
    working.returncode = os.waitstatus_to_exitcode(status)
    assert working.returncode == 0
    return out.stat().st_size, used.ru_maxrss / 1024


def measured(pdf, work) -> tuple[int, float]:
    """How large what `work` makes is, and how many MiB more than at the start its child had at the most."""

    def in_it() -> bytes:
        before = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024
        data = work()
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        return f"{more / 1024:.3f}\n".encode() + data

    more, _, data = pdf.in_child(in_it).partition(b"\n")
    return len(data), float(more)


def papers(typeset) -> list[bytes]:
    """Each another file; those of one maker are alike in all but their title."""
    text_pages = PAGES - SCANNED
    lengths = [text_pages // (PAPERS - 2) + (n < text_pages % (PAPERS - 2)) for n in range(PAPERS - 2)]
    longest = max(lengths)
    makers = [of_about(longest, typeset), of_about(longest, chromium)]
    found = [cut(makers[n % 2], length, f"Report {n}", longest) for n, length in enumerate(lengths)]
    return [*found, scan(SCANNED // 2, 1), scan(SCANNED // 2, 2)]


def of_about(pages: int, make) -> bytes:
    """A report that `make` prints on so many pages, or on one or two more: what is cut off of a longer one leaves its tags."""
    blocks = 20
    while True:
        data = make(f'<html lang="en"><title>Report</title><h1>Report</h1><h2>Background</h2>{TEXT * blocks}')
        count = pages_of(data)
        if pages <= count <= pages + 2:
            return data
        blocks = max(1, round(blocks * (pages + 1) / count))


def pages_of(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def cut(data: bytes, pages: int, title: str, longest: int) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) >= longest
        del pdf.pages[pages:]
        pdf.remove_unreferenced_resources()
        pdf.docinfo.Title = title
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def chromium(html: str) -> bytes:
    page, made = DATA / "report.html", DATA / "report.pdf"
    page.write_text(html)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={DATA}/chromium"]
    command = ["chromium", *flags, f"--print-to-pdf={made}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    return made.read_bytes()


def scan(pages: int, number: int) -> bytes:
    """Grey noise, which is as large as a scan of 150 dots an inch."""
    from PIL import Image

    out = io.BytesIO()
    images = [Image.effect_noise((1240, 1754), 24 + number + place) for place in range(pages)]
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=150, quality=30)
    return out.getvalue()


def put_in(meeting, contents: list[bytes]) -> None:
    from django.core.files.base import ContentFile

    from minutes.models import Document

    items = [None, *meeting.items.all()]
    for item, content in zip(items, contents, strict=True):
        name = hashlib.sha256(content).hexdigest()[:8]
        Document.objects.create(
            meeting=meeting, item=item, title=f"Paper {name}", file=ContentFile(content, name=f"{name}.pdf")
        )


if __name__ == "__main__":
    main()

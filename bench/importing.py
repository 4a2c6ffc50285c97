"""Importing a long Word document: a processor's seconds and memory, each in a process of its own.

A year's minutes of 200 pages: 400 list items, 60 tables, 200 footnotes (goal ≤ 10 s and ≤ 400 MiB); and one of 850,000
letters, which is read or refused with what to do. The cleaner's part of the time is in it: the text is stored.
"""

import os
import resource
import subprocess
import sys
import time
import zipfile
from pathlib import Path

from _site import DATA, ROOT, table

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("numbering", "numbering"), ("footnotes", "footnotes"))
    )
    + "</Types>"
)
SENTENCE = "The Harbour Master reported on the state of the north mole and the cost of its repair. "
ROUNDS = 3
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    '<w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum>'
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
              "</w:lvlOverride></w:num>" for n in range(1, 101))
    + "</w:numbering>"
)  # fmt: skip


def main() -> None:
    if len(sys.argv) > 2:
        measured(Path(sys.argv[2]))
        return
    for name, pages, listed, tables, notes in (("a year", 200, 400, 60, 200), ("850,000 letters", 283, 0, 0, 0)):
        path = DATA / f"{name.replace(' ', '-')}.docx"
        write(path, pages, listed, tables, notes)
        runs = [
            subprocess.run([sys.executable, __file__, "-", path], capture_output=True, text=True) for _ in range(ROUNDS)
        ]
        figures = [run.stdout.split("|") for run in runs]
        size = f"{path.stat().st_size / 1024:.0f} KB, {pages} pages: {figures[0][2].strip()}"
        table(f"{name} ({size})", [("read, split and stored", [float(f[0]) for f in figures], "")], "seconds")
        print(f"{'memory at its highest, with Django':52} {max(float(f[1]) for f in figures):10.0f} MiB")


def measured(path: Path) -> None:
    """In a process of its own: import the file into an empty database, and print a processor's seconds, MiB and what was said."""
    from _site import set_up

    set_up()
    from django.core.management import CommandError, call_command

    start, said = time.process_time(), "imported"
    try:
        with open(os.devnull, "w") as nowhere:
            call_command("import_minutes", path, committee="harbour-committee", date="2026-03-04", stdout=nowhere)
    except CommandError as error:
        said = str(error).rpartition(": ")[2]
    seconds = time.process_time() - start
    print(f"{seconds:.3f}|{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}|{said}")


def write(path: Path, pages: int, listed: int, tables: int, notes: int) -> None:
    """Minutes of so many pages of 3,000 letters: an item every four, the lists, tables and notes spread evenly."""
    body, note_texts = [], []
    for page in range(pages):
        if page % 4 == 0:
            body.append(paragraph(f"{page // 4 + 1}. Condition of the mole, part {page // 4 + 1}", "<w:b/>"))
        text = SENTENCE * 3
        body += [paragraph(text) for _ in range(3000 // len(text))]
        body += [item(text, page % 100 + 1) for _ in range(share(listed, pages, page))]
        body += [grid() for _ in range(share(tables, pages, page))]
        for _ in range(share(notes, pages, page)):
            note_texts.append(f'<w:footnote w:id="{len(note_texts) + 1}">{paragraph(SENTENCE)}</w:footnote>')
            body.append(
                paragraph("A price was named.", after=f'<w:r><w:footnoteReference w:id="{len(note_texts)}"/></w:r>')
            )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": relations({"numbering": "numbering.xml", "footnotes": "footnotes.xml"}),
        "word/document.xml": f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>",
        "word/numbering.xml": NUMBERING,
        "word/footnotes.xml": f"<w:footnotes {W}>{''.join(note_texts)}</w:footnotes>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def share(total: int, pages: int, page: int) -> int:
    return total * (page + 1) // pages - total * page // pages


def paragraph(text: str, look: str = "", before: str = "", after: str = "") -> str:
    return f'<w:p>{before}<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>{after}</w:p>'


def item(text: str, number: int) -> str:
    place = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, before=f"<w:pPr>{place}</w:pPr>")


def grid() -> str:
    row = "<w:tr>" + "".join(f"<w:tc>{paragraph(f'Berth {n}')}</w:tc>" for n in range(5)) + "</w:tr>"
    return f"<w:tbl>{row * 8}</w:tbl>"


def relations(parts: dict[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()

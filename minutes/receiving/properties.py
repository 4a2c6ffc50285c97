"""What a PDF says of its making: the information dictionary, XMP, private data of programs
(ISO 32000-1 §14.3, §14.5)."""

import re
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream, String

from minutes.receiving.looked import named

KEPT = ("dc:title", "dc:language", "pdfuaid:part", "pdfuaid:rev", "pdfaid:part", "pdfaid:conformance")  # of XMP
PRIVATE = ("/PieceInfo", "/LastModified", "/Thumb", "/SpiderInfo", "/IDS")
TITLE = "/Title"


def look_at_properties(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Takes out everything but the title, the language and what the file says of being accessible or archivable."""
    told = {key: str(value) for key, value in pdf.docinfo.items() if isinstance(value, String | str) and str(value)}
    stays, people, more = _of_xmp(pdf)
    others = _private(pdf) or more
    author = told.pop("/Author", "")
    title = told.pop(TITLE, "") or stays.get("dc:title", "")
    if author or people:
        yield named("the author", [author, *people])
    if told or others:
        yield "properties (such as the program and the days it was made on)"
    if not (author or people or told or others or "/Metadata" in pdf.Root):
        return
    _write(pdf, {**stays, **({"dc:title": title} if title else {})})


def _of_xmp(pdf: pikepdf.Pdf) -> tuple[dict, list[str], bool]:
    """What may stay of it, the people it names, and whether it tells more. What can't be read goes as a whole."""
    if "/Metadata" not in pdf.Root:
        return {}, [], False
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False, strict=False) as xmp:
            creators = xmp.get("dc:creator") or []
            people = [creators] if isinstance(creators, str) else [str(name) for name in creators]
            stays = {key: xmp[key] for key in KEPT if xmp.get(key)}
            return stays, people, len(list(xmp)) > len(stays)
    except Exception:  # noqa: BLE001  strangers' XML: whatever is wrong with it, none of it stays
        return {}, [], True


def _private(pdf: pikepdf.Pdf) -> bool:
    """Takes out what programs keep for themselves anywhere, and the metadata of parts (a photograph's, a page's)."""
    found = False
    for each in pdf.objects:
        if not isinstance(each, Dictionary | Stream) or each == pdf.Root:
            continue
        for key in (*PRIVATE, "/Metadata"):
            if key in each and _is_of_program(each, key):
                del each[key]
                found = True
    for key in PRIVATE:
        if key in pdf.Root:
            del pdf.Root[key]
            found = True
    return found


def _is_of_program(each: Object, key: str) -> bool:
    """Not a font or picture that a page happens to call by that name."""
    if key in ("/PieceInfo", "/Metadata", "/Thumb"):
        return each.get("/Type") in (Name.Page, Name.Pages) or isinstance(each, Stream) or key == "/Metadata"
    return key == "/LastModified" and isinstance(each[key], String)


def _write(pdf: pikepdf.Pdf, stays: dict) -> None:
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    if "/Metadata" in pdf.Root:
        del pdf.Root["/Metadata"]
    if not stays:
        return
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        for key, value in stays.items():
            xmp[key] = {value} if key == "dc:language" and isinstance(value, str) else value
    pdf.Root.Metadata.write(_timeless(pdf.Root.Metadata.read_bytes()))
    if "dc:title" in stays:
        pdf.docinfo[TITLE] = String(str(stays["dc:title"]))


def _timeless(xmp: bytes) -> bytes:
    """Without the day of today and the tool, so that the same file comes out the same."""
    return re.sub(rb' x:xmptk="[^"]*"', b"", xmp)

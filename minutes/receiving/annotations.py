"""Comments in a PDF: what readers wrote beside its text (ISO 32000-1 §12.5.6, markup annotations)."""

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from minutes.receiving.looked import named, several

COMMENTS = {"/Text", "/Popup", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret"}
DRAWN = {"/FreeText", "/Stamp", "/Ink", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine"}
ABOUT = (
    "/T",
    "/RC",
    "/Subj",
    "/CreationDate",
    "/M",
    "/NM",
    "/Popup",
    "/IRT",
    "/RT",
)  # of what is drawn: who, when, answers


def annotations(pdf: pikepdf.Pdf) -> Iterator[tuple[Object, Array, list[Object]]]:
    """Each page with its annotations: the page, the array that holds them, and those that are any."""
    for page in pdf.pages:
        held = page.obj.get("/Annots")
        if isinstance(held, Array):
            yield page.obj, held, [each for each in held if isinstance(each, Dictionary)]


def look_at_comments(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Takes out what was written beside the text; of what is drawn on a page, who drew it and
    when: it may be its signature."""
    comments, drawn, people = 0, 0, []
    for page, _, each in annotations(pdf):
        gone = [one for one in each if str(one.get("/Subtype")) in COMMENTS]
        marks = [one for one in each if str(one.get("/Subtype")) in DRAWN]
        people += [str(one["/T"]) for one in [*gone, *marks] if isinstance(one.get("/T"), pikepdf.String)]
        comments += sum(one.get("/Subtype") != Name.Popup for one in gone)
        drawn += sum([_without_author(one) for one in marks])
        if gone:
            stays = [one for one in each if str(one.get("/Subtype")) not in COMMENTS]
            page["/Annots"] = Array(stays)
    if comments:
        yield named(several(comments, "comment"), people)
    if drawn:
        yield named(f"the names beside {several(drawn, 'mark')} drawn on its pages", [] if comments else people)


def _without_author(mark: Object) -> bool:
    """Whether there was anything to take out."""
    there = [key for key in ABOUT if key in mark]
    for key in there:
        del mark[key]
    return bool(there)

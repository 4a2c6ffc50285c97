"""What is particular to Excel files: hidden sheets, rows and columns, formulas that fetch,
comments (ECMA-376 part 1 §18)."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError

from minutes.receiving.looked import listed, several

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FETCHES = re.compile(
    r"\b(WEBSERVICE|FILTERXML|RTD|CALL|REGISTER(?:\.ID)?|DDE|IMAGE|STOCKHISTORY|EXEC)\s*\(|\[\d+\]|\|'", re.I
)
FORMULA = (
    "This workbook has a formula that fetches something from elsewhere ({formula}). Copy its result "
    "as a value, and try again."
)
HIDDEN_SHEETS = (
    "This workbook has a hidden sheet ({names}). Delete it, or show it if the public may read it, and try again."
)
HIDDEN_CELLS = (
    "The sheet “{name}” has hidden rows or columns. Delete them, or show them if the public may "
    "read them, and try again."
)
SHEETS = ("worksheet", "chartsheet", "dialogsheet")
COMMENT_KINDS = ("comments", "threadedComment", "person", "persons")


def look(package) -> Iterator[str]:
    _check_hidden(package)
    comments = 0
    for name in package.of_kind("comments"):
        comments += sum(1 for _ in package.parts.tree(name).iter(f"{S}comment"))
    if package.drop_kinds(*COMMENT_KINDS):
        _forget_notes(package)
    if comments:
        yield several(comments, "comment")


def _check_hidden(package) -> None:
    book = package.parts.tree(package.main)
    hidden = [each.get("name", "") for each in book.iter(f"{S}sheet") if each.get("state", "visible") != "visible"]
    if hidden:
        raise ValidationError(HIDDEN_SHEETS.format(names=listed([f"“{name[:60]}”" for name in hidden[:3]])))
    for each in book.iter(f"{S}definedName"):
        _check_formula(each.text or "")
    titles = _titles(package, book)
    for name in package.of_kind(*SHEETS):
        _check_sheet(package.parts.tree(name), titles.get(name, name))


def _titles(package, book) -> dict[str, str]:
    """The names of the sheets by their parts."""
    target = {r.element.get("Id"): r.target for r in package.related(package.of(package.main))}
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {target.get(each.get(relation), ""): each.get("name", "")[:60] for each in book.iter(f"{S}sheet")}


def _check_sheet(tree, title: str) -> None:
    for each in tree.iter(f"{S}row", f"{S}col"):
        if each.get("hidden") in ("1", "true"):
            raise ValidationError(HIDDEN_CELLS.format(name=title))
    for each in tree.iter(f"{S}f", f"{S}formula", f"{S}formula1", f"{S}formula2"):
        _check_formula(each.text or "")


def _check_formula(formula: str) -> None:
    if FETCHES.search(formula):
        raise ValidationError(FORMULA.format(formula=formula[:60]))


def _forget_notes(package) -> None:
    """The boxes in which comments are drawn: a sheet refers to them."""
    package.drop_kinds("vmlDrawing")
    for name in package.of_kind(*SHEETS):
        package.remove(name, "legacyDrawing", "legacyDrawingHF")

"""Old web pages that are laid out by a table: a menu in one cell, and in another the page's own text."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from minutes.importing.flow import HEADINGS, words_of

LEAST_LINKS = 3  # of a menu
MOST_BESIDE = 0.3  # letters of a menu that are in no link ("Quick links"), as a part of all


def unwrap(parent: Element) -> Iterator[str]:
    """Take apart the tables that only say where things stand on the page, and yield the words of the menus left out."""
    for each in parent:
        if each.tag == "table" and _is_layout(each):
            yield from map(words_of, filter(_is_menu, _cells(each)))
            _become_sections(each)
        if each.tag != "table":
            yield from unwrap(each)


def _is_layout(table: Element) -> bool:
    """Whether a cell holds what is a page by itself, and beside no cell stands anything but menus."""
    rows = [[cell for cell in row if words_of(cell) and not _is_menu(cell)] for row in _rows(table)]
    return all(len(row) < 2 for row in rows) and any(_holds_page(cell) for row in rows for cell in row)


def _holds_page(cell: Element) -> bool:
    return any(below.tag == "table" or below.tag in HEADINGS for below in cell.iter())


def _is_menu(cell: Element) -> bool:
    linked = [words for link in cell.iter("a") if (words := words_of(link))]
    letters = len(words_of(cell))
    return len(linked) >= LEAST_LINKS and letters - sum(map(len, linked)) - len(linked) <= MOST_BESIDE * letters


def _become_sections(table: Element) -> None:
    parts = [*table.findall("caption"), *(cell for cell in _cells(table) if not _is_menu(cell))]
    table.tag, table.text, table[:] = "div", None, parts
    for part in parts:
        part.tag, part.tail = "div", None


def _cells(table: Element) -> list[Element]:
    return [cell for row in _rows(table) for cell in row]


def _rows(table: Element) -> Iterator[list[Element]]:
    for part in table:
        for row in part if part.tag in {"thead", "tbody", "tfoot"} else ():
            yield [cell for cell in row if cell.tag in {"td", "th"}]

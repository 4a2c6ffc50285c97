"""No table leaves the sheet, whatever its size: every cell can be read on paper, and by a screen reader."""

import re
from xml.etree import ElementTree

import pikepdf
import pytest
from django.conf import settings

from published.record import Decision
from published.wide_tables import (
    GAP,
    MM,
    ROUNDING,
    SMALL,
    SMALL_GAP,
    TURNED_ROOM,
    Wide,
    part,
    take_next_way,
    with_columns,
)
from tests.documents import Maker, lost, print_to, words_on
from tests.verapdf import verdict

pytestmark = pytest.mark.once


def make_table(rows: int, columns: int, *, cell: str = "{row},{column:03d}.00", caption: str = "") -> str:
    """The first column names wards; the cell of row 7 and column 3 holds 7,003.00."""

    def row_of(row: int) -> str:
        cells = "".join(f"<td>{cell.format(row=row, column=column)}</td>" for column in range(1, columns))
        return f"<tr><td>Ward-{row}</td>{cells}</tr>"

    head = "".join(f"<th>Month {column}</th>" for column in range(1, columns))
    body = "".join(map(row_of, range(1, rows + 1)))
    title = f"<caption>{caption}</caption>" if caption else ""
    return f"<table>{title}<thead><tr><th>Ward</th>{head}</tr></thead><tbody>{body}</tbody></table>"


BEFORE, AFTER = "<p>Members noted the sums.</p>", "<p>The Chair thanked everybody.</p>"


@pytest.fixture
def sheets(tmp_path):
    """sheets(html) prints minutes, and gives their file, their words and the width and height of each page."""

    def print_them(html, **changes):
        path = print_to(tmp_path / "minutes.pdf", html, **changes)
        words = words_on(path)
        return (
            path,
            words,
            [next((w.width, w.height) for w in words if w.page == n) for n in sorted({w.page for w in words})],
        )

    return print_them


def is_turned(size) -> bool:
    return size[0] > size[1]


SIZES = {
    "fits": (5, 6, False),
    "a little too wide": (5, 9, False),
    "wide and short": (4, 16, False),
    "very wide and short": (4, 60, False),
    "wide and long": (30, 14, True),
    "very wide and long": (20, 40, True),
}


@pytest.mark.parametrize(("rows", "columns", "turned"), SIZES.values(), ids=SIZES)
def test_every_cell_of_a_table_of_any_size_is_on_the_sheet(sheets, rows, columns, turned):
    _, words, sizes = sheets(BEFORE + make_table(rows, columns) + AFTER)
    assert [word.text for word in words if word.is_off_the_sheet] == []
    there = {word.text for word in words}
    cells = {f"{row},{column:03d}.00" for row in range(1, rows + 1) for column in range(1, columns)}
    assert cells - there == set()
    assert any(map(is_turned, sizes)) == turned


def test_no_cell_is_printed_over_another(sheets):
    _, words, _ = sheets(make_table(6, 30, cell="Responsibilities {row}/{column}") + make_table(20, 30))
    assert [(a.text, b.text) for n, a in enumerate(words) for b in words[n + 1 :] if a.covers(b)] == []


def test_a_short_table_is_printed_in_parts_which_all_name_the_rows_and_the_table(sheets):
    _, words, _ = sheets(make_table(4, 16, caption="Spending"))
    texts = [word.text for word in words]
    assert texts.count("Ward-3") == texts.count("Spending") == 2
    assert texts.count("(continued)") == 1
    assert texts.count("3,015.00") == 1


def test_a_long_table_is_turned_and_what_follows_it_is_upright_again(sheets):
    _, words, sizes = sheets(BEFORE + make_table(30, 14) + AFTER)
    assert [is_turned(size) for size in sizes] == [False, True, True, False]
    assert next(word.page for word in words if word.text == "thanked") == 4
    assert [word.page for word in words if word.text == "Ward"] == [2, 3]  # its head stands on each page


def test_a_table_in_a_decision_or_a_quotation_stays_on_the_sheet(sheets):
    decision = Decision(kind="agreed", text=make_table(15, 14))
    _, words, _ = sheets(f"<blockquote>{make_table(3, 12)}</blockquote>", decisions=(decision,))
    assert [word.text for word in words if word.is_off_the_sheet] == []
    assert {"3,011.00", "15,013.00"} <= {word.text for word in words}


@pytest.mark.parametrize("columns", [2, 4, 11])
def test_a_word_of_300_letters_is_broken_also_in_a_narrow_column(sheets, columns):
    word = "abcdefghij" * 30
    _, words, _ = sheets(f"<p>{word}</p><ul><li>{word}</li></ul>" + make_table(3, columns, cell=f"Yes {word}"))
    assert [word.text for word in words if word.is_off_the_sheet] == []
    pieces = [piece.text for piece in words if set(piece.text) <= set(word)]
    assert len("".join(pieces)) == 300 * (2 + 3 * (columns - 1))


def test_ordinary_words_are_not_broken_because_a_long_one_stands_beside_them(sheets):
    address = "https://example.org/" + "committee" * 9
    _, words, _ = sheets(make_table(3, 7, cell=f"Responsibilities {address}"))
    assert [word.text for word in words].count("Responsibilities") == 3 * 6


def test_a_long_link_in_a_narrow_column_stays_one_link(sheets):
    address = "https://example.org/" + "committee" * 9
    path, words, _ = sheets(make_table(3, 7, cell=f'<a href="{address}">{address}</a>'))
    assert [word.text for word in words if word.is_off_the_sheet] == []
    assert verdict(path) == {str(path): []}


def test_a_row_of_many_pages_begins_where_it_stands(sheets):
    """Minutes that are laid out as a table: one row is a whole discussion."""
    discussion = "".join(
        f"<p>w{n}x was said and considered by all members who were present.</p>" for n in range(1, 200)
    )
    html = f"<table><tr><th>Item</th><th>Discussion</th></tr><tr><td>Trees</td><td>{discussion}</td></tr></table>"
    path, words, _ = sheets(html)
    assert next(word.page for word in words if word.text == "w1x") == 1
    assert lost(html, path) == []
    assert [
        word.text for word in words if word.bottom > word.height - 24 / 25.4 * 72 and word.text.startswith("w")
    ] == []


def test_a_head_of_many_pages_is_printed_once(sheets):
    discussion = "".join(
        f"<p>w{n}x was said and considered by all members who were present.</p>" for n in range(1, 200)
    )
    path, words, _ = sheets(
        f"<table><tr><td>Trees</td><td>{discussion}</td></tr><tr><td>End</td><td>None</td></tr></table>"
    )
    assert [word.text for word in words].count("w1x") == 1
    assert lost(discussion, path) == []
    assert verdict(path) == {str(path): []}


# What a screen reader is told


def cells_of(path) -> list[dict]:
    """Each cell of the file's structure: its words, its scope, and the words of its heads."""
    with pikepdf.open(path) as pdf:
        tags = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") in ("/TH", "/TD")
        ]
        heads = {bytes(tag.ID): n for n, tag in enumerate(tags) if "/ID" in tag}
        return [
            {
                "kind": str(tag.S),
                "scope": str(tag.A.get("/Scope", "")),
                "span": (int(tag.A.get("/ColSpan", 1)), int(tag.A.get("/RowSpan", 1))),
                "heads": [heads[bytes(key)] for key in tag.A.get("/Headers", [])],
            }
            for tag in tags
        ]


SPANS = """<table><thead>
<tr><th rowspan="2">Ward</th><th colspan="2">2025</th><th colspan="2">2026</th></tr>
<tr><th>Plan</th><th>Spent</th><th>Plan</th><th>Spent</th></tr></thead><tbody>
<tr><th scope="row" rowspan="2">North</th><td>1</td><td>2</td><td>3</td><td>4</td></tr>
<tr><td colspan="2">5</td><td>6</td><td>7</td></tr></tbody></table>"""
#        0 Ward  1 2025  2 2026  3 Plan  4 Spent  5 Plan  6 Spent  7 North  8 1 …
HEADS_OF = {8: [1, 3, 7], 9: [1, 4, 7], 10: [2, 5, 7], 11: [2, 6, 7], 12: [1, 3, 4, 7], 13: [2, 5, 7], 14: [2, 6, 7]}


def test_each_cell_is_told_its_own_heads_under_and_beside_cells_that_span_others(sheets):
    path, _, _ = sheets(SPANS)
    cells = cells_of(path)
    assert [cell["scope"] for cell in cells] == ["/Column"] * 7 + ["/Row"] + [""] * 7
    assert {n: sorted(cell["heads"]) for n, cell in enumerate(cells) if cell["heads"]} == HEADS_OF
    assert verdict(path) == {str(path): []}


def test_a_cell_that_reaches_over_pages_leaves_no_hole(sheets):
    rows = "".join(
        f"<tr>{'<th scope=row rowspan=60>North</th>' if n % 60 == 0 else ''}<td>w{n}x</td></tr>" for n in range(120)
    )
    html = f"<table><thead><tr><th>Ward</th><th>Road</th></tr></thead><tbody>{rows}</tbody></table>"
    path, words, _ = sheets(html)
    assert lost(html, path) == []
    assert max(word.page for word in words) > 2
    assert verdict(path) == {str(path): []}


CASES = {
    "wide-table.html": ["116,016.00", "316,016.00", "201,001.00"],
    "head-over-two.html": ["Planning", "26/0123", "Refused"],
    "names-table.html": ["Present", "Apologies", "Elm"],
}


@pytest.mark.parametrize(("name", "words"), CASES.items(), ids=CASES)
def test_tables_that_went_wrong_before(sheets, shared, name, words):
    path, there, _ = sheets((shared / "cases" / name).read_text())
    assert set(words) <= {word.text.strip(",") for word in there}
    assert [word.text for word in there if word.is_off_the_sheet] == []
    assert verdict(path) == {str(path): []}


def test_tables_made_by_chance_lose_nothing_and_are_for_everybody(tmp_path):
    made = {tmp_path / f"{number}.pdf": Maker(number).document() for number in range(8)}
    for path, html in made.items():
        print_to(path, html)
        assert (path, lost(html, path)) == (path, [])
        assert [word.text for word in words_on(path) if word.is_off_the_sheet] == []
    assert verdict(*made) == {str(path): [] for path in made}


# What is parted


def parted(html: str, columns: set[int]) -> list[list[str]]:
    table = with_columns(ElementTree.fromstring(html), columns)
    return [[f"{cell.text}×{cell.get('colspan', 1)}" for cell in row] for row in table.iter("tr")]


def test_a_part_keeps_what_is_left_of_a_cell_over_several_columns():
    second = "<tr><td>d</td><td>e</td><td>f</td><td>g</td><td>h</td></tr>"
    html = f"<table><tr><td>a</td><td colspan='3'>b</td><td>c</td></tr>{second}</table>"
    assert parted(html, {0, 1, 2}) == [["a×1", "b×2"], ["d×1", "e×1", "f×1"]]
    assert parted(html, {0, 3, 4}) == [["a×1", "b×1", "c×1"], ["d×1", "g×1", "h×1"]]


def test_a_part_keeps_its_columns_beside_a_cell_over_several_rows():
    html = "<table><tr><td rowspan='2'>a</td><td>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>"
    assert parted(html, {0, 2}) == [["a×1", "c×1"], ["e×1"]]


# How wide a table will be in another way: measured in one, reckoned for the next


def make_wide(columns: list[float], way: str = "", *, page: float = 600 + ROUNDING, html: str = "<table/>") -> Wide:
    table = ElementTree.fromstring(html)
    if way:
        table.set("data-way", way)
    return Wide(table, columns, way, 0, page)


def test_the_sizes_that_widths_are_reckoned_with_are_those_of_the_style_sheet():
    css = (settings.BASE_DIR / "static/published/print.css").read_text()
    cells = re.findall(r"(?:^th, td|small\"\] > \* > tr > \*) \{.*padding: \S+ ([\d.]+)mm \S+ 0;", css, re.MULTILINE)
    assert [float(gap) for gap in cells] == pytest.approx([GAP / MM, SMALL_GAP / MM])
    types = (
        re.search(r"^table \{.* font: ([\d.]+)pt", css, re.MULTILINE),
        re.search(r'small"\] \{ font-size: ([\d.]+)pt', css),
    )
    assert float(types[1][1]) / float(types[0][1]) == pytest.approx(SMALL)
    [sides] = re.findall(r"@page turned \{ size: A4 landscape; margin: \S+ (\d+)mm \S+;", css)
    assert (297 - 2 * int(sides)) * MM == pytest.approx(TURNED_ROOM)


def test_a_table_that_small_type_brings_onto_the_sheet_is_set_small_and_no_more():
    for of_a_column, way in [(100, ""), (101, "small"), (122, "small"), (124, "small parted")]:
        wide = make_wide([of_a_column] * 6)
        assert [wide.fits(each) for each in ("", "small")] == [way == "", way in {"", "small"}]
    assert make_wide([110] * 6, "small").width(0, "small") == 110  # as it was measured


def test_two_columns_that_are_parted_already_have_their_words_broken():
    """Or no further round would change anything."""
    for columns, way in [([500, 500], "small parted broken"), ([300, 300, 300], "small parted")]:
        wide = make_wide(columns, "small parted", html="<table><tr>" + "<td>a</td>" * len(columns) + "</tr></table>")
        root = ElementTree.Element("section")
        root.append(wide.table)
        take_next_way(wide, root)
        assert {table.get("data-way") for table in root} == {way}


def test_the_parts_of_a_part_say_once_that_they_go_on():
    html = "<table><caption>Tides</caption><tr>" + "<td>a</td>" * 5 + "</tr></table>"
    wide, root = make_wide([200] * 5, "small", html=html), ElementTree.Element("section")
    root.append(wide.table)
    part(wide, "small parted", root)
    assert ["".join(table.find("caption").itertext()) for table in root] == ["Tides", "Tides (continued)"]
    last = root[1]
    part(Wide(last, [300] * 3, "small parted", 0, 610), "small parted", root)
    said = ["".join(table.find("caption").itertext()) for table in root]
    assert said == ["Tides", "Tides (continued)", "Tides (continued)"]


# Decisions


@pytest.mark.parametrize("lines", range(18, 30, 2))
def test_the_facts_of_a_decision_are_on_one_page(sheets, lines):
    decision = Decision(
        kind="agreed", text="<p>That the tender be accepted.</p>", officer="Harbour-Master", call_in="open",
        call_in_by="2026-03-11", effective_on="2026-03-12",
    )  # fmt: skip
    _, words, _ = sheets("<p>A line.</p>" * lines, decisions=(decision,))
    where = {
        word.page for word in words if word.text in ("Responsible", "Harbour-Master", "deadline:", "11", "effect", "12")
    }
    assert len(where) == 1

"""Minutes in any script are printed in our own fonts, run the way they are read, and come out the same everywhere."""

import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from published.typesetting import FONTS, MACHINES_FONTS, typeset
from richtext.directions import with_directions
from richtext.templatetags.richtext import richtext
from tests.documents import SCRIPTS, print_to, words_on
from tests.verapdf import verdict

pytestmark = pytest.mark.once

TEXT = "".join(f"<p>{script}</p><p><b>{script}</b> <em>{script}</em></p>" for script in SCRIPTS)


def families(*files: Path) -> set[str]:
    told = subprocess.run(
        ["fc-scan", "-f", "%{family[0]}\n", *files], check=True, capture_output=True, text=True
    ).stdout
    return set(told.splitlines())


def fonts_of(path: Path) -> set[str]:
    """Of a PDF: their names less the tag that says that a part of the font is in the file, and the style."""
    with pikepdf.open(path) as pdf:
        return {
            str(font.BaseFont).partition("+")[2]
            for font in pdf.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/Font"
        }


def test_every_script_is_printed_for_everybody_in_fonts_of_ours(tmp_path):
    path = print_to(tmp_path / "minutes.pdf", TEXT)
    ours = {name.replace(" ", "-") for name in families(*FONTS.glob("*.ttf"), *filter(Path.exists, MACHINES_FONTS))}
    found = fonts_of(path)
    assert len(found) > 15
    assert {font for font in found if not any(font.startswith(name) for name in ours)} == set()
    assert verdict(path) == {str(path): []}


def test_letters_that_can_be_mistaken_come_out_as_they_were(tmp_path):
    there = {
        word.text for word in words_on(print_to(tmp_path / "minutes.pdf", "".join(f"<p>{s}</p>" for s in SCRIPTS)))
    }
    assert {"ŵ", "ŷ", "Łódź", "Ελληνικά", "Київ", "会议记录", "회의록", "🚲", "ქართული"} <= there
    assert set("☑☐☒✓✗✔✘→−½●○■□🗸🗹") <= set("".join(there))


def test_a_tick_is_not_taken_from_a_font_in_which_it_looks_like_a_root(tmp_path):
    path = print_to(tmp_path / "minutes.pdf", "<p>Carried ✓</p><p>x ☑</p>")
    assert any("DejaVu" in font for font in fonts_of(path))


def test_a_figure_in_a_key_can_be_copied_and_read_aloud(tmp_path):
    path = print_to(tmp_path / "minutes.pdf", "<p>First 7\ufe0f\u20e3 and 8\u20e3 last</p>")
    there = [word.text for word in words_on(path)]
    assert there[there.index("First") : there.index("last")] == ["First", "7", "and", "8"]


def test_what_no_font_has_is_printed_as_a_sign_that_says_so(tmp_path):
    path = print_to(tmp_path / "minutes.pdf", "<p>A seal \U00013000 was shown.</p>")
    assert {"seal", "\ufffd", "shown."} <= {word.text for word in words_on(path)}
    assert verdict(path) == {str(path): []}


PRINT = """
import django
django.setup()
from hashlib import sha256
from tests.test_scripts import TEXT
from tests.documents import document_of, make_record
from published.typesetting import typeset
print(sha256(typeset(document_of(make_record(TEXT)))).hexdigest())
"""
NO_FONTS = '<?xml version="1.0"?><fontconfig></fontconfig>'


def printed_with(changes: dict[str, str]) -> str:
    """The digest of what a process of its own prints in such an environment."""
    command, at = [sys.executable, "-c", PRINT], FONTS.parent.parent
    return subprocess.run(command, env=os.environ | changes, cwd=at, check=True, capture_output=True, text=True).stdout


def test_a_machine_without_fonts_of_its_own_prints_the_same_bytes(tmp_path):
    (tmp_path / "fonts.conf").write_text(NO_FONTS)
    bare = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "FONTCONFIG_PATH": str(tmp_path)}
    digests = [printed_with({}), printed_with(bare)]
    assert digests[0] == digests[1] and len(digests[0].strip()) == 64


def test_each_font_is_named_in_the_order_of_fonts_and_has_its_licence():
    order = (FONTS / "fonts.conf").read_text()
    assert [name for name in families(*FONTS.glob("*.ttf")) if f"<string>{name}</string>" not in order] == []
    assert [
        path
        for path in MACHINES_FONTS
        if f"<glob>*/{path.name}</glob>" not in order or f"<dir>{path.parent}</dir>" not in order
    ] == []
    told = (FONTS / "README.md").read_text()
    assert [path.name for path in FONTS.glob("*.ttf") if path.name not in told] == []
    assert [path.name for path in (FONTS / "licences").iterdir() if f"licences/{path.name}" not in told] == []


# From right to left


ARABIC, HEBREW = "محضر اجتماع اللجنة المحلية", "פרוטוקול ישיבת המועצה"


def edges(path: Path, text: str) -> tuple[float, float]:
    """How far the first word of a text stands from the left and the right edge of the sheet."""
    first = text.split()[0]
    word = next(word for word in words_on(path) if word.text in (first, first[::-1]))
    return word.left, word.width - word.right


@pytest.mark.parametrize(
    "html", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<h3>{}</h3>", "<blockquote><p>{}</p></blockquote>"]
)
def test_a_text_that_begins_from_the_right_stands_on_the_right(tmp_path, html):
    left, right = edges(print_to(tmp_path / "minutes.pdf", html.format(HEBREW)), HEBREW)
    assert left > 300 and 66 < right < 110


def test_an_english_text_that_names_somebody_in_hebrew_stays_on_the_left(tmp_path):
    words = words_on(print_to(tmp_path / "minutes.pdf", f"<p>Councillors said {HEBREW}.</p>"))
    assert next(word.left for word in words if word.text == "Councillors") < 90


def test_the_columns_of_a_hebrew_table_run_from_the_right(tmp_path):
    words = words_on(
        print_to(
            tmp_path / "minutes.pdf", "<table><tr><th>שם</th><th>קול</th></tr><tr><td>11</td><td>22</td></tr></table>"
        )
    )
    places = {word.text: word.left for word in words}
    assert places["11"] > places["22"]


def test_a_hebrew_cell_of_an_english_table_does_not_touch_its_neighbour(tmp_path):
    row = f"<tr><td>Present</td><td>{HEBREW} {HEBREW}</td><td>Absent</td></tr>" * 2
    words = words_on(print_to(tmp_path / "minutes.pdf", f"<table>{row}</table>"))
    hebrew, absent = [w for w in words if w.text[0] >= "א"], [w for w in words if w.text == "Absent"]
    assert (
        absent[-1].left - max(word.right for word in hebrew) > 7
    )  # 3 mm, and a little less for the letter's own space


def test_a_page_leaves_the_direction_to_the_browser_where_a_text_asks_for_it():
    assert richtext(f"<p>{ARABIC}</p>", 3) == f'<p dir="auto">{ARABIC}</p>'
    assert richtext("<p>Llŷn</p>", 3) == "<p>Llŷn</p>"
    assert with_directions(f"<ol><li>{HEBREW}</li></ol>") == f'<ol dir="auto"><li dir="auto">{HEBREW}</li></ol>'


def test_what_is_typeset_twice_is_the_same():
    html = f"<html lang=en><title>T</title><h1>T</h1><p>{' '.join(SCRIPTS)}"
    assert typeset(html) == typeset(html)

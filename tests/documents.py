"""Documents to be printed that are harder than real ones, and what is on the sheets made of them."""

import random
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from published import pdf
from published.record import Decision, Item, MeetingRecord
from published.typesetting import typeset
from richtext.cleaning import clean_html

MARGIN, FOOT = (
    20 / 25.4 * 72,
    5 / 25.4 * 72,
)  # no letter is nearer to the sides, or to head and foot, of a sheet, in points
SCRIPTS = (
    "Llŷn ŵ ŷ ẅ, Ó Súilleabháin, Łódź ąęćńśźż",
    "Ελληνικά και ἀρχή",
    "Кириллица, Київ ґ ў",
    "محضر اجتماع اللجنة المحلية",
    "פרוטוקול ישיבת המועצה",
    "परिषद की बैठक का कार्यवृत्त",
    "সভার কার্যবিবরণী ਕੌਂਸਲ ਦੀ ਮੀਟਿੰਗ કાઉન્સિલની બેઠક கூட்டம் การประชุม የስብሰባ",
    "会议记录 會議記錄 議事録 회의록",
    "◦ ☑ ☐ ☒ ✓ ✗ ✔ ✘ → ← − ½ ⅓ ● ○ ■ □ ▪ ★ № ℃ ≤ ≥ ∑ 🗸 🗹",
    "😀 👍🏽 👩‍👩‍👧 🇬🇧 ❤️ ☎️ 1️⃣ ♻️ 🚲",
    "ქართული Հայերեն ᎠᏂᏴᏫᏯ 𐌰𐌱",
)


def make_record(*texts: str, decisions: tuple[Decision, ...] = (), **changes) -> MeetingRecord:
    """Minutes of one item for each text, which is cleaned as it would be at the desk."""
    items = [
        Item(f"item-{n}", str(n), f"Matter {n}", "item", minutes=clean_html(text), decisions=decisions)
        for n, text in enumerate(texts, start=1)
    ]
    known = {"kind": "minutes", "organisation": "Westhaven Town Council", "committee": "Harbour Committee"}
    places = {"committee_slug": "harbour-committee", "slug": "2026-03-04", "date": "2026-03-04", "venue": "Guildhall"}
    return MeetingRecord(**(known | places | changes), items=tuple(items))


def document_of(record: MeetingRecord) -> str:
    """The HTML that its PDF is made of."""
    frozen = SimpleNamespace(text=record.to_json(), salt="salt")
    moment = datetime(2026, 3, 5, 12, tzinfo=UTC)
    return pdf.document(
        SimpleNamespace(record=frozen, kind=record.kind, note="", published_at=moment, goes_live_at=moment)
    )


def print_to(path: Path, *texts: str, **changes) -> Path:
    path.write_bytes(typeset(document_of(make_record(*texts, **changes))))
    return path


class Maker:
    """Makes tables by chance; each word of its own is one of a kind, so that it can be found again."""

    def __init__(self, number: int):
        self.chance, self.count, self.cells = random.Random(number), 0, 120

    def word(self) -> str:
        self.count += 1
        return f"w{self.count}x"

    def text(self) -> str:
        kinds = {
            "number": f"{self.chance.randint(1, 999)},{self.chance.randint(100, 999)}.00",
            "words": " ".join(self.word() for _ in range(self.chance.choice((1, 2, 5, 12)))),
            "list": f"<ul><li>{self.word()}</li><li>{self.word()}<ol><li>{self.word()}</li></ol></li></ul>",
            "paragraphs": f"<p>{self.word()}</p><p><b>{self.word()}</b> {self.word()}</p>",
            "link": f'<a href="https://example.org/{self.word()}">{self.word()} paper</a>',
            "address": f"https://example.org/{'longer/' * 3}{'x' * self.chance.choice((10, 60, 300))} {self.word()}",
            "script": self.chance.choice(SCRIPTS) + " " + self.word(),
            "empty": "",
        }
        weights = [6, 6, 1, 1, 1, self.chance.choice((0, 0, 1)), 1, 1]
        return self.chance.choices(list(kinds.values()), weights)[0]

    def row(self, columns: int, rows_left: int, label: bool, head: bool = False) -> str:
        cells, x = [], 0
        while x < columns:
            wide = min(self.chance.choice((1, 1, 1, 1, 1, 2, 3)), columns - x) if self.chance.random() < 0.3 else 1
            tall = min(self.chance.choice((1, 1, 2, 5)), rows_left) if self.chance.random() < 0.1 and not head else 1
            tag = "th" if head or (label and x == 0) else "td"
            cells.append(
                f'<{tag} colspan="{wide}" rowspan="{tall}">{self.text() or (self.word() if head else "")}</{tag}>'
            )
            x += wide
        return f"<tr>{''.join(cells)}</tr>"

    def table(self) -> str:
        columns, rows = self.chance.choice((1, 2, 3, 4, 5, 8, 12, 16, 26, 40)), self.chance.choice((1, 2, 4, 9, 20, 45))
        rows = min(rows, self.cells // columns + 1)
        label = self.chance.random() < 0.5
        head = "".join(self.row(columns, 1, label, head=True) for _ in range(self.chance.choice((0, 1, 1, 2, 3))))
        body = "".join(self.row(columns, rows - n, label) for n in range(rows))
        caption = f"<caption>{self.word()} by month</caption>" if self.chance.random() < 0.4 else ""
        return f"<table>{caption}{head and f'<thead>{head}</thead>'}<tbody>{body}</tbody></table>"

    def document(self) -> str:
        quoted = f"<blockquote>{self.table()}</blockquote>" if self.chance.random() < 0.2 else ""
        return f"<p>{self.chance.choice(SCRIPTS)} {self.word()}</p>{self.table()}<p>{self.word()}</p>{quoted}{self.table()}"


@dataclass
class Word:
    """A word on a sheet, in points from its upper left corner."""

    page: int
    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def is_off_the_sheet(self) -> bool:
        aside, above = min(self.left, self.width - self.right), min(self.top, self.height - self.bottom)
        return aside < MARGIN or above < FOOT

    def covers(self, other: "Word") -> bool:
        """Whether one is printed over the other: a fifth of an inch of height is not enough to say so."""
        aside = min(self.right, other.right) - max(self.left, other.left)
        below = min(self.bottom, other.bottom) - max(self.top, other.top)
        return (
            self.page == other.page
            and aside > 2
            and below > 0.6 * min(self.bottom - self.top, other.bottom - other.top)
        )


def words_on(path: Path) -> list[Word]:
    told = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
    words, page, size = [], 0, (0.0, 0.0)
    for line in told.splitlines():
        numbers = [float(number) for number in re.findall(r'"(-?[0-9.]+)"', line)]
        if "<page " in line:
            page, size = page + 1, (numbers[0], numbers[1])
        elif "<word " in line:
            words.append(Word(page, *size, *numbers, line.split(">", 1)[1].rpartition("<")[0]))
    return words


def lost(text: str, path: Path) -> list[str]:
    """The words that are one of a kind in the text and missing on the sheets."""
    told = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout
    there = Counter(re.findall(r"w\d+x", told))
    return [word for word in re.findall(r"w\d+x", re.sub("<[^>]*>", " ", text)) if not there[word]]

"""The main job: a clerk's text becomes a public page and a tagged PDF, and not a word is lost.

On a text of our own, and on a real one where the collection of real minutes is there."""

import re
import subprocess
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import tinyhtml5

from tests.install import ROOT
from tests.verapdf import verdict

FILES = ROOT / "tests" / "files"
LABELS = ["Agenda item", "Minutes:", "Decision", "Supporting documents:"]


def words(text: str) -> list[str]:
    return re.findall(r"[\w’'()./-]+", text.replace("\xa0", " ").replace("·", " "))


def fetch(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read()


def source_words(path) -> list[str]:
    """The source's words without its labels, which are Minutebook's own on the page."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return words("\n".join(line for line in lines if line not in LABELS))


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


@dataclass
class Job:
    """What a clerk imports, where, and what of it the page must show."""

    text: Path
    committee: str
    date: str
    item: str
    title: str
    bullets: int
    decided: str
    site: str = ""

    @property
    def meeting(self) -> str:
        return f"{self.site}/committees/{self.committee}/{self.date}"


def our_own(request) -> Job:
    return Job(
        text=FILES / "lighthouse.txt",
        committee="harbour-committee",
        date="2026-07-15",
        item="relighting-of-the-old-lighthouse",
        title="Relighting of the Old Lighthouse",
        bullets=3,
        decided="Members agreed that the lamp be relit, and that the rail be mended first.",
    )


def a_real_one(request) -> Job:
    return Job(
        text=request.getfixturevalue("shared") / "seed" / "operation-dovetail.txt",
        committee="safer-stronger-communities-board",
        date="2018-03-15",
        item="operation-dovetail-update",
        title="Operation Dovetail update",
        bullets=5,
        decided="Members noted the update.",
    )


@pytest.fixture(params=[our_own, a_real_one], ids=["our own", "a real one"])
def job(request, install):
    """The item, imported, published and rendered by a real worker, and served."""
    found = request.param(request)
    install.manage("import_minutes", found.text, "--committee", found.committee, "--date", found.date, "--publish")
    install.manage("worker", "--batch")
    with install.serve() as found.site:
        yield found


def page_of(job: Job):
    page = tinyhtml5.parse(fetch(f"{job.meeting}/{job.item}/").decode(), namespace_html_elements=False)
    return page.find(".//main")


def test_the_page_shows_the_item_as_the_clerk_meant_it(job):
    main = page_of(job)
    minutes = main.find(".//section[@class='minutes']")
    assert text_of(main.find(".//h1")) == f"Agenda item {job.title}"
    assert [len(found) for found in minutes.iter("ul")] == [job.bullets]
    assert not any("·" in text_of(found) for found in main.iter("li"))
    assert text_of(main.find(".//section[@class='decision']/div")) == job.decided
    assert "No supporting documents are published here" in text_of(main.find(".//section[@class='papers']"))
    assert [text_of(found) for found in main.iter("h2")] == [
        "Minutes", "Decision", "Supporting documents", "When this was published",
    ]  # fmt: skip


def test_not_one_word_is_lost_or_doubled_on_the_page(job):
    main = page_of(job)
    title = words(text_of(main.find(".//h1")))[2:]
    minutes = main.find(".//section[@class='minutes']/div")
    decision = main.find(".//section[@class='decision']/div[@class='prose']")
    shown = title + words(" ".join(minutes.itertext())) + words(text_of(decision))
    assert shown == source_words(job.text)


def test_the_pdf_is_tagged_and_holds_the_same_words_in_the_same_order(job, tmp_path):
    pdf = tmp_path / "minutes.pdf"
    pdf.write_bytes(fetch(f"{job.meeting}/minutes.pdf"))
    assert verdict(pdf) == {str(pdf): []}
    source = source_words(job.text)
    told = subprocess.run(["pdfinfo", "-struct-text", pdf], check=True, capture_output=True, text=True).stdout
    read = words(" ".join(re.findall(r'^\s*"(.*)"$', told, re.MULTILINE)))
    start = next(n for n in range(len(read)) if read[n : n + 3] == source[:3])
    end = read.index("Digest", start)  # of the record, on the last line
    ours = {"Minutes", "Decision", "Agreed", "RESOLVED", "Noted", "Chair", "Date", "•"}
    assert [w.strip(":") for w in read[start:end] if w.strip(":") not in ours] == [
        w.strip(":") for w in source if w.strip(":") not in ours
    ]


def test_verify_says_that_all_is_in_order(job, install):
    assert "All is in order" in install.manage("verify").stdout


@pytest.fixture
def whole(install):
    """Whole minutes of our own, of which the meeting's page shows every item."""
    install.manage("import_minutes", FILES / "whole-minutes.txt", "--publish")
    with install.serve() as site:
        yield f"{site}/committees/harbour-committee/2026-03-05/"


def test_whole_minutes_are_on_one_page_word_for_word(whole):
    page = tinyhtml5.parse(fetch(whole).decode(), namespace_html_elements=False).find(".//main")
    for log in page.findall(".//section[@class='log']") + page.findall(".//nav"):
        for element in list(log.iter()):
            element.text = element.tail = None
    text = (FILES / "whole-minutes.txt").read_text(encoding="utf-8").replace("(Minute 12/26)", "")  # beside "Minutes"
    wanted = [w for w in words(text[text.index("Apologies for absence") :]) if not re.fullmatch(r"\(?\w\)|\d+\.", w)]
    # A resolution in the midst of the minutes stands after them, as the item's decision.
    assert Counter(wanted) - Counter(words(" ".join(page.itertext()))) == Counter()

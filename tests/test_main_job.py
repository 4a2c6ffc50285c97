"""The main job, on real input: a clerk's text becomes a public page and a tagged PDF, and not a word is lost."""

import re
import subprocess
import urllib.request

import pytest
import tinyhtml5

from tests.verapdf import verdict

ADDRESS = "/committees/safer-stronger-communities-board/2018-03-15"
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


@pytest.fixture
def published(install, shared):
    """The real item, imported, published and rendered by a real worker; gives the pages' address."""
    seed = shared / "seed" / "operation-dovetail.txt"
    install.manage(
        "import_minutes", seed, "--committee", "safer-stronger-communities-board", "--date", "2018-03-15", "--publish"
    )
    install.manage("worker", "--batch")
    with install.serve() as address:
        yield address


def parts_of(address: str):
    page = tinyhtml5.parse(
        fetch(f"{address}{ADDRESS}/operation-dovetail-update/").decode(), namespace_html_elements=False
    )
    return page.find(".//main")


def test_the_page_shows_the_item_as_the_clerk_meant_it(published):
    main = parts_of(published)
    minutes = main.find(".//section[@class='minutes']")
    assert text_of(main.find(".//h1")) == "Agenda item 1 Operation Dovetail update"
    assert [len(found) for found in minutes.iter("ul")] == [5]
    assert not any("·" in text_of(found) for found in main.iter("li"))
    assert text_of(main.find(".//section[@class='decision']/div")) == "Members noted the update."
    assert "There are no supporting documents" in text_of(main.find(".//section[@class='papers']"))
    assert [text_of(found) for found in main.iter("h2")] == ["Minutes:", "Decision", "Supporting documents:"]


def test_not_one_word_is_lost_or_doubled_on_the_page(published, shared):
    main = parts_of(published)
    title = words(text_of(main.find(".//h1")))[3:]
    minutes = main.find(".//section[@class='minutes']/div")
    decision = main.find(".//section[@class='decision']/div[@class='prose']")
    shown = title + words(" ".join(minutes.itertext())) + words(text_of(decision))
    assert shown == source_words(shared / "seed" / "operation-dovetail.txt")


def test_the_pdf_is_tagged_and_holds_the_same_words_in_the_same_order(published, shared, tmp_path):
    pdf = tmp_path / "minutes.pdf"
    pdf.write_bytes(fetch(f"{published}{ADDRESS}/minutes.pdf"))
    assert verdict(pdf) == {str(pdf): []}
    source = source_words(shared / "seed" / "operation-dovetail.txt")
    told = subprocess.run(["pdfinfo", "-struct-text", pdf], check=True, capture_output=True, text=True).stdout
    read = words(" ".join(re.findall(r'^\s*"(.*)"$', told, re.MULTILINE)))
    start = next(n for n in range(len(read)) if read[n : n + 3] == source[:3])
    ours = {"Minutes", "Decision", "Noted", "Chair", "Date", "•"}
    assert [w.strip(":") for w in read[start:] if w.strip(":") not in ours] == [
        w.strip(":") for w in source if w.strip(":") not in ours
    ]


def test_verify_says_that_all_is_in_order(published, install):
    assert "All is in order" in install.manage("verify").stdout

"""docs/clerks.md: what stands in italics can be read on the page of its section. MINUTEBOOK_PICTURES=docs/clerks takes them."""

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.install import ROOT

TEXT = (ROOT / "docs/clerks.md").read_text(encoding="utf-8")
ADDRESSES = {
    "desk": "/admin/",
    "new": "/admin/minutes/meeting/new/",
    "agenda": "/admin/minutes/meeting/{meeting}/agenda/",
    "papers": "/admin/minutes/meeting/{meeting}/papers/",
    "door": "/admin/publishing/publication/meeting/{meeting}/",
    "people": "/admin/minutes/meeting/{meeting}/people/",
    "minutes": "/admin/minutes/meeting/{meeting}/minutes/",
}
ELSEWHERE = {"draft minutes", "minutes"}  # what is chosen from a list, whose words begin with a capital


def sections() -> dict[str, str]:
    """The text of each section by the name of its picture; the last, which has none, is about the page "door"."""
    parts = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    found = {}
    for part in parts:
        picture = re.search(r"\(clerks/(\w+)\.png\)", part)
        name = picture[1] if picture else "door"
        found[name] = found.get(name, "") + part
    return found


@pytest.fixture
def site(install):
    install.manage("demo")
    with install.serve() as address:
        yield address


def kept(picture: bytes, name: str) -> None:
    """In few colours: the repository carries it."""
    if where := os.environ.get("MINUTEBOOK_PICTURES"):
        Image.open(io.BytesIO(picture)).convert("RGB").quantize(64, dither=0).save(
            Path(where, f"{name}.png"), optimize=True
        )


def test_the_desk_says_what_the_clerks_page_says(site, install, page):
    login = (install.data / "clerk-login.txt").read_text()
    page.set_viewport_size({"width": 1100, "height": 700})
    page.goto(f"{site}/admin/login/")
    page.fill("input[name=username]", re.search(r"e-mail: (\S+)", login)[1])
    page.fill("input[name=password]", re.search(r"password: (\S+)", login)[1])
    page.click("[type=submit]")
    page.wait_for_url(f"{site}/admin/")
    to_write = page.locator("section[aria-labelledby=to-write] a").first.get_attribute("href")
    meeting = re.search(r"/meeting/(\d+)/", to_write)[1]
    about = sections()
    assert set(about) == set(ADDRESSES)
    missing = []
    for name, address in ADDRESSES.items():
        page.goto(site + address.format(meeting=meeting))
        page.wait_for_load_state("networkidle")
        kept(page.screenshot(), name)
        said = page.locator("body").inner_text() + " ".join(
            page.locator("[aria-label]").evaluate_all("all => all.map(e => e.ariaLabel)")
        )
        italics = set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", about[name])) - ELSEWHERE
        assert italics
        missing += [f"{name}: {words}" for words in italics if " ".join(words.split()) not in " ".join(said.split())]
    assert missing == []


def test_each_picture_of_the_page_is_there_and_small():
    for name in re.findall(r"\(clerks/(\w+\.png)\)", TEXT):
        assert 5_000 < (ROOT / "docs/clerks" / name).stat().st_size < 120_000

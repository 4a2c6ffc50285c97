"""Runs the cleaner over real material and says what it lost, doubled, missed, and how long it took.

The material lies beside the repository (../shared/data) and is not part of it. Run: bin/bench cleaner_over_data
With -v each difference is shown. The words that go in are counted by an HTML parser of its own, not by the cleaner.
"""

import re
import sys
import time
from collections import Counter
from html import unescape
from pathlib import Path

import tinyhtml5

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP))

from richtext.cleaning import cleaned_once, settled  # noqa: E402
from richtext.plain_text import html_from_text, text_of  # noqa: E402

DATA = TOP.parent / "shared" / "data"
UNSEEN = {"script", "style", "title", "xml", "head", "iframe", "noscript", "template"}
LINES = {
    "p",
    "div",
    "li",
    "td",
    "th",
    "tr",
    "table",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "pre",
    "blockquote",
}
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\xad\u200b\u2060\ufeff]")
FAKE = re.compile(
    r"<(?:p|li|td|th)[^>]*>(?:<[^>]*>)*(?:[·•▪‣◦\uf000-\uf8ff]|[o§](?:\s|&nbsp;){2,})|<br>[·•▪\uf000-\uf8ff]"
)
NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{2,6})[.)]|[ovnqluØŸüÞ§]|\W+")


def seen_text(element, pieces: list[str]) -> None:
    """The text that a browser shows, with the markers that Word printed left out: they become the list's own."""
    css = re.sub(r"\s", "", element.get("style") or "").lower()
    if element.tag in UNSEEN or "display:none" in css or "mso-element:comment-list" in css:
        return
    gap = "\n" if element.tag in LINES else ""
    pieces.append(gap)
    if "mso-list:ignore" in css:
        marker = "".join(element.itertext()).strip()
        pieces.append("" if NUMBER.fullmatch(marker) else marker + " ")
    else:
        pieces.append(re.sub(r"\s+", " ", element.text or ""))
        for child in element:
            if isinstance(child.tag, str):
                seen_text(child, pieces)
            pieces.append(re.sub(r"\s+", " ", child.tail or ""))
    pieces.append(gap)


def words(text: str) -> Counter:
    """Words without the markers that begin a line."""
    found = Counter()
    for line in INVISIBLE.sub("", text).split("\n"):
        found.update(
            re.findall(
                r"\w+",
                re.sub(r"^\s*(?:(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivxlIVXL]{2,6})[.)](?=\s)|[o§](?=\s))\s*)+", "", line),
            )
        )
    return found


def words_in(html: str) -> Counter:
    # Word's <![if …]> is no comment to a browser that shows what stands in it.
    pieces: list[str] = []
    seen_text(tinyhtml5.parse(html, namespace_html_elements=False), pieces)
    return words("".join(pieces))


def expected_items(path: Path) -> int | None:
    """How many list items CKEditor's own tests expect of this paste."""
    for place in (
        path.with_name(f"expected_{path.name}"),
        path.with_name("expected.html"),
        path.parent.parent / "expected.html",
    ):
        if place.exists():
            return len(re.findall(r"<li\b", place.read_text(errors="replace")))
    return None


def sources():
    for path in sorted(DATA.glob("word-html/*.html")):
        yield "word-html", path, path.read_text(errors="replace")
    for path in sorted(DATA.glob("word-paste/**/*.html")):
        if not path.name.startswith("expected"):
            yield path.relative_to(DATA).parts[1], path, read_paste(path)
    for path in sorted(DATA.glob("long-minutes/*.md")):
        yield "long-minutes", path, path.read_text(errors="replace")


def read_paste(path: Path) -> str:
    raw = path.read_bytes()
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")


def measure(kind: str, path: Path, source: str) -> dict:
    html = html_from_text(source) if kind == "long-minutes" else source
    before = words(source) if kind == "long-minutes" else words_in(html)
    started = time.perf_counter()
    clean = settled(html)
    seconds = time.perf_counter() - started
    after = words(text_of(clean))
    expected = expected_items(path) if kind.startswith("paste") else None
    return {
        "words": before.total(),
        "lost": (before - after),
        "added": (after - before),
        "expected": expected,
        "items": clean.count("<li>"),
        "fake": len(FAKE.findall(clean)),
        "unstable": clean != cleaned_once(clean),
        "seconds": seconds,
        "size": len(clean),
        "path": path,
    }


def table(rows: dict[str, list[dict]]) -> None:
    print(
        f"{'':18}{'files':>6}{'words':>8}{'lost':>6}{'added':>6}{'items':>7}{'expected':>9}{'fake':>6}{'unstable':>9}{'seconds':>9}"
    )
    for kind, measured in rows.items():
        known = [one for one in measured if one["expected"] is not None]
        items = f"{sum(m['items'] for m in (known or measured)):>7}"
        expected = f"{sum(m['expected'] for m in known):>9}" if known else f"{'–':>9}"
        print(
            f"{kind.replace('pastefrom', 'from '):18}{len(measured):>6}{sum(m['words'] for m in measured):>8}"
            f"{sum(m['lost'].total() for m in measured):>6}{sum(m['added'].total() for m in measured):>6}"
            f"{items}{expected}{sum(m['fake'] for m in measured):>6}{sum(m['unstable'] for m in measured):>9}"
            f"{sum(m['seconds'] for m in measured):>9.2f}"
        )


def main() -> None:
    if not DATA.is_dir():
        sys.exit(f"The material is not here: {DATA.relative_to(TOP.parent)} beside the repository.")
    rows: dict[str, list[dict]] = {}
    for kind, path, source in sources():
        rows.setdefault(kind, []).append(measure(kind, path, source))
    table(rows)
    measured = [one for group in rows.values() for one in group]
    slowest, largest = max(measured, key=lambda m: m["seconds"]), max(measured, key=lambda m: m["path"].stat().st_size)
    for name, one in (("slowest", slowest), ("largest", largest)):
        said = f"{one['path'].stat().st_size:,} bytes → {one['size']:,} characters in {one['seconds']:.2f} s"
        print(f"{name}: {one['path'].relative_to(DATA)}, {said}")
    off = [m for m in measured if m["expected"] not in (None, m["items"])]
    print(f"files whose number of list items is not the expected one: {len(off)}")
    if "-v" in sys.argv:
        for one in measured:
            if one["lost"] or one["added"] or one["fake"] or one["unstable"] or one in off:
                print(
                    f"  {unescape(str(one['path'].relative_to(DATA)))}: lost {dict(one['lost'])} added {dict(one['added'])} "
                    f"fake {one['fake']} unstable {one['unstable']} items {one['items']} of {one['expected']}"
                )


if __name__ == "__main__":
    main()

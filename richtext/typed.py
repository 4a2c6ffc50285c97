"""What is typed into the field of a rich text without the editor: its lines, paragraphs and lists are meant as they stand."""

import re
from collections.abc import Iterator
from html import escape, unescape

from richtext.plain_text import TAG, is_marked

BLOCKS = frozenset(
    "p div section article ul ol li dl table blockquote pre figure h1 h2 h3 h4 h5 h6 html body head style script".split()
)
WITHIN_A_LINE = frozenset("a b br em i s strong sub sup u".split())
BULLET = re.compile(r"\s*[-*•]\s+(?=\S)")
IS_HTML = re.compile(r"<(?:!|meta|html|body)", re.I)  # copied out of a program: its lines mean nothing
BREAK = re.compile(r"<br\s*/?>\s*$", re.I)


def html_of_typed(value: str) -> str:
    """The value, in which lines that stand outside of all paragraphs, lists and tables are made such; HTML stays as it is."""
    if ("\n" not in value and not BULLET.match(value)) or IS_HTML.search(value):
        return value
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_html(stretch) if is_outside else stretch for stretch, is_outside in _stretches(value))


def _stretches(value: str) -> Iterator[tuple[str, bool]]:
    """The value in pieces, each with whether it stands outside of all blocks."""
    depth = start = 0
    for tag in TAG.finditer(value):
        name = tag["name"].lower()
        if name.lstrip("/") not in BLOCKS:
            continue
        if name.startswith("/"):
            depth -= depth > 0
            if depth == 0:
                yield value[start : tag.end()], False
                start = tag.end()
        else:
            if depth == 0:
                yield value[start : tag.start()], True
                start = tag.start()
            depth += 1
    yield value[start:], depth == 0


def _html(stretch: str) -> str:
    tags = {tag["name"].lower().lstrip("/") for tag in TAG.finditer(stretch)}
    if not stretch.strip() or not tags <= WITHIN_A_LINE:
        return stretch
    html, lines, items = [], [], []
    for line in [*stretch.split("\n"), ""]:
        bullet = BULLET.match(line)
        if lines and (bullet or not line.strip() or is_marked(line)):
            html.append(f"<p>{_joined(lines)}</p>")
            lines = []
        if items and not bullet:
            html.append(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
            items = []
        if bullet:
            items.append(_words(line[bullet.end() :], tags))
        elif line.strip():
            lines.append(_words(line, tags))
    return "".join(html)


def _words(line: str, tags: set[str]) -> str:
    return line.strip() if tags else escape(unescape(line.strip()), quote=False)


def _joined(lines: list[str]) -> str:
    return "<br>".join(BREAK.sub("", line) for line in lines)

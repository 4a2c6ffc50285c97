"""Between plain text and rich text."""

import re
from html import escape, unescape

from richtext.blocks import Block, Run
from richtext.characters import readable
from richtext.markers import candidate

WRAPPED = 60  # a line at least so long was broken by a program, not by the writer

TAG = re.compile(r"""<(?P<name>/?[a-zA-Z0-9]+)(?:[^<>"]|"[^"]*")*>""")
STRUCK = re.compile(r"(</?s>)")
ENDS_LINE = {"br", "/p", "/li", "/caption", "/tr", "/td", "/th", "/h3", "/h4", "/h5", "/h6", "ul", "ol", "/blockquote"}


def html_from_text(text: str, wrapped: int = WRAPPED) -> str:
    """HTML for clean_html from text: an empty line ends a paragraph, and so does a line with a bullet or number.

    Lines that a program wrapped, which are at least `wrapped` long, are joined again; short lines (an address, a list of
    names) keep their breaks.
    """
    text = readable(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if not line.strip():
            paragraphs.append([])
        elif is_marked(line):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return "".join(f"<p>{joined(lines, wrapped)}</p>" for lines in paragraphs if lines)


def is_marked(line: str) -> bool:
    return candidate(Block("p", [Run(spaced(line))]), 0) is not None


def spaced(line: str) -> str:
    """A tab or several spaces are a gap that HTML would close; no-break spaces keep it open."""
    return re.sub(r"\t| {2,}", "\xa0\xa0", line)


def joined(lines: list[str], wrapped: int = WRAPPED) -> str:
    pieces = []
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        pieces.append(escape(spaced(line.strip(" \t")), quote=False))
        if following is not None:
            pieces.append(" " if len(line) >= wrapped else "<br>")
    return "".join(pieces)


def text_of(html: str) -> str:
    """The words of clean HTML, a line for each paragraph, item and cell. Bullets and numbers of lists are not in it."""
    text = TAG.sub(lambda tag: "\n" if tag["name"] in ENDS_LINE else "", html.replace("\n", " "))
    return "\n".join(line for line in map(str.strip, unescape(text).split("\n")) if line)


def standing(html: str) -> str:
    """Clean HTML without what is struck: plain text can't show that words no longer stand."""
    kept, struck = [], 0
    for piece in STRUCK.split(html):
        struck += {"<s>": 1, "</s>": -1}.get(piece, 0)
        if not struck and piece != "</s>":
            kept.append(piece)
    return re.sub(" {2,}", " ", "".join(kept))

"""Markdown → HTML, with what a renderer would swallow: footnotes, ticked boxes, a head of properties, unused references."""

import re
from typing import Any

from markdown_it import MarkdownIt

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,50})\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*)", re.MULTILINE)
REFERENCE = re.compile(r"\[\^([^\]\s]{1,50})\]")
BOX = re.compile(r"^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\[([ xX])\](?=\s)", re.MULTILINE)
COMMENT = re.compile(r"<!--((?:(?!<!--).)*?)-->", re.DOTALL)


def html_from_markdown(text: str) -> tuple[str, list[str], list[tuple[str, str]]]:
    """The HTML, a line for what is not in it, and the words that stand beside the text."""
    front = FRONT.match(text)
    text = text[front.end() :] if front and ":" in front[1] else text
    asides = [("the file's properties", " ".join(front[1].split()))] if front and ":" in front[1] else []
    dropped = [f"{where}: “{words}”" for where, words in asides]
    comments = [" ".join(words.split()) for words in COMMENT.findall(text)]
    dropped += [f"a comment: “{words}”" for words in comments if words]
    text = BOX.sub(lambda found: f"{found[1]}{'☐' if found[2] == ' ' else '☑'}", text)
    text, notes = _without_notes(text)
    environment: dict[str, Any] = {}
    tokens = PARSER.parse(text, environment)
    html = PARSER.renderer.render(tokens, PARSER.options, environment)
    dropped += [f"an address that a link may use: “{words}”" for words in _unused(environment, text)]
    return html + "".join(notes), dropped, asides + [("comment", words) for words in comments if words]


def _without_notes(text: str) -> tuple[str, list[str]]:
    """The text with its footnotes' marks as links, and the footnotes as HTML."""
    found = {note[1]: " ".join(note[2].split()) for note in NOTE.finditer(text)}
    if not found:
        return text, []
    text = NOTE.sub("", text)
    used = [name for name in dict.fromkeys(REFERENCE.findall(text)) if name in found]
    marks = {name: place for place, name in enumerate([*used, *(name for name in found if name not in used)], start=1)}
    text = REFERENCE.sub(lambda mark: _mark(mark, marks), text)
    return text, [
        f'<p style="mso-element:footnote"><a href="#note-ref-{marks[name]}">[{marks[name]}]</a> '
        f"{PARSER.renderInline(found[name])}</p>"
        for name in marks
    ]


def _mark(found: re.Match[str], marks: dict[str, int]) -> str:
    number = marks.get(found[1])
    return f'<sup><a href="#note-{number}">[{number}]</a></sup>' if number else found[0]


def _unused(environment: dict[str, Any], text: str) -> list[str]:
    """References that no link uses: their words are shown nowhere."""
    uses = re.sub(r"^ {0,3}\[[^\]]+\]:.*$", "", text, flags=re.MULTILINE).upper()
    return [
        f"{name} {reference['href']} {reference.get('title', '')}".strip()
        for name, reference in environment.get("references", {}).items()
        if f"[{name}]" not in uses
    ]

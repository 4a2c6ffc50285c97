"""What nobody saw in the program that the text comes from, and what was deleted there: it must not come to light here."""

import re
from xml.etree.ElementTree import Element

HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|mso-element\s*:\s*comment-list", re.I
)
HIDING = "display:none"
DELETED = "mso-deleted:yes"  # what the guard writes for <del>
UNSEEN = re.compile(rf"{HIDDEN.pattern}|{DELETED}", re.I)
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
HIDDEN_ATTRIBUTE = re.compile(r"(?<![^\s/])hidden(?![^\s/=])", re.I)

STYLE_SHEET = re.compile(r"<style\b[^<>]*>(.*?)</style", re.I | re.DOTALL)
LONGEST_SHEET = 200_000
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
ONLY_SOMEWHERE = re.compile(r"@media[^{}]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}", re.I)  # on paper, on a narrow screen
RULE = re.compile(r"([^{};@]++)\{([^{}]*+)\}")
SELECTOR = re.compile(r"\s*((?:[a-z][a-z0-9]*)?)\.([\w-]+)\s*", re.I)


def has_hidden_attribute(attributes: str) -> bool:
    """Whether a tag's attributes hold HTML's own `hidden`, which needs no value."""
    return "hidden" in attributes.lower() and bool(HIDDEN_ATTRIBUTE.search(QUOTED.sub('""', attributes)))


def hidden_classes(html: str) -> frozenset[tuple[str, str]]:
    """The classes that the page's own style sheets hide, each with its element's name or "": Word hides by style so."""
    if "<style" not in html and "<STYLE" not in html:
        return frozenset()
    sheets = "\n".join(STYLE_SHEET.findall(html))[:LONGEST_SHEET]
    rules = RULE.findall(ONLY_SOMEWHERE.sub("", COMMENT.sub("", sheets)))
    chosen = [one for names, style in rules if HIDDEN.search(style) for one in names.split(",")]
    return frozenset((found[1].lower(), found[2]) for found in map(SELECTOR.fullmatch, chosen) if found)


def take_out_unseen(tree: Element) -> tuple[list[str], list[str]]:
    """Take the elements out of the tree that are hidden or deleted; the words of both."""
    hidden: list[str] = []
    deleted: list[str] = []
    for parent in list(tree.iter()):
        for child in [each for each in parent if (style := each.get("style")) and UNSEEN.search(style)]:
            words = " ".join("".join(child.itertext()).split())
            (deleted if DELETED in child.get("style", "") else hidden).append(words)
            take_out(parent, child)
    return [words for words in hidden if words], [words for words in deleted if words]


def take_out(parent: Element, child: Element) -> None:
    """Without the child, and with what stands after it."""
    place = list(parent).index(child)
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)

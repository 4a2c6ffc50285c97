"""A web page → its own text: without menus, without what a browser hides, and with the boxes of its forms as signs."""

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from xml.etree.ElementTree import Element

import tinyhtml5  # type: ignore[import-untyped]

from minutes.importing.decoding import TURNED, TURNS
from minutes.importing.flow import words_of
from minutes.importing.layout import unwrap
from richtext.guard import guarded
from richtext.hidden import take_out_unseen
from richtext.left_out import LeftOut, counted

PLACES = frozenset("main article nav footer aside".split())
ROLES = {
    "main": "main", "article": "article", "navigation": "nav", "menu": "nav", "menubar": "nav", "search": "nav",
    "contentinfo": "footer", "complementary": "aside",
}  # fmt: skip
CALLED = {"nav": "a menu", "footer": "the foot of the page", "aside": "what stands beside the page's text"}
START = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)([^<>]*)>")
ROLE = re.compile(r"""\srole\s*=\s*["']?([a-z]+)""", re.IGNORECASE)
STYLE = re.compile(r"""\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
COMMENTS = re.compile(r"mso-element\s*:\s*comment-list", re.IGNORECASE)
INPUT = re.compile(r"""\stype\s*=\s*["']?(checkbox|radio|text)\b""", re.IGNORECASE)
VALUE = re.compile(r"""\svalue\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
TICKED = re.compile(r"\schecked(?=[\s/=]|$)", re.IGNORECASE)
PLACE = re.compile(r"mso-element:place-([a-z]+)")


def page_body(html: str) -> tuple[Element, list[str]]:
    """The body of a page that was found to be no monster, and a line for each part of it that is left out."""
    left_out = LeftOut()
    tree = tinyhtml5.parse(guarded(START.sub(_marked, html), left_out), namespace_html_elements=False)
    body = tree.find("body")
    dropped: list[str] = []
    _take_out(body, _unseen, dropped)
    left_out.hidden, left_out.deleted = take_out_unseen(tree)
    dropped += _lost(left_out)
    own = _own_places(body)
    if own:
        around = words_of(_without(body, own))
        dropped += [f"what stands around the page's own text: “{around}”"] if around else []
        body = Element("body")
        body.extend(own)
    left_out = {"nav": CALLED["nav"]} if own else CALLED
    _take_out(body, lambda each: left_out.get(_place(each), ""), dropped)
    dropped += [f"{CALLED['nav']}: “{words}”" for words in unwrap(body)]
    return body, dropped


def _lost(left_out: LeftOut) -> Iterator[str]:
    """What the guard and the tree lost."""
    for where, count in left_out.links.items():
        yield f"{counted(count, 'link')} {where} (the words stay)"
    yield from (f"hidden: “{words}”" for words in left_out.hidden)
    yield from (f"deleted by tracked changes: “{words}”" for words in left_out.deleted)


def turning(html: str) -> list[str]:
    """A line, if something in the page makes the eye read its words in another order than they are written."""
    if TURNS.search(unescape(html)) or re.search(
        r"<bdo\b|unicode-bidi\s*:\s*(?:bidi|isolate)-override", html, re.IGNORECASE
    ):
        return [TURNED]
    return []


def _marked(found: re.Match[str]) -> str:
    """A tag, with what matters here where the guard lets it through: in its style."""
    end, name, attributes = found[1], found[2].lower(), found[3]
    if end:
        return found[0]
    if name == "input":
        return _sign(attributes) or found[0]
    role = ROLE.search(attributes)
    place = ROLES.get(role[1].lower(), "") if role else name if name in PLACES else ""
    styles = [f"mso-element:place-{place}"] * bool(place)
    own = STYLE.search(attributes)
    if not styles or name in {"html", "body"}:
        return found[0]
    old = (own[1] or own[2] or "") if own else ""
    return f'<{found[2]} style="{";".join([*styles, old])}"{STYLE.sub("", attributes)}>'


def _sign(attributes: str) -> str:
    """An input of a form as what it shows."""
    kind = INPUT.search(attributes)
    if kind and kind[1].lower() == "text":
        value = VALUE.search(attributes)
        return escape(unescape((value[1] or value[2] or "") if value else "")) + " "
    return ("☑ " if TICKED.search(attributes) else "☐ ") if kind else ""


def _unseen(element: Element) -> str:
    """Why an element is not seen; "" if it is."""
    style = element.get("style", "")
    return "comments of Word" if COMMENTS.search(style) else ""


def _place(element: Element) -> str:
    found = PLACE.search(element.get("style", ""))
    return found[1] if found else ""


def _own_places(body: Element) -> list[Element]:
    """The page's own text: its <main> elements, else its <article>s; none if it says nothing of the kind."""
    for name in ("main", "article"):
        found = [each for each in _outermost(body, name) if words_of(each)]
        if found:
            return found
    return []


def _outermost(parent: Element, name: str) -> Iterator[Element]:
    for each in parent:
        if _place(each) == name:
            yield each
        else:
            yield from _outermost(each, name)


def _without(body: Element, own: list[Element]) -> Element:
    """What stands around some elements, which are taken out of their tree."""
    taken = set(map(id, own))
    for parent in list(body.iter()):
        _keep(parent, lambda each: id(each) not in taken)
    for element in own:
        element.tail = None
    return body


def _take_out(parent: Element, reason: Callable[[Element], str], dropped: list[str]) -> None:
    """Remove the elements for which there is a reason, and say the words that they had."""
    reasons = {id(each): what for each in parent if isinstance(each.tag, str) and (what := reason(each))}
    for each in parent:
        if id(each) not in reasons:
            _take_out(each, reason, dropped)
        elif words := words_of(each):
            dropped.append(f"{reasons[id(each)]}: “{words}”")
    _keep(parent, lambda each: id(each) not in reasons)


def _keep(parent: Element, is_kept: Callable[[Element], bool]) -> None:
    """Remove the other children, and leave the words behind each where they are."""
    kept: list[Element] = []
    for each in parent:
        if is_kept(each):
            kept.append(each)
        elif kept:
            kept[-1].tail = (kept[-1].tail or "") + (each.tail or "")
        else:
            parent.text = (parent.text or "") + (each.tail or "")
    if len(kept) < len(parent):
        parent[:] = kept

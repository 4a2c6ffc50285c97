"""What stands before every parser: limits, and a first reading in time that grows with the length and no faster.

HTML parsers take quadratic time or deep recursion on markup made for it (100,000 nested <div> cost nh3 46 seconds).
So the text is read once, tag by tag, and written out again with the tags and attributes that the normaliser
understands, none nested deeper than a limit. Nothing here is relied on for safety: that is nh3's part, at the end.
What can't be read from the tree any more is said here: pictures, embedded things, and links that are refused.
"""

import re
from html import escape, unescape

from richtext.hidden import DELETED, HIDING, UNSEEN, has_hidden_attribute, hidden_classes
from richtext.left_out import EMBEDDED, LeftOut
from richtext.links import refused, tidied
from richtext.symbol_fonts import SYMBOL_FONT

LONGEST = 2_000_000  # characters: a large paste straight from Word; the form's own limit is lower
DEEPEST_TABLE = 5
DEEPEST = 50  # open elements, not counting those that can't nest without another (p, li, td…)
MOST_TAGS = 60_000
MOST_LINES = 20_000
MOST_WORK = 250_000  # open formatting elements, summed over all tags: parsers repeat them in every block
MOST_FAULTS = 500  # "<" that begins no tag that ends
FAULTS_SEARCHED = 20  # of those, how many are searched to the end of the text,
TAG_WINDOW = 10_000  # and how far the others
MOST_AMPERSANDS = 50_000  # each costs every parser much more than a letter does

TOKEN = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
    | <(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>"'=]*+)(?P<attributes>(?:[^<>"'=]++|=\s*+(?:"[^"]*"|'[^']*')?|["'])*+)>
    | <[!?/][^<>]*>""",
    re.VERBOSE | re.DOTALL,
)
TAG_AND_TEXT = re.compile(r"<([^<>]*)>([^<]*)")
ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])(?P<name>[a-zA-Z:-]{1,30}+)\s*+=\s*+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]++))"""
)
KEPT_ATTRIBUTES = {"href", "title", "start", "type", "value", "colspan", "rowspan", "scope", "style"}
READ_ATTRIBUTES = KEPT_ATTRIBUTES | {"class", "face"}
LONGEST_VALUE = 4000
TELLING_STYLE = re.compile(
    r"mso-list|mso-element|mso-hide|display|visibility|font-weight|font-style|text-decoration|text-line-through|vertical-align|"
    rf"list-style|font:|{SYMBOL_FONT.pattern}",
    re.IGNORECASE,
)

FORMATTING = {"a", "abbr", "b", "strong", "i", "em", "u", "s", "sub", "sup", "span"}
TABLE_PARTS = {"caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
DEPENDENT = {"p", "li"} | TABLE_PARTS  # nest only with a counted one between
KEPT = FORMATTING | DEPENDENT | {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre", "div"}
RENAMED = {"strike": "s", "del": "span", "acronym": "abbr", "menu": "ul", "dir": "ul", "xmp": "pre", "listing": "pre"}
RENAMED |= dict.fromkeys(
    "address article aside body button center dd details dl dt fieldset figcaption figure footer form header legend main nav "
    "optgroup option section summary textarea".split(),
    "div",
)
DESCRIBED = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
NOT_SHOWN = {"script", "style", "title", "iframe", "noembed", "noframes", "template", "xml", "datalist"}
EMPTY = {"img", "input", "source", "track", "wbr", "embed", "area", "base", "col", "link", "meta", "param", "frame"}


class TooMuch(Exception):
    """More markup than can be parsed in reasonable time."""


def guarded(html: str, left_out: LeftOut | None = None) -> str:
    """The same document in few, plain, shallow tags; only its words where there is too much of it. What is left out is
    added to `left_out`."""
    if len(html) <= LONGEST and html.count("&") <= MOST_AMPERSANDS:
        try:
            return "".join(Rewriter(html, left_out or LeftOut()).pieces())
        except TooMuch:
            pass
    if left_out:
        left_out.all_but_words = True
    return words_only(html)


def words_only(html: str) -> str:
    """What is left when every tag is taken for a line break: cheap, and loses no word that was seen."""
    text = unescape(TAG_AND_TEXT.sub(lambda found: "\n" + ("" if is_unseen(found[1]) else found[2]), html))
    if sum(map(text.count, "&<>")) > MOST_AMPERSANDS:
        text = re.sub("[&<>]", " ", text)
    lines = [line for line in text.split("\n") if line.strip()]
    return "".join(
        f"<p>{escape(line, quote=False)}</p>" for line in (lines if len(lines) < MOST_LINES else [" ".join(lines)])
    )


def is_unseen(tag: str) -> bool:
    """Whether the words directly after a tag, given without its brackets, are not shown."""
    name = tag.split(maxsplit=1)[0].lower() if tag[:1].isalpha() else ""
    return name == "del" or name in NOT_SHOWN or bool(UNSEEN.search(tag)) or has_hidden_attribute(tag)


def narrowed(text: str) -> str:
    """Text with two no-break spaces for any number: as good a gap after a bullet, and nh3 takes quadratic time for more."""
    return re.sub("(?:(?:\xa0|&nbsp;|&#160;)[ \n\t]*){2,}", "\xa0\xa0", text) if "\xa0" in text or "&" in text else text


class Rewriter:
    def __init__(self, html: str, left_out: LeftOut):
        self.html, self.left_out = html, left_out
        self.hidden_classes, self.names_hidden = hidden_classes(html), "hidden" in html.lower()
        # Of each open element: its name as written, whether its tag was passed on, and whether it is of a symbol font.
        self.open: list[tuple[str, bool, bool]] = []
        self.names_open: dict[str, int] = {}
        self.depth = self.formatting = self.in_symbols = self.work = self.tags = self.faults = self.tables_left_out = 0
        self.never_ends: set[str] = set()

    def pieces(self):
        place = 0
        while (start := self.html.find("<", place)) >= 0 and self.faults < MOST_FAULTS:
            yield narrowed(self.html[place:start])
            token = self.token(start)
            if token is None:
                self.faults += 1
                yield "&lt;"
                place = start + 1
                continue
            place = token.end()
            if token["name"]:
                name = token["name"].lower()
                if name in NOT_SHOWN and not token["end"]:
                    self.see(name, token["attributes"])
                    place = self.after(name, place)
                else:
                    yield self.end(name) if token["end"] else self.start(name, token["attributes"])
        yield narrowed(self.html[place:]).replace("<", "&lt;")

    def token(self, start: int):
        # A "<" that begins no tag is rare in honest text; made in thousands, each would be a search to the end.
        if self.faults < FAULTS_SEARCHED or self.html.startswith("<!--", start):
            return TOKEN.match(self.html, start)
        return TOKEN.match(self.html, start, start + TAG_WINDOW)

    def after(self, name: str, place: int) -> int:
        """Where the content that nobody sees has ended; content that never ends is shown rather than lost."""
        if name in self.never_ends:
            return place
        end = re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE).search(self.html, place)
        if end is None:
            self.never_ends.add(name)
            return place
        return end.end()

    def start(self, name: str, attributes: str) -> str:
        self.tags += 1
        self.work += self.formatting
        if self.tags > MOST_TAGS or self.work > MOST_WORK:
            raise TooMuch
        if name in {"br", "hr"}:
            return "<br>" if name == "br" else "<div></div>"
        written = RENAMED.get(name, name)
        kept = self.attributes(name, attributes) if attributes or name == "del" else ""
        if written not in KEPT:
            self.see(name, attributes)
            if name in EMPTY or not kept or attributes.endswith("/"):
                return ""
            written = "span"  # its name means nothing here, what it hides or shows in signs does
        if written in TABLE_PARTS and self.tables_left_out:
            return "<br>"
        passed = (self.depth < DEEPEST or written in DEPENDENT) and (written != "span" or bool(kept))
        if written == "table":
            passed = passed and self.names_open.get("table", 0) < DEEPEST_TABLE
            self.tables_left_out += not passed
        if written not in DEPENDENT:
            self.push(name, written, passed, bool(kept) and bool(SYMBOL_FONT.search(kept)))
        if passed:
            return f"<{written}{kept}>"
        return "" if written in FORMATTING else "<br>"

    def push(self, name: str, written: str, passed: bool, in_symbols: bool) -> None:
        self.open.append((name, passed, in_symbols))
        self.in_symbols += in_symbols
        self.names_open[name] = self.names_open.get(name, 0) + 1
        self.depth += passed
        self.formatting += passed and written in FORMATTING

    def see(self, name: str, attributes: str) -> None:
        """Note what is no text and goes: a picture, something embedded."""
        if name == "img" and not UNSEEN.search(attributes):
            described = DESCRIBED.search(attributes)
            text = next(filter(None, described.groups()), "") if described else ""
            self.left_out.pictures.append(" ".join(unescape(text).split()))
        elif name in EMBEDDED:
            self.left_out.embedded[name] += 1

    def end(self, name: str) -> str:
        written = RENAMED.get(name, name)
        written = written if written in KEPT else "span"
        if written in DEPENDENT:
            return "<br>" if written in TABLE_PARTS and self.tables_left_out else f"</{written}>"
        if not self.names_open.get(name):
            return ""
        # Only the element itself is taken off: parsers keep some of what was opened inside it.
        place = next(i for i in range(len(self.open) - 1, -1, -1) if self.open[i][0] == name)
        _, passed, in_symbols = self.open.pop(place)
        self.in_symbols -= in_symbols
        self.names_open[name] -= 1
        self.depth -= passed
        self.formatting -= passed and written in FORMATTING
        self.tables_left_out -= written == "table" and not passed
        if passed:
            return f"</{written}>"
        return "" if written in FORMATTING else "<br>"

    def attributes(self, name: str, source: str) -> str:
        """Those that the normaliser understands; of an element that it does not know, only a style that tells."""
        given: dict[str, str] = {}
        for found in ATTRIBUTE.finditer(source):
            attribute = found["name"].lower()
            if attribute in READ_ATTRIBUTES and attribute not in given:
                given[attribute] = found["double"] or found["single"] or found["bare"] or ""
        given["style"] = self.style(name, source, given)
        if name == "a" and self.is_refused(given.get("href", "")):
            del given["href"]
        return "".join(
            f' {each}="{value.replace(chr(34), "&quot;").replace("<", "&lt;")}"'
            for each, value in given.items()
            if (each in KEPT_ATTRIBUTES or (name, each) == ("ol", "class"))
            and len(value) <= LONGEST_VALUE
            and (value or each != "style")
        )

    def style(self, name: str, source: str, given: dict[str, str]) -> str:
        """The element's style as far as it tells something, whichever way it is said."""
        style = given.get("style", "")
        if name == "del":
            return DELETED
        if self.names_hidden and has_hidden_attribute(source):
            return HIDING
        if self.hidden_classes and self.is_hidden(name, given.get("class", "")):
            return HIDING
        if "face" in given and SYMBOL_FONT.search(given["face"]):
            return f"font-family:{given['face']};{style}"
        if self.in_symbols and "font-family" in style:
            return style
        return style if style and TELLING_STYLE.search(style) else ""

    def is_hidden(self, name: str, classes: str) -> bool:
        return any({("", each), (name, each)} & self.hidden_classes for each in classes.split())

    def is_refused(self, address: str) -> bool:
        """Whether the link may not stay; a link within the page it comes from needs no word."""
        reason = refused(tidied(unescape(address))) if address and not address.startswith("#") else ""
        if reason:
            self.left_out.links[reason] += 1
        return bool(reason)

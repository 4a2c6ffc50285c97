"""What stands before every parser: limits, and a first reading in time that grows with the length and no faster.

HTML parsers take quadratic time or deep recursion on markup made for it (100,000 nested <div> cost nh3 46 seconds).
So the text is read once, tag by tag, and written out again with the tags and attributes that the normaliser
understands, none nested deeper than a limit. Nothing here is relied on for safety: that is nh3's part, at the end.
"""

import re
from html import escape, unescape

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
ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])(?P<name>[a-zA-Z:-]{1,30}+)\s*+=\s*+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]++))"""
)
KEPT_ATTRIBUTES = {"href", "title", "start", "type", "value", "colspan", "rowspan", "scope", "style"}
TELLING_STYLE = re.compile(
    r"mso-list|mso-element|display|font-weight|font-style|text-decoration|vertical-align|list-style|font:",
    re.IGNORECASE,
)

FORMATTING = {"a", "abbr", "b", "strong", "i", "em", "s", "sub", "sup", "span"}
TABLE_PARTS = {"caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
DEPENDENT = {"p", "li"} | TABLE_PARTS  # nest only with a counted one between
KEPT = FORMATTING | DEPENDENT | {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table", "pre", "div"}
RENAMED = {"strike": "s", "del": "s", "acronym": "abbr", "menu": "ul", "dir": "ul", "xmp": "pre", "listing": "pre"}
RENAMED |= dict.fromkeys(
    "address article aside body button center dd details dl dt fieldset figcaption figure footer form header legend main nav "
    "optgroup option section summary textarea".split(),
    "div",
)
UNSEEN = {"script", "style", "title", "iframe", "noembed", "noframes", "template", "xml", "datalist"}


class TooMuch(Exception):
    """More markup than can be parsed in reasonable time."""


def guarded(html: str) -> str:
    """The same document in few, plain, shallow tags; only its words where there is too much of it."""
    if len(html) <= LONGEST and html.count("&") <= MOST_AMPERSANDS:
        try:
            return "".join(Rewriter(html).pieces())
        except TooMuch:
            pass
    return words_only(html)


def words_only(html: str) -> str:
    """What is left when every tag is taken for a line break: cheap, and loses no word."""
    text = unescape(re.sub(r"<[^<>]*>", "\n", html))
    if sum(map(text.count, "&<>")) > MOST_AMPERSANDS:
        text = re.sub("[&<>]", " ", text)
    lines = [line for line in text.split("\n") if line.strip()]
    return "".join(
        f"<p>{escape(line, quote=False)}</p>" for line in (lines if len(lines) < MOST_LINES else [" ".join(lines)])
    )


def narrowed(text: str) -> str:
    """Text with two no-break spaces for any number: as good a gap after a bullet, and nh3 takes quadratic time for more."""
    return re.sub("(?:(?:\xa0|&nbsp;|&#160;)[ \n\t]*){2,}", "\xa0\xa0", text) if "\xa0" in text or "&" in text else text


class Rewriter:
    def __init__(self, html: str):
        self.html = html
        self.open: list[tuple[str, bool]] = []  # name as written, and whether the start tag was passed on
        self.names_open: dict[str, int] = {}
        self.depth = self.formatting = self.work = self.tags = self.faults = self.tables_left_out = 0
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
                if name in UNSEEN and not token["end"]:
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
        if written not in KEPT:
            return ""
        if written in TABLE_PARTS and self.tables_left_out:
            return "<br>"
        kept = self.attributes(attributes)
        passed = (self.depth < DEEPEST or written in DEPENDENT) and (written != "span" or bool(kept))
        if written == "table":
            passed = passed and self.names_open.get("table", 0) < DEEPEST_TABLE
            self.tables_left_out += not passed
        if written not in DEPENDENT:
            self.push(name, written, passed)
        if passed:
            return f"<{written}{kept}>"
        return "" if written in FORMATTING else "<br>"

    def push(self, name: str, written: str, passed: bool) -> None:
        self.open.append((name, passed))
        self.names_open[name] = self.names_open.get(name, 0) + 1
        self.depth += passed
        self.formatting += passed and written in FORMATTING

    def end(self, name: str) -> str:
        written = RENAMED.get(name, name)
        if written in DEPENDENT:
            return "<br>" if written in TABLE_PARTS and self.tables_left_out else f"</{written}>"
        if not self.names_open.get(name):
            return ""
        # Only the element itself is taken off: parsers keep some of what was opened inside it.
        place = next(i for i in range(len(self.open) - 1, -1, -1) if self.open[i][0] == name)
        passed = self.open.pop(place)[1]
        self.names_open[name] -= 1
        self.depth -= passed
        self.formatting -= passed and written in FORMATTING
        self.tables_left_out -= written == "table" and not passed
        if passed:
            return f"</{written}>"
        return "" if written in FORMATTING else "<br>"

    @staticmethod
    def attributes(source: str) -> str:
        kept = {}
        for found in ATTRIBUTE.finditer(source):
            name = found["name"].lower()
            if name not in KEPT_ATTRIBUTES or name in kept:
                continue
            value = found["double"] or found["single"] or found["bare"] or ""
            if len(value) <= 4000 and (name != "style" or TELLING_STYLE.search(value)):
                kept[name] = value.replace('"', "&quot;").replace("<", "&lt;")
        return "".join(f' {name}="{value}"' for name, value in kept.items())

"""Which way a text runs: what begins with an Arabic or Hebrew letter is laid from the right."""

import re
import unicodedata
from xml.etree.ElementTree import Element

FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
BLOCKS = set("h1 h2 h3 h4 h5 h6 p ul ol li dd table caption th td".split())
OPENING = re.compile(r"<(p|h[3-6]|ul|ol|li|table|caption|th|td)\b")


def with_directions(html: str) -> str:
    """Clean rich text of which a browser finds each block's direction, if there is a letter in it that asks for it."""
    return OPENING.sub(r'<\1 dir="auto"', html) if FROM_THE_RIGHT.search(html) else html


def set_directions(root: Element) -> None:
    """The same for a tree, where no browser does it. What holds no letter runs as what it stands in."""
    for element in root.iter():
        if element.tag in BLOCKS and (direction := direction_of("".join(element.itertext()))):
            element.set("dir", direction)


def direction_of(text: str) -> str:
    """ "rtl" or "ltr", by the first letter that has a direction; "" if none has."""
    for letter in text:
        match unicodedata.bidirectional(letter):
            case "R" | "AL":
                return "rtl"
            case "L":
                return "ltr"
    return ""

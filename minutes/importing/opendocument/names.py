"""The names in OpenDocument's XML."""

import re
from xml.etree.ElementTree import Element

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TEXT, TABLE, DRAW, STYLE, FORM, META = (
    f"{{{_ODF}{name}:1.0}}" for name in ("office", "text", "table", "drawing", "style", "form", "meta")
)
FO, SVG = f"{{{_ODF}xsl-fo-compatible:1.0}}", f"{{{_ODF}svg-compatible:1.0}}"
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
FIELD = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}"
XLINK, XML = "{http://www.w3.org/1999/xlink}", "{http://www.w3.org/XML/1998/namespace}"
DC = "{http://purl.org/dc/elements/1.1/}"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")


def words(element: Element | None) -> str:
    """All words below an element, a space between paragraphs."""
    return " ".join(_all_text(element).split()) if element is not None else ""


def _all_text(element: Element) -> str:
    text = element.text or ""
    for part in element:
        gap = " " if part.tag in {*PARAGRAPHS, f"{TEXT}tab", f"{TEXT}s", f"{TEXT}line-break"} else ""
        text += gap + _all_text(part) + gap + (part.tail or "")
    return text


def squeezed(text: str | None) -> str:
    """A stretch of text as OpenDocument means it: any white space is one space."""
    return re.sub(r"[ \t\r\n]+", " ", text or "")

"""From the HTML of a document to PDF/UA-1 (ISO 14289-1): the same bytes for the same HTML, on any machine.

It is set in our own fonts (published/fonts/) and reads nothing but our own print files.
"""

import hashlib
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML, Document
from weasyprint.css.counters import CounterStyle
from weasyprint.logger import LOGGER
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from published import table_tags, wide_tables
from published.not_made import PDFNotMade
from richtext.directions import FROM_THE_RIGHT, set_directions

OPTIONS = {"pdf_variant": "pdf/ua-1", "presentational_hints": True}
FONTS = Path(__file__).with_name("fonts")
MACHINES_FONTS = [  # of fonts.conf: too heavy to ship
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    Path("/usr/share/fonts/opentype/unifont/unifont.otf"),
    Path("/usr/share/fonts/opentype/unifont/unifont_upper.otf"),
]
KEEPS_A_THREAD = 15_100  # Pango 1.51; Debian 12 has 1.50 without, Debian 13 has 1.56 with it
NO_LETTER = "\ufffd"
KEYCAP = re.compile("([0-9#*])\ufe0f?\u20e3")  # a figure in a key, of which WeasyPrint's one glyph would have no text


class StaticFilesOnly(URLFetcher):
    """Deny by default: reads `static:` names below our own static/published/, and refuses every other address."""

    def fetch(self, url, headers=None):
        name = url.removeprefix("static:")
        found = finders.find(name) if url.startswith("static:published/") and ".." not in name else None
        if not found:
            raise PDFNotMade(f"The document asks for {url[:80]}, which it may not read.")
        return URLFetcherResponse(url, body=Path(found).read_bytes())


def typeset(html: str) -> bytes:
    """The PDF's bytes."""
    return without_holes(lambda printable: written(laid_out(printable(html))))


def without_holes(make: Callable[[Callable[[str], str]], bytes]) -> bytes:
    """What `make` makes of HTML, all of which it passes through what it is given: a letter that is in none of our fonts is
    printed as U+FFFD, because a file with a hole is not accessible. It is called again if there are such letters."""
    with missing_letters() as missing:
        data = make(lambda html: KEYCAP.sub(r"\1", html))
    if not missing:
        return data
    without = dict.fromkeys(missing, NO_LETTER)
    return make(lambda html: KEYCAP.sub(r"\1", html).translate(without))


def laid_out(html: str) -> Document:
    """Its pages, before they are drawn."""
    page = HTML(string=html, base_url=None, url_fetcher=StaticFilesOnly())
    if FROM_THE_RIGHT.search(html):
        set_directions(page.etree_element)
    wide_tables.prepare(page.etree_element)
    return wide_tables.laid_out(page, lambda page: page.render(**style(), **OPTIONS))


def written(first: Document, *others: Document) -> bytes:
    """One PDF of the pages of all, with the title and the dates of the first; links lead from any to any."""
    pages = [page for document in (first, *others) for page in document.pages]
    return first.copy(pages).write_pdf(finisher=table_tags.mend, **OPTIONS)


@contextmanager
def missing_letters() -> Iterator[set[int]]:
    """The code points that WeasyPrint has no glyph for meanwhile. It says so in its log alone."""
    found: set[int] = set()

    class Listener(logging.Handler):
        def emit(self, record):
            if ".notdef" in record.msg:
                found.add(record.args[1])

    listener = Listener()
    LOGGER.addHandler(listener)
    try:
        yield found
    finally:
        LOGGER.removeHandler(listener)


def warm() -> None:
    """Do once in the worker what every document needs, so that a child starts with it done. A newer Pango keeps a thread that
    asks fontconfig, which no forked child inherits: it would wait for an answer for ever. There each child begins by itself."""
    if pango.pango_version() >= KEEPS_A_THREAD:
        return
    typeset('<html lang="en"><title>Warm</title><h1>Warm</h1><p>Warm <em>and</em> <b>ready</b>.')


def style() -> dict[str, Any]:
    """The style sheet, its fonts and its ways of writing numbers, read once: a worker's children inherit them, but where Pango
    keeps a thread. There a child of a process that has set something itself begins anew as well."""
    return style_of(os.getpid() if pango.pango_version() >= KEEPS_A_THREAD else None)


@cache
def style_of(process: int | None) -> dict[str, Any]:
    """What style() says, read by this process, or for all that it forks (None)."""
    os.environ["SOURCE_DATE_EPOCH"] = "0"  # else fontTools writes the time of day into a font of which it keeps a part
    found: dict[str, Any] = {"font_config": our_fonts(), "counter_style": CounterStyle()}
    text = Path(finders.find("published/print.css")).read_text(encoding="utf-8")
    sheet = CSS(string=text, base_url="static:published/", url_fetcher=StaticFilesOnly(), **found)
    return found | {"stylesheets": [sheet]}


def our_fonts() -> FontConfiguration:
    """The fonts of fonts.conf alone: fontconfig reads the file that the environment names while it is asked to begin."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")
    try:
        return FontConfiguration()
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


def machines_fonts() -> str:
    """A short name for what this machine adds to our own fonts: the same sizes are taken for the same fonts."""
    sizes = [path.stat().st_size if path.exists() else 0 for path in MACHINES_FONTS]
    return hashlib.sha256(str(sizes).encode()).hexdigest()[:6]

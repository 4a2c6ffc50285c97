"""From the HTML of a document to PDF/UA-1 (ISO 14289-1): the same bytes for the same HTML, on any machine.

It is set in our own fonts (published/fonts/) and reads nothing but our own print files.
"""

import os
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from published import table_tags, wide_tables

OPTIONS = {"pdf_variant": "pdf/ua-1", "presentational_hints": True}
FONTS = Path(__file__).with_name("fonts")


class PDFNotMade(Exception):
    """Why there is no PDF, in a sentence."""


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
    sheet, fonts = style()
    page = HTML(string=html, base_url=None, url_fetcher=StaticFilesOnly())
    wide_tables.prepare(page.etree_element)
    document = wide_tables.laid_out(
        page, lambda page: page.render(font_config=fonts, stylesheets=[sheet], **OPTIONS)
    )
    return document.write_pdf(finisher=table_tags.mend, **OPTIONS)


def warm() -> None:
    """Do once in the worker what every document needs, so that a child starts with it done."""
    typeset('<html lang="en"><title>Warm</title><h1>Warm</h1><p>Warm <em>and</em> <b>ready</b>.')


@cache
def style() -> tuple[CSS, FontConfiguration]:
    """The style sheet and its fonts, read once a process: a worker's children inherit them."""
    os.environ["SOURCE_DATE_EPOCH"] = "0"  # else fontTools writes the time of day into a font of which it keeps a part
    fonts = our_fonts()
    text = Path(finders.find("published/print.css")).read_text(encoding="utf-8")
    return CSS(string=text, base_url="static:published/", url_fetcher=StaticFilesOnly(), font_config=fonts), fonts


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

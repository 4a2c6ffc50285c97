"""A printed document asks for nothing, whatever it is made of, and two machines print the same."""

import hashlib
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from weasyprint import HTML

from published import pdf, typesetting
from published.models import Version
from publishing.models import Publication
from tests.making import make_held_meeting, make_item

pytestmark = pytest.mark.once

VECTORS = {
    "image": '<img src="{url}" alt="x">',
    "image from a set": '<img srcset="{url} 2x" alt="x">',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "import": "<style>@import url('{url}');</style>",
    "import, bare": "<style>@import '{url}';</style>",
    "background": "<p style=\"background: url('{url}')\">x</p>",
    "list marker": "<ul><li style=\"list-style-image: url('{url}')\">x</li></ul>",
    "generated content": "<style>p::before {{ content: url('{url}') }}</style><p>x</p>",
    "font": "<style>@font-face {{ font-family: A; src: url('{url}') }} p {{ font-family: A }}</style><p>x</p>",
    "border": "<p style=\"border: 9px solid; border-image: url('{url}') 9\">x</p>",
    "page": "<style>@page {{ background: url('{url}') }}</style>",
    "svg": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "svg, the old way": '<svg width="9" height="9"><image xlink:href="{url}" width="9" height="9"/></svg>',
    "object": '<object data="{url}">x</object>',
    "embedded": '<embed src="{url}">',
    "attached to the file": '<link rel="attachment" href="{url}">',
    "attached to a link": '<a rel="attachment" href="{url}">x</a>',
    "base": '<base href="{url}"><img src="picture.png" alt="x">',
    "mask": "<p style=\"mask-image: url('{url}')\">x</p>",
    "picture within a picture": "<img alt=x src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
    "<image href='{url}'/></svg>\">",
}
SECRET = "LK-secret-of-the-machine"


@pytest.fixture
def listener():
    """A server that remembers what it was asked, and answers with a secret."""
    asked = []

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Remember) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x", asked
        server.shutdown()


def printed(html: str) -> bytes:
    """The PDF as ours are made, uncompressed; b"" if it is refused."""
    with suppress(pdf.PDFNotMade):
        document = HTML(string=f"<title>T</title>{html}", base_url=None, url_fetcher=typesetting.StaticFilesOnly())
        return document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    return b""


def test_only_what_lies_among_the_files_of_printing_is_read():
    fetcher = typesetting.StaticFilesOnly()
    assert fetcher.fetch("static:published/print.css").read().startswith(b"/*")
    for url in ["static:published/../website/site.css", "static:website/site.css", "static:published/none.css"]:
        with pytest.raises(pdf.PDFNotMade, match="may not read"):
            fetcher.fetch(url)


def test_why_a_document_could_not_be_made_is_said_in_full():
    def work():
        raise pdf.PDFNotMade("Its first table has no end.")

    with pytest.raises(
        pdf.PDFNotMade, match=r"^The PDF could not be made: (?:PDFNotMade: )?Its first table has no end\.$"
    ):
        pdf.in_child(work)


@pytest.mark.parametrize("html", VECTORS.values(), ids=VECTORS)
def test_a_document_never_reaches_the_network(listener, html):
    url, asked = listener
    printed(html.format(url=url))
    assert asked == []


@pytest.mark.parametrize("html", VECTORS.values(), ids=VECTORS)
def test_a_document_never_reads_a_file_of_the_machine(tmp_path, html):
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    assert SECRET.encode() not in printed(html.format(url=secret.as_uri()))


def test_the_listener_hears_a_document_that_may_fetch(listener):
    """The control: without our fetcher the same document is heard."""
    url, asked = listener
    HTML(string=VECTORS["image"].format(url=url)).write_pdf()
    assert asked == ["/x"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "html", ['<img src="{url}">', "<style>@import '{url}';</style>", '<object data="{url}">x</object>']
)
def test_what_a_clerk_pastes_is_printed_without_fetching(listener, html):
    url, asked = listener
    meeting = make_held_meeting(public_note=html.format(url=url))
    make_item(meeting, html.format(url=url), minutes=f"<p>Agreed.</p>{html.format(url=url)}")
    Publication.objects.publish(meeting, "minutes")
    assert pdf.render(Version.objects.get()).startswith(b"%PDF-")
    assert asked == []


PUBLISH = """
from datetime import UTC, datetime
from tests.making import *
from published.kinds import Kind
from publishing.models import Publication
meeting = make_held_meeting()
LIST = "<ol type='a' start='3'><li>third</li></ol>"
make_item(meeting, "Dredging: ŵ ŷ", minutes=LIST + "<table><tr><th>For</th></tr><tr><td>7</td></tr></table>")
Publication.objects.publish(meeting, Kind.MINUTES, now=datetime(2026, 3, 5, 12, tzinfo=UTC))
"""
PRINT = """
import hashlib
from published.models import Version
from published.pdf import render
print(hashlib.sha256(render(Version.objects.get())).hexdigest())
"""


@pytest.mark.once
def test_two_processes_print_the_same_bytes_on_any_day_and_in_any_place(install):
    install.python(PUBLISH)
    digests = {
        install.python(PRINT, env={"PYTHONHASHSEED": seed, "TZ": zone}).stdout.strip()
        for seed, zone in [("1", "UTC"), ("2", "Asia/Tokyo")]
    }
    assert len(digests) == 1 and len(digests.pop()) == hashlib.sha256().digest_size * 2

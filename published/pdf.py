"""The PDF of a publication, made from the record alone, the same bytes for the same record.

It is made by the worker, in a child process with limits on time and memory, and never in a public request.
"""

import hashlib
import io
from collections.abc import Callable
from datetime import UTC, date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint.text.ffi import pango

from published import addresses, pack
from published.kinds import Kind
from published.models import PACK, Version
from published.not_made import PDFNotMade
from published.record import MeetingRecord, digest
from published.typesetting import FONTS, laid_out, machines_fonts, typeset, without_holes, written
from running import child

SECONDS = 600
MEMORY = 2 << 30  # bytes, beside what the parent has
BREATH = child.BREATH
TEMPLATES = {"agenda": "document", "minutes": "document"}  # by the file's name, where the template has another
PACK_AGENDA = "_agenda_of_pack"
TRIES = 4


def render(version: Version, name: str = "") -> bytes:
    """The bytes of `<name>.pdf`; without a name, of the first that its kind has. Reads no database once `version.record` is
    loaded."""
    return _pack(version) if name == PACK else typeset(document(version, name))


def document(version: Version, name: str = "") -> str:
    """The HTML that the PDF is made of."""
    return _printed(version, name or next(iter(Kind(version.kind).pdfs), "agenda"))


def item_sheet(version: Version, item: str) -> bytes:
    """The PDF of one item, by its slug: what the version says of it, and nothing else of the meeting."""
    record = MeetingRecord.from_json(version.record.text)
    found = next(each for each in record.items if each.slug == item)
    return typeset(_printed(version, "item", item=found))


def _pack(version: Version) -> bytes:
    """Made again without them where papers can't be bound."""
    record, damaged = MeetingRecord.from_json(version.record.text), set()
    while True:
        with pack.Pack(record, damaged) as bound:
            try:
                return pack.bind(bound, own_pages(version, bound))
            except pack.Damaged as found:
                damaged.update(found.files)


def own_pages(version: Version, bound: pack.Pack) -> bytes:
    """The PDF of cover, contents and agenda, before papers are bound behind it."""
    return without_holes(lambda printable: _contents_and_agenda(version, bound, printable))


def _contents_and_agenda(version: Version, bound: pack.Pack, printable: Callable[[str], str]) -> bytes:
    """The agenda is laid out once, and the contents, which are short, until they name the right pages: these follow from how
    many pages they have themselves, which is guessed at first."""
    agenda = laid_out(printable(_printed(version, PACK_AGENDA)))
    pages = bound.pages_of_contents
    for _ in range(TRIES):
        bound.paginate(pages, [page.anchors for page in agenda.pages])
        contents = laid_out(printable(_printed(version, PACK, pack=bound)))
        guessed, pages = pages, len(contents.pages)
        if pages == guessed:
            return written(contents, agenda)
    raise PDFNotMade(f"The pages of the contents could not be settled: {guessed} or {pages}.")


def _printed(version: Version, name: str, **more: Any) -> str:
    record = MeetingRecord.from_json(version.record.text)
    context = {
        "record": record,
        "kind": Kind(record.kind),
        "resolves": Kind(record.kind).has_minutes,
        "day": date.fromisoformat(record.date),
        "version": version,
        "digest": digest(version.record.salt, version.record.text),
        # Dates of the file come from the log, so that the same record gives the same bytes on any day.
        "made": version.published_at.astimezone(UTC).isoformat(timespec="seconds"),
        "site_url": settings.SITE_URL,
        "proof_url": settings.SITE_URL + addresses.PROOF,
    }
    return render_to_string(f"published/pdf/{TEMPLATES.get(name, name)}.html", context | more)


@cache
def toolchain() -> str:
    """What decides the bytes of a PDF besides its record: kept with it, so that somebody who makes it again elsewhere knows
    whether it must come out the same."""
    programs = [f"{name} {metadata.version(name)}" for name in ("weasyprint", "pydyf", "fonttools")]
    major, minor = divmod(pango.pango_version(), 10_000)
    programs.append(f"pango {major}.{minor // 100}.{minor % 100}, fonts {machines_fonts()}")
    own = hashlib.sha256(f"{settings.SITE_URL} {settings.TIME_ZONE}".encode())  # both are printed
    for path in _own_parts():
        own.update(path.read_bytes())
    return ", ".join([*programs, f"minutebook {own.hexdigest()[:12]}"])


def _own_parts() -> list[Path]:
    """Our own templates, style sheet and fonts, in an order that is the same everywhere."""
    base = Path(settings.BASE_DIR)
    places = [base / "templates" / "published", base / "static" / "published", FONTS]
    return [path for place in places for path in sorted(place.rglob("*")) if path.is_file()]


def pages_of(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def in_child(
    work: Callable[[], bytes],
    meanwhile: Callable[[], None] = lambda: None,
    *,
    seconds: int | None = None,
    what: str = "The PDF could not be made",
) -> bytes:
    """What `work()` returns, from a child with limits (see running.child): `seconds`, or SECONDS, and MEMORY. The parent has
    WeasyPrint imported already, so that a child costs milliseconds. PDFNotMade says what it failed of, beginning with `what`."""
    try:
        return child.in_child(work, meanwhile, seconds=seconds or SECONDS, memory=MEMORY, what=what)
    except child.Failed as error:
        raise PDFNotMade(str(error)) from error

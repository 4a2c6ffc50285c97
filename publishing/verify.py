"""Holds the publication log against itself, the read model against the log, and the files against their digests."""

from collections.abc import Iterator
from itertools import groupby

from django.conf import settings
from django.db.models import Model

from publishing import chain, files
from publishing.models import Edition, Publication
from publishing.projecting import rows_for
from publishing.readmodel import TABLES, PublishedDocument, RenderedPDF


def differences() -> Iterator[str]:
    """A sentence for each thing that is not as it was published; nothing if all is in order."""
    yield from _log()
    yield from _read_model()
    yield from _files()


def _log() -> Iterator[str]:
    digest, sequence = chain.START, 0
    for publication in Publication.objects.order_by("sequence").select_related("withdraws").iterator(500):
        name = f"Log, row {publication.sequence} ({publication.address}, {publication})"
        if publication.sequence != sequence + 1:
            yield f"{name}: row {sequence + 1} is missing before it."
        if publication.previous_digest != digest:
            yield f"{name}: it does not follow the row before it."
        if chain.link(publication.previous_digest, publication.facts) != publication.digest:
            yield f"{name}: a public fact of it was changed after it was published."
        yield from _record(name, publication)
        digest, sequence = publication.digest, publication.sequence
    edition = Edition.objects.get(pk=1)
    if (edition.head_sequence, edition.head_digest) != (sequence, digest):
        yield f"Log: its last row is {sequence}, but the site shows edition {edition.head_sequence}: rows are missing at the end."


def _record(name: str, publication: Publication) -> Iterator[str]:
    if publication.record is not None:
        if chain.sha256(publication.record) != publication.record_digest:
            yield f"{name}: its record was changed after it was published."
    elif publication.withdraws_id is None and not Publication.objects.filter(withdraws=publication).exists():
        yield f"{name}: its record is gone, but it was never withdrawn."


def _read_model() -> Iterator[str]:
    log = Publication.objects.order_by("meeting_id", "sequence").select_related("meeting", "withdraws")
    known: set[int] = set()
    for key, group in groupby(log.iterator(500), key=lambda publication: publication.meeting_id):
        publications = list(group)
        known.add(key)
        try:
            expected = rows_for(publications)
        except (ValueError, TypeError, KeyError) as error:
            yield f"Log, {publications[0].address}: a record can't be read ({error})."
            continue
        yield from _meeting_differs(publications[0].address, key, expected)
    for table in TABLES:
        for key in set(table.objects.values_list("key", flat=True).distinct()) - known:
            yield f"Website: the {table._meta.verbose_name_plural} of meeting {key} are not in the log."


def _meeting_differs(address: str, key: int, expected: list[Model]) -> Iterator[str]:
    for table in TABLES:
        wanted = sorted(_values(row) for row in expected if type(row) is table)
        if sorted(map(_values, table.objects.filter(key=key))) != wanted:
            name = table._meta.verbose_name_plural
            yield f"Website, {address}: its {name} are not what the log says. Run: manage.py rebuild_website"


def _values(row: Model) -> str:
    """Every stored value of a row but its own key, which a rebuild gives anew."""
    return repr([getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key])


def _files() -> Iterator[str]:
    papers = dict(PublishedDocument.objects.values_list("sha256", "title"))
    pdfs = {
        sha256: f"the PDF of publication {sequence}"
        for sequence, sha256 in RenderedPDF.objects.values_list("sequence", "sha256")
    }
    for sha256, title in {**papers, **pdfs}.items():
        path = files.path_of(sha256)
        if not path.is_file():
            yield f"Files, {title}: the file {_short(path)} is missing."
        elif files.digest_of(path) != sha256:
            yield f"Files, {title}: the file {_short(path)} is not the one that was published."
    for path in files.everything():
        if path.name not in papers and path.name not in pdfs:
            yield f"Files: {_short(path)} belongs to nothing that is published."


def _short(path) -> str:
    return str(path.relative_to(settings.DATA)) if path.is_relative_to(settings.DATA) else path.name

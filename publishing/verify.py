"""Holds the publication log against itself, the read model against the log, and the files against their digests."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.conf import settings
from django.db.models import Model

from publishing import chain, files
from publishing.models import (
    Edition,
    Publication,
    PublishedDecision,
    PublishedDocument,
    PublishedItem,
    PublishedMeeting,
    PublishedWithdrawal,
    RenderedPDF,
)
from publishing.projecting import rows_for

BELOW = (PublishedItem, PublishedDecision, PublishedDocument)  # tables that hang on PublishedMeeting


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
    for _, group in groupby(log.iterator(500), key=lambda publication: publication.meeting_id):
        publications = list(group)
        known.update(publication.sequence for publication in publications)
        try:
            expected = rows_for(publications)
        except (ValueError, TypeError, KeyError) as error:
            yield f"Log, {publications[0].address}: a record can't be read ({error})."
            continue
        yield from _meeting_differs(publications[0].address, [p.sequence for p in publications], expected)
    for model in (PublishedMeeting, PublishedWithdrawal):
        for row in model.objects.exclude(sequence__in=known) if len(known) < 900 else _unknown(model, known):
            yield f"Website, {row}: it is not in the log."


def _unknown(model, known: set[int]) -> Iterable[Model]:
    """As exclude(sequence__in=known), for more numbers than a query takes."""
    return (row for row in model.objects.iterator(500) if row.sequence not in known)


def _meeting_differs(address: str, sequences: list[int], expected) -> Iterator[str]:
    found = {
        PublishedMeeting: PublishedMeeting.objects.filter(sequence__in=sequences),
        PublishedWithdrawal: PublishedWithdrawal.objects.filter(sequence__in=sequences),
    }
    found |= {model: model.objects.filter(meeting__sequence__in=sequences).select_related("meeting") for model in BELOW}
    wanted = {type(rows[0]): rows for rows in expected if rows}
    for model, stored in found.items():
        if sorted(map(_values, stored)) != sorted(map(_values, wanted.get(model, []))):
            yield f"Website, {address}: its {model._meta.verbose_name_plural} are not what the log says. Run: manage.py rebuild_website"


def _values(row: Model) -> str:
    """Every stored value of a row but its own key, which a rebuild gives anew."""
    names = [field.attname for field in row._meta.concrete_fields if field.name not in {"id", "meeting"}]
    key = row.meeting.sequence if isinstance(row, BELOW) else row.sequence
    return repr([key, *(getattr(row, name) for name in names)])


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

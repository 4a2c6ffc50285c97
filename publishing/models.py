"""The publication log: append-only, and tied together by digests. Publishing and withdrawing are its verbs.

The database refuses UPDATE and DELETE of the log (migration 0002), but for the one change that a withdrawal makes.
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from minutes.models import Document, Meeting
from publishing import chain, files
from publishing.checks import checks
from publishing.freezing import freeze
from publishing.kinds import Kind
from publishing.projecting import made_with, project
from publishing.readmodel import (
    Edition,
    PublishedDecision,
    PublishedDocument,
    PublishedItem,
    PublishedMeeting,
    PublishedVersion,
    PublishedWithdrawal,
    RenderedPDF,
)
from publishing.record import MeetingRecord
from publishing.tasks import render_pdf

__all__ = [
    "Edition",
    "Kind",
    "NotReady",
    "Publication",
    "PublishedDecision",
    "PublishedDocument",
    "PublishedItem",
    "PublishedMeeting",
    "PublishedVersion",
    "PublishedWithdrawal",
    "RenderedPDF",
]


class NotReady(Exception):
    """Something must be put right before publishing; `problems` says what, a sentence each."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


class PublicationQuerySet(models.QuerySet):
    def of(self, meeting: Meeting, kind: Kind | None = None):
        """The meeting's publications (of one kind), the newest first; withdrawals are not among them."""
        found = self.filter(meeting=meeting, withdraws=None).order_by("-sequence")
        return found.filter(kind=kind) if kind else found

    def standing(self):
        """Publications that were not withdrawn."""
        return self.filter(withdraws=None, record__isnull=False)

    def log_of(self, meeting_id: int):
        """All rows of one meeting, withdrawals included, in the order of the log."""
        return self.filter(meeting_id=meeting_id).order_by("sequence").select_related("meeting", "withdraws")

    def publish(
        self,
        meeting: Meeting,
        kind: Kind,
        *,
        author=None,
        note: str = "",
        goes_live_at: datetime | None = None,
        now: datetime | None = None,
    ) -> "Publication":
        """Freeze the meeting and publish it: the log, the read model and the files, or none of them.

        `note` says why, and is required from the second version on. `goes_live_at` (aware) may lie in the future; until
        then no public address knows of it. `now` is the moment of publication. The PDF is made afterwards by the
        worker. An unchanged record makes no new version: the publication that stands is returned.
        Raises NotReady with sentences if a check stops it.
        """
        stored: list[str] = []
        with transaction.atomic():
            edition = Edition.objects.select_for_update().get(pk=1)
            now = now or timezone.now()  # under the lock, so that the log's times are in its order
            meeting = Meeting.objects.select_related("committee", "postponed_to").get(pk=meeting.pk)
            try:
                return self._publish(edition, meeting, Kind(kind), author, note.strip(), goes_live_at, now, stored)
            except BaseException as error:
                for sha256 in stored:  # while the lock is held, so that no other publication counts on them
                    files.remove(sha256)
                if isinstance(error, (files.DigestDiffers, OSError)):
                    raise NotReady(
                        [f"A paper can't be copied to public storage, and nothing was published: {error}"]
                    ) from error
                raise

    def _publish(self, edition, meeting, kind, author, note, goes_live_at, now, stored) -> "Publication":
        earlier = self.of(meeting, kind).first()
        problems = [check.sentence for check in checks(meeting, kind, timezone.localdate(now)) if check.stops]
        problems += self._moved(meeting)
        if problems:
            raise NotReady(problems)
        if kind.has_items:
            self._fix_addresses(meeting, now)
        record = freeze(meeting, kind)
        text = record.to_json()
        goes_live_at = max(goes_live_at or now, now)
        if earlier and earlier.record == text and earlier.goes_live_at <= goes_live_at:
            earlier.is_unchanged = True
            return earlier
        if earlier and not note:
            raise NotReady([f"Say in the note what has changed since version {earlier.version}; the public reads it."])
        publication = Publication(
            meeting=meeting,
            address=record.address,
            kind=kind,
            version=earlier.version + 1 if earlier else 1,
            number=(self.of(meeting).aggregate(last=Max("number"))["last"] or 0) + 1,
            record=text,
            record_digest=chain.sha256(text),
            files=record.files,
            note=note,
            goes_live_at=goes_live_at,
            published_at=now,
            author=author,
        )
        _store_papers(meeting, record, stored)
        publication._append(edition)
        if kind.pdf_name:
            render_pdf.enqueue(publication.sequence)
        return publication

    def _fix_addresses(self, meeting: Meeting, now: datetime) -> None:
        """An item keeps the address that the public has seen. Any other is made anew of the title that it has now: the
        title it had when the meeting's notice went out, or in what was withdrawn, may be closed by now."""
        live = self.of(meeting).standing().filter(goes_live_at__lte=now)
        seen = {item.slug for publication in live for item in publication.meeting_record.items}
        meeting.items.exclude(slug__in=seen).update(slug="")
        meeting.fix_slugs()

    def _moved(self, meeting: Meeting) -> list[str]:
        """An address is a promise: a published meeting keeps its committee and its date."""
        first = self.of(meeting).last()
        if first is None or first.address == meeting.address:
            return []
        return [
            f"The meeting was first published as {first.address} and is now {meeting.address}. Set its date back, cancel it "
            "as postponed, and make a new meeting for the new date, so that the old address goes on saying so."
        ]


class Publication(models.Model):
    """One row of the log: a publication, or the withdrawal of one (`withdraws`)."""

    sequence = models.PositiveBigIntegerField(unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="publications")
    address = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind)
    version = models.PositiveIntegerField()
    number = models.PositiveIntegerField(null=True, help_text="The publication's place among the meeting's own.")
    record = models.TextField(null=True, help_text="Canonical JSON; null once it is withdrawn.")  # noqa: DJ001
    note = models.TextField(blank=True)
    goes_live_at = models.DateTimeField()
    published_at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="publications")
    files = models.JSONField(default=list)
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, related_name="withdrawal")
    record_digest = models.CharField(max_length=64, blank=True)
    previous_digest = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    objects = PublicationQuerySet.as_manager()
    is_unchanged = False  # True on what publish() returns if it made nothing new

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "version"], condition=Q(withdraws=None), name="one_publication_a_version"
            ),
            models.UniqueConstraint(fields=["meeting", "number"], name="one_publication_a_number"),
            models.CheckConstraint(condition=~Q(withdraws=F("pk")), name="no_withdrawal_of_itself"),
            models.CheckConstraint(
                condition=Q(withdraws=None, version=1)
                | Q(version__gt=1, withdraws=None, note__gt="")
                | Q(withdraws__isnull=False, note__gt=""),
                name="a_change_says_why",
                violation_error_message="Say why; the public reads it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Withdrawal of ' if self.withdraws_id else ''}{self.get_kind_display()}, version {self.version}"

    def withdraw(self, reason: str, *, author=None, now: datetime | None = None) -> "Publication":
        """Take the publication off the site: its record, its PDF and its files go at once, for good.

        What stays is that it was published and withdrawn, when, and `reason`, which the public reads. The version before
        it shows again, if there is one. Raises ValidationError without a reason, or if it is withdrawn already.
        """
        if not reason.strip():
            raise ValidationError("Say why it is withdrawn; the public reads it.")
        with transaction.atomic():
            edition = Edition.objects.select_for_update().get(pk=1)
            if self.withdraws_id or Publication.objects.filter(withdraws=self).exists():
                raise ValidationError("This publication is withdrawn already.")
            now = now or timezone.now()
            withdrawal = Publication(
                meeting=self.meeting,
                address=self.address,
                kind=self.kind,
                version=self.version,
                note=reason.strip(),
                goes_live_at=now,
                published_at=now,
                author=author,
                withdraws=self,
            )
            gone = _files_of(self)
            withdrawal._append(edition, erase=self)
            RenderedPDF.objects.filter(sequence=self.sequence).delete()
            transaction.on_commit(lambda: _remove_unneeded(gone))
        return withdrawal

    def _append(self, edition: Edition, erase: "Publication | None" = None) -> None:
        """Add this row at the head of the chain, and bring the read model up to it."""
        self.sequence, self.previous_digest = edition.head_sequence + 1, edition.head_digest
        self.digest = chain.link(self.previous_digest, self.facts)
        self.save(force_insert=True)
        if erase:
            Publication.objects.filter(pk=erase.pk).update(record=None)
        edition.head_sequence, edition.head_digest = self.sequence, self.digest
        edition.made_with = edition.made_with or made_with()
        edition.save()
        project(Publication.objects.log_of(self.meeting_id))

    @property
    def facts(self) -> dict[str, Any]:
        """What the digest covers besides the row before: every public fact of this one."""
        return {
            "sequence": self.sequence,
            "address": self.address,
            "kind": str(self.kind),
            "version": self.version,
            "number": self.number,
            "note": self.note,
            "goes_live_at": _utc(self.goes_live_at),
            "published_at": _utc(self.published_at),
            "files": self.files,
            "withdraws": self.withdraws.sequence if self.withdraws else None,
            "record_digest": self.record_digest,
        }

    @property
    def was_live(self) -> bool:
        """Of a withdrawal: whether what it withdraws had gone live, so that the public may know of it."""
        return self.withdraws is not None and self.withdraws.goes_live_at <= self.published_at

    @property
    def is_withdrawn(self) -> bool:
        return self.withdraws_id is None and self.record is None

    @property
    def meeting_record(self) -> MeetingRecord:
        """The frozen record. ValueError if it was withdrawn."""
        if self.record is None:
            raise ValueError("This publication was withdrawn; its record is gone.")
        return MeetingRecord.from_json(self.record)


def _store_papers(meeting: Meeting, record: MeetingRecord, stored: list[str]) -> None:
    """Copy the papers that the record names to public storage; `stored` collects what was not there before."""
    wanted = set(record.files)
    for document in Document.objects.filter(meeting=meeting, restriction="", sha256__in=wanted):
        if document.sha256 in wanted:
            wanted.discard(document.sha256)
            with document.file.storage.open(document.file.name) as source:
                if files.store(source, document.sha256):
                    stored.append(document.sha256)


def _files_of(publication: Publication) -> set[str]:
    """The files of a publication, its PDF included."""
    pdf = RenderedPDF.objects.filter(sequence=publication.sequence).values_list("sha256", flat=True)
    return {*publication.files, *pdf}


def _remove_unneeded(sha256s: set[str]) -> None:
    """Remove those files that no standing publication needs; under the lock, so that none comes to need them."""
    with transaction.atomic():
        Edition.objects.select_for_update().get(pk=1)
        kept = set(PublishedDocument.objects.filter(sha256__in=sha256s).values_list("sha256", flat=True))
        kept.update(RenderedPDF.objects.filter(sha256__in=sha256s).values_list("sha256", flat=True))
        for sha256 in sha256s - kept:
            files.remove(sha256)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")

"""The papers: those of an item or a meeting, those that are wanted, and those that lie ready to be put on the agenda."""

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from minutes.models.agenda import AgendaItem
from minutes.models.kept_file import FACTS, KeptFile
from minutes.models.meeting import Meeting
from minutes.models.positioned import Positioned
from minutes.models.restrictable import Restrictable
from minutes.models.versioned import Versioned
from minutes.papers import unreferenced


class DocumentQuerySet(models.QuerySet):
    def remove_unreferenced(self) -> list[str]:
        """Remove the files that no paper has any more, and give their names. Safe beside uploads, and to repeat.

        Drafts that were deleted with their meeting, and what a killed process had stored, leave such files."""
        received = PaperReceived.objects.values_list("file", flat=True)
        names = unreferenced({*self.values_list("file", flat=True), *received})
        for name in names:
            default_storage.delete(name)
        return names


class Document(Positioned, Restrictable, Versioned, KeptFile):
    """A paper: of an item, or of the meeting as a whole. The file lies in private storage until it is published."""

    COMMITTEE = "meeting__committee"  # see committees/rights.py

    class Kind(models.TextChoices):
        REPORT = "report", "Report"
        APPENDIX = "appendix", "Appendix"
        BACKGROUND = "background", "Background paper"
        SUPPLEMENT = "supplement", "Supplement"
        PRESENTATION = "presentation", "Presentation"
        PREVIOUS_MINUTES = "previous-minutes", "Minutes of a previous meeting"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="documents")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.REPORT)
    earlier = models.JSONField(
        default=list, editable=False, help_text="The sha-256 of each file that stood in its place before."
    )
    replaced_on = models.DateField(null=True, editable=False)
    kept_of_earlier_files = ("earlier", "replaced_on")

    objects = DocumentQuerySet.as_manager()

    class Meta(Restrictable.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def _replace(self, stored: "Document") -> None:
        """The stored file's digest is kept: a page can say that it was replaced."""
        super()._replace(stored)
        if stored.sha256 != self.sha256:
            self.earlier = [*stored.earlier, stored.sha256]
            self.replaced_on = timezone.localdate()

    def siblings(self):
        return Document.objects.filter(meeting=self.meeting_id, item=self.item_id)

    def _store_place(self) -> None:
        self.save_columns("position")

    def save(self, *args, **kwargs):
        if self.item:
            self.meeting_id = self.item.meeting_id  # said once, by the item; a form at the item has no field for it
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new and self.item_id:
            PaperWanted.objects.outstanding().fulfilled_by(self)  # on every way in: at the item, by importing

    @property
    def is_closed(self) -> bool:
        """Whether the public may not read it: restricted itself, or of an item that is closed."""
        return self.is_restricted or (self.item is not None and self.item.is_closed)


class PaperReceived(KeptFile):
    """A file that was sent in and is not on the agenda yet. Nothing that publishes reads this table: it is a waiting room."""

    COMMITTEE = "meeting__committee"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="papers_received")
    original_name = models.CharField(max_length=300, editable=False, help_text="As it was sent: it suggests the item.")
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["original_name", "pk"]
        verbose_name_plural = "papers received"

    def __str__(self) -> str:
        return self.original_name

    def place(self, document: Document) -> Document:
        """Make it the file of a new paper, which comes last of its item; the row is gone with that."""
        document.meeting_id = self.meeting_id
        self._give_file(document)
        with transaction.atomic():
            document.save()
            self._forget()
        return document

    def replace(self, document: Document, restriction: str = "", reason: str = "") -> Document:
        """Make it the file of a paper that is there, which keeps its title, its kind and its place; it is closed if it was, or
        if `restriction` says so. The row is gone with that."""
        stored = Document.objects.get(pk=document.pk)
        self._give_file(document)
        document._replace(stored)
        if restriction and not document.restriction:
            document.restriction, document.restriction_reason = restriction, reason
        columns = ["file", *FACTS, *document.kept_of_earlier_files, "restriction", "restriction_reason"]
        with transaction.atomic():
            document.save_columns(*columns)
            self._forget()
        return document

    def _give_file(self, document: Document) -> None:
        for name in FACTS:
            setattr(document, name, getattr(self, name))
        document.file = self.file.name

    def _forget(self) -> None:
        """Not self.delete(), which would take the file along."""
        PaperReceived.objects.filter(pk=self.pk).delete()


class PaperWantedQuerySet(models.QuerySet):
    def outstanding(self):
        return self.filter(came_on=None)

    def fulfilled_by(self, paper: Document) -> None:
        """Tick off what a paper, just put on its item, was wanted for: the only one there, or the one of its title."""
        wanted = list(self.filter(item=paper.item_id))
        same = [one for one in wanted if one.title and one.title.casefold() == paper.title.casefold()]
        for one in same or (wanted if len(wanted) == 1 else []):
            one.tick_off()


class PaperWanted(models.Model):
    """A paper that somebody is to send by a day: the desk reminds of it until it is there."""

    COMMITTEE = "item__meeting__committee"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers_wanted")
    title = models.CharField(max_length=300, blank=True)
    of_whom = models.CharField("wanted of", max_length=200, blank=True)
    by = models.DateField("wanted by", null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    came_on = models.DateField(null=True, blank=True, editable=False)

    objects = PaperWantedQuerySet.as_manager()

    class Meta:
        ordering = ["by", "pk"]
        indexes = [models.Index(fields=["by"], condition=models.Q(came_on=None), name="paper_outstanding")]
        verbose_name_plural = "papers wanted"

    def __str__(self) -> str:
        return self.title or f"Paper for “{self.item}”"

    def tick_off(self) -> None:
        """It is here: nobody is reminded any more."""
        self.came_on = timezone.localdate()
        self.save(update_fields=["came_on"])

    def reminded(self) -> None:
        self.reminded_on = timezone.localdate()
        self.save(update_fields=["reminded_on"])

    @property
    def is_overdue(self) -> bool:
        return self.came_on is None and self.by is not None and self.by < timezone.localdate()

"""What is on the agenda, and the papers."""

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.text import slugify

from committees.law import LateRule
from minutes.models.meeting import Meeting
from minutes.models.positioned import Positioned
from minutes.models.restrictable import Restrictable
from minutes.models.versioned import Versioned
from minutes.papers import inspect_paper, private_name, unreferenced
from richtext.fields import RichTextField

RESERVED_SLUGS = frozenset({"attendance", "publications"})  # addresses below a meeting that are not items


class AgendaItemQuerySet(models.QuerySet):
    def in_order(self):
        """The order of the agenda: each item, then its sub-items."""
        return self.annotate(
            main=models.functions.Coalesce("parent__position", "position"),
            depth=models.Case(models.When(parent=None, then=0), default=1),
        ).order_by("main", "depth", "position", "pk")


class AgendaItem(Positioned, Restrictable, Versioned):
    class Kind(models.TextChoices):
        BUSINESS = "business", "Item of business"
        REPORT = "report", "Report"
        APOLOGIES = "apologies", "Apologies for absence"
        DECLARATIONS = "declarations", "Declarations of interest"
        PREVIOUS_MINUTES = "previous-minutes", "Minutes of the previous meeting"
        QUESTIONS = "questions", "Questions"
        PETITION = "petition", "Petition"
        MOTION = "motion", "Motion on notice"
        EXCLUSION = "exclusion", "Exclusion of the public"
        ANY_OTHER = "any-other-business", "Any other business"
        HEADING = "heading", "Heading without a number"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", help_text="For a sub-item: 2.1 under 2."
    )
    number_by_hand = models.CharField(
        "number", max_length=12, blank=True, help_text="Leave empty to number automatically: 1, 2, 2.1, 7a."
    )
    is_numbered = models.BooleanField(
        "printed with a number", default=True, help_text="Untick it for an item that has no number on paper."
    )
    title = models.CharField(max_length=500)
    public_title = models.CharField(
        max_length=500, blank=True, help_text="For a restricted item: the title that the public may see."
    )
    slug = models.SlugField("address", max_length=100, blank=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.BUSINESS)
    officer = models.CharField(max_length=200, blank=True, help_text="Who presents or wrote the report.")
    purpose = RichTextField("agenda text", blank=True, help_text="What the meeting is asked to consider.")
    recommendation = RichTextField(blank=True)
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="The earlier item on the same matter.",
    )
    papers_missing = models.BooleanField(
        "papers are named that are not here",
        default=False,
        help_text="Until they are added below, the page says so, and not that there are none.",
    )
    is_late = models.BooleanField("late item", default=False)
    late_reason = models.TextField(
        "reason for urgency",
        blank=True,
        help_text="Printed in the minutes.",
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            *Restrictable.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting", "slug"],
                condition=~Q(slug=""),
                name="one_item_an_address",
                violation_error_message="Another item of this meeting has this address.",
            ),
            models.CheckConstraint(
                condition=Q(restriction="") | ~Q(public_title=""),
                name="restricted_item_has_a_public_title",
                violation_error_message="A restricted item needs a public title: what may the public see in its place?",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="item_is_not_under_itself",
                violation_error_message="An item can't be its own sub-item.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """What the database holds by a trigger (minutes/triggers.py) or can't see, said where the clerk looks."""
        if self.parent and (self.parent.meeting_id != self.meeting_id or self.parent.parent_id):
            raise ValidationError({"parent": "Choose a main item of the same meeting."})
        if self.parent and self.pk and self.children.exists():
            raise ValidationError({"parent": "This item has sub-items of its own; there is no third level."})
        if self.is_late and not self.late_reason.strip() and self.late_rule.needs_reason:
            raise ValidationError(
                {"late_reason": "A late item needs the reason for its urgency; it is printed in the minutes."}
            )

    def siblings(self):
        return AgendaItem.objects.filter(meeting=self.meeting_id, parent=self.parent_id)

    def move(self, step: int) -> None:
        """Change places with the item before (-1) or after (1) at the same level; at either end nothing happens."""
        with transaction.atomic():
            siblings = list(self.siblings().select_for_update())
            here = siblings.index(self)
            there = here + step
            if not 0 <= there < len(siblings):
                return
            siblings[here], siblings[there] = siblings[there], siblings[here]
            for place, item in enumerate(siblings, start=1):
                if item.position != place:
                    item.position = place
                    item.save_columns("position")

    def proposed_slug(self, taken: set[str]) -> str:
        """An address that is free among `taken`, from the title that the public may see."""
        base = slugify(self.title_for_the_public)[:80].strip("-") or "item"
        base = f"{base}-item" if base in RESERVED_SLUGS else base
        wanted, count = base, 1
        while wanted in taken:
            count += 1
            wanted = f"{base}-{count}"
        return wanted

    @property
    def title_for_the_public(self) -> str:
        return self.public_title if self.is_restricted else self.title

    @property
    def late_rule(self) -> LateRule:
        return self.meeting.committee.law.late_rule

    @property
    def is_closed(self) -> bool:
        """Whether the public may not read it: restricted itself, or below an item that is."""
        return self.is_restricted or (self.parent is not None and self.parent.is_closed)

    @property
    def is_heading(self) -> bool:
        return self.kind == self.Kind.HEADING


class DocumentQuerySet(models.QuerySet):
    def remove_unreferenced(self) -> list[str]:
        """Remove the files that no paper has any more, and give their names. Safe beside uploads, and to repeat.

        Drafts that were deleted with their meeting, and what a killed process had stored, leave such files."""
        names = unreferenced(set(self.values_list("file", flat=True)))
        for name in names:
            default_storage.delete(name)
        return names


class Document(Positioned, Restrictable):
    """A paper: of an item, or of the meeting as a whole. The file lies in private storage until it is published."""

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
    file = models.FileField(upload_to=private_name, max_length=300, validators=[inspect_paper])
    file_name = models.CharField(max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", default=0, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta(Restrictable.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def delete(self, *args, **kwargs):
        """The file goes with its row. Deletion by a cascade or a queryset calls no delete(): see remove_unreferenced."""
        self._remove_file_on_commit(self.file)
        return super().delete(*args, **kwargs)

    @staticmethod
    def _remove_file_on_commit(file) -> None:
        storage, name = file.storage, file.name
        transaction.on_commit(lambda: storage.delete(name))

    def siblings(self):
        return Document.objects.filter(meeting=self.meeting_id, item=self.item_id)

    def save(self, *args, update_fields=None, **kwargs):
        if self.item:
            self.meeting_id = self.item.meeting_id  # said once, by the item; a form at the item has no field for it
        # What the file is (digest, size, pages, safe name) must be true on every write path, import included.
        if self.file and not self.file._committed:
            paper = inspect_paper(self.file)
            self.file_name, self.sha256, self.size, self.pages = paper.name, paper.sha256, paper.size, paper.pages
            if self.pk:
                self._remove_file_on_commit(Document.objects.get(pk=self.pk).file)
            if update_fields is not None:
                update_fields = {*update_fields, "file_name", "sha256", "size", "pages"}
        super().save(*args, update_fields=update_fields, **kwargs)

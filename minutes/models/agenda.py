"""What is on the agenda, and the papers."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils.text import slugify

from minutes.models.meeting import Meeting
from minutes.models.restriction import Restrictable, Versioned
from minutes.papers import inspect_paper, private_name
from richtext.fields import RichTextField

RESERVED_SLUGS = frozenset({"attendance", "publications"})  # addresses below a meeting that are not items


class AgendaItemQuerySet(models.QuerySet):
    def in_order(self):
        """The order of the agenda: each item, then its sub-items."""
        return self.annotate(
            main=models.functions.Coalesce("parent__position", "position"),
            depth=models.Case(models.When(parent=None, then=0), default=1),
        ).order_by("main", "depth", "position", "pk")


class AgendaItem(Restrictable, Versioned):
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
    position = models.PositiveIntegerField(default=0)
    number_by_hand = models.CharField(
        "number", max_length=12, blank=True, help_text="Leave empty to number automatically: 1, 2, 2.1, 7a."
    )
    title = models.CharField(max_length=300)
    public_title = models.CharField(
        max_length=300, blank=True, help_text="For a restricted item: the title that the public may see."
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
    is_late = models.BooleanField("late item", default=False)
    late_reason = models.TextField(
        "reason for urgency",
        blank=True,
        help_text="The special circumstances, printed in the minutes (LGA 1972 s.100B(4)(b)).",
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
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
                condition=Q(is_late=False) | ~Q(late_reason=""),
                name="late_item_has_a_reason",
                violation_error_message="A late item needs the reason for its urgency; it is printed in the minutes.",
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
        if self.parent and (self.parent.meeting_id != self.meeting_id or self.parent.parent_id):
            raise ValidationError({"parent": "Choose a main item of the same meeting."})

    def move(self, step: int) -> None:
        """Change places with the item before (-1) or after (1) at the same level; at either end nothing happens."""
        with transaction.atomic():
            siblings = list(self.meeting.items.filter(parent=self.parent).order_by("position", "pk"))
            here = next(i for i, item in enumerate(siblings) if item.pk == self.pk)
            there = here + step
            if not 0 <= there < len(siblings):
                return
            siblings[here], siblings[there] = siblings[there], siblings[here]
            for place, item in enumerate(siblings, start=1):
                item.position = place
            AgendaItem.objects.bulk_update(siblings, ["position"])

    def place_last(self) -> None:
        """Give a new item the place after the last one. Does not save."""
        last = self.meeting.items.filter(parent=self.parent).aggregate(last=Max("position"))["last"]
        self.position = (last or 0) + 1

    def proposed_slug(self, taken: set[str]) -> str:
        """An address that is free among `taken`, from the title that the public may see."""
        base = slugify(self.title_for_the_public)[:80].strip("-") or "item"
        wanted, count = base, 1
        while wanted in taken or wanted in RESERVED_SLUGS:
            count += 1
            wanted = f"{base}-{count}"
        return wanted

    @property
    def title_for_the_public(self) -> str:
        return self.public_title if self.is_restricted else self.title

    @property
    def is_heading(self) -> bool:
        return self.kind == self.Kind.HEADING


class Document(Restrictable):
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
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.REPORT)
    file = models.FileField(upload_to=private_name, max_length=300, validators=[inspect_paper])
    file_name = models.CharField(max_length=200, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", default=0, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.item and self.item.meeting_id != self.meeting_id:
            raise ValidationError({"item": "Choose an item of the same meeting."})

    def save(self, *args, **kwargs):
        # What the file is (digest, size, pages, safe name) must be true on every write path, import included.
        if self.file and not self.file._committed:
            paper = inspect_paper(self.file)
            self.file_name, self.sha256, self.size, self.pages = paper.name, paper.sha256, paper.size, paper.pages
        super().save(*args, **kwargs)

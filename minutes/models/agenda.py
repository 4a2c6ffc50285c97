"""What is on the agenda."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify

from committees.law import LateRule
from minutes.models.levels import Levelled
from minutes.models.meeting import Meeting
from minutes.models.restrictable import Restrictable
from minutes.models.versioned import Versioned
from minutes.models.wording import Worded
from richtext.fields import RichTextField

RESERVED_SLUGS = frozenset({"attendance", "publications"})  # addresses below a meeting that are not items


class Matter(models.Model):
    """A subject through all its meetings: what an item is about, whichever committee takes it."""

    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=60, blank=True, help_text="An application’s number, for example.")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return f"{self.title} ({self.reference})" if self.reference else self.title


class AgendaItemQuerySet(models.QuerySet):
    def in_order(self):
        """The order of the agenda: each item, then its sub-items."""
        return self.annotate(
            main=models.functions.Coalesce("parent__position", "position"),
            depth=models.Case(models.When(parent=None, then=0), default=1),
        ).order_by("main", "depth", "position", "pk")


class AgendaItem(Worded, Levelled, Restrictable, Versioned):
    WORDED = ("purpose", "recommendation")
    COMMITTEE = "meeting__committee"  # see committees/rights.py

    class Kind(models.TextChoices):
        BUSINESS = "business", "Item of business"
        REPORT = "report", "Report"
        APOLOGIES = "apologies", "Apologies for absence"
        DECLARATIONS = "declarations", "Declarations of interest"
        PREVIOUS_MINUTES = "previous-minutes", "Minutes of the previous meeting"
        MATTERS_ARISING = "matters-arising", "Matters arising and actions"
        QUESTIONS = "questions", "Questions"
        PETITION = "petition", "Petition"
        MOTION = "motion", "Motion on notice"
        EXCLUSION = "exclusion", "Exclusion of the public"
        ANY_OTHER = "any-other-business", "Any other business"
        HEADING = "heading", "Heading without a number"

    class State(models.TextChoices):
        """What became of an item on a published agenda that was not taken: it stays, and says so."""

        NORMAL = "", "To be taken"
        DEFERRED = "deferred", "Deferred"
        WITHDRAWN = "withdrawn", "Withdrawn"

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
    papers_missing = models.BooleanField(
        "papers are named that are not here",
        default=False,
        help_text="Until they are added below, the page says so, and not that there are none.",
    )
    matter = models.ForeignKey(Matter, models.SET_NULL, null=True, blank=True, related_name="items")
    background_papers = models.TextField(
        blank=True, help_text="By name alone, one a line (LGA 1972 s.100D): what the report relies on."
    )
    chair_note = models.TextField(
        "note for the chair", blank=True, help_text="Printed on the chair’s agenda alone. Never published."
    )
    state = models.CharField("what became of it", max_length=10, choices=State, blank=True, default=State.NORMAL)
    state_note = models.CharField(max_length=300, blank=True, help_text="For example: to the meeting of 5 May.")
    carried_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="carried_to"
    )  # the item of an earlier meeting that goes on here
    taken = models.PositiveSmallIntegerField(
        "taken as number", null=True, blank=True, help_text="Its place in the order taken, if that is not the agenda’s."
    )
    video_at = models.PositiveIntegerField(
        "position in the webcast", null=True, blank=True, help_text="Where the item begins, like 1:02:03 or 42:10."
    )  # in seconds
    is_late = models.BooleanField("late item", default=False)
    late_reason = models.TextField(
        "reason for urgency",
        blank=True,
        help_text="Printed in the minutes.",
    )
    late_agreed_by = models.CharField(
        "urgency agreed by", max_length=200, blank=True, help_text="The person who presides (LGA 1972 s.100B(4)(b))."
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

    def text_name(self, column: str) -> str:
        return f"item-{self.pk}-{column}"

    def meeting_number(self) -> int:
        return self.meeting_id

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
    def resting(self) -> str:
        """Why it is not deleted where something recorded of other minutes rests on it."""
        return self.meeting.resting

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

    def earlier_of_matter(self) -> models.QuerySet["AgendaItem"]:
        """The items at which the committee had the same matter before it at an earlier meeting, the newest first."""
        day, sitting = self.meeting.date, self.meeting.sitting
        earlier = Q(meeting__date__lt=day) | Q(meeting__date=day, meeting__sitting__lt=sitting)
        of_matter = AgendaItem.objects.filter(
            earlier, matter=self.matter_id, meeting__committee=self.meeting.committee_id
        )
        return of_matter.select_related("meeting").order_by("-meeting__date", "-meeting__sitting", "position", "pk")

    @property
    def is_heading(self) -> bool:
        return self.kind == self.Kind.HEADING

"""What came of an item: its minute, decision, motions, declarations and actions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from committees.models import Person
from minutes.models.agenda import AgendaItem
from minutes.models.positioned import Positioned
from minutes.models.restrictable import Restrictable
from minutes.models.versioned import Versioned
from richtext.fields import RichTextField


class Minute(Restrictable, Versioned):
    """What happened at an item. Its number is the minute's own ("45/18"), not the agenda's."""

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="minute")
    number = models.CharField("minute number", max_length=20, blank=True, help_text="For example: 45/18")
    body = RichTextField("minutes", blank=True)

    class Meta(Restrictable.Meta):
        pass

    def __str__(self) -> str:
        return self.number or "of this item"


class Decision(Positioned, Restrictable, Versioned):
    class Kind(models.TextChoices):
        AGREED = "agreed", "Agreed"
        NOTED = "noted", "Noted"
        DEFERRED = "deferred", "Deferred"
        REFERRED = "referred", "Referred"
        DELEGATED = "delegated", "Delegated"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        RECOMMENDED = "recommended", "Recommended to another body"

    class CallIn(models.TextChoices):
        NOT_CALLED_IN = "", "Not called in"
        CALLED_IN = "called-in", "Called in"
        UPHELD = "upheld", "Called in and upheld"
        CHANGED = "changed", "Called in and changed"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="decisions")
    reference = models.CharField(max_length=40, blank=True)
    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.AGREED,
        blank=True,
        help_text="Leave it empty where its parts have different outcomes: then none is printed over it.",
    )
    text = RichTextField("decision")
    reasons = RichTextField("reasons for the decision", blank=True)
    options = RichTextField("alternative options considered", blank=True)
    is_key = models.BooleanField("key decision", default=False)
    call_in_by = models.DateField("call-in deadline", null=True, blank=True)
    call_in = models.CharField("call-in", max_length=20, choices=CallIn, blank=True, default=CallIn.NOT_CALLED_IN)
    effective_on = models.DateField("takes effect on", null=True, blank=True)
    officer = models.CharField("responsible officer", max_length=200, blank=True)

    class Meta(Restrictable.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display() or 'Several outcomes'} {self.reference}".strip()

    def siblings(self):
        return Decision.objects.filter(item=self.item_id)


class Motion(Positioned, Restrictable, Versioned):
    class Method(models.TextChoices):
        ASSENT = "assent", "By assent"
        SHOW_OF_HANDS = "show-of-hands", "Show of hands"
        RECORDED = "recorded", "Recorded vote"

    class Result(models.TextChoices):
        CARRIED = "carried", "Carried"
        LOST = "lost", "Lost"
        WITHDRAWN = "withdrawn", "Withdrawn"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="motions")
    amends = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="amendments", verbose_name="amendment of"
    )
    text = RichTextField("motion")
    mover = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="motions_moved")
    seconder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="motions_seconded")
    method = models.CharField("voting", max_length=20, choices=Method, default=Method.ASSENT)
    votes_for = models.PositiveSmallIntegerField("for", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("against", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("abstained", null=True, blank=True)
    result = models.CharField(max_length=20, choices=Result, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            *Restrictable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(mover=None) | Q(seconder=None) | ~Q(mover=F("seconder")),
                name="mover_is_not_the_seconder",
                violation_error_message="Nobody can second their own motion; choose another seconder.",
            ),
            models.CheckConstraint(
                condition=Q(amends=None) | ~Q(amends=F("pk")),
                name="motion_does_not_amend_itself",
                violation_error_message="A motion can't amend itself; choose the one that it amends.",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Amendment' if self.amends_id else 'Motion'} {self.position or ''}".strip()

    def clean(self) -> None:
        if self.amends and self.amends.item_id != self.item_id:
            raise ValidationError({"amends": "Choose a motion of the same item."})
        if self.pk in self._amended():
            raise ValidationError({"amends": "That motion amends this one already; choose another, or none."})

    def _amended(self) -> set[int]:
        """What it amends, and what that amends, and so on."""
        amends = dict(self.siblings().exclude(pk=self.pk).values_list("pk", "amends"))
        found, at = set(), self.amends_id
        while at and at not in found:
            found.add(at)
            at = amends.get(at)
        return found

    def siblings(self):
        return Motion.objects.filter(item=self.item_id)


class Vote(models.Model):
    """One name in a recorded vote."""

    class Cast(models.TextChoices):
        FOR = "for", "For"
        AGAINST = "against", "Against"
        ABSTAINED = "abstained", "Abstained"

    motion = models.ForeignKey(Motion, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="votes")
    cast = models.CharField("vote", max_length=10, choices=Cast)

    class Meta:
        ordering = ["person__last_name", "person__first_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["motion", "person"],
                name="one_vote_a_person",
                violation_error_message="This person's vote on this motion is recorded already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_cast_display()}"


class Declaration(models.Model):
    """A declaration of interest: who, at which item, of what kind, and whether they left the room."""

    class Kind(models.TextChoices):
        PECUNIARY = "pecuniary", "Disclosable pecuniary interest"
        OTHER = "other-registrable", "Other registrable interest"
        NON_REGISTRABLE = "non-registrable", "Non-registrable interest"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="declarations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    nature = models.TextField("nature of the interest", blank=True)
    left_the_room = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = "declaration of interest"
        verbose_name_plural = "declarations of interest"

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class Action(models.Model):
    """What somebody is to do: matters arising. Kept at the desk; not published yet."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="actions")
    what = models.TextField()
    owner = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    update = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.what[:80]

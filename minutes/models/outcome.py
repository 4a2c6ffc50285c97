"""What came of an item: its minute, decision, motions, declarations and actions."""

from collections import Counter
from collections.abc import Iterable
from datetime import date as Date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from committees.models import Person
from minutes.models.agenda import AgendaItem
from minutes.models.positioned import Positioned
from minutes.models.restrictable import Restrictable
from minutes.models.versioned import Versioned
from minutes.models.wording import Worded
from richtext.fields import RichTextField


class Minute(Worded, Restrictable, Versioned):
    """What happened at an item. Its number is the minute's own ("45/18"), not the agenda's."""

    WORDED, FIRST_VERSION = ("body", "summary"), 1

    version = models.PositiveIntegerField(default=1, editable=False)  # 0 is that of a minute which is not there yet
    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="minute")
    number = models.CharField("minute number", max_length=20, blank=True, help_text="For example: 45/18")
    body = RichTextField("minutes", blank=True)
    summary = RichTextField(
        "public minute",
        blank=True,
        help_text="Of what is closed: what the public may read in its place (LGA 1972 s.100C(2)).",
    )

    class Meta(Restrictable.Meta):
        pass

    def __str__(self) -> str:
        return self.number or "of this item"

    def text_name(self, column: str) -> str:
        """By its item: it has a name before it is there."""
        return f"minute-{self.item_id}-{column}"


class Decision(Worded, Positioned, Restrictable, Versioned):
    WORDED = ("text", "reasons", "options")

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
        default="",
        blank=True,
        help_text="Leave it empty where its parts have different outcomes: then none is printed over it.",
    )
    text = RichTextField("decision")
    reasons = RichTextField("reasons for the decision", blank=True)
    options = RichTextField("alternative options considered", blank=True)
    conflicts = models.TextField("conflicts of interest declared", blank=True)
    dispensation = models.TextField("dispensation granted", blank=True)
    is_key = models.BooleanField("key decision", default=False)
    call_in_by = models.DateField("call-in deadline", null=True, blank=True)
    call_in = models.CharField("call-in", max_length=20, choices=CallIn, blank=True, default=CallIn.NOT_CALLED_IN)
    effective_on = models.DateField("takes effect on", null=True, blank=True)
    officer = models.CharField("responsible officer", max_length=200, blank=True)
    replaces = models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="replaces what was decided on",
        help_text="Where an earlier decision of this matter does not stand any more. The public reads it at both.",
    )

    class Meta(Restrictable.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display() or 'Several outcomes'} {self.reference}".strip()

    def siblings(self):
        return Decision.objects.filter(item=self.item_id)


class Motion(Worded, Positioned, Restrictable, Versioned):
    WORDED = ("text",)
    COMMITTEE = "item__meeting__committee"  # see committees/rights.py

    called = ""  # its name, once name_motions() has given it; until then its name is asked for

    class Method(models.TextChoices):
        ASSENT = "assent", "By assent"
        COUNTED = "counted", "A count"
        SHOW_OF_HANDS = "show-of-hands", "Show of hands"
        RECORDED = "recorded", "Recorded vote"
        BALLOT = "ballot", "Secret ballot"

    class CastingVote(models.TextChoices):
        FOR = "for", "For"
        AGAINST = "against", "Against"

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
    method = models.CharField("voting", max_length=20, choices=Method, blank=True, default="")
    votes_for = models.PositiveSmallIntegerField("for", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("against", null=True, blank=True)
    abstentions = models.PositiveSmallIntegerField("abstained", null=True, blank=True)
    casting_vote = models.CharField(
        max_length=10,
        choices=CastingVote,
        blank=True,
        help_text="Of the person presiding, after equal votes.",
    )
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
        """ "Motion 2", or "Amendment 1 to Motion 2": an amendment is counted among those of its motion."""
        return self.called or self._name()

    def _name(self) -> str:
        siblings = list(self.siblings())
        name_motions(siblings)
        names = {motion.pk: motion.called for motion in siblings}
        return names.get(self.pk) or ("Amendment" if self.amends_id else "Motion")

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


def name_motions(motions: Iterable[Motion]) -> None:
    """Give all motions of an item, or of several, their names, so that none of them has to ask."""
    by_id, places = {motion.pk: motion for motion in motions}, Counter()
    for motion in by_id.values():
        places[motion.item_id, motion.amends_id] += 1
        motion.called = f"{'Amendment' if motion.amends_id else 'Motion'} {places[motion.item_id, motion.amends_id]}"
    own = {pk: motion.called for pk, motion in by_id.items()}
    for motion in by_id.values():
        motion.called = " to ".join(own[pk] for pk in _up_from(motion, by_id))


def _up_from(motion: Motion, by_id: dict[int, Motion]) -> list[int]:
    """A motion's id, and that of what it amends, and so on."""
    found: list[int] = []
    at = motion.pk
    while at in by_id and at not in found:
        found.append(at)
        at = by_id[at].amends_id
    return found


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


class Declaration(Versioned):
    """A declaration of interest: who, at which item, of what kind, and what they did then.

    Of a sensitive interest only its existence is told (Localism Act 2011 s.32)."""

    class Kind(models.TextChoices):
        PECUNIARY = "pecuniary", "Disclosable pecuniary interest"
        OTHER = "other-registrable", "Other registrable interest"
        NON_REGISTRABLE = "non-registrable", "Non-registrable interest"

    class Afterwards(models.TextChoices):
        """What the member did when the item was taken. Not said is a value."""

        UNKNOWN = "", "Not said"
        LEFT = "left", "Left the room"
        STAYED = "stayed", "Stayed"
        DID_NOT_VOTE = "did-not-vote", "Stayed and did not vote"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="declarations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=20, choices=Kind)
    nature = models.TextField("nature of the interest", blank=True)
    is_sensitive = models.BooleanField(
        "sensitive", default=False, help_text="The public is told that there is an interest, and no more."
    )
    afterwards = models.CharField(max_length=20, choices=Afterwards, blank=True, default=Afterwards.UNKNOWN)

    class Meta:
        ordering = ["pk"]
        verbose_name = "declaration of interest"
        verbose_name_plural = "declarations of interest"

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class Action(Versioned):
    """What somebody is to do: matters arising. Kept at the desk, unless the committee publishes its actions."""

    COMMITTEE = "item__meeting__committee"

    class State(models.TextChoices):
        """How it stands on a day; `done_on` says it."""

        OPEN = "open", "To be done"
        DONE = "done", "Done"

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="actions")
    what = models.TextField()
    owner = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    update = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["due"], condition=models.Q(done_on=None), name="action_open"),
            models.Index(fields=["done_on"], name="action_done"),
        ]

    def __str__(self) -> str:
        return self.what[:80]

    def state_on(self, day: Date) -> "Action.State":
        return self.State.DONE if self.done_on is not None and self.done_on <= day else self.State.OPEN

    def finish(self, day: Date) -> None:
        """Say that it is done, on that day; what is done already keeps its day."""
        self.done_on = self.done_on or day
        self.save_columns("done_on")

    def reopen(self) -> None:
        """Say that it is not done after all."""
        self.done_on = None
        self.save_columns("done_on")

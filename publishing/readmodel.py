"""The read model: flat rows that the public pages read, made from the publication log and from nothing else.

Every row lies here from the moment of publication; whether it is live is a question of the clock alone (`live(now)`,
`shown(now)`), so that a scheduled publication goes live without anything having to run.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from committees.models import Committee
from publishing.kinds import Kind


class ReadQuerySet(models.QuerySet):
    def shown(self, now: datetime):
        """What its address shows at this moment: of several live publications the one that says most."""
        return self.filter(Q(shown_from__lte=now), Q(shown_until=None) | Q(shown_until__gt=now))

    def live(self, now: datetime):
        """What has gone live, replaced since or not."""
        return self.filter(goes_live_at__lte=now)


class Shown(models.Model):
    """A row with the interval in which its address shows it; never, if `shown_from` is null."""

    goes_live_at = models.DateTimeField()
    shown_from = models.DateTimeField(null=True)
    shown_until = models.DateTimeField(null=True)

    objects = ReadQuerySet.as_manager()

    class Meta:
        abstract = True

    def is_shown(self, now: datetime) -> bool:
        return (
            self.shown_from is not None
            and self.shown_from <= now
            and (self.shown_until is None or self.shown_until > now)
        )


class PublishedMeeting(Shown):
    """One publication of a meeting, as the public reads it."""

    sequence = models.PositiveBigIntegerField(unique=True)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    committee_slug = models.SlugField(max_length=80)
    committee_name = models.CharField(max_length=200)
    slug = models.CharField(max_length=20)
    date = models.DateField()
    start = models.TimeField(null=True)
    subtitle = models.CharField(max_length=200)
    venue = models.CharField(max_length=300)
    cancelled = models.BooleanField()
    kind = models.CharField(max_length=20, choices=Kind)
    version = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    note = models.TextField()
    published_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    body = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["committee_slug", "slug"], name="pubmeeting_address"),
            models.Index(fields=["date", "sequence"], name="pubmeeting_date"),
            models.Index(fields=["committee", "date"], name="pubmeeting_committee"),
            models.Index(fields=["goes_live_at"], name="pubmeeting_live"),
            models.Index(fields=["published_at"], name="pubmeeting_published"),
        ]

    def __str__(self) -> str:
        return f"{self.committee_slug}/{self.slug}, {self.get_kind_display()} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("website:meeting", args=[self.committee_slug, self.slug])

    @property
    def html(self) -> SafeString:
        """The body, which publishing made with its own templates from clean rich text."""
        return mark_safe(self.body)  # noqa: S308

    @property
    def holds(self) -> str:
        """What a reader finds: the words of the meeting page's heading (domain.md §3.1)."""
        return {
            Kind.NOTICE: "Meeting",
            Kind.AGENDA: "Agenda",
            Kind.SUPPLEMENT: "Agenda",
            Kind.DECISIONS: "Agenda and decisions",
            Kind.DRAFT_MINUTES: "Agenda and draft minutes",
            Kind.MINUTES: "Agenda and minutes",
            Kind.CANCELLATION: "Meeting",
        }[Kind(self.kind)]

    @property
    def is_draft(self) -> bool:
        return self.kind == Kind.DRAFT_MINUTES


class PublishedItem(Shown):
    meeting = models.ForeignKey(PublishedMeeting, models.CASCADE, related_name="items")
    committee_slug = models.SlugField(max_length=80)
    meeting_slug = models.CharField(max_length=20)
    slug = models.SlugField(max_length=100)
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    body = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["committee_slug", "meeting_slug", "slug"], name="pubitem_address")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("website:item", args=[self.committee_slug, self.meeting_slug, self.slug])

    @property
    def html(self) -> SafeString:
        return mark_safe(self.body)  # noqa: S308  as PublishedMeeting.html


class PublishedDecision(Shown):
    """A decision; shown while its meeting's publication is."""

    meeting = models.ForeignKey(PublishedMeeting, models.CASCADE, related_name="decisions")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    committee_slug = models.SlugField(max_length=80)
    committee_name = models.CharField(max_length=200)
    meeting_slug = models.CharField(max_length=20)
    item_slug = models.SlugField(max_length=100)
    item_title = models.CharField(max_length=300)
    date = models.DateField()
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    is_key = models.BooleanField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["date", "position"], name="pubdecision_date")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.item_title}"

    def get_absolute_url(self) -> str:
        return reverse("website:item", args=[self.committee_slug, self.meeting_slug, self.item_slug])


class PublishedDocument(models.Model):
    """A paper of one publication. It can be read as soon as that has gone live, also after a newer one replaced it."""

    meeting = models.ForeignKey(PublishedMeeting, models.CASCADE, related_name="documents")
    goes_live_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()

    objects = ReadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sha256", "file_name"], name="pubdocument_address")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("website:document", args=[self.sha256, self.file_name])


class PublishedWithdrawal(models.Model):
    """What is left in public of a publication that was withdrawn after it had gone live: that, when and why."""

    sequence = models.PositiveBigIntegerField(unique=True)
    committee_slug = models.SlugField(max_length=80)
    meeting_slug = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveIntegerField()
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee_slug", "meeting_slug"], name="pubwithdrawal_address")]

    def __str__(self) -> str:
        return f"{self.committee_slug}/{self.meeting_slug}, {self.number} withdrawn"


class RenderedPDF(models.Model):
    """The PDF of a publication, made by the worker. Rendering is not repeatable by the database, so
    rebuild_website leaves these rows alone; `verify` holds them against the files."""

    sequence = models.PositiveBigIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()

    class Meta:
        verbose_name = "rendered PDF"

    def __str__(self) -> str:
        return self.sha256


class Edition(models.Model):
    """The one row that says which state of the log the read model shows. Publishing locks it: the chain has one head."""

    head_sequence = models.PositiveBigIntegerField(default=0)
    head_digest = models.CharField(max_length=64, default="0" * 64)
    made_with = models.CharField("digest of the templates that made the bodies", max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_edition")]

    def __str__(self) -> str:
        return f"Edition {self.head_sequence}"

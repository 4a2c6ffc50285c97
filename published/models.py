"""The read model: flat rows that the public pages read, made from the publication log and from nothing else.

Every row lies here from the moment of publication; whether it is live is a question of the clock alone (`live(now)`,
`shown(now)`), so that a scheduled publication goes live without anything having to run. A page is one row: its text is
made when the meeting is projected, and a view asks one query for it.
"""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from committees.models import Committee
from publishing.kinds import Kind

FOREVER = datetime(9999, 12, 31, tzinfo=UTC)


class Edition(models.Model):
    """The one row that says which state of the log the read model shows. Publishing locks it: the chain has one head."""

    head_sequence = models.PositiveBigIntegerField(default=0)
    head_digest = models.CharField(max_length=64, default="0" * 64)
    made_with = models.CharField("digest of the templates that made the pages", max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_edition")]

    def __str__(self) -> str:
        return f"Edition {self.head_sequence}"


class Row(models.Model):
    """A row made of the log of one meeting: `key` is that meeting's number in the log."""

    key = models.PositiveBigIntegerField(db_index=True)
    committee_slug = models.SlugField(max_length=80, db_index=False)
    meeting_slug = models.CharField(max_length=20)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse("website:meeting", args=[self.committee_slug, self.meeting_slug])


class LiveQuerySet(models.QuerySet):
    def live(self, now: datetime):
        """What has gone live, replaced since or not."""
        return self.filter(goes_live_at__lte=now)


class ShownQuerySet(models.QuerySet):
    def shown(self, now: datetime):
        """What its address shows at this moment: at most one row an address."""
        return self.filter(shown_from__lte=now, shown_until__gt=now)


class Shown(Row):
    """A row with the interval in which its address shows it."""

    shown_from = models.DateTimeField()
    shown_until = models.DateTimeField(help_text="The end of time while nothing is due to replace it.")

    objects = ShownQuerySet.as_manager()

    class Meta:
        abstract = True


class Page(models.Model):
    """The text of a page, its title, and its digest, by which a cache asks whether it has changed."""

    page_title = models.CharField(max_length=600)
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True

    @property
    def html(self) -> SafeString:
        """What publishing made with its own templates from clean rich text."""
        return mark_safe(self.text)  # noqa: S308


class PublishedVersion(Row, Page):
    """One publication as it was."""

    sequence = models.PositiveBigIntegerField(unique=True)
    committee_name = models.CharField(max_length=200)
    date = models.DateField()
    start = models.TimeField(null=True)
    kind = models.CharField(max_length=20, choices=Kind)
    version = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    note = models.TextField()
    published_at = models.DateTimeField()
    goes_live_at = models.DateTimeField()

    objects = LiveQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["committee_slug", "meeting_slug", "number"], name="version_address"),
            models.Index(fields=["goes_live_at"], name="version_live"),
        ]

    def __str__(self) -> str:
        return f"{self.committee_slug}/{self.meeting_slug}, {self.get_kind_display()} {self.version}"


class PublishedMeeting(Shown, Page):
    """What a meeting's address shows from one moment to another."""

    sequence = models.PositiveBigIntegerField()
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    committee_name = models.CharField(max_length=200)
    date = models.DateField()
    start = models.TimeField(null=True)
    subtitle = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        indexes = [
            models.Index(fields=["committee_slug", "meeting_slug"], name="meeting_address"),
            models.Index(fields=["date"], name="meeting_date"),
            models.Index(fields=["committee", "date"], name="meeting_committee"),
        ]

    def __str__(self) -> str:
        return f"{self.committee_slug}/{self.meeting_slug}, {self.get_kind_display()}"

    @property
    def holds(self) -> str:
        """What a reader finds here, in the words of the page's heading."""
        return Kind(self.kind).holds

    @property
    def is_draft(self) -> bool:
        return self.kind == Kind.DRAFT_MINUTES

    @property
    def is_cancelled(self) -> bool:
        return self.kind == Kind.CANCELLATION


class PublishedItem(Shown, Page):
    """What an agenda item's address shows from one moment to another."""

    slug = models.SlugField(max_length=100, db_index=False)
    sequence = models.PositiveBigIntegerField()
    committee_name = models.CharField(max_length=200)
    date = models.DateField()
    title = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["committee_slug", "meeting_slug", "slug"], name="item_address")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("website:item", args=[self.committee_slug, self.meeting_slug, self.slug])


class PublishedDecision(Shown):
    item_slug = models.SlugField(max_length=100, db_index=False)
    item_title = models.CharField(max_length=300)
    item_kind = models.CharField(max_length=20)
    sequence = models.PositiveBigIntegerField()
    position = models.PositiveIntegerField()
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    committee_name = models.CharField(max_length=200)
    date = models.DateField()
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    is_key = models.BooleanField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["date", "position"], name="decision_date")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.item_title}"

    def get_absolute_url(self) -> str:
        return reverse("website:item", args=[self.committee_slug, self.meeting_slug, self.item_slug])


class PublishedDocument(Row):
    """A paper of one publication. It can be read as soon as that has gone live, also after a newer one replaced it."""

    sequence = models.PositiveBigIntegerField()
    goes_live_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()

    objects = LiveQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sha256", "file_name"], name="document_address")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("website:document", args=[self.sha256, self.file_name])


class PublishedWithdrawal(Row):
    """What is left in public of a publication that was withdrawn after it had gone live: that, when and why."""

    sequence = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveIntegerField()
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee_slug", "meeting_slug"], name="withdrawal_address")]

    def __str__(self) -> str:
        return f"{self.committee_slug}/{self.meeting_slug}, {self.number} withdrawn"


class RenderedPDF(models.Model):
    """The PDF of a publication, made by the worker. Rendering is no work for a rebuild, so rebuild_website leaves
    these rows alone; `verify` holds them against the files."""

    sequence = models.PositiveBigIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()

    class Meta:
        verbose_name = "rendered PDF"

    def __str__(self) -> str:
        return self.sha256


TABLES = [PublishedVersion, PublishedMeeting, PublishedItem, PublishedDecision, PublishedDocument, PublishedWithdrawal]

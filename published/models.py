"""What was published: the records, and flat rows made of them, which the public pages ask.

Every row lies here from the moment of publication; whether it is live is a question of the clock alone (`live(now)`,
`shown(now)`), so that a scheduled publication goes live without anything having to run. What was live when it was written
carries no time of its own: a clock that is set back takes nothing away. `key` is a meeting's number in the log.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe

from published import addresses
from published.kinds import Kind


class Record(models.Model):
    """A record's text as it was digested, and the salt of its digest. It is never changed; a withdrawal deletes it."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    salt = models.CharField(max_length=64)
    text = models.TextField()

    def __str__(self) -> str:
        return f"Record {self.sequence}"


class VersionQuerySet(models.QuerySet):
    def at(self, committee_slug: str, meeting_slug: str):
        return self.filter(committee_slug=committee_slug, meeting_slug=meeting_slug)

    def live(self, now: datetime):
        """What has gone live, replaced since or not."""
        return self.filter(Q(live_from=None) | Q(live_from__lte=now))


class Version(models.Model):
    """A publication that stands: what it is, when it went live, and the pieces of its page."""

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, db_column="sequence", related_name="version"
    )
    key = models.PositiveBigIntegerField(db_index=True)
    committee_slug = models.SlugField(max_length=80, db_index=False)
    committee_name = models.CharField(max_length=200)
    meeting_slug = models.CharField(max_length=20)
    date = models.DateField()
    start = models.TimeField(null=True)
    subtitle = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    rank = models.SmallIntegerField()
    note = models.TextField()
    published_at = models.DateTimeField()
    goes_live_at = models.DateTimeField()
    live_from = models.DateTimeField(null=True, help_text="Empty if it was live when this row was written.")
    title = models.CharField(max_length=600)
    brief = models.TextField(help_text="Its line in a list of meetings, as HTML.")
    front = models.TextField(help_text="What stands before the items, as HTML.")
    head = models.TextField(help_text="The record's own facts, without its items and people, as JSON.")
    approved_at = models.CharField(
        max_length=120, blank=True, help_text="Of approved minutes: the address of the meeting that approved them."
    )
    approved_item = models.SlugField(max_length=100, blank=True, db_index=False)
    approved_on = models.DateField(null=True)
    signed_on = models.DateField(null=True)
    made_with = models.PositiveIntegerField(help_text="published.bodies.MADE_WITH when the pieces were made.")

    objects = VersionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["committee_slug", "meeting_slug"], name="version_address"),
            models.Index(fields=["committee_slug", "date", "meeting_slug"], name="version_committee"),
            models.Index(fields=["date", "meeting_slug"], name="version_date"),
            models.Index(fields=["live_from"], name="version_live"),
            models.Index(fields=["approved_at"], name="version_approved_at"),
            models.Index(fields=["made_with", "-record"], name="version_made_with"),
        ]

    def __str__(self) -> str:
        return f"{self.committee_slug}/{self.meeting_slug}, {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return addresses.meeting(self.committee_slug, self.meeting_slug)

    @property
    def sequence(self) -> int:
        return self.pk

    @property
    def called_off(self) -> str:
        """ "CANCELLED", or "POSTPONED to 22 July 2026", as its title begins; "" of a meeting that is held."""
        return self.title.partition(":")[0] if self.kind == Kind.CANCELLATION else ""

    @property
    def front_html(self) -> SafeString:
        return html(self.front)


class Shown(models.Model):
    """Which version a meeting's address shows, from when until when. No start: it has begun; no end: nothing is due to
    replace it."""

    key = models.PositiveBigIntegerField(db_index=True)
    version = models.ForeignKey(Version, models.CASCADE, related_name="shown")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        # The search asks it of each of a thousand candidates.
        indexes = [models.Index(fields=["version", "starts_at", "ends_at"], name="shown_when")]

    def __str__(self) -> str:
        return f"{self.version_id} from {self.starts_at or 'now'} until {self.ends_at or 'replaced'}"


class Item(models.Model):
    """An item of a version: its heading and its text, as the meeting's page joins them."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    slug = models.SlugField(max_length=100, db_index=False)
    number = models.CharField(max_length=12)
    title = models.CharField(max_length=500)
    kind = models.CharField(max_length=20)
    level = models.PositiveIntegerField()
    heading = models.TextField()
    body = models.TextField()
    lacks_papers = models.BooleanField()
    said = models.CharField(max_length=16, help_text="A digest of what the record says of it, but for its place.")
    minuted = models.CharField(
        max_length=16, blank=True, help_text="In minutes, a digest of what they say happened and was decided."
    )
    matter = models.PositiveBigIntegerField(null=True, help_text="The number of the matter that it belongs to.")
    matter_title = models.CharField(max_length=300, blank=True)
    matter_reference = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "slug"], name="item_once_a_version")]
        indexes = [models.Index(fields=["matter"], condition=Q(matter__isnull=False), name="item_matter")]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """A decision of a version, as flat codes and plain text; a motion that was carried counts as one where its item has no
    other. `key` is the meeting's. (date, key, rank) is its place in the register, which runs down one index."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="decisions")
    item = models.ForeignKey(Item, models.CASCADE, related_name="decisions")
    position = models.PositiveIntegerField(help_text="Its place among the decisions of the meeting.")
    key = models.PositiveBigIntegerField()
    number = models.PositiveIntegerField(help_text="Its place among the decisions of its item.")
    rank = models.IntegerField(help_text="Its place counted down from -1: the register runs backwards.")
    committee_slug = models.SlugField(max_length=80, db_index=False)
    date = models.DateField()
    item_kind = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, help_text="Its code, or “carried” of a motion.")
    reference = models.CharField(max_length=40)
    is_key = models.BooleanField()
    text = models.TextField()
    reasons = models.TextField()
    options = models.TextField()
    officer = models.CharField(max_length=200)
    call_in = models.CharField(max_length=20)
    call_in_by = models.DateField(null=True)
    effective_on = models.DateField(null=True)
    replaces = models.CharField(max_length=250, help_text="The address of the item whose decision it replaces.")
    words = models.TextField(help_text="All of it in small letters, to be looked through.")
    brief = models.TextField(help_text="Its line in a list of decisions, as HTML.")
    entry = models.TextField(help_text="Its entry in the register, as HTML, without the words of its call-in.")

    class Meta:
        # One for each set of filters of the register; key decisions are few.
        indexes = [
            models.Index(fields=["-date", "-version", "position"], name="decision_date"),
            models.Index(fields=["date", "key", "rank"], name="decision_all"),
            models.Index(fields=["replaces"], condition=~Q(replaces=""), name="decision_replaces"),
            models.Index(fields=["committee_slug", "date", "key", "rank"], name="decision_committee"),
            models.Index(fields=["kind", "date", "key", "rank"], name="decision_kind"),
            models.Index(fields=["committee_slug", "kind", "date", "key", "rank"], name="decision_both"),
            models.Index(fields=["date", "key", "rank"], condition=Q(is_key=True), name="decision_key"),
            models.Index(
                fields=["committee_slug", "date", "key", "rank"],
                condition=Q(is_key=True),
                name="decision_key_committee",
            ),
            models.Index(fields=["kind", "date", "key", "rank"], condition=Q(is_key=True), name="decision_key_kind"),
            models.Index(
                fields=["committee_slug", "kind", "date", "key", "rank"],
                condition=Q(is_key=True),
                name="decision_key_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}".strip()


class Action(models.Model):
    """What a version says of something that is to be done. `number` is its own in every version that names it."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="actions")
    item = models.ForeignKey(Item, models.CASCADE, related_name="actions")
    position = models.PositiveIntegerField(help_text="Its place among the actions of the version.")
    number = models.PositiveBigIntegerField(db_index=True)
    is_given_here = models.BooleanField(help_text="At this meeting, and not at an earlier one.")
    what = models.TextField()
    owner = models.CharField(max_length=200)
    due = models.DateField(null=True)
    state = models.CharField(max_length=20)
    done_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.what[:80]


class Presence(models.Model):
    """Somebody whom a version lists: in minutes whether they were there, in an agenda as a member of the committee."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="presences")
    position = models.PositiveIntegerField(help_text="Its place in the list, the Chair's first.")
    date = models.DateField()
    person = models.SlugField(max_length=120, db_index=False, help_text="Empty: nobody who is on file.")
    name = models.CharField(max_length=250, help_text="That of the day.")
    capacity = models.CharField(max_length=20)
    seat = models.CharField(max_length=20)
    role = models.CharField(max_length=200)
    represents = models.CharField(max_length=200)
    state = models.CharField(max_length=20, help_text="Empty where attendance is not part of what was published.")
    remote = models.BooleanField()
    substitute_for = models.CharField(max_length=250)
    comment = models.TextField(help_text="When they came and went, and what else is said of it.")

    class Meta:
        indexes = [models.Index(fields=["person", "-date"], name="presence_person")]

    def __str__(self) -> str:
        return self.name


class Declared(models.Model):
    """A declaration of interest. `kind` is empty where no more may be told than that there is one."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="declared")
    item = models.ForeignKey(Item, models.CASCADE, related_name="declared")
    position = models.PositiveIntegerField(help_text="Its place among those of the meeting.")
    date = models.DateField()
    person = models.SlugField(max_length=120, db_index=False)
    name = models.CharField(max_length=250, help_text="That of the day.")
    kind = models.CharField(max_length=30)
    nature = models.TextField()
    afterwards = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "declarations"
        indexes = [models.Index(fields=["person", "-date", "-version", "position"], name="declared_person")]

    def __str__(self) -> str:
        return f"{self.name}, {self.kind}"


class VoteCast(models.Model):
    """How somebody voted on a motion. `motion` is its number among all of its version, amendments counted."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="votes_cast")
    item = models.ForeignKey(Item, models.CASCADE, related_name="votes_cast")
    position = models.PositiveIntegerField(help_text="Its place among all votes of the meeting.")
    date = models.DateField()
    motion = models.PositiveIntegerField()
    text = models.CharField(max_length=200, help_text="The motion's first words.")
    is_amendment = models.BooleanField()
    method = models.CharField(max_length=20)
    result = models.CharField(max_length=20)
    person = models.SlugField(max_length=120, db_index=False)
    name = models.CharField(max_length=250, help_text="That of the day.")
    party = models.CharField(max_length=100, help_text="That of the day; empty where it is not known.")
    cast = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "votes"
        indexes = [models.Index(fields=["person", "-date", "-version", "position"], name="votecast_person")]

    def __str__(self) -> str:
        return f"{self.name}, {self.cast}"


class PaperQuerySet(models.QuerySet):
    def live(self, now: datetime):
        """Papers of what has gone live. They can be read also after a newer version replaced it."""
        return self.filter(Q(version__live_from=None) | Q(version__live_from__lte=now))


class Paper(models.Model):
    version = models.ForeignKey(Version, models.CASCADE, related_name="papers")
    item = models.ForeignKey(Item, models.CASCADE, null=True, related_name="papers")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=300)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sha256", "file_name"], name="paper_address")]

    def __str__(self) -> str:
        return self.title


PACK = "pack"


class PDFQuerySet(models.QuerySet):
    def made(self):
        return self.exclude(sha256="")

    def waiting(self):
        """Those not made yet, also if it was tried in vain."""
        return self.filter(made_at=None)

    def failed(self):
        """Those that could not be made so far; each is tried again at its `next_try_at`."""
        return self.waiting().exclude(problem="")

    def due(self, now: datetime):
        """Those to make now: what nobody has tried first, and of that the newest; one that keeps a worker busy for minutes
        stands behind all others when it is tried again."""
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return (
            self.waiting().filter(free, Q(next_try_at=None) | Q(next_try_at__lte=now)).order_by("attempts", "-version")
        )

    def ask_for(self, asked: Iterable[tuple[Version, bool]]) -> None:
        """Have the worker make the PDFs that versions of their kinds have, but for those that are there. Beside each version
        stands whether it has papers: without any there is no pack."""
        rows = [
            PDF(version=version, name=name)
            for version, has_papers in asked
            for name in Kind(version.kind).pdfs
            if has_papers or name != PACK
        ]
        self.bulk_create(rows, ignore_conflicts=True)

    def ask_again(self) -> int:
        """Have the worker make these once more, as if nobody had tried: a file is lost, or what stopped it is mended."""
        return self.update(
            sha256="",
            size=0,
            pages=0,
            toolchain="",
            made_at=None,
            attempts=0,
            problem="",
            next_try_at=None,
            leased_until=None,
        )


class PDF(models.Model):
    """One PDF of a version, from its publication on: waiting, or failed and why, or made.

    The worker claims it by a lease that runs out if the worker dies (published/printing.py)."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="pdfs")
    name = models.CharField(max_length=20, help_text="The file below the meeting's address, without .pdf.")
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    toolchain = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    next_try_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)

    objects = PDFQuerySet.as_manager()

    class Meta:
        verbose_name = "PDF"
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="pdf_once_a_version"),
            models.CheckConstraint(
                condition=Q(made_at=None, sha256="") | Q(made_at__isnull=False) & ~Q(sha256=""),
                name="pdf_made_has_file",
            ),
        ]
        indexes = [
            models.Index(fields=["attempts", "-version"], condition=Q(made_at=None), name="pdf_waiting"),
            models.Index(fields=["made_at"], condition=Q(made_at__isnull=False), name="pdf_made"),
        ]

    def __str__(self) -> str:
        return f"{self.name}.pdf of {self.version_id}"


class Words(models.Model):
    """What can be searched of a version: its meeting, one of its items, or one of its papers; of versions alone that an address
    shows, now or later (published/indexing.py). The index of a database is made of this table (published/fulltext.py)."""

    id = models.BigAutoField(
        primary_key=True, help_text="Its place among all: by the day of the meeting, and on one day as they came."
    )
    version = models.ForeignKey(Version, models.CASCADE, related_name="words")
    kind = models.CharField(max_length=20, help_text="published.indexing.KINDS")
    has_decisions = models.BooleanField(default=False)
    committee_slug = models.SlugField(max_length=80, db_index=False)
    item_slug = models.SlugField(max_length=100, db_index=False, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=600)
    text = models.TextField()
    facets = models.TextField(help_text="Its kinds and its committee, each as a word that nobody types.")

    class Meta:
        verbose_name_plural = "words"
        indexes = [models.Index(fields=["sha256"], condition=~Q(sha256=""), name="words_of_a_file")]

    def __str__(self) -> str:
        return self.title


class Text(models.Model):
    """The words of a published file, for the search: waiting to be read, or read, or why it can't be."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True, help_text="Empty as long as it waits; set also if it can't be read.")
    problem = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "text of a file"
        verbose_name_plural = "texts of files"
        indexes = [models.Index(fields=["attempts", "sha256"], condition=Q(read_at=None), name="text_waiting")]

    def __str__(self) -> str:
        return self.sha256


class Withdrawal(models.Model):
    """What is left in public of a publication that was withdrawn after it had gone live: that, when and why."""

    sequence = models.PositiveBigIntegerField(primary_key=True, help_text="That of what was withdrawn.")
    key = models.PositiveBigIntegerField(db_index=True)
    committee_slug = models.SlugField(max_length=80, db_index=False)
    meeting_slug = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=Kind)
    goes_live_at = models.DateTimeField()
    reason = models.TextField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["committee_slug", "meeting_slug"], name="withdrawal_address"),
            models.Index(fields=["meeting_slug"], name="withdrawal_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.committee_slug}/{self.meeting_slug}, {self.sequence} withdrawn"

    def get_absolute_url(self) -> str:
        return addresses.meeting(self.committee_slug, self.meeting_slug)


class Link(models.Model):
    """A row of the log's digest chain, as anybody may check it: its digest, and the facts that it is made of.

    The columns below the facts are theirs, for feeds and lists of what has changed, and empty where the facts are. `about` is
    the publication that the row is about: itself, or the one that it withdraws or takes words from. `key` is its meeting's."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64)
    facts = models.TextField(blank=True, help_text="Canonical JSON; empty for what was withdrawn before it was live.")
    live_from = models.DateTimeField(null=True)
    about = models.PositiveBigIntegerField(null=True, db_index=True)
    key = models.PositiveBigIntegerField(null=True, db_index=True)
    committee_slug = models.SlugField(max_length=80, blank=True, db_index=False)
    meeting_slug = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    published_at = models.DateTimeField(null=True)
    goes_live_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["goes_live_at", "sequence"], name="link_time"),
            models.Index(fields=["committee_slug", "goes_live_at", "sequence"], name="link_committee"),
        ]

    def __str__(self) -> str:
        return f"Link {self.sequence}"

    def is_known(self, now: datetime) -> bool:
        """Whether the public may know its facts: until a publication is live, its digest alone is public."""
        return bool(self.facts) and (self.live_from is None or self.live_from <= now)


def html(text: str) -> SafeString:
    """A piece that `published.bodies` made with our own templates, which escape what they print."""
    return mark_safe(text)  # noqa: S308


# What is made of the log alone, and can be made again; but for the PDFs and the texts of files, which cost time and are kept.
TABLES = [Version, Shown, Item, Decision, Action, Presence, Declared, VoteCast, Paper, Words, Withdrawal, Link]

"""Who meets: the organisation, its committees, and the people who sit on them.

These are public facts, edited live. What was said and decided is not here: see minutes/ and publishing/.
"""

from datetime import date
from functools import cached_property

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from committees.appointments import Appointment
from committees.closed_days import ClosedDays
from committees.law import Law
from committees.minute_numbers import Restart, check_pattern
from committees.showing import Shown, ShownQuerySet
from committees.summons_addresses import SummonsAddress
from committees.website import LONG, Website
from richtext.fields import RichTextField

__all__ = [
    "Appointment",
    "ClosedDays",
    "Committee",
    "Membership",
    "Organisation",
    "Party",
    "Person",
    "SummonsAddress",
    "Ward",
    "Website",
]

plain_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", "Use small letters, figures and single hyphens, such as planning-committee."
)


KNOWN_FOR = 10  # seconds


class ClearDays(models.TextChoices):
    """How many clear days of notice a meeting needs, and how they are counted (domain.md §4)."""

    PRINCIPAL = "principal-5", "Principal council: five clear working days (LGA 1972 s.100B)"
    PARISH = "parish-3", "Parish council: three clear days (LGA 1972 Sch. 12 para. 10)"
    WALES = "wales-3", "Wales: three clear working days"
    NONE = "none", "None: not a body that the law binds"


class OrganisationQuerySet(models.QuerySet):
    def current(self) -> "Organisation":
        """The organisation and how its website looks, at most ten seconds old: every public page names it, and may itself be a
        minute old. The website's long texts are left out."""
        with_look = self.select_related("website").defer(*(f"website__{name}" for name in LONG))
        return cache.get_or_set("organisation", lambda: with_look.get(pk=1), timeout=KNOWN_FOR)


class Organisation(models.Model):
    """The council, board or association itself: one row."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Principal council"
        PARISH = "parish", "Parish, town or community council"
        BOARD = "board", "Board"
        ASSOCIATION = "association", "Association"

    name = models.CharField(max_length=200)
    kind = models.CharField("kind of body", max_length=20, choices=Kind, default=Kind.COUNCIL)
    logo = models.ImageField(upload_to="organisation", blank=True)
    strapline = models.CharField(max_length=200, blank=True, help_text="One sentence under the name on the home page.")
    data_licence = models.CharField(
        "licence of the data", max_length=100, blank=True, help_text="For example: Open Government Licence v3.0"
    )
    data_licence_url = models.URLField("address of the licence", blank=True)
    contact_name = models.CharField(max_length=200, blank=True, help_text="For example: Democratic Services")
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=50, blank=True)
    contact_address = models.TextField(blank=True)
    clear_days = models.CharField(
        "notice of its meetings",
        max_length=20,
        choices=ClearDays,
        default=ClearDays.PRINCIPAL,
        help_text="What a new committee begins with.",
    )
    clears_wordings = models.BooleanField(
        "clear the history of texts",
        default=False,
        help_text="Once minutes are approved, only their newest wording is kept. What was published is not touched.",
    )
    holds_wordings = models.BooleanField(
        "hold: clear nothing", default=False, help_text="For as long as somebody’s request for information is open."
    )
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "organisation"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="one_organisation",
                violation_error_message="There is one organisation in an installation; change the one that is there.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CommitteeQuerySet(ShownQuerySet):
    def active(self):
        return self.filter(dissolved_on=None)

    def by_kind(self):
        return self.order_by("kind_order", "name")


class Committee(Shown):
    """A body that meets: full council, executive, a planning committee, a scrutiny panel, a board."""

    COMMITTEE = "pk"  # see rights.py

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        EXECUTIVE = "executive", "Executive"
        REGULATORY = "regulatory", "Planning and regulatory"
        SCRUTINY = "scrutiny", "Overview and scrutiny"
        PARISH = "parish", "Parish, town and community councils"
        BOARD = "board", "Boards and partnerships"
        OTHER = "other", "Other bodies"

    ClearDays = ClearDays

    class Weekday(models.IntegerChoices):
        """As `date.weekday()` counts them."""

        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    class Week(models.IntegerChoices):
        """Which of the days of that name in a month; 5 is the last, be it the fourth or the fifth."""

        FIRST = 1, "first"
        SECOND = 2, "second"
        THIRD = 3, "third"
        FOURTH = 4, "fourth"
        LAST = 5, "last"

    name = models.CharField(max_length=200)
    slug = models.SlugField(
        "address",
        max_length=80,
        unique=True,
        validators=[plain_slug],
        help_text="Part of the public address; readers keep links to it.",
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    kind_order = models.PositiveSmallIntegerField(editable=False, default=99)
    purpose = RichTextField(blank=True, help_text="What the committee is for: its terms of reference in brief.")
    quorum = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many members must be present. Empty if it is not known."
    )
    clear_days = models.CharField("notice of a meeting", max_length=20, choices=ClearDays, default=ClearDays.PRINCIPAL)
    counts_saturdays = models.BooleanField(
        "Saturdays count, in a parish",
        default=True,
        help_text="Has a meaning for parish councils alone: NALC counts Saturdays, many councils don’t. Principal councils, in "
        "Wales too, count working days and never Saturdays, whatever stands here.",
    )
    usual_venue = models.CharField(max_length=300, blank=True)
    directions = models.TextField(
        "how to attend",
        blank=True,
        help_text="In plain words: the way to the usual venue, its entrance without steps, how to watch or to speak. The public "
        "reads it.",
    )
    usual_start = models.TimeField("usual start time", null=True, blank=True)
    usual_weekday = models.PositiveSmallIntegerField("usual day", choices=Weekday, null=True, blank=True)
    usual_week = models.PositiveSmallIntegerField(
        "which of the month",
        choices=Week,
        null=True,
        blank=True,
        help_text="The second Tuesday of a month, for example.",
    )
    minute_pattern = models.CharField(
        "how minutes are numbered",
        max_length=40,
        blank=True,
        help_text="{seq} is the number, {yy} or {year} the year, {prefix} what is below: {seq}/{yy} makes 45/26. Empty: by hand.",
    )
    minute_prefix = models.CharField("prefix of the numbers", max_length=10, blank=True)
    minute_restart = models.CharField(
        "when they begin again", max_length=5, choices=Restart, blank=True, default=Restart.NEVER
    )
    publishes_actions = models.BooleanField(
        "publish actions",
        default=False,
        help_text="What is to be done, by whom and until when stands in minutes and agendas, and how far it is on a public page "
        "“Progress of decisions”. Without it actions stay at the desk.",
    )
    publishes_numbers = models.BooleanField(
        "publish the committee in numbers",
        default=False,
        help_text="How many days it takes from a meeting to its decisions and minutes, and how often members attended, over the "
        "last twelve months: on the committee’s public page, counted from what was published.",
    )
    contact_officer = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=50, blank=True)
    dissolved_on = models.DateField(null=True, blank=True, help_text="Empty while the committee exists.")
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        ordering = ["kind_order", "name"]
        permissions = [("show_committee", "Can say from when the public sees it")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        # The order of the kinds is part of the language of councils, not of the alphabet; a column keeps it sortable.
        self.kind_order = list(self.Kind).index(self.Kind(self.kind))
        super().save(*args, **kwargs)

    def clean(self):
        if self.minute_pattern:
            try:
                check_pattern(self.minute_pattern, self.minute_restart)
            except ValidationError as error:
                raise ValidationError({"minute_pattern": error.messages}) from error

    @property
    def law(self) -> Law:
        """The law that it meets under, which its notice of meetings tells."""
        laws = {
            self.ClearDays.PRINCIPAL: Law.ENGLAND,
            self.ClearDays.WALES: Law.WALES,
            self.ClearDays.PARISH: Law.PARISH,
            self.ClearDays.NONE: Law.OWN,
        }
        return laws[self.ClearDays(self.clear_days)]

    @cached_property
    def closed_days(self) -> dict[date, str]:
        """The days that were closed by hand for it, each with the reason. One query, remembered by this object."""
        return ClosedDays.objects.of(self)


class Party(models.Model):
    name = models.CharField(max_length=100, unique=True)
    abbreviation = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    name = models.CharField(max_length=100, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Person(Shown):
    """A member or an officer. The printed name is what the minutes say: "Councillor Mary Bell"."""

    title = models.CharField(max_length=40, blank=True, help_text="For example: Councillor, Dr, Canon")
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100)
    slug = models.SlugField("address", max_length=120, unique=True, validators=[plain_slug])
    post = models.CharField(max_length=200, blank=True, help_text="An officer's post. Empty for a member.")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="people")
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, blank=True, related_name="people")
    photo = models.ImageField(
        upload_to="people",
        blank=True,
        help_text="A portrait, JPEG, PNG or WebP. It is made smaller, and where and with what it was taken is left out.",
    )
    updated_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        ordering = ["last_name", "first_name"]
        verbose_name_plural = "people"
        permissions = [("show_person", "Can say from when the public sees them")]

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.first_name, self.last_name) if part)


class MembershipQuerySet(models.QuerySet):
    def on(self, day: date):
        """Memberships in force on a day: both ends are included."""
        return self.filter(Q(started_on=None) | Q(started_on__lte=day), Q(ended_on=None) | Q(ended_on__gte=day))

    def in_order(self):
        """Chair first, then vice-chair, then members by name: the order of printed minutes (domain.md §3.5)."""
        return self.order_by("role_order", "person__last_name", "person__first_name").select_related("person")


class Membership(models.Model):
    COMMITTEE = "committee"

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice-chair", "Vice-Chair"
        MEMBER = "member", "Member"
        SUBSTITUTE = "substitute", "Substitute"
        CO_OPTED = "co-opted", "Co-opted member"

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    role_order = models.PositiveSmallIntegerField(editable=False, default=99)
    appointed_by = models.CharField(
        "appointing body",
        max_length=200,
        blank=True,
        help_text="On a joint committee: the council that this seat belongs to.",
    )
    started_on = models.DateField(null=True, blank=True, help_text="Empty if it is not known.")
    ended_on = models.DateField(null=True, blank=True, help_text="The last day. Empty while the person sits.")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["role_order", "person__last_name", "person__first_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(started_on=None) | Q(ended_on__gte=F("started_on")),
                name="membership_ends_after_it_starts",
                violation_error_message="A membership can't end before it starts.",
            ),
            models.UniqueConstraint(
                fields=["committee", "person"],
                condition=Q(ended_on=None),
                name="one_current_membership",
                violation_error_message="This person sits on this committee already; end that membership first.",
            ),
            models.UniqueConstraint(
                fields=["committee"],
                condition=Q(role="chair", ended_on=None),
                name="one_current_chair",
                violation_error_message="This committee has a chair already; give the last day of that membership.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    def save(self, *args, **kwargs):
        self.role_order = list(self.Role).index(self.Role(self.role))  # as for Committee.kind_order
        super().save(*args, **kwargs)

"""A meeting, and who was there."""

from datetime import date as Date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Max, Q, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from committees.clear_days import REQUIRED
from committees.clocks import left_out_by_the_clocks
from committees.models import Committee, Membership, Person
from minutes.models.positioned import Positioned
from minutes.models.versioned import Versioned
from minutes.numbering import printed_numbers


class MeetingQuerySet(models.QuerySet):
    def at(self, address: str):
        """The meeting at `<committee-slug>/<date>` or `<committee-slug>/<date>-2`; none for anything malformed."""
        committee, _, slug = address.strip("/").partition("/")
        try:
            day, sitting = Date.fromisoformat(slug[:10]), int(slug[11:] or 1) if slug[10:11] in {"", "-"} else 0
        except ValueError:
            return self.none()
        return self.filter(committee__slug=committee, date=day, sitting=sitting)


class Meeting(Versioned):
    COMMITTEE = "committee"  # see committees/rights.py

    class Attending(models.TextChoices):
        """How the public may attend (LGA 1972 s.100A). Unknown is a value: old minutes often don't say."""

        UNKNOWN = "", "Not known"
        PUBLIC = "public", "Open to the public"
        PARTLY = "partly", "Open to the public, except for exempt items"
        PRIVATE = "private", "Not open to the public"

    class Kind(models.TextChoices):
        ORDINARY = "", "Ordinary meeting"
        ANNUAL = "annual", "Annual meeting"
        EXTRAORDINARY = "extraordinary", "Extraordinary meeting: only the business that it is summoned for"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings")
    kind = models.CharField("kind of meeting", max_length=20, choices=Kind, blank=True, default=Kind.ORDINARY)
    date = models.DateField()
    sitting = models.PositiveSmallIntegerField(default=1, help_text="2 for a second meeting on the same day.")
    start = models.TimeField("starts at", null=True, blank=True, help_text="Empty if it is not known.")
    began = models.TimeField("began at", null=True, blank=True, help_text="If not at the time that was announced.")
    end = models.TimeField("ended at", null=True, blank=True)
    subtitle = models.CharField(max_length=200, blank=True, help_text="For example: Budget meeting, Annual meeting")
    venue = models.CharField(max_length=300, blank=True)
    remote_link = models.URLField(blank=True, help_text="Where the public can join.")
    webcast_link = models.URLField(blank=True)
    attending = models.CharField(
        "who may attend", max_length=10, choices=Attending, blank=True, default=Attending.UNKNOWN
    )
    summoned_by = models.TextField(
        "who signs the notice",
        blank=True,
        help_text="One a line, with the office: “Ann Lee, Town Clerk”; or the members who call the meeting. A meeting that is "
        "made after this one begins with it.",
    )
    called_by_members = models.BooleanField(
        "called by members", default=False, help_text="The members named above call it, and not the proper officer."
    )
    notice_fixed_at = models.CharField(
        "notice fixed at",
        max_length=200,
        blank=True,
        help_text="The place: “The board at the Guildhall”. Never published.",
    )
    notice_fixed_on = models.DateField("notice fixed on", null=True, blank=True)
    summons_sent = models.TextField(
        "remark on the summons",
        blank=True,
        help_text="What the page “Summons” does not record of how members were summoned. Never published.",
    )
    public_note = models.TextField(blank=True, help_text="Anything that the public should know, in plain text.")
    clerk_note = models.TextField("note to ourselves", blank=True, help_text="Never published.")
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancellation_reason = models.TextField(blank=True, help_text="The public reads this.")
    locked_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Since when its approved minutes are published."
    )
    postponed_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="postponed_from", help_text="The meeting instead."
    )

    adjourned_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="adjourned_from", help_text="Where it is resumed."
    )
    was_inquorate = models.BooleanField(
        "inquorate", default=False, help_text="Too few members came: who came is recorded, and nothing was decided."
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-sitting"]
        indexes = [models.Index(fields=["date"], name="meeting_date")]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "date", "sitting"],
                name="one_meeting_an_address",
                violation_error_message="This committee has a meeting on that day already; set “sitting” to 2 for a second one.",
            ),
            models.CheckConstraint(
                condition=Q(sitting__gte=1), name="sitting_from_one", violation_error_message="Sittings count from 1."
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancellation_reason=""),
                name="cancelled_with_a_reason",
                violation_error_message="Say why the meeting is cancelled; the public reads it.",
            ),
            models.CheckConstraint(
                condition=Q(postponed_to=None) | ~Q(postponed_to=F("pk")),
                name="not_postponed_to_itself",
                violation_error_message="A meeting can't be postponed to itself; choose the meeting that is held instead.",
            ),
            models.CheckConstraint(
                condition=Q(adjourned_to=None) | ~Q(adjourned_to=F("pk")),
                name="not_adjourned_to_itself",
                violation_error_message="A meeting can't be adjourned to itself; choose the meeting at which it is resumed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee}, {date_format(self.date, 'j F Y')}{f' ({self.sitting})' if self.sitting > 1 else ''}"

    def clean(self) -> None:
        if self.date and self.start and (sentence := left_out_by_the_clocks(self.date, self.start)):
            raise ValidationError({"start": sentence})
        then = Meeting.objects.filter(pk=self.pk).first() if self.pk else None
        place = ("committee_id", "date", "sitting")
        if then and any(getattr(then, name) != getattr(self, name) for name in place) and (resting := self.resting):
            raise ValidationError(resting)
        led = ("date", "postponed_to_id", "adjourned_to_id")
        if self.date and (then is None or any(getattr(then, name) != getattr(self, name) for name in led)):
            self._refuse_going_back()

    def _refuse_going_back(self) -> None:
        for instead in filter(None, (self.postponed_to, self.adjourned_to)):
            if instead.date < self.date:
                raise ValidationError(self.before(instead))
        off = Meeting.objects.filter(Q(postponed_to=self.pk) | Q(adjourned_to=self.pk), date__gt=self.date)
        if self.pk and (first := off.first()):
            raise ValidationError(first.before(self))

    def before(self, instead: "Meeting") -> str:
        """What is wrong with a meeting `instead` of this one that is held on an earlier day."""
        there, here = (date_format(meeting.date, "j F Y") for meeting in (instead, self))
        return f"A meeting on {there} can’t be held instead of one on {here}, which is later."

    @property
    def resting(self) -> str:
        """What was approved or resolved here of other minutes, and what to do before that falls; "" if nothing was."""
        here = Q(approvals__by_item__meeting=self) | Q(annotations__by_item__meeting=self)
        days = [date_format(day, "j F Y") for day in Meeting.objects.filter(here).order_by("date").dates("date", "day")]
        if not days:
            return ""
        return (
            f"What is recorded of the minutes of {', '.join(days)} rests on this meeting: it keeps its day and committee, and "
            "is not cancelled. Take that back first, at the item at which they were approved; a note is removed on the page "
            "“Approval” of those minutes."
        )

    @property
    def slug(self) -> str:
        """The meeting's part of the address: 2026-03-04, or 2026-03-04-2 for a second sitting."""
        return self.date.isoformat() + (f"-{self.sitting}" if self.sitting > 1 else "")

    @property
    def address(self) -> str:
        return f"{self.committee.slug}/{self.slug}"

    def cancel(self, reason: str, postponed_to: "Meeting | None" = None) -> None:
        """Call the meeting off, or say better why it was called off. The public knows once a cancellation is published.

        `postponed_to` is the meeting instead. ValidationError without a reason, or if that is on an earlier day."""
        if not reason.strip():
            raise ValidationError({"reason": "Say why the meeting is cancelled; the public reads it."})
        if postponed_to and postponed_to.date < self.date:
            raise ValidationError({"postponed_to": self.before(postponed_to)})
        if not self.cancelled_at and (resting := self.resting):
            raise ValidationError(resting)
        self.cancelled_at = self.cancelled_at or timezone.now()
        self.cancellation_reason, self.postponed_to = reason.strip(), postponed_to
        self.validate_constraints()
        self.save_columns("cancelled_at", "cancellation_reason", "postponed_to")

    def revive(self) -> None:
        """Let a cancelled meeting take place after all."""
        self.cancelled_at, self.cancellation_reason, self.postponed_to = None, "", None
        self.save_columns("cancelled_at", "cancellation_reason", "postponed_to")

    def expect_members(self) -> None:
        """List the committee's members of that day as expected, leaving who is listed already as they are."""
        last = self.attendances.aggregate(last=Max("position"))["last"] or 0
        Attendance.objects.bulk_create(
            Attendance(meeting=self, person=seat.person, seat=seat.role, position=place)
            for place, seat in enumerate(self.members_not_listed(), start=last + 1)
        )
        self.save_columns()

    def members_not_listed(self) -> list[Membership]:
        """The seats of that day, but for substitutes', whose members are not on the list of who attends."""
        members = Membership.objects.filter(committee=self.committee).on(self.date).exclude(role="substitute")
        listed = self.attendances.exclude(person=None).values("person")
        return list(members.exclude(person__in=listed).in_order())

    def numbered_items(self, *related: str) -> list:
        """The items in order, each with `number` set to what is printed before it ("" for a heading).

        `related` names what to fetch with them (as in prefetch_related)."""
        items = list(self.items.in_order().prefetch_related(*related))
        for item, number in zip(items, printed_numbers(items), strict=True):
            item.number = number
        return items

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @cached_property
    def lock(self):
        """The approval by which its minutes are locked; None while they may be written."""
        return self.locked_at and self.approvals.exclude(outcome="not-now").select_related("by_item__meeting").first()

    @property
    def has_begun(self) -> bool:
        """Whether the meeting's day has come, or its start time where that is known (in the site's time zone)."""
        now = timezone.localtime()
        if self.date != now.date():
            return self.date < now.date()
        return self.start is None or self.start <= now.time()

    @property
    def waits_for_the_board(self) -> bool:
        """Whether its notice, once public, is still to be recorded as fixed on the notice board, where a law asks for that: a
        website is none (LGA 1972 Sch. 12 paras. 4, 10)."""
        needs = REQUIRED[self.committee.clear_days] and not self.is_cancelled
        return bool(needs and not self.notice_fixed_on and not self.has_begun)


class Attendance(Positioned, Versioned):
    class Capacity(models.TextChoices):
        MEMBER = "member", "Member"
        SUBSTITUTE = "substitute", "Substitute"
        OTHER_MEMBER = "other-member", "Other member"
        OFFICER = "officer", "Officer"
        GUEST = "guest", "Guest"
        PRESS = "press", "Press"

    class State(models.TextChoices):
        EXPECTED = "expected", "Expected"
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        ABSENT = "absent", "Absent"

    class Mode(models.TextChoices):
        UNKNOWN = "", "Not said"
        IN_PERSON = "in-person", "In person"
        REMOTE = "remote", "Remotely"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="attendances")
    guest_name = models.CharField("name, if not a person on file", max_length=200, blank=True)
    seat = models.CharField(
        "seat on the committee",
        max_length=20,
        choices=Membership.Role,
        blank=True,
        help_text="That day’s. Empty for officers and guests.",
    )
    role = models.CharField(
        "post, or role in words", max_length=200, blank=True, help_text="An officer’s post, for example."
    )
    capacity = models.CharField(max_length=20, choices=Capacity, default=Capacity.MEMBER)
    substitute_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="substituted_at")
    state = models.CharField("attendance", max_length=20, choices=State, default=State.EXPECTED)
    mode = models.CharField(max_length=20, choices=Mode, blank=True, default=Mode.UNKNOWN)
    comment = models.CharField(max_length=300, blank=True, help_text="The public reads it.")
    apology_reason = models.CharField(
        "reason for apologies", max_length=300, blank=True, help_text="Private: it never leaves the desk."
    )

    class Meta:
        # As minutes are printed (domain.md §3.5): who was in the chair, who was vice-chair, then the others by place.
        ordering = [
            Case(When(seat="chair", then=Value(0)), When(seat="vice-chair", then=Value(1)), default=Value(2)),
            "position",
            "pk",
        ]
        verbose_name_plural = "attendance"
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(guest_name=""),
                name="attendee_has_one_name",
                violation_error_message="Choose a person, or write a name; not both, and not neither.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="person_listed_once",
                violation_error_message="This person is on the list already.",
            ),
            models.CheckConstraint(
                condition=Q(capacity="substitute") | Q(substitute_for=None),
                name="only_a_substitute_stands_in",
                violation_error_message="“Substitute for” is for substitutes; choose the capacity Substitute.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def siblings(self):
        return Attendance.objects.filter(meeting=self.meeting_id)

    @property
    def name(self) -> str:
        return str(self.person) if self.person_id else self.guest_name


class Movement(Positioned):
    """Somebody came in or went out while the meeting sat, as often as they did, in the order of `position`."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived", "Arrived"
        LEFT = "left", "Left"

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="movements")
    kind = models.CharField(max_length=10, choices=Kind)
    item = models.ForeignKey("minutes.AgendaItem", models.CASCADE, related_name="movements")
    at = models.TimeField(null=True, blank=True, help_text="By the council’s clock, where it is known.")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.attendance}: {self.get_kind_display()} at {self.item}"

    def siblings(self):
        return Movement.objects.filter(attendance=self.attendance_id)

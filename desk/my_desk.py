"""What needs the clerk now, on the first page of the desk.

A fixed number of queries, each by an index and of a fixed number of rows: neither grows with the archive.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from committees.clear_days import Notice
from committees.closed_days import ClosedDays
from committees.rights import narrowed, visible
from desk import rights, touched
from desk.chair_links import DECIDE
from minutes.admin.tabs import may
from minutes.models import Action, AgendaItem, Approval, Document, Meeting, PaperWanted, ReportAuthor
from published.kinds import Kind
from published.models import PDF, Version

MOST = 8  # of each list
SEES = "minutes.view_meeting", "minutes.change_meeting"
LOG = rights.PUBLISH, rights.WITHDRAW, rights.READ_LOG
YEAR, SOON = timedelta(days=365), timedelta(days=14)
AGENDA, DRAFT, APPROVED, CALLED_OFF = (
    {Kind.AGENDA.value, Kind.SUPPLEMENT.value},
    {Kind.DRAFT_MINUTES.value},
    {Kind.MINUTES.value},
    {Kind.CANCELLATION.value},
)


@dataclass(frozen=True)
class Coming:
    """A meeting to come: by when its agenda must be out, and what it lacks. `live` and `scheduled` are kinds of publications."""

    meeting: Meeting
    live: set[str]
    scheduled: set[str]
    today: date
    touched: touched.Touched | None

    @property
    def notice(self) -> Notice:
        """What it would have if its agenda were issued today."""
        return Notice.of(self.meeting, self.today)

    @property
    def agenda_is_out(self) -> bool:
        return bool(self.live & AGENDA)

    @property
    def agenda_is_scheduled(self) -> bool:
        return bool(self.scheduled & AGENDA)

    @property
    def asks_for_the_board(self) -> bool:
        return bool(self.live) and self.meeting.waits_for_the_board

    @property
    def is_called_off_in_secret(self) -> bool:
        """Whether the public expects a meeting that is cancelled."""
        return self.meeting.is_cancelled and bool(self.live) and not (self.live | self.scheduled) & CALLED_OFF


@dataclass(frozen=True)
class Held:
    """A meeting that was held, whose minutes are to be written or approved."""

    meeting: Meeting
    touched: touched.Touched | None


@dataclass(frozen=True)
class MyDesk:
    today: date
    coming: list[Coming]
    to_write: list[Held]
    to_approve: list[Held]
    papers: list[PaperWanted]
    actions: list[Action]
    scheduled: list[Version]
    failed: list[PDF]
    places: list[touched.Place]
    reports: list[ReportAuthor]
    commented: list[Meeting]


def my_desk(user) -> MyDesk:
    """All of it that `user` may see: a list that they may not is empty."""
    now, today, entries = timezone.now(), timezone.localdate(), touched.history()
    sees = may(user, "minutes.view_meeting") and may(user, "minutes.view_agendaitem")
    publishes = sees and any(map(user.has_perm, LOG))
    theirs = _published_of(narrowed(Meeting.objects.all(), user, *LOG))
    to_come, to_write, to_approve = (list(visible(found, user)[:MOST]) if sees else [] for found in _meetings(today))
    writers = touched.by_meeting(entries, [*to_come, *to_write, *to_approve]) if sees else {}
    return MyDesk(
        today=today,
        coming=_coming(to_come, today, now, writers),
        to_write=[Held(meeting, writers.get(meeting.pk)) for meeting in to_write if meeting.has_begun],
        to_approve=[Held(meeting, writers.get(meeting.pk)) for meeting in to_approve],
        papers=list(narrowed(_papers(today, to_write), user, *SEES)[:MOST]) if sees else [],
        actions=list(visible(_actions(today), user)[:MOST]) if sees and may(user, "minutes.view_action") else [],
        scheduled=list(_scheduled(now, theirs).annotate(opens=_opens("key", user))[:MOST]) if publishes else [],
        failed=list(_failed(theirs).annotate(opens=_opens("version__key", user))[:MOST]) if publishes else [],
        places=touched.places(entries, user),
        reports=list(ReportAuthor.objects.of(user)[:MOST]),
        commented=list(narrowed(_commented(), user, DECIDE)[:MOST]) if sees else [],
    )


def _commented() -> QuerySet[Meeting]:
    """The meetings with comments on their draft minutes that wait for a clerk, each with how many."""
    waiting = Q(chair_links__comments__decision="")
    commented = Meeting.objects.filter(waiting).select_related("committee").order_by("-date", "-pk")
    return commented.annotate(comment_count=Count("chair_links__comments"))


def _published_of(meetings: QuerySet[Meeting]) -> QuerySet[Version]:
    """What was published of the meetings; all of it, if these are all there are."""
    return Version.objects.filter(key__in=meetings.values("pk")) if meetings.query.where else Version.objects.all()


def _opens(key: str, user) -> Exists:
    """Whether the user may open the door of the meeting that `key` names."""
    return Exists(narrowed(Meeting.objects.filter(pk=OuterRef(key)), user, *rights.DOOR))


def _meetings(today: date) -> tuple[QuerySet, QuerySet, QuerySet]:
    """The meetings to come, and of those held in a year what is to be written and what is to be approved."""
    meetings = Meeting.objects.select_related("committee").order_by("date", "sitting", "pk")
    to_come = meetings.filter(date__gte=today).annotate(item_count=_count(AgendaItem), paper_count=_count(Document))
    held = meetings.filter(date__lte=today, date__gte=today - YEAR, cancelled_at=None).exclude(_has(APPROVED))
    newest = held.order_by("-date", "-sitting", "-pk")
    given = Approval.objects.given().filter(of_meeting=OuterRef("pk"))
    to_approve = newest.filter(_has(DRAFT)).annotate(is_approved=Exists(given))
    return to_come, newest.exclude(_has(DRAFT)), to_approve


def _count(model: type) -> Coalesce:
    """How many rows of a model a meeting has."""
    counted = model._default_manager.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _has(kinds: set[str]) -> Exists:
    """Whether something of these kinds stands of the meeting, published or scheduled."""
    return Exists(Version.objects.filter(key=OuterRef("pk"), kind__in=kinds))


def _coming(meetings: list[Meeting], today: date, now: datetime, writers: dict) -> list[Coming]:
    live: dict[int, set[str]] = {meeting.pk: set() for meeting in meetings}
    scheduled = {key: set() for key in live}
    for key, kind, live_from in Version.objects.filter(key__in=live).values_list("key", "kind", "live_from"):
        (scheduled if live_from and live_from > now else live)[key].add(kind)
    ClosedDays.objects.since(today).remember(meeting.committee for meeting in meetings)
    rows = (Coming(m, live[m.pk], scheduled[m.pk], today, writers.get(m.pk)) for m in meetings)
    return [row for row in rows if not row.meeting.has_begun]


def _papers(today: date, to_write: list[Meeting]) -> QuerySet[PaperWanted]:
    """The papers that are still wanted, as the Papers tabs list them, the most urgent first: of what is to come, and of what
    was held and whose minutes are still to be written."""
    of_meeting = Q(item__meeting__date__gte=today) | Q(item__meeting__in=[meeting.pk for meeting in to_write])
    wanted = PaperWanted.objects.outstanding().filter(of_meeting, item__meeting__cancelled_at=None)
    return wanted.select_related("item__meeting__committee", "item__parent")


def _actions(today: date) -> QuerySet[Action]:
    due = Action.objects.filter(done_on=None, due__lte=today + SOON)
    return due.select_related("item__meeting__committee", "item__parent")


def _scheduled(now: datetime, versions: QuerySet[Version]) -> QuerySet[Version]:
    return versions.filter(live_from__gt=now).order_by("live_from")


def _failed(versions: QuerySet[Version]) -> QuerySet[PDF]:
    """Those that were tried most often first, which is the order of the index of what waits."""
    failed = PDF.objects.failed().select_related("version").order_by("-attempts", "version")
    return failed.filter(version__in=versions) if versions.query.where else failed

"""Whether the meeting is in a state to be published at all, and its agenda complete and in time."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from committees.clear_days import Notice
from committees.law import Ground
from minutes.models import AgendaItem, Document, Meeting
from minutes.receiving.looked import listed
from published.kinds import Kind
from published.models import Version
from publishing.before import AGENDAS
from publishing.checks.check import Check, coded, ground_link, look, meeting_link, tab_link

DAY, WEEKDAY = "j F Y", "l j F Y"

NAMED = 5  # of the files that wait


@coded("state")
def state(meeting: Meeting, kind: Kind) -> Iterator[Check]:
    here = meeting_link(meeting)
    if kind == Kind.CANCELLATION and not meeting.is_cancelled:
        yield Check("The meeting is not cancelled. Cancel it, with a reason, before you publish a cancellation.", here)
    if kind != Kind.CANCELLATION and meeting.is_cancelled:
        yield Check("The meeting is cancelled; only its cancellation can be published.", here)
    if kind.has_decisions and not meeting.has_begun:
        yield Check("The meeting has not taken place yet. Publish this after it, or correct its date.", here)


@coded("instead")
def instead(meeting: Meeting, kind: Kind) -> Iterator[Check]:
    """A sentence where it is said to be held, or to go on, on a day before its own, or at a meeting that is called off."""
    other = meeting.postponed_to if kind == Kind.CANCELLATION else meeting.adjourned_to if kind.has_decisions else None
    if other is None:
        return
    here, day = reverse("admin:minutes_meeting_cancellation", args=[meeting.pk]), date_format(other.date, DAY)
    goes_on = "postponed" if kind == Kind.CANCELLATION else "adjourned"
    if other.date < meeting.date:
        yield Check(f"The meeting is said to be {goes_on} to {day}, which is before its own day. Correct that.", here)
    elif other.is_cancelled and not other.postponed_to_id:
        yield look(f"The meeting is said to be {goes_on} to {day}, but that meeting is cancelled.", here)


@coded("items")
def items(meeting: Meeting, all_items: list[AgendaItem]) -> Iterator[Check]:
    agenda = tab_link("agenda", meeting.pk)
    if not all_items:
        yield Check("There are no agenda items. Add at least one before you publish.", agenda)
    for item in all_items:
        if item.restriction == Ground.UNKNOWN:
            sentence = f"“{item.title}” is closed, but on which ground is not chosen yet."
            yield Check(sentence, ground_link(item), item=item.pk)
    if not any(item.is_restricted for item in all_items):
        return
    if not any(item.kind == AgendaItem.Kind.EXCLUSION for item in all_items):
        yield look("There is a closed item, but no item for the resolution to exclude the public.", agenda)
    if meeting.attending == Meeting.Attending.PUBLIC:
        yield look("The meeting is marked as wholly open to the public, but has a closed item.", meeting_link(meeting))


@coded("papers")
def papers(meeting: Meeting, documents: list[Document]) -> Iterator[Check]:
    for document in documents:
        if document.restriction == Ground.UNKNOWN:
            yield Check(
                f"The paper “{document.title}” is closed, but on which ground is not chosen yet.",
                reverse("admin:minutes_meeting_paper", args=[meeting.pk, document.pk]),
                item=document.item_id,
            )
        elif document.restriction == Ground.OPEN and not document.file.storage.exists(document.file.name):
            yield Check(
                f"The file of “{document.title}” is missing. Upload it again, or remove the paper.",
                tab_link("papers", meeting.pk),
                item=document.item_id,
            )
        elif document.restriction == Ground.OPEN and document.is_as_sent:
            yield look(
                f"The public can read in “{document.title}” what you kept in it: {listed(document.found_in_it)}.",
                reverse("admin:minutes_meeting_paper", args=[meeting.pk, document.pk]),
            )


@coded("waiting")
def waiting(meeting: Meeting) -> Iterator[Check]:
    """Files that were sent in and that no publication has, because they were never put on the agenda."""
    names = list(meeting.papers_received.values_list("original_name", flat=True))
    if names:
        files = "1 file waits" if len(names) == 1 else f"{len(names)} files wait"
        named = ", ".join(f"“{name}”" for name in names[:NAMED])
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield look(f"{files} to be put on the agenda: {named}{more}.", f"{tab_link('papers', meeting.pk)}#received")


@coded("notice")
def notice(meeting: Meeting, issued: date) -> Iterator[Check]:
    """Whether the meeting has its clear days if its agenda is issued on that day. What was issued before counts: notice is
    given once, and what a later agenda adds is asked of publishing.checks.summons."""
    given = notice_of(meeting, issued)
    on, here = date_format(given.issued, DAY), meeting_link(meeting)
    if given.issued > meeting.date or (given.issued == meeting.date and meeting.has_begun):
        yield look(f"Published on {on}, the agenda comes after the meeting has begun: it gives no notice of it.", here)
    elif given.given < given.needed:
        days, late = ("day’s" if given.given == 1 else "days’"), given.days_late
        yield look(
            f"Published on {on}, the meeting has {given.given} clear {days} notice; {given.needed} are required. That is "
            f"{late} day{'s' if late > 1 else ''} late: the last day was {date_format(given.last_day, WEEKDAY)}. An agenda of "
            f"{on} can call a meeting for {date_format(given.first_meeting, WEEKDAY)} at the earliest.",
            here,
        )


def notice_of(meeting: Meeting, issued: date) -> Notice:
    """The notice that a meeting has: from the first agenda that is public, or else from the day on which its agenda is
    to be issued. Two queries."""
    live = Version.objects.live(timezone.now()).filter(key=meeting.pk, kind__in=AGENDAS).order_by("pk")
    first = live.values_list("goes_live_at", flat=True).first()
    return Notice.of(meeting, timezone.localdate(first) if first else issued)

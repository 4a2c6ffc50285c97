"""What stands at a public address at a given moment."""

from datetime import datetime

from django.db.models import Case, OuterRef, Q, Subquery, TextField, Value, When
from django.http import Http404
from django.shortcuts import render

from publishing.readmodel import PublishedMeeting, PublishedWithdrawal, RenderedPDF


class Withdrawn(Exception):
    """Something stood here and was withdrawn; the public is told so, when and why."""

    def __init__(self, withdrawal: PublishedWithdrawal):
        self.withdrawal = withdrawal


def meeting_at(committee: str, slug: str, now: datetime, number: int | None = None):
    """The publication that the meeting's address shows (or its `number`th), and all that are live, the newest first.

    One query; only the shown one carries its body. Raises Http404, or Withdrawn.
    """
    wanted = Q(number=number) if number else Q(shown_from__lte=now) & (Q(shown_until=None) | Q(shown_until__gt=now))
    live = list(
        _with_pdf(PublishedMeeting.objects.live(now).filter(committee_slug=committee, slug=slug))
        .annotate(text=Case(When(wanted, then="body"), default=Value(""), output_field=TextField()))
        .defer("body")
        .order_by("-sequence")
    )
    shown = next((row for row in live if row.number == number or (not number and row.is_shown(now))), None)
    if shown is None:
        raise_gone(committee, slug, number=number) if number else raise_gone(committee, slug)
    shown.body = shown.text
    return shown, live


def _with_pdf(meetings):
    pdf = RenderedPDF.objects.filter(sequence=OuterRef("sequence"))
    return meetings.annotate(
        pdf_sha256=Subquery(pdf.values("sha256")),
        pdf_size=Subquery(pdf.values("size")),
        pdf_pages=Subquery(pdf.values("pages")),
    )


def current_pdf(committee: str, slug: str, kinds: list[str], now: datetime):
    """The newest live publication of these kinds, and its PDF (None while it is being made). Http404, or Withdrawn."""
    live = PublishedMeeting.objects.live(now).filter(committee_slug=committee, slug=slug, kind__in=kinds)
    ranked = live.annotate(approved=Case(When(kind="minutes", then=1), default=0)).order_by("-approved", "-sequence")
    meeting = ranked.defer("body").first()
    if meeting is None:
        raise_gone(committee, slug, kind__in=kinds)
    return meeting, RenderedPDF.objects.filter(sequence=meeting.sequence).first()


def raise_gone(committee: str, slug: str, **which) -> None:
    """Raise Withdrawn if such a publication stood there, and Http404 if none ever did."""
    stood = PublishedWithdrawal.objects.filter(committee_slug=committee, meeting_slug=slug, **which)
    withdrawal = stood.order_by("-sequence").first()
    if withdrawal:
        raise Withdrawn(withdrawal)
    raise Http404


def gone(request, withdrawn: Withdrawn):
    """410, with the public reason and nothing else of what stood there."""
    return render(request, "website/410.html", {"withdrawal": withdrawn.withdrawal}, status=410)


def neighbours(meeting: PublishedMeeting, now: datetime):
    """The meetings of the same committee before and after, or None each: one query whatever the archive's size."""
    shown = PublishedMeeting.objects.shown(now).filter(committee_id=meeting.committee_id).defer("body").order_by()
    before = shown.filter(Q(date__lt=meeting.date) | Q(date=meeting.date, slug__lt=meeting.slug)).order_by(
        "-date", "-slug"
    )
    after = shown.filter(Q(date__gt=meeting.date) | Q(date=meeting.date, slug__gt=meeting.slug)).order_by(
        "date", "slug"
    )
    found = list(
        shown.filter(Q(pk__in=before.values("pk")[:1]) | Q(pk__in=after.values("pk")[:1])).order_by("date", "slug")
    )
    key = (meeting.date, meeting.slug)
    return (
        next((m for m in found if (m.date, m.slug) < key), None),
        next((m for m in found if (m.date, m.slug) > key), None),
    )

"""What stands at a public address at a given moment."""

from datetime import date, datetime

from django.db.models import Case, When
from django.http import Http404
from django.shortcuts import render

from committees.models import Committee, Organisation
from publishing.readmodel import PublishedItem, PublishedMeeting, PublishedVersion, PublishedWithdrawal, RenderedPDF


class Withdrawn(Exception):
    """Something stood here and was withdrawn; the public is told so, when and why."""

    def __init__(self, withdrawal: PublishedWithdrawal):
        super().__init__(withdrawal)
        self.withdrawal = withdrawal


PAGE = 40  # meetings in a committee's list


def meetings_of(committee: Committee, now: datetime, before: date | None = None):
    """The committee's newest meetings (before a day), and the day before which there are earlier ones, or None.

    One query that costs the same for any page of any archive."""
    shown = PublishedMeeting.objects.shown(now).filter(committee=committee).defer("text")
    if before:
        shown = shown.filter(date__lt=before)
    found = list(shown.order_by("-date", "-meeting_slug")[: PAGE + 3])
    page = [m for n, m in enumerate(found) if n < PAGE or m.date == found[PAGE - 1].date]  # sittings of a day together
    return page, page[-1].date if len(found) > len(page) else None


def meeting_at(committee: str, slug: str, now: datetime) -> dict:
    """What the meeting's address shows: page_title, text, digest. One query; Http404, or Withdrawn."""
    shown = PublishedMeeting.objects.shown(now).filter(committee_slug=committee, meeting_slug=slug)
    return _first(shown) or raise_gone(committee, slug)


def item_at(committee: str, slug: str, item: str, now: datetime) -> dict:
    """What the item's address shows: page_title, text, digest. One query; Http404."""
    found = _first(PublishedItem.objects.shown(now).filter(committee_slug=committee, meeting_slug=slug, slug=item))
    if found is None:
        raise Http404
    return found


def _first(rows) -> dict | None:
    return next(iter(rows.values("page_title", "text", "digest")[:1]), None)


def version_at(committee: str, slug: str, number: int, now: datetime) -> PublishedVersion:
    """One publication as it was. One query; Http404, or Withdrawn."""
    live = PublishedVersion.objects.live(now)
    found = live.filter(committee_slug=committee, meeting_slug=slug, number=number).first()
    return found or raise_gone(committee, slug, number=number)


def current_pdf(committee: str, slug: str, kinds: list[str], now: datetime):
    """The newest live publication of these kinds (minutes before their draft), and its PDF: None while it is being
    made. Two queries; Http404, or Withdrawn."""
    live = PublishedVersion.objects.live(now).filter(committee_slug=committee, meeting_slug=slug, kind__in=kinds)
    ranked = live.annotate(approved=Case(When(kind="minutes", then=1), default=0)).order_by("-approved", "-sequence")
    version = ranked.defer("text").first() or raise_gone(committee, slug, kind__in=kinds)
    return version, RenderedPDF.objects.filter(sequence=version.sequence).first()


def raise_gone(committee: str, slug: str, **which):
    """Raise Withdrawn if such a publication stood there, and Http404 if none ever did."""
    stood = PublishedWithdrawal.objects.filter(committee_slug=committee, meeting_slug=slug, **which)
    withdrawal = stood.order_by("-sequence").first()
    if withdrawal:
        raise Withdrawn(withdrawal)
    raise Http404


def answer_withdrawn(get_response):
    """Middleware: 410, with the public reason and nothing else of what stood there."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, Withdrawn):
            request.organisation = Organisation.objects.current()
            return render(request, "website/410.html", {"withdrawal": exception.withdrawal}, status=410)
        return None

    middleware.process_exception = process_exception
    return middleware

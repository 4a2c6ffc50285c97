"""What is answered where something stood that was withdrawn: 410, with the public reason and nothing else of it."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from committees.models import Organisation
from published import asking
from published.models import Withdrawal


class Withdrawn(Exception):
    """Something stood here and was withdrawn; the public is told so, when and why."""

    def __init__(self, withdrawal):
        super().__init__(withdrawal)
        self.withdrawal = withdrawal


def raise_gone(committee: str, meeting: str, **which):
    """Raise Withdrawn if such a publication stood there, and Http404 if none ever did. One query."""
    stood = Withdrawal.objects.filter(committee_slug=committee, meeting_slug=meeting, **which)
    withdrawal = stood.order_by("-withdrawn_at", "-sequence").first()
    if withdrawal:
        raise Withdrawn(withdrawal)
    raise Http404


def answer_withdrawn(get_response):
    """Middleware: it knows one exception, so that no view has to think of it."""

    def middleware(request):
        return get_response(request)

    def process_exception(request, exception):
        if isinstance(exception, Withdrawn):
            request.organisation = Organisation.objects.current()
            gone = exception.withdrawal
            known = {"committee": gone.committee_slug, "meeting": gone.meeting_slug}
            standing = asking.version(asking.MEETING, timezone.now(), **known)
            return render(request, "website/410.html", {"withdrawal": gone, "standing": standing}, status=410)
        return None

    middleware.process_exception = process_exception
    return middleware

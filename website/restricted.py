"""Why something may be closed to the public: each ground in full words, with its Act, and what may be seen all the same."""

from django.template.loader import render_to_string
from django.utils import timezone

from committees.law import Ground, Law
from committees.models import Committee
from website.caching import framed, page


@page
def reasons(request):
    """The grounds of all bodies, first of those that the council's committees are. One query."""
    shown = Committee.objects.active().shown_on(timezone.localdate(request.now))
    own = {committee.law for committee in shown}
    laws = sorted(Law, key=lambda law: law not in own)
    context = {"laws": [(law.value, grounds_of(law)) for law in laws], "organisation": request.organisation}
    return framed(request.organisation, "Reasons restricted", render_to_string("website/restricted.html", context))


def grounds_of(law: Law) -> list[str]:
    """The codes of the grounds that may be chosen under a law, as records hold them."""
    return [ground.value for ground in Ground if ground and ground != Ground.UNKNOWN and ground.law == law]

"""The sitemap (sitemaps.org, protocol 0.9): an index, a file of the standing pages, and one for each month that has meetings."""

from datetime import date
from xml.sax.saxutils import escape

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone

from committees.asking import moment
from published import addresses, by_day
from published.asking import rows
from website import known
from website.caching import page

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
STANDING = [
    "",
    "meetings/",
    "committees/",
    "decisions/",
    "people/",
    "taking-part/",
    "words/",
    "accessibility/",
    "proof/",
]


@page
def index(request):
    files = ["sitemap-pages.xml", *(f"sitemap-{first:%Y-%m}.xml" for first in by_day.months(request.now))]
    return _xml("sitemapindex", "sitemap", [(f"/{name}", None) for name in files])


@page
def pages(request):
    """Home and what it leads to, each committee and each person that the public knows."""
    committees = known.committees(request.now).values_list("slug", flat=True)
    people = known.people(request.now).values_list("slug", flat=True)
    found = [f"/{path}" for path in STANDING]
    found += [f"/committees/{slug}/" for slug in committees] + [f"/people/{slug}/" for slug in people]
    return _xml("urlset", "url", [(path, None) for path in found])


@page
def month(request, month: date):
    """The meetings of a month and their items. One query; Http404 where there are none."""
    found_rows = rows(by_day.OF_MONTH, request.now, first=month, after=month + relativedelta(months=1))
    found: dict[str, str] = {}
    for committee, meeting, live, item in found_rows:
        when = moment(live).astimezone(timezone.get_current_timezone()).isoformat(timespec="seconds")
        found.setdefault(addresses.meeting(committee, meeting), when)
        if item:
            found[addresses.item(committee, meeting, item)] = when
    if not found:
        raise Http404
    return _xml("urlset", "url", list(found.items()))


def _xml(root: str, entry: str, places: list[tuple[str, str | None]]) -> HttpResponse:
    """`places` are paths with the time of their last change, if that is known."""
    lines = [
        f"<{entry}><loc>{escape(settings.SITE_URL + path)}</loc>{f'<lastmod>{when}</lastmod>' if when else ''}</{entry}>"
        for path, when in places
    ]
    text = "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">', *lines, f"</{root}>", ""]
    )
    return HttpResponse(text, "application/xml; charset=utf-8")

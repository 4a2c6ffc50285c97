"""A matter through all its meetings, in whichever committee: of what meetings' addresses show now."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.template.loader import render_to_string

from published import addresses, asking
from published.kinds import Kind
from published.models import html
from website.caching import framed, page

PAGE = 40  # items
NEWEST = ("9999", "", 0)  # before which all lie
PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]{1,2})?)\.([a-z0-9-]{1,80})\.([0-9]{1,9})")


@dataclass(frozen=True)
class Taken:
    """A matter at an item of a meeting, with its decisions as entries of a list; `place` is where the next page begins."""

    address: str
    title: str
    committee: str
    day: date
    kind: Kind
    decisions: list[str]
    place: str
    is_replaced: bool


@page
def matter(request, matter):
    """The newest first. `?before=` is the place of the last item on the page before; another one is as none."""
    found = PLACE.fullmatch(request.GET.get("before", ""))
    before = (found[1], found[2], int(found[3])) if found else NEWEST
    title, reference, taken, earlier = taken_at(matter, before, request.now)
    context = {"title": title, "reference": reference, "taken": taken, "earlier": earlier, "is_first": before == NEWEST}
    return framed(request.organisation, f"Matter: {title}", render_to_string("website/matter.html", context))


def taken_at(matter: int, before: tuple[str, str, int], now: datetime) -> tuple[str, str, list[Taken], str]:
    """The matter's title and reference as they were published last, the items of a page, and where the next begins ("" for the
    last page). Two queries, however much there is; Http404 for what was never public, or is withdrawn."""
    asked = {"matter": matter, "meeting": before[0], "committee": before[1], "position": before[2]}
    rows = asking.rows(asking.MATTER, now, **asked, most=PAGE + 1)
    if not rows:
        once = asking.rows(asking.MATTER_ONCE, now, matter=matter)
        if not once:
            raise Http404
        return *once[0], [], ""
    decided: dict[int, list[str]] = {}
    for item, brief in asking.rows(asking.DECIDED_OF_MATTER, now, **asked, most=PAGE):
        decided.setdefault(item, []).append(html(brief))
    taken = [_taken(decided.get(row[0], []), *row[3:]) for row in rows[:PAGE]]
    return *rows[0][1:3], taken, taken[-1].place if len(rows) > PAGE else ""


def _taken(decisions, committee_slug, committee, meeting, day, kind, slug, title, position, replaced) -> Taken:
    address = addresses.item(committee_slug, meeting, slug)
    place = f"{meeting}.{committee_slug}.{position}"
    return Taken(address, title, committee, asking.day(day), Kind(kind), decisions, place, bool(replaced))

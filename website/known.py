"""Which committees and people the public knows."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from committees.models import Committee, Membership, Person
from published import asking
from published.models import Version

NAMES = """
    SELECT c.slug, c.name FROM committees_committee c WHERE c.shown_from <= %(today)s AND (c.dissolved_on IS NULL OR EXISTS (
        SELECT 1 FROM published_version v WHERE v.committee_slug = c.slug
        AND (v.live_from IS NULL OR v.live_from <= %(now)s)
    )) ORDER BY c.name
"""


def committees(now: datetime) -> QuerySet[Committee]:
    """Those that meet, and those that met once and of which something is published."""
    published = Version.objects.live(now).filter(committee_slug=OuterRef("slug"))
    shown = Committee.objects.shown_on(timezone.localdate(now))
    return shown.filter(Q(dissolved_on=None) | Exists(published))


def names(now: datetime) -> dict[str, str]:
    """The names of these by their slugs, in their order. One query, which the ORM took longer to put together than to ask."""
    return dict(asking.rows(NAMES, now, today=timezone.localdate(now)))


def people(now: datetime) -> QuerySet[Person]:
    """Those who sit or sat on a committee that the public knows: somebody may be on file for a draft alone."""
    today = timezone.localdate(now)
    begun = Q(started_on=None) | Q(started_on__lte=today)
    seats = Membership.objects.filter(begun, person=OuterRef("pk"), committee__in=committees(now))
    return Person.objects.filter(Exists(seats), shown_from__lte=today)

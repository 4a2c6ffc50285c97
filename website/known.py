"""Which committees and people the public knows."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from committees.models import Committee, Membership, Person
from published.models import Version


def committees(now: datetime) -> QuerySet[Committee]:
    """Those that meet, and those that met once and of which something is published."""
    published = Version.objects.live(now).filter(committee_slug=OuterRef("slug"))
    shown = Committee.objects.shown_on(timezone.localdate(now))
    return shown.filter(Q(dissolved_on=None) | Exists(published))


def people(now: datetime) -> QuerySet[Person]:
    """Those who sit or sat on a committee that the public knows: somebody may be on file for a draft alone."""
    today = timezone.localdate(now)
    begun = Q(started_on=None) | Q(started_on__lte=today)
    seats = Membership.objects.filter(begun, person=OuterRef("pk"), committee__in=committees(now))
    return Person.objects.filter(Exists(seats), shown_from__lte=today)

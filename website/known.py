"""Which committees the public knows."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from committees.models import Committee
from published.models import Version


def committees(now: datetime) -> QuerySet[Committee]:
    """Those that meet, and those that met once and of which something is published."""
    published = Version.objects.live(now).filter(committee_slug=OuterRef("slug"))
    shown = Committee.objects.shown_on(timezone.localdate(now))
    return shown.filter(Q(dissolved_on=None) | Exists(published))

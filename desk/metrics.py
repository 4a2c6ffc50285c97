"""Numbers for Prometheus, on the clerk's side alone, for who knows METRICS_TOKEN: how much there is and how old, no contents."""

import shutil
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from published.models import PDF, Version
from publishing.models import Publication
from running.models import Beat


@require_safe
def metrics(request):
    """In Prometheus's text format. Without the token the address is an unknown one."""
    sent = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    registry = CollectorRegistry()
    registry.register(_Numbers(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Numbers:
    def __init__(self, now: datetime):
        self.now = now

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        ages = GaugeMetricFamily("minutebook_last_run_age_seconds", "Since it ran last.", labels=["what"])
        troubles = GaugeMetricFamily("minutebook_last_run_failed", "1 if its last run found trouble.", labels=["what"])
        for beat in Beat.objects.all():
            ages.add_metric([beat.name], (self.now - beat.at).total_seconds())
            troubles.add_metric([beat.name], bool(beat.problem))
        yield from (ages, troubles)
        yield _gauge("publications", "Rows of the publication log.", Publication.objects.count())
        yield _gauge("versions_shown", "Publications that stand.", Version.objects.live(self.now).count())
        yield _gauge("pdfs_waiting", "PDFs that are not made yet.", PDF.objects.waiting().count())
        yield _gauge("pdfs_failed", "PDFs that could not be made.", PDF.objects.failed().count())
        yield _gauge("disk_free_bytes", "Room where the data lie.", shutil.disk_usage(settings.DATA).free)


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"minutebook_{name}", said, value=value)

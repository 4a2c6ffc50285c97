"""The public side of the log: its chain of digests, page by page and as a file, and the records as they were digested."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from published.kinds import Kind
from published.models import Link, Version, Withdrawal
from published.record import digest
from website.caching import fresh_or_unchanged, page, unless_known
from website.withdrawn import Withdrawn

PAGE = 40  # rows
CHUNK = 1000  # rows that are read at a time for the file
START = "0" * 64  # what the first row names as the digest before it


@page
def proof(request):
    before = request.GET.get("before", "")
    rows = chain_before(int(before) if before.isdecimal() and len(before) < 18 else None, request.now)
    earlier = rows[PAGE - 1].sequence if len(rows) > PAGE else None
    return render(request, "website/proof.html", {"rows": rows[:PAGE], "earlier": earlier, "start": START})


def chain_before(sequence: int | None, now: datetime) -> list[Link]:
    """Rows of the chain, the newest first, and one more than a page shows if there are more. Each has `previous`, the digest
    before it, and `said`, its facts for a reader: None where its digest alone is public. One query."""
    links = Link.objects.order_by("-sequence")
    links = links if sequence is None else links.filter(sequence__lt=sequence)
    stands = Exists(Version.objects.live(now).filter(pk=OuterRef("sequence")))
    rows = list(links.annotate(stands=stands)[: PAGE + 1])
    for row, before in pairwise([*rows, None]):
        row.previous = before.digest if before else START
        row.said = _said(row.facts) if row.is_known(now) else None
    return rows


def _said(facts: str) -> dict:
    said = json.loads(facts)
    times = {name: parse_datetime(said[name]) for name in ("published_at", "goes_live_at")}
    return {**said, **times, "kind": Kind(said["kind"]).label}


@require_safe
def chain(request):
    """The whole chain as a file: JSON Lines, the oldest row first."""
    now = timezone.now()
    last = Link.objects.aggregate(last=Max("sequence"))["last"] or 0
    # How many are still to go live: with the last row, that decides what may be known of all rows.
    coming = Version.objects.filter(live_from__gt=now).count()

    def make(organisation):
        response = StreamingHttpResponse(_lines(last, now), content_type="application/x-ndjson; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="chain.jsonl"'
        return response

    return unless_known(request, ("chain", last, coming), make)


def _lines(last: int, now: datetime) -> Iterator[str]:
    """Each chunk by a query of its own: a slow reader holds nothing up."""
    previous, sequence = START, 0
    while links := list(Link.objects.filter(sequence__gt=sequence, sequence__lte=last).order_by("sequence")[:CHUNK]):
        salts = _salts(links, now)
        for link in links:
            yield _line(link, previous, salts, now)
            previous, sequence = link.digest, link.sequence


def _salts(links: list[Link], now: datetime) -> dict[int, str]:
    """Those of the records that stand and are live."""
    versions = Version.objects.live(now).filter(pk__gte=links[0].pk, pk__lte=links[-1].pk)
    return dict(versions.values_list("pk", "record__salt"))


def _line(link: Link, previous: str, salts: dict[int, str], now: datetime) -> str:
    row = {"sequence": link.sequence, "previous": previous, "digest": link.digest}
    if link.is_known(now):
        row["facts"] = link.facts
    if link.sequence in salts:
        row["salt"] = salts[link.sequence]
    return json.dumps(row, ensure_ascii=False) + "\n"


@require_safe
def record(request, sequence):
    """The bytes whose SHA-256 is the record's digest: its salt and its text. 410 if it was withdrawn."""
    version = Version.objects.live(timezone.now()).filter(pk=sequence).select_related("record").only("record").first()
    if version is None:
        withdrawn = Withdrawal.objects.filter(pk=sequence).first()
        if withdrawn:
            raise Withdrawn(withdrawn)
        raise Http404
    salt, text = version.record.salt, version.record.text

    def make():
        return HttpResponse(salt + text, content_type="text/plain; charset=utf-8")

    return fresh_or_unchanged(request, digest(salt, text), make)

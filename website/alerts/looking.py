"""Finds what went live, and writes a letter for each subscriber who follows something of it: once, and nothing is passed over.

The log's rows are committed in their order, under one lock. So one number, the cursor, says how far it was looked through; what
was not live yet is put down beside it, and found again by the clock. Letters are written in the transaction that moves the
cursor.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from published.kinds import Kind
from published.models import Link, Version
from published.record import MeetingRecord
from website.alerts.reading import Reading
from website.models import Coming, Follows, Letter, LookedThrough, Subscription, When

AT_ONCE = 100  # rows of the log in one transaction
DAILY = time(7)  # on the organisation's clocks, in summer and in winter


def look(now: datetime) -> bool:
    """Look through what is new in the log, or at what has gone live since; whether there was any. Two short queries if not."""
    cursor = LookedThrough.objects.first()
    last = Link.objects.aggregate(last=Max("sequence"))["last"] or 0
    if cursor is None:
        _begin(last, now)
        return True
    if cursor.sequence < last:
        _go_on(last, now)
        return True
    return Coming.objects.filter(live_from__lte=now).exists() and _see_what_came(now)


def _begin(last: int, now: datetime) -> None:
    """The first worker of an installation: nobody can have confirmed anything yet, so what went live is told to nobody."""
    with transaction.atomic():
        _, is_new = LookedThrough.objects.get_or_create(pk=1, defaults={"sequence": last})
        if is_new:
            _put_down(Version.objects.filter(live_from__gt=now))


def _go_on(last: int, now: datetime) -> None:
    with transaction.atomic():
        cursor = LookedThrough.objects.select_for_update().get()
        new = Version.objects.filter(pk__gt=cursor.sequence, pk__lte=last).order_by("pk")[:AT_ONCE]
        versions = list(new.only(*NEEDED))
        _tell([version for version in versions if _is_live(version, now)], now)
        _put_down(version for version in versions if not _is_live(version, now))
        cursor.sequence = versions[-1].pk if len(versions) == AT_ONCE else max(cursor.sequence, last)
        cursor.save()


def _see_what_came(now: datetime) -> bool:
    with transaction.atomic():
        LookedThrough.objects.select_for_update().get()
        came = list(Coming.objects.filter(live_from__lte=now).order_by("live_from", "pk")[:AT_ONCE])
        pks = [row.pk for row in came]
        _tell(Version.objects.live(now).filter(pk__in=pks).only(*NEEDED).order_by("goes_live_at", "pk"), now)
        Coming.objects.filter(
            pk__in=pks
        ).delete()  # of those that were taken back before their time there is no version
    return bool(came)


NEEDED = "record_id", "key", "kind", "goes_live_at", "live_from"


def _is_live(version: Version, now: datetime) -> bool:
    return version.live_from is None or version.live_from <= now


def _put_down(versions: Iterable[Version]) -> None:
    rows = [Coming(sequence=version.pk, live_from=version.live_from) for version in versions]
    Coming.objects.bulk_create(rows, ignore_conflicts=True)


def _tell(versions: Iterable[Version], now: datetime) -> None:
    for version in versions:
        following = following_of(version)
        if following.exists():
            _write(version, _who(following, reading_of(version, now)), now)


def following_of(version: Version) -> QuerySet[Subscription]:
    """What was followed when it went live, by those who are told of such things."""
    when = When.AFTER if Kind(version.kind).has_decisions else When.BEFORE
    return Subscription.objects.filter(when__in=[when, When.BOTH], since__lte=version.goes_live_at)


def reading_of(version: Version, now: datetime) -> Reading:
    """Its record; of a cancelled meeting with the agenda that the public knows."""
    known = {version.pk: version.record}
    if version.kind == Kind.CANCELLATION:
        with_items = [kind.value for kind in Kind if kind.has_items]
        agendas = Version.objects.live(now).filter(key=version.key, kind__in=with_items).select_related("record")
        known |= {agenda.pk: agenda.record for agenda in agendas.order_by("-rank", "-record_id")[:1]}
    records = [MeetingRecord.from_json(record.text) for record in known.values()]
    return Reading(*records, salts={pk: record.salt for pk, record in known.items()})


def _who(following: QuerySet[Subscription], reading: Reading) -> dict[int, bool]:
    """The subscribers who follow something in it, and whether each wants one e-mail a day."""
    found = Q(kind=Follows.ALL) | Q(kind=Follows.COMMITTEE, value=reading.record.committee_slug)
    found |= Q(kind=Follows.PERSON, value__in=reading.people) | Q(kind=Follows.MATTER, value__in=reading.matters)
    looked_for = following.filter(kind__in=[Follows.WORDS, Follows.STREET]).values_list("kind", "value").distinct()
    there = [(kind, value) for kind, value in looked_for if reading.tells_of(kind, value)]
    for kind in (Follows.WORDS, Follows.STREET):
        found |= Q(kind=kind, value__in=[value for of, value in there if of == kind])
    return dict(following.filter(found).values_list("subscriber", "subscriber__is_daily"))


def _write(version: Version, who: dict[int, bool], now: datetime) -> None:
    """That a meeting is cancelled is told at once, also to those who want one e-mail a day."""
    may_wait = version.kind != Kind.CANCELLATION
    letters = [
        Letter(
            subscriber_id=subscriber,
            sequence=version.pk,
            in_daily=is_daily and may_wait,
            due_at=next_daily(now) if is_daily and may_wait else now,
        )
        for subscriber, is_daily in sorted(who.items())
    ]
    Letter.objects.bulk_create(letters, batch_size=500, ignore_conflicts=True)


def next_daily(now: datetime) -> datetime:
    """When the next e-mail of the day goes out."""
    here = timezone.localtime(now)
    day = here.date() + timedelta(days=here.time() >= DAILY)
    return datetime.combine(day, DAILY, tzinfo=timezone.get_current_timezone())

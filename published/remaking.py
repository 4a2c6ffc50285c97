"""After a release that prints the pages otherwise: each version's pieces are made again while the old ones serve."""

from collections.abc import Collection

from django.db import transaction

from published import bodies
from published.models import Version
from published.record import MeetingRecord


def outdated(skipping: Collection[int] = ()):
    """The versions that an earlier release made, the newest first; they come in the order of an index."""
    return (
        Version.objects.filter(made_with__lt=bodies.MADE_WITH).exclude(pk__in=skipping).order_by("made_with", "-record")
    )


def remake(version: Version) -> bool:
    """Make the version's pieces again of its record. False if it was withdrawn, or remade by somebody else, meanwhile.

    Rendered before anything is locked: nobody who publishes or withdraws waits for it."""
    made_with = version.made_with
    pieces = bodies.make(MeetingRecord.from_json(version.record.text), version)
    with transaction.atomic():
        if not Version.objects.select_for_update().filter(pk=version.pk, made_with=made_with).exists():
            return False
        pieces.save()
    return True

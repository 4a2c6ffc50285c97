"""Whether the public may know of the committee, and of those whom the meeting names."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from committees.showing import Shown
from minutes.draft import Draft
from published.kinds import Kind
from publishing.checks.check import Check, coded

NOT_YET = "{} is not shown to the public yet. A manager says from which day, on {} page."


@coded("showing")
def showing(draft: Draft, kind: Kind, today: date) -> Iterator[Check]:
    """The people are those of the draft's attendances: no query of its own."""
    committee = draft.meeting.committee
    if not _is_shown(committee, today):
        yield Check(NOT_YET.format(committee, "its"), reverse("admin:committees_committee_change", args=[committee.pk]))
    if kind.has_items:
        for person in (row.person for row in draft.attendances if row.person):
            if not _is_shown(person, today):
                yield Check(
                    NOT_YET.format(person, "their"), reverse("admin:committees_person_change", args=[person.pk])
                )


def _is_shown(row: Shown, today: date) -> bool:
    return row.shown_from is not None and row.shown_from <= today

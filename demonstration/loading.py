"""Loads the demonstration council: first everybody who sits, then the meetings, then what was published when."""

import secrets
from collections.abc import Callable
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from committees.models import Committee, Person
from demonstration.building import make_committees, make_meeting, make_people
from demonstration.days import meeting_days
from demonstration.special import special_cases
from demonstration.story import Story, tell
from minutes.models import AgendaItem, Document, Meeting
from publishing.models import Publication


@transaction.atomic
def load(now: datetime, watch: Callable = iter) -> dict[str, int]:
    """Everything as it stands at `now` (aware), or nothing. `watch` wraps the list of events, to show progress.

    Returns how much was made of each."""
    people = make_people()
    today = timezone.localdate(now)
    story = Story(today, now)
    for committee in make_committees(people):
        days = meeting_days(today)[committee.slug]
        meetings = [make_meeting(committee, day, index, today) for index, day in enumerate(days)]
        for meeting, following in zip(meetings, [*meetings[1:], None], strict=True):
            tell(story, meeting, following)
    special_cases(story)
    story.tell(watch)
    return {
        "committees": Committee.objects.count(),
        "people": Person.objects.count(),
        "meetings": Meeting.objects.count(),
        "items": AgendaItem.objects.count(),
        "publications": Publication.objects.count(),
        "papers": Document.objects.count(),
    }


def make_clerk(path) -> str | None:
    """A clerk for the demonstration, whose password is written to `path` for the owner alone; none if there are users."""
    User = get_user_model()
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(15)
    User.objects.create_superuser("clerk@eskmere.example", password, name="Clerk to the Council")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"e-mail: clerk@eskmere.example\npassword: {password}\n", encoding="utf-8")
    return password

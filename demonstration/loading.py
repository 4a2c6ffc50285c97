"""Loads the demonstration council: first everybody who sits, then the meetings, then what was published when."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from committees.models import Committee, Person
from demonstration.approvals import approving
from demonstration.archive import load_archive
from demonstration.building import make_meeting
from demonstration.changes import call_off, called_off
from demonstration.days import meeting_days
from demonstration.own_site import make_own_site
from demonstration.people import make_committees, make_people
from demonstration.special import special_cases
from demonstration.story import Story, tell
from demonstration.voting import take_votes
from demonstration.waiting import leave_waiting
from minutes.models import AgendaItem, Document, Meeting
from publishing.models import Publication, public_files


def load(now: datetime, watch: Callable = lambda steps, what: steps, archived: int = 0) -> dict[str, int]:
    """Everything as it stands at `now` (aware), or nothing; but for an archive of `archived` meetings, which is kept a week
    at a time. `watch` wraps a list of steps, to show progress. Returns how much was made of each."""
    story = Story(timezone.localdate(now), now)
    if archived:
        load_archive(archived, story.today, watch)
    load_council(story, watch)
    return {
        "committees": Committee.objects.count(),
        "people": Person.objects.count(),
        "meetings": Meeting.objects.count(),
        "items": AgendaItem.objects.count(),
        "publications": Publication.objects.count(),
        "papers": Document.objects.count(),
    }


def load_council(story: Story, watch: Callable) -> None:
    with public_files(), transaction.atomic():
        people = {person.last_name: person for person in Person.objects.all()} or make_people()
        meetings = {committee.slug: make_meetings(story, committee) for committee in make_committees(people)}
        special_cases(story, {slug: [m for m in made if is_minuted(m, story)] for slug, made in meetings.items()})
        last = max(
            (m for made in meetings.values() for m in made if m.date < story.today), key=lambda m: (m.date, m.pk)
        )
        for made in meetings.values():
            for meeting, following in pairwise([*made, None]):
                take_votes(meeting)
                tell(story, meeting, following, is_written=meeting != last)
                if following:
                    story.add(following.date + timedelta(1), 10, approving(meeting, following))
        story.tell(watch)
        leave_waiting(story.today)
        make_own_site(story.today)


def make_meetings(story: Story, committee: Committee) -> list[Meeting]:
    """The committee's meetings, but for one that is called off; what is held in its place is among them."""
    days = meeting_days(story.today)[committee.slug]
    off, made = called_off(committee.slug, days), []
    for index, day in enumerate(days):
        if day != off:
            made.append(make_meeting(committee, day, index, held=day < story.today))
            continue
        instead = None
        if committee.slug == "withydale-parish-council":
            instead = make_meeting(committee, day + timedelta(7), index, held=True)
            made.append(instead)
        call_off(story, make_meeting(committee, day, index, held=False), instead)
    return made


def is_minuted(meeting: Meeting, story: Story) -> bool:
    """Whether it was held so long ago that its minutes are out."""
    return meeting.date < story.today - timedelta(20)

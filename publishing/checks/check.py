"""A sentence for the clerk."""

from dataclasses import dataclass

from django.urls import reverse

from minutes.models import AgendaItem, Meeting, Motion


@dataclass(frozen=True)
class Check:
    """A sentence for the clerk, and where at the desk it can be put right. `stops`: publishing is refused until it is."""

    sentence: str
    link: str
    stops: bool = True


def look(sentence: str, link: str) -> Check:
    """A check that asks the clerk to think, and stops nothing."""
    return Check(sentence, link, stops=False)


def meeting_link(meeting: Meeting) -> str:
    return reverse("admin:minutes_meeting_change", args=[meeting.pk])


def item_link(item: AgendaItem) -> str:
    return reverse("admin:minutes_agendaitem_change", args=[item.pk])


def motion_link(motion: Motion) -> str:
    return reverse("admin:minutes_motion_change", args=[motion.pk])

"""A sentence for the clerk."""

from dataclasses import dataclass

from django.urls import reverse

from minutes.models import AgendaItem, Meeting


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


def tab_link(name: str, meeting: int) -> str:
    """A tab of the meeting: "agenda", "papers", "people" or "minutes"."""
    return reverse(f"admin:minutes_meeting_{name}", args=[meeting])


def agenda_link(item: AgendaItem) -> str:
    """Where its title is written, and why it is late."""
    return f"{tab_link('agenda', item.meeting_id)}#item-{item.pk}"


def minutes_link(item: AgendaItem) -> str:
    """Where its minutes, decisions and votes are written."""
    return f"{tab_link('minutes', item.meeting_id)}#item-{item.pk}"


def ground_link(item: AgendaItem) -> str:
    """The item's own page, where its ground is chosen."""
    return f"{item_link(item)}#id_restriction"


def item_link(item: AgendaItem) -> str:
    """The item's own page, where it is closed and opened."""
    return reverse("admin:minutes_agendaitem_change", args=[item.pk])

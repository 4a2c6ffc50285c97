"""A sentence for the clerk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps

from django.urls import reverse
from django.utils.text import Truncator

from minutes.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Check:
    """A sentence for the clerk, and where at the desk it can be put right. `stops`: publishing is refused until it is. `item`:
    the id of the item that it is about, if it is about one. `code` names the check, whatever its sentence says."""

    sentence: str
    link: str
    stops: bool = True
    item: int | None = None
    code: str = ""


def look(sentence: str, link: str, item: AgendaItem | None = None) -> Check:
    """A check that asks the clerk to think, and stops nothing."""
    return Check(sentence, link, stops=False, item=item and item.pk)


def beginning(words: str, most: int = 12) -> str:
    """The first words of a text, for a quote; "…" stands where it goes on."""
    return Truncator(words.strip()).words(most, truncate="…")


def coded(code: str) -> Callable[[Callable[..., Iterator[Check]]], Callable[..., Iterator[Check]]]:
    """Every check that the function gives is called `code`."""

    def decorate(function):
        @wraps(function)
        def checks(*args, **kwargs) -> Iterator[Check]:
            return (replace(check, code=code) for check in function(*args, **kwargs))

        return checks

    return decorate


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

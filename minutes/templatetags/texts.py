"""What the template of a text asks."""

from django import template
from django.urls import reverse

from minutes.admin.tabs import may
from minutes.texts import name_of

register = template.Library()


@register.filter
def may_write(user, field: str) -> bool:
    """Whether the user may change the text that is called `field`."""
    name = name_of(str(field))
    return name is not None and may(user, name.right("change"))


@register.filter
def text_address(meeting, field: str) -> str:
    """The address of the text that is called `field`. The addresses are asked once a meeting: forty items have eighty texts."""
    if not hasattr(meeting, "texts_address"):
        meeting.texts_address = reverse("admin:minutes_meeting_text", args=[meeting.pk, "minute-0-body"]).removesuffix(
            "minute-0-body/"
        )
    return f"{meeting.texts_address}{field}/"

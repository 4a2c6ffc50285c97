"""The forms of the minutes desk while they are written: kept as texts are, offered again, and forgotten once they are saved."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path

from minutes.admin.minuting.items import PARTS
from minutes.admin.texts.addresses import kept, of_text
from minutes.begun import field_of
from minutes.models import Meeting, Typing
from minutes.texts import KINDS, Name


def urls() -> list:
    here = "<int:pk>/minutes/<int:item>/<str:part>/<int:row>/typing/"
    return [path(here, of_text("view", keep_form), name="minutes_meeting_part_typing")]


def keep_form(request, meeting: Meeting, item: int, part: str, row: int):
    """POST only: keep what stands in the form of a row, or throw it away."""
    if part not in PARTS:
        raise Http404
    if not PARTS[part].rights_of(request.user)["change" if row else "add"]:
        raise PermissionDenied
    names = [Name("item", item, "")] + ([Name(part, row, "")] if row and part in KINDS else [])
    return kept(request, meeting, field_of(item, part, row), names)


def forget_form(request, item: int, part: str, row: int) -> None:
    """After a save: what the window that sent it had written."""
    if window := request.POST.get("window"):
        Typing.objects.filter(user=request.user.pk, field=field_of(item, part, row), window=window).delete()

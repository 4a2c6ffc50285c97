"""Who may do what at the door. Publishing is no way round the rights to read drafts: whoever may not see a meeting and its
items at the desk sees nothing of them here."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from committees.rights import visible, work_at
from minutes.models import AgendaItem, Meeting

PUBLISH, WITHDRAW, READ_LOG = (f"publishing.{verb}_publication" for verb in ("add", "withdraw", "view"))
READ_ADDRESSES = "committees.view_summonsaddress"  # of members, for their summonses
WRITE = "minutes.change_agendaitem"
DOOR = PUBLISH, WITHDRAW, WRITE  # who opens its first page and the preview; who may not publish reads them only


def meeting_for(request, pk: int, *rights: str) -> Meeting:
    """The meeting, for somebody who may read its drafts and has one of the rights in its committee, as for
    minutes.admin.tabs.meeting_at. PermissionDenied, or Http404."""
    desk = admin.site.get_model_admin(Meeting), admin.site.get_model_admin(AgendaItem)
    _demand_all(request, desk, rights)
    meetings = visible(Meeting.objects.select_related("committee", "postponed_to"), request.user)
    meeting = get_object_or_404(meetings, pk=pk)
    work_at(request.user, meeting)
    _demand_all(request, desk, rights)
    of_meeting, of_items = desk
    allowed = (of_items.has_view_permission(request, item) for item in meeting.items.all())
    if not of_meeting.has_view_permission(request, meeting) or not all(allowed):
        raise PermissionDenied
    return meeting


def _demand_all(request, desk, rights) -> None:
    """In any committee, or in that which the user works at now."""
    if not any(map(request.user.has_perm, rights)) or not all(d.has_view_permission(request) for d in desk):
        raise PermissionDenied


def demand(request, right: str) -> None:
    if not request.user.has_perm(right):
        raise PermissionDenied

"""An item's and a motion's page lead back to the page of the desk that the clerk came from."""

from urllib.parse import urlencode, urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from minutes.admin.tabs import TABS, first_address, may

PLACES = {*(f"minutes_meeting_{name}" for name, _, _ in TABS), "publishing_door"}


def desk_address(asked: str) -> str:
    """`asked`, if it is an address of the desk; else ""."""
    is_ours = asked.startswith("/admin/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours else ""


def came_from(request) -> str:
    """What `?back=` asks for, or the page of a meeting on which the clerk followed a link to here; "" if neither is known."""
    return desk_address(request.GET.get("back", "")) or _referring(request)


def agenda_or_page(user, meeting: int, page: str) -> str:
    """The address of the meeting's agenda; `page` for who may not see the meeting."""
    return first_address(user, meeting, "agenda") if may(user, "minutes.view_meeting") else page


def at(address: str, place: str) -> str:
    """The address, at a place of its page unless it names one itself."""
    return address if "#" in address else f"{address}#{place}"


def _referring(request) -> str:
    asked = urlsplit(request.headers.get("Referer", ""))
    try:
        place = resolve(asked.path).url_name if asked.netloc == request.get_host() else ""
    except Resolver404:
        return ""
    return asked.path if place in PLACES else ""


class LeadsBack:
    """For a ModelAdmin: the links and forms of its pages carry `?back=` on, as Django has them carry a list's filters."""

    def get_preserved_filters(self, request):
        back = came_from(request)
        return "&".join(filter(None, [super().get_preserved_filters(request), back and urlencode({"back": back})]))

    def add_view(self, request, form_url="", extra_context=None):
        """The form is sent to where it came from: what it is added to stands there."""
        return super().add_view(request, form_url or request.get_full_path(), extra_context)

    def once_more(self, request, **query) -> str:
        """The address of the form that adds another one."""
        back = came_from(request)
        name = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_add")
        return f"{name}?{urlencode(query | ({'back': back} if back else {}))}"

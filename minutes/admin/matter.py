"""A matter: chosen at an item by typing, and renamed here."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet

from committees.of_committee import Shared
from committees.rights import where
from minutes.models import AgendaItem, Matter

SEES_ITEMS = "minutes.view_agendaitem", "minutes.change_agendaitem"


def known_to(user, *rights: str) -> QuerySet[Matter]:
    """The matters of the items that the user may see, and those of none: a matter may be that of a draft elsewhere. With
    `rights`, those of items in whose committee the user has one of them."""
    matters, found = Matter.objects.all(), where(user, *(rights or SEES_ITEMS))
    if found is None:
        return matters
    items = AgendaItem.objects.filter(matter=OuterRef("pk"))
    return matters.filter(Exists(items.filter(meeting__committee__in=found)) | ~Exists(items))


@admin.register(Matter)
class MatterAdmin(Shared, admin.ModelAdmin):
    list_display = ["title", "reference"]
    search_fields = ["title", "reference"]
    CHANGE = "minutes.change_matter"

    def get_queryset(self, request):
        return super().get_queryset(request) & known_to(request.user)

    def has_change_permission(self, request, obj=None):
        may = super().has_change_permission(request, obj)
        return may and (obj is None or known_to(request.user, self.CHANGE).filter(pk=obj.pk).exists())

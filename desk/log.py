"""The log, to read; and the addresses of the door."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import path
from django.utils import timezone

from desk.door import door, preview
from desk.withdrawing import withdraw
from publishing.models import Publication
from publishing.standing import in_words


class Log(ChangeList):
    def get_results(self, request):
        """Each row with its public place, which is not stored: worked out for the page's meetings at once."""
        super().get_results(request)
        now, rows = timezone.now(), list(self.result_list)
        places = Publication.objects.places_of_all({row.meeting_id for row in rows}, now)
        for row in rows:
            row.place = places.get(row.pk)
        self.result_list = rows


@admin.register(Publication)
class PublicationAdmin(admin.ModelAdmin):
    list_display = ["sequence", "address", "__str__", "place", "live", "published_at", "author"]
    list_filter = ["kind"]
    search_fields = ["address"]
    ordering = ["-sequence"]
    list_select_related = ["author", "withdraws__withdrawal", "withdrawal"]
    fields = [
        "sequence",
        "address",
        "kind",
        "note",
        "goes_live_at",
        "published_at",
        "author",
        "record_digest",
        "previous_digest",
        "digest",
    ]
    readonly_fields = fields

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_add_permission(self, request):
        return False  # by the door only

    def get_changelist(self, request, **kwargs):
        return Log

    @admin.display(description="Public number")
    def place(self, publication):
        place = publication.place
        return f"{place.number} (version {place.version})" if place else ""

    def live(self, publication):
        if publication.withdraws_id:
            return ""
        if publication.is_withdrawn:
            return "Taken back" if publication.was_never_live else "Withdrawn"
        if publication.place is None:
            return f"Scheduled for {in_words(publication.goes_live_at)}"
        return "Live"

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("meeting/<int:pk>/", view(door), name="publishing_door"),
            path("meeting/<int:pk>/preview/<str:kind>/", view(preview), name="publishing_preview"),
            path("meeting/<int:pk>/withdraw/<int:sequence>/", view(withdraw), name="publishing_withdraw"),
            *super().get_urls(),
        ]

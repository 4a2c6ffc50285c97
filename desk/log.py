"""The log, to read; and the addresses of the door."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.urls import path
from django.utils import timezone

from committees.of_committee import OfCommittee
from desk.approved import approved
from desk.approving import approve
from desk.approving_elsewhere import approve_elsewhere
from desk.chair_links import chair_links, decide
from desk.door import differs, door, preview
from desk.moving import move
from desk.redlining import redline_page
from desk.removing import remove_words
from desk.sheets import sheet
from desk.summoning import summons
from desk.withdrawing import withdraw, withdraw_several
from desk.word_file import word_file
from publishing.models import WHAT_BECAME, Publication
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
class PublicationAdmin(OfCommittee, admin.ModelAdmin):
    list_display = ["sequence", "address", "__str__", "place", "live", "published_at", "author"]
    list_filter = ["kind"]
    search_fields = ["address"]
    ordering = ["-sequence"]
    list_select_related = ["author", *WHAT_BECAME]
    fields = [
        "sequence",
        "address",
        "kind",
        "note",
        "goes_live_at",
        "published_at",
        "author",
        "published_although",
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

    @admin.display(description="Published although")
    def published_although(self, publication):
        """What checks warned of, with who confirmed it nevertheless. One query."""
        rows = list(publication.overridden.select_related("confirmed_by"))
        if not rows:
            return ""
        by = rows[0].confirmed_by or "the command manage.py publish"
        return "\n".join([f"Confirmed by {by}, {in_words(rows[0].confirmed_at)}:", *(row.sentence for row in rows)])

    def live(self, publication):
        if not publication.is_publication:
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
            path("meeting/<int:pk>/differs/", view(differs), name="publishing_differs"),
            path("meeting/<int:pk>/redline/<str:kind>/", view(redline_page), name="publishing_redline"),
            path("meeting/<int:pk>/for-the-chair/", view(chair_links), name="publishing_chair_links"),
            path("meeting/<int:pk>/for-the-chair/<int:comment>/", view(decide), name="publishing_chair_comment"),
            path("meeting/<int:pk>/draft-minutes.docx", view(word_file), name="publishing_word_file"),
            path("meeting/<int:pk>/withdraw/<int:sequence>/", view(withdraw), name="publishing_withdraw"),
            path("meeting/<int:pk>/withdraw/", view(withdraw_several), name="publishing_withdraw_several"),
            path("meeting/<int:pk>/remove-words/", view(remove_words), name="publishing_remove_words"),
            path("meeting/<int:pk>/move/<int:sequence>/", view(move), name="publishing_move"),
            path("meeting/<int:pk>/approval/", view(approved), name="publishing_approval"),
            path(
                "meeting/<int:pk>/approvals/<int:item>/", view(approve_elsewhere), name="publishing_approve_elsewhere"
            ),
            path("meeting/<int:pk>/approvals/<int:item>/<int:of>/", view(approve), name="publishing_approve"),
            path("meeting/<int:pk>/summons/", view(summons), name="publishing_summons"),
            path("meeting/<int:pk>/print/<str:name>/", view(sheet), name="publishing_sheet"),
            *super().get_urls(),
        ]

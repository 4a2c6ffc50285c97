"""Standing phrases: a council writes its own."""

from django.contrib import admin, messages

from committees.of_committee import OfCommittee
from minutes.models import Phrase
from minutes.phrases import FIELD, KNOWN, listed
from richtext.admin import RichTextAdmin


@admin.register(Phrase)
class PhraseAdmin(OfCommittee, RichTextAdmin):
    list_display = ["name", "kind", "committee", "position"]
    list_filter = ["committee", "kind"]
    list_select_related = ["committee"]
    search_fields = ["name", "text"]
    fields = ["name", "text", "kind", "committee", "position"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        unknown = [f"{{{name}}}" for name in dict.fromkeys(FIELD.findall(obj.text)) if name not in KNOWN]
        if unknown:
            messages.info(request, f"{listed(unknown)} will stay as it is, for the clerk to fill in.")

"""The clerk's desk: who meets."""

from django.contrib import admin
from django.db import models

from committees.choosing import PeopleInline
from committees.days_and_times import TYPED
from committees.memberships import MembershipForm, MembershipFormSet
from committees.models import Committee, Membership, Organisation, Party, Person, Ward
from richtext.admin import RichTextAdmin

HTTPS = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    formfield_overrides = HTTPS
    fieldsets = [
        (None, {"fields": ["name", "kind", "strapline", "logo"]}),
        ("Contact", {"fields": ["contact_name", "contact_email", "contact_phone", "contact_address"]}),
        ("Open data", {"fields": ["data_licence", "data_licence_url"]}),
    ]

    def has_add_permission(self, request):
        return False  # the one row is there from the start

    def has_delete_permission(self, request, obj=None):
        return False


class MembershipInline(PeopleInline):
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    autocomplete_fields = ["person"]
    fields = ["person", "role", "started_on", "ended_on"]


@admin.register(Committee)
class CommitteeAdmin(RichTextAdmin):
    formfield_overrides = TYPED
    list_display = ["name", "kind", "quorum", "contact_officer"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "purpose"]}),
        ("Meetings", {"fields": ["quorum", "clear_days", "usual_venue", "usual_start"]}),
        ("Contact", {"fields": ["contact_officer", "contact_email", "contact_phone"]}),
        ("The end", {"fields": ["dissolved_on"], "classes": ["collapse"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj else []  # readers keep links to it

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    list_display = ["__str__", "post", "party", "ward"]
    list_filter = ["party", "ward"]
    list_select_related = ["party", "ward"]
    search_fields = ["first_name", "last_name"]
    prepopulated_fields = {"slug": ["first_name", "last_name"]}
    fields = ["title", "first_name", "last_name", "slug", "post", "party", "ward"]


admin.site.register([Party, Ward])

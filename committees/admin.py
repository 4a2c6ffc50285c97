"""The clerk's desk: who meets."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.text import slugify

from committees.appointing import AppointmentAdmin
from committees.as_stored import AsStored
from committees.choosing import PeopleFormSet, PeopleInline
from committees.closed_days import ClosedDays
from committees.days_and_times import TYPED, DayField
from committees.member_lines import read, vacancies
from committees.members_list import Seat, look_up, seat
from committees.memberships import MembershipForm, MembershipFormSet
from committees.models import Committee, Membership, Organisation, Party, Person, Ward
from committees.of_committee import OfCommittee, Shared
from committees.of_website import WebsiteAdmin
from committees.pictures import whole_picture
from committees.portraits import Photograph, portrait
from committees.saying_when_shown import UNTIL_SAID, SaysWhenShown, may_show
from committees.summons_addresses import SummonsAddress
from richtext.admin import RichTextAdmin

__all__ = ["AppointmentAdmin", "ClosedDaysAdmin", "CommitteeAdmin", "OrganisationAdmin", "PersonAdmin", "WebsiteAdmin"]

HTTPS = {models.URLField: {"assume_scheme": "https"}}


class OrganisationForm(forms.ModelForm):
    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        if isinstance(logo, UploadedFile):
            with whole_picture(logo, "This can’t be read as a picture. Send a PNG or JPEG file."):
                logo.seek(0)
        return logo


@admin.register(Organisation)
class OrganisationAdmin(AsStored, admin.ModelAdmin):
    form = OrganisationForm
    formfield_overrides = HTTPS
    fieldsets = [
        (None, {"fields": ["name", "kind", "clear_days", "strapline", "logo"]}),
        ("Contact", {"fields": ["contact_name", "contact_email", "contact_phone", "contact_address"]}),
        ("Open data", {"fields": ["data_licence", "data_licence_url"]}),
        ("History of texts", {"fields": ["clears_wordings", "holds_wordings"]}),
    ]

    def has_add_permission(self, request):
        return False  # the one row is there from the start

    def has_delete_permission(self, request, obj=None):
        return False


MEMBERS = ("Members", {"fields": ["members_list", "members_since"]})


def may_list_members(user) -> bool:
    return user.has_perms(["committees.add_membership", "committees.add_person"])


class MembershipInline(PeopleInline):
    model = Membership
    form = MembershipForm
    formset = MembershipFormSet
    classes = ["wide"]  # see desk/every_page.css
    autocomplete_fields = ["person"]
    fields = ["person", "role", "appointed_by", "started_on", "ended_on"]


class CommitteeForm(forms.ModelForm):
    """The committee's facts, and its members as a list, where that is quicker than the table."""

    members_list = forms.CharField(
        label="Members, one a line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "cols": 90, "wrap": "off", "spellcheck": "false"}),
        help_text="For example: Councillor Mary Bell (Chair), Labour, Quayside ward. Who is not on file yet is added.",
    )
    members_since = DayField(
        label="They sit since",
        required=False,
        help_text="Their first day, such as that of the election. Empty if it is not known.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text += " Left empty, it is made of the name."

    def clean_slug(self) -> str:
        return self.cleaned_data["slug"] or slugify(self.cleaned_data.get("name", ""))[:80].strip("-")

    def clean_members_list(self) -> list[Seat]:
        self.vacancies = vacancies(self.cleaned_data["members_list"])
        return look_up(read(self.cleaned_data["members_list"]))


@admin.register(Committee)
class CommitteeAdmin(SaysWhenShown, OfCommittee, RichTextAdmin):
    form = CommitteeForm
    formfield_overrides = TYPED
    list_display = ["name", "kind", "quorum", "contact_officer"]
    list_filter = ["kind"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [MembershipInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind", "purpose", "shown_from"]}),
        (
            "Meetings",
            {
                "fields": [
                    "quorum",
                    "clear_days",
                    "counts_saturdays",
                    ("usual_week", "usual_weekday"),
                    "usual_venue",
                    "usual_start",
                    "directions",
                ]
            },
        ),
        (
            "Minutes",
            {"fields": ["minute_pattern", "minute_prefix", "minute_restart", "publishes_actions", "publishes_numbers"]},
        ),
        ("Contact", {"fields": ["contact_officer", "contact_email", "contact_phone"]}),
        ("The end", {"fields": ["dissolved_on"], "classes": ["collapse"]}),
    ]

    def get_changeform_initial_data(self, request):
        """How notice is counted here: what the council said of itself."""
        own = Organisation.objects.values_list("clear_days", flat=True).get(pk=1)
        return {"clear_days": own} | super().get_changeform_initial_data(request)

    def get_fieldsets(self, request, obj=None):
        first, *rest = self.fieldsets
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [first, MEMBERS, *rest] if may and may_list_members(request.user) else [first, *rest]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if getattr(form, "vacancies", ""):
            messages.warning(request, form.vacancies)
        seats = form.cleaned_data.get("members_list")
        if seats and may_list_members(request.user):
            self._hide_who_is_new(request, seats)
            done, look = seat(form.instance, seats, form.cleaned_data.get("members_since"))
            for sentence in done:
                messages.success(request, sentence)
            for sentence in look:
                messages.warning(request, sentence)

    def _hide_who_is_new(self, request, seats: list[Seat]) -> None:
        """They wait, as on a page of their own, for somebody who may say from when the public sees them."""
        for person in (each.person for each in seats if each.person.pk is None):
            if not may_show(request.user, Person):
                person.shown_from = None
                messages.info(request, UNTIL_SAID.format(person))

    def get_readonly_fields(self, request, obj=None):
        shown = super().get_readonly_fields(request, obj)
        return [*shown, "slug"] if obj else shown  # readers keep links to it

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


class PersonForm(forms.ModelForm):
    """A person's facts; a new photograph is kept as `portrait` makes it of what was sent."""

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        return portrait(photo) if isinstance(photo, UploadedFile) else photo


class SummonsAddressFormSet(PeopleFormSet):
    """One save may end the consent to one address and begin that to another."""

    def clean(self) -> None:
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        rows = [row for row in rows if row.get("address") and not row.get("DELETE")]
        if sum(not row.get("withdrawn_on") for row in rows) > 1:
            raise ValidationError("Say when the consent to the other address was withdrawn: one stands at a time.")


class SummonsAddressInline(PeopleInline):
    model = SummonsAddress
    formset = SummonsAddressFormSet
    classes = ["wide"]  # see desk/every_page.css
    fields = ["address", "consented_on", "withdrawn_on"]


@admin.register(Person)
class PersonAdmin(SaysWhenShown, Shared, admin.ModelAdmin):
    form = PersonForm
    list_display = ["__str__", "post", "party", "ward"]
    list_filter = ["party", "ward"]
    list_select_related = ["party", "ward"]
    search_fields = ["first_name", "last_name"]
    formfield_overrides = TYPED | {models.ImageField: {"widget": Photograph}}
    prepopulated_fields = {"slug": ["first_name", "last_name"]}
    fields = ["title", "first_name", "last_name", "slug", "post", "party", "ward", "photo", "shown_from"]
    inlines = [SummonsAddressInline]

    def get_readonly_fields(self, request, obj=None):
        shown = super().get_readonly_fields(request, obj)
        return [*shown, "slug"] if obj else shown  # what was published names it, and readers keep links to it

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(ClosedDays)
class ClosedDaysAdmin(OfCommittee, admin.ModelAdmin):
    formfield_overrides = TYPED
    list_display = ["reason", "first", "last", "committee"]
    list_select_related = ["committee"]
    fields = ["first", "last", "reason", "committee"]


admin.site.register([Party, Ward])

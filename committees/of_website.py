"""The desk's page of the council's own site: its look, its help for people, its accessibility statement."""

from django.contrib import admin, messages
from django.utils import timezone

from committees.as_stored import AsStored
from committees.days_and_times import TYPED
from committees.website import Website
from richtext.admin import RichTextAdmin

LOOK = (
    "Minutebook checks that everybody can read what is written in your colours. Empty: as it comes. Readers see a change "
    "within a minute or two."
)
HELP = "In the council's own words. Each part that is written is a part of the page “Taking part”, which every page leads to."
STATEMENT = (
    "The page “Accessibility statement” has the headings that the regulations ask for (SI 2018/952), and under each what you "
    "write here. It is published as soon as a compliance status is chosen."
)
NOTICES = "Pages of the council's own site, to which the foot of every page leads."
FRAGMENTS = ["header_html", "navigation_html", "footer_html"]


@admin.register(Website)
class WebsiteAdmin(AsStored, RichTextAdmin):
    formfield_overrides = TYPED
    fieldsets = [
        (
            "Look",
            {
                "description": LOOK,
                "fields": [
                    ("accent", "accent_dark"),
                    ("masthead", "masthead_text"),
                    "header_html",
                    "navigation_html",
                    "footer_html",
                ],
            },
        ),
        ("Help for people", {"description": HELP, "fields": ["attending", "directions", "speaking", "challenging"]}),
        ("The council’s own notices", {"description": NOTICES, "fields": ["privacy_url", "retention_url"]}),
        (
            "Accessibility statement",
            {
                "description": STATEMENT,
                "fields": [
                    "compliance",
                    "not_accessible",
                    "disproportionate",
                    "out_of_scope",
                    "improving",
                    "tested",
                    "reply_within",
                    "enforcer",
                    ("prepared_on", "reviewed_on", "tested_on"),
                ],
            },
        ),
    ]

    def has_add_permission(self, request):
        return False  # the one row is there from the start

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        for name in FRAGMENTS:
            if form.cleaned_data[name].split() != getattr(obj, name).split():
                label = form.fields[name].label
                messages.warning(
                    request, f"“{label}” was kept as words, lists and links. What else stood there was left out."
                )
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, *args, **kwargs):
        website = context.get("original")
        if website and website.is_due(timezone.localdate()):
            if website.reviewed_on:
                said = "The accessibility statement was not reviewed for twelve months. Read it again, and say when."
            else:
                said = (
                    "Say when the accessibility statement was last reviewed; for a new one, the day of its preparation."
                )
            messages.warning(request, said)
        return super().render_change_form(request, context, *args, **kwargs)

"""Two pages for who runs the site: whether all is running, and what a council still lacks before it goes live."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from committees.models import Appointment, Committee, Organisation
from committees.roles import Role
from desk import rights
from minutes.models import Meeting
from published.models import PDF
from running.looking import Seen, look

RUNS = "committees.change_organisation"


def seen(now) -> list[Seen]:
    """What is looked at of the running site, in order or not. Two queries."""
    failed = PDF.objects.failed().count()
    said = (
        f"{failed} could not be made, and {'is' if failed == 1 else 'are'} tried again." if failed else "None failed."
    )
    pdfs = Seen("PDFs", said, "My desk names them, with what went wrong." if failed else "")
    return [*look(now), pdfs]


def wrong(request) -> list[Seen]:
    """What is wrong, for the first page of the desk; nothing for who doesn't run the site and couldn't mend it, nor in the
    demonstration, which has no backup."""
    if settings.IS_DEMONSTRATION or not request.user.has_perm(RUNS):
        return []
    return [one for one in seen(timezone.now()) if one.is_wrong]


def pages(request) -> list[dict]:
    """These pages as the desk's first page lists what runs the site; nothing for who doesn't run it."""
    found = {"Ready to go live?": "admin:ready", "Is all running?": "admin:running"}
    return (
        [{"name": name, "admin_url": reverse(to)} for name, to in found.items()] if request.user.has_perm(RUNS) else []
    )


@require_safe
def running(request):
    rights.demand(request, RUNS)
    return _page(request, "Is all running?", "desk/running.html", {"seen": seen(timezone.now())})


@require_safe
def ready(request):
    rights.demand(request, RUNS)
    wants = list(wanted())
    return _page(
        request, "Ready to go live?", "desk/ready.html", {"wants": wants, "left": sum(not w.is_done for w in wants)}
    )


def _page(request, title: str, template: str, context: dict):
    return render(request, template, {**admin.site.each_context(request), "title": title, **context})


@dataclass(frozen=True)
class Wanted:
    """Something that a council needs before its readers come: what is there, or what to do, and where (an address, or "")."""

    what: str
    is_done: bool
    done: str
    to_do: str
    address: str = ""

    @property
    def said(self) -> str:
        return self.done if self.is_done else self.to_do


def wanted() -> list[Wanted]:
    """In the order in which somebody would do it. Eight queries, however much there is."""
    return [*_of_the_council(), *_of_its_meetings(), *_of_the_server()]


def _of_the_council() -> list[Wanted]:
    council = Organisation.objects.select_related("website").get(pk=1)
    site = council.website
    its_own = reverse("admin:committees_organisation_change", args=[council.pk])
    its_site = reverse("admin:committees_website_change", args=[site.pk])
    return [
        Wanted(
            "Contact",
            bool(council.contact_name and council.contact_email),
            "Readers find whom to ask at the foot of each page.",
            "Say whom readers ask, with an e-mail address.",
            its_own,
        ),
        Wanted(
            "Licence",
            bool(council.data_licence),
            f"{council.data_licence}.",
            "Say under which licence others may use the contents.",
            its_own,
        ),
        Wanted(
            "Privacy notice",
            bool(site.privacy_url),
            "Each page leads to it.",
            "Give its address: it tells subscribers, speakers and those who are named what is kept of them (UK GDPR, "
            "Articles 13 and 14).",
            its_site,
        ),
        Wanted(
            "Retention schedule",
            bool(site.retention_url),
            "Each page leads to it.",
            "Give its address: how long minutes, papers and drafts are kept.",
            its_site,
        ),
        Wanted(
            "Accessibility statement",
            bool(site.compliance),
            "It is published.",
            "Write it and choose a compliance status: the regulations ask for it (SI 2018/952).",
            its_site,
        ),
    ]


def _of_its_meetings() -> list[Wanted]:
    first = Committee.objects.active().order_by("pk").first()
    has_pattern = Committee.objects.active().exclude(usual_start=None).exists()
    new = reverse("admin:committees_committee_add")
    its_own = reverse("admin:committees_committee_change", args=[first.pk]) if first else new
    return [
        Wanted("Committee", first is not None, "The first is there.", "Make the first one, with its members.", its_own),
        Wanted(
            "Pattern of meetings",
            has_pattern,
            "New meetings begin with a committee's usual hour and venue.",
            "Give a committee its usual hour and venue, so that new meetings begin with them.",
            its_own,
        ),
        Wanted(
            "Meeting",
            Meeting.objects.exists(),
            "The first is planned.",
            "Plan the first one.",
            reverse("admin:minutes_meeting_new"),
        ),
    ]


def _of_the_server() -> list[Wanted]:
    """What of the server itself a council can't do without; the page "Is all running?" says more of it. The last three are
    changed by a command, which is said, and at no page."""
    https = Wanted(
        "https",
        settings.SECURE,
        f"Readers come to {settings.SITE_URL}.",
        "Serve with https, and set SITE_URL to that address.",
    )
    powerful = Appointment.objects.on(timezone.localdate()).filter(
        role__in=[Role.MANAGER, Role.PUBLISHER], user__is_active=True, user__is_staff=True
    )
    with_phone = Exists(TOTPDevice.objects.filter(user=OuterRef("user"), confirmed=True))
    people = dict(powerful.annotate(has_phone=with_phone).order_by().values_list("user", "has_phone"))
    factor = Wanted(
        "Second factor",
        bool(people) and all(people.values()),
        "Everybody who publishes or says who may do what logs in with a phone’s code too.",
        f"{list(people.values()).count(False)} of {len(people)} people who publish or say who may do what have none yet. "
        "Their next log-in leads them to it.",
        reverse("admin:accounts_user_changelist"),
    )
    seen = [one for one in look(timezone.now()) if one.what in {"E-mail", "Backup", "Worker"}]
    return [
        https,
        factor,
        *(Wanted(one.what, not one.is_wrong, one.said, f"{one.said} {one.to_do}") for one in seen),
    ]

"""Django's admin as the clerk's desk: its first page says what needs the clerk now."""

from functools import wraps

from django.contrib.admin import AdminSite
from django.http import HttpResponseRedirect
from django.urls import path, reverse

RUNNING = {"accounts", "auth", "axes"}  # apps of who may log in, which are no records
WHOSE = {"Organisation", "Website", "Appointment"}  # whose site it is, and who may do what
NAMES = {
    "Group": "Groups of rights",
    "Event": "Audit",
    "AccessAttempt": "Log-in attempts",
    "AccessFailureLog": "Failed log-ins",
    "AccessLog": "Log-ins",
}  # of models that are not ours, in a council's words


class Desk(AdminSite):
    site_header = site_title = "Minutebook"
    index_title = "My desk"
    enable_nav_sidebar = False  # the header leads everywhere, and a meeting's pages need the width

    def admin_view(self, view, cacheable=False):
        """What somebody who is logged out has typed into a form is shown to them, and not lost on the way to the log-in."""
        from desk.held import held, may_be_held  # the site is made before it is asked for
        from desk.once import TWICE, once

        guarded = super().admin_view(once(view) if getattr(view, "__name__", "") in TWICE else view, cacheable)

        @wraps(guarded)
        def asked(request, *args, **kwargs):
            if may_be_held(request) and not self.has_permission(request):
                return held(request, 401)
            return guarded(request, *args, **kwargs)

        return asked

    @property
    def login_form(self):
        from accounts.forms import LogInForm  # the site is made before the models are

        return LogInForm

    def login(self, request, extra_context=None):
        """Who gave the password already goes on to the second step (accounts/second_factor.py)."""
        from accounts import second_factor  # the site is made before the models are

        if request.method == "GET" and second_factor.half(request):
            wanted = request.GET.get("next", reverse("admin:index"))
            return HttpResponseRedirect(reverse("admin:second_step", query={"next": wanted}))
        return super().login(request, extra_context)

    def password_change(self, request, extra_context=None):
        from accounts.audit import Verb, record

        answer = super().password_change(request, extra_context)
        if request.method == "POST" and isinstance(answer, HttpResponseRedirect):
            record(Verb.PASSWORD_CHANGED, request.user, request=request)
        return answer

    def get_urls(self):
        """Without the way round to any row's public page: it would say which rows there are. And with the one page of the record
        that is opened by its token and not by a log-in."""
        from accounts.urls import addresses
        from desk.for_the_chair import for_the_chair  # the site is made before the models are
        from desk.running import ready, running

        private = path("for-the-chair/<str:token>/", for_the_chair, name="for_the_chair")
        site = [
            path("running/", self.admin_view(running), name="running"),
            path("ready/", self.admin_view(ready), name="ready"),
        ]
        known = (url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site")
        return [private, *addresses(self), *site, *known]

    def index(self, request, extra_context=None):
        from desk.my_desk import my_desk  # the site is made before the models are
        from desk.running import pages, wrong

        models = [(app["app_label"], model) for app in self.get_app_list(request) for model in app["models"]]
        running = [_named(model) for app, model in models if _runs_the_site(app, model)] + pages(request)
        records = [model for app, model in models if not _runs_the_site(app, model)]
        context = {"desk": my_desk(request.user), "records": records, "running": running, "wrong": wrong(request)}
        return super().index(request, context | (extra_context or {}))


def _runs_the_site(app: str, model: dict) -> bool:
    return app in RUNNING or model["object_name"] in WHOSE


def _named(model: dict) -> dict:
    return model | {"name": NAMES.get(model["object_name"], model["name"])}

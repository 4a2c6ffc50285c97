"""The pages of who logs in: the second step, setting up a second factor, one's own account, and links that set a password.

Those before the log-in are for everybody, and know nobody but the half log-in of their own session.
"""

import re
from base64 import b32encode

import segno
from axes.utils import reset as axes_reset
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import letters, lockout, resetting, second_factor
from accounts.audit import Verb, latest_of, record
from accounts.forms import CodeAndPasswordForm, CodeForm, ForgottenForm, PasswordToo
from accounts.links import INVITATION, NEW_PASSWORD, Links

LATEST = 10  # of what happened to one's account


def _page(request, template: str, title: str, **context):
    return render(request, f"accounts/{template}.html", admin.site.each_context(request) | {"title": title} | context)


def _next(request) -> str:
    """Where the log-in was to lead; My desk, if that is elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("admin:index")


def _to(name: str, wanted: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(name, query={"next": wanted}))


# Before the log-in is whole


@never_cache
@sensitive_post_parameters("code")
def second_step(request):
    """The code, after the password."""
    user = second_factor.half(request)
    if request.method == "POST" and "leave" in request.POST:
        logout(request)
        user = None
    if user is None:
        return HttpResponseRedirect(_next(request) if request.user.is_authenticated else reverse("admin:login"))
    if not second_factor.has_one(user):
        return _to("admin:second_factor", _next(request))
    form = CodeForm(request.POST or None)
    if form.is_valid():
        problem = second_factor.give(request, user, form.cleaned_data["code"])
        if not problem:
            return HttpResponseRedirect(_next(request))
        form.add_error("code", problem)
    return _page(request, "second_step", "The second step", form=form, next=_next(request), whom=user)


@never_cache
@sensitive_post_parameters("code", "password")
def set_up(request):
    """A new second factor: of a log-in that can't be whole without one, or, with the password, of one's own account."""
    waiting = second_factor.half(request)
    user = waiting or request.user
    if not user.is_authenticated or (waiting and second_factor.has_one(waiting)):
        return _to("admin:login", request.get_full_path() if not waiting else _next(request))
    sent = request.POST or None
    form = CodeForm(sent) if waiting else CodeAndPasswordForm(request, sent)
    if form.is_valid():
        codes = second_factor.set_up(request, user, form.cleaned_data["code"])
        if codes:
            return _codes(request, codes, "Your second factor is set up")
        form.add_error("code", second_factor.NOT_RIGHT)
    device = second_factor.new_device(request, user)
    key = b32encode(device.bin_key).decode()
    return _page(
        request,
        "set_up",
        "Set up your second factor",
        form=form,
        next=_next(request),
        whom=user,
        is_waiting=bool(waiting),
        has_one=not waiting and second_factor.has_one(user),
        picture=segno.make(device.config_url, micro=False, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        key=re.sub("(.{4})(?!$)", r"\1 ", key),
    )


def _codes(request, codes: list[str], title: str):
    return _page(request, "codes", title, codes=codes, next=_next(request), when=timezone.now())


@never_cache
def forgotten(request):
    """The same answer, after the same work, whoever's address it is."""
    if not letters.is_sent_or_printed():
        return _page(request, "forgotten_without_mail", "A new password")
    form = ForgottenForm(request.POST or None)
    if form.is_valid():
        resetting.ask(form.cleaned_data["email"], lockout.network(request) or "", timezone.now())
        return HttpResponseRedirect(reverse("admin:forgotten_sent"))
    return _page(request, "forgotten", "A new password", form=form, is_printed=settings.PRINTS_EMAIL)


def locked_out(request, *args, **kwargs):
    """What who was wrong too often from one network reads (429); a right password is no better until the time is over."""
    answer = _page(request, "locked_out", "Wait a quarter of an hour")
    answer.status_code = 429
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME * 3600))
    return answer


def forgotten_sent(request):
    """The address is anybody's to open, in an installation that sends nothing too."""
    if not letters.is_sent_or_printed():
        return _page(request, "forgotten_without_mail", "A new password")
    title = "Look at the terminal" if settings.PRINTS_EMAIL else "Look into your mailbox"
    return _page(request, "forgotten_sent", title, is_printed=settings.PRINTS_EMAIL)


@method_decorator(never_cache, name="dispatch")
class SetPassword(PasswordResetConfirmView):
    """Django's own: it takes the token out of the address before it shows the form. No log-in follows: the second factor is
    still to be given."""

    links: Links
    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("admin:login")
    title = "Choose a password"

    @property
    def token_generator(self):
        return self.links

    def form_valid(self, form):
        answer = super().form_valid(form)
        record(Verb.PASSWORD_SET, self.user, request=self.request)
        axes_reset(username=self.user.email)  # who was locked out has shown who they are
        messages.success(self.request, "Your password is kept. Log in with it.")
        return answer

    def get_context_data(self, **kwargs):
        return admin.site.each_context(self.request) | super().get_context_data(**kwargs) | {"whom": self.user}


class Invited(SetPassword):
    links = INVITATION


class NewPassword(SetPassword):
    links = NEW_PASSWORD


# One's own account


def account(request):
    user = request.user
    return _page(
        request,
        "account",
        "Your account",
        has_one=second_factor.has_one(user),
        must_have=second_factor.must_have(user),
        codes_left=user.recovery_codes.filter(used_at=None).count(),
        latest=latest_of(user)[:LATEST],
        longest=second_factor.LONGEST // 3600,
        idle=second_factor.IDLE // 3600,
        is_demonstration=not settings.FORCES_SECOND_FACTOR,
    )


@sensitive_post_parameters("password")
def recovery_codes(request):
    if not second_factor.has_one(request.user):
        return HttpResponseRedirect(reverse("admin:second_factor"))
    form = PasswordToo(request, request.POST or None)
    if form.is_valid():
        return _codes(request, second_factor.new_recovery_codes(request.user, request), "Your new recovery codes")
    return _page(request, "recovery_codes", "New recovery codes", form=form)


@require_POST
def log_out_everywhere(request):
    """Every other session of one's own ends; this one goes on."""
    request.user.end_sessions()
    update_session_auth_hash(request, request.user)
    record(Verb.LOGGED_OUT_EVERYWHERE, request.user, request=request)
    messages.success(request, "You are logged out everywhere else.")
    return HttpResponseRedirect(reverse("admin:account"))

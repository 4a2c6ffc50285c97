"""The desk's pages of accounts: who may log in, and the audit. What each may do where is said in committees/."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import letters
from accounts.audit import Event, Verb, record
from accounts.models import User
from accounts.verbs import VERBS

RIGHTS = ["is_superuser", "groups", "user_permissions"]
# Phones are set up and reset in our own words, and their keys are nobody's to read.
if admin.site.is_registered(TOTPDevice):
    admin.site.unregister(TOTPDevice)


class InvitationForm(forms.ModelForm):
    """Who is invited chooses a password; nobody else ever knows it."""

    class Meta:
        model = User
        fields = ["email", "name"]


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["email", "name", "is_active", "is_staff", *RIGHTS]
        labels = {"is_superuser": "Superuser", "user_permissions": "Single rights"}
        help_texts = {
            "is_superuser": "May do everything in every committee, without an appointment.",
            "groups": "Rights that count in every committee, without an appointment.",
            "user_permissions": "These count in every committee, without an appointment.",
        }


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Rights are given by superusers alone: whoever may change users could otherwise make themselves one."""

    form = UserForm
    add_form = InvitationForm
    add_form_template = "admin/accounts/user/add_form.html"
    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login"]
    fieldsets = [
        (None, {"fields": ["email", "name", "last_login"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", *RIGHTS]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name"]})]

    def get_urls(self):
        """Without Django's page on which one person chooses another's password; with our verbs."""
        view = self.admin_site.admin_view
        own = [path(f"<int:pk>/{verb}/", view(self.verb), {"verb": verb}, name=f"accounts_{verb}") for verb in VERBS]
        return own + [url for url in super().get_urls() if url.name != "auth_user_password_change"]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields + ([] if request.user.is_superuser else RIGHTS)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request, obj: User | None) -> bool:
        """Not what a superuser is, unless by another; and the name of who is removed stands as it was."""
        return obj is None or (not obj.removed_at and (request.user.is_superuser or not obj.is_superuser))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            record(Verb.INVITED, request.user, obj, request)
            transaction.on_commit(lambda: send_link(request, obj))
        elif form.changed_data:
            record(Verb.CHANGED, request.user, obj, request)

    def delete_model(self, request, obj):
        record(Verb.REMOVED, request.user, obj, request)
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for user in queryset:
            record(Verb.REMOVED, request.user, user, request)
        super().delete_queryset(request, queryset)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        user = self.get_object(request, object_id)
        offered = [verb for verb in VERBS.values() if verb.fits(user)] if user else []
        offered = offered if user and self.has_change_permission(request, user) else []
        return super().change_view(request, object_id, form_url, {"verbs": offered, **(extra_context or {})})

    def verb(self, request, pk: int, verb: str):
        """One of our verbs: what follows from it, and a button."""
        user, wanted = get_object_or_404(User, pk=pk), VERBS[verb]
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        if not wanted.fits(user):
            raise Http404
        page = reverse("admin:accounts_user_change", args=[pk])
        if request.method == "POST":
            if problem := wanted.does(user, request):
                messages.error(request, problem)
            elif wanted.said:
                messages.success(request, wanted.said.format(user=user))
            return HttpResponseRedirect(page)
        context = self.admin_site.each_context(request) | {
            "title": wanted.title,
            "verb": wanted,
            "whom": user,
            "page": page,
        }
        return render(request, "accounts/verb.html", context)


def send_link(request, user: User) -> str:
    """Send the link by which the user sets a password, or show it to who may hand it over. Gives a sentence if it failed."""
    is_invitation = not user.has_usable_password()
    if not letters.is_sent_or_printed():
        record(Verb.LINK_SHOWN, request.user, user, request)
        messages.warning(
            request,
            f"This installation sends no e-mail. Give {user} this link yourself; it works once: {letters.link_for(user)}",
        )
        return ""
    try:
        letters.invite(user) if is_invitation else letters.send_new_password(user)
    except letters.NotSent as error:
        return str(error)
    record(Verb.LINK_SENT, request.user, user, request)
    messages.success(request, f"An e-mail with a link to choose a password is on its way to {user.email}.")
    return ""


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    """The audit, to read."""

    class Media:
        css = {"all": ["accounts/accounts.css"]}

    list_display = ["at", "verb", "who", "about", "address"]
    list_display_links = None
    list_filter = ["verb", "at"]
    search_fields = ["who", "about", "address"]
    fields = ["at", "verb", "who", "about", "address"]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission

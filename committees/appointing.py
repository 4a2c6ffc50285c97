"""The desk's pages of who may do what: appointments, and what of an account touches them."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse

from accounts.admin import UserAdmin
from accounts.admin import UserForm as PlainUserForm
from accounts.audit import Verb, named, record
from committees.appointments import Appointment, keep_a_manager
from committees.as_stored import AsStored
from committees.days_and_times import TYPED
from committees.of_committee import OfCommittee
from committees.roles import Role

User = get_user_model()


def who_can_log_in(request, model):
    """The users to choose from on a row's page: those who can log in at the desk, and whom the row names."""
    stored = model.objects.filter(pk=request.resolver_match.kwargs.get("object_id") or 0)
    return User.objects.filter(Q(is_active=True, is_staff=True) | Q(pk__in=stored.values("user")))


class AppointmentForm(forms.ModelForm):
    def clean(self):
        cleaned = super().clean()
        stored = Appointment.objects.filter(pk=self.instance.pk, role=Role.MANAGER).first()
        if stored and not self.errors and not Appointment(**cleaned).manages_for(stored):
            keep_a_manager([stored])
        return cleaned


@admin.register(Appointment)
class AppointmentAdmin(OfCommittee, admin.ModelAdmin):
    """For managers. Its log says who appointed whom; nothing is deleted, or nobody could tell later who could do what when."""

    form = AppointmentForm
    formfield_overrides = TYPED
    list_display = ["user", "role", "committee", "started_on", "ended_on"]
    list_filter = ["role", "committee"]
    list_select_related = ["user", "committee"]
    search_fields = ["user__name", "user__email"]
    fields = ["user", "role", "committee", "started_on", "ended_on"]

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "committee")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = who_can_log_in(request, Appointment)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change or form.changed_data:
            what = f"{named(obj.user)}: {obj.role} of {obj.committee or 'all committees'}, {_days(obj)}"
            record(Verb.APPOINTMENT_CHANGED if change else Verb.APPOINTED, request.user, what, request)


def _days(appointment: Appointment) -> str:
    return f"from {appointment.started_on} {f'until {appointment.ended_on}' if appointment.ended_on else 'on'}"


class UserForm(PlainUserForm):
    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("is_active") and cleaned.get("is_staff")):
            keep_a_manager(list(self.instance.appointments.filter(role=Role.MANAGER)))
        return cleaned


class AppointmentsOfUser(admin.TabularInline):
    """To read: they are made and ended on their own page."""

    model = Appointment
    fields = ["role", "committee", "started_on", "ended_on"]
    extra = 0
    show_change_link = True

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "committee")


class UserWithAppointmentsAdmin(AsStored, UserAdmin):
    form = UserForm

    def get_inlines(self, request, obj):
        return [AppointmentsOfUser] if obj else []

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With the way to appoint the user, for who may and as long as the user can log in."""
        user = self.get_object(request, object_id)
        may = self.admin_site.get_model_admin(Appointment).has_add_permission(request)
        fits = may and user and user.is_active and user.is_staff
        appoint = reverse("admin:committees_appointment_add", query={"user": user.pk}) if fits else ""
        return super().change_view(request, object_id, form_url, {"appoint": appoint, **(extra_context or {})})


admin.site.unregister(User)
admin.site.register(User, UserWithAppointmentsAdmin)

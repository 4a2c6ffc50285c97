"""The clerk's desk: who may log in, and what each may do."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm

from accounts.models import User

RIGHTS = ["is_superuser", "groups", "user_permissions"]


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name", "is_staff"]


class UserChangeForm(DjangoUserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Rights are given by superusers alone: whoever may change users could otherwise make themselves one."""

    form = UserChangeForm
    add_form = UserCreationForm
    list_display = ["email", "name", "is_active", "is_staff", "last_login"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    readonly_fields = ["last_login"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password", "last_login"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", *RIGHTS]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "is_staff", "usable_password", "password1", "password2"]})]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields + ([] if request.user.is_superuser else RIGHTS)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request, obj: User | None) -> bool:
        return obj is None or request.user.is_superuser or not obj.is_superuser

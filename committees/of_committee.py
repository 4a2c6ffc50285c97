"""For a ModelAdmin of rows that belong to a committee: who has no right there can't see, choose or change them, and is
answered as if they were not there."""

from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied

from committees.as_stored import AsStored
from committees.models import Committee
from committees.rights import narrowed, visible, where, work_at


class OfCommittee(AsStored):
    def right(self, verb: str) -> str:
        return f"{self.opts.app_label}.{get_permission_codename(verb, self.opts)}"

    def get_queryset(self, request):
        return visible(super().get_queryset(request), request.user)

    def get_object(self, request, object_id, from_field=None):
        """From here on the page asks within the row's committee."""
        row = super().get_object(request, object_id, from_field)
        if row is not None:
            work_at(request.user, row)
        return row

    def history_view(self, request, object_id, extra_context=None):
        """Django looks for the row first, and for the right afterwards."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    def has_view_permission(self, request, obj=None):
        return any(request.user.has_perm(self.right(verb), obj) for verb in ("view", "change"))

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm(self.right("change"), obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.has_perm(self.right("delete"), obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """What a row is put at lies in a committee in which the user may do that."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        right = self.right("change" if request.resolver_match.kwargs.get("object_id") else "add")
        if hasattr(db_field.related_model, "COMMITTEE"):
            field.queryset = narrowed(field.queryset, request.user, right)
        if db_field.related_model is Committee and where(request.user, right) is not None:
            field.required = True  # empty is for all committees
        return field


class Shared(AsStored):
    """For a ModelAdmin of rows that several committees share, people and matters: their list is filtered by nothing that refers
    to them, which may be another committee's draft."""

    def lookup_allowed(self, lookup, value, request):
        own = {"pk", *(field.name for field in self.opts.fields)}
        return lookup.partition("__")[0] in own and super().lookup_allowed(lookup, value, request)

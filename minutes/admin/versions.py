"""Two clerks with the same page open: the second to save is told, loses nothing, and takes nothing back unknowingly."""

from django import forms
from django.db import transaction

from minutes.admin.addressed import number
from minutes.admin.conflicts import Conflict, who_changed
from minutes.admin.rows import PlainChoices, changed_columns
from richtext.admin import RichTextAdmin


class VersionedForm(forms.ModelForm):
    """Sends the version that the page was opened with, and refuses to save over a newer one.

    Who has been shown the newer one may replace it, by sending its version too; if a third save came meanwhile, that is
    not the version any more, and there is a new conflict. The instance was read under a lock: see VersionedAdmin."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored_version = str(self.instance.version)
        self.opened_version = self.data.get("opened_version", "") if self.is_bound else self.stored_version
        known = {self.opened_version, self.data.get("replaced_version")}
        self.is_in_conflict = self.is_bound and self.instance.pk is not None and self.stored_version not in known

    def clean(self):
        if self.is_in_conflict:
            raise forms.ValidationError(
                f"{who_changed(self.instance)} changed this while you had it open. Nothing of yours is saved yet, and all of "
                "it is kept below. What differs is listed first: take over what should stay, then say there that yours "
                "replaces what is stored, and save."
            )
        return super().clean()


class VersionedAdmin(PlainChoices, RichTextAdmin):
    """A page on which one row, and what is edited with it, is stored only over the version that the clerk has seen."""

    form = VersionedForm

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            # The view is one transaction: this waits for whoever is saving now, and the lock holds until the save.
            list(self.model.objects.select_for_update().filter(pk=number(object_id)).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def get_deleted_objects(self, objs, request):
        # What is protected is nobody's to delete: to speak of missing rights would send the clerk to somebody else.
        shown, counts, rights, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set() if protected else rights, protected

    def save_model(self, request, obj, form, change):
        if not change:
            obj.save()
        elif columns := changed_columns(form):
            obj.save(update_fields=columns)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and (form.has_changed() or any(formset.has_changed() for formset in formsets)):
            form.instance.save_columns()

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if form.is_in_conflict:
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            context["conflict"] = Conflict(form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)

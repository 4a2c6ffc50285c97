"""Two clerks with the same page open: the second to save is told, loses nothing, and takes nothing back unknowingly."""

from django import forms
from django.contrib.admin.utils import NestedObjects
from django.db import router, transaction

from committees.of_committee import OfCommittee
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


class VersionedAdmin(OfCommittee, PlainChoices, RichTextAdmin):
    """A page on which one row, and what is edited with it, is stored only over the version that the clerk has seen."""

    form = VersionedForm
    delete_selected_confirmation_template = "admin/minutes/delete_selected_confirmation.html"

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            # The view is one transaction: this waits for whoever is saving now, and the lock holds until the save.
            list(self.model.objects.select_for_update().filter(pk=number(object_id)).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def get_deleted_objects(self, objs, request):
        """What goes is counted, as the page does: to name each row would take a query for each person and each vote."""
        if not objs:
            return [], {}, set(), []
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        counts = {model._meta.verbose_name_plural: len(rows) for model, rows in collector.model_objs.items()}
        # What is protected is nobody's to delete: to speak of missing rights would send the clerk to somebody else.
        lacking = set() if collector.protected else self._not_hers(request, objs, collector.model_objs)
        return [], counts, lacking, list(collector.protected)

    def _not_hers(self, request, objs, models) -> set[str]:
        """The names of the kinds of rows that she may not delete: of `objs` each is asked of, of what goes with them its kind."""
        admins = [self.admin_site.get_model_admin(model) for model in models if self.admin_site.is_registered(model)]
        lacking = {each.opts.verbose_name for each in admins if not each.has_delete_permission(request)}
        return lacking | {self.opts.verbose_name for row in objs if not self.has_delete_permission(request, row)}

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

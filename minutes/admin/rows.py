"""The rows that are edited on the page of what they belong to: a meeting's attendance, an item's decisions and papers."""

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.functional import cached_property

from committees.choosing import PeopleFormSet, PeopleInline
from committees.days_and_times import TYPED
from committees.law import Ground, Law
from committees.models import Person
from minutes.admin.rebasing import rebased
from minutes.models import Meeting
from minutes.models.versioned import Versioned
from richtext.admin import RichTextInline


class RowsFormSet(PeopleFormSet):
    """Rows that are posted on top of what is stored now: see rebased()."""

    def __init__(self, data=None, files=None, instance=None, **kwargs):
        self.added, self.gone = [], 0  # by somebody else, since the page was opened
        super().__init__(data, files, instance, **kwargs)
        if self.is_bound and self.instance.pk:
            stored = list(self.get_queryset())
            self.data, self.files, self.gone = rebased(self.data, self.files, self.prefix, [row.pk for row in stored])
            shown = {self.data.get(f"{self.prefix}-{at}-id") for at in range(self.initial_form_count())}
            self.added = [row for row in stored if str(row.pk) not in shown]
            self._queryset = [row for row in stored if str(row.pk) in shown]  # the admin pairs rows and forms by place

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "restriction" in form.fields:
            offer_grounds(form.fields["restriction"], self.law, form.instance.restriction)

    @cached_property
    def law(self) -> Law | None:
        meeting = self.instance if isinstance(self.instance, Meeting) else getattr(self.instance, "meeting", None)
        return meeting.committee.law if meeting and meeting.committee_id else None

    def save_existing(self, form, obj, commit=True):
        columns = changed_columns(form)
        if isinstance(obj, Versioned):
            obj.save_columns(*columns)
        else:
            obj.save(update_fields=columns)
        return obj


class PlainChoices:
    """Choices without buttons to change or delete what is chosen: that has its own page. A person can be added."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_add_related &= db_field.related_model is Person
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field


class TableOfRows(PlainChoices, PeopleInline):
    formset = RowsFormSet


class WideTableOfRows(TableOfRows):
    """A table of more fields than stand side by side: desk/every_page.css gives each row as many lines as it needs."""

    classes = ["wide"]


class StackOfRows(PlainChoices, RichTextInline):
    formset = RowsFormSet
    formfield_overrides = TYPED
    extra = 0


def changed_columns(form) -> list[str]:
    """The columns of the form's row that differ from what is stored: a save names them, and leaves the others alone."""
    columns = {field.name for field in form._meta.model._meta.fields}
    return [name for name in form.changed_data if name in columns]


def offer_grounds(field, law: Law | None, stored: str) -> None:
    """Offer the grounds of the body's own law, and the one that is stored, lest a save drop it unseen."""
    if law is not None:
        offered = [Ground.OPEN, *law.grounds]
        offered += [Ground(stored)] if stored and Ground(stored) not in offered else []
        field.choices = [(ground.value, ground.label) for ground in offered]

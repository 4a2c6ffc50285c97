"""What the second of two clerks is shown: what is stored now beside what she wrote, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.formats import date_format

from richtext.fields import RichTextFormField


def who_changed(row, what: str = "") -> str:
    """ "alison@example.org (at 14:05)", from the desk's own history; "Somebody else" where that says nothing.

    `what` is how the history's words about a part of the row begin, where only its changes are asked for."""
    kind = ContentType.objects.get_for_model(row)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).order_by("-action_time", "-pk")
    entries = entries.filter(change_message__startswith=what)
    entry = entries.select_related("user").first()
    if entry is None:
        return "Somebody else"
    when = timezone.localtime(entry.action_time)
    day = "" if when.date() == timezone.localdate() else f"on {date_format(when, 'j F')} "
    return f"{entry.user} ({day}at {date_format(when, 'H:i')})"


@dataclass(frozen=True)
class Difference:
    where: str  # the row, or "" for the page's own form
    label: str
    anchor: str
    stored: str
    mine: str
    is_rich: bool = False


class Conflict:
    """What differs between a bound form with its rows and what is stored."""

    def __init__(self, form, formsets):
        self.version = form.stored_version
        self.differences = [*_fields(form), *_rows(formsets)]
        self.added = [(formset.model._meta.verbose_name, row) for formset in formsets for row in formset.added]
        self.gone = [(formset.model._meta.verbose_name, formset.gone) for formset in formsets if formset.gone]


def _rows(formsets) -> Iterator[Difference]:
    for formset in formsets:
        name = formset.model._meta.verbose_name.capitalize()
        for form in formset.initial_forms:
            if formset.can_delete and formset._should_delete_form(form):
                yield Difference(f"{name}: {form.instance}", "", form.prefix, "Kept", "Removed")
            else:
                yield from _fields(form, f"{name}: {_stored(form)}")


def _stored(form) -> str:
    """The row's name as it is stored: the form's instance has the clerk's values in it already."""
    return str(type(form.instance)._default_manager.get(pk=form.instance.pk))


def _fields(form, where: str = "") -> Iterator[Difference]:
    for name in form.changed_data:
        field = form[name]
        if not field.is_hidden and name != "DELETE":
            yield Difference(
                where,
                field.label,
                field.id_for_label,
                _shown(field, form.get_initial_for_field(field.field, name)),
                _shown(field, field.data),
                isinstance(field.field, RichTextFormField),
            )


def _shown(field: forms.BoundField, value) -> str:
    """A value as the clerk reads it in the form."""
    of = field.field
    if isinstance(of, forms.ModelChoiceField):
        return str(of.queryset.filter(pk=value).first() or value or "") if str(value or "").isdecimal() else ""
    if isinstance(of, forms.ChoiceField):
        return str(dict(of.choices).get(value, value))
    if isinstance(of, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(of, forms.FileField):
        return getattr(value, "name", "") or ""
    return str(of.widget.format_value(value) or "")

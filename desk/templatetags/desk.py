"""What Django's admin has no words for: names for those who hear a page, and values for those who may only read it."""

from django import template
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, FileField
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from desk.reviewing import standing_of
from minutes.models import AgendaItem
from publishing.standing import Standing
from richtext.fields import RichTextField
from richtext.templatetags.richtext import richtext

register = template.Library()


@register.filter
def named(html: SafeString, name: str) -> SafeString:
    """A block of Django's own with a name for its table, which has none."""
    before, table, after = html.partition("<table")
    label = format_html(' aria-label="{}"', name) if table else ""
    return mark_safe(before + table + label + after)  # noqa: S308  a rendered block, and what was escaped


@register.simple_tag
def readable(field) -> str:
    """A field that may only be read: rich text as text, a paper by its own name; all else as Django has it."""
    row, column = field.form.instance, column_of(field)
    value = getattr(row, column.attname) if column else None
    if isinstance(column, RichTextField) and value:
        return richtext(value)
    if isinstance(column, FileField) and value and hasattr(row, "file_name"):
        return format_html('<a href="{}">{}</a>', value.url, row.file_name)
    return field.contents()


@register.simple_tag
def published_of(item: AgendaItem) -> list[Standing]:
    """The publications that stand and hold the agenda item, the newest first."""
    standing = standing_of(item.meeting, timezone.now())
    return [version for version in standing if any(held.slug == item.slug for held in version.record.items)]


def column_of(field) -> Field | None:
    """The model's field behind a field of the admin; None if there is none."""
    try:
        column = field.form.instance._meta.get_field(str(field.field["field"]))
    except FieldDoesNotExist:
        return None
    return column if isinstance(column, Field) else None

"""Rich text in a model: HTML that is clean whichever way it was written."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from richtext.cleaning import MAX_LENGTH, clean_html
from richtext.typed import html_of_typed


def validate_length(html: str) -> None:
    """Refuse what no page and no PDF could show in reasonable time. The form shows the text again: nothing is lost."""
    if len(html) > MAX_LENGTH:
        raise ValidationError(
            f"This text has {len(html):,} characters; {MAX_LENGTH:,} can be kept. "
            "Move part of it to another item, or attach it as a paper.",
            code="too_long",
        )


class RichTextFormField(forms.CharField):
    """Cleans before it validates, so that a text of nothing but empty paragraphs counts as empty. Typed without the editor, a
    text keeps its lines."""

    def to_python(self, value):
        value = super().to_python(value)
        validate_length(value)
        return clean_html(html_of_typed(value))


class RichTextField(models.TextField):
    """HTML, cleaned on every way into the database: forms, save(), create(), update(), bulk_create(), fixtures."""

    default_validators = [validate_length]

    def to_python(self, value):
        value = super().to_python(value)
        # Too long to be kept: left as it is for the validator to refuse, rather than cleaned at great cost.
        return clean_html(value) if isinstance(value, str) and len(value) <= MAX_LENGTH else value

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_html(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(clean_html(value) if isinstance(value, str) else value, connection)

    def formfield(self, **kwargs):
        # The admin would put its own text area here; what it offers as a widget is left aside.
        from richtext.widgets import RichTextWidget

        widget = RichTextWidget()
        widget.label = str(kwargs.get("label") or capfirst(self.verbose_name))
        return super().formfield(**{"form_class": RichTextFormField, **kwargs, "widget": widget})

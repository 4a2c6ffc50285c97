"""The editor in Django's admin."""

from collections.abc import Iterator

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.utils.decorators import method_decorator

from richtext.cleaning import left_out
from richtext.fields import RichTextFormField

# What CKEditor 4 needs with its divarea plugin, and no other page gets: event attributes and styles of its own making.
editor_policy = csp_update({"script-src-attr": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE]})


@method_decorator(editor_policy, name="changeform_view")
class RichTextAdmin(admin.ModelAdmin):
    """A ModelAdmin whose forms hold the editor. What the cleaner leaves out is said, once: with the saved page, or with
    the page that is shown again for an error, which holds the cleaned text already."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        say_left_out(request, form, formsets)

    def render_change_form(self, request, context, *args, **kwargs):
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        say_left_out(request, context["adminform"].form, formsets)
        return super().render_change_form(request, context, *args, **kwargs)


class RichTextInline(admin.StackedInline):
    """An inline whose forms hold the editor; its page's ModelAdmin is a RichTextAdmin."""


def say_left_out(request, form, formsets) -> None:
    for sentence in sentences_of(form, ""):
        messages.warning(request, sentence)
    for formset in formsets:
        for row in formset.forms:
            for sentence in sentences_of(row, f" ({_called(row.instance)})"):
                messages.warning(request, sentence)


def _called(instance) -> str:
    """Its kind and, once it is stored, its name: before, it may lack what its name is made of."""
    kind = instance._meta.verbose_name
    return f"{kind} “{instance}”" if instance.pk else f"new {kind}"


def sentences_of(form, where: str) -> Iterator[str]:
    """A line for each text that lost something, as "Left out of Minutes: 2 pictures, hidden text."."""
    for name, field in form.fields.items() if form.is_bound else ():
        given = form[name].data if isinstance(field, RichTextFormField) else None
        if given and (left := left_out(given)):
            yield f"Left out of {form[name].label}{where}: {left}."

"""The editor in Django's admin."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import admin
from django.utils.decorators import method_decorator

# What CKEditor 4 needs with its divarea plugin, and no other page gets: event attributes and styles of its own making.
editor_policy = csp_update({"script-src-attr": [UNSAFE_INLINE], "style-src": [UNSAFE_INLINE]})


@method_decorator(editor_policy, name="changeform_view")
class RichTextAdmin(admin.ModelAdmin):
    """A ModelAdmin whose forms hold the editor."""


class RichTextInline(admin.StackedInline):
    """An inline whose forms hold the editor; its page's ModelAdmin is a RichTextAdmin."""

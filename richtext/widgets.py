"""The editor as a form widget. It is named in this room only, so that it can be changed for another."""

from ckeditor.widgets import CKEditorWidget
from django.conf import settings
from django.forms.widgets import Media
from django.utils import translation

from richtext.cleaning import clean_html


class RichTextWidget(CKEditorWidget):
    """Shows the text in the editor, cleaned: a row written before a fault was mended can't reach the clerk's browser."""

    label = ""  # the field's; the editor reads it out in place of "Editor, id_body"

    @property
    def media(self):
        editor = super().media
        return Media(css=editor._css, js=[*editor._js, "richtext/pictures.js"])  # in one list: after the editor

    def format_value(self, value):
        value = super().format_value(value)
        return clean_html(value) if value else value

    def get_context(self, name, value, attrs):
        # One widget object serves many forms: what is set for this one must not stay behind.
        self.config = {**self.config, "title": self.label or name.replace("_", " ").capitalize()}
        with translation.override(translation.get_language() or settings.LANGUAGE_CODE):
            return super().get_context(name, value, attrs)

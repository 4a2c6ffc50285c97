"""The editor as a form widget. It is named in this room only, so that it can be changed for another."""

import json

from ckeditor.widgets import CKEditorWidget
from django.conf import settings
from django.forms.widgets import Media
from django.templatetags.static import static
from django.utils import translation

from richtext.cleaning import clean_html
from richtext.typed import html_of_typed


class RichTextWidget(CKEditorWidget):
    """Shows the text in the editor, cleaned: a row written before a fault was mended can't reach the clerk's browser."""

    label = ""  # the field's; the editor reads it out in place of "Editor, id_body"

    @property
    def media(self):
        editor = super().media
        return Media(css=editor._css, js=[*editor._js, "richtext/pictures.js"])  # in one list: after the editor

    def format_value(self, value):
        value = super().format_value(value)
        return clean_html(html_of_typed(value)) if value else value

    def get_context(self, name, value, attrs):
        # One widget object serves many forms: what is set for this one must not stay behind.
        self.config = {**self.config, "title": self.label or name.replace("_", " ").capitalize()}
        with translation.override(translation.get_language() or settings.LANGUAGE_CODE):
            return super().get_context(name, value, attrs)


def editor_for(title: str) -> dict:
    """What static/richtext/opening.js needs to open the editor where a clerk clicks: its settings and its files."""
    widget = RichTextWidget()
    widget.label = title
    config = json.loads(widget.get_context("text", "", {})["widget"]["config"])
    files = [static(js) for js in widget.media._js if isinstance(js, str)]  # all but what opens every editor at once
    return {"config": config, "base": static("ckeditor/ckeditor/"), "scripts": files}

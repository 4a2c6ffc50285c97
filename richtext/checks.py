"""What our safety rests on in the editor's settings. It takes the place of the editor's own warning (ckeditor.W001),
which says only that CKEditor 4 gets no more fixes."""

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register

from richtext.editor import REMOVED_PLUGINS


@register(Tags.security)
def editor_is_narrow(app_configs, **kwargs) -> list[Error]:
    """An Error, with what to do, for each setting that has been loosened."""
    config = getattr(settings, "CKEDITOR_CONFIGS", {}).get("default", {})
    removed = set(config.get("removePlugins", "").split(","))
    faults = {
        "E001": (apps.is_installed("ckeditor_uploader"), "Take ckeditor_uploader out: it serves uploads to everybody."),
        "E002": (
            hasattr(settings, "CKEDITOR_UPLOAD_PATH"),
            "Take CKEDITOR_UPLOAD_PATH out: nothing is uploaded in a text.",
        ),
        "E003": (
            not set(REMOVED_PLUGINS) <= removed,
            "Remove every plugin that richtext.editor.REMOVED_PLUGINS names.",
        ),
        "E004": (
            "divarea" not in config.get("extra_plugins", []),
            "Keep divarea: without it the editor needs inline scripts.",
        ),
        "E005": (config.get("versionCheck") is not False, "Keep versionCheck False: it would call its vendor."),
        "E006": (not isinstance(config.get("allowedContent"), str), "Say what the editor may hold in allowedContent."),
    }
    return [Error(hint, id=f"richtext.{name}") for name, (at_fault, hint) in faults.items() if at_fault]

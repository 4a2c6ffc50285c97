"""Two clerks with the same page open: the second to save is told, and loses nothing."""

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.formats import date_format


class VersionedForm(forms.ModelForm):
    """Sends the version that the page was opened with, and refuses to save over a newer one."""

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opened_version"].initial = self.instance.version

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk is None:
            return cleaned
        # The admin's view is one transaction: the lock holds until the save.
        stored = (
            type(self.instance).objects.select_for_update().values_list("version", flat=True).get(pk=self.instance.pk)
        )
        if cleaned.get("opened_version") != stored:
            # Shown once: who has read it may save the form again, knowingly.
            self.data = self.data.copy()
            self.data[self.add_prefix("opened_version")] = str(stored)
            raise forms.ValidationError(
                f"{self._who()} changed this while you had it open. Your text is kept here, and not saved yet. Open the page "
                "in another tab to compare, put in what is missing, then save again."
            )
        self.instance.version = stored + 1
        return cleaned

    def _who(self) -> str:
        kind = ContentType.objects.get_for_model(self.instance)
        entry = (
            LogEntry.objects.filter(content_type=kind, object_id=str(self.instance.pk)).order_by("-action_time").first()
        )
        if entry is None:
            return "Somebody else"
        return f"{entry.user} (at {date_format(timezone.localtime(entry.action_time), 'H:i')})"

"""What the clerk chooses and types at the door."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from published.kinds import Kind
from publishing import moments


class TimeForm(forms.Form):
    """When a publication goes live, as it is typed."""

    # Before the time, whose check reads it. Shown only when the clocks show that time twice.
    which = forms.ChoiceField(
        label="Which one",
        required=False,
        choices=[(moments.FIRST, "the first, in summer time"), (moments.SECOND, "the second, an hour later")],
        widget=forms.RadioSelect,
    )
    goes_live_at = forms.CharField(
        label="Goes live at",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"size": 30}),
        help_text="For example 4 March 2026, 5 pm. Empty: at once. Until then no public page, file or feed knows of it.",
    )

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        self.asks_which = bool(data and data.get("which"))

    def clean_goes_live_at(self):
        text = self.cleaned_data["goes_live_at"]
        if not text:
            return None
        try:
            moment = moments.read(text, self.cleaned_data.get("which"))
        except ValidationError as error:
            self.asks_which = error.code == "twice"
            raise
        if moment <= timezone.now():
            raise ValidationError("This time is past. Choose a later one, or leave it empty to publish at once.")
        return moment


class PublishForm(TimeForm):
    field_order = ["kind", "note", "which", "goes_live_at", "as_on_the_day"]

    kind = forms.ChoiceField(label="Publish as", choices=Kind, widget=forms.RadioSelect)
    note = forms.CharField(
        label="What changed, and why",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Needed from the second version on; the public reads it.",
    )
    as_on_the_day = forms.BooleanField(
        label="Print names as they were on the day",
        required=False,
        initial=True,
        help_text="As the version before printed them. Untick it to print them as they are now.",
    )

    def __init__(self, data=None, **options):
        if data is not None and "names_asked" not in data:  # it was not on the page, so nobody unticked it
            data = data.copy()
            data["as_on_the_day"] = True
        super().__init__(data, **options)

    @property
    def chosen_kind(self) -> Kind | None:
        """The kind that the form shows as chosen, whatever else is wrong with it."""
        value = self["kind"].value()
        return Kind(value) if value in Kind.values else None


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text="The public reads it in the place of what was there.",
        error_messages={"required": "Say why it is withdrawn; the public reads it."},
    )


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.TextInput(attrs={"size": 60}),
        help_text="For the log at the desk: the public never knew of it, and doesn’t read the reason either.",
        error_messages={"required": "Say why it is taken back; the log keeps it."},
    )

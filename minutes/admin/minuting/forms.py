"""What is filled in at an item of the minutes desk, each in a small form in place: decision, declaration, action, number."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format

from committees.clear_days import DAYS_TO_CALL_IN, ClearDays
from committees.days_and_times import ComingDayField, DayField
from committees.models import Committee
from minutes.admin.minuting.fields import NameField, PastedText
from minutes.admin.minuting.room import RoomAtItem
from minutes.admin.rows import changed_columns, offer_grounds
from minutes.admin.versions import VersionedForm
from minutes.arising import expect_them, next_after
from minutes.minute_numbers import owner_of
from minutes.models import Action, AgendaItem, Decision, Declaration, Meeting, Minute
from richtext.fields import RichTextFormField


class PartForm(VersionedForm):
    """A row of an item, which is stored or new. Its texts are written here while it is new; afterwards where they are read."""

    folded: tuple[str, ...] = ()
    folded_label = ""
    note = ""  # what is said in one line at its head
    hint = ""  # what is said of it once it is stored
    is_elsewhere = False

    def __init__(self, *args, room: RoomAtItem, **kwargs):
        self.room = room
        super().__init__(*args, **kwargs)
        for name, field in list(self.fields.items()):
            if isinstance(field, RichTextFormField):
                self._prepare_text(name, field)
            elif isinstance(field, NameField):
                self._prepare_name(name, field)
        if "restriction" in self.fields:
            offer_grounds(self.fields["restriction"], room.law, self.instance.restriction)

    def _prepare_text(self, name: str, field) -> None:
        if self.instance.pk:
            del self.fields[name]
        else:
            field.widget = PastedText(attrs={"rows": 3})

    def _prepare_name(self, name: str, field: NameField) -> None:
        field.people = self.room.people
        field.widget.attrs["list"] = f"people-{self.room.item.pk}"
        chosen = getattr(self.instance, f"{name}_id") and getattr(self.instance, name)
        self.initial[name] = str(chosen or "")

    @property
    def has_text_above(self) -> bool:
        """Whether a text of the row is edited above the form, where each text saves itself."""
        return bool(self.instance.pk and getattr(self.instance, "WORDED", ()))

    @property
    def people(self) -> list:
        """Who can be typed into its names; nobody where it has none."""
        return self.room.people if any(isinstance(field, NameField) for field in self.fields.values()) else []

    @property
    def plain(self) -> list:
        """The fields that stand open."""
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list:
        return [self[name] for name in self.folded if name in self.fields]

    @property
    def is_folded(self) -> bool:
        """Whether nothing is said in the folded fields, and nothing is wrong there."""
        return not any(field.errors or field.value() for field in self.folded_fields)

    @property
    def columns(self) -> list[str]:
        return changed_columns(self)

    def save(self):
        """Store what was changed. A new row that is there already, word for word, was sent twice, and is stored once."""
        if self.instance.pk:
            self.instance.save_columns(*self.columns)
        elif twin := self._twin():
            self.instance = twin
        else:
            self.instance.save()
        return self.instance

    def _twin(self):
        names = {field.name for field in self.instance._meta.fields} & set(self.fields)
        same = {name: getattr(self.instance, name) for name in {"item", *names}}
        return type(self.instance).objects.filter(**same).first()


REASONS = ["reasons", "options", "conflicts", "dispensation", "officer", "reference"]
DAY = "l j F Y"
CALL_IN = ["is_key", "call_in_by", "call_in", "effective_on"]
REPLACED = ["replaces"]
RESTRICTION = ["restriction", "restriction_reason"]


class DecisionForm(PartForm):
    folded = (*REASONS, *CALL_IN, *REPLACED, *RESTRICTION)
    folded_label = "Reasons, alternatives, conflicts, key decision, call-in, restriction"

    class Meta:
        model = Decision
        fields = ["text", "kind", *REASONS, *CALL_IN, *REPLACED, *RESTRICTION]
        field_classes = {"call_in_by": DayField, "effective_on": DayField}
        widgets = {"kind": forms.RadioSelect, "conflicts": forms.Textarea(attrs={"rows": 2})} | {
            "dispensation": forms.Textarea(attrs={"rows": 2})
        }
        help_texts = {"kind": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*Decision.Kind.choices, ("", "None, or several")]
        self.fields["call_in_by"].help_text = self._call_in()
        self._offer_earlier()

    def _offer_earlier(self) -> None:
        """A body replaces its own decisions: those that it took in this matter before."""
        item = self.room.item
        earlier = list(item.earlier_of_matter()) if item.matter_id else []
        if earlier:
            self.fields["replaces"].queryset = item.earlier_of_matter()
            self.fields["replaces"].choices = [
                ("", "Nothing earlier"),
                *((one.pk, self._named(one)) for one in earlier),
            ]
        else:
            del self.fields["replaces"]

    def _named(self, earlier: AgendaItem) -> str:
        """With a word where the public will read no link to it; whether it was published, the door says."""
        closed = " (closed to the public: no link will be published)" if earlier.is_closed else ""
        return f"{date_format(earlier.meeting.date, 'j F Y')}: {earlier.title}{closed}"

    def _call_in(self) -> str:
        """What is proposed for a call-in, which decisions of an executive alone are open to. The clerk types it or doesn't."""
        committee = self.room.item.meeting.committee
        if committee.kind != Committee.Kind.EXECUTIVE:
            return ""
        until, effective = ClearDays.of(committee).call_in(timezone.localdate())
        return (
            f"If it is published today, {DAYS_TO_CALL_IN} clear working days end on {date_format(until, DAY)}, and it takes "
            f"effect on {date_format(effective, DAY)}."
        )


class DeclarationForm(PartForm):
    person = NameField(label="Who")

    class Meta:
        model = Declaration
        fields = ["person", "item", "kind", "nature", "is_sensitive", "afterwards"]
        widgets = {
            "kind": forms.RadioSelect,
            "afterwards": forms.RadioSelect,
            "nature": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Declaration.Kind.choices
        self.fields["afterwards"].label = "And then"
        self._offer_items()

    def _offer_items(self) -> None:
        """Interests are declared at an item of their own, and are about another: it is at that one that a member leaves."""
        item = self.room.item
        items = [one for one in item.meeting.numbered_items() if not one.is_heading or one == item]
        self.fields["item"].label = "About item"
        self.fields["item"].empty_label = None
        self.fields["item"].queryset = item.meeting.items.all()
        self.fields["item"].choices = [(one.pk, f"{one.number} {one.title}".strip()) for one in items]
        self.initial["item"] = item.pk

    @property
    def is_elsewhere(self) -> bool:
        """Whether the row was put at another item than the one that it was written at."""
        return self.instance.item_id != self.room.item.pk


class ActionForm(PartForm):
    class Meta:
        model = Action
        fields = ["what", "owner", "due", "done_on", "update"]
        field_classes = {"due": ComingDayField, "done_on": DayField}
        widgets = {"what": forms.Textarea(attrs={"rows": 2}), "update": forms.Textarea(attrs={"rows": 2})}

    folded = ("done_on", "update")
    folded_label = "Done, and what has become of it"

    @property
    def note(self) -> str:
        """Who reads it."""
        if self.room.item.meeting.committee.publishes_actions:
            return "The public reads what, who, by when, and whether it is done; not what has become of it in words."
        return "Actions are not published. What is open comes onto the next agenda by itself."

    def save(self):
        """A new one finds an item on the next agenda, while that is being written."""
        is_new = not self.instance.pk
        action = super().save()
        following = next_after(action.item.meeting) if is_new else None
        if following and not admin.site.get_model_admin(Meeting).agenda_is_out(following):
            expect_them(following)
        return action


class NumberForm(forms.ModelForm):
    """The minute's own number. It is over another number only that it is not stored: texts are written beside it."""

    class Meta:
        model = Minute
        fields = ["number"]

    def clean(self):
        if self.data.get("opened_number", "") not in {self.initial.get("number", ""), self.data.get("number")}:
            stored = self.initial["number"] or "none"
            raise forms.ValidationError(f"Somebody else has given this minute a number meanwhile: {stored}.")
        item, number = self.instance.item, self.cleaned_data.get("number")
        # Where numbers are given by a pattern each is one minute's; councils that number by hand may begin at 1 each time.
        owner = (
            owner_of(item.meeting.committee, number, but=item)
            if number and item.meeting.committee.minute_pattern
            else None
        )
        if owner:
            raise forms.ValidationError(f"{number} is the number of “{owner}” ({owner.meeting}). Choose another.")
        return super().clean()

    def save(self):
        if self.instance.pk:
            self.instance.save_columns("number")
        elif self.has_changed():
            self.instance.save()
        return self.instance

"""The form by which somebody asks for alerts."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils import timezone

from committees.models import Committee, Person
from website.alerts import wording
from website.models import Follows, SignUp, When

# What may stand in the e-mail that asks somebody else’s address: words, and nothing that a mail program makes a link of.
SAYABLE = re.compile(r"(?:[\w '’&,()-]|\.(?= |\Z))+")
SHORTEST, LONGEST = 3, 120
LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Choice:
    """A radio button of what is followed, and the field that belongs to it."""

    radio: BoundWidget
    field: BoundField | None


class SignUpForm(forms.Form):
    """What somebody wants to follow. Each choice has a field of its own; who filled in one field has chosen."""

    by_choice = frozenset({"kind", "when", "often"})  # by radio buttons: a link leads to the first of them

    kind = forms.ChoiceField(
        label="What do you want to follow?", choices=Follows, required=False, widget=forms.RadioSelect
    )
    committee = forms.ModelChoiceField(
        Committee.objects.none(), label="Which committee", empty_label="Choose", to_field_name="slug", required=False
    )
    person = forms.ModelChoiceField(
        Person.objects.none(), label="Which person", empty_label="Choose", to_field_name="slug", required=False
    )
    matter = forms.IntegerField(label="Number of the matter", min_value=1, max_value=LARGEST, required=False)
    words = forms.CharField(
        label="Which word or phrase",
        help_text="Found as whole words in titles, agendas, minutes and decisions, and in the titles of papers.",
        max_length=80,
        required=False,
    )
    street = forms.CharField(
        label="Name of the street",
        help_text="Without the house number. “Quay St” finds “Quay Street” too.",
        max_length=80,
        required=False,
    )
    when = forms.ChoiceField(
        label="What do you want to be told?", choices=When, initial=When.BOTH, widget=forms.RadioSelect
    )
    often = forms.ChoiceField(
        label="How often? This is for all your alerts.",
        choices=[
            ("once", "At once, when something is published"),
            ("daily", "One e-mail a day, at 7 am. Cancelled meetings are still told at once."),
        ],
        initial="once",
        widget=forms.RadioSelect,
    )
    address = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        error_messages={"required": "Write your e-mail address."},
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )

    def __init__(self, now: datetime, data: Mapping | None = None, asked: Mapping | None = None) -> None:
        """`asked` are the parameters of the page's address, which fill the form in."""
        super().__init__(data, initial=_initial(asked or {}), use_required_attribute=False)
        today = timezone.localdate(now)
        self.fields["committee"].queryset = Committee.objects.active().shown_on(today)
        # Members: an officer is followed by the words of their reports.
        self.fields["person"].queryset = Person.objects.filter(
            shown_from__lte=today, memberships__isnull=False
        ).distinct()

    @property
    def choices_of_kind(self) -> Iterator[Choice]:
        """What can be followed; a matter where a page led here, because nobody knows their numbers."""
        for radio in self["kind"]:
            kind = str(radio.data["value"])
            if kind != Follows.MATTER or self["matter"].value():
                yield Choice(radio, self[kind] if kind in MISSING else None)

    def clean(self):
        given = {kind for kind in Follows.values if self.cleaned_data.get(kind)}
        kind = self.cleaned_data.get("kind") or (given.pop() if len(given) == 1 else "")
        if "kind" in self.errors or any(name in self.errors for name in Follows.values):
            return
        if not kind:
            self.add_error("kind", "Choose what you want to follow.")
        elif kind != Follows.ALL and not self.cleaned_data.get(kind):
            self.add_error(kind, MISSING[kind])
        self.cleaned_data["kind"] = kind

    def clean_words(self) -> str:
        return _sayable(self.cleaned_data["words"])

    def clean_street(self) -> str:
        return _sayable(self.cleaned_data["street"])

    def clean_address(self) -> str:
        return self.cleaned_data["address"].lower()

    def sign_up(self) -> SignUp:
        """What was asked for, not saved."""
        known, kind = self.cleaned_data, self.cleaned_data["kind"]
        chosen = known.get(kind)
        value, said = {
            Follows.ALL: lambda: ("", ""),
            Follows.COMMITTEE: lambda: (chosen.slug, chosen.name),
            Follows.PERSON: lambda: (chosen.slug, str(chosen)),
            Follows.MATTER: lambda: (str(chosen), f"matter number {chosen}"),
            Follows.WORDS: lambda: (wording.words(chosen), chosen),
            Follows.STREET: lambda: (wording.street(chosen), chosen),
        }[Follows(kind)]()
        return SignUp(
            kind=kind,
            value=value,
            said=said,
            when=known["when"],
            is_daily=known["often"] == "daily",
            address=known["address"],
        )


MISSING = {
    Follows.COMMITTEE: "Choose a committee.",
    Follows.PERSON: "Choose a person.",
    Follows.MATTER: "Write the number of the matter; it is in the address of its page.",
    Follows.WORDS: "Write a word or phrase.",
    Follows.STREET: "Write the name of the street.",
}


def _initial(asked: Mapping) -> dict[str, str]:
    """?committee= &person= &matter= &q= &street=: the first of them says what is followed."""
    found = {"words": "q"}
    known = {kind: asked.get(found.get(kind, kind), "")[:80] for kind in MISSING}
    known = {kind: wording.one_line(value) for kind, value in known.items() if value.strip()}
    if not known.get("matter", "").isdecimal():
        known.pop("matter", None)
    return {"kind": next(iter(known), None), **known}


def _sayable(text: str) -> str:
    text = wording.one_line(text)
    if not text:
        return ""
    if not SAYABLE.fullmatch(text):
        raise forms.ValidationError("Write words only: letters, figures, hyphens and spaces.")
    if len(wording.words(text)) < SHORTEST:
        raise forms.ValidationError(f"Write at least {SHORTEST} letters.")
    if len(wording.street(text)) > LONGEST:
        raise forms.ValidationError("Write fewer words.")
    return text

"""The members of a committee, edited all at once: one save may end one chair's term and begin another's."""

from datetime import date
from itertools import combinations

from django import forms
from django.core.exceptions import ValidationError

from committees.choosing import PeopleFormSet
from committees.models import Membership


class MembershipForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["person"].disabled = True  # somebody else's seat is another row


class MembershipFormSet(PeopleFormSet):
    """What is unique in a committee is asked of all its rows together: what is stored may be about to change."""

    def clean(self) -> None:
        rows = [form.instance for form in self.forms if self._stays(form)]
        stored = Membership.objects.filter(committee=self.instance) if self.instance.pk else Membership.objects.none()
        shown = [form.instance.pk for form in self.initial_forms]
        for one, other in combinations([*rows, *stored.exclude(pk__in=shown)], 2):
            self._refuse_both(one, other)

    def _stays(self, form) -> bool:
        is_empty = form.instance.pk is None and not form.has_changed()
        return not (self._should_delete_form(form) or is_empty or form.errors)

    def _refuse_both(self, one: Membership, other: Membership) -> None:
        if not _overlap(one, other):
            return
        if one.role == other.role == Membership.Role.CHAIR:
            raise ValidationError(
                f"{one.person} and {other.person} would both be chair on one day: a committee has one chair. "
                "Give the last day of the one, and a first day of the other after it."
            )
        if one.person_id == other.person_id and one.ended_on is other.ended_on is None:
            raise ValidationError(f"{one.person} would sit on this committee twice; end one of the two memberships.")

    def save_existing_objects(self, commit=True):
        # What ends is stored before what begins: the database allows one chair at every moment, not only at the end.
        self.forms[: self.initial_form_count()] = sorted(self.initial_forms, key=self._turn)
        return super().save_existing_objects(commit)

    def _turn(self, form) -> tuple:
        seat = form.instance
        return not self._should_delete_form(form), seat.ended_on is None, seat.role == Membership.Role.CHAIR


def _overlap(one: Membership, other: Membership) -> bool:
    """Whether there is a day on which both are surely in force; of one whose start is not known only its last day is."""
    (start, end), (other_start, other_end) = _days(one), _days(other)
    return start <= other_end and other_start <= end


def _days(seat: Membership) -> tuple[date, date]:
    end = seat.ended_on or date.max
    return seat.started_on or end, end

"""A motion and its vote at the minutes desk: agreed, a count, or the names of who was in the room."""

from collections import Counter
from collections.abc import Iterator

from django import forms

from committees.models import Person
from minutes.admin.addressed import number
from minutes.admin.minuting.fields import NameField
from minutes.admin.minuting.forms import RESTRICTION, PartForm
from minutes.models import Motion, Vote, name_motions

Method, Result, Cast = Motion.Method, Motion.Result, Vote.Cast
COUNTS = {Cast.FOR: "votes_for", Cast.AGAINST: "votes_against", Cast.ABSTAINED: "abstentions"}
METHODS = [
    (Method.ASSENT, "Agreed, without a vote"),
    (Method.COUNTED, "A count"),
    (Method.SHOW_OF_HANDS, "Show of hands"),
    (Method.RECORDED, "Recorded vote, by name"),
    (Method.BALLOT, "Secret ballot"),
    ("", "Not said"),
]
AFTER = ["casting_vote", "result"]  # what follows from the votes
CASTS = [*Cast.choices, ("", "No vote")]


class MotionForm(PartForm):
    """`votes` are one field a name, `vote_<person>`: of who could vote at the item, who has voted, and who was sent."""

    mover = NameField(label="Moved by", required=False)
    seconder = NameField(label="Seconded by", required=False)
    folded = tuple(RESTRICTION)
    folded_label = "Restriction"

    class Meta:
        model = Motion
        fields = [
            "text",
            "mover",
            "seconder",
            "amends",
            "method",
            *COUNTS.values(),
            "casting_vote",
            "result",
            *RESTRICTION,
        ]
        widgets = dict.fromkeys(("method", "casting_vote", "result"), forms.RadioSelect) | {
            name: forms.NumberInput(attrs={"min": 0, "inputmode": "numeric"}) for name in COUNTS.values()
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = METHODS
        self.fields["result"].choices = [*Result.choices, ("", "Not said")]
        self.fields["casting_vote"].choices = [("for", "For"), ("against", "Against"), ("", "None")]
        self._offer_motions()
        self.stored = {vote.person_id: vote for vote in self._stored_votes()}
        self.names = list(self._names())

    def _offer_motions(self) -> None:
        motions = Motion.objects.filter(item=self.room.item)
        name_motions(motions)
        if others := [motion for motion in motions if motion != self.instance]:
            self.fields["amends"].queryset = motions.exclude(pk=self.instance.pk)
            names = [(motion.pk, str(motion)) for motion in others]
            self.fields["amends"].choices = [("", "None: a motion of its own"), *names]
        else:
            del self.fields["amends"]

    def _stored_votes(self):
        return self.instance.votes.select_related("person") if self.instance.pk else []

    def _names(self) -> Iterator[forms.BoundField]:
        """A field for each name, in the order of the list of attendance."""
        sent = {number(name.removeprefix("vote_")) for name in self.data if name.startswith("vote_")}
        known = {row.person_id: row.person for row in self.room.voters}
        known |= {pk: vote.person for pk, vote in self.stored.items()}
        known |= {person.pk: person for person in self.room.people if person.pk in sent}
        for person in known.values():
            yield self._name(person)

    def _name(self, person: Person) -> forms.BoundField:
        key, vote = f"vote_{person.pk}", self.stored.get(person.pk)
        self.fields[key] = forms.ChoiceField(
            label=str(person), choices=CASTS, widget=forms.RadioSelect, required=False, help_text=self._note(person)
        )
        self.fields[key].person = person
        self.initial[key] = vote.cast if vote else ""
        return self[key]

    def _note(self, person: Person) -> str:
        return self.room.why_not(person.pk)

    @property
    def plain(self) -> list:
        later = {*COUNTS.values(), *AFTER}
        return [field for field in super().plain if field.name not in later and field not in self.names]

    @property
    def counts(self) -> list:
        return [self[column] for column in COUNTS.values()]

    @property
    def after_names(self) -> list:
        return [self[name] for name in AFTER]

    @property
    def is_by_name(self) -> bool:
        """Whether the names stand open: they are asked for, or some are given."""
        return self["method"].value() == Method.RECORDED or any(field.value() or field.errors for field in self.names)

    @property
    def columns(self) -> list[str]:
        return [*super().columns, *(COUNTS.values() if self._counts_itself else [])]

    @property
    def cast(self) -> dict[int, str]:
        """Who voted how, as far as the form says."""
        found = {field.field.person.pk: self.cleaned_data.get(field.name, "") for field in self.names}
        return {person: cast for person, cast in found.items() if cast}

    @property
    def _counts_itself(self) -> bool:
        return self.cleaned_data.get("method") == Method.RECORDED and bool(self.cast)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        typed = {
            column: cleaned.get(column) for column in COUNTS.values()
        }  # a count that is refused is still what she typed
        are_read = not self.errors.keys() & typed.keys()
        self._check_method(cleaned.get("method"))
        self._count(Counter(self.cast.values()))
        counts = [cleaned.get(column, typed[column]) for column in typed]
        self._check_movers()
        self._check_room(counts)
        if are_read:
            self._check_result(*counts)
        return cleaned

    def _check_method(self, method: str | None) -> None:
        counted = any(self.cleaned_data.get(column) is not None for column in COUNTS.values())
        if method == Method.BALLOT and self.cast:
            self.add_error(
                "method", "A secret ballot has no names. Take the names out, or choose another way of voting."
            )
        if method == Method.ASSENT and (self.cast or counted):
            self.add_error(
                "method", "What is agreed without a vote has no count and no names. Take them out, or choose “A count”."
            )
        if method == "" and self.cast:
            self.add_error(
                "method", "Say how the vote was taken: by name, or by a count of which some names are recorded."
            )

    def _count(self, names: Counter) -> None:
        """A recorded vote is counted from its names. Of another vote single names may be recorded, as members ask for it."""
        for cast, column in COUNTS.items():
            given = self.cleaned_data.get(column)
            if self._counts_itself and column not in self.changed_data:
                self.cleaned_data[column] = names[cast]
            elif given is not None and (given != names[cast] if self._counts_itself else given < names[cast]):
                self.add_error(
                    column, f"{given} counted as “{cast.label}”, but {names[cast]} by name. Correct one of the two."
                )

    def _check_movers(self) -> None:
        for name in ("mover", "seconder"):
            person = name in self.changed_data and self.cleaned_data.get(name)
            if person and (why := self.room.why_not(person.pk)):
                self.add_error(name, f"{person} {why}. Name somebody else, or put it right under People.")

    def _check_room(self, counts: list[int | None]) -> None:
        for field in self.names:
            why = field.name in self.changed_data and self.cast.get(field.field.person.pk) and field.help_text
            if why:
                self.add_error(field.name, f"{field.label} {why}. Choose “No vote”, or put it right under People.")
        there, total = len(self.room.voters), sum(count or 0 for count in counts)
        if total > there and (self.room.is_known or there):
            known = "were in the room at this item" if self.room.is_known else "are on the list"
            self.add_error(
                "votes_for",
                f"{total} votes are counted, but {there} members with a vote {known}. "
                "Correct the count, or say under People who was there.",
            )

    def _check_result(self, votes_for: int | None, against: int | None, abstained: int | None) -> None:
        result, casting = self.cleaned_data.get("result"), self.cleaned_data.get("casting_vote")
        if casting and (votes_for is None or votes_for != against):
            self.add_error("casting_vote", "A casting vote follows equal votes. Correct the count, or choose “None”.")
        elif casting and result and (casting == "for") != (result == Result.CARRIED):
            self.add_error("result", f"The casting vote was “{casting}”. Correct the result, or the casting vote.")
        if result == Result.CARRIED and (votes_for or 0) < (against or 0):
            self.add_error("result", f"With {votes_for or 0} for it and {against} against, a motion is not carried.")

    def save(self):
        motion = super().save()
        for person, vote in self.stored.items():
            if person not in self.cast:
                vote.delete()
        for person, cast in self.cast.items():
            Vote.objects.update_or_create(motion=motion, person_id=person, defaults={"cast": cast})
        return motion

    @property
    def hint(self) -> str:
        is_bare = self.instance.method == Method.RECORDED and not self.cast
        return "It is a recorded vote, and no name is recorded yet." if is_bare else ""

    def set_the_others_for(self) -> None:
        """What the button "All for" does where no script does it: whoever has no vote yet gets one, and nothing is saved."""
        self.data = self.data.copy()
        for field in self.names:
            if not self.data.get(field.name):
                self.data[field.name] = Cast.FOR

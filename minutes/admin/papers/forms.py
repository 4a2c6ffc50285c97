"""What a clerk says of papers: where a file that was received goes, what a paper is, what is wanted of whom."""

from django import forms
from django.forms.models import construct_instance

from committees.days_and_times import ComingDayField
from committees.law import Ground
from minutes.admin.papers.files import PaperInput
from minutes.admin.rows import offer_grounds
from minutes.admin.versions import VersionedForm
from minutes.models import AgendaItem, Document, Meeting, PaperReceived, PaperWanted
from minutes.paper_names import left_over, same_paper, suggestion

KEEP = "Keep authors, comments and tracked changes that are in it"
OF_THE_MEETING, NOWHERE, INSTEAD_OF = "meeting", "nowhere", "instead-"


def places(items: list[AgendaItem]) -> list[tuple[str, str]]:
    """Where a paper may go: to each of the meeting's items, or to the meeting as a whole."""
    return [*((str(item.pk), place_name(item)) for item in items), (OF_THE_MEETING, "The meeting as a whole")]


def place_name(item: AgendaItem) -> str:
    return f"{item.number} {item.title}{' (closed)' if item.is_closed else ''}".strip()[:90]


class PlacedForm(VersionedForm):
    """A paper, and where it stands. `items` are the meeting's, with their numbers."""

    where = forms.ChoiceField(label="Item")

    class Meta:
        model = Document
        fields = ["title", "kind", "restriction", "restriction_reason"]
        labels = {"restriction": "May the public read it?", "restriction_reason": "Reason, if the ground needs it"}

    def __init__(self, data=None, files=None, *, meeting: Meeting, items: list[AgendaItem], **options):
        super().__init__(data, files, **options)
        self.items = {str(item.pk): item for item in items}
        self.fields["where"].choices = places(items)
        offer_grounds(self.fields["restriction"], meeting.committee.law, str(self["restriction"].value() or ""))

    def clean(self):
        cleaned = super().clean()
        if "where" in self.cleaned_data:
            self.instance.item = self.items.get(self.cleaned_data["where"])
        return cleaned


class ReceivedForm(PlacedForm):
    """A file that was received: what its name suggests, until the clerk says otherwise."""

    def __init__(
        self,
        received: PaperReceived,
        data=None,
        *,
        meeting: Meeting,
        items: list[AgendaItem],
        papers: list[Document],
        may_replace: bool,
    ):
        """`papers` are the meeting's; `may_replace`: whether it may take the place of one."""
        self.received, self.suggested = received, suggestion(received.original_name, items)
        self.same = next((paper for paper in papers if paper.sha256 == received.sha256), None)
        near = [paper for paper in papers if may_replace and self.suggested.item in (None, paper.item_id)]
        self.newer_than = None if self.same else same_paper(received.original_name, near)
        self.papers = {
            f"{INSTEAD_OF}{paper.pk}": paper
            for paper in near
            if paper == self.newer_than or (self.suggested.item and paper.item_id)
        }
        prefix = f"received-{received.pk}"
        is_posted = data is not None and f"{prefix}-where" in data
        super().__init__(
            data if is_posted else None, meeting=meeting, items=items, prefix=prefix, initial=self._suggestions()
        )
        first, last = ("", "Choose an item"), (NOWHERE, "Nowhere: don’t keep this file")
        instead = [(value, f"Replace “{paper.title[:80]}”, which is there") for value, paper in self.papers.items()]
        self.fields["where"].choices = [first, *instead, *self.fields["where"].choices, last]
        self.fields["where"].error_messages["required"] = "Choose the item that this paper belongs to."

    def _suggestions(self) -> dict:
        found, there = self.suggested, self.newer_than
        if there:
            kept = {name: getattr(there, name) for name in self._meta.fields}
            closed = Ground.UNKNOWN if found.is_closed and not there.restriction else there.restriction
            return kept | {"restriction": closed, "where": f"{INSTEAD_OF}{there.pk}"}
        return {
            "title": found.title,
            "kind": found.kind,
            "restriction": Ground.UNKNOWN if found.is_closed else Ground.OPEN,
            "where": "" if found.doubt else found.item or (OF_THE_MEETING if found.is_of_meeting else ""),
        }

    @property
    def replaces(self) -> Document | None:
        """The paper whose place it takes, once the form is found valid."""
        return self.papers.get(self.cleaned_data["where"])

    def keep(self) -> Document:
        """Put it on the agenda, once the form is found valid."""
        if self.replaces:
            closed = self.cleaned_data["restriction"], self.cleaned_data["restriction_reason"]
            return self.received.replace(self.replaces, *closed)
        return self.received.place(self.instance)

    @property
    def left_over(self) -> str:
        """What of the title was hardly meant for the public."""
        return left_over(str(self["title"].value() or ""))

    @property
    def is_unwanted(self) -> bool:
        return self.data.get(f"{self.prefix}-where") == NOWHERE

    @property
    def says_closed(self) -> bool:
        """Whether the fields of a restriction are to be open: the name says so, the clerk, or a mistake in them."""
        return bool(self["restriction"].value()) or bool(self.non_field_errors())


class PaperForm(PlacedForm):
    """A paper that is on the agenda: all that may be changed of it, its file among it."""

    class Meta(PlacedForm.Meta):
        fields = [*PlacedForm.Meta.fields, "file"]
        labels = PlacedForm.Meta.labels | {"file": "Replace the file"}
        widgets = {"file": PaperInput}
        help_texts = {"file": "The paper says on the page that it was replaced, and when."}

    as_sent = forms.BooleanField(label=KEEP, required=False, help_text="Otherwise they are taken out of the new file.")
    field_order = ["title", "where", "kind", "file", "as_sent"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["where"] = self.instance.item_id or OF_THE_MEETING

    def clean(self):
        cleaned = super().clean()
        self.instance.keep_as_sent = bool(self.cleaned_data.get("as_sent"))
        return cleaned


class BackgroundForm(VersionedForm):
    class Meta:
        model = AgendaItem
        fields = ["background_papers"]
        widgets = {"background_papers": forms.Textarea(attrs={"rows": 5})}

    def _post_clean(self):
        """Not the whole item: what else is wrong with it is said where that can be mended."""
        construct_instance(self, self.instance, self._meta.fields)


class WantedForm(forms.ModelForm):
    by = ComingDayField(label="Wanted by", required=False)

    class Meta:
        model = PaperWanted
        fields = ["of_whom", "by", "title"]
        labels = {"of_whom": "Wanted of", "title": "Title, if it is known"}

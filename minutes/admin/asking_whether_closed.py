"""A title that says that it is closed, typed into the form of an item: it is asked before anything is stored."""

from minutes.closed_titles import why_closed
from minutes.models import AgendaItem

ASK = (
    "The title says that this is closed to the public: is it? Choose the ground, and write what the public may read in its "
    "place. If it is open, save once more."
)


class AsksWhetherClosed:
    """For a form of an item with its `title` and `restriction`. Sends back the title that was asked about (`asked_about`)."""

    asked_about = ""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        title = cleaned.get("title", "")
        if "title" in self.changed_data and not cleaned.get("restriction") and self._says_so(title):
            self.asked_about = title
            if self.data.get("asked_about") != title and "restriction" not in self.errors:
                self.add_error("restriction", ASK)
        return cleaned

    def _says_so(self, title: str) -> bool:
        item: AgendaItem = self.instance
        is_closed_already = item.parent_id is not None and item.parent.is_closed
        return "restriction" in self.fields and not is_closed_already and bool(why_closed(title))

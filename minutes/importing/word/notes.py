"""Footnotes and endnotes: their marks as Word counts them, and their texts, which stand at the end of the HTML."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from minutes.importing.numerals import figure
from minutes.importing.word.names import W, child, value, whole

SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


@dataclass
class Notes:
    """The notes of one kind: "footnote" or "endnote"."""

    kind: str
    texts: dict[str, Element]
    form: str
    start: int = 1
    marks: dict[str, str] = field(default_factory=dict)  # of the notes that the text refers to, in its order
    counted: int = 0

    def mark(self, number: str, own_mark: str) -> str:
        """The mark of a note at the place that refers to it; "" for a note that is not there."""
        if number not in self.texts:
            return ""
        if number not in self.marks:
            self.counted += not own_mark
            self.marks[number] = own_mark or figure(self.start + self.counted - 1, self.form)
        return self.marks[number]


def read_notes(kind: str, part: Element | None, document: Element, settings: Element | None) -> Notes:
    notes = part.findall(f"{W}{kind}") if part is not None else []
    texts = {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type") not in SEPARATORS}
    places = [*document.iter(f"{W}sectPr"), *([settings] if settings is not None else [])]
    said = [found for place in places if (found := child(place, f"{kind}Pr")) is not None]
    form = next((value(each, "numFmt") for each in said if value(each, "numFmt")), "")
    start = next((whole(value(each, "numStart"), 1) for each in said if value(each, "numStart")), 1)
    return Notes(kind, texts, form or ("decimal" if kind == "footnote" else "lowerRoman"), start)

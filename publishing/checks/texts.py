"""The words that will be public, for checks that read them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minutes.models import AgendaItem, Meeting
from published.kinds import Kind
from publishing.checks.check import Check, agenda_link, look, meeting_link, minutes_link
from richtext.plain_text import text_of


@dataclass(frozen=True)
class Text:
    """What the public will read of an item (None: of the meeting) that is written in one place, a line a paragraph. `advice` is
    given of it instead of what a check would advise."""

    words: str
    link: str
    item: AgendaItem | None = None
    name: str = "The note to the public"
    advice: str = ""

    @property
    def whose(self) -> str:
        return f"“{self.item.title}”" if self.item else self.name

    def look(self, sentence: str, advice: str = "") -> Check:
        """A check of these words, whose sentence goes on after the title of the item and ends with `advice`."""
        last = self.advice if advice and self.advice else advice
        return look(f"{self.whose} {sentence} {last}".rstrip(), self.link, self.item)


def note_of_version(note: str) -> list[Text]:
    """What is typed at the door to say what changed, and why."""
    advice = "The public reads it, and it can never be changed."
    return [Text(note, "", name="The note", advice=advice)] if note.strip() else []


def public_texts(meeting: Meeting, items: list[AgendaItem], kind: Kind) -> list[Text]:
    """In the order of the agenda. Of a closed item they are its public title and its public minute."""
    note = [Text(meeting.public_note, meeting_link(meeting))] if meeting.public_note else []
    return [*note, *(text for item in items for text in _of_item(item, kind))]


def _of_item(item: AgendaItem, kind: Kind) -> Iterator[Text]:
    if item.parent and item.parent.is_closed:
        return
    for words, link in ((_agenda(item), agenda_link), (_outcome(item, kind), minutes_link)):
        if words:
            yield Text(words, link(item), item)


def _agenda(item: AgendaItem) -> str:
    if item.is_restricted:
        return item.public_title
    return _joined([item.title, text_of(item.purpose), text_of(item.recommendation)])


def _outcome(item: AgendaItem, kind: Kind) -> str:
    return _joined(map(text_of, outcome_texts(item, kind)))


def outcome_texts(item: AgendaItem, kind: Kind) -> list[str]:
    """The rich texts that the public will read of what came of the item."""
    minute = getattr(item, "minute", None) if kind.has_minutes else None
    closed = item.is_restricted or bool(minute and minute.is_restricted)
    texts = [minute.summary if closed else minute.body] if minute else []
    if kind.has_decisions and not item.is_restricted:
        open_rows = [row for row in item.decisions.all() if not row.is_restricted]
        texts += [text for row in open_rows for text in (row.text, row.reasons, row.options)]
    if kind.has_minutes and not closed:
        texts += [motion.text for motion in item.motions.all() if not motion.is_restricted]
    return texts


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(filter(None, texts))

"""What is open, and calls itself closed."""

from collections.abc import Iterator

from minutes.importing.closed_words import is_mark
from minutes.models import AgendaItem
from published.kinds import Kind
from publishing.checks.check import Check, item_link, look
from richtext.plain_text import text_of


def wording(items: list[AgendaItem], kind: Kind) -> Iterator[Check]:
    """A sentence for each open item whose words say that business is closed; the resolution to exclude the public says so
    of what follows it."""
    for item in items:
        may_say_so = item.is_closed or item.kind == AgendaItem.Kind.EXCLUSION
        line = "" if may_say_so else next((line for line in _lines(item, kind) if is_mark(line)), "")
        if line:
            yield look(
                f"“{item.title}” is open, and says “{line[:80]}”. Close it if the public may not read it.",
                item_link(item),
            )


def _lines(item: AgendaItem, kind: Kind) -> Iterator[str]:
    """The lines of an open item that would be published."""
    yield item.title
    texts = [item.purpose, item.recommendation]
    if kind.has_minutes and hasattr(item, "minute") and not item.minute.is_restricted:
        texts.append(item.minute.body)
    if kind.has_decisions:
        texts += [decision.text for decision in item.decisions.all() if not decision.is_restricted]
    for text in texts:
        yield from text_of(text).split("\n")

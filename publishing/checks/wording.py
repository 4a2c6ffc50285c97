"""Words that should not be public as they stand: what calls itself closed, and fields of phrases that nobody filled in."""

from collections.abc import Iterator

from minutes.importing.closed_words import is_mark
from minutes.models import AgendaItem
from minutes.phrases import listed
from minutes.phrases import unfilled as fields_in
from published.kinds import Kind
from publishing.checks.check import Check, agenda_link, beginning, coded, item_link, look, minutes_link
from publishing.checks.texts import outcome_texts
from richtext.plain_text import text_of


@coded("wording")
def wording(items: list[AgendaItem], kind: Kind) -> Iterator[Check]:
    """A sentence for each open item whose words say that business is closed; the resolution to exclude the public says so
    of what follows it."""
    for item in items:
        may_say_so = item.is_closed or item.kind == AgendaItem.Kind.EXCLUSION
        line = "" if may_say_so else next((line for line in _lines(item, kind) if is_mark(line)), "")
        if line:
            yield look(
                f"“{item.title}” is open, and says “{beginning(line)}”. Close it if the public may not read it.",
                item_link(item),
                item,
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


@coded("unfilled")
def unfilled(items: list[AgendaItem], kind: Kind) -> Iterator[Check]:
    """A sentence for each item of whose published texts one still holds a field of a standing phrase: "{apologies}"."""
    for item in items:
        if item.parent and item.parent.is_closed:  # nothing of it is published
            continue
        for html, link in ((_agenda_texts(item), agenda_link), (" ".join(outcome_texts(item, kind)), minutes_link)):
            if fields := fields_in(html):
                sentence = f"“{item.title}” still says {listed(fields)}. Write there what is meant."
                yield Check(sentence, link(item), item=item.pk)


def _agenda_texts(item: AgendaItem) -> str:
    return item.public_title if item.is_restricted else " ".join([item.title, item.purpose, item.recommendation])

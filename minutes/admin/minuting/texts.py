"""The short ways to a text at the minutes desk: the minute's number, a standing phrase, a resolution taken as the decision."""

import re
from xml.etree import ElementTree

from django.contrib.admin.models import ADDITION, CHANGE

from minutes.admin.minuting.forms import NumberForm
from minutes.admin.minuting.log import log
from minutes.models import AgendaItem, Decision, Minute, Phrase
from minutes.phrases import filled, unstated, values_of
from richtext.cleaning import tree

RESOLVED = re.compile(r"\W*(?:It was )?(?:unanimously )?RESOLVED\b")
GOES_ON = {"ul", "ol", "blockquote"}


def minute_of(item: AgendaItem) -> Minute:
    """The item's minute, or a new one that is not stored yet."""
    return Minute.objects.filter(item=item).first() or Minute(item=item)


def number_form(item: AgendaItem, data=None) -> NumberForm:
    return NumberForm(data, instance=minute_of(item), auto_id=f"number-{item.pk}-%s")


def filled_phrase(phrase: Phrase, item: AgendaItem) -> tuple[str, str]:
    """The phrase as HTML with its fields filled in ("" where nothing of it can be said), and what the clerk is told of it."""
    rows = list(item.meeting.attendances.select_related("person", "substitute_for"))
    words = filled(phrase.text, values_of(item.meeting, rows))
    return words.html, " ".join(filter(None, [words.sentence, unstated(phrase.text, rows)]))


def add_phrase(phrase: Phrase, item: AgendaItem, user) -> str:
    """Put a phrase behind what the minute says. Nothing is taken away, so it needs no version. Gives a sentence."""
    minute, (html, said) = minute_of(item), filled_phrase(phrase, item)
    if not html:
        return said
    minute.body += html
    if minute.pk:
        minute.save_columns("body")
    else:
        minute.save()
    log(user, minute, CHANGE, f"Phrase “{phrase}”.")
    return f"“{phrase}” is in the minutes. {said}".strip()


def resolution_in(html: str) -> str:
    """The first resolution of a minute, with the list that belongs to it, as HTML; "" if there is none."""
    blocks = list(tree(html))
    start = next((at for at, block in enumerate(blocks) if RESOLVED.match("".join(block.itertext()))), None)
    if start is None:
        return ""
    end = start + 1
    while end < len(blocks) and blocks[end].tag in GOES_ON:
        end += 1
    return "".join(ElementTree.tostring(block, encoding="unicode", method="html") for block in blocks[start:end])


def take_as_decision(item: AgendaItem, user) -> Decision | None:
    """Make a decision of the resolution that the minute holds; of what kind, the clerk says. None if it holds none."""
    text = resolution_in(minute_of(item).body)
    if not text:
        return None
    decision = Decision.objects.filter(item=item, text=text).first() or Decision.objects.create(item=item, text=text)
    log(user, decision, ADDITION, "Taken from the minutes.")
    return decision

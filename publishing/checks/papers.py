"""Whether a paper is one of another meeting."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.formats import date_format

from minutes.draft import Draft
from minutes.models import AgendaItem, Document, Meeting
from minutes.paper_names import DATE, words_of
from publishing.checks.check import Check, coded, look

# Papers that are named after the meeting before, and belong to this one.
OF_BEFORE = re.compile(r"\b(?:minutes|notes|actions?|arising|decisions|previous|last)\b", re.I)
FORMATS = ["%Y %m %d", "%d %m %Y", "%d %m %y", "%Y%m%d", "%d %B %Y", "%d %b %Y"]


@coded("paper-of-another-meeting")
def other_papers(draft: Draft) -> Iterator[Check]:
    """A sentence for each paper that one other meeting of the committee has too, or that is named after its day. At the most two
    queries. Other committees are not looked at: their drafts are nobody's business here."""
    meeting, items = draft.meeting, {item.pk: item for item in draft.items}
    twins = _twins(meeting, draft.documents)
    named = {
        document.pk: days_in(document) - {meeting.date}
        for document in draft.documents
        if _may_be_misplaced(document, items)
    }
    held = _held(meeting, {day for days in named.values() for day in days})
    for document in draft.documents:
        item = items.get(document.item_id)
        here = reverse("admin:minutes_meeting_paper", args=[meeting.pk, document.pk])
        twin = twins.get(document.sha256)
        if twin and not _goes_on(item, twin.item):
            of = date_format(twin.meeting.date, "j F Y")
            sentence = f"The paper “{document.title}” is the same file as “{twin.title}” of the meeting of {of}."
            yield look(f"{sentence} Remove it if it belongs to that one alone.", here, item)
        elif days := sorted(named.get(document.pk, set()) & held):
            of = date_format(days[0], "j F Y")
            sentence = f"The paper “{document.title}” is named after {of}, the day of another meeting."
            yield look(f"{sentence} Remove it if it belongs to that one.", here, item)


def days_in(document: Document) -> set[date]:
    """The days that stand in its title and in the name of its file."""
    found = DATE.findall(f"{document.title} / {words_of(document.file_name)}")
    return {day for text in found if (day := _day(text))}


def _day(text: str) -> date | None:
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", re.sub(r"[-._ ]+", " ", text))
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return None


def _may_be_misplaced(document: Document, items: dict[int, AgendaItem]) -> bool:
    item = items.get(document.item_id)
    if document.kind == Document.Kind.PREVIOUS_MINUTES or OF_BEFORE.search(document.title):
        return False
    return item is None or (item.kind != AgendaItem.Kind.PREVIOUS_MINUTES and not item.carried_from_id)


def _twins(meeting: Meeting, documents: list[Document]) -> dict[str, Document]:
    """By sha-256, the paper of one other meeting of the committee that is the same file; what several have is a standing one."""
    if not documents:
        return {}
    others = Document.objects.filter(sha256__in={document.sha256 for document in documents})
    others = others.filter(meeting__committee=meeting.committee_id).exclude(meeting=meeting).order_by()
    of_one = (
        others.values("sha256").annotate(meetings=Count("meeting", distinct=True), first=Min("pk")).filter(meetings=1)
    )
    found = Document.objects.filter(pk__in=of_one.values("first")).select_related("meeting", "item")
    return {other.sha256: other for other in found}


def _goes_on(item: AgendaItem | None, before: AgendaItem | None) -> bool:
    """Whether an item and one of another meeting are the same business, carried over or of one matter."""
    if not item or not before:
        return False
    is_carried = before.pk == item.carried_from_id or before.carried_from_id == item.pk
    return is_carried or (item.matter_id is not None and item.matter_id == before.matter_id)


def _held(meeting: Meeting, days: set[date]) -> set[date]:
    """Those of the days on which the committee had another meeting."""
    others = Meeting.objects.filter(committee=meeting.committee_id, date__in=days)
    return set(others.values_list("date", flat=True)) if days else set()

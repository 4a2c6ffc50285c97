"""What was open when it was published and is closed now. Publishing again takes nothing back: only withdrawing does."""

from collections.abc import Iterator

from django.urls import reverse

from minutes.draft import MINUTED, Draft
from minutes.models import AgendaItem, Meeting
from published import record
from published.models import Paper
from publishing.checks.check import Check, coded, look
from publishing.freezing import with_amendments
from publishing.standing import Standing


@coded("closing")
def closing(draft: Draft, standing: list[Standing], owners: dict[str, int]) -> Iterator[Check]:
    """A sentence for each version that shows, or is scheduled to show, what is closed now. `owners` as in publishing.slugs."""
    meeting = draft.meeting
    items = {item.pk: item for item in draft.items_with("decisions", *MINUTED)} if standing else {}
    papers, told = _closed_papers(draft), []
    for version in standing:
        pairs = [(shown, items.get(owners.get(shown.slug))) for shown in version.record.items]
        found = [thing for shown, item in pairs if item and not shown.closed for thing in _closed_at(shown, item)]
        found += [f"the paper “{paper.title}”" for paper in version.record.all_papers if paper.sha256 in papers]
        if found:
            told.append(version)
            yield _check(meeting, version, found)
    if len(told) > 1:
        yield _all_at_once(meeting, told)
    yield from _papers_elsewhere(meeting, papers)


def _closed_at(shown: record.Item, item: AgendaItem) -> Iterator[str]:
    """What is closed now of an item that was shown, in words."""
    if item.is_closed:
        yield f"the item “{shown.title}”"
        return
    minutes_closed = hasattr(item, "minute") and item.minute.is_restricted
    if shown.minutes and minutes_closed:
        yield f"the minute of “{shown.title}”"
    if _some_closed([decision.text for decision in shown.decisions], item.decisions.all()):
        yield f"a decision at “{shown.title}”"
    motions = [motion.text for motion in with_amendments(shown.motions)]
    if motions and (minutes_closed or _some_closed(motions, item.motions.all())):
        yield f"a motion at “{shown.title}”"


def _some_closed(texts: list[str], rows) -> bool:
    """Whether one of the texts that were shown is closed now. A closed row may have been rewritten at the same time, so
    any text that no open row has any more is suspected."""
    still_open = {row.text for row in rows if not row.is_restricted}
    return any(row.is_restricted for row in rows) and any(text not in still_open for text in texts)


def _closed_papers(draft: Draft) -> set[str]:
    """The sha-256 of papers that the public may not read now, here or below a closed item."""
    closed_items = {item.pk for item in draft.items if item.is_closed}
    closed, still_open = set(), set()
    for document in draft.documents:
        is_closed = document.is_restricted or document.item_id in closed_items
        (closed if is_closed else still_open).add(document.sha256)
    return closed - still_open


def _check(meeting: Meeting, version: Standing, found: list[str]) -> Check:
    things = ", ".join(dict.fromkeys(found))
    link = reverse("admin:publishing_withdraw", args=[meeting.pk, version.sequence])
    if version.is_scheduled:
        return look(f"{version} will show what is closed now: {things}. Take it back before then.", link)
    return look(
        f"{version} still shows what is closed now: {things}. A new version does not take it away: withdraw that one if the "
        "public must not read it.",
        link,
    )


def _all_at_once(meeting: Meeting, versions: list[Standing]) -> Check:
    query = {"version": [version.sequence for version in versions]}
    return look(
        f"These {len(versions)} can be withdrawn together, with one reason.",
        reverse("admin:publishing_withdraw_several", args=[meeting.pk], query=query),
    )


def _papers_elsewhere(meeting: Meeting, closed: set[str]) -> Iterator[Check]:
    """The same file, published with another meeting."""
    found = Paper.objects.filter(sha256__in=closed).exclude(version__key=meeting.pk).select_related("version")
    for key, address, title in sorted({(p.version.key, _address(p), p.title) for p in found}):
        yield look(
            f"The paper “{title}”, which is closed here, is also published at {address}. Withdraw it there if the public "
            "must not read it.",
            reverse("admin:publishing_door", args=[key]),
        )


def _address(paper: Paper) -> str:
    return f"{paper.version.committee_slug}/{paper.version.meeting_slug}"

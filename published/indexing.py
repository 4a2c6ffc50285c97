"""What can be searched of a version: rows of words, made of its record alone, while an address shows it now or later.

A row is a meeting, an item with its decisions, or a paper. Its id is its place among all: by the day of the meeting, so that
"newest first" is the order of the index.
"""

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Max

from published.extracting import clean, is_readable, texts_of
from published.kinds import Kind
from published.models import Shown, Version, Words
from published.record import Decision, Item, MeetingRecord, Motion, Paper
from richtext.plain_text import text_of

# As a reader understands them. What has decisions is found among the decisions as well.
KINDS = ("agenda", "minutes", "decisions", "documents")
A_DAY = 1 << 20  # places
AT_ONCE = 200  # versions whose rows are made together


def keep(key: int) -> None:
    """Bring the words of one meeting up to what its address shows now and later. Call it under the lock, when that is
    written."""
    shown = set(Shown.objects.filter(key=key).values_list("version_id", flat=True))
    Words.objects.filter(version__key=key).exclude(version__in=shown).delete()
    there = set(Words.objects.filter(version__in=shown).values_list("version_id", flat=True))
    add(shown - there)


def add(versions: Collection[int]) -> None:
    """Put in the words of versions that have none. Call it under the lock."""
    if not versions:
        return
    found = (
        Version.objects.filter(pk__in=versions).select_related("record").defer("front", "brief").order_by("date", "pk")
    )
    made = [row for version in found for row in _rows_of(version)]
    texts = texts_of({row.sha256 for row in made if is_readable(row.file_name)})
    last: dict[date, int] = {}
    for row in reversed(made):  # so that what stands first in a meeting comes first when the newest does
        row.text = row.text or texts.get(row.sha256, "")
        day = row.version.date
        last[day] = row.id = (last.get(day) or _last_place(day)) + 1
    Words.objects.bulk_create(made, batch_size=500)


def _rows_of(version: Version) -> list[Words]:
    """None of a record that can't be read; `verify` names it."""
    try:
        return rows(version, MeetingRecord.from_json(version.record.text))
    except (ValueError, TypeError, KeyError):
        return []


def first_place(day: date) -> int:
    """No row of that day or later has a lower one."""
    return day.toordinal() * A_DAY


def _last_place(day: date) -> int:
    first = first_place(day)
    return Words.objects.filter(id__gte=first, id__lt=first + A_DAY).aggregate(last=Max("id"))["last"] or first


def fill() -> None:
    """Put in the words of all versions that are shown and have none: after a load in bulk."""
    after, left = 0, Version.objects.filter(shown__isnull=False, words=None).order_by("pk").distinct()
    while chunk := list(left.filter(pk__gt=after).values_list("pk", flat=True)[:AT_ONCE]):
        add(chunk)
        after = chunk[-1]


def rows(version: Version, record: MeetingRecord) -> list[Words]:
    """The rows of a version, without their places, and papers without the texts of their files."""
    kind = _kind(Kind(record.kind))
    found = [Words(kind=kind, title=clean(version.title), text=clean(_of_meeting(record)))]
    for item in record.items:
        found.append(_item_row(item, kind))
        found += [_paper_row(paper, item.slug) for paper in item.papers]
    found += [_paper_row(paper, "") for paper in record.papers]
    for row in found:
        row.version, row.committee_slug = version, record.committee_slug
        row.facets = " ".join(facets(row))
    return found


def facets(row: Words) -> list[str]:
    """Each filter that finds the row, as a word that nobody types and no stemmer changes."""
    kinds = dict.fromkeys([row.kind, *(["decisions"] if row.has_decisions else [])])
    return [facet("k", kind) for kind in kinds] + [facet("c", row.committee_slug)]


def facet(sort: str, value: str) -> str:
    return f"{sort}{value.encode().hex()}9"


def _kind(kind: Kind) -> str:
    return "minutes" if kind.has_minutes else "decisions" if kind.has_decisions else "agenda"


def _of_meeting(record: MeetingRecord) -> str:
    notes = (note.text for note in record.annotations)
    corrections = record.approval.corrections if record.approval else ()
    return _joined(record.subtitle, record.note, record.venue, record.cancellation_reason, *notes, *corrections)


def _item_row(item: Item, kind: str) -> Words:
    return Words(
        kind=kind,
        has_decisions=bool(item.decisions),
        item_slug=item.slug,
        title=clean(item.title),
        text=clean(_of_item(item)),
    )


def _of_item(item: Item) -> str:
    matter = item.matter
    return _joined(
        matter.reference if matter else "",
        matter.title if matter and matter.title != item.title else "",
        *(part for decision in item.decisions for part in _of_decision(decision)),
        text_of(item.minutes or item.summary),
        *(text for motion in item.motions for text in _of_motion(motion)),
        text_of(item.purpose),
        text_of(item.recommendation),
        *(action.what for action in (*item.actions, *item.arising)),
        *item.background_papers,
        item.state_note,
        item.officer,
        item.minute_number,
    )


def _of_decision(decision: Decision) -> Iterator[str]:
    yield decision.reference
    yield from map(text_of, (decision.text, decision.reasons, decision.options))


def _of_motion(motion: Motion) -> Iterator[str]:
    yield text_of(motion.text)
    for amendment in motion.amendments:
        yield from _of_motion(amendment)


def _paper_row(paper: Paper, item: str) -> Words:
    return Words(
        kind="documents",
        item_slug=item,
        title=clean(paper.title),
        text="",
        sha256=paper.sha256,
        file_name=paper.file_name,
    )


def _joined(*texts: str) -> str:
    return "\n".join(filter(None, texts))

"""Two records, as a reader reads them: which words came in, which went out, and what became of each item.

Both are printed by the templates of the page; what these say is compared line by line, then word by word.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape

from published import bodies
from published.models import Version
from published.paragraphs import without_links
from published.record import Item, MeetingRecord
from richtext.redlining import redlined, redlined_words


@dataclass(frozen=True)
class ItemRedline:
    """An item of which something is to be said. `state` is "new", "gone", "changed", or "same" where only its number or its
    place is another, which `sentences` say. In `heading` and `text` the words that came in and went out are marked."""

    item: Item
    state: str
    heading: str
    text: str
    sentences: list[str]

    @property
    def has_same_words(self) -> bool:
        """Whether it differs only in what is no word, such as what is bold."""
        return self.state == "changed" and not (has_marks(self.heading) or has_marks(self.text))


@dataclass(frozen=True)
class Redline:
    """What a reader of the newer finds otherwise than in the older: of the meeting as a whole ("" where nothing is), and of its
    items, in the order of the newer, with those that are gone where they stood."""

    front: str
    items: list[ItemRedline]

    @property
    def differs(self) -> bool:
        return bool(self.front or self.items)


def has_marks(html: str) -> bool:
    return "<ins>" in html or "<del>" in html


def redline(older: MeetingRecord, newer: MeetingRecord) -> Redline:
    """Items are the same by their address. What is not printed is no difference of the meeting as a whole."""
    front = redlined(_front(older), _front(newer))
    return Redline(front if has_marks(front) else "", list(_items(older, newer)))


def _items(older: MeetingRecord, newer: MeetingRecord) -> Iterator[ItemRedline]:
    before, now = _by_slug(older), _by_slug(newer)
    moved = _moved(list(before), list(now))
    was_printed = _printed(older, (item for item in older.items if not _reads_alike(item, now.get(item.slug))))
    is_printed = _printed(newer, (item for item in newer.items if not _reads_alike(item, before.get(item.slug))))
    gone = _gone_after(older, now)
    for slug, item in [("", None), *now.items()]:
        if item and slug not in before:
            yield ItemRedline(item, "new", *_compared(None, item, "", is_printed[slug]), [])
        elif item:
            sentences = [
                *_move(older, newer, slug, slug in moved),
                *_renumbered(before[slug], item),
                *_put_below(before[slug], item),
            ]
            if slug in is_printed:
                both = _compared(before[slug], item, was_printed[slug], is_printed[slug])
                yield ItemRedline(item, "changed", *both, sentences)
            elif sentences:
                yield ItemRedline(item, "same", redlined_words(item.title, item.title), "", sentences)
        for old in gone.get(slug, []):
            yield ItemRedline(old, "gone", *_compared(old, None, was_printed[old.slug], ""), [])


def _by_slug(record: MeetingRecord) -> dict[str, Item]:
    return {item.slug: item for item in record.items}


def _reads_alike(item: Item, other: Item | None) -> bool:
    return other is not None and replace(item, number=other.number, level=other.level) == other


def _printed(record: MeetingRecord, items: Iterable[Item]) -> dict[str, str]:
    """The texts of these items as their page has them, by address."""
    made = bodies.make(replace(record, items=tuple(items)), _version(record))
    return {row.slug: without_links(row.body) for row in made.items}


def _front(record: MeetingRecord) -> str:
    """What is said of the meeting as a whole, without the list of its items."""
    version = bodies.make(replace(record, items=()), _version(record)).version
    return f"<p>{escape(version.title)}</p><p>{escape(version.subtitle)}</p>{version.front}"


def _version(record: MeetingRecord) -> Version:
    """As if it was put here after the meeting: when it was issued is no difference between one version and the next."""
    return Version(goes_live_at=datetime.combine(date.fromisoformat(record.date) + timedelta(1), time(), UTC))


def _compared(old: Item | None, new: Item | None, was: str, now: str) -> tuple[str, str]:
    return redlined_words(old.title if old else "", new.title if new else ""), redlined(was, now)


def _gone_after(older: MeetingRecord, now: dict[str, Item]) -> dict[str, list[Item]]:
    """The items that are in the older alone, by the address of the kept one after which they stood ("": at the top)."""
    found: dict[str, list[Item]] = {}
    last = ""
    for item in older.items:
        if item.slug in now:
            last = item.slug
        else:
            found.setdefault(last, []).append(item)
    return found


def _moved(before: list[str], now: list[str]) -> set[str]:
    """Which of those in both stand out of their order: as few as can be said to have moved."""
    place = {slug: n for n, slug in enumerate(before)}
    common = [slug for slug in now if slug in place]
    ends: list[str] = []  # of the runs in order of each length, the end that stood first
    ahead: dict[str, str] = {}
    for slug in common:
        length = bisect_left(ends, place[slug], key=place.__getitem__)
        ahead[slug] = ends[length - 1] if length else ""
        ends[length : length + 1] = [slug]
    kept, slug = set(), ends[-1] if ends else ""
    while slug:
        kept.add(slug)
        slug = ahead[slug]
    return set(common) - kept


def _move(older: MeetingRecord, newer: MeetingRecord, slug: str, has_moved: bool) -> list[str]:
    if not has_moved:
        return []
    return [f"Moved: it stood {_where(older, slug)} and now stands {_where(newer, slug)}."]


def _where(record: MeetingRecord, slug: str) -> str:
    place = [item.slug for item in record.items].index(slug)
    return f"after “{record.items[place - 1].title}”" if place else "first"


def _renumbered(was: Item, item: Item) -> list[str]:
    if was.number == item.number:
        return []
    if was.number and item.number:
        return [f"Item {was.number} is now item {item.number}."]
    return [f"It is now item {item.number}." if item.number else f"It was item {was.number} and has no number now."]


def _put_below(was: Item, item: Item) -> list[str]:
    if was.level == item.level:
        return []
    return [
        "It now belongs to the item above it."
        if item.level > was.level
        else "It no longer belongs to the item above it."
    ]

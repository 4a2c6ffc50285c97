"""Items that were read → rows of the working record. The caller holds the transaction."""

import re
from datetime import date, time

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.text import slugify

from committees.law import Ground
from committees.models import Committee
from minutes.importing.blocks import html_of
from minutes.importing.draft import ImportedDecision, ImportedItem, ImportedMinutes
from minutes.importing.refusal import CannotImport
from minutes.importing.report import Report, Sort
from minutes.importing.resolutions import kind_of
from minutes.models import AgendaItem, Decision, Meeting, Minute

CLOSED_TITLE = "Business closed to the public"
SMALL = frozenset("and of the for in on with to".split())
COMMITTEE_KINDS = (
    (Committee.Kind.PARISH, r"\b(?:parish|town|community) council\b"),
    (Committee.Kind.SCRUTINY, r"\bscrutiny\b"),
    (Committee.Kind.REGULATORY, r"\b(?:planning|licensing|regulatory)\b"),
    (Committee.Kind.EXECUTIVE, r"\b(?:cabinet|executive)\b"),
    (Committee.Kind.BOARD, r"\b(?:board|partnership)\b"),
    (Committee.Kind.COUNCIL, r"\bcouncil$"),
)
ITEM_KINDS = (
    (AgendaItem.Kind.APOLOGIES, r"^apolog"),
    (AgendaItem.Kind.DECLARATIONS, r"^(?:declarations?|disclosures?)\b.*\binterests?\b"),
    (AgendaItem.Kind.PREVIOUS_MINUTES, r"^(?:(?:adoption|confirmation|approval) of )?(?:the )?(?:draft )?minutes\b"),
    (AgendaItem.Kind.QUESTIONS, r"^(?:public |members.? )?questions?\b"),
    (AgendaItem.Kind.PETITION, r"^petitions?\b"),
    (AgendaItem.Kind.MOTION, r"^(?:notices? of )?motions?\b"),
    (AgendaItem.Kind.EXCLUSION, r"^exclusion of\b"),
    (AgendaItem.Kind.ANY_OTHER, r"^any other\b"),
)


def place(minutes: ImportedMinutes, committee: str, day: date | None, file: str, report: Report) -> Meeting:
    """Store what a file says, at the meeting named by `committee` (a slug) and `day`, or by the file itself.

    Makes the committee and the meeting if there are none, and says so in `report`. Raises CannotImport, and then the
    caller must roll back: for a meeting that neither names, an item that is there already, a text that can't be kept.
    """
    name = minutes.committee
    slug = committee or slugify(name)[:80].strip("-")
    if not slug:
        raise CannotImport(
            "it doesn't say which committee met; add --committee with its address, such as planning-committee."
        )
    if not (day or minutes.day):
        raise CannotImport("it doesn't say when the meeting was held; add --date with the day, such as 2026-03-04.")
    day = day or minutes.day
    assert day  # noqa: S101  the lines above
    known = day == minutes.day and slug == slugify(name)[:80].strip("-")
    meeting = _meeting(_committee(slug, name, report), day, minutes.start if known else None, report)
    _refuse_doubles(meeting, minutes.items)
    _Placing(meeting, file, minutes.unit, report).all(minutes.items)
    report.remarks(Sort.NOTE, minutes.notes, file)
    report.remarks(Sort.UNPLACED, minutes.unplaced, file)
    report.remarks(Sort.DROPPED, minutes.dropped, file)
    return meeting


def name_from(slug: str) -> str:
    """ "safer-stronger-communities-board" → "Safer Stronger Communities Board"."""
    words = slug.split("-")
    return " ".join(word if word in SMALL and at else word.capitalize() for at, word in enumerate(words))


def _committee(slug: str, name: str, report: Report) -> Committee:
    found = Committee.objects.filter(slug=slug).first() or Committee.objects.filter(name__iexact=name or " ").first()
    if found and found.slug != slug and slugify(name) != slug:
        found = None  # the option names another committee than the file does, and the option counts
    if found:
        return found
    name = name if slugify(name) == slug else name_from(slug)
    made = Committee(name=name, slug=slug, kind=_first(COMMITTEE_KINDS, name, Committee.Kind.OTHER))
    _check(made, "the committee")
    made.save()
    report.made(f"committee “{name}” ({made.get_kind_display()}), at {slug}")
    return made


def _meeting(committee: Committee, day: date, start: time | None, report: Report) -> Meeting:
    found = committee.meetings.filter(date=day, sitting=1).first()
    if found:
        return found
    made = Meeting(committee=committee, date=day, start=start)
    _check(made, "the meeting")
    made.save()
    begun = f"at {time_format(start, 'H:i')}" if start else "start time unknown"
    report.made(f"meeting of {date_format(day, 'j F Y')}, {begun}, at {made.address}")
    return made


def _refuse_doubles(meeting: Meeting, items: list[ImportedItem]) -> None:
    there = {title.casefold() for title in meeting.items.values_list("title", flat=True)}
    for item in items:
        if item.title.casefold() in there:
            raise CannotImport(
                f"“{item.title}” is an item of {meeting} already; change it at the desk, or remove it there and import again."
            )


class _Placing:
    def __init__(self, meeting: Meeting, file: str, unit: str, report: Report):
        self.meeting, self.file, self.unit, self.report = meeting, file, unit, report
        counted = meeting.items.filter(parent=None, number_by_hand="", is_late=False).exclude(
            kind=AgendaItem.Kind.HEADING
        )
        self.counted = counted.count()  # how far automatic numbers have come

    def all(self, items: list[ImportedItem]) -> None:
        for item in items:
            self._one(item)

    def _one(self, item: ImportedItem) -> None:
        kind = AgendaItem.Kind.HEADING if item.is_heading else _first(ITEM_KINDS, item.title, AgendaItem.Kind.BUSINESS)
        row = AgendaItem(
            meeting=self.meeting,
            title=item.title,
            kind=kind,
            number_by_hand=self._by_hand(item),
            papers_missing=item.names_papers,
        )
        if item.ground:
            self._close(row, item)
        row.place_last()
        _check(row, f"“{item.title}”")
        row.save()
        minute = Minute(item=row, number=item.minute_number, body=html_of(item.minutes))
        if item.minutes or item.minute_number:
            _check(minute, f"the minutes of “{item.title}”")
            minute.save()
        for place, decision in enumerate(item.decisions, start=1):
            self._decision(row, place, decision)
        self._say(item, row)

    def _close(self, row: AgendaItem, item: ImportedItem) -> None:
        """As the clerk says; the title may tell what is closed, so that the public reads another."""
        grounds = [*self.meeting.committee.law.grounds, Ground.UNKNOWN]
        if item.ground not in grounds:
            codes = ", ".join(grounds[:-1])
            raise CannotImport(
                f"{self.meeting.committee} can’t close an item on the ground “{item.ground}”; its grounds are {codes}."
            )
        row.restriction, row.restriction_reason = item.ground, item.ground_reason
        row.public_title = CLOSED_TITLE
        chosen = "; choose the ground at the desk" if item.ground == Ground.UNKNOWN else ""
        self.report.note(f"“{item.title}” is closed: the public reads “{CLOSED_TITLE}”{chosen}", self._where(item.line))

    def _by_hand(self, item: ImportedItem) -> str:
        """The printed number where it is not the one that counting gives."""
        if item.is_heading:
            return ""
        if item.number in {"", str(self.counted + 1)}:
            self.counted += 1
            return ""
        return item.number

    def _decision(self, row: AgendaItem, place: int, decision: ImportedDecision) -> None:
        made = Decision(
            item=row,
            position=place,
            kind=kind_of(" ".join(block.text for block in decision.text)),
            text=html_of(decision.text),
            reasons=html_of(decision.reasons),
            options=html_of(decision.options),
        )
        _check(made, f"the decision of “{row.title}”")
        made.save()
        self.report.note(
            f"decision of “{row.title}”, taken to be “{made.get_kind_display()}”", self._where(decision.text[0].line)
        )

    def _say(self, item: ImportedItem, row: AgendaItem) -> None:
        what = "heading" if item.is_heading else f"item {item.number}".strip()
        parts = [f"minute {item.minute_number}" if item.minute_number else "minutes" if item.minutes else "no minutes"]
        if item.decisions:
            parts.append("a decision" if len(item.decisions) == 1 else f"{len(item.decisions)} decisions")
        self.report.made(f"{what} “{row.title}”: {', '.join(parts)}", self._where(item.line))

    def _where(self, line: int) -> str:
        return f"{self.file}, {self.unit} {line}"


def _first(table, text: str, otherwise):
    return next((kind for kind, pattern in table if re.search(pattern, text, re.IGNORECASE)), otherwise)


def _check(row, what: str) -> None:
    """Refuse with one sentence what the database, the length limits or the model would refuse."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotImport(f"{what} can't be kept: {error.messages[0]}") from error

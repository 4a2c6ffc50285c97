"""Items that were read → rows of the working record. The caller holds the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from committees.law import Ground
from committees.models import Organisation
from minutes.importing.attendance import take_attendance
from minutes.importing.blocks import Block, html_of
from minutes.importing.draft import ImportedDecision, ImportedItem, ImportedMinutes
from minutes.importing.front import Fact
from minutes.importing.meetings import check, committee_at, differences, meeting_of, refuse_doubles
from minutes.importing.outcomes import kind_of
from minutes.importing.refusal import CannotImport, NotPublished
from minutes.importing.report import Line, Report, Sort
from minutes.item_kinds import item_kind
from minutes.models import AgendaItem, Decision, Meeting, Minute

NOT_TAKEN = "; enter the attendance at the desk, or import with --take-attendance, if it is to be listed"
NOBODY_PRESENT = (
    "nobody is listed as present, because no line before the first item begins with “Present” and names somebody; enter the "
    "attendance at the desk"
)
NO_ONE_OUTCOME = (
    ": its words don't say one outcome of all of it, so that none is printed over it; choose one at the desk"
)
CLOSED_TITLE = "Business closed to the public"


@dataclass(frozen=True)
class Wanted:
    """What the clerk says beside the file. The options count where the file says something else."""

    committee: str = ""  # its slug
    day: date | None = None
    sitting: int = 1
    take_attendance: bool = False
    may_make_committee: bool = False  # also one whose address looks like another's, mistyped
    despite_the_file: bool = False  # publish though the file says another day or committee
    publish: bool = False


def place(minutes: ImportedMinutes, wanted: Wanted, file: str, report: Report) -> Meeting:
    """Store what a file says, at the meeting that the clerk names, or the file itself.

    Makes the committee and the meeting if there are none, and says so in `report`. Raises CannotImport, and then the
    caller must roll back: for a meeting that neither names, an item that is there already, a text that can't be kept;
    NotPublished where the clerk must say more before the public reads it.
    """
    slug = wanted.committee or slugify(minutes.committee)[:80].strip("-")
    if not slug:
        raise CannotImport(
            "it doesn't say which committee met; add --committee with its address, such as planning-committee."
        )
    day = wanted.day or minutes.day
    if not day:
        raise CannotImport("it doesn't say when the meeting was held; add --date with the day, such as 2026-03-04.")
    committee = committee_at(slug, minutes.committee, wanted.may_make_committee, report)
    meeting = meeting_of(committee, day, wanted.sitting, minutes, report)
    refuse_doubles(meeting, minutes.items)
    placing = _Placing(meeting, file, minutes.unit, report)
    if told := differences(minutes, committee, day):
        placing.differs(told, may_publish=wanted.despite_the_file or not wanted.publish)
    placing.take_facts(minutes)
    tried = wanted.take_attendance
    if tried:
        placing.take_attendance(minutes, wanted.publish)
    placing.all(minutes.items, wanted.publish)
    placing.say_front(minutes, tried)
    report.remarks(Sort.NOTE, minutes.notes, file)
    report.remarks(Sort.UNPLACED, minutes.unplaced, file)
    report.remarks(Sort.DROPPED, minutes.dropped, file)
    return meeting


class _Placing:
    def __init__(self, meeting: Meeting, file: str, unit: str, report: Report):
        self.meeting, self.file, self.unit, self.report = meeting, file, unit, report
        counted = meeting.items.filter(parent=None, number_by_hand="", is_numbered=True, is_late=False).exclude(
            kind=AgendaItem.Kind.HEADING
        )
        self.counted = counted.count()  # how far automatic numbers have come
        self.above: AgendaItem | None = None  # the last main item
        self.above_number, self.counted_below = "", 0

    def differs(self, told: list[str], may_publish: bool) -> None:
        if not may_publish:
            raise NotPublished(
                f"{'; '.join(told)}. Correct the option; or, if it is right and the file is wrong, add --despite-the-file. "
                "Import it without --publish to look at it at the desk first."
            )
        for words in told:
            self.report.warn(f"{words}: it was stored at {self.meeting}", self.file)

    def take_facts(self, minutes: ImportedMinutes) -> None:
        """What the meeting says by itself (committee, day, time, place) isn't printed a second time as text."""
        for fact in minutes.facts:
            if fact.is_plain and self._says(fact) and not any(block.struck for block in fact.blocks):
                self._take(minutes, fact.blocks, f"said by the meeting itself: “{fact.words}”")
        if minutes.ending and self.meeting.end == minutes.end:
            self.report.made(f"the end of the meeting: “{minutes.ending[0].text}”", self._where(minutes.ending[0].line))
        else:
            last = minutes.items[-1]
            last.minutes = minutes.ending + last.minutes if last.is_heading else last.minutes + minutes.ending

    def take_attendance(self, minutes: ImportedMinutes, publish: bool) -> None:
        """Rows instead of text, where every name is known and rows hold all that is said; else the text stays."""
        taken_of = [take_attendance(self.meeting, item.minutes) for item in minutes.items if item.is_front]
        if not any(taken.says_present for taken in taken_of):
            self.report.warn(NOBODY_PRESENT, self.file)
        for taken in taken_of:
            for block in taken.blocks:
                self._take(minutes, (block,), f"attendance: “{block.text}”")
            if taken.strangers:
                self._say_strangers(", ".join(taken.strangers), publish)
            if taken.asides:
                words = ", ".join(f"“{words}”" for words in taken.asides)
                self.report.warn(f"the attendance stays text, because a list of names can't hold {words}", self.file)

    def _say_strangers(self, names: str, publish: bool) -> None:
        why = f"the committee had no one member of that name: {names}"
        if publish:
            raise NotPublished(
                f"the attendance can't be taken, because {why}. Correct the name in the file or the members at the desk; or "
                "publish without --take-attendance, with the attendance as text."
            )
        self.report.warn(f"the attendance stays text, because {why}", self.file)

    def say_front(self, minutes: ImportedMinutes, tried: bool) -> None:
        """What stays text of the lines before the first item, with advice where there is some."""
        spoken = {block.line for fact in minutes.facts for block in fact.blocks}
        is_taken = self.meeting.attendances.exists()
        what = "what else stands" if is_taken else "who was there, and all else"
        advice = "" if is_taken else "; enter the attendance at the desk" if tried else NOT_TAKEN
        for front in [item for item in minutes.items if item.is_front]:
            if rest := [block for block in front.minutes if block.line not in spoken]:
                words = f"{what} before the first item: kept as text under “{front.title}”{advice}"
                self.report.lines.append(Line(Sort.UNPLACED, words, self._where(rest[0].line)))

    def all(self, items: list[ImportedItem], publish: bool) -> None:
        for item in items:
            if publish and item.ground == Ground.UNKNOWN:
                raise NotPublished(
                    f"“{item.title}” is closed, but on which ground is not chosen yet. Add --ground with one of: "
                    f"{self._grounds()}. Import it without --publish to choose at the desk."
                )
            if item.minutes or not item.is_front:
                self._one(item)

    def _grounds(self) -> str:
        return ", ".join(self.meeting.committee.law.grounds)

    def _take(self, minutes: ImportedMinutes, blocks: Sequence[Block], words: str) -> None:
        for front in [item for item in minutes.items if item.is_front]:
            front.minutes = [block for block in front.minutes if block not in blocks]
        self.report.made(words, self._where(blocks[0].line))

    def _says(self, fact: Fact) -> bool:
        meeting, organisation = self.meeting, Organisation.objects.first()
        names = (meeting.committee.name.casefold(), organisation.name.casefold() if organisation else "")
        return (
            (not fact.committee or any(f" {name}".endswith(f" {fact.committee.casefold()}") for name in names))
            and fact.day in {None, meeting.date}
            and fact.start in {None, meeting.start}
            and fact.place in {"", meeting.venue}
            and fact.kind in {"", meeting.subtitle}
        )

    def _one(self, item: ImportedItem) -> None:
        kind = AgendaItem.Kind.HEADING if item.is_heading else item_kind(item.title)
        row = AgendaItem(
            meeting=self.meeting,
            parent=self.above if item.is_sub else None,
            title=item.title,
            kind=kind,
            number_by_hand=self._by_hand(item),
            is_numbered=bool(item.number),
            purpose=html_of(item.agenda),
            papers_missing=item.names_papers,
        )
        if item.ground:
            self._close(row, item)
        row.place_last()
        check(row, f"“{item.title}”")
        row.save()
        if not item.is_sub:
            self.above, self.above_number, self.counted_below = row, item.number, 0
        minute = Minute(item=row, number=item.minute_number, body=html_of(item.minutes))
        if item.minutes or item.minute_number:
            check(minute, f"the minutes of “{item.title}”")
            minute.save()
        for place, decision in enumerate(item.decisions, start=1):
            self._decision(row, place, decision)
        self._say(item, row)

    def _close(self, row: AgendaItem, item: ImportedItem) -> None:
        """As the clerk says; the title may tell what is closed, so that the public reads another."""
        grounds = [*self.meeting.committee.law.grounds, Ground.UNKNOWN]
        if item.ground not in grounds:
            raise CannotImport(
                f"{self.meeting.committee} can’t close an item on the ground “{item.ground}”; its grounds are "
                f"{self._grounds()}."
            )
        row.restriction, row.restriction_reason = item.ground, item.ground_reason
        row.public_title = CLOSED_TITLE
        chosen = "; choose the ground at the desk" if item.ground == Ground.UNKNOWN else ""
        self.report.note(f"“{item.title}” is closed: the public reads “{CLOSED_TITLE}”{chosen}", self._where(item.line))

    def _by_hand(self, item: ImportedItem) -> str:
        """The printed number where it is not the one that counting gives."""
        if item.is_sub:
            return self._by_hand_below(item)
        if item.is_heading or item.number != str(self.counted + 1):
            return item.number
        self.counted += 1
        return ""

    def _by_hand_below(self, item: ImportedItem) -> str:
        if not self.above_number or item.number != f"{self.above_number}.{self.counted_below + 1}":
            return item.number
        self.counted_below += 1
        return ""

    def _decision(self, row: AgendaItem, place: int, decision: ImportedDecision) -> None:
        made = Decision(
            item=row,
            position=place,
            kind=kind_of(" ".join(block.text for block in decision.resolved)),
            text=html_of(decision.text),
            reasons=html_of(decision.reasons),
            options=html_of(decision.options),
        )
        check(made, f"the decision of “{row.title}”")
        made.save()
        taken = f", taken to be “{made.get_kind_display()}”" if made.kind else NO_ONE_OUTCOME
        self.report.note(f"decision of “{row.title}”{taken}", self._where(decision.text[0].line))

    def _say(self, item: ImportedItem, row: AgendaItem) -> None:
        sort = "heading" if item.is_heading else "sub-item" if item.is_sub else "item"
        what = sort if item.is_heading else f"{sort} {item.number}".strip()
        parts = [f"minute {item.minute_number}" if item.minute_number else "minutes" if item.minutes else "no minutes"]
        parts += ["agenda text"] if item.agenda else []
        if item.decisions:
            parts.append("a decision" if len(item.decisions) == 1 else f"{len(item.decisions)} decisions")
        self.report.made(f"{what} “{row.title}”: {', '.join(parts)}", self._where(item.line))

    def _where(self, line: int) -> str:
        return f"{self.file}, {self.unit} {line}"

"""manage.py import_minutes FILE… [--committee SLUG] [--date YYYY-MM-DD] [--sitting N] [--draft or --approved] [--publish]
[--despite-the-file] [--open ITEM…] [--closed ITEM…]"""

import re
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from rich.console import Console
from rich.table import Table
from rich.text import Text

from committees.models import Committee, plain_slug
from minutes.importing.closing import Answers, Closing, apply, read_closing
from minutes.importing.draft import ImportedMinutes
from minutes.importing.placing import CLOSED_TITLE, Wanted, place
from minutes.importing.reading import read_file
from minutes.importing.refusal import CannotImport, NotPublished
from minutes.importing.report import Line, Report
from minutes.importing.splitting import split
from minutes.models import AgendaItem, Meeting
from published import addresses
from published.kinds import Kind
from publishing.models import NotReady, Publication, public_files

MOST_SITTINGS = 20
SLUG = plain_slug.regex
LONGEST_SLUG = Committee._meta.get_field("slug").max_length


class Command(BaseCommand):
    help = (
        "Read agenda items or whole minutes (.docx, .odt, .html, .md, .txt) into the working record: all files or none."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a .docx, .odt, .html, .md or .txt file")
        parser.add_argument("--committee", metavar="SLUG", default="", help="its address, such as planning-committee")
        parser.add_argument("--date", metavar="YYYY-MM-DD", default="", help="the day of the meeting")
        parser.add_argument("--sitting", type=int, default=1, metavar="N", help="2 for a second meeting on that day")
        parser.add_argument(
            "--new-committee", action="store_true", help="make one even if its address is like another's"
        )
        parser.add_argument("--take-attendance", action="store_true", help="make rows of the names, if all are members")
        parser.add_argument("--publish", action="store_true", help="publish the minutes of the whole meeting too")
        state = parser.add_mutually_exclusive_group()
        state.add_argument("--draft", action="store_true", help="publish them as draft minutes (this is the default)")
        state.add_argument("--approved", action="store_true", help="publish them as minutes that were approved")
        parser.add_argument(
            "--despite-the-file", action="store_true", help="publish though the file says another day or committee"
        )
        items = {"nargs": "+", "metavar": "ITEM", "default": []}
        parser.add_argument(
            "--open", **items, help="items that are open though the file speaks of closed business: 3 4, part-2, or all"
        )
        parser.add_argument("--closed", **items, help="items that are closed to the public: 5 6, part-2, or all")
        parser.add_argument(
            "--ground", default="", metavar="CODE", help="why, such as england-2006-3; else chosen at the desk"
        )
        parser.add_argument(
            "--reason", default="", metavar="TEXT", help="the reason in words, where the ground needs it"
        )

    def handle(self, *, files, publish, approved, **options):
        wanted, report = _wanted(publish=publish, **options), Report()
        kind = Kind.MINUTES if approved else Kind.DRAFT_MINUTES
        read = _answered([(file, *_read(file)) for file in files], _answers(options), publish)
        try:
            with public_files(), transaction.atomic():
                meetings = [_place(minutes, wanted, file, report) for file, minutes in read]
                if publish:
                    added = "; ".join(
                        CLOSED_TITLE if i.ground else i.title
                        for _, minutes in read
                        for i in minutes.items
                        if not i.is_heading
                    )
                    for meeting in dict.fromkeys(meetings):
                        _publish(meeting, kind, added)
        except DatabaseError as error:
            raise CommandError(f"Nothing was imported: the database refused it ({error}). Try again.") from error
        self._print(report.in_order())
        if publish:
            self._print_addresses(dict.fromkeys(meetings))

    def _print(self, lines: list[Line]) -> None:
        if self.stdout.isatty():
            table = Table("", "What", "Where", title="Imported")
            for line in lines:
                table.add_row(line.sort.value, Text(line.what), Text(line.where))
            Console(file=self.stdout).print(table)
            return
        for line in lines:
            self.stdout.write(f"{line.sort.value:<10}  {line.what}{f'  ({line.where})' if line.where else ''}")

    def _print_addresses(self, meetings) -> None:
        for meeting in meetings:
            here = f"{settings.SITE_URL}{addresses.meeting(*meeting.address.split('/'))}"
            self.stdout.write(f"Published   {here}")
            for item in meeting.items.in_order().exclude(kind=AgendaItem.Kind.HEADING):
                self.stdout.write(f"            {here}{item.slug}/")
            self.stdout.write(
                f"            {here}minutes.pdf follows from the worker (manage.py worker; bin/run runs it)."
            )


def _wanted(
    *, committee, date, sitting, take_attendance, new_committee, despite_the_file, publish, **options
) -> Wanted:
    if not 1 <= sitting <= MOST_SITTINGS:
        raise CommandError(f"--sitting “{sitting}” can't be: sittings of a day count from 1 to {MOST_SITTINGS}.")
    return Wanted(_slug(committee), _day(date), sitting, take_attendance, new_committee, despite_the_file, publish)


def _slug(committee: str) -> str:
    if committee and (not SLUG.fullmatch(committee) or len(committee) > LONGEST_SLUG):
        raise CommandError(
            f"--committee “{_shown(committee)}” is not the address of a committee: use small letters, figures and single "
            f"hyphens, at most {LONGEST_SLUG} in all, such as planning-committee."
        )
    return committee


def _day(given: str) -> date | None:
    if not given:
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        raise CommandError(f"--date “{_shown(given)}” is not a date; write it as year, month and day: 2026-03-04.")
    try:
        return datetime.strptime(given, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no time zone
    except ValueError as error:
        raise CommandError(f"--date “{given}” does not exist; check the day and the month.") from error


def _read(file: str) -> tuple[ImportedMinutes, Closing]:
    try:
        source = read_file(Path(file))
        minutes = split(source)
    except CannotImport as error:
        raise _refusal(file, error) from error
    return minutes, read_closing(source, minutes, file)


def _answers(options: dict) -> Answers:
    said = {name: _keys(options[name] or []) for name in ("open", "closed")}
    return Answers(**said, ground=options["ground"], reason=options["reason"])


def _keys(given: list[str]) -> frozenset[str]:
    """ "3", "4,5" and "Part 2" as the keys of items: 3, 4, 5, part-2."""
    words = " ".join(given).lower().replace(",", " ")
    return frozenset(re.sub(r"\b(part|section) +(?=\S)", r"\1-", words).split())


def _answered(read: list[tuple[str, ImportedMinutes, Closing]], answers: Answers, publish: bool):
    """(file, minutes), with what is closed marked so. Raises CommandError while a file speaks of closed business, the minutes
    are to be published, and the clerk has not said which items it means."""
    try:
        answers.check([closing for _, _, closing in read])
    except CannotImport as error:
        raise _refusal(read[0][0], error) from error
    for file, _, closing in read:
        if publish and closing.unanswered(answers):
            raise CommandError(
                f"{_shown(file)} is not published, and nothing was imported: {_shown_lines(closing.question(answers))}\n"
                "Say of each what it is, such as --open 3 4 --closed 5 (or all), with --ground for why it is closed. "
                "Import it without --publish to close it at the desk instead."
            )
        apply(answers, closing)
    return [(file, minutes) for file, minutes, _ in read]


def _place(minutes: ImportedMinutes, wanted: Wanted, file: str, report: Report) -> Meeting:
    try:
        return place(minutes, wanted, _shown(Path(file).name), report)
    except NotPublished as error:
        raise CommandError(f"{_shown(file)} is not published, and nothing was imported: {error}") from error
    except CannotImport as error:
        raise _refusal(file, error) from error


def _publish(meeting: Meeting, kind: Kind, added: str) -> None:
    """A second import into published minutes is a new version, and the public is told what was added."""
    if kind is Kind.DRAFT_MINUTES and any(p.stands for p in Publication.objects.of(meeting, Kind.MINUTES)):
        raise CommandError(
            f"Nothing was imported: the minutes of {meeting} are published as approved. Add --approved to publish them so again."
        )
    earlier = Publication.objects.of(meeting, kind).exists()
    try:
        Publication.objects.publish(meeting, kind, note=f"Added: {added}." if earlier else "")
    except NotReady as error:
        raise CommandError(
            f"{meeting} can't be published, and nothing was imported: {' '.join(error.problems)}"
        ) from error


def _refusal(file: str, error: CannotImport) -> CommandError:
    return CommandError(f"{_shown(file)} can't be imported: {error}")


def _shown(text: str) -> str:
    """Without what a terminal would obey."""
    return "".join(character if character.isprintable() else "�" for character in text)


def _shown_lines(text: str) -> str:
    return "\n".join(map(_shown, text.split("\n")))

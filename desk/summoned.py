"""Whom the agenda of a meeting summons, how each is to be sent theirs, and what was done: the desk's page "Summons" and what it
prints ask here. Once a meeting's cancellation is public, those who were summoned are told of it in the same ways."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format

from committees.clear_days import Notice
from committees.models import Membership, Person, SummonsAddress
from desk.log_of_meeting import MeetingLog
from minutes.models import Meeting
from published.kinds import Kind
from published.models import PDF
from published.record import MeetingRecord
from publishing.before import AGENDAS
from publishing.models import Publication
from publishing.summonses import Summons

OUTCOME, WAY = Summons.Outcome, Summons.Way
SHEET = {Kind.AGENDA: "notice", Kind.SUPPLEMENT: "supplement"}  # the PDF that goes with an e-mail
PERHAPS = {OUTCOME.BEGUN, OUTCOME.DONE, OUTCOME.DOUBTFUL}  # what came, or may have


@dataclass(frozen=True)
class Member:
    """`consent` is that of today, or None; `rows` is what was done with the newest agenda, the oldest first; `mail` is what
    became of the last e-mail of it, or None."""

    person: Person
    role: str
    consent: SummonsAddress | None
    rows: list[Summons]
    mail: Summons.Outcome | None

    @property
    def is_summoned(self) -> bool:
        return any(row.outcome == OUTCOME.DONE for row in self.rows)

    @property
    def is_mailed_next(self) -> bool:
        """Whether the button for all sends them an e-mail."""
        return bool(self.consent) and self.mail in {None, OUTCOME.FAILED}

    @property
    def may_be_mailed_again(self) -> bool:
        """Whether a button of their own does."""
        return bool(self.consent) and self.mail in {OUTCOME.FAILED, OUTCOME.REFUSED, OUTCOME.DOUBTFUL}

    @property
    def is_printed_for(self) -> bool:
        return (not self.consent or self.mail == OUTCOME.REFUSED) and not self.is_summoned


def said(row: Summons, with_address: bool) -> str:
    """What was done, in words; `row.now` is what is known of it. What a mail server says may name the address too."""
    if row.delivered_on:
        return f"{row.get_way_display()} on {date_format(row.delivered_on, 'j F Y')}"
    if not with_address:
        return f"{row.now.label} by e-mail"
    return {
        OUTCOME.BEGUN: f"Being sent by e-mail to {row.address}",
        OUTCOME.DONE: f"Sent by e-mail to {row.address}",
        OUTCOME.REFUSED: f"Refused by the mail server for {row.address}: {row.problem}",
        OUTCOME.FAILED: f"Not sent to {row.address}: {row.problem}",
        OUTCOME.DOUBTFUL: f"Perhaps sent to {row.address}: what sent it stopped before the mail server had answered",
    }[row.now]


@dataclass(frozen=True)
class Summoning:
    """`publication` is the newest agenda, or supplement, that is public, or of a cancelled meeting its cancellation, if that came
    after; None: there is none. `shows_addresses` says whether who
    looks may read members' addresses."""

    meeting: Meeting
    log: MeetingLog
    now: datetime
    shows_addresses: bool = False

    @classmethod
    def of(cls, meeting: Meeting, now: datetime | None = None, *, shows_addresses: bool = False) -> "Summoning":
        now = now or timezone.now()
        return cls(meeting, MeetingLog.of(meeting, now), now, shows_addresses)

    @cached_property
    def publication(self) -> Publication | None:
        kinds = [*AGENDAS, Kind.CANCELLATION] if self.meeting.is_cancelled else AGENDAS
        live = [row for row in self.log.standing if row.kind in kinds and row.sequence in self.log.places]
        return max(live, key=lambda row: (row.goes_live_at, row.sequence), default=None)

    @property
    def is_called_off(self) -> bool:
        """Whether those who were summoned are told that the meeting does not take place."""
        return self.publication is not None and self.publication.kind == Kind.CANCELLATION

    @property
    def name(self) -> str:
        return self.named(self.publication)

    @cached_property
    def record(self) -> MeetingRecord:
        return self.publication.meeting_record

    @cached_property
    def sheet(self) -> PDF | None:
        """The notice as a PDF, or what a supplement adds; None as long as the worker has not made it."""
        name = SHEET.get(Kind(self.publication.kind))
        return PDF.objects.made().filter(version=self.publication.pk, name=name).first()

    @property
    def is_open(self) -> bool:
        """Whether anybody can still be summoned, or told that the meeting is cancelled."""
        speaks_truly = self.is_called_off == self.meeting.is_cancelled
        return self.publication is not None and speaks_truly and not self.meeting.has_begun

    @cached_property
    def rows(self) -> list[Summons]:
        """All that was done for the meeting, with whatever agenda, the oldest first."""
        rows = Summons.objects.filter(publication__meeting=self.meeting).select_related("person", "by")
        rows, by_sequence = list(rows), {row.sequence: row for row in self.log.rows}
        for row in rows:
            row.of = self.named(by_sequence[row.publication_id])
            row.now = row.became(self.now)
            row.said = said(row, self.shows_addresses)
        return rows

    def named(self, publication: Publication) -> str:
        """ "Agenda, version 2"; of one that was withdrawn too."""
        place = self.log.places.get(publication.sequence)
        version = f", version {place.version}" if place and place.version > 1 else ""
        return f"{publication}{version}{' (withdrawn)' if publication.is_withdrawn else ''}"

    @cached_property
    def members(self) -> list[Member]:
        """Those of the meeting's day, each once; substitutes are not summoned. Once it is called off, those who were summoned,
        also if they have left the committee since. Three queries."""
        seats = self._seats
        people = {pk: seat.person for pk, seat in seats.items()}
        if self.is_called_off:
            rows = [row for row in self.rows if row.now in PERHAPS and row.publication_id != self.publication.pk]
            summoned = {row.person_id: row.person for row in rows}
            people = {pk: person for pk, person in (people | summoned).items() if pk in summoned}
        today = timezone.localdate(self.now)
        consents = SummonsAddress.objects.on(today).filter(person__in=people)
        addresses = {consent.person_id: consent for consent in reversed(consents)}
        return [self._member(person, seats.get(pk), addresses.get(pk)) for pk, person in people.items()]

    @cached_property
    def _seats(self) -> dict[int, Membership]:
        """By the members' ids, each once, in the order of seats."""
        seats = Membership.objects.filter(committee=self.meeting.committee_id).on(self.meeting.date)
        first = {seat.person_id: seat for seat in reversed(seats.exclude(role="substitute").in_order())}
        return dict(reversed(first.items()))

    @property
    def unrecorded(self) -> list[Person]:
        """Once it is called off: the members of whom no summons is recorded, if there is any record."""
        told = {member.person.pk for member in self.members} if self.is_called_off else set()
        return [seat.person for pk, seat in self._seats.items() if pk not in told] if told else []

    def _member(self, person: Person, seat: Membership | None, consent: SummonsAddress | None) -> Member:
        newest = self.publication and self.publication.pk
        rows = [row for row in self.rows if row.person_id == person.pk and row.publication_id == newest]
        mails = [row.now for row in rows if row.way == WAY.EMAIL]
        role = "" if seat is None or seat.role == Membership.Role.MEMBER else seat.get_role_display()
        return Member(person, role, consent, rows, mails[-1] if mails else None)

    @property
    def mailed_next(self) -> list[Member]:
        return [member for member in self.members if member.is_mailed_next]

    @property
    def printed_for(self) -> list[Member]:
        return [member for member in self.members if member.is_printed_for]

    @cached_property
    def late(self) -> Notice | None:
        """The notice that a summons of today gives, if that is too short for somebody who has had none yet; else None."""
        had = {row.person_id for row in self.rows if row.outcome == OUTCOME.DONE}
        asks = self.is_open and not self.is_called_off
        notice = Notice.of(self.meeting, timezone.localdate(self.now)) if asks else None
        is_late = notice and notice.days_late and any(member.person.pk not in had for member in self.members)
        return notice if is_late else None

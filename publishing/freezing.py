"""freeze: the one way from the working record to what the public may know."""

from dataclasses import dataclass, field, replace
from datetime import date, time

from committees.law import Law
from committees.models import Organisation, Person
from minutes.models import AgendaItem, Attendance, Decision, Document, Meeting, Motion
from published import record
from published.kinds import Kind


@dataclass(frozen=True)
class AsOnTheDay:
    """Names as an earlier record printed them, where there is one: a correction need not rename who was there."""

    earlier: record.MeetingRecord | None = None
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        self.names.update(names_in(self.earlier) if self.earlier else {})

    def person(self, person: Person) -> record.Name:
        return record.Name(self.names.get(person.slug, str(person)), person.slug)

    def committee(self, name: str) -> str:
        return self.earlier.committee if self.earlier else name

    def organisation(self, name: str) -> str:
        return self.earlier.organisation if self.earlier else name


def names_in(frozen: record.MeetingRecord) -> dict[str, str]:
    """The names of people on file that a record prints, by slug."""
    found = {}
    for motion in (m for item in frozen.items for m in with_amendments(item.motions)):
        found |= {v.person.slug: v.person.name for v in motion.votes}
        found |= {who.slug: who.name for who in (motion.mover, motion.seconder) if who}
    found |= {d.person.slug: d.person.name for item in frozen.items for d in item.declarations}
    found |= {a.substitute_for.slug: a.substitute_for.name for a in frozen.attendance if a.substitute_for}
    found |= {a.person.slug: a.person.name for a in frozen.attendance}
    return {slug: name for slug, name in found.items() if slug}


def with_amendments(motions: tuple[record.Motion, ...]) -> list[record.Motion]:
    """The motions, each followed by the amendments to it."""
    return [m for motion in motions for m in (motion, *with_amendments(motion.amendments))]


def freeze(meeting: Meeting, kind: Kind, names: AsOnTheDay | None = None) -> record.MeetingRecord:
    """What may be published of the meeting now, as `kind`. Restricted text never enters it.

    An agenda holds no minutes, decisions or apologies, whatever has been drafted; a notice and a cancellation hold no
    items. Who may attend is said of what is to come. Of a restricted item only its number, its public title and the legal
    ground are left, and of a restricted paper its kind and ground; an item anywhere below a restricted one is left out
    whole. An item that was never published has no address yet: see publishing.slugs.
    """
    names = names or AsOnTheDay()
    committee = meeting.committee
    items = _open_items(meeting, kind) if kind.has_items else []
    papers = list(meeting.documents.filter(item=None)) if kind.has_items else []
    return record.MeetingRecord(
        kind=kind.value,
        organisation=names.organisation(Organisation.objects.get().name),
        committee=names.committee(committee.name),
        committee_slug=committee.slug,
        slug=meeting.slug,
        date=meeting.date.isoformat(),
        start=_clock(meeting.start),
        end=_clock(meeting.end) if kind.has_minutes else "",
        subtitle=meeting.subtitle,
        venue=meeting.venue,
        remote_link=meeting.remote_link if kind != Kind.CANCELLATION else "",
        webcast_link=meeting.webcast_link,
        attending=_attending(meeting) if kind.invites else "",
        note=meeting.public_note,
        contact_officer=committee.contact_officer,
        contact_email=committee.contact_email,
        contact_phone=committee.contact_phone,
        cancellation_reason=meeting.cancellation_reason if kind == Kind.CANCELLATION else "",
        postponed_to=meeting.postponed_to.slug if kind == Kind.CANCELLATION and meeting.postponed_to else "",
        attendance=_attendance(meeting, kind, names, {item.pk: item.title_for_the_public for item in items}),
        items=tuple(_item(item, kind, names) for item in items),
        papers=_papers(papers),
        papers_closed=_papers_closed(papers),
    )


def _attending(meeting: Meeting) -> str:
    """Who may attend, by the law of the body: the principal councils' law alone knows exempt items."""
    law = meeting.committee.law
    own = meeting.attending == Meeting.Attending.PARTLY and law in {Law.PARISH, Law.OWN}
    return f"{meeting.attending}-{law}" if own else meeting.attending


MINUTED = "minute", "motions__votes__person", "motions__mover", "motions__seconder", "declarations__person"


def _open_items(meeting: Meeting, kind: Kind) -> list[AgendaItem]:
    """The items whose place on the agenda is public: all but those below a restricted one, however deep. With what will be
    read of them and nothing else."""
    decided = ["decisions"] if kind.has_decisions else []
    items = meeting.numbered_items("documents", *decided, *(MINUTED if kind.has_minutes else ()))
    parents = {item.pk: item.parent_id for item in items}
    closed = {item.pk for item in items if item.is_restricted}
    return [item for item in items if not closed.intersection(_above(item.parent_id, parents))]


def _above(parent: int | None, parents: dict[int, int | None]) -> set[int]:
    """The items above one whose parent is given."""
    found: set[int] = set()
    while parent is not None and parent not in found:
        found.add(parent)
        parent = parents.get(parent)
    return found


def _item(item: AgendaItem, kind: Kind, names: AsOnTheDay) -> record.Item:
    minute = getattr(item, "minute", None) if kind.has_minutes else None
    shown = {
        "slug": item.slug,
        "number": item.number,
        "title": item.title_for_the_public,
        "kind": item.kind,
        "level": 2 if item.parent_id else 1,
        "minute_number": minute.number if minute else "",
    }
    if item.is_restricted:
        return record.Item(**shown, closed=_closed(item))
    minutes_closed = _closed(minute) if minute else None
    decisions = list(item.decisions.all()) if kind.has_decisions else []
    return record.Item(
        **shown,
        officer=item.officer,
        purpose=item.purpose,
        recommendation=item.recommendation,
        is_late=item.is_late,
        late_rule=str(item.late_rule) if item.is_late else "",
        late_reason=item.late_reason if item.is_late else "",
        minutes=minute.body if minute and not minutes_closed else "",
        minutes_closed=minutes_closed,
        decisions=tuple(_decision(decision) for decision in decisions if not decision.is_restricted),
        decisions_closed=next((_closed(d) for d in decisions if d.is_restricted), None),
        motions=_motions(item, names) if kind.has_minutes and not minutes_closed else (),
        declarations=_declarations(item, names) if kind.has_minutes and not minutes_closed else (),
        papers=_papers(item.documents.all()),
        papers_closed=_papers_closed(item.documents.all()),
        papers_missing=item.papers_missing,
    )


def _closed(row) -> record.Closed | None:
    return record.Closed(row.restriction, row.restriction_reason) if row.is_restricted else None


def _decision(decision: Decision) -> record.Decision:
    return record.Decision(
        kind=decision.kind,
        text=decision.text,
        reference=decision.reference,
        reasons=decision.reasons,
        options=decision.options,
        is_key=decision.is_key,
        call_in=decision.call_in,
        call_in_by=_day(decision.call_in_by),
        effective_on=_day(decision.effective_on),
        officer=decision.officer,
    )


def _motions(item: AgendaItem, names: AsOnTheDay) -> tuple[record.Motion, ...]:
    """The motions that are not restricted, each with its amendments; those to a restricted one are left out with it."""
    motions = [motion for motion in item.motions.all() if not motion.is_restricted]

    def below(parent: int | None) -> tuple[record.Motion, ...]:
        return tuple(
            replace(_motion(motion, names), amendments=below(motion.pk))
            for motion in motions
            if motion.amends_id == parent
        )

    return below(None)


def _motion(motion: Motion, names: AsOnTheDay) -> record.Motion:
    return record.Motion(
        text=motion.text,
        mover=names.person(motion.mover) if motion.mover else None,
        seconder=names.person(motion.seconder) if motion.seconder else None,
        method=motion.method,
        votes_for=motion.votes_for,
        votes_against=motion.votes_against,
        abstentions=motion.abstentions,
        result=motion.result,
        votes=tuple(record.Vote(names.person(vote.person), vote.cast) for vote in motion.votes.all()),
    )


def _declarations(item: AgendaItem, names: AsOnTheDay) -> tuple[record.Declaration, ...]:
    return tuple(
        record.Declaration(names.person(d.person), d.kind, d.nature, d.left_the_room) for d in item.declarations.all()
    )


def _papers(documents) -> tuple[record.Paper, ...]:
    return tuple(_paper(document) for document in documents if not document.is_restricted)


def _papers_closed(documents) -> tuple[record.ClosedPaper, ...]:
    return tuple(
        record.ClosedPaper(document.kind, closed) for document in documents if (closed := _closed(document)) is not None
    )


def _paper(document: Document) -> record.Paper:
    return record.Paper(
        document.title, document.kind, document.file_name, document.sha256, document.size, document.pages
    )


def _attendance(meeting: Meeting, kind: Kind, names: AsOnTheDay, titles: dict[int, str]) -> tuple[record.Attendee, ...]:
    """Minutes say who was there; an agenda lists the members, and says nothing of apologies received so far."""
    rows = meeting.attendances.select_related("person", "substitute_for")
    if kind.has_minutes:
        return tuple(_attended(row, names, titles) for row in rows)
    if kind in {Kind.AGENDA, Kind.SUPPLEMENT}:
        return tuple(_listed(row, names) for row in rows if row.capacity == Attendance.Capacity.MEMBER)
    return ()


def _listed(row: Attendance, names: AsOnTheDay) -> record.Attendee:
    person = names.person(row.person) if row.person else record.Name(row.guest_name)
    return record.Attendee(person, row.capacity, row.seat, row.role)


def _attended(row: Attendance, names: AsOnTheDay, titles: dict[int, str]) -> record.Attendee:
    """`titles` are those of the public items: somebody may have come in at another."""
    return replace(
        _listed(row, names),
        state=row.state,
        remote=row.mode == Attendance.Mode.REMOTE,
        substitute_for=names.person(row.substitute_for) if row.substitute_for else None,
        arrived_at=titles.get(row.arrived_at_item_id, ""),
        left_at=titles.get(row.left_at_item_id, ""),
    )


def _clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

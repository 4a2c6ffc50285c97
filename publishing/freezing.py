"""freeze: the one way from the working record to what the public may know."""

from dataclasses import replace
from datetime import date, time

from committees.law import Ground
from committees.models import Organisation
from minutes.models import AgendaItem, Attendance, Document, Meeting, Motion
from publishing import record
from publishing.kinds import Kind


def freeze(meeting: Meeting, kind: Kind) -> record.MeetingRecord:
    """What may be published of the meeting now, as `kind`. Restricted text never enters it.

    An agenda holds no minutes, decisions or apologies, whatever has been drafted; a notice and a cancellation hold no
    items. Of a restricted item only its number, its public title and the legal ground are left; an item below it, and a
    restricted paper, is left out whole. An item that was never published has no address yet: see Meeting.fix_slugs.
    """
    committee = meeting.committee
    organisation = Organisation.objects.first()
    items = _open_items(meeting) if kind.has_items else []
    return record.MeetingRecord(
        kind=kind.value,
        organisation=organisation.name if organisation else "",
        committee=committee.name,
        committee_slug=committee.slug,
        slug=meeting.slug,
        date=meeting.date.isoformat(),
        start=_clock(meeting.start),
        end=_clock(meeting.end) if kind.has_minutes else "",
        subtitle=meeting.subtitle,
        venue=meeting.venue,
        remote_link=meeting.remote_link,
        webcast_link=meeting.webcast_link,
        attending=meeting.get_attending_display() if meeting.attending else "",
        note=meeting.public_note,
        contact_officer=committee.contact_officer,
        contact_email=committee.contact_email,
        contact_phone=committee.contact_phone,
        cancellation_reason=meeting.cancellation_reason if kind == Kind.CANCELLATION else "",
        postponed_to=meeting.postponed_to.slug if kind == Kind.CANCELLATION and meeting.postponed_to else "",
        attendance=_attendance(meeting, kind, {item.pk: item.title_for_the_public for item in items}),
        items=tuple(_item(item, kind) for item in items),
        papers=_papers(meeting.documents.filter(item=None)) if kind.has_items else (),
    )


def _open_items(meeting: Meeting) -> list[AgendaItem]:
    """The items whose place on the agenda is public: all but those below a restricted one."""
    related = "minute", "decisions", "documents", "motions__votes__person", "motions__mover", "motions__seconder"
    items = meeting.numbered_items(*related, "declarations__person")
    closed = {item.pk for item in items if item.is_restricted}
    return [item for item in items if item.parent_id not in closed]


def _item(item: AgendaItem, kind: Kind) -> record.Item:
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
        return record.Item(**shown, closed=item.get_restriction_display())
    minutes_closed = minute.get_restriction_display() if minute and minute.is_restricted else ""
    decisions = list(item.decisions.all()) if kind.has_decisions else []
    return record.Item(
        **shown,
        officer=item.officer,
        purpose=item.purpose,
        recommendation=item.recommendation,
        late_reason=item.late_reason if item.is_late else "",
        minutes=minute.body if minute and not minutes_closed else "",
        minutes_closed=minutes_closed,
        decisions=tuple(_decision(decision) for decision in decisions if not decision.is_restricted),
        decisions_closed=next((d.get_restriction_display() for d in decisions if d.is_restricted), ""),
        motions=_motions(item) if kind.has_minutes and not minutes_closed else (),
        declarations=_declarations(item) if kind.has_minutes and not minutes_closed else (),
        papers=_papers(item.documents.all()),
    )


def _decision(decision) -> record.Decision:
    return record.Decision(
        kind=decision.get_kind_display(),
        text=decision.text,
        reference=decision.reference,
        reasons=decision.reasons,
        options=decision.options,
        is_key=decision.is_key,
        call_in=decision.get_call_in_display() if decision.call_in else "",
        call_in_by=_day(decision.call_in_by),
        effective_on=_day(decision.effective_on),
        officer=decision.officer,
    )


def _motions(item: AgendaItem) -> tuple[record.Motion, ...]:
    """The motions that are not restricted; an amendment to a restricted one is left out with it."""
    motions = list(item.motions.all())
    closed = {motion.pk for motion in motions if motion.is_restricted}
    return tuple(_motion(motion) for motion in motions if motion.pk not in closed and motion.amends_id not in closed)


def _motion(motion: Motion) -> record.Motion:
    return record.Motion(
        label="Amendment" if motion.amends_id else "Motion",
        text=motion.text,
        mover=str(motion.mover or ""),
        seconder=str(motion.seconder or ""),
        method=motion.get_method_display(),
        votes_for=motion.votes_for,
        votes_against=motion.votes_against,
        abstentions=motion.abstentions,
        result=motion.get_result_display(),
        votes=tuple(record.Vote(str(v.person), v.person.slug, v.get_cast_display()) for v in motion.votes.all()),
    )


def _declarations(item: AgendaItem) -> tuple[record.Declaration, ...]:
    return tuple(
        record.Declaration(str(d.person), d.person.slug, d.get_kind_display(), d.nature, d.left_the_room)
        for d in item.declarations.all()
    )


def _papers(documents) -> tuple[record.Paper, ...]:
    return tuple(_paper(document) for document in documents if document.restriction == Ground.OPEN)


def _paper(document: Document) -> record.Paper:
    return record.Paper(
        document.title, document.get_kind_display(), document.file_name, document.sha256, document.size, document.pages
    )


def _attendance(meeting: Meeting, kind: Kind, titles: dict[int, str]) -> tuple[record.Attendee, ...]:
    """Minutes say who was there; an agenda lists the members, and says nothing of apologies received so far."""
    rows = meeting.attendances.select_related("person", "substitute_for")
    if kind.has_minutes:
        return tuple(_attended(row, titles) for row in rows)
    if kind in {Kind.AGENDA, Kind.SUPPLEMENT}:
        return tuple(_listed(row) for row in rows if row.capacity == Attendance.Capacity.MEMBER)
    return ()


def _listed(row: Attendance) -> record.Attendee:
    slug = row.person.slug if row.person else ""
    return record.Attendee(name=row.name, person=slug, role=row.role or row.get_seat_display(), capacity=row.capacity)


def _attended(row: Attendance, titles: dict[int, str]) -> record.Attendee:
    """`titles` are those of the public items: somebody may have come in at another."""
    return replace(
        _listed(row),
        state=row.state,
        remote=row.mode == Attendance.Mode.REMOTE,
        substitute_for=str(row.substitute_for or ""),
        arrived_at=titles.get(row.arrived_at_item_id, ""),
        left_at=titles.get(row.left_at_item_id, ""),
    )


def _clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

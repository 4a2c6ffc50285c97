"""freeze: the one way from the working record to what the public may know."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from django.utils import timezone

from committees.clear_days import ClearDays
from committees.law import Law
from committees.models import Committee, Person
from minutes.draft import MINUTED, Draft
from minutes.models import AgendaItem, Attendance, Decision, Document, Meeting, Motion
from published import record
from published.kinds import Kind
from publishing.actions import Actions
from publishing.approvals import annotations_of, approval_of
from publishing.before import AGENDAS, Before, Groups


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


def freeze(
    meeting: Meeting,
    kind: Kind,
    names: AsOnTheDay | None = None,
    now: datetime | None = None,
    draft: Draft | None = None,
) -> record.MeetingRecord:
    """What may be published of the meeting now, as `kind`. Restricted text never enters it.

    An agenda holds no minutes, decisions or apologies, whatever has been drafted; a notice and a cancellation hold no
    items. Who may attend is said of what is to come. Of a restricted item only its number, its public title, the legal
    ground, whether and when it was taken and its public minute are left, and of a restricted paper its kind and ground; an
    item anywhere below a restricted one is left out whole. An item that was never published has no address yet: see
    publishing.slugs. At `now` (None: at this moment) it is asked what the public could read before. `draft` is the meeting's, if
    it has been read.
    """
    names, draft = names or AsOnTheDay(), draft or Draft(meeting)
    committee = meeting.committee
    items = _open_items(draft, kind) if kind.has_items else []
    papers = [document for document in draft.documents if document.item_id is None] if kind.has_items else []
    documents = [*papers, *(document for item in items for document in item.papers)]
    before = Before.of(meeting, documents, now or timezone.now()) if kind.has_items else Before()
    actions = Actions.of(meeting, kind, items, now or timezone.now())
    groups = Groups(meeting, now or timezone.now())
    approval = approval_of(draft, now or timezone.now()) if kind == Kind.MINUTES else None
    notice = ClearDays.of(committee) if kind in AGENDAS else ClearDays(Committee.ClearDays.NONE)
    return record.MeetingRecord(
        kind=kind.value,
        organisation=names.organisation(draft.organisation.name),
        committee=names.committee(committee.name),
        committee_slug=committee.slug,
        slug=meeting.slug,
        date=meeting.date.isoformat(),
        meeting_kind=meeting.kind,
        start=_clock(meeting.start),
        began=_clock(meeting.began) if kind.has_minutes else "",
        end=_clock(meeting.end) if kind.has_minutes else "",
        inquorate=meeting.was_inquorate and kind.has_decisions,
        adjourned_to=meeting.adjourned_to.slug if kind.has_decisions and meeting.adjourned_to else "",
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
        notice_days=notice.needed,
        notice_by=_day(notice.last_day(meeting.date)),
        summoned_by=_lines(meeting.summoned_by) if kind.invites else (),
        called_by_members=meeting.called_by_members and kind.invites,
        approval=approval,
        annotations=annotations_of(meeting, now or timezone.now()) if approval else (),
        attendance=_attendance(draft, kind, names, {item.pk: item.title_for_the_public for item in items}),
        items=tuple(_item(item, kind, names, before, actions, _removals(draft, item.pk), groups) for item in items),
        papers=_papers(papers, before),
        papers_closed=_papers_closed(papers),
        removals=_removals(draft, None) if kind.has_items else (),
    )


def _removals(draft: Draft, item: int | None) -> tuple[record.Removal, ...]:
    return tuple(record.Removal(_day(removed.on), removed.reason) for removed in draft.words_removed[item])


def _attending(meeting: Meeting) -> str:
    """Who may attend, by the law of the body: the principal councils' law alone knows exempt items."""
    law = meeting.committee.law
    own = meeting.attending == Meeting.Attending.PARTLY and law in {Law.PARISH, Law.OWN}
    return f"{meeting.attending}-{law}" if own else meeting.attending


def _open_items(draft: Draft, kind: Kind) -> list[AgendaItem]:
    """The items whose place on the agenda is public: all but those below a restricted one, however deep. With what will be
    read of them and nothing else."""
    decided = ["decisions"] if kind.has_decisions else []
    acted = ["actions"] if kind.has_minutes and draft.meeting.committee.publishes_actions else []
    items = draft.items_with("matter", *decided, *acted, *(MINUTED if kind.has_minutes else ()))
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


def _item(
    item: AgendaItem,
    kind: Kind,
    names: AsOnTheDay,
    before: Before,
    actions: Actions,
    removals: tuple[record.Removal, ...],
    groups: Groups,
) -> record.Item:
    minute = getattr(item, "minute", None) if kind.has_minutes else None
    shown = {
        "slug": item.slug,
        "number": item.number,
        "title": item.title_for_the_public,
        "kind": item.kind,
        "level": 2 if item.parent_id else 1,
        "state": item.state,
        "added_on": _day(before.item_added_on(item, kind)),
        "taken": item.taken if kind.has_decisions else None,
        "minute_number": minute.number if minute else "",
    }
    if item.is_restricted:
        return record.Item(**shown, closed=_closed(item), summary=minute.summary if minute else "")
    minutes_closed = _closed(minute) if minute else None
    decisions = list(item.decisions.all()) if kind.has_decisions else []
    return record.Item(
        **shown,
        former_title=_former_title(item, before),
        matter=record.Matter(item.matter.pk, item.matter.title, item.matter.reference) if item.matter else None,
        state_note=item.state_note if item.state else "",
        officer=item.officer,
        purpose=item.purpose,
        recommendation=item.recommendation,
        is_late=item.is_late,
        late_rule=str(item.late_rule) if item.is_late else "",
        late_reason=item.late_reason if item.is_late else "",
        late_agreed_by=item.late_agreed_by if item.is_late else "",
        minutes=minute.body if minute and not minutes_closed else "",
        minutes_closed=minutes_closed,
        summary=minute.summary if minute and minutes_closed else "",
        decisions=tuple(_decision(decision, before) for decision in decisions if not decision.is_restricted),
        decisions_closed=next((_closed(d) for d in decisions if d.is_restricted), None),
        motions=_motions(item, names, groups) if kind.has_minutes and not minutes_closed else (),
        declarations=_declarations(item, names) if kind.has_minutes and not minutes_closed else (),
        actions=actions.given_at(item) if not minutes_closed else (),
        arising=actions.arising_at(item),
        removals=removals,
        papers=_papers(item.papers, before),
        papers_closed=_papers_closed(item.papers),
        papers_missing=item.papers_missing,
        video_at=item.video_at if item.meeting.webcast_link else None,
        background_papers=_lines(item.background_papers),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _former_title(item: AgendaItem, before: Before) -> str:
    """What an agenda called it, if not what it is called now. Never of a restricted item: it may be what is closed."""
    earlier = before.titles.get(item.slug, "")
    return earlier if earlier != item.title else ""


def _closed(row) -> record.Closed | None:
    return record.Closed(row.restriction, row.restriction_reason) if row.is_restricted else None


def _decision(decision: Decision, before: Before) -> record.Decision:
    return record.Decision(
        kind=decision.kind,
        text=decision.text,
        reference=decision.reference,
        reasons=decision.reasons,
        options=decision.options,
        conflicts=decision.conflicts,
        dispensation=decision.dispensation,
        is_key=decision.is_key,
        call_in=decision.call_in,
        call_in_by=_day(decision.call_in_by),
        effective_on=_day(decision.effective_on),
        officer=decision.officer,
        replaces=before.replaced(decision.replaces),
    )


def _motions(item: AgendaItem, names: AsOnTheDay, groups: Groups) -> tuple[record.Motion, ...]:
    """The motions that are not restricted, each with its amendments; those to a restricted one are left out with it."""
    motions = [motion for motion in item.motions.all() if not motion.is_restricted]

    def below(parent: int | None) -> tuple[record.Motion, ...]:
        return tuple(
            replace(_motion(motion, names, groups), amendments=below(motion.pk))
            for motion in motions
            if motion.amends_id == parent
        )

    return below(None)


def _motion(motion: Motion, names: AsOnTheDay, groups: Groups) -> record.Motion:
    """A secret ballot is told by its count alone, whoever is named at the desk."""
    votes = [] if motion.method == Motion.Method.BALLOT else motion.votes.all()
    return record.Motion(
        text=motion.text,
        mover=names.person(motion.mover) if motion.mover else None,
        seconder=names.person(motion.seconder) if motion.seconder else None,
        method=motion.method,
        votes_for=motion.votes_for,
        votes_against=motion.votes_against,
        abstentions=motion.abstentions,
        result=motion.result,
        casting_vote=motion.casting_vote,
        votes=tuple(record.Vote(names.person(vote.person), vote.cast, groups.group(vote.person)) for vote in votes),
    )


def _declarations(item: AgendaItem, names: AsOnTheDay) -> tuple[record.Declaration, ...]:
    return tuple(
        record.Declaration(
            names.person(d.person),
            kind="" if d.is_sensitive else d.kind,
            nature="" if d.is_sensitive else d.nature,
            afterwards=d.afterwards,
        )
        for d in item.declarations.all()
    )


def _papers(documents, before: Before) -> tuple[record.Paper, ...]:
    return tuple(_paper(document, before) for document in documents if not document.is_restricted)


def _papers_closed(documents) -> tuple[record.ClosedPaper, ...]:
    return tuple(
        record.ClosedPaper(document.kind, closed) for document in documents if (closed := _closed(document)) is not None
    )


def _paper(document: Document, before: Before) -> record.Paper:
    """That it was replaced is told only if the public could read what stood in its place."""
    is_told = not before.files.keys().isdisjoint(document.earlier)
    return record.Paper(
        title=document.title,
        kind=document.kind,
        file_name=document.file_name,
        sha256=document.sha256,
        size=document.size,
        pages=document.pages,
        replaced_on=_day(document.replaced_on) if is_told else "",
        added_on=_day(before.added_on({document.sha256, *document.earlier})),
    )


def _attendance(draft: Draft, kind: Kind, names: AsOnTheDay, titles: dict[int, str]) -> tuple[record.Attendee, ...]:
    """Minutes say who was there; an agenda lists the members, and says nothing of apologies received so far."""
    if kind in AGENDAS:
        members = [row for row in draft.attendances if row.capacity == Attendance.Capacity.MEMBER]
        appointed = _appointed(draft.meeting)
        return tuple(_listed(row, names, appointed) for row in members)
    if not kind.has_minutes:
        return ()
    appointed = _appointed(draft.meeting)
    return tuple(_attended(row, _listed(row, names, appointed), names, titles) for row in draft.room.rows)


def _appointed(meeting: Meeting) -> dict[int, str]:
    """The body that appointed each person to their seat of that day, where one is named."""
    seats = meeting.committee.memberships.on(meeting.date).exclude(appointed_by="")
    return dict(seats.values_list("person_id", "appointed_by"))


def _listed(row: Attendance, names: AsOnTheDay, appointed: dict[int, str]) -> record.Attendee:
    person = names.person(row.person) if row.person else record.Name(row.guest_name)
    return record.Attendee(
        person, row.capacity, row.seat, row.role, represents=appointed.get(row.person_id, "") if row.seat else ""
    )


def _attended(row: Attendance, listed: record.Attendee, names: AsOnTheDay, titles: dict[int, str]) -> record.Attendee:
    """`titles` are those of the public items: somebody may have come in at another."""
    return replace(
        listed,
        state=row.state,
        comment=row.comment,
        remote=row.mode == Attendance.Mode.REMOTE,
        substitute_for=names.person(row.substitute_for) if row.substitute_for else None,
        movements=tuple(_movements(row, titles)),
    )


def _movements(row: Attendance, titles: dict[int, str]) -> Iterator[record.Movement]:
    """At what lies below a closed item they came or went at that item; nothing is said of what lies deeper."""
    for movement in row.movements.all():
        title = titles.get(movement.item_id) or titles.get(movement.item.parent_id)
        if title:
            yield record.Movement(movement.kind, title, _clock(movement.at))


def _clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

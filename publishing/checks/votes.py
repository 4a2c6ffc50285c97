"""Votes that don't add up, or were cast by somebody who was not in the room."""

from collections.abc import Iterator

from minutes.models import AgendaItem, Attendance, Declaration, Motion, Movement, Vote, name_motions
from minutes.room import VOTING, Room
from publishing.checks.check import Check, coded, look, minutes_link

COUNTED = {
    Vote.Cast.FOR: "votes_for",
    Vote.Cast.AGAINST: "votes_against",
    Vote.Cast.ABSTAINED: "abstentions",
}
NOT_THERE = {
    Attendance.State.APOLOGIES: "sent apologies",
    Attendance.State.ABSENT: "was absent",
    Attendance.State.EXPECTED: "is still “expected”",
}
AWAY = {Movement.Kind.LEFT: "had left the meeting before", Movement.Kind.ARRIVED: "had not arrived yet"}
# Where the votes are not taken by name, a name beside them is that of a member who asked for it.
NOT_BY_NAME = {Motion.Method.ASSENT, Motion.Method.COUNTED, Motion.Method.SHOW_OF_HANDS}


@coded("votes")
def votes(room: Room, items: list[AgendaItem]) -> Iterator[Check]:
    """`items` with their motions, votes and declarations."""
    for item in items:
        motions = item.motions.all()
        name_motions(motions)
        for motion in motions:
            at = f"“{item.title}”, {str(motion).lower()}"
            if motion.method == Motion.Method.BALLOT and motion.votes.all():
                yield Check(
                    f"{at}: it was a secret ballot, and has names. Remove them, or choose another way of voting.",
                    minutes_link(item),
                    item=item.pk,
                )
            for sentence in [
                *_nobody_named(motion),
                *_names(motion),
                *_sums(motion, item, room),
                *_no_result(motion),
                *_casting_vote(motion),
                *_voters(motion, item, room),
            ]:
                yield look(f"{at}: {sentence}", minutes_link(item), item)


def _nobody_named(motion: Motion) -> Iterator[str]:
    if motion.method == Motion.Method.RECORDED and not motion.votes.all():
        yield "it is a recorded vote, but names nobody. Record who voted how, or choose another way of voting."


def _names(motion: Motion) -> Iterator[str]:
    """Where all names are recorded, they are as many as were counted; where single members asked for it, they are not more."""
    names = [vote.cast for vote in motion.votes.all()]
    for cast, column in COUNTED.items():
        count, named = getattr(motion, column), names.count(cast)
        differs = named > (count or 0) if motion.method in NOT_BY_NAME else named != count
        if names and count is not None and differs:
            yield f"{count} counted as “{cast.label}”, but {named} by name."


def _sums(motion: Motion, item: AgendaItem, room: Room) -> Iterator[str]:
    votes_for, against = motion.votes_for or 0, motion.votes_against or 0
    total, left = votes_for + against + (motion.abstentions or 0), outside(item)
    there = sum(row.person_id not in left for row in room.voting_at(item))
    if room.voting and total > there:
        are = "member with a vote was" if there == 1 else "members with a vote were"
        yield f"{total} votes are counted, but {there} {are} in the room at this item."
    if motion.result == Motion.Result.CARRIED and votes_for < against:
        yield f"it is recorded as carried, by {votes_for} votes to {against}."
    if motion.result == Motion.Result.LOST and votes_for > against:
        yield f"it is recorded as lost, by {votes_for} votes to {against}."


def _no_result(motion: Motion) -> Iterator[str]:
    """Where votes are counted, a reader wants to know what became of it."""
    if motion.result or (motion.votes_for is None and motion.votes_against is None):
        return
    if motion.votes_for == motion.votes_against and not motion.casting_vote:
        yield "the votes are equal, with no casting vote and no result. Record how it ended."
    else:
        yield "votes are counted, but no result is recorded. Record how it ended."


def _casting_vote(motion: Motion) -> Iterator[str]:
    """It is given after equal votes, and decides."""
    if not motion.casting_vote:
        return
    if motion.votes_for != motion.votes_against:
        votes_for, against = motion.votes_for or 0, motion.votes_against or 0
        yield f"it has a casting vote, though {votes_for} voted for and {against} against."
    otherwise = {Motion.CastingVote.FOR: Motion.Result.LOST, Motion.CastingVote.AGAINST: Motion.Result.CARRIED}
    if motion.result == otherwise[Motion.CastingVote(motion.casting_vote)]:
        yield f"it is recorded as {motion.get_result_display().lower()}, with a casting vote {motion.casting_vote} it."


def _voters(motion: Motion, item: AgendaItem, room: Room) -> Iterator[str]:
    left = outside(item)
    for vote in motion.votes.all():
        why = _why_not_there(room.row_of(vote.person_id), item, room)
        if not why and vote.person_id in left:
            why = "declared an interest and left the room"
        if why:
            yield f"{vote.person} voted “{vote.get_cast_display()}”, but {why}."


def outside(item: AgendaItem) -> set[int]:
    """The people who declared an interest in the item and left the room."""
    left = Declaration.Afterwards.LEFT
    return {declaration.person_id for declaration in item.declarations.all() if declaration.afterwards == left}


def _why_not_there(row: Attendance | None, item: AgendaItem, room: Room) -> str:
    """Why somebody can't have voted at the item, or nothing."""
    if row is None:
        return "is not on the list of who attended"
    if row.state in NOT_THERE:
        return NOT_THERE[Attendance.State(row.state)]
    if row.capacity not in VOTING:
        return f"is listed as “{row.get_capacity_display()}”, without a vote"
    away = room.away(row, item)
    return AWAY[Movement.Kind(away.kind)] if away else ""

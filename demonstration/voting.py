"""How the demonstration's members vote: nobody who is not in the room, and as many as there are names."""

from random import Random

from committees.models import Person
from minutes.models import AgendaItem, Meeting, Motion, Vote
from minutes.room import Room

SIDES = {"for": "votes_for", "against": "votes_against", "abstained": "abstentions"}


def take_votes(meeting: Meeting) -> None:
    """Put every motion of the meeting to those who are in the room at its item."""
    chance = Random(f"votes of {meeting.address}")  # noqa: S311  variety, not secrecy
    room = Room.of(meeting)
    for motion in Motion.objects.filter(item__meeting=meeting).select_related("item").order_by("pk"):
        put(motion, in_the_room(motion.item, room), chance)


def in_the_room(item: AgendaItem, room: Room) -> list[Person]:
    """The members and substitutes who were there at the item to its end, and had not left it for an interest."""
    gone = set(item.declarations.filter(afterwards="left").values_list("person_id", flat=True))
    gone |= set(item.movements.filter(kind="left").values_list("attendance__person_id", flat=True))
    return [row.person for row in room.voting_at(item) if row.person_id not in gone]


def put(motion: Motion, voters: list[Person], chance: Random) -> None:
    """Let them vote so that the motion's result comes out; its mover and seconder vote for it."""
    others = [person for person in voters if person not in (motion.mover, motion.seconder)]
    chance.shuffle(others)
    minority, abstained = chance.randint(0, len(others) // 6), chance.randint(0, 1)
    against = minority if motion.result == "carried" else len(others) - minority - abstained
    cast = {
        "for": [motion.mover, motion.seconder, *others[against + abstained :]],
        "against": others[:against],
        "abstained": others[against : against + abstained],
    }
    for side, column in SIDES.items():
        setattr(motion, column, len(cast[side]))
    motion.save_columns(*SIDES.values())
    if motion.method == "recorded":
        Vote.objects.bulk_create(Vote(motion=motion, person=who, cast=side) for side in SIDES for who in cast[side])

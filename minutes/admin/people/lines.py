"""The people of a meeting as the grid shows them: a line for each, its controls with what they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from minutes.admin.people.stating import COLUMNS, Problem
from minutes.models import Attendance, Movement
from minutes.movements import in_words, possible

Capacity = Attendance.Capacity
GROUPS = [
    ("Members", {Capacity.MEMBER, Capacity.SUBSTITUTE}),
    ("Other members", {Capacity.OTHER_MEMBER}),
    ("Officers", {Capacity.OFFICER}),
    ("Guests and press", {Capacity.GUEST, Capacity.PRESS}),
]
STATES = ["present", "apologies", "absent", "expected"]  # the likeliest first; the key of each is in the script


@dataclass
class Control:
    """A control of the grid: what it holds, and what it held when the page was made."""

    name: str
    was: str
    value: str
    problem: Problem | None = None


def control_of(name: str, stored: str, typed: Mapping[str, str], problems: Mapping[str, Problem]) -> Control:
    """What a control holds: what is stored; or what was typed, where that could not be."""
    problem = problems.get(name)
    if problem is None:
        return Control(name, stored, stored)
    # Who has seen what somebody else stored, and saves again, replaces that.
    was = stored if problem.stored is None else problem.stored
    return Control(name, was, typed.get(name, stored), problem)


class Line:
    """One person: their controls by column, what is told of their coming and going, and what they can do next."""

    states = [(state, Attendance.State(state).label) for state in STATES]
    modes = Attendance.Mode.choices
    seats = Attendance._meta.get_field("seat").get_choices()
    capacities = [choice for choice in Capacity.choices if choice[0] != Capacity.SUBSTITUTE]

    def __init__(self, row: Attendance, items: Mapping[int, str], typed: Mapping, problems: Mapping[str, Problem]):
        self.row, self.id, self.items = row, f"p{row.pk}", items
        self.typed, self.problems = typed, problems
        for column in COLUMNS:
            setattr(self, column, control_of(f"{self.id}-{column}", getattr(row, column), typed, problems))

    @property
    def moves(self) -> list[tuple[Movement, str, str]]:
        """Each movement, what it is called, and the item it was at."""
        moves = list(self.row.movements.all())
        return [
            (move, words, self.items.get(move.item_id, "")) for move, words in zip(moves, in_words(moves), strict=True)
        ]

    @property
    def possible(self) -> list[tuple[str, str]]:
        return possible(list(self.row.movements.all()))

    @cached_property
    def move_problem(self) -> Problem | None:
        return self.problems.get(f"{self.id}-item")

    @property
    def move_typed(self) -> str:
        return self.typed.get(f"{self.id}-item", "")

    @property
    def is_open(self) -> bool:
        """Whether what is folded away has a problem to show."""
        folded = ("comment", "apology_reason", "role", "seat", "capacity", "item")
        return bool(self.move_typed) or any(f"{self.id}-{name}" in self.problems for name in folded)

    @property
    def beside_name(self) -> str:
        """What stands under the name: the seat, the post, for whom."""
        seat = self.row.get_seat_display() if self.row.seat not in {"", "member"} else ""
        stands_in = f"for {self.row.substitute_for}" if self.row.substitute_for_id else ""
        kind = self.row.get_capacity_display() if self.row.capacity in {"substitute", "press"} else ""
        return ", ".join(filter(None, [" ".join(filter(None, [kind, stands_in])), seat, self.row.role]))


def groups_of(rows, items: Mapping[int, str], typed: Mapping, problems: Mapping) -> list[tuple[str, list[Line]]]:
    """The lines under what they are, in the order of `rows`; no group that has nobody."""
    lines = [Line(row, items, typed, problems) for row in rows]
    groups = [(name, [line for line in lines if line.row.capacity in kinds]) for name, kinds in GROUPS]
    return [(name, lines) for name, lines in groups if lines]

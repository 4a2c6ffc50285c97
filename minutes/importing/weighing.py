"""Which of the candidates are headings: the reading of all of them together that fits best.

Read in order, each candidate is a heading (H), a member of a list inside an item (L), or plain text (T). Every reading has
a worth; the best few are kept while going through the file, so that the time grows with the file's length alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from minutes.importing.candidates import Candidate

KEPT = 12  # readings
FAR = 20  # numbers that are missing between two headings: more are another sort of number
LOOKED_BACK = 80  # headings, for whether a number was there already
AGAIN, RESTART, NEW_LIST, BACK, BACK_FIRMLY, GAP, PASSED = 1.5, 3.0, 0.8, 1.3, 0.3, 0.3, 0.5


class Reading(NamedTuple):
    worth: float
    last: int  # the number of the last heading; 0 before the first
    inner: int  # the number of the last member of a list inside the item; 0 outside of one
    path: tuple | None  # (candidate, is a heading, path before)


@dataclass(frozen=True)
class Weighed:
    taken: list[Candidate]
    left: list[Candidate]  # those that are no headings in the best reading
    worth: float

    @property
    def belief(self) -> float:
        return sum(each.likely for each in self.taken) / len(self.taken) if self.taken else 0


def weigh(found: Sequence[Candidate], parts: Sequence[int] = ()) -> Weighed:
    """The best reading. `parts` are the places at which a part of the agenda begins, after which numbers may start anew."""
    readings, waiting = [Reading(0, 0, 0, None)], list(parts)
    for each in found:
        anew = bool(waiting) and waiting[0] < each.heading.at
        while waiting and waiting[0] < each.heading.at:
            waiting.pop(0)
        readings = _best(step for reading in readings for step in _steps(reading, each, anew))
    taken, left = _followed(readings[0].path)
    return Weighed(taken, left, sum(_as_heading(each) for each in taken))


def _best(steps) -> list[Reading]:
    """The best reading of each state, and of those the best few."""
    states: dict[tuple[int, int], Reading] = {}
    for step in steps:
        state = step.last, step.inner
        if state not in states or states[state].worth < step.worth:
            states[state] = step
    return sorted(states.values(), key=lambda reading: -reading.worth)[:KEPT]


def _steps(reading: Reading, each: Candidate, anew: bool):
    worth, last, inner, path = reading
    yield Reading(worth + _as_heading(each) - _break(reading, each, anew), each.count, 0, (each, True, path))
    passed = PASSED if last and not inner and each.count == last + 1 else 0  # it would have been the next
    yield Reading(worth + _as_text(each) - passed, last, inner, (each, False, path))
    if each.count == 1 and last and not anew:
        yield Reading(worth + _as_member(each) - NEW_LIST, last, 1, (each, False, path))
    elif inner and each.count == inner + 1:
        yield Reading(worth + _as_member(each), last, each.count, (each, False, path))


def _as_heading(each: Candidate) -> float:
    return 3 * each.likely - 1.2


def _as_text(each: Candidate) -> float:
    return 0.4 * (1 - each.likely) - 1.2 * each.likely


def _as_member(each: Candidate) -> float:
    return max(_as_heading(each), 0.3 * (1 - each.likely)) - 0.05


def _break(reading: Reading, each: Candidate, anew: bool) -> float:
    """What it costs that a number doesn't follow the one before."""
    last, count = reading.last, each.count
    if not last or count == last + 1 or (anew and count == 1):
        return 0
    if count == last:
        return 0 if each.is_continued or _has_suffix(each) else AGAIN
    if count > last:
        return GAP + 0.1 * min(count - last - 1, 8) + (1 if count > last + FAR else 0)
    if each.is_continued:
        return 0
    if _is_there(reading.path, count):
        return RESTART
    return BACK if each.is_plain else BACK_FIRMLY


def _has_suffix(each: Candidate) -> bool:
    """ "4A", which may follow "4"."""
    return each.mark.number[-1:].isalpha() and any(map(str.isdigit, each.mark.number))


def _is_there(path: tuple | None, count: int) -> bool:
    for _ in range(LOOKED_BACK):
        if path is None:
            return False
        each, is_heading, path = path
        if is_heading and each.count == count:
            return True
    return False


def _followed(path: tuple | None) -> tuple[list[Candidate], list[Candidate]]:
    taken, left = [], []
    while path is not None:
        each, is_heading, path = path
        (taken if is_heading else left).append(each)
    return taken[::-1], left[::-1]

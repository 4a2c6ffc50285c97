"""What a clerk is told of how the numbers of a file were read."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import groupby

from minutes.importing.candidates import Candidate
from minutes.importing.weighing import Weighed

WORTH_SAYING = 0.5  # how likely a heading is whose refusal is to be told
ANY = 1_000_000
MOST_TOLD = 3  # of a kind, one by one


def readings(weighed: Weighed, parts: list[int]) -> Iterator[tuple[str, int]]:
    """Words and the place among the blocks, for each thing to look at. `parts` are the places where numbers begin again."""
    yield from _run_ins([each for each in weighed.taken if each.heading.rest and not each.is_strong])
    seen: set[int] = set()
    highest = 0
    there = {each.count for each in weighed.taken}
    for before, each in zip([None, *weighed.taken], weighed.taken, strict=False):
        if before and any(before.heading.at < at < each.heading.at for at in parts):
            seen, highest = set(), 0  # another part of the agenda: numbers begin again
        if before and seen:
            is_missing = highest < each.count and not there.issuperset(range(highest + 1, each.count))
            yield from _of_one(each, before, each.count in seen, highest if is_missing else 0)
        seen.add(each.count)
        highest = max(highest, each.count)
    starts = [each.heading.at for each in weighed.taken]
    for place, left in groupby(weighed.left, lambda each: bisect(starts, each.heading.at)):
        yield from left_alone(list(left), weighed.taken[place - 1] if place else None)


def _run_ins(taken: list[Candidate]) -> Iterator[tuple[str, int]]:
    """Titles that were cut from the text behind them, by what the words look like."""
    titles = [f"“{each.mark.number} {each.heading.title}”" for each in taken]
    if len(taken) > MOST_TOLD:
        ends = f"from {titles[0]} to {titles[-1]}"
        yield (
            f"{len(taken)} titles stand on one line with their text, {ends}; check where they end",
            taken[0].heading.at,
        )
        return
    for each, title in zip(taken, titles, strict=True):
        yield f"{title}: the title stands on one line with its text; check where it ends", each.heading.at


def _of_one(each: Candidate, before: Candidate, is_again: bool, last: int) -> Iterator[tuple[str, int]]:
    """What a clerk should look at in one heading: its number was there already, or none was found after the `last` one."""
    title, at = f"“{each.mark.number} {each.heading.title}”", each.heading.at
    if each.is_continued or (is_again and each.mark.number[-1:].isdigit()):
        yield f"{title}: the number {each.mark.number} again; taken as an item of its own", at
    elif last:
        yield f"{title} follows number {last}: look whether what lies between has a heading", at
    elif each.count < before.count:
        yield f"{title} comes after number {before.mark.number}: kept in the file's order", at


def left_alone(left: Sequence[Candidate], within: Candidate | None, many: int = ANY) -> Iterator[tuple[str, int]]:
    """Numbered lines that could be headings and were taken as text: the runs of them, each with its place. Runs of so `many`
    are told of in any case."""
    runs: list[list[Candidate]] = []
    for each in left:
        if runs and each.count == runs[-1][-1].count + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    where = f" within “{within.heading.title}”" if within else ""
    for run in runs:
        goes_on = within is not None and within.count + 1 == run[0].count
        likely = max(each.likely for each in run)
        if likely >= WORTH_SAYING or len(run) >= many or (goes_on and (len(run) > 1 or likely >= WORTH_SAYING / 2)):
            yield _shown(run, where), run[0].heading.at


def _shown(run: list[Candidate], where: str) -> str:
    first, last = (f"“{each.mark.number} {each.heading.title}”" for each in (run[0], run[-1]))
    if len(run) == 1:
        return f"{first}: taken as text{where}, not as an item"
    return f"{first} to {last} ({len(run)} numbered lines): taken as a list{where}, not as items"

"""What a frozen record says of the things that people follow."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from published.record import Item, MeetingRecord, Motion, Name
from richtext.plain_text import standing, text_of
from website.alerts import wording
from website.models import Follows


class Reading:
    """A record as somebody reads it who looks for a person, a matter, words or a street. `agenda` is the record whose items
    count, where the record itself has none: a cancelled meeting is told to who follows what was on its agenda. `salts` are
    those of the stored records that it was made of, by their sequence: what was withdrawn or changed since has another or
    none."""

    def __init__(
        self, record: MeetingRecord, agenda: MeetingRecord | None = None, salts: Mapping[int, str] | None = None
    ) -> None:
        self.record, self.agenda, self.salts = record, agenda or record, dict(salts or {})

    def tells_of(self, kind: str, value: str) -> bool:
        """Whether what is followed is in it."""
        return {
            Follows.ALL: lambda: True,
            Follows.COMMITTEE: lambda: value == self.record.committee_slug,
            Follows.PERSON: lambda: value in self.people,
            Follows.MATTER: lambda: value in self.matters,
            Follows.WORDS: lambda: wording.holds(self._all_words, value),
            Follows.STREET: lambda: wording.holds(self._all_streets, value),
        }[Follows(kind)]()

    def items(self, kind: str, value: str) -> list[Item]:
        """The items that tell of it; of a committee and of everything none, because all do."""
        tells = {
            Follows.PERSON: lambda n, item: value in self._people_at[n],
            Follows.MATTER: lambda n, item: item.matter is not None and str(item.matter.id) == value,
            Follows.WORDS: lambda n, item: wording.holds(self._words[n], value),
            Follows.STREET: lambda n, item: wording.holds(self._streets[n], value),
        }.get(Follows(kind))
        return [item for n, item in enumerate(self.agenda.items) if tells and tells(n, item)]

    @cached_property
    def people(self) -> set[str]:
        """The slugs of who is named: present, absent or substituted, moving, voting, declaring."""
        listed = (name for row in self.agenda.attendance for name in (row.person, row.substitute_for))
        return _slugs(listed).union(*self._people_at)

    @cached_property
    def matters(self) -> set[str]:
        return {str(item.matter.id) for item in self.agenda.items if item.matter}

    @cached_property
    def _people_at(self) -> list[set[str]]:
        return [_slugs(_named(item)) for item in self.agenda.items]

    @cached_property
    def _words(self) -> list[str]:
        """Of each item its words, line by line: a phrase does not begin in one and end in the next."""
        lines = ([line for text in _texts(item) for line in text.split("\n")] for item in self.agenda.items)
        return [wording.lines(map(wording.words, of_item)) for of_item in lines]

    @cached_property
    def _streets(self) -> list[str]:
        return [wording.lines(map(wording.street, text.split("\n"))) for text in self._words]

    @cached_property
    def _all_words(self) -> str:
        return "".join(self._words)

    @cached_property
    def _all_streets(self) -> str:
        return "".join(self._streets)


def _slugs(names: Iterable[Name | None]) -> set[str]:
    return {name.slug for name in names if name and name.slug}


def _named(item: Item) -> Iterator[Name | None]:
    for motion in _motions(item.motions):
        yield from (motion.mover, motion.seconder, *(vote.person for vote in motion.votes))
    yield from (declaration.person for declaration in item.declarations)


def _motions(motions: Iterable[Motion]) -> Iterator[Motion]:
    for motion in motions:
        yield motion
        yield from _motions(motion.amendments)


def _texts(item: Item) -> Iterator[str]:
    """The item's own public words; what is struck through no longer stands."""
    yield from (item.title, item.former_title, item.officer)
    if item.matter:
        yield from (item.matter.title, item.matter.reference)
    rich = [item.purpose, item.recommendation, item.minutes, item.summary]
    for decision in item.decisions:
        rich += [decision.text, decision.reasons, decision.options]
        yield decision.reference
    rich += [motion.text for motion in _motions(item.motions)]
    yield from (text_of(standing(text)) for text in rich)
    yield from (action.what for action in (*item.actions, *item.arising))
    yield from (paper.title for paper in item.papers)
    yield from item.background_papers

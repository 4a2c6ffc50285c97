"""Members as a clerk lists them, one a line: “Councillor Mary Bell (Chair), Labour, Quayside ward”."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from committees.member_lines import Line, Problems, Role
from committees.models import Committee, Membership, Party, Person, Ward
from committees.naming import PARTICLE, free_slug, like, meant, parts_of, plain

IS_PARTY = re.compile(
    r".*\b(?:party|group)|(?:the )?(?:labour|conservatives?|liberal democrats?|greens?|independents?|plaid cymru|reform uk|ukip"
    r"|non-aligned|ungrouped|labour and co-operative|snp|scottish national)",
    re.I,
)
ALONE = re.compile(r"independents?|non-aligned|ungrouped", re.I)  # of no party, whatever a party is called
IS_WARD = re.compile(r"(?P<name>.+?)\s+(?:ward|division)|ward of (?P<of>.+)", re.I)
IS_BODY = re.compile(
    r".*\b(?:council|authority|board|trust|university|college|association|chamber|union|diocese|church|police|nhs|society|federation"
    r"|forum|partnership|company|ltd|cyngor)\b.*",
    re.I,
)


@dataclass
class Seat:
    """A line with what it means among what is on file; a `person` without a pk is a new one."""

    person: Person
    role: str
    party: Party | None = None
    ward: Ward | None = None
    appointed_by: str = ""
    taken: list[str] = field(default_factory=list)  # what was read otherwise than it was written, in sentences


def look_up(lines: Iterable[Line]) -> list[Seat]:
    """What each line means among the people, parties and wards on file. ValidationError says what can't be told."""
    return _Register().seats(list(lines))


class _Register:
    def __init__(self):
        self.people = list(Person.objects.select_related("party", "ward"))
        self.parties = {
            name.casefold(): party for party in Party.objects.all() for name in (party.name, party.abbreviation) if name
        }
        self.wards = {ward.name.casefold(): ward for ward in Ward.objects.all()}

    def seats(self, lines: list[Line]) -> list[Seat]:
        seats, problems = [], Problems()
        for line in lines:
            try:
                seats.append(self._seat(line))
            except ValidationError as error:
                problems.add(error.message, line)
        _doubles(lines, problems)
        problems.tell()
        return seats

    def _seat(self, line: Line) -> Seat:
        turned = self._turn(line)
        known = [] if line.is_new else meant(line.name, self.people)
        if len(known) > 1:
            raise ValidationError(_which_of(line.name, known))
        if not known and not line.is_new and line.title and not line.first:
            raise ValidationError(
                f"nobody on file is called {line.name}. Write the first name too, or “{line.name} (new)” if there is none."
            )
        if not known and not line.is_new:
            self._ask_whether_alike(line)
        elif known and line.first and plain(line.name) != plain(f"{known[0].first_name} {known[0].last_name}"):
            raise ValidationError(_did_you_mean(line.name, known[0]))
        seat = Seat(
            known[0] if known else Person(title=line.title, first_name=line.first, last_name=line.last), line.role
        )
        seat.taken += turned
        for words in line.further:
            self._further(seat, words)
        return seat

    def _turn(self, line: Line) -> list[str]:
        """ "BELL, Mary": the last name in capitals first, as a register has it. Tells what was read so."""
        if not is_last_name_in_capitals(line.name) or not line.further or self._is_known(line.further[0]):
            return []
        title, first, last = parts_of(line.further.pop(0))
        written, line.title = line.name, line.title or title
        line.first, line.last = f"{first} {last}".strip(), in_small_letters(written)
        return [f"“{written}, {line.first}” was read as {line.name}."]

    def _is_known(self, words: str) -> bool:
        """Whether some words are a party, a ward or a body, and so no first name."""
        patterns = any(pattern.fullmatch(words) for pattern in (IS_PARTY, IS_WARD, IS_BODY))
        rows = [*self.parties.values(), *self.wards.values()]
        return patterns or words.casefold() in {*self.parties, *self.wards} or bool(_longer(words, rows))

    def _ask_whether_alike(self, line: Line) -> None:
        if alike := like(line.name, self.people):
            raise ValidationError(_did_you_mean(line.name, alike[0]))

    def _further(self, seat: Seat, words: str) -> None:
        """What a part of the line says. A party and a ward are never guessed: ValidationError asks."""
        key = words.casefold()
        party = next((self.parties[each] for each in _names_of_party(key) if each in self.parties), None)
        if party:
            seat.party = party
        elif key in self.wards:
            seat.ward = self.wards[key]
        elif found := IS_WARD.fullmatch(words):
            seat.ward = self._ward(found["name"] or found["of"], is_new=bool(found["of"]))
        elif IS_PARTY.fullmatch(words):
            is_said = ALONE.match(words) or key.endswith((" party", " group"))
            if not is_said:
                _ask(words, _longer(words, self.parties.values()), f"{words} party")
            seat.party = self.parties.setdefault(key, Party(name=words[:100]))
        elif IS_BODY.fullmatch(words):
            seat.appointed_by = words[:200]
        else:
            rows = _longer(words, [*self.parties.values(), *self.wards.values()])
            _ask(words, rows, f"{words} party” or “ward of {words}")
            raise ValidationError(
                f"“{words}” is neither a role nor a party, ward or body on file. Write “{words} party”, “{words} ward” or "
                f"“{words} council”, or take it out."
            )

    def _ward(self, name: str, *, is_new: bool) -> Ward:
        key = name.casefold()
        if key not in self.wards and not is_new:
            _ask(f"{name} ward", _longer(name, self.wards.values()), f"ward of {name}")
        return self.wards.setdefault(key, Ward(name=name[:100]))


def _names_of_party(key: str) -> list[str]:
    """The same party with and without the word."""
    short = key.removesuffix(" party")
    return [key, short, f"{short} party"]


def _longer(words: str, rows: Iterable[Party | Ward]) -> list[Party | Ward]:
    """The rows on file of whose names the words are a part."""
    part = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.I)
    return list({(type(row), row.pk): row for row in rows if row.pk and part.search(row.name)}.values())


def _ask(words: str, rows: list[Party | Ward], otherwise: str) -> None:
    """ValidationError where something on file could be meant."""
    if rows:
        names = " or ".join(str(row) for row in rows[:4])
        raise ValidationError(
            f"“{words}”: is that {names}, which is on file? Write “{rows[0]}” if it is, and “{otherwise}” if it is another."
        )


def _which_of(name: str, people: list[Person]) -> str:
    names = sorted({str(person) for person in people})
    if len(names) == len(people):
        return f"“{name}” could be {' or '.join(names[:4])}, who are on file. Write the whole name."
    return (
        f"there are {len(people)} people called {name} on file. Choose the right one in the table of memberships below, and "
        "take this line out."
    )


def _did_you_mean(name: str, person: Person) -> str:
    return f"did you mean {person}, who is on file? Write “{person}” if you did, and “{name} (new)” if it is somebody else."


def is_last_name_in_capitals(name: str) -> bool:
    """ "BELL" and "VAN DER BERG"; "MARY BELL" is a whole name."""
    return name.isupper() and all(map(PARTICLE.fullmatch, name.split()[:-1]))


def in_small_letters(name: str) -> str:
    """ "VAN DER BERG" as "van der Berg", "O'NEILL" as "O'Neill", "MCKAY" as "McKay"."""
    words = (word.lower() if PARTICLE.fullmatch(word) else word.title() for word in name.split())
    return " ".join(re.sub(r"^Mc(\w)", lambda found: f"Mc{found[1].upper()}", word) for word in words)


def _doubles(lines: list[Line], problems: Problems) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        first = seen.setdefault(line.name.casefold(), line.number)
        if first != line.number:
            problems.add(f"{line.name} stands in line {first} already.", line)
    chairs = [line for line in lines if line.role == Role.CHAIR]
    for line in chairs[1:]:
        problems.add(f"{chairs[0].name} and {line.name} would both be chair: a committee has one.", line)


def seat(committee: Committee, seats: list[Seat], since: date | None) -> tuple[list[str], list[str]]:
    """Give the people their seats, from a day on where it is known; who sits already is left as they are.

    Gives what was done and what the clerk should look at, in sentences."""
    sitting = {each.person_id: each for each in committee.memberships.filter(ended_on=None)}
    has_chair = any(each.role == Role.CHAIR for each in sitting.values())
    new, known, look, made = [], [], [], []
    for each in seats:
        if each.person.pk in sitting:
            look += _differs(sitting[each.person.pk], each)
            continue
        (known if each.person.pk else new).append(str(each.person))
        made += _store_person(each)
        look += each.taken
        if each.role == Role.CHAIR and has_chair:
            each.role = Role.MEMBER
            look.append(f"{each.person} is listed as member: the committee has a chair already.")
        Membership.objects.create(
            committee=committee, person=each.person, role=each.role, appointed_by=each.appointed_by, started_on=since
        )
    return _told(new, known), [*([f"New on file too: {', '.join(made)}."] if made else []), *dict.fromkeys(look)]


def _differs(stored: Membership, listed: Seat) -> list[str]:
    if stored.role == listed.role:
        return []
    return [f"{stored.person} sits already as {stored.get_role_display().lower()}; change it in the table below."]


def _told(new: list[str], known: list[str]) -> list[str]:
    if not new and not known:
        return []
    count = len(new) + len(known)
    told = f"{count} member{'' if count == 1 else 's'} seated."
    told += f" New on file: {', '.join(new)}." if new else ""
    return [told + (f" Known already: {', '.join(known)}." if known else "")]


def _store_person(seat: Seat) -> list[str]:
    """The person with their party and ward, as far as the file does not say them. Gives the parties and wards that were made."""
    person, made = seat.person, []
    for name in ("party", "ward"):
        row = getattr(seat, name)
        if row is not None and getattr(person, name) is None:
            if row.pk is None:
                row.save()
                made.append(f"the {name} {row}")
            setattr(person, name, row)
    person.slug = person.slug or free_slug(f"{person.first_name} {person.last_name}")
    person.save()
    return made

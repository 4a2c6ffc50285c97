"""People by the names that somebody writes: who on file is meant, and who is new."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat, Lower, Trim
from django.utils.text import slugify

from committees.models import Person

TITLE = re.compile(
    r"(?:councillor|cllr|alderman|ald|mrs?|ms|miss|mx|dr|prof(?:essor)?|rev(?:erend|d)?|canon|sir|dame|lord|lady|baroness"
    r"|colonel|col|major|captain|capt|hon)\.?(?=\s)",
    re.I,
)
LETTERS = re.compile(r"(?:[KDMOC]BE|C[BH]|QC|KC|JP|MP|MS|DL|BEM|FRSA)(?:\s+\w{2,4})*")  # behind a name
PARTICLE = re.compile(r"(?:van|von|der|den|de|di|du|la|le|ap|ab|al|el|bin|ten|ter)", re.I)
TITLES = re.compile(r"\b(?:councillors?|cllrs?|mr|mrs|ms|miss|dr|messrs)\b\.?", re.I)
CLOSE = 0.88  # of two names: how much of them is the same, from 0 to 1
LONGEST = min(Person._meta.get_field(name).max_length for name in ("first_name", "last_name"))


def plain(name: str) -> str:
    """ "Cllr. Mary BELL" as "mary bell": what two ways of writing one name have in common."""
    return " ".join(without_titles(name).replace(".", " ").lower().split())


def without_titles(name: str) -> str:
    rest = " ".join(TITLES.sub(" ", name).split())
    while found := TITLE.match(rest):
        rest = rest[found.end() :].lstrip()
    return rest


def parts_of(name: str) -> tuple[str, str, str]:
    """Title, first and last name: "Cllr. Dr Jan van der Berg" → "Councillor Dr", "Jan", "van der Berg"."""
    titles, rest = [], name.strip()
    while found := TITLE.match(rest):
        titles.append("Councillor" if found[0].lower().startswith("cllr") else found[0].rstrip("."))
        rest = rest[found.end() :].lstrip()
    words = rest.split()
    start = len(words) - 1
    while start > 0 and LETTERS.fullmatch(words[start]):
        start -= 1
    while start > 1 and PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    return " ".join(titles)[:40], " ".join(words[:start]) if words else "", " ".join(words[start:]) if words else ""


def meant(name: str, people: Iterable[Person]) -> list[Person]:
    """Who of `people` is meant by a name: by all of it; or else by initials before the last name, or by the last name alone.
    Titles tell nobody apart, unless nothing else does. More than one where it is doubtful, none where nobody fits."""
    people, key = list(people), plain(name)
    as_on_file = [person for person in people if str(person).casefold() == name.strip().casefold()]
    exact = as_on_file if len(as_on_file) == 1 else [person for person in people if _key(person) == key]
    return exact or [person for person in people if key and _is_short_for(key, person)]


def _is_short_for(key: str, person: Person) -> bool:
    """ "p green" and "green" are short for Pat Green."""
    given, last = _words(person.first_name), _words(person.last_name)
    words = key.split()
    return words[-len(last) :] == last and all(map(_is_initial_of, words[: -len(last)], given))


def _is_initial_of(one: str, other: str) -> bool:
    return one == other or (1 in {len(one), len(other)} and one[0] == other[0])


def _words(name: str) -> list[str]:
    return plain(name).split()


def like(name: str, people: Iterable[Person]) -> list[Person]:
    """Who may be meant by a name that nobody has: those it is short for, or else those whose first name is clipped in one of
    the two ("Phil" and "Philippa"), or that it differs from by a slip ("van den Berg"). To be asked about, never taken."""
    people, key = list(people), plain(name)
    if found := meant(name, people):
        return found
    written = {_key(person): person for person in people}
    clipped = [person for person in people if key and _is_clipped(key, person)]
    slips = [written[each] for each in get_close_matches(key, written, cutoff=CLOSE)]
    return [*clipped, *(person for person in slips if person not in clipped)]


def _is_clipped(key: str, person: Person) -> bool:
    """ "phil green" and "philippa green", whichever of the two is on file."""
    given, last, words = _words(person.first_name), _words(person.last_name), key.split()
    first = words[: -len(last) or None]
    if words[-len(last) :] != last or not given or not first:
        return False
    return first[0].startswith(given[0]) or given[0].startswith(first[0])


def on_file(names: Iterable[str]) -> dict[str, list[Person]]:
    """Whom each of the names can mean. One query."""
    wanted = {name: plain(name) for name in names}
    as_typed = {without_titles(name) for name in wanted}
    written = Trim(Concat("first_name", Value(" "), "last_name", output_field=CharField()))
    people = Person.objects.annotate(written=written, lower=Lower(written)).select_related("party", "ward")
    # Some databases know no small letters beyond those of English: a name as it is on file is found in any.
    found = people.filter(Q(written__in=as_typed) | Q(lower__in=set(wanted.values())))
    return {name: [person for person in found if _key(person) == key] for name, key in wanted.items()}


def _key(person: Person) -> str:
    return plain(f"{person.first_name} {person.last_name}")


def put_on_file(name: str, post: str = "") -> Person:
    """A new person: "Councillor Mary Bell" by title, first names and last name. See `fits_on_file`."""
    title, first, last = parts_of(name)
    return Person.objects.create(
        title=title,
        first_name=first,
        last_name=last,
        post=post,
        slug=free_slug(name),
    )


def fits_on_file(name: str) -> bool:
    """Whether somebody can be put on file by this name: it has words beside a title, and they are not too long."""
    return bool(plain(name)) and len(name) <= LONGEST


def free_slug(name: str) -> str:
    """An address that no person has yet, from a name."""
    base = slugify(plain(name))[:100].strip("-") or "person"
    taken = set(Person.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := f"{base}-{n}" if n > 1 else base) not in taken)

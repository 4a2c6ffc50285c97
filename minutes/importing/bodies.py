"""Whether two names are one body's: "Planning" and "Ambleford Council Planning Committee", but not "Planning Sub-Committee"."""

import re

from django.utils.text import slugify

SMALL = frozenset("and of the for in on with to".split())
SORTS = frozenset("committee panel board group party forum commission cabinet executive assembly partnership".split())
PLAIN_SORTS = frozenset("committee panel board".split())  # what a looser name leaves out
NAMES_ANOTHER = frozenset("subcommittee joint working appeals task youth staff".split())
LOOSE = frozenset("full ordinary meeting s".split())
MEETING = re.compile(
    r" (?:meeting|minutes)\b.*", re.IGNORECASE | re.DOTALL
)  # "Board of Directors meeting held in public"
COUNCIL_S = re.compile(r"(?:(?!\bjoint\b)[^,])*?\bcouncils?(?:['’]s?)?[ ,:–-]+(?=\S+ \S)", re.IGNORECASE)


def words_of_name(name: str) -> set[str]:
    one_word = re.sub(r"\bsub[- ]committee", "subcommittee", name, flags=re.IGNORECASE)
    return set(slugify(one_word).split("-")) - SMALL


def is_the_council(said: str, name: str) -> bool:
    """Whether it names a council as a whole: "Ambleford Town Council", but not its "Town Council Planning Committee"."""
    theirs = words_of_name(said)
    return "council" in theirs and not (theirs - words_of_name(name)) & (SORTS | NAMES_ANOTHER)


def is_form_of(said: str, name: str, council: str) -> bool:
    """Whether it says the name looser, or fuller by no more than whose committee it is, and names no other body by that."""
    said = COUNCIL_S.sub("", MEETING.sub("", said), count=1)
    theirs, own, ours = words_of_name(said), words_of_name(name), words_of_name(council)
    more = theirs - own - ours - LOOSE
    if not own & (SORTS | NAMES_ANOTHER):
        more -= PLAIN_SORTS
    return bool(theirs & own) and not more and not (own - theirs) & NAMES_ANOTHER

"""The committee and the meeting that a file belongs to: found, made, or refused."""

import re
from datetime import date
from difflib import SequenceMatcher, get_close_matches

from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.text import slugify

from committees.models import Committee, Organisation
from minutes.importing.bodies import SMALL, is_form_of, is_the_council, words_of_name
from minutes.importing.draft import ImportedItem, ImportedMinutes
from minutes.importing.refusal import CannotImport
from minutes.importing.report import Report
from minutes.models import Meeting

COMMITTEE_KINDS = (
    (Committee.Kind.PARISH, r"\b(?:parish|town|community) council\b"),
    (Committee.Kind.SCRUTINY, r"\bscrutiny\b"),
    (Committee.Kind.REGULATORY, r"\b(?:planning|licensing|regulatory)\b"),
    (Committee.Kind.EXECUTIVE, r"\b(?:cabinet|executive)\b"),
    (Committee.Kind.BOARD, r"\b(?:board|partnership)\b"),
    (Committee.Kind.COUNCIL, r"\bcouncil$"),
)


def name_from(slug: str) -> str:
    """ "safer-stronger-communities-board" → "Safer Stronger Communities Board"."""
    words = slug.split("-")
    return " ".join(word if word in SMALL and at else word.capitalize() for at, word in enumerate(words))


def committee_at(slug: str, name: str, may_make: bool, report: Report) -> Committee:
    if found := Committee.objects.filter(slug=slug).first():
        return found
    is_named = slugify(name) == slug
    if not may_make:
        same = Committee.objects.filter(name__iexact=name or name_from(slug)).first()
        if same and is_named:
            return same
        _refuse_a_double(slug, same)
        if not is_named:
            _refuse_a_slip(slug)
    name = name if is_named else name_from(slug)
    made = Committee(name=name, slug=slug, kind=first_fitting(COMMITTEE_KINDS, name, Committee.Kind.OTHER))
    check(made, "the committee")
    made.save()
    report.made(f"committee “{name}” ({made.get_kind_display()}), at {slug}")
    if near := _nearest(slug):
        report.note(
            f"the committee “{name}” is new; if “{near.name}” was meant, import again with --committee {near.slug}"
        )
    return made


def _refuse_a_double(slug: str, same: Committee | None) -> None:
    if same:
        raise CannotImport(
            f"there is no committee at “{slug}”. That is {same.name}, at {same.slug}; did you mean --committee {same.slug}? "
            "--new-committee makes another."
        )


def _refuse_a_slip(slug: str) -> None:
    """An address that is nearly another's was mistyped, more likely than not."""
    near = next((committee for committee in Committee.objects.all() if _is_slip(slug, committee.slug)), None)
    if near:
        raise CannotImport(
            f"there is no committee at “{slug}”. Did you mean “{near.slug}” ({near.name})? For a new one, add --new-committee."
        )


def _is_slip(typed: str, meant: str) -> bool:
    """Whether it is the same words but for a letter or two: "planing-comittee", but not "north-area" for "south-area"."""
    pairs = list(zip(typed.split("-"), meant.split("-"), strict=False))
    unlike = [(one, other) for one, other in pairs if one != other]
    return typed.count("-") == meant.count("-") and all(
        min(len(one), len(other)) > 4 and one[0] == other[0] and SequenceMatcher(None, one, other).ratio() > 0.8
        for one, other in unlike
    )


def _nearest(slug: str) -> Committee | None:
    others = {committee.slug: committee for committee in Committee.objects.exclude(slug=slug)}
    near = get_close_matches(slug, others, 1, 0.5)
    return others[near[0]] if near else None


def differences(minutes: ImportedMinutes, committee: Committee, day: date) -> list[str]:
    """What the file says of itself, where the clerk says otherwise: "the file says …, and the import …"."""
    told = []
    if (said := minutes.committee_said) and not _may_be_called(committee, said):
        told.append(f"the file says “{said}”, and --committee says “{committee.name}” ({committee.slug})")
    if minutes.day and minutes.day != day:
        told.append(f"the file says {date_format(minutes.day, 'j F Y')}, and --date says {date_format(day, 'j F Y')}")
    return told


def _may_be_called(committee: Committee, said: str) -> bool:
    """Whether it is a looser or fuller form of the committee's name, or the council's own, and no other committee's name."""
    organisation = Organisation.objects.first()
    council = organisation.name if organisation else ""
    if Committee.objects.filter(name__iexact=said).exclude(pk=committee.pk).exists():
        return said.casefold() == committee.name.casefold()
    is_council = committee.kind in {Committee.Kind.COUNCIL, Committee.Kind.PARISH}
    return (
        (is_council and is_the_council(said, committee.name))
        or words_of_name(said) <= words_of_name(council)
        or any(is_form_of(said, name, council) for name in (committee.name, name_from(committee.slug)))
        or _is_slip(slugify(said), slugify(committee.name))
    )


def meeting_of(committee: Committee, day: date, sitting: int, minutes: ImportedMinutes, report: Report) -> Meeting:
    found = committee.meetings.filter(date=day, sitting=sitting).first()
    if found:
        return found
    made = Meeting(committee=committee, date=day, sitting=sitting)
    if minutes.day in {None, day}:
        made.start, made.end = minutes.start, minutes.end
        made.venue = next((fact.place for fact in minutes.facts if fact.place), "")
        made.subtitle = next((fact.kind for fact in minutes.facts if fact.kind), "")
    check(made, "the meeting")
    made.save()
    begun = f"at {time_format(made.start, 'H:i')}" if made.start else "start time unknown"
    ended = f", until {time_format(made.end, 'H:i')}" if made.end else ""
    where = f", {made.venue}" if made.venue else ""
    report.made(f"meeting of {date_format(day, 'j F Y')}, {begun}{ended}{where}, at {made.address}")
    return made


def refuse_doubles(meeting: Meeting, items: list[ImportedItem]) -> None:
    """Nothing is stored twice, and whole minutes are not mixed with what is there."""
    there = {title.casefold() for title in meeting.items.values_list("title", flat=True)}
    new = [item for item in items if not item.is_heading]
    double = next((item for item in new if item.title.casefold() in there), None)
    if there and len(new) > 1:
        same = all(item.title.casefold() in there for item in new)
        raise CannotImport(
            f"{meeting} has items already{', the same as these' if same else ''}. Minutes of another meeting on that day are "
            f"imported with --sitting {_free_sitting(meeting)}; to import these again, remove its items at the desk first."
        )
    if double:
        raise CannotImport(
            f"“{double.title}” is an item of {meeting} already; change it at the desk, or remove it there and import again."
        )


def _free_sitting(meeting: Meeting) -> int:
    last = meeting.committee.meetings.filter(date=meeting.date).order_by("-sitting").first()
    return last.sitting + 1 if last else 2


def first_fitting(table, text: str, otherwise):
    return next((kind for kind, pattern in table if re.search(pattern, text, re.IGNORECASE)), otherwise)


def check(row, what: str) -> None:
    """Refuse with one sentence what the database, the length limits or the model would refuse."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise CannotImport(f"{what} can't be kept: {error.messages[0]}") from error

"""How a record's values are written for a reader."""

from datetime import date, datetime, time
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from committees.law import Ground, LateRule
from published import addresses, words
from published.record import Attendee, Closed, MeetingRecord

register = template.Library()


@register.filter(expects_localtime=True)
def written(value: date | datetime, form: str) -> str:
    """As the filter `date`, whose work is remembered: a page writes a dozen dates, the same at each request."""
    return _written(value, value.isoformat(), form, get_language()) if value else ""


@lru_cache(maxsize=4096)
def _written(value: date | datetime, in_its_zone: str, form: str, language: str) -> str:
    """`in_its_zone` tells apart what is one moment, and so one key, in two zones."""
    return date_format(value, form)


@register.filter
def day(value: str) -> str:
    """An ISO date as "4 March 2026"; anything after it (a second sitting's -2) is left out."""
    return written(date.fromisoformat(value[:10]), "j F Y") if value else ""


@register.filter
def clock(value: str | time | None) -> str:
    """A local time as councils write it: 7.30 pm, 10 am; "" if it is not known."""
    if not value:
        return ""
    moment = time.fromisoformat(value) if isinstance(value, str) else value
    minutes = f".{moment.minute:02}" if moment.minute else ""
    if (moment.hour, moment.minute) == (12, 0):
        return "12 noon"
    return f"{moment.hour % 12 or 12}{minutes} {'am' if moment.hour < 12 else 'pm'}"


@register.filter
def size(octets: int) -> str:
    """A file's size as it is written on a link: 161 KB, 1.2 MB (of 1,000 and 1,000,000 bytes)."""
    return f"{octets / 1e6:.1f} MB" if octets >= 1e6 else f"{max(round(octets / 1e3), 1)} KB"


@register.filter
def word(code: str, vocabulary: str) -> str:
    """{{ decision.kind|word:"decision" }}: the words for a record's code."""
    return words.word(code, vocabulary)


@register.filter
def ground(closed: Closed) -> str:
    """The legal ground on which something is closed, in its full words with the Act."""
    return Ground(closed.ground).label if closed.ground in Ground.values else closed.ground


@register.filter
def is_only_elsewhere(closed: Closed) -> bool:
    """Whether what is closed is not exempt from inspection, but kept off the website (a parish's closed minutes: LGA 1972
    s.228 lets electors inspect them)."""
    return closed.ground in Ground.values and Ground(closed.ground).needs_reason


@register.filter
def late_rule(code: str) -> str:
    """The rule by which a late item was taken."""
    return LateRule(code).label if code in LateRule.values else code


@register.simple_tag
def paper_path(paper) -> str:
    return addresses.document(paper.sha256, paper.file_name)


@register.filter
def by_heading(record: MeetingRecord) -> list[tuple[str, list[Attendee]]]:
    """Who was there and who was not, under the headings of printed minutes, each with its people in the record's order."""
    groups: dict[str, list[Attendee]] = {str(label): [] for label in (*words.PRESENT.values(), *words.STATE.values())}
    for row in record.attendance:
        groups.setdefault(_heading(row), []).append(row)
    return [(label, people) for label, people in groups.items() if people]


def _heading(row: Attendee) -> str:
    return words.word(row.capacity, "present") if row.state == "present" else words.word(row.state, "state")


@register.filter
def capacity(row: Attendee) -> str:
    """The capacity in which somebody is listed, where neither the heading nor "substitute for" says it."""
    said = {"other-member", "officer", "guest"} if row.state == "present" else set()
    if row.substitute_for:
        said.add("substitute")
    return "" if row.capacity in said else words.word(row.capacity, "capacity")

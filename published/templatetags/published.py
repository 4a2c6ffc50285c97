"""How a record's values are written for a reader."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from django import template
from django.contrib.humanize.templatetags.humanize import apnumber, ordinal
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from committees.clocks import comes_twice
from committees.law import Ground
from published import addresses, naming, webcasts, words
from published.kinds import Kind
from published.models import Version
from published.record import Attendee, Closed, Decision, Declaration, Item, MeetingRecord, Motion, Movement, Name, Paper
from richtext.plain_text import text_of

register = template.Library()


@register.filter(expects_localtime=True)
def written(value: date | datetime, form: str) -> str:
    """As the filter `date`, whose work is remembered: a page writes a dozen dates, the same at each request."""
    return _written(value, value.isoformat(), form, get_language()) if value else ""


@register.filter(expects_localtime=True)
def timed(value: date | datetime, form: str) -> SafeString:
    """The same as an element that says it to machines too: <time datetime="2026-03-04">4 March 2026</time>. Of a moment to the
    second: HTML allows no more than thousandths."""
    said = value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
    return _timed(value, said, form, get_language())


@lru_cache(maxsize=4096)
def _timed(value: date | datetime, in_its_zone: str, form: str, language: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', in_its_zone, date_format(value, form))


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
def clock_on(value: str | time | None, day: str | date) -> str:
    """The same on a day, whose clocks may show that time twice: "1.30 am (the first time; clocks go back)"."""
    if not value:
        return ""
    moment = time.fromisoformat(value) if isinstance(value, str) else value
    of_day = date.fromisoformat(day[:10]) if isinstance(day, str) else day
    return clock(moment) + (gettext(" (the first time; clocks go back)") if comes_twice(of_day, moment) else "")


SITTINGS = {"": "", "2": _("second meeting of the day"), "3": _("third meeting of the day")}


@register.simple_tag
def sitting(start: str | time | None, slug: str) -> str:
    """What tells the meetings of a committee's day apart: the hour or, where it isn't known, which one it is, as the end of
    its address says ("2026-03-04-2")."""
    which = slug[len("2026-03-04-") :]
    return clock_on(start, slug) or str(SITTINGS.get(which, gettext("meeting {which} of the day").format(which=which)))


@register.filter
def size(octets: int) -> str:
    """A file's size as it is written on a link, on one line: 161 KB, 1.2 MB (of 1,000 and 1,000,000 bytes)."""
    return f"{octets / 1e6:.1f}\xa0MB" if octets >= 1e6 else f"{max(round(octets / 1e3), 1)}\xa0KB"


@register.filter
def word(code: str, vocabulary: str) -> str:
    """{{ decision.kind|word:"decision" }}: the words for a record's code."""
    return words.word(code, vocabulary)


@register.filter
def is_only_elsewhere(closed: Closed) -> bool:
    """Whether what is closed is not exempt from inspection, but kept off the website (a parish's closed minutes: LGA 1972
    s.228 lets electors inspect them)."""
    return closed.ground in Ground.values and Ground(closed.ground).needs_reason


@register.simple_tag
def paper_path(paper) -> str:
    return addresses.document(paper.sha256, paper.file_name)


@register.simple_tag
def item_path(place) -> str:
    return addresses.item(place.committee_slug, place.meeting, place.item)


@register.simple_tag
def matter_path(number: int) -> str:
    return addresses.matter(number)


@register.simple_tag
def ground_path(code: str) -> str:
    return addresses.ground(code)


@register.filter
def about(paper: Paper) -> str:
    """What a link to a paper says behind its title: "(report, PDF, 161 KB, 12 pages)". The kind is left out where the title
    begins with it."""
    kind = words.word(paper.kind, "paper").lower()
    parts = [] if paper.title.lower().startswith(kind) else [kind]
    parts += [paper.format, size(paper.size)]
    if paper.pages:
        pages = ngettext("%(count)s page", "%(count)s pages", paper.pages) % {"count": paper.pages}
        parts.append(pages.replace(" ", "\xa0"))
    return f"({', '.join(parts)})"


@register.filter
def subject(item: Item) -> str:
    """The matter that an item belongs to, where that says more than its title: "Repair of the mole (26/0123)"."""
    if item.matter is None or (item.matter.title == item.title and not item.matter.reference):
        return ""
    return f"{item.matter.title} ({item.matter.reference})" if item.matter.reference else item.matter.title


@register.filter
def in_order_taken(place: int) -> str:
    """That an item was not taken in its place on the agenda."""
    return gettext("Taken as the {place} item.").format(place=ordinal(place))


@register.filter
def position(seconds: int) -> str:
    """How far into a webcast: 1:02:03."""
    return webcasts.position(seconds)


@register.filter
def kind_of_meeting(record: MeetingRecord) -> str:
    """What kind of meeting it is, if it is not an ordinary one, and its subtitle does not say so."""
    kind = words.word(record.meeting_kind, "meeting")
    return "" if kind.lower() in record.subtitle.lower() else kind


@register.filter
def issued(record: MeetingRecord, version: Version) -> str:
    """When an agenda went out, and that it was in time, where it was: "Tuesday 24 February 2026, with at least five clear days’
    notice". "" for what is no agenda, and for one that was put here when its meeting's day had come."""
    if record.kind not in {Kind.AGENDA, Kind.SUPPLEMENT}:
        return ""
    on = timezone.localdate(version.goes_live_at)
    if on >= date.fromisoformat(record.date):
        return ""
    said = written(on, "l j F Y")
    if not record.notice_by or on > date.fromisoformat(record.notice_by):
        return said
    return gettext("{day}, with at least {number} clear days’ notice").format(
        day=said, number=apnumber(record.notice_days)
    )


@register.filter
def presented(item: Item) -> str:
    """What kind of item it is and by whom: "Report: Head of Environment". Of a report by nobody known nothing is said."""
    kind = words.word(item.kind, "item")
    if not item.officer:
        return "" if item.kind == "report" else kind
    return f"{kind}: {item.officer}" if kind else item.officer


@register.filter
def interest(declaration: Declaration) -> str:
    """What kind of interest was declared: "disclosable pecuniary interest"; of one that is sensitive, only that there is one."""
    return words.word(declaration.kind, "interest").lower() or gettext("an interest")


@register.filter
def times(count: int) -> str:
    """How often: "once", "twice", "3 times"."""
    few = {1: gettext("once"), 2: gettext("twice")}
    return few.get(count) or gettext("{count} times").format(count=count)


@register.filter
def stop(text: str) -> str:
    """The full stop that a sentence still needs which ends with this text."""
    return "" if text.rstrip().endswith((".", "!", "?", "…")) else "."


@register.filter
def below(level: int) -> int:
    """The heading level below one; there are six."""
    return min(level + 1, 6)


@register.filter
def tally(motion: Motion) -> str:
    """How a motion ended and by how many votes: "Carried, 7 to 3, 1 abstained", "Carried, 5 to 5, casting vote for".
    What was not recorded is not said."""
    parts = [words.word(motion.result, "result"), *_counted(motion)]
    if motion.abstentions is not None:
        parts.append(gettext("{count} abstained").format(count=motion.abstentions or gettext("none")))
    parts.append(words.word(motion.casting_vote, "casting_vote"))
    return ", ".join(part for part in parts if part)


def _counted(motion: Motion) -> list[str]:
    yes, no = motion.votes_for, motion.votes_against
    if yes is not None and no is not None:
        return [gettext("{yes} to {no}").format(yes=yes, no=no)]
    counted = (gettext("{count} for"), yes), (gettext("{count} against"), no)
    return [said.format(count=count) for said, count in counted if count is not None]


@register.filter
def together(people: Iterable[Name]) -> str:
    """Names on one line: "Councillors Mary Bell, Cy Tern"."""
    return naming.together(person.name for person in people)


class Part(NamedTuple):
    """What a front sheet lists together; `is_private` where the heading says that it is closed to the public."""

    heading: str
    items: list[Item]
    is_private: bool = False


@register.filter
def in_parts(record: MeetingRecord) -> list[Part]:
    """The agenda as its front sheet lists it: under its own headings or, where it has none and something is closed, in two parts
    as LGA 1972 s.100B(2) tells open business from what may be taken in private."""
    if any(item.is_heading for item in record.items):
        parts = [Part("", [])]
        for item in record.items:
            if item.is_heading:
                parts.append(Part(f"{item.number} {item.title}".strip(), []))
            else:
                parts[-1].items.append(item)
        return [part for part in parts if part.items]
    opened, closed = ([item for item in record.items if bool(item.closed) == sort] for sort in (False, True))
    if not (opened and closed):
        return [Part("", list(record.items))] if record.items else []
    return [
        Part(gettext("Part 1: items during which the meeting is expected to be open to the public"), opened),
        Part(gettext("Part 2: items during which the meeting is expected not to be open to the public"), closed, True),
    ]


@register.filter
def added_last(record: MeetingRecord) -> list[Item]:
    """What came onto an agenda on the last day on which something did: items that are new, and of the others those that have new
    papers, with these alone."""
    last, found = _last_added(record), []
    for item in record.items if last else ():
        papers = tuple(paper for paper in item.papers if paper.added_on == last)
        if item.added_on == last:
            found.append(item)
        elif papers:
            found.append(Item(item.slug, item.number, item.title, item.kind, item.level, papers=papers))
    return found


@register.filter
def papers_added_last(record: MeetingRecord) -> list[Paper]:
    """The papers of the meeting as a whole that came on that day."""
    last = _last_added(record)
    return [paper for paper in record.papers if last and paper.added_on == last]


def _last_added(record: MeetingRecord) -> str:
    """The last day on which anything came; "" if nothing did."""
    of_items = (each.added_on for item in record.items for each in (item, *item.papers))
    return max([*of_items, *(paper.added_on for paper in record.papers)], default="")


RESOLVED = re.compile(r"\W*(?:it was )?(?:resolved|recommended|agreed|refused|noted)\b", re.IGNORECASE)


@register.filter
def resolved(decision: Decision) -> str:
    """The word that printed minutes set out before what was agreed or recommended, where its text doesn't begin so. What was
    noted, deferred or refused is called that."""
    if RESOLVED.match(text_of(decision.text)):
        return ""
    return {"agreed": gettext("RESOLVED"), "recommended": gettext("RECOMMENDED")}.get(decision.kind, "")


@register.filter
def decided(record: MeetingRecord) -> list[Item]:
    """The items of which a sheet of decisions says something: what was decided, that it is closed, or what became of it."""
    return [item for item in record.items if item.decisions or item.decisions_closed or item.closed or item.state]


@register.filter
def some_wait(record: MeetingRecord) -> bool:
    """Whether a decision has no effect yet: it may be called in or was (LGA 2000 s.9F), or it names a day."""
    decisions = (decision for item in record.items for decision in item.decisions)
    return any(decision.call_in or decision.call_in_by or decision.effective_on for decision in decisions)


@register.filter
def outcome(item: Item) -> str:
    """What came of an item, in a word or two for the list of items; "" where nothing is said of it."""
    said = [words.word(item.state, "item_state")] if item.state else []
    if item.closed:
        said.append(
            gettext("Not on this website") if is_only_elsewhere(item.closed) else gettext("Not open to the public")
        )
    said += [words.word(decision.kind, "decision") for decision in item.decisions if decision.kind]
    if item.decisions_closed:
        said.append(gettext("Decision not public"))
    return ", ".join(dict.fromkeys(said or [words.word(motion.result, "result") for motion in item.motions]))


SEATS_FIRST = {"chair": 0, "vice-chair": 1}


@register.filter
def in_rank(attendance: Iterable[Attendee]) -> list[Attendee]:
    """The Chair, the Vice-Chair, then the others in the record's order."""
    return sorted(attendance, key=lambda row: SEATS_FIRST.get(row.seat, 2))


@register.filter
def by_title(people: Iterable[Attendee]) -> list[tuple[str, list[tuple[str, Attendee]]]]:
    """People with their names, those of one title together under it: see published.naming."""
    return naming.under_titles(people, lambda row: row.person.name)


@register.filter
def by_heading(record: MeetingRecord) -> list[tuple[str, list[Attendee]]]:
    """Who was there and who was not, under the headings of printed minutes."""
    groups: dict[str, list[Attendee]] = {str(label): [] for label in (*words.PRESENT.values(), *words.STATE.values())}
    for row in in_rank(record.attendance):
        groups.setdefault(_heading(row), []).append(row)
    return [(label, people) for label, people in groups.items() if people]


def _heading(row: Attendee) -> str:
    return words.word(row.capacity, "present") if row.state == "present" else words.word(row.state, "state")


@register.filter
def described(row: Attendee, title: str = "") -> str:
    """What somebody is here, for whom, and when, behind their name: " (Chair, remotely)". `title` is said above the names
    already."""
    parts = [words.word(row.seat, "seat") if row.seat not in {"member", row.capacity} else "", row.role, capacity(row)]
    if row.substitute_for:
        name = row.substitute_for.name
        parts.append(gettext("substitute for {name}").format(name=naming.untitled(name) if title else name))
    parts += [gettext("representing {body}").format(body=row.represents)] if row.represents else []
    parts += [gettext("remotely")] if row.remote and row.state not in {"apologies", "absent"} else []
    parts += _moved(row.movements)
    said = ", ".join(filter(None, [*parts, row.comment]))
    return f" ({said})" if said else ""


def remarks(row: Attendee) -> str:
    """When somebody came and went, and the comment on it: what a table of attendance says last."""
    return ", ".join(filter(None, [*_moved(row.movements), row.comment]))


def _moved(movements: tuple[Movement, ...]) -> Iterator[str]:
    """When somebody came and went, in the order recorded: who arrives after having left comes back."""
    has_left = False
    for movement in movements:
        came_back = has_left and movement.kind == "arrived"
        yield f"{_movement(movement, came_back)} “{movement.item}”"
        has_left = movement.kind == "left"


def _movement(movement: Movement, came_back: bool) -> str:
    if not movement.at:
        return str(words.CAME_BACK if came_back else words.word(movement.kind, "movement"))
    said = words.CAME_BACK_AT if came_back else words.MOVEMENT_AT.get(movement.kind, movement.kind + " {time}")
    return str(said).format(time=clock(movement.at))


def capacity(row: Attendee) -> str:
    """The capacity in which somebody is listed, where neither the heading nor "substitute for" says it."""
    said = {"other-member", "officer", "guest"} if row.state == "present" else set()
    if row.substitute_for:
        said.add("substitute")
    return "" if row.capacity in said else words.word(row.capacity, "capacity")

"""What is in the record can be read, on the page and on paper: every field of it, also alone, is looked for in words.

A record is filled by walking its types, so that a field that is added tomorrow is looked for tomorrow.
"""

import dataclasses
import itertools
import re
import subprocess
import types
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from lxml import html

from published import bodies, pdf, words
from published.kinds import Kind
from published.models import Record, Shown, Version
from published.record import (
    Action,
    Annotation,
    Approval,
    Attendee,
    Closed,
    ClosedPaper,
    Decision,
    Declaration,
    Item,
    Matter,
    MeetingRecord,
    Motion,
    Movement,
    Name,
    Paper,
    Replaced,
    Vote,
)
from published.templatetags.published import clock, day, position, size

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Notices and sheets of decisions hold a part each: tests/test_notice.py and tests/test_printed_papers.py read them.
PRINTED = [kind for kind in Kind if kind.pdfs and kind not in {Kind.NOTICE, Kind.DECISIONS}]
DAYS = {"date", "postponed_to", "adjourned_to", "call_in_by", "effective_on", "replaced_on", "signed_on", "on"}
DAYS |= {"due", "done_on", "given_on", "added_on"}
CLOCKS = {"start", "began", "end", "at"}

# What nobody reads in words, and why.
DECLARED = {
    "MeetingRecord.schema": "says how the record is written",
    "MeetingRecord.slug": "is the address; it repeats the date",
    "MeetingRecord.committee_slug": "is in the address",
    "MeetingRecord.summoned_by": "is printed under the notice of meeting, which tests/test_notice.py reads",
    "MeetingRecord.called_by_members": "decides how it is signed, which tests/test_notice.py reads",
    "MeetingRecord.notice_by": "decides whether clear days’ notice is said, which tests/test_clear_days.py reads",
    "MeetingRecord.notice_days": "is said of an agenda that came in time, which tests/test_clear_days.py reads",
    "Item.slug": "is the item's address",
    "Item.level": "is how deep its heading stands",
    "Approval.meeting": "is in the address of its link; it repeats the date",
    "Approval.committee_slug": "is in the address of its link",
    "Approval.item": "is in the address of its link",
    "Annotation.meeting": "is in the address of its link; it repeats the date",
    "Annotation.committee_slug": "is in the address of its link",
    "Annotation.item": "is in the address of its link",
    "Replaced.meeting": "is in the address of its link; it repeats the date",
    "Replaced.committee_slug": "is in the address of its link",
    "Replaced.item": "is in the address of its link",
    "Action.id": "is how it is known again at the next meeting",
    "Matter.id": "is in the address of its link",
    "Name.slug": "is in the address of the person's page",
    "Vote.group": "is summed up on members’ pages, which tests/test_people_pages.py reads",
    "Paper.sha256": "is in the address of its link",
    "Paper.file_name": "is in the address of its link; its ending is printed as the format",
}
DECLARED_ON_THE_PAGE = DECLARED | {
    "MeetingRecord.organisation": "stands in the frame of every page by the organisation's name of today",
    "MeetingRecord.webcast_link": "is the address of “View the webcast”",
}
# What publishing.freezing leaves empty in what is published before the minutes.
NOT_HELD = {"Attendee.state": "nobody has come yet, or stayed away"}
# What says something only beside something else.
NEEDS: dict[str, dict[str, Any]] = {
    "Item.late_rule": {"is_late": True},
    "Item.late_reason": {"is_late": True},
    "Item.late_agreed_by": {"is_late": True},
    "Item.kind": {"officer": "Somebody"},
    "Attendee.capacity": {"state": "apologies"},
}
# What a record never has at once: what is closed is not in it.
EITHER = [("minutes", "minutes_closed")]


@dataclass(frozen=True)
class Canary:
    field: str
    value: Any
    shown: str


class Filling:
    """Fills a record, and remembers what was put where."""

    def __init__(self) -> None:
        self.canaries: list[Canary] = []
        self.count, self.turn = itertools.count(1), itertools.count()

    def of(self, wanted: type, levels: int = 3, **given) -> Any:
        """An instance of a part of a record with every field filled, two of each list, amendments `levels` deep."""
        left_out = {pair[next(self.turn) % 2] for pair in EITHER} if wanted is Item else set()
        values = {}
        for name, hint in get_type_hints(wanted).items():
            field = f"{wanted.__name__}.{name}"
            if name in given:
                values[name] = given[name]
            elif name in left_out:
                values[name] = _default(wanted, name)
            else:
                values[name] = self.value(field, hint, levels)
        return wanted(**values)

    def value(self, field: str, hint: Any, levels: int = 1) -> Any:
        hint = _plain(hint)
        if get_origin(hint) is tuple:
            part = get_args(hint)[0]
            if not dataclasses.is_dataclass(part):
                return tuple(self.value(field, part) for _ in range(2))
            deeper = levels - 1 if part is Motion else levels
            return tuple(self.of(part, deeper) for _ in range(2)) if deeper >= 0 else ()
        if dataclasses.is_dataclass(hint):
            return self.of(hint, levels)
        canary = _canary(field, hint, next(self.count))
        self.canaries.append(canary)
        return canary.value


def _default(wanted: type, name: str) -> Any:
    return next(field.default for field in dataclasses.fields(wanted) if field.name == name)


def _plain(hint: Any) -> Any:
    """The type itself, of an optional one."""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(option for option in get_args(hint) if option is not type(None))
    return globals().get(hint.__forward_arg__) if hasattr(hint, "__forward_arg__") else hint


def _canary(field: str, hint: Any, number: int) -> Canary:
    """A value that stands nowhere else, and how a reader sees it. A code that no release knows is printed as it is."""
    name = field.partition(".")[2]
    if hint is bool:
        return Canary(field, True, "")
    if name == "size":
        octets = 1_000_000 + number % 90 * 100_000
        return Canary(field, octets, size(octets))
    if name == "video_at":
        return Canary(field, 70_000 + number, position(70_000 + number))
    if hint is int:
        return Canary(field, 70_000 + number, str(70_000 + number))
    if name in DAYS:
        value = (date(2026, 1, 15) + timedelta(days=number)).isoformat()
        return Canary(field, value, day(value))
    if name in CLOCKS:
        value = f"{number % 23 + 1:02}:{number % 59 + 1:02}"
        return Canary(field, value, clock(value))
    word = f"q{number}{name.replace('_', '')}q"
    if name == "file_name":
        return Canary(field, f"{word}.docx", "DOCX")
    return Canary(field, word, word)


def full(kind: Kind) -> tuple[MeetingRecord, list[Canary]]:
    """A record of this kind that holds all that its kind can hold, and what to look for."""
    filling = Filling()
    parts = {"kind": kind.value, "slug": "2026-03-04", "date": "2026-03-04", "committee_slug": "harbour", "schema": 1}
    if not kind.has_items:
        parts |= {"items": (), "papers": (), "attendance": ()}
    record = filling.of(MeetingRecord, **parts)
    if record.items:
        heading = filling.of(Item, kind="heading", minutes="q0headingminutesq", minutes_closed=None)
        filling.canaries.append(Canary("Item.minutes", "", "q0headingminutesq"))
        sub = filling.of(Item, level=2)
        record = replace(record, items=(*record.items, sub, heading))
    return record, [c for c in filling.canaries if c.shown]


def published(record: MeetingRecord, sequence: int = 1) -> Version:
    """The record as the rows of its pages."""
    Record.objects.create(sequence=sequence, salt="5a17", text=record.to_json())
    moment = datetime(2026, 3, 5, 12, tzinfo=UTC)
    version = Version(record_id=sequence, key=sequence, note="", published_at=moment, goes_live_at=moment)
    bodies.make(record, version).save()
    Shown.objects.create(key=sequence, version=version)
    return version


def squeezed(text: str) -> str:
    """Without white space and hyphens at line ends: how lines break is no matter of words."""
    return re.sub(r"[\s\u00ad\u200b-]+", "", text)


def visible(answer) -> str:
    return squeezed(html.fromstring(answer.content).find(".//main").text_content())


def unseen(canaries: list[Canary], text: str, declared: dict[str, str]) -> list[str]:
    return sorted({c.field for c in canaries if c.field not in declared and squeezed(c.shown) not in text})


def not_held(kind: Kind) -> dict[str, str]:
    return {} if kind.has_minutes else NOT_HELD


def test_what_is_declared_is_a_field():
    known = {f"{part.__name__}.{field.name}" for part in PARTS for field in dataclasses.fields(part)}
    assert {*DECLARED, *DECLARED_ON_THE_PAGE, *NOT_HELD, *NEEDS} <= known


@pytest.mark.parametrize("kind", Kind)
def test_all_that_was_published_can_be_read_on_the_page(client, kind):
    record, canaries = full(kind)
    version = published(record)
    text = visible(client.get(version.get_absolute_url()))
    assert len(canaries) > 10
    assert unseen(canaries, text, DECLARED_ON_THE_PAGE | not_held(kind)) == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.has_items])
def test_all_of_an_item_can_be_read_on_its_page(client, kind):
    filling = Filling()
    items = tuple(filling.of(Item) for _ in range(2))
    record = MeetingRecord(kind.value, "Council", "Harbour", "harbour", "2026-03-04", "2026-03-04", items=items)
    address = published(record).get_absolute_url()
    text = "".join(visible(client.get(f"{address}{item.slug}/")) for item in items)
    assert unseen([c for c in filling.canaries if c.shown], text, DECLARED) == []


@pytest.mark.parametrize("kind", PRINTED)
def test_all_that_was_published_can_be_read_on_paper(tmp_path, kind):
    record, canaries = full(kind)
    path = tmp_path / "printed.pdf"
    path.write_bytes(pdf.render(published(record)))
    lines = subprocess.run(["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True).stdout
    read = subprocess.run(["pdfinfo", "-struct-text", path], check=True, capture_output=True, text=True).stdout
    assert unseen(canaries, squeezed(lines), DECLARED | not_held(kind)) == []
    aloud = squeezed("".join(re.findall(r'"(.*)"', read)))  # the text of the tags, as a screen reader meets it
    assert unseen(canaries, aloud, DECLARED | not_held(kind)) == []


# Each field alone: what is filled in beside it must not decide whether it is seen.

MINIMAL: dict[type, Callable[..., Any]] = {
    Name: partial(Name, "Somebody"),
    Closed: partial(Closed, "england-2006-3"),
    Paper: partial(Paper, "A paper", "report", "a.pdf", "0" * 64, 1_000),
    ClosedPaper: partial(ClosedPaper, "report", Closed("england-2006-3")),
    Vote: partial(Vote, Name("Somebody"), "for"),
    Motion: partial(Motion, "<p>That it be so.</p>"),
    Action: partial(Action, "Mend the buoy"),
    Decision: partial(Decision, "agreed", "<p>That it be so.</p>"),
    Replaced: partial(Replaced, "harbour", "2026-02-04", "2026-02-04", "mole"),
    Matter: partial(Matter, 1, "Repair of the mole"),
    Approval: partial(Approval, "2026-04-01", "2026-04-01", "harbour"),
    Annotation: partial(Annotation, "2026-05-06", "2026-05-06", "harbour", "For 12 read 21."),
    Movement: partial(Movement, "left", "Dredging"),
    Declaration: partial(Declaration, Name("Somebody"), "pecuniary"),
    Item: partial(Item, "mole", "1", "The mole", "business"),
    Attendee: partial(Attendee, Name("Somebody"), "member", state="present"),
}


def meeting(**changes) -> MeetingRecord:
    known = {"kind": "minutes", "organisation": "Council", "committee": "Harbour", "committee_slug": "harbour"}
    return MeetingRecord(**(known | {"slug": "2026-03-04", "date": "2026-03-04"} | changes))


def within(part: Any) -> MeetingRecord:
    """The smallest record that holds this part of one."""
    if isinstance(part, MeetingRecord):
        return part
    if isinstance(part, Item):
        return meeting(items=(part,))
    if isinstance(part, Approval):
        return meeting(approval=part)
    if isinstance(part, Annotation):
        return meeting(annotations=(part,))
    if isinstance(part, Attendee):
        return meeting(attendance=(part,))
    if isinstance(part, Vote):
        return within(MINIMAL[Motion](votes=(part,)))
    if isinstance(part, Movement):
        return within(MINIMAL[Attendee](movements=(part,)))
    if isinstance(part, ClosedPaper):
        return within(MINIMAL[Item](papers_closed=(part,)))
    if isinstance(part, Replaced):
        return within(MINIMAL[Decision](replaces=part))
    if isinstance(part, Name):
        return within(MINIMAL[Motion](seconder=part))
    alone = {Closed: "closed", Matter: "matter"}
    if type(part) in alone:
        return within(MINIMAL[Item](**{alone[type(part)]: part}))
    field = {Paper: "papers", Motion: "motions", Decision: "decisions", Declaration: "declarations", Action: "actions"}
    return within(MINIMAL[Item](**{field[type(part)]: (part,)}))


PARTS: dict[type, Callable[..., Any]] = MINIMAL | {MeetingRecord: meeting}
FIELDS = {
    f"{part.__name__}.{name}": (part, name, hint)
    for part in PARTS
    for name, hint in get_type_hints(part).items()
    if f"{part.__name__}.{name}" not in {*DECLARED_ON_THE_PAGE, "MeetingRecord.kind", "MeetingRecord.date"}
}


def changed(field: str, **change) -> MeetingRecord:
    """The smallest record with this field, and what it needs beside it."""
    part, _, _ = FIELDS[field]
    return within(replace(PARTS[part](**NEEDS.get(field, {})), **change))


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_can_be_read_though_it_stands_alone(client, field):
    _, name, hint = FIELDS[field]
    filling = Filling()
    value = filling.value(field, hint)
    page = visible(client.get(published(changed(field, **{name: value})).get_absolute_url()))
    assert page != visible(client.get(published(replace(changed(field), slug="2026-03-05"), 2).get_absolute_url()))
    sought = [c for c in filling.canaries if c.shown and c.field not in DECLARED]
    assert unseen(sought, page, {}) == []
    assert unseen(sought, on_paper(Version.objects.get(pk=1)), {}) == []


def on_paper(version: Version) -> str:
    """The words of the document that becomes the PDF."""
    return squeezed(html.fromstring(pdf.document(version)).find("body").text_content())


# What stands at the top, and who was there


def words_of(tree, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


@pytest.mark.parametrize(
    ("day", "start", "when"),
    [("2026-01-14", "19:30", "Wednesday 14 January 2026 at 7.30 pm"), ("2026-07-15", "", "Wednesday 15 July 2026")],
)
def test_paper_says_first_of_which_meeting_it_is(day, start, when):
    version = published(meeting(date=day, start=start))
    version.note = "A name was wrong."
    paper = html.fromstring(pdf.document(version))
    date_alone = when.partition(" at ")[0].partition(" ")[2]
    assert words_of(paper, "//title") == [f"Minutes: Harbour, {date_alone}"]
    assert words_of(paper, "//h1") == ["Minutes of the Harbour"]
    assert words_of(paper, "//p[@class='when']") == [f"of the meeting held on {when}"]
    assert words_of(paper, "//p[@class='version']") == ["Published 5 March 2026: A name was wrong."]
    assert paper.xpath("//header/@data-running") == [f"Harbour, {date_alone}"]
    assert paper.xpath("//meta[@name='dcterms.created']/@content") == ["2026-03-05T12:00:00+00:00"]


ATTENDED = {
    "Present": {
        "Ann Low": ("member", "present", {"seat": "chair"}, "Ann Low (Chair)"),
        "Bea Cliff": ("substitute", "present", {}, "Bea Cliff (substitute)"),
        "Cy Tern": (
            "substitute",
            "present",
            {"substitute_for": Name("Eve Quill")},
            "Cy Tern (substitute for Eve Quill)",
        ),
    },
    "Also present": {"Di Marsh": ("other-member", "present", {"remote": True}, "Di Marsh (remotely)")},
    "Officers": {"Flo Weir": ("officer", "present", {"role": "Harbour Master"}, "Flo Weir (Harbour Master)")},
    "In attendance": {
        "Gil Pike": ("guest", "present", {}, "Gil Pike"),
        "Hal Reed": ("press", "present", {}, "Hal Reed (press)"),
    },
    "Apologies": {
        "Eve Quill": ("member", "apologies", {}, "Eve Quill"),
        "Ivy Nash": ("other-member", "apologies", {}, "Ivy Nash (not a member of the committee)"),
    },
    "Absent": {
        "Joe Cole": ("officer", "absent", {}, "Joe Cole (officer)"),
        "Kit Moor": ("guest", "absent", {}, "Kit Moor (guest)"),
    },
    "Not recorded": {"Lou Ash": ("member", "expected", {}, "Lou Ash"), "Meg Vane": ("member", "", {}, "Meg Vane")},
}


def test_minutes_list_who_was_there_and_who_was_not_as_they_are_printed(client):
    """Whatever the order in which they were entered."""
    rows = [(name, *facts) for group in reversed(ATTENDED.values()) for name, facts in group.items()]
    attendance = tuple(Attendee(Name(name), capacity, state=state, **more) for name, capacity, state, more, _ in rows)
    version = published(meeting(attendance=attendance))
    listed = [f"{label}: {' '.join(facts[-1] for facts in group.values())}" for label, group in ATTENDED.items()]
    page, paper = html.fromstring(client.get(version.get_absolute_url()).text), html.fromstring(pdf.document(version))
    assert words_of(page, "//dl[@class='names']/div") == words_of(paper, "//dl[@class='names']/div") == listed


def test_a_line_in_a_list_says_the_day_in_words(client):
    item = MINIMAL[Item](decisions=(MINIMAL[Decision](),))
    published(meeting(start="19:30", subtitle="Budget", items=(item,)))
    home = html.fromstring(client.get("/").text)
    assert words_of(home, "//*[@class='meetings']//a") == ["Wed 4 Mar 2026 Harbour"]
    assert words_of(home, "//*[@class='meetings']//p") == ["7.30 pm, Budget Minutes"]
    assert words_of(home, "//article//p[@class='meta']") == ["Agreed Harbour, 4 March 2026"]
    assert home.xpath("//*[@class='meetings']//a/@href") == ["/committees/harbour/2026-03-04/"]
    assert words_of(home, "//article//h3") == ["The mole"]
    assert home.xpath("//article//a/@href") == ["/committees/harbour/2026-03-04/mole/"]


# Codes


NAMED = {"report": "Report", "petition": "Petition", "motion": "Motion on notice", "business": ""}


@pytest.mark.parametrize(("kind", "name"), NAMED.items())
def test_a_report_a_petition_and_a_motion_say_what_they_are(client, kind, name):
    """Of a report by nobody known nothing is said: most items are one."""
    alone, brought = (replace(MINIMAL[Item](), kind=kind, slug=slug) for slug in ("mole", "pier"))
    address = published(meeting(items=(alone, replace(brought, officer="Ann Low")))).get_absolute_url()
    said = [
        words_of(html.fromstring(client.get(f"{address}{slug}/").text), "//p[@class='officer']")
        for slug in ("mole", "pier")
    ]
    assert said == [[name] if name not in {"", "Report"} else [], [f"{name}: Ann Low" if name else "Ann Low"]]


CODES = [
    *(("Decision.kind", code, word) for code, word in words.DECISION.items()),
    *(("Decision.call_in", code, word) for code, word in words.CALL_IN.items()),
    *(("Motion.method", code, word) for code, word in words.METHOD.items()),
    *(("Motion.result", code, word) for code, word in words.RESULT.items()),
    *(("Vote.cast", code, word) for code, word in words.CAST.items()),
    *(("Declaration.kind", code, str(word).lower()) for code, word in words.INTEREST.items()),
    *(("Attendee.seat", code, word) for code, word in words.SEAT.items() if code != "member"),
    *(("MeetingRecord.attending", code, word) for code, word in words.ATTENDING.items()),
    *(("Paper.kind", code, str(word).lower()) for code, word in words.PAPER.items()),
    *(("ClosedPaper.kind", code, str(word).lower()) for code, word in words.PAPER.items()),
    *(("Item.kind", code, word) for code, word in words.ITEM.items() if word),
    *(("Closed.ground", code, word) for code, word in words.GROUND.items()),
    *(("Item.late_rule", code, word) for code, word in words.LATE_RULE.items()),
]


@pytest.mark.parametrize(("field", "code", "word"), CODES, ids=[f"{field} {code}" for field, code, _ in CODES])
def test_a_code_is_printed_in_its_words(client, field, code, word):
    """But that printed minutes set out RESOLVED and RECOMMENDED, in the place of the words of the page."""
    printed = {"agreed": "RESOLVED", "recommended": "RECOMMENDED"}.get(code, word) if field == "Decision.kind" else word
    version = published(changed(field, **{FIELDS[field][1]: code}))
    page, paper = visible(client.get(version.get_absolute_url())), on_paper(version)
    assert squeezed(str(word)) in page and squeezed(str(printed)) in paper


def test_what_stands_under_a_heading_is_printed():
    heading = replace(
        MINIMAL[Item](), kind="heading", purpose="<p>The tide was high.</p>", minutes="<p>It went out again.</p>"
    )
    paper = on_paper(published(within(heading)))
    assert squeezed("The tide was high.") in paper and squeezed("It went out again.") in paper

"""What a council meets with now and then: exempt items, late ones, corrections, cancellations, … Two of each, of which one
in summer time and one in winter time wherever the public sees a difference.
"""

from demonstration.approvals import with_a_copying_error, with_a_correction, with_a_note
from demonstration.building import add_item, add_paper, html
from demonstration.changes import deferred, late_items, scheduled, unpublished, withdrawn
from demonstration.closing import closed_items
from demonstration.days import one_in_each_half
from demonstration.papers import paper
from demonstration.story import Story
from minutes.models import AgendaItem, Attendance, Declaration, Matter, Meeting, Minute, Motion, Movement


def special_cases(story: Story, held: dict[str, list[Meeting]]) -> None:
    """Put them into the meetings that were held long enough ago to be minuted: by committee, in the order of time."""
    closed_items(held)
    late_items(story, held)
    for meeting, matters in zip(one_in_each_half(held["withydale-parish-council"]), SUB_ITEMS, strict=True):
        sub_items(meeting, *matters)
    for meeting in one_in_each_half(held["planning-committee"]):
        interests(meeting)
        deferred(
            story, meeting, "Enforcement at the old tannery", "to the next meeting, for a report of the site visit"
        )
    for meeting in one_in_each_half(held["council"]):
        recorded_vote(meeting)
        early_departure(meeting)
    for meeting in one_in_each_half(held["cabinet"]):
        restricted_paper(meeting)
        withdrawn(story, meeting)
    continued(held["planning-committee"][-2], held["planning-committee"][-1])
    continued(held["scrutiny-committee"][-2], held["scrutiny-committee"][-1])
    for meeting in one_in_each_half(held["scrutiny-committee"][:-2]):
        with_a_correction(story, meeting)
        with_a_copying_error(story, meeting)
        with_a_note(story, meeting)
    scheduled(story)
    unpublished()


SUB_ITEMS = (
    ("Burial ground", {
        "Headstone repairs": "Two stones had been made safe.",
        "Fees": "The fees were last changed four years ago.",
        "The yew": "The tree surgeon had found it sound.",
    }),
    ("Village hall", {
        "Heating": "The boiler had been serviced.",
        "Bookings": "The hall was booked on five evenings a week.",
    }),
)  # fmt: skip


def sub_items(meeting: Meeting, title: str, matters: dict[str, str]) -> None:
    AgendaItem.objects.create(meeting=meeting, title="Village matters", kind="heading")
    asked, said = "To consider some small matters.", "The clerk reported on each."
    parent = add_item(meeting, title, "business", asked, said)
    for title, said in matters.items():
        add_item(meeting, title, "business", minutes=said, parent=parent)


def interests(meeting: Meeting) -> None:
    """One member leaves the room for an item, one stays, and one comes in at it."""
    item = meeting.items.filter(kind="report").order_by("position").first()
    leaving, staying, late = [row for row in present(meeting) if row.person_id not in proposers(item.motions)][-3:]
    Declaration.objects.create(
        item=item, person=leaving.person, kind="pecuniary", nature="owns land next to the site", afterwards="left"
    )
    Declaration.objects.create(item=item, person=staying.person, kind="non-registrable", nature="knows the applicant")
    Movement.objects.create(attendance=late, kind="arrived", item=item)


def early_departure(meeting: Meeting) -> None:
    """A member is out of the room while questions are asked, and leaves before the end, after every vote."""
    busy = proposers(Motion.objects.filter(item__meeting=meeting))
    leaving = [row for row in present(meeting) if row.person_id not in busy][-1]
    last = meeting.items.filter(kind="any-other-business").first()
    questions = meeting.items.filter(kind="questions").first()
    after = meeting.items.filter(kind="report").order_by("position").first()
    for kind, item in (("left", questions), ("arrived", after), ("left", last)):
        Movement.objects.create(attendance=leaving, kind=kind, item=item)
    leaving.comment = "called away to a hearing of the licensing panel"
    leaving.save(update_fields=["comment"])


def present(meeting: Meeting) -> list[Attendance]:
    """The members who were there, but for the Chair."""
    rows = meeting.attendances.filter(state="present", capacity="member").exclude(seat="chair")
    return list(rows.order_by("position").select_related("person"))


def proposers(motions) -> set[int]:
    return {person for pair in motions.values_list("mover", "seconder") for person in pair}


def recorded_vote(meeting: Meeting) -> None:
    """The names are taken for a decision of the meeting; an amendment is lost first."""
    motion = Motion.objects.filter(item__meeting=meeting, amends=None).order_by("item__position").first()
    if motion is None:
        motion = move_the_decision(meeting)
    motion.method = Motion.Method.RECORDED
    motion.save_columns("method")
    if motion.amendments.exists():
        return
    Motion.objects.create(
        item=motion.item, amends=motion, text=html("That the matter be put off until the next ordinary meeting."),
        mover=motion.seconder, seconder=motion.mover, method="show-of-hands", result="lost",
    )  # fmt: skip


def move_the_decision(meeting: Meeting) -> Motion:
    item = meeting.items.filter(kind="report", decisions__kind="agreed").order_by("position").first()
    mover, seconder = [row.person for row in present(meeting)][:2]
    text = item.decisions.first().text
    return Motion.objects.create(item=item, text=text, mover=mover, seconder=seconder, result="carried")


def restricted_paper(meeting: Meeting) -> None:
    item = meeting.items.filter(kind="report").order_by("position").first()
    file = paper("Cabinet: bidders’ prices", "appendix-2.pdf")
    add_paper(item, "Appendix 2: bidders’ prices", "appendix", file, restriction="england-2006-3")
    item.background_papers = "The council’s procurement rules, 2024\nSurvey of users, spring 2026"
    item.save_columns("background_papers")


def continued(earlier: Meeting, later: Meeting) -> None:
    first = earlier.items.filter(kind="report").order_by("position").first()
    item = later.items.filter(kind="report", restriction="").order_by("-position").first()
    matter = Matter.objects.create(title=first.title)
    for row in (first, item):
        row.matter = matter
        row.save_columns("matter")
    item.title = f"{first.title}: what has been done"
    item.purpose, item.recommendation = "<p>To receive an update.</p>", "<p>That the update be noted.</p>"
    item.save_columns("title", "purpose", "recommendation")
    Minute.objects.filter(item=item).update(
        body="<p>Officers said what had been done since, and what was still to do.</p>"
    )
    item.decisions.update(kind="noted", text="<p>That the update be noted.</p>", reasons="", options="")
    item.motions.all().delete()
    item.documents.all().delete()

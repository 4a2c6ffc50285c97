"""A clerk publishes a file in one step: what it says of itself and she doesn't is asked first, and what is said is true."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from committees.models import Committee, Membership
from minutes.models import AgendaItem, Attendance, Meeting, Minute
from publishing.models import Publication
from tests.making import make_person

pytestmark = pytest.mark.once

ITEMS = "1. Apologies\n\nNone.\n\n2. Lamps\n\nTurned.\n"
TITLE = "Minutes of the Planning Committee held at the Town Hall on Tuesday 26 May 2026 at 6.30 pm"


@pytest.fixture
def run(capsys, db, tmp_path):
    def run(text, **options):
        path = tmp_path / "minutes.txt"
        path.write_text(text)
        call_command(
            "import_minutes", str(path), **{"committee": "planning-committee", "date": "2026-05-26", **options}
        )
        return capsys.readouterr().out

    return run


@pytest.fixture
def planning(db):
    committee = Committee.objects.create(name="Planning Committee", slug="planning-committee", kind="regulatory")
    for name in ("Harriet Holloway", "Peter Garrow", "Elin Fairweather", "Idris Jenkyn"):
        Membership.objects.create(committee=committee, person=make_person(name))
    return committee


# The day and the committee


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"date": "2026-05-27"}, "the file says 26 May 2026, and --date says 27 May 2026"),
        ({"committee": "cabinet"}, "the file says “Planning Committee”, and --committee says “Cabinet” (cabinet)"),
    ],
)
def test_publishing_stops_where_the_file_says_another_day_or_committee(run, options, sentence):
    Committee.objects.create(name="Cabinet", slug="cabinet", kind="executive")
    with pytest.raises(CommandError) as refusal:
        run(f"{TITLE}\n\n{ITEMS}", publish=True, **options)
    said = str(refusal.value)
    assert "minutes.txt is not published, and nothing was imported: " in said and sentence in said
    assert "--despite-the-file" in said and "without --publish" in said
    assert not Meeting.objects.exists()
    assert run(f"{TITLE}\n\n{ITEMS}", **options).startswith(f"To check    {sentence}: it was stored at ")
    AgendaItem.objects.all().delete()
    run(f"{TITLE}\n\n{ITEMS}", publish=True, despite_the_file=True, **options)
    assert Publication.objects.count() == 1


def test_a_file_that_names_its_committee_and_no_day_stops_too(run):
    with pytest.raises(CommandError, match="the file says “Planning Committee”, and --committee says “Cabinet”"):
        run(f"Minutes of the Planning Committee\n\n{ITEMS}", committee="cabinet", publish=True)


def test_a_day_with_the_place_in_the_line_below_stops_too(run, planning, tmp_path):
    path = tmp_path / "minutes.md"
    path.write_text(
        "# Planning Committee\n\nDate: 18 March 2026, 7.00 pm  \nPlace: The Hall\n\n## 1. Lamps\n\nOn.\n\n## 2. Oars\n\nOars.\n"
    )
    with pytest.raises(CommandError, match="the file says 18 March 2026, and --date says 26 May 2026"):
        call_command("import_minutes", str(path), committee="planning-committee", date="2026-05-26", publish=True)
    call_command("import_minutes", str(path), committee="planning-committee", publish=True)
    assert "The Hall" in Minute.objects.get(item__kind="heading").body


@pytest.mark.parametrize(
    ("name", "slug", "said"),
    [
        ("Planning", "planning", "Planning Committee"),
        ("Planning and Highways Committee", "planning", "Planning Committee"),
        ("Planning Committee", "planning-committee", "Ambleford Council Planning Committee"),
        ("Allotment Committee", "allotments", "Committee Meeting Minutes"),
        ("Overview", "scrutiny-committee", "Scrutiny Committee"),
        ("Planning Committee", "planning-committee", "Planing Committee"),
        ("Full Council", "council", "Ambleford Borough Council"),
        ("Town Council", "council", "Full Council"),
        ("Joint Burial Committee", "joint-burial-committee", "Joint Burial Committee"),
        ("Planning Sub-Committee", "planning-sub", "Ambleford Town Council’s Planning Subcommittee"),
        ("Annual Town Meeting", "annual-town-meeting", "Annual Town Meeting"),
    ],
)
def test_a_looser_form_of_the_name_is_published(run, name, slug, said):
    kind = "council" if name in {"Full Council", "Town Council"} else "other"
    Committee.objects.create(name=name, slug=slug, kind=kind)
    run(f"{TITLE.replace('Planning Committee', said)}\n\n{ITEMS}", committee=slug, publish=True)
    assert Publication.objects.exists()


def test_that_the_meeting_was_public_is_no_part_of_the_name(run):
    Committee.objects.create(name="Board of Directors", slug="board")
    front = "Minutes of the Board of Directors meeting held in public\n26 May 2026"
    run(f"{front}\n\n{ITEMS}", committee="board", publish=True)
    assert Publication.objects.exists()


OTHERS = [
    ("Planning Committee", "Planning Sub-Committee"),
    ("Planning Committee", "Planning Subcommittee"),
    ("Planning Sub-Committee", "Planning Committee"),
    ("Planning", "Planning Working Party"),
    ("Finance Committee", "Finance and General Purposes Committee"),
    ("Planning Committee", "Joint Planning Committee"),
    ("Joint Planning Committee", "Planning Committee"),
    ("Planning Committee", "Ambleford and Otherby Joint Planning Committee"),
    ("Cabinet", "Cabinet Scrutiny Committee"),
    ("Town Council", "Annual Town Meeting"),
    ("Town Council", "Ambleford Town Council Planning Committee"),
    ("Town Council", "Ambleford Youth Council"),
    ("Town Council", "Joint Council Board"),
    ("Parish Council", "Annual Meeting of the Parish of Ambleford"),
    ("Parish Council", "Annual Parish Meeting"),
]


@pytest.mark.parametrize(("name", "said"), OTHERS)
def test_a_body_whose_name_holds_the_other_s_is_another_body(run, name, said):
    kind = {"Town Council": "council", "Parish Council": "parish"}.get(name, "other")
    Committee.objects.create(name=name, slug="meant", kind=kind)
    with pytest.raises(CommandError, match=f"the file says “{said}”, and --committee says “{name}”"):
        run(f"{TITLE.replace('Planning Committee', said)}\n\n{ITEMS}", committee="meant", publish=True)


@pytest.mark.parametrize("said", ["Annual Town Council Meeting", "Annual Meeting of the Town Council"])
def test_the_council_s_own_annual_meeting_is_the_council_s(run, said):
    Committee.objects.create(name="Ambleford Town Council", slug="meant", kind="council")
    run(f"{TITLE.replace('Planning Committee', said)}\n\n{ITEMS}", committee="meant", publish=True)
    assert Meeting.objects.get().subtitle == "Annual meeting"


def test_the_council_s_name_at_the_head_is_no_other_committee(run, planning):
    run(f"AMBLEFORD BOROUGH COUNCIL\n\nTuesday 26 May 2026\n\n{ITEMS}", publish=True)
    assert Publication.objects.exists()


@pytest.mark.parametrize("publish", [False, True])
def test_a_second_committee_of_one_name_is_made_only_on_purpose(run, publish):
    Committee.objects.create(name="Overview Panel", slug="scrutiny-committee", kind="scrutiny")
    text = f"{TITLE.replace('Planning Committee', 'overview panel')}\n\n{ITEMS}"
    with pytest.raises(CommandError) as refusal:
        run(text, committee="oversight", publish=publish)
    assert "That is Overview Panel, at scrutiny-committee; did you mean --committee scrutiny-committee?" in str(
        refusal.value
    )
    assert Committee.objects.count() == 1
    run(text, committee="oversight", new_committee=True)
    assert Committee.objects.count() == 2


def test_an_address_that_spells_an_existing_name_makes_no_second_one(run):
    Committee.objects.create(name="Overview Panel", slug="scrutiny-committee", kind="scrutiny")
    with pytest.raises(CommandError, match="did you mean --committee scrutiny-committee"):
        run(ITEMS, committee="overview-panel")


# Who was there


def front(present: str) -> str:
    return f"{TITLE}\n\nPresent: {present}\nIn attendance: A clerk\n\n{ITEMS}"


def test_a_name_that_nobody_has_stops_publishing_with_the_nearest(run, planning):
    with pytest.raises(CommandError) as refusal:
        run(front("Cllrs Harriet Holloway (Chair), Elin Fairwether"), take_attendance=True, publish=True)
    person = Membership.objects.get(person__last_name="Fairweather").person
    assert f"“Elin Fairwether” (did you mean {person}?)" in str(refusal.value)
    assert "publish without --take-attendance" in str(refusal.value)
    assert not Meeting.objects.exists()
    said = run(front("Cllrs Harriet Holloway (Chair), Elin Fairwether"), take_attendance=True)
    assert said.startswith(
        "To check    the attendance stays text, because the committee had no one member of that name"
    )
    assert "enter the attendance at the desk" in said and "--take-attendance" not in said


def test_words_in_brackets_are_no_part_of_a_name_and_are_not_lost(run, planning):
    said = run(front("Peter Garrow; Cllr Mrs Fairweather (from item 3, and 5)"), take_attendance=True)
    assert said.startswith(
        "To check    the attendance stays text, because a list of names can't hold “(from item 3, and 5)”"
    )
    assert "no one member" not in said and not Attendance.objects.exists()
    assert "(from item 3, and 5)" in Minute.objects.get(item__title="Attendance and opening").body


def test_what_was_taken_is_not_said_to_be_text(run, planning):
    said = run(front("Councillor H. Holloway (in the Chair), P Garrow"), take_attendance=True)
    assert Attendance.objects.count() == 2
    assert "who was there" not in said and "--take-attendance" not in said
    assert "what else stands before the first item: kept as text" in said


def test_what_was_not_asked_for_is_text_with_the_way_to_rows(run, planning):
    said = run(front("Councillor H. Holloway (in the Chair), P Garrow"))
    assert "who was there, and all else before the first item: kept as text" in said
    assert "import with --take-attendance" in said


NOBODY = "To check    nobody is listed as present, because no line before the first item begins with “Present”"


@pytest.mark.parametrize(
    "text",
    [
        ITEMS,
        f"{TITLE}\n\nCouncillor Garrow and the clerk came.\n\n{ITEMS}",
        f"{TITLE}\n\nPeter Garrow was present\n\nIn attendance: A clerk\n\n{ITEMS}",
        f"{TITLE}\n\nApologies: Peter Garrow\n\n{ITEMS}",
        f"{TITLE}\n\nPresent:\n\n{ITEMS}",
        "Lamps\n\nMinutes:\n\nTurned.",
    ],
)
def test_a_file_that_does_not_say_who_was_present_is_told_of_where_rows_are_wanted(run, planning, text):
    said = run(text, take_attendance=True)
    assert said.startswith(NOBODY) and "; enter the attendance at the desk" in said.splitlines()[0]
    assert not Attendance.objects.filter(state="present").exists()


def test_where_nobody_asks_for_rows_or_somebody_is_present_nothing_is_said_of_it(run, planning):
    assert NOBODY not in run(ITEMS)
    AgendaItem.objects.all().delete()
    assert NOBODY not in run(front("Peter Garrow"), take_attendance=True)
    AgendaItem.objects.all().delete()
    assert NOBODY not in run(front("Peter Garow"), take_attendance=True)


# What is closed


def test_a_ground_that_is_not_chosen_is_asked_with_all_that_may_be(run, planning):
    with pytest.raises(CommandError) as refusal:
        run(f"{ITEMS}\n3. Pension\n\nCONFIDENTIAL\n\nIt is paid.", publish=True, closed=["3"])
    assert "on which ground is not chosen yet. Add --ground with one of: " in str(refusal.value)
    assert ", ".join(planning.law.grounds) in str(refusal.value)
    assert not Meeting.objects.exists()


def test_the_day_is_stored_as_the_clerk_says(run):
    run(f"{TITLE}\n\n{ITEMS}", date="2026-05-27")
    assert Meeting.objects.get().date == date(2026, 5, 27)

"""Alison types or pastes a committee's members as a list."""

from datetime import date

import pytest

from committees.models import Committee, Membership, Party, Person, Ward
from tests.desk import Page
from tests.making import make_committee, make_person
from tests.test_rights import staff

pytestmark = pytest.mark.django_db
ADD = "/admin/committees/committee/add/"
LIST = """Councillor Mary Bell (Chair), Labour, Quayside ward
Cllr. Ann Vane - Vice-Chair
3. Mr Joe Marsh, Substitute
•\tDr Jan van der Berg (co-opted member), Eskmere District Council

Una Reed
"""


@pytest.fixture
def on_file():
    """Mary Bell and another Bell, a party by its abbreviation, a ward; and a committee of others."""
    Ward.objects.create(name="Northgate")
    Party.objects.create(name="Green Party", abbreviation="GRN")
    other = make_committee(slug="quays", name="Quays")
    Membership.objects.create(committee=other, person=make_person("Mary Bell"), role="chair")
    make_person("Tom Bell")


def seats(committee) -> list[tuple[str, str]]:
    return [(str(seat.person), seat.role) for seat in committee.memberships.in_order()]


def page_of(desk, committee) -> Page:
    return Page(desk, f"/admin/committees/committee/{committee.pk}/change/")


def test_a_committee_is_added_with_its_name_and_a_pasted_list_alone(desk, on_file):
    assert Page(desk, ADD).send(name="Harbour Committee", members_list=LIST) is None
    committee = Committee.objects.get(slug="harbour-committee")
    assert seats(committee) == [
        ("Councillor Mary Bell", "chair"),
        ("Councillor Ann Vane", "vice-chair"),
        ("Una Reed", "member"),
        ("Mr Joe Marsh", "substitute"),
        ("Dr Jan van der Berg", "co-opted"),
    ]
    said = Page(desk, ADD).text
    assert "5 members seated. New on file: Councillor Ann Vane, Mr Joe Marsh, Dr Jan van der Berg, Una Reed." in said
    assert "Known already: Councillor Mary Bell." in said
    bell = Person.objects.get(slug="mary-bell")
    assert (str(bell.party), str(bell.ward)) == ("Labour", "Quayside") and Person.objects.filter(
        last_name="Bell"
    ).count() == 2
    berg = committee.memberships.get(role="co-opted")
    assert (berg.person.first_name, berg.person.last_name, berg.appointed_by) == (
        "Jan",
        "van der Berg",
        "Eskmere District Council",
    )


def test_the_same_list_again_changes_nothing(desk, on_file):
    committee = make_committee()
    for _ in range(2):
        assert page_of(desk, committee).send(members_list=LIST) is None
    assert (committee.memberships.count(), Person.objects.count()) == (5, 6)
    assert Party.objects.count() == Ward.objects.count() == 2


def test_members_sit_since_the_day_that_is_said(desk):
    committee = make_committee()
    page_of(desk, committee).send(members_list="Mary Bell", members_since="7 May 2026")
    assert committee.memberships.get().started_on == date(2026, 5, 7)


def test_who_sat_before_and_left_is_seated_anew(desk):
    committee = make_committee()
    Membership.objects.create(committee=committee, person=make_person(), ended_on=date(2024, 5, 1))
    page_of(desk, committee).send(members_list="Mary Bell", members_since="7 May 2026")
    assert [seat.ended_on for seat in committee.memberships.order_by("started_on", "pk")].count(None) == 1


LINES = {
    "Cllr Mary Bell": ("Councillor", "Mary", "Bell", "member"),
    "Councillor Mrs J. A. Poole (Chairman)": ("Councillor Mrs", "J. A.", "Poole", "chair"),
    "Chair: Mary Bell": ("", "Mary", "Bell", "chair"),
    "Sir Tom O’Neill – Deputy Chairman": ("Sir", "Tom", "O’Neill", "vice-chair"),
    "Mary Smith-Jones, MBE": ("", "Mary", "Smith-Jones MBE", "member"),
    "Mary\tBell": None,
    "Rev. Canon Ann Vane (the Vice Chair)": ("Rev Canon", "Ann", "Vane", "vice-chair"),
    "Bell": ("", "", "Bell", "member"),
    "Łukasz Żak, reserve": ("", "Łukasz", "Żak", "substitute"),
}


@pytest.mark.parametrize("line", [line for line in LINES if LINES[line]])
def test_a_line_is_read_as_a_clerk_means_it(line):
    from committees.member_lines import read

    found = read(line)[0]
    assert (found.title, found.first, found.last, found.role) == LINES[line] and found.further == []


def test_parties_and_wards_are_known_by_their_names_on_file(desk, on_file):
    committee = make_committee()
    page_of(desk, committee).send(members_list="Una Reed (GRN), Northgate\nAnn Vane, Green Party, Northgate ward")
    people = Person.objects.filter(last_name__in=["Reed", "Vane"])
    assert {(str(person.party), str(person.ward)) for person in people} == {("Green Party", "Northgate")}
    assert Party.objects.count() == Ward.objects.count() == 1


def test_a_vacant_seat_is_no_member_and_is_said(desk):
    committee = make_committee()
    text = "Mary Bell\nVacancy\n3. Vacant\n(Vacant seat)\nVacancy – Labour\nCouncillor Vacancy\nAnn Vacante"
    page_of(desk, committee).send(members_list=text)
    assert [name for name, _ in seats(committee)] == ["Mary Bell", "Ann Vacante"]
    assert "5 lines say that a seat is vacant: no member was made of it." in page_of(desk, committee).text


def test_parties_and_wards_that_are_made_are_said(desk):
    committee = make_committee()
    page_of(desk, committee).send(members_list="Mary Bell, Labour, Quayside ward\nAnn Vane, Independent, Hill ward")
    said = page_of(desk, committee).text
    assert "New on file too: the party Labour, the ward Quayside, the party Independent, the ward Hill." in said


ASKED = {
    "Green": "“Green”: is that Green Valley, which is on file? Write “Green Valley” if it is, and “Green party” if it is "
    "another.",
    "Quayside ward": "“Quayside ward”: is that Eskmere Quayside, which is on file? Write “Eskmere Quayside” if it is, and "
    "“ward of Quayside” if it is another.",
    "Quayside": "“Quayside”: is that Eskmere Quayside, which is on file?",
    "Valley": "“Valley”: is that Green Valley, which is on file?",
}


@pytest.mark.parametrize("words", ASKED)
def test_a_party_or_ward_is_never_guessed_but_asked_for(desk, words):
    Ward.objects.create(name="Eskmere Quayside")
    Party.objects.create(name="Green Valley")
    page = page_of(desk, make_committee()).send(members_list=f"Ann Vane\nCouncillor Lucy Grey, {words}")
    assert f"Line 2 (“Councillor Lucy Grey, {words}”): {ASKED[words]}" in page.text and not Person.objects.exists()


def test_what_was_asked_for_is_answered_in_the_line(desk):
    Ward.objects.create(name="Eskmere Quayside")
    Party.objects.create(name="Green Valley")
    text = "Lucy Grey, Green party, ward of Quayside\nAnn Vane, Green Valley, Eskmere Quayside\nUna Reed, Green"
    committee = make_committee()
    assert page_of(desk, committee).send(members_list=text.partition("\nUna")[0]) is None
    assert {(str(p.party), str(p.ward)) for p in Person.objects.all()} == {
        ("Green party", "Quayside"),
        ("Green Valley", "Eskmere Quayside"),
    }
    assert page_of(desk, committee).send(members_list="Una Reed, Green") is None
    assert str(Person.objects.get(last_name="Reed").party) == "Green party"


def test_a_ward_that_nobody_knows_is_complained_of_once(desk):
    text = "Mary Bell, Zebra\nAnn Vane\nUna Reed, Zebra\nJoe Marsh, Zebra"
    page = page_of(desk, make_committee()).send(members_list=text)
    assert "Lines 1, 3 and 4: “Zebra” is neither a role nor a party" in page.text
    assert page.text.count("is neither a role") == 1


@pytest.mark.parametrize("typed", ["Cllr Fred van den Berg", "Cllr F van der Berg", "Fred Van der Burg"])
def test_a_name_that_is_nearly_somebodys_is_asked_about(desk, typed):
    fred = make_person("Fred van der Berg", first_name="Fred", last_name="van der Berg", title="Councillor")
    committee = make_committee()
    page = page_of(desk, committee).send(members_list=f"{typed} (Chair)")
    assert f"Line 1 (“{typed} (Chair)”): did you mean Councillor Fred van der Berg, who is on file?" in page.text
    assert page_of(desk, committee).send(members_list=f"{typed} (Chair), new") is None
    assert Person.objects.count() == 2 and committee.memberships.get().person != fred


def test_a_last_name_in_capitals_comes_first_as_in_a_register(desk, on_file):
    committee = make_committee()
    text = "BELL, Mary (Chair)\nVAN DER BERG, Dr Jan, Northgate\nO’NEILL, Tom Joseph\nMCKAY, Labour"
    page_of(desk, committee).send(members_list=text)
    assert seats(committee) == [
        ("Councillor Mary Bell", "chair"),
        ("MCKAY", "member"),
        ("Tom Joseph O’Neill", "member"),
        ("Dr Jan van der Berg", "member"),
    ]
    assert "“BELL, Mary” was read as Mary Bell." in page_of(desk, committee).text


def test_a_title_is_read_alike_on_a_list_and_of_one_who_comes():
    from committees.naming import on_file, put_on_file

    gwen = put_on_file("Cllr. Gwen Tarrant")
    assert (gwen.title, gwen.first_name, gwen.last_name) == ("Councillor", "Gwen", "Tarrant")
    assert put_on_file("Sir Jan van der Berg").last_name == "van der Berg"
    assert [person.title for person in on_file(["Sir Jan van der Berg"])["Sir Jan van der Berg"]] == ["Sir"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mary Bell\n(Chair)", "Line 2 (“(Chair)”): write the member’s name first"),
        (
            "Mary Bell, Zebra",
            "Line 1 (“Mary Bell, Zebra”): “Zebra” is neither a role nor a party, ward or body on file.",
        ),
        ("Mary Bell\nAnn Vane\nmary bell", "Line 3 (“mary bell”): mary bell stands in line 1 already."),
        ("Mary Bell (Chair)\nAnn Vane (Chair)", "Mary Bell and Ann Vane would both be chair: a committee has one."),
        (
            "Cllr Bell",
            "Line 1 (“Cllr Bell”): “Bell” could be Councillor Mary Bell or Councillor Tom Bell",
        ),
        (
            "Cllr Khan",
            "nobody on file is called Khan. Write the first name too, or “Khan (new)” if there is none.",
        ),
        ("x\n" * 301, "These are 301 lines; up to 300 members can be listed at once."),
        ("x" * 101, f"Line 1 (“{'x' * 60}”): write the member’s name first"),
    ],
    ids=["no name", "unknown", "twice", "two chairs", "two on file", "none on file", "301 lines", "101 letters"],
)
def test_what_can_t_be_told_is_said_with_its_line_and_kept(desk, on_file, text, said):
    page = Page(desk, ADD).send(name="Harbour Committee", members_list=text)
    assert said in page.text and page.fields["members_list"].strip() == text.strip().replace("\n", "\n")
    assert not Committee.objects.filter(slug="harbour-committee").exists() and Person.objects.count() == 2


def test_a_chair_there_is_stays_and_both_are_named(desk, on_file):
    committee = make_committee()
    Membership.objects.create(committee=committee, person=make_person("Ann Vane"), role="chair")
    page_of(desk, committee).send(members_list="Una Reed (Chair)\nAnn Vane")
    text = page_of(desk, committee).text
    assert "Una Reed is listed as member: the committee has a chair already." in text
    assert "Councillor Ann Vane sits already as chair; change it in the table below." in text
    assert seats(committee) == [("Councillor Ann Vane", "chair"), ("Una Reed", "member")]


def test_two_people_of_one_name_get_addresses_of_their_own(desk):
    make_person("Jo Bell", slug="jo-bell", first_name="Joanna")
    page_of(desk, make_committee()).send(members_list="Jo Bell (new)")
    assert Person.objects.get(first_name="Jo").slug == "jo-bell-2"


def test_an_address_is_made_of_the_name_and_a_taken_one_is_said(desk):
    assert Page(desk, ADD).send(name="Planning & Licensing") is None
    assert Committee.objects.get().slug == "planning-licensing"
    assert "Committee with this Address already exists." in Page(desk, ADD).send(name="Planning Licensing").text


def test_only_who_may_add_people_and_seats_lists_members():
    committee = make_committee()
    for rights in (["committees.add_membership"], ["committees.add_person"]):
        client = staff("committees.change_committee", *rights)
        page = page_of(client, committee)
        assert "members_list" not in page.fields
        client.post(page.address, page.fields | {"members_list": "Mary Bell"})
    assert not Person.objects.exists()
    clerk = staff("committees.change_committee", "committees.add_membership", "committees.add_person")
    assert page_of(clerk, committee).send(members_list="Mary Bell") is None
    assert committee.memberships.count() == 1

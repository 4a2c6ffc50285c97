"""Whom a clerk means by the name that she types is found in one way everywhere; where it is doubtful, nobody is taken."""

import pytest

from committees.models import Person
from committees.naming import like, meant
from minutes.admin.minuting.fields import NameField

PEOPLE = [
    Person(pk=number, title=title, first_name=first, last_name=last)
    for number, (title, first, last) in enumerate(
        [
            ("Councillor", "Mary Ann", "Bell"),
            ("Councillor", "Tom", "Bell"),
            ("Councillor", "Pat", "Green"),
            ("Councillor", "Sana", "Khan"),
            ("Councillor", "Fred", "van der Berg"),
            ("Mrs", "Ann", "Vane"),
            ("Councillor", "Ann", "Vane"),
        ],
        start=1,
    )
]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Cllr Khan", "Khan"),
        ("Councillor Pat Green", "Green"),
        ("P. Green", "Green"),
        ("cllr p green", "Green"),
        ("M A Bell", "Mary Ann Bell"),
        ("M.A. Bell", "Mary Ann Bell"),
        ("Cllr M Bell", "Mary Ann Bell"),
        ("van der Berg", "van der Berg"),
        ("Mrs Ann Vane", "Mrs"),
        ("Bell", "Bell Bell"),
        ("Ann Vane", "Vane Vane"),
        ("Q Green", ""),
        ("Berg", ""),
        ("Councillor", ""),
        ("", ""),
    ],
)
def test_by_all_of_the_name_by_initials_or_by_the_last_name_alone(typed, names):
    found = meant(typed, PEOPLE)
    wanted = "Mary Ann Bell" if names.startswith("Mary") else names
    assert len(found) == (1 if names.startswith(("Mary", "van")) else len(names.split()))
    assert all(wanted.split()[-1] in str(person) for person in found)


@pytest.mark.parametrize("typed", ["Cllr Fred van den Berg", "Fred van der Burg"])
def test_a_slip_of_the_pen_may_be_somebody_and_is_never_taken_for_them(typed):
    assert meant(typed, PEOPLE) == [] and [person.first_name for person in like(typed, PEOPLE)] == ["Fred"]


ELINOR, ELIN, PHIL = (
    Person(pk=20 + number, title="Councillor", first_name=first, last_name=last)
    for number, (first, last) in enumerate([("Elinor", "Rees"), ("Elin", "Rees"), ("Philippa Jane", "Moor")])
)


@pytest.mark.parametrize(
    ("typed", "person"), [("Cllr Elin Rees", ELINOR), ("Phil Moor", PHIL), ("Philippa Anne Moor", PHIL)]
)
def test_a_clipped_first_name_is_asked_about_everywhere_and_is_somebodys_own_where_they_have_it(typed, person):
    field = NameField(required=False)
    field.people = [*PEOPLE, ELINOR, PHIL]
    assert meant(typed, field.people) == [] and like(typed, field.people) == [person]
    with pytest.raises(Exception, match=f"If you mean {person}, write the name so"):
        field.clean(typed)
    assert meant("Elin Rees", [ELINOR, ELIN]) == [ELIN] and like("Elinor Rees", [ELIN]) == [ELIN]
    assert like("Elin Moor", [ELINOR, ELIN, PHIL]) == like("Rees", [PHIL]) == []
    assert field.clean("Elin") is ELINOR  # one part of a name that nobody else has


def test_the_fields_of_the_minutes_find_the_same_people():
    field = NameField(required=False)
    field.people = PEOPLE
    assert field.clean("Cllr Khan").last_name == "Khan" and field.clean("P Green").first_name == "Pat"
    with pytest.raises(Exception, match="could be Councillor Mary Ann Bell or Councillor Tom Bell"):
        field.clean("Bell")

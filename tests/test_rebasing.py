"""The rows that a clerk posts find the rows that are stored, whatever a colleague added or deleted meanwhile."""

import pytest
from django.http import QueryDict

from minutes.admin.rebasing import rebased


def page(*rows: tuple[str, str], total: int | None = None) -> QueryDict:
    """What a page posts: of each row its id ("" for a new one, which comes last) and its text."""
    data = QueryDict(mutable=True)
    stored = [row for row in rows if row[0]]
    data.update(
        {"votes-TOTAL_FORMS": str(total or len(rows)), "votes-INITIAL_FORMS": str(len(stored)), "title": "Dredging"}
    )
    for at, (pk, text) in enumerate(rows):
        data.update({f"votes-{at}-id": pk, f"votes-{at}-text": text})
    return data


def rows_of(data) -> list[tuple[str, str]]:
    return [(data[f"votes-{at}-id"], data[f"votes-{at}-text"]) for at in range(int(data["votes-TOTAL_FORMS"]))]


POSTED = [("5", "five"), ("7", "seven"), ("9", "nine"), ("", "new")]
STORED = {
    "as when it was opened": ([5, 7, 9], POSTED, 0, 3),
    "one was added": ([5, 6, 7, 9], POSTED, 0, 3),
    "one was deleted": ([5, 9], [("5", "five"), ("9", "nine"), ("", "seven"), ("", "new")], 1, 2),
    "all were deleted": ([], [("", "five"), ("", "seven"), ("", "nine"), ("", "new")], 3, 0),
    "put in another order": ([9, 5, 7], [("9", "nine"), ("5", "five"), ("7", "seven"), ("", "new")], 0, 3),
    "deleted and added": ([6, 9, 10], [("9", "nine"), ("", "five"), ("", "seven"), ("", "new")], 2, 1),
}


@pytest.mark.parametrize(("stored", "rows", "gone", "initial"), STORED.values(), ids=STORED)
def test_no_text_is_lost_and_none_comes_to_another_row(stored, rows, gone, initial):
    data, _, count = rebased(page(*POSTED), QueryDict(mutable=True), "votes", stored)
    assert (rows_of(data), count) == (rows, gone)
    assert (data["votes-INITIAL_FORMS"], data["title"]) == (str(initial), "Dredging")


def test_what_both_deleted_is_gone():
    data = page(*POSTED)
    data["votes-1-DELETE"] = "on"
    data, _, count = rebased(data, QueryDict(mutable=True), "votes", [5, 9])
    assert (rows_of(data), count) == ([("5", "five"), ("9", "nine"), ("", "new")], 0)
    assert not [name for name in data if name.endswith("DELETE")]


def test_an_upload_goes_where_its_row_goes():
    files = QueryDict(mutable=True)
    files["votes-1-file"] = "survey.pdf"
    _, files, _ = rebased(page(*POSTED), files, "votes", [5, 9])
    assert dict(files.items()) == {"votes-2-file": "survey.pdf"}


@pytest.mark.parametrize("damage", [{"votes-TOTAL_FORMS": "x"}, {"votes-INITIAL_FORMS": ""}])
def test_a_damaged_form_is_left_to_django_to_refuse(damage):
    data = page(*POSTED)
    data.update(damage)
    for name in damage:
        data.setlist(name, [damage[name]])
    before = data.copy()
    assert rebased(data, {}, "votes", [5]) == (before, {}, 0)


def test_a_forged_number_of_rows_costs_no_more_than_django_allows():
    data, _, _ = rebased(page(*POSTED, total=10**9), QueryDict(mutable=True), "votes", [5, 9])
    assert int(data["votes-TOTAL_FORMS"]) <= 2_000

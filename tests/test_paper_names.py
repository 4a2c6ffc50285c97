"""Alison drops sixty files on the page: what each name suggests, for her to look at."""

from types import SimpleNamespace

import pytest

from minutes.paper_names import in_natural_order, suggestion

AGENDA = [
    ("1", "Apologies for absence"),
    ("2", "Minutes of the previous meeting"),
    ("3", "Planning applications"),
    ("3.1", "12 Quay Street"),
    ("3.2", "The Old Ropery"),
    ("5", "Repair of the north mole"),
    ("5a", "Storm damage"),
    ("7", "Harbour dues for next year"),
    ("8(b)", "Dredging contract"),
    ("", "Part 2"),
    ("12", "Budget"),
]
ITEMS = [SimpleNamespace(pk=n, number=number, title=title) for n, (number, title) in enumerate(AGENDA, start=1)]

NAMES = {
    # name: number of the item, title, kind
    "05 Report on the mole.pdf": ("5", "Report on the mole", "report"),
    "05a Report on the storm.pdf": ("5a", "Report on the storm", "report"),
    "5b Photographs.pdf": ("5", "Photographs", "report"),
    "Item 7 Appendix B.pdf": ("7", "Appendix B", "appendix"),
    "Agenda Item 07 - Appendix B.pdf": ("7", "Appendix B", "appendix"),
    "item_12_budget_book.docx": ("12", "Budget book", "report"),
    "Appendix 1 to item 5.pdf": ("5", "Appendix 1", "appendix"),
    "3.2 Officer's report.pdf": ("3.2", "Officer's report", "report"),
    "3.9 Plans.pdf": ("3", "Plans", "report"),
    "8b Tender.pdf": ("8(b)", "Tender", "report"),
    "(7) Dues.pdf": ("7", "Dues", "report"),
    "7. Dues.PDF": ("7", "Dues", "report"),
    "12.pdf": ("12", "Budget", "report"),
    "C:\\Papers\\7 Dues.pdf": ("7", "Dues", "report"),
    "Harbour dues 2026.pdf": ("7", "Harbour dues 2026", "report"),
    "Background papers on the north mole repair.pdf": ("5", "Background papers on the north mole repair", "background"),
    "2 Minutes of 4 February 2026.pdf": ("2", "Minutes of 4 February 2026", "previous-minutes"),
    "5 Mole presentation.pdf": ("5", "Mole presentation", "presentation"),
    "5 Mole PRESENTATION.PDF": ("5", "Mole PRESENTATION", "presentation"),
    "7 Addendum.pdf": ("7", "Addendum", "supplement"),
    # Nothing that speaks for an item
    "Letter from the Minister.pdf": (None, "Letter from the Minister", "report"),
    "Appendix 2 Costs.pdf": (None, "Appendix 2 Costs", "appendix"),
    "99 Something.pdf": (None, "Something", "report"),
    # A day is no number
    "2026-03-04 Letter.pdf": (None, "2026-03-04 Letter", "report"),
    "05.03.2026 Letter.pdf": (None, "05.03.2026 Letter", "report"),
    "5 March 2026 Letter.pdf": (None, "5 March 2026 Letter", "report"),
    "20260305 Letter.pdf": (None, "20260305 Letter", "report"),
    "5th Report.pdf": (None, "5th Report", "report"),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_suggests_the_item_the_title_and_the_kind(name):
    found = suggestion(name, ITEMS)
    number = next((item.number for item in ITEMS if item.pk == found.item), None)
    assert (number, found.title, found.kind) == NAMES[name]


@pytest.mark.parametrize("name", ["7 EXEMPT Tender.pdf", "7 Tender (Not for publication).pdf", "Part 2 Tender.pdf"])
def test_a_name_that_says_closed_is_heard(name):
    assert suggestion(name, ITEMS).is_closed
    assert not suggestion("7 Tender.pdf", ITEMS).is_closed


def test_two_titles_that_fit_alike_suggest_neither():
    twins = [SimpleNamespace(pk=n, number=str(n), title=f"North mole, part {n}") for n in (1, 2)]
    assert suggestion("Survey of the north mole.pdf", twins).item is None
    assert suggestion("Survey of the north mole.pdf", twins[:1]).item == 1


def test_the_agenda_itself_belongs_to_the_meeting_as_a_whole():
    for name in ("Agenda.pdf", "Agenda 2026-03-04.pdf", "Reports pack.pdf"):
        found = suggestion(name, ITEMS)
        assert found.item is None and found.is_of_meeting
    assert not suggestion("Letter.pdf", ITEMS).is_of_meeting


def test_what_speaks_for_the_item_is_said():
    assert suggestion("05a Storm.pdf", ITEMS).why == "the number 05a in its name"
    assert suggestion("Harbour dues.pdf", ITEMS).why == "words of the item’s title"


def test_a_number_and_words_that_speak_for_different_items_are_doubtful_and_both_are_said():
    found = suggestion("07 Repairs of the north mole.pdf", ITEMS)
    assert found.doubt == (
        "The number 07 says item 7, “Harbour dues for next year”; the words say item 5, “Repair of the north mole”."
    )
    assert not any(suggestion(name, ITEMS).doubt for name in NAMES)


def test_ten_comes_after_two():
    assert sorted(["10 B.pdf", "2 A.pdf", "5b.pdf", "5a.pdf"], key=in_natural_order) == [
        "2 A.pdf",
        "5a.pdf",
        "5b.pdf",
        "10 B.pdf",
    ]

"""Alison Thrale looks up in the log of everything what was published, where, and what became of it."""

from datetime import UTC, datetime

import pytest

from published.kinds import Kind
from publishing.models import Publication
from tests.desk import Page
from tests.making import make_clerk, make_winter_and_summer, publish

pytestmark = pytest.mark.django_db
LOG = "/admin/publishing/publication/"
AUGUST, LATER = datetime(2026, 8, 3, 9, tzinfo=UTC), datetime(2026, 12, 1, 17, tzinfo=UTC)


@pytest.fixture
def log(desk, clock) -> list[Publication]:
    """Of two meetings: minutes that stand, an agenda that was withdrawn, decisions to come, and others taken back."""
    clock(AUGUST)
    alison = make_clerk("alison")
    winter, summer = make_winter_and_summer()
    publish(winter, Kind.MINUTES, author=alison)
    publish(summer, Kind.AGENDA, author=alison).withdraw("A paper was missing.", author=alison)
    publish(summer, Kind.DECISIONS, author=alison, goes_live_at=LATER)
    publish(summer, Kind.DRAFT_MINUTES, author=alison, goes_live_at=LATER).withdraw("Too early.")
    return list(Publication.objects.all())


def rows(page: Page) -> list[list[str]]:
    found = page.tree.xpath("//table[@id='result_list']/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("th | td")] for row in found]


def test_each_row_says_what_where_and_how_it_stands_now_the_newest_first(desk, log):
    page = Page(desk, LOG)
    heads = [cell.text_content().strip() for cell in page.tree.xpath("//table[@id='result_list']/thead//th")]
    assert heads == ["Sequence", "Address", "Publication", "Public number", "Live", "Published at", "Author"]
    winter, summer, day = "harbour-committee/2026-01-14", "harbour-committee/2026-07-15", "3 Aug 2026, 10:00"
    assert rows(page) == [
        ["6", summer, "Withdrawal of Draft minutes", "-", "-", day, "-"],
        ["5", summer, "Draft minutes", "-", "Taken back", day, "Alison"],
        ["4", summer, "Decisions", "-", "Scheduled for 1 December 2026, 17:00 GMT", day, "Alison"],
        ["3", summer, "Withdrawal of Agenda", "-", "-", day, "Alison"],
        ["2", summer, "Agenda", "1 (version 1)", "Withdrawn", day, "Alison"],
        ["1", winter, "Minutes", "1 (version 1)", "Live", day, "Alison"],
    ]


def test_the_log_is_searched_by_address_and_narrowed_to_a_kind(desk, log):
    found = {query: [row[0] for row in rows(Page(desk, f"{LOG}?{query}"))] for query in ("q=2026-01", "kind=agenda")}
    assert found == {"q=2026-01": ["1"], "kind=agenda": ["3", "2"]}
    assert "By kind" in Page(desk, LOG).text


def test_a_row_is_read_with_all_that_its_digest_covers(desk, log):
    row = log[1]
    shown = Page(desk, f"{LOG}{row.pk}/change/")
    for fact in (row.address, "Agenda", row.record_digest, row.previous_digest, row.digest, "Alison", "3 Aug 2026"):
        assert fact in shown.text
    assert "A paper was missing." in Page(desk, f"{LOG}{log[2].pk}/change/").text
    assert not shown.tree.xpath("//div[@id='content']//*[self::input[@type!='hidden'] or self::textarea]")

"""The sitemap, robots.txt, and what an unknown address suggests: of what is public alone."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from published.kinds import Kind
from publishing.models import Publication
from tests.making import (
    make_committee,
    make_held_meeting,
    make_item,
    make_meeting,
    make_person,
    make_winter_and_summer,
    publish,
)

pytestmark = pytest.mark.django_db
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(client, address: str, root: str, entry: str) -> dict[str, str | None]:
    """The addresses of a sitemap with their last change; checks what the protocol asks of it."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml; charset=utf-8")
    tree = ElementTree.fromstring(answer.content)
    assert tree.tag == f"{NS}{root}" and {child.tag for child in tree} == {f"{NS}{entry}"}
    assert len(tree) <= 50_000 and len(answer.content) < 50 * 1024**2
    found = {child.findtext(f"{NS}loc"): child.findtext(f"{NS}lastmod") for child in tree}
    assert len(found) == len(tree) and all(re.match("https?://[^/]+/", loc) for loc in found)
    for when in filter(None, found.values()):
        assert datetime.fromisoformat(when).tzinfo
    return {re.sub(r"^https?://[^/]+", "", loc): when for loc, when in found.items()}


def test_it_leads_to_each_month_that_has_meetings_and_to_their_items(client):
    winter, summer = make_winter_and_summer()
    publish(winter), publish(summer)
    index = entries(client, "/sitemap.xml", "sitemapindex", "sitemap")
    months = [f"/sitemap-{meeting.date:%Y-%m}.xml" for meeting in (winter, summer)]
    assert list(index) == ["/sitemap-pages.xml", *months]
    for month, meeting in zip(months, (winter, summer), strict=True):
        here = f"/committees/{meeting.committee.slug}/{meeting.slug}/"
        items = [f"{here}{item.slug}/" for item in meeting.items.all()]
        assert list(entries(client, month, "urlset", "url")) == [here, *items] and items


def test_a_year_of_months_lies_between_two_meetings_and_none_is_named(client):
    for day in ("2024-01-31", "2025-12-01", "2026-01-01"):
        meeting = make_meeting(date=day, **({} if day == "2024-01-31" else {"committee": meeting.committee}))  # noqa: F821
        make_item(meeting)
        publish(meeting, Kind.AGENDA)
    index = entries(client, "/sitemap.xml", "sitemapindex", "sitemap")
    assert list(index)[1:] == ["/sitemap-2024-01.xml", "/sitemap-2025-12.xml", "/sitemap-2026-01.xml"]


def test_the_standing_pages_are_there_with_committees_and_members_that_are_shown(client):
    committee = make_committee(name="Ferry Board", slug="ferry-board")
    make_committee(name="Coming Board", slug="coming-board", shown_from=timezone.localdate() + timedelta(2))
    seated, coming = make_person("Ann Cole"), make_person("Bea Dunn", shown_from=timezone.localdate() + timedelta(2))
    for person in (seated, coming):
        committee.memberships.create(person=person)
    make_person("Cy Ellis")  # an officer, who has no seat
    found = entries(client, "/sitemap-pages.xml", "urlset", "url")
    assert {"/", "/meetings/", "/committees/ferry-board/", "/people/ann-cole/"} <= set(found)
    assert not {"/committees/coming-board/", "/people/bea-dunn/", "/people/cy-ellis/"} & set(found)


def test_what_is_scheduled_or_withdrawn_is_on_no_map(client, clock):
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    clock(now)
    meeting = make_held_meeting()
    publication = publish(meeting, goes_live_at=now + timedelta(days=1))
    month = f"/sitemap-{meeting.date:%Y-%m}.xml"
    assert list(entries(client, "/sitemap.xml", "sitemapindex", "sitemap")) == ["/sitemap-pages.xml"]
    assert client.get(month).status_code == 404
    clock(now + timedelta(days=1))
    assert month in entries(client, "/sitemap.xml", "sitemapindex", "sitemap") and client.get(month).status_code == 200
    Publication.objects.get(pk=publication.pk).withdraw("A mistake.")
    assert client.get(month).status_code == 404


@pytest.mark.parametrize(
    "month", ["2026-00", "2026-13", "0000-01", "9999-12", "2026-1", "٢٠٢٦-٠٣", "2026-03-01", "%00"]
)
def test_an_odd_month_is_an_unknown_address(client, month):
    assert client.get(f"/sitemap-{month}.xml").status_code == 404


def test_it_takes_one_query_for_a_month_and_two_for_the_pages_beside_that_of_the_organisation(
    client, django_assert_num_queries
):
    meeting = make_held_meeting()
    publish(meeting)
    client.get("/sitemap.xml")
    for address, most in [("/sitemap.xml", 2), ("/sitemap-pages.xml", 3), (f"/sitemap-{meeting.date:%Y-%m}.xml", 2)]:
        with django_assert_num_queries(most):
            client.get(address)


def test_robots_keeps_out_of_the_desk_and_of_results_and_knows_the_map(client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[:4] == ["User-agent: *", "Disallow: /admin/", "Disallow: /search/", "Disallow: /*/item.pdf$"]
    assert re.fullmatch(r"Sitemap: https?://\S+/sitemap\.xml", lines[4])


# What an unknown address suggests


def suggested(client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 404
    page = unescape(answer.content.decode())
    part = (
        page[page.index("Did you look") : page.index("</section>", page.index("Did you look"))]
        if "Did you look" in page
        else ""
    )
    return re.findall(r'href="([^"]+)"', part)


def test_a_misspelt_committee_and_a_day_beside_a_meeting_lead_to_what_is_there(client):
    winter, summer = make_winter_and_summer()
    publish(winter), publish(summer)
    slug = winter.committee.slug
    assert suggested(client, f"/committees/{slug[:-2]}e/") == [f"/committees/{slug}/"]
    near = suggested(client, f"/committees/{slug}/{winter.date + timedelta(days=1)}/")
    assert f"/committees/{slug}/{winter.slug}/" in near and f"/committees/{slug}/{summer.slug}/" in near
    assert suggested(client, "/nowhere/at/all/") == []


def test_a_misspelt_name_leads_to_the_member(client):
    make_committee().memberships.create(person=make_person("Ann Cole"))
    assert suggested(client, "/people/anne-cole/") == ["/people/ann-cole/"]


def test_nothing_is_suggested_that_is_not_public(client):
    hidden = make_committee(name="Hidden Board", slug="hidden-board", shown_from=timezone.localdate() + timedelta(2))
    hidden.memberships.create(person=make_person("Bea Dunn", shown_from=timezone.localdate() + timedelta(2)))
    draft, shown = make_held_meeting(), make_held_meeting(date="2026-09-02")
    publish(shown)
    assert suggested(client, "/committees/hiden-board/") == suggested(client, "/people/bea-dun/") == []
    near = suggested(client, f"/committees/{draft.committee.slug}/{draft.slug}/")
    assert not any(draft.slug in address for address in near)


@pytest.mark.parametrize(
    "path",
    [
        "/committees/%00/2026-02-30/",
        "/committees/'\")/2026-99-99/x/",
        f"/people/{'x' * 5000}/",
        "/%F0%9F%98%80/",
        "/committees//",
        "/people/‮evil/",
    ],
)
def test_an_odd_address_is_answered_like_any_other(client, path):
    assert client.get(path).status_code == 404

"""The council's own site: its look, its help for people, its accessibility statement."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from committees.colours import DARK, ENOUGH, LIGHT, contrast, legible, too_faint
from committees.models import Website
from richtext.fragments import clean_fragment
from tests.desk import Page

SHEET = Path("static/website/site.css")


def website(**changes) -> Website:
    site = Website.objects.get()
    for name, value in changes.items():
        setattr(site, name, value)
    site.full_clean()
    site.save()
    return site


def text(client, address: str) -> str:
    return unescape(client.get(address).content.decode())


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48), ("#0000ff", "#ffffff", 8.59)],
)
def test_the_contrast_of_two_colours_is_that_of_the_guidelines(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


def test_the_grounds_are_those_of_the_style_sheet():
    blocks = re.findall(r":root \{(.*?)\}", SHEET.read_text(), re.DOTALL)
    for grounds, block in zip([LIGHT, DARK], blocks, strict=False):
        said = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        assert {name: said[name] for name in grounds} == grounds


@given(st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}"))
def test_a_colour_that_is_proposed_can_be_read(colour):
    for grounds in (LIGHT, DARK):
        assert too_faint(legible(colour, grounds), grounds) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("colours", "field", "said"),
    [
        ({"accent": "#ff8800"}, "accent", "Text in this colour has a contrast of"),
        ({"accent": "#7a1f38", "accent_dark": "#7a1f38"}, "accent_dark", "#"),
        ({"masthead": "#336699", "masthead_text": "#223344"}, "masthead_text", "readers need 4.5 to 1"),
        ({"masthead": "#336699"}, "__all__", "Give the masthead both its colours"),
        ({"accent": "red"}, "accent", "such as #7a1f38"),
        ({"accent": "#7a1f38;} body{display:none}"}, "accent", "at most 7 characters"),
    ],
)
def test_a_colour_that_can_t_be_read_is_refused_with_one_that_can(colours, field, said):
    with pytest.raises(ValidationError) as refused:
        website(**colours)
    assert said in " ".join(refused.value.message_dict[field])


@pytest.mark.django_db
def test_its_colours_are_a_style_sheet_of_their_own(client):
    assert "look.css" not in text(client, "/")
    website(accent="#0a4d68", accent_dark="#8ecae6", masthead="#0a4d68", masthead_text="#ffffff")
    page = text(client, "/accessibility/")
    (address,) = re.findall(r'href="(/look\.css\?\d+)"', page)
    answer = client.get(address)
    assert answer["Content-Type"] == "text/css; charset=utf-8" and "max-age" in answer["Cache-Control"]
    assert answer.content.decode().splitlines() == [
        ":root { --accent: #0a4d68; --accent-strong: #0a4d68; }",
        ":root { --masthead: #0a4d68; --masthead-ink: #ffffff; }",
        "@media (prefers-color-scheme: dark) { :root { --accent: #8ecae6; --accent-strong: #8ecae6; }",
        "}",
    ]


HEADER = '<p><a href="https://quayside.example/">Quayside Council</a></p>'
ODD = [
    '<script>alert(1)</script><p onclick="alert(2)" style="color:red" class="x">Hello</p>',
    '<img src="https://evil.example/p.png"><a href="javascript:alert(3)">Go</a><form action="/x"><input></form>',
    '<a href="//evil.example/">There</a><iframe src="/"></iframe><svg onload="alert(4)"></svg>',
]


@pytest.mark.django_db
def test_its_header_navigation_and_footer_stand_around_every_page(client):
    website(
        header_html=HEADER,
        navigation_html='<ul><li><a href="/committees/">All</a></li></ul>',
        footer_html="<p>VAT 123</p>",
    )
    for address in ("/", "/committees/", "/words/", "/nowhere/"):
        page = client.get(address).content.decode()
        assert HEADER in page and '<nav class="council" aria-label="The council’s website">' in page
        assert page.index("VAT 123") > page.index("<footer")


@pytest.mark.django_db
@pytest.mark.parametrize("html", ODD)
def test_nothing_of_a_fragment_runs_or_asks_another_host(client, html):
    website(header_html=html)
    page = client.get("/words/").content.decode()
    council = page[page.index('<div class="council">') : page.index('class="brand"')]
    assert not re.search(r"script|on\w+=|style=|src=|javascript:|evil\.example|<form|<input|<svg|<iframe", council)
    assert clean_fragment(clean_fragment(html)) == clean_fragment(html)


@pytest.mark.django_db
def test_a_fragment_that_is_put_into_the_table_by_hand_is_cleaned_again_where_it_is_printed(client):
    Website.objects.update(header_html="<p>safe</p>")
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE committees_website SET header_html = '<script>alert(1)</script><p>ours</p>'")
    page = client.get("/words/").content.decode()
    assert "<p>ours</p>" in page and "alert(1)" not in page


@pytest.mark.django_db
def test_a_change_of_the_look_changes_what_a_reader_has(client, clock):
    from datetime import UTC, datetime, timedelta

    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)
    clock(moment)
    first = client.get("/")["ETag"]
    website(footer_html="<p>VAT 123</p>")
    clock(moment + timedelta(seconds=11))
    from django.core.cache import cache

    cache.clear()
    answer = client.get("/", headers={"If-None-Match": first})
    assert answer.status_code == 200 and b"VAT 123" in answer.content


@pytest.mark.django_db
def test_each_part_of_taking_part_stands_where_it_was_written(client):
    empty = text(client, "/taking-part/")
    assert "has not written yet how to take part" in empty and "Speak at a meeting" not in empty
    website(speaking="<p>Write to us by noon.</p>", challenging="<p>Ask the Monitoring Officer.</p>")
    page = text(client, "/taking-part/")
    assert "Write to us by noon." in page and "Ask the Monitoring Officer." in page
    assert "Attend a meeting" not in page and "has not written" not in page


LEGAL = [
    "Feedback and contact information",
    "Enforcement procedure",
    "Technical information about this website’s accessibility",
    "Compliance status",
    "Non-accessible content",
    "Non-compliance with the accessibility regulations",
    "Disproportionate burden",
    "Content that’s not within the scope of the accessibility regulations",
    "What we’re doing to improve accessibility",
    "Preparation of this accessibility statement",
]
STATEMENT = {
    "compliance": "partial",
    "not_accessible": "<p>Maps.</p>",
    "disproportionate": "<p>Old scans.</p>",
    "out_of_scope": "<p>Before 2018.</p>",
    "improving": "<p>We train clerks.</p>",
    "tested": "<p>By keyboard.</p>",
    "reply_within": 5,
    "enforcer": "ehrc",
    "prepared_on": date(2026, 1, 9),
    "reviewed_on": date(2026, 7, 9),
}


@pytest.mark.django_db
def test_the_accessibility_statement_has_the_headings_of_the_regulations(client):
    page = text(client, "/accessibility/")
    assert "has not published an accessibility statement yet" in page and "Enforcement procedure" not in page
    website(**STATEMENT)
    page = text(client, "/accessibility/")
    assert re.findall(r"<h[23]>(.*?)</h[23]>", page) == LEGAL
    said = [
        "partially compliant",
        "Maps.",
        "Old scans.",
        "Before 2018.",
        "We train clerks.",
        "By keyboard.",
        "within 5 days",
    ]
    said += ["prepared on 9 January 2026", "last reviewed on 9 July 2026", "Equality Advisory and Support Service"]
    assert [words for words in said if words not in page] == []
    website(enforcer="ecni", not_accessible="", disproportionate="", out_of_scope="", compliance="full")
    page = text(client, "/accessibility/")
    assert "Equality Commission for Northern Ireland" in page and "fully compliant" in page
    assert "Non-accessible content" not in page and "listed below" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reviewed", "is_due"),
    [
        (date(2026, 7, 9), False),
        (date(2025, 7, 10), False),
        (date(2025, 7, 9), True),
        (date(2024, 2, 29), True),
        (None, False),
    ],
)
def test_the_desk_says_when_the_statement_was_not_reviewed_for_a_year(desk, clock, reviewed, is_due):
    from datetime import UTC, datetime

    clock(datetime(2026, 7, 9, 12, tzinfo=UTC))
    website(**STATEMENT | {"reviewed_on": reviewed})
    page = unescape(desk.get("/admin/committees/website/1/change/").content.decode())
    assert ("was not reviewed for twelve months" in page) == is_due
    assert ("Say when the accessibility statement was last reviewed" in page) == (reviewed is None)


@pytest.mark.django_db
def test_a_manager_writes_it_at_the_desk(desk):
    page = Page(desk, "/admin/committees/website/1/change/")
    assert (
        page.send(accent="#0A4D68", header_html=HEADER, speaking="<p>By noon.</p>", reviewed_on="9 July 2026") is None
    )
    site = Website.objects.get()
    assert (site.accent, site.header_html, site.speaking) == ("#0A4D68", HEADER, "<p>By noon.</p>")
    assert site.reviewed_on == date(2026, 7, 9)


@pytest.mark.django_db
def test_a_colour_that_is_refused_is_refused_where_it_was_typed(desk):
    answer = desk.post("/admin/committees/website/1/change/", {"accent": "#ffaa00"})
    assert answer.status_code == 200
    assert "readers need 4.5" in answer.context["adminform"].form.errors["accent"][0]
    assert ENOUGH == 4.5


def test_the_styleguide_is_for_debugging_alone(client, settings, db):
    assert client.get("/styleguide/").status_code == 404
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"compliance": "full"}, "compliance"),
        ({"reviewed_on": date(2999, 1, 1)}, "reviewed_on"),
        ({"tested_on": date(2999, 7, 1)}, "tested_on"),
    ],
)
def test_a_statement_that_contradicts_itself_is_refused_where_it_does(said, field):
    with pytest.raises(ValidationError) as refused:
        website(**STATEMENT | said)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
def test_who_wrote_more_than_words_and_links_into_a_header_is_told(desk):
    typed = {"header_html": "<p>Quayside</p><script>alert(1)</script>"}
    assert Page(desk, "/admin/committees/website/1/change/").send(**typed) is None
    told = unescape(desk.get("/admin/committees/website/1/change/").content.decode())
    assert Website.objects.get().header_html == "<p>Quayside</p>"
    assert "“Above every page” was kept as words, lists and links." in told

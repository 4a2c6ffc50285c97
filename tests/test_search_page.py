"""The page of the search: what a reader types, reads and follows, however oddly they ask."""

import json
import re

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minutes.models import Minute
from published.query import parse, words
from published.searching import Filters, search
from tests.making import (
    make_committee,
    make_document,
    make_item,
    make_meeting,
    make_person,
    make_winter_and_summer,
    publish,
)
from website.snippets import marked, snippet

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    winter, summer = make_winter_and_summer()
    make_document(winter, "Survey of the mole", item=winter.items.get())
    return winter, summer, publish(winter), publish(summer)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", page[page.index("<main") :]).split())


def test_a_reader_finds_an_item_with_its_meeting_and_the_words_marked(client, two):
    page = client.get("/search/?q=samphire").content.decode()
    assert '<h2 id="Results">1 result</h2>' in page
    assert 'href="/committees/harbour-committee/2026-07-15/repair-of-the-north-mole/"' in page
    assert 'href="/committees/harbour-committee/2026-07-15/">Harbour Committee, <time datetime="2026-07-15">' in page
    assert "<mark>Samphire</mark> grew on the mole." in page and "Minutes, with a decision" in page
    assert "2026-01-14" not in page


def test_a_paper_says_what_it_is_and_which_item_it_belongs_to(client, two):
    page = client.get("/search/?q=survey").content.decode()
    paper = two[0].documents.get()
    assert f'href="/documents/{paper.sha256}/survey.pdf"' in page and "Document (PDF)" in page
    assert (
        'href="/committees/harbour-committee/2026-01-14/repair-of-the-north-mole/">1 Repair of the north mole</a>'
        in page
    )


def test_without_a_question_the_page_says_how_to_search(client, two):
    page = client.get("/search/").content.decode()
    assert "How to search" in page and "Results" not in page
    assert "There is no word to look for" not in page
    for question in ("?q=", "?q=%22", "?q=-mole", "?q=%E2%80%A6", "?q=+++"):
        answer = client.get(f"/search/{question}")
        assert answer.status_code == 200 and "How to search" in answer.content.decode()
    assert "There is no word to look for" in client.get("/search/?q=-mole").content.decode()


def test_where_nothing_is_found_the_page_says_what_to_do(client, two):
    page = text_of(client.get('/search/?q="herring+mole"&kind=minutes').content.decode())
    assert "Nothing was found" in page and "leave out the quotation marks" in page
    assert "Search everything for “&quot;herring mole&quot;”" in page or "Search everything for" in page


def test_committees_and_people_whose_names_match_stand_at_the_top(client, two):
    make_person("Ŵen Harbour", post="Harbour Master"), make_person("Cy Tern")
    make_committee(name="Hidden Harbour Board", slug="hidden", shown_from=None)
    make_person("Secret Harbour", shown_from=None)
    page = client.get("/search/?q=harbour").content.decode()
    assert '<a href="/committees/harbour-committee/">Harbour Committee</a>' in page
    assert '<a href="/people/ŵen-harbour/">Councillor Ŵen Harbour</a> <span class="meta">Harbour Master</span>' in page
    assert "Tern" not in page and "Hidden" not in page and "Secret" not in page
    assert "Ŵen Harbour" in client.get("/search/?q=wen").content.decode()
    page = client.get("/search/?q=mary&kind=people").content.decode()
    assert "Councillor Mary Bell" in page and "1 result" in page and "<mark>" not in page


def test_the_form_keeps_what_was_asked_and_finds_by_its_filters(client, two):
    question = "?q=mole&kind=decisions&committee=harbour-committee&year=2026&sort=newest"
    page = client.get(f"/search/{question}").content.decode()
    for kept in (
        'name="q" value="mole"',
        '<option value="decisions" selected>',
        '<option value="harbour-committee" selected>',
        'name="year" value="2026"',
        '<option value="newest" selected>',
    ):
        assert kept in page
    assert "2 results" in page
    assert "Nothing was found" in client.get("/search/?q=mole&year=2025").content.decode()


def test_markup_in_what_was_published_or_typed_is_printed_as_text(client):
    meeting = make_meeting()
    make_item(
        meeting,
        'Repair <script>alert(1)</script> of "x" & y',
        minutes="<p>If a &lt; b &amp; c, &lt;img src=x onerror=alert(2)&gt; mole</p>",
    )
    make_person(), publish(meeting, "agenda"), publish(meeting, "draft-minutes")
    for typed in ("mole", "script alert", "<script>alert(3)</script> mole", "onerror", "img"):
        page = client.get("/search/", {"q": typed}).content.decode()
        assert "<script>alert" not in page and "<img" not in page
        assert "onerror=alert(2)>" not in page
    page = client.get("/search/?q=mole").content.decode()
    assert "&lt;<mark>" not in page and "&lt;img src=x onerror=alert(2)&gt; <mark>mole</mark>" in page


def test_results_are_not_to_be_listed_by_search_engines_but_the_page_is(client, two):
    assert client.get("/search/?q=mole")["X-Robots-Tag"] == "noindex"
    assert client.get("/search.json?q=mole")["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/search/")


def test_the_twin_tells_the_same_as_data(client, two):
    answer = client.get("/search.json?q=mole&sort=newest")
    assert answer["Content-Type"] == "application/json"
    data = json.loads(answer.content)
    assert (data["query"], data["count"], data["there_are_more"], data["next"]) == ("mole", 3, False, None)
    assert [r["title"] for r in data["results"]] == ["Repair of the north mole"] * 2 + ["Survey of the mole"]
    first = data["results"][0]
    assert first["date"] == "2026-07-15" and first["kind"] == "minutes" and first["has_decisions"] is True
    assert first["address"] == "http://127.0.0.1:8000/committees/harbour-committee/2026-07-15/repair-of-the-north-mole/"
    assert first["committee"] == {
        "name": "Harbour Committee",
        "address": "http://127.0.0.1:8000/committees/harbour-committee/",
    }
    assert "Samphire grew on the mole." in first["snippet"] and "<" not in first["snippet"]
    assert (
        data["results"][2]["kind"] == "documents" and data["results"][2]["item"]["title"] == "Repair of the north mole"
    )


def test_older_results_are_reached_and_the_addresses_keep_the_question(client, monkeypatch):
    monkeypatch.setattr("published.searching.PAGE", 3)
    meeting = make_meeting()
    for n in range(8):
        make_item(meeting, f"Mooring {n}")
    publish(meeting, "agenda")
    for sort, said in (("newest", "Older results"), ("", "More results")):
        address, seen = f"/search/?q=mooring&kind=agenda&sort={sort}", []
        while address:
            page = client.get(address).content.decode()
            seen += re.findall(r"<mark>Mooring</mark> (\d)", page)
            following = re.search(r'<a rel="next" href="([^"]*)">([^<]*)</a>', page)
            address = following and following[1].replace("&amp;", "&")
            assert not following or (following[2] == said and "kind=agenda" in address)
        assert sorted(seen) == [str(n) for n in range(8)]
    data, count = json.loads(client.get("/search.json?q=mooring").content), 0
    while data["next"]:
        count += len(data["results"])
        data = json.loads(client.get(data["next"].removeprefix("http://127.0.0.1:8000")).content)
    assert count + len(data["results"]) == 8


@pytest.mark.parametrize("address", ["/search/", "/search.json"])
@pytest.mark.parametrize("sort", ["", "newest"])
@pytest.mark.parametrize(("typed", "queries"), [("mole", 3), ("", 2)])
def test_a_page_takes_three_questions_to_the_database(
    client, two, django_assert_num_queries, address, sort, typed, queries
):
    with django_assert_num_queries(queries):
        client.get(address, {"q": typed, "sort": sort, "committee": "harbour-committee"})


def test_a_page_of_very_common_words_takes_four_at_most(client, two, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("published.searching.FEW", 1)
    for sort in ("", "newest"):
        with django_assert_max_num_queries(4):
            assert b"Repair of the north" in client.get("/search/", {"q": "mole", "sort": sort}).content


ODD = [
    "q=%00mole",
    "q=mole%00",
    "q=%ff%fe",
    "q=../../etc/passwd",
    "q=" + "%22" * 500,
    "q=" + "x" * 100_000,
    "q=" + "mole+" * 5_000,
    "q=" + "-mole+" * 500,
    "q=mole' OR 1=1 --",
    "q=mole AND NOT OR NEAR(a b, 3) title:x ^y z*",
    "q={title} : mole",
    "q=mole:*%26!%7C<->x",
    "q=%F0%9F%9A%80",
    "q=%E2%80%AEmole",
    "q=%D9%A2%D9%A0",
    "q=%ED%A0%80",
    "q=İstanbul ǅ ﬁ ß ½ ²",
    "q=1e5 0x1f -1 +2 3.4 1,000 a_b",
    "q=mole&q=ice",
    "q=mole&kind=nothing",
    "q=mole&kind=%00",
    "q=mole&committee=%00' OR 1=1",
    "q=mole&committee=" + "x" * 5_000,
    "q=mole&committee=é",
    "q=mole&year=0000",
    "q=mole&year=9999",
    "q=mole&year=99999",
    "q=mole&year=-1",
    "q=mole&year=2026-02-30",
    "q=mole&year=٢٠٢٦",
    "q=mole&sort=worst",
    "q=mole&after=-1",
    "q=mole&after=" + "9" * 17,
    "q=mole&after=" + "9" * 400,
    "q=mole&after=x&sort=newest",
    "q=mole&after=0&sort=newest",
    "q=mole&after=" + "9" * 17 + "&sort=newest",
    "q=mole&page=-1",
    "q[]=mole",
    "",
]


@pytest.mark.parametrize("question", ODD)
def test_an_odd_question_is_answered_with_a_page_of_ours(client, two, question):
    for address in ("/search/", "/search.json"):
        for ask in (client.get, client.head):
            assert ask(f"{address}?{question}").status_code == 200
        assert (
            client.get(f"{address}?{question}", headers={"If-None-Match": '"x", W/"', "Accept": "a/b"}).status_code
            == 200
        )
        assert client.post(f"{address}?{question}").status_code == 405


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.sampled_from(" \"'-*^():{}+~&|!<>\\/%,.;_\t\nABORNEAR01aé½ßŵ👍\u0301\u202e'’“”–"))
    | st.text(max_size=60),
    st.booleans(),
)
def test_whatever_is_typed_no_database_takes_it_for_its_own_language(two, typed, newest_first):
    for filters in (Filters(), Filters("harbour-committee", "minutes", 2026)):
        found = search(parse(f"{typed} mole"), filters, timezone.now(), newest_first=newest_first)
        assert found.count <= 3
    query = parse(typed)
    assert all(word and word == "".join(words(word)) for term in query.wanted + query.excluded for word in term.words)
    for text in (typed, f"The mole {typed} and {typed.upper()} " * 9):
        assert "".join(part.text for part in marked(text, query)) == text
        snippet(text, query)


@pytest.mark.parametrize(
    ("typed", "text", "wanted"),
    [
        ("mole", "The moles and the MOLE, not the molehill", ["moles", "MOLE"]),
        ('"quay street"', "Quay street, quay-street, the quay and a street", ["Quay street", "quay-street"]),
        ("cafe", "A café and a CAFÉ", ["café", "CAFÉ"]),
        ("marys", "St Mary’s and St. Mary's", ["Mary’s", "Mary's"]),
        ("26/0123/ful", "Of 26/0123/FUL and 26/0124/FUL", ["26/0123/FUL"]),
        ("planning", "plans were planned by planners", ["plans", "planned", "planners"]),
        ("policies", "a policy", ["policy"]),
        ("mole -ice", "ice on the mole", ["mole"]),
    ],
)
def test_what_was_found_is_marked(typed, text, wanted):
    assert [part.text for part in marked(text, parse(typed)) if part.is_found] == wanted


def test_the_lines_printed_are_those_with_most_of_the_words():
    text = "The mole. " + "Nothing of it here. " * 40 + "Ice lay on the mole. " + "And nothing there. " * 40
    parts = snippet(text, parse("ice mole"))
    assert [part.text for part in parts if part.is_found] == ["Ice", "mole"]
    assert parts[0].text == "… " and parts[-1].text == " …"
    assert sum(len(part.text) for part in parts) < 260


def test_a_reader_who_has_the_page_gets_304_until_something_changes(client, two):
    first = client.get("/search/?q=mole")
    again = {"headers": {"If-None-Match": first["ETag"]}}
    assert client.get("/search/?q=mole", **again).status_code == 304
    Minute.objects.filter(item__meeting=two[0]).update(body="<p>Snow lay on the mole.</p>")
    publish(two[0], note="Corrected.")
    assert client.get("/search/?q=mole", **again).status_code == 200


def test_a_reader_searches_with_keyboard_alone(page, install):
    install.begin(
        "from tests.making import *\nwinter, summer = make_winter_and_summer()\npublish(winter), publish(summer)\n"
    )
    from axe_playwright_python.sync_playwright import Axe

    with install.serve() as site:
        page.goto(f"{site}/search/")
        page.get_by_role("searchbox").fill("samphire")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="1 result").wait_for()
        assert page.locator("mark").all_text_contents() == ["Samphire"]
        assert "kind=&" in page.url or "q=samphire" in page.url
        page.get_by_role("link", name="Repair of the north mole").click()
        page.get_by_role("heading", level=1).wait_for()
        assert page.url.endswith("/2026-07-15/repair-of-the-north-mole/")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{site}/search/?q=mole")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                faults = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
                assert [(rule["id"], node["html"]) for rule in faults for node in rule["nodes"]] == []


def test_a_filter_that_can_t_be_read_is_told_and_left_out(client, two):
    said = text_of(client.get("/search/?q=mole&kind=zzz&year=99999").content.decode())
    assert "“zzz” is no kind here; it was left out." in said and "“99999” is no year here; it was left out." in said
    assert "left out" not in text_of(client.get("/search/?q=mole&kind=minutes&year=2026").content.decode())

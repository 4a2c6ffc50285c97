"""The register of decisions: who looks for a decision finds what is published now, page by page, as a page and as data."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import lxml.html
import pytest
from django.db import connection

from minutes.models import Decision, Motion
from published import asking
from published.kinds import Kind
from published.models import Decision as Row
from published.models import Version
from tests.making import (
    make_committee,
    make_held_meeting,
    make_item,
    make_meeting,
    make_winter_and_summer,
    publish,
)
from website import register

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"
FORMS = ["/decisions/", "/decisions.csv", "/decisions.json", "/decisions.atom"]


def titles(client, query: str = "") -> list[str]:
    """What the page lists, in its order."""
    answer = client.get(f"/decisions/{query}")
    assert answer.status_code == 200
    tree = lxml.html.fromstring(answer.content)
    return [" ".join(link.text_content().split()) for link in tree.xpath("//article//h2/a")]


def listed(client, query: str = "") -> list[dict]:
    """What the JSON lists, through all its pages."""
    found, address = [], f"/decisions.json{query}"
    while address:
        data = client.get(address).json()
        found += data["decisions"]
        address = data["next"] and data["next"].partition("8000")[2]
    return found


def words(client, query: str = "") -> str:
    tree = lxml.html.fromstring(client.get(f"/decisions/{query}").content)
    return " ".join(" ".join(tree.itertext()).split()).replace(" .", ".").replace(" ,", ",")


@pytest.fixture
def two():
    """A meeting of each of two committees, in winter and in summer, each with decisions that the other has not."""
    winter = make_meeting(date=date(2026, 1, 14))
    item = make_item(winter, "Ice on the mole")
    Decision.objects.create(
        item=item,
        kind="agreed",
        text="<p>That the ice be broken.</p>",
        reference="3/26",
        is_key=True,
        reasons="<p>Ships could not leave.</p>",
        options="<p>To wait for a thaw.</p>",
        officer="Harbour Master",
        call_in_by=date(2026, 1, 21),
        effective_on=date(2026, 1, 22),
    )
    make_item(winter, "Winter lamps", decision="<p>That lamps be lit.</p>").decisions.update(kind="noted")
    summer = make_meeting(
        date=date(2026, 7, 15), committee=make_committee(name="Quay Board", slug="quay-board", kind="board")
    )
    make_item(summer, "Samphire", decision="<p>That 100 % of it be left to grow_wild.</p>")
    for meeting in (winter, summer):
        meeting.attendances.create(guest_name="Jo Ash", capacity="guest", state="present")
        publish(meeting, Kind.DECISIONS)
    return winter, summer


def test_the_newest_meeting_comes_first_and_its_decisions_in_their_order(client, two):
    assert titles(client) == ["Samphire", "Ice on the mole", "Winter lamps"]


FILTERS = {
    "committee=quay-board": ["Samphire"],
    "committee=harbour-committee": ["Ice on the mole", "Winter lamps"],
    "kind=noted": ["Winter lamps"],
    "kind=agreed&committee=harbour-committee": ["Ice on the mole"],
    "key=yes": ["Ice on the mole"],
    "key=no": ["Samphire", "Winter lamps"],
    "key=yes&kind=noted": [],
    "key=yes&committee=harbour-committee": ["Ice on the mole"],
    "from=2026-07-15": ["Samphire"],
    "from=2026-07-16": [],
    "to=2026-01-14": ["Ice on the mole", "Winter lamps"],
    "to=2026-01-13": [],
    "from=2026-01-14&to=2026-07-15&kind=agreed": ["Samphire", "Ice on the mole"],
    "q=ICE": ["Ice on the mole"],
    "q=thaw": ["Ice on the mole"],
    "q=that+lamps": ["Winter lamps"],
    "q=100+%25": ["Samphire"],
    "q=grow_wild": ["Samphire"],
    "q=growXwild": [],
    "q=3%2F26": ["Ice on the mole"],
    "q=!": [],
    "q=be&committee=quay-board&from=2026-01-01": ["Samphire"],
}


@pytest.mark.parametrize(("query", "wanted"), FILTERS.items())
def test_each_filter_leaves_what_it_says_in_every_form(client, two, query, wanted):
    assert titles(client, f"?{query}") == wanted
    assert [entry["item"]["title"] for entry in listed(client, f"?{query}")] == wanted
    assert [row["title"] for row in rows(client, f"?{query}")] == wanted
    feed = ET.fromstring(client.get(f"/decisions.atom?{query}").content)
    assert [entry.findtext(f"{ATOM}title").partition(": ")[2] for entry in feed.iter(f"{ATOM}entry")] == wanted


def rows(client, query: str = "") -> list[dict]:
    answer = client.get(f"/decisions.csv{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_decision_says_all_that_a_reader_of_the_register_wants(client, two, clock):
    clock(datetime(2026, 1, 21, 23, tzinfo=UTC))
    said = words(client, "?key=yes")
    for part in (
        "Ice on the mole",
        "Agreed",
        "Key decision",
        "Harbour Committee, 14 January 2026",
        "item 1",
        "reference 3/26",
        "That the ice be broken.",
        "Reasons for the decision Ships could not leave.",
        "Alternative options considered To wait for a thaw.",
        "Open to call-in until 21 January 2026.",
        "Takes effect on 22 January 2026.",
        "Responsible officer: Harbour Master",
    ):
        assert part in said, part
    clock(datetime(2026, 1, 22, 0, 30, tzinfo=UTC))
    assert "Call-in ended 21 January 2026." in words(client, "?key=yes")
    [entry] = listed(client, "?key=yes")
    assert entry["address"] == "http://127.0.0.1:8000/committees/harbour-committee/2026-01-14/ice-on-the-mole/"
    assert (entry["call_in_by"], entry["effective_on"], entry["reference"]) == ("2026-01-21", "2026-01-22", "3/26")
    assert (entry["options"], entry["reasons"]) == ("To wait for a thaw.", "Ships could not leave.")


def test_what_a_filter_does_not_know_is_said_and_left_out(client, two):
    said = words(client, "?committee=moon&kind=lost&from=2026-02-30&key=perhaps&before=x")
    for part in (
        "“moon” is not a committee here",
        "“lost” is not a kind of decision",
        "“2026-02-30” is not a day",
        "“key” is yes or no",
        "This address names no place in the register",
        "Samphire",
        "Winter lamps",
    ):
        assert part in said, part
    for form in FORMS[1:]:
        answer = client.get(f"{form}?committee=moon")
        assert (answer.status_code, "“moon”" in answer.content.decode()) == (400, True)


def test_a_carried_motion_is_a_decision_where_its_item_has_no_other(client):
    meeting = make_held_meeting()
    for title, result in [("Dredging", "carried"), ("Lights", "lost")]:
        item = make_item(meeting, title)
        motion = Motion.objects.create(item=item, text=f"<p>That {title} be done.</p>", result=result, position=1)
        for n, (said, end) in enumerate([("In May.", "carried"), ("In June.", "lost")], start=1):
            Motion.objects.create(item=item, amends=motion, text=f"<p>{said}</p>", result=end, position=n)
    Motion.objects.create(item=meeting.items.first(), text="<p>That it be voted on.</p>", result="carried")
    publish(meeting, Kind.MINUTES)
    assert [(e["item"]["title"], e["kind"], e["text"]) for e in listed(client)] == [
        ("Repair of the north mole", "agreed", "That the repair be put to tender."),
        ("Dredging", "carried", "That Dredging be done.\nAmendment carried:\nIn May."),
    ]
    assert titles(client, "?kind=carried") == ["Dredging"]
    assert "Carried" in client.get("/").content.decode()


def test_only_what_is_shown_now_is_in_the_register(client, clock):
    clock(NOON)
    winter, summer = make_winter_and_summer()
    publish(winter, Kind.DRAFT_MINUTES), publish(winter)
    later = publish(summer, goes_live_at=NOON + DAY)
    assert [(e["date"], e["published_in"]) for e in listed(client)] == [("2026-01-14", "minutes")]
    assert all(b"2026-07-15" not in b"".join(client.get(form)) for form in FORMS)
    clock(NOON + DAY)
    assert [e["date"] for e in listed(client)] == ["2026-07-15", "2026-01-14"]
    later.withdraw("A name was in it.")
    assert [e["date"] for e in listed(client)] == ["2026-01-14"]
    assert all(b"2026-07-15" not in b"".join(client.get(form)) for form in FORMS)


# Page by page


@pytest.fixture
def many(monkeypatch):
    """Seven decisions of two days, three a page."""
    monkeypatch.setattr(register, "PAGE", 3)
    monkeypatch.setattr(register.find, "__defaults__", (3,))
    for day, count in [(date(2026, 1, 14), 3), (date(2026, 7, 15), 4)]:
        meeting = make_held_meeting(date=day)
        meeting.items.all().delete()
        for n in range(count):
            make_item(meeting, f"{day:%b} {n + 1}", decision="<p>Done.</p>")
        publish(meeting)


ALL = ["Jul 1", "Jul 2", "Jul 3", "Jul 4", "Jan 1", "Jan 2", "Jan 3"]


def link(client, query: str, rel: str) -> str | None:
    tree = lxml.html.fromstring(client.get(f"/decisions/{query}").content)
    return next(iter(tree.xpath(f"//nav[@class='pages']/a[@rel='{rel}']/@href")), None)


@pytest.mark.parametrize("query", ["?q=done", "?", "?committee=harbour-committee&kind=agreed"])
def test_each_decision_stands_on_one_page_and_the_way_back_is_the_same(client, many, query):
    pages, address = [], query
    while address:
        pages.append((address, titles(client, address)))
        address = link(client, address, "next")
    assert [page for _, page in pages] == [ALL[:3], ALL[3:6], ALL[6:]]
    back = link(client, pages[2][0], "prev")
    assert titles(client, back) == ALL[3:6]
    back = link(client, back, "prev")
    assert titles(client, back) == ALL[:3]
    assert link(client, back, "prev") is None


def test_a_page_stays_as_it_is_while_decisions_are_added(client, many):
    second = link(client, "?", "next")
    assert titles(client, second) == ALL[3:6]
    august = make_held_meeting(date=date(2026, 8, 12))
    publish(august)
    july = Version.objects.get(meeting_slug="2026-07-15")
    from publishing.models import Publication

    meeting = Publication.objects.get(pk=july.pk).meeting
    make_item(meeting, "Jul 5", decision="<p>Done.</p>")
    publish(meeting, note="One was missing.")  # another version, of other rows
    assert titles(client, second) == ["Jul 4", "Jul 5", "Jan 1"]


def test_the_files_hold_all_pages(client, many):
    assert [entry["item"]["title"] for entry in listed(client)] == ALL
    register.CHUNK, kept = 2, register.CHUNK
    try:
        assert [row["title"] for row in rows(client)] == ALL
    finally:
        register.CHUNK = kept


def test_words_are_looked_for_in_so_many_decisions_a_page_and_the_reader_is_told(client, many, monkeypatch):
    monkeypatch.setattr(register, "LOOKED_THROUGH", 4)
    assert titles(client, "?q=Jan") == []
    assert "Among the 4 decisions that were looked through here there is none" in words(client, "?q=Jan")
    further = link(client, "?q=Jan", "next")
    assert titles(client, further) == ["Jan 1", "Jan 2", "Jan 3"]


# As a file


def test_no_cell_is_taken_for_a_formula(client):
    meeting = make_held_meeting()
    for sign in "=+-@":
        make_item(meeting, f"{sign}HYPERLINK(A1)", decision=f"<p>{sign}cmd|' /C calc'!A0</p>")
    publish(meeting)
    cells = [cell for row in rows(client) for cell in row.values()]
    assert "'=HYPERLINK(A1)" in cells and "'@cmd|' /C calc'!A0" in cells
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    assert [register.harmless(text)[0] for text in ("\tx", "\rx", "x")] == ["'", "'", "x"]


# What it costs


def test_a_page_takes_three_queries_and_with_words_four(client, many, django_assert_num_queries):
    for query, queries in [("", 3), ("?committee=harbour-committee&kind=agreed&key=no", 3), ("?q=done", 4)]:
        with django_assert_num_queries(queries):
            client.get(f"/decisions/{query}")


SETS = {
    "": "decision_all",
    "committee=a": "decision_committee",
    "kind=agreed": "decision_kind",
    "committee=a&kind=agreed": "decision_both",
    "key=yes": "decision_key",
    "key=yes&committee=a": "decision_key_committee",
    "key=yes&kind=agreed": "decision_key_kind",
    "key=yes&committee=a&kind=agreed": "decision_key_both",
    "committee=a&from=2026-01-01&to=2026-06-30": "decision_committee",
    "before=2026-01-01.7.3": "decision_all",
    "after=2026-01-01.7.3&kind=agreed": "decision_kind",
    "q=ice&committee=a": "decision_committee",
}


@pytest.mark.once
@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
@pytest.mark.parametrize(("query", "index"), SETS.items())
def test_each_set_of_filters_runs_down_one_index_and_sorts_nothing(query, index, monkeypatch):
    from django.http import QueryDict

    plans = []

    def explain(sql, now, **values):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", asking._adapted(now, values))
            plans.append("; ".join(row[3] for row in cursor.fetchall()))
        return []

    monkeypatch.setattr(asking, "rows", explain)
    register.find(register.read(QueryDict(query), {"a": "A"}), NOON)
    assert f"SEARCH d USING INDEX {index} " in plans[0] or f"SCAN d USING INDEX {index};" in plans[0], plans[0]
    assert "TEMP B-TREE" not in plans[0]


ODD = [
    "?committee=%00",
    "?kind=../../etc/passwd",
    "?from=0000-01-01",
    "?from=99999-01-01",
    "?to=9999-12-31",
    "?from=0001-01-01&to=0001-01-01",
    "?from=2026-W10",
    "?q=%00",
    "?q=%25%25%25",
    "?q='\"--;",
    "?q=NEAR(a+b)+*+AND",
    "?q=%F0%9F%9A%A2",
    "?q=%E2%80%AE%D8%A7",
    "?q=%ff%fe",
    "?q=" + "x" * 100_000,
    "?q=" + "a+" * 3000,
    "?key=-1",
    "?before=-1",
    "?before=2026-01-01.1",
    "?before=2026-02-30.1.1",
    "?before=2026-01-01.999999999999999999.999999999",
    "?after=2026-01-01.0.0",
    "?after=0001-01-01.0.0",
    "?before=٢٠٢٦-٠٣-٠٤.1.1",
    "?page=-1",
    "?unknown=1&committee=a&committee=b",
]


@pytest.mark.parametrize("query", ODD, ids=lambda query: query[:40])
def test_an_odd_question_is_answered_with_a_page_of_ours(client, two, query):
    for form in FORMS:
        for method in (client.get, client.head):
            answer = method(f"{form}{query}", headers={"if-none-match": 'W/"', "if-modified-since": "yesterday"})
            b"".join(answer)
            assert answer.status_code == 200 or (form != "/decisions/" and answer.status_code == 400)


def test_a_page_far_back_between_two_days_begins_at_its_place_and_not_at_the_day(client, many):
    """Where both bound it, the nearer one does; the page is the same."""
    january, july = (f"{day}.{Row.objects.filter(date=day).first().key}" for day in ("2026-01-14", "2026-07-15"))
    for query, wanted in [
        (f"to=2026-12-31&before={january}.1", ["Jan 2", "Jan 3"]),
        (f"to=2026-01-14&before={july}.1", ["Jan 1", "Jan 2", "Jan 3"]),
        (f"from=2026-07-15&before={january}.1", []),
        (f"from=2026-01-01&after={july}.2", ["Jul 1"]),
        (f"from=2026-07-15&after={january}.1", ["Jul 2", "Jul 3", "Jul 4"]),
    ]:
        assert titles(client, f"?{query}") == wanted, query
    from django.http import QueryDict

    asked = register.read(QueryDict("from=2026-01-01&to=2026-12-31&before=2026-01-14.1.1"), {})
    where, values = register._where(asked)
    assert "d.date <=" not in where and "d.date >=" in where and "until" not in values


def test_a_row_of_the_register_is_what_the_record_says():
    publish(make_held_meeting())
    row = Row.objects.get()
    assert (row.key, row.committee_slug, row.rank, row.number) == (row.version.key, "harbour-committee", -1, 1)
    assert json.loads(row.version.head)["venue"] == "Guildhall"


@pytest.mark.django_db
def test_days_the_wrong_way_round_are_told(client):
    assert "The first day comes after the last one." in words(client, "?from=2026-05-01&to=2026-01-01")
    assert "comes after" not in words(client, "?from=2026-05-01&to=2026-05-01")

"""Open data: a program reads on the same address what a person reads, each answer is what its schema says, and it learns of
all that has changed."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from committees.models import Committee, Membership, Organisation, Person
from minutes.models import Decision, Motion
from published.kinds import Kind
from published.models import Version
from publishing.models import Publication
from tests.making import (
    make_clerk,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_person,
    make_winter_and_summer,
    publish,
)
from website import open_data, schemas

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SITE = "http://127.0.0.1:8000"
HARBOUR = "/committees/harbour-committee/"
MARCH = f"{HARBOUR}2026-03-04/"
ITEM = f"{MARCH}repair-of-the-north-mole/"
TWINS = {
    "meeting": f"{MARCH}meeting.json",
    "item": f"{ITEM}item.json",
    "publications": f"{MARCH}publications.json",
    "committees": "/committees.json",
    "committee": "/committees/harbour-committee.json",
    "decisions": "/decisions.json",
    "api": "/api/",
    "bodies": "/api/bodies",
    "people": "/api/people",
    "meetings": "/api/meetings",
    "changed-decisions": "/api/decisions",
}


def data(client, address: str) -> dict:
    """The answer, which is what the schema that it names says."""
    answer = client.get(address.removeprefix(SITE))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json"), address
    found = answer.json()
    schema = json.loads(b"".join(client.get(found["schema"].removeprefix(SITE))))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == found["schema"] and schema["$schema"] == schemas.DRAFT
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(found)
    return found


@pytest.fixture
def held(clock):
    """Minutes with two items, a paper, a motion, a decision with all that one can say, and two members."""
    clock(NOON)
    Organisation.objects.update(
        data_licence="Open Government Licence v3.0", data_licence_url="https://example.org/ogl", updated_at=NOON - DAY
    )
    meeting = make_held_meeting()
    item = meeting.items.get()
    Decision.objects.filter(item=item).update(
        is_key=True, call_in_by=date(2026, 3, 11), effective_on=date(2026, 3, 12), call_in="called-in", reference="7"
    )
    make_document(meeting, item=item, name="Survey of the møle.pdf")
    dredging = make_item(meeting, "Dredging", minutes="<p>Deferred.</p>")
    motion = Motion.objects.create(item=dredging, text="<p>That it be done.</p>", result="lost", mover=make_person())
    Motion.objects.create(item=dredging, amends=motion, text="<p>In May.</p>", result="carried")
    Membership.objects.create(committee=meeting.committee, person=make_person(), role="chair")
    publish(meeting)
    return meeting


@pytest.mark.parametrize(("name", "address"), TWINS.items())
def test_each_answer_is_what_its_schema_says_and_states_its_licence(client, held, name, address):
    found = data(client, address)
    assert found["schema"] == f"{SITE}/api/schemas/{name}.json"
    assert found["licence"]["name"] == "Open Government Licence v3.0"
    assert "Plans, maps and papers by others are not covered" in found["licence"]["covers"]
    Organisation.objects.update(data_licence="")
    assert data(client, address)["licence"] is None


def test_each_schema_is_one_and_refuses_what_it_does_not_name(client, held):
    assert {*TWINS} == {*schemas.ALL}
    for name, address in TWINS.items():
        found, schema = data(client, address), schemas.ALL[name]
        assert Draft202012Validator(schema).is_valid(found)
        assert not Draft202012Validator(schema).is_valid({**found, "more": 1}), name
        del found[list(found)[-1]]
        assert not Draft202012Validator(schema).is_valid(found), name
    assert client.get("/api/schemas/moon.json").status_code == 404


def test_a_meeting_s_twin_holds_the_record_and_addresses_that_are_answered(client, held):
    found = data(client, f"{MARCH}meeting.json")
    assert found["address"] == f"{SITE}{MARCH}"
    assert found["publication"]["kind"] == "minutes" and found["publication"]["sequence"] == 1
    record = found["meeting"]
    assert [item["title"] for item in record["items"]] == ["Repair of the north mole", "Dredging"]
    assert record["items"][1]["motions"][0]["amendments"][0]["result"] == "carried"
    [paper] = record["items"][0]["papers"]
    linked = [
        found["address"],
        found["calendar"],
        found["publications"],
        found["publication"]["record"],
        paper["address"],
        *(item["address"] for item in record["items"]),
    ]
    assert [client.get(address.removeprefix(SITE)).status_code for address in linked] == [200] * len(linked)


def test_an_item_s_twin_is_the_item_of_its_own_meeting(client, clock):
    clock(NOON)
    for meeting in make_winter_and_summer():
        make_item(meeting, "Dredging", minutes="<p>Deferred.</p>")
        publish(meeting)
    for day, said in [("2026-01-14", "Ice"), ("2026-07-15", "Samphire")]:
        assert data(client, f"{HARBOUR}{day}/dredging/item.json")["item"]["title"] == "Dredging"
        found = data(client, f"{HARBOUR}{day}/repair-of-the-north-mole/item.json")
        assert said in found["item"]["minutes"] and found["date"] == day
        assert found["meeting"] == f"{SITE}{HARBOUR}{day}/meeting.json"
        assert client.get(found["address"].removeprefix(SITE)).status_code == 200
        assert said in data(client, f"{HARBOUR}{day}/meeting.json")["meeting"]["items"][0]["minutes"]


def test_the_log_says_what_was_published_when_and_what_was_withdrawn_why(client, clock):
    clock(NOON)
    meeting = make_held_meeting()
    publish(meeting, Kind.AGENDA)
    clock(NOON + DAY)
    wrong = publish(meeting)
    wrong.withdraw("It named a person.")
    agenda, minutes = data(client, f"{MARCH}publications.json")["publications"]
    assert (agenda["kind"], agenda["withdrawn_at"]) == ("agenda", None)
    assert client.get(agenda["address"].removeprefix(SITE)).status_code == 200
    assert (minutes["reason"], minutes["address"]) == ("It named a person.", None)
    assert client.get(f"{HARBOUR}2020-01-01/publications.json").status_code == 404


def test_a_committee_s_twin_says_who_sits_on_it(client, held):
    found = data(client, "/committees/harbour-committee.json")
    assert found["members"] == [{"name": "Councillor Mary Bell", "role": "chair", "party_and_ward": ""}]
    assert [client.get(address.removeprefix(SITE)).status_code for address in found["links"].values()] == [200] * 4
    assert client.get("/committees/moon.json").status_code == 404


# What has changed


def walk(client, address: str, name: str) -> list[dict]:
    """All entries of a list, page by page."""
    found = []
    while address:
        page = data(client, address)
        found += page[name]
        address = page["next"]
    return found


def test_what_has_changed_since_a_moment_is_listed_the_longest_ago_first_and_each_meeting_once(client, clock):
    clock(NOON)
    winter, summer = make_winter_and_summer()
    publish(winter, Kind.AGENDA), publish(summer, Kind.AGENDA)
    clock(NOON + DAY)
    publish(winter)
    listed = [(e["date"], e["publication"]["kind"], e["changed"]) for e in walk(client, "/api/meetings", "meetings")]
    assert listed == [
        ("2026-07-15", "agenda", NOON.isoformat()),
        ("2026-01-14", "minutes", (NOON + DAY).isoformat()),
    ]
    since = f"/api/meetings?since={(NOON + DAY).strftime('%Y-%m-%dT%H:%M:%SZ')}"
    assert [e["date"] for e in walk(client, since, "meetings")] == ["2026-01-14"]
    assert [e["date"] for e in walk(client, "/api/meetings?since=2026-12-03", "meetings")] == ["2026-01-14"]
    later = f"/api/meetings?since={(NOON + DAY + timedelta(seconds=1)).isoformat()}"
    assert "+" in later and walk(client, later, "meetings") == []


def test_what_is_withdrawn_is_marked_and_nothing_of_it_is_left(client, clock):
    clock(NOON)
    winter, summer = make_winter_and_summer()
    wrong = publish(winter)
    publish(summer)
    wrong.withdraw("It named a person.")
    for name in ("meetings", "decisions"):
        kept, gone = walk(client, f"/api/{name}", name)
        assert kept["date"] == "2026-07-15" and "withdrawn" not in kept
        assert {**gone, "changed": ""} == {
            "address": f"{SITE}{HARBOUR}2026-01-14/",
            "committee": "harbour-committee",
            "date": "2026-01-14",
            "changed": "",
            "withdrawn": True,
            "reason": "It named a person.",
        }
        assert b"Ice" not in client.get(f"/api/{name}").content
    for address in ("meeting.json", "repair-of-the-north-mole/item.json"):
        assert client.get(f"{HARBOUR}2026-01-14/{address}").status_code == 410
    assert data(client, f"{HARBOUR}2026-01-14/publications.json")["publications"][0]["reason"] == "It named a person."


def test_a_version_that_is_withdrawn_gives_its_place_to_the_one_before(client, clock):
    clock(NOON)
    meeting = make_held_meeting()
    publish(meeting, Kind.AGENDA)
    publish(meeting).withdraw("It named a person.")
    [entry] = walk(client, "/api/meetings", "meetings")
    assert entry["publication"]["kind"] == "agenda"
    [entry] = walk(client, "/api/decisions", "decisions")
    assert entry["decisions"] == []


def test_what_is_scheduled_is_listed_once_it_is_live(client, clock):
    clock(NOON)
    publish(make_held_meeting(), goes_live_at=NOON + DAY, note="Tomorrow.")
    publish(make_held_meeting(date=date(2026, 7, 15)), goes_live_at=NOON + DAY).withdraw("Not yet.")
    assert walk(client, "/api/meetings", "meetings") == walk(client, "/api/decisions", "decisions") == []
    assert client.get(f"{MARCH}meeting.json").status_code == 404
    clock(NOON + DAY)
    assert [e["date"] for e in walk(client, "/api/meetings", "meetings")] == ["2026-03-04"]
    assert data(client, f"{MARCH}meeting.json")["publication"]["note"] == "Tomorrow."


def test_the_decisions_of_a_changed_meeting_come_together_in_their_order(client, held):
    make_item(held, "Lamps", decision="<p>That they be lit.</p>")
    publish(held, note="One was missing.")
    [entry] = walk(client, "/api/decisions", "decisions")
    assert [(d["item"]["title"], d["is_key"]) for d in entry["decisions"]] == [
        ("Repair of the north mole", True),
        ("Lamps", False),
    ]
    assert entry["decisions"] == data(client, "/decisions.json")["decisions"]


@pytest.mark.parametrize("name", ["meetings", "decisions"])
def test_each_meeting_stands_on_one_page_of_what_has_changed(client, clock, monkeypatch, name):
    monkeypatch.setattr(open_data, "PAGE", 2)
    clock(NOON)
    quay = make_committee(name="Quay Board", slug="quay-board")
    for day in range(1, 6):
        publish(make_held_meeting(date=date(2026, 3, day)))  # all at one moment
        publish(make_held_meeting(date=date(2026, 3, day), committee=quay))
    address = f"/api/{name}?committee=harbour-committee&since=2026-01-01"
    pages = []
    while address:
        page = data(client, address)
        pages.append([int(entry["date"][-2:]) for entry in page[name]])
        address = page["next"]
    assert pages == [[1, 2], [3, 4], [5]]
    assert len(walk(client, f"/api/{name}", name)) == 10


def test_bodies_and_people_are_listed_by_when_they_changed(client, held, clock, monkeypatch):
    monkeypatch.setattr(open_data, "PAGE", 1)
    clock(NOON + DAY)
    quay = make_committee(name="Quay Board", slug="quay-board")
    Membership.objects.create(committee=quay, person=make_person("Cy Tern"))
    for name, slugs in [("bodies", ["harbour-committee", "quay-board"]), ("people", ["mary-bell", "cy-tern"])]:
        entries = walk(client, f"/api/{name}", name)
        assert [entry["slug"] for entry in entries] == slugs
        assert [e["slug"] for e in walk(client, f"/api/{name}?since=2026-12-03", name)] == slugs[1:]


def test_nobody_is_listed_who_is_on_file_for_a_draft_alone_or_is_shown_later(client, held, clock):
    make_person("Draft Only")
    secret = make_committee(name="Secret", slug="secret", shown_from=date(2027, 1, 1))
    gone = make_committee(name="Gone", slug="gone", dissolved_on=date(2026, 1, 1))
    for committee, name in ((secret, "Of Secret"), (gone, "Of Gone")):
        Membership.objects.create(committee=committee, person=make_person(name))
    Membership.objects.create(committee=held.committee, person=make_person("To Come"), started_on=NOON.date() + 2 * DAY)
    later = make_person("Shown Later", shown_from=date(2026, 12, 3))
    Membership.objects.create(committee=held.committee, person=later)
    assert [entry["slug"] for entry in walk(client, "/api/people", "people")] == ["mary-bell"]
    assert [entry["slug"] for entry in walk(client, "/api/bodies", "bodies")] == ["harbour-committee"]
    assert [entry["slug"] for entry in data(client, "/committees.json")["committees"]] == ["harbour-committee"]
    clock(NOON + DAY)
    listed = walk(client, "/api/people?since=2026-12-03", "people")
    assert [(entry["slug"], entry["changed"]) for entry in listed] == [("shown-later", "2026-12-03T00:00:00+00:00")]
    assert Committee.objects.count() == 3 and Person.objects.count() > 4


# As a cache and another site's script ask


@pytest.mark.parametrize("address", [*TWINS.values(), "/api/schemas/meeting.json", "/decisions.csv", "/decisions.atom"])
def test_an_answer_is_the_same_for_everybody_and_is_asked_for_again(client, held, clock, address):
    clock(NOON + DAY)
    answer = client.get(address)
    body = b"".join(answer)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer and "Cookie" not in answer.get("Vary", "")
    assert answer["Cache-Control"] == "public, max-age=60, s-maxage=1, must-revalidate" and not answer.cookies
    client.force_login(make_clerk())
    assert b"".join(client.get(address)) == body
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    assert client.post(address).status_code in (403, 405)
    head = client.head(address)
    assert (head.status_code, head["ETag"]) == (200, answer["ETag"])


DATED = ["meeting", "item", "publications", "decisions", "meetings", "changed-decisions"]


@pytest.mark.parametrize("name", DATED)
def test_who_names_a_time_is_told_whether_anything_has_changed_since(client, held, clock, name):
    assert "Last-Modified" not in client.get(TWINS[name])  # not in the second of the change itself
    clock(NOON + DAY)
    told = client.get(TWINS[name])["Last-Modified"]
    assert client.get(TWINS[name], headers={"if-modified-since": told}).status_code == 304
    earlier = "Tue, 01 Dec 2026 11:00:00 GMT"
    assert client.get(TWINS[name], headers={"if-modified-since": earlier}).status_code == 200
    other = {"if-modified-since": told, "if-none-match": '"another"'}
    assert client.get(TWINS[name], headers=other).status_code == 200  # RFC 9110 §13.1.3
    Publication.objects.get().withdraw("It named a person.")
    answer = client.get(TWINS[name], headers={"if-modified-since": told})
    assert answer.status_code in (200, 410)


@pytest.mark.parametrize("address", [MARCH, ITEM, f"{MARCH}publications/1/", "/feed.atom", "/meetings/calendar.ics"])
def test_a_page_says_when_it_changed_last_too(client, held, clock, address):
    clock(NOON + DAY)
    told = client.get(address)["Last-Modified"]
    assert client.get(address, headers={"if-modified-since": told}).status_code == 304
    for odd in (
        "",
        "yesterday",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Wed, 01 Jan 2099 00:00:00 GMT",
        "\u0663",
        "0" * 9999,
    ):
        assert client.get(address, headers={"if-modified-since": odd}).status_code == 200
    publish(make_held_meeting(date=date(2026, 7, 15)))
    clock(NOON + 2 * DAY)
    assert client.get(address, headers={"if-modified-since": told}).status_code == 200


def test_a_change_in_the_second_in_which_somebody_asked_is_not_missed(client, held, clock):
    """A whole second is all that the header can say."""
    clock(NOON + DAY + timedelta(milliseconds=100))
    publish(make_held_meeting(date=date(2026, 7, 15)))
    clock(NOON + DAY + timedelta(milliseconds=200))
    told = client.get(MARCH).get("Last-Modified", "")
    clock(NOON + DAY + timedelta(milliseconds=300))
    make_item(held, "Lamps", minutes="<p>They were lit.</p>")
    publish(held, note="One was missing.")
    clock(NOON + DAY + timedelta(seconds=9))
    assert client.get(MARCH, headers={"if-modified-since": told}).status_code == 200


QUERIES = {"meeting": 3, "item": 4, "publications": 3, "committees": 3, "committee": 4, "decisions": 4, "bodies": 3}
QUERIES |= {"people": 3, "meetings": 3, "changed-decisions": 4, "api": 2}


@pytest.mark.parametrize(("name", "count"), QUERIES.items())
def test_an_answer_takes_so_many_queries_whatever_there_is(client, held, name, count, django_assert_num_queries):
    for day in (date(2026, 7, 15), date(2026, 7, 22)):
        publish(make_held_meeting(date=day))
    with django_assert_num_queries(count):
        client.get(TWINS[name])


ODD = [
    "since=2026-02-30",
    "since=-1",
    "since=%00",
    "since=0001-01-01",
    "since=9999-12-31T23:59:59-23:59",
    "since=0001-01-01T00:00:00%2B23:59",
    "since=99999-01-01",
    "since=" + "9" * 100_000,
    "since=%F0%9F%9A%A2",
    "since='--",
    "after=x",
    "after=-1.1",
    "after=" + "9" * 18 + ".1",
    "after=" + "9" * 17 + "." + "9" * 17,
    "committee=moon",
    "committee=%00",
    "committee=../../etc",
    "page=-1&unknown=2&since=2026-01-01&since=2026-01-02",
]


@pytest.mark.parametrize("query", ODD, ids=lambda query: query[:40])
def test_an_odd_question_is_answered_in_a_sentence(client, held, query):
    for name in open_data.LISTS:
        answer = client.get(f"/api/{name}?{query}", headers={"if-none-match": 'W/"'})
        assert answer.status_code in (200, 400)
        assert answer.status_code == 200 or answer.json()["error"].endswith(".")
        assert client.head(f"/api/{name}?{query}").status_code == answer.status_code


@pytest.mark.parametrize(
    "address",
    [
        f"{HARBOUR}2026-02-31/meeting.json",
        f"{HARBOUR}2026-03-04-2/publications.json",
        f"{MARCH}no-such-item/item.json",
        f"{MARCH}REPAIR/item.json",
        f"{MARCH}{'x' * 5000}/item.json",
        "/committees/%00.json",
        "/committees/../../etc/passwd.json",
        "/api/schemas/..%2f..%2fsettings.json",
        "/api/schemas/.json",
        "/api/moon",
    ],
)
def test_an_odd_address_is_an_unknown_one(client, held, address):
    assert client.get(address).status_code == 404


def test_the_head_of_a_record_is_all_of_it_that_is_no_list(held):
    version = Version.objects.get()
    head = json.loads(version.head)
    assert head["venue"] == "Guildhall" and "items" not in head
    frozen = Publication.objects.get().meeting_record
    assert head == {k: v for k, v in vars(frozen).items() if isinstance(v, str | int) and v}
    assert make_meeting(date=date(2026, 7, 15)).slug not in version.head

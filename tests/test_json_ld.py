"""A search engine reads when and where a meeting is, and whether it is held, off the meeting's page."""

import json
from datetime import date, time

import lxml.html
import pytest

from minutes.models import Meeting
from published.kinds import Kind
from published.models import Item
from tests.making import make_committee, make_held_meeting, make_item, make_meeting, publish

pytestmark = pytest.mark.django_db
HARBOUR = "/committees/harbour-committee/"
SITE = "http://127.0.0.1:8000"


def told(client, address: str) -> dict:
    answer = client.get(address)
    assert answer.status_code == 200
    [element] = lxml.html.fromstring(answer.content).xpath("//script")
    assert element.get("type") == "application/ld+json"
    found = json.loads(element.text)
    assert found["@context"] == "https://schema.org"
    return found


def test_a_meeting_s_page_says_when_and_where_it_is(client):
    for day in (date(2026, 1, 14), date(2026, 7, 15)):
        publish(make_meeting(date=day, remote_link="https://meet.example.org/1", attending="public"), Kind.NOTICE)
    winter, summer = (told(client, f"{HARBOUR}{day}/") for day in ("2026-01-14", "2026-07-15"))
    assert (winter["startDate"], summer["startDate"]) == ("2026-01-14T19:30:00+00:00", "2026-07-15T19:30:00+01:00")
    assert summer | {"@context": ""} == {
        "@context": "",
        "@type": "Event",
        "name": "Harbour Committee, 15 July 2026",
        "url": f"{SITE}{HARBOUR}2026-07-15/",
        "startDate": "2026-07-15T19:30:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": {"@type": "Organization", "name": "Your council", "url": f"{SITE}/"},
        "location": [
            {"@type": "Place", "name": "Guildhall", "address": "Guildhall"},
            {"@type": "VirtualLocation", "url": "https://meet.example.org/1"},
        ],
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
    }


def test_a_meeting_that_is_called_off_or_put_off_says_so(client):
    later = make_meeting(date=date(2026, 7, 22), start=None, venue="")
    publish(later, Kind.NOTICE)
    for day, postponed_to in [(date(2026, 7, 8), None), (date(2026, 7, 15), later)]:
        meeting = make_meeting(date=day)
        meeting.cancel("The heating failed.", postponed_to=postponed_to)
        publish(meeting, Kind.CANCELLATION)
    states = [told(client, f"{HARBOUR}2026-07-{day}/")["eventStatus"].rpartition("/")[2] for day in ("08", "15", "22")]
    assert states == ["EventCancelled", "EventPostponed", "EventScheduled"]
    found = told(client, f"{HARBOUR}2026-07-22/")
    assert found["startDate"] == "2026-07-22" and "location" not in found and "endDate" not in found


def test_it_ends_when_the_minutes_say_so(client):
    publish_until = make_held_meeting()
    Meeting.objects.update(end=time(21, 5))
    publish(publish_until)
    assert told(client, f"{HARBOUR}2026-03-04/")["endDate"] == "2026-03-04T21:05:00+00:00"


def test_an_item_s_page_says_where_it_lies_and_of_which_meeting_it_is(client):
    publish(make_held_meeting())
    found = told(client, f"{HARBOUR}2026-03-04/repair-of-the-north-mole/")
    assert (found["@type"], found["name"]) == ("WebPage", "Repair of the north mole")
    assert found["about"]["startDate"] == "2026-03-04T19:30:00+00:00"
    crumbs = found["breadcrumb"]["itemListElement"]
    assert [crumb["position"] for crumb in crumbs] == [1, 2, 3, 4]
    assert [client.get(crumb["item"].removeprefix(SITE)).status_code for crumb in crumbs] == [200] * 4


EVIL = "</script><script>alert(1)</script><!-- \u2028 & "


def test_no_words_break_out_of_it(client):
    meeting = make_held_meeting(committee=make_committee(name=EVIL), venue=EVIL)
    make_item(meeting, EVIL)
    publish(meeting)
    for address in ("", f"{Item.objects.get(title=EVIL).slug}/"):
        page = client.get(f"{HARBOUR}2026-03-04/{address}").content.decode()
        assert "<script>" not in page and page.count("</script>") == 1
        found = told(client, f"{HARBOUR}2026-03-04/{address}")
        assert EVIL in json.dumps(found, ensure_ascii=False).replace('\\"', '"')


SET_UP = "from tests.making import *\npublish(make_held_meeting())"


def test_the_browser_s_policy_lets_it_stand_and_runs_nothing(install, page):
    install.begin(SET_UP)
    said = []
    page.on("console", lambda message: said.append(message.text))
    with install.serve() as address:
        page.goto(f"{address}{HARBOUR}2026-03-04/")
        text = page.locator("script[type='application/ld+json']").text_content()
        assert json.loads(text)["@type"] == "Event" and said == []
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
        assert page.evaluate("window.ran") is None  # the control: the policy does stop scripts
        assert any("Content Security Policy" in text for text in said)

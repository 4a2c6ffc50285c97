"""Nothing typed is lost: one text at the desk, as its addresses answer. What the script does with them is in
test_texts_in_a_browser."""

from datetime import date, timedelta

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees.models import Organisation
from minutes.models import AgendaItem, Decision, Minute, Motion, Typing, Wording
from published.kinds import Kind
from publishing.checks import checks
from richtext.cleaning import MAX_LENGTH
from tests.desk import Page, item_page
from tests.making import make_clerk, make_held_meeting, make_item, make_meeting, publish
from tests.test_rights import staff
from tests.test_two_clerks import at_her_desk

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}
THREE = "<p>The mole leaks.</p><p>It is old.</p><p>It is long.</p>"


@pytest.fixture
def alison():
    return at_her_desk("alison")


@pytest.fixture
def priya():
    return at_her_desk("priya")


@pytest.fixture
def item():
    make_item(make_meeting(date=date(2026, 7, 8)), "Dredging", minutes="<p>Silt.</p>")
    meeting = make_meeting()
    make_item(meeting, "Apologies", minutes="<p>None.</p>")
    return make_item(meeting, minutes=THREE)


def address(item, more: str = "", field: str = "") -> str:
    return f"/admin/minutes/meeting/{item.meeting_id}/text/{field or f'minute-{item.pk}-body'}/{more}"


def save(client, item, text: str, opened: int | str = 1, field: str = "", **more):
    return client.post(address(item, field=field), {"text": text, "opened_version": opened, **more}, **JSON)


def type_in(client, item, text: str, field: str = "", **more):
    fields = {"text": text, "opened_version": 1, "window": "w1"} | more
    return client.post(address(item, "typing/", field), fields, **JSON)


def body(item) -> str:
    return Minute.objects.get(item=item).body


# Saving


def test_a_text_is_saved_as_the_form_would_clean_it_and_what_was_left_out_is_said(alison, item):
    answer = save(alison, item, "<p>The mole <s>leaks</s> holds.</p><p><img src='data:,' alt='A gull'></p>")
    assert answer.status_code == 200 and answer.json()["version"] == 2
    assert answer.json()["said"] == ["Left out of Minutes: 1 picture (“A gull”)."]
    assert body(item) == "<p>The mole <s>leaks</s> holds.</p>"
    assert "Changed Minutes." in alison.get(f"/admin/minutes/agendaitem/{item.pk}/history/").content.decode()


def test_the_first_words_of_an_item_make_its_minute(alison):
    item = make_item(make_meeting())
    assert save(alison, item, "<p>She spoke.</p>", 0).status_code == 200
    assert save(alison, item, "<p>All were thanked.</p>", 0, field=f"minute-{item.pk}-summary").status_code == 200
    minute = Minute.objects.get()
    assert (minute.body, minute.summary) == ("<p>She spoke.</p>", "<p>All were thanked.</p>")


def test_every_text_of_an_item_is_saved_in_its_place(alison, item):
    motion = Motion.objects.create(item=item, text="<p>That it be mended.</p>")
    decision = Decision.objects.create(item=item, text="<p>Old.</p>")
    for row, kind in [(item, "item"), (decision, "decision"), (motion, "motion")]:
        for column in row.WORDED:
            name = f"{kind}-{row.pk}-{column}"
            assert save(alison, item, f"<p>New {column}.</p>", 0, name).status_code == 200, name
            row.refresh_from_db()
            assert getattr(row, column) == f"<p>New {column}.</p>"


def test_a_decision_without_words_is_refused_at_the_field(alison, item):
    decision = Decision.objects.create(item=item, text="<p>Old.</p>")
    answer = save(alison, item, "<p> </p>", 0, f"decision-{decision.pk}-text")
    assert answer.status_code == 422 and answer.json()["said"] == ["This field is required."]
    assert Decision.objects.get().text == "<p>Old.</p>"


def test_a_form_without_the_field_empties_nothing(alison, item):
    answer = alison.post(address(item), {"opened_version": 1}, **JSON)
    assert answer.status_code == 422 and "No text was sent" in answer.json()["said"][0]
    assert body(item) == THREE


def test_ten_megabytes_are_refused_in_a_sentence_wherever_they_go(alison, item):
    paste = "<p>Words.</p>" * 800_000
    assert len(paste) > 10_000_000 > MAX_LENGTH
    assert "500,000 can be kept" in save(alison, item, paste).json()["said"][0]
    assert type_in(alison, item, paste).status_code == 422
    page = alison.post(address(item), {"text": paste[:600_000], "opened_version": 1})
    assert page.status_code == 422 and b"500,000 can be kept" in page.content
    assert page.content.count(b"Words.") > 40_000
    assert body(item) == THREE


@pytest.mark.parametrize(
    "name", ["minute-1", "minute-x-body", "minute-1-number", "meeting-1-clerk_note", "user-1-password"]
)
def test_a_name_of_no_text_is_not_found(alison, item, name):
    for more in ("", "opened/", "typing/", "history/"):
        assert alison.post(address(item, more, name), {"text": "x"}).status_code == 404


def test_a_text_of_another_meeting_is_not_reached_by_a_forged_address(alison, item):
    other = AgendaItem.objects.get(title="Dredging")
    motion = Motion.objects.create(item=other, text="<p>That it be dredged.</p>")
    for name in (f"minute-{other.pk}-body", f"motion-{motion.pk}-text"):
        assert save(alison, item, "<p>Forged.</p>", 1, name).status_code == 410
        assert alison.get(address(item, "opened/", name)).status_code == 410
        assert alison.get(address(item, "history/", name)).status_code == 404
    assert body(other) == "<p>Silt.</p>"


# Rights


def test_who_may_change_items_writes_minutes_and_who_may_look_reads_their_history(item):
    decision = Decision.objects.create(item=item, text="<p>Old.</p>")
    save(at_her_desk("alison"), item, "<p>CANARY.</p>")
    looks = staff("minutes.view_meeting", "minutes.view_agendaitem")
    writes = staff("minutes.view_meeting", "minutes.change_agendaitem")
    closed = staff("minutes.view_meeting")
    for client, reads, changes in [(looks, 200, 403), (writes, 200, 200), (closed, 403, 403)]:
        history = client.get(address(item, "history/"))
        assert history.status_code == reads and (b"CANARY" in history.content) == (reads == 200)
        for more in ("", "opened/"):
            assert client.get(address(item, more)).status_code == changes
        assert type_in(client, item, "<p>x</p>").status_code == changes
        assert save(client, item, "<p>CANARY of the clerk.</p>", 2).status_code == changes
        assert save(client, item, "<p>x</p>", 0, f"decision-{decision.pk}-text").status_code == 403
    wording = Wording.objects.first()
    assert looks.post(address(item, "history/"), {"wording": wording.pk}).status_code == 403


def test_who_is_logged_out_is_told_so_and_a_browser_goes_to_the_log_in(item):
    nobody = Client()
    for answer in (
        type_in(nobody, item, "<p>x</p>"),
        save(nobody, item, "<p>x</p>"),
        nobody.get(address(item), **JSON),
    ):
        assert answer.status_code == 401 and "logged out" in answer.json()["said"][0]
    assert nobody.get(address(item)).url.startswith("/admin/login/")
    assert body(item) == THREE and not Typing.objects.exists()


def test_what_alison_typed_is_not_kept_as_priya_s_who_logged_in_meanwhile(alison, priya, item):
    me = alison.get(f"/admin/minutes/meeting/{item.meeting_id}/typing/").json()["user"]
    for answer in (type_in(priya, item, "<p>Hers.</p>", user=me), save(priya, item, "<p>Hers.</p>", user=me)):
        assert answer.status_code == 401 and "Priya is logged in now" in answer.json()["said"][0]
    assert body(item) == THREE and not Typing.objects.exists()


# Two clerks


def test_paragraphs_that_only_one_of_two_changed_are_merged_by_themselves(alison, priya, item):
    save(alison, item, THREE.replace("leaks", "leaked"))
    answer = save(priya, item, THREE.replace("long", "very long") + "<p>It is ours.</p>")
    assert answer.status_code == 200 and "Alison" in answer.json()["said"][0]
    assert body(item) == ("<p>The mole leaked.</p><p>It is old.</p><p>It is very long.</p><p>It is ours.</p>")


CHOICES = {
    "theirs": "<p>It is of 1840.</p>",
    "mine": "<p>It is ancient.</p>",
    "both": "<p>It is of 1840.</p><p>It is ancient.</p>",
}


@pytest.mark.parametrize("choice", CHOICES)
def test_a_paragraph_that_both_changed_is_shown_twice_and_priya_chooses(alison, priya, item, choice):
    save(alison, item, THREE.replace("old", "of 1840").replace("leaks", "leaked"))
    mine = THREE.replace("old", "ancient")
    answer = save(priya, item, mine)
    assert answer.status_code == 409 and "Alison (at " in answer.json()["said"][0]
    form = lxml.html.fromstring(answer.json()["merge"])
    sides = [side.text_content() for side in form.xpath("//div[@class='merge-side']")]
    assert len(sides) == 2 and "It is of 1840." in sides[0] and "It is ancient." in sides[1]
    assert body(item) == THREE.replace("old", "of 1840").replace("leaks", "leaked")
    (radio,) = {one.get("name") for one in form.xpath("//input[@type='radio']")}
    (seen,) = form.xpath("//input[@name='seen_version']/@value")
    assert save(priya, item, mine, seen_version=seen, **{radio: choice}).status_code == 200
    assert body(item) == f"<p>The mole leaked.</p>{CHOICES[choice]}<p>It is long.</p>"


def test_a_third_text_that_came_while_she_chose_is_shown_as_well(alison, priya, item):
    save(alison, item, THREE.replace("old", "of 1840"))
    seen = save(priya, item, THREE.replace("old", "ancient")).json()["version"]
    save(alison, item, THREE.replace("old", "of 1841"), 2)
    answer = save(priya, item, THREE.replace("old", "ancient"), seen_version=seen, **{"choice-1": "mine"})
    assert answer.status_code == 409 and "of 1841" in answer.json()["merge"]


def test_two_clerks_write_the_first_minutes_and_both_texts_are_kept(alison, priya):
    item = make_item(make_meeting())
    save(alison, item, "<p>Alison heard this.</p>", 0)
    answer = save(priya, item, "<p>Priya heard that.</p>", 0)
    assert answer.status_code == 409
    assert save(priya, item, "<p>Priya heard that.</p>", 0, seen_version=1).status_code == 200
    assert body(item) == "<p>Alison heard this.</p><p>Priya heard that.</p>"


def test_the_other_texts_of_a_row_that_was_saved_are_no_conflict(alison, item):
    decision = Decision.objects.create(item=item, text="<p>Old.</p>", reasons="<p>None.</p>")
    assert save(alison, item, "<p>New.</p>", 0, f"decision-{decision.pk}-text").status_code == 200
    answer = save(alison, item, "<p>Many.</p>", 0, f"decision-{decision.pk}-reasons")
    assert answer.status_code == 200 and answer.json()["said"] == []
    decision.refresh_from_db()
    assert (decision.text, decision.reasons) == ("<p>New.</p>", "<p>Many.</p>")


def test_the_item_s_own_form_and_the_text_guard_each_other(alison, priya, item):
    form = Page(priya, item_page(item))
    save(alison, item, THREE.replace("old", "of 1840"))
    page = form.send(minute_body=THREE.replace("old", "ancient"))
    assert "changed this while you had it open" in page.text and "of 1840" in body(item)
    Page(priya, item_page(item)).send(minute_body=THREE.replace("old", "of 1841"))
    assert save(alison, item, THREE.replace("old", "of 1842"), 2).status_code == 409
    assert "of 1841" in body(item)


def test_a_version_that_was_not_sent_takes_nothing_back(alison, priya, item):
    save(alison, item, THREE.replace("old", "of 1840"))
    for opened in ("", "x", "-1", "0"):
        assert save(priya, item, THREE.replace("old", "ancient"), opened).status_code == 409
    assert "of 1840" in body(item)


def test_an_item_that_was_closed_or_opened_meanwhile_is_not_written_to_unawares(alison, item):
    AgendaItem.objects.filter(pk=item.pk).update(restriction="england-2006-3", public_title="A contract")
    answer = save(alison, item, "<p>The price.</p>", closed="no")
    assert answer.status_code == 409 and "was closed to the public" in answer.json()["said"][0]
    assert answer.json()["closed"] is True and body(item) == THREE
    assert save(alison, item, "<p>The price.</p>", closed="yes").status_code == 200
    AgendaItem.objects.filter(pk=item.pk).update(restriction="")
    answer = save(alison, item, "<p>The price: £5.</p>", 2, closed="yes")
    assert answer.status_code == 409 and "if the public may read it" in answer.json()["said"][0]


@pytest.mark.parametrize("how", ["item", "minute", "parent"])
def test_what_is_closed_on_any_ground_is_said_to_the_browser(alison, item, how):
    if how == "parent":
        item.parent = make_item(item.meeting, "Land", restriction="england-2006-3", public_title="Land")
        item.save_columns("parent")
    else:
        row = item if how == "item" else item.minute
        row.restriction, item.public_title = "england-2006-3", "A contract"
        row.save()
    assert alison.get(address(item, "opened/")).json()["closed"] is True
    assert "data-open" not in alison.get(address(item)).content.decode()


@pytest.mark.parametrize("how", ["item", "minute", "parent"])
def test_what_was_closed_while_it_is_written_is_said_at_each_keeping_and_each_look(alison, item, how):
    looked = f"/admin/minutes/meeting/{item.meeting_id}/typing/?writing=minute-{item.pk}-body&writing=nonsense"
    assert type_in(alison, item, "<p>T</p>").json()["closed"] is False
    assert alison.get(looked).json()["closed"] == []
    item.parent = make_item(item.meeting, "Land")
    item.save_columns("parent")
    if how == "minute":
        Minute.objects.filter(item=item).update(restriction="england-2006-3")
    else:
        closed = AgendaItem.objects.filter(pk=item.pk if how == "item" else item.parent_id)
        closed.update(restriction="england-2006-3", public_title="A contract")
    assert type_in(alison, item, "<p>Th</p>").json()["closed"] is True
    assert alison.get(looked).json()["closed"] == [f"minute-{item.pk}-body"]


def test_a_motion_of_an_open_item_is_closed_by_its_own_restriction(alison, item):
    motion = Motion.objects.create(item=item, text="<p>Old.</p>")
    assert type_in(alison, item, "<p>T</p>", field=f"motion-{motion.pk}-text").json()["closed"] is False
    Motion.objects.update(restriction="england-2006-3")
    assert type_in(alison, item, "<p>T</p>", field=f"motion-{motion.pk}-text").json()["closed"] is True


def test_an_item_that_was_deleted_meanwhile_leaves_the_text_with_who_wrote_it(alison, priya, item):
    AgendaItem.objects.filter(pk=item.pk).delete()
    answer = save(priya, item, "<p>All of it.</p>")
    assert answer.status_code == 410 and "copy it" in answer.json()["said"][0]
    page = priya.post(address(item), {"text": "<p>All of it.</p>", "opened_version": 1})
    assert page.status_code == 410 and "&lt;p&gt;All of it.&lt;/p&gt;" in page.content.decode()


# Typing


def test_an_autosave_is_one_write_and_six_queries_at_most(item):
    clerk = staff("minutes.view_meeting", "minutes.change_agendaitem")
    type_in(clerk, item, "<p>T</p>")
    with CaptureQueriesContext(connection) as asked:
        answer = type_in(clerk, item, "<p>Th</p>")
    writes = [query for query in asked if not query["sql"].lstrip("(").startswith("SELECT")]
    print(f"autosave: {len(asked)} queries, {len(writes)} of them a write; {len(answer.content)} bytes back")
    assert answer.status_code == 200 and len(asked) <= 6 and len(writes) == 1
    assert Typing.objects.get().text == "<p>Th</p>" and body(item) == THREE


def test_each_window_keeps_its_own_and_a_save_prunes_the_window_s(alison, item):
    type_in(alison, item, "<p>In one.</p>", window="one")
    type_in(alison, item, "<p>In two.</p>", window="two")
    save(alison, item, "<p>In one.</p>", window="one")
    assert [row.text for row in Typing.objects.all()] == ["<p>In two.</p>"]


def test_a_save_of_one_text_keeps_what_is_typed_into_another_in_the_same_window(alison, item):
    summary = f"minute-{item.pk}-summary"
    type_in(alison, item, "<p>In the text.</p>")
    type_in(alison, item, "<p>In the summary.</p>", summary)
    save(alison, item, "<p>In the text.</p>", window="w1")
    assert [(row.field, row.text) for row in Typing.objects.all()] == [(summary, "<p>In the summary.</p>")]


def typing_at(client, item) -> dict:
    return client.get(f"/admin/minutes/meeting/{item.meeting_id}/typing/").json()


def test_one_s_own_typing_comes_back_with_its_text_and_of_others_only_that_there_is_some(alison, priya, item):
    type_in(alison, item, "<p>SECRET<script>x</script></p>")
    (mine,) = typing_at(alison, item)["mine"]
    assert mine["text"] == "<p>SECRET</p>" and "You were typing here at" in mine["said"]
    seen = typing_at(priya, item)
    assert seen["mine"] == [] and [one["said"] for one in seen["others"]] == ["Alison is typing here."]
    assert "SECRET" not in str(seen)
    Typing.objects.update(changed_at=timezone.now() - timedelta(days=1))
    assert "Alison typed something here on " in typing_at(priya, item)["others"][0]["said"]


def test_what_is_typed_and_stands_in_the_record_already_is_not_called_unsaved(alison, item):
    type_in(alison, item, THREE)
    assert typing_at(alison, item)["mine"] == []


def test_the_door_names_what_is_not_saved_and_publishes_none_of_it(alison):
    meeting, other = make_held_meeting(), make_held_meeting(date=date(2026, 7, 8))
    item, motion = meeting.items.get(), Motion.objects.create(item=meeting.items.get(), text="<p>Old.</p>")
    type_in(alison, item, "<p>UNSAVED</p>")
    type_in(alison, item, "<p>UNSAVED</p>", field=f"motion-{motion.pk}-text")
    type_in(alison, other.items.get(), "<p>ELSEWHERE</p>")
    found = [check for check in checks(meeting, Kind.MINUTES) if "not saved" in check.sentence]
    assert [check.stops for check in found] == [False, False]
    assert "Alison has typed something at “Repair of the north mole” that is not saved (at " in found[0].sentence
    assert alison.get(found[0].link).status_code == 200
    page = alison.get(f"/admin/publishing/publication/meeting/{meeting.pk}/").content.decode()
    assert found[0].link in page and "UNSAVED" not in page
    assert "UNSAVED" not in publish(meeting).record.text


def test_what_is_unsaved_is_found_with_as_many_queries_for_20_texts_as_for_2(alison):
    counts = []
    for number, day in [(2, 4), (20, 5)]:
        meeting = make_meeting(date=date(2026, 3, day))
        for n in range(number):
            item = make_item(meeting, f"Item {n}", decision="<p>Old.</p>")
            type_in(alison, item, "<p>New.</p>")
            type_in(alison, item, "<p>New.</p>", field=f"decision-{item.decisions.get().pk}-text")
        with CaptureQueriesContext(connection) as asked:
            assert len(typing_at(alison, item)["mine"]) == 2 * number
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_what_nobody_went_on_with_for_three_months_is_forgotten_at_a_log_in(alison, item):
    type_in(alison, item, "<p>Old.</p>", window="old")
    Typing.objects.update(changed_at=timezone.now() - timedelta(days=91))
    type_in(alison, item, "<p>New.</p>", window="new")
    Typing.objects.filter(window="new").update(changed_at=timezone.now() - timedelta(days=89))
    at_her_desk("priya")
    assert [row.window for row in Typing.objects.all()] == ["new"]


# Without JavaScript


def test_without_javascript_a_text_has_a_page_with_that_one_field(alison, item):
    back = f"/admin/minutes/meeting/{item.meeting_id}/minutes/"
    page = Page(alison, f"{address(item)}?back={back}")
    assert page.fields["text"].strip() == THREE and page.fields["back"] == f"{back}#item-{item.pk}"
    answer = alison.post(address(item), page.fields | {"text": "<p>Plain.</p>"})
    assert answer.url == f"{back}#item-{item.pk}" and body(item) == "<p>Plain.</p>"


NAVIGATES = {"headers": {"sec-fetch-mode": "navigate", "sec-fetch-site": "same-origin"}}


def fields_of(response) -> dict:
    tree = lxml.html.fromstring(response.content.decode())
    return {k: v for form in tree.xpath("//main//form | //form[@id='login-form']") for k, v in form.form_values()}


def test_without_javascript_what_she_saved_logged_out_is_shown_and_saved_after_the_log_in(alison, item):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["csrf"] = "a" * 32
    typed = {"text": "<p>All that was said, in words that are long enough to be seen.</p>", "opened_version": 1}
    answer = browser.post(address(item), typed | {"csrfmiddlewaretoken": "a" * 32}, **NAVIGATES)
    page = answer.content.decode()
    assert answer.status_code == 401 and "You are logged out. Nothing is saved yet." in page
    first = fields_of(answer)
    assert first["text"].strip() == typed["text"] and body(item) == THREE
    log_in = fields_of(browser.get("/admin/login/"))
    known = {"username": "alison@example.org", "password": "a long enough password"}
    assert browser.post("/admin/login/", log_in | known).status_code == 302
    answer = browser.post(address(item), first, **NAVIGATES)
    assert answer.status_code == 403 and "Press Save again to save it as Alison" in answer.content.decode()
    assert browser.post(address(item), fields_of(answer), **NAVIGATES).status_code == 302
    assert body(item) == typed["text"]


def test_what_another_site_sent_is_shown_to_nobody_to_press_a_button_at(item):
    headers = {"sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site"}
    answer = Client(enforce_csrf_checks=True).post(address(item), {"text": "<p>FORGED</p>"}, headers=headers)
    assert answer.status_code == 403 and "FORGED" not in answer.content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "/admin/../x", "javascript:x", ""])
def test_back_leads_nowhere_but_into_the_desk(alison, item, back):
    answer = alison.post(address(item), {"text": "<p>Plain.</p>", "opened_version": 1, "back": back})
    assert answer.url.startswith("/admin/") and "evil" not in answer.url


def test_without_javascript_both_texts_are_shown_and_merged(alison, priya, item):
    page = Page(priya, address(item))
    save(alison, item, THREE.replace("old", "of 1840"))
    page = Page(priya, address(item), shown_again(priya, item, page.fields | {"text": THREE.replace("old", "ancient")}))
    assert "Alison (at " in page.text and "of 1840" in page.text and "Take theirs" in page.text
    assert priya.post(address(item), page.fields | {"choice-1": "mine"}).status_code == 302
    assert "ancient" in body(item) and "1840" not in body(item)


def shown_again(client, item, fields):
    answer = client.post(address(item), fields)
    assert answer.status_code == 409
    answer.status_code = 200
    return answer


def test_without_javascript_an_earlier_typing_is_put_back_or_thrown_away(alison, item):
    type_in(alison, item, "<p>Typed.</p>", window="w1")
    page = Page(alison, address(item))
    assert "You were typing here at" in page.text and "Typed." in page.text
    again = Page(alison, f"{address(item)}?put_back=w1")
    assert again.fields["text"].strip() == "<p>Typed.</p>"
    assert alison.post(address(item), again.fields).status_code == 302
    assert body(item) == "<p>Typed.</p>" and not Typing.objects.exists()
    type_in(alison, item, "<p>Typed again.</p>", window="w2")
    assert alison.post(address(item, "typing/"), {"window": "w2", "throw_away": "1"}).status_code == 302
    assert not Typing.objects.exists() and alison.get(address(item, "typing/")).status_code == 405


# History


def wordings(item) -> list[tuple[str, str]]:
    return [(row.text, str(row.author or "")) for row in Wording.objects.of(f"minute-{item.pk}-body")]


def test_each_wording_is_kept_with_its_author_whichever_way_it_was_written(alison, priya, item):
    save(alison, item, "<p>One.</p>")
    Page(priya, item_page(item)).send(minute_body="<p>Two.</p>")
    minute = Minute.objects.get(item=item)
    minute.body = "<p>Three.</p>"  # by a command, which is nobody
    minute.save_columns("body")
    Minute.objects.filter(item=item).update(body="<p>Past it.</p>")
    save(alison, item, "<p>Five.</p>", minute.version)
    assert wordings(item) == [
        (THREE, ""),
        ("<p>One.</p>", "Alison"),
        ("<p>Two.</p>", "Priya"),
        ("<p>Three.</p>", ""),
        ("<p>Past it.</p>", ""),
        ("<p>Five.</p>", "Alison"),
    ]


def test_what_nobody_at_the_desk_wrote_has_a_history_from_its_first_change_and_no_author():
    item = make_item(make_meeting(), minutes=THREE)
    assert wordings(item) == []
    minute = Minute.objects.get(item=item)
    for words in ("<p>One.</p>", "<p>Two.</p>"):
        minute.body = words
        minute.save_columns("body")
    assert wordings(item) == [(THREE, ""), ("<p>One.</p>", ""), ("<p>Two.</p>", "")]


def test_two_wordings_are_compared_word_by_word_also_by_ear(alison, item):
    save(alison, item, THREE.replace("old", "very old").replace("<p>It is long.</p>", ""))
    tree = lxml.html.fromstring(alison.get(address(item, "history/")).content)
    assert [one.text_content() for one in tree.xpath("//ins")] == ["[added: very ]"]
    assert [one.text_content() for one in tree.xpath("//del")] == ["[removed: It is long.]"]
    newest, oldest = tree.xpath("//input[@name='newer']/@value")[0], tree.xpath("//input[@name='older']/@value")[-1]
    page = alison.get(address(item, f"history/?older={oldest}&newer={newest}")).content.decode()
    assert "very " in page and "Alison" in page


def test_a_change_of_marks_alone_is_said_in_words(alison, item):
    save(alison, item, THREE.replace("old", "<strong>old</strong>"))
    assert "only how they are set differs" in alison.get(address(item, "history/")).content.decode()


def test_an_earlier_wording_is_put_back_and_nothing_is_deleted(alison, priya, item):
    save(alison, item, "<p>Worse.</p>")
    first = Wording.objects.of(f"minute-{item.pk}-body").first()
    stale = {"wording": first.pk, "seen_version": 1}
    assert "Somebody changed the text" in priya.post(address(item, "history/"), stale, follow=True).content.decode()
    assert body(item) == "<p>Worse.</p>"
    assert priya.post(address(item, "history/"), stale | {"seen_version": 2}).url == address(item, "history/")
    assert body(item) == THREE
    assert [text for text, _ in wordings(item)] == [THREE, "<p>Worse.</p>", THREE]
    assert wordings(item)[-1][1] == "Priya"


def test_a_wording_of_another_text_can_t_be_put_back_here(alison, item):
    other = AgendaItem.objects.get(title="Apologies")
    save(alison, other, "<p>Nobody.</p>")
    wording = Wording.objects.first()
    assert alison.post(address(item, "history/"), {"wording": wording.pk, "seen_version": 1}).status_code == 404
    page = alison.get(address(item, f"history/?older={wording.pk}&newer={wording.pk}"))
    assert page.status_code == 200 and "Nobody" not in page.content.decode()


def test_the_history_of_a_text_outlives_what_held_it(alison, item):
    save(alison, item, "<p>Worse.</p>")
    AgendaItem.objects.filter(pk=item.pk).delete()
    page = alison.get(address(item, "history/")).content.decode()
    assert "was deleted" in page and "Worse." in page and "Put the older wording back" not in page


PAYLOAD = "<img src=x onerror=alert(1)><script>alert(1)</script>"


def test_what_was_once_written_is_shown_as_text(alison, priya, item):
    Minute.objects.filter(item=item).update(body=f"<p>Old {PAYLOAD}</p>")  # as a fault or a hand would
    Typing.objects.create(
        user=make_clerk("mary"), meeting=item.meeting, field=f"minute-{item.pk}-body", opened_version=1
    )
    type_in(priya, item, f"<p>Typed {PAYLOAD}</p>")
    save(alison, item, f"<p>New {PAYLOAD}</p>")
    merged = save(priya, item, f"<p>Newer {PAYLOAD}</p>").json()["merge"]
    pages = [priya.get(address(item, more)).content.decode() for more in ("", "history/")]
    for html in (merged, typing_at(priya, item)["mine"][0]["html"], *pages):
        tree = lxml.html.fromstring(html)
        assert not tree.xpath("//*[@onerror] | //script[contains(., 'alert')] | //img[@src='x']")


@pytest.mark.parametrize(("clears", "holds", "left"), [(False, False, 3), (True, True, 3), (True, False, 1)])
def test_the_history_is_cleared_if_the_council_says_so_and_no_request_holds_it(alison, item, clears, holds, left):
    Organisation.objects.update_or_create(pk=1, defaults={"clears_wordings": clears, "holds_wordings": holds})
    other = AgendaItem.objects.get(title="Dredging")
    for one in (item, other):
        save(alison, one, "<p>One.</p>")
        save(alison, one, "<p>Two.</p>", 2)
    assert Wording.objects.clear(item.meeting) == 3 - left
    assert Wording.objects.of(f"minute-{item.pk}-body").count() == left and len(wordings(other)) == 3
    assert wordings(item)[-1][0] == "<p>Two.</p>" == body(item)

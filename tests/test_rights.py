"""Who may what at the desk: every address of the admin, for each kind of person."""

import re
from datetime import date
from types import SimpleNamespace

import lxml.html
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from committees.closed_days import ClosedDays
from committees.models import Organisation, Party, Ward, Website
from config.errors import forbidden
from minutes.admin.tabs import tabs_of
from minutes.models import Attendance, Matter, Meeting, Motion, PaperWanted
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import make_clerk, make_committee, make_document, make_item, make_meeting, make_person

pytestmark = pytest.mark.django_db

# Every address below /admin/ by its name, and the right that opens it. "" is for any member of staff, who sees nothing of
# the working record there; None is another room's to test.
OPENED_BY = {
    "index": "",
    "running": "committees.change_organisation: test_running",
    "ready": "committees.change_organisation: test_running",
    "login": "",
    "logout": "",
    "password_change": "",
    "password_change_done": "",
    "jsi18n": "",
    "account": "",
    "recovery_codes": "",
    "log_out_everywhere": "",
    "second_step": "a password, half of a log-in: tests/test_second_factor.py",
    "second_factor": "a password, half of a log-in: tests/test_second_factor.py",
    "forgotten": "anybody: tests/test_invitations.py",
    "forgotten_sent": "anybody: tests/test_invitations.py",
    "invited": "the token of its address: tests/test_invitations.py",
    "new_password": "the token of its address: tests/test_invitations.py",
    "accounts_link": "accounts.change_user: tests/test_second_factor.py",
    "accounts_reset-second-factor": "accounts.change_user: tests/test_second_factor.py",
    "accounts_end-sessions": "accounts.change_user: tests/test_second_factor.py",
    "accounts_remove": "accounts.change_user: tests/test_second_factor.py",
    "app_list": "the apps whose models they may see",
    "autocomplete": "minutes.view_agendaitem",
    "minutes_meeting_people": "minutes.view_attendance",
    "minutes_meeting_people_find": "minutes.change_attendance",
    "minutes_meeting_cancellation": "minutes.change_meeting",
    "minutes_meeting_agenda": "minutes.view_agendaitem and minutes.view_meeting: tests/test_agenda.py",
    "minutes_meeting_agenda_order": "minutes.change_agendaitem and minutes.view_meeting: tests/test_agenda.py",
    "minutes_meeting_agenda_paste": "minutes.add_agendaitem and minutes.view_meeting: tests/test_agenda.py",
    "minutes_meeting_agenda_undo": "minutes.add_agendaitem and minutes.view_meeting: tests/test_agenda.py",
    "minutes_meeting_agenda_deferred": "minutes.add_agendaitem and minutes.view_meeting: tests/test_deferred.py",
    "minutes_meeting_agenda_arising": "minutes.change_agendaitem and minutes.view_meeting: tests/test_agenda.py",
    "minutes_meeting_agenda_matters": "minutes.view_agendaitem and minutes.view_meeting: tests/test_agenda.py",
    "minutes_meeting_agenda_item": "minutes.change_agendaitem and minutes.view_meeting: tests/test_agenda.py",
    "for_the_chair": "the token of its address: tests/test_for_the_chair.py",
    "publishing_chair_links": "minutes.add_chairlink: tests/test_rights_table.py",
    "publishing_chair_comment": "minutes.change_chaircomment: tests/test_rights_table.py",
    "publishing_redline": "as the door",
    "publishing_word_file": "minutes.view_decision: tests/test_rights_table.py",
    "minutes_meeting_new": "minutes.add_meeting and minutes.view_meeting: tests/test_new_meetings.py",
    "minutes_meeting_year": "minutes.add_meeting and minutes.view_meeting: tests/test_new_meetings.py",
    "minutes_private_file": "minutes.view_document",
    "minutes_meeting_all_typing": "test_texts asks: two rights, by the kind of text",
    "minutes_meeting_text": "test_texts",
    "minutes_meeting_text_opened": "test_texts",
    "minutes_meeting_text_typing": "test_texts",
    "minutes_meeting_part_typing": "minutes.view_meeting, and the right to the row: test_minutes_desk",
    "minutes_meeting_text_history": "test_texts",
    "minutes_meeting_minutes": "minutes.view_agendaitem",
    "minutes_meeting_minutes_part": "minutes.view_agendaitem, and the right to the row: test_minutes_desk",
    "minutes_meeting_minutes_number": "minutes.change_agendaitem",
    "minutes_meeting_minutes_numbers": "minutes.change_agendaitem",
    "minutes_meeting_minutes_phrase": "minutes.change_agendaitem",
    "minutes_meeting_minutes_done": "minutes.change_action",
    # All of these want both view_document and view_agendaitem, and some one more: see PAPERS.
    "minutes_meeting_papers": "minutes.view_document minutes.view_agendaitem",
    "minutes_meeting_papers_receive": "minutes.add_document",
    "minutes_meeting_papers_place": "minutes.add_document",
    "minutes_meeting_paper": "minutes.change_document",
    "minutes_meeting_paper_move": "minutes.change_document",
    "minutes_meeting_paper_remove": "minutes.delete_document",
    "minutes_meeting_paper_background": "minutes.change_agendaitem",
    "minutes_meeting_paper_want": "minutes.change_paperwanted",
    "minutes_reportauthor_papers": "its author alone: tests/test_report_authors.py",
    "minutes_meeting_paper_wanted": "minutes.change_paperwanted",
}
VERBS = {"changelist": "view", "add": "add", "history": "view", "delete": "delete", "change": "view"}
OTHER_ROOMS = ("publishing_", "auth_", "accounts_", "axes_", "django_tasks_", "db_", "demonstration_")


def admin_names() -> set[str]:
    def walk(patterns, inside=False):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, inside or str(pattern.pattern) == "admin/")
            elif inside and isinstance(pattern, URLPattern) and pattern.name:
                yield pattern.name

    return {name for name in walk(get_resolver().url_patterns) if not name.startswith(OTHER_ROOMS)}


def test_every_address_of_the_desk_says_who_opens_it():
    models = {name.rpartition("_")[0] for name in admin_names() if name.rpartition("_")[2] in VERBS}
    declared = set(OPENED_BY) | {f"{model}_{verb}" for model in models for verb in VERBS}
    assert admin_names() - declared == set()


def staff(*rights: str) -> Client:
    """Somebody at the desk with these rights alone."""
    user = make_clerk(f"guest-{get_user_model().objects.count()}")
    get_user_model().objects.filter(pk=user.pk).update(is_superuser=False, is_staff=True)
    for right in rights:
        app, codename = right.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client = Client()
    client.force_login(get_user_model().objects.get(pk=user.pk))
    return client


@pytest.fixture
def agenda():
    """Two meetings, each with an item, a motion and a paper."""
    made = {}
    for name, day in [("here", date(2026, 3, 4)), ("elsewhere", date(2026, 7, 8))]:
        meeting = make_meeting(date=day, clerk_note="CANARY")
        item = make_item(meeting, f"CANARY {name}", purpose="<p>CANARY</p>", minutes="<p>CANARY</p>")
        motion = Motion.objects.create(item=item, text="<p>CANARY of the motion</p>")
        made[name] = {"meeting": meeting, "item": item, "motion": motion, "paper": make_document(meeting, item=item)}
    return made


def addresses(made: dict) -> dict[str, str]:
    """An address of each kind, and the right that opens it for reading."""
    meeting, item, motion = made["meeting"], made["item"], made["motion"]
    committee, person = meeting.committee, make_person()
    rows = {"minutes.meeting": meeting, "minutes.agendaitem": item, "minutes.motion": motion}
    rows |= {"committees.committee": committee, "committees.person": person}
    rows |= {"committees.organisation": Organisation.objects.get(), "committees.website": Website.objects.get()}
    closed = ClosedDays.objects.get_or_create(first=date(2022, 9, 19), reason="CANARY of the closed day")[0]
    rows |= {"committees.closeddays": closed}
    rows |= {"committees.party": Party.objects.get_or_create(name="Independent")[0]}
    rows |= {"minutes.matter": Matter.objects.get_or_create(title="CANARY of the matter")[0]}
    rows |= {"committees.ward": Ward.objects.get_or_create(name="Quayside")[0]}
    found = {}
    for label, row in rows.items():
        app, model = label.split(".")
        start = f"/admin/{app}/{model}/"
        found |= {start: f"{app}.view_{model}", f"{start}add/": f"{app}.add_{model}"}
        for verb, right in [("change", "view"), ("history", "view"), ("delete", "delete")]:
            found[f"{start}{row.pk}/{verb}/"] = f"{app}.{right}_{model}"
    for verb in ("add", "1/delete"):  # there is one organisation, and one website of it, always
        found |= {f"/admin/committees/{model}/{verb}/": "nobody" for model in ("organisation", "website")}
    found[f"/admin/minutes/meeting/{meeting.pk}/cancellation/"] = "minutes.change_meeting"
    found[f"/admin/minutes/meeting/papers/{made['paper'].file.name}"] = "minutes.view_document"
    query = "app_label=minutes&model_name=agendaitem&field_name=matter&term=CANARY"
    found[f"/admin/autocomplete/?{query}"] = "minutes.view_matter"
    return found


PUBLIC_FACTS = ("closeddays", "committee", "organisation", "party", "person", "ward", "website")
EVERY_RIGHT = [
    *(
        f"minutes.{verb}_{model}"
        for verb in ("view", "add", "delete")
        for model in ("meeting", "agendaitem", "motion", "matter")
    ),
    *(f"committees.{verb}_{model}" for verb in ("view", "add", "delete") for model in PUBLIC_FACTS),
    "minutes.change_meeting",
    "minutes.view_document",
]


@pytest.mark.parametrize("right", ["anonymous", "none", *EVERY_RIGHT])
def test_an_address_opens_for_its_right_and_for_no_other(agenda, right):
    client = Client() if right == "anonymous" else staff(*([right] if right != "none" else []))
    # To change is to view: Django's own rule.
    having = {right, right.replace("change_", "view_")}
    for address, needed in addresses(agenda["here"]).items():
        response = client.get(address)
        opens = needed in having
        assert (response.status_code == 200) == opens, f"{address}: {response.status_code}"
        if not opens:
            assert response.status_code in {302, 403, 404} and b"CANARY" not in response.content, address
        if response.status_code == 302:
            assert right == "anonymous" and response.url.startswith("/admin/login/"), address


@pytest.mark.parametrize("right", ["view_meeting", "view_agendaitem", "view_motion", "view_committee", "view_person"])
def test_who_may_only_look_sees_no_field_and_changes_nothing(agenda, right):
    app = "committees" if right in {"view_committee", "view_person"} else "minutes"
    client = staff(f"{app}.{right}")
    address = next(a for a, n in addresses(agenda["here"]).items() if n == f"{app}.{right}" and a.endswith("/change/"))
    page = Page(client, address)
    inputs = page.tree.xpath("//div[@id='content']//*[self::input or self::select or self::textarea or self::button]")
    assert [field.get("name") for field in inputs if field.get("type") != "hidden"] == []
    assert client.post(address, {"title": "Changed"}).status_code == 403
    if right == "view_agendaitem":
        assert "CANARY here" in page.text and "CANARY of the motion" not in page.text
        assert "Add a motion" not in page.text


@pytest.mark.parametrize(
    ("rights", "tabs"),
    [
        (["minutes.view_meeting"], ["Details"]),
        (["minutes.view_meeting", "minutes.change_attendance"], ["People", "Details"]),
        (["minutes.change_meeting", "minutes.view_agendaitem"], ["Agenda", "Minutes", "Details"]),
        (
            ["minutes.view_meeting", "minutes.view_agendaitem", "minutes.view_document"],
            ["Agenda", "Papers", "Minutes", "Details"],
        ),
    ],
)
def test_each_finds_the_tabs_that_open_to_their_rights(rights, tabs):
    user = SimpleNamespace(has_perm=lambda right: right in rights)
    assert [tab["label"] for tab in tabs_of(Meeting(pk=7), "people", user)] == tabs


def test_who_may_see_no_motions_reads_none_at_their_item(agenda):
    item = agenda["here"]["item"]
    for rights, shown in [(["view_agendaitem"], False), (["view_agendaitem", "view_motion"], True)]:
        page = Page(staff(*(f"minutes.{right}" for right in rights)), item_page(item))
        assert ("CANARY of the motion" in page.text) == shown
        assert ("Motions and votes" in page.text) == shown  # and not "None yet", which would be untrue


def test_who_may_not_publish_is_not_sent_to_a_closed_door(agenda):
    meeting, item, rights = agenda["here"]["meeting"], agenda["here"]["item"], ["view_meeting", "view_agendaitem"]
    for further, shown in [
        ([], False),
        (["publishing.add_publication"], True),
        (["publishing.withdraw_publication"], True),
    ]:
        client = staff(*(f"minutes.{right}" for right in rights), *further)
        for address in (meeting_page(meeting), item_page(item)):
            assert ("Check and publish" in Page(client, address).text) == shown


def test_who_loses_the_way_at_the_desk_stays_there_and_a_stranger_learns_nothing_of_it(agenda):
    address = "/admin/minutes/nothing-of-the-kind/"
    lost = staff("minutes.view_meeting").get(address)
    assert lost.status_code == 404 and "Go to the desk" in lost.content.decode()
    stranger = Client().get(address, follow=True)
    assert "Go to the desk" not in stranger.content.decode()
    assert "Go to the desk" not in staff("minutes.view_meeting").get("/nothing-of-the-kind/").content.decode()


def test_who_opens_what_they_have_no_right_to_is_told_so_and_led_back_to_the_desk(agenda):
    address = f"/admin/minutes/meeting/{agenda['here']['meeting'].pk}/cancellation/"
    for refused in (staff("minutes.view_meeting").get(address), staff().post(address)):
        page = lxml.html.fromstring(refused.content.decode())
        assert refused.status_code == 403 and "needs a right that you don’t have here" in page.text_content()
        assert page.xpath("//main//a/@href") == ["/admin/"] and "CANARY" not in refused.content.decode()


def test_a_refusal_outside_the_desk_says_nothing_of_it(rf):
    for user in (AnonymousUser(), make_clerk()):
        asked = rf.get("/about/")
        asked.user = user
        answer = forbidden(asked, PermissionDenied("CANARY"))
        assert answer.status_code == 403 and b"desk" not in answer.content and b"CANARY" not in answer.content


def move(client, meeting, item) -> int:
    return client.post(f"/admin/minutes/meeting/{meeting.pk}/agenda/order/", {"move": f"{item.pk}:up"}).status_code


def test_only_who_may_change_items_reorders_them(agenda):
    meeting, elsewhere = agenda["here"]["meeting"], agenda["elsewhere"]["meeting"]
    last = make_item(meeting, "Last")
    reader = staff("minutes.change_meeting", "minutes.view_agendaitem")
    for client in (Client(), reader, staff("minutes.change_agendaitem")):
        assert move(client, meeting, last) in {302, 403}
        assert meeting.items.last() == last
    assert "Move up" not in Page(reader, f"/admin/minutes/meeting/{meeting.pk}/agenda/").html
    clerk = staff("minutes.view_meeting", "minutes.change_agendaitem")
    assert move(clerk, elsewhere, last) == 302
    assert meeting.items.last() == last
    assert clerk.get(f"/admin/minutes/meeting/{meeting.pk}/agenda/order/").status_code == 405
    assert move(clerk, meeting, last) == 302
    assert meeting.items.first() == last


def test_only_who_may_change_meetings_cancels_them(agenda):
    meeting = agenda["here"]["meeting"]
    address = f"/admin/minutes/meeting/{meeting.pk}/cancellation/"
    for client in (Client(), staff("minutes.view_meeting", "minutes.change_agendaitem")):
        client.post(address, {"cancel": "1", "reason": "Storm.", "opened_version": str(meeting.version)})
        meeting.refresh_from_db()
        assert not meeting.is_cancelled


def test_a_right_to_meetings_alone_shows_no_titles_of_items(agenda):
    item = agenda["here"]["item"]
    page = Page(staff("minutes.view_meeting"), meeting_page(item.meeting))
    assert "CANARY here" not in page.html and item_page(item) not in page.html


LOOK = ["minutes.view_meeting", "minutes.view_agendaitem", "minutes.view_document"]
PAPERS = {
    "": None,
    "receive/": "minutes.add_document",
    "place/": "minutes.add_document",
    "{paper}/": "minutes.change_document",
    "{paper}/move/": "minutes.change_document",
    "{paper}/remove/": "minutes.delete_document",
    "item/{item}/background/": "minutes.change_agendaitem",
    "item/{item}/want/": "minutes.change_paperwanted",
    "wanted/{wanted}/": "minutes.change_paperwanted",
}


@pytest.mark.parametrize("below", PAPERS)
def test_papers_are_seen_and_changed_by_who_may_do_all_of_it(agenda, below):
    made, needed = agenda["here"], PAPERS[below]
    wanted = PaperWanted.objects.create(item=made["item"], title="CANARY")
    start = f"/admin/minutes/meeting/{made['meeting'].pk}/papers/"
    address = start + below.format(paper=made["paper"].pk, item=made["item"].pk, wanted=wanted.pk)
    others = [right for right in PAPERS.values() if right not in {None, needed}]
    rights = [*LOOK, needed] if needed else LOOK
    for lacking in rights:
        client = staff(
            *[
                right
                for right in [*rights, *others]
                if right != lacking and right.replace("change_", "view_") != lacking
            ]
        )
        for response in (client.get(address), client.post(address)):
            assert response.status_code in {403, 405} and b"CANARY" not in response.content, lacking
    client = staff(*rights)
    assert client.get(address).status_code in {200, 405}
    assert client.post(address).status_code in {200, 302}


def test_who_may_only_look_at_papers_finds_nothing_to_press(agenda):
    page = Page(staff(*LOOK), f"/admin/minutes/meeting/{agenda['here']['meeting'].pk}/papers/")
    assert "Survey of the mole" in page.text
    assert page.tree.xpath("//div[contains(@class, 'meeting-tab')]//*[self::form or self::button or @data-here]") == []


@pytest.mark.parametrize("below", [name for name in PAPERS if "{" in name])
def test_a_paper_of_another_meeting_is_not_reached_from_here(agenda, desk, below):
    there = agenda["elsewhere"]
    wanted = PaperWanted.objects.create(item=there["item"])
    end = below.format(paper=there["paper"].pk, item=there["item"].pk, wanted=wanted.pk)
    address = f"/admin/minutes/meeting/{agenda['here']['meeting'].pk}/papers/{end}"
    assert desk.post(address, {"do": "drop"}).status_code == 404


FORGED = {
    "an item's parent": ("item", "parent", "item", item_page),
    "what a motion amends": ("motion", "amends", "motion", motion_page),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_row_of_another_meeting_is_not_reached_by_a_forged_form(agenda, case):
    name, field, other, page_of = FORGED[case]
    row, forged = agenda["here"][name], agenda["elsewhere"][other]
    client = staff("minutes.change_agendaitem", "minutes.change_motion")
    page = Page(client, page_of(row)).send(**{field: forged.pk})
    assert "Select a valid choice" in page.text and f'value="{forged.pk}"' not in page.html
    row.refresh_from_db()
    assert getattr(row, field) is None


def test_attendance_arrives_at_an_item_of_this_meeting(agenda):
    meeting = agenda["here"]["meeting"]
    row = Attendance.objects.create(meeting=meeting, person=make_person())
    client = staff("minutes.view_meeting", "minutes.change_attendance", "minutes.view_agendaitem")
    address, arrived = f"/admin/minutes/meeting/{meeting.pk}/people/", f"move:{row.pk}:arrived"
    assert b"CANARY elsewhere" not in client.get(address).content
    answer = client.post(address, {f"p{row.pk}-item": "CANARY elsewhere", "do": arrived})
    assert "No item on the agenda is “CANARY elsewhere”" in answer.content.decode()
    client.post(address, {f"p{row.pk}-item": "CANARY here", "do": arrived})
    assert [move.item for move in row.movements.all()] == [agenda["here"]["item"]]


def test_a_row_of_another_item_is_not_changed_by_a_forged_id(agenda):
    here, elsewhere = (make_document(agenda[where]["meeting"], item=agenda[where]["item"]) for where in agenda)
    client = staff("minutes.change_agendaitem", "minutes.change_document")
    page = Page(client, item_page(agenda["here"]["item"]))
    ids = [name for name in page.fields if re.fullmatch(r"documents-\d-id", name)]
    client.post(page.address, page.fields | {ids[0]: elsewhere.pk, ids[0].replace("-id", "-title"): "Forged"})
    elsewhere.refresh_from_db()
    assert elsewhere.title != "Forged" and elsewhere.item == agenda["elsewhere"]["item"]
    assert here.title != "Forged"


def test_a_motion_can_t_be_put_under_another_item_by_a_forged_form(agenda):
    client = staff("minutes.add_motion", "minutes.view_motion")
    address = f"/admin/minutes/motion/add/?item={agenda['here']['item'].pk}"
    page = Page(client, address).send(item=agenda["elsewhere"]["item"].pk, text="<p>Forged</p>")
    assert "Select a valid choice" in page.text
    page = Page(client, "/admin/minutes/motion/add/").send(text="<p>Of nothing</p>")
    assert "This field is required." in page.text
    assert Motion.objects.count() == 2


@pytest.mark.parametrize("item", ["x", "0", "99999", "9" * 30, "1%00", "٣"])
def test_an_address_that_names_nothing_is_no_fault_of_the_server(agenda, item):
    client = staff(*EVERY_RIGHT)
    for address in (
        f"/admin/minutes/motion/add/?item={item}",
        f"/admin/minutes/agendaitem/add/?meeting={item}",
        f"/admin/minutes/agendaitem/{item}/change/",
        f"/admin/minutes/motion/{item}/change/",
        f"/admin/minutes/meeting/{item}/change/",
    ):
        assert client.get(address).status_code in {200, 302, 404}, address


def test_no_row_is_reached_by_the_ways_round_about(agenda):
    """`/admin/r/`, `_to_field` and a popup: each has opened what the page itself refused, in one system or another."""
    from django.contrib.contenttypes.models import ContentType

    client = staff("committees.view_person")
    for row in agenda["here"].values():
        kind = ContentType.objects.get_for_model(row)
        assert client.get(f"/admin/r/{kind.pk}/{row.pk}/").status_code == 404
    for query in ("_popup=1", "_to_field=id", "_to_field=title"):
        for address in ("/admin/minutes/agendaitem/", item_page(agenda["here"]["item"])):
            response = client.get(f"{address}?{query}")
            assert response.status_code in {400, 403} and b"CANARY" not in response.content


def test_a_committee_of_the_other_room_is_no_way_in(agenda):
    client = staff("committees.view_committee", "committees.change_committee")
    page = Page(client, f"/admin/committees/committee/{make_committee().pk}/change/")
    assert "CANARY" not in page.html

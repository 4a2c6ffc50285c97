"""Who may what at the desk: every address of the admin, for each kind of person."""

import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from committees.models import Organisation, Party, Ward
from minutes.models import AgendaItem, Attendance, Motion
from tests.desk import Page, item_page, meeting_page, motion_page
from tests.making import make_clerk, make_committee, make_document, make_item, make_meeting, make_person

pytestmark = pytest.mark.django_db

# Every address below /admin/ by its name, and the right that opens it. "" is for any member of staff, who sees nothing of
# the working record there; None is another room's to test.
OPENED_BY = {
    "index": "",
    "login": "",
    "logout": "",
    "password_change": "",
    "password_change_done": "",
    "jsi18n": "",
    "view_on_site": "",
    "app_list": "the apps whose models they may see",
    "autocomplete": "minutes.view_agendaitem",
    "minutes_meeting_move": "minutes.change_agendaitem",
    "minutes_meeting_cancellation": "minutes.change_meeting",
    "minutes_private_file": "minutes.view_document",
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
    rows |= {"committees.organisation": Organisation.objects.get()}
    rows |= {"committees.party": Party.objects.get_or_create(name="Independent")[0]}
    rows |= {"committees.ward": Ward.objects.get_or_create(name="Quayside")[0]}
    found = {}
    for label, row in rows.items():
        app, model = label.split(".")
        start = f"/admin/{app}/{model}/"
        found |= {start: f"{app}.view_{model}", f"{start}add/": f"{app}.add_{model}"}
        for verb, right in [("change", "view"), ("history", "view"), ("delete", "delete")]:
            found[f"{start}{row.pk}/{verb}/"] = f"{app}.{right}_{model}"
    for verb in ("add", "1/delete"):  # there is one organisation, always
        found[f"/admin/committees/organisation/{verb}/"] = "nobody"
    found[f"/admin/minutes/meeting/{meeting.pk}/cancellation/"] = "minutes.change_meeting"
    found[f"/admin/minutes/meeting/papers/{made['paper'].file.name}"] = "minutes.view_document"
    query = "app_label=minutes&model_name=agendaitem&field_name=follows&term=CANARY"
    found[f"/admin/autocomplete/?{query}"] = "minutes.view_agendaitem"
    return found


PUBLIC_FACTS = ("committee", "organisation", "party", "person", "ward")
EVERY_RIGHT = [
    *(f"minutes.{verb}_{model}" for verb in ("view", "add", "delete") for model in ("meeting", "agendaitem", "motion")),
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
            assert ("Check, preview and publish" in Page(client, address).text) == shown


def test_who_loses_the_way_at_the_desk_stays_there_and_a_stranger_learns_nothing_of_it(agenda):
    address = "/admin/minutes/nothing-of-the-kind/"
    lost = staff("minutes.view_meeting").get(address)
    assert lost.status_code == 404 and "Go to the desk" in lost.content.decode()
    stranger = Client().get(address, follow=True)
    assert "Go to the desk" not in stranger.content.decode()
    assert "Go to the desk" not in staff("minutes.view_meeting").get("/nothing-of-the-kind/").content.decode()


def move(client, meeting, item) -> int:
    return client.post(f"/admin/minutes/meeting/{meeting.pk}/move/", {"move": f"{item.pk}:-1"}).status_code


def test_only_who_may_change_items_reorders_them(agenda):
    meeting = agenda["here"]["meeting"]
    last = make_item(meeting, "Last")
    for client in (Client(), staff("minutes.change_meeting", "minutes.view_agendaitem")):
        assert move(client, meeting, last) in {302, 403}
        assert meeting.items.last() == last
    assert "Move up" not in Page(staff("minutes.change_meeting", "minutes.view_agendaitem"), meeting_page(meeting)).html
    clerk = staff("minutes.change_agendaitem")
    assert move(clerk, agenda["elsewhere"]["meeting"], last) == 404
    assert clerk.get(f"/admin/minutes/meeting/{meeting.pk}/move/").status_code == 405
    assert move(clerk, meeting, last) == 302
    assert meeting.items.first() == last


def test_only_who_may_change_meetings_cancels_them(agenda):
    meeting = agenda["here"]["meeting"]
    address = f"/admin/minutes/meeting/{meeting.pk}/cancellation/"
    for client in (Client(), staff("minutes.view_meeting", "minutes.change_agendaitem")):
        client.post(address, {"cancel": "1", "reason": "Storm.", "opened_version": str(meeting.version)})
        meeting.refresh_from_db()
        assert not meeting.is_cancelled


def test_a_right_to_meetings_alone_shows_no_titles_of_restricted_items(agenda):
    item = agenda["here"]["item"]
    AgendaItem.objects.filter(pk=item.pk).update(restriction="england-2006-3", public_title="A contract")
    page = Page(staff("minutes.view_meeting"), meeting_page(item.meeting))
    assert "A contract" in page.text and "CANARY here" not in page.text and item_page(item) not in page.html


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
    Attendance.objects.create(meeting=meeting, person=make_person())
    client = staff("minutes.change_meeting", "minutes.change_attendance")
    for name in ("arrived_at_item", "left_at_item"):
        page = Page(client, meeting_page(meeting))
        assert "CANARY elsewhere" not in page.html
        page = page.send(**{f"attendances-0-{name}": agenda["elsewhere"]["item"].pk})
        assert "Select a valid choice" in page.text
        assert page.send(**{f"attendances-0-{name}": agenda["here"]["item"].pk}) is None


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

"""What a clerk types or pastes by mistake is said at its field, and nothing of hers is lost."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from committees.models import Organisation
from minutes.models import AgendaItem, Attendance, Meeting, Phrase
from publishing.models import Kind, Publication
from tests.desk import Page, item_page, meeting_page
from tests.making import (
    make_committee,
    make_held_meeting,
    make_item,
    make_meeting,
    make_pdf,
    make_person,
    make_upload,
    publish,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/minutes/meeting/add/"


def at_field(page: Page, name: str) -> str:
    """What is said in the row of one field."""
    return " ".join(page.tree.xpath(f"//*[contains(@class,'field-{name}')]")[0].text_content().split())


MEETING = "/committees/harbour-committee/2026-03-04/"
PUBLIC = [
    "/decisions/",
    "/decisions.csv",
    "/decisions.json",
    "/decisions.atom",
    "/feed.atom",
    "/committees/harbour-committee/feed.atom",
    "/meetings/calendar.ics",
    "/committees/harbour-committee/calendar.ics",
    f"{MEETING}calendar.ics",
    "/committees.json",
    "/committees/harbour-committee.json",
    f"{MEETING}meeting.json",
    f"{MEETING}publications.json",
    f"{MEETING}repair-of-the-north-mole/item.json",
    "/api/",
    "/api/bodies",
    "/api/people",
    "/api/meetings",
    "/api/decisions",
    "/api/schemas/meeting.json",
]
PARAMETERS = "committee kind from to q key before after since page unknown".split()
ODD = [
    "\0",
    "../../etc/passwd",
    "'\"; --",
    "NEAR(a b) * AND",
    "\N{SHIP}",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{ARABIC LETTER ALEF}",
    "2026-02-30",
    "0000-01-01",
    "99999-01-01",
    "9999-12-31.999999999999999999.999999999",
    "-1",
    "x" * 100_000,
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_reader_who_asks_oddly_is_answered(client, address):
    publish(make_held_meeting())
    for place, odd in enumerate(ODD):
        for names in (PARAMETERS, [PARAMETERS[place % len(PARAMETERS)]], [PARAMETERS[(place + 5) % len(PARAMETERS)]]):
            answer = client.get(address, [(name, odd) for name in names * 2], headers={"if-none-match": 'W/"x", y, "'})
            b"".join(answer)
            assert answer.status_code in {200, 400}, (names, odd[:20])
    assert client.head(address).status_code == 200
    assert client.post(address).status_code in {403, 405}


@pytest.mark.parametrize("field", ["purpose", "minute_body"])
def test_a_paste_of_ten_megabytes_is_refused_at_its_field_and_kept(desk, settings, field):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 30_000_000
    item = make_item(make_meeting(), "Old title")
    paste = "<p>The Harbour Master reported on the mole.</p>" * (10_000_000 // 48)
    page = Page(desk, item_page(item)).send(**{field: paste, "title": "New title"})
    assert "can be kept. Move part of it to another item, or attach it as a paper." in at_field(page, field)
    assert page.fields[field].count("Harbour Master") == paste.count("Harbour Master")
    assert page.fields["title"] == "New title"
    assert AgendaItem.objects.get().title == "Old title"


LONG = {"title": 501, "public_title": 501, "officer": 201, "number_by_hand": 13, "minute_number": 21}


@pytest.mark.parametrize("field", LONG)
def test_a_text_that_is_too_long_is_refused_at_its_field(desk, field):
    item = make_item(make_meeting())
    text = "é" * LONG[field]
    page = Page(desk, item_page(item)).send(**{field: text})
    assert "Ensure this value has at most" in at_field(page, field) and page.fields[field] == text
    assert page.send(**{field: text[:-1]}) is None


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "30 February", "0000-01-01", "99999-01-01"])
def test_a_day_that_is_none_is_refused_at_its_field(desk, day):
    page = Page(desk, ADD).send(committee=make_committee().pk, date=day, venue="Custom House")
    said = at_field(page, "date")
    assert "Write the day like 12 November 2026 or 12/11/2026." in said and page.fields["venue"] == "Custom House"


# A page, what is typed there, and a field that is refused beside it.
REFUSED = {
    "meeting": (meeting_page, {"venue": "Wrecked Hall"}, {"date": "30 February"}),
    "agenda item": (item_page, {"title": "Wrecked mole"}, {"minute_number": "9" * 300}),
    "committee": ("/admin/committees/committee/{}/change/", {"name": "Wrecked Committee"}, {"quorum": "many"}),
    "person": ("/admin/committees/person/{}/change/", {"last_name": "Wrecked"}, {"title": "x" * 300}),
    "organisation": ("/admin/committees/organisation/{}/change/", {"name": "Wrecked Council"}, {"kind": "club"}),
    "user": ("/admin/accounts/user/{}/change/", {"name": "Wrecked Clerk"}, {"email": "none"}),
    "phrase": ("/admin/minutes/phrase/{}/change/", {"name": "Wrecked phrase"}, {"text": ""}),
}


@pytest.mark.parametrize("page", REFUSED)
def test_over_a_form_that_is_refused_stands_what_is_stored_and_not_what_was_typed(desk, page):
    meeting = make_meeting()
    rows = {
        "meeting": meeting,
        "agenda item": make_item(meeting),
        "committee": meeting.committee,
        "person": make_person(),
        "organisation": Organisation.objects.get(),
        "user": User.objects.get(),
        "phrase": Phrase.objects.create(name="Apologies", text="<p>Apologies were received.</p>"),
    }
    address, typed, refused = REFUSED[page]
    row = rows[page]
    address = address.format(row.pk) if isinstance(address, str) else address(row)
    sent = Page(desk, address).send(**typed, **refused)
    assert sent is not None and all(sent.fields[name] == value for name, value in typed.items())
    for heads in (
        "//title",
        "//h1",
        "//h2",
        "//*[@class='breadcrumbs']",
        "//*[@class='meeting-head']/ul[@class='state']",
    ):
        assert "Wrecked" not in " ".join(head.text_content() for head in sent.tree.xpath(heads)), heads


def test_two_identical_sittings_are_refused_with_what_to_do(desk):
    make_meeting(), make_meeting(sitting=2)
    page = Page(desk, ADD).send(committee=make_committee().pk, date="2026-03-04", sitting=2)
    assert "set “sitting” to 2 for a second one" in page.text
    page = page.send(sitting=0)
    assert "Sittings count from 1." in page.text
    assert page.send(sitting=3) is None


@pytest.mark.parametrize("field", ["title", "purpose", "minute_body", "minute_number", "late_reason", "officer"])
def test_characters_that_no_database_keeps_are_refused_or_left_out(desk, field):
    item = make_item(make_meeting(), "Old title")
    page = Page(desk, item_page(item)).send(**{field: "A\x00B"})
    if page is None:
        assert field in {"purpose", "minute_body"}  # the cleaner leaves them out
        assert "\x00" not in Page(desk, item_page(item)).fields[field]
    else:
        assert "Null characters are not allowed." in at_field(page, field)


@pytest.mark.parametrize("number", ["-1", "1.5", "99999999999999999999", "one"])
def test_a_count_of_votes_that_is_none_is_refused_at_its_field(desk, number):
    item = make_item(make_meeting())
    page = Page(desk, f"/admin/minutes/motion/add/?item={item.pk}")
    page = page.send(text="<p>That it be done.</p>", votes_for=number)
    assert page.tree.xpath("//*[contains(@class,'field-votes_for')]//*[contains(@class,'errorlist')]")
    assert "That it be done." in page.fields["text"]


def test_a_row_without_what_it_needs_says_so(desk):
    item = make_item(make_meeting())
    page = Page(desk, item_page(item)).row("decisions", reference="12/26").row("documents", title="Survey")
    page = page.row("declarations", nature="A boat").row("actions", owner="Engineer").send(title="")
    assert page.text.count("This field is required.") == 6


def test_an_attendee_has_one_name_and_is_listed_once():
    meeting, mary = make_meeting(), make_person()
    for columns, said in [
        ({"person": mary, "guest_name": "Mary"}, "Choose a person, or write a name; not both, and not neither."),
        ({"person": None}, "Choose a person, or write a name; not both, and not neither."),
        ({"person": mary}, "This person is on the list already."),
        ({"guest_name": "Jo Ash", "substitute_for": mary}, "choose the capacity Substitute"),
    ]:
        Attendance.objects.all().delete()
        Attendance.objects.create(meeting=meeting, person=mary)
        with pytest.raises(ValidationError, match=said):
            Attendance(meeting=meeting, **columns).full_clean()


def test_a_published_meeting_is_not_deleted_and_it_is_said_why(desk):
    held, other = make_held_meeting(), make_meeting(date=date(2026, 7, 8))
    Publication.objects.publish(held, Kind.MINUTES)
    answer = desk.post(f"/admin/minutes/meeting/{held.pk}/delete/", {"post": "yes"}).content.decode()
    assert "can’t be deleted: it was published, and the log of what was published names it." in answer
    ids = {"action": "delete_selected", "_selected_action": [held.pk, other.pk], "post": "yes"}
    assert f"Nothing is deleted: “{held}” was published" in desk.post("/admin/minutes/meeting/", ids).content.decode()
    assert Meeting.objects.count() == 2
    assert desk.post(f"/admin/minutes/meeting/{other.pk}/delete/", {"post": "yes"}).status_code == 302
    assert list(Meeting.objects.all()) == [held]


def test_an_item_with_everything_is_deleted(desk):
    meeting = make_held_meeting()
    make_item(meeting, "Below", parent=meeting.items.get())
    answer = desk.post(f"/admin/minutes/agendaitem/{meeting.items.first().pk}/delete/", {"post": "yes"})
    assert answer.status_code == 302 and not meeting.items.exists()


@pytest.mark.parametrize("forms", ["", "x", "-1", "7"])
def test_a_damaged_form_is_no_fault_of_the_server(desk, forms):
    item = make_item(make_meeting(), decision="<p>Done.</p>")
    page = Page(desk, item_page(item))
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        answer = desk.post(page.address, page.fields | {f"decisions-{name}": forms})
        assert answer.status_code in {200, 302}
    assert item.decisions.first().text == "<p>Done.</p>"


def test_a_pdf_that_holds_another_file_is_refused_at_its_field(desk):
    with pikepdf.open(BytesIO(make_pdf())) as pdf:
        pdf.attachments["notes.docx"] = b"What the officers think."
        out = BytesIO()
        pdf.save(out)
    page = Page(desk, item_page(make_item(make_meeting()))).row(
        "documents", title="Survey", file=make_upload(content=out.getvalue())
    )
    refused = page.send()
    assert refused and "holds attached files" in refused.text

"""Alison has sixty papers for Wednesday's meeting: she sends them all, looks, and puts them on the agenda."""

import os
import re
import time
from datetime import date, timedelta
from io import BytesIO

import docx
import pikepdf
import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from minutes.models import AgendaItem, Document, PaperReceived, PaperWanted
from minutes.receiving import looking
from published.kinds import Kind
from published.models import Record
from publishing.checks import checks
from publishing.models import Publication
from tests import uploads
from tests.desk import Page
from tests.making import SUMMER, WINTER, make_clerk, make_document, make_item, make_meeting, make_pdf, make_upload
from tests.test_drafts_files import grow_old

pytestmark = pytest.mark.django_db


def papers_of(meeting) -> str:
    return f"/admin/minutes/meeting/{meeting.pk}/papers/"


@pytest.fixture
def meeting():
    """A meeting with two items, and another one, whose items have the same numbers."""
    other = make_meeting(date=WINTER)
    make_item(other, "Something else")
    meeting = make_meeting(date=SUMMER)
    for title in ("Apologies for absence", "Repair of the north mole"):
        make_item(meeting, title)
    return meeting


def send(desk, meeting, *uploads):
    return desk.post(f"{papers_of(meeting)}receive/", {"papers": list(uploads)}, follow=True)


def suggested(desk, meeting) -> dict:
    """The fields of the page as they stand, for the button “Put them on the agenda”."""
    form = Page(desk, papers_of(meeting)).tree.xpath("//form[contains(@action, '/papers/place/')]")[0]
    return dict(form.form_values())


def place(desk, meeting, **changes):
    fields = suggested(desk, meeting)
    return desk.post(f"{papers_of(meeting)}place/", fields | changes, follow=True)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", response.content.decode()).split())


def test_sixty_files_of_which_three_are_broken(desk, meeting):
    good = [make_upload(f"02 Paper {n:02}.pdf", make_pdf(1 + n)) for n in range(57)]
    broken = [
        make_upload("broken.pdf", b"%PDF-1.7 and no more"),
        make_upload("virus.exe", b"MZ"),
        make_upload("picture.png", b"not a picture"),
    ]
    text = text_of(send(desk, meeting, *good[:30], *broken, *good[30:]))
    assert "57 files are here" in text and text.count("Not taken:") == 3
    assert "Not taken: broken.pdf. This PDF is damaged" in text
    assert "Not taken: virus.exe. Papers may be PDF" in text
    assert "Not taken: picture.png. This file is not what its name says" in text
    assert "57 papers are on the agenda" in text_of(place(desk, meeting))
    item = meeting.items.last()
    assert [paper.title for paper in item.documents.all()] == [f"Paper {n:02}" for n in range(57)]
    assert [paper.pages for paper in item.documents.all()] == list(range(1, 58))
    assert not PaperReceived.objects.exists()


def test_what_was_sent_is_kept_while_she_walks_away_and_nothing_publishes_it(desk, meeting):
    send(desk, meeting, make_upload("2 CANARY of the mole.pdf"))
    assert not Document.objects.exists()
    Publication.objects.publish(meeting, Kind.AGENDA)
    assert "CANARY" not in Record.objects.get().text
    row = PaperReceived.objects.get()
    grow_old(row.file.name)
    assert Document.objects.all().remove_unreferenced() == [] and default_storage.exists(row.file.name)
    assert suggested(desk, meeting)[f"received-{row.pk}-title"] == "CANARY of the mole"
    assert desk.get(f"/admin/minutes/meeting/papers/{row.file.name}").status_code == 200


def test_each_is_put_where_its_name_says_and_the_main_report_stands_first(desk, meeting):
    send(
        desk,
        meeting,
        make_upload("2 Appendix A.pdf", make_pdf(2)),
        make_upload("02 Report on the mole.pdf", make_pdf(3)),
        make_upload("Agenda.pdf", make_pdf(4)),
    )
    page = Page(desk, papers_of(meeting))
    assert "The item is a guess, by the number 02 in its name." in page.text
    place(desk, meeting)
    item = meeting.items.last()
    assert [(paper.title, paper.kind) for paper in item.documents.all()] == [
        ("Report on the mole", "report"),
        ("Appendix A", "appendix"),
    ]
    assert meeting.documents.get(item=None).title == "Agenda"


def test_what_has_no_item_waits_with_all_that_was_written(desk, meeting):
    send(desk, meeting, make_upload("Letter.pdf", make_pdf(2)), make_upload("2 Report.pdf"))
    letter = PaperReceived.objects.get(original_name="Letter.pdf")
    response = place(desk, meeting, **{f"received-{letter.pk}-title": "Letter from the Minister"})
    text = text_of(response)
    assert "1 paper is on the agenda" in text and "1 file waits" in text
    assert "Choose the item that this paper belongs to." in text
    assert 'value="Letter from the Minister"' in response.content.decode()
    first = meeting.items.first()
    place(desk, meeting, **{f"received-{letter.pk}-where": first.pk})
    assert first.documents.get().title == "Letter"


def test_a_file_that_is_not_wanted_goes(desk, meeting, django_capture_on_commit_callbacks):
    send(desk, meeting, make_upload("Letter.pdf"))
    row = PaperReceived.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        text = text_of(place(desk, meeting, **{f"received-{row.pk}-where": "nowhere"}))
    assert "1 file was not kept" in text
    assert not default_storage.exists(row.file.name) and not PaperReceived.objects.exists()


def test_the_name_says_exempt_and_the_paper_is_closed_until_a_ground_is_chosen(desk, meeting):
    send(desk, meeting, make_upload("2 EXEMPT Tender.pdf"))
    row = PaperReceived.objects.get()
    place(desk, meeting, **{f"received-{row.pk}-title": "Tender of Quay & Sons"})
    paper = Document.objects.get()
    assert paper.restriction == "unknown" and "Not for publication" in Page(desk, papers_of(meeting)).text


def test_a_ground_that_needs_its_reason_asks_for_it_at_the_file(desk, meeting):
    meeting.committee.clear_days = "parish-3"
    meeting.committee.save()
    send(desk, meeting, make_upload("2 Tender.pdf"))
    row = PaperReceived.objects.get()
    response = place(desk, meeting, **{f"received-{row.pk}-restriction": "parish-1960"})
    assert "This ground needs its reason in words" in text_of(response)
    reason = {f"received-{row.pk}-restriction_reason": "The tender is under way"}
    place(desk, meeting, **{f"received-{row.pk}-restriction": "parish-1960"}, **reason)
    assert Document.objects.get().restriction_reason == "The tender is under way"


def test_the_button_pressed_twice_puts_them_there_once(desk, meeting):
    same = make_pdf()
    send(desk, meeting, make_upload("2 Report.pdf", same))
    send(desk, meeting, make_upload("2 Report.pdf", same))
    assert "2 files are here" in text_of(send(desk, meeting, make_upload("2 Map.pdf", make_pdf(2))))
    assert PaperReceived.objects.count() == 2
    fields = suggested(desk, meeting)
    for _ in range(2):
        assert desk.post(f"{papers_of(meeting)}place/", fields).status_code == 302
    assert Document.objects.count() == 2


def test_a_file_that_is_on_the_agenda_already_is_pointed_out(desk, meeting):
    same = make_pdf(4)
    make_document(meeting, "Survey", item=meeting.items.last(), content=same)
    send(desk, meeting, make_upload("1 Again.pdf", same))
    assert "The same file is on the agenda already: “Survey”." in Page(desk, papers_of(meeting)).text


@pytest.mark.parametrize(
    "name", ["2 Libraries strategy v2.pdf", "02 Libraries Strategy FINAL.pdf", "Libraries_strategy (1).pdf"]
)
def test_a_newer_version_of_a_paper_is_proposed_to_take_its_place(desk, meeting, name):
    there = make_document(meeting, "Libraries strategy", item=meeting.items.last(), restriction="england-2006-3")
    make_document(meeting, "Libraries strategy: appendix", item=meeting.items.last(), content=make_pdf(2))
    send(desk, meeting, make_upload(name, make_pdf(9)))
    assert "“Libraries strategy” is there already" in Page(desk, papers_of(meeting)).text
    place(desk, meeting)
    assert Document.objects.count() == 2 and not PaperReceived.objects.exists()
    paper = Document.objects.get(pk=there.pk)
    assert (paper.title, paper.pages, paper.earlier) == ("Libraries strategy", 9, [there.sha256])
    assert paper.restriction == "england-2006-3" and paper.version == there.version + 1
    assert default_storage.exists(paper.file.name)


def test_a_paper_that_is_replaced_is_never_opened_by_it_and_may_be_closed(desk, meeting):
    item = meeting.items.last()
    closed = make_document(meeting, "Tender", item=item, restriction="england-2006-3")
    still_open = make_document(meeting, "Map", item=item, content=make_pdf(2))
    send(desk, meeting, make_upload("2 Tender v2.pdf", make_pdf(8)), make_upload("2 EXEMPT plan.pdf", make_pdf(9)))
    tender, plan = PaperReceived.objects.order_by("-original_name")
    chosen = {f"received-{tender.pk}-restriction": "", f"received-{plan.pk}-where": f"instead-{still_open.pk}"}
    place(desk, meeting, **chosen)
    assert Document.objects.get(pk=closed.pk).restriction == "england-2006-3"
    assert Document.objects.get(pk=still_open.pk).restriction == "unknown"


def test_two_files_in_the_place_of_one_paper_are_asked_about(desk, meeting):
    there = make_document(meeting, "Survey", item=meeting.items.last())
    send(desk, meeting, make_upload("2 Survey v2.pdf", make_pdf(8)), make_upload("2 Survey v3.pdf", make_pdf(9)))
    text = text_of(place(desk, meeting))
    assert "another file has taken the place of “Survey”" in text and PaperReceived.objects.count() == 1
    assert Document.objects.get(pk=there.pk).pages in {8, 9}


def test_who_may_not_change_papers_is_offered_no_replacing(client, meeting):
    make_document(meeting, "Survey", item=meeting.items.last())
    adder, rights = make_clerk("adder"), ["view_meeting", "view_agendaitem", "view_document", "add_document"]
    adder.is_superuser = False
    adder.save()
    adder.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(adder)
    send(client, meeting, make_upload("2 Survey v2.pdf", make_pdf(8)))
    assert "instead-" not in Page(client, papers_of(meeting)).html
    place(client, meeting)
    assert Document.objects.count() == 2


def test_a_word_paper_and_a_title_of_a_draft_are_hinted_at(desk, meeting):
    send(
        desk,
        meeting,
        make_upload("2 Budget Monitoring Q2 FINAL v3.pdf", make_pdf(2)),
        make_upload("1 Final accounts.pdf"),
    )
    text = Page(desk, papers_of(meeting)).text
    assert "The public reads “FINAL v3” too." in text and text.count("The public reads") == 1
    assert "The members’ pack can’t print it" not in text
    document = BytesIO()
    docx.Document().save(document)
    send(desk, meeting, make_upload("1 Letter.docx", document.getvalue()))
    assert Page(desk, papers_of(meeting)).text.count("The members’ pack can’t print it; as a PDF it could.") == 1


def test_no_file_of_another_meeting_is_reached_by_a_forged_form(desk, meeting):
    elsewhere = meeting.committee.meetings.get(date=WINTER)
    send(desk, elsewhere, make_upload("1 Report.pdf"))
    row = PaperReceived.objects.get()
    fields = {
        f"received-{row.pk}-{name}": value for name, value in [("where", "meeting"), ("title", "X"), ("kind", "report")]
    }
    desk.post(f"{papers_of(meeting)}place/", fields)
    send(desk, meeting, make_upload("2 Report.pdf", make_pdf(2)))
    mine = PaperReceived.objects.get(meeting=meeting)
    response = place(desk, meeting, **{f"received-{mine.pk}-where": elsewhere.items.get().pk})
    assert "Select a valid choice" in text_of(response) and not Document.objects.exists()


def test_no_file_chosen_is_said(desk, meeting):
    assert "Choose the files first." in text_of(desk.post(f"{papers_of(meeting)}receive/", follow=True))


# What is on the agenda


@pytest.fixture
def papers(meeting):
    item = meeting.items.last()
    return [
        make_document(meeting, title, item=item, content=make_pdf(n))
        for n, title in enumerate(["Survey", "Map", "Costs"], 1)
    ]


def titles(meeting) -> list[str]:
    return [paper.title for paper in meeting.items.last().documents.all()]


def test_a_paper_moves_up_and_down_among_those_of_its_item(desk, meeting, papers):
    make_document(meeting, "Of the meeting")
    desk.post(f"{papers_of(meeting)}{papers[2].pk}/move/", {"move": "-1"})
    assert titles(meeting) == ["Survey", "Costs", "Map"]
    desk.post(f"{papers_of(meeting)}{papers[0].pk}/move/", {"move": "-1"})  # it is first already
    assert titles(meeting) == ["Survey", "Costs", "Map"]
    desk.post(f"{papers_of(meeting)}{papers[0].pk}/move/", {"move": "1"})
    assert titles(meeting) == ["Costs", "Survey", "Map"]


def change(desk, meeting, paper, **changes):
    address = f"{papers_of(meeting)}{paper.pk}/"
    form = Page(desk, address).tree.xpath("//form[contains(@class, 'sub-form')]")[0]
    fields = {name: value for name, value in form.form_values() if name != "file"}
    return desk.post(address, fields | changes, follow=True)


def test_a_paper_is_exchanged_and_the_page_says_when(desk, meeting, papers, django_capture_on_commit_callbacks):
    before, version = papers[0].sha256, meeting.items.last().version
    with django_capture_on_commit_callbacks(execute=True):
        response = change(desk, meeting, papers[0], file=make_upload("better.pdf", make_pdf(9)))
    paper = Document.objects.get(pk=papers[0].pk)
    assert (paper.pages, paper.earlier, paper.replaced_on) == (9, [before], timezone.localdate())
    assert "replaced on" in text_of(response)
    assert not default_storage.exists(papers[0].file.name)
    assert meeting.items.last().version == version + 1  # whoever has the item open is told
    assert papers[0].version + 1 == paper.version


def test_a_paper_goes_to_another_item_and_comes_last_there(desk, meeting, papers):
    first = meeting.items.first()
    make_document(meeting, "There before", item=first)
    change(desk, meeting, papers[0], where=first.pk, title="Survey of 2026")
    assert [paper.title for paper in first.documents.all()] == ["There before", "Survey of 2026"]
    change(desk, meeting, papers[1], where="meeting")
    assert meeting.documents.get(item=None).title == "Map"


def test_a_restricted_paper_is_named_as_not_for_publication(desk, meeting, papers):
    text = text_of(change(desk, meeting, papers[0], restriction="england-2006-3"))
    assert "Not for publication: Exempt: financial or business affairs" in text


def test_two_clerks_change_one_paper_and_the_second_sees_both(desk, meeting, papers):
    address = f"{papers_of(meeting)}{papers[0].pk}/"
    fields = {"title": "Mine", "where": papers[0].item_id, "kind": "report", "restriction": "", "opened_version": "0"}
    change(desk, meeting, papers[0], title="Theirs")
    response = desk.post(address, fields)
    text = text_of(response)
    assert "changed this while you had it open" in text and "Theirs" in text and "Mine" in text
    assert Document.objects.get(pk=papers[0].pk).title == "Theirs"
    desk.post(address, fields | {"replaced_version": "1"})
    assert Document.objects.get(pk=papers[0].pk).title == "Mine"


def test_a_paper_goes_after_a_question_and_not_by_looking(desk, meeting, papers, django_capture_on_commit_callbacks):
    address = f"{papers_of(meeting)}{papers[1].pk}/remove/"
    assert "are deleted here" in Page(desk, address).text
    assert len(titles(meeting)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address)
    assert titles(meeting) == ["Survey", "Costs"] and not default_storage.exists(papers[1].file.name)


def test_background_papers_are_listed_by_name_alone(desk, meeting):
    item = meeting.items.last()
    address = f"{papers_of(meeting)}item/{item.pk}/background/"
    desk.post(address, {"background_papers": "Harbour survey, 1998\nTide tables", "opened_version": item.version})
    assert "Harbour survey, 1998" in Page(desk, papers_of(meeting)).text
    assert "changed this while you had it open" in text_of(
        desk.post(address, {"background_papers": "Other", "opened_version": item.version})
    )
    item.refresh_from_db()
    assert item.background_papers.split("\n")[0].strip() == "Harbour survey, 1998"


# Papers that are wanted


def want(desk, meeting, item, **fields):
    return desk.post(f"{papers_of(meeting)}item/{item.pk}/want/", fields, follow=True)


def test_a_paper_is_wanted_overdue_reminded_and_there(desk, meeting):
    item, day = meeting.items.last(), timezone.localdate() - timedelta(days=1)
    text = text_of(want(desk, meeting, item, of_whom="Head of Works", title="Report on the mole", by=day.isoformat()))
    assert "is wanted of Head of Works by" in text and "Overdue." in text
    row = PaperWanted.objects.get()
    page = Page(desk, papers_of(meeting))
    letter = page.tree.xpath("//a[starts-with(@href, 'mailto:')]/@href")[0]
    assert "(reminded on" not in page.text  # that a letter was opened doesn't say that it was sent
    assert "Report%20on%20the%20mole" in letter and "Please%20send" in letter and "Harbour%20Committee" in letter
    desk.post(f"{papers_of(meeting)}wanted/{row.pk}/", {"do": "reminded"})
    assert "(reminded on" in Page(desk, papers_of(meeting)).text
    send(desk, meeting, make_upload("2 Anything.pdf"))
    place(desk, meeting)
    row.refresh_from_db()
    assert row.came_on == timezone.localdate() and "Papers wanted" not in Page(desk, papers_of(meeting)).text


def test_a_wanted_paper_is_there_when_one_comes_from_another_item(desk, meeting, papers):
    row = PaperWanted.objects.create(item=meeting.items.first())
    change(desk, meeting, papers[0], title="Survey of 2026")
    assert PaperWanted.objects.outstanding().get() == row
    change(desk, meeting, papers[0], where=row.item_id)
    assert not PaperWanted.objects.outstanding().exists()


def test_of_two_wanted_papers_the_one_of_that_title_is_there(desk, meeting):
    item = meeting.items.last()
    for title in ("Report", "Map"):
        PaperWanted.objects.create(item=item, title=title)
    make_document(meeting, "Something", item=item)
    assert PaperWanted.objects.outstanding().count() == 2
    make_document(meeting, "map", item=item)
    assert PaperWanted.objects.outstanding().get().title == "Report"
    row = PaperWanted.objects.outstanding().get()
    desk.post(f"{papers_of(meeting)}wanted/{row.pk}/", {"do": "came"})
    assert not PaperWanted.objects.outstanding().exists()


def test_a_day_that_is_none_is_said_at_the_field_and_nothing_is_lost(desk, meeting):
    response = want(desk, meeting, meeting.items.last(), of_whom="Head of Works", by="soon")
    assert 'value="Head of Works"' in response.content.decode() and "errorlist" in response.content.decode()
    assert not PaperWanted.objects.exists()


def test_a_reminder_does_not_name_what_is_closed(desk, meeting):
    item = meeting.items.last()
    AgendaItem.objects.filter(pk=item.pk).update(restriction="england-2006-3", public_title="A contract")
    PaperWanted.objects.create(
        item=item, title="Tender of Quay & Sons", of_whom="works@example.org", by=date(2030, 1, 1)
    )
    letter = Page(desk, papers_of(meeting)).tree.xpath("//a[starts-with(@href, 'mailto:')]/@href")[0]
    assert letter.startswith("mailto:works%40example.org?") and "mole" not in letter and "Quay" not in letter
    assert "Overdue." not in Page(desk, papers_of(meeting)).text


# How much the page asks of the database


def test_the_page_asks_as_much_for_2_papers_as_for_60(desk):
    counts = []
    for day, many in [(WINTER, 2), (SUMMER, 60)]:
        meeting = make_meeting(date=day)
        for n in range(many // 2):
            item = make_item(meeting, f"Item {n}")
            make_item(meeting, "Below", parent=item)
            PaperWanted.objects.create(item=item, of_whom="Head of Works")
            PaperWanted.objects.create(item=item)
            Document.objects.bulk_create(
                Document(meeting=meeting, item=item, title=f"P{k}", file="x", sha256=k) for k in "ab"
            )
            PaperReceived.objects.create(meeting=meeting, original_name=f"{n} X.pdf", file=make_upload())
        Page(desk, papers_of(meeting))
        with CaptureQueriesContext(connection) as asked:
            Page(desk, papers_of(meeting))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def authored_pdf(name: str = "Jane Smith") -> bytes:
    return uploads.pdf(lambda made: made.docinfo.update({"/Author": pikepdf.String(name)}))


def test_what_a_file_tells_of_its_author_is_taken_out_and_she_reads_of_it_at_the_paper(desk, meeting):
    text = text_of(send(desk, meeting, make_upload("2 Survey.pdf", authored_pdf()), make_upload("1 Plain.pdf")))
    assert "Something was taken out of 1 file that is seldom meant for the public." in text
    assert text.count("Taken out of it: the author (Jane Smith).") == 1
    assert "Taken out of it: the author (Jane Smith)." in text_of(place(desk, meeting))
    paper, plain = meeting.documents.get(title="Survey"), meeting.documents.get(title="Plain")
    assert b"Jane" not in paper.file.read() and (paper.pages, paper.size) == (2, paper.file.size)
    assert (paper.said_of_findings, plain.said_of_findings) == ("Taken out of it: the author (Jane Smith).", "")


def test_she_may_keep_what_is_in_a_file_and_is_reminded_before_it_is_published(desk, meeting):
    sent = {"papers": [make_upload("2 Survey.pdf", authored_pdf()), make_upload("1 Plain.pdf")], "as_sent": "on"}
    text = text_of(desk.post(f"{papers_of(meeting)}receive/", sent, follow=True))
    assert "Left in it, as you asked: the author (Jane Smith)." in text and "Something was taken out" not in text
    place(desk, meeting)
    paper = meeting.documents.get(title="Survey")
    assert b"Jane Smith" in paper.file.read() and not meeting.documents.get(title="Plain").is_as_sent
    said = [check.sentence for check in checks(meeting, Kind.AGENDA)]
    assert said.count("The public can read in “Survey” what you kept in it: the author (Jane Smith).") == 1


def save_paper(desk, address: str, **changes) -> None:
    """Save the page of a paper with these changes."""
    fields = dict(Page(desk, address).tree.xpath("//form[contains(@class, 'sub-form')]")[0].form_values())
    assert desk.post(address, {**fields, **changes}).status_code == 302


def test_the_file_that_takes_a_paper_s_place_is_looked_through_again(desk, meeting):
    paper = make_document(meeting, item=meeting.items.first())
    address = f"{papers_of(meeting)}{paper.pk}/"
    save_paper(desk, address, file=make_upload("new.pdf", authored_pdf()), as_sent="on")
    paper = Document.objects.get(pk=paper.pk)
    assert paper.is_as_sent and b"Jane Smith" in paper.file.read()
    save_paper(desk, address, file=make_upload("newer.pdf", authored_pdf("Bryn Hale")))
    paper = Document.objects.get(pk=paper.pk)
    assert paper.said_of_findings == "Taken out of it: the author (Bryn Hale)." and b"Bryn" not in paper.file.read()
    save_paper(desk, address, title="Another title")
    assert Document.objects.get(pk=paper.pk).said_of_findings == "Taken out of it: the author (Bryn Hale)."


def test_a_file_sent_twice_is_there_once_though_its_author_was_taken_out(desk, meeting):
    content = authored_pdf()
    for _ in range(2):
        send(desk, meeting, make_upload("2 Survey.pdf", content))
    assert PaperReceived.objects.count() == 1


def test_a_file_that_takes_too_long_to_look_through_is_refused(desk, meeting, monkeypatch):
    monkeypatch.setattr(looking, "SECONDS", 1)
    monkeypatch.setitem(looking.LOOKERS, ".pdf", lambda data: time.sleep(30))
    assert "takes too long, or too much room" in text_of(send(desk, meeting, make_upload("2 Survey.pdf")))
    assert not PaperReceived.objects.exists()


def test_a_file_that_breaks_its_reader_is_refused(desk, meeting, monkeypatch):
    monkeypatch.setitem(looking.LOOKERS, ".pdf", lambda data: os._exit(11))
    assert "takes too long, or too much room" in text_of(send(desk, meeting, make_upload("2 Survey.pdf")))
    monkeypatch.setitem(looking.LOOKERS, ".pdf", lambda data: 1 / 0)
    assert "is damaged" in text_of(send(desk, meeting, make_upload("2 Survey.pdf")))

"""What is printed beside agenda and minutes: a sheet of decisions as soon as a meeting is over, and one of an item."""

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from committees.models import Organisation, Person
from published import pdf
from published.kinds import Kind
from published.models import PDF, Version
from publishing.models import Publication
from tests.documents import words_on
from tests.making import keep_pdf, make_committee, make_document, make_held_meeting, make_item, make_person, publish
from tests.verapdf import verdict
from website import papers

pytestmark = pytest.mark.django_db

HARBOUR = "/committees/harbour-committee"
DAYS = pytest.mark.parametrize("day", [date(2026, 1, 14), date(2026, 7, 15)], ids=["winter", "summer"])


def version() -> Version:
    return Version.objects.select_related("record").latest("record_id")


def words(paper: str) -> str:
    return " ".join(html.fromstring(paper).find("body").text_content().split())


def words_of(data: bytes) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


# Decisions


@DAYS
def test_the_decisions_are_printed_as_soon_as_they_are_published_subject_to_the_minutes(day):
    meeting = make_held_meeting(date=day)
    publish(meeting, Kind.DECISIONS)
    said = words(pdf.document(version(), "decisions"))
    assert (
        "Decisions of the Harbour Committee of the meeting held on" in said
        and f"{day:%A} {day.day} {day:%B %Y}" in said
    )
    assert "Wording subject to the minutes. The decisions have effect already." in said
    assert "That the repair be put to tender." in said
    assert "reported on the state" not in said  # which is for the minutes to say


WAITS = {
    "a deadline": {"call_in_by": date(2026, 3, 12)},
    "a call": {"call_in": "called-in"},
    "a day": {"effective_on": date(2026, 4, 1)},
}


@pytest.mark.parametrize("changes", WAITS.values(), ids=WAITS)
def test_of_decisions_that_wait_the_sheet_does_not_say_that_they_have_effect(changes):
    meeting = make_held_meeting()
    meeting.items.get().decisions.update(**changes)
    publish(meeting, Kind.DECISIONS)
    assert "already, but for those below which a call-in or a later day is given." in words(pdf.document(version()))


def test_what_nothing_was_decided_of_is_not_on_the_sheet_but_what_was_put_off_is():
    meeting = make_held_meeting()
    make_item(meeting, "Dredging")
    make_item(meeting, "Moorings", state="deferred", state_note="The survey is late.")
    make_item(
        meeting, "A lease", restriction="england-2006-3", public_title="A matter of property", decision="<p>Let it.</p>"
    )
    publish(meeting, Kind.DECISIONS)
    said = words(pdf.document(version()))
    assert "Dredging" not in said and "A lease" not in said and "Let it" not in said
    assert "Moorings Deferred: The survey is late." in said
    assert "A matter of property This item is not open to the public." in said


@pytest.mark.once
def test_every_page_of_the_decisions_says_that_the_wording_is_subject_to_the_minutes():
    meeting = make_held_meeting()
    for number in range(12):
        make_item(meeting, f"Pier {number}", decision="<p>That it be mended at once.</p>" * 8)
    publish(meeting, Kind.DECISIONS)
    data = pdf.render(version())
    pages = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.split(b"\f")[
        :-1
    ]
    assert len(pages) > 2 and all(b"Wording subject to the minutes" in page for page in pages)


# An item


@pytest.mark.once
@DAYS
def test_an_item_is_printed_on_a_sheet_of_its_own_with_what_the_minutes_say_of_it(client, day):
    meeting = make_held_meeting(date=day)
    make_item(meeting, "Dredging", minutes="<p>The channel was sounded.</p>")
    publish(meeting)
    answer = client.get(f"{HARBOUR}/{meeting.slug}/dredging/item.pdf")
    said = words_of(answer.content)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert f"harbour-committee-{meeting.slug}-dredging.pdf" in answer["Content-Disposition"]
    assert "Dredging Item 2 of the minutes of the Harbour Committee" in said and "The channel was sounded." in said
    assert "mole" not in said
    again = client.get(f"{HARBOUR}/{meeting.slug}/dredging/item.pdf", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_an_item_page_leads_to_its_sheet(client):
    publish(make_held_meeting())
    page = html.fromstring(client.get(f"{HARBOUR}/2026-03-04/repair-of-the-north-mole/").text)
    assert page.xpath("//a[@href='item.pdf']") and "Disallow: /*/item.pdf$" in client.get("/robots.txt").text


def test_who_asks_for_a_sheet_while_another_is_made_is_told_to_ask_again(client, monkeypatch):
    publish(make_held_meeting())
    address = f"{HARBOUR}/2026-03-04/repair-of-the-north-mole/item.pdf"
    with papers.one_at_a_time:
        answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert "The PDF is being made" in answer.text and "ETag" not in answer
    monkeypatch.setattr(pdf, "item_sheet", lambda *_: b"%PDF-")
    assert client.get(address).status_code == 200


def test_a_sheet_that_can_t_be_made_is_answered_in_words(client, monkeypatch):
    publish(make_held_meeting())

    def fail(*_):
        raise ValueError("LK-abcde")

    monkeypatch.setattr(pdf, "item_sheet", fail)
    answer = client.get(f"{HARBOUR}/2026-03-04/repair-of-the-north-mole/item.pdf")
    assert answer.status_code == 503 and "could not be made so far" in answer.text and "LK-abcde" not in answer.text
    assert not papers.one_at_a_time.locked()


# For everybody


@pytest.mark.once
def test_each_of_them_is_for_everybody(tmp_path):
    """PDF/UA-1, with all that can stand in them; the pack as long as no paper is bound in it, whose tags are lost."""
    meeting = make_held_meeting(
        summoned_by="Ann Lee, Town Clerk\nBea Low", attending="public", public_note="Bring a coat."
    )
    item = meeting.items.get()
    for title in ("Works", "Dredging", "Moorings"):
        make_item(meeting, title, kind="heading" if title == "Works" else "", purpose="<p>To consider it.</p>")
    make_item(meeting, "Below it", parent=item, decision="<ol type='a'><li>Yes</li></ol>")
    make_item(meeting, "A lease", restriction="england-2006-3", public_title="A matter of property")
    document = make_document(meeting, "Figures", item=item)
    type(document).objects.filter(pk=document.pk).update(file_name="figures.xlsx", pages=None)
    publish(meeting, Kind.NOTICE)
    publish(meeting, Kind.AGENDA)
    make_item(meeting, "Fallen crane", purpose="<p>It lies in the fairway.</p>")
    publish(meeting, Kind.SUPPLEMENT, note="A crane fell.")
    publish(meeting, Kind.DECISIONS)
    paths = []
    for row in Version.objects.select_related("record"):
        for name in Kind(row.kind).pdfs:
            paths.append(tmp_path / f"{row.kind}-{name}.pdf")
            paths[-1].write_bytes(pdf.render(row, name))
    paths.append(tmp_path / "item.pdf")
    paths[-1].write_bytes(pdf.item_sheet(version(), item.slug or "repair-of-the-north-mole"))
    assert len(paths) == 9 and verdict(*paths) == {str(path): [] for path in paths}


# Where they are found


def downloads(client, meeting: str) -> list[tuple[str, str]]:
    page = html.fromstring(client.get(f"{HARBOUR}/{meeting}/").text)
    return [(" ".join(a.text_content().split()), a.get("href")) for a in page.xpath("//ul[@class='downloads']//a")]


def test_a_meeting_s_page_leads_to_each_paper_with_its_size_once_it_is_made(client):
    meeting = make_held_meeting()
    make_document(meeting, item=meeting.items.get())
    for kind in (Kind.NOTICE, Kind.AGENDA, Kind.DECISIONS, Kind.DRAFT_MINUTES):
        publish(meeting, kind)
    publish(make_held_meeting(date=date(2026, 7, 15)), Kind.AGENDA)
    keep_pdf(Publication.objects.get(kind=Kind.AGENDA, meeting=meeting), bytes(123_000), "notice")
    keep_pdf(Publication.objects.get(kind=Kind.DECISIONS), bytes(45_000))
    assert downloads(client, "2026-03-04") == [
        ("Notice of meeting and summons (PDF, 123 KB)", "notice.pdf"),
        ("Agenda (PDF)", "agenda.pdf"),
        ("Public reports pack (PDF)", "pack.pdf"),
        ("Printed decisions (PDF, 45 KB)", "decisions.pdf"),
        ("Printed draft minutes (PDF)", "minutes.pdf"),
    ]
    assert downloads(client, "2026-07-15") == [
        ("Notice of meeting and summons (PDF)", "notice.pdf"),
        ("Agenda (PDF)", "agenda.pdf"),
    ]


def test_without_papers_there_is_no_pack_also_where_an_earlier_agenda_had_one(client):
    meeting = make_held_meeting()
    paper = make_document(meeting, item=meeting.items.get())
    first = publish(meeting, Kind.AGENDA)
    assert client.get(f"{HARBOUR}/2026-03-04/pack.pdf").status_code == 503
    paper.delete()
    second = publish(meeting, Kind.AGENDA, note="The survey is not public.")
    assert set(PDF.objects.values_list("version", "name")) == {
        (first.pk, "agenda"), (first.pk, "notice"), (first.pk, "pack"), (second.pk, "agenda"), (second.pk, "notice"),
    }  # fmt: skip
    keep_pdf(first, name="pack")
    assert client.get(f"{HARBOUR}/2026-03-04/pack.pdf").status_code == 404
    assert not re.search("pack", str(downloads(client, "2026-03-04")))


def test_each_withdrawn_paper_is_gone(client):
    decided, other = make_held_meeting(), make_held_meeting(date=date(2026, 7, 15))
    publications = publish(decided, Kind.DECISIONS), publish(other, Kind.DECISIONS)
    for publication in publications:
        keep_pdf(publication, publication.address.encode())
    publications[0].withdraw("The wrong meeting.")
    assert client.get(f"{HARBOUR}/2026-03-04/decisions.pdf").status_code == 410
    assert client.get(f"{HARBOUR}/2026-07-15/decisions.pdf").getvalue() == publications[1].address.encode()
    assert client.get(f"{HARBOUR}/2026-03-04/repair-of-the-north-mole/item.pdf").status_code == 410


def test_all_templates_of_papers_are_of_a_kind_or_of_an_item():
    names = {name for kind in Kind for name in kind.pdfs}
    there = {path.stem for path in Path(pdf.__file__).parents[1].glob("templates/published/pdf/[a-z]*.html")}
    assert there == {pdf.TEMPLATES.get(name, name) for name in names} | {"item"}


@pytest.mark.parametrize("kind", [Kind.AGENDA, Kind.DECISIONS, Kind.MINUTES])
def test_names_as_long_as_they_may_be_run_over_no_edge_and_no_other_word(kind, tmp_path):
    """The council's and a committee's of 200 letters, a person's of 240, a venue's of 300, in one word."""
    word = "Donaudampfschifffahrtsgesellschaft" * 15
    Organisation.objects.update(name=word[:200])
    committee = make_committee(slug="long", name=word[:200], contact_officer=word[:200])
    person = Person.objects.create(slug="long", title=word[:40], first_name=word[:100], last_name=word[:100])
    meeting = make_held_meeting(committee=committee, date=date(2026, 7, 15), venue=word[:300], summoned_by=word)
    meeting.attendances.create(person=person, state="present", seat="member", position=2)
    item = make_item(meeting, "The mole", officer=word[:200], minutes="<p>So.</p>" * 60, decision="<p>So.</p>")
    motion = {"text": "<p>So.</p>", "result": "carried", "method": "recorded"}
    made = item.motions.create(mover=person, seconder=make_person(), **motion)
    made.votes.create(person=person, cast="for")
    publish(meeting, kind)
    for name in kind.pdfs:
        if name == "pack":
            continue
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(pdf.render(version(), name))
        found = words_on(path)
        assert len(found) > 10 and [each for each in found if each.is_off_the_sheet] == [], name
        over = [(one.text, other.text) for n, one in enumerate(found) for other in found[n + 1 :] if one.covers(other)]
        assert over == [], name

"""What Alison prints before and after a meeting: for the chair, for her notes, for the officers, for the members."""

import random
import re
import subprocess
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pikepdf import Array, Name
from PIL import Image

from committees.models import Membership
from desk.pack import Pack
from desk.sheets import SHEETS
from minutes.models import Action, Attendance, Declaration, Motion
from published.kinds import Kind
from tests.conftest import missing
from tests.making import SUMMER, WINTER, make_committee, make_document, make_item, make_meeting, make_person, publish
from tests.test_rights import staff
from tests.uploads import picture
from tests.verapdf import is_installed, verdict

pytestmark = [pytest.mark.django_db, pytest.mark.once]
GROUND = "england-2006-3"
OF_PUBLICATIONS = {"summons", "summons-for-all", "summoned"}  # tests/test_summons.py
OF_DRAFTS = [name for name in SHEETS if name not in OF_PUBLICATIONS]


def of_three_kilobytes() -> bytes:
    """A picture that can't be packed any smaller."""
    out = BytesIO()
    Image.frombytes("RGB", (32, 32), random.Random(1).randbytes(3072)).save(out, "PNG")
    return out.getvalue()


def paper(words: str, pages: int = 1) -> bytes:
    """A paper of somebody else's making."""
    from weasyprint import HTML

    text = "".join(f'<p style="break-after: page">{words} {n}</p>' for n in range(1, pages)) + f"<p>{words} {pages}</p>"
    return HTML(string=f'<html lang="en"><title>{words}</title>{text}').write_pdf(pdf_variant="pdf/ua-1")


@pytest.fixture
def meeting():
    """A meeting with open and closed business, papers of both, notes for the chair; and another one of the committee."""
    other = make_meeting(date=WINTER)
    old = make_item(other, "Dredging of the fairway")
    Action.objects.create(
        item=old, what="Ask for tenders", owner="Harbour Master", due=timezone.localdate() - timedelta(days=1)
    )
    meeting = make_meeting(date=SUMMER)
    for name, role in [("Mary Bell", "chair"), ("Ann Vane", "member")]:
        Membership.objects.create(committee=meeting.committee, person=make_person(name), role=role)
    meeting.expect_members()
    Attendance.objects.filter(person__last_name="Vane").update(state="apologies")
    make_item(meeting, "Apologies for absence", kind="apologies")
    mole = make_item(
        meeting,
        purpose="<p>The mole is cracked.</p>",
        recommendation="<p>That it be mended.</p>",
        officer="Head of Works",
        chair_note="The mason is the Mayor’s brother.",
    )
    west = make_item(meeting, "The west face", parent=mole)
    make_item(meeting, "Part 2", kind="heading")
    tender = make_item(
        meeting, "Tender of Quay", restriction=GROUND, public_title="A contract", purpose="<p>Four bids.</p>"
    )
    make_document(meeting, "Survey", item=mole, content=paper("open survey", 3))
    make_document(meeting, "Prices", item=mole, content=paper("closed prices", 2), restriction=GROUND, kind="appendix")
    make_document(meeting, "Bids", item=tender, content=paper("closed bids"))
    make_document(meeting, "Plan", item=west, content=paper("open plan", 2))
    make_document(meeting, "Photograph", item=mole, content=picture("PNG"), name="mole.png")
    make_document(meeting, "Programme", content=paper("open programme"))
    Action.objects.create(item=mole, what="Order stone", owner="Head of Works", due=date(2030, 1, 1))
    Action.objects.create(item=mole, what="Done long ago", owner="Head of Works", done_on=WINTER)
    Action.objects.create(item=tender, what="Answer the bidders", owner="Head of Works")
    elsewhere = make_item(make_meeting(committee=make_committee(name="Parks", slug="parks")), "Swings")
    Action.objects.create(item=elsewhere, what="Oil the swings", owner="Gardener")
    return meeting


def address(meeting, name: str) -> str:
    return f"/admin/publishing/publication/meeting/{meeting.pk}/print/{name}/"


def pages(data: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, check=True, capture_output=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


def text(desk, meeting, name: str) -> str:
    return " ".join(pages(desk.get(address(meeting, name)).content))


def test_the_chair_reads_every_item_with_its_private_note_and_room_to_write(desk, meeting):
    said = text(desk, meeting, "chair")
    for words in [
        "For the chair alone. Not for publication.",
        "Members: 2; the quorum is 1",
        "Apologies: Councillor Ann Vane",
        "2 Repair of the north mole",
        "2.1 The west face",
        "The mason is the Mayor’s brother.",
        "That it be mended.",
        "3 Tender of Quay",
        "Not for publication: Exempt: financial or business affairs",
        "Prices (not for publication)",
        "Four bids.",
    ]:
        assert words in said, words
    assert "Dredging" not in said


def test_the_chair_reads_who_comes_for_whom_and_what_is_moved_and_declared(desk, meeting):
    mole, tender = meeting.items.get(title="Repair of the north mole"), meeting.items.get(title="Tender of Quay")
    mary, ann, cyril = make_person("Mary Bell"), make_person("Ann Vane"), make_person("Cyril Oke")
    places = {"position": 8, "capacity": "substitute", "seat": "substitute", "substitute_for": ann}
    Attendance.objects.create(meeting=meeting, person=cyril, **places)
    for name, role, state in [("Tom Ash", "Engineer", "expected"), ("Una Pike", "Solicitor", "absent")]:
        Attendance.objects.create(meeting=meeting, guest_name=name, role=role, capacity="officer", state=state)
    Attendance.objects.create(meeting=meeting, guest_name="Sid Marsh", role="Harbour pilots", capacity="guest")
    Motion.objects.create(item=mole, text="<p>That a bell be hung.</p>", mover=mary, seconder=cyril)
    Declaration.objects.create(item=mole, person=mary, kind="pecuniary", nature="owns a quarry", afterwards="left")
    Declaration.objects.create(item=tender, person=ann, kind="pecuniary", nature="hides a feud", is_sensitive=True)
    said = text(desk, meeting, "chair")
    for words in [
        "Substitutes: Councillor Cyril Oke for Councillor Ann Vane",
        "Officers: Tom Ash (Engineer)",
        "Also expected: Sid Marsh (Harbour pilots)",
        "Motion 1 Moved by Councillor Mary Bell, seconded by Councillor Cyril Oke That a bell be hung.",
        "Councillor Mary Bell: Disclosable pecuniary interest: owns a quarry (left the room)",
        "Councillor Ann Vane: Disclosable pecuniary interest (sensitive: its nature is not to be said)",
    ]:
        assert words in said, words
    assert "Una Pike" not in said and "feud" not in said


@pytest.mark.parametrize("name", ["chair", "notes"])
def test_items_stand_in_the_order_in_which_they_are_taken_and_their_sub_items_with_them(desk, meeting, name):
    other = make_meeting(date=WINTER, sitting=2)
    for title in ("One", "Two", "Three"):
        make_item(other, f"{title} of another day")
    assert "is taken" not in text(desk, other, name)
    meeting.items.filter(title="Repair of the north mole").update(taken=1)
    said = text(desk, meeting, name)
    order = ["2 Repair of the north mole", "2.1 The west face", "1 Apologies for absence", "3 Tender of Quay"]
    assert [*map(said.index, order)] == sorted(map(said.index, order))
    assert "Item 2 is taken first." in said and "Taken as the 1st item." in said
    meeting.items.update(taken=None)
    meeting.items.filter(kind="apologies").update(taken=2)
    assert "Item 1 is taken after item 2." in text(desk, meeting, name)


def test_an_item_that_is_put_off_has_its_reason_and_no_room_to_write(desk, meeting):
    meeting.items.filter(title="Tender of Quay").update(state="deferred", state_note="to the meeting of May")
    for name, blanks in (
        ("chair", 2),
        ("notes", 1),
    ):  # the chair may ask for a motion at an item of which parts are taken
        said = text(desk, meeting, name)
        assert "Deferred: to the meeting of May" in said and said.count("Moved by") <= blanks


def test_the_note_sheet_has_a_box_for_each_member_and_blanks_at_each_item_that_is_moved(desk, meeting):
    ann, cyril = make_person("Ann Vane"), make_person("Cyril Oke")
    Attendance.objects.create(
        meeting=meeting, person=cyril, capacity="substitute", seat="substitute", substitute_for=ann
    )
    said = text(desk, meeting, "notes")
    assert "Councillor Mary Bell (Chair) ☐ ☐" in said and "Councillor Ann Vane ☐ ☑" in said
    assert "Councillor Cyril Oke (for Councillor Ann Vane) ☐ ☐" in said
    assert (
        said.count("Moved by") == said.count("Carried") == 2
    )  # at the west face and the tender, not at what is above it
    assert "mason" not in said


def test_the_note_sheet_of_a_long_meeting_fills_its_pages_and_tears_no_item_apart(desk, meeting):
    for n in range(4, 31):
        make_item(meeting, f"Matter of the {n}th kind", kind=("report", "business", "questions", "motion")[n % 4])
    found = pages(desk.get(address(meeting, "notes")).content)
    assert len(found) <= 11
    for page in found[1:]:
        assert page.count("Moved by") == page.count("Carried") == page.count("Action")


def test_the_action_sheet_goes_by_owner_and_marks_what_is_overdue(desk, meeting):
    first, *others = pages(desk.get(address(meeting, "actions")).content)
    assert first.index("Harbour Master") < first.index("Head of Works")
    assert "Ask for tenders" in first and "overdue" in first and first.count("overdue") == 1
    assert "Order stone" in first and "1 January 2030" in first
    assert "Done long ago" not in first and "swings" not in first
    assert "Answer the bidders" not in first and "Answer the bidders" in others[0]
    assert "NOT FOR PUBLICATION" in others[0] and "Exempt: financial or business affairs" in others[0]


def test_closed_papers_stand_on_leaves_of_their_own_behind_all_that_is_open(desk, meeting):
    found = pages(desk.get(address(meeting, "pack")).content)
    closed = [n for n, page in enumerate(found) if "NOT FOR PUBLICATION" in page]
    opened = [n for n, page in enumerate(found) if page.startswith("open ")]
    assert len(opened) == 6 and max(opened) < min(closed)
    assert "Papers not for publication" in found[min(closed)]  # and not a paper by itself
    for words in ("closed prices 1", "closed prices 2", "closed bids", "Four bids", "Tender of Quay"):
        at = [n for n, page in enumerate(found) if words in page]
        assert len(at) == 1 and set(at) <= set(closed), words
        assert all("Exempt: financial or business affairs" in found[n] for n in at)
    for words in ("Papers not for publication", "Four bids"):  # each begins a leaf, at the back of nothing
        assert next(n for n in closed if words in found[n]) % 2 == 0
    assert "Prices" not in " ".join(found[: min(closed)])
    assert "A contract" in found[0] and "mason" not in " ".join(found)
    assert "Photograph" in " ".join(found) and "mole.png" in " ".join(found)


def numbered(data: bytes) -> list[str]:
    """The pages, each without the number that it ends with."""
    found = pages(data)
    for n, page in enumerate(found, 1):
        assert page.endswith(f"Page {n} of {len(found)}"), page[-60:]
    return [page[: page.rindex("Page ")].strip() for page in found]


def test_every_page_of_the_pack_has_its_number_and_the_contents_tell_the_right_ones(desk, meeting):
    found = numbered(desk.get(address(meeting, "pack")).content)
    for words, begins in [
        ("1 Apologies for absence", "Eskmere"),
        ("Survey", "open survey 1"),
        ("Plan", "open plan 1"),
        ("Programme", "open programme 1"),
        ("Not for publication: papers of item 2", "NOT FOR PUBLICATION"),
        ("Not for publication: item 3", "NOT FOR PUBLICATION"),
    ]:
        told = int(re.search(rf"{words} (\d+)", found[0])[1])
        assert begins in found[told - 1] or told == 1, words
    survey = next(n for n, page in enumerate(found, 1) if page == "open survey 1")
    assert f"Survey (report, page {survey})" in " ".join(found)
    bids = next(n for n, page in enumerate(found, 1) if "closed bids" in page)
    assert f"Bids (report, page {bids})" in found[bids - 2]


def places(data: bytes) -> dict[str, int]:
    """What the outline names, and the place of its page from 0."""
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as outline:

        def below(entries):
            for entry in entries:
                yield entry.title, pikepdf.Page(entry.destination[0]).index
                yield from below(entry.children)

        return dict(below(outline.root))


def test_each_item_and_each_paper_of_the_pack_is_in_its_outline(desk, meeting):
    data = desk.get(address(meeting, "pack")).content
    found, at = numbered(data), places(data)
    assert list(at)[:3] == ["Agenda", "1 Apologies for absence", "2 Repair of the north mole"]
    assert found[at["Survey"]] == "open survey 1" and "closed bids" in found[at["Bids"]]
    assert "Tender of Quay" in found[at["Not for publication: 3 Tender of Quay"]]
    assert "mole.png" in found[at["Photograph"]] and found[at["Programme"]] == "open programme 1"


def test_a_link_in_the_pack_leads_to_the_first_page_of_its_paper(desk, meeting):
    data = desk.get(address(meeting, "pack")).content
    found = numbered(data)
    survey, bids = (meeting.documents.get(title=title).pk for title in ("Survey", "Bids"))
    with pikepdf.open(BytesIO(data)) as pdf:
        names = [*pdf.Root.Names.Dests.Names]
        leads = {str(name): pikepdf.Page(dest[0]).index for name, dest in zip(names[::2], names[1::2], strict=True)}
    assert found[leads[f"paper-{survey}"]] == "open survey 1"
    assert "closed bids" in found[leads[f"paper-{bids}"]]


def test_a_page_has_its_number_below_the_end_of_its_lines_also_where_it_lies_on_its_side(desk, meeting):
    for turned in (90, 180, 270):
        out = BytesIO()
        with pikepdf.open(BytesIO(paper(f"turned {turned}"))) as pdf:
            pdf.pages[0].rotate(turned, relative=False)
            pdf.save(out)
        make_document(meeting, f"Map {turned}", content=out.getvalue())
    data = desk.get(address(meeting, "pack")).content
    with pikepdf.open(BytesIO(data)) as pdf:
        turned = {n: int(page.Rotate) for n, page in enumerate(pdf.pages, 1) if page.get("/Rotate")}
    assert sorted(turned.values()) == [90, 180, 270]
    for n, degrees in {1: 0, **turned}.items():
        ask = ["pdftotext", "-bbox", "-f", f"{n}", "-l", f"{n}", "-", "-"]
        told = subprocess.run(ask, input=data, capture_output=True, check=True).stdout.decode()
        wide, high = (595, 842) if degrees in {0, 180} else (842, 595)
        right, bottom = map(float, re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)">\d+</word>', told)[-1])
        assert wide - 58 < right < wide - 55 and high - 40 < bottom < high


ODD = {
    "turned by a word": {"Rotate": Name.Left},
    "cut by two numbers": {"CropBox": Array([0, 0])},
    "with a unit in words": {"UserUnit": "a"},
    "with links that are numbers": {"Annots": Array([1, Array()])},
}


@pytest.mark.parametrize("says", ODD.values(), ids=ODD)
def test_a_paper_whose_pages_say_odd_things_of_themselves_is_in_the_pack(desk, meeting, says):
    out = BytesIO()
    with pikepdf.open(BytesIO(paper("odd paper"))) as pdf:
        for key, value in says.items():
            pdf.pages[0].obj[f"/{key}"] = value
        pdf.save(out)
    make_document(meeting, "Odd", content=out.getvalue())
    found = numbered(desk.get(address(meeting, "pack")).content)
    assert [page for page in found if "odd paper" in page]


@pytest.mark.parametrize("restriction", ["", GROUND])
def test_a_paper_that_cannot_be_printed_has_a_leaf_that_says_how_to_get_it(desk, meeting, restriction):
    meeting.committee.contact_officer, meeting.committee.contact_phone = "Alison Hart", "01632 960 001"
    meeting.committee.save()
    mole = meeting.items.get(title="Repair of the north mole")
    make_document(
        meeting,
        "Sketch",
        item=mole,
        content=of_three_kilobytes(),
        name="a sketch.png",
        restriction=restriction,
    )
    found = numbered(desk.get(address(meeting, "pack")).content)
    (leaf,) = [page for page in found if "Sketch This" in page or "Sketch Not for publication: Exempt" in page]
    assert "This paper is not printed here: its file is no PDF." in leaf and "a-sketch.png, 3 KB" in leaf
    assert "To get it, ask: Alison Hart, 01632 960 001" in leaf and "2 Repair of the north mole" in leaf
    assert leaf.startswith("NOT FOR PUBLICATION") == bool(restriction)
    assert ("Sketch" in found[0]) == (not restriction)


def test_a_file_that_is_gone_is_named_and_the_rest_is_printed(desk, meeting):
    lost = meeting.documents.get(title="Survey")
    lost.file.storage.delete(lost.file.name)
    said = text(desk, meeting, "pack")
    assert "open programme" in said and "open survey" not in said
    assert "its file is missing at the desk" in said and "survey.pdf" in said


@pytest.mark.parametrize("name", OF_DRAFTS)
def test_a_meeting_without_items_has_its_sheets(desk, name):
    said = text(desk, make_meeting(), name)
    has_agenda = name not in {"actions", "signing"}
    assert "Harbour Committee" in said and ("There is nothing on the agenda yet." in said) == has_agenda


def test_a_meeting_behind_closed_doors_has_a_pack_that_names_nothing_in_the_open(desk):
    meeting = make_meeting()
    for title in ("Tender of Quay", "Grading of a post"):
        make_item(meeting, title, restriction=GROUND, public_title="A contract")
    make_document(meeting, "Bids", content=paper("closed bids"), restriction=GROUND)
    found = numbered(desk.get(address(meeting, "pack")).content)
    assert [n for n, page in enumerate(found) if "NOT FOR PUBLICATION" in page] == [2, 3, 4, 6]
    assert not re.search("Tender|Grading|Bids", found[0]) and found[1] == found[5] == ""


def test_every_sheet_is_for_everybody(desk, meeting, tmp_path):
    """The pack by its own pages: what others made keeps its looks and loses its tags, so the whole claims nothing."""
    if not is_installed():
        missing("Java or veraPDF")
    summoned = make_meeting(date=SUMMER, sitting=2)
    make_item(summoned)
    publish(summoned, Kind.AGENDA)
    paths = []
    for name in SHEETS:
        if name == "pack":
            meeting.documents.filter(file_name__endswith=".pdf").delete()
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(desk.get(address(summoned if name in OF_PUBLICATIONS else meeting, name)).content)
    assert verdict(*paths) == {str(path): [] for path in paths}
    assert b"pdfuaid" in paths[-1].read_bytes()


def test_a_pack_with_papers_claims_no_tags_that_it_has_not(desk, meeting):
    with pikepdf.open(BytesIO(desk.get(address(meeting, "pack")).content)) as pdf:
        assert b"pdfuaid:part" not in pdf.Root.Metadata.read_bytes() and "/StructTreeRoot" in pdf.Root


def test_it_has_a_name_to_read_and_is_kept_nowhere(desk, meeting):
    for name in OF_DRAFTS:
        response = desk.get(address(meeting, name))
        assert response["Content-Type"] == "application/pdf" and "no-store" in response["Cache-Control"]
        assert f"{SHEETS[name].label}, Harbour Committee, 15 July 2026.pdf" in unquote(response["Content-Disposition"])
    assert not settings.PUBLIC_FILES.exists() or not list(settings.PUBLIC_FILES.rglob("*"))


LOOK = ["minutes.view_meeting", "minutes.view_agendaitem"]
NEEDED = {"chair": "view_document", "notes": "view_attendance", "actions": "view_action", "pack": "view_document"}
NEEDED |= {"signing": "view_decision"}


@pytest.mark.parametrize("name", NEEDED)
def test_who_may_not_read_all_of_it_gets_none_of_it(meeting, name):
    rights = [*LOOK, f"minutes.{NEEDED[name]}"]
    for lacking in rights:
        assert staff(*(right for right in rights if right != lacking)).get(address(meeting, name)).status_code == 403
    assert staff(*rights).get(address(meeting, name)).status_code == 200
    assert Client().get(address(meeting, name)).status_code == 302
    assert staff(*rights).post(address(meeting, name)).status_code == 405


def test_an_unknown_sheet_is_not_found(desk, meeting):
    assert desk.get(address(meeting, "everything")).status_code == 404


@pytest.mark.parametrize("name", sorted(NEEDED.keys() - {"signing"}))
def test_a_sheet_asks_as_much_for_2_items_as_for_20(meeting, name, django_assert_max_num_queries):
    for n in range(20):
        item = make_item(meeting, f"Item {n}", restriction=GROUND, public_title="x")
        make_item(meeting, "Below", parent=item)
        make_document(meeting, f"Paper {n}", item=item)
        Action.objects.create(item=item, what="Mend", owner=f"Officer {n}")
    with django_assert_max_num_queries(14):
        asked = SHEETS[name].asks(meeting)
        assert asked
    assert len(Pack(meeting).closed) > 20

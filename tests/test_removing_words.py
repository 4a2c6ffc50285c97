"""Words that should never have been public are removed from every version at once, and what they were is kept nowhere."""

import dataclasses
import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import lxml.html
import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection

from committees.models import Appointment
from committees.roles import Role
from minutes.models import (
    Approval,
    Meeting,
    Minute,
    MinuteNumber,
    PaperReceived,
    Phrase,
    StandingItem,
    Typing,
    Wording,
    WordsRemoved,
)
from minutes.papers import safe_name
from minutes.striking import MEETING_OF, words_of
from published import files, record
from published.kinds import Kind
from published.models import PDF, Record, Version
from published.striking import WORDS
from publishing import striking
from publishing.models import Publication
from publishing.overridden import Overridden
from richtext.striking import pattern, strike, strike_address, strike_name
from tests.making import (
    keep_pdf,
    make_clerk,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_pdf,
    make_winter_and_summer,
    publish,
)

pytestmark = pytest.mark.django_db
NAME, REASON = "Winifred Oakes", "A resident had not agreed to be named."
PAGE = "/committees/harbour-committee/2026-01-14/"
SPLIT = "<p>A letter of <strong>Winifred</strong> Oakes, and of WINIFRED&nbsp;OAKES again, was read.</p>"


@pytest.fixture
def told():
    """Of the winter's meeting two versions of the minutes and the draft minutes name a resident, in a text, in a title and in its
    address; the summer's meeting names another one."""
    winter, summer = make_winter_and_summer()
    item = make_item(winter, f"Letter from {NAME}", minutes=SPLIT)
    make_item(summer, "Letter from Winifred Oakeshott", minutes="<p>Winifred Oakeshott wrote.</p>")
    drafted = publish(winter, Kind.DRAFT_MINUTES)
    publish(winter)
    Minute.objects.filter(item=item).update(body=SPLIT.replace("read.", "read out."))
    publish(winter, note="A word was missing.")
    publish(summer)
    return winter, summer, item, drafted


def all_that_is_stored() -> str:
    """Every column of every table."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {table}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def removed(meeting, commit, passage=NAME, reason=REASON, **options):
    with commit(execute=True):
        return striking.remove(passage, [meeting], reason, **options)


def verified() -> str:
    out = StringIO()
    with suppress(CommandError):  # it found differences, and has told them
        call_command("verify", stdout=out)
    return out.getvalue()


def test_a_name_goes_from_every_version_and_every_table(told, django_capture_on_commit_callbacks, client):
    winter, _, item, drafted = told
    Overridden.objects.create(publication=drafted, sentence=f"{NAME} is named.", confirmed_at=drafted.published_at)
    alison = make_clerk("alison")
    LogEntry.objects.log_actions(alison.pk, [item], CHANGE, "Changed.", single_object=True)
    Typing.objects.create(user=alison, meeting=winter, field="minute-1-body", window="1", text=SPLIT, opened_version=1)
    Wording.objects.create(meeting=winter, field="minute-1-body", version=1, text=SPLIT)
    before = all_that_is_stored()
    assert (
        len(re.findall("Winifred.{0,9}.Oakes(?!hott)", before, re.IGNORECASE)) > 20
        and "letter-from-winifred-oakes" in before
    )
    removed(winter, django_capture_on_commit_callbacks)
    after = all_that_is_stored()
    assert re.findall(".{0,30}Winifred(?!.Oakeshott).{0,30}", after, re.IGNORECASE) == []
    assert "Winifred Oakeshott wrote." in after
    assert "[words removed, " in client.get(PAGE).content.decode() and "All is in order" in verified()


def test_a_member_who_is_named_loses_the_link_to_their_page_too(told, django_capture_on_commit_callbacks):
    winter = told[0]
    removed(winter, django_capture_on_commit_callbacks, passage="Councillor Mary Bell")
    bell = Publication.objects.of(winter).first().meeting_record.attendance[0].person
    assert (bell.name[:15], bell.slug) == ("[words removed,", "")


def test_minutes_that_were_approved_at_an_item_lead_to_its_new_address(told, django_capture_on_commit_callbacks):
    winter, summer, *_ = told
    item = make_item(summer, f"Minutes, and a letter of {NAME}", kind="previous-minutes")
    publish(summer, Kind.AGENDA)
    item.refresh_from_db()
    Approval.objects.create(of_meeting=winter, by_item=item, outcome="approved")
    publish(winter, note="Approved.")
    assert (
        Publication.objects.of(winter).first().meeting_record.approval.item == "minutes-and-a-letter-of-winifred-oakes"
    )
    with django_capture_on_commit_callbacks(execute=True):
        striking.remove(NAME, [winter, summer], REASON)
    item.refresh_from_db()
    assert Publication.objects.of(winter).first().meeting_record.approval.item == item.slug
    assert item.slug.startswith("minutes-and-a-letter-of-words-removed")
    assert "All is in order" in verified()


def test_who_has_a_text_open_is_asked_before_she_saves_over_it(told, django_capture_on_commit_callbacks):
    winter, _, item, _ = told
    before = Minute.objects.get(item=item).version
    removed(winter, django_capture_on_commit_callbacks)
    assert Minute.objects.get(item=item).version == before + 1


def test_the_public_reads_that_words_were_removed_when_and_why(told, django_capture_on_commit_callbacks, client):
    winter = told[0]
    removed(winter, django_capture_on_commit_callbacks, now=datetime(2026, 12, 24, 12, tzinfo=UTC))
    [slug] = (
        Version.objects.get(shown__isnull=False, key=winter.pk)
        .items.filter(title__startswith="Letter")
        .values_list("slug", flat=True)
    )
    for address in (PAGE, f"{PAGE}{slug}/", f"{PAGE}publications/1/", f"{PAGE}publications/2/"):
        page = client.get(address)
        assert page.status_code == 200 and REASON in page.content.decode(), address
        assert "Winifred" not in page.content.decode(), address
    assert client.get(f"{PAGE}letter-from-winifred-oakes/").status_code == 404


def test_versions_keep_their_numbers_their_order_and_their_times(told, django_capture_on_commit_callbacks):
    winter = told[0]
    now = Publication.objects.last().published_at + timedelta(hours=1)
    before = Publication.objects.places_of(winter, now)
    shown = Version.objects.get(shown__isnull=False, key=winter.pk).pk
    finding = removed(winter, django_capture_on_commit_callbacks)
    assert Publication.objects.places_of(winter, now) == before
    assert Version.objects.get(shown__isnull=False, key=winter.pk).pk == shown
    assert len(finding.found) == 3
    assert [str(row) for row in Publication.objects.filter(meeting=winter)][3:] == [
        "Words removed from Draft minutes",
        "Words removed from Minutes",
        "Words removed from Minutes",
    ]


def test_the_log_proves_what_stands_now_and_rebuilding_gives_the_same(told, django_capture_on_commit_callbacks):
    removed(told[0], django_capture_on_commit_callbacks)
    assert "All is in order" in verified()
    call_command("rebuild_website", stdout=StringIO())
    assert "All is in order" in verified()


def test_pdfs_that_had_the_words_are_gone_and_asked_for_again(told, django_capture_on_commit_callbacks):
    winter, _, _, drafted = told
    kept = keep_pdf(drafted)
    assert files.exists(kept.sha256)
    removed(winter, django_capture_on_commit_callbacks)
    assert not files.exists(kept.sha256)
    assert PDF.objects.get(version=drafted.pk, name=kept.name).sha256 == ""


def test_the_next_version_brings_nothing_back_and_goes_on_saying_why(told, django_capture_on_commit_callbacks, client):
    winter = told[0]
    removed(winter, django_capture_on_commit_callbacks)
    make_item(winter, "Dredging", minutes="<p>It was agreed.</p>")
    publish(winter, note="An item was missing.")
    page = client.get(PAGE).content.decode()
    assert "Dredging" in page and "[words removed" in page and REASON in page and "Winifred" not in page


def test_what_is_scheduled_loses_them_before_anybody_reads_it(told, django_capture_on_commit_callbacks, client):
    winter = told[0]
    now = Publication.objects.order_by("-sequence").first().published_at
    coming = publish(winter, Kind.DECISIONS, goes_live_at=now + timedelta(days=30))
    removed(winter, django_capture_on_commit_callbacks)
    assert NAME.split()[0] not in Record.objects.get(pk=coming.pk).text
    chain = client.get("/proof/chain.jsonl").getvalue().decode()
    assert (
        chain.count('"facts"') == Publication.objects.count() - 2
    )  # neither what is scheduled, nor what was removed from it
    coming.withdraw("It is not to be published.")
    assert "All is in order" in verified()


@pytest.mark.parametrize(
    ("passage", "reason", "said"),
    [
        ("Winifred Oakes", " ", "Say why"),
        ("Winifred Oakes", "Winifred  OAKES had not agreed.", "without them"),
        ("of", REASON, "three letters"),
        ("Harold Pike", REASON, "stand nowhere"),
    ],
)
def test_what_can_not_be_removed_is_said_and_changes_nothing(told, passage, reason, said):
    before = all_that_is_stored()
    with pytest.raises(ValidationError, match=said):
        striking.remove(passage, [told[0]], reason)
    assert all_that_is_stored() == before


def test_words_that_moved_since_she_looked_are_shown_again(told):
    winter = told[0]
    confirmed = striking.find(NAME, [winter]).fingerprint
    Minute.objects.filter(item__meeting=winter).first().item.documents.create(
        meeting=winter, title=f"Letter of {NAME}", sha256="0" * 64
    )
    with pytest.raises(striking.Changed):
        striking.remove(NAME, [winter], REASON, confirmed=confirmed)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ann wrote to Anna.", "X wrote to Anna."),
        ("<p>ANN</p><p>Mary-Ann, Ann’s.</p>", "<p>X</p><p>Mary-X, X’s.</p>"),
        (
            '<p><a href="mailto:ann@example.org?subject=Ann &amp; Jo">Ann</a></p>',
            '<p><a href="mailto:@example.org?subject= &amp; Jo">X</a></p>',
        ),
        ("<p>1 &lt; 2, Ann &amp; Jo</p>", "<p>1 &lt; 2, X &amp; Jo</p>"),
        ("Annual", "Annual"),
    ],
)
def test_whole_words_go_and_nothing_else(text, left):
    assert strike(text, pattern("ann"), "X")[0] == left


@pytest.mark.parametrize(
    ("passage", "text", "left"),
    [
        ("07700 900123", "<p>Ring 07700&nbsp;900123.</p>", "<p>Ring X.</p>"),
        ("4 Mole's End", "<p>at 4 <em>Mole’s</em> End, Eskmere</p>", "<p>at X<em></em>, Eskmere</p>"),
        ("she said so", "<ul><li>she</li><li>said so</li></ul>", "<ul><li>X</li><li></li></ul>"),
        ("Ö. Müller", "Ö. MÜLLER", "X"),
        ("(a.b)", "(a.b) (aXb)", "(a.b) (aXb)"),
    ],
)
def test_a_passage_is_found_through_tags_spaces_and_quotes(passage, text, left):
    if passage == "(a.b)":
        with pytest.raises(ValueError, match="three letters"):
            pattern(passage)
    else:
        assert strike(text, pattern(passage), "X") == (left, 1)


def test_every_text_of_a_record_is_searched_or_is_a_code():
    """A new field of the record is one or the other."""
    plain = {
        f"{kind.__name__}.{field.name}"
        for kind, words in WORDS.items()
        for field in dataclasses.fields(kind)
        if field.type in ("str", str, "tuple[str, ...]", tuple[str, ...]) and field.name not in words
    }
    codes = """
        Name.slug Closed.ground Paper.kind Paper.sha256 Paper.replaced_on Paper.added_on
        ClosedPaper.kind Vote.cast Motion.method Motion.result
        Motion.casting_vote Decision.kind Decision.call_in Decision.call_in_by Decision.effective_on Declaration.kind
        Replaced.committee_slug Replaced.meeting Replaced.date Replaced.item
        Declaration.afterwards Action.due Action.state Action.done_on Action.given_on Item.slug Item.number Item.kind Item.state
        Item.minute_number Item.late_rule Item.added_on Movement.kind
        Movement.at
        Attendee.capacity Attendee.seat Attendee.state Removal.on Removal.reason Approval.meeting Approval.date
        Approval.committee_slug Approval.committee Approval.item Approval.number Approval.signed_on Annotation.meeting
        Annotation.date Annotation.committee_slug Annotation.committee Annotation.item Annotation.number MeetingRecord.kind
        MeetingRecord.organisation MeetingRecord.committee MeetingRecord.committee_slug MeetingRecord.slug MeetingRecord.date
        MeetingRecord.meeting_kind MeetingRecord.start MeetingRecord.began MeetingRecord.end MeetingRecord.adjourned_to
        MeetingRecord.attending MeetingRecord.postponed_to MeetingRecord.notice_by
    """
    assert plain == set(codes.split())
    record_classes = {kind for kind in vars(record).values() if dataclasses.is_dataclass(kind)}
    assert record_classes == set(WORDS)


def test_every_row_with_words_of_a_meeting_is_searched():
    """A new table of the working record is searched, or holds none of a meeting's words."""
    holding = {m for m in apps.get_app_config("minutes").get_models() if words_of(m)}
    assert holding - set(MEETING_OF) == {MinuteNumber, Phrase, StandingItem, WordsRemoved}


@pytest.mark.parametrize(
    ("sent", "passage", "left"),
    [
        ("05a Secret plan.pdf", "secret plan", "05a-words-removed.pdf"),
        ("05a_Secret_plan_v2.docx", "Secret plan", "05a_words-removed_v2.docx"),
        ("secret_a_b.pdf", "secret", "words-removed_a_b.pdf"),
        ("SecretPlan2.png", "secret plan", "words-removed2.png"),
        ("A letter of Vane’s Cottage.pdf", "Vane's cottage", "A-letter-of-words-removed.pdf"),
        ("Ödön Müller, Odon Muller.pdf", "Ödön Müller", "words-removed-words-removed.pdf"),
        ("Reply 07700-900123.pdf", "07700 900123", "Reply-words-removed.pdf"),
        ("Secret plan.pdf", "plan.pdf", "Secret-words-removed.pdf"),
        ("Secret planning 2.pdf", "secret plan", "Secret-planning-2.pdf"),
        ("Annual report of Joann.pdf", "Ann", "Annual-report-of-Joann.pdf"),
    ],
)
def test_the_name_of_a_file_loses_a_passage_however_it_is_joined(sent, passage, left):
    assert strike_name(safe_name(sent), pattern(passage))[0] == left


def test_a_long_name_of_a_file_can_be_stored_without_the_words():
    left, count = strike_name(safe_name("Secret plan " * 20 + ".pdf"), pattern("secret plan"))
    assert count > 5 and len(left) <= 120 and left.endswith(".pdf")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (
            "<p>Write to winifred.oakes@example.org, or to WinifredOakes.pdf.</p>",
            "<p>Write to X@example.org, or to X.pdf.</p>",
        ),
        ("See https://example.org/a?q=Winifred%20Oakes+Jo", "See https://example.org/a?q=X+Jo"),
        ("05a-Winifred-Oakes", "05a-X"),
        ("_Winifred Oakes_", "_X_"),
        ("<p>Winifred. Oakes grow there.</p>", "<p>Winifred. Oakes grow there.</p>"),
        ('<p><a href="/winifred%20oakes/">here</a></p>', '<p><a href="//">here</a></p>'),
    ],
)
def test_addresses_and_names_of_files_in_a_text_lose_a_name_and_sentences_are_left(text, left):
    assert strike(text, pattern(NAME), "X")[0] == left


@pytest.mark.parametrize(
    "address",
    [
        "winifred-oakes",
        "Winifred%20Oakes",
        "winifred+oakes",
        "winifred_oakes",
        "WinifredOakes",
        "x%2Fwinifred.oakes%2F",
    ],
)
def test_an_address_of_a_webcast_loses_a_name_however_it_is_joined(address):
    left = strike_address(f"https://tv.example.org/{address}", pattern(NAME))[0]
    assert "words-removed" in left and "oakes" not in left.lower()


def test_a_passage_in_the_name_of_a_file_is_gone_from_every_page_and_from_the_desk(
    client, django_capture_on_commit_callbacks
):
    telling = re.compile(r"secret.{0,3}plan", re.IGNORECASE)
    winter, _ = make_winter_and_summer()
    item = make_item(winter, "Land", minutes="<p>It was noted.</p>")
    Meeting.objects.filter(pk=winter.pk).update(webcast_link="https://tv.example.org/the%20secret%20plan")
    winter.refresh_from_db()
    of_item = make_document(winter, "Report", item=item, name="05a Secret plan.pdf")
    of_all = make_document(winter, "Pack", name="all_secret_plan.pdf", content=make_pdf(2))
    kept = PaperReceived.objects.create(
        meeting=winter, original_name="Secret plan 2.pdf", file=ContentFile(make_pdf(3), name="Secret plan 2.pdf")
    )
    publish(winter, Kind.DRAFT_MINUTES)
    shown = publish(winter)
    item.refresh_from_db()
    own = f"{PAGE}{item.slug}/"
    told = [PAGE, own, f"{PAGE}publications/1/", f"{PAGE}publications/2/", f"/proof/records/{shown.sequence}"]
    told += [f"{PAGE}meeting.json", f"{own}item.json"]
    read = lambda address: b"".join(client.get(address)).decode()  # noqa: E731
    for address in told:
        assert telling.search(read(address)), address
    assert client.get(f"/documents/{of_item.sha256}/05a-Secret-plan.pdf").status_code == 200
    removed(winter, django_capture_on_commit_callbacks, passage="secret plan")
    for address in told:
        assert client.get(address).status_code == 200 and not telling.search(read(address)), address
    assert not telling.search(all_that_is_stored())
    for paper, name in [(of_item, "05a-words-removed.pdf"), (of_all, "all_words-removed.pdf")]:
        answer = client.get(f"/documents/{paper.sha256}/{name}")
        assert answer.status_code == 200 and name in answer["Content-Disposition"]
        assert f"/documents/{paper.sha256}/{name}" in read(PAGE)
    assert client.get(f"/documents/{of_item.sha256}/05a-Secret-plan.pdf").status_code == 404
    kept.refresh_from_db()
    assert (kept.original_name, kept.file_name) == ("words-removed 2.pdf", "words-removed-2.pdf")
    assert "All is in order" in verified()


def at_the_door(desk, meeting, **fields):
    return desk.post(f"/admin/publishing/publication/meeting/{meeting.pk}/remove-words/", fields, follow=True)


def test_alison_removes_a_name_at_the_desk(told, client, django_capture_on_commit_callbacks):
    winter, summer, *_ = told
    make_item(summer, "Reply", minutes=f"<p>{NAME} was told.</p>")
    publish(summer, note="An item was missing.")
    desk = client
    desk.force_login(make_clerk("alison"))
    door = desk.get(f"/admin/publishing/publication/meeting/{winter.pk}/").content.decode()
    assert f"/admin/publishing/publication/meeting/{winter.pk}/remove-words/" in door
    assert (
        "[words removed, "
        in desk.get(f"/admin/publishing/publication/meeting/{winter.pk}/remove-words/").content.decode()
    )
    alone = at_the_door(desk, winter, passage=NAME.lower(), reason=REASON, step="confirm").content.decode()
    assert "They also stand in 1 other meeting, and stay there: Harbour Committee, 15 July 2026." in alone
    asked = at_the_door(desk, winter, passage=NAME.lower(), reason=REASON, step="confirm", everywhere="on")
    text = " ".join(lxml.html.fromstring(asked.content).text_content().split())
    assert f"Minutes (version 1): Letter from {NAME}" in text and "Draft minutes (version 1)" in text
    assert "15 July 2026" in text and "Minutes (version 2): Reply" in text
    assert "Winifred Oakes" in all_that_is_stored()
    [confirmed] = lxml.html.fromstring(asked.content).xpath("//input[@name='confirmed']/@value")
    with django_capture_on_commit_callbacks(execute=True):
        sent = {"step": "remove", "confirmed": confirmed, "everywhere": "on"}
        done = at_the_door(desk, winter, passage=NAME.lower(), reason=REASON, **sent)
    assert "Removed from 4 publications and from the draft." in done.content.decode()
    assert not re.search("Winifred.{0,9}Oakes(?!hott)", all_that_is_stored())
    assert "Words removed from Minutes" in done.content.decode()


def test_she_is_warned_of_a_members_name_and_of_words_that_stand_everywhere(told, desk):
    winter = told[0]
    make_item(winter, "Mooring", minutes="<p>" + "The mooring is free. " * 60 + "</p>")
    publish(winter, note="An item was missing.")
    ask = {"reason": REASON, "step": "confirm"}
    assert "Councillor Mary Bell is on file." in at_the_door(desk, winter, passage="Mary Bell", **ask).content.decode()
    often = at_the_door(desk, winter, passage="mooring", **ask).content.decode()
    assert (
        "They stand in 6" in often
        and "is on file" not in often
        and "They stand" not in (at_the_door(desk, winter, passage=NAME, **ask).content.decode())
    )


@pytest.mark.parametrize(
    ("title", "passage", "stays"),
    [
        ("Flood at Anne Vane’s Cottage", "Vane", False),
        ("Annual report", "Ann", True),
        ("J. O’Dea’s shed", "O’Dea", False),
    ],
    ids=["owner", "part of a word", "apostrophe"],
)
def test_an_address_that_tells_the_words_in_other_letters_changes_too(passage, title, stays):
    winter, _ = make_winter_and_summer()
    item = make_item(winter, title, minutes=f"<p>It was about {passage}.</p>")
    publish(winter)
    item.refresh_from_db()
    before = item.slug
    striking.remove(passage, [winter], REASON)
    item.refresh_from_db()
    assert (item.slug == before) is stays


def test_at_the_desk_nothing_goes_without_the_second_page(told, desk):
    before = all_that_is_stored()
    assert "Say which words" in at_the_door(desk, told[0], reason=REASON, step="confirm").content.decode()
    assert (
        "without them"
        in at_the_door(desk, told[0], passage=NAME, reason=f"{NAME} asked.", step="confirm").content.decode()
    )
    told_again = at_the_door(
        desk, told[0], passage=NAME, reason=REASON, step="remove", confirmed="another"
    ).content.decode()
    assert "It has changed where these words stand" in told_again and "Remove these words" in told_again
    assert all_that_is_stored().count(NAME) == before.count(NAME)


def test_what_another_committee_published_is_named_to_her_and_left(told, client):
    other = make_committee(name="Allotments Committee", slug="allotments-committee")
    theirs = make_held_meeting(committee=other)
    make_item(theirs, "Plots", minutes=f"<p>{NAME} has plot 4.</p>")
    draft = make_held_meeting(committee=make_committee(name="Burials Committee", slug="burials-committee"))
    make_item(draft, "Plots", minutes=f"<p>{NAME} has plot 4.</p>")
    publish(theirs)
    alison = get_user_model().objects.create_user("alison@example.org", is_staff=True)
    began = date(2026, 1, 1)
    Appointment.objects.create(user=alison, role=Role.PUBLISHER, committee=told[0].committee, started_on=began)
    client.force_login(alison)
    page = at_the_door(client, told[0], passage=NAME, reason=REASON, step="confirm").content.decode()
    assert "what other committees published: Allotments Committee." in page and "Burials" not in page


FIVE = f"""
from datetime import UTC, date, datetime
from minutes.models import *
from published.kinds import Kind
from tests.making import *
winter, summer = make_winter_and_summer()
item = make_item(winter, "Letter from {NAME}", minutes={SPLIT!r}, decision="<p>That {NAME} be thanked.</p>")
publish(winter, Kind.DRAFT_MINUTES)
for number in range(4):
    make_item(winter, f"Item {{number}}", minutes="<p>It was noted.</p>")
    publish(winter, note="An item was missing.")
publish(summer)
"""
REMOVE = f"""
from minutes.models import Meeting
from publishing import striking
finding = striking.remove({NAME!r}, [Meeting.objects.order_by("date").first()], {REASON!r})
print(len(finding.found), finding.places, finding.in_drafts)
"""
WORDS_OF_PDFS = """
import subprocess, sys
from django.conf import settings
for path in sorted(settings.PUBLIC_FILES.rglob("*")):
    if path.is_file() and path.read_bytes()[:5] == b"%PDF-":
        print(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True).stdout)
"""


@pytest.mark.once
def test_five_versions_their_pdfs_and_the_database_s_own_files_lose_a_name(install):
    """The bytes on the disk are read, not the rows."""
    install.begin(FIVE)
    install.manage("worker", "--batch")

    def on_the_disk() -> dict[str, int]:
        paths = [path for path in install.data.rglob("*") if path.is_file() and "static" not in path.parts]
        written = re.compile(rb"Winifred.{0,14}Oakes", re.IGNORECASE | re.DOTALL)
        found = {path.suffix: 0 for path in paths}
        for path in paths:
            found[path.suffix] += len(written.findall(path.read_bytes()))
        return found | {
            "words of PDFs": len(re.findall(r"Winifred\s+Oakes", install.python(WORDS_OF_PDFS).stdout, re.IGNORECASE))
        }

    before = on_the_disk()
    said = install.python(REMOVE).stdout.split()
    install.manage("worker", "--batch")
    after = on_the_disk()
    print(f"publications, places, drafts: {said}\nbefore: {before}\nafter: {after}")
    assert said[0] == "5" and before["words of PDFs"] >= 15
    assert sum(before.values()) > 60 and set(after.values()) == {0}

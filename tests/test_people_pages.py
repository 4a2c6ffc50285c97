"""A member's page says where they sit, how often they came, what they declared and how they voted: as it is published now."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from lxml import html
from PIL import ExifTags, Image, ImageFile

from committees.models import Committee, Membership, Organisation, Party, Person, Ward
from minutes.models import Attendance, Declaration, Motion, Vote
from proving.verifying import Counts, differences
from published.kinds import Kind
from published.models import TABLES, Declared, Presence, VoteCast
from publishing import striking
from publishing.models import Publication
from tests.desk import Page
from tests.making import (
    LONG_AGO,
    make_committee,
    make_held_meeting,
    make_item,
    make_meeting,
    make_person,
    make_upload,
    publish,
)
from tests.test_attendance_page import listed, table, words

pytestmark = pytest.mark.django_db
MARY, CY = "/people/mary-bell/", "/people/cy-tern/"
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
LATER = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def november(clock):
    clock(NOON)


def sits(name: str = "Mary Bell", **facts) -> Membership:
    committee = facts.pop("committee", None) or make_committee()
    return Membership.objects.create(committee=committee, person=make_person(name), **facts)


def held(day: date, committee=None, **states: str):
    """A meeting that was held, with how each member attended: mary_bell="present"."""
    meeting = make_meeting(date=day, committee=committee or make_committee())
    make_item(meeting, minutes="<p>It was seen.</p>", decision="<p>Noted.</p>")
    listed(meeting, guest_name="Ann Low", capacity="officer", state="present")
    listed(meeting, person=make_person("Zed Chair"), seat="chair", state="present")
    for slug, state in states.items():
        listed(meeting, person=make_person(slug.replace("_", " ").title()), seat="member", state=state)
    return meeting


def vote(
    meeting, text: str = "That it be so.", method: str = "recorded", result: str = "carried", **casts: str
) -> Motion:
    item = meeting.items.first()
    motion = Motion.objects.create(item=item, text=f"<p>{text}</p>", method=method, result=result)
    for slug, cast in casts.items():
        Vote.objects.create(motion=motion, person=make_person(slug.replace("_", " ").title()), cast=cast)
    return motion


def names(client, heading: str) -> list[str]:
    """The names in the list of people, before or below the heading "Former members"."""
    where = "//section//" if heading else "//main/ul//"
    return [link.text_content() for link in html.fromstring(client.get("/people/").text).xpath(f"{where}a")]


# The list


def test_members_are_listed_by_name_with_party_and_ward_and_former_ones_below(client):
    person = sits("Cy Tern").person
    Person.objects.filter(pk=person.pk).update(
        party=Party.objects.create(name="Progress"), ward=Ward.objects.create(name="Quayside")
    )
    sits("Mary Bell", started_on=date(2024, 5, 9))
    sits("Una Reed", ended_on=date(2026, 11, 29))
    sits("Dee Strand", ended_on=date(2026, 11, 30))  # today is their last day
    sits("Joan Pike", started_on=date(2026, 12, 1))  # to come
    old = make_committee(slug="old", name="Old Committee", dissolved_on=date(2025, 1, 1))
    sits("Ida Old", committee=old)
    make_person("Ann Officer", post="Harbour Master")
    assert names(client, "") == ["Councillor Mary Bell", "Councillor Dee Strand", "Councillor Cy Tern"]
    assert names(client, "Former members") == ["Councillor Ida Old", "Councillor Una Reed"]
    assert "Councillor Cy Tern Progress, Quayside" in words(client, "/people/")


@pytest.mark.parametrize("shown", [None, date(2026, 12, 1)])
@pytest.mark.parametrize("model", [Person, Committee])
def test_who_is_not_shown_yet_or_sits_only_where_nobody_may_look_is_as_unknown(client, model, shown):
    sits("Mary Bell")
    sits("Cy Tern", committee=make_committee(slug="quays", name="Quays"))
    rows = {Person: Person.objects.filter(slug="cy-tern"), Committee: Committee.objects.filter(slug="quays")}[model]
    assert client.get(CY).status_code == 200
    rows.update(shown_from=shown)
    unknown, hidden = client.get("/people/nobody/"), client.get(CY)
    echoed = hidden.content.replace(b"cy tern", b"nobody").replace(
        b"cy%20tern", b"nobody"
    )  # the words of the address itself
    assert (unknown.status_code, hidden.status_code, echoed) == (404, 404, unknown.content)
    assert names(client, "") == ["Councillor Mary Bell"]
    rows.update(shown_from=date(2026, 11, 30))
    assert client.get(CY).status_code == 200


def test_an_officer_has_no_page(client):
    make_person("Ann Officer", post="Harbour Master")
    assert client.get("/people/ann-officer/").status_code == 404


# Seats


def test_seats_are_told_over_time(client):
    planning = make_committee(slug="planning", name="Planning Committee")
    hidden = make_committee(slug="secret", name="Secret Committee", shown_from=None)
    sits(role="chair", started_on=date(2024, 5, 9))
    sits(committee=planning, role="vice-chair", started_on=date(2020, 5, 9), ended_on=date(2022, 5, 3))
    sits(committee=planning, started_on=date(2022, 5, 4), ended_on=date(2023, 5, 3))
    sits(committee=hidden)
    said = words(client, MARY)
    assert "Committees Harbour Committee (Chair) since 9 May 2024 Earlier" in said
    assert (
        "Earlier Planning Committee from 4 May 2022 until 3 May 2023 "
        "Planning Committee (Vice-Chair) from 9 May 2020 until 3 May 2022 Attendance" in said
    )
    assert "Secret" not in said


# Attendance


@pytest.fixture
def a_year():
    """Mary Bell came to five of seven meetings of two committees; what else there is doesn't count."""
    sits()
    quays = make_committee(slug="quays", name="Quays Committee")
    for day, state in [(1, "present"), (8, "apologies"), (15, "present"), (22, "absent")]:
        publish(held(date(2026, 7, day), mary_bell=state), Kind.DRAFT_MINUTES)
    for day in (7, 14, 21):
        publish(held(date(2026, 1, day), quays, mary_bell="present"))
    publish(held(date(2026, 7, 23), mary_bell="expected"))
    publish(held(date(2025, 11, 30), mary_bell="absent"))  # a year ago
    publish(held(date(2026, 9, 1), mary_bell="absent"), Kind.AGENDA)
    publish(held(date(2026, 9, 2), mary_bell="absent"), goes_live_at=LATER)
    held(date(2026, 9, 3), mary_bell="absent")
    publish(held(date(2026, 9, 4), mary_bell="absent")).withdraw("A name was in it.")
    substitute = held(date(2026, 9, 8))
    listed(substitute, person=make_person(), capacity="substitute", state="absent")
    publish(substitute)
    reserve = held(date(2026, 9, 9))
    listed(reserve, person=make_person(), seat="substitute", state="apologies")
    publish(reserve)
    publish(held(date(2025, 12, 1), quays))  # Mary Bell is not named


def test_attendance_is_a_number_a_chart_and_a_table_that_say_the_same(client, a_year):
    assert "Attended 5 of 7 meetings as a member in the last twelve months." in words(client, MARY)
    assert table(client, "Meetings attended, by committee", MARY) == [
        ["Harbour Committee", "4", "2", "1", "1"],
        ["Quays Committee", "3", "3", "0", "0"],
    ]
    (svg,) = html.fromstring(client.get(MARY).text).xpath("//svg")
    assert (svg.get("role"), svg.get("aria-label")) == (
        "img",
        "Meetings attended, by committee: Harbour Committee, 2 of 4; Quays Committee, 3 of 3.",
    )
    assert [bar.get("width") for bar in svg.xpath(".//rect[@class='share']")] == ["160", "320"]
    assert "Counted are meetings since 30 November 2025" in words(client, MARY)
    assert " style=" not in client.get(MARY).text


def test_what_approved_minutes_say_counts_once_and_instead_of_the_draft(client):
    sits()
    meeting = held(date(2026, 7, 1), mary_bell="absent")
    publish(meeting, Kind.DRAFT_MINUTES)
    assert "Attended 0 of 1 meeting as a member" in words(client, MARY)
    Attendance.objects.filter(person__slug="mary-bell").update(state="present")
    publish(meeting, Kind.MINUTES)
    assert "Attended 1 of 1 meeting as a member" in words(client, MARY)


def test_a_year_ends_on_the_council_s_own_day(client, clock):
    """In summer its day begins an hour before that of Greenwich."""
    sits()
    publish(held(date(2025, 7, 2), mary_bell="present"))
    clock(datetime(2026, 7, 1, 22, 59, tzinfo=UTC))
    assert "Attended 1 of 1" in words(client, MARY)
    clock(datetime(2026, 7, 1, 23, 0, tzinfo=UTC))
    assert "Attended" not in words(client, MARY)


def test_a_leap_day_has_a_year_before_it(client, clock):
    sits()
    clock(datetime(2028, 2, 29, 12, tzinfo=UTC))
    assert "since 28 February 2027" in words(client, MARY)


# Declarations


def test_declarations_name_meeting_and_item_and_a_sensitive_one_says_only_that_there_is_one(client):
    sits()
    for day in (date(2026, 1, 14), date(2026, 7, 15)):
        meeting = held(day)
        Declaration.objects.create(
            item=meeting.items.first(),
            person=make_person(),
            kind="pecuniary",
            nature=f"owns boat {day.month}",
            afterwards="left",
        )
        Declaration.objects.create(item=meeting.items.first(), person=make_person("Cy Tern"), nature="another")
        secret = make_item(meeting, "Dredging", minutes="<p>Seen.</p>")
        Declaration.objects.create(
            item=secret, person=make_person(), kind="pecuniary", nature="hush", is_sensitive=True
        )
        closed = make_item(
            meeting, "Sale", restriction="england-2006-3", public_title="Property", minutes="<p>Sold.</p>"
        )
        Declaration.objects.create(item=closed, person=make_person(), kind="pecuniary", nature="buys it")
        publish(meeting)
    said = words(client, MARY)
    part = said[said.index("Declarations of interest") :]
    assert part.index("15 July 2026, Harbour Committee Repair of the north mole") < part.index("14 January 2026")
    assert "Disclosable pecuniary interest: owns boat 7. Left the room." in part
    assert part.count("Dredging An interest") == 2
    assert not any(word in part for word in ("hush", "another", "buys", "Property"))
    links = html.fromstring(client.get(MARY).text).xpath("//section[@id='Declarations']//h3/a/@href")
    assert links[0] == "/committees/harbour-committee/2026-07-15/repair-of-the-north-mole/" and len(links) == 4


# Votes


def test_recorded_votes_are_told_the_newest_first_with_the_motion_and_how_it_ended(client):
    sits()
    winter, summer = held(date(2026, 1, 14)), held(date(2026, 7, 15))
    vote(winter, "That the mole be sold.", mary_bell="against", result="lost")
    motion = vote(summer, "That the mole be kept.", mary_bell="for", cy_tern="against")
    amendment = vote(summer, "To add “for a year”.", mary_bell="abstained", result="lost")
    Motion.objects.filter(pk=amendment.pk).update(amends=motion)
    vote(summer, "That we go home.", method="counted", mary_bell="for")
    Motion.objects.filter(pk=vote(summer, "That it be closed.", mary_bell="for").pk).update(
        restriction="england-2006-3"
    )
    for meeting in (winter, summer):
        publish(meeting)
    tree = html.fromstring(client.get(MARY).text)
    told = [" ".join(row.text_content().split()) for row in tree.xpath("//section[@id='Votes']//article")]
    begin = "15 July 2026, Harbour Committee Repair of the north mole"
    assert told == [
        f"{begin} That the mole be kept. For Carried",
        f"{begin} Amendment: To add “for a year”. Abstained Lost",
        f"{begin} That we go home. For Carried Recorded at their request",
        "14 January 2026, Harbour Committee Repair of the north mole That the mole be sold. Against Lost",
    ]


def test_earlier_votes_and_declarations_follow_page_by_page_each_of_them_once(client, monkeypatch):
    monkeypatch.setattr("website.people.PAGE", 5)
    sits()
    for n in range(4):
        meeting = held(
            date(2026, 1, 5) + timedelta(n // 2), make_committee(slug=f"c{n % 2}", name=f"Committee {n % 2}")
        )
        for number in range(3):
            vote(meeting, f"Motion {n}-{number}.", mary_bell="for")
            Declaration.objects.create(
                item=meeting.items.first(), person=make_person(), kind="pecuniary", nature=f"Boat {n}-{number}."
            )
        publish(meeting, Kind.DRAFT_MINUTES)
        publish(meeting)
    assert _pages(client, "Votes", "Motion") == _newest("Motion")
    assert _pages(client, "Declarations", "Boat") == _newest("Boat")


def _newest(what: str) -> list[str]:
    return [f"{what} {n}-{number}." for n in reversed(range(4)) for number in range(3)]


def _pages(client, section: str, what: str) -> list[str]:
    found, address, pages = [], MARY, 0
    while address:
        tree = html.fromstring(client.get(address).text)
        found += [
            p.text_content().rpartition(": ")[2].strip()
            for p in tree.xpath(f"//section[@id='{section}']//article/p[not(@class)]")
            if what in p.text_content()
        ]
        links = tree.xpath(f"//section[@id='{section}']/p/a/@href")
        address, pages = (MARY + links[0]) if links else "", pages + 1
    assert pages == 3
    return found


def in_parties(**members: str) -> None:
    for slug, party in members.items():
        made = Party.objects.get_or_create(name=party)[0]
        make_person(slug.replace("_", " ").title())
        Person.objects.filter(slug=slug.replace("_", "-")).update(party=made)


PARTIES = [["Left", "1", "1", "0"], ["Right", "0", "1", "1"], ["No party recorded", "1", "0", "0"]]


@pytest.fixture
def parted():
    """A meeting of this November at which five members of two parties and of none voted."""
    sits()
    in_parties(mary_bell="Left", cy_tern="Left", dee_strand="Right", una_reed="Right")
    meeting = held(date(2026, 11, 4))
    vote(meeting, mary_bell="for", cy_tern="against", dee_strand="against", una_reed="abstained", joan_pike="for")
    return meeting


def test_a_recorded_vote_tells_how_each_party_voted(client, parted):
    publish(parted)
    assert table(client, "Votes by party", MARY) == PARTIES


def test_the_parties_are_those_of_the_day_also_when_members_change_theirs(client, parted, clock):
    publish(parted, Kind.DRAFT_MINUTES)
    in_parties(mary_bell="Right", cy_tern="Right")
    clock(NOON + timedelta(days=60))
    publish(parted)
    assert table(client, "Votes by party", MARY) == PARTIES
    assert "Party:Right" in words(client, MARY)


def test_of_minutes_that_are_put_here_long_after_the_day_no_party_is_told(client):
    sits()
    in_parties(mary_bell="Left", cy_tern="Right")
    meeting = held(date(2026, 8, 29))
    vote(meeting, mary_bell="for", cy_tern="against")
    publish(meeting)
    assert "Voted" not in words(client, MARY) and table(client, "Votes by party", MARY) == []
    assert VoteCast.objects.count() == 2 and not VoteCast.objects.exclude(party="").exists()


def test_votes_of_some_at_their_request_are_no_votes_of_parties(client):
    sits()
    in_parties(mary_bell="Left")
    meeting = held(date(2026, 11, 4))
    vote(meeting, method="counted", mary_bell="against")
    publish(meeting)
    assert "Recorded at their request" in words(client, MARY) and table(client, "Votes by party", MARY) == []


# What is shown


def test_what_is_scheduled_replaced_or_withdrawn_is_on_no_page(client):
    sits()
    meeting = held(date(2026, 7, 15), mary_bell="present")
    motion = vote(meeting, "That the first be done.", mary_bell="for")
    Declaration.objects.create(item=meeting.items.first(), person=make_person(), kind="pecuniary", nature="first boat")
    assert "first" not in words(client, MARY)
    publish(meeting, goes_live_at=LATER)
    assert "first" not in words(client, MARY)
    publish(meeting, note="Now.")
    assert words(client, MARY).count("first") == 2
    Motion.objects.filter(pk=motion.pk).update(text="<p>That the second be done.</p>")
    Declaration.objects.update(nature="second boat")
    publish(meeting, note="Slips.")
    assert (words(client, MARY).count("first"), words(client, MARY).count("second")) == (0, 2)
    Publication.objects.get(note="Slips.").withdraw("It was wrong.")
    assert (words(client, MARY).count("first"), words(client, MARY).count("second")) == (2, 0)
    for each in Publication.objects.publications():
        if not each.is_withdrawn:
            each.withdraw("All of it.")
    assert "first" not in words(client, MARY) and "Attended" not in words(client, MARY)
    assert not any(table.objects.exists() for table in (Presence, Declared, VoteCast))
    assert {Presence, Declared, VoteCast} <= set(TABLES)


def test_words_that_are_removed_leave_the_pages_and_a_removed_name_leaves_the_person_s(client):
    sits()
    meeting = held(date(2026, 7, 15), mary_bell="present")
    vote(meeting, "That Oakes be thanked.", mary_bell="for")
    Declaration.objects.create(
        item=meeting.items.first(), person=make_person(), kind="pecuniary", nature="cousin of Oakes"
    )
    publish(meeting)
    assert words(client, MARY).count("Oakes") == 2
    striking.remove("Oakes", [meeting], "A name was in it.")
    assert "Oakes" not in words(client, MARY) and words(client, MARY).count("[words removed, 30 November 2026]") == 2
    striking.remove("Mary Bell", [meeting], "She asked.")
    assert "words removed" not in words(client, MARY) and "Attended" not in words(client, MARY)
    assert not Presence.objects.filter(name__contains="Mary").exists()


@pytest.mark.parametrize("change", [{"state": "absent"}, {"afterwards": "left"}, {"cast": "for"}], ids=str)
def test_verify_sees_a_changed_row_and_rebuilding_makes_it_again(client, change):
    sits()
    meeting = held(date(2026, 7, 15), mary_bell="present")
    vote(meeting, mary_bell="against")
    Declaration.objects.create(item=meeting.items.first(), person=make_person(), kind="pecuniary", afterwards="stayed")
    publish(meeting)
    before = words(client, MARY)
    assert list(differences(Counts())) == []
    (model,) = [table for table in (Presence, Declared, VoteCast) if hasattr(table, next(iter(change)))]
    model.objects.filter(person="mary-bell").update(**change)
    assert words(client, MARY) != before
    (said,) = differences(Counts())
    assert f"{model._meta.verbose_name_plural} differ from the log (" in said
    call_command("rebuild_website", processes=1, stdout=StringIO())
    assert list(differences(Counts())) == [] and words(client, MARY) == before


# Costs and bad input


@pytest.mark.parametrize("meetings", [1, 12])
def test_a_page_costs_four_queries_of_one_meeting_and_of_many(client, meetings, django_assert_num_queries):
    sits()
    for n in range(meetings):
        sits(committee=make_committee(slug=f"c{n}", name=f"Committee {n}"))
        meeting = held(date(2026, 9, 1) + timedelta(n), mary_bell="present")
        vote(meeting, mary_bell="for", cy_tern="for")
        Declaration.objects.create(item=meeting.items.first(), person=make_person(), kind="pecuniary")
        publish(meeting)
    client.get(MARY)
    with django_assert_num_queries(5):  # the organisation, which a cache remembers, is one of them
        assert client.get(MARY).status_code == 200
    with django_assert_num_queries(2):
        assert client.get("/people/").status_code == 200


ODD = ["%00", "x", "2026-02-30.1.1", "0000-00-00.1.1", "9999-12-31.1.1", "2026-01-01.999999999999999999.999999999"]
ODD += [
    "2026-01-01.-1.1",
    "٢٠٢٦-٠٣-٠٤.1.1",
    "9" * 5000,
    "%ff",
    "2026-01-01.1.1&votes=2",
    "../../etc/passwd",
    "' OR 1=1 --",
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_question_is_answered(client, odd):
    sits()
    assert client.get(f"{MARY}?votes={odd}&declared={odd}").status_code == 200


@pytest.mark.parametrize("address", ["%00", "x" * 5000, "..%2f", "MARY-BELL", "mary-bell/photo/", "mary%20bell", "é"])
def test_an_odd_address_is_an_unknown_one(client, address):
    sits()
    assert client.get(f"/people/{address}/").status_code == 404


def test_an_unchanged_page_is_not_sent_again(client):
    sits()
    etag = client.get(MARY)["ETag"]
    assert client.get(MARY, headers={"if-none-match": etag}).status_code == 304
    assert client.post(MARY).status_code == 405


# Photographs


def picture(form: str = "JPEG", size: tuple[int, int] = (1200, 1600), **facts) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **facts)
    return out.getvalue()


def taken() -> bytes:
    """As a telephone takes it: on its side, and it says where, when and with what."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "SpyPhone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    return picture(size=(1600, 1200), exif=exif, comment=b"at home")


def test_a_photograph_is_kept_without_place_and_device_and_served_at_its_own_address(client, desk):
    person = sits().person
    assert client.get(f"{MARY}photo").status_code == 404 and "<img" not in client.get(MARY).text
    page = Page(desk, f"/admin/committees/person/{person.pk}/change/")
    assert page.send(photo=make_upload("IMG 0001 at home.jpg", taken())) is None
    answer = client.get(f"{MARY}photo")
    body = b"".join(answer.streaming_content)
    with Image.open(BytesIO(body)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif()), "comment" in kept.info) == ("JPEG", (480, 640), {}, False)
    assert b"SpyPhone" not in body and b"home" not in body
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("image/jpeg", "default-src 'none'; sandbox")
    assert "home" not in repr(answer.headers) and "home" not in Person.objects.get(pk=person.pk).photo.name
    assert '<img class="photo" src="photo" alt="">' in client.get(MARY).text
    Person.objects.filter(pk=person.pk).update(shown_from=date(2099, 1, 1))
    assert client.get(f"{MARY}photo").status_code == 404
    Person.objects.filter(pk=person.pk).update(shown_from=LONG_AGO)
    page = Page(desk, f"/admin/committees/person/{person.pk}/change/")
    assert "There is a photograph." in page.text and page.send(**{"photo-clear": "on"}) is None
    assert client.get(f"{MARY}photo").status_code == 404


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_of_each_form_is_kept_as_jpeg(client, desk, form):
    person = sits().person
    sent = make_upload(f"me.{form.lower()}", picture(form))
    assert Page(desk, f"/admin/committees/person/{person.pk}/change/").send(photo=sent) is None
    assert b"".join(client.get(f"{MARY}photo").streaming_content)[:2] == b"\xff\xd8"


BAD = {
    "a page": b"<html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a GIF": picture("GIF", (8, 8)),
    "a damaged one": picture()[:600],
    "too many pixels": picture("PNG", (8000, 8000)),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_is_no_photograph_is_refused_with_a_sentence(client, desk, data):
    person = sits().person
    refused = Page(desk, f"/admin/committees/person/{person.pk}/change/").send(photo=make_upload("me.jpg", data))
    assert refused is not None and not Person.objects.get(pk=person.pk).photo
    assert client.get(f"{MARY}photo").status_code == 404


def noise(form: str) -> bytes:
    """A picture of some hundred kilobytes, as cameras make them."""
    out = BytesIO()
    Image.effect_noise((600, 800), 90).convert("RGB").save(out, form)
    return out.getvalue()


CUT_OFF = "This picture is damaged or cut off: not all of it is there."
NO_IMAGE = "was either not an image or a corrupted image"  # Django’s, which looks at the sums of PNG files


@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_that_is_cut_off_is_refused(desk, monkeypatch, form, share):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    person, data = sits().person, noise(form)
    address = f"/admin/committees/person/{person.pk}/change/"
    refused = Page(desk, address).send(photo=make_upload("me.jpg", data[: int(len(data) * share)]))
    assert refused is not None and not Person.objects.get(pk=person.pk).photo
    assert (CUT_OFF if form == "JPEG" else NO_IMAGE) in refused.text
    assert ImageFile.LOAD_TRUNCATED_IMAGES
    assert Page(desk, address).send(photo=make_upload("me.jpg", data)) is None


@pytest.mark.parametrize("size", [(99, 800), (800, 99), (1, 1)])
def test_a_photograph_of_a_few_pixels_is_refused(desk, size):
    person = sits().person
    address = f"/admin/committees/person/{person.pk}/change/"
    refused = Page(desk, address).send(photo=make_upload("me.jpg", picture(size=size)))
    assert "The picture is smaller than 100 × 100 pixels." in refused.text
    assert Page(desk, address).send(photo=make_upload("me.jpg", picture(size=(100, 100)))) is None


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF"])
def test_a_sign_of_the_council_that_is_cut_off_is_refused(desk, monkeypatch, form):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data, address = noise(form), f"/admin/committees/organisation/{Organisation.objects.get().pk}/change/"
    refused = Page(desk, address).send(logo=make_upload("sign.png", data[: len(data) // 2]))
    assert (NO_IMAGE if form == "PNG" else CUT_OFF) in refused.text and not Organisation.objects.get().logo
    assert Page(desk, address).send(logo=make_upload("sign.png", data)) is None
    kept = Organisation.objects.get().logo
    assert kept.read() == data
    kept.storage.delete(kept.name)


def test_a_photograph_whose_file_is_lost_is_not_there(client):
    person = sits().person
    person.photo.save("photo.jpg", ContentFile(picture()))
    assert client.get(f"{MARY}photo").status_code == 200
    person.photo.storage.delete(person.photo.name)
    assert client.get(f"{MARY}photo").status_code == 404


def test_a_page_that_a_clerk_who_is_signed_in_asks_for_is_the_same(client, desk):
    sits()
    publish(make_held_meeting())
    assert client.get(MARY).content == type(client)().get(MARY).content

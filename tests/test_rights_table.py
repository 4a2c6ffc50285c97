"""The table of rights, cell by cell: each role at every address of the desk, in its own committee and in another one."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urljoin

import lxml.html
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone

from committees.closed_days import ClosedDays
from committees.models import Appointment, Committee, Party, Ward
from committees.roles import TABLE, Role
from minutes.models import (
    Action,
    AgendaItem,
    Approval,
    ChairComment,
    ChairLink,
    Matter,
    Meeting,
    Motion,
    PaperWanted,
    Phrase,
    ReportAuthor,
    StandingItem,
    Typing,
)
from minutes.models.for_the_chair import digest_of
from published.kinds import Kind
from published.models import PDF
from tests.making import (
    make_clerk,
    make_committee,
    make_document,
    make_held_meeting,
    make_item,
    make_meeting,
    make_person,
    publish,
)

pytestmark = pytest.mark.django_db

# Below /admin/: the address, who may look (GET) and who may do something (POST): Viewer, Clerk, Publisher, Manager of the
# row's committee. "-" is nobody of a committee; "." is not asked: the address has no such method.
HERE = """
minutes/meeting/{meeting}/change/                                   VCPM C
minutes/meeting/{meeting}/history/                                  VCPM .
minutes/meeting/{meeting}/delete/                                   C    C
minutes/meeting/{meeting}/cancellation/                             C    C
minutes/meeting/papers/{file}                                       VCPM VCPM
minutes/meeting/{meeting}/agenda/                                   VCPM C
minutes/meeting/{meeting}/agenda/order/                             .    C
minutes/meeting/{meeting}/agenda/paste/                             C    C
minutes/meeting/{meeting}/agenda/undo/                              .    C
minutes/meeting/{meeting}/agenda/deferred/                          .    C
minutes/meeting/{meeting}/agenda/matters-arising/                   .    C
minutes/meeting/{meeting}/agenda/matters/                           VCPM VCPM
minutes/meeting/{meeting}/agenda/{item}/                            C    C
minutes/meeting/{meeting}/papers/                                   VCPM VCPM
minutes/meeting/{meeting}/papers/receive/                           .    C
minutes/meeting/{meeting}/papers/place/                             .    C
minutes/meeting/{meeting}/papers/{paper}/                           C    C
minutes/meeting/{meeting}/papers/{paper}/move/                      .    C
minutes/meeting/{meeting}/papers/{paper}/remove/                    C    C
minutes/meeting/{meeting}/papers/item/{item}/background/            C    C
minutes/meeting/{meeting}/papers/item/{item}/want/                  C    C
minutes/meeting/{meeting}/papers/wanted/{wanted}/                   .    C
minutes/meeting/{meeting}/people/                                   VCPM C
minutes/meeting/{meeting}/people/find/                              C    C
minutes/meeting/{meeting}/minutes/                                  VCPM VCPM
minutes/meeting/{meeting}/minutes/{item}/motion/{motion}/           C    C
minutes/meeting/{meeting}/minutes/{item}/motion/{motion}/typing/    .    C
minutes/meeting/{meeting}/minutes/{item}/number/                    .    C
minutes/meeting/{meeting}/minutes/numbers/                          .    C
minutes/meeting/{meeting}/minutes/{item}/phrase/?phrase={phrase}    C    .
minutes/meeting/{meeting}/minutes/done/{action}/                    .    C
minutes/meeting/{meeting}/typing/                                   VCPM VCPM
minutes/meeting/{meeting}/text/minute-{item}-body/                  C    C
minutes/meeting/{meeting}/text/minute-{item}-body/opened/           C    C
minutes/meeting/{meeting}/text/minute-{item}-body/typing/           .    C
minutes/meeting/{meeting}/text/minute-{item}-body/history/          VCPM .
minutes/meeting/new/?committee={committee}                          C    C
minutes/meeting/year/?committee={committee}                         C    C
minutes/agendaitem/{item}/change/                                   VCPM C
minutes/agendaitem/{item}/history/                                  VCPM .
minutes/agendaitem/{item}/delete/                                   C    C
minutes/motion/{motion}/change/                                     VCPM C
minutes/motion/{motion}/history/                                    VCPM .
minutes/motion/{motion}/delete/                                     C    C
minutes/matter/{matter}/change/                                     VCPM C
minutes/matter/{matter}/history/                                    VCPM .
minutes/matter/{matter}/delete/                                     -    -
minutes/phrase/{phrase}/change/                                     VCPM C
minutes/phrase/{phrase}/history/                                    VCPM .
minutes/phrase/{phrase}/delete/                                     C    C
minutes/standingitem/{standing}/change/                             VCPM C
minutes/standingitem/{standing}/history/                            VCPM .
minutes/standingitem/{standing}/delete/                             C    C
minutes/reportauthor/{author}/change/                               VCPM C
minutes/reportauthor/{author}/history/                              VCPM .
minutes/reportauthor/{author}/delete/                               C    C
minutes/reportauthor/{author}/papers/                               -    -
committees/committee/{committee}/change/                            VCPM CM
committees/committee/{committee}/history/                           VCPM .
committees/committee/{committee}/delete/                            -    -
committees/closeddays/{closed}/change/                              VCPM C
committees/closeddays/{closed}/history/                             VCPM .
committees/closeddays/{closed}/delete/                              C    C
committees/appointment/{appointment}/change/                        M    M
committees/appointment/{appointment}/history/                       M    .
committees/appointment/{appointment}/delete/                        -    -
publishing/publication/{sequence}/change/                           VCPM -
publishing/publication/{sequence}/history/                          VCPM .
publishing/publication/{sequence}/delete/                           -    -
publishing/publication/meeting/{meeting}/                           CP   P
publishing/publication/meeting/{meeting}/preview/agenda/            CP   CP
publishing/publication/meeting/{meeting}/differs/                   CP   CP
publishing/publication/meeting/{meeting}/redline/agenda/            CP   .
publishing/publication/meeting/{meeting}/withdraw/{sequence}/       P    P
publishing/publication/meeting/{meeting}/remove-words/              P    P
publishing/publication/meeting/{meeting}/move/{sequence}/           P    P
publishing/publication/meeting/{meeting}/for-the-chair/             C    C
publishing/publication/meeting/{meeting}/for-the-chair/{comment}/   .    C
publishing/publication/meeting/{meeting}/draft-minutes.docx         VCPM .
publishing/publication/meeting/{meeting}/approval/                  VCPM C
publishing/publication/meeting/{meeting}/approvals/{item}/{meeting}/ .   C
publishing/publication/meeting/{meeting}/approvals/{item}/          .    C
publishing/publication/meeting/{meeting}/withdraw/?version={sequence} P  P
publishing/publication/meeting/{meeting}/print/chair/               VCPM .
publishing/publication/meeting/{meeting}/summons/                   VCPM P
publishing/publication/meeting/{meeting}/print/summoned/            CPM  .
"""
# What belongs to no committee, or to several: nothing of another committee's may stand in it, whoever looks. {other} are rows of
# the other committee. "*" is for anybody who may log in at the desk.
ANYWHERE = """
minutes/meeting/                                                    VCPM
minutes/meeting/?q=canary                                           VCPM
minutes/meeting/?committee__id__exact={other.committee}             VCPM
minutes/meeting/add/                                                C
minutes/agendaitem/                                                 VCPM
minutes/agendaitem/?q=canary&_popup=1                               VCPM
minutes/agendaitem/?meeting__committee__id__exact={other.committee} VCPM
minutes/agendaitem/add/                                             C
minutes/agendaitem/add/?meeting={other.meeting}                     C
minutes/agendaitem/add/?meeting={other.meeting}&_popup=1            C
minutes/motion/                                                     VCPM
minutes/motion/add/?item={other.item}                               C
minutes/matter/                                                     VCPM
minutes/matter/?q=canary                                            VCPM
minutes/matter/add/                                                 C
minutes/phrase/                                                     VCPM
minutes/phrase/add/                                                 C
minutes/standingitem/                                               VCPM
minutes/standingitem/add/                                           -
minutes/reportauthor/                                               VCPM
minutes/reportauthor/?q=canary                                      VCPM
minutes/reportauthor/add/?item={other.item}                         C
autocomplete/?app_label=minutes&model_name=reportauthor&field_name=item&term=canary  VCPM
minutes/meeting/new/                                                C
minutes/meeting/year/                                               C
minutes/meeting/{own.meeting}/agenda/matters/?q=canary              VCPM
committees/committee/                                               VCPM
committees/committee/add/                                           -
committees/closeddays/                                              VCPM
committees/closeddays/add/                                          C
committees/appointment/                                             M
committees/appointment/?q=canary                                    M
committees/appointment/add/                                         M
committees/person/                                                  VCPM
committees/person/add/                                              CM
committees/person/{own.person}/change/                              VCPM
committees/person/{own.person}/history/                             VCPM
committees/person/{own.person}/delete/                              -
committees/party/                                                   VCPM
committees/party/add/                                               -
committees/party/{own.party}/change/                                VCPM
committees/party/{own.party}/history/                               VCPM
committees/party/{own.party}/delete/                                -
committees/ward/                                                    VCPM
committees/ward/add/                                                -
committees/ward/{own.ward}/change/                                  VCPM
committees/ward/{own.ward}/history/                                 VCPM
committees/ward/{own.ward}/delete/                                  -
running/                                                            -
ready/                                                              -
committees/organisation/                                            -
committees/organisation/add/                                        -
committees/organisation/1/change/                                   -
committees/organisation/1/history/                                  -
committees/organisation/1/delete/                                   -
committees/website/                                                 -
committees/website/add/                                             -
committees/website/1/change/                                        -
committees/website/1/history/                                       -
committees/website/1/delete/                                        -
publishing/publication/                                             VCPM
publishing/publication/?q=canary                                    VCPM
publishing/publication/add/                                         -
accounts/user/                                                      -
accounts/user/add/                                                  -
accounts/user/{own.user}/change/                                    -
accounts/user/{own.user}/history/                                   -
accounts/user/{own.user}/delete/                                    -
accounts/user/{own.user}/link/                                      -
accounts/user/{own.user}/reset-second-factor/                       -
accounts/user/{own.user}/end-sessions/                              -
accounts/user/{own.user}/remove/                                    -
accounts/event/                                                     -
accounts/event/add/                                                 -
accounts/event/1/change/                                            -
accounts/event/1/history/                                           -
accounts/event/1/delete/                                            -
autocomplete/?app_label=minutes&model_name=agendaitem&field_name=meeting&term=canary VCPM
autocomplete/?app_label=minutes&model_name=agendaitem&field_name=matter&term=canary  VCPM
autocomplete/?app_label=minutes&model_name=motion&field_name=mover&term=bell         VCPM
minutes/                                                            VCPM
committees/                                                         VCPM
publishing/                                                         VCPM
"""
# For anybody at the desk, or outside it with a token that opens it (tests/test_for_the_chair.py); and what only a superuser
# opens, who is the installation's and no committee's.
ALL_STAFF = {"for_the_chair", "index", "login", "logout", "password_change", "password_change_done", "jsi18n"}
ALL_STAFF |= {"account", "recovery_codes", "log_out_everywhere"}  # one's own
ALL_STAFF |= {
    "second_step",
    "second_factor",
    "forgotten",
    "forgotten_sent",
    "invited",
    "new_password",
}  # before the log-in
OF_SUPERUSERS = ("auth_group_", "axes_")
LETTERS = {"V": Role.VIEWER, "C": Role.CLERK, "P": Role.PUBLISHER, "M": Role.MANAGER}
NOWHERE = 900_000  # added to an id: a row that isn't there


@dataclass(frozen=True)
class Row:
    address: str
    sees: set[Role] | None
    does: set[Role] | None = None

    @classmethod
    def read(cls, line: str) -> "Row":
        address, *cells = line.split()
        return cls(f"/admin/{address}", *(cls._cell(cell) for cell in cells))

    @staticmethod
    def _cell(letters: str) -> set[Role] | None:
        return None if letters == "." else {LETTERS[letter] for letter in letters.strip("-")}


OF_A_ROW = [Row.read(line) for line in HERE.strip().splitlines()]
OF_ANY = [Row.read(line) for line in ANYWHERE.strip().splitlines()]


@dataclass
class Place:
    """A committee with one of everything. Of the other committee, everything says CANARY."""

    ids: dict = field(default_factory=dict)

    def __getattr__(self, name):
        return self.ids[name]

    @classmethod
    def make(cls, name: str, mark: str) -> "Place":
        committee = make_committee(name=name, slug=name.lower(), usual_weekday=1)
        meeting = make_meeting(committee=committee, clerk_note=mark, subtitle=mark)
        matter = Matter.objects.create(title=f"{mark} of the matter")
        about = {"matter": matter, "kind": "previous-minutes"}
        item = make_item(meeting, f"{mark} of the item", minutes=f"<p>{mark}</p>", **about)
        author = make_clerk(f"{name.lower()}-author")
        paper = make_document(meeting, item=item, title=f"{mark} of the paper")
        typed = {"user": author, "meeting": meeting, "field": f"minute-{item.pk}-body", "opened_version": 1}
        Typing.objects.create(**typed, window="1", text=f"<p>{mark}</p>")
        made = {
            "committee": committee,
            "meeting": meeting,
            "item": item,
            "matter": matter,
            "paper": paper,
            "motion": Motion.objects.create(item=item, text=f"<p>{mark} of the motion</p>"),
            "wanted": PaperWanted.objects.create(item=item, title=f"{mark} wanted"),
            "action": Action.objects.create(item=item, what=f"{mark} to do", due=timezone.localdate()),
            "comment": comment_at(meeting, item, mark),
            "phrase": Phrase.objects.create(committee=committee, name=f"{mark} phrase", text=f"<p>{mark}</p>"),
            "standing": StandingItem.objects.create(committee=committee, title=f"{mark} standing"),
            "closed": ClosedDays.objects.create(committee=committee, first=date(2022, 9, 19), reason=f"{mark} closed"),
            "appointment": appoint(author, Role.VIEWER, committee),
            "author": ReportAuthor.objects.create(user=author, item=item),
            "person": make_person(),
            "party": Party.objects.get_or_create(name="Independent")[0],
            "ward": Ward.objects.get_or_create(name="Quayside")[0],
            "user": author,
        }
        ids = {key: row.pk for key, row in made.items()}
        published = publish(meeting, Kind.AGENDA, note=mark, goes_live_at=timezone.now() + timedelta(2))
        return cls(ids | {"sequence": published.pk, "file": paper.file.name})

    @property
    def nowhere(self) -> dict:
        return {key: f"none/{value}" if key == "file" else value + NOWHERE for key, value in self.ids.items()}


def comment_at(meeting, item, mark: str) -> ChairComment:
    link = ChairLink.objects.create(
        meeting=meeting, to_name=mark, digest=digest_of(f"{mark}{meeting.pk}"), expires_at=timezone.now() + timedelta(9)
    )
    return ChairComment.objects.create(link=link, item=item, title=mark, name=mark, text=mark, read=mark)


def appoint(user, role: Role, committee=None, **days) -> Appointment:
    """From yesterday on, unless other days are given."""
    known = {"started_on": timezone.localdate() - timedelta(1)}
    return Appointment.objects.create(user=user, role=role, committee=committee, **(known | days))


def somebody(*appointments, **days):
    """A user with these roles in these committees, and their browser."""
    user = get_user_model().objects.create_user(
        f"user-{get_user_model().objects.count()}@example.org", name="Una Reed", is_staff=True
    )
    for role, committee in appointments:
        appoint(user, role, committee, **days)
    client = Client()
    client.force_login(user, "committees.rights.RightsByCommittee")
    return client


@pytest.fixture
def places(monkeypatch):
    """Harbour, and Market, of which everything says CANARY."""
    monkeypatch.setattr("desk.sheets.printed", lambda name, meeting: b"%PDF CANARY")
    return Place.make("Harbour", "OWN"), Place.make("Market", "CANARY")


def ask(client, method: str, address: str):
    """The answer; nothing that it did stays."""
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
    return response


def says_gone(response) -> bool:
    """Django's own way to say that a row isn't there: back to the desk."""
    return response.status_code == 302 and response.url == "/admin/"


def opens(response) -> bool:
    return response.status_code not in {403, 404} and not says_gone(response)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def wrong_cells(client, places, roles_of: dict[int, set[Role]]) -> tuple[int, list[str]]:
    """Each row × method × committee: how many were tried, and those with another answer than the table's."""
    tried, wrong = 0, []
    for row in OF_A_ROW:
        for at, place in enumerate(places):
            for method, allowed in (("get", row.sees), ("post", row.does)):
                if allowed is None:
                    continue
                address = row.address.format(**place.ids)
                response = ask(client, method, address)
                tried += 1
                if opens(response) != bool(allowed & roles_of[at]):
                    wrong.append(f"{method} {address}: {response.status_code}")
                elif not roles_of[at] and told(client, row, method, place, response):
                    wrong.append(f"{method} {address}: {told(client, row, method, place, response)}")
    return tried, wrong


def told(client, row: Row, method: str, place: Place, response) -> str:
    """What the answer tells somebody who has no role there: a word of the row, or that it exists."""
    if b"CANARY" in body(response):
        return "a word of it"
    none = ask(client, method, row.address.format(**place.nowhere))
    if (none.status_code, none.get("Location")) != (response.status_code, response.get("Location")):
        return f"there is one; without it, {none.status_code}"
    return ""


def other_words(client, places, roles: set[Role]) -> tuple[int, list[str]]:
    """The addresses of no one row: how many were tried, and which open wrongly or hold a word of the other committee."""
    wrong, (own, other) = [], places
    for row in OF_ANY:
        address = row.address.format(own=own, other=other)
        response = ask(client, "get", address)
        if opens(response) != bool(row.sees & roles):
            wrong.append(f"{address}: {response.status_code}")
        if b"CANARY" in body(response):
            wrong.append(f"{address}: a word of the other committee")
    return len(OF_ANY), wrong


CASES = {
    **{role.value: ([(role, "here")], {}) for role in Role},
    "clerk here, viewer there": ([(Role.CLERK, "here"), (Role.VIEWER, "there")], {}),
    "clerk and publisher": ([(Role.CLERK, "here"), (Role.PUBLISHER, "here")], {}),
}


@pytest.mark.parametrize("case", CASES)
def test_each_role_opens_in_its_committee_what_the_table_says_and_learns_nothing_of_another(places, case):
    roles = CASES[case][0]
    committees = {"here": places[0].committee, "there": places[1].committee}
    of = {at: {role for role, where in roles if where == name} for at, name in enumerate(committees)}
    client = somebody()
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    for role, name in roles:
        Appointment.objects.create(user=user, role=role, committee_id=committees[name])
    tried, wrong = wrong_cells(client, places, of)
    if not of[1]:
        further, more = other_words(client, places, of[0])
        tried, wrong = tried + further, wrong + more
    print(f"{case}: {tried} cells")
    assert wrong == []


def test_every_address_of_the_desk_stands_in_the_table(places):
    def walk(patterns, inside=False):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, inside or str(pattern.pattern) == "admin/")
            elif inside and isinstance(pattern, URLPattern) and pattern.name:
                yield pattern.name

    own, other = places
    addresses = [row.address.format(**own.ids) for row in OF_A_ROW]
    addresses += [row.address.format(own=own, other=other) for row in OF_ANY]
    listed = {resolve(address.partition("?")[0]).url_name for address in addresses}
    there = {name for name in walk(get_resolver().url_patterns) if not name.startswith(OF_SUPERUSERS)}
    assert there - listed == ALL_STAFF


@pytest.mark.parametrize("days", [(-9, -1), (1, 9)], ids=["until yesterday", "from tomorrow"])
def test_cover_counts_on_its_days_alone(places, days):
    first, last = (timezone.localdate() + timedelta(n) for n in days)
    client = somebody(*((role, None) for role in Role), started_on=first, ended_on=last)
    for row in OF_A_ROW:
        for method, allowed in (("get", row.sees), ("post", row.does)):
            if allowed is not None:
                assert not opens(ask(client, method, row.address.format(**places[0].ids))), row.address
    page = client.get("/admin/")
    assert page.status_code == 200 and b"OWN" not in page.content


def test_cover_counts_on_its_first_and_on_its_last_day(places):
    today = timezone.localdate()
    for days in ({"started_on": today}, {"started_on": today - timedelta(1), "ended_on": today}):
        client = somebody((Role.VIEWER, None), **days)
        assert client.get(f"/admin/minutes/meeting/{places[0].meeting}/agenda/").status_code == 200


def test_the_first_page_shows_what_is_due_in_one_s_own_committees_alone(places):
    page = somebody((Role.CLERK, get(places[0], "committee"))).get("/admin/").content
    assert b"OWN wanted" in page and b"OWN to do" in page and b"Market" not in page and b"CANARY" not in page
    both = somebody((Role.CLERK, None)).get("/admin/").content
    assert b"OWN" in both and b"CANARY" in both and b"Market" in both


@pytest.mark.parametrize("role", Role)
def test_no_link_leads_a_role_to_a_closed_door(places, role):
    """On the first page, and on the tabs of a meeting whose agenda is scheduled and whose draft minutes are out."""
    own = places[0]
    publish(get(own, "meeting"), Kind.DRAFT_MINUTES, note="Out")
    client, here = somebody((role, get(own, "committee"))), f"/admin/minutes/meeting/{own.meeting}/"
    for address in ("/admin/", *(f"{here}{name}/" for name in ("agenda", "papers", "people", "minutes", "change"))):
        page = lxml.html.fromstring(client.get(address).content.decode())
        links = {urljoin(address, link) for link in page.xpath("//div[@id='container']//a/@href")}
        desk = {link.partition("#")[0] for link in links if link.startswith("/admin/") and "/print/" not in link}
        closed = {link: client.get(link).status_code for link in desk if client.get(link).status_code not in {200, 302}}
        assert closed == {} and len(desk) > 3, address


@pytest.mark.parametrize("here", [Role.VIEWER, Role.CLERK])
def test_who_publishes_for_another_committee_is_sent_to_no_closed_door_of_this_one(places, here):
    """Draft minutes wait, a cancellation is not public, an agenda is scheduled, a PDF failed: in both committees."""
    held = []
    for place in places:
        publish(get(place, "meeting"), Kind.AGENDA, note="Out")
        PDF.objects.update(problem="It failed.")
        coming = make_meeting(committee=get(place, "committee"), date=timezone.localdate() + timedelta(9))
        publish(coming, Kind.NOTICE)
        coming.cancel("Storm.")
        held.append(make_held_meeting(committee=get(place, "committee"), date=timezone.localdate() - timedelta(9)))
        publish(held[-1], Kind.DRAFT_MINUTES)
    client = somebody((here, get(places[0], "committee")), (Role.PUBLISHER, get(places[1], "committee")))
    page = lxml.html.fromstring(client.get("/admin/").content.decode())
    links = {urljoin("/admin/", link).partition("#")[0] for link in page.xpath("//div[@id='content-main']//a/@href")}
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}
    own, other = (f"/admin/publishing/publication/meeting/{meeting.pk}/?kind=minutes" for meeting in held)
    assert own not in links and other in links
    said = "The public doesn’t know yet. Somebody who publishes for this committee publishes the cancellation."
    assert page.text_content().count(said) == 1


def test_who_may_not_publish_approved_minutes_reads_who_does(places):
    own = get(places[0], "committee")
    held = make_held_meeting(committee=own, date=timezone.localdate() - timedelta(30))
    publish(held, Kind.DRAFT_MINUTES)
    Approval.objects.create(of_meeting=held, by_item_id=places[0].item, outcome="approved")
    address = f"/admin/publishing/publication/meeting/{held.pk}/approval/"
    said, link = "Somebody who publishes for this committee publishes it.", "Check and publish</a>."
    for role, may in ((Role.CLERK, False), (Role.PUBLISHER, True)):
        page = somebody((role, own)).get(address).content.decode()
        assert ("Not published as approved yet" in page, link in page, said in page) == (True, may, not may)


def test_where_somebody_worked_last_is_not_shown_once_their_cover_has_ended(places):
    own, other = (get(place, "committee") for place in places)
    client, item = somebody((Role.CLERK, own), (Role.CLERK, other)), get(places[1], "item")
    user = get_user_model().objects.get(pk=client.session["_auth_user_id"])
    for row in (item, get(places[0], "item")):
        LogEntry.objects.log_actions(user.pk, [row], CHANGE, "Changed.")
    assert b"OWN of the item" in client.get("/admin/").content and b"CANARY" in client.get("/admin/").content
    Appointment.objects.filter(user=user, committee=other).update(ended_on=timezone.localdate() - timedelta(1))
    assert b"OWN of the item" in client.get("/admin/").content and b"CANARY" not in client.get("/admin/").content


def get(place: Place, name: str):
    return {"committee": Committee, "meeting": Meeting, "item": AgendaItem}[name].objects.get(pk=place.ids[name])


def test_only_rows_of_one_s_own_committees_are_deleted_together(places):
    own, other = places
    client = somebody((Role.CLERK, get(own, "committee")), (Role.VIEWER, get(other, "committee")))
    stranger = somebody((Role.CLERK, get(own, "committee")))
    chosen = {"action": "delete_selected", "_selected_action": [own.item, other.item], "post": "yes"}
    assert client.post("/admin/minutes/agendaitem/", chosen).status_code == 403
    assert AgendaItem.objects.count() == 2
    chosen["_selected_action"] = [other.item]
    assert b"CANARY" not in stranger.post("/admin/minutes/agendaitem/", chosen, follow=True).content
    assert AgendaItem.objects.count() == 2


@pytest.mark.parametrize("asked", ["person/?motions_moved={}", "person/?attendances={}", "person/?votes={}"])
def test_no_list_of_people_is_asked_who_stands_in_a_draft(places, asked):
    own, other = places
    Motion.objects.filter(pk=other.motion).update(mover=other.person)
    client = somebody((Role.CLERK, get(own, "committee")))
    answers = [client.get(f"/admin/committees/{asked.format(pk)}") for pk in (other.motion, NOWHERE)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert client.get(f"/admin/minutes/matter/?items={other.item}").status_code == 400
    assert client.get(f"/admin/committees/person/?party__id__exact={own.party}&q=bell").status_code == 200


FORGED = {
    "a meeting of another committee": ("minutes/meeting/{own.meeting}/change/", "committee", "committee"),
    "an item of another meeting": ("minutes/agendaitem/add/", "meeting", "meeting"),
    "an item's hidden matter": ("minutes/agendaitem/{own.item}/change/", "matter", "matter"),
    "a motion of another item": ("minutes/motion/add/?item={other.item}", "item", "item"),
    "a phrase of another committee": ("minutes/phrase/{own.phrase}/change/", "committee", "committee"),
    "days of another committee": ("committees/closeddays/add/", "committee", "committee"),
}


@pytest.mark.parametrize("case", FORGED)
def test_nothing_is_put_into_another_committee_by_a_forged_form(places, case):
    address, name, of = FORGED[case]
    own, other = places
    client = somebody((Role.CLERK, get(own, "committee")))
    for pk in (other.ids[of], other.nowhere[of]):
        answer = client.post("/admin/" + address.format(own=own, other=other), {name: pk})
        assert answer.status_code == 200 and "Select a valid choice" in answer.content.decode(), case
        assert b"CANARY" not in answer.content


@pytest.mark.parametrize(
    "address", ["minutes/phrase/add/", "committees/closeddays/add/", "committees/appointment/add/"]
)
def test_what_is_for_all_committees_is_made_by_who_is_appointed_to_all(places, address):
    roles = Role.CLERK, Role.MANAGER
    for committee, refused in [(get(places[0], "committee"), True), (None, False)]:
        client = somebody(*((role, committee) for role in roles))
        answer = client.post(f"/admin/{address}", {})
        errors = answer.context["adminform"].form.errors
        assert ("committee" in errors) == refused


def test_what_is_for_all_committees_is_everybody_s_to_see_and_not_to_change(places):
    phrase = Phrase.objects.create(name="For all", text="<p>x</p>")
    address = f"/admin/minutes/phrase/{phrase.pk}/change/"
    clerk = somebody((Role.CLERK, get(places[0], "committee")))
    assert clerk.get(address).status_code == 200 and clerk.post(address, {"name": "Mine"}).status_code == 403
    assert clerk.post(f"/admin/minutes/phrase/{phrase.pk}/delete/", {"post": "yes"}).status_code == 403


OF_ALL = {
    Role.CLERK: ["committees/committee/add/", "committees/person/{own.person}/delete/"],
    Role.MANAGER: [
        "committees/committee/add/",
        "committees/organisation/1/change/",
        "accounts/user/add/",
        "accounts/event/",
    ],
}


@pytest.mark.parametrize("role", OF_ALL)
def test_what_belongs_to_no_committee_is_for_who_is_appointed_to_all(places, role):
    everywhere, here = somebody((role, None)), somebody((role, get(places[0], "committee")))
    for address in OF_ALL[role]:
        asked = "/admin/" + address.format(own=places[0])
        assert (everywhere.get(asked).status_code, here.get(asked).status_code) == (200, 403), address


def test_every_right_of_the_table_is_one_that_django_knows():
    rows = Permission.objects.values_list("content_type__app_label", "codename")
    known = {f"{app}.{name}" for app, name in rows}
    assert {right for rights in TABLE.values() for right in rights.there | rights.of_all} - known == set()


def test_rights_add_two_queries_to_a_page_at_most(places):
    own = get(places[0], "committee")
    several = somebody(*((role, own) for role in Role), (Role.VIEWER, None))
    superuser = Client()
    superuser.force_login(make_clerk("superuser"), "committees.rights.RightsByCommittee")
    for address in ("agenda/", "minutes/", "papers/", "people/", "change/", f"text/item-{places[0].item}-purpose/"):
        counts = []
        for client in (superuser, several, superuser, several):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/admin/minutes/meeting/{places[0].meeting}/{address}").status_code == 200
            counts.append(len(asked))
        assert counts[3] - counts[2] <= 2, address

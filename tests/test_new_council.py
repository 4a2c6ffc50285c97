"""manage.py new_council: a council of one's own in an empty installation, asked for or given, from lists as offices save them."""

import os
import pty
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from committees.models import Appointment, Committee, Membership, Organisation, Party, Person
from committees.website import Website
from desk.founding.council import UNNAMED
from tests.desk import Page
from tests.install import ROOT
from tests.making import make_clerk
from tests.phone import Phone

GIVEN = {"name": "Withyham Parish Council", "kind": "parish", "nation": "england", "manager": "Clerk@Withyham.example"}


def new_council(**changes) -> str:
    said = StringIO()
    call_command("new_council", stdout=said, **GIVEN | changes)
    return said.getvalue()


def refused(**changes) -> str:
    """The sentence; and nothing was made."""
    with pytest.raises(CommandError) as refusal:
        new_council(**changes)
    assert Organisation.objects.get().name == UNNAMED
    assert not any(table.objects.exists() for table in (Committee, Person, get_user_model()))
    return str(refusal.value)


@pytest.fixture
def csv(tmp_path):
    def write(text: str, encoding: str = "utf-8", name: str = "list.csv"):
        (tmp_path / name).write_bytes(text.encode(encoding))
        return tmp_path / name

    return write


@pytest.mark.django_db
def test_its_manager_logs_in_with_the_password_that_is_printed_and_appoints_others(client, tmp_path, settings):
    said = new_council()
    password = re.search(r"password: (\S{20,})", said)[1]
    user = get_user_model().objects.get()
    assert (user.email, user.is_staff, user.is_superuser) == ("clerk@withyham.example", True, False)
    assert user.check_password(password)
    assert set(Appointment.objects.values_list("role", "committee")) == {
        ("manager", None),
        ("clerk", None),
        ("publisher", None),
    }
    settings.FORCES_SECOND_FACTOR = True
    sent = {"username": "Clerk@Withyham.example", "password": password}
    page = client.post("/admin/login/?next=/admin/", sent, follow=True)
    assert page.request["PATH_INFO"] == "/admin/login/second-factor/"
    client.post("/admin/login/second-factor/", {"code": Phone.typed(page.content.decode()).code()})
    assert client.get("/admin/committees/appointment/add/").status_code == 200
    assert not (tmp_path / "clerk-login.txt").exists()
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.kind) == ("Withyham Parish Council", "parish")
    assert "Withyham Parish Council" in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_lists_are_read_as_offices_save_them(csv, encoding, delimiter):
    committees = (
        "Name,Kind,Quorum,Venue,Start\r\nFull Council,council,5,Village Hall,19:30\r\n"
        "Planning,Planning and regulatory,,,\r\n"
    )
    people = (
        "\r\nname,committee,role,party,,\r\nCllr Zoë O’Brien,Full Council,chair,Labour,,\r\n,,,\r\n"
        "Cllr Zoë O’Brien,planning,,,,\r\nMr René Dupont,,,,,\r\n"
    )
    new_council(
        committees=csv(committees.replace(",", delimiter), encoding, "c.csv"),
        people=csv(people.replace(",", delimiter), encoding, "p.csv"),
    )
    full, planning = Committee.objects.order_by("pk")
    assert (full.kind, full.quorum, full.usual_venue, f"{full.usual_start:%H:%M}") == (
        "council",
        5,
        "Village Hall",
        "19:30",
    )
    assert (planning.kind, planning.slug, planning.clear_days) == ("regulatory", "planning", "parish-3")
    assert [str(person) for person in Person.objects.order_by("pk")] == ["Councillor Zoë O’Brien", "Mr René Dupont"]
    assert Party.objects.get().name == "Labour"
    assert list(Membership.objects.order_by("pk").values_list("committee__name", "role")) == [
        ("Full Council", "chair"),
        ("Planning", "member"),
    ]


@pytest.mark.django_db
def test_a_value_with_the_delimiter_in_quotation_marks_is_one(csv):
    new_council(committees=csv('name;venue\n"Staffing; pay";"Hall, upstairs"\n'))
    assert list(Committee.objects.values_list("name", "usual_venue")) == [("Staffing; pay", "Hall, upstairs")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("which", "text", "sentence"),
    [
        ("committees", "title,kind\nPlanning,council\n", "has no column “name”"),
        ("committees", "name,colour\nPlanning,red\n", "has a column “colour”"),
        ("committees", "name,name\nPlanning,Planning\n", "has two columns “name”"),
        ("committees", "name,kind\n,council\n", "line 2: there is nothing under “name”"),
        ("committees", "name\nPlanning\nplanning\n", "line 3: “planning” is there already, see"),
        ("committees", "name,kind\nPlanning,club\n", "line 2: “club” under “kind” is none of these: council, "),
        ("committees", "name,quorum\nPlanning,many\n", "“many” under “quorum” is no number"),
        ("committees", "name,start\nPlanning,25:00\n", "“25:00” under “start” is no time"),
        ("committees", f"name\n{'P' * 300}\n", "line 2: "),
        ("committees", "name\n🐟\n", "line 2: "),
        ("committees", "name,venue\nPlanning,Hall,upstairs\n", "line 2: it has more values than there are columns"),
        ("committees", 'name\n"Planning\n', "it can't be read"),
        ("committees", "", "it is empty"),
        ("committees", "\x00\x01\x02\x03", "can't be read"),
        ("people", "name\nMary Bell\nCllr. Mary BELL\n", "line 3: “Cllr. Mary BELL” is there already, see"),
        ("people", "name,party\nMary Bell,Labour\nMary Bell,Green\n", "line 3: “Mary Bell” is there already"),
        ("people", "name,committee\nMary Bell,Harbour\n", "there is no committee “Harbour”"),
        ("people", "name\nCllr\n", "line 2: "),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_line_and_nothing_is_made(csv, which, text, sentence):
    assert sentence in refused(**{which: csv(text)})


@pytest.mark.django_db
def test_two_people_of_one_name_are_told_apart_by_nobody_but_the_clerk(csv):
    lists = {
        "committees": csv("name\nFull Council\nPlanning\n", name="c.csv"),
        "people": csv("name,committee,ward\nMary Bell,Planning,North\nMary Bell,Full Council,South\n", name="p.csv"),
    }
    assert "line 3: “Mary Bell” has another ward than in" in refused(**lists)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"manager": "clerk"}, "“clerk” is no e-mail address"),
        ({"name": " "}, '--name is empty. Give its name, for example --name "Withyham Parish Council".'),
        ({"manager": ""}, "--manager is empty. Give an e-mail address, for example --manager clerk@withyham.example."),
        ({"name": "x" * 300}, "at most 200 characters"),
        ({"time_zone": "Europe/Atlantis"}, "“Europe/Atlantis” is no time zone"),
        ({"time_zone": "../../etc/passwd"}, "is no time zone"),
        ({"name": None}, "--name is missing"),
    ],
)
def test_an_answer_that_is_none_is_refused(changes, sentence):
    assert sentence in refused(**changes)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said(tmp_path):
    assert "can't be read: No such file" in refused(people=tmp_path / "nowhere.csv")


@pytest.mark.django_db
def test_a_second_time_is_refused():
    new_council()
    with pytest.raises(CommandError, match="has a council already: Withyham Parish Council"):
        new_council(name="Another")
    assert get_user_model().objects.count() == 1


@pytest.mark.django_db
def test_an_installation_with_an_account_is_not_taken_over():
    make_clerk()
    with pytest.raises(CommandError, match="has a council already"):
        new_council()


@pytest.mark.django_db
def test_the_demonstration_never_comes_into_it():
    new_council()
    call_command("demo", "--if-empty")
    with pytest.raises(CommandError, match="There is a council already"):
        call_command("demo")
    assert not Committee.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "nation", "counted"),
    [
        ("council", "england", "principal-5"),
        ("parish", "england", "parish-3"),
        ("parish", "wales", "wales-3"),
        ("council", "scotland", "none"),
        ("association", "england", "none"),
    ],
)
def test_notice_is_counted_by_the_law_of_its_kind_and_nation(csv, kind, nation, counted):
    new_council(kind=kind, nation=nation, committees=csv("name\nBoard\n"))
    assert Committee.objects.get().clear_days == counted


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "nation", "counted"), [("parish", "england", "parish-3"), ("board", "wales", "none")])
def test_a_committee_made_at_the_desk_later_begins_with_the_notice_of_that_law(client, kind, nation, counted):
    new_council(kind=kind, nation=nation)
    client.force_login(make_clerk())
    assert Page(client, "/admin/committees/committee/add/").fields["clear_days"] == counted
    assert Page(client, "/admin/committees/organisation/1/change/").fields["clear_days"] == counted


@pytest.mark.django_db
def test_in_northern_ireland_its_accessibility_statement_names_the_right_commission():
    new_council(kind="council", nation="northern-ireland")
    assert Website.objects.get().enforcer == "ecni"


def test_its_time_zone_counts_from_then_on(install):
    given = [f"--{name}={value}" for name, value in GIVEN.items()]
    said = install.manage("new_council", *given, "--time-zone", "Atlantic/Bermuda").stdout
    assert "Times are those of Atlantic/Bermuda" in said
    assert install.python("from django.conf import settings; print(settings.TIME_ZONE)").stdout == "Atlantic/Bermuda\n"
    assert (install.data / "time_zone").stat().st_mode & 0o077 == 0
    assert install.python("from django.conf import settings; print(settings.OFFERS_ALERTS)").stdout == "False\n"


def test_on_a_terminal_it_asks_for_what_is_not_given_and_asks_again(install):
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "new_council", "--kind", "parish"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=install.env,
        text=True,
    )
    os.write(ours, b"Withyham Parish Council\natlantis\nengland\nnobody\nclerk@withyham.example\n")
    said = asked.communicate(timeout=120)[0]
    os.close(ours)
    os.close(theirs)
    assert asked.returncode == 0, said
    assert "“atlantis” is none of these" in said and "“nobody” is no e-mail address" in said
    assert "Withyham Parish Council is there" in said


def test_questions_that_are_broken_off_end_with_a_sentence_and_change_nothing(install):
    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "manage.py"), "new_council", "--kind", "parish"]
    asked = subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=install.env, text=True
    )
    os.write(ours, b"Withyham Parish Council\n\x04")  # Ctrl-D
    said = asked.communicate(timeout=120)[1]
    os.close(ours)
    os.close(theirs)
    assert asked.returncode == 1 and "Nothing was changed" in said and "Traceback" not in said
    assert "is there" in install.manage("new_council", *[f"--{name}={value}" for name, value in GIVEN.items()]).stdout


def test_a_killed_run_leaves_the_installation_empty(install):
    ended = (
        "import os, signal\nfrom django.core.management import call_command\nfrom desk.founding import council\n"
        f"council._seat = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\ncall_command('new_council', **{GIVEN!r})"
    )
    assert install.python(ended, check=False).returncode == -9
    assert "is there" in install.manage("new_council", *[f"--{name}={value}" for name, value in GIVEN.items()]).stdout

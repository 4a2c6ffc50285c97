"""Many people press at the same moment, on an installation of its own: nothing is done twice, and nothing is lost.

`-s` prints what happened: how often who was first."""

import pytest

# Lets each of several people do one thing, all at the same moment; gives what each of them got.
AT_ONCE = """
from threading import Barrier, Thread
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

def desk_of(user):
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client

def at_once(doings):
    got, together = {}, Barrier(len(doings))
    def do(name, doing):
        together.wait()
        try:
            got[name] = doing()
        finally:
            connection.close()
    threads = [Thread(target=do, args=pair) for pair in doings.items()]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return got
"""


# Minute numbers

NUMBERED = """
from datetime import date, timedelta
from tests.making import *
committee = make_committee(minute_pattern="{seq}/{yy}", minute_restart="year")
for n in range(50):
    meeting = make_meeting(committee=committee, date=date(2026, 1, 5) + timedelta(7 * n))
    for title in ("Pier", "Quay", "Mole"):
        make_item(meeting, title, minutes="<p>Mended.</p>")
"""
NUMBER = f"""{AT_ONCE}
import time
from random import Random
from minutes.minute_numbers import number_minutes
from minutes.models import Meeting, Minute, MinuteNumber
meetings = list(Meeting.objects.select_related("committee"))
def clerk(n):
    def number_all():
        mine = list(meetings)
        Random(n).shuffle(mine)
        return sum(len(number_minutes(meeting)) for meeting in mine)
    return number_all
begun = time.monotonic()
given = at_once({{n: clerk(n) for n in range(20)}})
seconds = time.monotonic() - begun
numbers = sorted(int(number.split("/")[0]) for number in Minute.objects.values_list("number", flat=True))
in_order = all(
    [seqs[0] + n for n in range(3)] == seqs
    for seqs in ([int(item.minute.number.split("/")[0]) for item in meeting.numbered_items("minute")] for meeting in meetings)
)
print(numbers == list(range(1, 151)), MinuteNumber.objects.count(), len(given), sum(given.values()), in_order)
print(f"{{connection.vendor}}: {{sum(map(bool, given.values()))}} of 20 clerks gave some, {{seconds:.1f}} s for 1,000 presses")
"""


def test_twenty_clerks_who_number_the_minutes_of_fifty_meetings_give_each_number_once(install):
    """Each of them presses at each meeting; the numbers of a meeting stand in the order of its agenda."""
    install.begin(NUMBERED)
    said, *figures = install.python(NUMBER).stdout.strip().splitlines()
    print(*figures, sep="\n")
    assert said == "True 150 20 150 True"


# Managers

MANAGERS = """
from tests.test_appointments import appoint, make_user
from tests.making import make_clerk, make_committee
make_clerk("owner"), make_clerk("deputy")
for n in range(8):
    harbour = make_committee(name=f"Committee {n}", slug=f"committee-{n}")
    for name in ("Joan", "Bryn"):
        appoint(make_user(f"{name}{n}"), committee=harbour)
"""
END = f"""{AT_ONCE}
import time
from django.utils import timezone
from committees import appointing
from committees.models import Appointment, Committee
from tests.desk import Page
WAY = %r
owners = list(get_user_model().objects.filter(is_superuser=True))  # two: what one person sends is done one after the other
ask = appointing.keep_a_manager
def ask_and_take_time(without):  # so that the other one asks before this one has stored what was asked for
    ask(without)
    time.sleep(0.1)
appointing.keep_a_manager = ask_and_take_time
def ends(row):
    page = Page(desk_of(owners[0] if WAY != "ended" else row.other.user), f"/admin/committees/appointment/{{row.pk}}/change/")
    return lambda: page.send(ended_on="yesterday") is None
def closes(row):
    page = Page(desk_of(owners[row.pk > row.other.pk]), f"/admin/accounts/user/{{row.user_id}}/change/")
    return lambda: page.send(is_active=False) is None
left, firsts = [], []
for committee in Committee.objects.all():
    joan, bryn = Appointment.objects.filter(committee=committee).order_by("pk")
    joan.other, bryn.other = bryn, joan
    both = {{"ended": (ends, ends), "closed": (closes, closes), "ended and closed": (ends, closes)}}[WAY]
    got = at_once({{row.user.name[:4]: way(row) for row, way in zip((joan, bryn), both)}})
    firsts.append("+".join(name for name, done in sorted(got.items()) if done))
    left.append(Appointment.objects.filter(committee=committee, user__is_active=True).on(timezone.localdate()).count())
print(left)
who = ", ".join(f"{{firsts.count(name)}} times {{name or 'nobody'}}" for name in sorted(set(firsts)))
print(f"{{connection.vendor}}, {{WAY}}: {{who}}")
"""


@pytest.mark.parametrize("way", ["ended", "closed", "ended and closed"])
def test_two_managers_who_take_each_other_away_at_once_leave_one_of_them(install, way):
    """By ending the appointment, by closing the account, or one so and one so."""
    install.begin(MANAGERS)
    (install.data / "static").symlink_to(install.template.static)
    left, figures = install.python(END % way).stdout.strip().splitlines()
    print(figures)
    assert left == str([1] * 8)


# What is published, withdrawn and approved

MEETINGS = """
from tests.making import *
for name in ("alison", "bryn", "cara", "dai"):
    make_clerk(name)
for month in range(1, 9):
    held = make_held_meeting(date=date(2026, month, 5))
    publish(held, Kind.DRAFT_MINUTES)
    Minute.objects.filter(item__meeting=held).update(body="<p>The south mole was looked at.</p>")
    make_item(make_meeting(date=date(2026, month, 25)), "Minutes", kind="previous-minutes")
"""
DOOR = f"""{AT_ONCE}
from collections import Counter
from lxml import html
from minutes.models import Approval, Meeting
from published.kinds import Kind
from publishing.models import Publication
alison, bryn, cara, dai = map(desk_of, get_user_model().objects.order_by("name"))
def publishes(client, door, kind, note):
    chosen = {{"kind": kind, "note": note}}
    page = client.post(door, chosen | {{"step": "confirm"}}).content.decode()
    [confirmed] = html.fromstring(page).xpath("//input[@name='confirmed']/@value")
    return lambda: client.post(door, chosen | {{"step": "publish", "confirmed": confirmed}}).status_code
faults, outcomes = [], Counter()
for held in Meeting.objects.filter(items__minute__isnull=False).distinct().order_by("date"):
    following = Meeting.objects.get(date=held.date.replace(day=25))
    door, item = f"/admin/publishing/publication/meeting/{{held.pk}}/", following.items.get()
    draft = Publication.objects.of(held).get()
    approval = f"/admin/publishing/publication/meeting/{{following.pk}}/approvals/{{item.pk}}/{{held.pk}}/"
    withdrawal = {{"reason": "It named a resident.", "step": "withdraw"}}
    got = at_once({{
        "corrected": publishes(alison, door, "draft-minutes", "A slip."),
        "withdrawn": lambda: bryn.post(f"{{door}}withdraw/{{draft.pk}}/", withdrawal).status_code,
        "approved": lambda: cara.post(approval, {{"outcome": "approved", "corrections": "", "opened_version": ""}}).status_code,
        "final": publishes(dai, door, "minutes", "Approved."),
    }})
    held.refresh_from_db()
    log = [row for row in Publication.objects.of(held).select_related("withdrawal") if row.withdraws_id is None]
    final = [row for row in log if row.kind == Kind.MINUTES and not row.is_withdrawn]
    named = [row for row in final if row.meeting_record.approval]
    given = Approval.objects.filter(of_meeting=held).count()
    sound = {{
        "each is answered": set(got) == {{"corrected", "withdrawn", "approved", "final"}} and set(got.values()) <= {{200, 302}},
        "the draft that was withdrawn is gone": next(row for row in log if row.pk == draft.pk).is_withdrawn,
        "once each at most": len(final) <= 1 and len(log) <= 3 and given <= 1,
        "approved minutes name an approval that is recorded": len(named) <= given,
        "they are locked as long as they stand approved": bool(held.locked_at) == bool(named),
    }}
    faults += [f"{{held}}: {{what}}: {{got}}" for what, holds in sound.items() if not holds]
    outcomes[f"approved {{given}}, published as approved {{len(final)}}, naming it {{len(named)}}, versions {{len(log)}}"] += 1
print(faults)
print(f"{{connection.vendor}}: " + "; ".join(f"{{count}} times {{what}}" for what, count in sorted(outcomes.items())))
"""


def test_four_clerks_who_correct_withdraw_approve_and_publish_as_approved_at_once_leave_a_whole_log(install):
    install.begin(MEETINGS)
    (install.data / "static").symlink_to(install.template.static)
    faults, figures = install.python(DOOR).stdout.strip().splitlines()
    print(figures)
    assert faults == "[]"
    assert "All is in order" in install.manage("verify").stdout

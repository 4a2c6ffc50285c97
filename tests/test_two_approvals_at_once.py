"""Four clerks approve the same minutes at the same moment, at four meetings: one does, and the others read that it is done."""

MEETINGS = """
from tests.making import *
make_clerk()
february = make_held_meeting(date=date(2026, 2, 4))
publish(february, Kind.DRAFT_MINUTES)
for month in (3, 4, 5, 6):
    make_item(make_meeting(date=date(2026, month, 4)), "Minutes", kind="previous-minutes")
"""
PRESS = """
from threading import Barrier, Thread
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from minutes.models import AgendaItem, Approval, Meeting
february, found = Meeting.objects.get(date="2026-02-04"), []
items = list(AgendaItem.objects.filter(kind="previous-minutes"))
together = Barrier(len(items))
def press(client, item):
    together.wait()
    address = f"/admin/publishing/publication/meeting/{item.meeting_id}/approvals/{item.pk}/{february.pk}/"
    answer = client.post(address, {"outcome": "approved", "corrections": "", "opened_version": ""})
    found.append((answer.status_code, "These minutes are approved already." in answer.content.decode()))
    connection.close()
threads = []
for item in items:
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    client.force_login(get_user_model().objects.get())
    threads.append(Thread(target=press, args=(client, item)))
for thread in threads: thread.start()
for thread in threads: thread.join()
print(sorted(found), Approval.objects.count())
"""


def test_of_four_approvals_at_once_one_is_recorded_and_the_others_say_so(install):
    install.begin(MEETINGS)
    (install.data / "static").symlink_to(install.template.static)  # a page that says so names its styles
    said = install.python(PRESS).stdout.strip()
    assert said == "[(200, True), (200, True), (200, True), (302, False)] 1"

"""The clerk's pages: their queries and times with a small archive and a large, with 10 items and with 40; and every check of a
meeting of 40 items and 60 people, with odd words in each text.

bin/bench desk [ARCHIVE…]: meetings to generate (10 and 1000 unless said otherwise; 10000 is the size of a county), or the data
directory of an installation, whose SQLite database is copied. Django is asked in a process for each archive; they take turns, a
round each, so that they share the machine's good and bad moments. Medians.
"""

import io
import json
import os
import re
import shutil
import statistics
import sys
import time
import types
from itertools import count as count_from
from pathlib import Path

from _site import machine, make_meeting, set_up
from _turns import child, turn

ROUNDS, KEPT = 9, 200
CHECKS = 300  # milliseconds
ODD = "<p>RESOLVED on Tuesday 4 March 2026 that Mrs Vane of 12 Quay Street be rung by Cllr Pke on 01632 960123.</p>"
QUERIES, ITEMS, GROWTH, KEEPING, REDLINE = 20, 2.0, 1.2, 3.0, 2.0  # the goals


def main() -> None:
    archives = sys.argv[1:] or ["10", "1000"]
    children = [child(__file__, n, archive) for n, archive in enumerate(archives)]
    found = [json.loads(each.stdout.readline()) for each in children]  # the queries, once it is set up
    rounds = [[turn(each) for each in children] for _ in range(ROUNDS)]
    for each in children:
        each.stdin.close()
    times = [
        {page: statistics.median(done[n][page] for done in rounds) for page in rounds[0][n]}
        for n, _ in enumerate(archives)
    ]
    print_table(archives, found, times)
    for archive, each in zip(archives, children, strict=True):
        print_keeping(archive, json.loads(each.stdout.readline()))
        print_checks(archive, json.loads(each.stdout.readline()))
        print_redline(archive, json.loads(each.stdout.readline()))
        each.wait()


def print_table(archives: list[str], queries: list[dict], times: list[dict]) -> None:
    """A row a page: of the last archive its queries and milliseconds, and its time as a share of that in the first."""
    goals = f"≤ {QUERIES} queries, as many for 40 items; 40 ÷ 10 items ≤ {ITEMS}; growth {' ÷ '.join(archives[::-1])} ≤ {GROWTH}"
    print(f"{machine()}\nGoals: {goals}\n")
    print(f"{'':28}{'queries':>12}{'ms, 10':>10}{'ms, 40':>10}{'40 ÷ 10':>10}{'growth':>10}")
    first, last = times[0], times[-1]
    for page in (name for name in last if not name.endswith(" of 40")):
        many = f"{page} of 40"
        asked = {each[name] for each in queries for name in (page, many) if name in each}
        row = f"{page:28}{'–'.join(str(n) for n in sorted({min(asked), max(asked)})):>12}{last[page]:10.1f}"
        row += f"{last[many]:10.1f}{last[many] / last[page]:10.2f}" if many in last else " " * 20
        print(row + f"{last[page] / first[page]:10.2f}")


def print_keeping(archive: str, found: dict[str, float]) -> None:
    (empty, floor), (_, kept) = found.items()
    said = f"p95 {kept:.1f} ms, ÷ {empty} {kept / floor:.2f} (goal ≤ {KEEPING})"
    print(f"\nKeeping 1,500 letters that are typed, in {archive}: {said}")


def print_checks(archive: str, found: dict[str, float]) -> None:
    took = f"{found['ms']:.1f} ms (goal ≤ {CHECKS}), {found['processor']:.1f} ms of a processor"
    said = f"{found['queries']} queries (goal ≤ {QUERIES}), {took}"
    print(f"\nEvery check of 40 items and 60 people, in {archive}: {said}, {found['sentences']} sentences")


def print_redline(archive: str, found: dict[str, float]) -> None:
    print(f"\nredline, in {archive} (goal ≤ {REDLINE} s)")
    for what, seconds in found.items():
        print(f"{what:52}{seconds:8.2f} s")


def measure(archive: str) -> None:
    """In a child: a line with the queries of each page, a line with its milliseconds for each line that comes, and at last what
    keeping, the checks and a redline cost."""
    client, few, many = installation(archive)
    pages = pages_of(few) | {f"{name} of 40": address for name, address in of_meeting(many).items()}
    print(json.dumps({name: count(client, address) for name, address in pages.items()}), flush=True)
    for _ in sys.stdin:
        print(json.dumps({name: milliseconds(client.get, address) for name, address in pages.items()}), flush=True)
    print(json.dumps(keeping(client, many)), flush=True)
    print(json.dumps(checking(many)), flush=True)
    print(json.dumps(redlining(client)), flush=True)


def installation(archive: str):
    """A logged-in clerk, and two meetings: of 10 items and of 40."""
    if (Path(archive) / "minutebook.sqlite3").exists():
        shutil.copy(Path(archive) / "minutebook.sqlite3", os.environ["BENCH_DATA"])
    set_up(desk=True)
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("demo", meetings=int(archive) if archive.isdecimal() else 0, if_empty=True, stdout=io.StringIO())
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bench@example.org", "a long enough password"))
    return client, make_meeting(10), make_meeting(40)


def pages_of(meeting) -> dict[str, str]:
    """The clerk's pages by name: the desk's own, and those of a meeting."""
    from django.urls import reverse

    committee = meeting.committee_id
    lists = {
        "list of meetings": reverse("admin:minutes_meeting_changelist"),
        "list of items": reverse("admin:minutes_agendaitem_changelist"),
        "list of people": reverse("admin:committees_person_changelist"),
        "log": reverse("admin:publishing_publication_changelist"),
    }
    return {
        "my desk": reverse("admin:index"),
        **lists,
        **{f"{name}, searched": f"{address}?q=mole" for name, address in lists.items()},
        "committee": reverse("admin:committees_committee_change", args=[committee]),
        "new meeting": f"{reverse('admin:minutes_meeting_new')}?committee={committee}",
        "year of meetings": f"{reverse('admin:minutes_meeting_year')}?committee={committee}",
        **of_meeting(meeting),
    }


def of_meeting(meeting) -> dict[str, str]:
    from django.urls import reverse

    from minutes.admin.tabs import TABS, tab_address

    item = meeting.items.first()
    return {
        **{f"{label} tab": tab_address(name, meeting.pk) for name, label, _ in TABS},
        "check and publish": reverse("admin:publishing_door", args=[meeting.pk]),
        "preview": reverse("admin:publishing_preview", args=[meeting.pk, "draft-minutes"]),
        "redline": reverse("admin:publishing_redline", args=[meeting.pk, "draft-minutes"]),
        "an item’s page": reverse("admin:minutes_agendaitem_change", args=[item.pk]),
        "a text’s history": reverse("admin:minutes_meeting_text_history", args=[meeting.pk, f"minute-{item.pk}-body"]),
    }


def count(client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)  # what is remembered for good, such as content types, is remembered now
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return len(asked)


def keeping(client, meeting) -> dict[str, float]:
    """The 95th percentile of keeping what is typed, after that of an empty page of the desk that writes one row."""
    from django.conf import settings
    from django.contrib import admin
    from django.http import HttpResponse
    from django.urls import include, path, reverse, set_urlconf

    from minutes.models import Meeting

    def one_write(request):
        Meeting.objects.filter(pk=meeting.pk).update(clerk_note=request.POST["text"])
        return HttpResponse("kept")

    urls = types.ModuleType("bench_urls")
    urls.urlpatterns = [path("one-write/", admin.site.admin_view(one_write)), path("", include("config.urls"))]
    sys.modules["bench_urls"] = urls
    settings.ROOT_URLCONF = "bench_urls"
    set_urlconf("bench_urls")
    field = f"minute-{meeting.items.first().pk}-body"
    typing = reverse("admin:minutes_meeting_text_typing", args=[meeting.pk, field])
    times: dict[str, list[float]] = {"an empty page with one write": [], "keeping": []}
    for n in range(KEPT):
        sent = {"window": "1", "opened_version": "0", "text": f"<p>{'word ' * 300}{n}</p>"}
        for values, address in zip(times.values(), ["/one-write/", typing], strict=True):
            values.append(milliseconds(client.post, address, sent))
    return {name: statistics.quantiles(values, n=20)[-1] for name, values in times.items()}


def checking(meeting) -> dict[str, float]:
    """Every check of the meeting, once odd words stand in each of its texts and 60 people were there."""
    from django.db import connection
    from django.db.models import F, Value
    from django.db.models.functions import Concat
    from django.test.utils import CaptureQueriesContext

    from committees.models import Person
    from minutes.models import AgendaItem, Attendance, Meeting, Minute
    from published.kinds import Kind
    from publishing.checks import checks

    Minute.objects.filter(item__meeting=meeting).update(body=Concat(F("body"), Value(ODD)))
    AgendaItem.objects.filter(meeting=meeting).update(purpose=ODD, recommendation=ODD)
    for n in range(meeting.attendances.count(), 60):
        person = Person.objects.create(title="Councillor", first_name="Joan", last_name=f"Pike-{n}", slug=f"pike-{n}")
        Attendance.objects.create(meeting=meeting, person=person, state="present", position=n)

    def check() -> dict[str, float]:
        again = Meeting.objects.select_related("committee").get(pk=meeting.pk)
        began, busy = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as asked:
            found = len(checks(again, Kind.DRAFT_MINUTES))
        ms, processor = (time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000
        return {"queries": len(asked), "ms": ms, "processor": processor, "sentences": found}

    rounds = [check() for _ in range(ROUNDS)]
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def redlining(client) -> dict[str, float]:
    """The page of a redline, of 40 items with 2 MB of minutes: with nothing, a word an item and a word a paragraph changed."""
    from django.urls import reverse

    from committees.models import Committee, Person
    from minutes.models import Minute
    from published.kinds import Kind
    from publishing.models import Publication

    meeting = make_meeting(40, texts=50)
    for model in (Committee, Person):
        model.objects.filter(shown_from=None).update(shown_from=meeting.date)
    address = reverse("admin:publishing_redline", args=[meeting.pk, "draft-minutes"])
    minutes = list(Minute.objects.filter(item__meeting=meeting))
    number = count_from(1)
    for minute in minutes:  # no two paragraphs of a meeting are the same
        minute.body = re.sub(r"(?=</(?:p|li)>)", lambda _: f" ({next(number)})", minute.body)
    Minute.objects.bulk_update(minutes, ["body"])
    Publication.objects.publish(meeting, Kind.DRAFT_MINUTES)
    size = sum(len(minute.body) for minute in minutes) / 1e6
    found = {}
    for what, most in [
        ("nothing changed", 0),
        ("a word an item changed", 1),
        ("a word in each of its paragraphs changed", -1),
    ]:
        for minute in minutes:
            minute.body = minute.body.replace("Harbour Master", "Harbourmaster", most).replace(
                " members", " the members", most
            )
            minute.body = minute.body.replace("officers", "staff", most)
        Minute.objects.bulk_update(minutes, ["body"])
        found[f"{what}, {size:.1f} MB"] = statistics.median(milliseconds(client.get, address) for _ in range(5)) / 1000
    return found


def milliseconds(ask, *arguments) -> float:
    began = time.perf_counter()
    answer = ask(*arguments)
    assert answer.status_code in {200, 204}, f"{arguments[0]} answered {answer.status_code}"
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(sys.argv[2])
    else:
        main()

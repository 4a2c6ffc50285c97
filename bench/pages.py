"""The public pages through Django, in no cache, as a share of nginx serving the same bytes; with a small archive and a large.

Two serving processes, one wrk thread with four connections, on one machine; interleaved rounds, medians. The last line is the
same page through the shipped nginx configuration, which keeps it for a second.
bin/bench pages [MEETINGS…]: archives of 10 and 500 meetings unless said otherwise; 10000 is the size of a county.
"""

import io
import os
import subprocess
import sys
import urllib.request

from _servers import Nginx, Proxied, Served, requests_per_second
from _site import DATA, need, set_up, table

ROUNDS = 5
GOALS = {
    "meeting page": 0.03,
    "home page": 0.025,
    "committee page": 0.025,
    "decisions page": 0.025,
    "meeting page, 304": 0.07,
    "meeting page behind nginx": 0.9,
}


def main() -> None:
    need("wrk", "nginx")
    for meetings in sys.argv[1:] or ["10", "500"]:
        data = DATA / meetings
        data.mkdir()
        env = os.environ | {"BENCH_DATA": str(data), "DATABASE_URL": ""}
        subprocess.run([sys.executable, __file__, "measure", meetings], env=env, check=True)


def measure(meetings: int) -> None:
    set_up()
    from django.core.management import call_command

    call_command("demo", meetings=meetings, stdout=io.StringIO())
    with Served() as django, Nginx() as nginx, Proxied(django.address) as proxied:
        cases, etag = {}, None
        for name, path in paths().items():
            with urllib.request.urlopen(django.address + path) as answer:
                body, etag = answer.read(), etag or answer.headers["ETag"]
            file = f"{name.partition(' ')[0]}.html"
            (DATA / "www" / file).write_bytes(body)
            remark = f"{len(body) / 1000:.0f} kB, {queries(path)} queries"
            cases[name] = (nginx.address + "/" + file, django.address + path, None, remark)
        nginx_url, url, _, _ = cases["meeting page"]
        remark = f"{queries(paths()['meeting page'], etag)} queries"
        cases["meeting page, 304"] = (nginx_url, url, etag, remark)
        cases["meeting page behind nginx"] = (
            nginx_url,
            proxied.address + paths()["meeting page"],
            None,
            "kept a second",
        )
        report(f"Archive of {meetings} meetings", cases)


def report(title: str, cases: dict[str, tuple]) -> None:
    found = {name: ([], []) for name in cases}
    for _ in range(ROUNDS):
        for name, (nginx, django, etag, _) in cases.items():
            found[name][0].append(requests_per_second(nginx, None))
            found[name][1].append(requests_per_second(django, etag))
    for name, (of_nginx, of_django) in found.items():
        rows = [("nginx, the same bytes from disk", of_nginx, ""), (name, of_django, cases[name][3])]
        table(f"{title}: {name} (goal ≥ {GOALS[name]} of nginx)", rows, "req/s")


def paths() -> dict[str, str]:
    """The meeting in the middle of the archive, its committee, the home page and the register."""
    from minutes.models import Meeting

    archived = Meeting.objects.filter(committee__slug="archive-1").order_by("date")
    meeting = archived[archived.count() // 2]
    return {
        "meeting page": f"/committees/{meeting.address}/",
        "home page": "/",
        "committee page": f"/committees/{meeting.committee.slug}/",
        "decisions page": "/decisions/",
    }


def queries(path: str, etag: str | None = None) -> int:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    known = {"if-none-match": etag} if etag else {}
    client = Client(headers={"host": "127.0.0.1"})
    client.get(path)  # the frame is ready from the first answer on
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers=known)
    return len(captured)


if __name__ == "__main__":
    if sys.argv[1:2] == ["measure"]:
        measure(int(sys.argv[2]))
    else:
        main()

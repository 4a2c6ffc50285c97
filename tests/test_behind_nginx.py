"""Behind the nginx configuration that is shipped: what it keeps, for how long, and what never."""

import re
import subprocess
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tests.install import ROOT
from tests.web_servers import nginx, told

BEGIN = """
from datetime import date
from tests.making import *
publish(make_held_meeting(date=date(2025, 7, 16)))
publish(make_held_meeting(date=date(2026, 1, 14)))
make_clerk()
"""
MEETING = "/committees/harbour-committee/2025-07-16/"
WINTER = "/committees/harbour-committee/2026-01-14/"


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_page_that_many_open_at_once_is_made_once_a_second(install, tmp_path):
    install.begin(BEGIN)
    with install.serve() as app, nginx(tmp_path / "nginx", app.removeprefix("http://")) as address:
        began = time.monotonic()
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(status, [address + MEETING] * 200))
        seconds = time.monotonic() - began
    assert set(found) == {200}
    passed_on = [line for line in told(tmp_path / "nginx") if line[0] not in {"HIT", "UPDATING"}]
    assert 1 <= len(passed_on) <= seconds + 2


def test_what_is_withdrawn_is_gone_within_a_second_also_behind_the_cache(install, tmp_path):
    install.begin(BEGIN)
    with install.serve() as app, nginx(tmp_path / "nginx", app.removeprefix("http://")) as address:
        assert [status(address + page) for page in (MEETING, MEETING, WINTER)] == [200] * 3
        assert told(tmp_path / "nginx")[1][0] == "HIT"  # it was kept
        install.manage("withdraw", "harbour-committee/2025-07-16", "minutes", "--reason", "A name was in it.")
        time.sleep(2)  # nginx counts in whole seconds
        assert [status(address + page) for page in (MEETING, WINTER)] == [410, 200]


def test_more_pages_than_files_that_may_be_open_are_read_without_an_error(install, tmp_path):
    install.begin(BEGIN)
    serving, pool = install.serve(), ThreadPoolExecutor(4)
    with serving as app, nginx(tmp_path / "nginx", app.removeprefix("http://"), files=256) as address, pool:
        found = list(pool.map(status, [f"{address}{WINTER}?q={n // 2}" for n in range(800)]))
    assert set(found) == {200}


def test_nothing_of_the_desk_and_no_error_is_kept(install, tmp_path):
    install.begin(BEGIN)
    with install.serve() as app, nginx(tmp_path / "nginx", app.removeprefix("http://")) as address:
        for page in ("/admin/login/", "/committees/moon/", "/subscribe/", "/healthz"):
            status(address + page), status(address + page)
    assert {line[0] for line in told(tmp_path / "nginx")} == {"MISS"}


def test_who_sends_more_than_60_mb_reads_what_to_do(install, tmp_path):
    install.begin(BEGIN)
    with install.serve() as app, nginx(tmp_path / "nginx", app.removeprefix("http://")) as address:
        sent = subprocess.run(
            ["curl", "-s", "-i", "-F", "file=@-", f"{address}/admin/login/"],
            input=bytes(61 * 1024**2),
            capture_output=True,
        )
    head, _, page = sent.stdout.decode().rpartition("\r\n\r\n")
    assert "413" in head and "cache-control: no-store" in head.lower()
    assert "What was sent is larger than 60 MB" in page and "up to 50 MB" in page and "nginx" not in page
    limit = re.search(r"client_max_body_size (\d+)m;", (ROOT / "deploy/nginx.conf").read_text())[1]
    assert f"larger than {limit} MB" in page

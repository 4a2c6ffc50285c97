"""Anybody checks that what was published is what was published; and learns nothing else of what is not public."""

import hashlib
import json
import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.utils import timezone

from proving.verifying import Counts, differences
from published import pdf
from published.kinds import Kind
from published.models import Link, Version
from publishing.models import Publication
from tests.install import ROOT
from tests.making import make_committee, make_held_meeting, make_item

pytestmark = pytest.mark.django_db

WINTER, SUMMER = datetime(2026, 1, 15, 9, tzinfo=UTC), datetime(2026, 7, 9, 8, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Sets the time; it is noon on 25 November 2026."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(datetime(2026, 11, 25, 12, tzinfo=UTC))
    return set_to


@pytest.fixture
def council():
    """Six rows: draft minutes in winter (1) and in summer (2), the latter withdrawn (3); minutes of the winter meeting
    that go live later (4); and such of another committee that were taken back (5, 6)."""
    winter, summer = make_held_meeting(date=date(2026, 1, 14)), make_held_meeting(date=date(2026, 7, 8))
    secret = make_held_meeting(date=date(2026, 7, 8), committee=make_committee(name="Secret", slug="secret-plan"))
    publish = Publication.objects.publish
    publish(winter, Kind.DRAFT_MINUTES, now=WINTER)
    publish(summer, Kind.DRAFT_MINUTES, now=SUMMER)
    Publication.objects.get(pk=2).withdraw("Sent out too early.", now=SUMMER + timedelta(hours=1))
    make_item(winter, "The hidden berth")
    publish(winter, Kind.MINUTES, goes_live_at=LATER, now=SUMMER + timedelta(hours=2))
    taken_back = publish(secret, Kind.MINUTES, goes_live_at=LATER, now=SUMMER + timedelta(hours=3))
    taken_back.withdraw("A hidden reason.", now=SUMMER + timedelta(hours=4))


def chain(client) -> list[dict]:
    body = b"".join(client.get("/proof/chain.jsonl").streaming_content).decode()
    return [json.loads(line) for line in body.splitlines()]


def visible(client, address: str = "/proof/") -> str:
    page = client.get(address).content.decode()
    return unescape(re.sub(r"<[^>]+>", "", page[page.index("<main") : page.index("</main>")]))


def test_a_reader_checks_every_row_that_is_public(client, council):
    rows, before = chain(client), "0" * 64
    assert [row["sequence"] for row in rows] == [1, 2, 3, 4, 5, 6]
    for row in rows:
        assert row["previous"] == before
        if "facts" in row:
            assert hashlib.sha256(f"{before}\n{row['facts']}".encode()).hexdigest() == row["digest"]
        before = row["digest"]
    assert [row["sequence"] for row in rows if "facts" in row] == [1, 2, 3]
    assert [row["sequence"] for row in rows if "salt" in row] == [1]


def test_every_record_that_stands_and_is_live_has_its_salt_in_the_file(client, council, clock):
    clock(LATER)
    Publication.objects.publish(make_held_meeting(date=date(2026, 7, 1)), Kind.DRAFT_MINUTES)
    salts = {row["sequence"]: row["salt"] for row in chain(client) if "salt" in row}
    assert list(salts) == [1, 4, 7]
    for sequence, salt in salts.items():
        assert client.get(f"/proof/records/{sequence}").content.decode().startswith(salt)


def test_the_page_shows_what_is_in_the_file(client, council):
    said = visible(client)
    for row in chain(client):
        assert row["digest"] in said and row["previous"] in said
        assert row.get("facts", "") in said
    assert "Row 3: withdrawal of row 2, Draft minutes" in " ".join(said.split())
    assert said.count("Its facts are not public.") == 3
    assert '<p class="note">Sent out too early.</p>' in client.get("/proof/").content.decode()
    assert "15 January 2026, 09:00:00 UTC" in said and "9 July 2026, 08:00:00 UTC" in said


@pytest.mark.parametrize("address", ["/proof/", "/proof/?before=6", "/proof/chain.jsonl", "/proof/records/4"])
def test_nobody_learns_of_what_is_not_live_and_never_of_what_was_taken_back(client, council, clock, address):
    hidden = ["secret-plan", "hidden berth", "hidden reason", '"minutes"']
    for moment, unknown in [(LATER - timedelta(seconds=1), [*hidden, "2026-12-01"]), (LATER, [hidden[0], hidden[2]])]:
        clock(moment)
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        found = [word for word in unknown if word in unescape(body.decode())]
        assert not found, (moment, found)


def test_what_goes_live_shows_its_facts_and_its_record_from_that_second_on(client, council, clock):
    for moment, status, known in [(LATER - timedelta(seconds=1), 404, {1, 2, 3}), (LATER, 200, {1, 2, 3, 4})]:
        clock(moment)
        assert client.get("/proof/records/4").status_code == status
        assert {row["sequence"] for row in chain(client) if "facts" in row} == known
        assert visible(client).count("Its facts are not public.") == 6 - len(known)


def test_the_record_is_served_as_it_was_digested(client, council):
    facts = json.loads(chain(client)[0]["facts"])
    answer = client.get("/proof/records/1")
    assert hashlib.sha256(answer.content).hexdigest() == facts["record_digest"]
    assert answer.content.decode().startswith(chain(client)[0]["salt"])
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


def test_the_pdf_names_the_digest_that_the_chain_has(client, council, settings):
    [facts] = [json.loads(row["facts"]) for row in chain(client) if row["sequence"] == 1]
    printed = pdf.document(Version.objects.select_related("record").get(pk=1))
    assert f"({settings.SITE_URL}/proof/): {facts['record_digest']}</p>" in printed


def test_the_record_of_what_was_withdrawn_is_gone_and_of_what_nobody_knew_there_was_none(client, council):
    gone = client.get("/proof/records/2")
    assert gone.status_code == 410 and "Sent out too early." in gone.content.decode()
    for never in (4, 5, 6, 7, 10**30):
        answer = client.get(f"/proof/records/{never}")
        assert answer.status_code == 404
    assert "/proof/records/2" not in client.get("/proof/").content.decode()


def test_a_withdrawal_made_while_the_clock_is_an_hour_back_answers_410(client, council, clock):
    clock(WINTER - timedelta(hours=1))
    Publication.objects.get(pk=1).withdraw("A name was wrong.")
    assert client.get("/proof/records/1").status_code == 410
    assert client.get("/committees/harbour-committee/2026-01-14/").status_code == 410
    assert "A name was wrong." in visible(client)
    times = Publication.objects.order_by("sequence").values_list("published_at", flat=True)
    assert list(times) == sorted(times)


def test_a_withdrawal_in_the_hour_that_comes_twice_stands_after_what_it_withdraws(client, council, clock):
    """On 25 October 2026 it is half past one twice in London."""
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    clock(first)
    meeting = make_held_meeting(date=date(2026, 10, 24))
    published = Publication.objects.publish(meeting, Kind.DRAFT_MINUTES)
    clock(second)
    published.withdraw("It was half past one.")
    said = visible(client)
    assert said.index("25 October 2026, 01:30:00 UTC") < said.index("25 October 2026, 00:30:00 UTC")
    assert client.get("/committees/harbour-committee/2026-10-24/").status_code == 410
    assert list(differences(Counts())) == []


def test_every_page_leads_to_the_proof(client):
    assert '<a href="/proof/">How this record is proved</a>' in client.get("/").content.decode()
    assert '<a href="/proof/">How this record is proved</a>' in client.get("/committees/").content.decode()


def test_an_empty_chain_and_a_page_beyond_it_say_so(client):
    assert "There are no publications yet." in visible(client)
    assert "There are no earlier rows." in visible(client, "/proof/?before=1")
    assert chain(client) == []


def test_a_long_chain_is_read_page_by_page(client):
    Link.objects.bulk_create(Link(sequence=n, digest=f"{n:064}") for n in range(1, 96))
    first, second, third = (visible(client, a) for a in ("/proof/", "/proof/?before=56", "/proof/?before=16"))
    assert [len(re.findall(r"Row \d+", page)) for page in (first, second, third)] == [40, 40, 15]
    assert "?before=56" in client.get("/proof/").content.decode()
    assert "Earlier rows" not in third
    assert f"{55:064}" in first  # the digest before the page's last row
    for odd in ("x", "-1", "9" * 40, "٣"):
        assert client.get("/proof/", {"before": odd}).status_code == 200


@pytest.mark.parametrize("rows", [2, 120])
def test_each_answer_costs_the_same_queries_however_long_the_chain_is(client, rows, django_assert_num_queries):
    Link.objects.bulk_create(Link(sequence=n, digest=f"{n:064}") for n in range(1, rows + 1))
    with django_assert_num_queries(2):  # the chain, and the organisation, which is kept for ten seconds elsewhere
        client.get("/proof/")
    with django_assert_num_queries(3 + 3):  # what decides the ETag; two a thousand rows, and one that finds no more
        chain(client)
    etag = client.get("/proof/chain.jsonl")["ETag"]
    with django_assert_num_queries(3):
        assert client.get("/proof/chain.jsonl", headers={"If-None-Match": etag}).status_code == 304
    with django_assert_num_queries(3):
        assert client.get("/proof/records/1").status_code == 404


def test_a_cache_asks_again_and_is_told_of_every_change(client, council, clock):
    def etags() -> tuple[str, str]:
        return client.get("/proof/")["ETag"], client.get("/proof/chain.jsonl")["ETag"]

    seen = [etags()]
    assert etags() == seen[0]
    clock(LATER)
    seen.append(etags())
    Version.objects.update(live_from=None)  # what making the website again may do
    assert etags()[0] == seen[-1][0]
    Publication.objects.get(pk=1).withdraw("A name was wrong.")
    seen.append(etags())
    assert len({page for page, _ in seen}) == len({file for _, file in seen}) == 3
    assert client.get("/proof/chain.jsonl")["Cache-Control"] == "public, max-age=60, s-maxage=1, must-revalidate"


def documented() -> list[str]:
    """The commands of docs/proof.md, in their order."""
    text = (ROOT / "docs/proof.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip() for block in blocks]


@pytest.mark.once
def test_the_documented_commands_work_as_typed(install, tmp_path):
    install.python(
        "from tests.making import *\nfrom publishing.models import Publication\n"
        "for day in (date(2026, 1, 14), date(2026, 7, 8)):\n"
        "    Publication.objects.publish(make_held_meeting(date=day, public_note='Bring “umbrellas” & boots.'), 'minutes')"
    )
    with install.serve() as address:
        said = []
        for command in documented():
            command = command.replace("https://minutes.example.org", address)
            command = command.replace(".venv/bin/python manage.py", f"{install._command([])[0]} {ROOT}/manage.py")
            done = subprocess.run(
                ["bash", "-c", command], cwd=tmp_path, env=install.env, capture_output=True, text=True
            )
            assert done.returncode == 0, (command, done.stderr)
            said.append(done.stdout)
    first, facts = (tmp_path / "chain.jsonl").read_text().splitlines()[0], None
    facts = json.loads(json.loads(first)["facts"])
    assert said[1].startswith("The chain is whole: ")
    by_hand, printed = said[2].splitlines()
    assert by_hand.split()[0] == printed == json.loads(first)["digest"]
    assert said[3] == "Nothing was rewritten.\n"
    assert "All is in order: 2 publications of 2 meetings" in said[4]
    assert said[5].split()[0] == facts["record_digest"]

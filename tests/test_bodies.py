"""Pages that were made before say so: what decides how they come out is not changed without raising MADE_WITH."""

import ast
import hashlib
import re
from datetime import UTC, date, datetime
from importlib import metadata
from pathlib import Path

import pytest
from django.db import connection

from published import bodies, record, remaking
from published.kinds import Kind
from published.models import PDF, Decision, Item, Paper, Version
from publishing.models import Publication
from tests.making import make_held_meeting, make_item

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {"published", "richtext", "committees"}
BEGIN = ["published/bodies.py", "published/templatetags/published.py", "richtext/templatetags/richtext.py"]
NOT_PRINTING = {"published/models.py"}  # what is stored, not how it comes out
SAY = """What decides how pages come out has changed since MADE_OF was written.
If they come out otherwise than before, raise MADE_WITH in published/bodies.py by one (it is {made_with}), so that the worker
makes older pages again. In any case put there:
MADE_OF = "{digest}"
"""


def modules() -> list[Path]:
    """The modules that make the pieces: those named in BEGIN and all of ours that they import, directly or not."""
    found, new = set(), [ROOT / path for path in BEGIN]
    while new:
        path = new.pop()
        if path not in found and path.is_file() and str(path.relative_to(ROOT)) not in NOT_PRINTING:
            found.add(path)
            new += [ROOT / f"{name.replace('.', '/')}.py" for name in imports(path) if name.split(".")[0] in ROOMS]
    return sorted(found)


def imports(path: Path) -> list[str]:
    """The modules that a module names: `from published import words` may mean published or published.words."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


def templates() -> list[Path]:
    return sorted((ROOT / "templates/published").glob("*.html"))


def text(path: Path) -> str:
    """A source without what can't change a page: comments, blank lines, and the two numbers themselves."""
    lines = re.sub(r"{#.*?#}", "", path.read_text()) if path.suffix == ".html" else path.read_text()
    kept = [line.rstrip() for line in lines.splitlines() if line.strip() and not line.lstrip().startswith("# ")]
    return "\n".join(line for line in kept if not line.startswith(("MADE_WITH =", "MADE_OF =")))


def parts() -> dict[str, str]:
    """All that decides how the pieces come out, by name."""
    found = {str(path.relative_to(ROOT)): text(path) for path in [*modules(), *templates()]}
    return found | {name: metadata.version(name) for name in ("django", "nh3")}


def digest_of(found: dict[str, str]) -> str:
    return hashlib.sha256("\0".join(f"{name}\n{found[name]}" for name in sorted(found)).encode()).hexdigest()[:16]


def test_what_decides_how_pages_come_out_has_not_changed_unnoticed():
    now = digest_of(parts())
    assert now == bodies.MADE_OF, SAY.format(made_with=bodies.MADE_WITH, digest=now)


def test_all_that_prints_is_watched():
    watched = parts()
    assert {
        "published/words.py",
        "published/record.py",
        "published/addresses.py",
        "committees/law.py",
        "richtext/cleaning.py",
        "richtext/lists.py",
        "richtext/headings.py",
        "richtext/plain_text.py",
        "templates/published/_motion.html",
        "templates/published/_front.html",
    } <= set(watched)
    assert not [name for name in watched if "pdf/" in name or "demonstration" in name or "minutes/" in name]


@pytest.mark.parametrize("name", ["published/words.py", "templates/published/_item.html", "nh3", "richtext/tables.py"])
def test_a_change_of_any_part_is_another_digest(name):
    before = parts()
    assert digest_of(before | {name: before[name] + "x"}) != digest_of(before)


def test_comments_don_t_count(tmp_path):
    one, other = tmp_path / "a.html", tmp_path / "b.html"
    one.write_text("{# Inputs: item #}\n<p>{{ item }}</p>\n")
    other.write_text("<p>{{ item }}</p>\n\n{# Inputs: item, which is an item #}\n")
    assert text(one) == text(other)


# The rows that a record makes


def test_rows_are_numbered_from_one_over_all_items_and_a_sub_item_s_headings_stand_one_lower():
    paper, other = (record.Paper(title, "report", "a.pdf", "0" * 64, 900) for title in ("Survey", "Prices"))
    agreed, noted = record.Decision("agreed", "<p>Yes.</p>"), record.Decision("noted", "<p>Seen.</p>")
    items = (
        record.Item("part", "", "Part 1", "heading", level=2),
        record.Item("mole", "1", "The mole", "report", decisions=(agreed, noted), papers=(paper,)),
        record.Item("stone", "1.1", "Its stone", "report", level=2, decisions=(noted,), papers=(other,)),
    )
    day = {"committee_slug": "harbour", "slug": "2026-01-14", "date": "2026-01-14", "papers": (other,)}
    whole = record.MeetingRecord("minutes", "Council", "Harbour Committee", **day, items=items)
    now = datetime(2026, 1, 20, tzinfo=UTC)
    pieces = bodies.make(whole, Version(pk=1, published_at=now, goes_live_at=now))
    assert [(row.position, row.slug) for row in pieces.items] == [(1, "part"), (2, "mole"), (3, "stone")]
    assert [(row.position, row.item.slug, row.kind) for row in pieces.decisions] == [
        (1, "mole", "agreed"), (2, "mole", "noted"), (3, "stone", "noted"),
    ]  # fmt: skip
    assert [(row.position, row.item and row.item.slug, row.title) for row in pieces.papers] == [
        (1, None, "Prices"), (2, "mole", "Survey"), (3, "stone", "Prices"),
    ]  # fmt: skip
    headings = [re.findall(r"<h(\d)[^>]*>Supporting documents", row.body) for row in pieces.items]
    assert headings == [[], ["3"], ["4"]]


# After a release


@pytest.fixture
def two(monkeypatch):
    """Minutes of winter and of summer, which the release before has made."""
    published = [
        Publication.objects.publish(make_held_meeting(date=day), Kind.MINUTES)
        for day in (date(2026, 1, 14), date(2026, 7, 15))
    ]
    Version.objects.update(made_with=bodies.MADE_WITH - 1, front="<p>As it was.</p>")
    Item.objects.update(body="<p>As it was.</p>")
    return published


def rows() -> dict:
    """All rows of the pages but for their own keys."""
    return {
        model: [
            {name: value for name, value in row.items() if name not in {"id", "item_id"}}
            for row in model.objects.order_by("version", "pk").values()
        ]
        for model in (Item, Decision, Paper)
    }


@pytest.mark.django_db
def test_older_pages_go_on_serving_and_are_remade_newest_first(client, two):
    assert "As it was." in client.get("/committees/harbour-committee/2026-01-14/").text
    assert [version.pk for version in remaking.outdated()] == [two[1].pk, two[0].pk]
    remaking.remake(remaking.outdated().first())
    assert "As it was." in client.get("/committees/harbour-committee/2026-01-14/").text
    assert "As it was." not in client.get("/committees/harbour-committee/2026-07-15/").text
    assert [version.pk for version in remaking.outdated()] == [two[0].pk]


@pytest.mark.django_db
def test_what_is_remade_is_what_publishing_made():
    for day in (14, 15):
        meeting = make_held_meeting(date=date(2026, 1, day))
        make_item(meeting, "Dredging", minutes="<p>It was deferred.</p>", decision="<p>Deferred.</p>")
        Publication.objects.publish(meeting, Kind.MINUTES)
    before, versions = rows(), list(Version.objects.order_by("pk").values())
    for version in Version.objects.all():
        remaking.remake(version)
    assert rows() == before and list(Version.objects.order_by("pk").values()) == versions


@pytest.mark.django_db
def test_what_is_withdrawn_while_it_is_remade_stays_away(two, monkeypatch):
    version = remaking.outdated().select_related("record").first()
    make = bodies.make

    def withdrawn_meanwhile(*arguments):
        pieces = make(*arguments)
        two[1].withdraw("The wrong meeting.")
        return pieces

    monkeypatch.setattr(bodies, "make", withdrawn_meanwhile)
    assert not remaking.remake(version)
    assert [version.pk for version in Version.objects.all()] == [two[0].pk]
    assert {pdf.version_id for pdf in PDF.objects.all()} == {two[0].pk}


@pytest.mark.django_db
def test_what_another_worker_has_remade_is_left_as_it_is(two):
    first, second = Version.objects.get(pk=two[0].pk), Version.objects.get(pk=two[0].pk)
    assert remaking.remake(first) and not remaking.remake(second)


@pytest.mark.django_db
def test_what_is_out_of_date_is_found_in_one_index():
    if connection.vendor != "sqlite":
        pytest.skip("reads SQLite's plan")
    plan = remaking.outdated(skipping={7, 8})[:1].explain()
    assert "USING INDEX version_made_with" in plan and "TEMP B-TREE" not in plan


def test_one_that_can_t_be_remade_does_not_hold_up_the_others(install):
    install.python(BROKEN)
    said = install.manage("worker", "--batch")
    assert "harbour-committee/2026-07-15, Minutes can't be made again" in said.stderr
    left = install.python("from published.models import *\nprint([v.pk for v in Version.objects.filter(made_with=0)])")
    assert left.stdout.strip() == "[2]"


BROKEN = """
from tests.making import *
from published.kinds import Kind
from published.models import Record, Version
from publishing.models import Publication
from django.db import connection
for day in (date(2026, 1, 14), date(2026, 7, 15), date(2026, 8, 15)):
    Publication.objects.publish(make_held_meeting(date=day), Kind.MINUTES)
Version.objects.update(made_with=0)
from publishing import append_only
with connection.schema_editor() as editor:
    append_only.drop(None, editor)
Record.objects.filter(pk=2).update(text='{"schema": 99}')
"""

"""The house's own rules, as far as a tool or a look at the source can hold them."""

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest
from django.db import connection
from packaging.requirements import Requirement
from weasyprint import HTML

from accounts import only_grows
from minutes import triggers
from published import fulltext
from publishing import append_only
from tests import verapdf
from tests.conftest import missing
from tests.faults.seeding import Fault
from tests.install import ROOT

pytestmark = pytest.mark.once

ROOMS = "accounts richtext committees minutes published publishing proving desk website demonstration config".split()
PURE = [
    "richtext/cleaning.py",
    "richtext/plain_text.py",
    "minutes/numbering.py",
    "minutes/importing/reading.py",
    "minutes/importing/word",
    "minutes/importing/opendocument",
    "published/addresses.py",
    "published/record.py",
    "publishing/chain.py",
]
# Each place that tells Django "this is HTML", and why it may. Add a line only for text that nobody can write into.
TRUSTED_HTML = {
    "desk/dated.py": "format_html, which escapes: the way to postponing a meeting",
    "minutes/admin/meetings/cancellation.py": "format_html, which escapes: the way back to the meeting that was put off",
    "minutes/admin/item.py": "format_html, which escapes: the link back from an item to its meeting",
    "published/models.py": "html(): pieces that our own templates made of a record, and escaped",
    "desk/templatetags/desk.py": "a block of Django's, rendered, and a name in it that was escaped; a link to a paper",
    "desk/door.py": "format_html, which escapes: the link to what was just published",
    "published/templatetags/published.py": "format_html, which escapes: the element of a time",
    "templates/desk/mail/cancelled.txt": "plain text, in which nothing is HTML",
    "templates/desk/mail/summons.txt": "plain text, in which nothing is HTML",
    "templates/website/mail/alert.txt": "plain text, in which nothing is HTML",
    "templates/website/mail/question.txt": "plain text, in which nothing is HTML",
    "richtext/redlining.py": "a redline: each word of it escaped, in elements of its own",
    "richtext/templatetags/richtext.py": "the one tag that prints rich text, which it cleans",
    "website/calendar_pages.py": "names the type of what html() gives",
    "website/committees.py": "names the type of what html() gives",
    "website/meetings.py": "names the type of what html() gives",
    "website/register.py": "names the type of what html() gives",
}
# Each place that writes SQL by hand.
HAND_WRITTEN_SQL = {
    "accounts/only_grows.py": "the triggers that keep the audit, made by a migration; and which triggers there are",
    "committees/asking.py": "what a committee's page asks at each request, as published/asking.py",
    "minutes/triggers.py": "two levels of items, which no constraint can say; run by a migration",
    "published/asking.py": "what pages ask at each request: the ORM takes four times as long to say it",
    "published/fulltext.py": "the index of the search, which each database makes in its own way; run by a migration",
    "publishing/append_only.py": "the triggers that keep the log, made by a migration; and whether they are there",
    "publishing/erasing.py": "has SQLite empty its write-ahead log, which no ORM can ask for",
    "proving/backing_up/lines.py": "each database writes and reads its own rows as JSON: models take several times as long",
    "proving/backing_up/sequences.py": "the numbers that tables have given out, which no ORM knows",
    "proving/verifying/__init__.py": "one snapshot for several processes, which no ORM can ask for",
    "website/views.py": "/healthz asks the database for nothing but an answer",
}
# Of these, the ones that put it together, and of what.
PUTS_SQL_TOGETHER = {
    "accounts/only_grows.py": "the names of its own triggers",
    "proving/backing_up/lines.py": "the names of our own tables and columns; every value is a parameter",
    "published/asking.py": "pieces of its own; every value is a parameter",
    "published/fulltext.py": "names and letters of its own",
    "published/searching.py": "pieces of its own; every value is a parameter",
    "publishing/append_only.py": "the names of its own triggers",
    "publishing/erasing.py": "a number that SQLite has just said",
}
# The pages' addresses are the website's. Below it, published/addresses.py alone knows those that a body links to.
KNOWS_ADDRESSES = {"published/addresses.py"}


def tool(name: str, *arguments: str, **env: str) -> None:
    """Run a tool of the virtual environment; its findings are the failure."""
    command = [str(Path(sys.executable).with_name(name)), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True)
    assert done.returncode == 0, f"{name} {' '.join(arguments)}\n{done.stdout[-6000:]}{done.stderr[-3000:]}"


def manage(*arguments: str, **env: str) -> None:
    tool("python", "manage.py", *arguments, **env)


def sources(*suffixes: str) -> list[tuple[str, str]]:
    """Path and text of the rooms' own files."""
    folders = [*ROOMS, "templates"]
    found = sorted(path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    return [(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in found]


def test_imports_run_down_the_rooms_and_the_website_never_reaches_the_drafts():
    tool("lint-imports", "--no-cache")


def test_the_code_has_no_lint():
    tool("ruff", "check", "--no-cache", ".")


def test_the_code_is_formatted():
    tool("ruff", "format", "--no-cache", "--check", ".")


def test_the_templates_have_no_lint():
    tool("djlint", "--lint", "templates")


def test_no_tag_of_a_template_is_broken_over_lines():
    """Django takes such a tag for words, and a reader sees it."""
    broken = re.compile(r"\{([{%#])(?:(?![}%#]\}).)*\n")
    pages = sources(".html", ".txt")
    assert pages and [(path, found[0]) for path, text in pages for found in broken.finditer(text)] == []


def test_the_pure_modules_are_strictly_typed():
    tool("mypy", *PURE)


def test_what_is_imported_is_required_and_what_is_required_is_used():
    tool("deptry", ".")


def test_the_migrations_are_complete():
    manage("makemigrations", "--check", "--dry-run")


def test_django_finds_nothing_to_mend_in_a_deployment():
    # The tests allow Playwright's loop beside them; a deployment does not.
    secret = "".join(chr(33 + (7 * i) % 90) for i in range(64))
    deployment = {"SITE_URL": "https://minutes.example.org", "SECRET_KEY": secret, "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
    manage("check", "--deploy", "--fail-level", "WARNING", **deployment)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_and_hashed(name):
    text = (ROOT / name).read_text().replace("\\\n", " ")
    lines = [line.split(" #")[0].strip() for line in text.splitlines() if line.strip() and line.lstrip()[0] not in "#-"]
    assert len(lines) > 20
    assert [line for line in lines if not re.match(r"[\w.\[\],-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_an_extra_that_a_package_asks_for_is_pinned_with_it(name):
    """Else pip refuses the whole file on the day that a newer release of that package appears."""
    pins = [
        Requirement(line.split(" ")[0]) for line in (ROOT / name).read_text().splitlines() if "==" in line.split("#")[0]
    ]
    extras = {pin.name: pin.extras for pin in pins}
    asked = [Requirement(line) for pin in pins for line in requires(pin.name) or []]
    asked = [one for one in asked if one.extras and (not one.marker or one.marker.evaluate({"extra": ""}))]
    assert asked
    assert [str(one) for one in asked if not one.extras <= extras.get(one.name, set())] == []


def test_what_is_trusted_as_html_is_on_the_reviewed_list():
    marks = r"\b(mark_safe|SafeString|SafeText|SafeData|format_html(_join)?|__html__)\b"
    code = [path for path, text in sources(".py") if re.search(marks, text)]
    pages = [
        path
        for path, text in sources(".html", ".txt", ".xml")
        if re.search(r"\|\s*safe(seq)?\b|\{%-?\s*autoescape\s+off", text)
    ]
    assert sorted([*code, *pages]) == sorted(TRUSTED_HTML)


def calls(text: str):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def test_sql_is_written_by_the_orm():
    by_hand = {"raw", "extra", "RawSQL", "execute", "executemany", "executescript", "cursor"}
    found = {
        path
        for path, text in sources(".py")
        for name, call in calls(text)
        if name in by_hand and "/migrations/" not in path
    }
    assert found == set(HAND_WRITTEN_SQL)


def test_no_lower_room_names_an_address_of_a_higher_one():
    """Not by a string either: what import-linter can't see."""
    below = [
        path
        for path in sources(".py", ".html")
        if not path[0].startswith(("website/", "templates/website/", "config/"))
    ]
    names = r"""["' ]website:|["'}]/(committees|documents|proof)/"""
    assert {path for path, text in below if re.search(names, text)} == KNOWS_ADDRESSES
    lowest = [path for path in below if path[0].startswith(("accounts/", "richtext/", "committees/", "published/"))]
    assert [path for path, text in lowest if "admin:minutes" in text or "admin:publishing" in text] == []
    assert [path for path, text in below if path.startswith("minutes/") and "admin:publishing" in text] == []


@pytest.mark.django_db
def test_every_trigger_is_there_after_the_migrations():
    assert append_only.missing() == only_grows.missing() == []
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    made = re.findall(r"DROP TRIGGER (\w+)", " ".join(triggers.UNDO[connection.vendor]))
    of_the_search = fulltext.TRIGGERS if connection.vendor == "sqlite" else ()
    of_the_audit = only_grows.MADE[connection.vendor]
    assert there == {*append_only.NAMES[connection.vendor], *of_the_audit, *made, *of_the_search}
    assert fulltext.missing() == []


def test_sql_is_never_put_together_from_values():
    put_together = [
        f"{path}:{call.lineno}"
        for path, text in sources(".py")
        for name, call in calls(text)
        if name in {"raw", "RawSQL", "execute", "executemany", "executescript"}
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
        and path not in PUTS_SQL_TOGETHER
    ]
    assert put_together == []


def test_no_command_goes_through_a_shell():
    through_shell = [
        f"{path}:{call.lineno}"
        for path, text in sources(".py")
        for name, call in calls(text)
        if name in {"system", "popen"} or any(word.arg == "shell" for word in call.keywords)
    ]
    assert through_shell == []


def test_every_setting_is_explained():
    """docs/settings.md names every environment variable that is read, and no other."""
    read = set()
    for path in ["config/settings.py", "bin/run"]:
        text = (ROOT / path).read_text()
        read |= set(re.findall(r"""(?:environ(?:\.get\(|\[)|setting\()["']([A-Z_0-9]+)""", text))
        read |= set(re.findall(r"\$\{([A-Z_]+):-", text))
    explained = set(re.findall(r"^\| `([A-Z_0-9]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert explained == read


def test_nh3_holds_a_cleaner_without_known_holes():
    """ammonia 4.2.5 is the first release after its last advisory (RUSTSEC, 2026)."""
    bill = next(path for path in distribution("nh3").files or [] if path.name.endswith(".cyclonedx.json"))
    parts = json.loads(Path(bill.locate()).read_text())["components"]
    version = next(part["version"] for part in parts if part["name"] == "ammonia")
    assert tuple(map(int, version.split("."))) >= (4, 2, 5)


MINUTES = "<html lang=en><title>Minutes</title><h1>Minutes</h1><p>Present:</p><ul><li>Mary Bell</li></ul></html>"


def test_verapdf_passes_what_is_right_and_names_what_is_wrong(tmp_path):
    """The control: a checker that passes everything would prove nothing."""
    if not verapdf.is_installed():
        missing("Java or veraPDF")
    cases = {
        "right": (MINUTES, []),
        "no title": (MINUTES.replace("<title>Minutes</title>", ""), ["7.1-9"]),
        "skipped heading": (MINUTES.replace("<p>", "<h3>Attendance</h3><p>"), ["7.4.2-1"]),
        "block in a marked list item": (MINUTES.replace("Mary Bell", "<p>Mary Bell</p>"), ["7.2-20"]),
    }
    for name, (html, _) in cases.items():
        HTML(string=html).write_pdf(tmp_path / f"{name}.pdf", pdf_variant="pdf/ua-1")
    found = verapdf.verdict(*[tmp_path / f"{name}.pdf" for name in cases])
    broken = {Path(path).stem: [line.split()[0] for line in lines] for path, lines in found.items()}
    assert broken == {name: rules for name, (_, rules) in cases.items()}


@pytest.mark.parametrize("path", sorted((ROOT / "tests/faults").glob("*.patch")), ids=lambda path: path.stem)
def test_each_fault_still_breaks_what_it_says(path):
    """Its head is whole, and it applies; `bin/test --faults` sees its test turn red."""
    Fault.read(path).apply(ROOT, "--check")


def test_each_fault_names_one_test_that_is_there():
    """With what stands in brackets: a test that has been divided since would judge no fault."""
    named = {Fault.read(path).test for path in (ROOT / "tests/faults").glob("*.patch")}
    options = ["--collect-only", "-q", "-p", "no:cacheprovider"]
    files = sorted({test.partition("::")[0] for test in named})
    collected = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *files], cwd=ROOT, capture_output=True, text=True
    )
    assert named - set(collected.stdout.splitlines()) == set()


def test_there_are_as_many_faults_of_each_kind_as_the_documentation_says():
    faults = Counter(Fault.read(path).kind for path in (ROOT / "tests/faults").glob("*.patch"))
    text = (ROOT / "docs/tests.md").read_text(encoding="utf-8")
    counted = {kind: int(count) for kind, count in re.findall(r"^\| ([a-z]+) \| .+ \| (\d+) \|$", text, re.MULTILINE)}
    assert set(faults) == set(counted)
    assert all(faults[kind] >= count >= 5 for kind, count in counted.items())

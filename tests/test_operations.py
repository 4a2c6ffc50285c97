"""docs/operations.md: each command in it, typed as it stands there, on a server that has published something."""

import shlex
from pathlib import Path

from tests.install import ROOT

BEGIN = """
from datetime import date
from django.contrib.auth import get_user_model
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.making import *
make_held_meeting(date=date(2026, 3, 4))
make_meeting(date=date(2026, 7, 15))
ann = get_user_model().objects.create_superuser(email="clerk@example.org", name="Ann Hill", password="a long enough password")
TOTPDevice.objects.create(user=ann, name="phone", confirmed=True)
"""
MINUTES = "1. Repair of the quay\n\nMinutes:\n\nThe Harbour Master reported on the quay.\n\nDecision\n\nThat it be repaired.\n"


def typed() -> list[str]:
    """The lines that begin with the command, in their order."""
    lines = (ROOT / "docs/operations.md").read_text(encoding="utf-8").splitlines()
    return [line.strip().removeprefix("minutebook ") for line in lines if line.startswith("    minutebook ")]


def test_each_command_of_the_operations_page_does_what_it_says(install, tmp_path):
    install.begin(BEGIN)
    (tmp_path / "minutes.txt").write_text(MINUTES)
    said = {}
    for line in typed():
        words = [str(tmp_path / Path(w).name) if w.endswith((".tar", ".txt")) else w for w in shlex.split(line)]
        done = install.manage(*words, check=False)
        assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
        said[line.split()[0]] = done.stdout
    assert len(said) == 8 and (tmp_path / "friday.tar").stat().st_size > 1000
    assert "Backed up" in said["backup"] and "All is in order" in said["verify"]
    told = install.python(
        "from publishing.models import Publication\nprint(list(Publication.objects.order_by('pk').values_list('kind', 'note')))"
    ).stdout
    assert "A name was misspelt." in told and "A telephone number stood in it." in told


def test_every_command_that_an_officer_may_need_stands_in_a_document():
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("docs/operations.md", "deploy/README.md"))
    commands = {path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py")} - {"demo"}
    assert {name for name in commands if f"minutebook {name}" not in text} == set()

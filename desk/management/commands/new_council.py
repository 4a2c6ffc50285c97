"""manage.py new_council [--name … --kind … --nation … --time-zone … --manager E-MAIL --committees CSV --people CSV]"""

import os
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import DatabaseError

from committees.models import Organisation
from desk.founding import lists
from desk.founding.council import NATIONS, Founding, found, founded

ASKED = {
    "name": "The name of the council, board or association",
    "kind": f"Its kind ({', '.join(Organisation.Kind.values)})",
    "nation": f"Where it is ({', '.join(NATIONS)})",
    "manager": "The e-mail address of its first manager, who appoints all others",
}
EXAMPLES = {
    "name": 'its name, for example --name "Withyham Parish Council"',
    "kind": f"one of {', '.join(Organisation.Kind.values)}",
    "nation": f"one of {', '.join(NATIONS)}",
    "manager": "an e-mail address, for example --manager clerk@withyham.example",
}


class Command(BaseCommand):
    help = "Begin a council of your own in an empty installation. What is not given is asked for on a terminal."

    def add_arguments(self, parser):
        parser.add_argument("--name")
        parser.add_argument("--kind", choices=Organisation.Kind.values)
        parser.add_argument("--nation", choices=NATIONS)
        parser.add_argument(
            "--time-zone", metavar="ZONE", help=f"such as Europe/London; without it {settings.TIME_ZONE}"
        )
        parser.add_argument("--manager", metavar="E-MAIL")
        parser.add_argument("--committees", type=Path, metavar="CSV", help=f"columns: {', '.join(lists.COMMITTEES)}")
        parser.add_argument("--people", type=Path, metavar="CSV", help=f"columns: {', '.join(lists.PEOPLE)}")

    def handle(self, *, committees, people, time_zone, **options):
        try:
            there = founded()
        except DatabaseError as error:
            raise CommandError("The database is not ready. First run: manage.py migrate") from error
        if there:
            raise CommandError(f"This installation has a council already: {there}. Nothing was changed.")
        zone = self._zone(time_zone)
        try:
            rows, of_people = self._lists(committees, people)
            answers = {name: self._answer(name, options[name]) for name in ASKED}
            password = found(Founding(**answers, committees=rows, people=of_people))
        except lists.NotAList as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except ValidationError as error:
            raise CommandError(f"{' '.join(error.messages)} Nothing was changed.") from error
        if zone:
            self._keep_zone(zone)
        self.stdout.write(
            f"{answers['name']} is there, with {len(rows)} committees and {len({row['name'] for row in of_people})} people.\n"
            f"Log in at {settings.SITE_URL}/admin/ with a phone at hand, which gives you a code at each log-in from then on;\n"
            "change the password there, which is not shown again.\n"
            f"  e-mail:   {answers['manager'].strip().lower()}\n  password: {password}"
        )

    def look(self, arguments: list[str]) -> None:
        """Raise CommandError if what is given behind bin/run --new is wrong, without a database, and before there is one."""
        given = vars(self.create_parser("bin/run", "--new").parse_args(arguments))
        problems = [self._problem(name, given[name].strip()) for name in ASKED if given[name] is not None]
        self._zone(given["time_zone"])
        try:
            self._lists(given["committees"], given["people"])
        except lists.NotAList as error:
            problems.append(str(error))
        if said := " ".join(filter(None, problems)):
            raise CommandError(f"{said} Nothing was made.")

    def _lists(self, committees: Path | None, people: Path | None) -> tuple[list[lists.Row], list[lists.Row]]:
        return (
            lists.read(committees, lists.COMMITTEES) if committees else [],
            lists.read(people, lists.PEOPLE) if people else [],
        )

    def _answer(self, name: str, given: str | None) -> str:
        if given is None and not sys.stdin.isatty():
            raise CommandError(f"--{name} is missing, and there is no terminal to ask on. Nothing was changed.")
        while True:
            answer = given if given is not None else self._asked(name)
            problem = self._problem(name, answer.strip())
            if not problem:
                return answer.strip()
            if given is not None:
                raise CommandError(f"{problem} Nothing was changed.")
            self.stderr.write(problem)

    def _asked(self, name: str) -> str:
        try:
            return input(f"{ASKED[name]}: ")
        except (EOFError, KeyboardInterrupt) as end:
            raise CommandError(
                "It was broken off. Nothing was changed; run it again when you know the answers."
            ) from end

    def _problem(self, name: str, answer: str) -> str:
        allowed = {"kind": Organisation.Kind.values, "nation": NATIONS}.get(name)
        if not answer:
            return f"--{name} is empty. Give {EXAMPLES[name]}."
        if allowed and answer not in allowed:
            return f"“{answer}” is none of these: {', '.join(allowed)}."
        if name == "manager":
            try:
                validate_email(answer)
            except ValidationError:
                return f"“{answer}” is no e-mail address."
        return ""

    def _zone(self, wanted: str | None) -> str:
        """The zone to keep; "" if it is the one that counts already."""
        if not wanted or wanted == settings.TIME_ZONE:
            return ""
        try:
            ZoneInfo(wanted)
        except (LookupError, ValueError, OSError) as error:
            raise CommandError(
                f"“{wanted}” is no time zone; write one such as Europe/London. Nothing was changed."
            ) from error
        if os.environ.get("TIME_ZONE"):
            raise CommandError(f"TIME_ZONE is set to {settings.TIME_ZONE}; set it to {wanted}. Nothing was changed.")
        return wanted

    def _keep_zone(self, zone: str) -> None:
        path = settings.DATA / "time_zone"
        path.touch(mode=0o600)
        path.write_text(zone + "\n", encoding="utf-8")
        self.stdout.write(f"Times are those of {zone}, which is kept in {path}. Start the site and the worker again.")

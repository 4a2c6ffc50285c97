"""What is wrong with an installation that runs, in sentences that say what to do. It looks at what ran last and at the disk."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from running.models import Beat

WORKER_IS_LATE = timedelta(minutes=10)
BACKUP_IS_LATE = timedelta(days=2)
PROOF_IS_LATE = timedelta(days=8)
CERTIFICATE_ENDS_SOON = timedelta(days=14)
FULL = 0.9  # of the disk


@dataclass(frozen=True)
class Seen:
    """One thing that was looked at: what is said of it, and what to do where it is wrong ("" where it is in order)."""

    what: str
    said: str
    to_do: str = ""

    @property
    def is_wrong(self) -> bool:
        return bool(self.to_do)


def look(now: datetime) -> list[Seen]:
    """Everything that is looked at, in order or not. One query."""
    beats = {beat.name: beat for beat in Beat.objects.all()}
    return [
        *_worker(beats, now),
        *_mail(beats),
        *_backup(beats, now),
        *_proof(beats, now),
        _disk(),
        *_certificate(beats, now),
    ]


def _worker(beats: Mapping[str, Beat], now: datetime) -> Iterator[Seen]:
    beat = beats.get(Beat.Name.WORKER)
    said = f"It was last seen {_when(beat, now)}." if beat else "It has never been seen."
    waits = "PDFs, e-mails and the words of papers wait for it. Start it: systemctl start minutebook-worker; "
    waits += "where deploy/install was not used: manage.py worker"
    yield Seen("Worker", said, waits if not beat or now - beat.at > WORKER_IS_LATE else "")


def _mail(beats: Mapping[str, Beat]) -> Iterator[Seen]:
    beat = beats.get(Beat.Name.MAIL)
    if not settings.SENDS_EMAIL:
        yield Seen(
            "E-mail",
            "There is no mail server: EMAIL_URL is not set.",
            "Set EMAIL_URL, and restart. docs/settings.md says how.",
        )
    elif beat and beat.problem:
        yield Seen("E-mail", beat.problem, "E-mails wait until it can be used; correct EMAIL_URL if it is wrong.")
    else:
        yield Seen("E-mail", f"It is handed in at {settings.EMAIL_HOST}.")


def _backup(beats: Mapping[str, Beat], now: datetime) -> Iterator[Seen]:
    beat = beats.get(Beat.Name.BACKUP)
    late = not beat or now - beat.at > BACKUP_IS_LATE
    said = f"The last one was made {_when(beat, now)}." if beat else "None has been made."
    do = "Make one now, and each night: manage.py backup FILE (on a server: minutebook backup FILE)."
    yield Seen("Backup", said, do if late else "")


def _proof(beats: Mapping[str, Beat], now: datetime) -> Iterator[Seen]:
    beat = beats.get(Beat.Name.VERIFY)
    log = "The publication log was"
    said = f"{log} last held against itself {_when(beat, now)}." if beat else f"{log} never held against itself."
    if beat and beat.problem:
        yield Seen(
            "Proof",
            f"{said} {beat.problem}",
            "Run manage.py verify (on a server: minutebook verify), and do what it says.",
        )
    else:
        late = not beat or now - beat.at > PROOF_IS_LATE
        yield Seen(
            "Proof", said, "Run manage.py verify now, and each night (on a server: minutebook verify)." if late else ""
        )


def _disk() -> Seen:
    disk = shutil.disk_usage(settings.DATA)
    free = f"{disk.free / 1e9:,.1f} GB are free."
    return Seen(
        "Disk",
        free,
        "More than nine tenths of it are used. Make room before nothing can be saved." if is_full(disk) else "",
    )


def is_full(disk) -> bool:
    return disk.used / disk.total > FULL


def _certificate(beats: Mapping[str, Beat], now: datetime) -> Iterator[Seen]:
    beat = beats.get(Beat.Name.CERTIFICATE)
    if not beat or not settings.SECURE:
        return
    renew = "Renew it before readers are warned off."
    if beat.problem:
        yield Seen("Certificate", beat.problem, renew)
    elif beat.until:
        soon = beat.until - now < CERTIFICATE_ENDS_SOON
        yield Seen("Certificate", f"It is valid until {_day(beat.until)}.", renew if soon else "")


def _when(beat: Beat, now: datetime) -> str:
    """Long ago as a day and an hour of the council's clock, else in minutes."""
    minutes = int((now - beat.at).total_seconds()) // 60
    if minutes < 2:
        return "a moment ago"
    return f"{minutes} minutes ago" if minutes < 120 else f"on {_day(beat.at)}"


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "l j F Y, H:i")

"""PDFs are pulled: a worker asks what lacks one, claims it, makes it in a child process, and keeps it.

A version's PDFs are rows from its publication on. A claim is a lease, renewed while the child works: if the worker dies,
another takes over when the lease has run out. What fails says why, and is tried again later each time, for ever.
"""

import hashlib
import io
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from published import files, pdf
from published.models import PDF, Version

LEASE = timedelta(seconds=6 * pdf.BREATH)
LONGEST_PAUSE = timedelta(days=1)


class LeaseLost(Exception):
    """Somebody else makes it by now, or nobody shall: it was withdrawn."""


def print_next() -> PDF | None:
    """Make the PDF that comes first and return its row, made or failed; None if there is nothing to make now."""
    claimed = claim()
    if claimed is None:
        return None
    try:
        _make(claimed)
    except (pdf.PDFNotMade, OSError) as error:
        _fail(claimed, str(error))
    except LeaseLost:
        claimed.problem = ""
    finally:
        _held(claimed).update(leased_until=None)
    return claimed


def claim() -> PDF | None:
    """Take a lease of the first PDF that is due. Of two workers that ask at once, each gets another."""
    while True:
        now = timezone.now()
        found = PDF.objects.due(now).select_related("version__record").first()
        if found is None:
            return None
        lease, found.attempts = now + LEASE, found.attempts + 1
        if PDF.objects.due(now).filter(pk=found.pk).order_by().update(leased_until=lease, attempts=found.attempts):
            found.leased_until = lease
            return found


def _make(claimed: PDF) -> None:
    version = claimed.version
    data = pdf.in_child(lambda: pdf.render(version, claimed.name), meanwhile=lambda: _renew(claimed))
    _keep(claimed, data)


def _held(claimed: PDF):
    """The row, if this worker still holds the lease of it."""
    return PDF.objects.filter(pk=claimed.pk, leased_until=claimed.leased_until)


def _renew(claimed: PDF) -> None:
    longer = timezone.now() + LEASE
    if not _held(claimed).update(leased_until=longer):
        raise LeaseLost
    claimed.leased_until = longer


def _keep(claimed: PDF, data: bytes) -> None:
    """Store the file and say so in the row, or neither. A withdrawal locks the same version: what it takes off the site
    while the PDF is being made is not kept."""
    claimed.sha256, claimed.size, claimed.pages = hashlib.sha256(data).hexdigest(), len(data), pdf.pages_of(data)
    claimed.toolchain, claimed.made_at = pdf.toolchain(), timezone.now()
    claimed.problem, claimed.next_try_at = "", None
    names = "sha256", "size", "pages", "toolchain", "made_at", "problem", "next_try_at"
    is_new = False
    try:
        with transaction.atomic():
            if not Version.objects.select_for_update().filter(pk=claimed.version_id).exists():
                raise LeaseLost
            is_new = files.store(io.BytesIO(data), claimed.sha256)
            if not _held(claimed).update(**{name: getattr(claimed, name) for name in names}):
                raise LeaseLost
    except BaseException:
        if is_new:
            files.remove_unneeded([claimed.sha256])  # nothing can name it: a record has a salt, and its PDF prints it
        raise


def _fail(claimed: PDF, problem: str) -> None:
    claimed.problem = problem
    claimed.next_try_at = timezone.now() + pause(claimed.attempts)
    _held(claimed).update(problem=problem, next_try_at=claimed.next_try_at)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: a minute, four, sixteen, … a day. A full disk or a crowded machine may
    pass; a document that is too long is made when somebody has raised the limits."""
    return min(timedelta(seconds=15 * 4 ** min(attempts, 9)), LONGEST_PAUSE)

"""What the worker does after a publication has been committed."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

ATTEMPTS = 5


@task()
def render_pdf(sequence: int, attempt: int = 1) -> str:
    """Make the PDF of one publication, unless it is there already or has been withdrawn since.

    A full disk or a crowded machine may pass: it is tried again, later each time. The last failure is kept with its
    reason in the task's row.
    """
    from publishing.pdf import PDFNotMade, make_pdf

    try:
        return make_pdf(sequence)
    except (PDFNotMade, OSError):
        if attempt >= ATTEMPTS:
            raise
        later = timezone.now() + timedelta(seconds=15 * 4**attempt)
        render_pdf.using(run_after=later).enqueue(sequence, attempt + 1)
        raise


def without_pdf():
    """The standing publications that should have a PDF and have none yet, the newest first."""
    from publishing.models import Kind, Publication, RenderedPDF

    kinds = [kind for kind in Kind if kind.pdf_name]
    standing = Publication.objects.standing().filter(kind__in=kinds).order_by("-sequence")
    return standing.exclude(sequence__in=RenderedPDF.objects.values("sequence"))


def enqueue_missing() -> int:
    """Ask for every PDF that is missing: after a crash, a restore, a rebuild. Returns how many."""
    sequences = list(without_pdf().values_list("sequence", flat=True))
    for sequence in sequences:
        render_pdf.enqueue(sequence)
    return len(sequences)

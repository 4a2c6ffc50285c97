"""Small builders: each makes something ordinary, and takes only what the test is about."""

import hashlib
from contextlib import contextmanager
from datetime import date, time
from io import BytesIO
from types import SimpleNamespace

import pikepdf
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from committees.models import Committee, Person
from minutes import triggers
from minutes.models import AgendaItem, Attendance, Decision, Document, Meeting, Minute
from published import files
from published.kinds import Kind
from published.models import PDF
from publishing import append_only
from publishing.models import Publication

LONG_AGO = date(2000, 1, 1)
WINTER, SUMMER = date(2026, 1, 14), date(2026, 7, 15)
HARBOUR = {"committee": "harbour-committee", "date": "2026-03-05"}  # options of import_minutes


def make_pdf(pages: int = 1) -> bytes:
    pdf, out = pikepdf.new(), BytesIO()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(200, 200))
    pdf.save(out)
    return out.getvalue()


def make_committee(**changes) -> Committee:
    known = {"name": "Harbour Committee", "slug": "harbour-committee", "kind": "regulatory", "quorum": 1}
    known["shown_from"] = LONG_AGO
    return Committee.objects.get_or_create(slug=(known | changes)["slug"], defaults=known | changes)[0]


def make_person(name: str = "Mary Bell", **changes) -> Person:
    first, _, last = name.rpartition(" ")
    known = {"title": "Councillor", "first_name": first, "last_name": last, "slug": name.lower().replace(" ", "-")}
    known["shown_from"] = LONG_AGO
    return Person.objects.get_or_create(slug=(known | changes)["slug"], defaults=known | changes)[0]


def make_meeting(**changes) -> Meeting:
    """A meeting of 4 March 2026, which is past."""
    known = {"date": date(2026, 3, 4), "start": time(19, 30), "venue": "Guildhall"}
    if "committee" not in changes:
        known["committee"] = make_committee()
    return Meeting.objects.create(**(known | changes))


def make_item(
    meeting: Meeting, title: str = "Repair of the north mole", *, minutes: str = "", decision: str = "", **changes
) -> AgendaItem:
    """An item at the end of the agenda, with the HTML of its minutes and of one decision where given."""
    item = AgendaItem(meeting=meeting, title=title, **changes)
    item.place_last()
    item.save()
    if minutes:
        Minute.objects.create(item=item, body=minutes)
    if decision:
        Decision.objects.create(item=item, text=decision, kind="agreed")
    return item


def make_document(
    meeting: Meeting, title: str = "Survey of the mole", *, content: bytes = b"", name: str = "survey.pdf", **changes
) -> Document:
    return Document.objects.create(
        meeting=meeting, title=title, file=ContentFile(content or make_pdf(), name=name), **changes
    )


def make_upload(name: str = "survey.pdf", content: bytes = b"") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content or make_pdf())


def make_held_meeting(**changes) -> Meeting:
    """A past meeting with somebody present, and one item that was discussed and decided: ready to publish as minutes."""
    meeting = make_meeting(**changes)
    Attendance.objects.create(meeting=meeting, person=make_person(), seat="chair", state="present", position=1)
    make_item(
        meeting,
        minutes="<p>The Harbour Master reported on the state of the mole.</p>",
        decision="<p>That the repair be put to tender.</p>",
    )
    return meeting


def make_winter_and_summer() -> tuple[Meeting, Meeting]:
    """Two held meetings of one shape, their items at the same slug, told apart by what was said."""
    winter, summer = make_held_meeting(date=WINTER), make_held_meeting(date=SUMMER)
    Minute.objects.filter(item__meeting=winter).update(body="<p>Ice lay on the mole.</p>")
    Minute.objects.filter(item__meeting=summer).update(body="<p>Samphire grew on the mole.</p>")
    return winter, summer


def publish(meeting: Meeting, kind: Kind = Kind.MINUTES, **options) -> Publication:
    return Publication.objects.publish(meeting, kind, **options)


def keep_pdf(publication: Publication, data: bytes = b"", name: str = "") -> PDF:
    """A PDF of the publication, as if the worker had made it: the first that its kind has, a blank page if no bytes are
    given."""
    data, name = data or make_pdf(), name or Kind(publication.kind).pdfs[0]
    sha256 = hashlib.sha256(data).hexdigest()
    files.store(BytesIO(data), sha256)
    made = {"sha256": sha256, "size": len(data), "pages": 1, "made_at": timezone.now()}
    return PDF.objects.update_or_create(version_id=publication.sequence, name=name, defaults=made)[0]


def put_below(item: AgendaItem, parent: AgendaItem) -> None:
    """Put an item below one that is below another: what the database refuses, as long as it has its triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in triggers.UNDO[connection.vendor]:
            cursor.execute(
                statement.replace("DROP TRIGGER", "DROP TRIGGER IF EXISTS").replace(
                    "DROP FUNCTION", "DROP FUNCTION IF EXISTS"
                )
            )
        cursor.execute("UPDATE minutes_agendaitem SET parent_id = %s WHERE id = %s", [parent.pk, item.pk])


def make_clerk(name: str = "clerk", password: str = "a long enough password"):
    return get_user_model().objects.create_superuser(f"{name}@example.org", password, name=name.title())


@contextmanager
def without_triggers():
    """As somebody works who holds the database: with the log's triggers dropped, and put back afterwards."""
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        append_only.drop(None, editor)
        yield
        append_only.create(None, editor)

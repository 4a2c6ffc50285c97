"""A draft's file goes when its paper goes, and no sooner."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from minutes.models import Document, Meeting
from tests.desk import Page, item_page
from tests.making import make_clerk, make_document, make_item, make_meeting, make_pdf, make_upload

pytestmark = pytest.mark.django_db


def files() -> set[str]:
    return {f"papers/{name}" for name in default_storage.listdir("papers")[1]}


def grow_old(name: str, seconds: int = 3700) -> None:
    then = time.time() - seconds
    os.utime(default_storage.path(name), (then, then))


@pytest.fixture
def papers():
    item = make_item(make_meeting())
    return [make_document(item.meeting, title, item=item) for title in ("Survey", "Map")]


def test_a_paper_that_is_removed_at_the_desk_takes_its_file_along(client, papers, django_capture_on_commit_callbacks):
    client.force_login(make_clerk())
    page = Page(client, item_page(papers[0].item))
    with django_capture_on_commit_callbacks() as callbacks:
        assert page.send(**{"documents-0-DELETE": "on"}) is None
    assert files() == {paper.file.name for paper in papers}  # a save that fails at its end loses nothing
    for callback in callbacks:
        callback()
    assert files() == {papers[1].file.name}


def test_a_file_that_is_replaced_at_the_desk_goes(client, papers, django_capture_on_commit_callbacks):
    client.force_login(make_clerk())
    page = Page(client, item_page(papers[0].item))
    with django_capture_on_commit_callbacks(execute=True):
        assert page.send(**{"documents-0-file": make_upload(content=make_pdf(3))}) is None
    new = Document.objects.get(pk=papers[0].pk)
    assert new.pages == 3 and new.file.name != papers[0].file.name
    assert files() == {new.file.name, papers[1].file.name}


def test_the_files_of_a_deleted_meeting_are_swept(papers, django_capture_on_commit_callbacks):
    kept = make_document(make_meeting(date="2026-07-08"))
    with django_capture_on_commit_callbacks(execute=True):
        Meeting.objects.get(pk=papers[0].meeting_id).delete()
    for name in files():
        grow_old(name)
    assert sorted(Document.objects.all().remove_unreferenced()) == sorted(paper.file.name for paper in papers)
    assert files() == {kept.file.name}
    assert Document.objects.all().remove_unreferenced() == []


def test_a_file_that_is_just_being_stored_is_left():
    name = default_storage.save("papers/just-now.pdf", ContentFile(make_pdf()))
    grow_old(name, 3500)
    assert Document.objects.all().remove_unreferenced() == []
    grow_old(name)
    assert Document.objects.all().remove_unreferenced() == [name]


def test_nothing_stored_is_nothing_to_sweep():
    assert Document.objects.all().remove_unreferenced() == []

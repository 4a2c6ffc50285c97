"""Papers at the desk: drafts' files, served to clerks alone."""

from typing import NamedTuple

from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.storage import default_storage
from django.db import models
from django.http import FileResponse, Http404

from minutes.admin.rows import WideTableOfRows
from minutes.models import Document, PaperReceived
from minutes.papers import content_type


class PaperInput(AdminFileWidget):
    """The stored paper under its own name: the name that it is stored by says nothing to a clerk."""

    def format_value(self, value):
        return StoredPaper(value.url, value.instance.file_name) if self.is_initial(value) else None


class StoredPaper(NamedTuple):
    url: str
    name: str

    def __str__(self) -> str:
        return self.name


class DocumentInline(WideTableOfRows):
    model = Document
    formfield_overrides = {models.FileField: {"widget": PaperInput}}
    fields = ["title", "kind", "file", "restriction", "restriction_reason", "position"]


def private_file(request, name: str):
    """A draft's file, for who may see documents at the desk; no cache keeps it."""
    document = Document.objects.filter(file=name).first() or PaperReceived.objects.filter(file=name).first()
    if (
        document is None
        or not request.user.has_perm("minutes.view_document", document)
        or not default_storage.exists(name)
    ):
        raise Http404
    response = FileResponse(default_storage.open(name), filename=document.file_name, as_attachment=True)
    response["Content-Type"] = content_type(document.file_name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response

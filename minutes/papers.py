"""What an uploaded paper is, and whether it may be kept."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from minutes.receiving.looking import look

NO_KIND = (
    "Papers may be PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument text (.odt), CSV, PNG or JPEG files; "
    "save this one as PDF and try again."
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Office files before 2007 are, and those with a password
MAX_BYTES = 50 * 1024 * 1024
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".pptx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ".odt": (b"PK\x03\x04", "application/vnd.oasis.opendocument.text"),
    ".csv": (b"", "text/csv"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}
PLACE = "papers"  # in private storage
UPLOADING = timedelta(hours=1)  # a younger file may belong to a row that is being stored just now


@dataclass(frozen=True)
class Paper:
    name: str
    sha256: str
    size: int
    pages: int | None
    found: tuple[str, ...] = ()  # what nobody may have meant to publish, each in a few words
    clean: bytes | None = None  # the file without it

    def cleaned(self) -> "Paper":
        """What is kept of it, unless somebody asked to keep it as it was sent."""
        if self.clean is None:
            return self
        return replace(self, sha256=hashlib.sha256(self.clean).hexdigest(), size=len(self.clean))


def private_name(instance, filename: str) -> str:
    """Where a draft's file lies: a name that can't be guessed (a file in the draft area was once found by its name)."""
    return f"{PLACE}/{secrets.token_urlsafe(24)}{PurePath(filename).suffix.lower()}"


def unreferenced(referenced: Collection[str]) -> list[str]:
    """The drafts' files that none of the `referenced` names is the name of, and that no upload can still be storing."""
    if not default_storage.exists(PLACE):
        return []
    names = [f"{PLACE}/{name}" for name in default_storage.listdir(PLACE)[1]]
    before = timezone.now() - UPLOADING
    return [n for n in names if n not in referenced and default_storage.get_modified_time(n) < before]


def safe_name(filename: str) -> str:
    """A file name to serve: letters, figures, dots and hyphens; the ending kept; at most 120 characters."""
    path = PurePath(unicodedata.normalize("NFKC", filename).replace("\\", "/"))
    stem = re.sub(r"[^\w.-]+", "-", path.stem).strip("-.") or "paper"
    return f"{stem[:110]}{path.suffix.lower()}"


def content_type(filename: str) -> str:
    return KINDS.get(PurePath(filename).suffix.lower(), (b"", "application/octet-stream"))[1]


def inspect_paper(file) -> Paper:
    """What the file is, and what is in it. Raises ValidationError, with what to do, for what may not be kept.

    `file` is anything with name, size and read(): an upload, or a stored file. Who asks again of the same upload (its form, then
    its row) gets the same answer, and no second look.
    """
    sent = file.file if isinstance(file, FieldFile) and not file._committed else file
    if (known := getattr(sent, "_inspected", None)) is None:
        known = sent._inspected = _inspect(sent)
    return known


def check_upload(file: FieldFile) -> None:
    """The validator of a field that holds a paper: what is stored already was looked through when it came."""
    if not file._committed:
        inspect_paper(file)


def _inspect(file) -> Paper:
    ending = PurePath(file.name).suffix.lower()
    if ending not in KINDS:
        raise ValidationError(NO_KIND)
    if file.size > MAX_BYTES:
        raise ValidationError("This file is larger than 50 MB; make it smaller, or split it.")
    file.seek(0)
    data = file.read()
    file.seek(0)
    if not data:
        raise ValidationError("This file is empty; choose another.")
    if not data.startswith(KINDS[ending][0]):
        raise ValidationError(_not_so(data, ending))
    looked = look(data, ending)
    name, sha256 = safe_name(file.name), hashlib.sha256(data).hexdigest()
    return Paper(name, sha256, len(data), looked.pages, looked.found, looked.clean)


def _not_so(data: bytes, ending: str) -> str:
    if data.startswith(OLE) and ending in (".docx", ".xlsx", ".pptx"):
        return (
            f"This file is of an older kind, or protected by a password; save it as {ending} without one and try again."
        )
    return f"This file is not what its name says ({ending}); save it again in the right format."

"""What an uploaded paper is, and whether it may be kept."""

import hashlib
import re
import secrets
import unicodedata
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import PurePath

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils import timezone

MAX_BYTES = 50 * 1024 * 1024
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}
ACTIVE_PDF_KEYS = ("/OpenAction", "/AA")
PLACE = "papers"  # in private storage
UPLOADING = timedelta(hours=1)  # a younger file may belong to a row that is being stored just now
DAMAGED_WORD = "This Word file is damaged, or is no document; open it in Word, save it again and try again."
CUT_OFF = "This PDF is cut off: its end is missing, and pages may be too. Get it or save it again, and try again."
PDF_END = 2048  # bytes in which a whole PDF says that it ends
MAX_UNPACKED, MAX_RATIO, MAX_MEMBERS = 200 * 1024 * 1024, 100, 2_000


@dataclass(frozen=True)
class Paper:
    name: str
    sha256: str
    size: int
    pages: int | None


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
    """What the file is. Raises ValidationError, with what to do, for what may not be kept.

    `file` is anything with name, size and read(): an upload, or a stored file.
    """
    ending = PurePath(file.name).suffix.lower()
    if ending not in KINDS:
        raise ValidationError("Papers may be PDF, Word (.docx), PNG or JPEG files; save this one as PDF and try again.")
    if file.size > MAX_BYTES:
        raise ValidationError("This file is larger than 50 MB; make it smaller, or split it.")
    file.seek(0)
    data = file.read()
    file.seek(0)
    if not data:
        raise ValidationError("This file is empty; choose another.")
    if not data.startswith(KINDS[ending][0]):
        raise ValidationError(f"This file is not what its name says ({ending}); save it again in the right format.")
    pages = _pdf_pages(data) if ending == ".pdf" else None
    if ending == ".docx":
        _check_word(data)
    return Paper(safe_name(file.name), hashlib.sha256(data).hexdigest(), len(data), pages)


def _check_word(data: bytes) -> None:
    """Refuse what Word would not open: parts that are damaged, or no document among them. Raises ValidationError."""
    check_zip(BytesIO(data))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            is_whole = archive.testzip() is None and "[Content_Types].xml" in archive.namelist()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise ValidationError(DAMAGED_WORD) from error
    if not is_whole:
        raise ValidationError(DAMAGED_WORD)


def check_zip(file) -> None:
    """Refuse an archive that unpacks to more than a document would. Raises ValidationError."""
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ValidationError("This file can't be opened; save it again and try again.") from error
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(packed, 1):
        raise ValidationError("This file unpacks to far more than a document should; it was not opened.")
    if any(m.flag_bits & 1 for m in members):
        raise ValidationError("This file is protected by a password; save it without one and try again.")


def _pdf_pages(data: bytes) -> int:
    """The number of pages. Refuses what is encrypted, broken, cut off, or does something by itself when it is opened."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            names = pdf.Root.get("/Names", {})
            active = any(key in pdf.Root for key in ACTIVE_PDF_KEYS if not isinstance(pdf.Root.get(key), pikepdf.Array))
            if active or "/JavaScript" in names or "/EmbeddedFiles" in names:
                raise ValidationError("This PDF holds scripts or attached files; print it to a new PDF and use that.")
            if b"%%EOF" not in data[-PDF_END:] or not pdf.pages:
                raise ValidationError(CUT_OFF)
            return len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise ValidationError("This PDF is protected by a password; save it without one and try again.") from error
    except (pikepdf.PdfError, AttributeError, KeyError, ValueError, TypeError) as error:
        raise ValidationError("This PDF is damaged and can't be opened; save it again and try again.") from error

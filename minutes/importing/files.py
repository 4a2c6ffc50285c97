"""A path from the command line → bytes that are what their name says."""

import stat
import zipfile
from io import BytesIO
from pathlib import Path

from minutes.importing.refusal import CannotImport

MB = 1024 * 1024
LIMITS = {".txt": 5 * MB, ".html": 5 * MB, ".htm": 5 * MB, ".md": 5 * MB, ".docx": 50 * MB, ".odt": 50 * MB}
ZIPPED = {".docx": "a Word document", ".odt": "an OpenDocument text"}
OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Word before 2007, and of an encrypted .docx
OLD_WORD = "it is an old Word document (.doc); save it as .docx and try again."
FORMATS = "Save it as .docx, .odt, .html, .md or .txt and try again."
STRANGERS = (
    (b"%PDF-", f"it is a PDF, whatever its name says. {FORMATS}"),
    (b"\x89PNG\r\n\x1a\n", "it is a picture (PNG), not a text. Import the document that it was made from."),
    (b"\xff\xd8\xff", "it is a picture (JPEG), not a text. Import the document that it was made from."),
    (b"GIF8", "it is a picture (GIF), not a text. Import the document that it was made from."),
    (b"{\\rtf", "it is an RTF document; save it as .docx and try again."),
)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file that may be imported. Raises CannotImport.

    Its size is checked before anything is read; then its first bytes, because a name promises nothing.
    """
    limit = _limit(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise CannotImport("it is a folder; name the files in it.")
        if not stat.S_ISREG(status.st_mode):
            raise CannotImport("it is not an ordinary file.")
        if status.st_size > limit:
            raise CannotImport(
                f"it is larger than {limit // MB} MB, the most for a {path.suffix.lower()} file; split it into smaller ones."
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise CannotImport("there is no such file; check its name.") from error
    except PermissionError as error:
        raise CannotImport("you may not read it; ask for the right to, or copy it to a folder of your own.") from error
    except (OSError, ValueError) as error:
        raise CannotImport(f"it can't be read ({error}); copy it to this computer and try again.") from error
    _check_first_bytes(data, path.suffix.lower())
    return data


def _limit(path: Path) -> int:
    ending = path.suffix.lower()
    if ending == ".doc":
        raise CannotImport(OLD_WORD)
    if ending not in LIMITS and not path.is_dir():
        raise CannotImport(f"only .docx, .odt, .html, .md and .txt files can be imported. {FORMATS}")
    return LIMITS.get(ending, 0)


def _check_first_bytes(data: bytes, ending: str) -> None:
    if not data.strip():
        raise CannotImport("it is empty; check that it was saved.")
    for magic, sentence in STRANGERS:
        if data.startswith(magic):
            raise CannotImport(sentence)
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise CannotImport("it is protected by a password; save it without one and try again." if locked else OLD_WORD)
    if ending in ZIPPED and not data.startswith(b"PK"):
        raise CannotImport(
            f"it is not {ZIPPED[ending]}, whatever its name says; save it again as {ending} and try again."
        )
    if ending not in ZIPPED and data.startswith(b"PK\x03\x04"):
        raise CannotImport(
            "it is a document or a ZIP file; if it is from Word, give it the ending .docx, if from LibreOffice, .odt."
        )
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if ending == ".txt" and start.startswith((b"<!doctype html", b"<html")):
        raise CannotImport("it is a web page; give it the ending .html.")


def kind_of(data: bytes, ending: str) -> tuple[str, list[str]]:
    """The ending that the file ought to have, and a note if its name has another: .docx for .odt, or the other way round."""
    if ending not in ZIPPED or not (kind := _zipped_kind(data)) or kind == ending:
        return ending, []
    return kind, [f"Its name ends in {ending}, but it is {ZIPPED[kind]}; it was read as that."]


def _zipped_kind(data: bytes) -> str:
    """What an archive says it is: an OpenDocument text names itself in its first part. "" for a damaged one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" not in names or archive.getinfo("mimetype").file_size > 200:
                return ".odt" if {"content.xml", "META-INF/manifest.xml"} <= names else ".docx"
            said = archive.read("mimetype").strip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        return ""
    if said.startswith(b"application/vnd.oasis.opendocument.") and not said.startswith(OPEN_TEXT):
        raise CannotImport(f"it is an OpenDocument file, but no text ({said.decode('ascii', 'replace')}). {FORMATS}")
    return ".odt" if said.startswith(OPEN_TEXT) else ".docx"

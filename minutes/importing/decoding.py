"""Bytes → text, with what was assumed and what was taken out."""

import codecs
import re

from minutes.importing.refusal import CannotImport

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# No page shows these, and some of them turn the words round for the eye (U+202A–E, U+2066–9).
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
TURNED = "Marks that turn the reading order round were left out; check the order of the words."
UNUSED_IN_1252 = b"\x81\x8d\x8f\x90\x9d"
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)", re.IGNORECASE)
# Only encodings of text: Python knows more under such names than a page may ask for (rot13, base64, utf-7).
ALLOWED = re.compile(
    r"utf-?8|us-ascii|windows-125\d|cp125\d|iso-8859-\d+|macintosh|koi8-[ru]|shift_jis|gb18030|gbk|big5|euc-(jp|kr)",
    re.IGNORECASE,
)
TOO_MANY = 0.05  # a share of control characters that no text has


def decode(data: bytes, *, html: bool = False) -> tuple[str, list[str]]:
    """The text, and sentences on what was assumed and removed. Raises CannotImport for what is not text."""
    text, notes = _decode(data, _declared(data) if html else "")
    text = LINE_ENDS.sub("\n", text)
    clean, removed = CONTROLS.subn("", text)
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        removed -= text.startswith("\ufeff")
    if removed > TOO_MANY * len(text):
        raise CannotImport(
            "it is mostly control characters, not text; save it as UTF-8 text, .html or .docx and try again."
        )
    if not clean.strip():
        raise CannotImport("it is empty; check that it was saved.")
    if removed:
        notes.append(f"Control characters removed: {removed}.")
    if TURNS.search(text):
        notes.append(TURNED)
    return clean, notes


def _decode(data: bytes, declared: str) -> tuple[str, list[str]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), ["Read as UTF-16, as its first bytes say."]
        except UnicodeDecodeError as error:
            raise CannotImport("it begins like UTF-16 text but is damaged; save it as UTF-8 and try again.") from error
    if declared:
        try:
            return data.decode(declared), [f"Read as {declared}, as the page itself says."]
        except (UnicodeDecodeError, LookupError):
            pass  # the page is wrong about itself, as many are: go by its bytes
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        lenient = data.translate(None, UNUSED_IN_1252)
        note = "It is not UTF-8; Windows-1252 was assumed. Check the accents, quotation marks and pound signs."
        if len(lenient) > (1 - TOO_MANY) * len(data):
            return lenient.decode("cp1252"), [note]
        raise CannotImport("its characters can't be read as text; save it as UTF-8 and try again.") from None


def _declared(data: bytes) -> str:
    """The encoding that a page names in its head, if it is one to honour; "" for UTF-8, which is tried anyway."""
    found = META_CHARSET.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    if not ALLOWED.fullmatch(name) or name.startswith("utf"):
        return ""
    return "cp1252" if name in {"iso-8859-1", "us-ascii", "windows-1252"} else name  # as browsers do

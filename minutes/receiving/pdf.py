"""A PDF: every object of it is looked at, not its catalogue alone (ISO 32000-1 §7 to §14).

What acts, hides another file or asks a program for more is refused; what tells of people and of earlier states is taken out.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from django.core.exceptions import ValidationError
from pikepdf import Array, Dictionary, Name, Object, Stream

from minutes.receiving.annotations import look_at_comments
from minutes.receiving.layers import Layers
from minutes.receiving.looked import Looked
from minutes.receiving.photographs import strip_jpeg
from minutes.receiving.properties import look_at_properties

ANEW = "Print it to a new PDF, and send that."
CUT_OFF = "This PDF is cut off: its end is missing, and pages may be too. Get it or save it again, and try again."
DAMAGED = "This PDF is damaged and can't be opened; save it again and try again."
LOCKED = "This PDF is protected by a password; save it without one and try again."
PROTECTED = "This PDF is encrypted, so that it can't be looked through. Save it without protection, and try again."
SCRIPTS = f"This PDF holds scripts. {ANEW}"
ACTS = f"This PDF does something by itself when it is opened, read or printed. {ANEW}"
LAUNCHES = f"This PDF starts programs or opens files that are not in it. {ANEW}"
FILES = f"This PDF holds attached files. {ANEW} The other files can be sent as papers of their own."
XFA = f"This PDF is an XFA form, which most readers can't show. {ANEW}"
MOVING = f"This PDF holds sound, films or models. {ANEW}"
ELSEWHERE = f"This PDF takes parts of itself from other files. {ANEW}"
FONT = f"A font in this PDF is not what a font may be, and could be made to harm readers. {ANEW}"
UNREDACTED = (
    "Words in this PDF are marked to be blacked out, and are still in it. Apply the redactions, save it, and send that."
)
TOO_MANY = "This PDF has {pages:,} pages. Send it in parts of up to {most:,} pages each."

MOST_PAGES = 20_000  # which take some seconds to be looked through
ACTIONS = {
    **dict.fromkeys(("/JavaScript",), SCRIPTS),
    **dict.fromkeys(("/Launch", "/GoToR", "/GoToE"), LAUNCHES),
    **dict.fromkeys(("/SubmitForm", "/ImportData"), ACTS),
    **dict.fromkeys(("/Movie", "/Sound", "/Rendition", "/RichMediaExecute", "/GoTo3DView"), MOVING),
}
SUBTYPES = {
    "/FileAttachment": FILES,
    "/Redact": UNREDACTED,
    **dict.fromkeys(("/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"), MOVING),
}
PLACES_OF_FILES = {"/F", "/UF", "/DOS", "/Mac", "/Unix"}
LINE_END = 2  # bytes that programs write behind a picture
PDF_END = 2048  # bytes in which a whole PDF says that it ends


def look(data: bytes) -> Looked:
    """Raises ValidationError, with what to do, for what may not be kept."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _look(pdf, data)
    except pikepdf.PasswordError as error:
        raise ValidationError(LOCKED) from error


def _look(pdf: pikepdf.Pdf, data: bytes) -> Looked:
    if pdf.is_encrypted:
        raise ValidationError(PROTECTED)
    pages = len(pdf.pages)
    if pages > MOST_PAGES:
        raise ValidationError(TOO_MANY.format(pages=pages, most=MOST_PAGES))
    _check_opening(pdf.Root)
    for each in dictionaries(pdf):
        _check(each)
    if b"%%EOF" not in data[-PDF_END:] or not pages:
        raise ValidationError(CUT_OFF)
    found = [
        *look_at_properties(pdf),
        *look_at_comments(pdf),
        *Layers(pdf).look(),
        *_pictures(pdf),
        *_signatures(pdf),
        *_earlier_states(pdf, data),
    ]
    return Looked(pages, tuple(found), _saved(pdf) if found else None)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    """The same bytes for the same file, and nothing of what no page leads to."""
    out = BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(out, deterministic_id=True, linearize=False)
    return out.getvalue()


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Object]:
    """Every dictionary of the file, those of streams among them, each once: what lies in another file's place, too."""
    for each in pdf.objects:
        waiting = [each]
        while waiting:
            at = waiting.pop()
            if isinstance(at, Array):
                waiting += [inner for inner in at if _is_direct(inner)]
            elif isinstance(at, Dictionary | Stream):
                yield at
                waiting += [inner for _, inner in at.items() if _is_direct(inner)]


def _is_direct(value) -> bool:
    """What is referred to is looked at in its own place, so that no loop holds us up."""
    return isinstance(value, Object) and not value.is_indirect and isinstance(value, Array | Dictionary | Stream)


def _check_opening(root: Object) -> None:
    """What happens on opening may be that a page is shown, and nothing else."""
    first = root.get("/OpenAction")
    if isinstance(first, Dictionary) and first.get("/S") != Name.GoTo:
        raise ValidationError(_of_action(first) or ACTS)
    names = root.get("/Names", {})
    if "/JavaScript" in names:
        raise ValidationError(SCRIPTS)
    if "/EmbeddedFiles" in names or "/Collection" in root:
        raise ValidationError(FILES)


def _of_action(action: Object) -> str | None:
    said = action.get("/S")
    return ACTIONS.get(str(said)) if isinstance(said, Name) else None


def _check(each: Object) -> None:
    for is_so, sentence in _refusals(each):
        if is_so:
            raise ValidationError(sentence)


def _refusals(each: Object) -> Iterator[tuple[bool, str]]:
    action = _of_action(each)
    yield action is not None, action or ""
    yield isinstance(each.get("/JS"), pikepdf.String | Stream), SCRIPTS
    yield _is_script(each.get("/URI")), SCRIPTS
    yield from _events(each.get("/AA"))
    subtype = each.get("/Subtype")
    refused = SUBTYPES.get(str(subtype)) if isinstance(subtype, Name) else None
    yield refused is not None, refused or ""
    yield _is_file(each.get("/EF")) or each.get("/Type") == Name.EmbeddedFile, FILES
    yield "/XFA" in each and isinstance(each.get("/XFA"), Array | Stream), XFA
    yield isinstance(each, Stream) and "/F" in each, ELSEWHERE
    yield isinstance(each, Stream) and isinstance(each.get("/Ref"), Dictionary), ELSEWHERE
    yield isinstance(each, Stream) and _is_encrypted(each.get("/Filter")), PROTECTED
    yield _is_odd_matrix(each.get("/FontMatrix")), FONT


def _is_script(address) -> bool:
    return isinstance(address, pikepdf.String) and str(address).strip().lower().startswith(("javascript:", "vbscript:"))


def _events(value) -> Iterator[tuple[bool, str]]:
    """Refuse what /AA does, where it holds actions: a font or a picture may be called AA where its page names it."""
    if isinstance(value, Dictionary) and all(isinstance(v, Dictionary) and "/S" in v for _, v in value.items()):
        yield True, next((said for _, v in value.items() if (said := _of_action(v))), ACTS)


def _is_file(value) -> bool:
    return isinstance(value, Dictionary) and set(value.keys()) <= PLACES_OF_FILES


def _is_encrypted(filters) -> bool:
    return Name.Crypt in (list(filters) if isinstance(filters, Array) else [filters])


def _is_odd_matrix(matrix) -> bool:
    """CVE-2024-4367: a browser's viewer took words there for a program."""
    return matrix is not None and not (
        isinstance(matrix, Array) and len(matrix) == 6 and not any(isinstance(number, Object) for number in matrix)
    )


def _pictures(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Takes place and device out of photographs, which lie in a PDF as they came from the camera."""
    told = 0
    for each in pdf.objects:
        if not isinstance(each, Stream) or each.get("/Filter") not in (Name.DCTDecode, Array([Name.DCTDecode])):
            continue
        before = each.read_raw_bytes()
        after = strip_jpeg(before)
        if len(before) - len(after) > LINE_END:
            each.write(after, filter=each.get("/Filter"), decode_parms=each.get("/DecodeParms"))
            told += 1
    if told:
        yield f"what {told} photograph{'s' if told > 1 else ''} told of place, day and device"


def _signatures(pdf: pikepdf.Pdf) -> Iterator[str]:
    """A signature holds for the bytes that were signed, so that it can't stay. What it looks like stays on its page."""
    signed = [each for each in dictionaries(pdf) if each.get("/FT") == Name.Sig and "/V" in each]
    for each in signed:
        del each["/V"]
    for key in ("/Perms", "/DSS"):
        if key in pdf.Root:
            del pdf.Root[key]
    if signed:
        form = pdf.Root.get("/AcroForm")
        if isinstance(form, Dictionary) and "/SigFlags" in form:
            del form["/SigFlags"]
        yield f"{len(signed)} electronic signature{'s' if len(signed) > 1 else ''}"


def _earlier_states(pdf: pikepdf.Pdf, data: bytes) -> Iterator[str]:
    """Who saves a change behind a file leaves all that was there before in it (§7.5.6)."""
    states = data.count(b"startxref") - (1 if pdf.is_linearized else 0)
    if states > 1:
        yield f"{states - 1} earlier state{'s' if states > 2 else ''} of the file"

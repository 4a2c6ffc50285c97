"""A file that was sent, looked through in a child process: its bytes are a stranger's, and may
be made to take a program down."""

import json
from collections.abc import Callable
from functools import partial

from django.core.exceptions import ValidationError

from minutes.receiving import office, opendocument, pdf, photographs, tables
from minutes.receiving.looked import Looked
from running import child

SECONDS, MEMORY = 60, 1 << 30  # that one file may take
TOO_MUCH = "This file takes too long, or too much room, to be looked through; print it to a new PDF, and send that."
LOOKERS: dict[str, Callable[[bytes], Looked]] = {
    ".pdf": pdf.look,
    ".odt": opendocument.look,
    ".csv": tables.look,
    ".png": photographs.look_png,
    ".jpg": photographs.look_jpeg,
    ".jpeg": photographs.look_jpeg,
    **{f".{kind}": partial(office.look, ending=kind) for kind in office.KINDS},
}
DAMAGED = "This file is damaged and can't be opened; save it again and try again."


def look(data: bytes, ending: str) -> Looked:
    """What is in a file whose name ends so (“.pdf”). Raises ValidationError, with what to do,
    for what may not be kept."""
    try:
        answer = child.in_child(lambda: _told(data, ending), seconds=SECONDS, memory=MEMORY, what=ending)
    except child.Failed as error:
        raise ValidationError(TOO_MUCH) from error
    head, _, clean = answer.partition(b"\n")
    told = json.loads(head)
    if "refused" in told:
        raise ValidationError(told["refused"])
    return Looked(told["pages"], tuple(told["found"]), clean if told["is_changed"] else None)


def _told(data: bytes, ending: str) -> bytes:
    """In the child: a line of JSON, and the file without what was found."""
    try:
        looked = LOOKERS[ending](data)
    except ValidationError as error:
        return json.dumps({"refused": error.messages[0]}).encode()
    except MemoryError:
        return json.dumps({"refused": TOO_MUCH}).encode()
    except Exception:  # noqa: BLE001  a stranger's file: whatever a library makes of it, its sender is told what to do
        return json.dumps({"refused": pdf.DAMAGED if ending == ".pdf" else DAMAGED}).encode()
    head = {"pages": looked.pages, "found": looked.found, "is_changed": looked.clean is not None}
    return json.dumps(head).encode() + b"\n" + (looked.clean or b"")

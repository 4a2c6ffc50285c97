"""Saving one text: over the wording that the clerk began with, or put together with what somebody else wrote meanwhile."""

from dataclasses import dataclass, field, replace

from django.contrib import admin
from django.core.exceptions import ValidationError

from minutes.admin.addressed import number
from minutes.admin.conflicts import who_changed
from minutes.merging import Piece, merge
from minutes.models import Wording
from minutes.phrases import listed, unfilled
from minutes.texts import Text
from minutes.unsaved import moment
from richtext.cleaning import left_out


@dataclass
class Outcome:
    """What came of a save. `status` is HTTP's: 200, 409 where somebody else was quicker, 422 where the text can't be kept."""

    status: int
    said: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)  # to choose among
    merged: bool = False  # with what somebody else wrote


def save(request, text: Text) -> Outcome:
    """Store what was posted as `text`, which was read under a lock. Nothing is stored unless the status is 200."""
    if "text" not in request.POST:
        return Outcome(422, ["No text was sent, and so none is changed. Open the page again."])
    if lock := text.item.meeting.lock:
        return Outcome(422, [f"{lock.locked} Your text is not saved, and stands here."])
    try:
        return _saved(request, text, request.POST["text"])
    except ValidationError as error:
        return Outcome(422, error.messages)


def _saved(request, text: Text, posted: str) -> Outcome:
    given = text.formfield().clean(posted)
    if request.POST.get("closed", _closed(text)) != _closed(text):
        return Outcome(409, [_changed_hands(text)])
    said = [f"Left out of {text.name.label}: {left}."] if (left := left_out(posted)) else []
    pieces = _pieces(request, text, given)
    if pieces is None:
        return stored(request, text, given, said)
    if not all(piece.settled for piece in pieces) and not _was_shown(request, text):
        return Outcome(409, [_both_wrote(text)], pieces)
    chosen = [piece.chosen(request.POST.get(f"choice-{at}", "")) for at, piece in enumerate(pieces)]
    said.append(f"{last_writer(text)} wrote here meanwhile; both are in the text now.")
    return replace(stored(request, text, text.formfield().clean("".join(chosen)), said), merged=True)


def _closed(text: Text) -> str:
    return "yes" if text.is_closed else "no"


def _changed_hands(text: Text) -> str:
    if text.is_closed:
        return (
            f"“{text.whose}” was closed to the public while you were writing. Your text is not saved yet and stands here; "
            "save it again if it belongs there."
        )
    return (
        f"“{text.whose}” was opened to the public while you were writing. Your text is not saved yet and stands here; "
        "save it again if the public may read it."
    )


def _both_wrote(text: Text) -> str:
    return f"{last_writer(text)} changed the same paragraphs. Choose for each what stands; nothing of either is lost."


def last_writer(text: Text) -> str:
    """ "Alison (at 14:05)": who wrote what is stored now."""
    last = Wording.objects.of(str(text.name)).select_related("author").last()
    if last is None or last.author is None:
        return who_changed(text.item)
    return f"{last.author} ({moment(last.written_at)})"


def _pieces(request, text: Text, given: str) -> list[Piece] | None:
    """The text in pieces, where what is stored is not what the clerk began with; None where there is nothing to merge."""
    opened = number(request.POST.get("opened_version"))
    if text.version == opened and request.POST.get("opened_version"):
        return None
    base = "" if text.name.kind == "minute" and not opened else Wording.objects.at(str(text.name), opened)
    if base is None or base == text.html or given == text.html:
        return None
    return merge(base, text.html, given)


def _was_shown(request, text: Text) -> bool:
    return request.POST.get("seen_version") == str(text.version)


def stored(request, text: Text, html: str, said: list[str]) -> Outcome:
    if text.write(html):
        row = text.row if text.name.kind == "motion" else text.item
        admin.site.get_model_admin(type(row)).log_change(request, row, f"Changed {text.name.label}.")
    if fields := unfilled(html):
        said = [*said, f"Still to be written in: {listed(fields)}. It can’t be published before."]
    return Outcome(200, said)

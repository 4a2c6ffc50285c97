"""Pictures that somebody sends: whether all of one is there."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import IO

from django.core.exceptions import ValidationError
from PIL import Image, ImageFile

PIXELS = 50_000_000  # a small file can hold a picture that fills the memory
CUT_OFF = "This picture is damaged or cut off: not all of it is there. Get it or save it again, and try again."
UNREADABLE = (OSError, SyntaxError, ValueError, Image.DecompressionBombError)
_strictness = Lock()


@contextmanager
def whole_picture(file: IO[bytes], not_one: str, formats: list[str] | None = None) -> Iterator[Image.Image]:
    """The picture in `file`, decoded to its last pixel. `formats`: which may be tried (all that Pillow knows).

    Raises ValidationError: `not_one` if it is no picture, or a sentence if it is cut off or has too many pixels."""
    file.seek(0)
    with warnings.catch_warnings(), _strict():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            opened = Image.open(file, formats=formats)
        except UNREADABLE as error:
            raise ValidationError(not_one) from error
        if opened.width * opened.height > PIXELS:
            raise ValidationError("The picture has too many pixels. Send a smaller one.")
        try:
            opened.load()
        except UNREADABLE as error:
            raise ValidationError(CUT_OFF) from error
    with opened:
        yield opened


@contextmanager
def _strict() -> Iterator[None]:
    """WeasyPrint has Pillow fill up what is cut off, in the whole process (weasyprint/images.py)."""
    with _strictness:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before

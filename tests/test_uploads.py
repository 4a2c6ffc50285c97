"""Alison uploads what people send her: each file is refused with what to do, freed of what nobody meant to publish, or kept."""

import io
import zipfile

import pikepdf
import pytest

from minutes.papers import inspect_paper
from tests.making import make_upload
from tests.uploads import CLEANED, FILES, REFUSED, SECRET, what_becomes

pytestmark = pytest.mark.once


@pytest.mark.parametrize("what", FILES)
def test_each_file_is_refused_cleaned_or_kept(what):
    sent = FILES[what]
    fate, sentence, kept = what_becomes(sent)
    assert (fate, sent.says in sentence) == (sent.fate, True), sentence
    if fate == REFUSED:
        assert sentence.endswith(".") and "Traceback" not in sentence
    elif fate == CLEANED:
        assert SECRET.encode() not in everything_in(kept)
        again = inspect_paper(
            make_upload(sent.name, kept)
        )  # the clean file is a whole one, in which there is nothing more
        assert again.found == () and again.clean is None


def everything_in(data: bytes) -> bytes:
    """A file's bytes, and those of its parts or streams unpacked."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return data + b"".join(archive.read(name) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            parts = [each.unparse() for each in pdf.objects]
            streams = [
                each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream) and not is_picture(each)
            ]
            return data + b"".join([*parts, *streams])
    return data


def is_picture(stream) -> bool:
    return stream.get("/Filter") == pikepdf.Name.DCTDecode

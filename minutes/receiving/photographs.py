"""Pictures: those that are sent are made anew; those inside of documents lose what tells of place, day and device."""

import re
from io import BytesIO

from PIL import Image, ImageOps

from committees.pictures import whole_picture
from minutes.receiving.looked import Looked

NO_PICTURE = "This can't be read as a picture; save it again as PNG or JPEG, and try again."
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
TELLING_CHUNKS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
TELLING_SEGMENTS = {0xE1, 0xED, 0xFE}  # Exif and XMP, IPTC, comments
SCAN, END, ORIENTATION = 0xDA, 0xD9, 0x0112
MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")  # not what stands for a byte among pixels
TOLD = "what the picture told of place, day and device"


def look_png(data: bytes) -> Looked:
    return _look(data, "PNG")


def look_jpeg(data: bytes) -> Looked:
    return _look(data, "JPEG")


def _look(data: bytes, kind: str) -> Looked:
    """Decoded to its last pixel. Made anew where it holds more than its pixels and their colours."""
    with whole_picture(BytesIO(data), NO_PICTURE, [kind]) as opened:
        if _holds_pixels_alone(data, kind):
            return Looked()
        upright = ImageOps.exif_transpose(opened)
        options = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
        if opened.info.get("icc_profile"):
            options["icc_profile"] = opened.info["icc_profile"]
        out = BytesIO()
        upright.info = {key: value for key, value in upright.info.items() if key in ("transparency", "gamma")}
        upright.save(out, kind, exif=b"", **options)
        return Looked(None, (TOLD,), out.getvalue())


def _holds_pixels_alone(data: bytes, kind: str) -> bool:
    return data == (strip_png(data) if kind == "PNG" else strip_jpeg(data))


def strip_jpeg(data: bytes, keep_upright: bool = False) -> bytes:
    """The same pixels without Exif, XMP, IPTC and comments, and without what lies behind its end (a second picture, a film);
    `keep_upright`: but for which side is up. What is no JPEG comes back as it is."""
    if not data.startswith(JPEG):
        return data
    kept, at = [JPEG, _turned(data) if keep_upright else b""], 2
    while found := MARKER.search(data, at):
        at, marker = found.start(), data[found.start() + 1]
        if marker == END:
            return b"".join([*kept, data[at : at + 2]])
        if at + 4 > len(data):
            return data
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == SCAN:  # the pixels lie behind it, up to the next marker
            following = MARKER.search(data, end)
            end = following.start() if following else len(data)
        if marker not in TELLING_SEGMENTS and not (marker == 0xE2 and data[at + 4 : at + 8] == b"MPF\x00"):
            kept.append(data[at:end])
        at = end
    return data


def _turned(data: bytes) -> bytes:
    """An Exif segment that says which side is up and nothing else, or nothing where that is as usual."""
    try:
        with Image.open(BytesIO(data)) as opened:
            side = opened.getexif().get(ORIENTATION, 1)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    if side not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[ORIENTATION] = side
    content = exif.tobytes()
    content = content if content.startswith(b"Exif") else b"Exif\x00\x00" + content
    return b"\xff\xe1" + (len(content) + 2).to_bytes(2) + content


def strip_png(data: bytes) -> bytes:
    """The same pixels without Exif, texts and the day, and without what lies behind its end.
    What is no PNG comes back as it is."""
    if not data.startswith(PNG):
        return data
    kept, at = [PNG], len(PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        name = data[at + 4 : at + 8]
        if name not in TELLING_CHUNKS:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    return data


def strip(data: bytes) -> bytes:
    """A picture inside of a document, by its own first bytes."""
    return strip_png(data) if data.startswith(PNG) else strip_jpeg(data, keep_upright=True)
